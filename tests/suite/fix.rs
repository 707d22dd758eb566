//! `awardwire fix`: the user's word on organisations.

use std::fs;

use crate::world::World;

fn file(world: &World) -> String {
    fs::read_to_string(world.library().join("corrections.toml")).unwrap()
}

/// A library whose agency goes by another name in one article.
fn renamed() -> World {
    let world = World::new();
    let article = |id: &str, buyer: &str| {
        format!(
            "{{\"id\":\"{id}\",\"url\":\"http://wire.example/{id}\",\"published\":\"2026-05-04\",\"title\":\"A contract\",\
             \"text\":\"{buyer} awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software.\"}}\n"
        )
    };
    let articles = article("one", "The FreedX")
        + &article("two", "The Freedonia Department of Harbors")
        + &article("three", "The Pentagon");
    world.run_with(&["add", "-"], articles).ends(0);
    world
}

#[test]
fn another_name_is_read_from_the_next_reading_on() {
    let world = renamed();
    let harbors = ["search", "agency:\"Freedonia Department of Harbors\""];
    world.run(&[&harbors[..], &["--format", "jsonl"]].concat()).ends(0).hides("wire.example/one");
    world
        .run(&["fix", "alias", "FreedX", "Freedonia Department of Harbors", "--reason", "renamed in 2025"])
        .ends(0)
        .tells("correction 1: “FreedX” is another name of Freedonia Department of Harbors (agency)")
        .tells("1 article would change: `awardwire reread` applies it there");
    world.run(&["reread"]).ends(0);
    let found = world.run(&[&harbors[..], &["--format", "jsonl"]].concat()).ends(0);
    found.shows("wire.example/one").shows("wire.example/two");
    world.run(&["search", "agency:FreedX", "--format", "jsonl"]).ends(0).shows("wire.example/two");
    world.run(&["deals", "--agency", "FreedX"]).ends(0).shows("Freedonia Department o");
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0);
    let buyers: Vec<_> = deals.records().iter().map(|deal| deal["buyers"].to_string()).collect();
    assert!(buyers.iter().all(|buyer| !buyer.contains("FreedX")), "{buyers:?}");
}

#[test]
fn a_listed_organisation_is_called_by_its_id_or_any_name() {
    let world = renamed();
    for (name, organisation) in [("FreedX", "us/dod"), ("FreedY", "the U.S. Department of Defense")] {
        world
            .run(&["fix", "alias", name, organisation])
            .ends(0)
            .tells("is another name of Department of Defense (agency, us/dod)");
    }
    assert!(file(&world).contains("of = \"us/dod\""));
    world
        .run(&["fix", "alias", "FreedZ", "Ministry of Defence"])
        .fails(2, "several organisations are called");
    world.run(&["reread", "--quiet"]).ends(0);
    world.run(&["search", "agency:dod", "--format", "jsonl"]).ends(0).shows("wire.example/one");
}

#[test]
fn names_are_put_on_a_side_and_taken_out() {
    let world = World::with_articles();
    let vendors = |world: &World| -> String {
        world
            .run(&["export", "articles", "--format", "jsonl"])
            .ends(0)
            .records()
            .iter()
            .map(|r| r["vendors"].to_string())
            .collect()
    };
    assert!(vendors(&world).contains("Marrow Pike"));
    world
        .run(&["fix", "not-vendor", "Marrow Pike Corp.", "--apply"])
        .ends(0)
        .tells("correction 1: “Marrow Pike Corp.” is no vendor")
        .tells("4 articles read again");
    assert!(!vendors(&world).contains("Marrow Pike"));
    world.run(&["search", "vendor:\"marrow pike\""]).ends(1);
    // The later word counts.
    world.run(&["fix", "vendor", "marrow pike", "--apply", "--quiet"]).ends(0);
    assert!(vendors(&world).contains("marrow pike"));
    world
        .run(&["fix", "agency", "Larkfield Analytics"])
        .ends(0)
        .tells("2 articles would change: `awardwire reread` applies it there");
    world
        .run(&["fix", "not-agency", "Freedonia Department of Harbors", "--apply"])
        .ends(0)
        .tells("articles read again");
    let articles = world.run(&["export", "articles", "--format", "jsonl"]).ends(0).out;
    assert!(!articles.contains("\"canonical\":\"Freedonia Department of Harbors\""), "{articles}");
    // What comes in later is read so too.
    let more = r#"{"id":"n","url":"http://wire.example/new","published":"2026-06-05","title":"","text":"The Freedonia Department of Harbors awarded Quillon Systems LLC a $3 million contract for machine learning."}"#;
    world.run_with(&["add", "-"], more).ends(0);
    world
        .run(&["export", "articles", "--format", "jsonl"])
        .hides("\"Freedonia Department of Harbors\",\"id\"");
}

#[test]
fn corrections_are_listed_and_taken_back() {
    let world = World::with_articles();
    world.run(&["fix", "list"]).ends(1).tells("no corrections");
    let before = file(&world);
    let mine = "# my own words\n[[correction]]  # kept\narticle = \"http://post.example/larkfield-sum\"\naction = 'irrelevant'\n";
    world.write("library/corrections.toml", format!("{before}{mine}"));
    world.run(&["fix", "vendor", "Zorblat \"Z\"", "--author", "Ada", "--reason", "seen on paper"]).ends(0);
    world.run(&["fix", "not-agency", "Rail"]).ends(0).tells("no article of the library changes by it");
    let text = file(&world);
    assert!(text.starts_with(&format!("{before}{mine}")), "{text}");
    let list = world.run(&["fix", "list"]).ends(0);
    insta::assert_snapshot!(list.out.lines().take(4).collect::<Vec<_>>().join("\n"), @r#"
      1. http://post.example/larkfield-sum is not relevant
      2. “Zorblat "Z"” is a vendor
         Ada · 2026-06-30T12:00:00Z · seen on paper
      3. “Rail” is no agency
    "#);
    let json = world.run(&["fix", "list", "--format", "json"]).ends(0).json();
    assert_eq!(json[1]["value"], "Zorblat \"Z\"");
    assert_eq!(json[2]["number"], 3);
    world.run(&["fix", "undo", "2"]).ends(0).tells("taken back: “Zorblat \"Z\"” is a vendor");
    world.run(&["fix", "undo", "2", "--apply"]).ends(0).tells("4 articles read again (2 relevant");
    assert_eq!(file(&world), format!("{before}{mine}"), "what the user wrote stays as it was");
    world.run(&["fix", "undo", "1"]).ends(0).tells("1 article is about it");
    world.run(&["fix", "undo", "1"]).fails(2, "there are no corrections");
}

#[test]
fn wrong_use_is_told_in_a_line_and_changes_nothing() {
    let world = World::with_articles();
    let before = file(&world);
    let long = "Larkfield ".repeat(1_000);
    for (arguments, words) in [
        (&["vendor", ""][..], "no letter or digit"),
        (&["vendor", "..."], "no letter or digit"),
        (&["vendor", &long], "longer than 200 letters"),
        (&["alias", "X", &long], "longer than 200 letters"),
        (&["agency", "Har\u{1b}[2Jbors"], "control character"),
        (&["agency", "Har\u{202e}bors"], "control character"),
        (&["not-vendor", "Lark\nfield"], "control character"),
        (&["vendor", "Larkfield", "--reason", "a\nb"], "--reason takes one line"),
        (&["alias", "DoWX", "Nobody At All"], "nobody is called \"Nobody At All\""),
        (&["alias", "the Department of Defense", "us/dod"], "its own name already"),
        (&["undo", "1"], "there are no corrections"),
    ] {
        world.run(&[&["fix"][..], arguments].concat()).fails(2, words);
    }
    for arguments in [&["fix"][..], &["fix", "vendor"], &["fix", "undo", "x"], &["fix", "alias", "one"]] {
        world.run(arguments).ends(2);
    }
    assert_eq!(file(&world), before);
    world.run(&["fix", "vendor", "Larkfield"]).ends(0);
    world.run(&["fix", "vendor", "LARKFIELD, Inc."]).fails(2, "correction 1 says so already");
    world.run(&["fix", "undo", "7"]).fails(2, "there is no correction 7");
    world.write("library/corrections.toml", "\n[[correction]]\naction = 'add'\n");
    world.run(&["fix", "list"]).fails(2, "give kind and value");
    world.run(&["fix", "vendor", "Larkfield"]).fails(2, "corrections.toml");
    World::new().run(&["fix", "vendor", "Larkfield"]).fails(2, "there is no library");
    World::new().run(&["fix", "list"]).fails(2, "there is no library");
}
