//! `awardwire review`.

use std::fs;

use crate::world::World;

fn status_of(world: &World, words: &str) -> serde_json::Value {
    let events = world.run(&["export", "events", "--format", "jsonl"]).records();
    events
        .iter()
        .find(|event| event["url"].to_string().contains(words))
        .map_or("gone".into(), |event| event["review_status"].clone())
}

fn event_of(world: &World, words: &str) -> String {
    format!("{}:0", world.id_of(&["export", "articles", "--format", "jsonl"], words))
}

#[test]
fn events_are_walked_line_by_line() {
    let world = World::with_articles();
    // Newest first: the protest, then the two awards.
    let answers = "?\nu told by one side\nc\nsize big\nvalue $56M award\nvendors Larkfield Analytics; Zorblat\n\na looks right\n";
    let ran = world.run_with(&["review", "--by", "Ada"], answers).ends(0);
    ran.shows("protest: Freedonia Department of Harbors → Quillon Systems")
        .shows("“Quillon Systems LLC filed a bid protest")
        .tells("[a/c/d/u/s/q/?]")
        .tells("no such slot")
        .tells("1 accepted, 1 corrected, 0 dropped, 1 unsure; 0 events left")
        .tells("3 articles read again");
    assert_eq!(status_of(&world, "quillon-protest"), "unsure");
    assert_eq!(status_of(&world, "larkfield-sum"), "corrected");
    assert_eq!(status_of(&world, "larkfield-award"), "accepted");
    let file = fs::read_to_string(world.library().join("corrections.toml")).unwrap();
    for words in [
        "action = \"reviewed\"\nkind = \"event\"\nvalue = \"award: Larkfield Analytics\"\nverdict = \"accepted\"\nauthor = \"Ada\"",
        "reason = \"looks right\"",
        "slot = \"value\"\nto = \"USD 56000000 award\"",
    ] {
        assert!(file.contains(words), "{words}: {file}");
    }
    world.run(&["review"]).ends(1).tells("nothing waits to be reviewed");
    // All of it outlives a reading, and is found by the query language.
    world.run(&["reread"]).ends(0);
    let found = |query: &str| world.run(&["search", query, "--format", "jsonl"]).records().len();
    assert_eq!((found("is:reviewed"), found("is:unsure"), found("is:unreviewed")), (2, 1, 0));
    assert_eq!(found("type:protest -is:reviewed"), 1);
    // The two awards, which may be one deal.
    let reviewed = world.run(&["deals", "--reviewed-only", "--format", "jsonl"]).records().len();
    assert!((1..=2).contains(&reviewed));
    assert_eq!(world.run(&["deals", "NOT is:reviewed", "--format", "jsonl"]).records().len(), 1);
    for (kind, items) in [("events", 2), ("deals", reviewed), ("articles", 2)] {
        let ran = world.run(&["export", kind, "--reviewed-only", "--format", "jsonl"]).ends(0);
        assert_eq!(ran.records().len(), items, "{kind}");
    }
    let deals = world.run(&["export", "deals", "--format", "jsonl"]).records();
    assert_eq!(deals.iter().filter(|deal| deal["review_status"] == "all").count(), reviewed);
    world.run(&["export", "events", "--format", "csv"]).ends(0).shows("review_status").shows(",corrected");
    world.run(&["fix", "list"]).ends(0).shows("is right").hides("no longer so");
}

#[test]
fn what_is_dropped_goes_and_may_come_back() {
    let world = World::with_articles();
    let ran = world.run_with(&["review", "type:award", "-n", "1"], "nonsense\nd not a contract\n").ends(0);
    ran.tells("accept, correct, drop").tells("1 dropped").tells("1 event left");
    assert_eq!(world.run(&["export", "events", "--format", "jsonl"]).records().len(), 2);
    world.run(&["fix", "undo", "1"]).ends(0);
    assert_eq!(world.run(&["export", "events", "--format", "jsonl"]).records().len(), 3);
    // The end of the input, skipping and quitting leave all as it was.
    for answers in ["", "s\ns\ns\n", "q\n", "c\n\nq\n"] {
        world.run_with(&["review"], answers).ends(0).tells("3 events left");
    }
    world.run(&["fix", "list"]).ends(1);
}

#[test]
fn an_accepted_event_counts_however_doubtful_it_was() {
    let world = World::with_articles();
    let protest = event_of(&world, "quillon-protest");
    let confirmed = |world: &World| {
        let csv = world.run(&["export", "events", "type:protest", "--format", "csv"]).ends(0).out;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let place = reader.headers().unwrap().iter().position(|name| name == "confirmed").unwrap();
        reader.records().next().unwrap().unwrap()[place].to_owned()
    };
    world.run(&["fix", "set", &protest, "certainty", "possible"]).ends(0);
    assert_eq!(confirmed(&world), "false");
    world.run(&["fix", "set", &protest, "certainty", "announced"]).ends(0);
    assert_eq!(confirmed(&world), "true");
}

#[test]
fn scripts_say_it_by_flags() {
    let world = World::with_articles();
    let listed = world.run(&["review", "--list", "--format", "jsonl"]).ends(0).records();
    assert_eq!(listed.len(), 3);
    let events: Vec<String> = listed.iter().map(|one| one["event"].as_str().unwrap().to_owned()).collect();
    world.run(&["review", "--list", "-n", "1"]).ends(0).tells("1 of 3 unreviewed events shown");
    world
        .run(&["review", "--accept", &events[0], "--drop", &events[1], "--unsure", &events[2], "--by", "Ada"])
        .ends(0)
        .tells("3 verdicts written");
    world.run(&["review", "--list"]).ends(1);
    world.run(&["review", "--accept", &events[0]]).fails(2, "correction 1 says so already");
    world.run(&["review", "--accept", "a0:0"]).fails(2, "no article has the id");
    world.run(&["review", "--accept", "a0"]).fails(2, "names no event");
    world.run(&["review", "statos:x"]).fails(2, "^");
    World::new().run(&["review"]).fails(2, "there is no library");
}
