//! One entry of the catalog: what it is, where it lies, and what may be done with what it gives.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::Address;

/// One source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceEntry {
    /// How the user calls it.
    pub name: String,
    /// What lies at the address.
    pub kind: SourceKind,
    /// Where it begins.
    pub url: Address,
    /// Who publishes it, where its pages do not say.
    pub publisher: Option<String>,
    /// ISO 3166-1 alpha-2 code in lower case of the country it writes in.
    pub country: Option<String>,
    /// Whether it is read.
    pub enabled: bool,
    /// What it stands with, such as `us-federal`: a name to turn several on at once.
    pub group: Option<String>,
    /// Which part of the world it is about.
    pub region: Option<Region>,
    /// What it is about, one word each.
    pub topics: Vec<String>,
    /// Why it is worth reading, in a sentence.
    pub why: Option<String>,
    /// Where its publisher documents the address.
    pub documented: Option<String>,
    /// Under which licence its texts stand, in a word such as `public-domain` or `OGL-UK-3.0`.
    pub license: Option<String>,
    /// Where its terms of use stand.
    pub terms: Option<String>,
    /// Whether whole texts and pages may be given on; `None` where nobody has looked. Only `Some(false)` forbids.
    pub redistribute: Option<bool>,
    /// Whether nobody has seen it answer yet: it is not turned on before a check found it good.
    pub unverified: bool,
    /// Milliseconds between two requests to its server, in place of the settings' own.
    pub delay_ms: Option<u32>,
    /// What is kept of pages that ask not to be archived.
    pub archive: ArchivePolicy,
    /// Whether it may lie in a private network.
    pub allow_private: bool,
    /// For [`SourceKind::Listing`]: where on the page the articles are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selectors: Option<Selectors>,
    /// Whether the program brings it.
    pub shipped: bool,
}

/// What lies at a source's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap, news sitemap or index of sitemaps.
    Sitemap,
    /// A single page.
    Page,
    /// A page that lists articles, read by CSS selectors.
    Listing,
    /// The documents API of the U.S. Federal Register.
    FederalRegister,
    /// The award search of USAspending.gov.
    Usaspending,
    /// A paged API of releases or packages of the Open Contracting Data Standard.
    Ocds,
    /// The opportunities API of SAM.gov, with a key from the environment.
    Sam,
    /// The daily contract announcements of the U.S. Department of Defense.
    DodContracts,
    /// The document search of the GDELT project.
    Gdelt,
}

/// A part of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// The United States.
    Us,
    /// The United Kingdom.
    Uk,
    /// The European Union and its members.
    Eu,
    /// Canada.
    Canada,
    /// Australia and New Zealand.
    Australia,
    /// Japan.
    Japan,
    /// India.
    India,
    /// The states of the Gulf.
    Gulf,
    /// More than one of these, or none.
    World,
}

/// What is kept of a page that asks not to be archived (`noarchive`) or whose publisher reserves text and data mining.
/// Of other pages the whole page is kept; `noindex` pages are never read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArchivePolicy {
    /// The sentences that are evidence of facts, and the digest of the page.
    #[default]
    Evidence,
    /// The page all the same: the user has the right to.
    Page,
}

/// CSS selectors of a listing page; all but `item` and `next` are looked up within an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Selectors {
    /// One article of the list; where it is left out, each `link` of the page is one.
    pub item: Option<String>,
    /// The link to the article; else the item itself or its first link.
    pub link: Option<String>,
    /// Its title; else the link's text.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// The link to the next page of the list.
    pub next: Option<String>,
}

impl Selectors {
    /// Those that are written, by their keys.
    pub fn written(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("item", &self.item),
            ("link", &self.link),
            ("title", &self.title),
            ("date", &self.date),
            ("next", &self.next),
        ];
        all.into_iter().filter_map(|(key, selector)| Some((key, selector.as_deref()?)))
    }
}

impl SourceEntry {
    /// A source that is read, with nothing known of it but this.
    pub fn new(name: String, kind: SourceKind, url: Address) -> Self {
        Self {
            name,
            kind,
            url,
            publisher: None,
            country: None,
            enabled: true,
            group: None,
            region: None,
            topics: Vec::new(),
            why: None,
            documented: None,
            license: None,
            terms: None,
            redistribute: None,
            unverified: false,
            delay_ms: None,
            archive: ArchivePolicy::default(),
            allow_private: false,
            selectors: None,
            shipped: false,
        }
    }

    /// Whether it goes by this name, whatever its case.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.name.to_lowercase() == name.to_lowercase()
    }
}

impl SourceKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Feed,
        Self::Sitemap,
        Self::Page,
        Self::Listing,
        Self::FederalRegister,
        Self::Usaspending,
        Self::Ocds,
        Self::Sam,
        Self::DodContracts,
        Self::Gdelt,
    ];

    /// The word in `sources.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::Page => "page",
            Self::Listing => "listing",
            Self::FederalRegister => "federal_register",
            Self::Usaspending => "usaspending",
            Self::Ocds => "ocds",
            Self::Sam => "sam",
            Self::DodContracts => "dod_contracts",
            Self::Gdelt => "gdelt",
        }
    }
}

impl Region {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Us,
        Self::Uk,
        Self::Eu,
        Self::Canada,
        Self::Australia,
        Self::Japan,
        Self::India,
        Self::Gulf,
        Self::World,
    ];

    /// The word in `sources.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Uk => "uk",
            Self::Eu => "eu",
            Self::Canada => "canada",
            Self::Australia => "australia",
            Self::Japan => "japan",
            Self::India => "india",
            Self::Gulf => "gulf",
            Self::World => "world",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_file() {
        for kind in SourceKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for region in Region::ALL {
            assert_eq!(serde_json::to_value(region).unwrap(), region.as_str());
        }
    }
}
