//! `awardwire demo`: the README's first command.

use std::time::{Duration, Instant};

use crate::world::World;

#[test]
fn the_demo_shows_everything_and_works_again() {
    let world = World::new();
    let begun = Instant::now();
    let first = world.run(&["demo"]).ends(0);
    // Under 5 s in a release build; this one is not optimised, and runs beside other tests.
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    for step in 1..=4 {
        assert!(first.out.contains(&format!("sample data · step {step}")), "{}", first.out);
    }
    let first = first
        .shows("27 new")
        .shows("1 disallowed by robots.txt, 0 failed")
        .shows("With Anthropic shut out")
        .shows("the sources disagree on the sum")
        .shows("(sample data)")
        .shows("[WORLD]/demo");
    for part in first.out.split("── sample data").skip(1) {
        assert!(part.lines().count() <= 60, "more than a screen:\n{part}");
    }
    assert!(!world.library().exists(), "the user's own library is left alone");
    let library = world.path("demo").to_str().unwrap().to_owned();
    world.run(&["--library", &library, "search", "embargoed"]).ends(1);
    world.run(&["--library", &library, "deals"]).ends(0).shows("Larkfield");
    world.run(&["--library", &library, "digest", "--period", "2026-03"]).ends(0).shows("sample data");

    for format in ["json", "jsonl", "csv"] {
        let deals = world.run(&["--library", &library, "export", "deals", "--format", format]).ends(0);
        deals.shows("sample_data");
    }
    let second = world.run(&["demo"]).ends(0);
    let second = second.shows("0 new").shows("already there").shows("The sample library holds 27 articles");
    let from_search = |text: &str| text.split_once("step 2").unwrap().1.to_owned();
    assert_eq!(from_search(&first.out), from_search(&second.out), "the same articles give the same answers");
    world.run(&["demo", "--fresh"]).ends(0).shows("27 new");
}

#[test]
fn a_folder_that_is_not_the_demos_own_is_left_alone() {
    let world = World::with_articles();
    let library = world.library().display().to_string();
    world.run_where(&["demo", "--fresh"], &[("AWARDWIRE_DEMO", &library)]).ends(2);
    world.run(&["--library", &library, "demo", "--fresh"]).fails(2, "not the demo's");
    world.run(&["search", "larkfield"]).ends(0);
    assert!(!world.library().join("SAMPLE-DATA.txt").exists());
}
