//! What a site prints at head and foot of many of its articles, taken off the next ones.
//!
//! Known from the articles that are in the library when a run begins; `reread` takes it off the earlier ones too. Only
//! pages are cut: records and files are kept as they were handed over.

use std::collections::{HashMap, HashSet};

use crate::article::{Article, edge_blocks, without_edges};
use crate::base::sha256_hex;
use crate::store::{Batch, Store, StoreError};

/// So many titles must share a block: with fewer it may be one story told on.
const LEAST: u32 = 4;

/// What each site repeats.
#[derive(Clone, Debug, Default)]
pub(super) struct SiteRepeats(HashMap<String, HashSet<u64>>);

/// What stood at head and foot of a page's article before anything was taken off.
#[derive(Clone, Debug, Default)]
pub struct Edges {
    site: String,
    title: u64,
    digests: Vec<u64>,
}

impl SiteRepeats {
    pub(super) fn of(store: &Store) -> Result<Self, StoreError> {
        Ok(Self(store.repeated_blocks(LEAST)?))
    }

    /// Takes off what the article's site repeats, and gives back what stood there.
    pub(super) fn strip(&self, article: &mut Article) -> Edges {
        let Some(site) = article.url.as_ref().map(|url| url.site().to_owned()) else {
            return Edges::default();
        };
        let digests = edge_blocks(&article.body);
        if let Some(body) = self
            .0
            .get(&site)
            .and_then(|repeated| without_edges(&article.body, |digest| repeated.contains(&digest)))
        {
            article.body = body;
        }
        let title = sha256_hex(article.title.as_bytes());
        let title = title.get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or_default();
        Edges { site, title, digests }
    }
}

impl Edges {
    /// Notes them with their article.
    pub(super) fn put(&self, batch: &Batch<'_>, article: &Article) -> Result<(), StoreError> {
        if self.site.is_empty() {
            return Ok(());
        }
        batch.put_edge_blocks(&article.id, &self.site, self.title, &self.digests)
    }
}
