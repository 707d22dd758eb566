//! Text from outside as Markdown that means nothing but the text.

use crate::base::{Address, printable, squeeze};

/// The text on one line, with everything escaped that CommonMark, GitHub's extensions or raw HTML would act on.
///
/// A word that a renderer may turn into a link by itself (an address, `www.…`, an e-mail address) becomes a code
/// span, where nothing is linked; a backtick or pipe in such a word is replaced by a look-alike, because nothing
/// escapes them there.
pub(super) fn text(raw: &str) -> String {
    let line = squeeze(&printable(raw));
    let mut out = String::with_capacity(line.len() + 16);
    for word in line.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        if may_link(word) {
            out.push('`');
            out.extend(word.chars().map(|c| match c {
                '`' => '\'',
                '|' => '¦',
                c => c,
            }));
            out.push('`');
        } else {
            push_escaped(word, &mut out);
        }
    }
    escape_start(out)
}

/// A link that can only lead to `url`, and only where that is http or https; else the label alone.
pub(super) fn link(label: &str, url: &str) -> String {
    let label = text(label);
    match Address::parse(url) {
        Ok(address) => format!("[{label}]({})", destination(&address)),
        Err(_) => label,
    }
}

/// The address with every character escaped that could end a link's destination or begin something else.
fn destination(address: &Address) -> String {
    let mut out = String::new();
    for c in address.as_str().chars() {
        match c {
            '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '`' | '|' | '"' | '\'' | '*' | '_' | '~' | '$'
            | ' ' => {
                out.extend(format!("%{:02X}", u32::from(c)).chars());
            }
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// Whether a renderer may make a link of the word (GitHub's autolinks; other renderers link bare hosts too).
fn may_link(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let is_mail = lower
        .split('@')
        .zip(lower.split('@').skip(1))
        .any(|(before, after)| before.ends_with(is_of_word) && after.starts_with(is_of_word));
    lower.contains("//")
        || lower.contains("www.")
        || lower.contains("mailto:")
        || lower.contains("xmpp:")
        || is_mail
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
}

fn push_escaped(word: &str, out: &mut String) {
    let mut chars = word.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        match c {
            // As entities, because they disarm HTML in renderers without backslash escapes as well.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | '~' | '^' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '!' if next == '[' => out.push_str("\\!"),
            // A sum keeps its sign; anything else could open or close mathematics.
            '$' if !next.is_ascii_digit() => out.push_str("\\$"),
            // `:name:` would be an emoji, `host.tld` a link.
            ':' if is_of_word(next) => out.push_str("\\:"),
            '.' if before.is_alphanumeric() && is_host_end(word.get(at + 1..).unwrap_or_default()) => {
                out.push_str("\\.");
            }
            c => out.push(c),
        }
        before = c;
    }
}

/// Whether what follows a dot begins with two letters, as a top-level domain does.
fn is_host_end(rest: &str) -> bool {
    rest.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2
}

/// Escapes what makes a list, a heading underline, a rule or a definition of a line that begins with it.
fn escape_start(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    if line.starts_with(['-', '+', '=', ':']) {
        format!("\\{line}")
    } else if digits > 0 && rest.starts_with(['.', ')']) {
        format!("{}\\{rest}", line.get(..digits).unwrap_or_default())
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_sentences_stay_readable() {
        for (raw, shown) in [
            (
                "The Army paid $200 million, or A$310 million.",
                "The Army paid $200 million, or A$310 million.",
            ),
            ("U.S. Army awards 4.5% more to Palantir Inc.", "U.S. Army awards 4.5% more to Palantir Inc."),
            ("AT&T", "AT&amp;T"),
            ("a  b\nc", "a b c"),
            ("FA8615-19-C-6058", "FA8615-19-C-6058"),
        ] {
            assert_eq!(text(raw), shown);
        }
    }

    #[test]
    fn nothing_of_a_page_acts() {
        for (raw, shown) in [
            ("[x](javascript:alert(1))", "\\[x\\](javascript\\:alert(1))"),
            ("![x](y)", "\\!\\[x\\](y)"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("see https://evil.example/a|`b", "see `https://evil.example/a¦'b`"),
            ("<https://evil.example>", "`<https://evil.example>`"),
            ("WWW.evil.example", "`WWW.evil.example`"),
            ("a@evil.example", "`a@evil.example`"),
            ("//evil.example", "`//evil.example`"),
            ("evil.example", "evil\\.example"),
            ("a | b", "a \\| b"),
            ("# x", "\\# x"),
            ("- x", "\\- x"),
            ("12. x", "12\\. x"),
            ("==", "\\=="),
            ("&#60;b", "&amp;\\#60;b"),
            ("\\*a\\*", "\\\\\\*a\\\\\\*"),
            ("a\u{1b}[31m\u{202e}b", "a\\[31mb"),
            ("```x", "\\`\\`\\`x"),
            ("$\\href{x}{y}$", "\\$\\\\href\\{x\\}\\{y\\}\\$"),
            ("[^1]: x", "\\[\\^1\\]: x"),
        ] {
            assert_eq!(text(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn only_web_addresses_become_links() {
        for (label, url, shown) in [
            ("A", "https://a.example/x?a=1&b=2", "[A](https://a.example/x?a=1&amp;b=2)"),
            ("A", "javascript:alert(1)", "A"),
            ("A", "data:text/html,<b>", "A"),
            ("A](http://x)", "file:///etc/passwd", "`A](http://x)`"),
            (
                "A",
                "http://a.example/)[x](http://b.example",
                "[A](http://a.example/%29%5Bx%5D%28http://b.example)",
            ),
            ("A", "http://a.example/?q=\\", "[A](http://a.example/?q=%5C)"),
            ("A]", "http://a.example/", "[A\\]](http://a.example/)"),
        ] {
            assert_eq!(link(label, url), shown, "{url}");
        }
    }

    /// The text without code spans, escapes and entities: what is left is read by a renderer as markup.
    fn bare(markdown: &str) -> String {
        let mut out = String::new();
        let mut chars = markdown.chars();
        let mut is_code = false;
        while let Some(c) = chars.next() {
            match c {
                '`' => is_code = !is_code,
                _ if is_code => {}
                // It stands for its character and keeps its neighbours apart.
                '\\' => out.extend(chars.next().map(|_| 'e')),
                c => out.push(c),
            }
        }
        assert!(!is_code, "an open code span in {markdown:?}");
        out.replace("&lt;", "e").replace("&gt;", "e").replace("&amp;", "e")
    }

    proptest! {
        #[test]
        fn no_markup_is_left(raw in "[a1 \n\t\\\\`*_\\[\\](){}<>|!#&$@:/.~^w=+-]{0,24}|\\PC*") {
            let shown = text(&raw);
            prop_assert!(!shown.chars().any(char::is_control));
            let left = bare(&shown);
            prop_assert!(!left.contains(['<', '>', '[', ']', '*', '_', '|', '~', '#', '&', '{', '}']), "{:?}", left);
            prop_assert!(!left.contains("://") && !left.to_lowercase().contains("www."), "{:?}", left);
            prop_assert!(!shown.starts_with(['-', '+', '=']), "{:?}", shown);
        }

        #[test]
        fn a_link_has_one_destination(url in "https?://[a-z]{1,5}/[a-z()\\[\\]<>\\\\`'\"|*_& ?#;%\n]{0,20}") {
            let shown = link("x", &url);
            let inner = shown.strip_prefix("[x](http").and_then(|rest| rest.strip_suffix(')'));
            prop_assert!(inner.is_some_and(|inner| !inner.contains(['(', ')', '<', '>', '[', ']', '\\', ' ', '\n', '`', '|'])), "{}", shown);
        }
    }
}
