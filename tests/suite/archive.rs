//! The archive of a library: what was asked, what came, and what came again.

use std::io::Read;

use crate::crawl::{award, feed, sitemap, source};
use crate::world::{Answer, Server, World};

/// One record: its header, and what stands in it.
pub struct Record {
    head: String,
    pub block: String,
}

impl Record {
    pub fn field(&self, name: &str) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
    }

    fn kind(&self) -> &str {
        self.field("WARC-Type")
    }

    /// The status of an answer, as in its first line.
    fn status(&self) -> &str {
        self.block.split(' ').nth(1).unwrap_or_default()
    }

    fn body(&self) -> &str {
        self.block.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }
}

/// All records of the library's archive, in order.
pub fn records(world: &World) -> Vec<Record> {
    let mut files: Vec<_> = std::fs::read_dir(world.library().join("archive"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let mut text = Vec::new();
    for file in files {
        flate2::read::MultiGzDecoder::new(std::fs::File::open(file).unwrap()).read_to_end(&mut text).unwrap();
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let split = |record: &str| {
        let (head, block) = record.split_once("\r\n\r\n").unwrap();
        Record { head: head.to_owned(), block: block.strip_suffix("\r\n\r\n").unwrap().to_owned() }
    };
    text.split("WARC/1.1\r\n").skip(1).map(split).collect()
}

/// Those of an address, but for requests.
fn answers_of<'a>(records: &'a [Record], url: &str) -> Vec<&'a Record> {
    let is_meant = |record: &&Record| record.field("WARC-Target-URI") == url && record.kind() != "request";
    records.iter().filter(is_meant).collect()
}

/// What the archive says of an address, an answer each: kind of record, status, what it is, length of its body.
fn told(records: &[Record], url: &str) -> Vec<String> {
    let told = |record: &&Record| {
        let what = record.field("X-Crawler-Aside");
        format!("{} {} {what} {}", record.kind(), record.status(), record.body().len())
    };
    answers_of(records, url).iter().map(told).collect()
}

#[test]
fn a_page_that_came_again_as_it_was_is_kept_once() {
    let (world, server) = (World::new(), Server::start());
    let sentence = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract \
                    for artificial intelligence software that inspects rails. ";
    let html = format!("<title>Rails</title><article><h1>Rails</h1><p>{}</p></article>", sentence.repeat(5));
    // No ETag, so it comes whole each time.
    server.set("/a", Answer::new("text/html; charset=utf-8", html));
    world.sources(&format!(
        "[[source]]\nname = \"Page\"\nkind = \"page\"\nurl = \"{}\"\nallow_private = true\n",
        server.url("/a")
    ));
    world.run(&["crawl", "--today", "2026-07-01"]).ends(0).tells("1 new");
    world.run(&["crawl", "--today", "2026-07-03"]).ends(0).tells("1 unchanged");
    let records = records(&world);
    let both = answers_of(&records, &server.url("/a"));
    let [first, again] = both.as_slice() else { panic!("{} answers", both.len()) };
    assert_eq!((first.kind(), again.kind()), ("response", "revisit"));
    let requests: Vec<&str> = records.iter().map(|record| record.field("WARC-Concurrent-To")).collect();
    for answer in &both {
        assert!(requests.contains(&answer.field("WARC-Record-ID")), "it has no request");
    }
    assert_eq!(again.field("WARC-Payload-Digest"), first.field("WARC-Payload-Digest"));
    assert_eq!(again.field("WARC-Refers-To-Date"), first.field("WARC-Date"));
    assert_eq!(again.field("WARC-Refers-To-Target-URI"), server.url("/a"));
}

#[test]
fn every_answer_of_a_crawl_is_kept_once() {
    let (world, server) = (World::new(), Server::start());
    let rules = "User-agent: *\nDisallow: /private/\n";
    server.set("/robots.txt", Answer::new("text/plain", rules));
    let feed = feed(&server, &["/a", "/gone", "/moved", "/long"]);
    server.set("/feed.xml", feed.etag("\"f\""));
    // No tag, so it comes whole each time.
    server.set("/map.xml", sitemap(&server, &["/b"]));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    server.set("/b", award("Quillon Systems LLC", "$42 million"));
    server.set("/c", award("Marrow Pike Corp.", "$43 million"));
    server.set("/moved", Answer::status(302).header("Location", "/c"));
    server.set("/long", Answer::status(403).with_body("x".repeat(100_000)));
    let sources =
        [source("Feed", "feed", &server.url("/feed.xml")), source("Map", "sitemap", &server.url("/map.xml"))];
    world.sources(&sources.concat());
    world.run(&["crawl", "--jobs", "1"]).ends(3).tells("3 new");
    let first = records(&world);
    let said = |path: &str| told(&first, &server.url(path));
    assert_eq!(said("/robots.txt"), [format!("response 200 rules {}", rules.len())]);
    assert_eq!(said("/.well-known/tdmrep.json").len(), 1);
    assert!(said("/feed.xml")[0].starts_with("response 200 listing "), "{:?}", said("/feed.xml"));
    assert!(said("/map.xml")[0].starts_with("response 200 listing "), "{:?}", said("/map.xml"));
    assert_eq!(said("/gone"), ["response 404 error 2"]);
    assert_eq!(said("/moved"), ["response 302 redirect 2"]);
    assert_eq!(said("/c").len(), 1, "what it led to");
    // The beginning of what is long.
    assert_eq!(said("/long"), ["response 403 error 65536"]);
    assert_eq!(answers_of(&first, &server.url("/long"))[0].field("WARC-Truncated"), "length");
    let of = |kind: &str| first.iter().filter(|record| record.kind() == kind).count();
    assert_eq!((of("response"), of("request")), (server.count(), server.count()), "one of each request");
    world.run(&["doctor", "--store"]).ends(0).tells("other answers").tells("in order");

    world.run(&["crawl", "--today", "2026-07-02"]);
    let second = records(&world);
    let said = |path: &str| told(&second, &server.url(path));
    assert_eq!(said("/feed.xml")[1..], ["revisit 304 listing 0"]);
    assert_eq!(said("/map.xml")[1..], ["revisit 200 listing 0"]);
    assert_eq!(said("/robots.txt")[1..], ["revisit 200 rules 0"]);
    for path in ["/feed.xml", "/map.xml", "/robots.txt"] {
        let answers = answers_of(&second, &server.url(path));
        for name in ["WARC-Payload-Digest", "WARC-Target-URI"] {
            assert_eq!(answers[1].field(name), answers[0].field(name), "{path}");
        }
        assert_eq!(answers[1].field("WARC-Refers-To-Date"), answers[0].field("WARC-Date"), "{path}");
    }
    let all = second.iter().filter(|record| record.kind() == "request").count();
    assert_eq!(all, server.count());
    world.run(&["doctor", "--store"]).ends(0).tells("in order");

    // Another library takes the articles, and nothing else, for articles.
    let other = World::new();
    let file = std::fs::read_dir(world.library().join("archive")).unwrap().next().unwrap().unwrap().path();
    other.run(&["add", file.to_str().unwrap()]).ends(0).tells("3 articles added");
}

#[test]
fn a_listing_that_is_not_to_be_kept_is_kept_without_its_body() {
    let rules = "[{\"location\": \"/feed.xml\", \"tdm-reservation\": 1}]";
    for (what, header, rules, policy, is_kept) in [
        ("header", Some(("X-Robots-Tag", "noarchive")), None, "", false),
        ("TDM header", Some(("tdm-reservation", "1")), None, "", false),
        ("TDM file", None, Some(rules), "", false),
        ("policy", Some(("X-Robots-Tag", "noarchive")), None, "archive = \"page\"\n", true),
        ("nothing", None, None, "", true),
    ] {
        let (world, server) = (World::new(), Server::start());
        let mut feed = feed(&server, &["/a"]).etag("\"f\"");
        if let Some((name, value)) = header {
            feed = feed.header(name, value);
        }
        server.set("/feed.xml", feed);
        server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
        if let Some(rules) = rules {
            server.set("/.well-known/tdmrep.json", Answer::new("application/json", rules));
        }
        world.sources(
            &source("Feed", "feed", &server.url("/feed.xml")).replace("kind =", &format!("{policy}kind =")),
        );
        world.run(&["crawl"]).ends(0).tells("1 new");
        world.run(&["crawl", "--today", "2026-07-02"]).ends(0);
        let records = records(&world);
        let kinds: Vec<&str> =
            answers_of(&records, &server.url("/feed.xml")).iter().map(|one| one.kind()).collect();
        let body = answers_of(&records, &server.url("/feed.xml"))[0].body();
        assert_eq!(body.contains("<item>"), is_kept, "{what}: {body}");
        // What has no body cannot be referred to.
        assert_eq!(kinds, ["response", if is_kept { "revisit" } else { "response" }], "{what}");
        world.run(&["doctor", "--store"]).ends(0).tells("in order");
    }
}

#[test]
fn a_304_after_an_error_speaks_of_what_came_before_the_error() {
    let (world, server) = (World::new(), Server::start());
    server.set("/feed.xml", feed(&server, &["/a"]).etag("\"f\""));
    server.set("/a", award("Larkfield Analytics Inc.", "$40 million"));
    world.sources(&source("Feed", "feed", &server.url("/feed.xml")));
    world.run(&["crawl", "--today", "2026-07-01"]).ends(0).tells("1 new");
    server.set("/feed.xml", Answer::status(403).with_body("the feed is closed today"));
    world.run(&["crawl", "--today", "2026-07-03"]);
    server.set("/feed.xml", feed(&server, &["/a"]).etag("\"f\""));
    world.run(&["crawl", "--today", "2026-07-20"]);
    let records = records(&world);
    let answers = answers_of(&records, &server.url("/feed.xml"));
    let told = told(&records, &server.url("/feed.xml"));
    assert!(told[1].starts_with("response 403 error"), "{told:?}");
    assert_eq!(told.last().unwrap(), "revisit 304 listing 0");
    let again = answers.last().unwrap();
    assert_eq!(again.field("WARC-Payload-Digest"), answers[0].field("WARC-Payload-Digest"));
    assert_eq!(again.field("WARC-Refers-To-Date"), answers[0].field("WARC-Date"));
    world.run(&["doctor", "--store"]).ends(0).tells("in order");
}
