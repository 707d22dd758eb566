//! Feeds of the wild against what they say: the table of `../shared/feeds`, where that folder lies beside the project.
//!
//! A file passes when all that is expected of titles, links, ids, dates and the count of its entries holds. Titles are
//! compared as plain text, since that is what a listing shows; a date without an offset, of which no instant is claimed, by its day.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::feed_walk::{Told, XmlFeed, read_feed};
use super::markup::plain_text;
use crate::base::{Address, squeeze};
use crate::fetch::decode;
use crate::sources::ListedDate;

/// What must hold of each tier, in percent.
const MARKS: &[(&str, usize)] = &[("core", 95), ("legacy", 90)];

/// Whether one expectation holds; `None` for a field that no lead has.
fn holds(feed: &XmlFeed, key: &str, wanted: &Value) -> Option<bool> {
    let told = |entry: &str| feed.entries.get(entry.parse::<usize>().ok()?);
    let text = wanted.as_str().unwrap_or_default();
    let (told, field) = match key.split('.').collect::<Vec<_>>().as_slice() {
        ["entry_count"] => return Some(wanted.as_u64() == Some(feed.entries.len() as u64)),
        ["feed", field] => (Some(&feed.channel), (*field).to_owned()),
        ["entry", place, field] => (told(place), (*field).to_owned()),
        _ => return None,
    };
    let of = |get: fn(&Told) -> Option<ListedDate>| told.and_then(get).is_some_and(|date| is_at(&date, text));
    Some(match field.as_str() {
        "title" => told
            .and_then(Told::title)
            .is_some_and(|title| title == squeeze(text) || title == plain_text(text)),
        "link" => {
            told.and_then(Told::link).is_some_and(|(link, base)| base.join(link) == Address::parse(text))
        }
        "id" => told.and_then(|told| told.id.as_deref()) == Some(text),
        "published" | "created" => of(|told| told.published),
        "updated" => of(|told| told.modified),
        _ => return None,
    })
}

fn is_at(date: &ListedDate, wanted: &str) -> bool {
    match date.instant {
        Some(instant) => instant.to_string() == wanted,
        None => wanted.starts_with(&date.date.to_string()),
    }
}

#[test]
fn feeds_of_the_table_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds");
    let Ok(table) = std::fs::read_to_string(folder.join("expect.json")) else {
        eprintln!("SKIPPED: there is no ../shared/feeds, so no feed is compared with its table");
        return;
    };
    let table: BTreeMap<String, Value> = serde_json::from_str(&table).unwrap();
    let mut tiers: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, case) in &table {
        let tier = case["tier"].as_str().unwrap();
        let base = case["base"].as_str().unwrap_or("http://feeds.example/feed.xml");
        let body = std::fs::read(folder.join("files").join(name)).unwrap();
        let (text, _) = decode(&body, None);
        let feed = read_feed(&text, &Address::parse(base).unwrap());
        let expected = case["expect"].as_object().unwrap();
        let missed: Vec<String> = expected
            .iter()
            .filter(|(key, wanted)| match &feed {
                Ok(feed) => holds(feed, key, wanted) == Some(false),
                Err(_) => true,
            })
            .map(|(key, wanted)| format!("{key} = {wanted}"))
            .collect();
        let is_asked = feed
            .as_ref()
            .is_ok_and(|feed| expected.iter().any(|(key, wanted)| holds(feed, key, wanted).is_some()));
        if !is_asked && missed.is_empty() {
            continue;
        }
        let (passed, all) = tiers.entry(tier).or_default();
        *all += 1;
        if missed.is_empty() {
            *passed += 1;
        } else {
            println!("{tier} {name}: not {}", missed.join(", not "));
        }
    }
    for (tier, mark) in MARKS {
        let (passed, all) = tiers.get(tier).copied().unwrap_or_default();
        println!(
            "feeds of tier {tier}: {passed} of {all} ({:.1} %)",
            100.0 * passed as f64 / all.max(1) as f64
        );
        assert!(passed * 100 >= mark * all, "below the mark of {mark} % for tier {tier}");
    }
}
