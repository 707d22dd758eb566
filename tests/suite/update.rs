//! `awardwire update`: crawl, watches and digest in one step.

use std::fs;

use crate::crawl::{feed, page, source};
use crate::world::{Answer, Server, World};

const AWARD: &str = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial \
    intelligence software that inspects rails.";

fn served() -> (World, Server) {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    server.set("/a", page("Larkfield wins rail contract", AWARD));
    let good = source("Good", "feed", &server.url("/feed.xml"));
    let other = source("Other", "feed", &server.url("/other.xml"));
    server.set("/other.xml", feed(&server, &[]));
    world.sources(&format!("{good}\n{other}"));
    (world, server)
}

#[test]
fn one_step_crawls_asks_the_watches_and_tells_what_is_new() {
    let (world, _server) = served();
    world.run(&["crawl", "--dry-run"]).ends(0);
    world.run(&["watch", "add", "rails", "vendor:\"larkfield analytics\" contract"]).ends(0);
    let first = world.run(&["update"]).ends(0);
    first.tells("1 new").shows("rails").shows("Larkfield Analytics").shows("Digest").shows("Coverage");
    let out = world.path("digest.html").display().to_string();
    let again = world.run(&["update", "--format", "html", "-o", &out]).ends(0);
    again.hides("Larkfield").tells("nothing new");
    assert!(fs::read_to_string(out).unwrap().contains("<html"));
    let kept = world.write("kept.md", "what was told this morning");
    world.run(&["update", "--format", "md", "-o", &kept]).ends(0).tells("stays as it is");
    assert_eq!(fs::read_to_string(kept).unwrap(), "what was told this morning");
    let told = world.run(&["update", "--new", "boss", "--vendor", "larkfield analytics"]).ends(0);
    told.shows("Larkfield Analytics");
    world.run(&["update", "--format", "json"]).fails(2, "-o");
}

#[test]
fn only_what_newly_fails_is_a_failure() {
    let (world, server) = served();
    world.run(&["update"]).ends(0);
    server.set("/other.xml", Answer::status(404));
    let after = |days: u32| format!("2026-08-{days:02}");
    let run = |day: &str, more: &[&str]| world.run(&[&["--today", day, "update"], more].concat());
    run(&after(1), &[]).ends(3).tells("newly failing: Other");
    assert!(!run(&after(2), &[]).ends(0).err.contains("newly failing"));
    server.set("/other.xml", feed(&server, &[]));
    run(&after(3), &[]).ends(0);
    server.set("/other.xml", Answer::status(404));
    run(&after(4), &["--exit-zero"]).ends(0).tells("newly failing: Other");
}

#[test]
fn a_library_that_lives_of_what_is_added_is_updated_too() {
    let world = World::new();
    world.run(&["watch", "add", "rails", "vendor:\"larkfield analytics\""]).ends(0);
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    let ran = world.run(&["update"]).ends(0).tells("no source is turned on");
    ran.shows("rails").shows("Digest");
}
