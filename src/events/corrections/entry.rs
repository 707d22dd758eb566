//! One block of `corrections.toml`.

use serde::{Deserialize, Serialize};

use super::CorrectionsError;
use crate::base::{comparison_key, printable};

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
}

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
    /// Whether it has what its action needs.
    ///
    /// # Errors
    /// What it lacks, in words.
    pub fn check(&self) -> Result<(), String> {
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
    }
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
