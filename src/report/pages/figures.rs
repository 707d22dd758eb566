//! The figures of many pages, and what went wrong on each.

use std::collections::HashMap;

use serde::Serialize;

use super::excerpt::only_in;
use super::names;
use super::shingles::Overlap;
use super::truth::{KnownDate, PageRead, PageTruth};
use super::words::{normal, words};
use crate::report::eval::{harmonic_mean, to_four_places};

/// The table of a set of pages; what the set does not know is absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageFigures {
    /// How many pages the set has.
    pub pages: usize,
    /// Of how many an article was read.
    pub predicted: usize,
    /// How well bodies are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyFigures>,
    /// How well titles are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<TitleFigures>,
    /// How well authors are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authors: Option<AuthorFigures>,
    /// How well dates are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateFigures>,
    /// Pieces that must be there or must not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippets: Option<SnippetFigures>,
}

/// How well bodies are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BodyFigures {
    /// Pages with a known body.
    pub n: usize,
    /// The harmonic mean of the two means below.
    pub f1: f64,
    /// Mean over the pages of which something was read.
    pub precision: f64,
    /// Mean over all pages.
    pub recall: f64,
    /// The mean of the pages' own F1.
    pub f1_macro: f64,
    /// The share of pages whose words are the very same.
    pub exact: f64,
    /// Pages of which nothing was read.
    pub empty: usize,
    /// Pages with an F1 under a half.
    #[serde(rename = "bad_pages_f1_under_0.5")]
    pub bad: usize,
}

/// How well titles are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TitleFigures {
    /// Pages with a known title.
    pub n: usize,
    /// The share whose words are the same, without case and signs.
    pub exact: f64,
    /// The mean F1 of their words.
    pub token_f1: f64,
}

/// How well authors are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuthorFigures {
    /// Pages with known authors.
    pub n: usize,
    /// The share of pages whose sets are equal.
    pub exact: f64,
    /// The share of the names read that are right.
    pub precision: f64,
    /// The share of the known names that were read.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// How well days of publication are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateFigures {
    /// Pages with a known day.
    pub n: usize,
    /// The same day.
    pub correct: usize,
    /// Another day.
    pub wrong: usize,
    /// No day.
    pub missing: usize,
    /// Correct ones of all.
    pub accuracy: f64,
    /// Correct ones of those read.
    pub precision: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// Pages known to have no day.
    pub null_truth: usize,
    /// Those of them where a day was read nevertheless.
    pub invented_on_null: usize,
}

/// Pieces that must be in the body, and pieces that must not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SnippetFigures {
    /// How many must be there.
    pub with: usize,
    /// How many must not.
    pub without: usize,
    /// Wanted ones of those that are there.
    pub precision: f64,
    /// Those there of the wanted ones.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// Those that are where they should be.
    pub accuracy: f64,
}

/// What went wrong on one page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageMisses {
    /// The page.
    pub id: String,
    /// The F1 of its body, where the body is known.
    pub f1: Option<f64>,
    /// Pieces of the body that were not read, the longest first.
    pub missed: Vec<String>,
    /// Pieces that are no part of the body.
    pub added: Vec<String>,
    /// The title as known and as read, where they differ.
    pub title: Option<(String, String)>,
    /// The authors as known and as read, where they differ.
    pub authors: Option<(Vec<String>, Vec<String>)>,
    /// The day as known and as read, where they differ.
    pub date: Option<(Option<String>, Option<String>)>,
}

impl PageMisses {
    /// Less is worse.
    pub(super) fn rank(&self) -> f64 {
        self.f1.unwrap_or(1.0)
    }
}

/// Running counts.
#[derive(Default)]
pub(super) struct Counts {
    bodies: Vec<Overlap>,
    exact_bodies: usize,
    titles: Vec<(bool, f64)>,
    /// Right, too many, missed; whether the sets are equal.
    authors: Vec<([usize; 3], bool)>,
    dates: [usize; 3],
    inventions: [usize; 2],
    wanted: [usize; 2],
    unwanted: [usize; 2],
}

impl Counts {
    pub(super) fn add(&mut self, id: &str, truth: &PageTruth, read: &PageRead) -> Option<PageMisses> {
        let mut misses = PageMisses {
            id: id.to_owned(),
            f1: None,
            missed: Vec::new(),
            added: Vec::new(),
            title: None,
            authors: None,
            date: None,
        };
        let mut is_right = true;
        if let Some(body) = truth.body.as_deref().filter(|body| !body.is_empty()) {
            let overlap = Overlap::of(body, &read.body);
            self.bodies.push(overlap);
            let is_exact = only_words(body) == only_words(&read.body);
            self.exact_bodies += usize::from(is_exact);
            is_right &= is_exact;
            misses.f1 = Some(to_four_places(overlap.f1()));
            misses.missed = only_in(body, &read.body);
            misses.added = only_in(&read.body, body);
        }
        if let Some(title) = truth.title.as_deref().filter(|title| !title.is_empty()) {
            let (known, found) = (normal(title), normal(&read.title));
            self.titles.push((known == found, word_f1(&known, &found)));
            if known != found {
                is_right = false;
                misses.title = Some((title.to_owned(), read.title.clone()));
            }
        }
        if let Some(known) = truth.authors.as_ref().map(names::of_truth).filter(|names| !names.is_empty()) {
            let found = names::of_list(&read.authors);
            let both = known.intersection(&found).count();
            self.authors.push(([both, found.len() - both, known.len() - both], known == found));
            if known != found {
                is_right = false;
                misses.authors = Some((known.into_iter().collect(), read.authors.clone()));
            }
        }
        if truth.date != KnownDate::Unknown {
            let known = if let KnownDate::On(date) = &truth.date { day(Some(date)) } else { None };
            let found = day(read.date.as_deref());
            match (known, found) {
                (None, found) => {
                    self.inventions[0] += 1;
                    self.inventions[1] += usize::from(found.is_some());
                }
                (Some(known), Some(found)) if known == found => self.dates[0] += 1,
                (Some(_), Some(_)) => self.dates[1] += 1,
                (Some(_), None) => self.dates[2] += 1,
            }
            if known != found {
                is_right = false;
                misses.date = Some((known.map(str::to_owned), found.map(str::to_owned)));
            }
        }
        let held = |pieces: &Option<Vec<String>>| {
            let pieces = pieces.as_deref().unwrap_or_default();
            [pieces.len(), pieces.iter().filter(|piece| read.body.contains(piece.as_str())).count()]
        };
        let (wanted, unwanted) = (held(&truth.with), held(&truth.without));
        is_right &= wanted[0] == wanted[1] && unwanted[1] == 0;
        for i in 0..2 {
            self.wanted[i] += wanted[i];
            self.unwanted[i] += unwanted[i];
        }
        (!is_right).then_some(misses)
    }

    pub(super) fn figures(&self, pages: &[(String, PageTruth, PageRead)]) -> PageFigures {
        let [wanted, unwanted] = [self.wanted[0], self.unwanted[0]];
        PageFigures {
            pages: pages.len(),
            predicted: pages.iter().filter(|(_, _, read)| *read != PageRead::default()).count(),
            body: (!self.bodies.is_empty()).then(|| self.body()),
            title: (!self.titles.is_empty()).then(|| self.title()),
            authors: (!self.authors.is_empty()).then(|| self.author()),
            date: (self.dates.iter().sum::<usize>() + self.inventions[0] > 0).then(|| self.date()),
            snippets: (wanted + unwanted > 0).then(|| self.snippets()),
        }
    }

    fn body(&self) -> BodyFigures {
        let precision = mean(self.bodies.iter().filter_map(|body| body.precision()));
        let recall = mean(self.bodies.iter().filter_map(|body| body.recall()));
        let n = self.bodies.len();
        BodyFigures {
            n,
            f1: to_four_places(harmonic_mean(precision, recall)),
            precision: to_four_places(precision),
            recall: to_four_places(recall),
            f1_macro: to_four_places(mean(self.bodies.iter().map(|body| body.f1()))),
            exact: to_four_places(share(self.exact_bodies, n)),
            empty: self.bodies.iter().filter(|body| body.found + body.added == 0).count(),
            bad: self.bodies.iter().filter(|body| body.f1() < 0.5).count(),
        }
    }

    fn title(&self) -> TitleFigures {
        let n = self.titles.len();
        TitleFigures {
            n,
            exact: to_four_places(share(self.titles.iter().filter(|(exact, _)| *exact).count(), n)),
            token_f1: to_four_places(mean(self.titles.iter().map(|(_, f1)| *f1))),
        }
    }

    fn author(&self) -> AuthorFigures {
        let n = self.authors.len();
        let [right, added, missed] =
            [0, 1, 2].map(|place| self.authors.iter().map(|(counts, _)| counts[place]).sum::<usize>());
        let (precision, recall) = (share(right, right + added), share(right, right + missed));
        AuthorFigures {
            n,
            exact: to_four_places(share(self.authors.iter().filter(|(_, equal)| *equal).count(), n)),
            precision: to_four_places(precision),
            recall: to_four_places(recall),
            f1: to_four_places(harmonic_mean(precision, recall)),
        }
    }

    fn date(&self) -> DateFigures {
        let [correct, wrong, missing] = self.dates;
        let n = correct + wrong + missing;
        let (precision, recall) = (share(correct, correct + wrong), share(correct, n));
        DateFigures {
            n,
            correct,
            wrong,
            missing,
            accuracy: to_four_places(recall),
            precision: to_four_places(precision),
            f1: to_four_places(harmonic_mean(precision, recall)),
            null_truth: self.inventions[0],
            invented_on_null: self.inventions[1],
        }
    }

    fn snippets(&self) -> SnippetFigures {
        let ([with, there], [without, unwanted]) = (self.wanted, self.unwanted);
        let (precision, recall) = (share(there, there + unwanted), share(there, with));
        SnippetFigures {
            with,
            without,
            precision: to_four_places(precision),
            recall: to_four_places(recall),
            f1: to_four_places(harmonic_mean(precision, recall)),
            accuracy: to_four_places(share(there + (without - unwanted), with + without)),
        }
    }
}

fn only_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(word, _)| word).collect()
}

/// The day at the beginning of a date, if it is one.
fn day(date: Option<&str>) -> Option<&str> {
    let day = date?.trim().get(..10)?;
    let is_day =
        day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    is_day.then_some(day)
}

/// F1 of two texts as multisets of words.
fn word_f1(known: &str, found: &str) -> f64 {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in known.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let mut both = 0;
    for word in found.split_whitespace() {
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            both += 1;
        }
    }
    let all = known.split_whitespace().count() + found.split_whitespace().count();
    if all == 0 { 1.0 } else { 2.0 * f64::from(both) / all as f64 }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    if n == 0 { 0.0 } else { sum / n as f64 }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
