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

/// Two companies protest one award, each told by an article of its own.
const PROTESTS: &str = r#"{"id":"h1","url":"http://wire.example/h1","publisher":"Example Wire","published":"2026-05-04","title":"Marrow Pike wins harbor contract","text":"The Freedonia Department of Harbors awarded Marrow Pike Corp. contract FDH-26-C-0099, worth $31 million, for artificial intelligence software that watches berths. The contract was signed on May 4, 2026."}
{"id":"h2","url":"http://wire.example/h2","publisher":"Example Wire","published":"2026-06-01","title":"Quillon Systems protests harbor award","text":"Quillon Systems LLC filed a bid protest on May 28, 2026, over contract FDH-26-C-0099 that the Freedonia Department of Harbors awarded to Marrow Pike Corp. for artificial intelligence software that watches berths."}
{"id":"h3","url":"http://post.example/h3","publisher":"Example Post","published":"2026-06-10","title":"Larkfield Analytics protests harbor award","text":"Larkfield Analytics Inc. filed a bid protest on June 8, 2026, over contract FDH-26-C-0099 that the Freedonia Department of Harbors awarded to Marrow Pike Corp. for artificial intelligence software that watches berths."}
"#;

#[test]
fn protests_of_two_companies_are_two_changes_each_with_its_source() {
    let world = World::new();
    world.run_with(&["add", "-"], PROTESTS).ends(0);
    let digest = world.run(&["digest", "--period", "2026-06", "--format", "json"]).ends(0).json();
    let changes = digest["changes"].as_array().unwrap();
    let said: Vec<(&str, &str)> = changes
        .iter()
        .map(|entry| {
            let source = entry["quote"]["source"].as_u64().unwrap() as usize;
            let url = digest["sources"][source - 1]["url"].as_str().unwrap();
            (entry["statement"].as_str().unwrap(), url)
        })
        .collect();
    assert_eq!(said.len(), 2, "{digest}");
    assert!(said[0].0.starts_with("Quillon Systems protested") && said[0].1.ends_with("/h2"), "{said:?}");
    assert!(said[1].0.starts_with("Larkfield Analytics protested") && said[1].1.ends_with("/h3"), "{said:?}");
    assert_eq!(changes[0]["deal"], changes[1]["deal"]);
    // As in the paragraph of the deal, in the same order.
    let id = changes[0]["deal"].as_str().unwrap();
    let summary = world.run(&["show", id, "--format", "json"]).ends(0).json()["summary"]["text"].to_string();
    let places =
        ["Quillon Systems protested", "Larkfield Analytics protested"].map(|said| summary.find(said));
    assert!(places[0].is_some() && places[0] < places[1], "{summary}");
    for format in ["text", "md", "html"] {
        world
            .run(&["digest", "--period", "2026-06", "--format", format])
            .ends(0)
            .shows("Quillon Systems protested")
            .shows("Larkfield Analytics protested");
    }
}

/// A body asks for offers by a day, in words and as a register has it.
const SOUGHT: &str = r#"{"id":"s1","url":"http://wire.example/s1","publisher":"Example Wire","published":"2026-06-15","title":"Harbors department seeks AI","text":"The Freedonia Department of Harbors issued a request for proposals, FDH-26-R-0007, for artificial intelligence software that watches berths.\n\nProposals are due by noon on July 20."}
"#;

#[test]
fn by_when_offers_are_due_is_told_wherever_days_are() {
    let world = World::new();
    world.run_with(&["add", "-"], SOUGHT).ends(0);
    for format in ["text", "md", "html"] {
        world
            .run(&["digest", "--period", "2026-06", "--format", format])
            .ends(0)
            .shows("2026-07-20: offers due")
            .shows("with offers due by 20 July 2026")
            .shows("No sums are stated.");
    }
    let digest = world.run(&["digest", "--period", "2026-06", "--format", "json"]).ends(0).json();
    assert_eq!(digest["ahead"][0]["kind"], "offers");
    assert_eq!(
        (&digest["totals"], &digest["states_sums"]),
        (&serde_json::json!([]), &serde_json::json!(false))
    );
    let id = digest["ahead"][0]["deal"].as_str().unwrap().to_owned();
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0).records();
    assert_eq!(deals[0]["offers_due"], "2026-07-20");
    world.run(&["show", &id]).ends(0).shows("offers by 2026-07-20");
    world.run(&["export", "deals", "--format", "csv"]).ends(0).shows(",offers_due").shows("2026-07-20");
    world.run(&["export", "claims", "--format", "csv"]).ends(0).shows("offers_due,2026-07-20,July 20");
    world
        .run(&["export", "deals", "--format", "ics"])
        .ends(0)
        .shows("DTSTART;VALUE=DATE:20260720")
        .shows("SUMMARY:Offers due: ");
    // The day has passed, and nobody is told to have won.
    let late = ["digest", "--today", "2026-08-15", "--format"];
    for format in ["text", "md", "html"] {
        world
            .run(&[&late[..], &[format]].concat())
            .ends(0)
            .hides("What to watch")
            .shows("Overdue")
            .shows("2026-07-20: offers were due; no award is confirmed since");
    }
    assert_eq!(world.run(&[&late[..], &["json"]].concat()).ends(0).json()["overdue"][0]["kind"], "offers");
}

#[test]
fn what_was_planned_for_a_day_that_is_over_is_told_as_planned() {
    let world = World::new();
    let article = r#"{"id":"p1","url":"http://wire.example/p1","publisher":"Example Wire","published":"2026-05-04","title":"Harbors department to choose a supplier","text":"The Freedonia Department of Harbors plans to award Marrow Pike Corp. a $31 million contract in July 2026 for artificial intelligence software."}"#;
    world.run_with(&["add", "-"], article).ends(0);
    let before = world.run(&["digest", "--today", "2026-06-30"]).ends(0);
    before.shows("plans to award Marrow Pike").shows("2026-07: award planned").hides("Overdue");
    let after = world.run(&["digest", "--today", "2026-08-15"]).ends(0);
    after
        .shows("planned to award Marrow Pike")
        .shows("no article tells whether it took place")
        .shows("2026-07: award was planned; none is confirmed since")
        .hides("What to watch");
    let deals = world.run(&["deals", "--today", "2026-08-15", "--format", "jsonl"]).ends(0).records();
    let summary = deals[0]["summary"]["text"].as_str().unwrap();
    assert!(summary.contains("planned to award Marrow Pike"), "{summary}");
    let timeline = world.run(&["timeline", "--today", "2026-08-15", "--format", "jsonl"]).ends(0).records();
    assert!(timeline[0]["statement"].as_str().unwrap().contains("planned to award"), "{timeline:?}");
}

/// The sums and counts of a digest are the same in every format.
#[test]
fn every_format_has_the_same_numbers() {
    let world = World::with_articles();
    world.run_with(&["add", "-"], PROTESTS).ends(0);
    for asked in [&["digest"][..], &["digest", "--period", "2026-05"], &["digest", "--by", "vendor"]] {
        let told = |format: &str| {
            let out = world.run(&[asked, &["--format", format]].concat()).ends(0).out;
            // A page and Markdown write signs of their own around words.
            let words = out.replace("&#39;", "'").replace('\\', "");
            let mut sums: Vec<String> = Vec::new();
            for (at, _) in words.match_indices('$') {
                let rest = &words[at..];
                let number: String = rest.chars().take_while(|c| "$0123456789.,".contains(*c)).collect();
                let is_million = rest[number.len()..].trim_start().starts_with("million");
                sums.push(format!(
                    "{}{}",
                    number.trim_end_matches(['.', ',']),
                    if is_million { "M" } else { "" }
                ));
            }
            sums.sort();
            sums.dedup();
            sums
        };
        let (text, md, html) = (told("text"), told("md"), told("html"));
        assert!(!text.is_empty());
        // md and html have the sentences of the articles too; all that text says stands in them.
        assert!(text.iter().all(|sum| md.contains(sum) && html.contains(sum)), "{text:?} {md:?} {html:?}");
        assert_eq!(md, html);
        let json = world.run(&[asked, &["--format", "json"]].concat()).ends(0).json();
        let shown = world.run(&[asked, &["--format", "md"]].concat()).ends(0).out;
        for total in json["totals"].as_array().unwrap() {
            let millions = total["value"].as_f64().unwrap() / 1e6;
            assert!(text.contains(&format!("${millions}M")), "{millions} in {text:?}");
            let deals = total["deals"].as_u64().unwrap();
            assert!(shown.contains(&format!("({deals} deal")), "{shown}");
        }
        for section in ["new", "changes", "sought", "unconfirmed"] {
            for entry in json[section].as_array().unwrap() {
                let statement = entry["statement"].as_str().unwrap();
                let first = statement.split([' ', '.']).next().unwrap();
                assert!(shown.contains(first), "{statement}");
            }
        }
    }
}
