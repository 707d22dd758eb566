//! `awardwire source` and `awardwire doctor --sources`, against a server on loopback.

use std::fmt::Write as _;
use std::fs;

use crate::world::{Answer, Server, World};

fn page(title: &str, day: &str) -> Answer {
    let filler =
        "The agency said that the software would be tried on two lines before it goes further. ".repeat(9);
    let sentence = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for \
         artificial intelligence software that inspects rails.";
    Answer::new(
        "text/html; charset=utf-8",
        format!(
            "<!DOCTYPE html><html><head><title>{title}</title>\
             <meta property=\"article:published_time\" content=\"{day}T08:00:00Z\"></head>\
             <body><article><h1>{title}</h1><p>{sentence}</p><p>{filler}</p></article></body></html>"
        ),
    )
}

/// A feed of pages, each a path and the day it was published on.
fn feed(server: &Server, items: &[(&str, &str)]) -> Answer {
    let item = |(path, day): &(&str, &str)| {
        format!(
            "<entry><title>News</title><link href=\"{}\"/><published>{day}T08:00:00Z</published></entry>",
            server.url(path)
        )
    };
    let items: String = items.iter().map(item).collect();
    Answer::new(
        "application/atom+xml",
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title>{items}</feed>"),
    )
}

fn source(name: &str, kind: &str, url: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = true\n\n")
}

fn file(world: &World) -> String {
    fs::read_to_string(world.library().join("sources.toml")).unwrap()
}

#[test]
fn the_list_shows_what_there_is_without_a_library() {
    let world = World::new();
    world.run(&["source", "list"]).ends(1).tells("awardwire source list --all");
    let csv = world.run(&["source", "list", "--all", "--format", "csv"]).ends(0);
    assert!(csv.out.lines().count() > 80 && csv.out.starts_with("name,kind,url,group,region"), "{}", csv.out);
    let uk = world.run(&["source", "list", "--region", "uk", "--format", "json"]).ends(0).json();
    let uk = uk.as_array().unwrap();
    assert!(uk.len() >= 5 && uk.iter().all(|one| one["region"] == "uk" && one["enabled"] == false), "{uk:?}");
    world.run(&["source", "list", "--region", "atlantis"]).fails(2, "known are us, uk, eu");
    world.run(&["source", "list", "--all"]).ends(0).shows("NAME").shows("KIND").tells("0 on");
    world.run(&["source", "list", "--group", "nothing"]).ends(1);
    assert!(!world.library().exists(), "asking makes no library");
}

#[test]
fn an_unverified_source_is_turned_on_after_a_good_check() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &[("/a", "2026-06-20")]));
    // One of those that the program brings, moved to where the test can answer.
    let comment = "# where it is now\n";
    world.sources(&format!(
        "{comment}[[source]]\nname = \"DefenseScoop\"\nurl = \"{}\" # here\nallow_private = true\n",
        server.url("/feed.xml")
    ));
    world
        .run(&["source", "enable", "defensescoop"])
        .ends(2)
        .tells("off DefenseScoop: nobody has seen it answer yet")
        .tells("awardwire source check");
    world.run(&["source", "check", "DefenseScoop"]).ends(3).shows("failed DefenseScoop: ");
    world.run(&["source", "enable", "DefenseScoop"]).ends(2).tells("its check found: ").tells("404");
    world.run(&["source", "list", "--group", "us-trade-press"]).ends(0).shows("check failed");
    server.set("/a", page("Rail contract", "2026-06-20"));
    world.run(&["source", "check", "DefenseScoop"]).ends(0);
    world.run(&["source", "enable", "DefenseScoop"]).ends(0).tells("on DefenseScoop");
    let text = file(&world);
    assert!(text.contains(comment) && text.contains("# here\n") && text.contains("enabled = true"), "{text}");
    world.run(&["source", "enable", "DefenseScoop"]).ends(0).tells("1 source on already");
    world.run(&["source", "list"]).ends(0).shows("DefenseScoop").shows("checked").tells("1 source, 1 on");
    world.run(&["crawl"]).ends(0).tells("read DefenseScoop: 1 new");
    world.run(&["source", "disable", "DefenseScoop"]).ends(0).tells("off DefenseScoop");
    world.run(&["crawl"]).fails(2, "no source is turned on");
    // Its entry in the file goes; the source stays as the program has it.
    world.run(&["source", "remove", "DefenseScoop"]).ends(0).tells("removed DefenseScoop");
    world.run(&["source", "remove", "DefenseScoop"]).fails(2, "is a source that the program brings");
}

#[test]
fn a_group_is_turned_on_at_once() {
    let world = World::new();
    let ran = world.run(&["source", "enable", "uk", "--yes"]).ends(0);
    let on = ran.err.lines().filter(|line| line.starts_with("on ")).count();
    assert!(on >= 5, "{}", ran.err);
    world.run(&["source", "list", "--enabled"]).ends(0).tells(&format!("{on} on"));
    world.run(&["source", "disable", "uk"]).ends(0);
    world.run(&["source", "list", "--enabled"]).ends(1);
    world.run(&["source", "enable", "nowhere"]).fails(2, "no source is called \"nowhere\"");
}

#[test]
fn a_home_page_leads_to_its_feeds_and_sitemaps() {
    let (world, server) = (World::new(), Server::start());
    let home = "<html><head><link rel='alternate' type='application/atom+xml' title='All \u{1b}[31mnews' href='/feed.xml'>\
         <link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'></head><body><p>Welcome.</p></body></html>";
    server.set("/home", Answer::new("text/html", home));
    server.set(
        "/robots.txt",
        Answer::new("text/plain", "User-agent: *\nDisallow: /private\nSitemap: /map.xml\n"),
    );
    server.set("/feed.xml", feed(&server, &[("/a", "2026-06-20"), ("/b", "2026-06-21")]));
    server.set("/comments/feed", feed(&server, &[("/a#1", "2026-06-20")]));
    let map = format!("<urlset><url><loc>{}</loc></url></urlset>", server.url("/a"));
    server.set("/map.xml", Answer::new("application/xml", map));
    server.set("/a", page("Rail contract", "2026-06-20"));
    server.set("/b", page("Another rail contract", "2026-06-21"));
    world.sources("# mine\n");
    let add = |more: &[&str]| {
        let url = server.url("/home");
        world.run(&[&["source", "add", &url, "--allow-private"], more].concat())
    };
    let ran = add(&[]).ends(2).tells("choose with --pick N");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", ran.out);
    for (line, words) in lines[1..].iter().zip([
        ["1  feed", "/feed.xml", "2  100 %  2026-06-21", "declared by the page: "],
        ["2  feed", "/comments/feed", "1  100 %  2026-06-20", "declared"],
        ["3  sitemap", "/map.xml", "1    0 %", "named by robots.txt"],
    ]) {
        for word in words {
            assert!(line.contains(word), "{word:?} in {line:?}");
        }
    }
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    assert!(server.asked_for("/sitemap.xml").is_empty(), "robots.txt names one");
    assert!(file(&world).ends_with("# mine\n"), "nothing was added");
    add(&["--pick", "9"]).ends(2).tells("there is no number 9");
    add(&["--pick", "1,3", "--name", "Rail news", "--group", "rail"])
        .ends(0)
        .tells("added Rail news (feed ")
        .tells("added Rail news 2 (sitemap ");
    assert!(
        file(&world).contains("# mine\n\n[[source]]\nname = \"Rail news\"\nkind = \"feed\"\n"),
        "{}",
        file(&world)
    );
    add(&["--yes"]).ends(0).tells("is the source \"Rail news\" already");
    world.run(&["source", "check", "rail"]).ends(0).shows("Rail news 2").tells("2 of 2 sources good");
    world.run(&["crawl", "Rail news"]).ends(0).tells("2 pages fetched: 2 new");
    world.run(&["source", "remove", "rail news"]).ends(0);
    world
        .run(&["source", "list", "--group", "rail", "--format", "csv"])
        .ends(0)
        .shows("Rail news 2")
        .hides("Rail news,");
}

#[test]
fn usual_places_are_tried_where_a_page_declares_nothing() {
    let (world, server) = (World::new(), Server::start());
    server.set("/", Answer::new("text/html", "<p>Nothing here.</p>"));
    world.sources("");
    let url = server.url("/");
    world.run(&["source", "add", &url, "--allow-private", "--yes"]).fails(2, "no feed or sitemap found at");
    server.set("/rss.xml", feed(&server, &[("/a", "2026-06-20")]));
    world.run(&["source", "add", &url, "--allow-private", "--yes"]).ends(0).shows("at a usual place");
    // Without --allow-private the server is not even asked.
    let (elsewhere, asked) = (World::new(), server.asked().len());
    elsewhere.run(&["source", "add", &url, "--yes"]).fails(2, "loopback");
    assert_eq!(server.asked().len(), asked);
    world.run(&["source", "add", "file:///etc/passwd", "--kind", "page"]).fails(2, "only http and https");
    world
        .run(&["source", "add", "agency.example/policy", "--kind", "page", "--name", "=1+1"])
        .ends(0)
        .tells("added =1+1");
    world
        .run(&["source", "list", "--format", "csv"])
        .ends(0)
        .shows("'=1+1,page,https://agency.example/policy");
    world
        .run(&["source", "add", "agency.example/list", "--kind", "listing"])
        .fails(2, "needs the CSS selector");
    world
        .run(&["source", "add", "agency.example/x", "--kind", "blog"])
        .fails(2, "known are feed, sitemap, page");
}

#[test]
fn a_page_that_lists_articles_is_added_by_its_selectors() {
    let (world, server) = (World::new(), Server::start());
    let item = |(path, day): (&str, &str)| {
        format!(
            "<li class=card><h3><a href=\"{path}\">Rail contract {path}</a></h3><time datetime={day}>then</time></li>"
        )
    };
    let items = [("/a", "2026-06-20"), ("/b", "2026-06-21")].map(item).concat();
    let list = |next: &str| {
        let html = format!("<title>Newsroom</title><a href='/about'>About</a><ul>{items}</ul>{next}");
        Answer::new("text/html", html)
    };
    server.set("/news", list("<a class=more href='/news?page=2'>More</a>"));
    server.set(
        "/news?page=2",
        Answer::new(
            "text/html",
            "<li class=card><h3><a href='/c'>Older</a></h3><time datetime=2026-06-01></time></li>",
        ),
    );
    for (path, day) in [("/a", "2026-06-20"), ("/b", "2026-06-21"), ("/c", "2026-06-01")] {
        server.set(path, page(&format!("Rail contract {path}"), day));
    }
    world.sources("# mine\n");
    let before = file(&world);
    let url = server.url("/news");
    let add = |more: &[&str]| world.run(&[&["source", "add", &url, "--allow-private"], more].concat());
    // What cannot be right is told in a line, and nothing is asked or written.
    for (given, words) in [
        (&["--item", "li.card", "--title", "h3 >"][..], "the CSS selector `title` cannot be read: \"h3 >\""),
        (&["--item", "li[", "--name", "x"], "the CSS selector `item` cannot be read: \"li[\""),
        (&["--date", "time"], "a listing needs the CSS selector `item` or `link`"),
        (&["--kind", "listing"], "a listing needs the CSS selector `item` or `link`"),
        (&["--item", "li", "--kind", "feed"], "a source of kind feed has no CSS selectors"),
    ] {
        add(given).fails(2, words);
    }
    add(&["--item", "li", "--yes"]).ends(2).tells("cannot be used with");
    assert_eq!(file(&world), before);
    let selectors =
        ["--item", "li.card", "--link", "h3 a", "--title", "h3", "--date", "time", "--next", "a.more"];
    add(&[&selectors[..], &["--name", "Agency's newsroom"]].concat())
        .ends(0)
        .tells("added Agency's newsroom (listing ")
        .tells("`awardwire source check 'Agency'\\''s newsroom'` shows what it gives");
    assert!(server.asked().is_empty(), "the user said what lies there");
    let keys = "item = \"li.card\"\nlink = \"h3 a\"\ntitle = \"h3\"\ndate = \"time\"\nnext = \"a.more\"\n";
    let text = file(&world);
    assert!(text.starts_with(&before.trim_end().to_owned()) && text.contains(keys), "{text}");
    let ran = world.run(&["source", "check", "agency's newsroom"]).ends(0).tells("1 of 1 source good");
    let line = ran.out.lines().find(|line| line.contains("newsroom")).unwrap();
    for words in ["good", "2", "100 %", "2026-06-21", "full"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    world.run(&["crawl"]).ends(0).tells("3 pages fetched: 3 new");
    assert!(server.asked_for("/about").is_empty());
    add(&["--item", "li"]).fails(2, "is the source \"Agency's newsroom\" already");
}

#[test]
fn a_check_says_what_would_come_and_keeps_only_the_verdict() {
    let (world, server) = (World::new(), Server::start());
    server.set("/robots.txt", Answer::new("text/plain", "User-agent: *\nDisallow: /private/\n"));
    server.set("/feed.xml", feed(&server, &[("/a", "2026-06-20"), ("/missing", "2026-06-21")]));
    server.set("/a", page("Rail contract", "2026-06-20"));
    server.set("/empty.xml", feed(&server, &[]));
    server.set("/hidden.xml", feed(&server, &[("/private/b", "2026-06-20")]));
    world.sources(
        &[
            source("Wire", "feed", &server.url("/feed.xml")),
            source("Silent", "feed", &server.url("/empty.xml")),
            source("Lost", "feed", &server.url("/gone.xml")),
            source("Hidden", "feed", &server.url("/hidden.xml")),
            source("Closed", "feed", &server.url("/private/feed.xml")),
        ]
        .concat(),
    );
    let ran = world.run(&["source", "check"]).ends(3).tells("1 of 5 sources good");
    let line = |name: &str| ran.out.lines().find(|line| line.contains(name)).unwrap().to_owned();
    for words in ["good", "Wire", "2", "100 %", "2026-06-21", "full", "allowed", "Rail contract"] {
        assert!(line("Wire").contains(words), "{words}: {}", ran.out);
    }
    assert!(line("Hidden").contains("no pages") && line("Closed").contains("no"), "{}", ran.out);
    let ran = ran.shows("failed Silent: its listing names no page").shows("failed Lost: ");
    assert!(ran.out.contains("failed Hidden: robots.txt of"), "{}", ran.out);
    let json = world.run(&["source", "check", "wire", "--format", "json"]).ends(0).json();
    assert_eq!(json[0]["page"]["full_text"], true);
    assert_eq!((json[0]["items"].as_u64(), json[0]["dated"].as_u64()), (Some(2), Some(2)));
    world.run(&["source", "check", "nobody"]).fails(2, "no source is called");
    world.run(&["search", "rail"]).ends(1);
    assert!(!world.library().join("archive").exists(), "a check keeps nothing");
}

#[test]
fn feeds_come_and_go_as_opml() {
    let (world, other) = (World::new(), World::new());
    let opml = "<?xml version='1.0'?><opml version='1.0'><body><outline text='Rail & AI'>
        <outline type='rss' text='Wire &amp; Co' xmlUrl='https://wire.example/feed?a=1&amp;b=2'/>
        <outline type='rss' text='Wire &amp; Co' xmlUrl='https://wire.example/other'/></outline>
        <outline type='rss' text='Local' xmlUrl='file:///etc/passwd'/></body></opml>";
    let path = world.write("feeds.opml", opml);
    world
        .run(&["source", "import", &path])
        .ends(3)
        .tells("refused Local: only http and https")
        .tells("2 sources added");
    world.run(&["source", "import", &path]).ends(3).tells("0 sources added, 2 there already");
    world.run(&["source", "list"]).ends(0).shows("Wire & Co 2").shows("rail-ai").tells("2 sources, 2 on");
    let written = world.run(&["source", "export"]).ends(0).out;
    other.run_with(&["source", "import", "-"], &written).ends(0).tells("2 sources added");
    assert_eq!(other.run(&["source", "export"]).ends(0).out, written);
    world
        .run_with(&["source", "import", "-"], "<html></html>")
        .fails(2, "no OPML: its root element is <html>");
    world.run(&["source", "import", "missing.opml"]).fails(2, "missing.opml");
    World::new().run(&["source", "export"]).ends(1);
}

#[test]
fn sources_of_all_kinds_come_and_go_as_opml() {
    let (world, other) = (World::new(), World::new());
    world.sources(
        "[[source]]\nname = 'Wire'\nkind = 'feed'\nurl = 'https://wire.example/feed'\ngroup = 'rail'\n\n\
         [[source]]\nname = 'Map & co'\nkind = 'sitemap'\nurl = 'https://map.example/map.xml?a=1&b=2'\ngroup = 'rail'\n\n\
         [[source]]\nname = 'Newsroom'\nkind = 'listing'\nurl = 'https://list.example/'\nitem = 'li > a[href*=\"x\"]'\nnext = 'a.more'\n\n\
         [[source]]\nname = 'Notices'\nkind = 'ocds'\nurl = 'https://ocds.example/{since}/x'\n\n\
         [[source]]\nname = 'Off'\nkind = 'page'\nurl = 'https://off.example/'\nenabled = false\n",
    );
    let written = world.run(&["source", "export"]).ends(0).tells("3 sources are no feed").out;
    // What other readers take for a feed is one.
    assert_eq!(written.matches("xmlUrl=").count(), 1, "{written}");
    assert_eq!(written.matches("type=\"rss\"").count(), 1, "{written}");
    assert!(!written.contains("off.example"), "{written}");
    other.run_with(&["source", "import", "-"], &written).ends(0).tells("4 sources added");
    assert_eq!(other.run(&["source", "export"]).ends(0).out, written);
    let listed = |world: &World| {
        let list = world.run(&["source", "list", "--enabled", "--format", "json"]).ends(0).json();
        let told = |one: &serde_json::Value| {
            ["name", "kind", "url", "group"].map(|key| one[key].to_string()).join(" ")
        };
        let mut lines: Vec<String> = list.as_array().unwrap().iter().map(told).collect();
        lines.sort();
        lines
    };
    assert_eq!(listed(&other), listed(&world));
    let text = file(&other);
    assert!(text.contains("item = 'li > a[href*=\"x\"]'\nnext = \"a.more\"\n"), "{text}");
    // What such a file says is not believed further than that.
    let bad = "<opml><outline text='L' url='https://l.example/' awardwire:kind='listing' awardwire:item='li['/>\
        <outline text='M' url='file:///etc/passwd' awardwire:kind='sitemap'/>\
        <outline text='P' url='http://127.0.0.1/' awardwire:kind='page' awardwire:allow_private='true' allow_private='true'/></opml>";
    other
        .run_with(&["source", "import", "-"], bad)
        .ends(3)
        .tells("refused L: the CSS selector `item` cannot be read")
        .tells("refused M: only http and https")
        .tells("1 source added");
    assert!(!file(&other).contains("allow_private"), "{}", file(&other));
}

#[test]
fn the_doctor_tells_how_each_source_fares() {
    let (world, server) = (World::new(), Server::start());
    let days = ["2026-06-16", "2026-06-18", "2026-06-20", "2026-06-22", "2026-06-24"];
    let paths: Vec<String> = (0..days.len()).map(|n| format!("/{n}")).collect();
    let items: Vec<(&str, &str)> = paths.iter().map(String::as_str).zip(days).collect();
    server.set("/feed.xml", feed(&server, &items));
    for (n, (path, day)) in items.iter().enumerate() {
        server.set(path, page(&format!("Rail contract {n}"), day));
    }
    world.sources(
        &[source("Wire", "feed", &server.url("/feed.xml")), source("Lost", "feed", &server.url("/gone.xml"))]
            .concat(),
    );
    world.run(&["crawl"]).ends(3);
    world.write("library/sources.toml", file(&world) + &source("New", "page", &server.url("/new")));
    let ran = world.run(&["doctor", "--sources"]).ends(0).tells("3 sources, 2 with something off");
    let line = ran.out.lines().find(|line| line.contains("Wire")).unwrap();
    for words in ["good", "2026-06-30", "5", "100 %"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    let ran = ran.shows("failing Lost: failed when it was last asked: ").shows("404");
    assert!(ran.out.contains("new New: never read"), "{}", ran.out);
    // Three weeks later nothing new has come.
    world.run(&["crawl", "Wire", "--today", "2026-07-20"]).ends(0);
    let later = ["doctor", "--sources", "--today", "2026-07-20"];
    world.run(&later).ends(0).shows("silent Wire: no new article for 26 days, where one comes every 2");
    let records = world.run(&[&later[..], &["--format", "jsonl"]].concat()).ends(0).records();
    let wire = records.iter().find(|one| one["name"] == "Wire").unwrap();
    assert_eq!(
        (wire["warnings"][0]["kind"].as_str(), wire["with_amount"].as_u64()),
        (Some("silent"), Some(5))
    );
    world.run(&[&later[..], &["--format", "csv"]].concat()).ends(0).shows("name,last_success,pages_30_days");
    // Without flags the doctor tells of it as well.
    world.run(&["doctor"]).ends(0).shows("failing Lost");
}

#[test]
fn a_source_that_moved_for_good_is_told_and_accepted() {
    let (world, server) = (World::new(), Server::start());
    server.set("/old.xml", Answer::status(301).header("Location", "/new.xml"));
    server.set("/new.xml", feed(&server, &[("/a", "2026-06-20")]));
    server.set("/a", page("Rail contract", "2026-06-20"));
    world.sources(&format!("# mine\n{}", source("Wire", "feed", &server.url("/old.xml"))));
    world.run(&["source", "accept", "Wire"]).fails(2, "\"Wire\" has not said that it moved");
    let new = server.url("/new.xml");
    world
        .run(&["crawl"])
        .ends(0)
        .tells(&format!("moved Wire is at {new} now: `awardwire source accept 'Wire'`"));
    world.run(&["source", "list"]).ends(0).shows("moved: source accept");
    world.run(&["source", "accept", "wire"]).ends(0).tells(&new);
    assert!(
        file(&world)
            .contains(&format!("# mine\n[[source]]\nname = \"Wire\"\nkind = \"feed\"\nurl = \"{new}\"\n"))
    );
    world.run(&["source", "accept", "Wire"]).fails(2, "has not said that it moved");
    world.run(&["crawl"]).ends(0);
    assert_eq!(server.asked_for("/old.xml").len(), 1);
}

/// A list that others made: names that are one and the same, or hold what a terminal or the file would obey.
#[test]
fn a_hostile_list_of_feeds_is_taken_in_as_words() {
    let (world, server) = (World::new(), Server::start());
    let mut outlines = String::new();
    for n in 0..4_000 {
        write!(outlines, "<outline text='One' xmlUrl='https://a{n}.example/f'/>").unwrap();
    }
    outlines.push_str("<outline text='&#x1b;]0;x&#7; [[source]] = &quot;' xmlUrl='https://b.example/f'/>");
    outlines.push_str("<outline text='bad&#x1b;[2J' xmlUrl='file:///etc/passwd'/>");
    write!(outlines, "<outline text='&lt;a&gt;' xmlUrl='{}'/>", server.url("/old.xml")).unwrap();
    outlines.push_str(&"<outline text='deep'>".repeat(20_000));
    let file = world.write("feeds.opml", format!("<opml version='2.0'><body>{outlines}</body></opml>"));
    let begun = std::time::Instant::now();
    let ran =
        world.run(&["source", "import", &file]).ends(3).tells("4002 sources added").tells("refused bad");
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    assert!(begun.elapsed() < std::time::Duration::from_secs(40), "{:?}", begun.elapsed());
    world.run(&["source", "list", "--enabled", "--format", "csv"]).ends(0).shows("One 4000");
    // It lies in a private network, and nobody has allowed that.
    world.run(&["crawl", "<a>"]).ends(3).tells("loopback");
    assert_eq!(server.count(), 0);
    world.run(&["source", "import", &file]).ends(3).tells("0 sources added, 4002 there already");
}

#[test]
fn a_name_cannot_end_the_quotation_of_a_command() {
    let (world, server) = (World::new(), Server::start());
    let empty = "<rss version='2.0'><channel><title>F</title></channel></rss>";
    server.set("/old.xml", Answer::status(301).header("Location", &server.url("/new.xml")));
    server.set("/new.xml", Answer::new("application/rss+xml", empty));
    world.sources(&format!(
        "[[source]]\nname = \"x'; reboot\"\nkind = \"feed\"\nurl = \"{}\"\nallow_private = true\n",
        server.url("/old.xml")
    ));
    world.run(&["crawl"]).ends(0).tells(r"`awardwire source accept 'x'\''; reboot'`");
}

#[test]
fn a_private_address_is_added_only_by_who_says_so() {
    let (world, server) = (World::new(), Server::start());
    let empty = "<rss version='2.0'><channel><title>F</title></channel></rss>";
    server.set("/feed.xml", Answer::new("application/rss+xml", empty));
    let url = server.url("/feed.xml");
    let number = url.replace("127.0.0.1", "2130706433");
    for address in
        [url.as_str(), &url.replace("127.0.0.1", "localhost"), &number, "http://169.254.169.254/latest"]
    {
        world.run(&["source", "add", address, "--yes"]).fails(2, "--allow-private");
    }
    for address in ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "http://", "\u{1b}[2J"] {
        world.run(&["source", "add", address, "--yes"]).ends(2);
    }
    assert_eq!(server.count(), 0);
    world.run(&["source", "add", &url, "--yes", "--allow-private"]).ends(0).tells("added 127.0.0.1");
    world.run(&["crawl"]).ends(0).tells("read 127.0.0.1");
}
