//! What is known of the markup of single sites and of the systems that many run on (`data/sites.toml`).

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use scraper::node::Element;
use scraper::{Html, Selector};
use serde::Deserialize;

use crate::article::page::Page;

static RULES: &str = include_str!("../../data/sites.toml");

/// Where the rules of platforms begin.
const PLATFORMS: &str = "[platform]";

/// The rules by host.
static HOSTS: LazyLock<HashMap<&str, HostRule>> = LazyLock::new(|| {
    let hosts = RULES.split(PLATFORMS).next().unwrap_or_default();
    let named = hosts.lines().filter_map(|line| line.strip_prefix('"')?.split_once("\" = "));
    named.map(|(host, line)| (host, HostRule { line, read: OnceLock::new() })).collect()
});

/// The rules of platforms, in the order they are tried.
static PLATFORM_RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let platforms = RULES.split(PLATFORMS).nth(1).unwrap_or_default();
    platforms.lines().filter_map(|line| parse(line.split_once(" = ")?.1)).collect()
});

/// How an article's page is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// What shows that a page is of this platform.
    sign: Option<Css>,
    /// Selectors of the text, in order of preference.
    body: Vec<Css>,
    /// Whether every match of the selector is a part of the text.
    #[serde(default)]
    all: bool,
    title: Option<Css>,
    author: Option<Css>,
    date: Option<Css>,
    /// What lies inside the text and is no part of it.
    drop: Option<Css>,
    /// The year or month of the newest evidence.
    #[serde(rename = "verified")]
    _verified: String,
}

/// A host's rule, read when a page first needs it.
struct HostRule {
    line: &'static str,
    read: OnceLock<Option<Rule>>,
}

/// A selector as a rule has it.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Css(Selector);

impl TryFrom<String> for Css {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Selector::parse(&text).map(Self).map_err(|error| format!("{text}: {error}"))
    }
}

/// What a site's rule finds on a page.
#[derive(Debug, Default, PartialEq)]
pub(super) struct OnSite {
    /// Whether the rule is the host's own, not that of a platform.
    pub(super) is_of_host: bool,
    /// The nodes that hold the text, in order; none where the rule finds nothing.
    pub(super) body: Vec<usize>,
    /// Nodes inside them that are no part of it.
    pub(super) dropped: Vec<usize>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
}

/// Whether the pages of a host have a rule of their own.
pub fn has_site_rule(host: &str) -> bool {
    host_rule(host).is_some()
}

/// What the rule of the page's host finds, else that of the platform it shows; `None` where there is no rule.
pub(super) fn on_site(host: &str, html: &Html, page: &Page<'_>) -> Option<OnSite> {
    let own = host_rule(host);
    let is_of_host = own.is_some();
    let rule = own.or_else(|| platform_rule(html))?;
    let body = rule.body.iter().map(|css| select(html, page, css)).find(|found| !found.is_empty());
    let mut body = outermost(page, body.unwrap_or_default());
    if !rule.all && body.len() > 1 {
        let longest = body.iter().copied().max_by_key(|at| (page.text(*at).len(), std::cmp::Reverse(*at)));
        body = longest.into_iter().collect();
    }
    let dropped = rule.drop.as_ref().map(|css| select(html, page, css)).unwrap_or_default();
    let first = |css: Option<&Css>| {
        let at = select(html, page, css?).first().copied()?;
        said(page, at).filter(|text| !text.is_empty())
    };
    Some(OnSite {
        is_of_host,
        dropped,
        title: first(rule.title.as_ref()),
        author: first(rule.author.as_ref()),
        date: first(rule.date.as_ref()),
        body,
    })
}

/// The rule of the longest host that this one is or lies below.
fn host_rule(host: &str) -> Option<&'static Rule> {
    let above = std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above));
    above.filter(|host| host.contains('.')).find_map(|host| {
        let rule = HOSTS.get(host)?;
        rule.read.get_or_init(|| parse(rule.line)).as_ref()
    })
}

/// The rule of the first platform whose sign the page bears.
fn platform_rule(html: &Html) -> Option<&'static Rule> {
    let is_borne = |sign: &Css| html.select(&sign.0).next().is_some();
    PLATFORM_RULES.iter().find(|rule| rule.sign.as_ref().is_some_and(is_borne))
}

/// A rule as its line has it.
fn parse(line: &str) -> Option<Rule> {
    #[derive(Deserialize)]
    struct Line {
        rule: Rule,
    }
    toml::from_str::<Line>(&format!("rule = {line}")).ok().map(|line| line.rule)
}

/// The nodes that a selector matches, in order.
fn select(html: &Html, page: &Page<'_>, css: &Css) -> Vec<usize> {
    let matches: Vec<&Element> = html.select(&css.0).map(|element| element.value()).collect();
    let mut wanted = matches.iter().peekable();
    let mut found = Vec::with_capacity(matches.len());
    // Both are in document order.
    for (at, element) in page.elements() {
        match wanted.peek() {
            Some(next) if std::ptr::eq(**next, element) => {
                found.push(at);
                wanted.next();
            }
            Some(_) => {}
            None => break,
        }
    }
    found
}

/// Without what lies inside another of them.
fn outermost(page: &Page<'_>, found: Vec<usize>) -> Vec<usize> {
    let mut end = 0;
    let is_outer = |at: &usize| {
        let is_outer = *at >= end;
        if is_outer {
            end = page.get(*at).map_or(*at, |node| node.end);
        }
        is_outer
    };
    found.into_iter().filter(is_outer).collect()
}

/// What an element says: the `content` of a `<meta>`, the `datetime` of a `<time>`, the text of any other.
fn said(page: &Page<'_>, at: usize) -> Option<String> {
    let node = page.get(at)?;
    let attribute = match node.name() {
        "meta" => node.attr("content"),
        "time" => node.attr("datetime"),
        _ => None,
    };
    Some(attribute.map_or_else(|| page.text(at), |value| value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(host: &str, html: &str) -> Option<OnSite> {
        let html = Html::parse_document(html);
        let page = Page::of(&html);
        on_site(host, &html, &page)
    }

    #[test]
    fn every_rule_is_read_with_its_selectors() {
        let mut hosts: Vec<&str> = Vec::new();
        for line in RULES.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
            let (name, rule) = line.split_once(" = ").expect(line);
            let rule = parse(rule).expect(line);
            hosts.push(name);
            assert!(name.starts_with('"') != rule.sign.is_some(), "{line}");
            assert!(!rule.body.is_empty(), "{line}");
        }
        let all = hosts.len();
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(hosts.len(), all, "a host stands twice");
        assert!(all >= 60, "{all} rules");
    }

    #[test]
    fn the_longest_host_wins_and_lookalikes_have_none() {
        assert!(host_rule("fedscoop.com").is_some());
        assert!(host_rule("www.fedscoop.com").is_some());
        assert!(host_rule("notfedscoop.com").is_none());
        assert!(host_rule("fedscoop.com.evil.example").is_none());
        assert!(host_rule("com").is_none());
        assert!(host_rule("").is_none());
    }

    #[test]
    fn a_rule_finds_the_text_and_what_is_none_of_it() {
        let html = "<div class=top>Menu</div><div class='single-article__content'><p>Text of it</p></div>\
                    <time datetime='2026-03-04T10:00:00Z'>March 4</time>";
        let found = found("fedscoop.com", html).unwrap();
        assert_eq!(found.body.len(), 1);
        assert_eq!(found.date.as_deref(), Some("2026-03-04T10:00:00Z"));
    }

    #[test]
    fn a_platform_is_known_by_its_sign() {
        let html = "<meta name=generator content='WordPress 6.5'><div class=entry-content><p>Text</p>\
                    <div class=sharedaddy>Share</div></div>";
        let on = found("unknown.example", html).unwrap();
        assert_eq!((on.body.len(), on.dropped.len()), (1, 1));
        assert_eq!(found("unknown.example", "<p>Text</p>"), None);
    }
}
