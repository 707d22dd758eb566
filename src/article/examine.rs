//! Everything a page says, put together: the article, and what kind of page it stands on.

use jiff::civil::Date;
use scraper::Html;

use crate::article::Wishes;
use crate::article::blocks::{TextBlock, text_blocks};
use crate::article::byline::visible;
use crate::article::candidates::best_body;
use crate::article::choice::{Clues, article_blocks};
use crate::article::date::{in_words, is_plausible, stamp};
use crate::article::dateline::dateline;
use crate::article::dating::{Sources, dates};
use crate::article::details::{Dateline, Details};
use crate::article::headline::Headline;
use crate::article::jsonld::{LinkedData, linked_data};
use crate::article::language::language;
use crate::article::leads::links;
use crate::article::metadata::{Metadata, metadata};
use crate::article::page::Page;
use crate::article::partial::is_partial;
use crate::article::published::{DateOrigin, Published};
use crate::article::shape::{is_list, is_shell};
use crate::article::sites::{OnSite, on_site};
use crate::article::{Article, Hints, Link, Refusal, authors, markup, title};
use crate::base::{Address, ArticleId};

/// Less text than this (in bytes) is no article, unless the page declares that it is one.
pub(super) const SHORTEST: usize = 140;

/// The same for a page that a user hands over: it is to be read, if there is anything to read.
pub(super) const SHORTEST_HANDED: usize = 40;

/// What a page holds, before it is decided whether that is an article.
pub(super) struct Examined {
    /// The article, as far as there is one.
    pub(super) article: Article,
    /// Whether robots must not index the page.
    pub(super) is_noindex: bool,
    /// What the page wants of those who would keep it.
    pub(super) wishes: Wishes,
    /// Whether it is a list of links to articles rather than one.
    pub(super) is_list: bool,
    /// The headlines in its links.
    pub(super) leads: Vec<Link>,
    is_declared: bool,
    is_blank: bool,
    is_shell: bool,
}

impl Examined {
    /// Why there is no article in it, where less text than `shortest` is none.
    pub(super) fn refusal(&self, shortest: usize) -> Option<Refusal> {
        let len = self.article.body.text().len();
        let is_thin = len == 0 || (len < shortest && !self.is_declared);
        if self.is_shell && is_thin {
            Some(Refusal::Shell)
        } else if self.is_blank {
            Some(Refusal::Empty)
        } else if is_thin && self.is_list {
            Some(Refusal::List)
        } else {
            is_thin.then_some(Refusal::NoArticle)
        }
    }
}

/// Reads everything a page says.
pub(super) fn examine(
    html: &str,
    address: Option<&Address>,
    hints: &Hints,
    latest: Option<Date>,
) -> Examined {
    let (markup, is_cut) = markup::bounded_or_cut(html);
    let parsed = Html::parse_document(&markup);
    let page = Page::of(&parsed);
    let metadata = metadata(&page);
    let data =
        linked_data(&page, metadata.titles.first().or(metadata.page_title.as_ref()).map(String::as_str));
    let data = data.as_ref();
    let (blocks, doubtful) = text_blocks(&page);
    let mut article = empty_article(hints);
    article.url = own_address(address, &metadata);

    let host = address.or(article.url.as_ref()).map(Address::host).unwrap_or_default();
    let on_site = on_site(host, &parsed, &page);
    let of_site =
        |slot: fn(&OnSite) -> &Option<String>| on_site.as_ref().and_then(|on_site| slot(on_site).clone());
    let headline = title::title(&metadata, data, &blocks, hints.publisher.as_deref());
    article.title = headline
        .or_else(|| of_site(|on_site| &on_site.title))
        .or_else(|| hints.title.clone())
        .unwrap_or_default();
    let titles: Vec<&str> = std::iter::once(article.title.as_str())
        .chain(metadata.titles.iter().map(String::as_str))
        .chain(data.and_then(|data| data.headline.as_deref()))
        .collect();
    let description =
        metadata.description.as_deref().or_else(|| data?.description.as_deref()).unwrap_or_default();
    let clues = Clues { titles: &titles, description };
    let kept = article_blocks(&page, &blocks, &doubtful, &clues, on_site.as_ref());
    let headline = Headline::of(&page, &blocks, &article.title, &kept.blocks);
    article.body = best_body(&kept, &clues, data, &markup);

    let sources = Sources {
        page: &page,
        headline: &headline,
        metadata: &metadata,
        data,
        address: address.or(article.url.as_ref()),
        latest,
    };
    let dates = dates(&sources);
    let dated_by_site = || of_site(|on_site| &on_site.date).and_then(|text| dated(&text, latest));
    article.published = dates.published.or_else(dated_by_site).or(hints.published);
    article.details = details(&article, &metadata, data, &kept.foot);
    article.details.updated = dates.updated;
    let site_name = metadata.site_name.clone().or_else(|| data?.publisher.clone());
    let houses =
        [site_name.as_deref(), hints.publisher.as_deref(), data.and_then(|d| d.publisher.as_deref())];
    let houses: Vec<&str> = houses.into_iter().flatten().collect();
    article.authors = persons(&metadata, data, &houses, || visible(&page, &headline, &blocks));
    if article.authors.is_empty() {
        article.authors = authors::declared(of_site(|on_site| &on_site.author).as_slice());
    }
    article.publisher = hints.publisher.clone().or_else(|| site_name.clone());
    article.partial = is_cut || is_partial(&page, &article.body, &metadata, data);
    if is_cut {
        article.notes.push("a very long page: only its beginning was read".to_owned());
    }
    let is_declared = data.is_some_and(|data| data.published.is_some() && data.headline.is_some());
    let is_home = article.url.as_ref().is_some_and(|url| url.path_and_query() == "/");
    let is_list = (!is_declared || is_home)
        && metadata.kind.as_deref() != Some("article")
        && is_list(&blocks, &kept.blocks, is_home);
    let said = metadata.language.as_deref().or_else(|| data?.language.as_deref());
    finish(&mut article, said);
    note_next_page(&mut article);
    if on_site.as_ref().is_some_and(|on_site| on_site.is_of_host && !kept.by_rule) {
        article.notes.push(SITE_HAS_CHANGED.to_owned());
    }
    let leads = if is_list { links(&page, &blocks, address.or(article.url.as_ref())) } else { Vec::new() };
    Examined {
        is_noindex: metadata.is_noindex,
        wishes: Wishes {
            noarchive: metadata.is_noarchive,
            tdm_reservation: metadata.tdm_reservation.clone(),
        },
        is_declared,
        is_blank: blocks.is_empty(),
        is_shell: article.body.text().len() < SHORTEST && is_shell(html, &blocks),
        is_list,
        leads,
        article,
    }
}

/// A date as a site prints it, if it can be that of publication.
fn dated(text: &str, latest: Option<Date>) -> Option<Published> {
    let in_words = || Some(Published::on(in_words(text)?.0.into(), DateOrigin::TimeElement));
    stamp(text, DateOrigin::TimeElement).or_else(in_words).filter(|published| is_plausible(published, latest))
}

/// The note on an article whose site has a rule that finds no text any more.
pub const SITE_HAS_CHANGED: &str = "the rule for this site finds no text";

/// An article of which only the hints are known.
pub(crate) fn empty_article(hints: &Hints) -> Article {
    Article {
        id: ArticleId::of_content("", ""),
        source_id: None,
        url: None,
        publisher: hints.publisher.clone(),
        published: None,
        title: String::new(),
        authors: Vec::new(),
        language: None,
        country: hints.country.clone(),
        body: crate::article::Body::default(),
        partial: false,
        details: Details::default(),
        notes: Vec::new(),
    }
}

/// Fills what follows from the rest: id, language, notes.
pub(crate) fn finish(article: &mut Article, said_language: Option<&str>) {
    article.id = match &article.url {
        Some(url) => ArticleId::of_url(url.canonical().as_str()),
        None => ArticleId::of_content(&article.title, article.body.text()),
    };
    article.language = language(said_language, article.body.text());
    let is_missing = [
        (article.title.is_empty(), "no title"),
        (article.published.is_none(), "no publication date"),
        (article.body.text().is_empty(), "no text"),
        (article.partial, "only a part of the text"),
    ];
    article
        .notes
        .extend(is_missing.iter().filter(|(missing, _)| *missing).map(|(_, note)| (*note).to_owned()));
}

/// The address the page calls its own, believed within its site; the home page is no article's address. Of a page
/// without an address, what it says is all there is to know.
fn own_address(address: Option<&Address>, metadata: &Metadata) -> Option<Address> {
    let said = metadata.canonical.as_deref();
    let Some(address) = address else {
        return said
            .and_then(|reference| Address::parse(reference).ok())
            .filter(|own| own.path_and_query() != "/")
            .map(|own| own.canonical());
    };
    let own = said.and_then(|reference| address.join(reference).ok()).filter(|own| {
        own.site() == address.site() && (own.path_and_query() != "/" || address.path_and_query() == "/")
    });
    Some(own.unwrap_or_else(|| address.clone()).canonical())
}

/// The authors the page's data declares, a house beside persons too; where there is none but the house, the persons that
/// a reader sees.
fn persons(
    metadata: &Metadata,
    data: Option<&LinkedData>,
    houses: &[&str],
    seen: impl FnOnce() -> Vec<String>,
) -> Vec<String> {
    let mut names = data.map(|data| authors::declared(&data.authors)).unwrap_or_default();
    if names.is_empty() {
        names = authors::without_houses(authors::declared(&metadata.authors), houses);
    }
    if authors::are_only_houses(&names, houses) {
        let visible = authors::without_houses(seen(), houses);
        if names.is_empty() && !visible.is_empty() || visible.iter().any(|name| authors::is_person(name)) {
            names = visible;
        }
    }
    names
}

fn details(
    article: &Article,
    metadata: &Metadata,
    data: Option<&LinkedData>,
    foot: &[&TextBlock],
) -> Details {
    const MOST_KEYWORDS: usize = 40;
    let mut keywords: Vec<String> = Vec::new();
    let all = metadata.keywords.iter().chain(data.map(|data| data.keywords.as_slice()).unwrap_or_default());
    for word in all {
        if keywords.len() < MOST_KEYWORDS && !keywords.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            keywords.push(word.clone());
        }
    }
    let absolute = |reference: &String| match &article.url {
        Some(url) => url.join(reference).ok().map(|address| address.to_string()),
        None => Address::parse(reference).ok().map(|address| address.to_string()),
    };
    let at_foot = || {
        let agency = foot.iter().find_map(|block| crate::article::phrases::agency_of_line(&block.text))?;
        Some(Dateline { place: None, agency: Some(agency), length: 0 })
    };
    Details {
        updated: None,
        section: metadata.section.clone().or_else(|| data?.section.clone()),
        keywords,
        image: metadata.image.as_ref().or_else(|| data?.image.as_ref()).and_then(absolute),
        dateline: dateline(article.body.text()).or_else(at_foot),
        is_live: data.is_some_and(|data| data.is_live),
        next_page: next_page(article.url.as_ref(), metadata),
    }
}

/// Where the article goes on: `rel=next` is also said of the next article, so its address must be this one's and a number.
fn next_page(own: Option<&Address>, metadata: &Metadata) -> Option<String> {
    let own = own?;
    let next = own.join(metadata.next.as_deref()?).ok()?;
    let (own_path, next_path) = (own.path_and_query(), next.path_and_query());
    let stem = own_path.trim_end_matches('/').trim_end_matches(".html");
    let rest = next_path.strip_prefix(stem)?;
    let is_page = next.site() == own.site()
        && rest.bytes().any(|b| b.is_ascii_digit())
        && rest.len() <= 20
        && rest.starts_with(['/', '?', '&', '-', '_', '.', ',']);
    is_page.then(|| next.to_string())
}

fn note_next_page(article: &mut Article) {
    if article.details.next_page.is_some() {
        article.partial = true;
        article.notes.push("goes on on another page".to_owned());
    }
}
