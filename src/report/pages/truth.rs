//! What is known of a page, and what was read of it.

use serde::Deserialize;
use serde::de::Deserializer;

/// What is known of a page; a field that is absent is not scored.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct PageTruth {
    /// The text of the article.
    #[serde(rename = "articleBody", default)]
    pub body: Option<String>,
    /// The headline.
    #[serde(default)]
    pub title: Option<String>,
    /// The names of its authors, one by one or in one line.
    #[serde(default)]
    pub authors: Option<Names>,
    /// The calendar day of publication.
    #[serde(default)]
    pub date: KnownDate,
    /// Pieces of text that must be in the body.
    #[serde(default)]
    pub with: Option<Vec<String>>,
    /// Pieces of text that must not be.
    #[serde(default)]
    pub without: Option<Vec<String>>,
    /// Where the page stands.
    #[serde(default)]
    pub url: Option<String>,
}

/// What is known of a page's day of publication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KnownDate {
    /// Nothing.
    #[default]
    Unknown,
    /// That it has none (null), so that any day is an invention.
    Dateless,
    /// The day.
    On(String),
}

impl<'de> Deserialize<'de> for KnownDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map_or(Self::Dateless, Self::On))
    }
}

/// Names, as sets of pages write them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One line: "By Jane Roe and John Doe".
    Line(String),
    /// One by one.
    List(Vec<String>),
}

/// What was read of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRead {
    /// The text of the article.
    pub body: String,
    /// The headline.
    pub title: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// When it was published: a day, or an instant that begins with the day.
    pub date: Option<String>,
}
