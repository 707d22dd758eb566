//! Every format, from the same article and deal.

use serde_json::{Value, json};

use super::sample;
use super::*;
use crate::events::Certainty;
use crate::report::Coverage;

fn exported(format: Format, kind: Kind, items: &[Item<'_>]) -> String {
    let mut exporter = format.exporter();
    let mut out = Vec::new();
    let coverage = Coverage::default();
    exporter.begin(&sample::preface(kind, &coverage), &mut out).unwrap();
    for item in items {
        exporter.item(item, &mut out).unwrap();
    }
    let closing = Closing { written: items.len(), ..Closing::default() };
    exporter.end(closing, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_deal_shows_its_doubts_and_its_best_source() {
    let deal = sample::deal();
    let record = DealRecord::new(&deal);
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!(json["source"]["article"], "a3");
    assert_eq!(
        (&json["values"][0]["confirmed"], &json["values"][1]["confirmed"]),
        (&json!(true), &json!(false))
    );
    assert_eq!((json["articles"].as_u64(), json["origins"].as_u64()), (Some(3), Some(2)));
    assert_eq!(json["events"][0]["certainty"], "possible");

    let mut rumoured = deal.clone();
    rumoured.events.truncate(1);
    let markdown = exported(Format::Markdown, Kind::Deals, &[Item::Deal(&DealRecord::new(&rumoured))]);
    assert!(markdown.contains("\n**unconfirmed: possible, confidence 0.90**\n"), "{markdown}");
}

#[test]
fn json_formats_hold_the_same_items() {
    let deal = sample::deal();
    let record = DealRecord::new(&deal);
    let items = [Item::Deal(&record), Item::Deal(&record)];
    for count in 0..=2 {
        let lines = exported(Format::JsonLines, Kind::Deals, &items[..count]);
        let array: Vec<Value> =
            serde_json::from_str(&exported(Format::Json, Kind::Deals, &items[..count])).unwrap();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), &lines), (count, &array));
    }
}

#[test]
fn tables_have_a_cell_for_each_column() {
    let (article, facts, deal) = (sample::article(), sample::facts(), sample::deal());
    let record = Record::new(&article, &facts, None, Options::default());
    let events: Vec<EventRecord<'_>> = EventRecord::of(&record).collect();
    let deal = DealRecord::new(&deal);
    for (kind, item, expected) in [
        (
            Kind::Deals,
            Item::Deal(&deal),
            &[
                ("ceiling_value", "252458698"),
                ("ceiling_disputed", "true"),
                ("award_value", ""),
                ("source_url", "https://news.example/a"),
                ("vendors", "Palantir"),
                ("certainty", "announced"),
                ("confidence", "0.9"),
                (
                    "values",
                    "ceiling $252.46 million (2 articles, 2 origins; disputed); ceiling $150 million (1 article, 1 origin; unconfirmed; disputed)",
                ),
            ][..],
        ),
        (
            Kind::Articles,
            Item::Article(&record),
            &[
                ("amounts", "ceiling 252458698 USD; price 0.42 USD"),
                ("relevant", "true"),
                ("confirmed_events", "1"),
            ],
        ),
        (
            Kind::Events,
            Item::Event(&events[0]),
            &[
                ("value", "252458698"),
                ("date", "2025-07"),
                ("attribution_kind", "agency"),
                ("confirmed", "true"),
            ],
        ),
    ] {
        let table = exported(Format::Csv, kind, &[item]);
        assert_eq!(table.matches("\r\n").count(), 2);
        let mut reader = ::csv::Reader::from_reader(table.as_bytes());
        let header = reader.headers().unwrap().clone();
        let row = reader.records().next().unwrap().unwrap();
        for (column, cell) in expected {
            let at = header
                .iter()
                .position(|name| name == *column)
                .unwrap_or_else(|| panic!("no column {column}"));
            assert_eq!(row.get(at), Some(*cell), "{column}");
        }
        assert_eq!(exported(Format::Csv, kind, &[]).lines().count(), 1);
    }
}

#[test]
fn a_deal_reads_as_a_section() {
    let deal = sample::deal();
    let markdown = exported(Format::Markdown, Kind::Deals, &[Item::Deal(&DealRecord::new(&deal))]);
    let expected = "# Deals: maven

## Army – Palantir – Maven, 2025

- Id: d0123456789a
- Summary: The Army awarded Palantir a deal for Maven (July 2025); sources disagree: up to $252.46 million (Example News) or up to $150 million (Example News, unconfirmed).
- Status: awarded
- Buyers: Army
- Vendors: Palantir
- Value: ceiling $252.46 million (2 articles, 2 origins; disputed)
- Value: ceiling $150 million (1 article, 1 origin; unconfirmed; disputed)
- Disputed: yes: sources disagree on a sum
- Program: maven
- Contract numbers: W911QX-24-D-0012
- Subject: Maven
- First told of: 2025-07-14
- Last told of: 2025-07-15
- Told by: 3 articles, 2 origins
- Certainty: announced, confidence 0.90

> The Army awarded Palantir up to $252,458,698 for Maven under W911QX-24-D-0012.
>
> — [Army picks Palantir](https://news.example/a), Example News, 2025-07-14
";
    let (told, coverage) = markdown.split_once("\n## Coverage\n").unwrap();
    assert_eq!(told, expected);
    assert!(coverage.contains("0 articles"), "{coverage}");
    assert!(exported(Format::Markdown, Kind::Events, &[]).starts_with("# Events: maven\n\nNothing found.\n"));
}

#[test]
fn nothing_hostile_acts_in_any_format() {
    const HOSTILE: &str =
        "=cmd|' /C calc'!A0\r\n\u{1b}]0;x\u{7}\u{9b}31m[x](javascript:alert(1)) <img src=x> \u{202e}| ` \"";
    let (mut article, mut facts, mut deal) = (sample::article(), sample::facts(), sample::deal());
    article.title = HOSTILE.into();
    article.publisher = Some(HOSTILE.into());
    facts.events[0].vendors = vec![sample::org("x/x", HOSTILE)];
    facts.events[0].subject = Some(HOSTILE.into());
    facts.events[0].certainty = Certainty::Planned;
    facts.mentions.vendors[0].name = HOSTILE.into();
    deal.name = HOSTILE.into();
    deal.vendors = vec![sample::org("x/x", HOSTILE)];
    for told in &mut deal.events {
        told.title = HOSTILE.into();
        told.sentence = HOSTILE.into();
        told.url = Some("javascript:alert(1)".into());
    }
    let record = Record::new(&article, &facts, None, Options::default());
    let events: Vec<EventRecord<'_>> = EventRecord::of(&record).collect();
    let deal = DealRecord::new(&deal);
    for (kind, item) in [
        (Kind::Deals, Item::Deal(&deal)),
        (Kind::Articles, Item::Article(&record)),
        (Kind::Events, Item::Event(&events[0])),
    ] {
        for format in Format::ALL.into_iter().filter(|format| !format.is_binary() && format.holds(kind)) {
            let text = exported(format, kind, &[item]);
            let steering = |c: char| (c.is_control() && c != '\n' && c != '\r') || c == '\u{202e}';
            assert!(!text.contains(steering), "{format:?} {kind:?} {text:?}");
        }
        let table = exported(Format::Csv, kind, &[item]);
        let mut reader = ::csv::Reader::from_reader(table.as_bytes());
        for cell in &reader.records().next().unwrap().unwrap() {
            assert!(!cell.starts_with('='), "{cell}");
        }
        let markdown = exported(Format::Markdown, kind, &[item]);
        assert!(!markdown.contains("](javascript:") && !markdown.contains("<img"), "{markdown}");
    }
}

#[test]
fn words_name_formats_and_kinds() {
    for format in Format::ALL {
        assert!(Kind::ALL.into_iter().any(|kind| format.holds(kind)));
        assert_eq!(Format::from_word(format.as_str()), Some(format));
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::from_word(kind.as_str()), Some(kind));
    }
    assert_eq!(Format::from_word("exe"), None);
}
