//! Which language a text is in.

use whatlang::Lang;

/// Shorter texts (in bytes) are not enough for the detector against what the page says.
const ENOUGH: usize = 200;

/// How much of a text the detector looks at, in characters.
const SAMPLE: usize = 800;

/// The commonest words of English that no other language of the same letters has as words.
const ENGLISH: [&str; 3] = ["the", "of", "and"];

/// Of so many words of English prose one at least is among these; in news it is one of eight to ten.
const ENGLISH_EVERY: usize = 14;

/// ISO 639-1 code of the language: what the page says, unless its text clearly says otherwise.
pub(crate) fn language(said: Option<&str>, text: &str) -> Option<String> {
    let said = said.and_then(code);
    if text.len() < ENOUGH {
        return said;
    }
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(end, _)| end);
    let sample = text.get(..end).unwrap_or(text);
    if said.as_deref() == Some("en") && is_plainly_english(sample) {
        return said;
    }
    let heard = whatlang::detect(sample)
        .filter(whatlang::Info::is_reliable)
        .and_then(|info| two_letters(info.lang()));
    heard.map(str::to_owned).or(said)
}

/// Whether a text that is said to be English has its commonest words as often as English has: then the detector, which compares
/// the text with every language it knows, need not be asked.
fn is_plainly_english(text: &str) -> bool {
    let (mut words, mut english) = (0, 0);
    for word in text.split_ascii_whitespace() {
        words += 1;
        english += usize::from(ENGLISH.iter().any(|one| one.eq_ignore_ascii_case(word)));
    }
    english * ENGLISH_EVERY >= words
}

/// "en-US" and "en_us" are "en".
fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary)
}

fn two_letters(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Tur => "tr",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Cmn => "zh",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Tha => "th",
        // The others the page has to name by itself; Norwegian and the like are often mistaken for their neighbours.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_believed_over_the_template() {
        let german =
            "Die Bundeswehr hat einen Vertrag über die Lieferung von Drohnen unterschrieben. ".repeat(5);
        let english =
            "The Army awarded a contract for the delivery of drones and of their spare parts. ".repeat(5);
        let mixed = format!("The terms of use and more: {german}");
        for (said, text, expected) in [
            (Some("en-US"), german.as_str(), Some("de")),
            (Some("en-US"), "Short.", Some("en")),
            (Some("nonsense"), "", None),
            (Some("en"), english.as_str(), Some("en")),
            (Some("de"), english.as_str(), Some("en")),
            (Some("en"), mixed.as_str(), Some("de")),
            (None, german.as_str(), Some("de")),
        ] {
            assert_eq!(language(said, text).as_deref(), expected);
        }
    }
}
