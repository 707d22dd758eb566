//! Patterns of paths as robots.txt and tdmrep.json write them (RFC 9309 section 2.2.3).

/// Which of the two sides of a comparison a text stands on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Pattern,
    Path,
}

/// One spelling for equal paths (RFC 9309 section 2.2.2): percent-encoded unreserved characters decoded, other
/// triplets in upper case, everything outside visible ASCII encoded. In a path a bare `*` or `$` is encoded, so that
/// only a pattern's bare ones are special.
pub(super) fn normalised(text: &str, side: Side) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'%'
            && let Some(decoded) = bytes.get(at..at + 2).and_then(hex_pair)
        {
            at += 2;
            if decoded.is_ascii_alphanumeric() || matches!(decoded, b'-' | b'.' | b'_' | b'~') {
                out.push(char::from(decoded));
            } else {
                push_encoded(&mut out, decoded);
            }
        } else if !byte.is_ascii_graphic() || (side == Side::Path && matches!(byte, b'*' | b'$')) {
            push_encoded(&mut out, byte);
        } else {
            out.push(char::from(byte));
        }
    }
    out
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    let [high, low] = pair else { return None };
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn push_encoded(out: &mut String, byte: u8) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    out.push('%');
    out.extend([byte >> 4, byte & 15].iter().filter_map(|nibble| DIGITS.get(usize::from(*nibble))));
}

/// Whether the pattern matches from the start of the path; `*` stands for anything, a final `$` for the end.
///
/// Taking each part at its first possible place is enough, since a later place leaves less for the parts after it.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut last = None;
    for part in parts {
        // The part before this one was not the last: take it where it first fits.
        if let Some(earlier) = last.replace(part) {
            match rest.split_once(earlier) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    match (last, to_end) {
        (None, false) => true,
        (None, true) => rest.is_empty(),
        (Some(last), false) => rest.contains(last),
        (Some(last), true) => rest.ends_with(last),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn greedy_matching_equals_trying_every_place(pattern in "[ab*]{0,8}\\$?", path in "[ab]{0,8}") {
            prop_assert_eq!(matches(&pattern, &path), slow_matches(pattern.as_bytes(), path.as_bytes()));
        }
    }

    fn slow_matches(pattern: &[u8], path: &[u8]) -> bool {
        match pattern {
            [] => true,
            [b'$'] => path.is_empty(),
            [b'*', rest @ ..] => (0..=path.len()).any(|n| slow_matches(rest, &path[n..])),
            [first, rest @ ..] => path.first() == Some(first) && slow_matches(rest, &path[1..]),
        }
    }
}
