//! How the matching articles divide: by whom they name, by kind, month, outlet and so on.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::Serialize;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::error::SearchError;
use super::names::NameTable;
use super::plan::Planner;
use super::query::{NameKind, Query};
use super::reader::Index;
use super::schema::{DAY, Fields};

/// What matches are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Government bodies named, each for itself.
    Agency,
    /// Suppliers named.
    Vendor,
    /// Products named.
    Product,
    /// Programs named.
    Program,
    /// Kinds of event told.
    Type,
    /// Where the deals told of stand.
    Status,
    /// Month of publication.
    Month,
    /// Outlet.
    Publisher,
    /// Country of the outlet.
    Country,
}

/// A value of a facet, and how many of the matching articles have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The id, word, month or name.
    pub value: String,
    /// How many articles.
    pub count: u64,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 9] = [
        Self::Agency,
        Self::Vendor,
        Self::Product,
        Self::Program,
        Self::Type,
        Self::Status,
        Self::Month,
        Self::Publisher,
        Self::Country,
    ];

    /// The word by which it is asked for.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Vendor => "vendor",
            Self::Product => "product",
            Self::Program => "program",
            Self::Type => "type",
            Self::Status => "status",
            Self::Month => "month",
            Self::Publisher => "publisher",
            Self::Country => "country",
        }
    }

    /// The facet that this word asks for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.as_str() == word)
    }

    fn column(self, fields: &Fields) -> Option<&str> {
        let field = match self {
            Self::Agency => fields.ids(NameKind::Agency),
            Self::Vendor => fields.ids(NameKind::Vendor),
            Self::Product => fields.ids(NameKind::Product),
            Self::Program => fields.ids(NameKind::Program),
            Self::Type => fields.kinds,
            Self::Status => fields.statuses,
            Self::Publisher => fields.publisher,
            Self::Country => fields.country,
            Self::Month => return None,
        };
        Some(fields.schema.get_field_name(field))
    }

    /// The value that a term stands for; `None` for a term that is there for searching only. Things are found under the
    /// ids of all they belong to, and under their own with a sign before it.
    fn value(self, term: &str) -> Option<&str> {
        match self {
            Self::Agency | Self::Vendor | Self::Product | Self::Program => term.strip_prefix('='),
            _ => Some(term),
        }
    }
}

impl Index {
    /// How the articles that match divide by each of these facets: the most frequent values first, months in order.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn facets(
        &self,
        query: &Query,
        names: &NameTable,
        expand: bool,
        facets: &[Facet],
    ) -> Result<Vec<(Facet, Vec<FacetCount>)>, SearchError> {
        let searcher = self.searcher()?;
        let mut planner = Planner::new(self.fields(), names, &searcher);
        planner.expand = expand;
        let planned = planner.plan(&query.root).map_err(SearchError::engine("reading terms"))?;
        let mut counted = vec![BTreeMap::new(); facets.len()];
        if let Some(planned) = planned {
            let collector = Facets { fields: self.fields(), facets };
            counted = searcher.search(&planned, &collector).map_err(SearchError::engine("counting"))?;
        }
        let each = facets.iter().zip(counted).map(|(facet, counts)| {
            let counts = counts.into_iter().map(|(value, count)| FacetCount { value, count });
            let mut counts: Vec<FacetCount> = counts.collect();
            if *facet != Facet::Month {
                counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            }
            (*facet, counts)
        });
        Ok(each.collect())
    }
}

struct Facets<'a> {
    fields: &'a Fields,
    facets: &'a [Facet],
}

/// One facet in one segment: how often each of its terms was met.
enum Counter {
    Terms { facet: Facet, column: StrColumn, counts: Vec<u64> },
    Months { days: Column<i64>, counts: BTreeMap<i64, u64> },
    Nothing,
}

struct SegmentFacets(Vec<Counter>);

type Counts = BTreeMap<String, u64>;

impl Collector for Facets<'_> {
    type Fruit = Vec<Counts>;
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let columns = segment.fast_fields();
        let counter = |facet: &Facet| -> tantivy::Result<Counter> {
            let Some(name) = facet.column(self.fields) else {
                return Ok(Counter::Months { days: columns.i64(DAY)?, counts: BTreeMap::new() });
            };
            Ok(match columns.str(name)? {
                Some(column) => Counter::Terms { facet: *facet, counts: vec![0; column.num_terms()], column },
                None => Counter::Nothing,
            })
        };
        Ok(SegmentFacets(self.facets.iter().map(counter).collect::<Result<_, _>>()?))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<Counts>>) -> tantivy::Result<Vec<Counts>> {
        let mut all = vec![Counts::new(); self.facets.len()];
        for (facet, counts) in segments.into_iter().flat_map(|counts| counts.into_iter().enumerate()) {
            if let Some(all) = all.get_mut(facet) {
                counts.into_iter().for_each(|(value, count)| *all.entry(value).or_default() += count);
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for counter in &mut self.0 {
            match counter {
                Counter::Terms { column, counts, .. } => {
                    for term in column.term_ords(doc) {
                        if let Some(count) = usize::try_from(term).ok().and_then(|term| counts.get_mut(term))
                        {
                            *count += 1;
                        }
                    }
                }
                Counter::Months { days, counts } => {
                    if let Some(day) = days.first(doc) {
                        *counts.entry(day).or_default() += 1;
                    }
                }
                Counter::Nothing => {}
            }
        }
    }

    fn harvest(self) -> Vec<Counts> {
        self.0.into_iter().map(Counter::by_value).collect()
    }
}

impl Counter {
    fn by_value(self) -> Counts {
        let mut all = Counts::new();
        match self {
            Self::Terms { facet, column, counts } => {
                let mut term = String::new();
                for (at, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                    // A term that cannot be read is a damaged segment, which the search itself tells of.
                    if column.ord_to_str(at as u64, &mut term).unwrap_or(false)
                        && let Some(value) = facet.value(&term)
                    {
                        *all.entry(value.to_owned()).or_default() += count;
                    }
                }
            }
            Self::Months { counts, .. } => {
                for (day, count) in counts {
                    if let Some(month) = month_of(day) {
                        *all.entry(month).or_default() += count;
                    }
                }
            }
            Self::Nothing => {}
        }
        all
    }
}

/// The month of a day since 1970: "2026-03".
fn month_of(day: i64) -> Option<String> {
    let days: Span = i32::try_from(day).ok()?.days();
    let date = Date::constant(1970, 1, 1).checked_add(days).ok()?;
    Some(format!("{:04}-{:02}", date.year(), date.month()))
}
