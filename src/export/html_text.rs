//! Text from outside in HTML that means nothing but the text.

pub(super) use super::xml_text::text;
use crate::base::Address;

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
