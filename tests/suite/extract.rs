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
        "title",
        "language",
        "country",
        "articleBody",
        "text_digest",
        "summary",
        "partial",
        "relevant",
        "relevance",
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
fn every_span_names_the_characters_that_say_so() {
    let world = World::new();
    let gold = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/sample.jsonl");
    let records = world.run(&["extract", gold.to_str().unwrap()]).ends(0).records();
    assert_eq!(records.len(), 27);
    let mut seen = 0;
    for record in &records {
        let text = |field: &serde_json::Value| {
            let name = if field == "title" { "title" } else { "articleBody" };
            record[name].as_str().unwrap()
        };
        let mentions = ["agencies", "vendors"].into_iter().flat_map(|kind| record[kind].as_array().unwrap());
        let mentions = mentions.flat_map(|one| one["mentions"].as_array().unwrap());
        for place in mentions.chain(record["amounts"].as_array().unwrap()) {
            let (start, end) = (place["start"].as_u64().unwrap(), place["end"].as_u64().unwrap());
            let said = text(&place["field"]).get(start as usize..end as usize);
            assert_eq!(said, place["surface"].as_str(), "{place}");
            seen += 1;
        }
        for event in record["events"].as_array().unwrap() {
            let evidence = event["evidence"].as_str().unwrap();
            let said = |name: &str| record[name].as_str().unwrap().contains(evidence);
            assert!(!evidence.is_empty() && (said("title") || said("articleBody")), "{evidence:?}");
        }
    }
    assert!(seen > 100, "{seen}");
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
