//! Ranked articles with snippets.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::article::{Sketch, sentences};
use crate::base::{ArticleId, DealId, OrgId, PartialDate};
use crate::deals::Status;
use crate::events::Facts;
use crate::library::{Library, LibraryError, Misnamed, Shown};
use crate::pipeline::is_index_behind;
use crate::report::Headline;
use crate::search::{
    Document, Emptying, Facet, FacetCount, Hit, Hits, Index, NameKind, Node, Query, ScorePart, SearchError,
    SearchOptions, SnippetMaker, Sort, Spelling, Understood,
};
use crate::store::DealGlance;

/// At most so many characters are shown of each similar article.
const SIMILAR_CHARS: usize = 200;
/// From this resemblance on an article is folded into the copy of it that stands before it.
const ALIKE: f32 = 0.8;

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
    /// Whether all articles that match are counted, however many.
    pub count_all: bool,
    /// Whether to tell how the query was understood and why each hit ranks where it does.
    pub explain: bool,
    /// What the matching articles are counted by.
    pub facets: Vec<Facet>,
}

/// The articles that answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchAnswer {
    /// How many match in all, or at least.
    pub total: usize,
    /// Whether it is so many, and not more.
    pub total_is_exact: bool,
    /// Those asked for, in order.
    pub hits: Vec<SearchHit>,
    /// How the query was understood, where that was asked for.
    pub understood: Vec<Understood>,
    /// How the matching articles divide, where that was asked for.
    pub facets: Vec<FacetTable>,
    /// Where nothing was found: words that no article has, with what may be meant.
    pub spellings: Vec<Spelling>,
    /// Where nothing was found: names that nobody has, with whom or what may be meant.
    pub misnamed: Vec<Misnamed>,
    /// Where nothing was found: the parts without which something would be.
    pub emptied_by: Vec<Emptying>,
    /// Whether the index was missing or out of date and has been built again for this answer.
    pub rebuilt: bool,
    /// Whether the library holds articles that the index does not have yet.
    pub behind: bool,
}

/// One article that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// The article's id.
    pub id: ArticleId,
    /// How well it answers; comparable within one answer only.
    pub score: f32,
    /// What the score is made of, where that was asked for, before what newer articles gain.
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
    /// The deal of its first event.
    pub deal: Option<HitDeal>,
    /// Copies of the article that match too, and would stand after it.
    pub copies: Vec<ArticleId>,
}

/// What a deal is, at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct HitDeal {
    /// Its id.
    pub id: DealId,
    /// Its name.
    pub name: String,
    /// Where it stands; null where nothing about it is confirmed.
    pub status: Option<Status>,
    /// The sum that it is shown with in lists.
    pub headline: Option<Headline>,
}

/// How the matching articles divide by one facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetTable {
    /// Which.
    pub facet: Facet,
    /// Its values, the most frequent first, months in order.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// Its id, word or month.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// How many of the matching articles have it.
    pub count: u64,
}

impl Library {
    /// Searches the articles.
    ///
    /// An index that is missing, unreadable or of another version is built again first.
    ///
    /// # Errors
    /// When the query has a mistake, or index or database fail.
    pub fn search(&self, question: &SearchQuestion) -> Result<SearchAnswer, LibraryError> {
        let query = self.query(&question.query, question.today)?;
        let (index, rebuilt) = self.index()?;
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
            count_all: question.count_all,
        };
        let Folded { total, total_is_exact, understood, hits } =
            self.folded(&options, |options| Ok(index.search(&query, self.names(), options)?))?;
        let hits = self.shown_hits(hits, &query, question.snippet_chars)?;
        let facets = if question.facets.is_empty() {
            Vec::new()
        } else {
            index.facets(&query, self.names(), question.expand, &question.facets)?
        };
        let facets = facets.into_iter().map(|(facet, counts)| self.named_facet(facet, counts)).collect();
        let (mut spellings, mut misnamed, mut emptied_by) = (Vec::new(), Vec::new(), Vec::new());
        if total == 0 {
            spellings = self.with_names(index, &query, index.spellings(&query)?)?;
            misnamed = self.misnamed_in(index, &query)?;
            emptied_by = index.emptied_by(&query, self.names())?;
        }
        let behind = is_index_behind(&self.folder);
        Ok(SearchAnswer {
            total,
            total_is_exact,
            hits,
            understood,
            facets,
            spellings,
            misnamed,
            emptied_by,
            rebuilt,
            behind,
        })
    }

    /// The articles most like one, given by its id or the beginning of it, or by a deal that it tells first.
    ///
    /// # Errors
    /// When none or several begin so, or index or database fail.
    pub fn similar(&self, id: &str, limit: usize, today: Date) -> Result<SearchAnswer, LibraryError> {
        let shown = match self.show(id)? {
            Shown::Article(shown) => *shown,
            Shown::Deal(shown) => {
                let first = shown.deal.events.first().map(|told| told.article.to_string());
                let Some(Shown::Article(shown)) = first.map(|id| self.show(&id)).transpose()? else {
                    return Err(LibraryError::UnknownId(crate::base::printable(id)));
                };
                *shown
            }
        };
        let (index, rebuilt) = self.index()?;
        let document = Document::new(&shown.article, &shown.facts, self.names());
        let options = SearchOptions {
            limit,
            offset: 0,
            sort: Sort::Relevance,
            today,
            freshness: false,
            expand: false,
            explain: false,
            count_all: true,
        };
        let Folded { total, hits, .. } =
            self.folded(&options, |options| Ok(index.similar(&document, self.names(), options)?))?;
        // Nothing was asked in words: each is shown by its beginning.
        let nothing = Query { root: Node::Everything };
        Ok(SearchAnswer {
            total: total.min(hits.len()),
            total_is_exact: true,
            hits: self.shown_hits(hits, &nothing, SIMILAR_CHARS)?,
            understood: Vec::new(),
            facets: Vec::new(),
            spellings: Vec::new(),
            misnamed: Vec::new(),
            emptied_by: Vec::new(),
            rebuilt,
            behind: is_index_behind(&self.folder),
        })
    }

    /// The index as of the last commit, and whether it had to be built first.
    pub(super) fn index(&self) -> Result<(&Index, bool), LibraryError> {
        match self.refreshed_index() {
            Err(error) if error.asks_for_rebuild() => {
                self.reindex()?;
                Ok((self.refreshed_index()?, true))
            }
            refreshed => Ok((refreshed?, false)),
        }
    }

    /// The index where it is there and can be read, for what is not worth building it.
    pub(super) fn index_as_it_is(&self) -> Option<&Index> {
        self.refreshed_index().ok()
    }

    fn refreshed_index(&self) -> Result<&Index, SearchError> {
        if let Some(index) = self.index.get() {
            index.refresh()?;
            return Ok(index);
        }
        let opened = Index::open(&self.folder.index())?;
        Ok(self.index.get_or_init(|| opened))
    }

    /// Hits with all that is shown of them.
    fn shown_hits(
        &self,
        found: Vec<(Hit, Vec<ArticleId>)>,
        query: &Query,
        snippet_chars: usize,
    ) -> Result<Vec<SearchHit>, LibraryError> {
        let mut snippets = SnippetMaker::new(query);
        let mut hits = Vec::with_capacity(found.len());
        for (hit, copies) in found {
            // An article taken out since the last commit of the index.
            let Some((article, relevant)) = self.store.article_alone(&hit.id)? else { continue };
            let body = article.body.text();
            let piece = snippets.snippet(&article.title, body, &sentences(&article.body), snippet_chars);
            let in_order = self.store.deals_at_a_glance(&hit.id)?;
            let deal = in_order.first().map(at_a_glance);
            let mut deals: Vec<DealId> = in_order.into_iter().map(|deal| deal.id).collect();
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
                relevant,
                deals,
                deal,
                copies,
            });
        }
        Ok(hits)
    }

    /// The hits asked for, each with the copies of it that match too. `ask` gives the first ones as the index has them.
    fn folded(
        &self,
        options: &SearchOptions,
        ask: impl Fn(&SearchOptions) -> Result<Hits, LibraryError>,
    ) -> Result<Folded, LibraryError> {
        let wanted = options.offset.saturating_add(options.limit);
        // Few articles have copies.
        let mut limit = wanted.saturating_add(wanted / 2).saturating_add(1);
        loop {
            let found = ask(&SearchOptions { limit, offset: 0, ..*options })?;
            let is_all = found.hits.len() < limit;
            let mut first_of: HashMap<i64, usize> = HashMap::new();
            let mut hits: Vec<(Hit, Vec<ArticleId>)> = Vec::new();
            for hit in found.hits {
                let story = self.store.story_of_article(&hit.id)?;
                let first = story.and_then(|story| first_of.get(&story)).copied();
                if let Some(first) = first
                    && self.is_same_text(&hits[first].0.id, &hit.id)?
                {
                    hits[first].1.push(hit.id);
                    continue;
                }
                if let Some(story) = story {
                    first_of.entry(story).or_insert(hits.len());
                }
                hits.push((hit, Vec::new()));
            }
            if is_all || hits.len() >= wanted {
                let hits = hits.into_iter().skip(options.offset).take(options.limit).collect();
                return Ok(Folded {
                    total: found.total,
                    total_is_exact: found.total_is_exact,
                    understood: found.understood,
                    hits,
                });
            }
            limit = limit.saturating_mul(2);
        }
    }

    /// Whether two articles of one story tell it in nearly the same words, of the same suppliers and with the same sums:
    /// where these differ, a reader wants both.
    fn is_same_text(&self, one: &ArticleId, other: &ArticleId) -> Result<bool, LibraryError> {
        let (Some((a, x)), Some((b, y))) = (self.store.article(one)?, self.store.article(other)?) else {
            return Ok(false);
        };
        let sums = |facts: &Facts| -> BTreeSet<String> {
            facts.mentions.amounts.iter().map(|amount| amount.money.to_string()).collect()
        };
        let vendors = |facts: &Facts| -> BTreeSet<OrgId> {
            facts.mentions.vendors.iter().map(|vendor| vendor.id.clone()).collect()
        };
        let alike = Sketch::of(&a).zip(Sketch::of(&b)).is_some_and(|(a, b)| a.resemblance(&b) >= ALIKE);
        Ok(alike && sums(&x) == sums(&y) && vendors(&x) == vendors(&y))
    }

    pub(super) fn named_facet(&self, facet: Facet, counts: Vec<FacetCount>) -> FacetTable {
        let kind = match facet {
            Facet::Agency => Some(NameKind::Agency),
            Facet::Vendor => Some(NameKind::Vendor),
            Facet::Product => Some(NameKind::Product),
            Facet::Program => Some(NameKind::Program),
            _ => None,
        };
        let named = |FacetCount { value, count }| {
            let listed = kind.and_then(|kind| self.names().name(kind, &value)).map(str::to_owned);
            // The id of what no list has is its name in small letters.
            let name = listed.unwrap_or_else(|| in_capitals(value.strip_prefix("x/").unwrap_or(&value)));
            let name = if kind.is_none() { value.clone() } else { name };
            FacetValue { value, name, count }
        };
        FacetTable { facet, values: counts.into_iter().map(named).collect() }
    }
}

fn at_a_glance(deal: &DealGlance) -> HitDeal {
    // What another version has written otherwise is left out until the deal is settled anew.
    let headline = deal.headline.as_deref().and_then(|headline| Headline::from_json(headline).ok());
    HitDeal { headline, id: deal.id.clone(), name: deal.name.clone(), status: deal.status }
}

/// "larkfield-analytics" as a name: "Larkfield Analytics".
pub(super) fn in_capitals(id: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    };
    id.split('-').map(capital).collect::<Vec<String>>().join(" ")
}

/// What was found.
struct Folded {
    /// How many articles match, or at least.
    total: usize,
    /// Whether it is so many, and not more.
    total_is_exact: bool,
    understood: Vec<Understood>,
    /// Hits with their copies.
    hits: Vec<(Hit, Vec<ArticleId>)>,
}
