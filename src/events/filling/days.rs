//! When a dealing took place: of all the days that an article names, and the month it was written in, the likeliest; none
//! where none is likely.

use std::sync::LazyLock;

use super::spot::{Spot, group};
use super::{likely, near, note_fact};
use crate::base::{Features, PartialDate, Weights, plain_words};
use crate::entities::DateMention;
use crate::events::candidate::Candidate;
use crate::events::slots::{is_dateline, last_bytes};
use crate::events::story::Story;
use crate::events::words;

/// A day less likely than this is not told.
const THRESHOLD: f32 = 0.42;

/// A day at least so likely stands for its month.
const OF_ITS_MONTH: f32 = 0.2;

static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../../data/day.weights")));

/// A day that a dealing may have taken place on.
#[derive(Debug)]
pub(super) struct Day<'s> {
    /// The day.
    pub date: PartialDate,
    /// Where it is named; nowhere where it is the month that the article was written in.
    named: Option<(&'s DateMention, Spot<'s>)>,
}

/// The days that any dealing of the story may have taken place on.
pub(super) fn days<'s>(story: &'s Story<'_>) -> Vec<Day<'s>> {
    let mut days: Vec<Day<'s>> = Vec::new();
    for (index, sentence) in story.sentences.iter().enumerate() {
        days.extend(sentence.dates.iter().map(|mention| Day {
            date: mention.date,
            named: Some((*mention, Spot::of(mention.span, index, sentence))),
        }));
    }
    let month = story.written_on.filter(|day| day.month().is_some()).map(|day| day.to_month());
    days.extend(month.map(|date| Day { date, named: None }));
    days
}

/// Gives each claim its likeliest day.
pub(super) fn fill(story: &Story<'_>, claims: &mut [Candidate]) {
    let days = days(story);
    let mut held = WEIGHTS.held();
    for claim in claims {
        let near =
            near(&days, claim.sentence, |day| day.named.as_ref().map_or(usize::MAX, |(_, spot)| spot.index));
        // The month of writing stands last, and may always be meant.
        let written = days.last().filter(|day| day.named.is_none() && days.len() > near.len());
        let likely: Vec<(f32, &Day<'_>)> = (near.iter().chain(written))
            .map(|day| (likely(&mut held, |sink| features(sink, story, claim, day)), day))
            .collect();
        claim.date = choose(&likely)
            .map(|day| (day.date, day.named.as_ref().map_or(claim.trigger, |(mention, _)| mention.span)));
    }
}

/// The likeliest day, if it is likely enough; where that is a month, a likely day of it.
fn choose<'d>(likely: &[(f32, &'d Day<'d>)]) -> Option<&'d Day<'d>> {
    let likeliest = |days: &mut dyn Iterator<Item = &(f32, &'d Day<'d>)>| {
        days.copied().reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    let (_, best) = likeliest(&mut likely.iter().filter(|(p, _)| *p >= THRESHOLD))?;
    let is_finer = |(p, day): &&(f32, &Day<'_>)| {
        let is_in_it =
            best.date.first_day() <= day.date.first_day() && day.date.last_day() <= best.date.last_day();
        *p >= OF_ITS_MONTH && is_in_it && day.date.day().is_some()
    };
    let finer = best.date.day().is_none().then(|| likeliest(&mut likely.iter().filter(is_finer))).flatten();
    Some(finer.map_or(best, |(_, day)| day))
}

/// Notes what speaks for and against `day` being the day of `claim`.
pub(super) fn features(sink: &mut impl Features, story: &Story<'_>, claim: &Candidate, day: &Day<'_>) {
    match &day.named {
        Some((mention, spot)) => named_features(sink, story, claim, mention, spot),
        None => written_features(sink, story, claim),
    }
}

/// What speaks for the month that the article was written in.
fn written_features(sink: &mut impl Features, story: &Story<'_>, claim: &Candidate) {
    let sentence = &story.sentences[claim.sentence];
    let kind = claim.kind.as_str();
    let place = match claim.told_in.iter().min().copied().unwrap_or(claim.sentence) {
        0 => "title",
        1..=2 => "lead",
        3..=5 => "early",
        _ => "later",
    };
    let is_own_dated = !sentence.dates.is_empty();
    let is_dated = claim.told_in.iter().any(|told| !story.sentences[*told].dates.is_empty());
    let is_chosen = claim
        .date
        .is_some_and(|(date, _)| story.written_on.is_some_and(|day| date.to_month() == day.to_month()));
    let of_main_supplier = (story.main_supplier.as_ref())
        .is_some_and(|main| claim.vendors.iter().any(|vendor| vendor.org.id == main.org.id));
    let of_main_buyer = (story.main_buyer.as_ref())
        .is_some_and(|main| claim.buyers.iter().any(|buyer| buyer.org.id == main.org.id));
    sink.note(&["written"]);
    sink.note(&["written ", kind]);
    sink.note(&["written ", place]);
    sink.note(&["written ", kind, " ", place]);
    sink.note(&["written, own day ", yes(is_own_dated)]);
    sink.note(&["written, told with a day ", yes(is_dated)]);
    sink.note(&["written, nearest ", yes(is_chosen)]);
    sink.note(&["written, the main supplier ", yes(of_main_supplier)]);
    sink.note(&["written, the main buyer ", yes(of_main_buyer), " ", kind]);
    sink.note(&["written, a sum ", yes(claim.value.is_some()), " ", kind]);
    for word in plain_words(sentence.text, &[]) {
        sink.note(&["written holds ", &word.text]);
    }
    let before = plain_words(sentence.before(&claim.trigger), &[]);
    for word in before.iter().rev().take(2) {
        sink.note(&["written, before it ", &word.text]);
    }
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

/// What speaks for a day that the article names.
fn named_features(
    sink: &mut impl Features,
    story: &Story<'_>,
    claim: &Candidate,
    mention: &DateMention,
    spot: &Spot<'_>,
) {
    let kind = claim.kind.as_str();
    let place = spot.place(claim);
    let group = group(place);
    sink.note(&["day"]);
    sink.note(&["day ", place]);
    sink.note(&["day ", kind, " ", place]);
    let own = plain_words(spot.text(), &[]);
    let own: Vec<&str> = own.iter().map(|word| word.text.as_ref()).collect();
    sink.note(&[group, " called ", &own.join(" ")]);
    spot.note_words(sink, group, kind);
    let precision = match (mention.date.month(), mention.date.day()) {
        (_, Some(_)) => "day",
        (Some(_), None) => "month",
        (None, None) => "year",
    };
    let told = if mention.relative { "reckoned" } else { "printed" };
    sink.note(&[group, " to the ", precision]);
    sink.note(&[group, " ", told, " to the ", precision]);
    let age = age(mention.date, story.written_on);
    sink.note(&[group, " ", age]);
    sink.note(&[kind, " ", age]);
    sink.note(&[group, " ", kind, " ", age, " to the ", precision]);
    sink.note(&[group, " speaks of ", spot.spoken_of(claim)]);
    let before = spot.sentence.before(&spot.span);
    note_fact(sink, group, claim.date.is_some_and(|(date, _)| date == mention.date), "nearest");
    note_fact(sink, group, spot.sentence.dates.len() == 1, "only day");
    note_fact(sink, group, spot.index <= 4, "in the lead");
    note_fact(sink, group, is_dateline(spot.sentence, &spot.span), "dateline");
    note_fact(sink, group, words::ENDS_LATER.is_match(last_bytes(before, 40)), "ends later");
    note_fact(sink, group, begins_range(spot.text_after()), "begins a range");
    note_fact(sink, group, ends_range(before), "ends a range");
    note_fact(sink, group, spot.sentence.cues.is_empty(), "no word of a dealing");
    note_fact(sink, group, place == "own", spot.distance(claim));
}

/// How far a day lies back from the writing.
fn age(date: PartialDate, written_on: Option<PartialDate>) -> &'static str {
    let Some(written) = written_on else { return "of unknown age" };
    if date.first_day() > written.last_day() {
        return "to come";
    }
    let months = |date: PartialDate| i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(6));
    match months(written) - months(date) {
        _ if date.month().is_none() && date.year() == written.year() => "of this year",
        ..=0 => "of this month",
        1 => "of last month",
        2..=12 => "within a year",
        13..=48 => "years old",
        _ => "long past",
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
