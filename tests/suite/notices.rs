//! Contract announcements in the form of the U.S. Department of Defense, from text to record. All names, numbers and
//! places are made up.

use awardwire::article::read_record;
use awardwire::base::Field;
use awardwire::entities::AmountRole;
use awardwire::events::{Competition, ContractType, EventKind, Facts, Register};
use awardwire::notices::read_facts;
use serde_json::json;

use crate::world::World;

const SOFTWARE: &str = "Quibble Dynamics Inc.,* Tarrow Springs, Ohio, was awarded a $44,100,000 firm-fixed-price contract for artificial intelligence and machine learning software for data analysis. Bids were solicited via the internet with 12 received. Work will be performed in Tarrow Springs, Ohio (90 percent); and Pell, Utah (10 percent), with an estimated completion date of Aug. 31, 2029. Fiscal 2026 operations and maintenance, Army funds in the amount of $3,200,000 were obligated at the time of the award. Tasmire Contracting Command, Fort Ashby, Maine, is the contracting activity (W90XX1-26-C-0029).";
const OPTION: &str = "Ovenbird Corp., Defense, Sea & Air Systems, Pell, Utah, is being awarded a $9,120,400 modification (P00012) to previously awarded contract N90001‑22‑C‑0114 to exercise an option for rope. This modification brings the total cumulative face value of the contract to $34,300,000 from $25,281,152. Work is expected to be completed by May 2027. The contracting activity is the Defense Rope Agency Splices, Ames, Iowa.";
const MANY: &str = "Brindle LLC,* Pell, Utah (N90002-26-D-0001); Dace, Inc., doing business as Dace Marine, Ames, Iowa (N90002-26-D-0002); and The Elver Co., Lund, Ohio (N90002-26-D-0003), will compete for each order of the not-to-exceed $49,500,000 indefinite-delivery/indefinite-quantity contract for dredging. Location of performance is Ohio, with a June 7, 2031, performance completion date. Tasmire Sea Command, Lund, Ohio, is the contracting activity.";

fn facts(text: &str) -> (Facts, String) {
    let record = json!({"id": "n", "title": "", "text": text, "published": "2026-10-06"}).to_string();
    let article = read_record(&record).unwrap();
    (read_facts(&article), article.body.text().to_owned())
}

#[test]
fn a_paragraph_is_read_into_its_slots() {
    let (facts, text) = facts(SOFTWARE);
    let [event] = facts.events.as_slice() else { panic!("{:?}", facts.events) };
    assert_eq!(event.kind, EventKind::Award);
    assert_eq!(event.vendors[0].name, "Quibble Dynamics");
    assert_eq!(event.buyers[0].name, "Tasmire Contracting Command");
    let value = event.value.unwrap();
    assert_eq!((value.money.amount.to_string(), value.role), ("44100000".to_owned(), AmountRole::Award));
    assert_eq!(event.contract_ids, ["W90XX1-26-C-0029"]);
    assert_eq!(event.date.unwrap().to_string(), "2026-10-06");
    assert_eq!(event.details.contract_type, Some(ContractType::FirmFixedPrice));
    assert_eq!((event.details.competition, event.details.offers), (Some(Competition::Competitive), Some(12)));
    assert_eq!(event.details.place.as_deref(), Some("Tarrow Springs, Ohio; and Pell, Utah"));
    assert_eq!(event.details.completion.unwrap().to_string(), "2029-08-31");
    let roles: Vec<AmountRole> = facts.mentions.amounts.iter().map(|amount| amount.role).collect();
    assert_eq!(roles, [AmountRole::Award, AmountRole::Obligated]);
    let said = |spans: &[awardwire::base::Span]| spans[0].of("", &text).to_owned();
    assert_eq!(said(&event.spans.vendors), "Quibble Dynamics Inc.");
    assert_eq!(said(&event.spans.buyers), "Tasmire Contracting Command");
    assert_eq!(said(&event.spans.value), "$44,100,000");
    assert_eq!(said(&event.spans.completion), "Aug. 31, 2029");
    assert!(event.evidence.of("", &text).ends_with("for data analysis."));
    let official = event.official.as_ref().unwrap();
    assert_eq!(official.register, Register::DodAnnouncements);
    assert_eq!(official.obligated.unwrap().amount.to_string(), "3200000");
    assert_eq!((official.ceiling, official.modification.as_deref()), (None, None));
    assert_eq!(official.as_of.unwrap().to_string(), "2026-10-06");
}

#[test]
fn an_exercised_option_is_a_modification() {
    let (facts, _) = facts(OPTION);
    let event = &facts.events[0];
    assert_eq!(event.kind, EventKind::Modification);
    assert_eq!(event.vendors[0].name, "Ovenbird Corp., Defense, Sea & Air Systems");
    assert_eq!(event.buyers[0].name, "Defense Rope Agency Splices");
    assert_eq!(event.contract_ids, ["N90001-22-C-0114"]);
    assert_eq!(event.value.unwrap().money.amount.to_string(), "9120400");
    assert_eq!(event.official.as_ref().unwrap().modification.as_deref(), Some("P00012"));
    let roles: Vec<AmountRole> = facts.mentions.amounts.iter().map(|amount| amount.role).collect();
    assert_eq!(roles, [AmountRole::Modification, AmountRole::Award, AmountRole::Other]);
}

#[test]
fn awardees_of_one_joint_sum_are_one_event() {
    let (facts, _) = facts(MANY);
    let [event] = facts.events.as_slice() else { panic!("{:?}", facts.events) };
    let names: Vec<&str> = event.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    assert_eq!(names, ["Brindle", "Dace", "Elver"]);
    assert_eq!(event.contract_ids.len(), 3);
    assert_eq!(event.value.unwrap().role, AmountRole::Ceiling);
    assert_eq!(event.official.as_ref().unwrap().ceiling.unwrap().amount.to_string(), "49500000");
    assert_eq!(event.details.completion.unwrap().to_string(), "2031-06-07");
}

#[test]
fn awardees_with_a_sum_each_are_events_of_their_own() {
    let text = MANY
        .replace("0001)", "0001, $4,000,000)")
        .replace("0002)", "0002, $5,000,000)")
        .replace("0003)", "0003, $6,000,000)");
    let (facts, _) = facts(&text);
    let sums: Vec<String> = facts.events.iter().map(|e| e.value.unwrap().money.amount.to_string()).collect();
    assert_eq!(sums, ["4000000", "5000000", "6000000"]);
    assert_eq!(facts.events[1].contract_ids, ["N90002-26-D-0002"]);
    // What is said of all together is not said of one.
    assert_eq!(facts.events[1].official.as_ref().unwrap().ceiling, None);
}

#[test]
fn a_page_of_announcements_keeps_every_place() {
    let page = format!("NAVY\n\n{OPTION}\n\n{MANY}\n\nARMY\n\n{SOFTWARE}\n\n*Small business");
    let (facts, text) = facts(&page);
    assert_eq!(facts.events.len(), 3);
    assert_eq!(facts.mentions.vendors.len(), 5);
    assert_eq!(facts.events[2].spans.value[0].of("", &text), "$44,100,000");
    for vendor in &facts.mentions.vendors {
        for span in &vendor.mentions {
            assert_eq!(span.field, Field::Body);
            assert!(
                span.of("", &text).starts_with(vendor.name.as_str())
                    || span.of("", &text).starts_with("The ")
            );
        }
    }
    for amount in &facts.mentions.amounts {
        assert!(amount.span.of("", &text).contains('$'), "{amount:?}");
    }
}

#[test]
fn a_story_that_quotes_an_announcement_is_news() {
    let story = "The port has long looked for a way to read its cranes' logs, and people who work there say that the search was slow. ".repeat(12);
    let record = json!({"id": "n", "title": "Port buys software", "text": format!("{story}\n\n{SOFTWARE}\n\n{story}"), "published": "2026-10-06"});
    let article = read_record(&record.to_string()).unwrap();
    assert_eq!(read_facts(&article), awardwire::events::read_facts(&article));
}

#[test]
fn extract_shows_the_events_of_every_announcement() {
    let world = World::new();
    let records = || -> Vec<serde_json::Value> {
        let lines: Vec<String> = [SOFTWARE, OPTION]
            .iter()
            .map(|text| json!({"id": "n", "text": text, "published": "2026-10-06"}).to_string())
            .collect();
        let lines = lines.join("\n");
        world.run_with(&["extract", "-"], &lines).ends(0).records()
    };
    let shown = records();
    assert_eq!((&shown[0]["relevant"], &shown[1]["relevant"]), (&json!(true), &json!(false)));
    assert_eq!(shown[0]["events"][0]["completion"], "2029-08-31");
    assert_eq!(shown[1]["events"][0]["type"], "modification");
    assert_eq!(
        shown[1]["events"][0]["official"],
        json!({"register": "dod_announcements", "record_id": null, "obligated": null, "ceiling": null, "modification": "P00012", "as_of": "2026-10-06"})
    );
}

#[test]
fn an_announcement_is_relevant_only_for_what_is_bought() {
    let relevant = |purpose: &str| {
        let text = SOFTWARE
            .replace("artificial intelligence and machine learning software for data analysis", purpose);
        facts(&text).0.relevant
    };
    assert!(relevant("artificial intelligence and machine learning software for data analysis"));
    assert!(relevant("software licenses and cloud hosting"));
    assert!(!relevant("long lead material (LLM) for 17 rope winches"));
    assert!(!relevant("a hangar for unmanned aircraft"));
    assert!(!relevant("rope"));
}
