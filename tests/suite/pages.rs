//! Pages in the style of real systems (tests/pages), and pages that mean harm.

use std::path::Path;

use awardwire::article::{Hints, Refusal, read, read_html};
use awardwire::base::Address;
use awardwire::fetch::Fetched;
use serde_json::Value;

use crate::world::World;

fn folder(name: &str) -> String {
    format!("{}/tests/pages/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(&folder("complaints")).join("html").join(format!("{name}.html")))
        .unwrap()
}

fn fetched(html: &str, status: u16) -> Fetched {
    let address = Address::parse("https://wire.example/news/harbour-cameras").unwrap();
    Fetched {
        status,
        content_type: Some("text/html; charset=utf-8".to_owned()),
        ..Fetched::new(address, "2026-05-10T00:00:00Z".parse().unwrap(), html)
    }
}

#[test]
fn what_people_complain_of_is_read_rightly() {
    let found =
        World::new().run(&["eval", "--pages", &folder("complaints"), "--format", "json"]).ends(0).json();
    for figure in ["/snippets/accuracy", "/title/exact", "/authors/exact", "/date/accuracy"] {
        assert_eq!(found.pointer(figure).and_then(Value::as_f64), Some(1.0), "{figure}: {}", found["misses"]);
    }
    assert_eq!(found["misses"], serde_json::json!([]));
}

/// A date is invented on one page in twenty at most.
#[test]
fn no_date_is_better_than_an_invented_one() {
    let ran =
        World::new().run(&["eval", "--pages", &folder("dateless"), "--format", "json", "--misses"]).ends(0);
    let found = ran.json();
    assert_eq!(found["predicted"], found["pages"], "a page that is not read tells nothing");
    let dated: Vec<&Value> = found["misses"].as_array().unwrap().iter().map(|miss| &miss["id"]).collect();
    assert!(20 * dated.len() as u64 <= found["pages"].as_u64().unwrap(), "{dated:?}");
}

#[test]
fn the_table_and_the_worst_pages_are_printed() {
    let world = World::new();
    let text =
        "The Army awarded Acme Inc. a contract worth $100 million for software that reads maps. ".repeat(4);
    world.write(
        "set/html/a.html",
        format!("<title>Army picks Acme</title><h1>Army picks Acme</h1><p>{text}</p>"),
    );
    world.write(
        "set/truth.json",
        serde_json::json!({"a": {"articleBody": format!("{text} And more words here."), "title": "Another", "date": "2025-07-14"}}).to_string(),
    );
    world
        .run(&["eval", "--pages", "set"])
        .ends(0)
        .shows("1 pages, an article read from 1")
        .shows("body       F1")
        .shows("missing 1  of 1")
        .shows("And more words here")
        .shows("pages a second of one processor");
    world.run(&["eval", "--pages", "nowhere"]).fails(2, "truth.json");
    world.write("empty/truth.json", "{}");
    world.run(&["eval", "--pages", "empty"]).fails(2, "no pages in it");
    world.run(&["eval"]).ends(2);
}

#[test]
fn a_teaser_is_partial_by_what_the_page_declares() {
    let is_partial = |name: &str| read_html(&page(name), None, &Hints::default()).articles.remove(0).partial;
    assert!(is_partial("paywalled-teaser"));
    assert!(!is_partial("paid-but-whole"));
    assert!(!is_partial("split-by-ads"));
    assert!(is_partial("paginated"));
    let article = read(&fetched(&page("split-by-ads"), 402), &Hints::default()).articles.remove(0);
    assert!(article.partial);
}

#[test]
fn an_article_has_its_details() {
    let article = read_html(&page("published-and-modified"), None, &Hints::default()).articles.remove(0);
    assert_eq!(article.details.updated.unwrap().date.to_string(), "2026-05-09");
    assert_eq!(article.url.unwrap().as_str(), "https://wire.example/news/harbour-cameras");
    let next = read_html(&page("paginated"), None, &Hints::default()).articles.remove(0).details.next_page;
    assert_eq!(next.as_deref(), Some("https://wire.example/news/harbour-cameras?page=2"));
    assert!(read_html(&page("live-blog"), None, &Hints::default()).articles.remove(0).details.is_live);
    let dateline =
        read_html(&page("drupal-press-release"), None, &Hints::default()).articles.remove(0).details.dateline;
    assert_eq!(dateline.unwrap().place.as_deref(), Some("PORT LARKFIELD"));
}

#[test]
fn a_list_of_articles_is_no_article_and_offers_its_links() {
    let html = std::fs::read_to_string(Path::new(&folder("dateless")).join("html/category.html")).unwrap();
    let reading = read(&fetched(&html, 200), &Hints::default());
    assert_eq!(reading.refusal, Some(Refusal::List));
    assert_eq!(reading.leads.len(), 9, "{:?}", reading.leads);
    assert_eq!(reading.leads[0].address.as_str(), "https://wire.example/n/0");
    // Whoever hands it over wants it read.
    let handed = read_html(&html, None, &Hints::default()).articles.remove(0);
    assert!(handed.notes.iter().any(|note| note.contains("a list of links")), "{:?}", handed.notes);
}

#[test]
fn a_shell_that_a_script_fills_is_no_article() {
    for html in [
        "<html><head><title>Harbour Wire</title></head><body><div id=\"root\"></div><script src=a.js></script></body></html>",
        "<html><body><nav><a href=/>Home</a> <a href=/n>News</a></nav><noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div></body></html>",
    ] {
        assert_eq!(read(&fetched(html, 200), &Hints::default()).refusal, Some(Refusal::Shell), "{html}");
        assert_eq!(read_html(html, None, &Hints::default()).refusal, Some(Refusal::Shell), "{html}");
    }
}

#[test]
fn robots_rules_are_for_crawlers() {
    let html = page("split-by-ads").replace("<head>", "<head><meta name=robots content=noindex>");
    assert_eq!(read(&fetched(&html, 200), &Hints::default()).refusal, Some(Refusal::NoIndex));
    assert_eq!(read_html(&html, None, &Hints::default()).articles.len(), 1);
}

#[test]
fn hostile_pages_are_read_within_limits() {
    let text = "<p>A sentence of the article, long enough to count as one in any case.</p>".repeat(20);
    let n = 1_000_000;
    for (what, html) in [
        ("deep", format!("{}{text}", "<div>".repeat(n / 4))),
        ("deep inline", format!("{}{text}", "<b><i><span>".repeat(n / 20))),
        ("a million nodes", format!("{text}{}", "<i>x</i>".repeat(n / 2))),
        ("a million empty paragraphs", format!("{text}{}", "<p>".repeat(n))),
        ("a megabyte attribute", format!("<div class=\"{}\">{text}</div>", "share ".repeat(n / 6))),
        ("many attributes", format!("<div {}>{text}</div>", "data-a=1 ".repeat(n / 20))),
        ("many classes", format!("<div class='{}'></div>", "ad ".repeat(18)).repeat(20_000) + &text),
        ("zeros", format!("{}{text}{}", "\0".repeat(n), "\0<p>\0")),
        ("unclosed", "<table><tr><td><a href=x><p><ul><li><b>".repeat(20_000) + &text),
        ("a long line", format!("<p>{}</p>", "word ".repeat(n))),
        (
            "dates",
            format!("<h1>A title of a page</h1>{}{text}", "<time>May 4, 2026</time><br><br>".repeat(20_000)),
        ),
        ("bylines", format!("<h1>A title</h1>{}{text}", "<p class=author>By Jane Roe</p>".repeat(20_000))),
        (
            "boxes",
            format!(
                "{}{text}",
                "<div><h3>Related</h3><a href=x>one two three four five</a></div>".repeat(20_000)
            ),
        ),
        ("json", format!("<script type=application/ld+json>{}</script>{text}", "[".repeat(n))),
        ("thirty megabytes", format!("{text}{}", "<p>It goes on and on.</p>".repeat(30 * n / 24))),
    ] {
        let begun = std::time::Instant::now();
        let _ = read_html(&html, None, &Hints::default());
        // Unoptimised builds are some twenty times slower than what docs/pages.md promises.
        assert!(begun.elapsed().as_secs() < 30, "{what}: {:?}", begun.elapsed());
    }
    let mut broken = fetched("", 200);
    broken.body = (0..n).map(|i| (i * 7 % 256) as u8).collect();
    let _ = read(&broken, &Hints::default());
    broken.content_type = Some("text/html; charset=utf-16".to_owned());
    let _ = read(&broken, &Hints::default());
}
