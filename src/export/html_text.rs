//! Text from outside in HTML that means nothing but the text.

use crate::base::{Address, printable, squeeze};

/// The text on one line, fit for content and for attributes in double or single quotes.
pub(super) fn text(raw: &str) -> String {
    let line = squeeze(&printable(raw));
    let mut out = String::with_capacity(line.len() + 16);
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A link that can only lead to `url`, and only where that is http or https; else the label alone.
pub(super) fn link(label: &str, url: &str) -> String {
    let label = text(label);
    match Address::parse(url) {
        Ok(address) => {
            format!("<a href=\"{}\" rel=\"noopener noreferrer nofollow\">{label}</a>", text(address.as_str()))
        }
        Err(_) => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts() {
        assert_eq!(text("<b>\"a\" & 'c'\u{1b}\n"), "&lt;b&gt;&quot;a&quot; &amp; &#39;c&#39;");
        assert_eq!(link("x", "javascript:alert(1)"), "x");
        let shown = link("<x>", "https://a.example/?q=\"><script>");
        assert!(
            !shown.contains("<script>") && shown.starts_with("<a href=\"https://a.example/?q="),
            "{shown}"
        );
    }
}
