//! `awardwire show`.

use serde_json::Value;

use crate::world::World;

#[test]
fn an_article_is_shown_with_its_events() {
    let world = World::with_articles();
    let id = world.id_of(&["search", "quillon", "--format", "jsonl"], "quillon-protest");
    let ran = world.run(&["show", &id]).ends(0);
    let ran = ran
        .shows("Quillon Systems protests harbor award")
        .shows("protest: ")
        .shows("Vendors")
        .shows("http://wire.example/quillon-protest");
    let short = world.run(&["show", &id[..8]]).ends(0);
    assert_eq!(short.out, ran.out, "the beginning of an id is enough");
    let record = world.run(&["show", &id, "--format", "json"]).ends(0).json();
    assert_eq!(record["source_id"], "w3");
    assert!(record["events"][0]["deal"].is_string());
}

#[test]
fn every_fact_is_marked_in_the_text() {
    let world = World::with_articles();
    let id = world.id_of(&["search", "larkfield", "--format", "jsonl"], "larkfield-award");
    let ran = world.run(&["show", &id, "--evidence"]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    [vendor: Larkfield Analytics] wins rail inspection contract
    Example Wire · 2026-05-04 · [ID]
    http://wire.example/larkfield-award
    the page as fetched: awardwire open [ID]
    supplied by user

    Marks: [agency: …] government body, [vendor: …] supplier, [sum ROLE: …] money and what it is,
    [date: …] day, month or year, [… number: …] official number, [event TYPE: …] the words that say what
    happened

    The [agency: Continental Rail Safety Administration] [event award: awarded [vendor: Larkfield
    Analytics Inc]. a [sum award: $40 million] contract], [contract number: 693JJ6-26-C-0012], for
    artificial intelligence software that inspects rails.

    The contract was signed on [date: May 4, 2026].

    award: Continental Rail Safety Administration → Larkfield Analytics, $40 million (award), 2026-05-04  [ID]
      │ “The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million
      │ contract, 693JJ6-26-C-0012, for artificial intelligence software that inspects rails.”
      type            award · “awarded Larkfield Analytics Inc. a $40 million contract”
      buyers          Continental Rail Safety Administration · “Continental Rail Safety Administration”
      vendors         Larkfield Analytics · “Larkfield Analytics”
      value           USD 40000000 (award) · “$40 million”
      date            2026-05-04 · “May 4, 2026”
      contract ids    693JJ6-26-C-0012 · “693JJ6-26-C-0012”
    "#);
    });
    let coloured = world.run(&["show", &id, "--evidence", "--color", "always"]).ends(0);
    let coloured = coloured.shows("\u{1b}[1m\u{1b}[32mLarkfield\u{1b}[0m").hides("[vendor:");
    for line in coloured.out.lines() {
        let (on, off) = (line.matches("\u{1b}[").count(), line.matches("\u{1b}[0m").count());
        assert!(on == 0 || off > 0, "no colour runs over the end of a line: {line:?}");
    }
    let deal = world.id_of(&["deals", "--format", "jsonl"], "40000000");
    world.run(&["show", &deal, "--evidence"]).fails(2, "--evidence is for an article");
    let rain = world.id_of(&["search", "rain", "--format", "jsonl"], "weather");
    world.run(&["show", &rain, "--evidence"]).ends(0).shows("[date: Tuesday]").shows("not relevant");
}

#[test]
fn the_marks_of_every_article_are_its_characters() {
    let world = crate::world::sample();
    let hits = world.run(&["search", "*", "-n", "100", "--format", "jsonl"]).ends(0).records();
    assert_eq!(hits.len(), 27);
    let label = r"\[(?:agency|vendor|sum \w+|date|\w+ number|uei|cage code|product|program|event \w+): ";
    let label = regex::Regex::new(label).unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for hit in hits {
        let id = hit["id"].as_str().unwrap();
        let json = world.run(&["show", id, "--evidence", "--format", "json"]).ends(0).json();
        let slots = json["events"].as_array().unwrap().iter().flat_map(|e| e["slots"].as_array().unwrap());
        let words = slots.flat_map(|slot| slot["words"].as_array().unwrap());
        let marks = json["marks"].as_array().unwrap();
        kinds.extend(marks.iter().map(|mark| mark["kind"].as_str().unwrap().to_owned()));
        for place in marks.iter().chain(words) {
            let text = if place["field"] == "title" { &json["title"] } else { &json["articleBody"] };
            let range = place["start"].as_u64().unwrap() as usize..place["end"].as_u64().unwrap() as usize;
            assert_eq!(text.as_str().unwrap().get(range), place["surface"].as_str(), "{id} {place}");
        }
        // Taken out again, the marks leave the text as it was.
        let shown = world.run(&["show", id, "--evidence"]).ends(0).out;
        let squeezed = |text: &str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            label.replace_all(&text, "").replace(']', "")
        };
        let text = squeezed(json["articleBody"].as_str().unwrap());
        assert!(squeezed(&shown).contains(&text), "{id}: {shown}");
    }
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

#[test]
fn the_nearest_deal_that_was_not_joined_is_told_with_its_reasons() {
    let world = crate::world::sample();
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0).records();
    let asked = deals.iter().map(|deal| {
        let id = deal["id"].as_str().unwrap();
        assert!(deal["nearest"].is_null());
        world.run(&["show", id, "--why", "--format", "json"]).ends(0).json()
    });
    let told: Vec<Value> = asked.filter(|deal| deal["nearest"].is_object()).collect();
    assert!(!told.is_empty(), "no deal of the sample has another near it");
    for deal in told {
        let (id, nearest) = (deal["id"].as_str().unwrap(), &deal["nearest"]);
        let other = nearest["deal"].as_str().unwrap();
        assert_ne!(other, id);
        let is_of = |deal: &Value, event: &Value| {
            let same =
                |told: &Value| told["article"] == event["article"] && told["ordinal"] == event["ordinal"];
            deal["events"].as_array().unwrap().iter().any(same)
        };
        assert!(is_of(&deal, &nearest["own"]) && !is_of(&deal, &nearest["other"]), "{nearest}");
        let is_apart = nearest["score"].as_f64().unwrap() < nearest["threshold"].as_f64().unwrap();
        let why = nearest["why"].as_str().unwrap();
        assert_eq!(is_apart, why.starts_with("too little speaks for this pair"), "{nearest}");
        let out = world.run(&["show", id, "--why"]).ends(0).out;
        let shown = out.split("The nearest deal that was not joined").nth(1).unwrap();
        assert!(
            shown.contains(other) && shown.contains(nearest["other"]["article"].as_str().unwrap()),
            "{shown}"
        );
        assert!(shown.contains(why.get(..20).unwrap()), "{shown}");
    }
    let alone = World::new();
    alone.run_with(&["add", "-"], crate::world::ARTICLES.lines().next().unwrap()).ends(0);
    let own = alone.id_of(&["deals", "--format", "jsonl"], "40000000");
    let ran = alone.run(&["show", &own, "--why"]).ends(0);
    ran.shows("Why these events are one deal\n  one event only").shows("  none: no event of another deal");
}

#[test]
fn each_join_is_told_with_both_events() {
    let world = crate::world::sample();
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0).records();
    let joined = deals.iter().find(|deal| !deal["joins"].as_array().unwrap().is_empty()).unwrap();
    let (join, id) = (&joined["joins"][0], joined["id"].as_str().unwrap());
    let out = world.run(&["show", id, "--why"]).ends(0).out;
    let why = out.split("Why these events are one deal").nth(1).unwrap();
    for side in ["one", "other"] {
        let article = join[side]["article"].as_str().unwrap();
        let told =
            joined["events"].as_array().unwrap().iter().find(|told| told["article"] == article).unwrap();
        let publisher = told["publisher"].as_str().unwrap();
        assert!(why.contains(article) && why.contains(publisher), "{why}");
    }
}

#[test]
fn a_deal_is_shown_with_its_evidence() {
    let world = World::with_articles();
    let id = world.id_of(&["deals", "--format", "jsonl"], "40000000");
    let ran = world.run(&["show", &id]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    Continental Rail Safety Administration – Larkfield Analytics – Artificial Intelligence Software, 2026  [ID]
    awarded · 1 article, 1 independent origin · first told by Example Wire, 2026-05-04

    The Continental Rail Safety Administration awarded Larkfield Analytics a contract worth $40 million
    for artificial intelligence software (4 May 2026) [1].

    Buyers    Continental Rail Safety Administration
    Vendors   Larkfield Analytics
    Numbers   693JJ6-26-C-0012
    Subject   artificial intelligence software
    Record    no official record in this library
    Award     $40 million by Example Wire (2026-05-04)

    award: Continental Rail Safety Administration → Larkfield Analytics, $40 million (award), 2026-05-04
      │ “The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million
      │ contract, 693JJ6-26-C-0012, for artificial intelligence software that inspects rails.”
      Example Wire · 2026-05-04 · [ID]

    Sources
      [1] Example Wire · 2026-05-04 · [ID] · http://wire.example/larkfield-award
        Larkfield Analytics wins rail inspection contract

    Related
      [ID]  Continental Rail Safety Administration – Larkfield Analytics – Artificial Intelligence Software, 2026
        same parties: Larkfield Analytics with Continental Rail Safety Administration
    "#);
    });
    let record = world.run(&["show", &id, "--format", "json"]).ends(0).json();
    assert_eq!(record["id"], id.as_str());
}

/// A contract told by two articles that disagree, the option exercised a year later, and the contract before it.
const TERMS: &str = r#"{"id":"c1","url":"http://ledger.example/award","publisher":"The Ledger","published":"2024-03-14","title":"Rail agency picks Larkfield","text":"The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million firm-fixed-price contract, CRSA-24-C-0147, for track inspection software that uses artificial intelligence.\n\nThe contract has a base year and four one-year options."}
{"id":"c2","url":"http://wire.example/option","publisher":"Example Wire","published":"2025-03-10","title":"Larkfield keeps rail work","text":"The Continental Rail Safety Administration exercised the first option year of contract CRSA-24-C-0147 with Larkfield Analytics Inc. for track inspection software that uses artificial intelligence."}
{"id":"c3","url":"http://ledger.example/old","publisher":"The Ledger","published":"2019-05-06","title":"Tidewell to inspect track","text":"The Continental Rail Safety Administration awarded Tidewell Systems Inc. a $9 million contract for track inspection software that uses machine learning."}
{"id":"c4","url":"http://post.example/two","publisher":"Example Post","published":"2024-03-20","title":"Track inspection by machine","text":"The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $46 million contract, CRSA-24-C-0147, for track inspection software that uses artificial intelligence.\n\nThe contract has a two-year base period."}
"#;

#[test]
fn a_deal_has_its_clock_its_disagreements_and_its_predecessor() {
    let world = World::new();
    world.run_with(&["add", "-"], TERMS).ends(0);
    let id = world.id_of(&["deals", "--format", "jsonl"], "CRSA-24-C-0147");
    let ran = world.run(&["show", &id]).ends(0);
    let shown = ran.out.split("\n\naward:").next().unwrap();
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(shown, @r#"
    Continental Rail Safety Administration – Larkfield Analytics – Track Inspection Software, 2024  [ID]
    changed · 3 articles, 2 independent origins · first told by The Ledger, 2024-03-14

    The Continental Rail Safety Administration awarded Larkfield Analytics a contract [1][2] over one
    year with 4 options of one year each [1] for track inspection software (March 2024) [1][2]; sources
    disagree: $46 million (Example Post) [2] or $40 million (The Ledger) [1]. The Continental Rail
    Safety Administration modified its contract with Larkfield Analytics (March 2025) [3].

    Buyers    Continental Rail Safety Administration
    Vendors   Larkfield Analytics
    Numbers   CRSA-24-C-0147
    Subject   track inspection software
    Type      firm fixed price
    Stages    awarded 2024-03 → changed 2025-03
    Record    no official record in this library
    Award     $46 million by Example Post (2024-03-20)
              $40 million by The Ledger (2024-03-14)
              the sources disagree on the sum: $46 million (1 origin) against $40 million (1 origin)
    Period    2024-03 to 2026-03, with options to 2029-03 (estimate)
              awarded 2024-03 (The Ledger, 2024-03-14)
              + 12 months of base = 2025-03 (The Ledger, 2024-03-14: “a base year”)
              + 4 options of 12 months = 2029-03 (The Ledger, 2024-03-14: “four one-year options”)
              option 1 exercised = 2026-03 (Example Wire, 2025-03-10: “exercised the first option year”)
              the sources disagree: 24 months of base (Example Post, 2024-03-20: “two-year base period”)
    Recompete 2028-03 to 2028-09 (estimate)
              agencies usually ask for proposals 6 to 12 months before the end, 2029-03: 2028-03 to
              2028-09
    "#);
    });
    ran.shows("earlier contract of Continental Rail Safety Administration, 2019")
        .shows("incumbent Tidewell Systems");
    let record = world.run(&["show", &id, "--format", "json"]).ends(0).json();
    assert_eq!(
        (&record["recompete"]["from"], &record["recompete"]["to"]),
        (&"2028-03".into(), &"2028-09".into())
    );
    assert_eq!(record["recompete"]["estimate"], true);
    assert_eq!(record["related"][0]["kind"], "predecessor");
    assert_eq!(record["sources"].as_array().unwrap().len(), 3);
    let other = world.id_of(&["deals", "--format", "jsonl"], "Tidewell");
    world.run(&["show", &other]).ends(0).shows("successor: later contract").hides("Recompete");
    let csv = world.run(&["export", "deals", "--format", "csv"]).ends(0);
    let mut reader = csv::Reader::from_reader(csv.out.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let row = reader.records().map(Result::unwrap).find(|row| row.iter().any(|cell| cell == id)).unwrap();
    let cell = |name: &str| row.get(headers.iter().position(|header| header == name).unwrap()).unwrap();
    for (column, value) in [
        ("start", "2024-03"),
        ("end", "2026-03"),
        ("end_with_options", "2029-03"),
        ("end_is_estimate", "true"),
        ("recompete_from", "2028-03"),
        ("recompete_to", "2028-09"),
        ("recompete_is_estimate", "true"),
        ("first_publisher", "The Ledger"),
    ] {
        assert_eq!(cell(column), value, "{column}");
    }
    let coloured = world.run(&["show", &id, "--color", "always"]).ends(0);
    for line in coloured.out.lines() {
        let (on, off) = (line.matches("\u{1b}[").count(), line.matches("\u{1b}[0m").count());
        assert!(on == 0 || off > 0, "no colour runs over the end of a line: {line:?}");
    }
}

#[test]
fn unknown_and_ambiguous_ids_are_told() {
    let world = World::with_articles();
    for id in ["a0000000000000000", "nothing", "", "%", "a'; DROP TABLE articles; --"] {
        world.run(&["show", "--", id]).fails(2, "id");
    }
    world.run(&["show", "a"]).fails(2, "is the beginning of several ids");
    world.run(&["show"]).ends(2);
    World::new().run(&["show", "a1"]).fails(2, "there is no library");
}
