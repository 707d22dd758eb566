//! `awardwire extract`.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::world::{ARTICLES, World};

#[test]
fn records_come_in_the_order_of_the_input_and_have_the_whole_shape() {
    let world = World::new();
    let ran = world.run_with(&["extract", "-"], ARTICLES).ends(0);
    let records = ran.records();
    assert_eq!(
        records.iter().map(|r| r["source_id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["w1", "w2", "w3", "w4"]
    );
    let first = &records[0];
    for field in [
        "format_version",
        "id",
        "source_id",
        "url",
        "publisher",
        "published",
        "published_from",
        "updated",
        "title",
        "authors",
        "section",
        "keywords",
        "image",
        "dateline",
        "language",
        "country",
        "articleBody",
        "text_digest",
        "summary",
        "partial",
        "relevant",
        "relevance",
        "relevance_terms",
        "agencies",
        "vendors",
        "amounts",
        "contract_ids",
        "products",
        "programs",
        "mentions",
        "events",
    ] {
        assert!(first.get(field).is_some(), "no field {field}");
    }
    assert_eq!(first["format_version"], 1);
    assert_eq!(first["vendors"][0]["canonical"], "Larkfield Analytics");
    assert_eq!(first["amounts"][0]["value"], 40_000_000);
    let event = &first["events"][0];
    for field in [
        "type",
        "buyers",
        "vendors",
        "via",
        "value",
        "currency",
        "value_role",
        "date",
        "subject",
        "program",
        "contract_ids",
        "contract_type",
        "competition",
        "offers",
        "classification",
        "place",
        "completion",
        "term",
        "certainty",
        "attribution",
        "evidence",
        "spans",
        "confidence",
        "deal",
    ] {
        assert!(event.get(field).is_some(), "no field {field} in an event");
    }
    assert_eq!(event["deal"], serde_json::Value::Null, "the stream knows no deals");
    assert_eq!(records[3]["relevant"], false);
    assert!(!world.library().exists(), "extract needs no library");
}

#[test]
fn a_bad_line_is_told_with_its_number_and_skipped() {
    let world = World::new();
    let lines: Vec<&str> = ARTICLES.lines().collect();
    let input = format!("{}\nnot json\n{}\n", lines[0], lines[1]);
    let ran = world.run_with(&["extract", "-"], &input).ends(3).tells("skipped: standard input:2: not JSON");
    assert_eq!(ran.records().len(), 2);
    let none = world.run_with(&["extract", "-"], "{\"text\": 1\n").ends(2).tells("standard input:1:");
    assert_eq!(none.out, "");
}

#[test]
fn events_of_irrelevant_articles_are_kept_on_demand() {
    let world = World::new();
    // A dealing without artificial intelligence in it.
    let input = r#"{"id":"c","text":"The Continental Rail Safety Administration awarded Larkfield Gravel Inc. a $2 million contract for gravel."}"#;
    let plain = world.run_with(&["extract", "-"], input).ends(0).records();
    let all = world.run_with(&["extract", "--all-events", "-"], input).ends(0).records();
    assert_eq!(plain[0]["relevant"], false);
    assert_eq!(plain[0]["events"].as_array().unwrap().len(), 0);
    assert_eq!(all[0]["events"][0]["type"], "award");
}

#[test]
fn less_relevant_articles_are_left_out_on_demand() {
    let world = World::new();
    let all = world.run_with(&["extract", "-"], ARTICLES).ends(0).records();
    let relevance = |record: &serde_json::Value| record["relevance"].as_f64().unwrap();
    for deals in [&[][..], &["--deals"]] {
        for least in ["0", "0.5", "0.99", "1"] {
            let arguments = [&["extract", "--min-relevance", least, "-"], deals].concat();
            let ran = world.run_with(&arguments, ARTICLES).ends(0);
            let ids = |records: &[serde_json::Value]| -> Vec<String> {
                records.iter().map(|record| record["id"].to_string()).collect()
            };
            let expected: Vec<serde_json::Value> =
                all.iter().filter(|one| relevance(one) >= least.parse::<f64>().unwrap()).cloned().collect();
            assert_eq!(ids(&ran.records()), ids(&expected), "{least}");
        }
    }
    for least in ["-0.1", "1.5", "NaN", "much"] {
        world
            .run_with(&["extract", &format!("--min-relevance={least}"), "-"], ARTICLES)
            .ends(2)
            .tells("from 0 to 1");
        world.run_with(&["add", &format!("--min-relevance={least}"), "-"], ARTICLES).ends(2);
    }
    assert!(!world.library().exists());
    world
        .run_with(&["add", "--min-relevance", "0.5", "-"], ARTICLES)
        .ends(0)
        .tells("3 articles added (3 relevant")
        .tells("1 left out");
    world.run(&["search", "rain"]).ends(1);
    world.run_with(&["add", "--min-relevance", "1", "-"], ARTICLES.lines().last().unwrap()).ends(0);
}

#[test]
fn the_terms_that_relevance_was_decided_by_are_named() {
    let world = World::new();
    let records = world.run_with(&["extract", "-"], ARTICLES).ends(0).records();
    let terms = |record: &serde_json::Value| -> Vec<String> {
        let terms = record["relevance_terms"].as_array().unwrap();
        terms.iter().map(|term| term["surface"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(terms(&records[0]), ["artificial intelligence", "Analytics"]);
    // Strong terms come first, those of the title before the others.
    assert_eq!(terms(&records[1]), ["machine learning", "artificial intelligence", "Analytics"]);
    assert!(terms(&records[3]).is_empty(), "{:?}", terms(&records[3]));
    let many: String = (0..3).map(|_| "AI, machine learning, neural networks, computer vision, deep learning, large language models, generative AI, facial recognition, chatbots, natural language processing. ").collect();
    let line = serde_json::json!({"title": "", "text": many}).to_string();
    let terms = terms(&world.run_with(&["extract", "-"], line).ends(0).records()[0]);
    assert_eq!(terms.len(), 8, "{terms:?}");
}

#[test]
fn deals_are_filled_in_when_all_input_may_be_read_first() {
    let world = World::new();
    let one = ARTICLES.lines().next().unwrap();
    let input = format!(
        "{one}\n{}\n",
        one.replace("\"w1\"", "\"w9\"")
            .replace("larkfield-award", "copy")
            .replace("Example Wire", "Other Wire")
    );
    let records = world.run_with(&["extract", "--deals", "-"], input).ends(0).records();
    let deal = |n: usize| records[n]["events"][0]["deal"].clone();
    assert!(deal(0).is_string());
    assert_eq!(deal(0), deal(1), "one contract told twice");
}

#[test]
fn a_stream_is_answered_before_it_ends() {
    let world = World::new();
    let mut child =
        world.command(&["extract", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (sender, receiver) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        let line = format!("{}\n", ARTICLES.lines().next().unwrap());
        // More than any buffer holds, then a pause that only an answer ends.
        for _ in 0..400 {
            input.write_all(line.as_bytes()).unwrap();
        }
        let answered = receiver.recv_timeout(std::time::Duration::from_mins(1)).is_ok();
        drop(input);
        answered
    });
    let first = lines.next().unwrap().unwrap();
    assert!(first.starts_with("{\"format_version\":1"), "{first}");
    sender.send(()).unwrap();
    assert_eq!(lines.count(), 399);
    assert!(writer.join().unwrap(), "no answer before the end of the input");
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_stock_exchange_beside_a_ticker_is_no_supplier() {
    let text = "DENVER--Larkfield Analytics Inc. (NASDAQ: LARK) announced today that the U.S. Army has awarded the company a $40 million contract for artificial intelligence software.";
    let record = serde_json::json!({ "id": "t1", "title": "Army picks Larkfield Analytics", "published": "2026-05-04", "text": text });
    let ran = World::new().run_with(&["extract", "-"], record.to_string()).ends(0);
    let records = ran.records();
    let names: Vec<&str> = records[0]["vendors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["canonical"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Larkfield Analytics"]);
    let event = &records[0]["events"][0];
    assert_eq!(event["vendors"][0], "Larkfield Analytics");
    assert_eq!(event["buyers"][0], "Army");
}
