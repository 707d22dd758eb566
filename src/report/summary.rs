//! An article in two or three of its own sentences.

use std::collections::BTreeSet;

use crate::article::{Article, BlockKind, sentences};
use crate::base::{Span, printable_line};
use crate::events::Facts;
use crate::report::boilerplate::{boilerplate_from, is_boilerplate};
use crate::report::topic::{Fact, Topic};

/// So many words are enough; more only for what the main event is about.
const ENOUGH_WORDS: usize = 60;
/// Never more words than these, unless the one best sentence alone has more.
const MOST_WORDS: usize = 110;
/// A longer "sentence" is a text without full stops.
const LONGEST_SENTENCE: usize = 120;
/// From this share of a sentence's words in the headline on, it only says the headline again.
const SAME_AS_TITLE: f64 = 0.85;
/// Only so many sentences, those that tell most, are tried with each other.
const MOST_TRIED: usize = 12;

/// What the first sentences are worth more: news puts first what matters, background comes later.
const LEAD_BONUS: [i32; 6] = [6, 5, 4, 2, 2, 1];
/// What a sentence is worth less that leans on the one before it.
const DANGLING_LOSS: i32 = 4;
/// What each sentence costs: one more must tell more.
const SENTENCE_LOSS: i32 = 4;
/// What a line that is no sentence is worth less ("Contract value: $2 million").
const LINE_LOSS: i32 = 2;
/// How many words such a line has.
const LINE_WORDS: std::ops::RangeInclusive<usize> = 2..=25;
/// What a word costs beyond those that are enough, in fourths.
const WORD_LOSS: i32 = 1;
/// What a sentence ends with, and what may stand behind that.
const ENDS: [char; 4] = ['.', '!', '?', '…'];
const CLOSERS: [char; 6] = ['"', '”', '’', '\'', ')', ']'];
/// Openings of sentences that lean on the one before, in lower case.
const LEANING: &[&str] = &[
    "also", "and", "both", "but", "he", "her", "his", "however", "it", "its", "neither", "nor", "or", "she",
    "so", "such", "that", "their", "then", "these", "they", "this", "those", "yet",
];

struct Sentence<'a> {
    text: String,
    words: usize,
    is_dangling: bool,
    /// A line of a list or of a form, which has no end of its own.
    is_line: bool,
    facts: BTreeSet<Fact<'a>>,
}

/// The sentences that carry the article's facts, those of its main event before all, in their order; without facts its
/// first two. Never the headline again, never a part of a sentence, never what the publisher says about itself. A line
/// that is no sentence, as official forms have them, is taken (and closed with a full stop) only for what no sentence says
/// of the main event. `None` where nothing is left.
pub fn summary(article: &Article, facts: &Facts) -> Option<String> {
    let topic = Topic::of(facts);
    let candidates = candidates(article, &topic);
    let mut chosen = best_together(&candidates);
    let mut words: usize =
        chosen.iter().filter_map(|place| candidates.get(*place)).map(|one| one.words).sum();
    // One sentence is little: the opening says what the rest is about.
    for (place, sentence) in candidates.iter().enumerate().take(2) {
        if !sentence.is_dangling
            && !sentence.is_line
            && chosen.len() < 2
            && !chosen.contains(&place)
            && words + sentence.words <= ENOUGH_WORDS
        {
            chosen.push(place);
            words += sentence.words;
        }
    }
    chosen.sort_unstable();
    let closed = |sentence: &Sentence<'_>| {
        if sentence.is_line { format!("{}.", sentence.text) } else { sentence.text.clone() }
    };
    let texts: Vec<String> = chosen.iter().filter_map(|place| candidates.get(*place)).map(closed).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The places of the up to three sentences that together are worth most; of equals the earliest.
fn best_together(candidates: &[Sentence<'_>]) -> Vec<usize> {
    let mut scales = Scales::of(candidates);
    let mut telling: Vec<(i32, usize)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, sentence)| !sentence.facts.is_empty())
        .map(|(place, _)| (scales.worth(candidates, &[place]), place))
        .collect();
    telling.sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));
    telling.truncate(MOST_TRIED);
    let mut places: Vec<usize> = telling.into_iter().map(|(_, place)| place).collect();
    places.sort_unstable();
    let mut best: (i32, Vec<usize>) = (i32::MIN, Vec::new());
    let mut consider = |set: &[usize]| {
        let worth = scales.worth(candidates, set);
        if worth > best.0 {
            best = (worth, set.to_vec());
        }
    };
    for (at, one) in places.iter().enumerate() {
        consider(&[*one]);
        for (next, two) in places.iter().enumerate().skip(at + 1) {
            consider(&[*one, *two]);
            for three in places.iter().skip(next + 1) {
                consider(&[*one, *two, *three]);
            }
        }
    }
    best.1
}

/// Weighs sentences together, some hundred sets of them an article; what each tells is numbered for that.
struct Scales {
    /// What each fact is worth, and in which weighing it was told last.
    facts: Vec<(u32, usize)>,
    /// The numbers of the facts that each sentence tells.
    told: Vec<Vec<usize>>,
    weighing: usize,
}

impl Scales {
    fn of(candidates: &[Sentence<'_>]) -> Self {
        let all: BTreeSet<Fact<'_>> = candidates.iter().flat_map(|one| one.facts.iter().copied()).collect();
        let all: Vec<Fact<'_>> = all.into_iter().collect();
        let number = |fact: &Fact<'_>| all.binary_search(fact).ok();
        let told = candidates.iter().map(|one| one.facts.iter().filter_map(number).collect()).collect();
        Self { facts: all.iter().map(|fact| (fact.weight(), 0)).collect(), told, weighing: 0 }
    }

    /// What sentences at these places, in order, are worth together.
    fn worth(&mut self, candidates: &[Sentence<'_>], places: &[usize]) -> i32 {
        self.weighing += 1;
        let (mut worth, mut words, mut told) = (0, 0, 0_u32);
        for place in places {
            let Some(sentence) = candidates.get(*place) else { continue };
            words += sentence.words;
            let mut says_something = false;
            for number in self.told.get(*place).into_iter().flatten() {
                if let Some((weight, last)) =
                    self.facts.get_mut(*number).filter(|(_, last)| *last != self.weighing)
                {
                    *last = self.weighing;
                    told += *weight;
                    says_something = true;
                }
            }
            // Where a sentence stands counts only as far as it says something.
            if says_something {
                worth += LEAD_BONUS.get(*place).copied().unwrap_or_default();
            }
            let follows = place.checked_sub(1).is_some_and(|before| places.contains(&before));
            worth -= SENTENCE_LOSS + if sentence.is_dangling && !follows { DANGLING_LOSS } else { 0 };
            worth -= if sentence.is_line { LINE_LOSS } else { 0 };
        }
        if words > MOST_WORDS && places.len() > 1 {
            return i32::MIN;
        }
        let excess = i32::try_from(words.saturating_sub(ENOUGH_WORDS)).unwrap_or(i32::MAX / 8);
        worth + i32::try_from(told).unwrap_or(i32::MAX / 8) - excess * WORD_LOSS / 4
    }
}

fn candidates<'a>(article: &Article, topic: &Topic<'a>) -> Vec<Sentence<'a>> {
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
        let is_line = !text.trim_end_matches(CLOSERS).ends_with(ENDS);
        let is_fit = (if is_line { LINE_WORDS.contains(&words) } else { is_whole(&text, words) })
            && words <= LONGEST_SENTENCE
            && is_prose(range.start)
            && !is_boilerplate(&text)
            && !repeats(&text, &title);
        if is_fit && seen.insert(text.clone()) {
            let facts = topic.told_by(Span::body(range.start, range.end));
            let first = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            let is_dangling = first.is_some_and(|word| LEANING.contains(&word.to_lowercase().as_str()));
            found.push(Sentence { text, words, is_dangling, is_line, facts });
        }
    }
    let told_in_sentences: BTreeSet<Fact<'_>> =
        found.iter().filter(|one| !one.is_line).flat_map(|one| one.facts.iter().copied()).collect();
    for line in found.iter_mut().filter(|one| one.is_line) {
        line.facts.retain(|fact| fact.is_of_main() && !told_in_sentences.contains(fact));
    }
    found.retain(|one| !one.is_line || !one.facts.is_empty());
    found
}

/// Whether it has more than a name or a label in it, and does not end with the mark of a list's item ("Points: 1.").
fn is_whole(text: &str, words: usize) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let is_mark = last.strip_suffix(['.', ')']).is_some_and(|mark| {
        mark.len() <= 2 && mark.chars().all(|c| c.is_ascii_digit()) && text.contains(": ")
    });
    words >= 5 && !is_mark
}

/// The sentence on one line, without the mark of a list's item.
fn plain(text: &str) -> String {
    let text = printable_line(text);
    let text = text.trim_start_matches(['-', '–', '•', '▪', '*', ' ']);
    // "3. More than three years of work …"
    let numbered = text
        .split_once(". ")
        .filter(|(number, _)| (1..=2).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit()));
    numbered.map_or(text, |(_, rest)| rest).to_owned()
}

fn words_of(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn repeats(sentence: &str, title: &BTreeSet<String>) -> bool {
    let (mut shared, mut own) = (BTreeSet::new(), BTreeSet::new());
    let share = |shared: usize, own: usize| shared as f64 / (shared + own) as f64;
    for word in sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        match title.get(&word) {
            Some(known) => shared.insert(known.as_str()),
            None => own.insert(word),
        };
        // Most sentences are told from the headline by their first words.
        if !own.is_empty() && share(title.len(), own.len()) < SAME_AS_TITLE {
            return false;
        }
    }
    !(shared.is_empty() && own.is_empty()) && share(shared.len(), own.len()) >= SAME_AS_TITLE
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
                    rest = rest[longest.map_or(0, String::len)..].trim_start_matches(['.', ' ']);
                    count += 1;
                }
                prop_assert!(count <= 3);
                prop_assert!(count == 1 || summary.split_whitespace().count() <= MOST_WORDS);
            }
        }
    }
}
