//! Mails as they were sent, `.eml`: press releases and newsletters (RFC 5322; MIME: RFC 2045 to 2047).
//!
//! The mail's date is the day of publication, its sender the publisher, its subject the title. A newsletter gives an
//! article for each of its items, any other mail is one.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{DateTime, Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders};

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::article::body::Body;
use crate::article::formats::newsletter::{Item, Letter};
use crate::article::formats::{Draft, bad, wire};
use crate::article::page::clean;
use crate::article::published::{DateOrigin, Published};
use crate::article::read::{Hints, html_reading};
use crate::article::{Article, Reading, Refusal};
use crate::base::{ArticleId, PartialDate};
use crate::fetch::decode;

/// Reads a mail.
pub(super) fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, Refusal> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| bad("not a mail: it has no header"))?;
    if message.from().is_none() && message.subject().is_none() && message.date().is_none() {
        return Err(bad("not a mail: neither sender, subject nor date"));
    }
    if is_encrypted(&message) {
        return Err(bad("the mail is encrypted: save it decrypted from your mail program"));
    }
    let envelope = Envelope::of(&message);
    let html = message.html_bodies().find(|part| part.is_content_type("text", "html"));
    let html = html.map(|part| text_of(&message, part));
    if let Some(letter) = html.as_deref().map(Letter::of) {
        let items = letter.items();
        if !items.is_empty() {
            let articles: Result<Vec<Article>, Refusal> =
                items.into_iter().map(|item| envelope.item(item).into_article(hints)).collect();
            return Ok(Reading { articles: articles?, ..Reading::default() });
        }
        if let Some(article) = envelope.page(html.as_deref().unwrap_or_default(), &letter, hints) {
            return Ok(Reading { articles: vec![article], ..Reading::default() });
        }
    }
    let text = message
        .text_bodies()
        .find(|part| part.is_content_type("text", "plain") || part.content_type().is_none());
    let text = text.map(|part| text_of(&message, part)).filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| bad("the mail holds no text"))?;
    envelope.text(&text).into_reading(hints)
}

fn is_encrypted(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        subtype == "encrypted"
            || (subtype.ends_with("pkcs7-mime")
                && kind.attribute("smime-type").is_none_or(|kind| kind.contains("enveloped")))
    })
}

/// What the header says of every article in the mail.
struct Envelope {
    subject: Option<String>,
    sender: Option<String>,
    date: Option<Published>,
}

impl Envelope {
    fn of(message: &Message<'_>) -> Self {
        let sender = message.from().and_then(|from| from.first());
        let sender = sender.and_then(|from| {
            let domain = || from.address()?.rsplit_once('@').map(|(_, domain)| domain);
            from.name().filter(|name| !name.contains('@')).or_else(domain).map(clean)
        });
        Self {
            subject: message.subject().map(without_prefixes).filter(|subject| !subject.is_empty()),
            sender: sender.filter(|name| !name.is_empty()),
            date: message.date().and_then(published),
        }
    }

    fn draft(&self) -> Draft {
        Draft {
            title: self.subject.clone(),
            published: self.date,
            publisher: self.sender.clone(),
            ..Draft::default()
        }
    }

    /// An item of a newsletter: a part of what stands at its address.
    fn item(&self, item: Item) -> Draft {
        let subject = self.subject.as_deref().unwrap_or("no subject");
        Draft {
            title: Some(item.title),
            url: Some(item.url),
            blocks: item.blocks,
            partial: true,
            notes: vec![format!("an item of the newsletter \"{subject}\"")],
            ..self.draft()
        }
    }

    /// A mail of plain text. Its subject may be the first line again.
    fn text(&self, text: &str) -> Draft {
        let mut draft = Draft { title: None, ..self.draft() };
        let found = wire::text_draft(text, self.latest());
        let is_shouted = found.title.as_deref().is_some_and(|title| !title.contains(char::is_lowercase));
        draft.title = match (&self.subject, found.title) {
            (None, title) => title,
            (Some(subject), Some(title)) if !is_shouted && shares_words(subject, &title) => Some(title),
            (Some(subject), title) => {
                // A first line that is not the subject is text.
                let first = title.filter(|title| !title.eq_ignore_ascii_case(subject));
                draft.blocks.extend(first.map(|first| (crate::article::BlockKind::Heading, first)));
                Some(subject.clone())
            }
        };
        draft.authors = found.authors;
        draft.blocks.extend(found.blocks);
        draft.blocks = without_footer(draft.blocks);
        draft
    }

    /// A mail that is one page.
    fn page(&self, html: &str, letter: &Letter, hints: &Hints) -> Option<Article> {
        let mut article = html_reading(html, None, hints, self.latest()).articles.into_iter().next()?;
        let blocks =
            article.body.blocks().iter().map(|b| (b.kind, article.body.block_text(b).to_owned())).collect();
        let blocks = without_footer(blocks);
        article.body = Body::from_blocks(blocks.iter().map(|(kind, text)| (*kind, text.as_str())));
        if article.body.text().is_empty() {
            return None;
        }
        if let Some(subject) = &self.subject {
            article.title.clone_from(subject);
        }
        article.published = self.date.or(article.published);
        article.publisher = hints.publisher.clone().or_else(|| self.sender.clone()).or(article.publisher);
        article.url = letter.web_version().map(|url| url.canonical());
        article.id = match &article.url {
            Some(url) => ArticleId::of_url(url.as_str()),
            None => ArticleId::of_content(&article.title, article.body.text()),
        };
        article.notes.retain(|note| match note.as_str() {
            "no title" => article.title.is_empty(),
            "no publication date" => article.published.is_none(),
            _ => true,
        });
        Some(article)
    }

    fn latest(&self) -> Option<Date> {
        self.date.map(|published| published.date.first_day())
    }
}

/// The subject without "Fwd:", "Re:" and the name of a list in brackets.
fn without_prefixes(subject: &str) -> String {
    let subject = clean(subject);
    let mut rest = subject.as_str();
    while let Some((prefix, after)) = rest.split_once(':') {
        let is_prefix =
            matches!(prefix.trim().to_ascii_lowercase().as_str(), "fw" | "fwd" | "re" | "aw" | "wg" | "tr");
        if !is_prefix {
            break;
        }
        rest = after.trim_start();
    }
    rest.to_owned()
}

/// Whether most words of the shorter title stand in the other.
fn shares_words(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 2)
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared * 2 > one.len().min(other.len())
}

/// The text up to what mailing services put below it.
fn without_footer<K>(mut blocks: Vec<(K, String)>) -> Vec<(K, String)> {
    if let Some(at) = blocks.iter().position(|(_, text)| is_footer(text)).filter(|at| *at > 0) {
        blocks.truncate(at);
    }
    blocks
}

/// Whether a block is what mailing services put below a text.
pub(super) fn is_footer(text: &str) -> bool {
    const LONGEST: usize = 600;
    const WORDS: &[&str] = &[
        "unsubscribe",
        "update your subscriptions",
        "manage your subscription",
        "manage subscription",
        "manage preferences",
        "manage your preferences",
        "email preferences",
        "this email was sent to",
        "this message was sent to",
        "you are receiving this",
        "you received this email",
        "you're receiving this",
        "this service is provided to you at no charge",
        "powered by govdelivery",
        "questions for the govdelivery",
        "subscriber services:",
        "stay connected with",
        "to be removed from this list",
        "abmelden",
        "se désabonner",
    ];
    let lower = text.to_lowercase();
    text.len() <= LONGEST && WORDS.iter().any(|word| lower.contains(word))
}

/// The text of a part, in its own charset: by the part's header, else by what the text says of itself.
pub(super) fn text_of(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let raw = message
        .raw_message()
        .get(part.raw_body_offset() as usize..part.raw_end_offset() as usize)
        .unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => None,
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    let bytes = bytes.as_deref().unwrap_or(raw);
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let header = charset.map(|charset| format!("text/html; charset={charset}"));
    decode(bytes, header.as_deref()).0
}

/// The date of a mail.
pub(super) fn published(time: &DateTime) -> Option<Published> {
    let year = i16::try_from(time.year).ok()?;
    let day = PartialDate::of_day(year, i8::try_from(time.month).ok()?, i8::try_from(time.day).ok()?)?;
    let mut published = Published::on(day, DateOrigin::Mail);
    let seconds = i32::from(time.tz_hour) * 3600 + i32::from(time.tz_minute) * 60;
    let seconds = if time.tz_before_gmt { -seconds } else { seconds };
    let clock = Time::new(
        i8::try_from(time.hour).ok()?,
        i8::try_from(time.minute).ok()?,
        i8::try_from(time.second.min(59)).ok()?,
        0,
    );
    if let (Ok(offset), Ok(clock)) = (Offset::from_seconds(seconds), clock) {
        published.offset_seconds = Some(seconds);
        published.instant = offset.to_timestamp(day.first_day().to_datetime(clock)).ok();
    }
    Some(published)
}

/// A field of the header by its name, as text.
pub(super) fn field(message: &Message<'_>, name: &'static str) -> Option<String> {
    message.header_raw(HeaderName::Other(name.into())).map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(mail: &str) -> Vec<Article> {
        read(mail.as_bytes(), &Hints::default()).unwrap().articles
    }

    const HEAD: &str = "From: =?utf-8?q?Army_News_=E2=80=93_Contracts?= <army@mail.example>\r\nTo: x@y.example\r\n\
        Date: Tue, 03 Mar 2026 17:00:00 -0500\r\nSubject: Fwd: Army awards Acme an AI contract\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn a_release_by_mail_is_one_article() {
        let text =
            "The Army awarded Acme Inc. a contract worth =\r\n$40 million caf=E9 for software. ".repeat(4);
        let mail = format!(
            "{HEAD}Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             <html><body><p><a href=3D\"https://mail.example/b/1\">View as a webpage</a></p><p>{text}</p>\
             <p>Unsubscribe from this list</p></body></html>\r\n"
        );
        let found = articles(&mail).remove(0);
        assert_eq!(found.title, "Army awards Acme an AI contract");
        assert_eq!(found.publisher.as_deref(), Some("Army News – Contracts"));
        assert_eq!(found.published.unwrap().instant.unwrap().to_string(), "2026-03-03T22:00:00Z");
        assert_eq!(found.url.unwrap().as_str(), "https://mail.example/b/1");
        assert!(found.body.text().contains("$40 million café"), "{}", found.body.text());
        assert!(!found.body.text().contains("Unsubscribe"));
        assert!(!found.partial);
    }

    #[test]
    fn a_mail_of_plain_text_is_wire_copy() {
        let mail = format!(
            "{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\nFOR IMMEDIATE RELEASE\r\n\r\nWASHINGTON – The Army awarded it.\r\n\r\n\
             More.\r\n\r\nTo unsubscribe, click here\r\n"
        );
        let found = articles(&mail).remove(0);
        assert_eq!(found.title, "Army awards Acme an AI contract");
        assert_eq!(found.body.text(), "WASHINGTON – The Army awarded it.\n\nMore.");
    }

    #[test]
    fn what_is_no_mail_is_refused() {
        for mail in ["", "\r\n\r\nText", "X: y\r\n\r\nText"] {
            assert!(read(mail.as_bytes(), &Hints::default()).is_err(), "{mail:?}");
        }
        let secret = format!("{HEAD}Content-Type: multipart/encrypted; boundary=x\r\n\r\n--x--\r\n");
        assert_eq!(
            read(secret.as_bytes(), &Hints::default()),
            Err(bad("the mail is encrypted: save it decrypted from your mail program"))
        );
    }
}
