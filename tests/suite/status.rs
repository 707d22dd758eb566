//! Bare `awardwire`.

use crate::world::World;

#[test]
fn an_absent_library_is_no_mistake_but_a_beginning() {
    let world = World::new();
    let ran = world.run(&[]).ends(0);
    insta::assert_snapshot!(ran.out, @r#"
    awardwire: no library yet in [WORLD]/library

    Begin with one of these:
      awardwire demo              try everything on sample data, offline
      awardwire start             choose a region and topics, fetch the newest, read a digest
      awardwire add articles/     take in a folder of HTML, text or JSON lines
      awardwire source list --all see which sources there are, turn some on, and `crawl`
    "#);
    assert!(!world.library().exists(), "looking makes nothing");
}

#[test]
fn the_status_counts_and_says_what_is_next() {
    let world = World::with_articles();
    let ran = world.run(&[]).ends(0);
    insta::with_settings!({filters => vec![(r"disk +\d+\.\d MB", "disk [SIZE]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    Library  [WORLD]/library
      articles     4 (3 relevant, 0 in part only)
      events       3
      deals        3
      published    2026-05-04 to 2026-06-02
      last run     add on 2026-06-30 12:00 UTC: 4 new articles
      disk [SIZE]

    Next: awardwire deals, or awardwire digest --since 30d
    "#);
    });
}

#[test]
fn the_platforms_data_folder_is_the_default() {
    let world = World::new();
    let output = world.command(&[]).env_remove("AWARDWIRE_LIBRARY").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(world.path("home").to_str().unwrap()), "{text}");
    let chosen = world.path("chosen");
    world.run(&["--library", chosen.to_str().unwrap()]).ends(0).shows("no library yet in [WORLD]/chosen");
}
