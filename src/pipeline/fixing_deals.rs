//! The user's word on deals: which events are one, and where one stands.
//!
//! A deal changes its id when older articles come in, so what is said of one is written down by its events: by the
//! smallest, which names it, or by all from which an event is parted.

use std::collections::BTreeSet;

use crate::base::{ArticleId, printable};
use crate::deals::{Deal, DealEvent, EventRef, Status, pair};
use crate::entities::AmountRole;
use crate::events::{
    Correction, CorrectionAction, CorrectionKind, Corrections, EventName, read_value, written_value,
};
use crate::pipeline::applying::{deal_of_event, meant};
use crate::pipeline::fix_file::{FixNote, Fixed, append};
use crate::pipeline::fixing_facts::article_with_id;
use crate::pipeline::rulings::written_article;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, IdMatch, Store};

/// What the user says of deals, which are named by their ids or the beginnings of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DealFix {
    /// They are one.
    Merge(Vec<String>),
    /// What the article tells is not this deal: all its events in it, or the one at this place.
    Split {
        /// The deal.
        deal: String,
        /// The article.
        article: String,
        /// The place of the event.
        ordinal: Option<u32>,
    },
    /// An event of an article is of another deal; without a place, its only one.
    Move {
        /// The article.
        article: String,
        /// The place of the event.
        ordinal: Option<u32>,
        /// The deal that it is of.
        to: String,
    },
    /// Where the deal stands.
    Status(String, Status),
    /// What the deal is worth: a sum, and its role where the sum does not say it.
    Value(String, String, Option<String>),
}

/// Writes what the user says of deals.
///
/// # Errors
/// When there is no such deal or event, or another correction says the contrary; and when a file cannot be read or
/// written.
pub fn fix_deal(folder: &Folder, fix: &DealFix, note: &FixNote) -> Result<Fixed, PipelineError> {
    let store = Store::open(folder.path(), Access::Read)?;
    let known = folder.read_corrections()?;
    let desk = Desk { store: &store, known: &known, note };
    let entries = match fix {
        DealFix::Merge(deals) => desk.merge(deals)?,
        DealFix::Split { deal, article, ordinal } => desk.split(deal, article, *ordinal)?,
        DealFix::Move { article, ordinal, to } => desk.move_event(article, *ordinal, to)?,
        DealFix::Status(deal, status) => {
            let to = status.as_str().to_owned();
            vec![desk.ruling(CorrectionAction::Status, &desk.deal(deal)?, to)?]
        }
        DealFix::Value(deal, sum, role) => {
            let deal = desk.deal(deal)?;
            let to = value(&deal, sum, role.as_deref())?;
            vec![desk.ruling(CorrectionAction::Value, &deal, to)?]
        }
    };
    let mut settled: BTreeSet<ArticleId> = BTreeSet::new();
    for entry in &entries {
        let meant = meant(&store, entry)?;
        let named = std::iter::once(&meant.event).chain(&meant.with);
        settled.extend(named.flat_map(|named| &named.events).map(|event| event.article.clone()));
    }
    let corrections = append(folder, &entries)?;
    Ok(Fixed { corrections, articles: Vec::new(), settled: settled.into_iter().collect() })
}

/// What is at hand to write an entry by.
struct Desk<'a> {
    store: &'a Store,
    known: &'a Corrections,
    note: &'a FixNote,
}

impl Desk<'_> {
    fn merge(&self, ids: &[String]) -> Result<Vec<Correction>, PipelineError> {
        let mut deals: Vec<Deal> = ids.iter().map(|id| self.deal(id)).collect::<Result<_, _>>()?;
        // The same entry in whatever order they were named.
        deals.sort_by(|a, b| a.id.cmp(&b.id));
        deals.dedup_by(|a, b| a.id == b.id);
        let [first, others @ ..] = deals.as_slice() else { return Err(one_already(ids)) };
        if others.is_empty() {
            return Err(one_already(ids));
        }
        let mut entries = Vec::with_capacity(others.len());
        for other in others {
            self.must_not_say(CorrectionAction::Part, &first.events, &other.events)?;
            entries.push(self.pairing(CorrectionAction::Merge, anchor(first)?, &[anchor(other)?])?);
        }
        Ok(entries)
    }

    fn split(
        &self,
        deal: &str,
        article: &str,
        ordinal: Option<u32>,
    ) -> Result<Vec<Correction>, PipelineError> {
        let deal = self.deal(deal)?;
        let (article, _) = article_with_id(self.store, article)?;
        let is_mine = |told: &&DealEvent| {
            told.article == article.id && ordinal.is_none_or(|ordinal| told.ordinal == ordinal)
        };
        let (mine, others): (Vec<&DealEvent>, Vec<&DealEvent>) = deal.events.iter().partition(is_mine);
        if mine.is_empty() {
            let event = ordinal.map(|ordinal| format!("event {ordinal} of ")).unwrap_or_default();
            return Err(PipelineError::Correction(format!(
                "the deal {} holds nothing of {event}the article {}: `show {}` lists what it holds",
                deal.id, article.id, deal.id
            )));
        }
        if others.is_empty() {
            return Err(PipelineError::Correction(format!(
                "the deal {} holds nothing else: there is nothing to part it from",
                deal.id
            )));
        }
        self.part(&mine, &others)
    }

    fn move_event(
        &self,
        article: &str,
        ordinal: Option<u32>,
        to: &str,
    ) -> Result<Vec<Correction>, PipelineError> {
        let target = self.deal(to)?;
        let (article, _) = article_with_id(self.store, article)?;
        let held = self.store.deals_of_article(&article.id)?;
        let ordinal = match (ordinal, held.as_slice()) {
            (Some(ordinal), _) => ordinal,
            (None, [(ordinal, _)]) => *ordinal,
            _ => {
                return Err(PipelineError::Correction(format!(
                    "the article {} tells of {} deals: name the event, as in {}:0",
                    article.id,
                    held.len(),
                    article.id
                )));
            }
        };
        let event = EventRef { article: article.id.clone(), ordinal };
        let from = match deal_of_event(self.store, &event)? {
            Some(id) => self.store.deal(&id)?,
            None => None,
        };
        let from = from.ok_or_else(|| {
            PipelineError::Correction(format!("event {ordinal} of the article {} is in no deal", article.id))
        })?;
        if from.id == target.id {
            return Err(PipelineError::Correction(format!("the deal {} holds it already", from.id)));
        }
        let (mine, others): (Vec<&DealEvent>, Vec<&DealEvent>) =
            from.events.iter().partition(|told| EventRef::of(told) == event);
        let Some(told) = mine.first() else {
            return Err(PipelineError::Correction(format!("the deal {} does not hold it any more", from.id)));
        };
        let mine = [(*told).clone()];
        self.must_not_say(CorrectionAction::Part, &mine, &target.events)?;
        let mut entries = if others.is_empty() { Vec::new() } else { self.part(&[told], &others)? };
        entries.push(self.pairing(CorrectionAction::Merge, told, &[anchor(&target)?])?);
        Ok(entries)
    }

    /// Each of these is parted from all the others: so they stay where they are, whoever joins them later.
    fn part(&self, mine: &[&DealEvent], others: &[&DealEvent]) -> Result<Vec<Correction>, PipelineError> {
        let owned = |told: &[&DealEvent]| told.iter().map(|told| (*told).clone()).collect::<Vec<_>>();
        self.must_not_say(CorrectionAction::Merge, &owned(mine), &owned(others))?;
        mine.iter().map(|told| self.pairing(CorrectionAction::Part, told, others)).collect()
    }

    /// The other corrections must not say the contrary of what is to be written.
    fn must_not_say(
        &self,
        action: CorrectionAction,
        left: &[DealEvent],
        right: &[DealEvent],
    ) -> Result<(), PipelineError> {
        let refs = |events: &[DealEvent]| events.iter().map(EventRef::of).collect::<Vec<_>>();
        let (left, right) = (refs(left), refs(right));
        let across: BTreeSet<(EventRef, EventRef)> =
            left.iter().flat_map(|one| right.iter().map(|other| pair(one, other))).collect();
        for (place, entry) in self.known.of_deals().filter(|(_, entry)| entry.action == action) {
            let meant = meant(self.store, entry)?;
            let Some(event) = meant.event.only() else { continue };
            if meant
                .with
                .iter()
                .filter_map(|named| named.only())
                .any(|other| across.contains(&pair(event, other)))
            {
                let said = if action == CorrectionAction::Part { "parts them" } else { "joins them" };
                let number = place + 1;
                return Err(PipelineError::Correction(format!(
                    "correction {number} {said}: take it back first (`awardwire fix undo {number}`)"
                )));
            }
        }
        Ok(())
    }

    fn pairing(
        &self,
        action: CorrectionAction,
        told: &DealEvent,
        others: &[&DealEvent],
    ) -> Result<Correction, PipelineError> {
        let mut entry = self.entry(action, told)?;
        for other in others {
            let article = written_article(&other.article, other.url.as_deref());
            entry.with.push(format!("{article} {}", self.name(other)?));
        }
        Ok(entry)
    }

    fn ruling(&self, action: CorrectionAction, deal: &Deal, to: String) -> Result<Correction, PipelineError> {
        let mut entry = self.entry(action, anchor(deal)?)?;
        entry.to = Some(to);
        Ok(entry)
    }

    fn entry(&self, action: CorrectionAction, told: &DealEvent) -> Result<Correction, PipelineError> {
        Ok(Correction {
            article: Some(written_article(&told.article, told.url.as_deref())),
            kind: Some(CorrectionKind::Event),
            value: Some(self.name(told)?),
            ..self.note.entry(action)
        })
    }

    /// How the event is called among all of its article.
    fn name(&self, told: &DealEvent) -> Result<String, PipelineError> {
        name_of(self.store, told)
    }

    /// The deal with this id, or with the only id that begins so.
    fn deal(&self, id: &str) -> Result<Deal, PipelineError> {
        let found = self.store.resolve_prefix(id)?;
        let deals: Vec<_> = found
            .iter()
            .filter_map(|one| match one {
                IdMatch::Deal(id) => Some(id),
                IdMatch::Article(_) => None,
            })
            .collect();
        let shown = printable(id);
        let found = match deals.as_slice() {
            [one] => self.store.deal(one)?,
            [] => None,
            several => {
                return Err(PipelineError::Correction(format!(
                    "{shown:?} is the beginning of {} deals' ids: write more of it",
                    several.len()
                )));
            }
        };
        found.ok_or_else(|| {
            PipelineError::Correction(format!("no deal has the id {shown:?}: ids (d…) are shown by `deals`"))
        })
    }
}

/// How the event is called among all of its article.
pub(super) fn name_of(store: &Store, told: &DealEvent) -> Result<String, PipelineError> {
    let all = store.events_of_article(&told.article)?;
    let place = all.iter().position(|one| one.ordinal == told.ordinal);
    let name = place.and_then(|place| EventName::of(all.iter().map(|one| &one.event), place));
    name.map(|name| name.to_string()).ok_or_else(|| {
        PipelineError::Correction(format!("the article {} is being read again: try once more", told.article))
    })
}

/// The event that a deal is named by.
fn anchor(deal: &Deal) -> Result<&DealEvent, PipelineError> {
    deal.anchor().ok_or_else(|| PipelineError::Correction(format!("the deal {} holds no event", deal.id)))
}

fn one_already(ids: &[String]) -> PipelineError {
    let shown: Vec<String> = ids.iter().map(|id| printable(id)).collect();
    PipelineError::Correction(format!("{} are one deal already: name two", shown.join(" and ")))
}

/// The sum as it is written into the file.
fn value(deal: &Deal, sum: &str, role: Option<&str>) -> Result<String, PipelineError> {
    let given = role.map(|word| {
        AmountRole::from_word(&word.trim().to_lowercase()).ok_or_else(|| {
            let words: Vec<&str> = AmountRole::ALL.iter().map(|role| role.as_str()).collect();
            PipelineError::Correction(format!(
                "{:?} is no role of a sum: {}",
                printable(word),
                words.join(", ")
            ))
        })
    });
    let given = given.transpose()?;
    let usual = deal.values.first().map_or(AmountRole::Award, |value| value.role);
    let mut read = read_value(sum, given.unwrap_or(usual)).ok_or_else(|| {
        PipelineError::Correction(format!(
            "{:?} is no sum: write $200M, 'EUR 1.5bn' or '$1M..5M', and a role such as ceiling",
            printable(sum)
        ))
    })?;
    read.role = given.unwrap_or(read.role);
    Ok(written_value(&read))
}
