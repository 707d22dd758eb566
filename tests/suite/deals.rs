//! `awardwire deals`.

use std::io;
use std::process::Stdio;

use crate::world::{ARTICLES, World, sample};

const IDS: [(&str, &str); 1] = [(r"\bd[0-9a-f]{11}\b", "[ID]")];

#[test]
fn the_ledger_lists_and_filters() {
    let world = World::with_articles();
    let ran = world.run(&["deals"]).ends(0);
    insta::with_settings!({filters => IDS.to_vec()}, {
        insta::assert_snapshot!(ran.out, @r#"
        DEAL          STATUS      VALUE  ROLE   BUYER                 VENDOR               LAST TOLD   AR/OR
        [ID]  awarded    $55M    award  Continental Rail Sa…  Larkfield Analytics  2026-05       1/1
        [ID]  awarded    $40M    award  Continental Rail Sa…  Larkfield Analytics  2026-05-04    1/1
        [ID]  protested                 Freedonia Departmen…  Quillon Systems      2026-03       1/1

        Total  3 deals, 1 without a sum
               confirmed    award $95M in 2 deals
               unconfirmed  none
        "#);
    });
    let count = |arguments: &[&str]| {
        let mut all = vec!["deals", "--format", "jsonl"];
        all.extend(arguments);
        world.run(&all).records().len()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--vendor", "quillon systems"]), 1);
    assert_eq!(count(&["--value", ">50M"]), 1);
    assert_eq!(count(&["--value", "award:>50M"]), 1);
    assert_eq!(count(&["--value", "ceiling:>1M"]), 0);
    assert_eq!(count(&["--value", "award:>50M", "--value", "award:<45M"]), 2);
    assert_eq!(count(&["award:40M"]), 1);
    assert_eq!(count(&["--type", "award"]), 2);
    assert_eq!(count(&["--status", "protested"]), 1);
    assert_eq!(count(&["--since", "2026-06"]), 1);
    assert_eq!(count(&["--happened", "2026-05-04"]), 1);
    assert_eq!(count(&["--happened", "2026-03..2026-03"]), 1, "told in June of March");
    assert_eq!(count(&["rail"]), 2);
    assert_eq!(count(&["--min-confidence", "1.0"]), 0);
    assert_eq!(count(&["--certainty", "announced"]), 3);
    assert_eq!(count(&["--certainty", "planned", "--certainty", "possible"]), 0);
    world.run(&["deals", "--vendor", "nobody"]).ends(1).tells("no deal passes");
    world.run(&["deals", "-n", "1"]).ends(0).shows("1 of 3 deals shown; the total counts all of them");
}

#[test]
fn orders() {
    let world = World::with_articles();
    let firsts = |order: &str| -> Vec<String> {
        let ran = world.run(&["deals", "--sort", order, "--format", "jsonl"]).ends(0);
        ran.records().iter().map(|deal| deal["values"][0]["value"].to_string()).collect()
    };
    assert_eq!(firsts("value"), ["55000000", "40000000", "null"]);
    assert_eq!(firsts("value:asc"), ["40000000", "55000000", "null"]);
    assert_eq!(firsts("value:desc"), firsts("value"));
    assert_eq!(firsts("name")[2], "null");
    assert_eq!(firsts("date:asc").len(), 3);
    assert_eq!(firsts("end").len(), 3);
    world.run(&["deals", "--sort", "size"]).ends(2).tells("articles, confidence or end");
    world.run(&["deals", "--sort", "date:up"]).ends(2).tells("date:asc");
}

#[test]
fn groups_add_up_by_role_and_say_what_is_joint() {
    let ran = sample().run(&["deals", "--group", "vendor", "--vendor", "openai"]).ends(0);
    insta::with_settings!({filters => IDS.to_vec()}, {
        insta::assert_snapshot!(ran.out, @r#"
        DEAL          STATUS     VALUE  ROLE        BUYER              VENDOR              LAST TOLD   AR/OR

        OpenAI  openai
        [ID]  awarded   $50B    investment  –                  Amazon +2           2026-03-20    3/3
        [ID]  awarded  $200M    ceiling     Department of De…  OpenAI              2025-07       1/1
        [ID]  awarded                       –                  Amazon Web Servic…  2026-03       1/1
        [ID]  awarded                       Department of De…  OpenAI              2026-02-27    2/2
          own  2 deals, 1 without a sum
               confirmed    ceiling $200M in 1 deal
               unconfirmed  none
        joint  2 deals, 1 without a sum
               confirmed    investment $50B in 1 deal
               unconfirmed  none

        Amazon Web Services  amazon-web-services
        [ID]  awarded   $50B    investment  –                  Amazon +2           2026-03-20    3/3
        [ID]  awarded                       –                  Amazon Web Servic…  2026-03       1/1
        joint  2 deals, 1 without a sum
               confirmed    investment $50B in 1 deal
               unconfirmed  none

        Amazon  amazon
        [ID]  awarded   $50B    investment  –                  Amazon +2           2026-03-20    3/3
        joint  1 deal
               confirmed    investment $50B in 1 deal
               unconfirmed  none

        Total  4 deals, 2 without a sum
               confirmed    ceiling $200M in 1 deal
                            investment $50B in 1 deal
               unconfirmed  none
        "#);
    });
    let json = sample().run(&["deals", "--group", "vendor", "--format", "json"]).ends(0).json();
    let groups = json["groups"].as_array().unwrap();
    let own: u64 = groups.iter().map(|group| group["own"]["deals"].as_u64().unwrap()).sum();
    let mut joint: Vec<&str> = groups
        .iter()
        .filter(|group| group["joint"]["deals"].as_u64() > Some(0))
        .flat_map(|group| group["deals"].as_array().unwrap())
        .map(|id| id.as_str().unwrap())
        .collect();
    joint.sort_unstable();
    joint.dedup_by(|a, b| a == b);
    assert!(own + joint.len() as u64 >= json["all"]["deals"].as_u64().unwrap());
    // Currencies and roles stand apart.
    let mut seen = std::collections::BTreeSet::new();
    for total in json["all"]["totals"].as_array().unwrap() {
        let line = [&total["standing"], &total["role"], &total["currency"]].map(ToString::to_string);
        assert!(seen.insert(line), "{total}");
    }
    assert!(seen.iter().filter(|[standing, _, _]| standing.contains("confirmed")).count() > 3);
    for by in ["agency", "month", "program", "country"] {
        sample().run(&["deals", "--group", by]).ends(0).shows("Total").shows("unconfirmed");
    }
    let lines = sample().run(&["deals", "--group", "agency", "--format", "jsonl"]).ends(0).records();
    assert!(lines.last().unwrap()["all"]["deals"].is_number());
    let csv = sample().run(&["deals", "--group", "month", "--format", "csv"]).ends(0);
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.out.as_bytes()).records().map(Result::unwrap).collect();
    assert!(rows.iter().any(|row| &row[2] == "all") && rows.iter().all(|row| row.len() == 13));
}

#[test]
fn what_is_not_confirmed_stands_on_its_own_line_and_sets_no_sum() {
    let world = World::new();
    let plan = r#"{"id":"p1","url":"http://wire.example/plan","publisher":"Example Wire","published":"2026-05-04","title":"Rail agency plans contract","text":"The Continental Rail Safety Administration plans to award Larkfield Analytics Inc. a $70 million contract for artificial intelligence software that inspects rails."}"#;
    world.run_with(&["add", "-"], format!("{plan}\n{ARTICLES}")).ends(0);
    let ran = world.run(&["deals", "--vendor", "larkfield analytics"]).ends(0);
    let total = ran.out.split_once("Total").unwrap().1;
    assert!(!total.split_once("unconfirmed").unwrap().0.contains("$70M"), "{total}");
    for format in ["md", "json", "csv"] {
        let ran = world.run(&["deals", "--group", "vendor", "--format", format]).ends(0);
        if total.contains("$70M") {
            assert!(ran.out.contains("unconfirmed"), "{format}: {}", ran.out);
        }
    }
}

#[test]
fn a_dispute_is_shown() {
    let ran = sample().run(&["deals", "is:disputed"]).ends(0).shows("≠").shows("Larkfield");
    assert!(ran.out.lines().count() >= 2);
    let csv = sample().run(&["deals", "--format", "csv"]).ends(0);
    let deals = sample().run(&["deals", "--format", "json"]).ends(0).json().as_array().unwrap().len();
    assert_eq!(csv::Reader::from_reader(csv.out.as_bytes()).records().count(), deals);
    sample().run(&["deals", "--format", "md"]).ends(0).shows("| Deal | Status |").shows("(disputed)");
    for line in sample().run(&["deals"]).out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

fn names(world: &World, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["deals", "--format", "jsonl"];
    all.extend(arguments);
    let ran = world.run(&all);
    ran.records()
        .iter()
        .map(|deal| format!("{} {}", deal["news"]["kind"].as_str().unwrap(), deal["id"]))
        .collect()
}

#[test]
fn a_name_is_given_each_thing_once() {
    let world = World::new();
    let lines: Vec<&str> = ARTICLES.lines().collect();
    world.run_with(&["add", "-"], lines[0]).ends(0);
    let new = ["--new", "monday"];
    assert_eq!(names(&world, &["--new", "monday", "--peek"]).len(), 1, "looked at");
    assert_eq!(names(&world, &new).len(), 1, "given");
    let none = world.run(&["deals", "--new", "monday"]).ends(0).tells("nothing new for monday");
    assert_eq!(none.out, "");
    assert_eq!(names(&world, &["--new", "tuesday"]).len(), 1, "each name has its own");
    world.run_with(&["add", "-"], format!("{}\n{}", lines[1], lines[2])).ends(0);
    assert_eq!(names(&world, &["--new", "monday", "-n", "1"]).len(), 1, "the first");
    assert_eq!(names(&world, &["--new", "monday", "-n", "1"]).len(), 1, "the second");
    assert!(names(&world, &new).is_empty());
    // What a filter left out is still owed.
    assert_eq!(names(&world, &["--new", "tuesday", "--vendor", "quillon systems"]).len(), 1);
    assert_eq!(names(&world, &["--new", "tuesday"]).len(), 1);
    world.run(&["deals", "--peek"]).ends(2).tells("--new");
    world.run(&["deals", "--new", ""]).ends(2).tells("name");
}

#[test]
fn an_edited_article_and_a_further_one_are_news_of_a_known_deal() {
    let world = World::new();
    let line = ARTICLES.lines().next().unwrap();
    world.run_with(&["add", "-"], line).ends(0);
    assert_eq!(names(&world, &["--new", "x"]).len(), 1);
    world.run_with(&["add", "-"], line).ends(0);
    assert!(names(&world, &["--new", "x"]).is_empty(), "the same text again");
    let copy = line.replace("wire.example/larkfield-award", "post.example/copy").replace("\"w1\"", "\"w9\"");
    world.run_with(&["add", "-"], copy).ends(0);
    let ran = world.run(&["deals", "--new", "x"]).ends(0);
    assert!(ran.out.contains("+1 article") || ran.out.contains("new"), "{}", ran.out);
    world.run_with(&["add", "-"], line.replace("$40 million", "$4 million")).ends(0);
    let edited = names(&world, &["--new", "x"]);
    assert_eq!(edited.len(), 1, "{edited:?}");
}

#[test]
fn a_re_reading_is_no_news() {
    let world = World::new();
    world.run_with(&["add", "-", "--today", "2026-06-10"], ARTICLES).ends(0);
    let given = names(&world, &["--new", "x", "--vendor", "larkfield analytics"]);
    assert_eq!(given.len(), 2);
    // Another correction: everything is read again, and the company goes by another name.
    world.run(&["fix", "alias", "Larkfield", "Larkfield Analytics"]).ends(0);
    world.run(&["reread", "--today", "2026-06-20"]).ends(0);
    assert!(names(&world, &["--new", "x", "--vendor", "larkfield analytics"]).is_empty());
    assert_eq!(names(&world, &["--new", "x"]).len(), 1, "what was owed before still is");
}

#[test]
fn a_reader_that_goes_away_has_been_given_nothing() {
    let world = World::with_articles();
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let mut command = world.command(&["deals", "--new", "x"]);
    let status = command.stdout(Stdio::from(writer)).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(0), "a broken pipe is a quiet end");
    assert_eq!(names(&world, &["--new", "x"]).len(), 3);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    if let Ok(full) = full {
        let mut command = world.command(&["deals", "--new", "y"]);
        let status = command.stdout(Stdio::from(full)).stderr(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), Some(5));
        assert_eq!(names(&world, &["--new", "y"]).len(), 3);
    }
}

#[test]
fn mistakes_are_told() {
    let world = World::with_articles();
    world.run(&["deals", "statos:x"]).fails(2, "^");
    world.run(&["deals", "--value", "ceiling:>much"]).fails(2, "^");
    world.run(&["deals", "--happened", "someday"]).fails(2, "someday");
    world.run(&["deals", "--format", "xml"]).ends(2).tells("xml");
    world.run(&["deals", "--group", "colour"]).ends(2).tells("colour");
    world.run(&["deals", "--min-confidence", "much"]).ends(2).tells("much");
    World::new().run(&["deals"]).fails(2, "there is no library");
}

#[test]
fn deals_of_one_article_that_were_not_given_are_still_owed() {
    let world = World::new();
    let text = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that inspects rails.\n\nThe Freedonia Department of Harbors awarded Quillon Systems Inc. a $7 million contract for machine learning software that counts ships.";
    let line = serde_json::json!({"url": "http://wire.example/two", "published": "2026-05-04", "title": "Rails and ships", "text": text});
    world.run_with(&["add", "-"], line.to_string()).ends(0);
    assert_eq!(world.run(&["deals", "--format", "jsonl"]).ends(0).records().len(), 2);
    assert_eq!(names(&world, &["--new", "x", "--vendor", "larkfield"]).len(), 1);
    let rest = world.run(&["deals", "--new", "x", "--format", "jsonl"]).ends(0).records();
    assert_eq!(rest.len(), 1, "the article's other deal");
    assert_eq!(rest[0]["news"]["kind"], "new");
    assert!(names(&world, &["--new", "x"]).is_empty());
}

#[test]
fn copies_of_a_text_are_one_origin() {
    let world = World::new();
    let text = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that inspects rails.\n\nThe work begins in the spring and runs along eleven lines, officials said. Inspectors on foot will go on to look at bridges, tunnels and switches, which the cameras do not see. Two other companies had asked for the work and were told in April that their cameras missed too many cracks on wet days.";
    let own = "Cracks in rails are to be found by cameras. Larkfield Analytics won a $40 million contract from the Continental Rail Safety Administration for artificial intelligence software that inspects rails, people who know of it say, and hires forty engineers in Ohio to do it before winter comes.";
    let printed = [
        ("wire", "Larkfield Analytics to inspect rails", text.to_owned()),
        (
            "post",
            "Cameras come to eleven rail lines",
            text.replace(" Two other companies", " Some other companies"),
        ),
        ("ledger", "Rail cameras for Larkfield", own.to_owned()),
    ];
    let lines: Vec<String> = printed
        .into_iter()
        .map(|(outlet, title, text)| {
            let url = format!("http://{outlet}.example/rails");
            let record = serde_json::json!({"url": url, "publisher": outlet, "published": "2026-05-04", "title": title, "text": text});
            record.to_string()
        })
        .collect();
    world.run_with(&["add", "-"], lines.join("\n")).ends(0);
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0).records();
    assert_eq!(deals.len(), 1, "{deals:#?}");
    assert_eq!((&deals[0]["articles"], &deals[0]["origins"]), (&3.into(), &2.into()));
}
