//! What publishers have changed of what they told.

use crate::base::ArticleId;
use crate::deals::Deal;
use crate::library::{Library, LibraryError};
use crate::pipeline::edits_of;
use crate::report::{FactEdit, fact_changes};

impl Library {
    /// What each edit of an article changed of its facts, oldest first; also edits that changed none.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn edits_of_article(&self, id: &ArticleId) -> Result<Vec<FactEdit>, LibraryError> {
        let edits = edits_of(&self.folder, &self.store, id)?.into_iter().map(|edited| FactEdit {
            article: id.clone(),
            publisher: edited.after.article.publisher.clone(),
            seen: jiff::tz::TimeZone::UTC.to_datetime(edited.after.seen).date(),
            changes: fact_changes(&edited.before.facts, &edited.after.facts),
        });
        Ok(edits.collect())
    }

    /// What edits of a deal's articles changed of what they tell of it, by day; an article that was edited since may tell the
    /// changed event at another place.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn edits_of_deal(&self, deal: &Deal) -> Result<Vec<FactEdit>, LibraryError> {
        let mut articles: Vec<&ArticleId> = deal.events.iter().map(|told| &told.article).collect();
        articles.sort();
        articles.dedup();
        let mut found = Vec::new();
        for article in articles {
            let edits = self.edits_of_article(article)?;
            let is_told = |place: usize| {
                let mut of_article = deal.events.iter().filter(|told| told.article == *article);
                of_article.any(|told| told.ordinal as usize == place)
            };
            // Which events an article tells now is known of its last edit only; before, its deal has to do.
            let last = edits.len().saturating_sub(1);
            for (n, mut edit) in edits.into_iter().enumerate() {
                edit.changes.retain(|change| n < last || change.event_after.is_none_or(is_told));
                if !edit.changes.is_empty() {
                    found.push(edit);
                }
            }
        }
        found.sort_by_key(|edit| edit.seen);
        Ok(found)
    }
}
