//! `awardwire digest`.

use crate::world::World;

#[test]
fn a_period_is_summarised_with_its_coverage() {
    let world = World::with_articles();
    let ran = world.run(&["digest", "--period", "2026-05"]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    Digest, 2026-05-01 to 2026-05-31
      $95 million award in 2 deals
      unconfirmed: none

    New
      The Continental Rail Safety Administration awarded Larkfield Analytics a contract [1] worth $55
      million [1] for artificial intelligence software [1] (May 2026) [1]. [ID]
      The Continental Rail Safety Administration awarded Larkfield Analytics a contract [2] worth $40
      million [2] for artificial intelligence software [2] (4 May 2026) [2]. [ID]

    Sources
      [1] Example Post 2026-05-06 Rail inspectors turn to machine learning [ID]
      [2] Example Wire 2026-05-04 Larkfield Analytics wins rail inspection contract [ID]

    Coverage
      2 articles (2 relevant, 0 in part only), published 2026-05-04 to 2026-05-06
      0 sources read, 0 failing, 0 never read
    "#);
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
fn a_name_is_given_a_digest_of_what_it_was_not_given() {
    let world = World::with_articles();
    world.run(&["digest", "--new", "boss", "--vendor", "quillon systems"]).ends(0).shows("Quillon");
    world.run(&["digest", "--new", "boss", "--peek"]).ends(0).shows("Larkfield").hides("Quillon");
    world.run(&["deals", "--new", "boss"]).ends(0).shows("Larkfield").hides("Quillon");
    world.run(&["digest", "--new", "boss"]).ends(0).tells("nothing new for boss").shows("Coverage");
    world.run(&["digest", "--min-confidence", "1"]).ends(1).tells("nothing told");
}

#[test]
fn an_empty_period_still_says_what_it_rests_on() {
    let world = World::with_articles();
    world.run(&["digest", "--period", "2019"]).ends(1).shows("Coverage").tells("nothing told in this period");
    world.run(&["digest", "--since", "someday"]).fails(2, "someday");
    world.run(&["digest", "--period", "2026", "--since", "2025"]).ends(2).tells("cannot be used with");
    World::new().run(&["digest"]).fails(2, "there is no library");
}
