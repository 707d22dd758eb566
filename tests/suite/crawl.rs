//! `awardwire crawl`, against a server on loopback.

use std::time::{Duration, Instant};

use crate::world::{Answer, Server, World};

pub fn page(title: &str, sentence: &str) -> Answer {
    let filler =
        "The agency said that the software would be tried on two lines before it goes further. ".repeat(4);
    Answer::new(
        "text/html; charset=utf-8",
        format!(
            "<!DOCTYPE html><html><head><title>{title}</title>\
             <meta property=\"article:published_time\" content=\"2026-06-20T08:00:00Z\"></head>\
             <body><nav><a href=\"/\">Home</a></nav><article><h1>{title}</h1><p>{sentence}</p><p>{filler}</p></article></body></html>"
        ),
    )
}

pub fn award(supplier: &str, sum: &str) -> Answer {
    let sentence = format!(
        "The Continental Rail Safety Administration awarded {supplier} a {sum} contract for artificial intelligence software that inspects rails."
    );
    page(&format!("{supplier} wins rail contract"), &sentence)
}

pub fn feed(server: &Server, paths: &[&str]) -> Answer {
    let items: Vec<String> = paths
        .iter()
        .map(|path| format!("<item><title>News</title><link>{}</link><pubDate>Sat, 20 Jun 2026 08:00:00 GMT</pubDate></item>", server.url(path)))
        .collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F</title>{}</channel></rss>",
        items.concat()
    );
    Answer::new("application/rss+xml", xml)
}

pub fn sitemap(server: &Server, paths: &[&str]) -> Answer {
    let urls: Vec<String> = paths
        .iter()
        .map(|path| format!("<url><loc>{}</loc><lastmod>2026-06-20</lastmod></url>", server.url(path)))
        .collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</urlset>",
        urls.concat()
    );
    Answer::new("application/xml", xml)
}

pub fn source(name: &str, kind: &str, url: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = true\n\n")
}

#[test]
fn feeds_sitemaps_and_pages_come_in_and_robots_is_obeyed() {
    let (world, server) = (World::new(), Server::start());
    server.set("/robots.txt", Answer::new("text/plain", "User-agent: *\nDisallow: /private/\n"));
    server.set("/feed.xml", feed(&server, &["/a", "/private/b"]));
    server.set("/sitemap.xml", sitemap(&server, &["/c"]));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    server.set("/private/b", award("Hidden Systems Inc.", "$41 million"));
    server.set("/c", award("Quillon Systems LLC", "$42 million"));
    server.set("/d", award("Marrow Pike Corp.", "$43 million"));
    world.sources(
        &[
            source("Feed", "feed", &server.url("/feed.xml")),
            source("Map", "sitemap", &server.url("/sitemap.xml")),
            source("Page", "page", &server.url("/d")),
        ]
        .concat(),
    );
    world
        .run(&["crawl"])
        .ends(0)
        .tells("read Feed: 2 new, 0 known")
        .tells("read Map: 1 new, 0 known")
        .tells("read Page: 1 new, 0 known")
        .tells("3 new (3 relevant")
        .tells("1 disallowed by robots.txt, 0 failed");
    assert!(server.asked_for("/private/b").is_empty(), "a disallowed page was asked for");
    assert_eq!(server.asked_for("/robots.txt").len(), 1, "robots.txt once a run and host");
    let agent = &server.asked()[0].headers["user-agent"];
    assert!(agent.starts_with("awardwire/"), "{agent}");
    for supplier in ["larkfield", "quillon", "marrow"] {
        world.run(&["search", &format!("vendor:{supplier}")]).ends(0).shows("wins rail contract");
    }
    world.run(&["search", "vendor:hidden"]).ends(1);
    assert!(world.run(&["search", "larkfield", "--format", "jsonl"]).out.contains(&server.url("/a")));
}

#[test]
fn a_second_crawl_asks_only_for_what_has_changed() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a", "/b"]).etag("\"f1\""));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million").etag("\"a1\""));
    server.set("/b", award("Quillon Systems LLC", "$42 million").etag("\"b1\""));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells("2 new (2 relevant");
    // On the same day the pages are not due again; the feed is asked with its tag.
    world
        .run(&["crawl"])
        .ends(0)
        .tells("0 pages fetched")
        .tells("read Feed: not changed since it was last read");
    let feeds = server.asked_for("/feed.xml");
    assert_eq!(feeds.iter().map(|one| one.status).collect::<Vec<_>>(), [200, 304]);
    assert_eq!(feeds[1].headers["if-none-match"], "\"f1\"");
    assert_eq!(server.asked_for("/a").len(), 1);
    // Two days later they are looked at for edits: one has been edited.
    server.set("/b", award("Quillon Systems LLC", "$47 million").etag("\"b2\""));
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0).tells("2 pages fetched: 0 new").tells("1 changed");
    assert_eq!(server.asked_for("/a").iter().map(|one| one.status).collect::<Vec<_>>(), [200, 304]);
    assert_eq!(server.asked_for("/b").iter().map(|one| one.status).collect::<Vec<_>>(), [200, 200]);
    world.run(&["search", "amount:47M"]).ends(0).shows("$47 million");
    world.run(&["search", "amount:42M"]).ends(1);
}

#[test]
fn a_failing_source_is_named_and_the_rest_goes_on() {
    let (world, server) = (World::new(), Server::start());
    server.set("/good.xml", feed(&server, &["/a", "/gone"]));
    server.set("/bad.xml", Answer::new("application/rss+xml", "this is no feed"));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    server.set("/gone", Answer::status(410));
    world.sources(
        &[
            source("Good", "feed", &server.url("/good.xml")),
            source("Broken", "feed", &server.url("/bad.xml")),
            source("Missing", "feed", &server.url("/nothing.xml")),
        ]
        .concat(),
    );
    world
        .run(&["crawl"])
        .ends(3)
        .tells("failed Broken: ")
        .tells("failed Missing: ")
        .tells("read Good: 2 new")
        .tells("1 new (1 relevant");
    world.run(&[]).ends(0).shows("failing").shows("Missing").shows("Broken");
    world.run(&["digest"]).ends(0).shows("1 source read, 2 failing, 0 never read").shows("failing: Missing");
}

#[test]
fn a_private_address_is_refused_unless_the_user_allows_it() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]));
    world.sources(&source("Inside", "feed", &server.url("/feed.xml")).replace("allow_private = true\n", ""));
    world.run(&["crawl"]).ends(3).tells("failed Inside: ").tells("loopback");
    assert!(server.asked().is_empty(), "the server was reached");
}

#[test]
fn a_feed_cannot_send_the_crawl_to_other_private_hosts() {
    let (world, server, inner) = (World::new(), Server::start(), Server::start());
    let port = inner.url("/secret").replace("127.0.0.1", "localhost");
    let xml = format!("<rss version=\"2.0\"><channel><item><link>{port}</link></item></channel></rss>");
    server.set("/feed.xml", Answer::new("application/rss+xml", xml));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(3).tells("read Feed: 1 new").tells("1 failed");
    assert!(inner.asked().is_empty());
}

#[test]
fn a_redirect_cannot_leave_for_a_private_host_either() {
    let (world, server, inner) = (World::new(), Server::start(), Server::start());
    inner.set("/secret", award("Hidden Systems Inc.", "$41 million"));
    server.set("/feed.xml", feed(&server, &["/away"]));
    let target = inner.url("/secret").replace("127.0.0.1", "localhost");
    server.set("/away", Answer::status(302).header("Location", &target));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(3);
    assert!(inner.asked().is_empty());
}

#[test]
fn a_limit_ends_a_crawl_and_the_next_one_goes_on() {
    let (world, server) = (World::new(), Server::start());
    let paths = ["/1", "/2", "/3", "/4", "/5"];
    server.set("/feed.xml", feed(&server, &paths));
    for (n, path) in paths.iter().enumerate() {
        server.set(path, award(&format!("Larkfield{n} Analytics Inc."), "$40 million"));
    }
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl", "--limit", "2"]).ends(0).tells("2 pages fetched: 2 new");
    world.run(&[]).ends(0).shows("3 due").shows("Next: awardwire crawl");
    world.run(&["crawl"]).ends(0).tells("3 pages fetched: 3 new");
    for path in paths {
        assert_eq!(server.asked_for(path).len(), 1, "{path}");
    }
}

#[test]
fn only_the_sources_named_are_read() {
    let (world, server) = (World::new(), Server::start());
    server.set("/1", award("Larkfield Analytics Inc.", "$40 million"));
    server.set("/2", award("Quillon Systems LLC", "$42 million"));
    world.sources(
        &[source("One", "page", &server.url("/1")), source("Two", "page", &server.url("/2"))].concat(),
    );
    world.run(&["crawl", "two"]).ends(0).tells("1 page fetched");
    assert!(server.asked_for("/1").is_empty());
    world.run(&["crawl", "Three"]).fails(2, "no source is called \"Three\"");
}

#[test]
fn of_a_group_those_are_read_that_are_on() {
    let (world, server) = (World::new(), Server::start());
    let paths = ["/1", "/2", "/3"];
    for path in paths {
        server.set(path, award(&format!("Larkfield {} Inc.", &path[1..]), "$40 million"));
    }
    let one = |name: &str, path: &str, more: &str| {
        source(name, "page", &server.url(path)).replace("kind =", &format!("{more}\nkind ="))
    };
    world.sources(
        &[
            one("One", "/1", "group = \"rail\""),
            one("Two", "/2", "group = \"rail\"\nenabled = false"),
            one("Three", "/3", "group = \"port\"\nenabled = false"),
        ]
        .concat(),
    );
    world.run(&["crawl", "rail", "one"]).ends(0).tells("1 page fetched");
    world.run(&["crawl", "port"]).fails(2, "no source of the group \"port\" is turned on");
    // A source that is named is read though it is off.
    world.run(&["crawl", "two"]).ends(0).tells("1 page fetched");
    assert_eq!(paths.map(|path| server.asked_for(path).len()), [1, 1, 0]);
}

#[test]
fn wrong_settings_are_told_with_their_line() {
    let world = World::new();
    world.run(&["crawl"]).fails(2, "no source is turned on: ").tells("[WORLD]/library/sources.toml");
    world.write("library/sources.toml", "[settings]\ndelay = 3\n");
    world.run(&["crawl"]).fails(2, "sources.toml: line 2: unknown key `delay`");
}

#[test]
fn an_endless_body_and_a_silent_server_do_not_hold_the_crawl() {
    let (world, server) = (World::new(), Server::start());
    server.set("/big", Answer::new("text/html", vec![b'a'; 3 << 20]));
    server.set("/slow", page("Slow", "Slow.").after(Duration::from_secs(30)));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    let text = [
        source("Big", "page", &server.url("/big")),
        source("Slow", "page", &server.url("/slow")),
        source("Good", "page", &server.url("/a")),
    ]
    .concat();
    world.write(
        "library/sources.toml",
        format!("[settings]\ndelay_ms = 0\ntimeout_s = 1\nmax_body_mb = 1\n\n{text}"),
    );
    let begun = Instant::now();
    world.run(&["crawl"]).ends(3).tells("1 new").tells("2 failed");
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn an_interrupted_crawl_keeps_what_it_has_and_goes_on_later() {
    let (world, server) = (World::new(), Server::start());
    let paths: Vec<String> = (0..40).map(|n| format!("/{n}")).collect();
    let listed: Vec<&str> = paths.iter().map(String::as_str).collect();
    server.set("/feed.xml", feed(&server, &listed));
    for path in &listed {
        let supplier = format!("Larkfield{} Analytics Inc.", &path[1..]);
        server.set(path, award(&supplier, "$40 million").after(Duration::from_millis(100)));
    }
    world.write(
        "library/sources.toml",
        format!(
            "[settings]\ndelay_ms = 100\nback_days = 36500\nconcurrency = 1\n\n{}",
            source("Feed", "feed", &server.url("/feed.xml"))
        ),
    );
    let mut child = world.command(&["crawl"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while server.asked().len() < 4 {
        assert!(begun.elapsed() < Duration::from_mins(1), "the crawl does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(4));
    let asked = server.asked().iter().filter(|asked| listed.contains(&asked.path.as_str())).count();
    assert!(asked < paths.len(), "the crawl went on to its end");
    let kept = world.run(&["search", "*", "-n", "100", "--format", "jsonl"]).ends(0).records().len();
    assert_eq!(kept, asked, "pages fetched are pages kept");
    for path in &listed {
        server.set(path, award(&format!("Larkfield{} Analytics Inc.", &path[1..]), "$40 million"));
    }
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]).ends(0).tells(&format!("{} pages fetched", paths.len() - asked));
    assert_eq!(world.run(&["search", "*", "-n", "100", "--format", "jsonl"]).records().len(), paths.len());
}

/// A feed that names an index page: its headlines are read, those of a further index are not.
#[test]
fn the_headlines_of_an_index_page_are_followed_once() {
    let (world, server) = (World::new(), Server::start());
    let index = |title: &str, links: &[(&str, String)]| {
        let items: Vec<String> = links
            .iter()
            .map(|(path, words)| format!("<li><h3><a href=\"{}\">{words}</a></h3></li>", server.url(path)))
            .collect();
        Answer::new(
            "text/html; charset=utf-8",
            format!(
                "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><ul>{}</ul></body></html>",
                items.concat()
            ),
        )
    };
    let more: Vec<(&str, String)> = ["/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"]
        .map(|path| (path, format!("A headline of some words at {path}")))
        .into();
    let mut first = vec![
        ("/award", "Larkfield Analytics wins rail inspection contract".to_owned()),
        ("/older", "All older stories about rails and ports".to_owned()),
    ];
    first.extend(more.iter().map(|(path, words)| (*path, words.clone())));
    server.set("/feed.xml", feed(&server, &["/tag/rails"]));
    server.set("/tag/rails", index("Rails", &first));
    server.set("/award", award("Larkfield Analytics Inc.", "$40 million"));
    let older: Vec<(&str, String)> = ["/o1", "/o2", "/o3", "/o4", "/o5", "/o6", "/o7", "/o8"]
        .map(|path| (path, format!("An older headline of some words at {path}")))
        .into();
    server.set("/older", index("Older", &older));
    world.sources(&source("wire", "feed", &server.url("/feed.xml")));
    world.run(&["crawl"]);
    world.run(&["search", "larkfield"]).ends(0).shows("Larkfield Analytics");
    assert_eq!(server.asked_for("/older").len(), 1);
    assert_eq!(server.asked_for("/o1").len(), 0, "the headlines of a further index are not followed");
}
