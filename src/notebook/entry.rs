//! One block of `notebook.toml`.

use serde::{Deserialize, Serialize};

use crate::base::printable;
use crate::events::{EventName, article_key};

/// The most letters of the name of a list, query or tag.
const LONGEST_NAME: usize = 60;
/// The most letters of a name in a list.
const LONGEST_LISTED: usize = 200;
/// The most letters of a note.
const LONGEST_NOTE: usize = 1_000;
/// The most letters of a saved query.
const LONGEST_QUERY: usize = 10_000;

/// What an entry keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// One name of a list.
    List,
    /// A saved query.
    Saved,
    /// A tag on something.
    Tag,
    /// A note on something.
    Note,
}

/// On which side an organisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrgSide {
    /// A government body.
    Agency,
    /// A supplier.
    Vendor,
}

impl OrgSide {
    /// The word used in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Vendor => "vendor",
        }
    }
}

/// One entry. Author and time are for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotebookEntry {
    /// What it keeps.
    pub kind: EntryKind,
    /// The name of the list, the saved query or the tag.
    pub name: Option<String>,
    /// The listed name, the query or the note.
    pub value: Option<String>,
    /// With a tag or note: the address or id of the article that it is on, or of one that tells the deal it is on.
    pub article: Option<String>,
    /// With an article: the event whose deal is meant, as `corrections.toml` names it.
    pub event: Option<String>,
    /// With a tag or note: the side of the organisation that it is on.
    pub side: Option<OrgSide>,
    /// The id of the organisation.
    pub organisation: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When.
    pub time: Option<String>,
}

/// What a tag or note is on, by what lasts of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An article, by its address (canonical) or id.
    Article(String),
    /// The deal that holds this event: the article's address or id, and the event's name.
    Deal(String, String),
    /// An organisation, by its id.
    Organisation(OrgSide, String),
}

impl NotebookEntry {
    /// An entry of this kind, which says nothing yet.
    pub fn new(kind: EntryKind) -> Self {
        Self {
            kind,
            name: None,
            value: None,
            article: None,
            event: None,
            side: None,
            organisation: None,
            author: None,
            time: None,
        }
    }

    /// What a tag or note is on.
    pub fn target(&self) -> Option<Target> {
        match (&self.article, &self.event, self.side, &self.organisation) {
            (Some(article), None, None, None) => Some(Target::Article(article_key(article))),
            (Some(article), Some(event), None, None) => {
                Some(Target::Deal(article_key(article), EventName::parse(event)?.to_string()))
            }
            (None, None, Some(side), Some(id)) => Some(Target::Organisation(side, id.clone())),
            _ => None,
        }
    }

    /// The entry, on this thing.
    #[must_use]
    pub fn on(self, target: &Target) -> Self {
        match target.clone() {
            Target::Article(article) => Self { article: Some(article), ..self },
            Target::Deal(article, event) => Self { article: Some(article), event: Some(event), ..self },
            Target::Organisation(side, id) => Self { side: Some(side), organisation: Some(id), ..self },
        }
    }

    /// Whether it has what its kind needs, and nothing that could steer a terminal.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self) -> Result<(), String> {
        let name = || self.name.as_deref().ok_or_else(|| "give a name".to_owned());
        let value = || self.value.as_deref().ok_or_else(|| "give a value".to_owned());
        match self.kind {
            EntryKind::List => {
                check_name(name()?)?;
                check_line("a name in a list", value()?, LONGEST_LISTED)?;
            }
            EntryKind::Saved => {
                check_name(name()?)?;
                check_line("a query", value()?, LONGEST_QUERY)?;
            }
            EntryKind::Tag => check_name(name()?)?,
            EntryKind::Note => check_line("a note", value()?, LONGEST_NOTE)?,
        }
        let is_on_something = matches!(self.kind, EntryKind::Tag | EntryKind::Note);
        if is_on_something && self.target().is_none() {
            return Err(
                "give what it is on: an article, an article with one of its events, or side and organisation"
                    .to_owned(),
            );
        }
        for place in [&self.article, &self.organisation].into_iter().flatten() {
            check_line("what it is on", place, LONGEST_QUERY)?;
        }
        Ok(())
    }

    /// Whether both say the same, whoever said it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.kind, one.name.as_deref().map(name_key), one.value.clone(), one.target());
        key(self) == key(other)
    }
}

/// The name of a list, query or tag as it is compared.
pub fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether a list, query or tag may be called so.
///
/// # Errors
/// What may be written instead.
pub fn check_name(name: &str) -> Result<(), String> {
    let is_right = name.chars().next().is_some_and(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && name.chars().count() <= LONGEST_NAME;
    if is_right {
        return Ok(());
    }
    Err(format!(
        "{:?} cannot be a name here: write letters, digits, \"-\", \"_\" and \".\", at most {LONGEST_NAME}, a letter or digit first",
        printable(name)
    ))
}

fn check_line(what: &str, text: &str, most: usize) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(format!("{what} is empty"));
    }
    if text.chars().count() > most {
        return Err(format!("{what} is longer than {most} letters"));
    }
    if text.chars().any(char::is_control) || printable(text) != text {
        return Err(format!("{what} holds a line end or control character: write it on one line"));
    }
    Ok(())
}
