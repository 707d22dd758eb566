//! Pages that ask not to be kept: what proves the facts is, the rest is not.

use std::fs;
use std::io::Read as _;

use crate::crawl::{feed, page, source};
use crate::world::zips::{text, unzipped};
use crate::world::{Answer, Server, World};

/// Said on every page, and no evidence of anything.
const ASIDE: &str = "Nobody at the depot had seen the grey cat for a while";

/// Said further down, where no summary reaches.
const ANOTHER: &str = "Its keeper put out a saucer of milk every evening and found it empty every morning";

const AWARD: &str = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial \
    intelligence software that inspects rails.";

fn award() -> Answer {
    page("Larkfield wins rail contract", &format!("{AWARD}</p><p>{ASIDE}."))
}

fn award_with(head: &str) -> Answer {
    Answer::new(
        "text/html",
        format!(
            "<html><head>{head}<title>Larkfield wins rail contract</title></head><body><article><h1>Larkfield wins rail contract</h1>\
             <p>{AWARD}</p><p>{ASIDE}.</p><p>The software would be tried on two lines.</p></article></body></html>"
        ),
    )
}

/// All that lies in the archive, unpacked.
fn archive(world: &World) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(world.library().join("archive")).unwrap() {
        let file = fs::File::open(entry.unwrap().path()).unwrap();
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    }
    text
}

fn crawled(answer: Answer, rules: Option<&str>, policy: &str) -> (World, Server) {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    server.set("/a", answer);
    if let Some(rules) = rules {
        server.set("/.well-known/tdmrep.json", Answer::new("application/json", rules));
    }
    world.sources(
        &source("Feed", "feed", &server.url("/feed.xml")).replace("kind =", &format!("{policy}\nkind =")),
    );
    world.run(&["crawl"]).ends(0).tells("1 new (1 relevant, 1 event)");
    (world, server)
}

#[test]
fn pages_that_ask_not_to_be_kept_leave_their_evidence_only() {
    let header = |name, value| award().header(name, value);
    let rules =
        "[{\"location\": \"/\", \"tdm-reservation\": 1, \"tdm-policy\": \"https://news.example/tdm.json\"}]";
    for (what, answer, rules, why) in [
        ("header", header("X-Robots-Tag", "noarchive"), None, "asks not to be archived"),
        (
            "tag",
            award_with("<meta name=robots content=\"index, noarchive\">"),
            None,
            "asks not to be archived",
        ),
        ("TDM header", header("tdm-reservation", "1"), None, "reserves the rights of text and data mining"),
        (
            "TDM tag",
            award_with("<meta name=tdm-reservation content=1>"),
            None,
            "reserves the rights of text and data mining",
        ),
        ("TDM file", award(), Some(rules), "reserves the rights of text and data mining"),
    ] {
        let (world, _server) = crawled(answer, rules, "");
        let kept = archive(&world);
        assert!(!kept.contains(ASIDE), "{what}: {kept}");
        assert!(kept.contains(AWARD), "{what}: {kept}");
        let id = world.id_of(&["search", "larkfield", "--format", "jsonl"], "Larkfield");
        world.run(&["show", &id]).ends(0).shows("page not kept").shows(why).hides(ASIDE);
        world.run(&["search", "cat"]).ends(1);
        let facts = world.run(&["export", "events", "--format", "jsonl"]).ends(0).out;
        assert!(facts.contains("Larkfield Analytics"), "{what}: {facts}");
        world.run(&["reread"]).ends(0);
        assert_eq!(world.run(&["export", "events", "--format", "jsonl"]).ends(0).out, facts, "{what}");
        world.run(&["doctor", "--store"]).ends(0).tells("in order");
        let opened = world.run(&["open", &id, "--print"]).err + &world.run(&["open", &id, "-o", "-"]).out;
        assert!(!opened.contains(ASIDE) && !opened.contains("damaged"), "{what}: {opened}");
    }
}

#[test]
fn what_stands_nearest_to_the_page_counts() {
    let rules = "[{\"location\": \"/\", \"tdm-reservation\": 1}]";
    for (what, answer, rules) in [
        ("tag before file", award_with("<meta name=tdm-reservation content=0>"), Some(rules)),
        ("header before file", award().header("tdm-reservation", "0"), Some(rules)),
        ("file of other pages", award(), Some("[{\"location\": \"/other\", \"tdm-reservation\": 1}]")),
    ] {
        let (world, _server) = crawled(answer, rules, "");
        assert!(archive(&world).contains(ASIDE), "{what}");
    }
}

#[test]
fn who_has_the_right_to_keeps_the_page() {
    let (world, server) = crawled(award().header("X-Robots-Tag", "noarchive"), None, "archive = \"page\"");
    assert!(archive(&world).contains(ASIDE));
    assert!(server.asked_for("/.well-known/tdmrep.json").is_empty(), "nobody needs it");
    world.run(&["doctor", "--store"]).ends(0).tells("in order");
}

#[test]
fn a_policy_that_changes_holds_from_the_next_look_on() {
    let (world, server) = crawled(award().header("X-Robots-Tag", "noarchive"), None, "");
    assert!(!archive(&world).contains(ASIDE));
    world.sources(
        &source("Feed", "feed", &server.url("/feed.xml")).replace("kind =", "archive = \"page\"\nkind ="),
    );
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0);
    assert!(archive(&world).contains(ASIDE));
    world.run(&["search", "cat"]).ends(0);
    world.run(&["reread"]).ends(0);
    world.run(&["search", "cat"]).ends(0);
    world.run(&["doctor", "--store"]).ends(0).tells("in order");
}

#[test]
fn what_must_not_be_handed_on_leaves_without_its_text() {
    for (policy, is_shared) in [("redistribute = false", false), ("redistribute = true", true), ("", true)] {
        let longer =
            page("Larkfield wins rail contract", &format!("{AWARD}</p><p>{ASIDE}.</p><p>{ANOTHER}."));
        let (world, _server) = crawled(longer, None, policy);
        let ran = world.run(&["export", "articles", "--with-text", "--format", "jsonl"]).ends(0);
        let ran = ran.shows("awarded Larkfield Analytics Inc. a $40 million contract");
        if is_shared {
            ran.shows(ANOTHER);
        } else {
            ran.hides(ANOTHER).tells("1 text withheld");
            let table = world.run(&["export", "articles", "--with-text"]).ends(0);
            table.shows(
                "Texts withheld, since the source does not allow handing them on or is no longer known: 1.",
            );
        }
    }
}

/// What a source did not allow is not allowed by its removal, nor by another name for it.
#[test]
fn what_must_not_be_handed_on_stays_when_its_source_is_gone() {
    for is_renamed in [false, true] {
        let longer =
            page("Larkfield wins rail contract", &format!("{AWARD}</p><p>{ASIDE}.</p><p>{ANOTHER}."));
        let (world, server) = crawled(longer, None, "redistribute = false");
        if is_renamed {
            world.sources(&source("Renamed", "feed", &server.url("/feed.xml")));
        } else {
            world.run(&["source", "remove", "Feed"]).ends(0);
        }
        let exported = world.run(&["export", "articles", "--with-text", "--format", "jsonl"]).ends(0);
        exported.hides(ANOTHER).tells("1 text withheld").tells("or is no longer known");
        world
            .run(&["bundle", "--with-pages", "--with-text", "-o", "b.zip"])
            .ends(0)
            .tells("1 page and 1 text withheld");
        let files = unzipped(&fs::read(world.path("b.zip")).unwrap());
        let mut packed = flate2::read::MultiGzDecoder::new(files["archive/pages-00001.warc.gz"].as_slice());
        let mut warc = String::new();
        packed.read_to_string(&mut warc).unwrap();
        assert!(!warc.contains(ANOTHER) && !warc.contains("Larkfield"), "{warc}");
        for (name, content) in &files {
            assert!(!String::from_utf8_lossy(content).contains(ANOTHER), "{name}");
        }
        assert!(text(&files, "manifest.json").contains("its source is no longer known"));
        // What the user supplied has no source, and is the user's to hand on.
        let own = format!(
            "<title>Quillon wins</title><article><h1>Quillon wins</h1><p>{AWARD}</p><p>{ANOTHER}.</p></article>"
        );
        let own = world.write("own.html", own);
        world.run(&["add", &own]).ends(0);
        world.run(&["export", "articles", "--with-text", "--format", "jsonl"]).ends(0).shows(ANOTHER);
    }
}

/// The address of a private feed often holds the key to it: nothing that is handed on may have it.
#[test]
fn the_address_of_a_failing_source_stays_at_home() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    server.set("/a", award());
    server.set("/private/S3CRET", Answer::status(503));
    let private = server.url("/private/S3CRET?token=S3CRET");
    world.sources(&(source("Feed", "feed", &server.url("/feed.xml")) + &source("Private", "feed", &private)));
    world.run(&["crawl", "--today", "2026-07-01"]);
    world.run(&["source", "list", "--format", "json"]).shows("S3CRET");
    let mut shared: Vec<String> = Vec::new();
    for arguments in [
        ["digest", "--format", "md"],
        ["digest", "--format", "html"],
        ["digest", "--format", "json"],
        ["digest", "--format", "text"],
    ] {
        shared.push(world.run(&arguments).out);
    }
    for kind in ["deals", "articles", "events", "claims"] {
        for format in ["md", "html", "jsonl", "csv", "ocds", "ftm", "atom"] {
            shared.push(world.run(&["export", kind, "--format", format, "-o", "-"]).out);
        }
    }
    world.run(&["export", "deals", "--format", "xlsx", "-o", "deals.xlsx"]).ends(0);
    shared.extend(packed_texts(&fs::read(world.path("deals.xlsx")).unwrap()));
    shared.push(world.run(&["profile", "Larkfield Analytics", "--format", "json"]).out);
    shared.push(world.run(&["profile", "Larkfield Analytics"]).out);
    world.run(&["bundle", "--with-pages", "--with-text", "-o", "b.zip"]).ends(0);
    let bundled = packed_texts(&fs::read(world.path("b.zip")).unwrap());
    assert!(
        bundled.iter().any(|file| file.contains("Private") && file.contains("answered with status")),
        "why is said"
    );
    shared.extend(bundled);
    for text in shared {
        assert!(!text.contains("S3CRET"), "{text}");
    }
}

fn packed_texts(bytes: &[u8]) -> Vec<String> {
    unzipped(bytes).into_values().map(|content| String::from_utf8_lossy(&content).into_owned()).collect()
}
