//! Ranked articles with snippets.

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::article::sentences;
use crate::base::{ArticleId, DealId, PartialDate};
use crate::library::{Library, LibraryError};
use crate::pipeline::is_index_behind;
use crate::search::{Index, Query, ScorePart, SearchOptions, Sort, Understood, snippet};

/// The order of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchOrder {
    /// The best first.
    #[default]
    Relevance,
    /// The latest published first.
    Newest,
    /// The first published first.
    Oldest,
}

/// What is searched for.
#[derive(Clone, Debug)]
pub struct SearchQuestion {
    /// A query (docs/query.md).
    pub query: String,
    /// At most so many hits.
    pub limit: usize,
    /// Leave out so many of the first.
    pub offset: usize,
    /// Their order.
    pub order: SearchOrder,
    /// The day that relative dates are reckoned from.
    pub today: Date,
    /// At most so many characters of each snippet.
    pub snippet_chars: usize,
    /// Whether words of nearly the same meaning are looked for too.
    pub expand: bool,
    /// Whether to tell how the query was understood and why each hit ranks where it does.
    pub explain: bool,
}

/// The articles that answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchAnswer {
    /// How many match in all.
    pub total: usize,
    /// Those asked for, in order.
    pub hits: Vec<SearchHit>,
    /// How the query was understood, where that was asked for.
    pub understood: Vec<Understood>,
    /// Whether the index was missing or out of date and has been built again for this answer.
    pub rebuilt: bool,
    /// Whether the library holds articles that the index does not have yet.
    pub behind: bool,
}

/// One article that answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchHit {
    /// The article's id.
    pub id: ArticleId,
    /// How well it answers; comparable within one answer only.
    pub score: f32,
    /// What the score is made of, where that was asked for, before what newer articles gain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub score_parts: Vec<ScorePart>,
    /// The headline.
    pub title: String,
    /// The words of the query in the title, as byte ranges.
    pub title_marks: Vec<Range<usize>>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// Where.
    pub url: Option<String>,
    /// The piece of the text that answers best.
    pub snippet: String,
    /// The words of the query in the snippet, as byte ranges.
    pub marks: Vec<Range<usize>>,
    /// Whether it reports a dealing of the kind awardwire is about.
    pub relevant: bool,
    /// The deals it tells of.
    pub deals: Vec<DealId>,
}

impl Library {
    /// Searches the articles.
    ///
    /// An index that is missing, unreadable or of another version is built again first.
    ///
    /// # Errors
    /// When the query has a mistake, or index or database fail.
    pub fn search(&self, question: &SearchQuestion) -> Result<SearchAnswer, LibraryError> {
        let text = &question.query;
        let query = Query::parse(text, question.today)
            .map_err(|error| LibraryError::Query { error, text: text.clone() })?;
        let (index, rebuilt) = match Index::open(&self.folder.index()) {
            Err(error) if error.asks_for_rebuild() => {
                self.reindex()?;
                (Index::open(&self.folder.index())?, true)
            }
            opened => (opened?, false),
        };
        let options = SearchOptions {
            limit: question.limit,
            offset: question.offset,
            sort: match question.order {
                SearchOrder::Relevance => Sort::Relevance,
                SearchOrder::Newest => Sort::Newest,
                SearchOrder::Oldest => Sort::Oldest,
            },
            today: question.today,
            freshness: true,
            expand: question.expand,
            explain: question.explain,
        };
        let found = index.search(&query, self.names(), &options)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            // An article taken out since the last commit of the index.
            let Some((article, facts)) = self.store.article(&hit.id)? else { continue };
            let body = article.body.text();
            let piece =
                snippet(&query, &article.title, body, &sentences(&article.body), question.snippet_chars);
            let mut deals: Vec<DealId> =
                self.store.deals_of_article(&hit.id)?.into_iter().map(|(_, id)| id).collect();
            deals.sort();
            deals.dedup();
            hits.push(SearchHit {
                id: hit.id,
                score: hit.score,
                score_parts: hit.parts,
                title: article.title,
                title_marks: piece.title_marks,
                publisher: article.publisher,
                published: article.published.map(|p| p.date),
                url: article.url.map(|url| url.to_string()),
                snippet: piece.text,
                marks: piece.marks,
                relevant: facts.relevant,
                deals,
            });
        }
        let behind = is_index_behind(&self.folder);
        Ok(SearchAnswer { total: found.total, hits, understood: found.understood, rebuilt, behind })
    }
}
