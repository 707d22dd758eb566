//! An article in two or three of its own sentences.

use std::collections::BTreeSet;

use crate::article::{Article, BlockKind, sentences};
use crate::base::{Span, printable, squeeze};
use crate::entities::AmountRole;
use crate::events::Facts;
use crate::report::boilerplate::{boilerplate_from, is_boilerplate};

/// At most so many sentences.
const MOST_SENTENCES: usize = 3;
/// At most so many words in all, unless the one best sentence alone has more.
const MOST_WORDS: usize = 60;
/// A longer "sentence" is a text without full stops.
const LONGEST_SENTENCE: usize = 120;
/// From this share of a sentence's words in the headline on, it only says the headline again.
const SAME_AS_TITLE: f64 = 0.85;

/// What the first sentences are worth more: news puts first what matters, background comes later.
const LEAD_BONUS: [u32; 6] = [6, 5, 4, 2, 2, 1];
/// What a sentence is worth less that leans on the one before it.
const DANGLING_LOSS: u32 = 4;
/// Openings of sentences that lean on the one before, in lower case.
const LEANING: &[&str] = &[
    "and", "but", "he", "her", "his", "it", "its", "she", "so", "such", "that", "their", "then", "these",
    "they", "this", "those",
];

/// What a sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fact<'a> {
    Event(usize),
    Sum(AmountRole, rust_decimal::Decimal),
    Buyer(&'a str),
    Vendor(&'a str),
}

impl Fact<'_> {
    fn weight(self) -> u32 {
        match self {
            Self::Event(_) => 6,
            Self::Sum(AmountRole::Ceiling | AmountRole::Award, _) => 4,
            Self::Sum(..) | Self::Buyer(_) | Self::Vendor(_) => 2,
        }
    }
}

struct Sentence<'a> {
    text: String,
    words: usize,
    is_dangling: bool,
    facts: BTreeSet<Fact<'a>>,
}

/// The sentences that carry the article's facts, in their order; without facts its first two. Never the headline again,
/// never a part of a sentence, never what the publisher says about itself. `None` where nothing is left.
pub fn summary(article: &Article, facts: &Facts) -> Option<String> {
    let candidates = candidates(article, facts);
    let mut chosen: Vec<usize> = Vec::new();
    let mut covered: BTreeSet<Fact<'_>> = BTreeSet::new();
    let mut words = 0;
    while chosen.len() < MOST_SENTENCES {
        let gain = |place: usize, sentence: &Sentence<'_>| -> u32 {
            let new: u32 = sentence.facts.difference(&covered).map(|fact| fact.weight()).sum();
            let lead = LEAD_BONUS.get(place).copied().unwrap_or_default();
            let follows = place.checked_sub(1).is_some_and(|before| chosen.contains(&before));
            let loss = if sentence.is_dangling && !follows { DANGLING_LOSS } else { 0 };
            if new == 0 { 0 } else { (new + lead).saturating_sub(loss) }
        };
        let best = candidates
            .iter()
            .enumerate()
            .filter(|(place, sentence)| !chosen.contains(place) && words + sentence.words <= MOST_WORDS)
            .map(|(place, sentence)| (gain(place, sentence), place))
            .filter(|(gain, _)| *gain > 0)
            .max_by(|(a, i), (b, j)| a.cmp(b).then(j.cmp(i)));
        let Some((_, place)) = best else { break };
        chosen.push(place);
        if let Some(sentence) = candidates.get(place) {
            words += sentence.words;
            covered.extend(sentence.facts.iter().copied());
        }
    }
    // One sentence is little: the opening says what the rest is about.
    for (place, sentence) in candidates.iter().enumerate().take(2) {
        if !sentence.is_dangling
            && chosen.len() < 2
            && !chosen.contains(&place)
            && words + sentence.words <= MOST_WORDS
        {
            chosen.push(place);
            words += sentence.words;
        }
    }
    if chosen.is_empty() {
        let longest_facts = |(place, s): &(usize, &Sentence<'_>)| (s.facts.len(), std::cmp::Reverse(*place));
        chosen.extend(candidates.iter().enumerate().max_by_key(longest_facts).map(|(place, _)| place));
    }
    chosen.sort_unstable();
    let texts: Vec<&str> =
        chosen.iter().filter_map(|place| Some(candidates.get(*place)?.text.as_str())).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

fn candidates<'a>(article: &Article, facts: &'a Facts) -> Vec<Sentence<'a>> {
    let body = article.body.text();
    let title = words_of(&article.title);
    let end = boilerplate_from(&article.body);
    let is_prose = |start: usize| {
        article.body.blocks().iter().any(|block| {
            block.range.contains(&start) && !matches!(block.kind, BlockKind::Heading | BlockKind::TableRow)
        })
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for range in sentences(&article.body).into_iter().filter(|range| range.start < end) {
        let text = plain(body.get(range.clone()).unwrap_or_default());
        let words = text.split_whitespace().count();
        // A sentence has an end and more than a name or a label in it.
        let is_whole = text.ends_with(['.', '!', '?', '"', '”', '’', ')']) && words >= 5;
        let is_fit = is_whole
            && words <= LONGEST_SENTENCE
            && is_prose(range.start)
            && !is_boilerplate(&text)
            && !repeats(&text, &title);
        if is_fit && seen.insert(text.clone()) {
            let facts = facts_in(Span::body(range.start, range.end), facts);
            let first = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            let is_dangling = first.is_some_and(|word| LEANING.contains(&word.to_lowercase().as_str()));
            found.push(Sentence { text, words, is_dangling, facts });
        }
    }
    found
}

/// The sentence on one line, without the mark of a list's item.
fn plain(text: &str) -> String {
    squeeze(&printable(text)).trim_start_matches(['-', '–', '•', '▪', '*', ' ']).to_owned()
}

fn facts_in(sentence: Span, facts: &Facts) -> BTreeSet<Fact<'_>> {
    let mut found = BTreeSet::new();
    for (place, event) in facts.events.iter().enumerate() {
        let spans = &event.spans;
        if sentence.contains(&event.evidence) || spans.kind.iter().any(|span| sentence.contains(span)) {
            found.insert(Fact::Event(place));
        }
        if let Some(value) = event.value.filter(|_| spans.value.iter().any(|span| sentence.contains(span))) {
            found.insert(Fact::Sum(value.role, value.money.amount));
        }
    }
    // Only those who take part in an event: others may be named in passing.
    let is_named = |id: &str, orgs: &[crate::entities::Organisation]| {
        orgs.iter()
            .any(|org| org.id.as_str() == id && org.mentions.iter().any(|span| sentence.contains(span)))
    };
    for event in &facts.events {
        let buyers = event.buyers.iter().map(|org| org.id.as_str());
        found.extend(buyers.filter(|id| is_named(id, &facts.mentions.agencies)).map(Fact::Buyer));
        let vendors = event.vendors.iter().map(|org| org.id.as_str());
        found.extend(vendors.filter(|id| is_named(id, &facts.mentions.vendors)).map(Fact::Vendor));
    }
    found
}

fn words_of(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn repeats(sentence: &str, title: &BTreeSet<String>) -> bool {
    let words = words_of(sentence);
    let shared = words.intersection(title).count();
    !words.is_empty() && shared as f64 / words.len() as f64 >= SAME_AS_TITLE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::{Body, sentence_spans};
    use crate::base::ArticleId;
    use crate::events::read_facts;

    fn article(title: &str, blocks: &[(BlockKind, &str)]) -> Article {
        Article {
            id: ArticleId::from_stored("a1"),
            source_id: None,
            url: None,
            publisher: None,
            published: None,
            title: title.into(),
            authors: Vec::new(),
            language: Some("en".into()),
            country: Some("us".into()),
            body: Body::from_blocks(blocks.iter().copied()),
            partial: false,
            details: crate::article::Details::default(),
            notes: Vec::new(),
        }
    }

    fn summarised(article: &Article) -> Option<String> {
        summary(article, &read_facts(article))
    }

    const FACT: &str =
        "The Army awarded Palantir a contract worth up to $200 million for battlefield software.";
    const LEAD: &str = "Soldiers have waited for years for better maps.";
    const ABOUT: &str =
        "Palantir was awarded a contract worth $5 million by the Navy and builds software for the world.";

    #[test]
    fn sentences_with_facts_are_chosen() {
        use BlockKind::{Heading, ListItem, Paragraph};
        let long = "Nothing of note was said that day by anybody. ".repeat(12);
        for (blocks, expected) in [
            (
                vec![(Paragraph, LEAD), (Paragraph, long.as_str()), (Paragraph, FACT)],
                Some(format!("{LEAD} {FACT}")),
            ),
            (
                vec![
                    (Paragraph, FACT),
                    (Paragraph, long.as_str()),
                    (Heading, "About Palantir"),
                    (Paragraph, ABOUT),
                ],
                Some(format!("{FACT} Nothing of note was said that day by anybody.")),
            ),
            (
                vec![(Paragraph, FACT), (Paragraph, LEAD), (Paragraph, "About Palantir"), (ListItem, ABOUT)],
                Some(format!("{FACT} {LEAD}")),
            ),
            (vec![(Paragraph, "Palantir wins an Army contract!"), (Paragraph, LEAD)], Some(LEAD.to_owned())),
            (vec![(Paragraph, "Media contact: Jo Doe, jo@palantir.example.")], None),
            (vec![(Heading, FACT)], None),
            (vec![], None),
        ] {
            assert_eq!(
                summarised(&article("Palantir wins an Army contract", &blocks)),
                expected,
                "{blocks:?}"
            );
        }
    }

    #[test]
    fn one_long_sentence_stays_whole() {
        let long = format!("The Army awarded Palantir {}.", "a very long contract ".repeat(20).trim());
        assert_eq!(summarised(&article("", &[(BlockKind::Paragraph, &long)])), Some(long));
        let endless = format!("The Army awarded Palantir {}.", "a very long contract ".repeat(40).trim());
        assert_eq!(summarised(&article("", &[(BlockKind::Paragraph, &endless)])), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_summary_is_made_of_whole_sentences(text in "((The Army|Palantir|It) (awarded|won|said) [a-z $0-9é“”]{0,60}[.!?] ?|\\PC{0,40}\n){0,12}") {
            let article = Article { body: Body::verbatim(text), ..article("Army news", &[]) };
            if let Some(summary) = summarised(&article) {
                let spans = sentence_spans(&article);
                let whole: Vec<String> = spans.iter().map(|s| plain(s.of("", article.body.text()))).collect();
                let mut rest = summary.as_str();
                let mut count = 0;
                while !rest.is_empty() {
                    let longest = whole.iter().filter(|s| !s.is_empty() && rest.starts_with(s.as_str())).max_by_key(|s| s.len());
                    prop_assert!(longest.is_some(), "{rest:?} in {whole:?}");
                    rest = rest[longest.map_or(0, String::len)..].trim_start();
                    count += 1;
                }
                prop_assert!(count <= MOST_SENTENCES);
                prop_assert!(count == 1 || summary.split_whitespace().count() <= MOST_WORDS);
            }
        }
    }
}
