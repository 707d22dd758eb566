//! What an answer rests on: the sources asked and the articles read.

use jiff::Timestamp;
use serde::Serialize;

use crate::base::PartialDate;

/// How it went with one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceCoverage {
    /// Its name in the catalog.
    pub name: String,
    /// When it was last read without failing.
    pub last_success: Option<Timestamp>,
    /// How many times in a row it has failed since.
    pub failures: u32,
    /// Why it last failed, with hosts in place of addresses: this is handed on.
    pub last_error: Option<String>,
    /// Whether it is enabled but was never asked.
    pub never_read: bool,
    /// Whether it was read before the period and not since it began.
    pub unread_since: bool,
    /// Whether what was asked for rests on it: all is asked for, or it has told of a deal that answers.
    pub needed: bool,
}

/// What an answer rests on, so that silence is explained: nothing told is not the same as nothing read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The enabled sources.
    pub sources: Vec<SourceCoverage>,
    /// Articles published in the period.
    pub articles: u64,
    /// Those of them that report a dealing of the kind awardwire is about.
    pub relevant: u64,
    /// Those of them of which only a part of the text was there.
    pub partial: u64,
    /// Those of them that the user supplied: no source led to them.
    pub supplied: u64,
    /// The earliest day of publication among them.
    pub oldest: Option<PartialDate>,
    /// The latest day of publication among them.
    pub newest: Option<PartialDate>,
}

impl Coverage {
    /// `411 articles supplied by the user`; `None` where there are none.
    pub fn supplied_in_words(&self) -> Option<String> {
        let noun = if self.supplied == 1 { "article" } else { "articles" };
        (self.supplied > 0).then(|| format!("{} {noun} supplied by the user", self.supplied))
    }

    /// The sources that were read and did not fail when last asked.
    pub fn read(&self) -> impl Iterator<Item = &SourceCoverage> {
        self.sources.iter().filter(|source| !source.never_read && source.failures == 0)
    }

    /// The sources that failed when they were last asked.
    pub fn failing(&self) -> impl Iterator<Item = &SourceCoverage> {
        self.sources.iter().filter(|source| !source.never_read && source.failures > 0)
    }

    /// The sources that were read before the period and not since it began.
    pub fn unread_since(&self) -> impl Iterator<Item = &SourceCoverage> {
        self.sources.iter().filter(|source| source.unread_since)
    }

    /// The failing sources that what was asked for rests on.
    pub fn failing_needed(&self) -> impl Iterator<Item = &SourceCoverage> {
        self.failing().filter(|source| source.needed)
    }

    /// The sources that were never asked.
    pub fn never_read(&self) -> impl Iterator<Item = &SourceCoverage> {
        self.sources.iter().filter(|source| source.never_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_read_failing_or_never_read() {
        let source = |name: &str, failures, never_read| SourceCoverage {
            name: name.into(),
            last_success: None,
            failures,
            last_error: (failures > 0).then(|| "503".into()),
            never_read,
            unread_since: false,
            needed: name == "b",
        };
        let coverage = Coverage {
            sources: vec![source("a", 0, false), source("b", 2, false), source("c", 0, true)],
            ..Coverage::default()
        };
        let names =
            |sources: Vec<&SourceCoverage>| sources.iter().map(|s| s.name.clone()).collect::<String>();
        assert_eq!(names(coverage.read().collect()), "a");
        assert_eq!(names(coverage.failing().collect()), "b");
        assert_eq!(names(coverage.never_read().collect()), "c");
        assert_eq!(names(coverage.failing_needed().collect()), "b");
        assert_eq!(coverage.supplied_in_words(), None);
        let supplied = |supplied| Coverage { supplied, ..Coverage::default() }.supplied_in_words();
        assert_eq!(supplied(1).as_deref(), Some("1 article supplied by the user"));
        assert_eq!(supplied(2).as_deref(), Some("2 articles supplied by the user"));
    }
}
