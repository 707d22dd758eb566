//! One article or deal, whole.

use crate::article::Article;
use crate::base::DealId;
use crate::deals::{Deal, Related, related};
use crate::events::Facts;
use crate::library::{Library, LibraryError};
use crate::store::IdMatch;

/// What an id stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// An article.
    Article(Box<ArticleShown>),
    /// A deal.
    Deal(Box<DealShown>),
}

/// A deal and those that bear on it.
#[derive(Clone, Debug, PartialEq)]
pub struct DealShown {
    /// The deal.
    pub deal: Deal,
    /// Other deals of the library that bear on it, the closest first.
    pub related: Vec<Related>,
}

/// An article with its facts and deals.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleShown {
    /// The article.
    pub article: Article,
    /// What it claims.
    pub facts: Facts,
    /// The deal of each event, by the event's place.
    pub deals: Vec<Option<DealId>>,
}

impl Library {
    /// The article or deal with this id, or with the only id that begins so.
    ///
    /// # Errors
    /// When none or several begin so, or the database fails.
    pub fn show(&self, id: &str) -> Result<Shown, LibraryError> {
        let found = self.store.resolve_prefix(id)?;
        let unknown = || LibraryError::UnknownId(crate::base::printable(id));
        match found.as_slice() {
            [] => Err(unknown()),
            [IdMatch::Article(article)] => {
                let (article, facts) = self.store.article(article)?.ok_or_else(unknown)?;
                let deals = self.deals_by_event(&article, &facts)?;
                Ok(Shown::Article(Box::new(ArticleShown { article, facts, deals })))
            }
            [IdMatch::Deal(deal)] => {
                let deal = self.store.deal(deal)?.ok_or_else(unknown)?;
                let related = self.related_deals(&deal)?;
                Ok(Shown::Deal(Box::new(DealShown { deal, related })))
            }
            several => Err(LibraryError::AmbiguousId {
                start: crate::base::printable(id),
                candidates: several
                    .iter()
                    .map(|one| match one {
                        IdMatch::Article(id) => id.to_string(),
                        IdMatch::Deal(id) => id.to_string(),
                    })
                    .collect(),
            }),
        }
    }

    /// Other deals that bear on a deal, the closest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn related_deals(&self, deal: &Deal) -> Result<Vec<Related>, LibraryError> {
        Ok(related(deal, &self.store.deals_near(deal)?))
    }

    /// The deal of each event of an article, by the event's place.
    pub(super) fn deals_by_event(
        &self,
        article: &Article,
        facts: &Facts,
    ) -> Result<Vec<Option<DealId>>, LibraryError> {
        let mut deals = vec![None; facts.events.len()];
        for (ordinal, deal) in self.store.deals_of_article(&article.id)? {
            if let Some(place) = deals.get_mut(ordinal as usize) {
                *place = Some(deal);
            }
        }
        Ok(deals)
    }
}
