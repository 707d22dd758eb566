//! Deals of what a batch has touched, settled anew.
//!
//! New events are linked with those they may be one deal with; whatever hangs together by links is one block; each block
//! touched is settled as a whole. So neither the order of arrival nor the cut into batches matters.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::base::{ArticleId, DealId};
use crate::deals::{
    Block, Compared, Deal, EventRef, JOINED, Status, Tops, is_link, matches, part_of, rulings, settle,
};
use crate::events::Corrections;
use crate::pipeline::PipelineError;
use crate::pipeline::rulings::{has_joined, joined};
use crate::report::headline;
use crate::store::{Batch, BlockId, EventRow, Linked};

/// Articles whose document in the index is out of date.
pub(super) type Touched = BTreeSet<ArticleId>;

/// What a batch has touched.
#[derive(Default)]
pub(super) struct Settling {
    /// Deals that held an event which may be gone.
    former: BTreeSet<DealId>,
    articles: Touched,
    /// Events that may hang together otherwise now; some are gone.
    loose: BTreeSet<EventRow>,
}

impl Settling {
    /// Notes that an article is about to be put in the place of what was read of it before.
    pub fn before(&mut self, batch: &Batch<'_>, article: &ArticleId) -> Result<(), PipelineError> {
        self.loose.extend(batch.reopen_events_of(article)?);
        self.former.extend(batch.deals_of_article(article)?.into_iter().map(|(_, deal)| deal));
        self.articles.insert(article.clone());
        Ok(())
    }

    /// Notes that every deal is to be made anew.
    pub fn before_all(&mut self, batch: &Batch<'_>) -> Result<(), PipelineError> {
        batch.reopen_all_events()?;
        self.former.extend(batch.deal_ids()?);
        Ok(())
    }

    /// Settles everything touched anew; gives back the articles to index.
    pub fn settle(self, batch: &Batch<'_>, corrections: &Corrections) -> Result<Touched, PipelineError> {
        self.settle_after(batch, corrections, |_| Ok(()))
    }

    /// As [`Settling::settle`]; `look` is shown the deals that may be others afterwards, while they are as they were.
    pub fn settle_after(
        mut self,
        batch: &Batch<'_>,
        corrections: &Corrections,
        look: impl FnOnce(&BTreeSet<DealId>) -> Result<(), PipelineError>,
    ) -> Result<Touched, PipelineError> {
        link(batch, corrections, &mut self.loose)?;
        let blocks = put_in_blocks(batch, self.loose)?;
        for block in &blocks {
            self.former.extend(batch.deals_of_block(*block)?);
        }
        look(&self.former)?;
        let (mut old, mut new) = (Standing::new(), Standing::new());
        for id in &self.former {
            for (article, status, disputed) in batch.standing_of(id)? {
                old.entry(article).or_default().insert((status, disputed));
            }
        }
        let mut gone = self.former;
        // One block at a time is in memory.
        for block in blocks {
            let events = batch.events_of_block(block)?;
            let copies = batch.copies_among(&events.iter().map(|(told, _)| &told.article).collect())?;
            let rulings = rulings(corrections, events.iter().map(|(told, _)| told));
            let deals = settle(Block { events, copies, rulings });
            for deal in &deals {
                note_standing(&mut new, deal);
                gone.remove(&deal.id);
            }
            batch.put_deals(&deals, |deal| headline(deal).and_then(|sum| sum.to_json().ok()))?;
        }
        let gone: Vec<DealId> = gone.into_iter().collect();
        batch.remove_deals(&gone)?;
        batch.redirect_deals(&gone)?;
        let mut touched = self.articles;
        let ids: HashSet<&ArticleId> = old.keys().chain(new.keys()).collect();
        touched.extend(ids.into_iter().filter(|id| old.get(*id) != new.get(*id)).cloned());
        Ok(touched)
    }
}

/// So many events are linked at a time: all that they are compared with is in memory.
const STEP: usize = 512;

/// Links the events that wait with all others; notes in `loose` these, and those whose links are others now.
fn link(
    batch: &Batch<'_>,
    corrections: &Corrections,
    loose: &mut BTreeSet<EventRow>,
) -> Result<(), PipelineError> {
    let waiting = batch.waiting_events()?;
    loose.extend(&waiting);
    for step in waiting.chunks(STEP) {
        let mut known = Known::default();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for row in step {
            let one = known.place(batch, *row)?;
            for other in batch.events_with_keys(&batch.keys_of(*row)?.lookups)? {
                let other = known.place(batch, other)?;
                if one != other {
                    pairs.push((one.min(other), one.max(other)));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let compared: Vec<&Compared> = known.linked.iter().map(|linked| &linked.compared).collect();
        let found = matches(&compared, &pairs);
        let former: Vec<Tops> = known.linked.iter().map(|linked| linked.tops).collect();
        let mut tops = former.clone();
        for found in &found {
            tops[found.one].note(found.score, known.rows[found.other].number());
            tops[found.other].note(found.score, known.rows[found.one].number());
        }
        let better = || (0..tops.len()).filter(|place| tops[*place] != former[*place]);
        for place in better() {
            batch.put_tops(known.rows[place], &tops[place])?;
        }
        for found in found {
            if is_link(found.score, &tops[found.one], &tops[found.other]) {
                let (one, other) = (known.rows[found.one], known.rows[found.other]);
                batch.put_link(one, other, found.score)?;
                loose.extend([one, other]);
            }
        }
        for place in better() {
            let row = known.rows[place];
            let dropped = batch.drop_loose_links(row)?;
            if !dropped.is_empty() {
                loose.extend(dropped);
                loose.insert(row);
            }
        }
    }
    link_ruled(batch, corrections, &waiting, loose)
}

/// Links what the user has joined.
fn link_ruled(
    batch: &Batch<'_>,
    corrections: &Corrections,
    waiting: &[EventRow],
    loose: &mut BTreeSet<EventRow>,
) -> Result<(), PipelineError> {
    if !has_joined(corrections) {
        return Ok(());
    }
    for (one, other) in joined(batch, corrections, &batch.articles_of_rows(waiting)?)? {
        if let (Some(one), Some(other)) = (row_of(batch, &one)?, row_of(batch, &other)?) {
            batch.put_link(one, other, JOINED)?;
            loose.extend([one, other]);
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
    places: HashMap<EventRow, usize>,
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
}

/// Finds anew what hangs together of these events, and of all that were in a block with one; gives back the blocks that are
/// others now.
fn put_in_blocks(batch: &Batch<'_>, loose: BTreeSet<EventRow>) -> Result<BTreeSet<BlockId>, PipelineError> {
    let mut links: HashMap<EventRow, Vec<(EventRow, f32)>> = HashMap::new();
    // The block that each event was in and the one it is in now.
    let mut homes: BTreeMap<EventRow, (Option<BlockId>, BlockId)> = BTreeMap::new();
    let mut opened: BTreeSet<BlockId> = BTreeSet::new();
    let mut open: Vec<EventRow> = loose.into_iter().collect();
    let mut blocks = BTreeSet::new();
    while let Some(event) = open.pop() {
        if homes.contains_key(&event) || batch.block_of(event)?.is_none() {
            continue;
        }
        let part = part_of(event, |at| {
            if let Entry::Vacant(slot) = links.entry(at) {
                slot.insert(batch.links_of(at)?);
            }
            Ok::<_, PipelineError>(links[&at].clone())
        })?;
        let Some(block) = BlockId::of(&part) else { continue };
        let mut former = BTreeSet::new();
        for member in &part {
            let was = batch.block_of(*member)?.flatten();
            homes.insert(*member, (was, block));
            former.insert(was);
        }
        let mut before = 0;
        for was in former.iter().flatten() {
            let rows = batch.rows_of_block(*was)?;
            before += rows.len();
            if opened.insert(*was) {
                open.extend(rows);
            }
        }
        // The same events as before, none of them new: the same deals.
        if former.len() > 1 || former.contains(&None) || before != part.len() {
            blocks.insert(block);
        }
    }
    for (event, (was, is)) in homes {
        if was != Some(is) {
            batch.put_in_block(event, is)?;
        }
    }
    Ok(blocks)
}

/// What the index knows of an article's deals: where they stand, and whether one is disputed.
type Standing = BTreeMap<ArticleId, BTreeSet<(Option<String>, bool)>>;

fn note_standing(standing: &mut Standing, deal: &Deal) {
    let status = deal.status.map(|status| Status::as_str(status).to_owned());
    for event in &deal.events {
        standing.entry(event.article.clone()).or_default().insert((status.clone(), deal.disputed));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::article::{Article, read_record};
    use crate::deals::{DealEvent, Features};
    use crate::events::{Facts, read_facts};
    use crate::store::{Access, Store};

    /// So many articles, of which most tell the dealings of one supplier with one department, make a crowd.
    const COUNT: usize = 320;

    type Told = (Article, Facts, Vec<(DealEvent, Features)>);

    static TOLD: LazyLock<Vec<Told>> = LazyLock::new(|| {
        let topics = [
            "sensor analytics",
            "ship scheduling",
            "image sorting",
            "claim triage",
            "route planning",
            "fuel forecasts",
        ];
        let tell = |n: usize| {
            // Each shares a topic with the next, and a sum or a day with others.
            let topic = format!("{} and {}", topics[n / 3 % 6], topics[(n / 3 + n % 3) % 6]);
            let day = format!("2026-04-{:02}", n * 7 % 28 + 1);
            let text = match n % 6 {
                0 => format!(
                    "The Army modified its machine learning contract with Larkfield Analytics Inc. for {topic}."
                ),
                1 => format!("Larkfield Analytics Inc. won an Army contract for AI {topic}."),
                5 => format!(
                    "The Navy awarded Quillon Systems LLC a ${} million contract for AI {topic}.",
                    n % 4 + 2
                ),
                _ => format!(
                    "The Army awarded Larkfield Analytics Inc. a ${} million contract for AI {topic}.",
                    n % 5 + 10
                ),
            };
            let url = format!("http://wire.example/{n}");
            let record =
                serde_json::json!({"url": url, "published": day, "title": "", "text": text}).to_string();
            let article = read_record(&record).unwrap();
            let facts = read_facts(&article);
            let told = DealEvent::all_of(&article, &facts);
            (article, facts, told)
        };
        (0..COUNT).map(tell).collect()
    });

    /// Puts articles, the last of each step also taken out and put again, and gives back the deals as text.
    fn deals_of(order: &[usize], step: usize) -> (Vec<String>, usize) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), Access::Write { wait: std::time::Duration::ZERO }).unwrap();
        let corrections = Corrections::default();
        let put = |batch: &Batch<'_>, settling: &mut Settling, n: usize| {
            let (article, facts, told) = &TOLD[n];
            settling.before(batch, &article.id).unwrap();
            batch.put_article(article, facts, told, "now").unwrap();
        };
        for step in order.chunks(step) {
            let in_step = |batch: &Batch<'_>| {
                let mut settling = Settling::default();
                for n in step {
                    put(batch, &mut settling, *n);
                }
                settling.settle(batch, &corrections).map(|_| ())
            };
            store.batch(in_step).unwrap();
            let out_and_in = |batch: &Batch<'_>| {
                let id = &TOLD[step[0]].0.id;
                let mut settling = Settling::default();
                settling.before(batch, id)?;
                batch.remove_article(id)?;
                settling.settle(batch, &corrections)?;
                let mut settling = Settling::default();
                put(batch, &mut settling, step[0]);
                settling.settle(batch, &corrections).map(|_| ())
            };
            store.batch(out_and_in).unwrap();
        }
        let mut deals: Vec<String> =
            store.deals().unwrap().iter().map(|deal| serde_json::to_string(deal).unwrap()).collect();
        deals.sort();
        let batch = store.begin().unwrap();
        let largest = |batch: &Batch<'_>| {
            let rows = (0..COUNT).flat_map(|n| batch.event_rows_of(&TOLD[n].0.id).unwrap());
            let mut open: Vec<EventRow> = rows.collect();
            let mut largest = 0;
            while let Some(row) = open.pop() {
                let mut known = BTreeSet::from([row]);
                let mut ends = vec![row];
                while let Some(end) = ends.pop() {
                    let links = batch.links_of(end).unwrap().into_iter();
                    ends.extend(links.map(|(other, _)| other).filter(|other| known.insert(*other)));
                }
                open.retain(|row| !known.contains(row));
                largest = largest.max(known.len());
            }
            largest
        };
        let largest = largest(&batch);
        (deals, largest)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3))]
        #[test]
        fn in_a_crowd_the_order_of_arrival_does_not_matter_either(
            order in Just((0..COUNT).collect::<Vec<_>>()).prop_shuffle(),
            step in 20_usize..120,
        ) {
            let (expected, largest) = deals_of(&(0..COUNT).collect::<Vec<_>>(), COUNT);
            prop_assert!(largest > 128, "no crowd: {largest}");
            prop_assert!(expected.len() > 3);
            prop_assert_eq!(deals_of(&order, step).0, expected);
        }
    }
}
