//! When a dealing took place: of all the days that an article names, and the month it was published in, the likeliest;
//! none where none is likely.
//!
//! A logistic regression over where a day stands (in the sentence that tells the dealing, beside it, elsewhere), the words
//! around it, how it is told, and how far back it lies. The weights lie in `data/date.weights`;
//! `cargo bench --bench train -- dates` makes them.

use std::sync::LazyLock;

use crate::base::{Features, PartialDate, Span, Weights, Word, plain_words, probability};
use crate::entities::DateMention;
use crate::events::candidate::Candidate;
use crate::events::slots::{is_dateline, last_bytes};
use crate::events::story::{Party, Sentence, Story};
use crate::events::words;

/// A day less likely than this is not told.
pub(super) const THRESHOLD: f32 = 0.4;

/// How many words on either side of a day tell what it dates.
const NEAR: usize = 4;

static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/date.weights")));

/// A day that a dealing may have taken place on.
#[derive(Debug)]
pub(super) struct Day<'s> {
    /// The day.
    pub date: PartialDate,
    /// Where it is named; nowhere where it is the month of publication.
    named: Option<Named<'s>>,
}

/// A day where it is named.
#[derive(Debug)]
struct Named<'s> {
    mention: &'s DateMention,
    /// The number of its sentence.
    sentence: usize,
    /// The words of the sentence before it and after it.
    before: Vec<Word>,
    after: Vec<Word>,
    /// Its own words.
    own: Vec<Word>,
}

/// The days that any dealing of the story may have taken place on.
pub(super) fn days<'s>(story: &'s Story<'_>) -> Vec<Day<'s>> {
    let mut days: Vec<Day<'s>> = Vec::new();
    for (index, sentence) in story.sentences.iter().enumerate() {
        for mention in &sentence.dates {
            let from = mention.span.start.saturating_sub(sentence.span.start);
            let to = mention.span.end.saturating_sub(sentence.span.start);
            let words = |text: Option<&str>| plain_words(text.unwrap_or_default(), &[]);
            let named = Named {
                mention,
                sentence: index,
                before: words(sentence.text.get(..from)),
                after: words(sentence.text.get(to..)),
                own: words(sentence.text.get(from..to)),
            };
            days.push(Day { date: mention.date, named: Some(named) });
        }
    }
    let month = story.written_on.filter(|day| day.month().is_some()).map(|day| day.to_month());
    days.extend(month.map(|date| Day { date, named: None }));
    days
}

/// Gives each claim its likeliest day.
pub(super) fn date(story: &Story<'_>, claims: &mut [Candidate]) {
    if claims.is_empty() {
        return;
    }
    let days = days(story);
    let mut noted: Vec<u64> = Vec::new();
    for claim in claims {
        let likeliest = days
            .iter()
            .map(|day| {
                noted.clear();
                features(&mut noted, story, claim, day);
                noted.sort_unstable();
                noted.dedup();
                let [score] = WEIGHTS.scores(&noted);
                (probability(score), day)
            })
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        claim.date = likeliest
            .filter(|(p, _)| *p >= THRESHOLD)
            .map(|(_, day)| (day.date, day.named.as_ref().map_or(claim.trigger, |named| named.mention.span)));
    }
}

/// Notes what speaks for and against `day` being the day of `claim`.
pub(super) fn features(sink: &mut impl Features, story: &Story<'_>, claim: &Candidate, day: &Day<'_>) {
    match &day.named {
        Some(named) => named_features(sink, story, claim, named),
        None => published_features(sink, story, claim),
    }
}

/// What speaks for the month of publication.
fn published_features(sink: &mut impl Features, story: &Story<'_>, claim: &Candidate) {
    let sentence = &story.sentences[claim.sentence];
    let kind = claim.kind.as_str();
    let place = match claim.told_in.iter().min().copied().unwrap_or(claim.sentence) {
        0 => "title",
        1..=2 => "lead",
        3..=5 => "early",
        _ => "later",
    };
    sink.note(&["published"]);
    sink.note(&["published ", kind]);
    sink.note(&["published ", place]);
    sink.note(&["published ", kind, " ", place]);
    sink.note(&["published, own day ", if sentence.dates.is_empty() { "no" } else { "yes" }]);
    let is_dated = claim.told_in.iter().any(|told| !story.sentences[*told].dates.is_empty());
    sink.note(&["published, told with a day ", if is_dated { "yes" } else { "no" }]);
    let is_chosen =
        claim.date.is_some_and(|(date, _)| story.written_on.is_some_and(|p| date.to_month() == p.to_month()));
    sink.note(&["published, nearest ", if is_chosen { "yes" } else { "no" }]);
    let is_main = story
        .main_supplier
        .as_ref()
        .is_some_and(|main| claim.vendors.iter().any(|vendor| vendor.org.id == main.org.id));
    sink.note(&["published, the main supplier ", if is_main { "yes" } else { "no" }]);
    let buys = story
        .main_buyer
        .as_ref()
        .is_some_and(|main| claim.buyers.iter().any(|buyer| buyer.org.id == main.org.id));
    sink.note(&["published, the main buyer ", if buys { "yes" } else { "no" }, " ", kind]);
    let has_value = if claim.value.is_some() { "yes" } else { "no" };
    sink.note(&["published, a sum ", has_value, " ", kind]);
    for word in plain_words(sentence.text, &[]) {
        sink.note(&["published holds ", &word.text]);
    }
    let start = claim.trigger.start.saturating_sub(sentence.span.start);
    let words = plain_words(sentence.text.get(..start).unwrap_or_default(), &[]);
    for word in words.iter().rev().take(2) {
        sink.note(&["published, before it ", &word.text]);
    }
}

/// What speaks for a day that the article names.
fn named_features(sink: &mut impl Features, story: &Story<'_>, claim: &Candidate, named: &Named<'_>) {
    let sentence = &story.sentences[named.sentence];
    let kind = claim.kind.as_str();
    let place = place(claim, named.sentence, sentence);
    // The words around a day say what it dates, which is another thing in another sentence.
    let group = match place {
        "own" | "told" => place,
        "next" | "before" => "beside",
        _ => "far",
    };
    sink.note(&["day"]);
    sink.note(&["day ", place]);
    sink.note(&["day ", kind, " ", place]);
    let own: Vec<&str> = named.own.iter().map(|word| word.text.as_str()).collect();
    sink.note(&[group, " called ", &own.join(" ")]);
    let word = |word: Option<&Word>| word.map_or("^", |word| word.text.as_str()).to_owned();
    let (l1, l2) = (word(named.before.last()), word(named.before.iter().rev().nth(1)));
    let r1 = word(named.after.first());
    sink.note(&["after ", &l1]);
    sink.note(&[group, " after ", &l1]);
    sink.note(&[group, " after ", &l2, " ", &l1]);
    sink.note(&["followed by ", &r1]);
    sink.note(&[group, " followed by ", &r1]);
    for near in named.before.iter().rev().take(NEAR) {
        sink.note(&[group, " near after ", &near.text]);
        sink.note(&[group, " ", kind, " near after ", &near.text]);
    }
    for near in named.after.iter().take(NEAR) {
        sink.note(&[group, " near before ", &near.text]);
    }
    for held in named.before.iter().chain(&named.after) {
        sink.note(&[group, " holds ", &held.text]);
    }
    let precision = match (named.mention.date.month(), named.mention.date.day()) {
        (_, Some(_)) => "day",
        (Some(_), None) => "month",
        (None, None) => "year",
    };
    let told = if named.mention.relative { "reckoned" } else { "printed" };
    sink.note(&[group, " to the ", precision]);
    sink.note(&[group, " ", told, " to the ", precision]);
    let age = age(named.mention.date, story.written_on);
    sink.note(&[group, " ", age]);
    sink.note(&[kind, " ", age]);
    sink.note(&[group, " ", kind, " ", age, " to the ", precision]);
    sink.note(&[group, " speaks of ", spoken_of(claim, sentence)]);
    note_facts(sink, claim, named, sentence, group);
}

/// What else is seen of a day and its sentence.
fn note_facts(
    sink: &mut impl Features,
    claim: &Candidate,
    named: &Named<'_>,
    sentence: &Sentence<'_>,
    group: &str,
) {
    let span = &named.mention.span;
    let mut fact = |holds: bool, name: &str| {
        if holds {
            sink.note(&[group, " ", name]);
        }
    };
    fact(claim.date.is_some_and(|(date, _)| date == named.mention.date), "nearest");
    fact(sentence.dates.len() == 1, "only day");
    fact(named.sentence <= 4, "in the lead");
    fact(is_dateline(sentence, span), "dateline");
    fact(words::ENDS_LATER.is_match(last_bytes(sentence.before(span), 40)), "ends later");
    let after = sentence.text.get(span.end.saturating_sub(sentence.span.start)..).unwrap_or_default();
    fact(begins_range(after), "begins a range");
    fact(ends_range(sentence.before(span)), "ends a range");
    fact(sentence.cues.is_empty(), "no word of a dealing");
    if group == "own" {
        fact(true, distance(span, &claim.trigger));
    }
}

/// Where a day's sentence stands, seen from those that tell the dealing.
fn place(claim: &Candidate, index: usize, sentence: &Sentence<'_>) -> &'static str {
    if index == claim.sentence {
        return "own";
    }
    if claim.told_in.contains(&index) {
        return "told";
    }
    if sentence.is_title() {
        return "title";
    }
    let gap = |told: &usize| index as isize - *told as isize;
    match claim.told_in.iter().map(gap).min_by_key(|gap| gap.abs()).unwrap_or(9) {
        1 => "next",
        -1 => "before",
        2..=3 => "soon",
        -3..=-2 => "shortly before",
        4.. => "far on",
        _ => "far before",
    }
}

/// How far a day lies back from the publication.
fn age(date: PartialDate, published: Option<PartialDate>) -> &'static str {
    let Some(published) = published else { return "of unknown age" };
    if date.first_day() > published.last_day() {
        return "to come";
    }
    let months = |date: PartialDate| i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(6));
    match months(published) - months(date) {
        _ if date.month().is_none() && date.year() == published.year() => "of this year",
        ..=0 => "of this month",
        1 => "of last month",
        2..=12 => "within a year",
        13..=48 => "years old",
        _ => "long past",
    }
}

/// Whom the day's sentence names: the supplier of the claim, another one, nobody.
fn spoken_of(claim: &Candidate, sentence: &Sentence<'_>) -> &'static str {
    let is_its = |party: &Party| claim.vendors.iter().any(|vendor| vendor.org.id == party.org.id);
    if sentence.suppliers().any(is_its) {
        "it"
    } else if sentence.suppliers().next().is_some() {
        "another"
    } else {
        "nobody"
    }
}

fn begins_range(after: &str) -> bool {
    let after = after.trim_start();
    ["〜", "~", "–", "—", "to ", "through ", "until "].iter().any(|mark| after.starts_with(mark))
}

fn ends_range(before: &str) -> bool {
    let before = before.trim_end();
    ["〜", "~", "–", " to", " through", " until", " and"].iter().any(|mark| before.ends_with(mark))
}

/// How far a day stands from the words that tell the dealing, within their sentence.
fn distance(day: &Span, trigger: &Span) -> &'static str {
    if day.start >= trigger.end {
        match day.start - trigger.end {
            0..=30 => "right after",
            31..=90 => "after",
            _ => "far after",
        }
    } else {
        match trigger.start.saturating_sub(day.end) {
            0..=30 => "right before",
            31..=90 => "before",
            _ => "far before",
        }
    }
}
