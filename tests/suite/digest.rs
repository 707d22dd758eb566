//! `awardwire digest`.

use crate::world::World;

#[test]
fn a_file_is_named_for_what_is_in_it() {
    let world = World::with_articles();
    for name in ["brief.docx", "brief.pdf", "brief.csv", "brief.XLSX"] {
        world.run(&["digest", "-o", name]).fails(2, "a digest is written as text, md, html or json");
        assert!(!world.path(name).exists());
    }
    world.run(&["digest", "-o", "brief.txt"]).ends(0);
    world.run(&["digest", "--format", "text", "-o", "brief.doc"]).ends(0);
}

#[test]
fn a_period_is_summarised_with_its_coverage() {
    let world = World::with_articles();
    let ran = world.run(&["digest", "--period", "2026-05"]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    Digest, 2026-05-01 to 2026-05-31
      $95 million award in 2 deals
      unconfirmed: none

    New
      The Continental Rail Safety Administration awarded Larkfield Analytics a contract [1] worth $55
      million [1] for artificial intelligence software [1] (May 2026) [1]. [ID]
      The Continental Rail Safety Administration awarded Larkfield Analytics a contract [2] worth $40
      million [2] for artificial intelligence software [2] (4 May 2026) [2]. [ID]

    Sources
      [1] Example Post 2026-05-06 Rail inspectors turn to machine learning [ID]
      [2] Example Wire 2026-05-04 Larkfield Analytics wins rail inspection contract [ID]

    Coverage
      2 articles (2 relevant, 0 in part only), published 2026-05-04 to 2026-05-06
      2 articles supplied by the user
      0 sources read, 0 failing, 0 never read
    "#);
    });
}

#[test]
fn a_digest_can_be_handed_over() {
    let world = World::with_articles();
    world
        .run(&["digest", "--since", "2026-05", "--format", "md"])
        .ends(0)
        .shows("# ")
        .shows("http://wire.example/larkfield-award");
    let json = world.run(&["digest", "--since", "2026-05", "--format", "json"]).ends(0).json();
    assert!(json.is_object());
    world
        .run(&["digest", "--since", "60d", "--vendor", "quillon systems"])
        .ends(0)
        .shows("Quillon")
        .hides("Larkfield");
}

#[test]
fn a_name_is_given_a_digest_of_what_it_was_not_given() {
    let world = World::with_articles();
    world.run(&["digest", "--new", "boss", "--vendor", "quillon systems"]).ends(0).shows("Quillon");
    world.run(&["digest", "--new", "boss", "--peek"]).ends(0).shows("Larkfield").hides("Quillon");
    world.run(&["deals", "--new", "boss"]).ends(0).shows("Larkfield").hides("Quillon");
    world.run(&["digest", "--new", "boss"]).ends(0).tells("nothing new for boss").shows("Coverage");
    world.run(&["digest", "--min-confidence", "1"]).ends(1).tells("nothing told");
}

#[test]
fn an_empty_period_still_says_what_it_rests_on() {
    let world = World::with_articles();
    world.run(&["digest", "--period", "2019"]).ends(1).shows("Coverage").tells("nothing told in this period");
    world.run(&["digest", "--since", "someday"]).fails(2, "someday");
    world.run(&["digest", "--period", "2026", "--since", "2025"]).ends(2).tells("cannot be used with");
    World::new().run(&["digest"]).fails(2, "there is no library");
}

#[test]
fn a_period_is_compared_grouped_and_handed_over_as_a_page() {
    let world = World::with_articles();
    world
        .run(&["digest", "--period", "2026-05", "--by", "vendor", "--compare", "previous"])
        .ends(0)
        .shows("Compared with 2026-04-01 to 2026-04-30")
        .shows("new: 2 (before 0)")
        .shows("confirmed award: $95 million (before none, +$95 million)")
        .shows("By vendor")
        .shows("Larkfield Analytics: 2 deals; confirmed award $95 million");
    world.run(&["digest", "--compare", "previous"]).fails(2, "nothing before all time");
    world
        .run(&["digest", "--period", "2026-05", "--format", "html"])
        .ends(0)
        .shows("Content-Security-Policy")
        .shows("<h2>New deals</h2>")
        .hides("<script");
    let json =
        world.run(&["digest", "--period", "2026-05", "--by", "country", "--format", "json"]).ends(0).json();
    assert_eq!(json["groups"][0]["deals"].as_array().unwrap().len(), 2);
    assert_eq!(json["comparison"], serde_json::Value::Null);
}

#[test]
fn what_is_to_come_is_told_with_its_arithmetic() {
    let world = World::new();
    let article = r#"{"id":"p1","url":"http://wire.example/p1","publisher":"Example Wire","published":"2026-05-04","title":"Track inspection contract signed","text":"The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that inspects rails. The contract runs from June 1, 2026 to September 30, 2026."}"#;
    world.run_with(&["add", "-"], article).ends(0);
    world
        .run(&["digest", "--period", "2026-05"])
        .ends(0)
        .shows("What to watch")
        .shows("2026-09-30: ends")
        .shows("as printed (Example Wire, 2026-05-04");
}

/// Every sum that a digest states of a deal is among the sums of the articles that it cites for it.
#[test]
fn every_figure_is_found_in_its_sources() {
    let world = World::with_articles();
    let digest = world.run(&["digest", "--format", "json"]).ends(0).json();
    let mut found = 0;
    for section in ["new", "changes", "sought", "disagreements", "unconfirmed"] {
        for clause in
            digest[section].as_array().unwrap().iter().flat_map(|entry| entry["clauses"].as_array().unwrap())
        {
            let text = clause["text"].as_str().unwrap();
            let Some((_, rest)) = text.split_once('$') else { continue };
            let number: f64 = rest
                .chars()
                .take_while(|c| c.is_ascii_digit() || *c == '.')
                .collect::<String>()
                .parse()
                .unwrap();
            let value = if rest.contains("million") { number * 1e6 } else { number };
            let is_said = clause["sources"].as_array().unwrap().iter().any(|source| {
                let source = &digest["sources"][source.as_u64().unwrap() as usize - 1];
                let article = world
                    .run(&["show", source["article"].as_str().unwrap(), "--format", "json"])
                    .ends(0)
                    .json();
                let mut sums =
                    article["amounts"].as_array().unwrap().iter().filter_map(|sum| sum["value"].as_f64());
                sums.any(|sum| (sum - value).abs() <= 0.02 * value)
            });
            assert!(is_said, "{text}");
            found += 1;
        }
    }
    assert!(found >= 2, "only {found} figures");
}

#[test]
fn what_a_name_was_told_wrongly_is_corrected_once() {
    let world = World::with_articles();
    world.run(&["digest", "--new", "boss"]).ends(0).hides("Corrections");
    let deals = world.run(&["deals", "--vendor", "quillon systems", "--format", "jsonl"]).ends(0).records();
    let id = deals[0]["id"].as_str().unwrap().to_owned();
    world.run(&["fix", "status", &id, "ended"]).ends(0);
    world
        .run(&["digest", "--new", "boss"])
        .ends(0)
        .shows("Corrections to earlier digests")
        .shows("status: protested → ended");
    world.run(&["digest", "--new", "boss"]).ends(0).hides("Corrections").tells("nothing new for boss");
}
