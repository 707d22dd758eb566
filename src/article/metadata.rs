//! What a page says of itself in `<meta>`, `<link>`, `<title>` and on `<html>`.

use scraper::node::Element;

use crate::article::page::{Page, attribute, clean};

/// The page's own words about itself; every field as written, white space squeezed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Metadata {
    /// Headlines, the most trusted first.
    pub(crate) titles: Vec<String>,
    /// The `<title>` element.
    pub(crate) page_title: Option<String>,
    /// Publication dates, the most trusted first.
    pub(crate) dates: Vec<String>,
    /// Dates of the last change, the most trusted first.
    pub(crate) changes: Vec<String>,
    /// Names of authors.
    pub(crate) authors: Vec<String>,
    /// The site's name.
    pub(crate) site_name: Option<String>,
    /// A summary.
    pub(crate) description: Option<String>,
    /// `rel=canonical`, else `og:url`.
    pub(crate) canonical: Option<String>,
    /// The language of `<html lang>`, else of a `<meta>`.
    pub(crate) language: Option<String>,
    /// The section of the site.
    pub(crate) section: Option<String>,
    /// Keywords and tags.
    pub(crate) keywords: Vec<String>,
    /// The address of the image for previews.
    pub(crate) image: Option<String>,
    /// `og:type`, lower case.
    pub(crate) kind: Option<String>,
    /// `rel=next`.
    pub(crate) next: Option<String>,
    /// Whether `<meta name=robots>` holds `noindex`.
    pub(crate) is_noindex: bool,
    /// Whether it holds `noarchive`.
    pub(crate) is_noarchive: bool,
    /// What `<meta name=tdm-reservation>` says.
    pub(crate) tdm_reservation: Option<String>,
    /// Whether `article:content_tier` or a like says that readers must pay.
    pub(crate) is_locked: bool,
}

const TITLES: &[&str] = &[
    "og:title",
    "twitter:title",
    "parsely-title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "sailthru.title",
    "headline",
];
const DATES: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publicationdate",
    "publication_date",
    "originalpublicationdate",
    "article.published",
    "article.created",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "og:published_time",
    "dc.date",
    "dcterms.date",
    "date",
    "ptime",
    "displaydate",
    "release_date",
    "bt:pubdate",
    "og:pubdate",
    "article:post_date",
    "last-published",
    "iso-8601-publish-date",
    "created",
    "datecreated",
];
const CHANGES: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "datemodified",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "revised",
    "last-updated",
];
const AUTHORS: &[&str] = &[
    "parsely-author",
    "author",
    "article:author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "sailthru.author",
    "byl",
    "authors",
    "cxenseparse:author",
];
const SITE_NAMES: &[&str] = &[
    "og:site_name",
    "application-name",
    "citation_journal_title",
    "dc.publisher",
    "twitter:app:name:iphone",
    "apple-mobile-web-app-title",
];
const DESCRIPTIONS: &[&str] = &["og:description", "description", "twitter:description", "dc.description"];
const SECTIONS: &[&str] =
    &["article:section", "parsely-section", "og:article:section", "sailthru.section", "section"];
const KEYWORDS: &[&str] =
    &["article:tag", "news_keywords", "parsely-tags", "keywords", "dc.subject", "sailthru.tags"];
const IMAGES: &[&str] = &[
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
];
const LANGUAGES: &[&str] = &["content-language", "dc.language", "language", "og:locale", "inlanguage"];

/// No more `<meta>` elements than this are read.
const MOST_NAMED: usize = 500;

/// A value longer than this (in bytes) is no one's title, name or address.
const LONGEST_VALUE: usize = 8 * 1024;

/// No more values of one kind than this are kept.
const MOST_VALUES: usize = 40;

/// Reads the head of a page, and `itemprop` wherever it stands.
pub(crate) fn metadata(page: &Page<'_>) -> Metadata {
    let mut named: Vec<(String, String)> = Vec::new();
    let mut found = Metadata::default();
    let mut og_url = None;
    for (at, element) in page.elements() {
        match element.name() {
            "html" => {
                found.language = attribute(element, "lang")
                    .or_else(|| attribute(element, "xml:lang"))
                    .map(clean)
                    .filter(|l| !l.is_empty());
            }
            "title" if found.page_title.is_none() => {
                found.page_title = Some(page.text(at)).filter(|t| !t.is_empty());
            }
            "link" if found.canonical.is_none() && has_rel(element, "canonical") => {
                found.canonical = attribute(element, "href").map(clean).filter(|h| !h.is_empty());
            }
            "link" | "a" if found.next.is_none() && has_rel(element, "next") => {
                found.next = attribute(element, "href").map(clean).filter(|h| !h.is_empty());
            }
            "meta" if named.len() < MOST_NAMED => {
                let content = attribute(element, "content").filter(|content| content.len() <= LONGEST_VALUE);
                let Some(content) = content.map(clean).filter(|c| !c.is_empty()) else { continue };
                for name in ["property", "name", "itemprop", "http-equiv"]
                    .iter()
                    .filter_map(|key| attribute(element, key))
                {
                    let name = name.trim().to_ascii_lowercase();
                    match name.as_str() {
                        "robots" | "awardwire" => {
                            found.is_noindex |= forbids_indexing(&content);
                            found.is_noarchive |= forbids_archiving(&content);
                        }
                        "tdm-reservation" => found.tdm_reservation = Some(content.clone()),
                        "og:url" => og_url = Some(content.clone()),
                        "article:content_tier" => {
                            found.is_locked |= matches!(
                                content.to_ascii_lowercase().as_str(),
                                "locked" | "metered" | "premium"
                            );
                        }
                        _ => {}
                    }
                    named.push((name, content.clone()));
                }
            }
            _ => {}
        }
    }
    found.canonical = found.canonical.or(og_url);
    let all = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .flat_map(|name| named.iter().filter(move |(key, _)| key == name))
            .map(|(_, value)| value.clone())
            .take(MOST_VALUES)
            .collect()
    };
    found.titles = all(TITLES);
    found.dates = all(DATES);
    found.changes = all(CHANGES);
    found.authors = all(AUTHORS);
    found.section = all(SECTIONS).into_iter().next();
    found.keywords = all(KEYWORDS)
        .iter()
        .flat_map(|list| list.split([',', ';']))
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    found.image = all(IMAGES).into_iter().next();
    found.kind = all(&["og:type"]).into_iter().next().map(|kind| kind.to_ascii_lowercase());
    found.site_name = all(SITE_NAMES).into_iter().next();
    found.description = all(DESCRIPTIONS).into_iter().next();
    found.language = found.language.or_else(|| all(LANGUAGES).into_iter().next());
    found
}

fn has_rel(element: &Element, wanted: &str) -> bool {
    attribute(element, "rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(wanted)))
}

/// Whether the words of a robots rule forbid to index ("noindex", "none"); rules for another robot ("googlebot: …") do not
/// count. (Robots meta tag, as Google and Bing publish it.)
pub(crate) fn forbids_indexing(rules: &str) -> bool {
    has_rule(rules, &["noindex", "none"])
}

/// Whether they forbid to keep a copy ("noarchive", "none").
pub fn forbids_archiving(rules: &str) -> bool {
    has_rule(rules, &["noarchive", "none"])
}

fn has_rule(rules: &str, wanted: &[&str]) -> bool {
    rules.split([',', ';']).any(|rule| wanted.iter().any(|one| rule.trim().eq_ignore_ascii_case(one)))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn read(html: &str) -> Metadata {
        metadata(&Page::of(&Html::parse_document(html)))
    }

    #[test]
    fn fields_are_found_in_order_of_trust() {
        let found = read(
            "<html lang=en-US><title> A |\nSite</title><meta name=twitter:title content=T><meta property=og:title content='O &amp; P'>\
             <link rel='canonical' href=/x><meta property=og:url content=/y><meta itemprop=datePublished content=2025-07-14>\
             <meta name=date content=2025><meta property=og:site_name content=Site><meta name=robots content='max-image-preview:large, NOINDEX'>",
        );
        assert_eq!(found.titles, ["O & P", "T"]);
        assert_eq!(found.page_title.as_deref(), Some("A | Site"));
        assert_eq!(found.dates, ["2025-07-14", "2025"]);
        assert_eq!(found.canonical.as_deref(), Some("/x"));
        assert_eq!(found.language.as_deref(), Some("en-US"));
        assert!(found.is_noindex);
        assert_eq!(read(""), Metadata::default());
    }

    #[test]
    fn only_rules_for_everyone_count() {
        for (rules, forbids) in [
            ("noindex", true),
            ("NONE", true),
            ("index, follow", false),
            ("googlebot: noindex", false),
            ("noimageindex", false),
        ] {
            assert_eq!(forbids_indexing(rules), forbids, "{rules}");
        }
    }
}
