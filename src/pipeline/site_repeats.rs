//! What a site prints at head and foot of many of its articles, taken off the next ones.
//!
//! What becomes known as repeated is taken off the earlier articles that have it too, in the transaction that made it
//! known: so what a library holds does not depend on the order in which its pages came, nor on where a run was stopped.
//! Only pages are cut: records and files are kept as they were handed over.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::article::{Article, edge_blocks, without_edges};
use crate::base::{ArticleId, sha256_hex};
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

    /// What became known by articles with these edges, with what was known before; and the articles that have some of it. `None`
    /// where there is nothing new.
    pub(super) fn learned<'e>(
        &self,
        batch: &Batch<'_>,
        edges: impl Iterator<Item = &'e Edges>,
    ) -> Result<Option<(Self, BTreeSet<ArticleId>)>, StoreError> {
        let mut asked: HashSet<(&str, u64)> = HashSet::new();
        let mut learned: Option<(Self, BTreeSet<ArticleId>)> = None;
        for edges in edges {
            for digest in &edges.digests {
                let is_known = self.0.get(&edges.site).is_some_and(|known| known.contains(digest));
                if is_known || !asked.insert((&edges.site, *digest)) {
                    continue;
                }
                let articles = batch.articles_sharing_block(&edges.site, *digest, LEAST)?;
                if !articles.is_empty() {
                    let (repeats, all) = learned.get_or_insert_with(|| (self.clone(), BTreeSet::new()));
                    repeats.0.entry(edges.site.clone()).or_default().insert(*digest);
                    all.extend(articles);
                }
            }
        }
        Ok(learned)
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
