//! Deals of what a batch has touched, settled anew.
//!
//! New events are linked with those they may be one deal with; whatever is linked is one block; each block touched is
//! settled as a whole. So neither the order of arrival nor the cut into batches matters.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::base::{ArticleId, DealId};
use crate::deals::{Block, Deal, DealEvent, EventRef, Status, linked, lookups, rulings, settle};
use crate::events::Corrections;
use crate::pipeline::PipelineError;
use crate::pipeline::rulings::joined;
use crate::store::{Batch, BlockId, EventRow};

/// Articles whose document in the index is out of date.
pub(super) type Touched = BTreeSet<ArticleId>;

/// What a batch has touched.
#[derive(Default)]
pub(super) struct Settling {
    /// Deals that held an event which may be gone.
    former: BTreeSet<DealId>,
    articles: Touched,
}

impl Settling {
    /// Notes that an article is about to be put in the place of what was read of it before.
    pub fn before(&mut self, batch: &Batch<'_>, article: &ArticleId) -> Result<(), PipelineError> {
        batch.reopen_blocks_of(article)?;
        self.former.extend(batch.deals_of_article(article)?.into_iter().map(|(_, deal)| deal));
        self.articles.insert(article.clone());
        Ok(())
    }

    /// Settles everything touched anew; gives back the articles to index.
    pub fn settle(self, batch: &Batch<'_>, corrections: &Corrections) -> Result<Touched, PipelineError> {
        let mut former = self.former;
        let mut told: Vec<Block> = Vec::new();
        for block in link(batch, corrections)? {
            let events = batch.events_of_block(block)?;
            let places: Vec<(ArticleId, u32)> =
                events.iter().map(|event| (event.article.clone(), event.ordinal)).collect();
            former.extend(batch.deals_touching(&places)?);
            let copies = copies(batch, &events)?;
            let rulings = rulings(corrections, &events);
            told.push(Block { events, copies, rulings });
        }
        let former: Vec<DealId> = former.into_iter().collect();
        let mut before = Vec::with_capacity(former.len());
        for id in &former {
            before.extend(batch.deal(id)?);
        }
        let deals: Vec<Deal> = told.into_iter().flat_map(settle).collect();
        batch.replace_deals(&former, &deals)?;
        let mut touched = self.articles;
        let (old, new) = (standing(&before), standing(&deals));
        let ids: HashSet<&ArticleId> = old.keys().chain(new.keys()).collect();
        touched.extend(ids.into_iter().filter(|id| old.get(*id) != new.get(*id)).cloned());
        Ok(touched)
    }
}

/// Links the events that wait with all others; gives back the blocks that came of it.
fn link(batch: &Batch<'_>, corrections: &Corrections) -> Result<BTreeSet<BlockId>, PipelineError> {
    let waiting = batch.waiting_events()?;
    let mut known = Known::default();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for row in &waiting {
        let one = known.place(batch, *row)?;
        for other in batch.events_with_keys(&lookups(&known.events[one]))? {
            let other = known.place(batch, other)?;
            if one != other {
                pairs.insert((one.min(other), one.max(other)));
            }
        }
    }
    let pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    let mut links = linked(&known.events, &pairs);
    let told: Vec<&DealEvent> = waiting.iter().filter_map(|row| known.event(*row)).collect();
    for (one, other) in joined(batch, corrections, &told)? {
        if let (Some(one), Some(other)) = (row_of(batch, &one)?, row_of(batch, &other)?) {
            links.push((known.place(batch, one)?, known.place(batch, other)?));
        }
    }
    known.unite(batch, &links, &waiting)
}

fn row_of(batch: &Batch<'_>, event: &EventRef) -> Result<Option<EventRow>, PipelineError> {
    Ok(batch.event_rows_of(&event.article)?.get(event.ordinal as usize).copied())
}

/// The events looked at so far, each loaded once.
#[derive(Default)]
struct Known {
    places: BTreeMap<EventRow, usize>,
    rows: Vec<EventRow>,
    events: Vec<DealEvent>,
    blocks: Vec<Option<BlockId>>,
}

impl Known {
    fn place(&mut self, batch: &Batch<'_>, row: EventRow) -> Result<usize, PipelineError> {
        if let Some(place) = self.places.get(&row) {
            return Ok(*place);
        }
        let (event, block) = batch.event_in(row)?;
        let place = self.events.len();
        self.places.insert(row, place);
        self.rows.push(row);
        self.events.push(event);
        self.blocks.push(block);
        Ok(place)
    }

    fn event(&self, row: EventRow) -> Option<&DealEvent> {
        self.places.get(&row).and_then(|place| self.events.get(*place))
    }

    /// Gives the waiting events their blocks, uniting those that links lead to.
    fn unite(
        &self,
        batch: &Batch<'_>,
        links: &[(usize, usize)],
        waiting: &[EventRow],
    ) -> Result<BTreeSet<BlockId>, PipelineError> {
        let mut home: Vec<usize> = (0..self.rows.len()).collect();
        // Events of one block are together from the start.
        let mut first_of: BTreeMap<BlockId, usize> = BTreeMap::new();
        for (place, block) in self.blocks.iter().enumerate() {
            if let Some(block) = block {
                home[place] = *first_of.entry(*block).or_insert(place);
            }
        }
        for (one, other) in links {
            let (a, b) = (head(&mut home, *one), head(&mut home, *other));
            home[a.max(b)] = a.min(b);
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.rows.len() {
            groups.entry(head(&mut home, place)).or_default().push(place);
        }
        let waiting: BTreeSet<EventRow> = waiting.iter().copied().collect();
        let mut touched = BTreeSet::new();
        for group in groups.into_values() {
            let old: BTreeSet<BlockId> = group.iter().filter_map(|place| self.blocks[*place]).collect();
            let new: Vec<EventRow> =
                group.iter().map(|place| self.rows[*place]).filter(|row| waiting.contains(row)).collect();
            // Events that were only looked at stay as they were.
            if new.is_empty() && old.len() < 2 {
                continue;
            }
            let rows = new.iter().copied().collect();
            let Some(block) = old.first().copied().or_else(|| BlockId::of(&rows)) else { continue };
            for other in old.into_iter().filter(|other| *other != block) {
                batch.move_block(other, block)?;
            }
            batch.put_in_block(&new, block)?;
            touched.insert(block);
        }
        Ok(touched)
    }
}

/// The head of a group; the way there is shortened.
fn head(home: &mut [usize], place: usize) -> usize {
    let mut at = place;
    while home[at] != at {
        home[at] = home[home[at]];
        at = home[at];
    }
    at
}

/// The pairs of articles of these events that tell one story.
fn copies(batch: &Batch<'_>, events: &[DealEvent]) -> Result<Vec<(ArticleId, ArticleId)>, PipelineError> {
    let articles: BTreeSet<&ArticleId> = events.iter().map(|event| &event.article).collect();
    let mut pairs = Vec::new();
    let mut seen: BTreeSet<ArticleId> = BTreeSet::new();
    for article in articles {
        if seen.contains(article) {
            continue;
        }
        let story = batch.copies_of(article)?;
        pairs.extend(story.iter().filter(|other| *other != article).map(|o| (article.clone(), o.clone())));
        seen.extend(story);
    }
    Ok(pairs)
}

/// What the index knows of an article's deals: where they stand, and whether one is disputed.
fn standing(deals: &[Deal]) -> BTreeMap<ArticleId, BTreeSet<(Option<Status>, bool)>> {
    let mut found: BTreeMap<ArticleId, BTreeSet<(Option<Status>, bool)>> = BTreeMap::new();
    for deal in deals {
        for event in &deal.events {
            found.entry(event.article.clone()).or_default().insert((deal.status, deal.disputed));
        }
    }
    found
}
