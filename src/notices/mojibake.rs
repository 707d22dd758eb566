//! Mends text that was written as UTF-8, read as Windows-1252 and written as UTF-8 once more: `â€™` for `’`.

/// What bytes 0x80 to 0x9F are in Windows-1252 (WHATWG Encoding, index windows-1252); the five that are unassigned stand
/// for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How often text may have been through it.
const ROUNDS: usize = 3;

/// The text as it was meant. Only sequences that hardly stand in any text on purpose are taken for mojibake: those of
/// Latin letters and signs (`Ã¤`, `Â£`), of punctuation (`â€œ`) and of pictures (`ðŸ…`).
pub(super) fn mended(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        match once(&text) {
            Some(better) => text = better,
            None => break,
        }
    }
    text
}

fn once(text: &str) -> Option<String> {
    if !text.contains(['Â', 'Ã', 'â', 'ð']) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut is_mended = false;
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if let Some((better, length)) = meant(chars.get(at..).unwrap_or_default()) {
            out.push(better);
            at += length;
            is_mended = true;
        } else {
            out.push(*c);
            at += 1;
        }
    }
    is_mended.then_some(out)
}

/// The character that the first of these stand for, and how many of them.
fn meant(chars: &[char]) -> Option<(char, usize)> {
    let length = match chars.first()? {
        'Â' | 'Ã' => 2,
        'â' => 3,
        'ð' => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = chars.get(..length)?.iter().map(|c| byte(*c)).collect::<Option<_>>()?;
    let decoded = std::str::from_utf8(&bytes).ok()?;
    Some((decoded.chars().next()?, length))
}

/// The byte that Windows-1252 writes for a character.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0xa0..=0xff => u8::try_from(code).ok(),
        _ => HIGH.iter().position(|high| *high == c).and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_twice_is_read_as_it_was_meant() {
        for (text, expected) in [
            ("framework.â€¯ Next", "framework.\u{202f} Next"),
            ("Â£1,000 at 5 Âµm, cafÃ©", "£1,000 at 5 µm, café"),
            ("â€œrope” donâ€™t â€“ no", "“rope” don’t – no"),
            // Twice over.
            ("donÃ¢â‚¬â„¢t", "don’t"),
            ("rope ðŸ˜€", "rope 😀"),
            // As it should be.
            ("Châteaux, São Paulo, â, Â, NESCAFÉ® – £5", "Châteaux, São Paulo, â, Â, NESCAFÉ® – £5"),
        ] {
            assert_eq!(mended(text), expected, "{text}");
            assert_eq!(mended(expected), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_mended_without_a_panic(text in "[ÂÃâð€£a-z\u{80}-\u{bf}™œ ]{0,40}") {
            let _ = mended(&text);
        }
    }
}
