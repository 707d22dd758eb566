//! The formats of others: what they say of the sample, and that nothing from outside becomes more than text.

use quick_xml::events::Event as Xml;
use serde_json::Value;

use super::sample;
use super::*;
use crate::article::Article;
use crate::base::OrgId;
use crate::deals::{Deal, Period, Status};
use crate::events::{Certainty, EventKind};
use crate::report::Coverage;

/// What must stay text: markup, ends of fields, new properties, steering characters, and very long.
fn hostile() -> Vec<String> {
    vec![
        "]]><script>alert(1)</script><!-- & \" ' -->".to_owned(),
        "a\u{0}b\u{1b}[31mc\u{7f}\u{9b}d\u{fffe}\u{ffff}".to_owned(),
        "\u{202e}gnp.exe\u{2066}\u{200e}".to_owned(),
        "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO".to_owned(),
        "x\r\nER  - \r\nTY  - BOOK\nTI  - y".to_owned(),
        "x}, url = {http://bad.example}}\n@misc{y, title={".to_owned(),
        "{{{ \\input{/etc/passwd} $^_~#% }".to_owned(),
        "\\\"},{\"schema\":\"Person\"".to_owned(),
        "line\u{2028}separator\u{2029}and\u{85}next".to_owned(),
        "🏳️‍🌈 日本 Ünïcode; comma, semi; colon:".to_owned(),
        "long ".repeat(2000),
        "\"".repeat(9),
        String::new(),
    ]
}

fn proof() -> PageProof {
    PageProof {
        text_digest: "sha256:aa".into(),
        page_digest: "bb".into(),
        fetched: "2025-08-01T10:00:00.5Z".parse().unwrap(),
        archived: true,
    }
}

fn written(format: Format, kind: Kind, items: &[Item<'_>]) -> String {
    let mut exporter = format.exporter();
    let mut out = Vec::new();
    let coverage = Coverage::default();
    exporter.begin(&sample::preface(kind, &coverage), &mut out).unwrap();
    for item in items {
        exporter.item(item, &mut out).unwrap();
    }
    exporter.end(Closing { written: items.len(), ..Closing::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn of_deal(format: Format, deal: &Deal) -> String {
    let record = DealRecord::new(deal).with_proofs(|_| Some(proof()));
    written(format, Kind::Deals, &[Item::Deal(&record)])
}

fn of_article(format: Format, article: &Article) -> String {
    let facts = sample::facts();
    let record = Record::new(article, &facts, None, Options::default()).with_proof(Some(proof()));
    written(format, Kind::Articles, &[Item::Article(&record)])
}

fn release(deal: &Deal) -> Value {
    let package: Value = serde_json::from_str(&of_deal(Format::Ocds, deal)).unwrap();
    package["releases"][0].clone()
}

/// Every text of a document, in order, by a parser that refuses what is not well formed.
fn texts(document: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(document);
    reader.config_mut().check_end_names = true;
    let (mut texts, mut open, mut depth) = (Vec::new(), String::new(), 0_i32);
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(tag) => {
                depth += 1;
                tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
                texts.push(std::mem::take(&mut open));
            }
            Xml::End(_) => {
                depth -= 1;
                texts.push(std::mem::take(&mut open));
            }
            Xml::Text(text) => open.push_str(&text),
            Xml::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                open.push_str(&quick_xml::escape::unescape(&name).unwrap());
            }
            Xml::Empty(_) | Xml::Decl(_) => {}
            Xml::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0);
    texts.retain(|text| !text.trim().is_empty());
    texts
}

#[test]
fn a_release_has_what_is_confirmed() {
    let mut deal = sample::deal();
    deal.period =
        Some(Period { start: "2025-07-14".parse().ok(), end: "2026-07".parse().ok(), ..Period::default() });
    let release = release(&deal);
    assert_eq!(release["ocid"], "awardwire-d0123456789a");
    assert_eq!(release["date"], "2025-08-01T10:00:00Z");
    assert_eq!(release["tag"], serde_json::json!(["award", "contract"]));
    assert_eq!(release["buyer"]["name"], "Army");
    let contract = &release["contracts"][0];
    assert_eq!(contract["maximumValue"], serde_json::json!({"amount": 252_458_698, "currency": "USD"}));
    // The ceiling is not the worth.
    assert_eq!((&contract["value"], &contract["status"]), (&Value::Null, &Value::from("active")));
    assert_eq!(contract["period"], serde_json::json!({"startDate": "2025-07-14T00:00:00Z"}));
    assert_eq!(contract["awardID"], release["awards"][0]["id"]);
    let documents = release["awards"][0]["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1]["documentType"], "newsArticle");
    assert!(documents[1]["description"].as_str().unwrap().starts_with("The Army awarded"));
    assert_eq!(documents[1]["awardwire"]["text_digest"], "sha256:aa");
    // The rumour is a document of the planning.
    assert_eq!(release["planning"]["documents"][0]["awardwire"]["confirmed"], false);
}

#[test]
fn stages_follow_the_confirmed_events() {
    let (ended, sought, protested) = (Some(Status::Ended), Some(Status::Sought), Some(Status::Protested));
    for (kinds, status, confirmed, tag, has) in [
        (&[EventKind::Award][..], Some(Status::Awarded), true, "award", "contracts"),
        (
            &[EventKind::Award, EventKind::Modification],
            Some(Status::Changed),
            true,
            "contractAmendment",
            "contracts",
        ),
        (&[EventKind::Award, EventKind::Termination], ended, true, "contractTermination", "contracts"),
        (&[EventKind::Solicitation], sought, true, "tender", "tender"),
        (&[EventKind::Solicitation], ended, true, "tenderCancellation", "tender"),
        (&[EventKind::Solicitation, EventKind::Protest], protested, true, "tenderUpdate", "tender"),
        (&[EventKind::Exclusion], Some(Status::Barred), true, "planning", "planning"),
        (&[EventKind::Award], None, false, "planning", "planning"),
    ] {
        let mut deal = sample::deal();
        deal.status = status;
        let told = deal.events.pop().unwrap();
        deal.events = kinds
            .iter()
            .map(|kind| {
                let mut told = told.clone();
                told.event.kind = *kind;
                told.event.certainty = if confirmed { Certainty::Announced } else { Certainty::Possible };
                told
            })
            .collect();
        let release = release(&deal);
        assert_eq!(release["tag"][0], tag, "{kinds:?}");
        assert!(!release[has].is_null(), "{kinds:?}");
        let stages =
            ["tender", "awards", "contracts"].iter().filter(|stage| !release[**stage].is_null()).count();
        assert_eq!(stages > 0, tag != "planning", "{kinds:?}");
        if !confirmed {
            let said = release["planning"]["rationale"].as_str().unwrap();
            assert!(said.starts_with("Unconfirmed: possible"), "{said}");
        }
    }
}

#[test]
fn ids_stay_and_a_changed_release_has_another() {
    let deal = sample::deal();
    assert_eq!(release(&deal), release(&deal));
    let mut changed = deal.clone();
    changed.subject = Some("Maven Smart System".into());
    let (before, after) = (release(&deal), release(&changed));
    assert_eq!(before["ocid"], after["ocid"]);
    assert_ne!(before["id"], after["id"]);
    assert_eq!(of_deal(Format::Atom, &deal), of_deal(Format::Atom, &deal));
}

#[test]
fn entities_are_linked_and_doubt_is_marked() {
    let mut deal = sample::deal();
    let find = |text: &str, schema: &str| -> Vec<Value> {
        let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        all.filter(|entity| entity["schema"] == schema).collect()
    };
    let text = of_deal(Format::Ftm, &deal);
    let contract = &find(&text, "Contract")[0];
    assert_eq!(contract["properties"]["authority"][0], "awardwire-body-us.dod.army");
    // A ceiling is no amount.
    assert_eq!(contract["properties"]["amount"], Value::Null);
    let award = &find(&text, "ContractAward")[0];
    assert_eq!(award["properties"]["supplier"][0], "awardwire-company-palantir");
    assert_eq!(award["properties"]["contract"][0], contract["id"]);
    let links = find(&text, "Documentation");
    let statuses: Vec<&Value> = links.iter().map(|link| &link["properties"]["status"][0]).collect();
    assert_eq!(statuses, ["unconfirmed", "announced", "announced"]);
    assert_eq!(find(&text, "Article").len(), 3);

    deal.status = None;
    deal.events.truncate(1);
    let text = of_deal(Format::Ftm, &deal);
    for schema in ["Contract", "ContractAward"] {
        assert_eq!(find(&text, schema)[0]["properties"]["status"][0], "unconfirmed");
    }
    deal.events[0].event.kind = EventKind::Exclusion;
    let text = of_deal(Format::Ftm, &deal);
    assert!(find(&text, "Contract").is_empty());
    assert_eq!(find(&text, "Documentation")[0]["properties"]["entity"][0], "awardwire-company-palantir");

    let mentions = find(&of_article(Format::Ftm, &sample::article()), "Mention");
    assert_eq!(mentions[0]["properties"]["resolved"][0], "awardwire-body-us.dod.army");
}

#[test]
fn a_feed_says_when_what_it_tells_has_changed() {
    let feed = of_deal(Format::Atom, &sample::deal());
    for said in [
        "<updated>2026-03-16T08:00:00Z</updated>",
        "<updated>2025-08-01T10:00:00Z</updated>",
        "<published>2025-07-14T00:00:00Z</published>",
        "<link rel=\"alternate\" href=\"https://news.example/a\"/>",
        "<category term=\"awarded\"/>",
    ] {
        assert!(feed.contains(said), "{said} in {feed}");
    }
    let feed = of_article(Format::Atom, &sample::article());
    assert!(feed.contains("<published>2025-07-15T01:30:00Z</published>"), "{feed}");
    assert!(feed.contains("<author><name>Example News</name></author>"), "{feed}");
}

#[test]
fn citations_name_day_and_proof() {
    let mut article = sample::article();
    article.authors = vec!["Jane Doe".into(), "R&D and Staff, Inc.".into()];
    let bibtex = of_article(Format::Bibtex, &article);
    for said in [
        "@misc{a",
        "title = {{Army picks Palantir}}",
        r"author = {{Jane Doe} and {R\&D and Staff, Inc.}}",
        "year = {2025},\n  month = jul,\n  date = {2025-07-14}",
        "urldate = {2025-08-01}",
        "note = {Archived page sha256:bb. Title and text sha256:",
    ] {
        assert!(bibtex.contains(said), "{said} in {bibtex}");
    }
    let csl: Value = serde_json::from_str(&of_article(Format::Csl, &article)).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"], serde_json::json!([[2025, 7, 14]]));
    assert_eq!(csl[0]["accessed"]["date-parts"], serde_json::json!([[2025, 8, 1]]));
    assert_eq!(csl[0]["author"][1]["literal"], "R&D and Staff, Inc.");
    let ris = of_article(Format::Ris, &article);
    assert!(ris.contains("DA  - 2025/07/14/\r\n") && ris.contains("Y2  - 2025/08/01/\r\n"), "{ris}");
    assert!(ris.ends_with("ER  - \r\n\r\n"));
}

#[test]
fn nothing_of_an_article_is_more_than_text() {
    for text in hostile() {
        let mut article = sample::article();
        article.title.clone_from(&text);
        article.publisher = Some(text.clone());
        article.authors = vec![text.clone(), "Jane Doe".into()];
        article.language = Some(text.clone());
        let ris = of_article(Format::Ris, &article);
        assert_eq!(ris.matches("\r\nER  - \r\n").count(), 1, "{ris}");
        assert!(ris.lines().all(|line| line.is_empty() || line.get(2..6) == Some("  - ")), "{ris}");
        let bibtex = of_article(Format::Bibtex, &article);
        assert_eq!(bibtex.lines().filter(|line| line.starts_with('@')).count(), 1, "{bibtex}");
        assert_eq!(bibtex.matches('{').count(), bibtex.matches('}').count(), "{bibtex}");
        let csl: Value = serde_json::from_str(&of_article(Format::Csl, &article)).unwrap();
        assert_eq!(csl.as_array().unwrap().len(), 1);
        let entities = of_article(Format::Ftm, &article);
        entities.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap()));
        assert!(!entities.contains("\"schema\":\"Person\""));
        let atom = of_article(Format::Atom, &article);
        let read = texts(&atom);
        let expected =
            crate::base::squeeze(&crate::base::printable(&text)).replace(['\u{fffe}', '\u{ffff}'], "");
        assert!(expected.is_empty() || read.contains(&expected), "{expected:?} in {read:?}");
        for out in [ris, bibtex, atom] {
            let is_steering = |c: char| {
                c.is_control() && !matches!(c, '\n' | '\r')
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!out.contains(is_steering), "{out}");
        }
    }
}

#[test]
fn nothing_of_a_deal_is_more_than_text() {
    for text in hostile() {
        let mut deal = sample::deal();
        deal.name.clone_from(&text);
        deal.subject = Some(text.clone());
        deal.contract_ids = vec![text.clone()];
        deal.vendors[0].name.clone_from(&text);
        deal.buyers[0].id = OrgId::from_stored(format!("x/{text}"));
        deal.period = Some(Period {
            end: "2026-07-14".parse().ok(),
            arithmetic: vec![text.clone()],
            ..Period::default()
        });
        for told in &mut deal.events {
            told.title.clone_from(&text);
            told.sentence.clone_from(&text);
            told.publisher = Some(text.clone());
            told.url = Some(text.clone());
        }
        texts(&of_deal(Format::Atom, &deal));
        assert_eq!(release(&deal)["contracts"][0]["title"], text);
        assert_eq!(release(&deal)["awards"][0]["documents"][0]["url"], Value::Null);
        let calendar = of_deal(Format::Ics, &deal);
        for (line, count) in
            [("BEGIN:VEVENT", 1), ("END:VEVENT", 1), ("BEGIN:VALARM", 0), ("END:VCALENDAR", 1)]
        {
            assert_eq!(calendar.split("\r\n").filter(|one| *one == line).count(), count, "{calendar}");
        }
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])));
        for line in of_deal(Format::Ftm, &deal).lines() {
            let entity: Value = serde_json::from_str(line).unwrap();
            let id = entity["id"].as_str().unwrap();
            assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')), "{id}");
        }
    }
}

#[test]
fn empty_files_are_files() {
    for (format, kind) in [
        (Format::Ocds, Kind::Deals),
        (Format::Ics, Kind::Deals),
        (Format::Atom, Kind::Events),
        (Format::Csl, Kind::Articles),
    ] {
        assert!(format.holds(kind));
        let text = written(format, kind, &[]);
        match format {
            Format::Ocds | Format::Csl => drop(serde_json::from_str::<Value>(&text).unwrap()),
            Format::Atom => drop(texts(&text)),
            _ => assert!(text.ends_with("END:VCALENDAR\r\n")),
        }
    }
    assert_eq!(Format::from_file_end("bib"), Some(Format::Bibtex));
}
