//! Whether a summary says what the article is about: who buys what from whom, and for how much.

use serde::Serialize;

use super::claim::{Claim, Organisation};
use super::gold::GoldRecord;
use super::names::is_same_name;
use super::sums::is_same_value;
use super::tally::{Accuracy, Answers, to_four_places};
use crate::article::{Article, split};
use crate::base::squeeze;
use crate::entities::Organisation as Found;
use crate::events::Facts;
use crate::report::summary;

use rust_decimal::prelude::ToPrimitive;

/// A summary may have so many words, or else so many sentences.
const MOST_WORDS: usize = 60;
const MOST_SENTENCES: usize = 3;

/// How often the summaries of relevant articles name what their main event is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SummaryFigures {
    /// Relevant labelled articles with an event.
    pub articles: usize,
    /// Those whose summary names buyer, vendor and value of the main event, each where the text states it.
    pub complete: Accuracy,
    /// Those whose summary names every buyer and every vendor of it, and its value.
    pub complete_with_all: Accuracy,
    /// At least one of the buyers, where the text names one.
    pub buyer: Accuracy,
    /// At least one of the vendors, where the text names one.
    pub vendor: Accuracy,
    /// The value, where the text states it.
    pub value: Accuracy,
    /// Those of at most 60 words, or at most three sentences.
    pub short: Accuracy,
    /// Words of a summary, on average.
    pub mean_words: f64,
}

/// What the summary of an article leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SummaryMiss {
    /// The article.
    pub id: String,
    /// Buyers that the text names, where the summary names none of them.
    pub buyers: Vec<String>,
    /// Vendors that the text names, where the summary names none of them.
    pub vendors: Vec<String>,
    /// The value as written.
    pub value: Option<String>,
    /// Its words, where they are too many.
    pub words: Option<usize>,
    /// The summary.
    pub summary: String,
}

/// Summarises the articles that the labels call relevant and give an event, and looks for what the first event names.
///
/// A name is there if one of its labelled forms is, or one the reader knows for the same organisation; a value if it is
/// as written, or as another sum of that figure. What only the headline says is not asked for: it is not said again.
pub fn score_summaries(gold: &[GoldRecord], read: &[(Article, Facts)]) -> (SummaryFigures, Vec<SummaryMiss>) {
    let mut counts = Counts::default();
    let mut misses = Vec::new();
    for record in gold.iter().filter(|record| record.relevant) {
        let is_it = |(article, _): &&(Article, Facts)| {
            article.source_id.as_deref().unwrap_or(article.id.as_str()) == record.id
        };
        let (Some(event), Some((article, facts))) = (record.events.first(), read.iter().find(is_it)) else {
            continue;
        };
        misses.extend(counts.add(&Asked::new(record, event, article, facts)));
    }
    (counts.figures(), misses)
}

/// What is asked of one summary.
struct Asked {
    id: String,
    buyers: Vec<Forms>,
    vendors: Vec<Forms>,
    value: Option<Forms>,
    summary: String,
}

/// One thing as it may be written.
struct Forms {
    name: String,
    written: Vec<String>,
}

impl Forms {
    fn are_in(&self, text: &str) -> bool {
        self.written.iter().any(|form| holds(text, form))
    }
}

impl Asked {
    fn new(record: &GoldRecord, event: &Claim, article: &Article, facts: &Facts) -> Self {
        let body = squeeze(article.body.text());
        let stated = |names: &[String], labelled: &[Organisation], found: &[Found]| -> Vec<Forms> {
            let forms = names.iter().map(|name| organisation(name, labelled, found, article));
            forms.filter(|forms| forms.are_in(&body)).collect()
        };
        Self {
            id: record.id.clone(),
            buyers: stated(&event.buyers, &record.agencies, &facts.mentions.agencies),
            vendors: stated(&event.vendors, &record.vendors, &facts.mentions.vendors),
            value: event
                .value
                .map(|value| sum(value, record, article, facts))
                .filter(|forms| forms.are_in(&body)),
            summary: summary(article, facts).unwrap_or_default(),
        }
    }
}

fn organisation(name: &str, labelled: &[Organisation], found: &[Found], article: &Article) -> Forms {
    let is_it = |other: &str| is_same_name(name, other);
    let mut written = vec![name.to_owned()];
    for one in labelled.iter().filter(|one| one.canonical.as_deref().is_some_and(is_it)) {
        written.extend(one.surfaces.iter().map(|form| squeeze(form)));
    }
    for one in found.iter().filter(|one| is_it(&one.name)) {
        let forms = one.mentions.iter().map(|span| span.of(&article.title, article.body.text()));
        written.extend(forms.map(squeeze));
    }
    Forms { name: name.to_owned(), written }
}

fn sum(value: f64, record: &GoldRecord, article: &Article, facts: &Facts) -> Forms {
    let mut written = Vec::new();
    for one in record.amounts.iter().filter(|one| one.value.is_some_and(|own| is_same_value(own, value))) {
        written.extend(one.surface.as_deref().map(squeeze));
    }
    for one in &facts.mentions.amounts {
        if one.money.amount.to_f64().is_some_and(|own| is_same_value(own, value)) {
            written.push(squeeze(one.span.of(&article.title, article.body.text())));
        }
    }
    Forms { name: written.first().cloned().unwrap_or_else(|| value.to_string()), written }
}

/// Whether the words stand in the text as words of their own.
fn holds(text: &str, words: &str) -> bool {
    let is_open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !words.is_empty()
        && text.match_indices(words).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + words.len()..).and_then(|after| after.chars().next());
            is_open(before) && is_open(after)
        })
}

#[derive(Default)]
struct Counts {
    complete: Answers,
    complete_with_all: Answers,
    buyer: Answers,
    vendor: Answers,
    value: Answers,
    short: Answers,
    articles: usize,
    words: usize,
}

impl Counts {
    fn add(&mut self, asked: &Asked) -> Option<SummaryMiss> {
        let is_said = |forms: &Forms| forms.are_in(&asked.summary);
        let any = |all: &[Forms]| all.is_empty() || all.iter().any(is_said);
        let (buyer, vendor) = (any(&asked.buyers), any(&asked.vendors));
        let value = asked.value.as_ref().is_none_or(is_said);
        let words = asked.summary.split_whitespace().count();
        let is_short = words <= MOST_WORDS || split(&asked.summary).len() <= MOST_SENTENCES;
        self.articles += 1;
        self.words += words;
        for (answers, is_asked, is_right) in [
            (&mut self.buyer, !asked.buyers.is_empty(), buyer),
            (&mut self.vendor, !asked.vendors.is_empty(), vendor),
            (&mut self.value, asked.value.is_some(), value),
        ] {
            if is_asked {
                answers.add(is_right);
            }
        }
        let is_complete = buyer && vendor && value;
        self.complete.add(is_complete);
        self.complete_with_all.add(is_complete && asked.buyers.iter().chain(&asked.vendors).all(is_said));
        self.short.add(is_short);
        let missed = |all: &[Forms], is_right: bool| {
            if is_right { Vec::new() } else { all.iter().map(|forms| forms.name.clone()).collect() }
        };
        (!is_complete || !is_short).then(|| SummaryMiss {
            id: asked.id.clone(),
            buyers: missed(&asked.buyers, buyer),
            vendors: missed(&asked.vendors, vendor),
            value: asked.value.as_ref().filter(|_| !value).map(|forms| forms.name.clone()),
            words: (!is_short).then_some(words),
            summary: asked.summary.clone(),
        })
    }

    fn figures(self) -> SummaryFigures {
        SummaryFigures {
            articles: self.articles,
            complete: self.complete.accuracy(),
            complete_with_all: self.complete_with_all.accuracy(),
            buyer: self.buyer.accuracy(),
            vendor: self.vendor.accuracy(),
            value: self.value.accuracy(),
            short: self.short.accuracy(),
            mean_words: to_four_places(self.words as f64 / self.articles.max(1) as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::read_record;
    use crate::events::read_facts;

    /// One labelled article with this text; the Army buys from Palantir for $200 million.
    fn scored(text: &str) -> (SummaryFigures, Vec<SummaryMiss>) {
        let labels = serde_json::json!({
            "id": "g1", "title": "A contract", "text": text, "published": "2025-07-14", "relevant": true,
            "agencies": [{"canonical": "Army", "surfaces": ["Army"]}],
            "vendors": [{"canonical": "Palantir", "surfaces": ["Palantir"]}],
            "amounts": [{"surface": "$200 million", "value": 200_000_000, "currency": "USD", "role": "award"}],
            "events": [{"type": "award", "buyers": ["Army"], "vendors": ["Palantir"], "value": 200_000_000, "deal": "d"}],
        });
        let line = labels.to_string();
        let article = read_record(&line).unwrap();
        let facts = read_facts(&article);
        score_summaries(&[GoldRecord::parse_line(&line).unwrap()], &[(article, facts)])
    }

    #[test]
    fn only_what_the_text_states_is_asked_for() {
        let (figures, misses) =
            scored("The Army awarded Palantir a contract worth $200 million for software.");
        assert_eq!((figures.articles, figures.complete.ok, figures.value.n, misses.len()), (1, 1, 1, 0));
        let (figures, misses) = scored("The Army awarded Palantir a contract for its software on Monday.");
        assert_eq!((figures.complete_with_all.ok, figures.value.n, misses.len()), (1, 0, 0));
    }

    #[test]
    fn what_is_left_out_is_told() {
        let filler = "Nothing of note was said that day by anybody at all. ".repeat(30);
        let own_words = "About Palantir\n\nThe Army gave Palantir a contract worth $200 million.";
        let (figures, misses) = scored(&format!("{filler}\n\n{own_words}"));
        assert_eq!((figures.complete.ok, figures.short.ok), (0, 1));
        assert_eq!(
            (misses[0].buyers.as_slice(), misses[0].value.as_deref()),
            (&["Army".to_owned()][..], Some("$200 million"))
        );
    }

    #[test]
    fn words_are_words_of_their_own() {
        assert!(holds("the Army's $5 million", "Army") && holds("the Army's $5 million", "$5 million"));
        assert!(!holds("an Armyless day", "Army") && !holds("", "Army") && !holds("x", ""));
    }
}
