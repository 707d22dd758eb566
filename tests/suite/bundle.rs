//! `awardwire bundle`, `doctor --bundle`, and `add` of a bundle.

use std::fs;

use crate::world::zips::{Files, text, unzipped};
use crate::world::{ARTICLES, Answer, Server, World, sample};

/// The bundle that these arguments make, and what is in it.
fn bundled(world: &World, arguments: &[&str]) -> Files {
    let mut all = vec!["bundle", "-o", "b.zip"];
    all.extend(arguments);
    world.run(&all).ends(0).tells("SHA-256 of manifest.json: ");
    unzipped(&fs::read(world.path("b.zip")).unwrap())
}

fn ids(world: &World) -> Vec<String> {
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0).records();
    let mut ids: Vec<String> = deals.iter().map(|deal| deal["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

/// A world that has the bundle of another and no library.
fn receiver(of: &World) -> World {
    let world = World::new();
    fs::copy(of.path("b.zip"), world.path("b.zip")).unwrap();
    world
}

#[test]
fn a_bundle_has_tables_pages_and_a_list_of_them() {
    let world = World::with_articles();
    let files = bundled(&world, &["vendor:larkfield"]);
    let names: Vec<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|name| !name.starts_with("pages/") && *name != "report.html")
        .collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "articles.jsonl",
            "claims.csv",
            "claims.jsonl",
            "deals.csv",
            "deals.jsonl",
            "events.csv",
            "events.jsonl",
            "manifest.json",
            "pages.jsonl",
            "report.md"
        ]
    );
    assert_eq!(files.keys().filter(|name| name.starts_with("pages/")).count(), 2);
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["query"], "vendor:larkfield");
    assert_eq!(manifest["counts"]["deals"], 2);
    assert_eq!(manifest["counts"]["articles"], 2);
    assert_eq!(manifest["files"].as_array().unwrap().len(), files.len() - 1);
    assert!(text(&files, "README.txt").contains("awardwire doctor --bundle"));
    assert!(text(&files, "report.md").contains("Larkfield Analytics"));
    assert!(!text(&files, "deals.jsonl").contains("Quillon"));
    // Sentences that prove something go along; others do not.
    let page =
        files.iter().find(|(_, page)| String::from_utf8_lossy(page).contains("$40 million")).unwrap().0;
    assert!(
        !files.values().any(|file| String::from_utf8_lossy(file).contains("has learned, it said")),
        "{page}"
    );
    world.run(&["bundle", "vendor:larkfield", "-o", "again.zip"]).ends(0);
    assert!(
        fs::read(world.path("again.zip")).unwrap() == fs::read(world.path("b.zip")).unwrap(),
        "not the same bytes"
    );
}

#[test]
fn a_bundle_is_proven_without_a_library() {
    let world = World::copy_of(sample());
    for (with, words) in [
        (
            vec![],
            ["stand in the sentence quoted", "by digest only: 23 pages (the bundle was made without pages)"],
        ),
        (vec!["--with-text"], ["23 texts with the digest named", "291 stand in the article's text"]),
        (vec!["--with-pages"], ["23 read again with the very text", "291 stand in the article's text"]),
    ] {
        bundled(&world, &with);
        let ran = receiver(&world);
        let checked =
            ran.run(&["doctor", "--bundle", "b.zip"]).ends(0).tells("the bundle holds what it says");
        words.into_iter().fold(checked, |checked, words| checked.shows(words));
        assert!(!ran.library().exists(), "a check makes no library");
    }
}

#[test]
fn a_bundle_gives_the_same_deals_elsewhere() {
    let world = World::copy_of(sample());
    for with in ["--with-pages", "--with-text"] {
        bundled(&world, &[with]);
        let other = receiver(&world);
        other.run(&["add", "b.zip"]).ends(0).tells("25 of 25 deals are here with the same ids");
        assert_eq!(ids(&other), ids(&world), "{with}");
        other.run(&["doctor", "--store"]).ends(0);
        other.run(&["add", "b.zip"]).ends(0).tells("0 articles added").tells("23 already there");
        other.run(&["reread"]).ends(0);
        assert_eq!(ids(&other), ids(&world), "{with}, read again");
    }
}

#[test]
fn one_made_without_pages_is_not_taken_in() {
    let world = World::with_articles();
    bundled(&world, &[]);
    let other = receiver(&world);
    other.run(&["add", "b.zip"]).fails(2, "it was made without pages");
    assert!(!other.library().exists());
}

#[test]
fn nothing_found_makes_no_file() {
    let world = World::with_articles();
    world.run(&["bundle", "vendor:nobody", "-o", "b.zip"]).ends(1).tells("nothing to bundle");
    world.run(&["bundle", "nosuch:field", "-o", "b.zip"]).fails(2, "^");
    world.run(&["bundle", "-o", "nowhere/b.zip"]).fails(5, "nowhere");
    world.run(&["bundle"]).ends(2).tells("--output");
    assert!(!world.path("b.zip").exists());
    world.run(&["doctor", "--bundle", "b.zip"]).fails(2, "no such file");
    let page = world.write("page.html", "<p>x");
    world.run(&["doctor", "--bundle", &page]).fails(2, "no bundle of awardwire");
}

const NEWS: &str = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract, \
                    693JJ6-26-C-0012, for artificial intelligence software that inspects rails.";
const ASIDE: &str =
    "Its office stands beside the old mill, where swallows nest in spring and the river is loud.";

fn page(title: &str) -> String {
    let paragraphs =
        format!("<p>{NEWS}</p><p>{ASIDE}</p><p>{}</p>", "The trains ran on as they had before. ".repeat(8));
    format!("<title>{title}</title><article><h1>{title}</h1>{paragraphs}</article>")
}

#[test]
fn what_sources_do_not_hand_on_stays_at_home() {
    let (world, server) = (World::new(), Server::start());
    server.set("/open", Answer::new("text/html; charset=utf-8", page("Rails inspected anew")));
    server.set("/closed", Answer::new("text/html; charset=utf-8", page("Inspectors buy software")));
    let source = |name: &str, more: &str| {
        format!(
            "[[source]]\nname = \"{name}\"\nkind = \"page\"\nurl = \"{}\"\nallow_private = true\npublisher = \"{name} News\"\n{more}\n",
            server.url(&format!("/{name}"))
        )
    };
    world.sources(&format!("{}{}", source("open", ""), source("closed", "redistribute = false")));
    world.run(&["crawl", "--today", "2026-06-29"]).ends(0).tells("2 new");
    world
        .run(&["bundle", "--with-pages", "--with-text", "-o", "b.zip"])
        .ends(0)
        .tells("1 page and 1 text withheld");
    let bytes = fs::read(world.path("b.zip")).unwrap();
    let files = unzipped(&bytes);
    let mut warc = String::new();
    let packed = files["archive/pages-00001.warc.gz"].as_slice();
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(packed), &mut warc).unwrap();
    assert_eq!(warc.matches(ASIDE).count(), 1);
    assert!(!warc.contains("Inspectors buy software"));
    assert!(!warc.contains("WARC-Type: request"), "the request names who asked");
    // One text, one page to look at; of the other article only the sentence.
    let with_aside: Vec<&str> = files
        .iter()
        .filter(|(_, content)| String::from_utf8_lossy(content).contains("swallows"))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(with_aside.len(), 2, "{with_aside:?}");
    assert_eq!(text(&files, "articles.jsonl").matches("swallows").count(), 1);
    let closed = files.iter().find(|(name, page)| {
        name.starts_with("pages/") && String::from_utf8_lossy(page).contains("<h1>Inspectors buy")
    });
    let closed = String::from_utf8_lossy(closed.unwrap().1).into_owned();
    assert!(closed.contains("$40 million") && closed.contains("<mark"), "{closed}");

    let other = receiver(&world);
    other
        .run(&["doctor", "--bundle", "b.zip"])
        .ends(0)
        .shows("1 read again with the very text")
        .shows("by digest only: 1 page (its source does not allow handing it on)");
    other
        .run(&["add", "b.zip"])
        .ends(0)
        .tells("1 article added")
        .tells("1 article of the bundle without page");
    let article = &other.run(&["export", "articles", "--format", "jsonl"]).ends(0).records()[0];
    assert_eq!(article["publisher"], "open News", "what its source said of it came along");
    let id = article["id"].as_str().unwrap();
    other.run(&["open", id, "--print"]).ends(0).shows("swallows").shows("2026-06-29");
}

#[test]
fn the_makers_word_comes_along_when_both_want_it() {
    let world = World::with_articles();
    let deal = world.id_of(&["deals", "--format", "jsonl"], "693JJ6-26-C-0012");
    world.run(&["fix", "status", &deal, "ended", "--reason", "withdrawn"]).ends(0);
    let files = bundled(&world, &["--with-pages"]);
    assert!(!files.contains_key("corrections.toml"));
    let files = bundled(&world, &["--with-pages", "--with-corrections"]);
    assert!(text(&files, "corrections.toml").contains("withdrawn"));
    let other = receiver(&world);
    other.run(&["doctor", "--bundle", "b.zip"]).ends(0);
    other.run(&["add", "b.zip"]).ends(0).tells("--with-corrections takes them over");
    other.run(&["deals", "--status", "ended"]).ends(1);
    let other = receiver(&world);
    other.run(&["add", "b.zip", "--with-corrections"]).ends(0).tells("1 correction of its maker taken over");
    other.run(&["deals", "--status", "ended", "--format", "jsonl"]).ends(0).shows(&deal);
}

#[test]
fn a_newer_text_is_not_undone() {
    let world = World::with_articles();
    bundled(&world, &["--with-pages"]);
    let other = receiver(&world);
    let newer = ARTICLES.lines().next().unwrap().replace("$40 million", "$41 million");
    other.run_with(&["add", "-", "--today", "2026-07-09"], &newer).ends(0);
    other.run(&["add", "b.zip", "--today", "2026-07-10"]).ends(0).tells("the library has a newer text of it");
    other.run(&["deals", "--format", "jsonl"]).ends(0).shows("41000000").hides("40000000");
}

#[test]
fn a_page_that_is_asked_for_with_a_key_travels_without_it() {
    let (world, server) = (World::new(), Server::start());
    let page = "<html><head><title>Larkfield wins rail contract</title></head><body><article><h1>Larkfield wins rail contract</h1><p>The Continental Rail Safety Administration awarded Larkfield Analytics a contract worth $48 million for artificial intelligence software that inspects rails, the agency said on Monday. The award was announced in Pell Harbor.</p></article></body></html>";
    let path = "/report?token=9f86d081884c7d659a2f&page=2";
    server.set(path, Answer::new("text/html", page));
    let url = server.url(path);
    world.sources(&format!(
        "[[source]]\nname = \"api\"\nkind = \"page\"\nurl = \"{url}\"\nallow_private = true\n"
    ));
    world.run(&["crawl"]).ends(0).tells("1 new");
    assert_eq!(server.asked_for(path).len(), 1, "the server is shown the key");
    world.run(&["export", "deals", "--format", "json"]).ends(0).hides("9f86d081").shows("/report?page=2");
    let files = bundled(&world, &["--with-pages"]);
    for (name, bytes) in &files {
        assert!(!bytes.windows(8).any(|part| part == b"9f86d081"), "{name}");
    }
    assert!(text(&files, "manifest.json").contains("an address with a key in it"));
    world.run(&["doctor", "--bundle", "b.zip"]).ends(0);
    world.run(&["forget", &url, "--yes"]).ends(0).tells("1 page");
    world.run(&["crawl"]).ends(0);
    assert_eq!(server.asked_for(path).len(), 1, "nor is it asked for again");
}

#[test]
fn nothing_stands_behind_the_archive() {
    let world = World::with_articles();
    bundled(&world, &[]);
    let mut bytes = fs::read(world.path("b.zip")).unwrap();
    bytes.extend(b"and more");
    world.write("more.zip", bytes);
    world.run(&["doctor", "--bundle", "more.zip"]).fails(5, "something stands behind the archive");
}
