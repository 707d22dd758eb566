//! `awardwire fix`: the user's word on organisations, facts and deals.

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
    world.run(&["deals", "--agency", "FreedX"]).ends(0).shows("Freedonia Department");
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
        .tells("1 article read again");
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
        .tells("1 article read again");
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
    world.run(&["fix", "undo", "2", "--apply"]).ends(0).tells("2 articles read again (1 relevant");
    assert_eq!(file(&world), format!("{before}{mine}"), "what the user wrote stays as it was");
    world.run(&["fix", "undo", "1"]).ends(0).tells("1 article read again (1 relevant");
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

/// The ids of the deals, in the order of `deals`.
fn deals(world: &World) -> Vec<serde_json::Value> {
    world.run(&["deals", "--format", "jsonl"]).records()
}

fn deal_of(world: &World, words: &str) -> String {
    world.id_of(&["deals", "--format", "jsonl"], words)
}

fn article_of(world: &World, words: &str) -> String {
    world.id_of(&["export", "articles", "--format", "jsonl"], words)
}

/// Three dealings that nobody would join: two awards and a protest.
fn apart() -> World {
    let world = World::new();
    let article = |id: &str, day: &str, text: &str| {
        let url = format!("http://wire.example/{id}");
        serde_json::json!({"id": id, "url": url, "published": day, "title": "", "text": text}).to_string()
            + "\n"
    };
    let all = article(
        "army",
        "2026-05-04",
        "The Army awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software.",
    ) + &article(
        "navy",
        "2026-05-06",
        "The Navy awarded Marrow Pike Corp. a $7 million contract for machine learning software.",
    ) + &article(
        "harbor",
        "2026-06-01",
        "Quillon Systems LLC filed a bid protest over the artificial intelligence contract of the Freedonia Department of Harbors.",
    );
    world.run_with(&["add", "-"], all).ends(0);
    world
}

#[test]
fn deals_are_merged_and_moved_and_it_can_be_taken_back() {
    let world = apart();
    assert_eq!(deals(&world).len(), 3);
    let (one, two) = (deal_of(&world, "wire.example/army"), deal_of(&world, "wire.example/navy"));
    world
        .run(&["fix", "merge", &two, &one, "--author", "Ada", "--reason", "one contract"])
        .ends(0)
        .tells("correction 1: “award: ")
        .tells("is one deal with")
        .tells("deal ");
    assert_eq!(deals(&world).len(), 2);
    let merged = deal_of(&world, "wire.example/army");
    world.run(&["show", &merged]).ends(0).shows("wire.example/navy").shows("Your word (1):").shows("Ada");
    world.run(&["fix", "merge", &merged, &one]).fails(2, "are one deal already");
    // A later article, and a reading of everything, leave it so.
    let late = r#"{"id":"n","url":"http://wire.example/late","published":"2026-06-05","title":"","text":"The Air Force awarded Zorblat Labs Inc. a $3 million contract for machine learning."}"#;
    world.run_with(&["add", "-"], late).ends(0);
    world.run(&["reread"]).ends(0);
    assert_eq!(deals(&world).len(), 3);
    world.run(&["show", &deal_of(&world, "wire.example/army")]).ends(0).shows("wire.example/navy");
    world.run(&["fix", "list"]).ends(0).hides("no longer so");

    let navy = article_of(&world, "wire.example/navy");
    world
        .run(&["fix", "split", &deal_of(&world, "wire.example/army"), &navy])
        .fails(2, "correction 1 joins them");
    world.run(&["fix", "undo", "1"]).ends(0).tells("deal ");
    assert_eq!(deals(&world).len(), 4);
    world.run(&["fix", "split", &deal_of(&world, "wire.example/navy"), &navy]).fails(2, "holds nothing else");

    // What is moved stays where it was put.
    let protest = deal_of(&world, "wire.example/harbor");
    world.run(&["fix", "move", &navy, &protest]).ends(0).tells("correction 1: “award: Marrow Pike”");
    world.run(&["reread"]).ends(0);
    let holds = world.run(&["show", &deal_of(&world, "wire.example/harbor")]).ends(0);
    holds.shows("wire.example/navy");
    world.run(&["fix", "move", &navy, &deal_of(&world, "wire.example/harbor")]).fails(2, "holds it already");
}

#[test]
fn what_is_split_stays_split_when_more_comes_in() {
    let world = World::new();
    let article = |id: &str, day: &str, words: &str| {
        serde_json::json!({"id": id, "url": format!("http://wire.example/{id}"), "published": day, "title": "",
            "text": format!("The Freedonia Department of Harbors awarded Quillon Systems LLC a $3 million contract, HB-26-C-0042, for machine learning{words}.")})
        .to_string() + "\n"
    };
    let first = article("one", "2026-05-01", "")
        + &article("two", "2026-05-02", ", it said")
        + &article("three", "2026-05-03", " software");
    world.run_with(&["add", "-"], first).ends(0);
    assert_eq!(deals(&world).len(), 1);
    let (deal, two) = (deal_of(&world, "wire.example/two"), article_of(&world, "wire.example/two"));
    world
        .run(&["fix", "split", &deal, &two, "--reason", "another pier"])
        .ends(0)
        .tells("is not one deal with");
    assert_eq!(deals(&world).len(), 2);
    world.run_with(&["add", "-"], article("four", "2026-04-30", ", again")).ends(0);
    world.run(&["reread"]).ends(0);
    let all = deals(&world);
    assert_eq!(all.len(), 2, "{all:?}");
    let holding = |words: &str| {
        all.iter().find(|deal| deal["events"].to_string().contains(words)).unwrap()["id"].clone()
    };
    assert_ne!(holding("wire.example/one"), holding("wire.example/two"));
    assert_eq!(holding("wire.example/one"), holding("wire.example/three"));
    // A merge of what is parted is refused, until the word is taken back.
    let (a, b) = (deal_of(&world, "wire.example/one"), deal_of(&world, "wire.example/two"));
    world.run(&["fix", "merge", &a, &b]).fails(2, "correction 1 parts them");
    // Said by hand all the same, it is told on both sides, and what is parted stays parted.
    let said = file(&world);
    let merge = "\n[[correction]]\narticle = 'http://wire.example/two'\naction = 'merge'\nvalue = 'award'\n\
        with = ['http://wire.example/one award', 'http://wire.example/nine award']\n";
    world.write("library/corrections.toml", said.clone() + merge);
    world.run(&["reread"]).ends(0);
    assert_eq!(deals(&world).len(), 2);
    world
        .run(&["fix", "list"])
        .ends(0)
        .shows("other corrections join what it parts")
        .shows("no event is called “http://wire.example/nine award” any more")
        .tells("2 corrections do no longer");
    world.write("library/corrections.toml", said);
    world.run(&["fix", "undo", "1"]).ends(0);
    assert_eq!(deals(&world).len(), 1);
}

#[test]
fn a_status_and_a_value_are_the_users_word() {
    let world = World::with_articles();
    let deal = deal_of(&world, "larkfield-award");
    world.run(&["fix", "status", &deal, "ended", "--reason", "told by phone"]).ends(0).tells("is ended");
    world.run(&["fix", "value", &deal, "$42M", "--author", "Ada"]).ends(0).tells("worth USD 42000000 award");
    world.run(&["deals", "--status", "ended"]).ends(0).shows("ended*").shows("$42M*").shows("* your word");
    world.run(&["search", "status:ended", "--format", "jsonl"]).ends(0).shows("larkfield-award");
    world.run(&["show", &deal]).ends(0).shows("told by phone").shows("$42 million").shows("your word (Ada");
    let record = world.run(&["show", &deal, "--format", "json"]).ends(0).json();
    assert_eq!(record["status"], "ended");
    assert_eq!(record["values"][0]["ruled"], true);
    assert_eq!(record["rulings"][1]["value"], 42_000_000);
    // The later word counts, and the earlier is told to be of no use.
    world.run(&["fix", "status", &deal, "changed"]).ends(0);
    world.run(&["deals", "--status", "changed"]).ends(0);
    world
        .run(&["fix", "list"])
        .ends(0)
        .shows("no longer so: the deal")
        .tells("1 correction does no longer what it says");
    // What is published since says otherwise: told, and the word holds.
    let late = r#"{"url":"http://wire.example/late","published":"2026-07-05","title":"","text":"The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $90 million contract for artificial intelligence software that inspects rails."}"#;
    world.run_with(&["add", "-"], late).ends(0);
    let late = deal_of(&world, "wire.example/late");
    if late != deal_of(&world, "larkfield-award") {
        world.run(&["fix", "merge", &deal_of(&world, "larkfield-award"), &late]).ends(0);
    }
    world.run(&["fix", "list"]).ends(0).shows("all that was published since says otherwise");
    let record = world.run(&["show", &deal_of(&world, "larkfield-award"), "--format", "json"]).ends(0).json();
    assert_eq!(
        (&record["values"][0]["value"], &record["values"][0]["ruled"]),
        (&42_000_000.into(), &true.into())
    );
}

#[test]
fn facts_of_an_article_are_dropped_and_set_at_once() {
    let world = World::with_articles();
    let article = article_of(&world, "larkfield-award");
    let event = |world: &World| {
        world.run(&["show", &article, "--format", "json"]).ends(0).json()["events"][0].clone()
    };
    world.run(&["fix", "drop", &article, "amount", "$40M"]).ends(0).tells("1 article read again");
    assert!(event(&world)["value"].is_null());
    world.run(&["deals", "--value", ">35M"]).ends(0).hides("larkfield-award");
    world.run(&["fix", "undo", "1"]).ends(0).tells("1 article read again");
    assert_eq!(event(&world)["value"], 40_000_000);
    world.run(&["fix", "set", &format!("{article}:0"), "value", "$44M ceiling", "--author", "Ada"]).ends(0);
    let told = event(&world);
    assert_eq!((&told["value"], &told["value_role"]), (&44_000_000.into(), &"ceiling".into()));
    assert_eq!(told["slots_set"], serde_json::json!(["value"]));
    assert_eq!(told["review_status"], "corrected");
    assert_eq!(told["spans"]["value"], serde_json::json!([]));
    world
        .run(&["show", &article])
        .ends(0)
        .shows("corrected by Ada; your word: value")
        .shows("Your word (1): value of “award: Larkfield Analytics”: USD 44000000 ceiling (Ada");
    world.run(&["show", &article, "--evidence"]).ends(0).shows("your word");
    world.run(&["reread"]).ends(0);
    assert_eq!(event(&world)["value"], 44_000_000, "a reading keeps the user's word");
    world.run(&["fix", "drop", &article, "event", "0"]).ends(0);
    assert!(event(&world).is_null());
    world.run(&["fix", "not-relevant", &article]).ends(0).tells("(0 relevant");
    world.run(&["fix", "list"]).ends(0).hides("no longer so: the library");
    // What is no longer found is told.
    let file = file(&world).replace("larkfield-award", "larkfield-gone");
    world.write("library/corrections.toml", file);
    world
        .run(&["fix", "list"])
        .ends(0)
        .shows("no longer so: the library has no article http://wire.example/larkfield-gone");
    let json = world.run(&["fix", "list", "--format", "json"]).ends(0).json();
    assert!(json[0]["stale"].as_str().unwrap().contains("no article"));
}

#[test]
fn mistakes_about_facts_and_deals_are_told() {
    let world = World::with_articles();
    let (article, deal) = (article_of(&world, "larkfield-award"), deal_of(&world, "larkfield-award"));
    let (quillon, protest) = (article_of(&world, "quillon-protest"), deal_of(&world, "quillon-protest"));
    let before = file(&world);
    for (arguments, words) in [
        (&["drop", "a0", "vendor", "X"][..], "no article has the id \"a0\""),
        (&["drop", &article, "vendor", "Nobody"], "has no vendor \"Nobody\": it has Larkfield Analytics"),
        (&["drop", &article, "amount", "$7"], "it has USD 40000000"),
        (&["drop", &article, "event", "7"], "its only event is 0"),
        (&["drop", &article, "event", "protest"], "it has award: Larkfield Analytics"),
        (&["set", &article, "size", "big"], "no slot is called"),
        (&["set", &article, "date", "soon"], "date takes a date"),
        (&["merge", &deal, "d0"], "no deal has the id \"d0\""),
        (&["merge", &deal, &deal], "one deal already"),
        (&["split", &protest, &quillon], "holds nothing else"),
        (&["move", &article, &deal], "holds it already"),
        (&["value", &deal, "much"], "is no sum"),
        (&["value", &deal, "$1", "--role", "most"], "is no role"),
    ] {
        world.run(&[&["fix"][..], arguments].concat()).fails(2, words);
    }
    world.run(&["fix", "status", &deal, "won"]).ends(2).tells("sought");
    world.run(&["fix", "merge", &deal]).ends(2);
    assert_eq!(file(&world), before);
}
