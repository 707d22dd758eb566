//! What articles are put in order by: score and freshness, day, and what settles the rest.

use std::cmp::Ordering;

use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

use super::reader::{SearchOptions, Sort};
use super::schema::{DAY, TIE, day_number};

/// What the newest article gains over a very old one, as a share of its score.
const FRESHNESS: f32 = 0.03;
/// Days after which half of that is lost.
const FRESHNESS_DAYS: f32 = 180.0;

/// How the articles of an index are put in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct RankKeys {
    sort: Sort,
    freshness: bool,
    today: i64,
}

/// An article's place in the order: the greatest comes first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RankKey {
    score: Score,
    day: i64,
    tie: u64,
}

impl RankKey {
    /// The score, with what newer articles gain.
    pub(super) fn score(&self) -> Score {
        self.score
    }
}

impl Eq for RankKey {}

impl Ord for RankKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = self.score.total_cmp(&other.score);
        by_score.then(self.day.cmp(&other.day)).then(self.tie.cmp(&other.tie))
    }
}

impl PartialOrd for RankKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl RankKeys {
    pub(super) fn new(options: &SearchOptions) -> Self {
        Self { sort: options.sort, freshness: options.freshness, today: day_number(options.today) }
    }

    /// The most that a score can become.
    pub(super) fn most(score: Score) -> Score {
        // A little more than that, since sums of floating point numbers hang on their order.
        score * (1.0 + FRESHNESS) * 1.0001
    }

    /// For the articles of one segment.
    pub(super) fn of(self, reader: &SegmentReader) -> SegmentKeys {
        let columns = reader.fast_fields();
        SegmentKeys { keys: self, days: columns.i64(DAY).ok(), ties: columns.u64(TIE).ok() }
    }
}

/// The order of the articles of one segment.
pub(super) struct SegmentKeys {
    keys: RankKeys,
    days: Option<Column<i64>>,
    ties: Option<Column<u64>>,
}

impl SegmentKeys {
    /// The place of an article with this score, and the score with what newer articles gain.
    pub(super) fn key(&self, doc: DocId, score: Score) -> (RankKey, Score) {
        let RankKeys { sort, freshness, today } = self.keys;
        let day = self.days.as_ref().and_then(|days| days.first(doc));
        let tie = self.ties.as_ref().and_then(|ties| ties.first(doc)).unwrap_or_default();
        let score = match day {
            Some(day) if freshness => score * (1.0 + FRESHNESS * fresh(today - day)),
            _ => score,
        };
        let key = match sort {
            Sort::Relevance => RankKey { score, day: day.unwrap_or(i64::MIN), tie },
            Sort::Newest => RankKey { score: 0.0, day: day.unwrap_or(i64::MIN), tie },
            Sort::Oldest => RankKey { score: 0.0, day: day.map_or(i64::MIN, |day| -day), tie },
        };
        (key, score)
    }
}

/// From 1 for today (and what is dated later) towards 0.
fn fresh(age_days: i64) -> f32 {
    (-(age_days.max(0) as f32) / FRESHNESS_DAYS).exp2()
}
