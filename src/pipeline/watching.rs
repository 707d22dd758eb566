//! What came in, asked of every watch at once; what one catches is written in the transaction that keeps the article.
//!
//! An article counts that was not there before or whose publisher has changed its text; one that is only read again does not.
//! A deal counts when such an article tells it, and where it stands or its sum is another than before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::base::{ArticleId, DealId};
use crate::deals::{Deal, Status};
use crate::events::Facts;
use crate::pipeline::keeper::Incoming;
use crate::pipeline::shelf::shelf_for;
use crate::pipeline::{Folder, PipelineError};
use crate::report::{Headline, headline};
use crate::search::{Document, NameTable, Query, Shelf};
use crate::store::{AlertRow, Batch, Came, Matched, WatchFault};
use crate::watch::{ArticleSubject, DealSubject, Watches};

/// Every watch whose query can be read.
#[derive(Debug, Default)]
pub(super) struct Watching {
    watches: Watches,
    /// Their names, by their places among the watches.
    names: Vec<String>,
    /// What they were read from; nothing where that could not be read whole.
    read: Option<ReadFrom>,
}

/// What watches were read from: they are the same as long as this is.
#[derive(Debug, PartialEq)]
struct ReadFrom {
    /// Names, queries, and whether a fault is noted: one that was caught up with meanwhile is noted again if it is still there.
    written: Vec<(String, String, bool)>,
    /// The day that relative dates are of.
    today: Date,
    /// What the queries may name of the user's own.
    shelf: Shelf,
}

/// An article that counts as news.
#[derive(Clone, Debug)]
pub(super) struct NewsArticle<'a> {
    id: ArticleId,
    /// What was read of it; nothing where the library has meanwhile read it otherwise.
    read: Option<&'a (Article, Facts)>,
    came: Came,
    /// When the library took it in, which may be long after it was fetched.
    at: Timestamp,
}

impl<'a> NewsArticle<'a> {
    /// The article of a page.
    pub(super) fn of(page: &'a Incoming, came: Came, at: Timestamp) -> Self {
        Self { id: page.page.id.clone(), read: page.read.as_ref(), came, at }
    }

    /// Forgets what was read of it where it is one of those that were read again.
    pub(super) fn forget_if_among(&mut self, read_again: &BTreeSet<ArticleId>) {
        if read_again.contains(&self.id) {
            self.read = None;
        }
    }
}

/// How a deal stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealStanding {
    /// Where it stood.
    pub status: Option<Status>,
    /// The sum it was shown with.
    pub sum: Option<Headline>,
}

impl DealStanding {
    /// How a deal stands.
    pub fn of(deal: &Deal) -> Self {
        Self { status: deal.status, sum: headline(deal) }
    }

    /// How a deal stood, as an alert keeps it; `None` where another version wrote it otherwise.
    pub fn of_alert(was: &str) -> Option<Self> {
        serde_json::from_str(was).ok()
    }
}

/// The deals of a batch as they stood before it.
#[derive(Debug, Default)]
pub(super) struct FormerDeals {
    standing: BTreeMap<DealId, DealStanding>,
    held: HashMap<(ArticleId, u32), DealId>,
}

impl FormerDeals {
    /// Notes how these deals stand, before they are settled anew.
    pub(super) fn note(&mut self, batch: &Batch<'_>, ids: &BTreeSet<DealId>) -> Result<(), PipelineError> {
        for id in ids {
            let Some(glance) = batch.deal_at_a_glance(id)? else { continue };
            let sum = glance.headline.as_deref().and_then(|text| Headline::from_json(text).ok());
            self.standing.insert(id.clone(), DealStanding { status: glance.status, sum });
            for event in batch.event_places_of_deal(id)? {
                self.held.insert(event, id.clone());
            }
        }
        Ok(())
    }

    /// How the deal stood that holds most of what this one does.
    fn of(&self, deal: &Deal) -> Option<&DealStanding> {
        let mut shared: BTreeMap<&DealId, usize> = BTreeMap::new();
        for told in &deal.events {
            if let Some(id) = self.held.get(&(told.article.clone(), told.ordinal)) {
                *shared.entry(id).or_default() += 1;
            }
        }
        let most = shared.into_iter().max_by_key(|(id, events)| (*events, **id == deal.id))?;
        self.standing.get(most.0)
    }
}

impl Watching {
    /// Reads the watches where they, the day, or what they name of the user's own are others than before. One whose query can
    /// no longer be read is noted, as missing what has come since `since`.
    pub(super) fn refresh(
        &mut self,
        folder: &Folder,
        batch: &Batch<'_>,
        names: &NameTable,
        now: Timestamp,
        since: Timestamp,
    ) -> Result<(), PipelineError> {
        let rows = batch.watches()?;
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let written = rows.iter().map(|row| (row.name.clone(), row.query.clone(), row.fault.is_some()));
        let written = written.collect();
        let shelf = shelf_for(folder, batch, rows.iter().map(|row| row.query.as_str()));
        // A notebook that cannot be read spoils what names something of it, and nothing else.
        let (shelf, no_shelf) = match shelf {
            Ok(shelf) => (shelf, None),
            Err(error) => (Shelf::default(), Some(error.to_string())),
        };
        let from = ReadFrom { written, today, shelf };
        if no_shelf.is_none() && self.read.as_ref() == Some(&from) {
            return Ok(());
        }
        let (mut queries, mut named) = (Vec::new(), Vec::new());
        for row in &rows {
            let read = Query::parse_with(&row.query, today, &from.shelf)
                .map_err(|error| no_shelf.clone().unwrap_or(error.message));
            match read {
                // A fault that is mended stays noted until what came meanwhile is caught up with (`library/watch_recovery.rs`).
                Ok(query) => {
                    queries.push(query);
                    named.push(row.name.clone());
                }
                Err(why) => batch.set_watch_fault(&row.name, Some(&WatchFault { why, since }))?,
            }
        }
        *self = Self {
            watches: Watches::new(&queries, names),
            names: named,
            read: no_shelf.is_none().then_some(from),
        };
        Ok(())
    }

    /// Whether there is nothing to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.watches.is_empty()
    }

    /// Asks the watches of what has come, once its deals are settled, and keeps what they catch.
    pub(super) fn note(
        &self,
        batch: &Batch<'_>,
        names: &NameTable,
        news: &[NewsArticle<'_>],
        former: &FormerDeals,
    ) -> Result<(), PipelineError> {
        // A deal that several of them tell is asked once.
        let mut known: HashMap<DealId, Option<CaughtDeal>> = HashMap::new();
        for one in news {
            let kept = if one.read.is_none() { batch.article(&one.id)? } else { None };
            let Some((article, facts)) = one.read.or(kept.as_ref()) else { continue };
            let ids: BTreeSet<DealId> =
                batch.deals_of_article(&one.id)?.into_iter().map(|(_, deal)| deal).collect();
            for id in &ids {
                if !known.contains_key(id) {
                    known.insert(id.clone(), self.caught_deal(batch, names, id, former)?);
                }
            }
            let deals: Vec<&CaughtDeal> = ids.iter().filter_map(|id| known.get(id)?.as_ref()).collect();
            let mut document = Document::new(article, facts, names);
            for (status, is_disputed) in batch.standings_of(&one.id)? {
                document.disputed |= is_disputed;
                document.statuses.extend(status);
            }
            let of_article = self.watches.matching(&ArticleSubject::new(&document));
            for at in &of_article {
                let deals: Vec<Option<&CaughtDeal>> = if deals.is_empty() {
                    vec![None]
                } else {
                    deals.iter().map(|deal| Some(*deal)).collect()
                };
                for deal in deals {
                    self.keep(batch, *at, one, deal, Matched::Article)?;
                }
            }
            for deal in deals.iter().filter(|deal| deal.has_changed) {
                for at in deal.watches.iter().filter(|at| !of_article.contains(at)) {
                    self.keep(batch, *at, one, Some(deal), Matched::Deal)?;
                }
            }
        }
        Ok(())
    }

    /// A deal that an article tells, with the watches that it answers itself.
    fn caught_deal(
        &self,
        batch: &Batch<'_>,
        names: &NameTable,
        id: &DealId,
        former: &FormerDeals,
    ) -> Result<Option<CaughtDeal>, PipelineError> {
        let Some(deal) = batch.deal(id)? else { return Ok(None) };
        let was = former.of(&deal).cloned();
        let has_changed = was.as_ref().is_none_or(|was| *was != DealStanding::of(&deal));
        let watches = if has_changed {
            let subject = DealSubject::new(&deal, deal.events.iter().collect(), names);
            self.watches.matching(&subject)
        } else {
            Vec::new()
        };
        Ok(Some(CaughtDeal { id: id.clone(), was, has_changed, watches }))
    }

    fn keep(
        &self,
        batch: &Batch<'_>,
        at: usize,
        news: &NewsArticle<'_>,
        deal: Option<&CaughtDeal>,
        matched: Matched,
    ) -> Result<(), PipelineError> {
        let Some(watch) = self.names.get(at) else { return Ok(()) };
        let was = deal.and_then(|deal| deal.was.as_ref());
        batch.add_alert(&AlertRow {
            id: 0,
            watch: watch.clone(),
            article: news.id.clone(),
            deal: deal.map(|deal| deal.id.clone()),
            matched,
            came: news.came,
            was: was.and_then(|was| serde_json::to_string(was).ok()),
            seen: news.at,
        })?;
        Ok(())
    }
}

/// A deal of an article that has come.
struct CaughtDeal {
    id: DealId,
    was: Option<DealStanding>,
    has_changed: bool,
    /// The places of the watches that the deal answers; not asked where nothing of it has changed.
    watches: Vec<usize>,
}
