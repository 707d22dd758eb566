//! `awardwire reread`: the user's word takes effect.

use crate::world::World;

#[test]
fn a_correction_holds_from_the_next_reading_on() {
    let world = World::with_articles();
    world.write(
        "library/corrections.toml",
        "[[correction]]\narticle = \"http://wire.example/quillon-protest\"\naction = \"drop\"\nkind = \"vendor\"\nvalue = \"Marrow Pike\"\n\n\
         [[correction]]\narticle = \"http://post.example/larkfield-sum\"\naction = \"irrelevant\"\nreason = \"a made-up sum\"\n",
    );
    world.run(&["search", "vendor:\"marrow pike\""]).ends(0);
    world.run(&["reread"]).ends(0).tells("4 articles read again (2 relevant");
    world.run(&["search", "vendor:\"marrow pike\""]).ends(1);
    world.run(&["search", "vendor:\"quillon systems\""]).ends(0);
    world.run(&["deals"]).ends(0).shows("$40 million").hides("$55 million");
    // Taken back, it no longer holds.
    world.write("library/corrections.toml", "");
    world.run(&["reread"]).ends(0).tells("4 articles read again (3 relevant");
    world.run(&["search", "vendor:\"marrow pike\""]).ends(0);
    world.run(&["deals"]).ends(0).shows("$55 million");
}

#[test]
fn reading_again_changes_nothing_by_itself() {
    let world = World::with_articles();
    let facts =
        |world: &World| world.run(&["export", "articles", "--format", "jsonl", "--with-text"]).ends(0).out;
    let deals = |world: &World| world.run(&["deals", "--format", "jsonl"]).ends(0).out;
    let before = (facts(&world), deals(&world));
    world.run(&["reread"]).ends(0);
    assert_eq!((facts(&world), deals(&world)), before);
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_line() {
    let world = World::with_articles();
    world.write("library/corrections.toml", "\n[[correction]]\narticle = \"a\"\nacton = \"drop\"\n");
    world.run(&["reread"]).fails(2, "corrections.toml: line ");
    world.run(&["add", "-"]).ends(2);
    world.run(&["search", "larkfield"]).ends(0);
}
