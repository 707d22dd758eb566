//! `awardwire doctor --facts`: what cannot be right, or deserves a second look.

use std::fs;

use serde_json::Value;

use crate::world::{World, sample};

/// Articles of one contract, each with its number, so that they are one deal whatever they say of it.
fn article(name: &str, published: &str, text: &str) -> String {
    let record = serde_json::json!({
        "url": format!("http://wire.example/{name}"), "publisher": format!("Example {name}"),
        "published": published, "title": "A contract for rail inspection", "text": text,
    });
    format!("{record}\n")
}

fn sums(one: &str, other: &str) -> String {
    let told = |sum: &str| {
        format!(
            "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a {sum} contract (CRSA-26-C-0041) \
             for artificial intelligence software that inspects rails."
        )
    };
    article("one", "2026-05-04", &told(one)) + &article("two", "2026-05-06", &told(other))
}

fn with(articles: &str) -> World {
    let world = World::new();
    world.run_with(&["add", "-"], articles).ends(0);
    world
}

fn faults(world: &World) -> Vec<Value> {
    world.run(&["doctor", "--facts", "--format", "jsonl"]).ends(0).records()
}

fn of_kind(world: &World, kind: &str) -> Vec<Value> {
    faults(world).into_iter().filter(|fault| fault["kind"] == kind).collect()
}

#[test]
fn a_library_in_order_says_so() {
    let world = with(&sums("$40 million", "$40 million"));
    let ran = world.run(&["doctor"]).ends(0).tells("no faults found");
    assert_eq!(ran.out, "");
    let json = world.run(&["doctor", "--facts", "--format", "json"]).ends(0).json();
    assert_eq!(json, serde_json::json!([]));
    assert_eq!(world.run(&["doctor", "--format", "csv"]).ends(0).out.lines().count(), 1);
    World::new().run(&["doctor"]).fails(2, "no library");
}

#[test]
fn sources_that_disagree_stand_side_by_side() {
    let world = with(&sums("$40 million", "$55 million"));
    let found = of_kind(&world, "sums_disagree");
    assert_eq!(found.len(), 1, "{found:#?}");
    let fault = &found[0];
    assert_eq!(fault["severity"], "doubtful");
    let tellings = fault["tellings"].as_array().unwrap();
    let values: Vec<_> = tellings.iter().map(|one| one["value"].as_i64()).collect();
    assert!(values.contains(&Some(40_000_000)) && values.contains(&Some(55_000_000)), "{values:?}");
    let sentence = tellings[0]["tellers"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("awarded Larkfield"), "{sentence}");
    let deal = fault["deal"].as_str().unwrap();
    world
        .run(&["doctor", "--facts"])
        .ends(0)
        .shows("Sources disagree on a sum (1, doubtful)")
        .shows(&format!("deal {deal}"))
        .shows("Example one · 2026-05-04 · http://wire.example/one")
        .shows(&format!("awardwire fix value {deal} SUM"))
        .tells("1 fault");
    let csv = world.run(&["doctor", "--facts", "--format", "csv"]).ends(0);
    csv.shows("sums_disagree,doubtful").shows("http://wire.example/two");
    // What narrows other lists narrows this one.
    world.run(&["doctor", "--facts", "--vendor", "larkfield analytics"]).ends(0).shows("Sources disagree");
    world.run(&["doctor", "--facts", "--vendor", "palantir"]).ends(0).tells("no faults found");
    world.run(&["doctor", "--facts", "vendor:("]).ends(2);
    // The command that is shown settles it.
    world.run(&["fix", "value", deal, "$40 million", "--role", "award"]).ends(0);
    world.run(&["doctor", "--facts"]).ends(0).tells("no faults found");
}

#[test]
fn a_slip_of_units_is_told() {
    let world = with(&sums("$40 million", "$40 billion"));
    let found = of_kind(&world, "sum_out_of_proportion");
    assert_eq!(found.len(), 1, "{:#?}", faults(&world));
    assert!(found[0]["what"].as_str().unwrap().contains("about 1,000 times"), "{found:#?}");
    assert!(of_kind(&world, "sums_disagree").is_empty());
}

#[test]
fn an_award_that_is_yet_to_come_is_told() {
    let world = with(&article(
        "late",
        "2026-05-04",
        "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial \
         intelligence software on May 4, 2027.",
    ));
    let found = of_kind(&world, "date_in_future");
    assert_eq!(found.len(), 1, "{:#?}", faults(&world));
    assert_eq!(
        (&found[0]["severity"], &found[0]["tellings"][0]["date"]),
        (&"wrong".into(), &"2027-05-04".into())
    );
}

#[test]
fn an_edit_that_changes_a_fact_is_told() {
    let world = World::new();
    let add = |text: &str, day: &str| {
        let file = world.write("page.txt", format!("Rail inspectors buy software\n\n{text}\n"));
        let url = "http://wire.example/edited";
        let added = ["--today", day, "add", &file, "--url", url, "--published", "2026-05-04"];
        world.run(&added).ends(0);
    };
    let told = |sum: &str| {
        format!(
            "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a {sum} contract for artificial \
             intelligence software that inspects rails."
        )
    };
    add(&told("$90 million"), "2026-05-05");
    world.run(&["doctor", "--facts"]).ends(0).tells("no faults found");
    add(&told("$9 million"), "2026-05-09");
    let found = faults(&world);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["kind"], "fact_edited");
    assert_eq!(found[0]["what"], "value: $90 million award → $9 million award");
    assert_eq!(found[0]["tellings"][0]["says"], "$90 million award (as seen on 2026-05-05)");
    assert!(found[0]["tellings"][0]["tellers"][0]["sentence"].as_str().unwrap().contains("$90 million"));
    assert!(found[0]["deal"].is_string(), "{found:#?}");
    world
        .run(&["doctor", "--facts"])
        .ends(0)
        .shows("An edited article changed a fact (1, doubtful)")
        .shows("$9 million award (since 2026-05-09)");
    world.run(&["doctor", "--facts", "--vendor", "palantir"]).ends(0).tells("no faults found");
    // The last edit counts: one that changes no fact is none.
    add(&(told("$9 million") + " It is the first of its kind."), "2026-05-12");
    world.run(&["doctor", "--facts"]).ends(0).tells("no faults found");
    world.run(&["reread"]).ends(0);
    world.run(&["doctor", "--facts"]).ends(0).tells("no faults found");
}

#[test]
fn corrections_that_match_nothing_are_told() {
    let world = with(&sums("$40 million", "$40 million"));
    let id = world.id_of(&["export", "articles", "--format", "jsonl"], "wire.example/one");
    world.run(&["fix", "drop", &id, "vendor", "Larkfield Analytics"]).ends(0);
    let path = world.library().join("corrections.toml");
    let file = fs::read_to_string(&path).unwrap();
    fs::write(&path, file.replace("wire.example/one", "wire.example/gone")).unwrap();
    world
        .run(&["doctor", "--facts"])
        .ends(0)
        .shows("A correction that no longer does what it says (1, doubtful)")
        .shows("correction 1: the library has no article http://wire.example/gone")
        .shows("awardwire fix undo 1");
    let found = of_kind(&world, "stale_correction");
    assert_eq!(found[0]["correction"], 1);
    world.run(&["doctor", "--facts", "--vendor", "larkfield"]).ends(0).hides("correction 1");
}

#[test]
fn at_most_so_many_of_each_kind_are_listed() {
    let more = sums("$40 million", "$55 million")
        + &sums("$41 million", "$58 million")
            .replace("CRSA-26-C-0041", "CRSA-26-C-0099")
            .replace("Larkfield Analytics", "Quillon Systems")
            .replace("inspects rails", "predicts floods")
            .replace("wire.example", "post.example");
    let world = with(&more);
    assert_eq!(of_kind(&world, "sums_disagree").len(), 2, "{:#?}", faults(&world));
    world
        .run(&["doctor", "--facts", "-n", "1"])
        .ends(0)
        .shows("(2, doubtful)")
        .shows("and 1 more")
        .tells("1 of 2 faults shown");
}

#[test]
fn nothing_from_outside_steers_the_terminal_or_a_spreadsheet() {
    let evil = sums("$40 million", "$55 million").replace("Example one", "=1+1\\u001b[31m\\u202e");
    let world = with(&evil);
    for format in ["text", "json", "jsonl", "csv"] {
        let ran = world.run(&["doctor", "--facts", "--format", format]).ends(0).shows("1+1");
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{format}: {}", ran.out);
    }
    world.run(&["doctor", "--format", "csv"]).ends(0).shows(",'=1+1");
}

#[test]
fn each_teller_is_quoted_with_the_sentence_that_has_the_figure() {
    let ran =
        sample().run(&["doctor", "--facts", "--vendor", "larkfield analytics", "--format", "jsonl"]).ends(0);
    let fault = ran.records().into_iter().find(|fault| fault["kind"] == "sums_disagree").unwrap();
    let mut quoted = 0;
    for telling in fault["tellings"].as_array().unwrap() {
        let figure = format!("${}", telling["value"].as_i64().unwrap() / 1_000_000);
        for teller in telling["tellers"].as_array().unwrap() {
            assert!(teller["sentence"].as_str().unwrap().contains(&figure), "{figure}: {teller}");
            quoted += 1;
        }
    }
    assert!(quoted > 1, "{fault:#}");
}

fn only_file(folder: &std::path::Path) -> std::path::PathBuf {
    fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn a_library_that_is_broken_is_told_part_by_part() {
    let world = World::with_articles();
    let check = |world: &World| world.run(&["doctor", "--store"]);
    let ran = check(&world).ends(0).tells("4 articles, 4 versions of pages").tells("in order");
    assert_eq!(ran.out, "");
    assert_eq!(world.run(&["doctor", "--store", "--format", "json"]).ends(0).json(), serde_json::json!([]));

    // A byte of the archive turned.
    let archive = only_file(&world.library().join("archive"));
    let whole = fs::read(&archive).unwrap();
    let mut bytes = whole.clone();
    let middle = bytes.len() * 3 / 4;
    bytes[middle] ^= 0x10;
    fs::write(&archive, &bytes).unwrap();
    let ran = check(&world)
        .ends(5)
        .shows("archive: no whole record at byte")
        .shows("restore the file of the archive");
    assert!(!ran.err.contains("in order"));
    // The archive gone.
    fs::remove_file(&archive).unwrap();
    check(&world).ends(5).shows("archive: could not open");
    let faults = world.run(&["doctor", "--store", "--format", "jsonl"]).ends(5).records();
    assert_eq!((&faults[0]["part"], faults.len()), (&Value::from("archive"), 1));
    world.run(&["doctor", "--store", "--format", "csv"]).ends(5).shows("part,what,count,which,to_do");
    fs::write(&archive, &whole).unwrap();

    // An index of another library: made anew it is right again.
    let other = with(&sums("$40 million", "$40 million"));
    fs::remove_dir_all(world.library().join("index")).unwrap();
    fs::rename(other.library().join("index"), world.library().join("index")).unwrap();
    check(&world)
        .ends(5)
        .shows("index: article that the index lacks (4 times)")
        .shows("index: article in the index that the database does not have")
        .shows("awardwire reindex");
    world.run(&["reindex"]).ends(0);
    check(&world).ends(0);

    // What a killed writer leaves is no fault, and the next writer mends it.
    fs::write(world.library().join("index.behind.1-0"), "").unwrap();
    check(&world).ends(0).tells("the next one brings it up");
    world.run_with(&["add", "-"], sums("$40 million", "$40 million")).ends(0);
    let ran = check(&world).ends(0).tells("6 articles");
    assert!(!ran.err.contains("brings it up"), "{}", ran.err);

    // Damage in the database.
    let database = world.library().join("awardwire.db");
    let mut bytes = fs::read(&database).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 9000].fill(0xa5);
    fs::write(&database, bytes).unwrap();
    check(&world).ends(5);
    world.run(&["doctor", "--store", "--facts"]).ends(2);
}
