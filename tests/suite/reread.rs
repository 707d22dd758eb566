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
    world.run(&["deals"]).ends(0).shows("$40M").hides("$55M");
    // Taken back, it no longer holds.
    world.write("library/corrections.toml", "");
    world.run(&["reread"]).ends(0).tells("4 articles read again (3 relevant");
    world.run(&["search", "vendor:\"marrow pike\""]).ends(0);
    world.run(&["deals"]).ends(0).shows("$55M");
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

/// An upgrade drops what was read and keeps the pages: the library says so until they are read again.
#[test]
#[expect(clippy::disallowed_types, reason = "makes the library look like one of an older version")]
fn a_library_of_an_older_version_asks_to_be_read_again() {
    let world = World::with_articles();
    let deals = world.run(&["deals"]).ends(0).out;
    let database = rusqlite::Connection::open(world.library().join("awardwire.db")).unwrap();
    database.execute("UPDATE meta SET value = '0' WHERE name = 'derived_version'", []).unwrap();
    drop(database);
    world.run(&["deals"]).ends(1).tells("`awardwire reread` reads them again");
    world.run(&[]).ends(0).shows("Next: awardwire reread");
    // What is added meanwhile does not make the rest forgotten.
    let more = world.write("more.txt", "Harbor buys maps\n\nThe Freedonia Department of Harbors awarded Marrow Pike Corp. a $9 million contract for machine learning software.\n");
    world.run(&["add", &more]).ends(0);
    world.run(&["search", "harbors"]).tells("`awardwire reread` reads them again");
    world.run(&["reread"]).ends(0).tells("5 articles read again");
    world.run(&["deals"]).ends(0).shows(deals.lines().next().unwrap()).shows("$9M");
    assert!(!world.run(&["deals"]).ends(0).err.contains("reread"));
}
