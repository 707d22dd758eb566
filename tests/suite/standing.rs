//! How a deal stands in the public record.

use std::fs;

use crate::world::World;

const STORY: &str = r#"{"id":"s1","url":"http://wire.example/army","publisher":"Example Wire","published":"2026-05-04","title":"Army picks Larkfield","text":"The U.S. Army awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that sorts satellite pictures.\n\nThe contract was signed on May 4, 2026."}"#;

fn standing(world: &World, day: &str) -> (String, String) {
    let id = world.id_of(&["deals", "--format", "jsonl"], "40000000");
    let text = world.run(&["show", &id, "--today", day]).ends(0).out;
    let json = world.run(&["show", &id, "--today", day, "--format", "json"]).ends(0).json();
    (text, json["public_record"]["standing"].as_str().unwrap().to_owned())
}

#[test]
fn a_young_award_of_the_army_is_not_yet_in_the_public_record() {
    let world = World::new();
    world.run_with(&["add", "-"], STORY).ends(0);
    let (text, word) = standing(&world, "2026-05-20");
    assert!(
        text.contains("Record    not yet in the public record (DoD reports 90 days later: from 2026-08-02)"),
        "{text}"
    );
    assert_eq!(word, "not_yet");
    let (text, word) = standing(&world, "2026-08-02");
    assert!(text.contains("Record    no official record in this library"), "{text}");
    assert_eq!(word, "no_record");
    let export = |format: &str| {
        world.run(&["export", "deals", "--format", format, "--today", "2026-05-20"]).ends(0).out
    };
    assert!(export("csv").contains("not yet in the public record"));
    assert!(export("md").contains("Public record: not yet in the public record"));
    assert!(export("jsonl").contains(r#""standing":"not_yet""#));
}

#[test]
fn an_official_record_is_told_with_its_sums() {
    let world = World::new();
    let record = fs::read_to_string("tests/notices/usaspending_award.json").unwrap();
    let record = world.write("award.json", record);
    world.run(&["add", &record]).ends(0);
    let deals = world.run(&["deals", "--format", "jsonl"]).ends(0).records();
    let id = deals[0]["id"].as_str().unwrap();
    assert_eq!(deals[0]["public_record"]["registers"][0], "usa_spending");
    let ran = world.run(&["show", id]).ends(0);
    ran.shows("USAspending, obligated $1.2 million of $8 million ceiling")
        .shows("in the public record: USAspending");
}
