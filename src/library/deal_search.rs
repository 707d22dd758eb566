//! Deals in the order of the articles that tell of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::article::sentences;
use crate::base::{ArticleId, DealId, PartialDate};
use crate::deals::{Deal, Status};
use crate::entities::{EntryKind, Lists};
use crate::events::OrgRef;
use crate::library::deal_judge::for_articles;
use crate::library::deal_walk::{Place, Walk};
use crate::library::searching::{FacetTable, SearchOrder, SearchQuestion};
use crate::library::suggesting::Misnamed;
use crate::library::{Library, LibraryError};
use crate::pipeline::is_index_behind;
use crate::report::{Headline, article_count, headline};
use crate::search::{
    Emptying, Facet, FacetCount, Hit, Query, ScorePart, SearchOptions, Snippet, SnippetMaker, Sort, Spelling,
    Understood,
};

/// Where no more articles than these match, all of them are read, and so all deals are counted.
const ALL_ARE_READ: usize = 1_000;

/// The deals that answer.
#[derive(Clone, Debug, PartialEq)]
pub struct DealSearchAnswer {
    /// How many deals answer: all of them, or those found so far.
    pub total: usize,
    /// Whether `total` is all of them; else there are at least so many.
    pub total_is_exact: bool,
    /// How many articles match, or at least in all, also such as tell of no deal.
    pub articles: usize,
    /// Those asked for, in order.
    pub hits: Vec<DealHit>,
    /// How the query was understood, where that was asked for.
    pub understood: Vec<Understood>,
    /// How the deals divide, where that was asked for.
    pub facets: Vec<FacetTable>,
    /// Where no article matches: words that none has, with what may be meant.
    pub spellings: Vec<Spelling>,
    /// Where nothing was found: names that nobody has, with whom may be meant.
    pub misnamed: Vec<Misnamed>,
    /// Where no article matches: the parts without which one would.
    pub emptied_by: Vec<Emptying>,
    /// Whether the index was missing or out of date and has been built again for this answer.
    pub rebuilt: bool,
    /// Whether the library holds articles that the index does not have yet.
    pub behind: bool,
}

/// One deal that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct DealHit {
    /// The deal's id.
    pub id: DealId,
    /// Its name.
    pub name: String,
    /// Where it stands; null where nothing about it is confirmed.
    pub status: Option<Status>,
    /// The government side.
    pub buyers: Vec<OrgRef>,
    /// The suppliers.
    pub vendors: Vec<OrgRef>,
    /// Through whom.
    pub via: Vec<OrgRef>,
    /// The sum that it is shown with in lists.
    pub headline: Option<Headline>,
    /// The first day it is told of.
    pub first: Option<PartialDate>,
    /// The last day it is told of.
    pub last: Option<PartialDate>,
    /// How many articles tell of it.
    pub articles: usize,
    /// Whether its best article also tells of a deal that answers more of the query's words.
    pub beside: bool,
    /// How well its best article answers; comparable within one answer only.
    pub score: f32,
    /// What that score is made of, where that was asked for, before what newer articles gain.
    pub score_parts: Vec<ScorePart>,
    /// The article that answers best, or the newest or oldest one where that is the order.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// The words of the query in it, as byte ranges.
    pub title_marks: Vec<Range<usize>>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// Where.
    pub url: Option<String>,
    /// The sentence by which it tells of the deal, or the piece of it that answers best where that has no word of the query and
    /// the article tells of no other deal.
    pub snippet: String,
    /// The words of the query in the snippet, as byte ranges.
    pub marks: Vec<Range<usize>>,
}

impl Library {
    /// Searches for deals: each article that matches stands for those it tells of, and each of these must hold to the query's
    /// fields itself. Where all are to be counted
    /// ([`SearchQuestion::count_all`]), or by facets, every article that matches is read;
    /// else no more than it takes to know the deals asked for, or [`DealSearchAnswer::total`] cheaply.
    ///
    /// # Errors
    /// When the query has a mistake, or index or database fail.
    pub fn search_deals(&self, question: &SearchQuestion) -> Result<DealSearchAnswer, LibraryError> {
        let query = self.query(&question.query, question.today)?;
        let for_articles = Query { root: for_articles(&query.root) };
        let (index, rebuilt) = self.index()?;
        let by_words = question.order == SearchOrder::Relevance;
        let mut walk = Walk::new(self, &query, by_words);
        let wanted = question.offset.saturating_add(question.limit);
        let reads_all = question.count_all || !question.facets.is_empty();
        let mut step =
            if reads_all { usize::MAX } else { wanted.saturating_add(wanted / 2).saturating_add(20) };
        let mut understood = None;
        let (articles, total_is_exact) = loop {
            let found =
                index.search(&for_articles, self.names(), &options(question, walk.taken, step, reads_all))?;
            understood.get_or_insert(found.understood);
            let is_all = found.hits.len() < step;
            for hit in found.hits {
                walk.take(hit)?;
            }
            if is_all || found.total_is_exact && walk.taken >= found.total {
                break (walk.taken, true);
            }
            let is_cheap = found.total_is_exact && found.total <= ALL_ARE_READ;
            if !reads_all && !is_cheap && walk.settled() >= wanted {
                break (found.total, false);
            }
            step = if is_cheap { found.total } else { step.saturating_mul(2) };
        };
        let in_order = walk.in_order();
        let page = in_order.iter().skip(question.offset).take(question.limit);
        let mut hits = Vec::new();
        let mut snippets = SnippetMaker::new(&query);
        let wants_words = !query.wanted_texts().is_empty();
        for (id, place, hit) in page {
            let Some(deal) = self.store.deal(id)? else { continue };
            let piece = self.piece_of(&deal, hit, &mut snippets, wants_words, question.snippet_chars)?;
            hits.extend(deal_hit(deal, place, hit, piece));
        }
        let facets = self.deal_facets(in_order.iter().map(|(id, ..)| *id), &question.facets)?;
        let (mut spellings, mut misnamed, mut emptied_by) = (Vec::new(), Vec::new(), Vec::new());
        if articles == 0 {
            spellings = self.with_names(index, &query, index.spellings(&query)?)?;
            misnamed = self.misnamed_in(index, &query)?;
            emptied_by = index.emptied_by(&for_articles, self.names())?;
        }
        Ok(DealSearchAnswer {
            total: walk.found(),
            total_is_exact,
            articles,
            hits,
            understood: understood.unwrap_or_default(),
            facets,
            spellings,
            misnamed,
            emptied_by,
            rebuilt,
            behind: is_index_behind(&self.folder),
        })
    }

    /// The sentence by which the article tells of the deal, the one with most of the query's words. Where none has any, and the
    /// article tells of no other deal that its words may be about, the piece of it that answers best.
    fn piece_of(
        &self,
        deal: &Deal,
        hit: &Hit,
        snippets: &mut SnippetMaker,
        wants_words: bool,
        most: usize,
    ) -> Result<Snippet, LibraryError> {
        let told = deal.events.iter().filter(|told| told.article == hit.id);
        let each = told.map(|told| {
            let whole: Vec<Range<usize>> = std::iter::once(0..told.sentence.len()).collect();
            snippets.snippet(&told.title, &told.sentence, &whole, most)
        });
        // Of equals the first.
        let own = each.reduce(|best, next| if next.marks.len() > best.marks.len() { next } else { best });
        let own = own.unwrap_or_default();
        if !own.marks.is_empty() || !wants_words {
            return Ok(own);
        }
        if self.store.deals_of_article(&hit.id)?.iter().any(|(_, other)| *other != deal.id) {
            return Ok(own);
        }
        let Some((article, _)) = self.store.article_alone(&hit.id)? else { return Ok(own) };
        let body = article.body.text();
        let piece = snippets.snippet(&article.title, body, &sentences(&article.body), most);
        Ok(if piece.marks.is_empty() { own } else { piece })
    }

    /// Counts deals, which are read one at a time, by what they have of each facet.
    fn deal_facets<'d>(
        &self,
        ids: impl Iterator<Item = &'d DealId>,
        facets: &[Facet],
    ) -> Result<Vec<FacetTable>, LibraryError> {
        if facets.is_empty() {
            return Ok(Vec::new());
        }
        let mut counted: Vec<BTreeMap<String, u64>> = vec![BTreeMap::new(); facets.len()];
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for id in ids {
            let Some(deal) = self.store.deal(id)? else { continue };
            for (facet, counts) in facets.iter().zip(&mut counted) {
                for value in values_of(*facet, &deal) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            let organisations = deal.buyers.into_iter().chain(deal.vendors).chain(deal.via);
            names.extend(organisations.map(|org| (org.id.to_string(), org.name)));
        }
        let tables = facets.iter().zip(counted).map(|(facet, counts)| {
            let each = counts.into_iter().map(|(value, count)| FacetCount { value, count });
            let mut each: Vec<FacetCount> = each.collect();
            if *facet != Facet::Month {
                each.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            }
            let mut table = self.named_facet(*facet, each);
            if matches!(facet, Facet::Agency | Facet::Vendor) {
                for value in &mut table.values {
                    if let Some(name) = names.get(&value.value) {
                        value.name.clone_from(name);
                    }
                }
            }
            table
        });
        Ok(tables.collect())
    }
}

/// A deal with all that is shown of it; `None` where the article does not tell of it any more.
fn deal_hit(deal: Deal, place: &Place, hit: &Hit, piece: Snippet) -> Option<DealHit> {
    let told = deal.events.iter().find(|told| told.article == hit.id)?;
    Some(DealHit {
        headline: headline(&deal),
        articles: article_count(&deal),
        beside: place.beside,
        score: hit.score,
        score_parts: hit.parts.clone(),
        article: hit.id.clone(),
        title: told.title.clone(),
        title_marks: piece.title_marks,
        publisher: told.publisher.clone(),
        published: told.published,
        url: told.url.clone(),
        snippet: piece.text,
        marks: piece.marks,
        id: deal.id,
        name: deal.name,
        status: deal.status,
        buyers: deal.buyers,
        vendors: deal.vendors,
        via: deal.via,
        first: deal.first,
        last: deal.last,
    })
}

fn options(question: &SearchQuestion, offset: usize, limit: usize, count_all: bool) -> SearchOptions {
    SearchOptions {
        limit,
        offset,
        sort: match question.order {
            SearchOrder::Relevance => Sort::Relevance,
            SearchOrder::Newest => Sort::Newest,
            SearchOrder::Oldest => Sort::Oldest,
        },
        today: question.today,
        freshness: true,
        expand: question.expand,
        explain: question.explain,
        count_all,
    }
}

/// What a deal has of a facet, each once. A month or outlet is one in which an article tells of it, a country a buyer's.
fn values_of(facet: Facet, deal: &Deal) -> BTreeSet<String> {
    let ids = |orgs: &[OrgRef]| orgs.iter().map(|org| org.id.to_string()).collect::<Vec<_>>();
    let told = deal.events.iter();
    match facet {
        Facet::Agency => ids(&deal.buyers).into_iter().collect(),
        Facet::Vendor => ids(&deal.vendors).into_iter().chain(ids(&deal.via)).collect(),
        // A deal does not keep which products are named.
        Facet::Product => BTreeSet::new(),
        Facet::Program => deal.program.iter().cloned().collect(),
        Facet::Type => told.map(|told| told.event.kind.as_str().to_owned()).collect(),
        Facet::Status => deal.status.iter().map(|status| status.as_str().to_owned()).collect(),
        Facet::Month => {
            let month = |date: PartialDate| {
                let day = date.first_day();
                format!("{:04}-{:02}", day.year(), day.month())
            };
            told.filter_map(|told| told.published).map(month).collect()
        }
        Facet::Publisher => told.filter_map(|told| told.publisher.clone()).collect(),
        Facet::Country => {
            let entry = |org: &OrgRef| Lists::bundled().entry(EntryKind::Agency, org.id.as_str());
            let countries = deal.buyers.iter().filter_map(entry).map(|entry| entry.country.to_lowercase());
            countries.filter(|code| !code.is_empty()).collect()
        }
    }
}
