//! `awardwire search`.

use crate::world::{World, sample};

/// How many articles of the sample answer, and that each line of the answer is a record.
fn hits(query: &[&str]) -> Vec<serde_json::Value> {
    let mut arguments = vec!["search", "--format", "jsonl", "-n", "100"];
    arguments.extend(query);
    let ran = sample().run(&arguments);
    assert_eq!(ran.code, Some(i32::from(ran.out.is_empty())), "{query:?}: {ran:?}");
    ran.records()
}

fn urls(query: &[&str]) -> Vec<String> {
    let mut urls: Vec<String> =
        hits(query).iter().map(|hit| hit["url"].as_str().unwrap().to_owned()).collect();
    urls.sort();
    urls
}

#[test]
fn names_are_understood() {
    let pentagon = urls(&["agency:pentagon"]);
    assert!(pentagon.len() >= 3, "{pentagon:?}");
    assert_eq!(pentagon, urls(&["agency:\"Department of War\""]));
    assert_eq!(pentagon, urls(&["--agency", "dod"]));
    let alone = urls(&["agency:=dod"]);
    assert!(alone.len() <= pentagon.len() && alone.iter().all(|url| pentagon.contains(url)));
    let larkfield = urls(&["vendor:larkfield"]);
    assert!(larkfield.len() >= 4, "{larkfield:?}");
    let both = urls(&["vendor:(larkfield OR wrenthorpe)"]);
    assert!(both.len() > larkfield.len());
    assert_eq!(both, urls(&["--vendor", "larkfield", "--vendor", "wrenthorpe"]));
}

#[test]
fn filters_narrow() {
    let all = urls(&["*"]);
    assert_eq!(all.len(), 27);
    let after = hits(&["after:2026-03"]);
    assert!(!after.is_empty() && after.len() < 27);
    assert!(after.iter().all(|hit| hit["published"].as_str().unwrap() >= "2026-03"), "{after:?}");
    assert_eq!(after.len(), hits(&["--since", "2026-03"]).len());
    let before = hits(&["before:2026-03"]);
    assert_eq!(after.len() + before.len(), 27);
    assert!(!urls(&["type:protest"]).is_empty());
    let rich = urls(&["amount:>40B"]);
    assert!(rich.iter().any(|url| url.contains("openai")), "{rich:?}");
    assert!(urls(&["amount:>900B"]).is_empty());
    assert_eq!(urls(&["amount:>40B"]), urls(&["--value", ">40B"]));
    let award_and_vendor = urls(&["type:award vendor:larkfield"]);
    assert!(award_and_vendor.iter().all(|url| urls(&["vendor:larkfield"]).contains(url)));
    assert!(
        hits(&["--period", "2026-03"])
            .iter()
            .all(|hit| hit["published"].as_str().unwrap().starts_with("2026-03"))
    );
}

#[test]
fn phrases_are_beside_each_other_and_words_are_stemmed() {
    let phrase = urls(&["\"supply chain risk\""]);
    assert!(!phrase.is_empty());
    assert!(urls(&["\"risk chain supply\""]).is_empty());
    let stemmed = urls(&["+inspect"]);
    assert_eq!(stemmed, urls(&["+inspecting"]));
    assert!(!stemmed.is_empty());
    let without = urls(&["larkfield -ceiling"]);
    assert!(without.len() < urls(&["larkfield"]).len());
    assert!(!urls(&["larkfeild~1"]).is_empty());
    assert!(!urls(&["larkf*"]).is_empty());
}

#[test]
fn formats_order_and_pages() {
    let json = sample().run(&["search", "contract", "--format", "json", "-n", "3"]).ends(0).json();
    let lines = sample().run(&["search", "contract", "--format", "jsonl", "-n", "3"]).ends(0).records();
    assert_eq!(json["hits"].as_array().unwrap(), &lines);
    assert_eq!(json["format_version"], 1);
    assert!(json["total"].as_u64().unwrap() >= 3);
    assert_eq!(lines.len(), 3);
    let rest =
        sample().run(&["search", "contract", "--format", "jsonl", "-n", "2", "--offset", "1"]).records();
    assert_eq!(rest[0]["id"], lines[1]["id"]);
    let dates = |order: &str| -> Vec<String> {
        let ran = sample().run(&["search", "contract", "--sort", order, "--format", "jsonl", "-n", "50"]);
        ran.records().iter().map(|hit| hit["published"].as_str().unwrap().to_owned()).collect()
    };
    assert!(dates("newest").is_sorted_by(|a, b| a >= b) && dates("oldest").is_sorted());
    for hit in &lines {
        let snippet = hit["snippet"].as_str().unwrap();
        for mark in hit["marks"].as_array().unwrap() {
            let range = mark["start"].as_u64().unwrap() as usize..mark["end"].as_u64().unwrap() as usize;
            assert!(snippet[range].to_lowercase().starts_with("contract"), "{hit}");
        }
    }
}

#[test]
fn the_terminal_shows_hits_for_reading() {
    let ran = World::with_articles().run(&["search", "quillon protest"]).ends(0);
    insta::assert_snapshot!(ran.out, @r#"
    1. Quillon Systems protests harbor award
       Example Wire · 2026-06-01 · ad044866ccb54348
       d2c520c5e5ca Freedonia Department of Harbors – Quillon Systems – Protest, 2026: protested
       http://wire.example/quillon-protest
       Quillon Systems LLC filed a bid protest over the artificial intelligence contract that the
       Freedonia Department of Harbors awarded to Marrow Pike Corp. in March 2026.
    "#);
}

#[test]
fn colour_is_only_where_it_is_asked_for() {
    let world = World::with_articles();
    world.run(&["search", "quillon"]).ends(0).hides("\u{1b}");
    world.run(&["search", "quillon", "--color", "never"]).ends(0).hides("\u{1b}");
    world
        .run(&["search", "quillon", "--color", "always"])
        .ends(0)
        .shows("\u{1b}[1m\u{1b}[33mQuillon\u{1b}[0m");
    world.run(&["search", "quillon", "--color", "always", "--format", "jsonl"]).ends(0).hides("\u{1b}");
}

#[test]
fn no_hits_and_mistakes() {
    let world = World::with_articles();
    let none = world.run(&["search", "zeppelin"]).ends(1).tells("nothing found");
    assert_eq!(none.out, "");
    world.run(&["search", "-q", "zeppelin"]).ends(1);
    let ran = world.run(&["search", "agency:dod type:awrad"]).fails(2, "unknown type");
    insta::assert_snapshot!(ran.err, @r#"
    error: unknown type "awrad"
      agency:dod type:awrad
                      ^^^^^
    hint: did you mean type:award?
    "#);
    world.run(&["search", "\"never closed"]).fails(2, "^");
    world.run(&["search", "amount:>lots"]).fails(2, "^");
    world.run(&["search", "after:someday"]).fails(2, "^");
    world.run(&["search", "--since", "someday"]).fails(2, "someday");
    world.run(&["search", &"(".repeat(5000)]).fails(2, "^");
    World::new().run(&["search", "x"]).fails(2, "there is no library in [WORLD]/library");
}

#[test]
fn any_query_is_answered() {
    let world = sample();
    for query in [
        "",
        " ",
        "\u{0}a",
        "::",
        "a:b:c",
        "-",
        "+",
        "*",
        "~~",
        "\"\"",
        "()",
        "agency:",
        "amount:..",
        "🦀",
        "NOT",
        "OR OR",
    ] {
        // An argument cannot hold a zero byte.
        let query = query.replace('\0', "\u{1}");
        let ran = world.run(&["search", "--", &query]);
        assert!(ran.code.is_some_and(|code| code <= 2), "{query:?}: {ran:?}");
    }
}
