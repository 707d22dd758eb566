//! Whether bytes are a page, plain text, or neither.

/// What bytes are.
pub(crate) enum Format {
    /// HTML or XHTML.
    Html,
    /// Plain text.
    Text,
    /// Something else, by its content type.
    Other(String),
}

impl Format {
    /// By the header; where that is missing or vague, by the first bytes (WHATWG MIME sniffing, in short).
    pub(crate) fn of(content_type: Option<&str>, bytes: &[u8]) -> Self {
        const SNIFFED: usize = 1024;
        let name = content_type
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase())
            .unwrap_or_default();
        let head = bytes.get(..SNIFFED).unwrap_or(bytes);
        let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        if head.starts_with(b"%PDF-") {
            return Self::Other("application/pdf".to_owned());
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
