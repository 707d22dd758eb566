//! Everything that passes a filter, written down item by item in constant memory.

use std::io::Write;

use jiff::Timestamp;
use jiff::civil::Date;

use super::sharing::Sharing;
use crate::base::ArticleId;
use crate::deals::Deal;
use crate::events::{Certainty, ReviewStatus};
use crate::export::{
    Closing, EntityRow, EventRecord, Exporter, Format, Item, Kind, Options, PageProof, Preface, Record,
};
use crate::library::{DealFilter, Library, LibraryError, Marks, Memory};
use crate::report::{DealOrder, Involvements, News, OrderBy};
use crate::search::{SearchOptions, Sort};
use crate::store::PageDigest;

/// What is to be written down, and how.
#[derive(Clone, Debug)]
pub struct ExportQuestion {
    /// What the items are.
    pub kind: Kind,
    /// The file format.
    pub format: Format,
    /// A query; empty for everything.
    pub query: String,
    /// Of what deals, claims and entities are told by, only events found with at least this confidence count.
    pub min_confidence: f32,
    /// Of these, only events of one of these certainties; of any where there are none.
    pub certainties: Vec<Certainty>,
    /// The order of deals; without one those told of last come first, which needs no memory.
    pub order: Option<DealOrder>,
    /// At most so many items.
    pub limit: Option<usize>,
    /// Whether articles carry their whole text.
    pub with_text: bool,
    /// Of events, only those that the user has accepted.
    pub reviewed_only: bool,
    /// When the file is made.
    pub made: Timestamp,
    /// The day it is made on.
    pub today: Date,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
}

impl Library {
    /// Writes what passes; gives back how many items were written, and what was left out.
    ///
    /// # Errors
    /// When the query has a mistake, the format cannot hold such items, the database or index fails, or `out` cannot be
    /// written to.
    pub fn export(&self, question: &ExportQuestion, out: &mut dyn Write) -> Result<Closing, LibraryError> {
        let marks = self.marks()?;
        match question.kind {
            // They are asked for one after the other.
            Kind::Deals | Kind::Claims => {
                self.store.in_one_view(|| self.export_with(question, marks, None, out))
            }
            Kind::Articles | Kind::Events | Kind::Entities => self.export_with(question, marks, None, out),
        }
    }

    /// The deals that pass and bring news to the name of this memory, in the order asked for, else those told of last first.
    ///
    /// # Errors
    /// When the query has a mistake, or the database fails.
    pub fn export_news(
        &self,
        question: &ExportQuestion,
        memory: &Memory,
    ) -> Result<Vec<(Deal, News)>, LibraryError> {
        let mut filter = self.filter(&question.query, question.today)?;
        filter.min_confidence = question.min_confidence;
        filter.certainties.clone_from(&question.certainties);
        let mut deals = self.deals(&filter)?;
        let latest = DealOrder { by: OrderBy::Date, reversed: false };
        crate::report::sort_deals(&mut deals, question.order.unwrap_or(latest));
        Ok(memory.news_of(deals))
    }

    /// As [`Library::export`] of deals, of these alone, each with what is new about it.
    ///
    /// # Errors
    /// As [`Library::export`].
    pub fn export_given(
        &self,
        question: &ExportQuestion,
        given: &[(Deal, News)],
        out: &mut dyn Write,
    ) -> Result<Closing, LibraryError> {
        let marks = self.marks()?;
        self.store.in_one_view(|| self.export_with(question, marks, Some(given), out))
    }

    /// As [`Library::export`], with these tags and notes of the user's; of deals only those given, where any are.
    pub(super) fn export_with(
        &self,
        question: &ExportQuestion,
        marks: Marks,
        given: Option<&[(Deal, News)]>,
        out: &mut dyn Write,
    ) -> Result<Closing, LibraryError> {
        // A mistake in it is told before anything is written.
        self.query(&question.query, question.today)?;
        let coverage = self.coverage(None, None, |_| false)?;
        let preface = Preface {
            kind: question.kind,
            query: &question.query,
            made: question.made,
            newest: if question.format == Format::Atom { self.store.newest_page()? } else { None },
            today: question.today,
            sample: question.sample,
            coverage: &coverage,
        };
        let mut exporter = question.format.exporter();
        exporter.begin(&preface, out)?;
        let most = question.limit.unwrap_or(usize::MAX);
        let mut writing = Writing { exporter: exporter.as_mut(), most, closing: Closing::default() };
        let run = Run { library: self, question, marks, sharing: self.sharing()? };
        match question.kind {
            Kind::Deals | Kind::Claims => run.deals(given, &mut writing, out)?,
            Kind::Entities => run.entities(&mut writing, out)?,
            Kind::Articles | Kind::Events => run.articles(&mut writing, out)?,
        }
        let closing = writing.closing;
        exporter.end(closing, out)?;
        Ok(closing)
    }

    /// The articles that match, newest first.
    pub(super) fn ids_in_order(&self, query: &str, today: Date) -> Result<Vec<ArticleId>, LibraryError> {
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

    /// Hands every deal that passes to `work`, one at a time, those told of last first.
    pub(super) fn each_deal(
        &self,
        filter: &DealFilter,
        mut work: impl FnMut(&Deal) -> Result<(), LibraryError>,
    ) -> Result<(), LibraryError> {
        let hints = super::narrowing::hints(filter.root(), self.names());
        self.store.for_each_deal_like(&hints, |deal| {
            if filter.passes(&deal, self.names()) { work(&deal) } else { Ok(()) }
        })
    }
}

/// What is being written, and how far it is.
pub(super) struct Writing<'w> {
    exporter: &'w mut dyn Exporter,
    most: usize,
    pub(super) closing: Closing,
}

impl Writing<'_> {
    /// Whether no further item may be written.
    pub(super) fn is_full(&self) -> bool {
        self.closing.written >= self.most
    }

    /// Whether another item may be written; one that may not is counted as left out.
    pub(super) fn has_room(&mut self) -> bool {
        let has_room = !self.is_full();
        self.closing.left_out += usize::from(!has_room);
        has_room
    }

    /// Writes an item of the kind that was asked for.
    pub(super) fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<(), LibraryError> {
        self.exporter.item(item, out)?;
        self.closing.written += 1;
        Ok(())
    }

    /// Writes an item that goes with one.
    pub(super) fn companion(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<(), LibraryError> {
        Ok(self.exporter.item(item, out)?)
    }
}

/// One export.
pub(super) struct Run<'a> {
    pub(super) library: &'a Library,
    pub(super) question: &'a ExportQuestion,
    pub(super) marks: Marks,
    pub(super) sharing: Sharing,
}

impl Run<'_> {
    pub(super) fn filter(&self) -> Result<DealFilter, LibraryError> {
        let mut filter = self.library.filter(&self.question.query, self.question.today)?;
        filter.min_confidence = self.question.min_confidence;
        filter.certainties.clone_from(&self.question.certainties);
        Ok(filter)
    }

    fn entities(&self, writing: &mut Writing<'_>, out: &mut dyn Write) -> Result<(), LibraryError> {
        let filter = self.filter()?;
        let mut involved = Involvements::default();
        self.library.each_deal(&filter, |deal| {
            involved.add(deal);
            Ok(())
        })?;
        for one in involved.into_list() {
            if writing.has_room() {
                writing.item(&Item::Entity(&EntityRow::new(&one)), out)?;
            }
        }
        Ok(())
    }

    fn articles(&self, writing: &mut Writing<'_>, out: &mut dyn Write) -> Result<(), LibraryError> {
        let question = self.question;
        for id in self.library.ids_in_order(&question.query, question.today)? {
            if question.kind == Kind::Articles && !writing.has_room() {
                continue;
            }
            self.with_article(&id, question.with_text, |record, withheld| {
                if question.kind == Kind::Articles {
                    writing.closing.withheld += usize::from(withheld.is_some());
                    return writing.item(&Item::Article(record), out);
                }
                for event in EventRecord::of(record) {
                    let is_wanted = !question.reviewed_only || is_accepted(event.event.review_status);
                    if is_wanted && writing.has_room() {
                        writing.item(&Item::Event(&event), out)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Hands the record of an article to `work`, and why its text is withheld where it was wanted. An article that was taken
    /// out meanwhile is passed over.
    pub(super) fn with_article(
        &self,
        id: &ArticleId,
        with_text: bool,
        work: impl FnOnce(&Record<'_>, Option<&'static str>) -> Result<(), LibraryError>,
    ) -> Result<(), LibraryError> {
        let Some((article, facts)) = self.library.store.article(id)? else { return Ok(()) };
        let digest = self.library.store.page_digest(id)?;
        let withheld = if with_text {
            self.sharing.refusal(self.library.store.source_of_page(id)?.as_deref())
        } else {
            None
        };
        let options = Options { all_events: false, without_text: !with_text || withheld.is_some() };
        let deals = self.library.deals_by_event(&article, &facts)?;
        let mark = self.marks.of_article(id);
        let record = Record::new(&article, &facts, Some(&deals), options)
            .with_marks(&mark.tags, &mark.notes)
            .with_proof(digest.map(proof));
        work(&record, withheld)
    }
}

pub(super) fn proof(digest: PageDigest) -> PageProof {
    PageProof {
        text_digest: digest.text,
        page_digest: digest.page,
        fetched: digest.fetched_at,
        archived: digest.is_archived,
    }
}

pub(super) fn is_accepted(status: Option<ReviewStatus>) -> bool {
    matches!(status, Some(ReviewStatus::Accepted | ReviewStatus::Corrected))
}
