//! `awardwire add`.

use std::io::Write;

use crate::world::{ARTICLES, World};

const PAGE: &str = "<!DOCTYPE html><html><head><title>Larkfield wins</title></head><body><article><h1>Larkfield wins</h1>\
    <p>The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial \
    intelligence software that inspects rails across the country, the agency said on Monday.</p>\
    <p>The work is to begin in the autumn and will take about three years, people who know the plan said.</p></article></body></html>";

#[test]
fn jsonl_html_text_and_folders_come_in() {
    let world = World::new();
    world.write("in/a.jsonl", ARTICLES);
    world.write("in/deep/b.html", PAGE);
    world.write("in/c.txt", "Freedonia buys maps\n\nThe Freedonia Department of Harbors awarded Quillon Systems LLC a $3 million contract for machine learning software.\n");
    world.write("in/picture.png", b"\x89PNG\0\0");
    world.write("in/.hidden.txt", "not this one");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed
        .write_all(ARTICLES.lines().next().unwrap().replace("larkfield-award", "packed").as_bytes())
        .unwrap();
    world.write("in/d.jsonl.gz", packed.finish().unwrap());
    world.run(&["add", "in"]).ends(0).tells("7 articles added").tells("0 skipped");
    world.run(&["add", "in"]).ends(0).tells("0 articles added").tells("7 already there");
    world.run(&["search", "harbors"]).ends(0).shows("Freedonia");
}

#[test]
fn a_bad_record_is_told_with_its_line_and_the_rest_goes_in() {
    let world = World::new();
    let lines: Vec<&str> = ARTICLES.lines().collect();
    let text = format!("{}\n{{\"text\": \n\n[1]\n{{\"title\":\"no text\"}}\n{}\n", lines[0], lines[1]);
    let path = world.write("a.jsonl", text);
    world
        .run(&["add", &path])
        .ends(3)
        .tells("skipped: [WORLD]/a.jsonl:2: not JSON")
        .tells("a.jsonl:4: not a JSON object but a list")
        .tells("a.jsonl:5: the record has neither \"text\" nor \"html\"")
        .tells("2 articles added")
        .tells("3 skipped");
    world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0);
}

#[test]
fn an_edited_article_is_changed_and_not_a_second_one() {
    let world = World::with_articles();
    world
        .run_with(&["add", "-"], ARTICLES.replace("$40 million", "$48 million"))
        .ends(0)
        .tells("1 changed, 3 already there");
    world.run(&["search", "amount:48M"]).ends(0).shows("Larkfield");
    world.run(&["search", "amount:40M"]).ends(1);
}

#[test]
fn what_a_page_does_not_say_the_user_may_say() {
    let world = World::new();
    let page = world.write("page.html", PAGE);
    world
        .run(&[
            "add",
            &page,
            "--url",
            "https://news.example/a?utm_source=x",
            "--published",
            "2026-05-03",
            "--publisher",
            "Example News",
        ])
        .ends(0);
    let said = |world: &World| {
        let ran = world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0);
        let hit = ran.records().remove(0);
        assert_eq!(hit["url"], "https://news.example/a");
        assert_eq!(hit["published"], "2026-05-03");
        assert_eq!(hit["publisher"], "Example News");
    };
    said(&world);
    // The user's word holds when the page is read again from the archive.
    world.run(&["reread"]).ends(0).tells("1 article read again (1 relevant");
    said(&world);
}

#[test]
fn wrong_arguments_are_one_clear_line() {
    let world = World::new();
    let page = world.write("page.html", PAGE);
    world.run(&["add", "nowhere.html"]).fails(2, "nowhere.html: no such file or folder");
    assert!(!world.library().exists(), "a mistake makes no library");
    world.run(&["add", &page, &page, "--url", "http://a.example/"]).fails(2, "--url is for one document");
    world.run(&["add", &page, "--url", "not an address"]).fails(2, "not an address");
    world.run(&["add", &page, "--published", "someday"]).ends(2).tells("someday");
    world.run(&["add"]).ends(2).tells("required");
}

#[test]
fn empty_and_binary_files_are_told() {
    let world = World::new();
    let empty = world.write("empty.jsonl", "");
    let binary = world.write("binary.txt", b"\x00\x01\x02\x03");
    let blank = world.write("blank.html", " \n ");
    world.run(&["add", &empty]).ends(2).tells("empty.jsonl: empty");
    world.run(&["add", &binary]).ends(2).tells("binary.txt: not text");
    world.run(&["add", &blank]).ends(2).tells("blank.html: empty");
    world.run_with(&["add", "-"], "").ends(2).tells("standard input: empty");
    let list = "[{\"text\": \"a list of records, not a record a line\"}]";
    world.run_with(&["add", "-"], list).ends(2).tells("write one object per line");
    let good = world.write("good.html", PAGE);
    world.run(&["add", &empty, &good]).ends(3).tells("1 article added");
    world.write("none/readme.rst", "x");
    world.run(&["add", "none"]).ends(2).tells("nothing to add");
}

/// What a site prints under every article is no news of any: here it would make a supplier of each story's.
#[test]
fn what_a_site_repeats_under_its_articles_is_taken_off() {
    const FOOT: &str =
        "Desk Partners Inc. of Springfield keeps the presses of this paper running every day of the year.";
    let world = World::new();
    let page = |n: usize| {
        let port = ["Tasmire", "Ostrava", "Norwall", "Quay", "Belmont"][n];
        format!(
            "<!DOCTYPE html><html><head><title>{port} picks a forecaster</title>\
             <link rel=canonical href=https://paper.example/news/{n}></head><body><article><h1>{port} picks a forecaster</h1>\
             <p>The {port} Port Authority awarded Quibble Dynamics Inc. a ${n}4 million contract for artificial intelligence \
             software that plans berths, the authority said on Monday after a vote.</p>\
             <p>The work at {port} is to begin in the autumn and will take about three years, people who know the plan said.</p>\
             <p>{FOOT}</p></article></body></html>"
        )
    };
    for n in 0..3 {
        world.write(&format!("in/{n}.html"), page(n));
    }
    let bodies = || -> String {
        let records =
            world.run(&["export", "articles", "--format", "jsonl", "--with-text"]).ends(0).records();
        records.iter().map(|record| record["articleBody"].as_str().unwrap().to_owned()).collect()
    };
    let feet = || bodies().matches("keeps the presses").count();
    world.run(&["add", "in"]).ends(0).tells("3 articles added");
    assert_eq!(feet(), 3);
    // With the fourth the library has seen it often enough: it goes from all of them.
    let fourth = world.write("3.html", page(3));
    world.run(&["add", &fourth]).ends(0).tells("1 article added");
    assert_eq!(feet(), 0);
    let last = world.write("4.html", page(4));
    world.run(&["add", &last]).ends(0).tells("1 article added");
    assert_eq!(feet(), 0);
    world.run(&["reread"]).ends(0);
    assert_eq!(feet(), 0);
    assert_eq!(bodies().matches("people who know the plan said.").count(), 5);
    // And it is not put back by reading once more.
    world.run(&["reread"]).ends(0);
    assert_eq!(feet(), 0);
}

/// The archive of another crawler, as Common Crawl lays it out: one gzip member a record, addresses in angle brackets.
#[test]
fn the_archive_of_a_crawler_comes_in_with_addresses_and_days() {
    let world = World::new();
    let record = |kind: &str, url: &str, block: &str| {
        let record = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-03-02T08:00:00Z\r\nWARC-Target-URI: <{url}>\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        );
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(record.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let answer = |kind: &str, body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}");
    let chunks = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{PAGE}\r\n0\r\n\r\n",
        PAGE.len()
    );
    let hidden = PAGE.replace("<head>", "<head><meta name=robots content=noindex>");
    let file = [
        record("request", "http://wire.example/rails?utm_source=x", "GET /rails HTTP/1.1\r\n\r\n"),
        record("response", "http://wire.example/rails?utm_source=x", &chunks),
        record("response", "http://wire.example/logo.png", &answer("image/png", "PNG")),
        record("response", "http://wire.example/gone", "HTTP/1.1 404 Not Found\r\n\r\n"),
        record("response", "http://wire.example/hidden", &answer("text/html", &hidden)),
    ]
    .concat();
    let path = world.write("CC-NEWS-20260302-00001.warc.gz", &file);
    world
        .run(&["add", &path])
        .ends(3)
        .tells("1 article added")
        .tells("(http://wire.example/hidden): the page asks not to be indexed");
    let export = ["export", "articles", "--format", "jsonl"];
    let found = world.run(&export).ends(0).records();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["url"], "http://wire.example/rails");
    let before = world.run(&["deals", "--format", "jsonl"]).ends(0).out;
    world.run(&["reread"]).ends(0);
    assert_eq!(world.run(&["deals", "--format", "jsonl"]).ends(0).out, before);
    // What awardwire keeps itself can be taken in by another library, too.
    let archive = std::fs::read_dir(world.library().join("archive")).unwrap().next().unwrap().unwrap().path();
    let other = World::new();
    other.run(&["add", archive.to_str().unwrap()]).ends(0).tells("1 article added");
    let cut = world.write("cut.warc.gz", &file[..file.len() - 40]);
    other.run(&["add", &cut]).ends(3).tells("1 already there").tells("cut.warc.gz: ");
}
