//! One claim by one article.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{Money, OrgId, PartialDate, Span};
use crate::entities::{AmountRole, Mentions};
use crate::events::details::Details;
use crate::events::official::OfficialRecord;
use crate::events::review::Review;

/// What happened (gold/GUIDELINES.md, "events").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A contract, order, grant or agreement is won, signed or announced.
    Award,
    /// An existing one is raised, extended, expanded; an option is exercised.
    Modification,
    /// A request for proposals or information, a planned or opened competition, a shortlisting.
    Solicitation,
    /// Cancelled, ended, not renewed, stop-work.
    Termination,
    /// A bid protest or lawsuit about a procurement or an exclusion.
    Protest,
    /// Barred, debarred, suspended, designated a risk, banned from use.
    Exclusion,
    /// A body starts, pilots or widens use of a product, with no contract named.
    Deployment,
    /// FedRAMP, an impact level, an authority to operate, a schedule listing.
    Authorization,
    /// Suppliers team up, resell or integrate for government business.
    Partnership,
    /// Private money into a supplier.
    Investment,
}

impl EventKind {
    /// Every kind, in the order of the guideline.
    pub const ALL: [Self; 10] = [
        Self::Award,
        Self::Modification,
        Self::Solicitation,
        Self::Termination,
        Self::Protest,
        Self::Exclusion,
        Self::Deployment,
        Self::Authorization,
        Self::Partnership,
        Self::Investment,
    ];

    /// The word used in records, filters and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Modification => "modification",
            Self::Solicitation => "solicitation",
            Self::Termination => "termination",
            Self::Protest => "protest",
            Self::Exclusion => "exclusion",
            Self::Deployment => "deployment",
            Self::Authorization => "authorization",
            Self::Partnership => "partnership",
            Self::Investment => "investment",
        }
    }

    /// The kind that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How sure the article itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Stated as a fact.
    Announced,
    /// Told by somebody else, who is named or not.
    Reported,
    /// Intended.
    Planned,
    /// Said to be possible.
    Possible,
}

impl Certainty {
    /// Every degree, the surest first.
    pub const ALL: [Self; 4] = [Self::Announced, Self::Reported, Self::Planned, Self::Possible];

    /// The word used in records, filters and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Reported => "reported",
            Self::Planned => "planned",
            Self::Possible => "possible",
        }
    }
}

/// What kind of source the article itself leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributionKind {
    /// The supplier.
    Company,
    /// The government side.
    Agency,
    /// A notice, filing or other document.
    Document,
    /// People who are not named.
    Anonymous,
    /// Another news outlet.
    Outlet,
}

/// Whom the article cites for the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// What kind of source.
    pub kind: AttributionKind,
    /// Its name, where given.
    pub name: Option<String>,
}

/// An organisation in the role of a slot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrgRef {
    /// The path in the lists, or `x/…`.
    pub id: OrgId,
    /// The canonical name.
    pub name: String,
}

/// The event's own sum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventValue {
    /// The sum; the upper end of a range.
    pub money: Money,
    /// The lower end of a range.
    pub low: Option<Decimal>,
    /// What it is.
    pub role: AmountRole,
    /// Whether the text gives it to each of several dealings ("up to $200 million each"), not to all of them together.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_apiece: bool,
}

/// The characters that say each slot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EventSpans {
    /// The words that say what happened.
    #[serde(rename = "type")]
    pub kind: Vec<Span>,
    /// The buyers' mentions.
    pub buyers: Vec<Span>,
    /// The vendors' mentions.
    pub vendors: Vec<Span>,
    /// The sum.
    pub value: Vec<Span>,
    /// The date.
    pub date: Vec<Span>,
    /// The form or pricing of the contract.
    #[serde(default)]
    pub contract_type: Vec<Span>,
    /// How it was competed, and the number of offers.
    #[serde(default)]
    pub competition: Vec<Span>,
    /// The level of secrecy.
    #[serde(default)]
    pub classification: Vec<Span>,
    /// Where it is worked on.
    #[serde(default)]
    pub place: Vec<Span>,
    /// When it is to be done.
    #[serde(default)]
    pub completion: Vec<Span>,
    /// By when offers are due.
    #[serde(default)]
    pub offers_due: Vec<Span>,
    /// For how long it runs, with its options.
    #[serde(default)]
    pub term: Vec<Span>,
}

impl EventSpans {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = Span> {
        let Self {
            kind,
            buyers,
            vendors,
            value,
            date,
            contract_type,
            competition,
            classification,
            place,
            completion,
            offers_due,
            term,
        } = self;
        let who = [kind, buyers, vendors, value, date];
        let how = [contract_type, competition, classification, place, completion, offers_due, term];
        who.into_iter().chain(how).flatten().copied()
    }
}

/// One dealing as one article tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The government side, most specific body first.
    pub buyers: Vec<OrgRef>,
    /// The suppliers.
    pub vendors: Vec<OrgRef>,
    /// Reseller, cloud, prime or vehicle owner through which it is supplied.
    pub via: Vec<OrgRef>,
    /// The dealing's own sum.
    pub value: Option<EventValue>,
    /// When it took place, as far as the text tells.
    pub date: Option<PartialDate>,
    /// What it is about, in a few words of the text.
    pub subject: Option<String>,
    /// Id of the program or vehicle.
    pub program: Option<String>,
    /// Contract and solicitation numbers.
    pub contract_ids: Vec<String>,
    /// Its form, its competition, its secrecy, where and until when it is worked on.
    #[serde(default)]
    pub details: Details,
    /// What an official register says of it, where the article is its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<OfficialRecord>,
    /// How sure the article is.
    pub certainty: Certainty,
    /// Whom it cites.
    pub attribution: Option<Attribution>,
    /// The sentence that best says so.
    pub evidence: Span,
    /// The characters that say each slot.
    pub spans: EventSpans,
    /// From 0 to 1.
    pub confidence: f32,
    /// What the user said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// Below this confidence an event is doubtful: shown, marked, and without a say in status and headline sums.
pub const CONFIDENCE_TO_COUNT: f32 = 0.8;

impl Event {
    /// Whether it counts as a fact: stated or reported, not planned or possible, and found with enough confidence or
    /// accepted by the user. (Who accepts a plan says that it is one.)
    pub fn is_confirmed(&self) -> bool {
        matches!(self.certainty, Certainty::Announced | Certainty::Reported)
            && (self.confidence >= CONFIDENCE_TO_COUNT || self.is_accepted())
    }
}

/// Everything an article claims: what `events` makes of an article and its mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Whether it reports a concrete dealing between a government body and a supplier that involves AI.
    pub relevant: bool,
    /// From 0 to 1: how relevant.
    pub relevance: f32,
    /// What is named.
    pub mentions: Mentions,
    /// What happened; an event's ordinal is its place here.
    pub events: Vec<Event>,
}
