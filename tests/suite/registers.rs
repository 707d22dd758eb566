//! Records of official registers, from JSON to deals. All names, numbers and sums are made up (tests/notices).

use std::fs;
use std::path::Path;

use awardwire::entities::AmountRole;
use awardwire::events::{Certainty, Competition, ContractType, Event, EventKind, Register};
use awardwire::notices::{Notice, Records, read_records};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::World;

const FILES: [&str; 7] = [
    "uk_package.json",
    "record_package.json",
    "usaspending_award.json",
    "spending_by_award.json",
    "sam_opportunities.json",
    "sam_awards.json",
    "federal_register.json",
];

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notices").join(name)).unwrap()
}

fn records(name: &str) -> Records {
    read_records(serde_json::from_str(&text(name)).unwrap()).unwrap()
}

fn names(organisations: &[awardwire::events::OrgRef]) -> Vec<&str> {
    organisations.iter().map(|one| one.name.as_str()).collect()
}

fn sum(event: &Event) -> (String, AmountRole) {
    let value = event.value.unwrap();
    (value.money.to_string(), value.role)
}

/// Every slot of every event names the characters that say it, and the evidence holds them.
fn is_proven(notice: &Notice) {
    let body = notice.article.body.text();
    for event in &notice.facts.events {
        let spans = &event.spans;
        let lists = [
            &spans.kind,
            &spans.buyers,
            &spans.vendors,
            &spans.value,
            &spans.date,
            &spans.contract_type,
            &spans.competition,
            &spans.place,
            &spans.completion,
        ];
        for span in lists.into_iter().flatten() {
            let said = span.of(&notice.article.title, body);
            assert!(!said.is_empty() && said == said.trim(), "{span:?}");
        }
        let telling = [&spans.kind, &spans.buyers, &spans.vendors, &spans.value, &spans.date];
        assert!(telling.into_iter().flatten().all(|span| event.evidence.contains(span)), "{spans:?}");
        assert!(!spans.kind.is_empty());
        assert_eq!(spans.value.is_empty(), event.value.is_none());
        assert_eq!(spans.vendors.is_empty(), event.vendors.is_empty());
        assert_eq!(spans.buyers.is_empty(), event.buyers.is_empty());
    }
}

#[test]
fn a_tender_is_a_solicitation_and_its_award_an_award() {
    let found = records("uk_package.json");
    let [tender, award, lots] = found.notices.as_slice() else { panic!("{:?}", found.refused) };
    let body = tender.article.body.text();
    assert!(body.contains("roads – and tells") && body.contains("£1.5m") && !body.contains('Â'), "{body}");
    assert_eq!(
        tender.article.url.as_ref().unwrap().as_str(),
        "https://www.contractsfinder.service.gov.uk/Notice/aaaaaaaa-2222-4333-8444-555555555555"
    );
    assert_ne!(tender.article.id, award.article.id, "two releases are two articles");
    assert_eq!(tender.article.publisher.as_deref(), Some("Contracts Finder"));
    assert_eq!(tender.article.country.as_deref(), Some("gb"));
    let [event] = tender.facts.events.as_slice() else { panic!() };
    assert_eq!(event.kind, EventKind::Solicitation);
    assert_eq!(names(&event.buyers), ["Tasmire Borough Council"]);
    assert_eq!(sum(event), ("£1.5 million".to_owned(), AmountRole::Award));
    assert_eq!(event.value.unwrap().low.unwrap().to_string(), "1000000");
    assert_eq!(event.details.competition, Some(Competition::FullAndOpen));
    assert!(tender.facts.relevant);

    let [event] = award.facts.events.as_slice() else { panic!() };
    assert_eq!((event.kind, names(&event.vendors)), (EventKind::Award, vec!["Quibble Dynamics"]));
    assert_eq!(event.vendors[0].id.as_str(), "x/quibble-dynamics");
    assert_eq!(sum(event), ("£1.25 million".to_owned(), AmountRole::Award));
    assert_eq!(event.date.unwrap().to_string(), "2026-01-30");
    assert_eq!(event.details.completion.unwrap().to_string(), "2028-02-29");
    assert_eq!(event.details.place.as_deref(), Some("West Tasmire"));
    assert_eq!(event.contract_ids[0], "TASM001-DN900001-10203040");
    let official = event.official.as_ref().unwrap();
    assert_eq!(official.register, Register::ContractsFinder);
    assert_eq!(official.record_id.as_deref(), Some("ocds-b5fd17-11111111-2222-4333-8444-555555555555"));
    assert_eq!(official.as_of.unwrap().to_string(), "2026-02-01");

    // One award of two firms and one sum; another of another; one that nobody won. A framework's sum is its maximum.
    let told: Vec<_> = lots.facts.events.iter().map(|event| (event.kind, names(&event.vendors))).collect();
    assert_eq!(
        told,
        [
            (EventKind::Award, vec!["Ovenbird Ropes", "Marrow & Pike"]),
            (EventKind::Award, vec!["Dace Paints"]),
            (EventKind::Termination, vec![])
        ]
    );
    assert_eq!(sum(&lots.facts.events[1]), ("£9,000.50".to_owned(), AmountRole::Ceiling));
    assert_eq!(lots.facts.events[1].details.contract_type, Some(ContractType::Framework));
    assert_eq!(lots.facts.events[1].details.competition, Some(Competition::SoleSource));
    assert!(!lots.facts.relevant);
}

#[test]
fn what_cannot_be_used_is_named() {
    assert_eq!(
        records("uk_package.json").refused,
        [
            "record 4 (cccccccc-2222-4333-8444-555555555555-900004): it has neither a title nor a description",
            "record 5: it is no JSON object"
        ]
    );
    let found = records("record_package.json");
    assert_eq!(
        found.refused,
        ["record 3 (ocds-zz0000-000125): it has no release in it, at most links to releases"]
    );
    assert_eq!(records("spending_by_award.json").refused, ["record 3: it has no award id"]);
}

#[test]
fn a_record_of_a_process_tells_its_life() {
    let found = records("record_package.json");
    let [whole, ended] = found.notices.as_slice() else { panic!() };
    let told: Vec<_> =
        whole.facts.events.iter().map(|event| (event.kind, event.date.map(|day| day.to_string()))).collect();
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (EventKind::Solicitation, day("2025-10-01")),
            (EventKind::Award, day("2025-12-01")),
            (EventKind::Modification, day("2026-01-20")),
            (EventKind::Termination, day("2026-03-01"))
        ]
    );
    let award = &whole.facts.events[1];
    assert_eq!(sum(award), ("$2 million".to_owned(), AmountRole::Award));
    assert!(award.contract_ids.contains(&"FDH-C-2025-0777".to_owned()), "{:?}", award.contract_ids);
    assert_eq!(whole.article.publisher.as_deref(), Some("Freedonia Open Contracting"));
    // Of a versioned release the last of each.
    assert_eq!(ended.article.title, "Rope, second attempt");
    assert_eq!(ended.facts.events[0].kind, EventKind::Termination);
}

#[test]
fn an_award_of_usaspending_has_its_codes_read() {
    let found = records("usaspending_award.json");
    let [notice] = found.notices.as_slice() else { panic!() };
    let id = "CONT_AWD_70XX0126F00000042_7001_70XX0124D00000007_7001";
    assert_eq!(notice.article.title, "ARTIFICIAL INTELLIGENCE SOFTWARE FOR PORT INSPECTION");
    assert_eq!(
        notice.article.url.as_ref().unwrap().as_str(),
        format!("https://www.usaspending.gov/award/{id}")
    );
    let [event] = notice.facts.events.as_slice() else { panic!() };
    assert_eq!(event.buyers[0].id.as_str(), "us/dhs/cbp");
    assert_eq!(names(&event.vendors), ["Ovenbird Analytics"]);
    assert_eq!(sum(event), ("$8 million".to_owned(), AmountRole::Ceiling));
    assert_eq!(event.date.unwrap().to_string(), "2026-01-15");
    assert_eq!(event.contract_ids, ["70XX0126F00000042", "70XX0124D00000007", "70XX0125R00000003"]);
    assert_eq!(event.details.contract_type, Some(ContractType::TaskOrder));
    assert_eq!(event.details.competition, Some(Competition::SetAsideEightA));
    assert_eq!(event.details.offers, Some(3));
    assert_eq!(event.details.place.as_deref(), Some("Tarrow Springs, Ohio"));
    assert_eq!(event.details.completion.unwrap().to_string(), "2027-01-14");
    let official = event.official.as_ref().unwrap();
    assert_eq!(official.record_id.as_deref(), Some(id));
    assert_eq!(official.obligated.unwrap().amount.to_string(), "1200000.25");
    assert_eq!(official.ceiling.unwrap().amount.to_string(), "8000000");
    let roles: Vec<AmountRole> = notice.facts.mentions.amounts.iter().map(|amount| amount.role).collect();
    assert_eq!(roles, [AmountRole::Ceiling, AmountRole::Award, AmountRole::Obligated]);
    assert!(notice.facts.relevant);

    // The row of a search is the same award, with less said.
    let found = records("spending_by_award.json");
    let [row, sub] = found.notices.as_slice() else { panic!() };
    assert_eq!(row.article.id, notice.article.id);
    assert_eq!(sum(&row.facts.events[0]).1, AmountRole::Obligated);
    assert_eq!(names(&sub.facts.events[0].via), ["Ovenbird Analytics"]);
}

#[test]
fn the_order_under_a_contract_of_others_has_its_own_number_only() {
    let mut value: Value = serde_json::from_str(&text("usaspending_award.json")).unwrap();
    value["parent_award"] = json!({"agency_name": "General Services Administration", "idv_type_description": "FSS", "piid": "47XXCA24D0001"});
    value["piid"] = json!("0007");
    let found = read_records(value).unwrap();
    assert_eq!(found.notices[0].facts.events[0].contract_ids, ["47XXCA24D0001-0007", "70XX0125R00000003"]);
}

#[test]
fn opportunities_are_told_by_their_type() {
    let found = records("sam_opportunities.json");
    let [planned, award, day] = found.notices.as_slice() else { panic!() };
    let event = &planned.facts.events[0];
    assert_eq!((event.kind, event.certainty), (EventKind::Solicitation, Certainty::Planned));
    assert_eq!(event.buyers[0].id.as_str(), "us/va");
    assert_eq!(event.details.competition, Some(Competition::SetAsideVeteran));
    assert_eq!(event.details.offers_due.unwrap().to_string(), "2026-03-01");
    assert_eq!(
        event.spans.offers_due[0].of(&planned.article.title, planned.article.body.text()),
        "2026-03-01"
    );
    let event = &award.facts.events[0];
    assert_eq!((event.kind, sum(event).0.as_str()), (EventKind::Award, "$4.5 million"));
    assert_eq!(event.contract_ids, ["36XX0126C0000009", "36XX0126R0000001"]);
    assert_eq!(event.date.unwrap().to_string(), "2026-05-08");
    assert_eq!(
        award.article.url.as_ref().unwrap().as_str(),
        "https://sam.gov/opp/0000000000000000000000000000aa02/view"
    );
    assert!(day.facts.events.is_empty() && day.facts.mentions.agencies[0].id.as_str() == "us/gsa");
}

#[test]
fn an_action_on_a_contract_says_what_it_changes() {
    let found = records("sam_awards.json");
    let [option, end] = found.notices.as_slice() else { panic!() };
    let event = &option.facts.events[0];
    assert_eq!(
        (event.kind, sum(event)),
        (EventKind::Modification, ("$3 million".to_owned(), AmountRole::Modification))
    );
    assert_eq!(event.details.contract_type, Some(ContractType::CostPlusFixedFee));
    assert_eq!(event.details.competition, Some(Competition::SoleSource));
    let official = event.official.as_ref().unwrap();
    assert_eq!(official.modification.as_deref(), Some("P00003"));
    assert_eq!(official.ceiling.unwrap().to_string(), "$12 million");
    assert_eq!(end.facts.events[0].kind, EventKind::Termination);
    assert_ne!(option.article.id, end.article.id);
}

#[test]
fn a_document_tells_a_dealing_only_where_it_is_one() {
    let found = records("federal_register.json");
    let [notice, rule] = found.notices.as_slice() else { panic!() };
    let event = &notice.facts.events[0];
    assert_eq!((event.kind, event.certainty), (EventKind::Award, Certainty::Planned));
    assert_eq!(event.buyers[0].id.as_str(), "us/dhs/uscg");
    assert!(notice.facts.relevant);
    assert!(rule.facts.events.is_empty() && !rule.facts.relevant);
    assert!(rule.article.body.text().contains("The bridge opens on Fridays."));
    assert_eq!(rule.facts.mentions.agencies[0].id.as_str(), "us/dot");
}

#[test]
fn everything_told_is_proven() {
    for name in FILES {
        records(name).notices.iter().for_each(is_proven);
    }
}

#[test]
fn a_package_goes_into_a_library_and_its_releases_are_one_deal() {
    let world = World::new();
    let package = world.write("in/package.json", text("uk_package.json"));
    let added = world.run(&["add", &package]);
    assert_eq!(added.code, Some(3), "{added:?}");
    assert!(added.err.contains("record 4 (cccccccc"), "{added:?}");
    world.run(&["deals"]).ends(0).shows("Quibble Dynamics").shows("£1.25M").hides("Ovenbird Ropes");
    let deals = || world.run(&["deals", "--format", "jsonl"]).ends(0).out;
    let facts = || world.run(&["export", "articles", "--format", "jsonl", "--with-text"]).ends(0).out;
    let (before, said) = (deals(), facts());
    assert_eq!(before.lines().count(), 1, "{before}");
    let deal: Value = serde_json::from_str(before.lines().next().unwrap()).unwrap();
    world
        .run(&["show", deal["id"].as_str().unwrap()])
        .ends(0)
        .shows("Tasmire Borough Council")
        .shows("TASM001-DN900001-10203040");
    // The same again is known; what is read again from the archive is the same.
    let again = world.run(&["add", &package]);
    assert!(again.err.contains("0 articles added") && again.err.contains("3 already there"), "{again:?}");
    world.run(&["reread"]).ends(0);
    assert_eq!((deals(), facts()), (before, said));
}

#[test]
fn a_row_of_a_search_never_takes_the_place_of_the_award() {
    let (award, row) = (text("usaspending_award.json"), text("spending_by_award.json"));
    let deals = |inputs: [&str; 2]| {
        let world = World::new();
        for input in inputs {
            world.run_with(&["add", "-"], input);
        }
        world.run(&["deals", "--format", "jsonl"]).ends(0).out
    };
    let after = deals([&award, &row]);
    assert!(after.contains("8000000"), "{after}");
    assert_eq!(after, deals([&row, &award]));
}

#[test]
fn the_word_of_the_user_holds_for_records_too() {
    let world = World::new();
    world.write(
        "library/corrections.toml",
        "[[correction]]\naction = \"alias\"\nkind = \"vendor\"\nvalue = \"Ovenbird Analytics\"\nof = \"Larkfield Analytics\"\n",
    );
    world.run_with(&["add", "-"], text("usaspending_award.json")).ends(0);
    world.run(&["deals"]).ends(0).shows("Larkfield Analytics").hides("Ovenbird Analytics");
}

#[test]
fn news_joins_the_register_by_the_number() {
    let news = json!({"id": "n", "url": "http://wire.example/llm", "publisher": "Example Wire", "published": "2026-05-12", "title": "Veterans get help from a machine",
        "text": "The Department of Veterans Affairs awarded Larkfield Analytics Inc. a $4.5 million contract (36XX0126C0000009) for artificial intelligence software."})
    .to_string();
    let in_order = |first: &str, second: &str| {
        let world = World::new();
        world.run_with(&["add", "-"], first).ends(0);
        world.run_with(&["add", "-"], second).ends(0);
        world.run(&["deals", "--format", "jsonl"]).ends(0).out
    };
    let notices = text("sam_opportunities.json");
    let deals = in_order(&notices, &news);
    assert_eq!(deals, in_order(&news, &notices), "the order of arrival does not matter");
    assert_eq!(deals.lines().count(), 1, "{deals}");
}

#[test]
fn extract_keeps_the_events_of_records_that_are_not_relevant() {
    let world = World::new();
    let lines: Vec<String> =
        FILES.iter().map(|name| serde_json::from_str::<Value>(&text(name)).unwrap().to_string()).collect();
    let ran = world.run_with(&["extract", "-"], lines.join("\n"));
    assert_eq!(ran.code, Some(3));
    let records = ran.records();
    let expected: usize = FILES.iter().map(|name| self::records(name).notices.len()).sum();
    assert_eq!(records.len(), expected);
    let rope = records.iter().find(|record| record["title"] == "Rope and paint").unwrap();
    assert_eq!((&rope["relevant"], rope["events"].as_array().unwrap().len()), (&json!(false), 3));
    assert_eq!(rope["events"][0]["official"]["register"], "contracts_finder");
    assert_eq!(rope["events"][0]["official"]["ceiling"], json!({"value": 40000, "currency": "GBP"}));
}

#[test]
fn other_json_is_refused_in_one_line() {
    let world = World::new();
    for (input, why) in [
        (r#"{"filters": {}, "fields": ["Award ID"]}"#, "is no record of a register that is read"),
        (r#"{"releases": []}"#, "is no record of a register"),
        (r#"{"version": "1.1", "releases": []}"#, "no records in it"),
        (r#"[{"a": 1}]"#, "not a JSON object but a list"),
        (r#"{"records": [{"name": "not of OCDS"}], "publisher": {}}"#, "is no record of a register"),
    ] {
        let ran = world.run_with(&["extract", "-"], input);
        assert_eq!((ran.code, ran.err.lines().count()), (Some(2), 1), "{input}: {ran:?}");
        assert!(ran.err.contains(why), "{input}: {ran:?}");
    }
    // Our own form stays what it is, whatever else it carries.
    let own = r#"{"ocid": "ocds-zz0000-1", "tender": {}, "title": "T", "text": "A text of our own."}"#;
    let records = world.run_with(&["extract", "-"], own).ends(0).records();
    assert_eq!(records[0]["articleBody"], "A text of our own.");
}

#[test]
fn deep_nesting_is_refused() {
    let deep =
        format!("{{\"ocid\": \"ocds-zz0000-1\", \"tender\": {}{}}}", "[".repeat(5000), "]".repeat(5000));
    let ran = World::new().run_with(&["extract", "-"], deep);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("recursion limit"), "{ran:?}");
}

/// What a value may be put in the place of.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        Just(json!(1e308)),
        Just(json!("9".repeat(60))),
        "[a-zÂâ€\u{0}\u{1b}\u{202e}£0-9 \n/-]{0,30}".prop_map(Value::from),
        Just(json!([[], [{}], [[null]]])),
        Just(json!({"id": {"id": []}, "name": 7, "amount": "x", "value": {}})),
        Just(json!("2026-13-45T99:99:99Z")),
    ]
}

/// Puts `with` in the place of the value with this number, counted in depth.
fn replace(value: &mut Value, number: &mut usize, with: &Value) {
    if *number == 0 {
        *value = with.clone();
        *number = usize::MAX;
        return;
    }
    *number = number.saturating_sub(1);
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(|one| {
            if *number != usize::MAX {
                replace(one, number, with);
            }
        }),
        Value::Object(fields) => fields.values_mut().for_each(|one| {
            if *number != usize::MAX {
                replace(one, number, with);
            }
        }),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn records_of_any_kind_are_read_without_a_panic(
        file in 0..FILES.len(),
        changes in proptest::collection::vec((0..150_usize, odd()), 1..6),
    ) {
        let mut value: Value = serde_json::from_str(&text(FILES[file])).unwrap();
        for (mut number, with) in changes {
            replace(&mut value, &mut number, &with);
        }
        let once = read_records(value.clone());
        prop_assert_eq!(&once, &read_records(value));
        for notice in once.iter().flat_map(|records| &records.notices) {
            let body = notice.article.body.text();
            for event in &notice.facts.events {
                prop_assert!(body.get(event.evidence.start..event.evidence.end).is_some());
                let spans = event.spans.value.iter().chain(&event.spans.vendors).chain(&event.spans.date);
                for span in spans {
                    prop_assert!(!span.of("", body).is_empty());
                }
            }
            prop_assert!(!body.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
