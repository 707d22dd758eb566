//! `awardwire export` in the formats of others: OCDS, FollowTheMoney, Atom, iCalendar, BibTeX, CSL-JSON, RIS.

use std::collections::BTreeSet;
use std::fs;

use awardwire::base::Address;
use awardwire::fetch::Fetched;
use awardwire::sources::{FeedSource, Source};
use serde_json::Value;

use crate::world::{ARTICLES, World, sample};

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

#[test]
fn each_format_holds_what_it_can() {
    let world = World::with_articles();
    for (format, kinds) in [
        ("ocds", &["deals"][..]),
        ("ics", &["deals"]),
        ("ftm", &["deals", "articles"]),
        ("atom", &["deals", "articles", "events"]),
        ("bibtex", &["articles"]),
        ("csl", &["articles"]),
        ("ris", &["articles"]),
    ] {
        for kind in ["deals", "articles", "events", "claims", "entities"] {
            let ran = world.run(&["export", kind, "--format", format]);
            if kinds.contains(&kind) {
                assert!(!ran.ends(0).out.is_empty(), "{kind} as {format}");
            } else {
                ran.fails(2, &format!("{format} cannot hold {kind}: write one of"));
            }
        }
    }
}

#[test]
fn the_end_of_the_files_name_says_how_to_write() {
    let world = World::with_articles();
    for (kind, file, begin) in [
        ("articles", "a.bib", "@misc{a"),
        ("articles", "a.ris", "TY  - ELEC\r\n"),
        ("deals", "d.ics", "BEGIN:VCALENDAR\r\n"),
        ("deals", "d.atom", "<?xml version=\"1.0\""),
        ("deals", "d.ftm", "{\"id\":\"awardwire-"),
        ("deals", "d.ocds", "{\"uri\":\"urn:uuid:"),
    ] {
        world.run(&["export", kind, "-o", file]).ends(0);
        let written = fs::read_to_string(world.path(file)).unwrap();
        assert!(written.starts_with(begin), "{file}: {}", written.chars().take(80).collect::<String>());
    }
}

#[test]
fn releases_tell_what_is_sure_and_what_is_not() {
    let world = sample();
    let package = world.run(&["export", "deals", "--format", "ocds"]).ends(0).json();
    let deals = world.run(&["export", "deals", "--format", "jsonl"]).ends(0).records();
    let releases = package["releases"].as_array().unwrap();
    assert_eq!((text(&package["version"]), releases.len()), ("1.1", deals.len()));
    for (release, deal) in releases.iter().zip(&deals) {
        assert_eq!(release["awardwire"]["deal"], deal["id"]);
        let stages = ["tender", "awards", "contracts"];
        if deal["confirmed"] == false {
            assert!(stages.iter().all(|stage| release[*stage].is_null()), "{release}");
            assert!(text(&release["planning"]["rationale"]).starts_with("Unconfirmed"));
        }
        // Every article that tells the deal is a document of a stage.
        let documents: BTreeSet<&str> =
            [&release["planning"], &release["tender"], &release["awards"][0], &release["contracts"][0]]
                .into_iter()
                .flat_map(|stage| stage["documents"].as_array().into_iter().flatten())
                .map(|document| text(&document["id"]))
                .collect();
        let sources: BTreeSet<&str> =
            deal["sources"].as_array().unwrap().iter().map(|source| text(&source["article"])).collect();
        assert_eq!(documents, sources);
        for sum in ["value", "maximumValue"].map(|name| &release["contracts"][0][name]["amount"]) {
            let told = deal["values"].as_array().unwrap();
            assert!(sum.is_null() || told.iter().any(|one| one["value"] == *sum && one["confirmed"] == true));
        }
    }
    assert!(releases.iter().any(|release| release["contracts"][0]["value"]["amount"].is_number()));
    let again = world.run(&["export", "deals", "--format", "ocds"]).ends(0).json();
    assert_eq!(again["releases"], package["releases"]);
}

#[test]
fn releases_of_our_own_do_not_come_back_as_public_records() {
    let world = World::with_articles();
    let releases = world.run(&["export", "deals", "--format", "ocds"]).ends(0).out;
    let other = World::new();
    let path = other.write("releases.json", releases);
    other.run(&["add", &path]).tells("no official record");
    assert!(other.run(&["export", "deals", "--format", "jsonl"]).out.is_empty());
}

#[test]
fn entities_link_to_each_other() {
    let world = sample();
    let entities = world.run(&["export", "deals", "--format", "ftm"]).ends(0).records();
    let ids: BTreeSet<&str> = entities.iter().map(|entity| text(&entity["id"])).collect();
    let links = ["authority", "supplier", "contract", "document", "entity", "resolved"];
    for entity in &entities {
        for link in links.iter().flat_map(|name| entity["properties"][*name].as_array().into_iter().flatten())
        {
            assert!(ids.contains(text(link)), "{link} of {entity}");
        }
    }
    for schema in
        ["Company", "PublicBody", "Contract", "ContractAward", "Article", "Documentation", "Mention"]
    {
        assert!(entities.iter().any(|entity| entity["schema"] == schema), "{schema}");
    }
}

#[test]
fn our_own_reader_reads_our_feeds() {
    let world = World::with_articles();
    for (kind, entries) in [("articles", 4), ("deals", 3), ("events", 3)] {
        let feed = world.run(&["export", kind, "--format", "atom"]).ends(0).out;
        let address = Address::parse("https://feeds.example/x.atom").unwrap();
        let fetched = Fetched::new(address.clone(), jiff::Timestamp::UNIX_EPOCH, feed.clone());
        let listing = FeedSource { address }.read(&fetched).unwrap();
        assert_eq!(feed.matches("<entry>").count(), entries, "{kind}");
        assert!(listing.notes.is_empty(), "{:?}", listing.notes);
        let leads: Vec<&str> = listing.leads.iter().map(|lead| lead.address.as_str()).collect();
        assert!(leads.contains(&"http://wire.example/larkfield-award"), "{leads:?}");
        let lead =
            listing.leads.iter().find(|lead| lead.address.as_str().ends_with("larkfield-award")).unwrap();
        assert_eq!(lead.published.map(|date| date.date.to_string()).as_deref(), Some("2026-05-04"));
        // The same library gives the same feed, whenever it is made.
        assert_eq!(world.run(&["export", kind, "--format", "atom"]).ends(0).out, feed);
    }
}

#[test]
fn deadlines_carry_their_arithmetic() {
    let calendar = sample().run(&["export", "deals", "--format", "ics"]).ends(0).out;
    let unfolded = calendar.replace("\r\n ", "");
    let events: Vec<&str> = unfolded.split("BEGIN:VEVENT").skip(1).collect();
    assert!(!events.is_empty());
    let ids: BTreeSet<&str> =
        events.iter().filter_map(|event| event.lines().find(|line| line.starts_with("UID:"))).collect();
    assert_eq!(ids.len(), events.len());
    for event in events {
        assert!(event.contains("DTSTART;VALUE=DATE:") && event.contains("DTSTAMP:"), "{event}");
        assert_eq!(event.contains("STATUS:TENTATIVE"), event.contains("(estimate)"), "{event}");
        assert!(event.contains("Source: "), "{event}");
    }
}

#[test]
fn what_an_article_says_begins_no_field() {
    let world = World::new();
    let line = ARTICLES.lines().next().unwrap();
    let hostile = line
        .replace(
            "Larkfield Analytics wins rail inspection contract",
            "Larkfield wins]]><script>\\r\\nER  - \\r\\nEND:VCALENDAR\\n}\\n@misc{x, title = {\\u202eevil\\u0007 😀",
        )
        .replace("Example Wire", "R&D {Wire}\\\\ 5%\\r\\nTY  - BOOK");
    world.run_with(&["add", "-"], hostile).ends(0);
    let bibtex = world.run(&["export", "articles", "--format", "bibtex"]).ends(0).out;
    assert_eq!(bibtex.lines().filter(|line| line.starts_with('@')).count(), 1, "{bibtex}");
    assert_eq!(bibtex.matches('{').count(), bibtex.matches('}').count(), "{bibtex}");
    let ris = world.run(&["export", "articles", "--format", "ris"]).ends(0).out;
    assert_eq!(
        ris.split("\r\n").filter(|line| line.starts_with("ER  - ") || line.starts_with("TY  - ")).count(),
        2,
        "{ris}"
    );
    for (kind, format) in
        [("articles", "atom"), ("deals", "atom"), ("deals", "ics"), ("articles", "csl"), ("deals", "ftm")]
    {
        let out = world.run(&["export", kind, "--format", format]).ends(0).out;
        assert!(!out.contains(['\u{202e}', '\u{7}']), "{out}");
        // In JSON it is text like any other.
        assert!(format != "atom" || !out.contains("<script"), "{out}");
    }
}

#[test]
fn suppliers_have_the_numbers_of_the_registers() {
    let world = World::new();
    let notices = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/notices/sam_awards.json");
    world.run(&["add", notices]).ends(0);
    let package = world.run(&["export", "deals", "--format", "ocds"]).ends(0).json();
    let parties = package["releases"][0]["parties"].as_array().unwrap();
    let supplier = parties.iter().find(|party| party["roles"][0] == "supplier").unwrap();
    assert_eq!(supplier["identifier"]["scheme"], "US-UEI");
    assert_eq!(supplier["identifier"]["id"], "ZZZZZZZZZZ33");
    assert_eq!(supplier["identifier"]["legalName"], "QUIBBLE DYNAMICS INC");
    assert_eq!(supplier["additionalIdentifiers"][0]["scheme"], "US-CAGE");
    let buyer = parties.iter().find(|party| party["roles"][0] == "buyer").unwrap();
    assert!(buyer.get("identifier").is_none(), "the register gives it none");
}
