//! Makes anew what the user's word has changed, and nothing else.

use std::collections::BTreeSet;

use crate::base::DealId;
use crate::deals::{ByArticle, Deal, EventRef, Named};
use crate::pipeline::fix_file::Fixed;
use crate::pipeline::fixing::articles_called;
use crate::pipeline::rereading::reread_articles;
use crate::pipeline::{Counts, Folder, Keeper, PipelineError};
use crate::store::Store;

/// What was made anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The articles that were read again.
    pub counts: Counts,
    /// Articles that could not be read again, since their page is not kept.
    pub unread: u64,
    /// The deals that now hold the events the corrections name, where they are about deals.
    pub deals: Vec<Deal>,
}

/// Reads again and settles again what these corrections are about.
///
/// # Errors
/// When another process writes, or a file cannot be read or written.
pub fn apply_fixes(folder: &Folder, fixes: &[Fixed]) -> Result<Applied, PipelineError> {
    let articles: BTreeSet<_> = fixes.iter().flat_map(|fixed| &fixed.articles).cloned().collect();
    let settled: BTreeSet<_> = fixes.iter().flat_map(|fixed| &fixed.settled).cloned().collect();
    let mut keeper = Keeper::open(folder, "awardwire fix")?;
    let articles: Vec<_> = articles.into_iter().collect();
    reread_articles(folder, &mut keeper, &articles)?;
    let settled: Vec<_> = settled.into_iter().collect();
    if !settled.is_empty() {
        keeper.settle_again(&settled)?;
    }
    let counts = keeper.counts();
    let unread = (articles.len() as u64).saturating_sub(counts.changed);
    Ok(Applied { counts, unread, deals: deals_named(keeper.store(), fixes)? })
}

/// The deals that hold the events named by corrections about deals.
fn deals_named(store: &Store, fixes: &[Fixed]) -> Result<Vec<Deal>, PipelineError> {
    let mut ids: BTreeSet<DealId> = BTreeSet::new();
    for one in fixes.iter().flat_map(|fixed| &fixed.corrections) {
        let entry = &one.correction;
        if entry.action.is_of_deal() {
            let meant = meant(store, entry)?;
            for named in std::iter::once(&meant.event).chain(&meant.with) {
                ids.extend(deal_of(store, named)?);
            }
        }
    }
    let mut deals = Vec::with_capacity(ids.len());
    for id in ids {
        deals.extend(store.deal(&id)?);
    }
    Ok(deals)
}

/// The events of the library that an entry names.
pub(super) fn meant(
    store: &Store,
    entry: &crate::events::Correction,
) -> Result<crate::deals::Meant, PipelineError> {
    use crate::events::{article_key, event_at};
    let others = entry.with.iter().filter_map(|other| event_at(other)).map(|(article, _)| article);
    let mut events = Vec::new();
    let articles: BTreeSet<String> =
        entry.article.as_deref().map(article_key).into_iter().chain(others).collect();
    for article in articles {
        for id in articles_called(store, &article)? {
            events.extend(store.events_of_article(&id)?);
        }
    }
    Ok(ByArticle::new(&events).meant(entry))
}

/// The deal that holds the one event of this name.
pub(super) fn deal_of(store: &Store, named: &Named) -> Result<Option<DealId>, PipelineError> {
    match named.only() {
        Some(event) => deal_of_event(store, event),
        None => Ok(None),
    }
}

/// The deal that holds this event.
pub(super) fn deal_of_event(store: &Store, event: &EventRef) -> Result<Option<DealId>, PipelineError> {
    let deals = store.deals_of_article(&event.article)?;
    Ok(deals.into_iter().find(|(ordinal, _)| *ordinal == event.ordinal).map(|(_, deal)| deal))
}
