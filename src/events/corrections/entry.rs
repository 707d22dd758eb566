//! One block of `corrections.toml`.

use serde::{Deserialize, Serialize};

use super::CorrectionsError;
use super::event_name::EventName;
use super::slot_value;
use crate::base::{Address, comparison_key, printable};
use crate::entities::AmountRole;
use crate::events::EventSlot;

/// The most letters a name may have: no organisation's has more, and every article is searched for it.
const LONGEST_NAME: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<Correction>,
}

/// One entry. Author, time and reason are for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The article's address or id; absent where it holds for all articles.
    pub article: Option<String>,
    /// What to do.
    pub action: CorrectionAction,
    /// With what.
    pub kind: Option<CorrectionKind>,
    /// Its normalised value: a name, a sum, a number, a kind of event.
    pub value: Option<String>,
    /// With an alias, who is called so: an id of the lists, or a name.
    pub of: Option<String>,
    /// With `merge` and `part`, the other events: the article's address or id, a space, and the event's name.
    #[serde(default)]
    pub with: Vec<String>,
    /// With `set`, the slot of the event.
    pub slot: Option<EventSlot>,
    /// With `set`, what stands in the slot; with `status` and `value`, where the event's deal stands and its sum.
    pub to: Option<String>,
    /// With `reviewed`, what the user found.
    pub verdict: Option<Verdict>,
    /// Who says so.
    pub author: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CorrectionAction {
    /// Leaves a fact out, of one article; an organisation, of all.
    Drop,
    /// The article is relevant.
    Relevant,
    /// The article is not relevant.
    Irrelevant,
    /// What is called so is an agency, or a vendor.
    Add,
    /// Another name of an organisation.
    Alias,
    /// The event and the others are one deal.
    Merge,
    /// The event and the others are not one deal.
    Part,
    /// Where the deal that holds the event stands.
    Status,
    /// What the deal that holds the event is worth, in one role.
    Value,
    /// What stands in a slot of the event.
    Set,
    /// The user has looked at the event.
    Reviewed,
}

impl CorrectionAction {
    /// Whether it is about an event: its value is the event's name.
    pub fn is_of_event(self) -> bool {
        self.is_of_deal() || matches!(self, Self::Set | Self::Reviewed)
    }

    /// Whether it bears on which events are one deal, or on what is said of it.
    pub fn is_of_deal(self) -> bool {
        matches!(self, Self::Merge | Self::Part | Self::Status | Self::Value)
    }
}

/// What the user found of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is right.
    Accepted,
    /// It is right with what was set.
    Corrected,
    /// It is wrong: left out.
    Dropped,
    /// It cannot be told.
    Unsure,
}

impl Verdict {
    /// The word used in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Corrected => "corrected",
            Self::Dropped => "dropped",
            Self::Unsure => "unsure",
        }
    }
}

/// Where a deal may stand by the user's word. (The room of deals, which this one must not know, has the same words.)
pub const DEAL_STATUSES: [&str; 6] = ["sought", "awarded", "changed", "protested", "ended", "barred"];

/// What kind of fact a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CorrectionKind {
    /// A government body.
    Agency,
    /// A supplier.
    Vendor,
    /// A sum of money.
    Amount,
    /// An official number.
    Number,
    /// An event of a type.
    Event,
}

impl CorrectionKind {
    /// The word used in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Vendor => "vendor",
            Self::Amount => "amount",
            Self::Number => "number",
            Self::Event => "event",
        }
    }
}

/// Why a text can be nobody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No letter or digit is left of it where names are compared.
    #[error("a name has no letter or digit in it")]
    Empty,
    /// Longer than any name.
    #[error("a name is longer than {LONGEST_NAME} letters")]
    TooLong,
    /// It could steer a terminal, or hide a part of itself.
    #[error("a name holds a control character")]
    Control,
}

/// The entries of the file's text.
pub(super) fn entries(text: &str) -> Result<Vec<Correction>, CorrectionsError> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        CorrectionsError(format!("line {line}: {}", error.message()))
    })?;
    Ok(file.correction)
}

impl Correction {
    /// An entry that does this, and says nothing more yet.
    pub fn new(action: CorrectionAction) -> Self {
        Self {
            article: None,
            action,
            kind: None,
            value: None,
            of: None,
            with: Vec::new(),
            slot: None,
            to: None,
            verdict: None,
            author: None,
            time: None,
            reason: None,
        }
    }

    /// The event that it is about, by name.
    pub fn event(&self) -> Option<EventName> {
        self.value.as_deref().and_then(EventName::parse)
    }

    /// Whether it has what its action needs.
    ///
    /// # Errors
    /// What it lacks, in words.
    pub fn check(&self) -> Result<(), String> {
        if self.action.is_of_event() { self.check_event() } else { self.check_fact() }
    }

    fn check_event(&self) -> Result<(), String> {
        let to = self.to.as_deref();
        if self.article.is_none() {
            return Err("give the article".to_owned());
        }
        if self.kind.is_some_and(|kind| kind != CorrectionKind::Event) || self.event().is_none() {
            return Err("give an event as value, such as \"award: Palantir\"".to_owned());
        }
        match self.action {
            CorrectionAction::Merge | CorrectionAction::Part
                if self.with.is_empty() || self.with.iter().any(|other| event_at(other).is_none()) =>
            {
                Err("give the other events in with, such as [\"https://news.example/a award: Palantir\"]"
                    .to_owned())
            }
            CorrectionAction::Status if to.is_none_or(|to| !DEAL_STATUSES.contains(&to)) => {
                Err(format!("a status is {}: give one in to", DEAL_STATUSES.join(", ")))
            }
            CorrectionAction::Value
                if to.and_then(|to| slot_value::read_value(to, AmountRole::Award)).is_none() =>
            {
                Err("give a sum with its role in to, such as \"USD 40000000 ceiling\"".to_owned())
            }
            CorrectionAction::Set => match (self.slot, to) {
                (Some(slot), Some(to)) => slot_value::check(slot, to),
                _ => Err("give slot and to".to_owned()),
            },
            CorrectionAction::Reviewed if self.verdict.is_none() => {
                Err("give a verdict: accepted, corrected, dropped or unsure".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn check_fact(&self) -> Result<(), String> {
        let (has_kind, has_value) = (self.kind.is_some(), self.value.is_some());
        let is_of_organisation = matches!(self.kind, Some(CorrectionKind::Agency | CorrectionKind::Vendor));
        match (&self.article, self.action) {
            (Some(article), CorrectionAction::Drop) if !has_kind || !has_value => {
                return Err(format!("of {article} drops nothing: give kind and value"));
            }
            (Some(_), CorrectionAction::Add | CorrectionAction::Alias) => {
                return Err("names hold for every article: take out the article".to_owned());
            }
            (Some(_), _) => return Ok(()),
            (None, CorrectionAction::Relevant | CorrectionAction::Irrelevant) => {
                return Err("give the article".to_owned());
            }
            (None, CorrectionAction::Drop) if has_kind && !is_of_organisation => {
                return Err(
                    "give the article; for all articles only an agency or a vendor is dropped".to_owned()
                );
            }
            (None, CorrectionAction::Alias) if !is_of_organisation || !has_value || self.of.is_none() => {
                return Err("give kind, value and of, the kind being agency or vendor".to_owned());
            }
            (None, _) if !is_of_organisation || !has_value => {
                return Err("give kind and value, the kind being agency or vendor".to_owned());
            }
            (None, _) => {}
        }
        for name in self.value.iter().chain(&self.of) {
            check_name(name).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Whether both say the same, whoever said it and why.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let key = |text: &Option<String>| text.as_deref().map(comparison_key);
        (&self.article, self.action, self.kind) == (&other.article, other.action, other.kind)
            && key(&self.value) == key(&other.value)
            && key(&self.of) == key(&other.of)
            && (&self.with, self.slot, &self.to, self.verdict)
                == (&other.with, other.slot, &other.to, other.verdict)
    }
}

/// The article, as it is compared, and the event of an entry of `with`.
pub fn event_at(text: &str) -> Option<(String, EventName)> {
    let (article, name) = text.trim().split_once(' ')?;
    Some((article_key(article), EventName::parse(name)?))
}

/// An article's address or id as it is compared.
pub fn article_key(article: &str) -> String {
    Address::parse(article).map_or_else(|_| article.to_owned(), |address| address.canonical().to_string())
}

fn check_name(name: &str) -> Result<(), NameError> {
    if name.chars().count() > LONGEST_NAME {
        return Err(NameError::TooLong);
    }
    if name.chars().any(char::is_control) || printable(name) != name {
        return Err(NameError::Control);
    }
    if comparison_key(name).is_empty() {
        return Err(NameError::Empty);
    }
    Ok(())
}
