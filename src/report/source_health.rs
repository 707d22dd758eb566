//! How a source fares, by what it has given: whether one that used to give has stopped, or can no longer be read.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What is counted of a source lies within so many days.
const COUNTED_DAYS: i64 = 30;
/// Silence of fewer days is no sign of anything.
const LEAST_SILENCE: i64 = 7;
/// A source is silent when nothing came for so many times its usual gap.
const GAPS: i64 = 3;
/// Fewer gaps than this tell nothing of what is usual.
const LEAST_GAPS: usize = 3;
/// The newest pages that are compared with those before them.
const NEWEST: usize = 10;

/// What is known of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHistory {
    /// Its name.
    pub name: String,
    /// When it was last read.
    pub last_success: Option<Timestamp>,
    /// Failures since then.
    pub failures: u32,
    /// The last failure.
    pub last_error: Option<String>,
    /// What it gave, newest first.
    pub pages: Vec<GivenPage>,
}

/// A page that a source gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenPage {
    /// When it was first fetched.
    pub seen: Timestamp,
    /// Whether an article was read from it; else it was refused.
    pub is_article: bool,
    /// The day of publication, where the article has one.
    pub published: Option<Date>,
    /// Whether a sum was found in it.
    pub has_amount: bool,
    /// Whether a supplier was found in it.
    pub has_vendor: bool,
}

/// How a source fares. What is counted is of the last 30 days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHealth {
    /// Its name.
    pub name: String,
    /// When it was last read.
    pub last_success: Option<Timestamp>,
    /// Pages first fetched.
    pub pages: usize,
    /// Articles read from them.
    pub articles: usize,
    /// Those with a day of publication.
    pub dated: usize,
    /// Those with a sum.
    pub with_amount: usize,
    /// Those with a supplier.
    pub with_vendor: usize,
    /// Failures since it was last read.
    pub failures: u32,
    /// The last failure.
    pub last_error: Option<String>,
    /// What is off, the worst first.
    pub warnings: Vec<SourceWarning>,
}

/// What is off with a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceWarning {
    /// It is turned on and was never asked.
    NeverRead,
    /// It failed when it was last asked.
    Failing {
        /// How often in a row.
        times: u32,
    },
    /// It used to give and gives nothing any more.
    Silent {
        /// Days without a new article, up to when it was last read.
        days: i64,
        /// Days that usually lie between two.
        usual: i64,
    },
    /// Its pages used to be read and are refused now.
    NotParsing {
        /// Of the newest pages, those refused.
        refused: usize,
        /// How many that is of.
        of: usize,
    },
}

impl SourceWarning {
    /// The word in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeverRead => "never_read",
            Self::Failing { .. } => "failing",
            Self::Silent { .. } => "silent",
            Self::NotParsing { .. } => "not_parsing",
        }
    }

    /// What is off, in words.
    pub fn words(self) -> String {
        match self {
            Self::NeverRead => "never read: `awardwire crawl` reads it".to_owned(),
            Self::Failing { times: 1 } => "failed when it was last asked".to_owned(),
            Self::Failing { times } => format!("failed {times} times in a row"),
            Self::Silent { days, usual } => {
                format!(
                    "no new article for {days} days, where one comes every {usual}: look whether its address still is the right one"
                )
            }
            Self::NotParsing { refused, of } => {
                format!(
                    "{refused} of its newest {of} pages could not be read: `awardwire source check` shows why"
                )
            }
        }
    }
}

/// How a source fares at the instant `now`.
pub fn source_health(history: &SourceHistory, now: Timestamp) -> SourceHealth {
    let since = now.saturating_sub(SignedDuration::from_hours(24 * COUNTED_DAYS)).unwrap_or(Timestamp::MIN);
    let counted = || history.pages.iter().filter(|page| page.seen >= since);
    let articles = || counted().filter(|page| page.is_article);
    let mut warnings = Vec::new();
    if history.failures > 0 {
        warnings.push(SourceWarning::Failing { times: history.failures });
    } else if history.last_success.is_none() {
        warnings.push(SourceWarning::NeverRead);
    }
    warnings.extend(not_parsing(&history.pages));
    warnings.extend(silence(history));
    SourceHealth {
        name: history.name.clone(),
        last_success: history.last_success,
        pages: counted().count(),
        articles: articles().count(),
        dated: articles().filter(|page| page.published.is_some()).count(),
        with_amount: articles().filter(|page| page.has_amount).count(),
        with_vendor: articles().filter(|page| page.has_vendor).count(),
        failures: history.failures,
        last_error: history.last_error.clone(),
        warnings,
    }
}

/// Whether nothing has come for longer than is usual, up to when it was last read: who does not ask hears nothing.
fn silence(history: &SourceHistory) -> Option<SourceWarning> {
    let asked = day_of(history.last_success?);
    // An article comes on the day of publication; what is dated ahead, on the day it was found.
    let days: BTreeSet<Date> = history
        .pages
        .iter()
        .filter(|page| page.is_article)
        .map(|page| page.published.map_or(day_of(page.seen), |day| day.min(day_of(page.seen))))
        .collect();
    let mut gaps: Vec<i64> =
        days.iter().zip(days.iter().skip(1)).map(|(one, next)| days_between(*one, *next)).collect();
    if gaps.len() < LEAST_GAPS {
        return None;
    }
    gaps.sort_unstable();
    let usual = *gaps.get(gaps.len() / 2)?;
    let days = days_between(*days.last()?, asked);
    (days >= LEAST_SILENCE.max(GAPS * usual)).then_some(SourceWarning::Silent { days, usual })
}

/// Whether the newest pages are mostly refused where those before them were mostly read, or nearly all of the few there are.
fn not_parsing(pages: &[GivenPage]) -> Option<SourceWarning> {
    let (newest, before) = pages.split_at(pages.len().min(NEWEST));
    let refused = |pages: &[GivenPage]| pages.iter().filter(|page| !page.is_article).count();
    let (now, of) = (refused(newest), newest.len());
    let is_off = if before.len() >= NEWEST {
        2 * now >= of && 4 * refused(before) < before.len()
    } else {
        of >= NEWEST / 2 && 5 * now >= 4 * of
    };
    is_off.then_some(SourceWarning::NotParsing { refused: now, of })
}

fn day_of(instant: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(instant).date()
}

fn days_between(one: Date, other: Date) -> i64 {
    other.duration_since(one).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(86_400 * (20_000 + day) + 3_600).unwrap()
    }

    /// Articles (`+`) and refusals (`-`) on days before today, newest first.
    fn history(days: &[i64], refused: &[i64], asked: Option<i64>) -> SourceHistory {
        let page = |ago: i64, is_article| GivenPage {
            seen: at(-ago),
            is_article,
            published: (is_article && ago % 2 == 0).then(|| day_of(at(-ago))),
            has_amount: is_article && ago < 3,
            has_vendor: false,
        };
        let mut pages: Vec<GivenPage> = days.iter().map(|ago| page(*ago, true)).collect();
        pages.extend(refused.iter().map(|ago| page(*ago, false)));
        pages.sort_by_key(|page| std::cmp::Reverse(page.seen));
        SourceHistory {
            name: "wire".into(),
            last_success: asked.map(|ago| at(-ago)),
            failures: 0,
            last_error: None,
            pages,
        }
    }

    #[test]
    fn what_is_off_is_said_and_nothing_else() {
        let daily: Vec<i64> = (0..30).collect();
        let stopped: Vec<i64> = (8..40).collect();
        let weekly: Vec<i64> = (2..8).map(|n| n * 7).collect();
        let monthly: Vec<i64> = (1..6).map(|n| n * 30 + 5).collect();
        let ten: Vec<i64> = (10..40).collect();
        let silent = |days, usual| vec![SourceWarning::Silent { days, usual }];
        let refusing = |refused, of| vec![SourceWarning::NotParsing { refused, of }];
        let cases: [(&str, SourceHistory, Vec<SourceWarning>); 12] = [
            ("daily", history(&daily, &[], Some(0)), vec![]),
            ("daily, stopped", history(&stopped, &[], Some(0)), silent(8, 1)),
            ("daily, stopped, but not asked since", history(&stopped, &[], Some(6)), vec![]),
            ("weekly, two weeks ago", history(&weekly, &[], Some(0)), vec![]),
            (
                "weekly, three weeks and more ago",
                history(&weekly.iter().map(|d| d + 8).collect::<Vec<_>>(), &[], Some(0)),
                silent(22, 7),
            ),
            ("monthly", history(&monthly, &[], Some(0)), vec![]),
            ("too little to tell", history(&[50, 51, 52], &[], Some(0)), vec![]),
            ("never asked", history(&[], &[], None), vec![SourceWarning::NeverRead]),
            ("its pages stop being read", history(&ten, &[0, 1, 2, 3, 4, 5, 6], Some(0)), {
                let mut both = refusing(7, 10);
                both.extend(silent(10, 1));
                both
            }),
            ("a few refusals", history(&daily, &[0, 1], Some(0)), vec![]),
            (
                "was always refused half",
                history(&(0..20).collect::<Vec<_>>(), &(0..20).collect::<Vec<_>>(), Some(0)),
                vec![],
            ),
            ("new, and none is read", history(&[], &[0, 0, 0, 1, 1], Some(0)), refusing(5, 5)),
        ];
        for (name, history, expected) in cases {
            assert_eq!(source_health(&history, at(0)).warnings, expected, "{name}");
        }
        let failing = SourceHistory { failures: 3, ..history(&daily, &[], Some(2)) };
        assert_eq!(source_health(&failing, at(0)).warnings, [SourceWarning::Failing { times: 3 }]);
    }

    #[test]
    fn the_last_thirty_days_are_counted() {
        let health = source_health(&history(&[0, 1, 2, 40], &[3, 50], Some(0)), at(0));
        assert_eq!((health.pages, health.articles, health.dated), (4, 3, 2));
        assert_eq!((health.with_amount, health.with_vendor), (3, 0));
    }
}
