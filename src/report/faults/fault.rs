//! A fault: what is off, who says what, and how much is wrong with it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::{ArticleId, DealId, PartialDate, Span};
use crate::deals::{Deal, DealEvent};
use crate::events::{EventSpans, EventValue};

/// What is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A range whose lower end lies above its upper.
    RangeReversed,
    /// A sum a thousand times another telling of the deal, or a thousandth of it: a slip of units.
    SumOutOfProportion,
    /// More obligated than the contract may come to.
    ObligatedAboveCeiling,
    /// A sum above a trillion.
    SumTooLarge,
    /// A day that is yet to come, of what is told as a fact.
    DateInFuture,
    /// An award before its solicitation.
    AwardBeforeSolicitation,
    /// An end before the start.
    EndBeforeStart,
    /// A protest before the award.
    ProtestBeforeAward,
    /// Sources disagree on a sum.
    SumsDisagree,
    /// Sources disagree on the supplier.
    SuppliersDisagree,
    /// Sources disagree on the day by more than a year.
    DatesDisagree,
    /// An edited article tells a fact otherwise than before.
    FactEdited,
    /// A correction that no longer does what it says.
    StaleCorrection,
}

/// How much is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot be so.
    Wrong,
    /// It may be so, and deserves a second look.
    Doubtful,
}

impl Severity {
    /// The word used in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Doubtful => "doubtful",
        }
    }
}

impl FaultKind {
    /// The word used in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RangeReversed => "range_reversed",
            Self::SumOutOfProportion => "sum_out_of_proportion",
            Self::ObligatedAboveCeiling => "obligated_above_ceiling",
            Self::SumTooLarge => "sum_too_large",
            Self::DateInFuture => "date_in_future",
            Self::AwardBeforeSolicitation => "award_before_solicitation",
            Self::EndBeforeStart => "end_before_start",
            Self::ProtestBeforeAward => "protest_before_award",
            Self::SumsDisagree => "sums_disagree",
            Self::SuppliersDisagree => "suppliers_disagree",
            Self::DatesDisagree => "dates_disagree",
            Self::FactEdited => "fact_edited",
            Self::StaleCorrection => "stale_correction",
        }
    }

    /// What stands above the faults of this kind.
    pub fn heading(self) -> &'static str {
        match self {
            Self::RangeReversed => "A range from high to low",
            Self::SumOutOfProportion => "A sum out of proportion",
            Self::ObligatedAboveCeiling => "More obligated than the ceiling",
            Self::SumTooLarge => "A sum above a trillion",
            Self::DateInFuture => "A fact dated in the future",
            Self::AwardBeforeSolicitation => "An award before its solicitation",
            Self::EndBeforeStart => "An end before the start",
            Self::ProtestBeforeAward => "A protest before the award",
            Self::SumsDisagree => "Sources disagree on a sum",
            Self::SuppliersDisagree => "Sources disagree on the supplier",
            Self::DatesDisagree => "Sources disagree on the date",
            Self::FactEdited => "An edited article changed a fact",
            Self::StaleCorrection => "A correction that no longer does what it says",
        }
    }

    /// How much is wrong with it.
    pub fn severity(self) -> Severity {
        match self {
            Self::RangeReversed | Self::DateInFuture | Self::EndBeforeStart => Severity::Wrong,
            _ => Severity::Doubtful,
        }
    }
}

/// Something that cannot be right, or deserves a second look.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What is off.
    pub kind: FaultKind,
    /// The deal, where it is about one.
    pub deal: Option<DealId>,
    /// The deal's name.
    pub deal_name: Option<String>,
    /// What is off, in words with its figures.
    pub what: String,
    /// What is told, side by side.
    pub tellings: Vec<Telling>,
    /// The number of the correction it is about.
    pub correction: Option<usize>,
}

/// One thing that is told, and who tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Telling {
    /// What is told, in words.
    pub says: String,
    /// The sum, where it is one.
    pub value: Option<EventValue>,
    /// The day, where it is one.
    pub date: Option<PartialDate>,
    /// How many of the tellers are independent.
    pub origins: usize,
    /// The events that tell it.
    pub tellers: Vec<Teller>,
}

/// An event that tells something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teller {
    /// The article.
    pub article: ArticleId,
    /// The event's place in the article's list; `None` for the article as a whole.
    pub ordinal: Option<u32>,
    /// The article's headline.
    pub title: String,
    /// The article's address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// The sentence that tells the event.
    pub sentence: String,
    /// The words that say it, where they stand in another sentence.
    pub words: Option<Span>,
}

/// The spans of the slot that a fault is about.
pub(super) type SlotSpans = fn(&EventSpans) -> &[Span];

impl Fault {
    pub(super) fn of(deal: &Deal, kind: FaultKind, what: String, tellings: Vec<Telling>) -> Self {
        let (id, name) = (deal.id.clone(), deal.name.clone());
        Self { kind, deal: Some(id), deal_name: Some(name), what, tellings, correction: None }
    }
}

impl Telling {
    /// What these events tell by the words in this slot.
    pub(super) fn new(says: String, events: &[&DealEvent], slot: SlotSpans) -> Self {
        let origins: BTreeSet<u32> = events.iter().map(|told| told.origin).collect();
        let tellers = events.iter().map(|told| Teller::of(told, slot)).collect();
        Self { says, origins: origins.len(), tellers, ..Self::default() }
    }

    pub(super) fn dated(self, date: Option<PartialDate>) -> Self {
        Self { date, ..self }
    }
}

impl Teller {
    fn of(told: &DealEvent, slot: SlotSpans) -> Self {
        let evidence = told.event.evidence;
        let words = slot(&told.event.spans).first().copied();
        Self {
            article: told.article.clone(),
            ordinal: Some(told.ordinal),
            title: told.title.clone(),
            url: told.url.clone(),
            publisher: told.publisher.clone(),
            published: told.published,
            sentence: told.sentence.clone(),
            words: words.filter(|words| !evidence.contains(words)),
        }
    }
}
