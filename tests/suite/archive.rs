//! The archive of a library: what was asked, what came, and what came again.

use std::io::Read;

use crate::world::{Answer, Server, World};

/// The headers of all records of the library's archive, in order.
fn records(world: &World) -> Vec<String> {
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
    text.split("WARC/1.1\r\n")
        .skip(1)
        .map(|record| record.split("\r\n\r\n").next().unwrap().to_owned())
        .collect()
}

fn kinds(records: &[String]) -> Vec<&str> {
    records
        .iter()
        .filter_map(|record| record.lines().find_map(|line| line.strip_prefix("WARC-Type: ")))
        .collect()
}

fn field<'a>(record: &'a str, name: &str) -> &'a str {
    record.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
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
    let first = records(&world);
    assert_eq!(kinds(&first), ["warcinfo", "response", "request"]);
    assert_eq!(field(&first[2], "WARC-Concurrent-To"), field(&first[1], "WARC-Record-ID"));
    world.run(&["crawl", "--today", "2026-07-03"]).ends(0).tells("1 unchanged");
    let both = records(&world);
    assert_eq!(kinds(&both), ["warcinfo", "response", "request", "revisit", "request"]);
    assert_eq!(field(&both[3], "WARC-Payload-Digest"), field(&both[1], "WARC-Payload-Digest"));
    assert_eq!(field(&both[3], "WARC-Refers-To-Date"), field(&both[1], "WARC-Date"));
    assert_eq!(field(&both[3], "WARC-Refers-To-Target-URI"), server.url("/a"));
}
