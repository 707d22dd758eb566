//! `awardwire digest`.

use crate::world::World;

#[test]
fn a_period_is_summarised_with_its_coverage() {
    let world = World::with_articles();
    let ran = world.run(&["digest", "--period", "2026-05"]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{12,16}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r"");
    });
}

#[test]
fn a_digest_can_be_handed_over() {
    let world = World::with_articles();
    world
        .run(&["digest", "--since", "2026-05", "--format", "md"])
        .ends(0)
        .shows("# ")
        .shows("http://wire.example/larkfield-award");
    let json = world.run(&["digest", "--since", "2026-05", "--format", "json"]).ends(0).json();
    assert!(json.is_object());
    world
        .run(&["digest", "--since", "60d", "--vendor", "quillon systems"])
        .ends(0)
        .shows("Quillon")
        .hides("Larkfield");
}

#[test]
fn an_empty_period_still_says_what_it_rests_on() {
    let world = World::with_articles();
    world.run(&["digest", "--period", "2019"]).ends(1).shows("Coverage").tells("nothing told in this period");
    world.run(&["digest", "--since", "someday"]).fails(2, "someday");
    world.run(&["digest", "--period", "2026", "--since", "2025"]).ends(2).tells("cannot be used with");
    World::new().run(&["digest"]).fails(2, "there is no library");
}
