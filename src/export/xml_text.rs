//! Text from outside in XML, and in HTML, that means nothing but the text.

use crate::base::{Address, printable, squeeze};

/// The text on one line, fit for content and for attributes in double quotes: no markup, no end of a CDATA section, no
/// character that XML 1.0 does not allow, none that turns or hides text.
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
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// An address for an attribute, where it is http or https.
pub(super) fn address(url: &str) -> Option<String> {
    Address::parse(url).ok().map(|address| text(address.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(text("]]><a b='c'>\u{0}\u{202e}&amp;\n"), "]]&gt;&lt;a b=&#39;c&#39;&gt;&amp;amp;");
        assert_eq!(address("javascript:alert(1)"), None);
        assert_eq!(address("https://a.example/?a=1&b=2").as_deref(), Some("https://a.example/?a=1&amp;b=2"));
    }

    proptest! {
        #[test]
        fn a_strict_parser_gives_the_line_back(raw in "\\PC*|[\u{0}-\u{a0}\u{2000}-\u{2070}\u{ffe0}-\u{ffff}<>&'\"]*") {
            let document = format!("<t a=\"{0}\">{0}</t>", text(&raw));
            let mut reader = quick_xml::Reader::from_str(&document);
            let mut read = String::new();
            loop {
                match reader.read_event().unwrap() {
                    quick_xml::events::Event::Text(part) => read.push_str(&part),
                    quick_xml::events::Event::GeneralRef(name) => {
                        let name = format!("&{};", &*name);
                        read.push_str(&quick_xml::escape::unescape(&name).unwrap());
                    }
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            let expected = squeeze(&printable(&raw)).replace(['\u{fffe}', '\u{ffff}'], "");
            prop_assert_eq!(read, expected);
        }
    }
}
