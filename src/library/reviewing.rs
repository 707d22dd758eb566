//! What the user has said, and what waits to be looked at.

use jiff::civil::Date;

use crate::article::Article;
use crate::base::{ArticleId, PartialDate};
use crate::deals::{Deal, DealEvent};
use crate::events::{Event, article_key, event_at};
use crate::library::{Library, LibraryError};
use crate::pipeline::{NumberedCorrection, StaleCorrection, corrections, stale_corrections};

/// An event that nobody has looked at, with its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewItem {
    /// The article.
    pub article: ArticleId,
    /// The event's place in it.
    pub ordinal: u32,
    /// The article's headline.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// The sentence that tells the event.
    pub sentence: String,
    /// The event.
    pub event: Event,
    /// The words that say each slot: type, buyers, vendors, value, date.
    pub words: [Vec<String>; 5],
}

impl Library {
    /// The events of relevant articles that match and that the user has not looked at, the newest articles first; at most
    /// `limit`, and how many there are in all.
    ///
    /// # Errors
    /// When the query has a mistake, or the database or index fails.
    pub fn unreviewed(
        &self,
        query: &str,
        today: Date,
        limit: usize,
    ) -> Result<(Vec<ReviewItem>, usize), LibraryError> {
        let mut items = Vec::new();
        let mut total = 0;
        for id in self.ids_in_order(query, today)? {
            let Some((article, facts)) = self.store.article(&id)? else { continue };
            if !facts.relevant {
                continue;
            }
            for (ordinal, event) in (0..).zip(&facts.events) {
                if event.review_status().is_some() {
                    continue;
                }
                total += 1;
                if items.len() < limit {
                    items.push(item(&article, ordinal, event));
                }
            }
        }
        Ok((items, total))
    }

    /// What the user said of this article, in the order of the file. A mistake in the file is told to those who read
    /// articles by it.
    pub fn said_of_article(&self, article: &Article) -> Vec<NumberedCorrection> {
        let url = article.url.as_ref().map(|url| article_key(url.as_str()));
        let keys = [url, Some(article.id.to_string())];
        self.said(|one| !one.correction.action.is_of_deal() && names(one, &keys))
    }

    /// What the user said of which events are this deal and which are not, in the order of the file.
    pub fn said_of_deal(&self, deal: &Deal) -> Vec<NumberedCorrection> {
        let keys: Vec<Option<String>> = deal.events.iter().flat_map(keys_of).collect();
        self.said(|one| !one.correction.with.is_empty() && names(one, &keys))
    }

    /// The corrections that match nothing any more, or conflict with what is known now.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stale_corrections(&self) -> Result<Vec<StaleCorrection>, LibraryError> {
        Ok(stale_corrections(&self.folder)?)
    }

    fn said(&self, is_about: impl Fn(&NumberedCorrection) -> bool) -> Vec<NumberedCorrection> {
        corrections(&self.folder).unwrap_or_default().into_iter().filter(is_about).collect()
    }
}

fn keys_of(told: &DealEvent) -> [Option<String>; 2] {
    [told.url.as_deref().map(article_key), Some(told.article.to_string())]
}

/// Whether a correction names one of these articles.
fn names(one: &NumberedCorrection, keys: &[Option<String>]) -> bool {
    let others = one.correction.with.iter().filter_map(|other| event_at(other)).map(|(article, _)| article);
    let own = one.correction.article.as_deref().map(article_key);
    own.into_iter().chain(others).any(|article| keys.iter().flatten().any(|key| *key == article))
}

fn item(article: &Article, ordinal: u32, event: &Event) -> ReviewItem {
    let text = |span: &crate::base::Span| span.of(&article.title, article.body.text()).to_owned();
    let spans = &event.spans;
    let words = [&spans.kind, &spans.buyers, &spans.vendors, &spans.value, &spans.date];
    ReviewItem {
        article: article.id.clone(),
        ordinal,
        title: article.title.clone(),
        url: article.url.as_ref().map(ToString::to_string),
        publisher: article.publisher.clone(),
        published: article.published.map(|published| published.date),
        sentence: text(&event.evidence),
        event: event.clone(),
        words: words.map(|spans| spans.iter().map(text).collect()),
    }
}
