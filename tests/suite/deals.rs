//! `awardwire deals`.

use crate::world::{World, sample};

#[test]
fn the_ledger_lists_and_filters() {
    let world = World::with_articles();
    let ran = world.run(&["deals"]).ends(0);
    insta::with_settings!({filters => vec![(r"\bd[0-9a-f]{11}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    [ID]  Continental Rail Safety Administration – Larkfield Analytics – Artificial Intelligence Software, 2026
                  awarded · $55 million award · 1 article, 1 origin · 2026-05
    [ID]  Continental Rail Safety Administration – Larkfield Analytics – Artificial Intelligence Software, 2026
                  awarded · $40 million award · 1 article, 1 origin · 2026-05-04
    [ID]  Freedonia Department of Harbors – Quillon Systems – Protest, 2026
                  protested · 1 article, 1 origin · 2026-03
    "#);
    });
    let count = |arguments: &[&str]| {
        let mut all = vec!["deals", "--format", "jsonl"];
        all.extend(arguments);
        world.run(&all).records().len()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--vendor", "quillon systems"]), 1);
    assert_eq!(count(&["--value", ">50M"]), 1);
    assert_eq!(count(&["--type", "award"]), 2);
    assert_eq!(count(&["--status", "protested"]), 1);
    assert_eq!(count(&["--since", "2026-06"]), 1);
    assert_eq!(count(&["rail"]), 2);
    assert_eq!(count(&["--min-confidence", "1.0"]), 0);
    world.run(&["deals", "--vendor", "nobody"]).ends(1).tells("no deal passes");
    world.run(&["deals", "-n", "1"]).ends(0).shows("1 of 3 deals shown");
}

#[test]
fn a_dispute_is_shown() {
    let ran = sample().run(&["deals", "is:disputed"]).ends(0).shows("disputed").shows("Larkfield");
    assert!(ran.out.lines().count() >= 2);
    let csv = sample().run(&["deals", "--format", "csv"]).ends(0);
    let deals = sample().run(&["deals", "--format", "json"]).ends(0).json().as_array().unwrap().len();
    assert_eq!(csv::Reader::from_reader(csv.out.as_bytes()).records().count(), deals);
}

#[test]
fn mistakes_are_told() {
    let world = World::with_articles();
    world.run(&["deals", "statos:x"]).fails(2, "^");
    world.run(&["deals", "--format", "xml"]).ends(2).tells("xml");
    world.run(&["deals", "--min-confidence", "much"]).ends(2).tells("much");
    World::new().run(&["deals"]).fails(2, "there is no library");
}
