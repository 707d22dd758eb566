//! Alerts as a mail (RFC 5322): plain text, every header written so that nothing from outside can end it.

use std::io;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::text::{line, subject, write_text};
use crate::export::urn::uuid;
use crate::report::AlertReport;

/// The most bytes of an encoded word, with its frame (RFC 2047 section 2).
const WORD: usize = 75;
/// The most characters of a line of a body, with a soft end (RFC 2045 section 6.7).
const LINE: usize = 76;

/// Who sends a mail to whom, and when. The addresses are plain ones (`ada@example.com`), which the caller has checked.
#[derive(Clone, Copy, Debug)]
pub struct MailHead<'a> {
    /// From whom.
    pub from: &'a str,
    /// To whom.
    pub to: &'a str,
    /// When.
    pub at: Timestamp,
}

/// The alerts as a whole mail, lines ended by CR LF.
///
/// # Errors
/// Never in practice: those of writing into memory.
pub fn mail(report: &AlertReport, head: &MailHead<'_>) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    write_text(report, &mut text)?;
    let text = String::from_utf8_lossy(&text);
    let date = jiff::fmt::rfc2822::to_string(&head.at.to_zoned(TimeZone::UTC))
        .map_err(|error| io::Error::other(error.to_string()))?;
    let about = format!("awardwire: {}", names(report));
    let id = uuid("mail", &format!("{}\n{}\n{text}", head.to, head.at));
    let headers = [
        format!("From: {}", address(head.from)),
        format!("To: {}", address(head.to)),
        format!("Date: {date}"),
        format!("Message-ID: <{id}@awardwire.invalid>"),
        format!("Subject: {}", unstructured(&about)),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
        "Content-Transfer-Encoding: quoted-printable".to_owned(),
        "Auto-Submitted: auto-generated".to_owned(),
    ];
    let mut mail = headers.join("\r\n");
    mail.push_str("\r\n\r\n");
    push_quoted_printable(&text, &mut mail);
    Ok(mail.into_bytes())
}

/// What came, with the title of what stands first.
fn names(report: &AlertReport) -> String {
    let first = report.alerts.first().map(|alert| line(alert.title()));
    let title: String = first.unwrap_or_default().chars().take(120).collect();
    if title.is_empty() { subject(report) } else { format!("{} – {title}", subject(report)) }
}

/// An address, without what cannot stand in one: the last wall against lines that are not ours.
fn address(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',' | ';' | ':' | '"' | '(' | ')'))
        .collect()
}

/// Text for a header: as it is where it is plain and short, else in encoded words, one a line.
fn unstructured(text: &str) -> String {
    let text = line(text);
    if text.len() <= LINE - 10
        && text.chars().all(|c| c == ' ' || c.is_ascii_graphic())
        && !text.contains("=?")
    {
        return text;
    }
    let (begin, end) = ("=?utf-8?Q?", "?=");
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        let mut piece = String::new();
        let mut bytes = [0; 4];
        match c {
            ' ' => piece.push('_'),
            c if c.is_ascii_alphanumeric() => piece.push(c),
            c => c.encode_utf8(&mut bytes).bytes().for_each(|byte| piece.push_str(&hex(byte))),
        }
        let is_full =
            words.last().is_some_and(|word| word.len() + piece.len() + begin.len() + end.len() > WORD);
        if is_full {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push_str(&piece);
        }
    }
    let words: Vec<String> = words.into_iter().map(|word| format!("{begin}{word}{end}")).collect();
    words.join("\r\n ")
}

/// A byte as both encodings write it.
fn hex(byte: u8) -> String {
    format!("={byte:02X}")
}

/// A body in printable characters (RFC 2045 section 6.7).
fn push_quoted_printable(text: &str, out: &mut String) {
    for line in text.lines() {
        let mut used = 0;
        let bytes = line.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let is_last = at + 1 == bytes.len();
            let is_plain = (byte.is_ascii_graphic() && *byte != b'=') || (*byte == b' ' && !is_last);
            let width = if is_plain { 1 } else { 3 };
            // Room for the sign that the line goes on.
            if used + width > LINE - 1 {
                out.push_str("=\r\n");
                used = 0;
            }
            if is_plain {
                out.push(char::from(*byte));
            } else {
                out.push_str(&hex(*byte));
            }
            used += width;
        }
        out.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;
    use proptest::prelude::*;

    use super::*;
    use crate::report::{Alert, AlertArticle, AlertNews, Caught};

    fn report(title: &str) -> AlertReport {
        let article = AlertArticle {
            id: crate::base::ArticleId::from_stored("a1"),
            title: title.to_owned(),
            url: None,
            publisher: Some(title.to_owned()),
            published: None,
            text_digest: String::new(),
            edited: false,
            seen: Timestamp::UNIX_EPOCH,
        };
        let alert = Alert {
            deal: None,
            news: AlertNews::NewArticle,
            changes: Vec::new(),
            articles: vec![article],
            watches: vec![Caught { watch: "w".into(), because: Vec::new() }],
            seen: Timestamp::UNIX_EPOCH,
        };
        AlertReport {
            made: Timestamp::UNIX_EPOCH,
            sample: false,
            alerts: vec![alert],
            left_out: 0,
            faults: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn nothing_from_outside_makes_a_header(title in "(\\PC|[\r\n\u{1b}:=?_.]){0,200}|a\r\nBcc: x@y.example\r\n\r\nb") {
            let head = MailHead { from: "a@b.example", to: "c@d.example\r\nBcc: e@f.example", at: Timestamp::UNIX_EPOCH };
            let bytes = mail(&report(&title), &head).unwrap();
            let text = std::str::from_utf8(&bytes).unwrap();
            let (headers, body) = text.split_once("\r\n\r\n").unwrap();
            let names: Vec<&str> = headers
                .split("\r\n")
                .filter(|line| !line.starts_with(' '))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            prop_assert_eq!(names, [
                "From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding", "Auto-Submitted",
            ]);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 200 && !line.contains(['\r', '\n'])));
            prop_assert!(body.split("\r\n").all(|line| line.len() <= LINE && line.is_ascii()));
            let parsed = MessageParser::default().parse(&bytes).unwrap();
            let mut expected = Vec::new();
            write_text(&report(&title), &mut expected).unwrap();
            let expected = String::from_utf8(expected).unwrap();
            prop_assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), expected);
            let subject = parsed.subject().unwrap();
            prop_assert!(subject.starts_with("awardwire: 1 new article"), "{}", subject);
        }
    }
}
