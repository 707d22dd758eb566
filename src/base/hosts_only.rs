//! A sentence that is handed on, without the addresses in it.

/// A text in which every address is cut down to its scheme and host, and whatever else looks like a path or query is gone:
/// for what leaves the house, since the address of a private feed often holds the key to it (`?token=…`, `user:pass@`).
/// Words stay as they are.
///
/// ```
/// use awardwire::base::hosts_only;
///
/// let why = "https://news.example/feed?token=S3CRET answered with status 503";
/// assert_eq!(hosts_only(why), "https://news.example answered with status 503");
/// ```
pub fn hosts_only(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let word = piece.trim_end_matches(char::is_whitespace);
            let space = piece.get(word.len()..).unwrap_or_default();
            without_path(word) + space
        })
        .collect()
}

/// A word with the marks around it, without path and query.
fn without_path(word: &str) -> String {
    let bare = word.trim_start_matches(OPENING);
    let opening = word.get(..word.len() - bare.len()).unwrap_or_default();
    let inner = bare.trim_end_matches(CLOSING);
    let closing = bare.get(inner.len()..).unwrap_or_default();
    format!("{opening}{}{closing}", reduced(inner))
}

const OPENING: [char; 7] = ['"', '\'', '`', '(', '[', '<', '{'];
const CLOSING: [char; 10] = ['"', '\'', '`', ')', '>', '}', ',', ';', ':', '.'];

fn reduced(word: &str) -> String {
    if let Some((scheme, rest)) = word.split_once("://") {
        // What stands before a scheme (`url=`) may be anything: only the letters next to it are it.
        let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || c == '+';
        let scheme = scheme.rsplit(|c| !is_of_scheme(c)).next().unwrap_or_default();
        return format!("{scheme}://{}", host(rest));
    }
    if let Some(rest) = word.strip_prefix("//") {
        return host(rest).to_owned();
    }
    if word.starts_with('/') && word.len() > 1 {
        return "/…".to_owned();
    }
    let end = word.find(['?', '#', '=']).unwrap_or(word.len());
    let (kept, cut) = word.split_at(end);
    let cut = if cut.len() > 1 { "…" } else { cut };
    let kept = kept.rsplit_once('@').map_or(kept, |(_, host)| host);
    // `news.example/feed`, but neither `text/html` nor `and/or`.
    let kept = match kept.split_once('/') {
        Some((first, _)) if first.contains('.') => first,
        _ => kept,
    };
    format!("{kept}{cut}")
}

/// The host and port that an address begins with, after its scheme.
fn host(rest: &str) -> &str {
    let authority = rest.find(['/', '?', '#', '\\']).and_then(|at| rest.get(..at)).unwrap_or(rest);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = match authority.strip_prefix('[').and_then(|inner| inner.find(']')) {
        Some(at) => at + 2,
        None => authority.find(|c: char| !is_of_host(c)).unwrap_or(authority.len()),
    };
    let port = authority.get(name..).and_then(|after| after.strip_prefix(':'));
    let digits = port.map_or(0, |port| port.bytes().take_while(u8::is_ascii_digit).count());
    let end = if digits > 0 { name + 1 + digits } else { name };
    authority.get(..end).unwrap_or_default()
}

fn is_of_host(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_an_address_the_host_stays() {
        for (text, kept) in [
            ("timeout", "timeout"),
            ("", ""),
            (
                "http://a.example/feed?token=S3CRET answered with status 503",
                "http://a.example answered with status 503",
            ),
            (
                "HTTPS://u:S3CRET@a.example:8443/x is larger than 5 bytes",
                "HTTPS://a.example:8443 is larger than 5 bytes",
            ),
            ("https://[::1]:80/S3CRET, and then silence", "https://[::1]:80, and then silence"),
            ("could not read (http://a.example/S3CRET): no", "could not read (http://a.example): no"),
            ("\"http://a.example?k=S3CRET\"", "\"http://a.example\""),
            ("http://a.example/x)y?k=S3CRET x", "http://a.example x"),
            (
                "https://a.example redirects in a circle, back to https://b.example/S3CRET",
                "https://a.example redirects in a circle, back to https://b.example",
            ),
            ("at url=http://a.example/S3CRET", "at http://a.example"),
            ("http://a.example/x,http://b.example/S3CRET", "http://a.example"),
            ("redirects to no usable address: /feed?key=S3CRET", "redirects to no usable address: /…"),
            ("to //a.example/S3CRET", "to a.example"),
            ("to a.example/S3CRET", "to a.example"),
            ("to feed?key=S3CRET.", "to feed…."),
            ("really?", "really?"),
            ("u:S3CRET@a.example", "a.example"),
            (
                "the key=S3CRET is not known; set allow_private = true",
                "the key… is not known; set allow_private = true",
            ),
            (
                "is text/html and/or application/rss+xml (HTTP/1.1)",
                "is text/html and/or application/rss+xml (HTTP/1.1)",
            ),
            (
                "a.example failed 3 times in a row (http://a.example/S3CRET: 503)",
                "a.example failed 3 times in a row (http://a.example: 503)",
            ),
        ] {
            assert_eq!(hosts_only(text), kept, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_path_or_query_stays(before in "[a-z ]{0,9}", path in "[!-~]{0,12}", after in "[ -~]{0,9}") {
            let text = format!("{before} https://a.example/{path}S3CRET {after}");
            prop_assert!(!hosts_only(&text).contains("S3CRET"), "{}", hosts_only(&text));
        }
    }
}
