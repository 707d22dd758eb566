//! Deals of what a batch has touched, settled anew.
//!
//! New events are linked with those they may be one deal with; whatever is linked is one block; each block touched is
//! settled as a whole. So neither the order of arrival nor the cut into batches matters.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::base::{ArticleId, DealId};
use crate::deals::{
    Block, Deal, DealEvent, EventRef, Features, Settled, Status, Tops, head, is_link, matches, rulings,
    settle,
};
use crate::events::Corrections;
use crate::pipeline::PipelineError;
use crate::pipeline::rulings::{has_joined, joined};
use crate::store::{Batch, BlockId, EventRow, Linked};

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

    /// Notes that every deal is to be made anew.
    pub fn before_all(&mut self, batch: &Batch<'_>) -> Result<(), PipelineError> {
        batch.reopen_all_blocks()?;
        self.former.extend(batch.deal_ids()?);
        Ok(())
    }

    /// Settles everything touched anew; gives back the articles to index.
    pub fn settle(mut self, batch: &Batch<'_>, corrections: &Corrections) -> Result<Touched, PipelineError> {
        let blocks = link(batch, corrections)?;
        for block in &blocks {
            self.former.extend(batch.deals_of_block(*block)?);
        }
        let former: Vec<DealId> = self.former.into_iter().collect();
        let (mut old, mut new) = (Standing::new(), Standing::new());
        for id in &former {
            note_standing(&mut old, batch.deal(id)?.iter());
        }
        batch.remove_deals(&former)?;
        // One block at a time is in memory.
        for block in blocks {
            let mut events = Vec::new();
            let mut tops = BTreeMap::new();
            for (told, features, best) in batch.events_of_block(block)? {
                tops.insert(EventRef::of(&told), best);
                events.push((told, features));
            }
            let copies = copies(batch, &events)?;
            let rulings = rulings(corrections, events.iter().map(|(told, _)| told));
            let settled = settle(Block { events, tops, copies, rulings });
            if settled.len() > 1 {
                split(batch, block, &settled)?;
            }
            for Settled { deals, .. } in settled {
                note_standing(&mut new, deals.iter());
                batch.put_deals(&deals)?;
            }
        }
        batch.redirect_deals(&former)?;
        let mut touched = self.articles;
        let ids: HashSet<&ArticleId> = old.keys().chain(new.keys()).collect();
        touched.extend(ids.into_iter().filter(|id| old.get(*id) != new.get(*id)).cloned());
        Ok(touched)
    }
}

/// Gives each part of a block that hangs together by itself a number of its own: what held them together is gone, since
/// better matches have come.
fn split(batch: &Batch<'_>, block: BlockId, settled: &[Settled]) -> Result<(), PipelineError> {
    let rows: BTreeMap<EventRef, EventRow> = batch.rows_of_block(block)?.into_iter().collect();
    for Settled { events, .. } in settled {
        let part: BTreeSet<EventRow> = events.iter().filter_map(|event| rows.get(event)).copied().collect();
        if let Some(block) = BlockId::of(&part) {
            batch.put_in_block(&part.into_iter().collect::<Vec<_>>(), block)?;
        }
    }
    Ok(())
}

/// So many events are linked at a time: all that they are compared with is in memory.
const STEP: usize = 512;

/// Links the events that wait with all others; gives back the blocks that came of it.
fn link(batch: &Batch<'_>, corrections: &Corrections) -> Result<BTreeSet<BlockId>, PipelineError> {
    let waiting = batch.waiting_events()?;
    let mut blocks = BTreeSet::new();
    for step in waiting.chunks(STEP) {
        let mut known = Known::default();
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for row in step {
            let one = known.place(batch, *row)?;
            for other in batch.events_with_keys(&known.linked[one].features.lookups.clone())? {
                let other = known.place(batch, other)?;
                if one != other {
                    pairs.insert((one.min(other), one.max(other)));
                }
            }
        }
        let pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
        let features: Vec<&Features> = known.linked.iter().map(|linked| &linked.features).collect();
        let found = matches(&features, &pairs);
        let former: Vec<Tops> = known.linked.iter().map(|linked| linked.tops).collect();
        let mut tops = former.clone();
        for found in &found {
            tops[found.one].note(found.score, known.rows[found.other].number());
            tops[found.other].note(found.score, known.rows[found.one].number());
        }
        for (place, tops) in tops.iter().enumerate().filter(|(place, tops)| **tops != former[*place]) {
            batch.put_tops(known.rows[place], tops)?;
        }
        let links: Vec<(usize, usize)> = found
            .iter()
            .filter(|found| is_link(found.score, &tops[found.one], &tops[found.other]))
            .map(|found| (found.one, found.other))
            .collect();
        known.unite(batch, &links, step, &mut blocks)?;
    }
    unite_ruled(batch, corrections, &waiting, &mut blocks)?;
    Ok(blocks)
}

/// Brings together what the user has joined.
fn unite_ruled(
    batch: &Batch<'_>,
    corrections: &Corrections,
    waiting: &[EventRow],
    blocks: &mut BTreeSet<BlockId>,
) -> Result<(), PipelineError> {
    if !has_joined(corrections) {
        return Ok(());
    }
    for (one, other) in joined(batch, corrections, &batch.articles_of_rows(waiting)?)? {
        let (Some(one), Some(other)) = (row_of(batch, &one)?, row_of(batch, &other)?) else { continue };
        let (Some(one), Some(other)) = (batch.linked_in(one)?.block, batch.linked_in(other)?.block) else {
            continue;
        };
        if one != other {
            let (kept, gone) = (one.min(other), one.max(other));
            batch.move_block(gone, kept)?;
            blocks.remove(&gone);
            blocks.insert(kept);
        }
    }
    Ok(())
}

fn row_of(batch: &Batch<'_>, event: &EventRef) -> Result<Option<EventRow>, PipelineError> {
    Ok(batch.event_rows_of(&event.article)?.get(event.ordinal as usize).copied())
}

/// The events looked at so far, each loaded once.
#[derive(Default)]
struct Known {
    places: BTreeMap<EventRow, usize>,
    rows: Vec<EventRow>,
    linked: Vec<Linked>,
}

impl Known {
    fn place(&mut self, batch: &Batch<'_>, row: EventRow) -> Result<usize, PipelineError> {
        if let Some(place) = self.places.get(&row) {
            return Ok(*place);
        }
        let linked = batch.linked_in(row)?;
        let place = self.linked.len();
        self.places.insert(row, place);
        self.rows.push(row);
        self.linked.push(linked);
        Ok(place)
    }

    /// Gives the waiting events their blocks, uniting those that links lead to; keeps `blocks`, those touched, up to it.
    fn unite(
        &self,
        batch: &Batch<'_>,
        links: &[(usize, usize)],
        waiting: &[EventRow],
        blocks: &mut BTreeSet<BlockId>,
    ) -> Result<(), PipelineError> {
        let mut home: Vec<usize> = (0..self.rows.len()).collect();
        // Events of one block are together from the start.
        let mut first_of: BTreeMap<BlockId, usize> = BTreeMap::new();
        for (place, linked) in self.linked.iter().enumerate() {
            if let Some(block) = &linked.block {
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
        for group in groups.into_values() {
            let old: BTreeSet<BlockId> = group.iter().filter_map(|place| self.linked[*place].block).collect();
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
                blocks.remove(&other);
            }
            batch.put_in_block(&new, block)?;
            blocks.insert(block);
        }
        Ok(())
    }
}

/// The pairs of articles of these events that tell one story.
fn copies(
    batch: &Batch<'_>,
    events: &[(DealEvent, Features)],
) -> Result<Vec<(ArticleId, ArticleId)>, PipelineError> {
    let articles: BTreeSet<&ArticleId> = events.iter().map(|(told, _)| &told.article).collect();
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
type Standing = BTreeMap<ArticleId, BTreeSet<(Option<Status>, bool)>>;

fn note_standing<'d>(standing: &mut Standing, deals: impl Iterator<Item = &'d Deal>) {
    for deal in deals {
        for event in &deal.events {
            let of_article = standing.entry(event.article.clone()).or_default();
            of_article.insert((deal.status, deal.disputed));
        }
    }
}
