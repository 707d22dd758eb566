//! The numbered list of the articles that a digest cites.

use std::collections::HashMap;

use crate::base::ArticleId;
use crate::deals::{Deal, DealEvent};
use crate::report::digest::NumberedSource;

/// So many sources are cited for one clause; who wants all asks for the deal.
const MOST_CITED: usize = 5;

/// Articles numbered in the order in which they are first cited.
#[derive(Debug, Default)]
pub(super) struct Sources {
    list: Vec<NumberedSource>,
    numbers: HashMap<ArticleId, usize>,
}

impl Sources {
    /// The number of the article that tells the event.
    pub fn number(&mut self, told: &DealEvent) -> usize {
        if let Some(number) = self.numbers.get(&told.article) {
            return *number;
        }
        let number = self.list.len() + 1;
        self.numbers.insert(told.article.clone(), number);
        self.list.push(NumberedSource {
            number,
            article: told.article.clone(),
            publisher: told.publisher.clone(),
            published: told.published,
            title: told.title.clone(),
            url: told.url.clone(),
        });
        number
    }

    /// The numbers of the articles that tell the events at these places, each once, the first few of them.
    pub fn numbers(&mut self, deal: &Deal, places: &[usize]) -> Vec<usize> {
        let mut articles: Vec<&DealEvent> = Vec::new();
        for told in places.iter().filter_map(|place| deal.events.get(*place)) {
            if articles.iter().all(|known| known.article != told.article) {
                articles.push(told);
            }
        }
        articles.into_iter().take(MOST_CITED).map(|told| self.number(told)).collect()
    }

    /// The list by number.
    pub fn into_list(self) -> Vec<NumberedSource> {
        self.list
    }
}
