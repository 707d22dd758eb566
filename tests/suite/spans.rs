//! Every span of every record names the characters that say so, over all files of `tests/gold`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::world::World;

/// All labelled articles, and each labelled sentence as an article of its own.
fn records() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut input = String::new();
    let (mut articles, mut phrases) = (0, 0);
    for path in files {
        let Some(kind) = path.extension() else { continue };
        let text = fs::read_to_string(&path).unwrap();
        if kind == "jsonl" {
            input.push_str(&text);
            articles += text.lines().count();
        } else if kind == "tsv" {
            for line in text.lines().skip(1) {
                // Passages with their names marked in place are read as they stand.
                let sentence = line.split_once('\t').map_or(line, |(_, sentence)| sentence);
                // The phrases leave the names open: a body, another one, a supplier.
                let sentence = sentence
                    .replace("{A}", "Freedonia Department of Harbors")
                    .replace("{B}", "Army")
                    .replace("{V}", "Larkfield Analytics Inc.");
                let record = serde_json::json!({"title": "", "text": sentence, "published": "2026-05-04"});
                input.extend([record.to_string(), "\n".to_owned()]);
                phrases += 1;
            }
        }
    }
    assert!(articles >= 91 && phrases > 300, "{articles} articles, {phrases} phrases");
    let records = World::new().run_with(&["extract", "--all-events", "-"], input).ends(0).records();
    assert_eq!(records.len(), articles + phrases);
    records
}

fn said<'r>(record: &'r Value, place: &Value) -> &'r str {
    let text = if place["field"] == "title" { &record["title"] } else { &record["articleBody"] };
    let (start, end) = (place["start"].as_u64().unwrap(), place["end"].as_u64().unwrap());
    let said = text.as_str().unwrap().get(start as usize..end as usize);
    said.unwrap_or_else(|| panic!("{place} is no place in {record}"))
}

fn list<'r>(value: &'r Value, field: &str) -> &'r [Value] {
    value[field].as_array().unwrap_or_else(|| panic!("no list {field} in {value}"))
}

#[test]
fn every_span_names_the_characters_that_say_so() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for record in records() {
        let mut note = |kind: &str| *seen.entry(kind.to_owned()).or_default() += 1;
        for kind in ["agencies", "vendors"] {
            for one in list(&record, kind) {
                assert!(!list(one, "mentions").is_empty(), "{one}");
                for place in list(one, "mentions") {
                    assert_eq!(said(&record, place), place["surface"], "{place}");
                    note(kind);
                }
            }
        }
        for kind in ["amounts", "mentions", "relevance_terms"] {
            for place in list(&record, kind) {
                assert_eq!(said(&record, place), place["surface"], "{place}");
                assert_ne!(place["surface"], "", "{place}");
                note(place["kind"].as_str().unwrap_or(kind));
            }
        }
        for event in list(&record, "events") {
            let evidence = event["evidence"].as_str().unwrap();
            let holds = |field: &str| record[field].as_str().unwrap().contains(evidence);
            assert!(!evidence.is_empty() && (holds("title") || holds("articleBody")), "{evidence:?}");
            check_slots(&record, event, &mut note);
        }
    }
    for kind in [
        "agencies",
        "vendors",
        "amounts",
        "relevance_terms",
        "contract_number",
        "protest_number",
        "product",
        "program",
        "event type",
        "event buyers",
        "event vendors",
        "event value",
        "event date",
        "event contract_type",
        "event competition",
        "event classification",
        "event place",
        "event completion",
        "event term",
    ] {
        assert!(seen.get(kind).is_some_and(|count| *count > 0), "no {kind} anywhere: {seen:?}");
    }
}

/// Every name of a field that is printed, however deep.
fn names(value: &Value, into: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                into.insert(name.clone());
                names(value, into);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| names(value, into)),
        _ => {}
    }
}

#[test]
fn every_field_and_word_is_described() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/fields.md");
    let docs = fs::read_to_string(docs).unwrap();
    let world = World::new();
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/sample.jsonl");
    let gold = gold.to_str().unwrap();
    let mut found = std::collections::BTreeSet::new();
    for record in world.run(&["extract", "--deals", gold]).ends(0).records() {
        names(&record, &mut found);
    }
    names(&world.run(&["eval", gold, "--calibration", "--format", "json"]).ends(0).json(), &mut found);
    let id = crate::world::sample().id_of(&["search", "larkfield", "--format", "jsonl"], "Larkfield");
    let evidence =
        crate::world::sample().run(&["show", &id, "--evidence", "--format", "json"]).ends(0).json();
    names(&evidence, &mut found);
    let deal = crate::world::sample().id_of(&["deals", "--format", "jsonl"], "WCDH-25-C-0418");
    names(&crate::world::sample().run(&["show", &deal, "--format", "json"]).ends(0).json(), &mut found);
    assert!(found.len() > 50, "{found:?}");
    use awardwire::events::{Classification, Competition, ContractType, EventKind};
    found.extend(EventKind::ALL.iter().map(|kind| kind.as_str().to_owned()));
    found.extend(ContractType::ALL.iter().map(|kind| kind.as_str().to_owned()));
    for competition in [
        Competition::SoleSource,
        Competition::SetAsideEightA,
        Competition::SetAsideHubzone,
        Competition::SetAsideVeteran,
        Competition::SetAsideWomen,
        Competition::SetAsideSmallBusiness,
        Competition::FullAndOpen,
        Competition::Competitive,
    ] {
        found.insert(competition.as_str().to_owned());
    }
    for level in [
        Classification::TopSecret,
        Classification::Secret,
        Classification::Classified,
        Classification::Cui,
        Classification::Unclassified,
    ] {
        found.insert(level.as_str().to_owned());
    }
    let missing: Vec<&String> = found
        .iter()
        .filter(|name| !docs.contains(&format!("`{name}`")) && !docs.contains(&format!("\"{name}\"")))
        .collect();
    assert!(missing.is_empty(), "docs/fields.md does not speak of {missing:?}");
}

/// The spans of an event's slots: characters that are there, none without what it says, and of the right kind.
fn check_slots(record: &Value, event: &Value, note: &mut impl FnMut(&str)) {
    let spans = event["spans"].as_object().unwrap();
    assert_eq!(spans.len(), 12, "{spans:?}");
    for (slot, places) in spans {
        for place in places.as_array().unwrap() {
            let words = said(record, place);
            assert!(!words.trim().is_empty(), "{slot} of {event}");
            assert_eq!(words, words.trim(), "{slot} of {event}");
            note(&format!("event {slot}"));
            let is_filled = match slot.as_str() {
                "buyers" | "vendors" => !list(event, slot).is_empty(),
                "competition" => !event["competition"].is_null() || !event["offers"].is_null(),
                _ => !event[slot].is_null(),
            };
            assert!(is_filled, "{words:?} says {slot}, which is empty: {event}");
        }
    }
    assert!(!list(&event["spans"], "type").is_empty(), "{event}");
    for place in list(&event["spans"], "value") {
        assert!(said(record, place).chars().any(char::is_numeric) || event["value"].is_number(), "{event}");
    }
    // A place is given in the words of the text, white space folded.
    if let Some(named) = event["place"].as_str() {
        let words: Vec<&str> =
            list(&event["spans"], "place").iter().map(|place| said(record, place)).collect();
        assert!(!words.is_empty(), "{event}");
        // Shares in parentheses ("Reston (70 %) and Tampa (30 %)") are left out of it.
        assert!(
            words
                .iter()
                .any(|words| named.contains(words) || named.split(' ').all(|word| words.contains(word))),
            "{named}: {words:?}"
        );
    }
}
