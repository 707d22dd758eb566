//! `awardwire reindex`, and an index that heals by itself.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::world::World;

#[test]
fn a_missing_or_damaged_index_is_built_again() {
    let world = World::with_articles();
    let before = world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).out;
    let index = world.library().join("index");
    fs::remove_dir_all(&index).unwrap();
    let healed = world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).tells("built again");
    assert_eq!(healed.out, before);
    world.run(&["search", "larkfield"]).ends(0);

    for entry in fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name == "meta.json") {
            fs::write(path, "{}").unwrap();
        }
    }
    assert_eq!(world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).out, before);

    fs::remove_dir_all(&index).unwrap();
    assert_eq!(world.run(&["export", "articles", "--format", "jsonl"]).ends(0).records().len(), 4);
    fs::remove_dir_all(&index).unwrap();
    world.run(&["reindex"]).ends(0).tells("4 articles indexed");
    assert_eq!(world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).out, before);
    fs::remove_dir_all(&index).unwrap();
    let line = r#"{"url":"http://wire.example/new","text":"Zeppelins over the western hills."}"#;
    world.run_with(&["add", "-"], line).ends(0);
    world.run(&["search", "zeppelins"]).ends(0);
    assert_eq!(world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).records().len(), 2);
}

/// A killed `reindex` leaves the index as it was, or as it is to be; never less.
#[test]
fn a_killed_rebuild_loses_no_answer() {
    let world = World::with_articles();
    let before = world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).out;
    for milliseconds in 0..24 {
        let mut rebuild = world.command(&["reindex"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(2 * milliseconds));
        rebuild.kill().unwrap();
        rebuild.wait().unwrap();
        let after = world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).out;
        assert_eq!(after, before, "after {} ms", 2 * milliseconds);
    }
}

#[test]
fn there_is_nothing_to_index_without_a_library() {
    World::new().run(&["reindex"]).fails(2, "there is no library");
}
