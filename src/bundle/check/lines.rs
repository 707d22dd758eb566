//! The records of a bundle's tables, as far as they are checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::base::{ArticleId, DealId, Field, PartialDate};
use crate::bundle::{ARTICLES, BundleError, BundleReader, BundledPage, CLAIMS, EVENTS, PAGES};

/// A fact of an article.
#[derive(Deserialize)]
pub(super) struct ClaimLine {
    pub(super) deal: Option<DealId>,
    pub(super) article: ArticleId,
    pub(super) ordinal: u32,
    pub(super) fact: String,
    pub(super) words: Vec<WordLine>,
    pub(super) quote: String,
    pub(super) text_digest: Option<String>,
    pub(super) page_digest: Option<String>,
}

/// Words of an article, and where they stand.
#[derive(Deserialize)]
pub(super) struct WordLine {
    pub(super) surface: String,
    pub(super) field: Field,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// An event of an article.
#[derive(Deserialize)]
pub(super) struct EventLine {
    article: ArticleId,
    ordinal: u32,
    pub(super) value: Option<f64>,
    pub(super) currency: Option<String>,
    pub(super) value_role: Option<String>,
    pub(super) evidence: String,
    pub(super) deal: Option<DealId>,
}

/// A deal.
#[derive(Deserialize)]
pub(super) struct DealLine {
    pub(super) id: DealId,
    pub(super) values: Vec<SumLine>,
    pub(super) source: Option<BestLine>,
    pub(super) stages: Vec<StageLine>,
    pub(super) events: Vec<ToldLine>,
    pub(super) sources: Vec<SourceLine>,
}

/// A sum of a deal.
#[derive(Deserialize)]
pub(super) struct SumLine {
    pub(super) role: String,
    pub(super) value: f64,
    pub(super) currency: String,
    pub(super) articles: BTreeSet<ArticleId>,
    pub(super) ruled: bool,
    pub(super) source: Option<BestLine>,
}

/// A turn of a deal, by the event that tells it.
#[derive(Deserialize)]
pub(super) struct StageLine {
    pub(super) article: ArticleId,
    pub(super) ordinal: u32,
}

/// An event of a deal.
#[derive(Deserialize)]
pub(super) struct ToldLine {
    pub(super) article: ArticleId,
    pub(super) ordinal: u32,
    pub(super) url: Option<String>,
    pub(super) published: Option<PartialDate>,
}

/// The article that says something best.
#[derive(Deserialize)]
pub(super) struct BestLine {
    pub(super) article: ArticleId,
    pub(super) text_digest: Option<String>,
}

/// An article that tells a deal.
#[derive(Deserialize)]
pub(super) struct SourceLine {
    pub(super) article: ArticleId,
    pub(super) text_digest: Option<String>,
    pub(super) page_digest: Option<String>,
}

/// An article.
#[derive(Deserialize)]
pub(super) struct ArticleLine {
    pub(super) id: ArticleId,
    pub(super) title: String,
    #[serde(rename = "articleBody")]
    pub(super) body: Option<String>,
    pub(super) text_digest: String,
}

/// An article without its text.
#[derive(Deserialize)]
struct ArticleHead {
    id: ArticleId,
}

/// The tables that the others are looked up in.
pub(super) struct Known {
    pub(super) pages: BTreeMap<ArticleId, BundledPage>,
    pub(super) claims: BTreeMap<ArticleId, Vec<ClaimLine>>,
    pub(super) events: BTreeMap<(ArticleId, u32), EventLine>,
    /// The events of which a claim tells a sum.
    pub(super) told_sums: BTreeSet<(ArticleId, u32)>,
    pub(super) articles: Vec<ArticleId>,
    /// Rows as they stand in the tables, so that what is there twice is told.
    pub(super) rows: Rows,
}

/// How many rows tables have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rows {
    pub(super) pages: usize,
    pub(super) claims: usize,
    pub(super) events: usize,
}

impl Known {
    pub(super) fn of(reader: &mut BundleReader) -> Result<Self, BundleError> {
        let mut known = Self {
            pages: BTreeMap::new(),
            claims: BTreeMap::new(),
            events: BTreeMap::new(),
            told_sums: BTreeSet::new(),
            articles: Vec::new(),
            rows: Rows::default(),
        };
        reader.each_line(PAGES, |_, page: BundledPage| {
            known.rows.pages += 1;
            known.pages.insert(page.article.clone(), page);
            Ok(())
        })?;
        reader.each_line(CLAIMS, |_, claim: ClaimLine| {
            known.rows.claims += 1;
            if claim.fact == "value" {
                known.told_sums.insert((claim.article.clone(), claim.ordinal));
            }
            known.claims.entry(claim.article.clone()).or_default().push(claim);
            Ok(())
        })?;
        reader.each_line(EVENTS, |_, event: EventLine| {
            known.rows.events += 1;
            known.events.insert((event.article.clone(), event.ordinal), event);
            Ok(())
        })?;
        reader.each_line(ARTICLES, |_, article: ArticleHead| {
            known.articles.push(article.id);
            Ok(())
        })?;
        Ok(known)
    }
}
