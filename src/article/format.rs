//! What bytes are: a page, plain text, a file of a known format, or something else.
//!
//! The first bytes go before a header or a name, since names lie more often than bytes do.

/// A kind of file that articles come in, beside pages and plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Portable Document Format (ISO 32000).
    Pdf,
    /// Word's document of today, `.docx` (ECMA-376).
    Word,
    /// A mail as it was sent, `.eml` (RFC 5322, RFC 2045).
    Mail,
    /// A page with its parts, saved by a browser: `.mht`, `.mhtml` (RFC 2557).
    SavedPage,
    /// A page with its parts, saved by Safari: `.webarchive` (a binary property list).
    WebArchive,
}

const FORMATS: [(FileFormat, &str, &[&str]); 5] = [
    (FileFormat::Pdf, "application/pdf", &["pdf"]),
    (
        FileFormat::Word,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx", "docm"],
    ),
    (FileFormat::Mail, "message/rfc822", &["eml"]),
    (FileFormat::SavedPage, "multipart/related", &["mht", "mhtml"]),
    (FileFormat::WebArchive, "application/x-webarchive", &["webarchive"]),
];

/// How much of a file is looked at to tell its format.
const SNIFFED: usize = 8 * 1024;

impl FileFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        FORMATS.iter().find(|(format, ..)| *format == self).map_or("application/octet-stream", |row| row.1)
    }

    /// The format of this media type, given in lower case without parameters.
    pub fn of_media_type(name: &str) -> Option<Self> {
        FORMATS.iter().find(|(_, media_type, _)| *media_type == name).map(|row| row.0)
    }

    /// The format whose files end so, in lower case without the dot.
    pub fn of_extension(end: &str) -> Option<Self> {
        FORMATS.iter().find(|(.., ends)| ends.contains(&end)).map(|row| row.0)
    }

    /// The format that the first bytes of a file tell.
    pub fn of_content(head: &[u8]) -> Option<Self> {
        let head = head.get(..SNIFFED).unwrap_or(head);
        let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        // A printer's job may stand before it.
        let is_printed = start.starts_with(b"\x1b%-12345X") && contains(start, b"%PDF-");
        if start.starts_with(b"%PDF-") || is_printed {
            Some(Self::Pdf)
        } else if head.starts_with(b"PK\x03\x04") {
            Some(Self::Word)
        } else if head.starts_with(b"bplist0") {
            Some(Self::WebArchive)
        } else {
            of_header(start)
        }
    }
}

/// A mail or saved page by its header: known fields in lines of their own, before the first blank line.
fn of_header(start: &[u8]) -> Option<FileFormat> {
    /// Fields that only a mail or a saved page has.
    const TELLING: &[&str] = &[
        "content-type",
        "delivered-to",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "snapshot-content-location",
        "x-mimeole",
    ];
    const KNOWN: &[&str] = &[
        "cc",
        "content-location",
        "content-transfer-encoding",
        "date",
        "dkim-signature",
        "from",
        "list-id",
        "list-unsubscribe",
        "reply-to",
        "sender",
        "subject",
        "to",
    ];
    let text = String::from_utf8_lossy(start);
    let (mut known, mut telling) = (0, 0);
    let mut is_page = false;
    let mut fields = Vec::new();
    for (number, line) in text.lines().enumerate() {
        // Unix mailboxes begin a mail with "From " and the sender.
        if line.starts_with([' ', '\t']) || (number == 0 && line.starts_with("From ")) {
            if is_related(line) && fields.last().is_some_and(|last| last == "content-type") {
                is_page = true;
            }
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { break };
        let name = name.to_ascii_lowercase();
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            break;
        }
        telling += usize::from(TELLING.contains(&name.as_str()));
        known += usize::from(KNOWN.contains(&name.as_str()));
        is_page |= name == "content-type" && is_related(value);
        is_page |= name == "from" && value.to_ascii_lowercase().contains("saved by");
        fields.push(name);
    }
    let has = |name: &str| fields.iter().any(|field| field == name);
    let is_mail = telling + known >= 2 && (telling > 0 || (has("from") && has("date") && has("subject")));
    if !is_mail {
        return None;
    }
    let was_sent = has("received") || has("to") || has("delivered-to") || has("message-id");
    let is_page = has("snapshot-content-location") || (is_page && !was_sent);
    Some(if is_page { FileFormat::SavedPage } else { FileFormat::Mail })
}

fn is_related(value: &str) -> bool {
    value.to_ascii_lowercase().contains("multipart/related")
}

/// What a file is that is not read, and what to do instead; by its first bytes.
pub fn foreign(head: &[u8]) -> Option<&'static str> {
    const FOREIGN: &[(&[u8], &str)] = &[
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office file; save it as .docx or PDF"),
        (b"{\\rtf", "rich text (RTF); save it as .docx or PDF"),
        (b"%!PS", "PostScript; make a PDF of it"),
        (b"\x89PNG", "a picture; its text must be recognised first"),
        (b"\xff\xd8\xff", "a picture; its text must be recognised first"),
        (b"GIF8", "a picture; its text must be recognised first"),
        (b"II*\0", "a picture; its text must be recognised first"),
        (b"MM\0*", "a picture; its text must be recognised first"),
        (b"7z\xbc\xaf\x27\x1c", "an archive; unpack it first"),
        (b"Rar!\x1a\x07", "an archive; unpack it first"),
        (b"!BDN", "an Outlook mailbox; export its mails as .eml"),
    ];
    FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what)
}

/// Whether the first bytes are those of a page, whatever the name says.
pub fn begins_as_html(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let is = |tag: &[u8]| start.get(..tag.len()).is_some_and(|word| word.eq_ignore_ascii_case(tag));
    is(b"<!doctype html") || is(b"<html")
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// What bytes are.
#[derive(Debug, PartialEq)]
pub(crate) enum Format {
    /// HTML or XHTML.
    Html,
    /// Plain text.
    Text,
    /// A file that holds an article or more.
    File(FileFormat),
    /// Something else, by its content type.
    Other(String),
}

impl Format {
    /// By the first bytes where they are those of a file; else by the header; where that is missing or vague, by the
    /// first bytes again (WHATWG MIME sniffing, in short).
    pub(crate) fn of(content_type: Option<&str>, bytes: &[u8]) -> Self {
        const SNIFFED: usize = 1024;
        let name = content_type
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase())
            .unwrap_or_default();
        let head = bytes.get(..SNIFFED).unwrap_or(bytes);
        let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        if head.trim_ascii_start().starts_with(b"%PDF-") {
            return Self::File(FileFormat::Pdf);
        }
        if let Some(format) = FileFormat::of_media_type(&name) {
            return Self::File(format);
        }
        match name.as_str() {
            "text/html" | "application/xhtml+xml" => Self::Html,
            "text/plain"
            | ""
            | "application/octet-stream"
            | "text/markdown"
            | "unknown/unknown"
            | "application/xml"
            | "text/xml" => {
                if let Some(format) = FileFormat::of_content(bytes) {
                    return Self::File(format);
                }
                let start: String = String::from_utf8_lossy(head)
                    .trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t'])
                    .to_ascii_lowercase();
                let looks_like_html = [
                    "<!doctype html",
                    "<html",
                    "<head",
                    "<body",
                    "<!--",
                    "<div",
                    "<p>",
                    "<article",
                    "<meta",
                    "<title",
                ]
                .iter()
                .any(|tag| start.starts_with(tag))
                    || start.contains("<html");
                if looks_like_html && (name != "text/plain" || start.starts_with("<!doctype")) {
                    Self::Html
                } else if name.ends_with("xml") || (!is_utf16 && head.contains(&0)) {
                    Self::Other(if name.is_empty() { "application/octet-stream".to_owned() } else { name })
                } else {
                    Self::Text
                }
            }
            _ => Self::Other(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_first_bytes() {
        use FileFormat::{Mail, Pdf, SavedPage, WebArchive, Word};
        for (head, expected) in [
            (&b"%PDF-1.7\n"[..], Some(Pdf)),
            (b"\xef\xbb\xbf\n%PDF-1.4", Some(Pdf)),
            (b"\x1b%-12345X@PJL\n%PDF-1.4", Some(Pdf)),
            (b"PK\x03\x04\x14\0", Some(Word)),
            (b"bplist00\xd1", Some(WebArchive)),
            (b"Received: from a\r\n by b\r\nSubject: x\r\n\r\nHi", Some(Mail)),
            (b"From x@y.example Mon\nReturn-Path: <x>\nFrom: x\n\n", Some(Mail)),
            (b"From: A\nDate: Mon\nSubject: Contract\n\nText", Some(Mail)),
            (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nMIME-Version: 1.0\r\n", Some(SavedPage)),
            (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n", Some(SavedPage)),
            (b"MIME-Version: 1.0\nContent-Type:\n multipart/related\n\n", Some(SavedPage)),
            (b"MIME-Version: 1.0\nTo: b\nContent-Type: multipart/related\n\n", Some(Mail)),
            (b"Subject: Contract awarded\n\nText", None),
            (b"Army picks Acme: the deal\n\nText: it is", None),
            (b"", None),
        ] {
            assert_eq!(FileFormat::of_content(head), expected, "{:?}", String::from_utf8_lossy(head));
        }
        assert_eq!(foreign(b"{\\rtf1"), Some("rich text (RTF); save it as .docx or PDF"));
        assert!(begins_as_html(b"\n <!DOCTYPE HTML>") && !begins_as_html(b"<p>"));
    }

    #[test]
    fn the_header_decides_where_bytes_do_not() {
        assert_eq!(Format::of(Some("message/rfc822; x=y"), b"x"), Format::File(FileFormat::Mail));
        assert_eq!(Format::of(Some("text/html"), b" %PDF-1.4"), Format::File(FileFormat::Pdf));
        assert_eq!(Format::of(None, b"PK\x03\x04"), Format::File(FileFormat::Word));
        assert_eq!(Format::of(Some("text/html"), b"PK\x03\x04"), Format::Html);
    }
}
