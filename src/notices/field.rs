//! Whether an announcement speaks of AI, data, software or cloud.
//!
//! Of news the labelled articles teach how much an aside weighs. Announcements are lists of parts, ships and places, full
//! of asides ("unmanned", "surveillance"), so that what is bought has to be of the field.

use crate::base::Pattern;
use std::sync::LazyLock;

use crate::base::Span;
use crate::entities::{Mentions, TermMention};

/// Words that make of a weaker term, or of a product, one of software.
static SOFTWARE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:software|algorithms?|analytics?|cloud|computing|data\s(?:analysis|analytics|management|integration|science|platform|center|sharing)|business\sintelligence|information\stechnology|digital|autonom(?:ous|y)|licen[cs]es?|subscriptions?|platform)\b",
    )
});

/// By a word that is enough alone, anywhere; by a weaker one or a product where the sentence of the award says that it
/// is software.
pub(super) fn is_of_field(text: &str, mentions: &Mentions, evidence: Span) -> bool {
    let is_software = speaks_of_software(evidence.of("", text));
    words_of_field(text, mentions, |span| is_software && evidence.contains(span)).next().is_some()
}

/// Whether a text says that it is about software or data.
pub(super) fn speaks_of_software(text: &str) -> bool {
    SOFTWARE.is_match(text)
}

/// The words of the field: strong terms, then weaker ones and products where `is_bought` says so of their place.
pub(super) fn words_of_field<'m>(
    text: &'m str,
    mentions: &'m Mentions,
    is_bought: impl Fn(&Span) -> bool + Copy + 'm,
) -> impl Iterator<Item = Span> + 'm {
    let is_told = move |term: &&TermMention| {
        let is_of_name =
            mentions.vendors.iter().flat_map(|vendor| &vendor.mentions).any(|name| name.overlaps(&term.span));
        !is_of_name && !stands_for_another(text, mentions, term)
    };
    let terms = mentions.terms.iter().filter(is_told);
    let terms = terms.filter(move |term| term.strong || is_bought(&term.span)).map(|term| term.span);
    let products = mentions.products.iter().flat_map(|product| product.mentions.iter().copied());
    terms.chain(products.filter(move |span| is_bought(span)))
}

/// "Long lead material (LLM)": letters that the paragraph explains by words of its own, none of them of the field.
fn stands_for_another(text: &str, mentions: &Mentions, term: &TermMention) -> bool {
    let letters = term.span.of("", text);
    if letters.len() > 5 || !letters.chars().all(|c| c.is_ascii_uppercase()) {
        return false;
    }
    text.match_indices(&format!("({letters})")).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let words: Vec<&str> = before.rsplit([' ', '-']).take(letters.len()).collect();
        let initials: String =
            words.iter().rev().filter_map(|word| word.chars().next()).collect::<String>().to_uppercase();
        let length = words.iter().map(|word| word.len() + 1).sum::<usize>();
        let explained = Span::body(before.len().saturating_sub(length.saturating_sub(1)), before.len());
        initials == letters && !mentions.terms.iter().any(|other| other.span.overlaps(&explained))
    })
}
