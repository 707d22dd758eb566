//! `awardwire crawl` and what servers answer: busy ones, pages that went away, moved or changed, traps.

use std::time::Duration;

use crate::crawl::{award, feed, page, source};
use crate::farm::{pages, site};
use crate::world::{Answer, Server, World};

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_asks() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    let busy = Answer::status(429).header("Retry-After", "3");
    server.set_in_turn("/a", [busy, award("Larkfield Analytics Inc.", "$40 million")]);
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("1 page fetched: 1 new");
    let asked = server.asked_for("/a");
    assert_eq!(asked.iter().map(|one| one.status).collect::<Vec<_>>(), [429, 200]);
    assert!(asked[1].at - asked[0].at >= Duration::from_secs(3));
}

/// The clock stands at noon of the day that the run takes for today.
#[test]
fn a_busy_server_may_name_the_instant_that_it_is_to_be_asked_at() {
    for (date, least, most) in [
        ("Tue, 30 Jun 2026 12:00:04 GMT", 4, 60),
        ("Tuesday, 30-Jun-26 12:00:04 GMT", 4, 60),
        ("Tue Jun 30 12:00:04 2026", 4, 60),
        // One that is over, and none at all: the crawl's own pause.
        ("Tue, 30 Jun 2026 11:00:00 GMT", 1, 60),
        ("when we are back", 1, 60),
    ] {
        let (world, server) = (World::new(), Server::start());
        server.set("/feed.xml", feed(&server, &["/a", "/b"]));
        let busy = Answer::status(503).header("Retry-After", date);
        server.set_in_turn("/a", [busy, award("Larkfield Analytics Inc.", "$40 million")]);
        server.set("/b", award("Quillon Systems LLC", "$42 million"));
        world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
        world.run(&["crawl"]).ends(0).tells("2 pages fetched: 2 new");
        let asked = server.asked_for("/a");
        assert_eq!(asked.iter().map(|one| one.status).collect::<Vec<_>>(), [503, 200], "{date}");
        let apart = asked[1].at - asked[0].at;
        // Requests leave their pauses apart, and are seen a little late.
        assert!(apart >= Duration::from_millis(least * 1000 - 200), "{date}: {apart:?}");
        assert!(apart <= Duration::from_secs(most), "{date}: {apart:?}");
        // The whole host is left alone, not only this page.
        let all = pages(&server);
        let between = all.windows(2).find(|two| two[0].status == 503).unwrap();
        assert!(between[1].at - between[0].at >= Duration::from_millis(least * 1000 - 200), "{date}");
    }
}

#[test]
fn an_instant_that_is_further_off_than_a_crawl_waits_is_waited_for_by_the_next() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    server.set("/a", Answer::status(503).header("Retry-After", "Thu, 02 Jul 2026 06:00:00 GMT"));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(3).tells("gave nothing: status 503 (1)");
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    world.run(&["crawl", "--today", "2026-07-01"]).ends(0).tells("0 pages fetched");
    assert_eq!(server.asked_for("/a").len(), 1);
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0).tells("1 page fetched: 1 new");
}

#[test]
fn what_robots_txt_closes_is_looked_at_again_a_week_later_or_when_the_user_asks() {
    let (world, server) = (World::new(), Server::start());
    let robots = |closed: &str| Answer::new("text/plain", format!("User-agent: *\nDisallow: {closed}\n"));
    server.set("/feed.xml", feed(&server, &["/a", "/private/b", "/private/c"]));
    for path in ["/a", "/private/b", "/private/c"] {
        server.set(path, award("Larkfield Analytics Inc.", "$40 million"));
    }
    server.set("/robots.txt", robots("/private/"));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("1 new").tells("2 disallowed by robots.txt, 0 failed");
    // Before the week is over nobody looks, though the site has opened a part.
    server.set("/robots.txt", robots("/private/c"));
    world.run(&["crawl", "--today", "2026-07-06"]).ends(0).tells("0 disallowed");
    assert!(server.asked_for("/private/b").is_empty());
    world.run(&["crawl", "--today", "2026-07-07"]).ends(0).tells("1 disallowed");
    let times = |path: &str| server.asked_for(path).len();
    assert_eq!((times("/private/b"), times("/private/c")), (1, 0));
    // What is still closed waits for another week, unless the user asks sooner.
    server.set("/robots.txt", robots("/nothing"));
    world.run(&["crawl", "--today", "2026-07-08"]).ends(0).tells("0 disallowed");
    assert_eq!(times("/private/c"), 0);
    world.run(&["crawl", "Feed", "--disallowed", "--today", "2026-07-08"]).ends(0).tells("0 disallowed");
    assert_eq!((times("/private/b"), times("/private/c")), (1, 1));
}

#[test]
fn a_host_that_asks_for_too_long_a_pause_is_asked_again_when_it_may_ask_for_less() {
    let (world, server) = (World::new(), Server::start());
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    server.set("/robots.txt", Answer::new("text/plain", "User-agent: *\nCrawl-delay: 600\n"));
    world.sources(&source("Page", "page", &server.url("/a")));
    world.run(&["crawl"]).ends(3).tells("robots.txt asks for too long a delay (1)");
    server.set("/robots.txt", Answer::status(404));
    world.run(&["crawl", "--today", "2026-07-06"]).ends(0).tells("0 pages fetched");
    world.run(&["crawl", "--today", "2026-07-08"]).ends(0).tells("1 new");
}

#[test]
fn a_server_in_trouble_is_tried_again_another_day() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a", "/b"]));
    // Longer than a run waits.
    server.set("/a", Answer::status(503).header("Retry-After", "3600"));
    server.set("/b", award("Quillon Systems LLC", "$42 million"));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(3).tells("failed").tells("gave nothing: ");
    let first = server.asked_for("/a").len() + server.asked_for("/b").len();
    assert!((1..=2).contains(&first), "{first}");
    world.run(&["crawl"]).ends(0).tells("0 pages fetched");
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    world.run(&["crawl", "--today", "2026-07-01"]).ends(0).tells("0 failed");
    assert_eq!(world.run(&["search", "*", "--format", "jsonl"]).ends(0).records().len(), 2);
}

#[test]
fn a_robots_txt_that_fails_closes_the_host_for_now() {
    let world = World::new();
    let (server, paths) = site("a", 2);
    server.set("/robots.txt", Answer::status(500));
    let text = paths.iter().map(|path| source(path, "page", &server.url(path))).collect::<String>();
    world.sources(&(text + &source("Feed", "feed", &server.url("/feed.xml"))));
    let ran = world.run(&["crawl"]).ends(3).tells("failed Feed: robots.txt of");
    assert!(server.asked().is_empty(), "{:?}", server.asked());
    assert!(ran.err.contains("robots.txt could not be read (2)"), "{}", ran.err);
    server.set("/robots.txt", Answer::status(404));
    world.run(&["crawl", "--today", "2026-07-01"]).ends(0).tells("2 new (2 relevant");
}

#[test]
fn pages_that_are_not_to_be_indexed_are_refused_with_the_reason() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/header", "/tag"]));
    server.set("/header", award("Larkfield Analytics Inc.", "$40 million").header("X-Robots-Tag", "noindex"));
    let text = "<html><head><meta name=\"robots\" content=\"NOINDEX, follow\"><title>T</title></head><body><article><p>\
        The Continental Rail Safety Administration awarded Quillon Systems LLC a $42 million contract.</p></article></body></html>";
    server.set("/tag", Answer::new("text/html", text));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("0 new").tells("2 refused").tells("asks not to be indexed (2)");
    world.run(&["search", "contract"]).ends(1);
}

#[test]
fn a_calendar_without_end_is_left_after_a_while() {
    let (world, server) = (World::new(), Server::start());
    let month = |n: usize, items: &str| {
        Answer::new(
            "text/html",
            format!(
                "<html><title>Month {n}</title><body>{items}<a class=next href=\"/month/{}\">next</a></body></html>",
                n + 1
            ),
        )
    };
    for n in 0..80 {
        server.set(
            &format!("/month/{n}"),
            month(n, &format!("<p class=item><a href=\"/a{n}\">An event of month {n}</a></p>")),
        );
        server.set(&format!("/same/{n}"), Answer::new("text/html", format!(
            "<html><title>Same {n}</title><body><p class=item><a href=\"/a0\">An event</a></p><a class=next href=\"/same/{}\">next</a></body></html>", n + 1)));
        server.set(&format!("/a{n}"), award(&format!("Larkfield {n} Inc."), "$40 million"));
    }
    let list = |name: &str, path: &str| {
        source(name, "listing", &server.url(path))
            .replace("kind =", "item = \".item\"\nnext = \"a.next\"\nkind =")
    };
    world.sources(&[list("Months", "/month/0"), list("Same", "/same/0")].concat());
    world.run(&["crawl"]).ends(0);
    let asked = |start: &str| server.asked().iter().filter(|asked| asked.path.starts_with(start)).count();
    assert_eq!(asked("/month/"), 4);
    assert_eq!(asked("/same/"), 2, "a page of the list that names nothing new is its end");
}

#[test]
fn one_page_in_two_feeds_is_asked_for_once() {
    let (world, server) = (World::new(), Server::start());
    server.set("/one.xml", feed(&server, &["/a?utm_source=one", "/b"]));
    server.set("/two.xml", feed(&server, &["/a?utm_source=two&amp;utm_medium=rss", "/a#top", "/b"]));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    server.set("/b", award("Quillon Systems LLC", "$42 million"));
    world.sources(
        &[source("One", "feed", &server.url("/one.xml")), source("Two", "feed", &server.url("/two.xml"))]
            .concat(),
    );
    world.run(&["crawl"]).ends(0).tells("2 pages fetched: 2 new");
    let paths: Vec<String> = pages(&server).into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
}

#[test]
fn a_wrong_charset_in_the_header_costs_no_letter() {
    let (world, server) = (World::new(), Server::start());
    let html = "<html><head><meta charset=\"utf-8\"><title>Société Lumière wins rail contract</title></head><body><article>\
        <h1>Société Lumière wins rail contract</h1><p>The Continental Rail Safety Administration awarded Société Lumière a $40 million \
        contract for artificial intelligence software that inspects rails.</p><p>The software would be tried on two lines.</p></article></body></html>";
    let latin: Vec<u8> =
        html.replace("utf-8", "windows-1252").chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
    server.set("/feed.xml", feed(&server, &["/unknown", "/latin"]));
    server.set("/unknown", Answer::new("text/html; charset=none-such", html));
    server.set("/latin", Answer::new("text/html; charset=utf-8", latin));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("2 new");
    let found = world.run(&["search", "lumière", "--format", "jsonl"]).ends(0);
    assert!(found.out.contains("Société Lumière"), "{}", found.out);
    assert!(!found.out.contains('\u{fffd}'), "{}", found.out);
}

#[test]
fn a_feed_that_has_moved_for_good_is_read_and_offered() {
    let (world, server) = (World::new(), Server::start());
    server.set("/old.xml", Answer::status(301).header("Location", &server.url("/new.xml")));
    server.set("/new.xml", feed(&server, &["/a"]));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    world.sources(&source("Feed", "feed", &server.url("/old.xml")));
    world.run(&["crawl"]).ends(0).tells("1 new").tells("moved Feed is at").tells("source accept 'Feed'");
    world.run(&["source", "accept", "Feed"]).ends(0);
    world.run(&["crawl"]).ends(0);
    assert_eq!((server.asked_for("/old.xml").len(), server.asked_for("/new.xml").len()), (1, 2));
}

#[test]
fn what_is_gone_is_not_asked_for_again() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/gone"]));
    server.set("/gone", Answer::status(410));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("gave nothing: status 410 (1)");
    world.run(&["crawl", "--today", "2026-07-20"]).ends(0).tells("0 pages fetched");
    assert_eq!(server.asked_for("/gone").len(), 1);
}

#[test]
fn a_page_that_can_no_longer_be_read_costs_nothing_that_was_known() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("1 new");
    let before = world.run(&["export", "events", "--format", "jsonl"]).ends(0).out;
    server
        .set("/a", Answer::new("text/html", "<html><title>Log in</title><body><p>Log in.</p></body></html>"));
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0).tells("1 refused");
    assert_eq!(world.run(&["export", "events", "--format", "jsonl"]).ends(0).out, before);
    world.run(&["reread"]).ends(0);
    assert_eq!(world.run(&["export", "events", "--format", "jsonl"]).ends(0).out, before);
    world.run(&["doctor", "--store"]).ends(0).tells("in order");
    // It is a page again, with another sum: an edit.
    server.set("/a", award("Larkfield Analytics Inc.", "$47 million"));
    world.run(&["crawl", "--today", "2026-07-03"]).ends(0);
    world.run(&["search", "amount:47M"]).ends(0);
    world.run(&["doctor", "--store"]).ends(0).tells("3 versions of pages");
}

#[test]
fn a_listing_that_could_not_be_read_is_asked_in_full_again() {
    let (world, server) = (World::new(), Server::start());
    server.set(
        "/feed.xml",
        Answer::new("text/html", "<html><body>Down for work</body></html>").etag("\"same\""),
    );
    server.set("/a", page("News", "News."));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(3).tells("failed Feed");
    world.run(&["crawl"]).ends(3).tells("failed Feed");
    server.set("/feed.xml", feed(&server, &["/a"]).etag("\"same\""));
    world.run(&["crawl"]).ends(0).tells("read Feed: 1 new");
}
