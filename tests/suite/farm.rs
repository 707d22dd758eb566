//! `awardwire crawl` on several hosts: who is asked when, how far apart, and what flags make of it.

use std::time::{Duration, Instant};

use crate::crawl::{award, feed, sitemap, source};
use crate::world::{Answer, Asked, Server, World};

/// A server with a feed of so many articles at `/NAME0`, `/NAME1` …, and their paths.
pub fn site(name: &str, pages: usize) -> (Server, Vec<String>) {
    let server = Server::start();
    let paths: Vec<String> = (0..pages).map(|n| format!("/{name}{n}")).collect();
    for path in &paths {
        server.set(path, award(&format!("Larkfield {} Inc.", &path[1..]), "$40 million"));
    }
    let listed: Vec<&str> = paths.iter().map(String::as_str).collect();
    server.set("/feed.xml", feed(&server, &listed));
    (server, paths)
}

/// The requests for pages, in order.
pub fn pages(server: &Server) -> Vec<Asked> {
    server
        .asked()
        .into_iter()
        .filter(|asked| !asked.path.contains(".xml") && !asked.path.starts_with("/.well-known/"))
        .collect()
}

fn settings(world: &World, settings: &str, sources: &[String]) {
    world.write(
        "library/sources.toml",
        format!("[settings]\nback_days = 36500\n{settings}\n\n{}", sources.concat()),
    );
}

#[test]
fn a_slow_host_does_not_hold_up_the_others() {
    let world = World::new();
    let ((slow, slow_paths), (quick, _)) = (site("s", 5), site("q", 20));
    let pause = Duration::from_millis(400);
    for path in &slow_paths {
        slow.set(path, award(&format!("Larkfield {} Inc.", &path[1..]), "$40 million").after(pause));
    }
    world.sources(
        &[source("Slow", "feed", &slow.url("/feed.xml")), source("Quick", "feed", &quick.url("/feed.xml"))]
            .concat(),
    );
    world.run(&["crawl"]).ends(0).tells("25 pages fetched: 25 new");
    let (slow, quick) = (pages(&slow), pages(&quick));
    assert_eq!((slow.len(), quick.len()), (5, 20));
    // One at a time, each when the one before it has been answered.
    assert!(slow.windows(2).all(|two| two[1].at - two[0].at >= pause));
    assert!(quick[19].at < slow[4].at, "the quick host waited for the slow one");
}

#[test]
fn of_two_sources_on_a_host_the_slower_pace_is_kept() {
    let world = World::new();
    let (server, paths) = site("a", 4);
    server.set("/other.xml", feed(&server, &[&paths[0], &paths[1]]));
    let slow = source("Slow", "feed", &server.url("/other.xml"));
    let quick = source("Quick", "feed", &server.url("/feed.xml"));
    let sources =
        [slow.replace("kind =", "delay_ms = 250\nkind ="), quick.replace("kind =", "delay_ms = 10\nkind =")];
    settings(&world, "delay_ms = 0", &sources);
    world.run(&["crawl"]).ends(0).tells("4 pages fetched: 4 new");
    let all = [server.asked_for("/robots.txt"), server.asked()].concat();
    assert_eq!(all.len(), 8, "robots.txt, tdmrep.json, two feeds and four pages");
    for two in all.windows(2) {
        // The pauses lie between sendings, and arrivals are seen: some of them late.
        let apart = two[1].at - two[0].at;
        assert!(apart >= Duration::from_millis(150), "{} came {apart:?} after {}", two[1].path, two[0].path);
    }
}

#[test]
fn since_takes_what_is_new_enough_and_goes_back_where_a_listing_has_not_changed() {
    let (world, server) = (World::new(), Server::start());
    let url =
        |path: &str, day: &str| format!("<url><loc>{}</loc><lastmod>{day}</lastmod></url>", server.url(path));
    let map = format!(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}{}{}</urlset>",
        url("/new", "2026-06-29"),
        url("/old", "2026-03-02"),
        url("/older", "2024-03-02")
    );
    let index =
        format!("<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>", server.url("/map.xml"));
    server.set("/index.xml", Answer::new("application/xml", index).etag("\"i\""));
    server.set("/map.xml", Answer::new("application/xml", map).etag("\"m\""));
    for path in ["/new", "/old", "/older"] {
        server.set(path, award("Larkfield Analytics Inc.", "$40 million"));
    }
    let text = source("Map", "sitemap", &server.url("/index.xml"));
    world.write("library/sources.toml", format!("[settings]\ndelay_ms = 0\n\n{text}"));
    world.run(&["crawl"]).ends(0).tells("read Map: 1 new").tells("1 page fetched");
    // The index is as it was, which says nothing of its children; those are asked with their tags.
    world.run(&["crawl"]).ends(0).tells("0 pages fetched");
    let statuses = |path: &str| server.asked_for(path).iter().map(|asked| asked.status).collect::<Vec<_>>();
    assert_eq!((statuses("/index.xml"), statuses("/map.xml")), (vec![200, 200], vec![200, 304]));
    world.run(&["crawl", "--since", "2026-01-01"]).ends(0).tells("read Map: 1 new, 1 known");
    assert_eq!((statuses("/old").len(), statuses("/older").len()), (1, 0));
    world.run(&["crawl", "--since", "yesteryear"]).fails(2, "--since: no date");
}

#[test]
fn a_limit_is_shared_among_the_sources() {
    let world = World::new();
    let ((many, _), (few, _)) = (site("m", 12), site("f", 2));
    world.sources(
        &[source("Many", "feed", &many.url("/feed.xml")), source("Few", "feed", &few.url("/feed.xml"))]
            .concat(),
    );
    world.run(&["crawl", "--limit", "4"]).ends(0).tells("4 pages fetched");
    assert_eq!((pages(&many).len(), pages(&few).len()), (2, 2));
}

#[test]
fn a_dry_run_reads_listings_and_no_page() {
    let world = World::new();
    let (server, _) = site("a", 3);
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl", "--dry-run"]).ends(0).tells("to fetch: 3 pages of 1 host").tells("3 pages Feed");
    assert_eq!((server.asked_for("/feed.xml").len(), pages(&server).len()), (1, 0));
    world.run(&["crawl"]).ends(0).tells("3 pages fetched");
}

#[test]
fn a_backfill_says_what_it_comes_to_and_waits_for_a_yes() {
    let world = World::new();
    let (server, _) = site("a", 3);
    settings(
        &world,
        "delay_ms = 30000",
        &[source("Feed", "feed", &server.url("/feed.xml")).replace("kind =", "delay_ms = 0\nkind =")],
    );
    let ran = world.run(&["crawl", "--backfill", "--since", "2020-01-01"]).ends(0);
    ran.tells("to fetch: 3 pages of 1 host, less than a minute, about 0.1 MB")
        .tells("say --yes to begin")
        .tells("stay due");
    assert_eq!(pages(&server).len(), 0);
    world.run(&["crawl", "--backfill", "--since", "2020-01-01", "--yes"]).ends(0).tells("3 pages fetched");
    world.run(&["crawl", "--yes"]).fails(2, "--backfill");
}

#[test]
fn jobs_say_how_many_hosts_are_asked_at_once() {
    let world = World::new();
    let ((one, _), (two, _)) = (site("a", 4), site("b", 4));
    world.sources(
        &[source("A", "feed", &one.url("/feed.xml")), source("B", "feed", &two.url("/feed.xml"))].concat(),
    );
    world.run(&["crawl", "--jobs", "1"]).ends(0).tells("8 pages fetched");
    let span = |server: &Server| {
        let asked = pages(server);
        (asked.first().unwrap().at, asked.last().unwrap().at)
    };
    let (first, second) = (span(&one), span(&two));
    assert!(first.1 < second.0 || second.1 < first.0, "two hosts were asked at once");
}

#[test]
fn a_crawl_whose_time_is_over_leaves_the_rest_for_the_next() {
    let world = World::new();
    let (server, paths) = site("a", 30);
    for path in &paths {
        server.set(
            path,
            award(&format!("Larkfield {} Inc.", &path[1..]), "$40 million").after(Duration::from_millis(150)),
        );
    }
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl", "--time", "1s"]).ends(0);
    let asked = pages(&server).len();
    assert!((1..30).contains(&asked), "{asked}");
    world.run(&[]).ends(0).shows(&format!("{} due", 30 - asked));
    // A time that no clock can tell.
    world.run(&["crawl", "--time", "99999999h", "--limit", "1"]).ends(0).tells("1 page fetched");
    world.run(&["crawl", "--time=-5s"]).fails(2, "--time");
    world.run(&["crawl", "--time", "soon"]).fails(2, "--time");
    world.run(&["crawl", "--every", "1s"]).fails(2, "at least a minute");
}

/// Waits until a server was asked for something.
fn wait_for(server: &Server, path: &str) {
    let begun = Instant::now();
    while server.asked_for(path).is_empty() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{path} was not asked for");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
fn signal(child: &std::process::Child, name: &str) {
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_crawler_that_stays_ends_well_when_it_is_told_to() {
    let world = World::new();
    let (server, paths) = site("a", 2);
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    let mut child =
        world.command(&["crawl", "--every", "1h"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    wait_for(&server, &paths[1]);
    // While it waits for the next time, others may write.
    std::thread::sleep(Duration::from_millis(700));
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    world.run(&["doctor", "--store"]).ends(0).tells("6 articles");
}

#[cfg(unix)]
#[test]
fn a_stop_does_not_wait_for_turns_that_have_not_come() {
    let world = World::new();
    let (server, paths) = site("a", 3);
    settings(&world, "delay_ms = 0\nper_host = 3", &[source("Feed", "feed", &server.url("/feed.xml"))]);
    // Two minutes between two requests, as the site asks.
    server.set("/robots.txt", Answer::new("text/plain", "User-agent: *\nCrawl-delay: 60\n"));
    let mut child = world.command(&["crawl"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while server.asked_for("/robots.txt").is_empty() {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing was asked for");
        std::thread::sleep(Duration::from_millis(10));
    }
    let begun = Instant::now();
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(server.asked_for(&paths[0]).is_empty());
    // A source that was not asked has neither failed nor succeeded.
    world.run(&["source", "list"]).ends(0).hides("failing");
}

#[test]
fn two_crawls_at_once_are_one_too_many() {
    let world = World::new();
    let (server, paths) = site("a", 3);
    server.set(&paths[0], award("Larkfield Analytics Inc.", "$40 million").after(Duration::from_secs(4)));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    let mut first = world.command(&["crawl"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    wait_for(&server, &paths[0]);
    let id = first.id();
    world.run(&["crawl"]).fails(5, &format!("process {id} (awardwire crawl)")).tells("one crawl at a time");
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert!(pages(&server).len() == 3, "a page was asked for twice");
    world.run(&["doctor", "--store"]).ends(0).tells("7 articles");
}

#[test]
fn pages_of_one_source_are_found_behind_those_of_many_others() {
    let world = World::new();
    let ((one, _), (two, paths)) = (site("a", 2), site("b", 3));
    world.sources(
        &[source("A", "feed", &one.url("/feed.xml")), source("B", "sitemap", &two.url("/map.xml"))].concat(),
    );
    let listed: Vec<&str> = paths.iter().map(String::as_str).collect();
    two.set("/map.xml", sitemap(&two, &listed));
    world.run(&["crawl", "--dry-run"]).ends(0).tells("to fetch: 5 pages of 2 hosts");
    world.run(&["crawl", "b"]).ends(0).tells("3 pages fetched: 3 new");
    assert!(pages(&one).is_empty());
}
