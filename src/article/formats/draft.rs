//! What a file says, before it is an article.

use crate::article::body::{BlockKind, Body};
use crate::article::examine::{empty_article, finish};
use crate::article::page::clean;
use crate::article::published::Published;
use crate::article::read::Hints;
use crate::article::{Article, Reading, Refusal};
use crate::base::Address;

/// The parts of an article as found in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The headline.
    pub(super) title: Option<String>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// When it was published.
    pub(super) published: Option<Published>,
    /// Who published it.
    pub(super) publisher: Option<String>,
    /// Where it stands on the web.
    pub(super) url: Option<Address>,
    /// The language the file names.
    pub(super) language: Option<String>,
    /// The text.
    pub(super) blocks: Vec<(BlockKind, String)>,
    /// Whether more of the text stands elsewhere.
    pub(super) partial: bool,
    /// What a reader should know of it.
    pub(super) notes: Vec<String>,
}

impl Draft {
    /// The article; a file without a text is refused.
    pub(super) fn into_article(self, hints: &Hints) -> Result<Article, Refusal> {
        let mut article = empty_article(hints);
        article.title =
            self.title.map(|title| clean(&title)).or_else(|| hints.title.clone()).unwrap_or_default();
        article.authors = self.authors.iter().map(|name| clean(name)).filter(|n| !n.is_empty()).collect();
        article.published = self.published.or(hints.published);
        article.publisher = hints.publisher.clone().or_else(|| self.publisher.map(|name| clean(&name)));
        article.url = self.url.map(|url| url.canonical());
        article.partial = self.partial;
        let mut body = Body::default();
        for (kind, text) in &self.blocks {
            body.push(*kind, &clean(text));
        }
        if body.text().is_empty() && (article.title.is_empty() || !article.partial) {
            return Err(Refusal::Empty);
        }
        article.body = body;
        article.notes = self.notes;
        finish(&mut article, self.language.as_deref());
        Ok(article)
    }

    /// The one article of a file.
    pub(super) fn into_reading(self, hints: &Hints) -> Result<Reading, Refusal> {
        let article = self.into_article(hints)?;
        Ok(Reading { articles: vec![article], ..Reading::default() })
    }
}
