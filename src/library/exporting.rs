//! Everything that passes a filter, written down item by item in constant memory.

use std::io::Write;

use jiff::civil::Date;

use crate::events::ReviewStatus;
use crate::export::{DealRecord, EventRecord, Format, Item, Kind, Options, Record};
use crate::library::{Library, LibraryError};
use crate::search::{SearchOptions, Sort};

/// What is to be written down, and how.
#[derive(Clone, Debug)]
pub struct ExportQuestion {
    /// Deals, articles or events.
    pub kind: Kind,
    /// The file format.
    pub format: Format,
    /// A query; empty for everything.
    pub query: String,
    /// At most so many items.
    pub limit: Option<usize>,
    /// Whether articles carry their whole text.
    pub with_text: bool,
    /// Of events, only those that the user has accepted.
    pub reviewed_only: bool,
}

impl Library {
    /// Writes what passes; gives back how many items were written and how many the limit left out.
    ///
    /// # Errors
    /// When the query has a mistake, the database or index fails, or `out` cannot be written to.
    pub fn export(
        &self,
        question: &ExportQuestion,
        today: Date,
        out: &mut dyn Write,
    ) -> Result<(usize, usize), LibraryError> {
        let ExportQuestion { kind, format, query, limit, with_text, reviewed_only } = question;
        let (kind, with_text) = (*kind, *with_text);
        let mut exporter = format.exporter();
        let mut written = 0;
        let mut left_out = 0;
        let most = limit.unwrap_or(usize::MAX);
        let marks = self.marks()?;
        exporter.begin(kind, out)?;
        if kind == Kind::Deals {
            for deal in self.deals(&self.filter(query, today)?)? {
                if written == most {
                    left_out += 1;
                    continue;
                }
                let mark = marks.of_deal(&deal.id);
                let record = DealRecord::on(&deal, today).with_marks(&mark.tags, &mark.notes);
                exporter.item(&Item::Deal(&record), out)?;
                written += 1;
            }
        } else {
            let options = Options { all_events: false, without_text: !with_text };
            for id in self.ids_in_order(query, today)? {
                let Some((article, facts)) = self.store.article(&id)? else { continue };
                let deals = self.deals_by_event(&article, &facts)?;
                let mark = marks.of_article(&id);
                let record = Record::new(&article, &facts, Some(&deals), options);
                let record = record.with_marks(&mark.tags, &mark.notes);
                let is_wanted = |told: &EventRecord<'_>| {
                    !reviewed_only
                        || matches!(
                            told.event.review_status,
                            Some(ReviewStatus::Accepted | ReviewStatus::Corrected)
                        )
                };
                let events: Vec<EventRecord<'_>> = if kind == Kind::Events {
                    EventRecord::of(&record).filter(is_wanted).collect()
                } else {
                    Vec::new()
                };
                let items: Vec<Item<'_>> = match kind {
                    Kind::Events => events.iter().map(Item::Event).collect(),
                    _ => vec![Item::Article(&record)],
                };
                for item in items {
                    if written == most {
                        left_out += 1;
                        continue;
                    }
                    exporter.item(&item, out)?;
                    written += 1;
                }
            }
        }
        exporter.end(out)?;
        Ok((written, left_out))
    }

    /// The articles that match, newest first.
    pub(super) fn ids_in_order(
        &self,
        query: &str,
        today: Date,
    ) -> Result<Vec<crate::base::ArticleId>, LibraryError> {
        let parsed = self.query(query, today)?;
        let (index, _) = self.index()?;
        let options = SearchOptions {
            limit: index.len()?.max(1),
            offset: 0,
            sort: Sort::Newest,
            today,
            freshness: false,
            expand: false,
            explain: false,
            count_all: true,
        };
        Ok(index.search(&parsed, self.names(), &options)?.hits.into_iter().map(|hit| hit.id).collect())
    }
}
