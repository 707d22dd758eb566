//! `awardwire timeline`.

use crate::world::{World, sample};

#[test]
fn events_stand_in_order_with_their_periods() {
    let world = World::with_articles();
    let ran = world.run(&["timeline"]).ends(0);
    insta::with_settings!({filters => vec![(r"\bd[0-9a-f]{11}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
        Timeline
        2026-03  [= @]  2026-05
        2026-03  #  1
        2026-04
        2026-05  ## 2      award $95M in 2 deals

        WHEN         WHAT       WHO                                        VALUE  ROLE   AR/OR  DEAL
         2026-03     ! protest  Freedonia Department of Harbors → Quillo…                  1/1  [ID]
         2026-05-04  * award    Continental Rail Safety Administration →…   $40M  award    1/1  [ID]
         2026-05     * award    Continental Rail Safety Administration →…   $55M  award    1/1  [ID]
        ~ the day of the first article: none tells the event's own; ? not confirmed; AR/OR articles/origins
        "#);
    });
    world.run(&["timeline", "--by", "year"]).ends(0).shows("2026  ");
    world.run(&["timeline", "-n", "1"]).ends(0).shows("before these");
    world.run(&["timeline", "vendor:nobody"]).ends(1).tells("nothing happened");
}

#[test]
fn a_deal_a_vendor_and_a_query_have_one() {
    let world = sample();
    let deals = world.run(&["deals", "is:disputed", "--format", "jsonl"]).ends(0).records();
    let id = deals[0]["id"].as_str().unwrap();
    let of_deal = world.run(&["timeline", &id[..6], "--format", "jsonl"]).ends(0).records();
    assert!(of_deal.iter().all(|event| event["deal"] == id));
    let award = of_deal.iter().find(|event| event["type"] == "award").unwrap();
    assert!(award["articles"].as_u64() > Some(1), "tellings of one event are one line: {award}");
    assert!(award["origins"].as_u64() <= award["articles"].as_u64());
    let of_vendor = world.run(&["timeline", "larkfield", "--format", "jsonl"]).ends(0).records();
    assert!(of_vendor.len() >= of_deal.len());
    let protests = world.run(&["timeline", "type:protest", "--format", "jsonl"]).ends(0).records();
    assert!(!protests.is_empty() && protests.iter().all(|event| event["type"] == "protest"));
    let all = world.run(&["timeline", "--vendor", "larkfield", "--format", "jsonl"]).ends(0).records().len();
    let since = ["timeline", "--vendor", "larkfield", "--since", "2026-03", "--format", "jsonl"];
    assert!(world.run(&since).ends(0).records().len() < all);
    world.run(&["timeline", "dffffffff"]).fails(2, "nothing in the library has the id");
}

#[test]
fn doubt_is_marked_and_every_format_has_it() {
    let world = sample();
    let all = world.run(&["timeline", "--format", "json"]).ends(0).json();
    let events = all["events"].as_array().unwrap();
    let doubtful: Vec<_> = events.iter().filter(|event| event["confirmed"] == false).collect();
    assert!(!doubtful.is_empty());
    assert!(events.is_sorted_by_key(|event| event["date"].is_null()), "those without a date stand last");
    let counted: u64 =
        all["periods"].as_array().unwrap().iter().map(|period| period["unconfirmed"].as_u64().unwrap()).sum();
    assert_eq!(counted, doubtful.iter().filter(|event| !event["date"].is_null()).count() as u64);
    let text = world.run(&["timeline"]).ends(0);
    let is_marked = |line: &&str| {
        ["announced", "reported", "planned", "possible"]
            .iter()
            .any(|told| line.contains(&format!("? {told} ")))
    };
    assert_eq!(text.out.lines().filter(is_marked).count(), doubtful.len(), "{}", text.out);
    world.run(&["timeline", "--format", "md"]).ends(0).shows("**unconfirmed: ");
    let csv = world.run(&["timeline", "--format", "csv"]).ends(0);
    assert_eq!(csv::Reader::from_reader(csv.out.as_bytes()).records().count(), events.len());
    assert!(text.out.is_ascii() || !text.out.contains('█'), "no bars of Unicode without a terminal");
}
