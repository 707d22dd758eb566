//! Pages as they were fetched, again and again: byte by byte, edited, unchanged.

use crate::world::{Answer, Server, World};

/// A page about an award, of a server on loopback.
fn award(sum: &str, note: &str) -> Answer {
    Answer::new("text/html; charset=utf-8", html(sum, note))
}

fn html(sum: &str, note: &str) -> String {
    let text = format!(
        "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a {sum} contract for artificial intelligence software that inspects rails."
    );
    let filler =
        "The agency said that the software would be tried on two lines before it goes further. ".repeat(4);
    format!(
        "<html><head><title>Rail award</title><meta property=\"article:published_time\" content=\"2026-06-29T08:00:00Z\"></head><body><article><h1>Rail award for Larkfield</h1><p>{text}</p><p>{filler}{note}</p></article></body></html>"
    )
}

fn crawled(server: &Server) -> World {
    let world = World::new();
    world.sources(&format!(
        "[[source]]\nname = \"Page\"\nkind = \"page\"\nurl = \"{}\"\nallow_private = true\n",
        server.url("/a")
    ));
    world
}

#[test]
fn what_a_publisher_changed_is_shown_with_the_day() {
    let server = Server::start();
    let world = crawled(&server);
    server.set("/a", award("$90 million", ""));
    world.run(&["crawl"]).ends(0).tells("1 new");
    let article = world.id_of(&["search", "larkfield", "--format", "jsonl"], "Larkfield");
    let first = world.run(&["show", &article]).ends(0).hides("edited:");
    assert!(first.out.contains("$90 million"), "{}", first.out);
    server.set("/a", award("$9 million", ""));
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0).tells("1 changed");
    server.set("/a", award("$9 million", "It did not say when."));
    world.run(&["crawl", "--today", "2026-07-03"]).ends(0);
    let change = "edited: value: $90 million award → $9 million award on 2026-07-02";
    world.run(&["show", &article]).ends(0).shows(change);
    let deal = world.id_of(&["deals", "--format", "jsonl"], "Larkfield");
    world.run(&["show", &deal]).ends(0).shows(change).shows(&article);
    for id in [&article, &deal] {
        let edits = &world.run(&["show", id, "--format", "json"]).ends(0).json()["edits"];
        assert_eq!(edits[0]["seen"], "2026-07-02");
        assert_eq!(edits[0]["of"], "value");
        assert_eq!(edits[0]["before"], "$90 million award");
        assert_eq!(edits[0]["after"], "$9 million award");
    }
    // Each text of the page is still there.
    let before =
        world.run(&["show", &article, "--page", "--seq", "1"]).ends(0).shows("a $90 million contract");
    assert!(before.out.starts_with("<html>"));
    world.run(&["show", &article, "--page"]).ends(0).shows("a $9 million contract").hides("HTTP/1.1");
}

#[test]
fn a_page_is_shown_byte_by_byte() {
    let server = Server::start();
    let world = crawled(&server);
    let mut body = html("$90 million", "").into_bytes();
    body.extend_from_slice(b"<!-- \x1b[31m \xff -->");
    server.set("/a", Answer::new("text/html; charset=utf-8", body.clone()).header("X-Note", "kept"));
    world.run(&["crawl"]).ends(0);
    let article = world.id_of(&["search", "larkfield", "--format", "jsonl"], "Larkfield");
    let shown = world.command(&["show", "--page", &article]).output().unwrap();
    assert_eq!(shown.stdout, body);
    let shown = world.command(&["show", &article, "--page", "--headers"]).output().unwrap();
    let (head, rest) = shown.stdout.split_at(shown.stdout.len() - body.len());
    let head = String::from_utf8(head.to_vec()).unwrap();
    assert_eq!(rest, body);
    assert!(head.starts_with("HTTP/1.1 200\n") && head.ends_with("\n\n"), "{head}");
    assert!(head.to_lowercase().contains("x-note: kept\n"), "{head}");
    world.run(&["show", &article, "--page", "--seq", "7"]).fails(2, "the library has 1 of its texts");
    world.run(&["show", &article, "--headers"]).ends(2);
    let deal = world.id_of(&["deals", "--format", "jsonl"], "Larkfield");
    world.run(&["show", &deal, "--page"]).fails(2, "is a deal, which several pages tell");
    // What the user gave is there as it was given.
    let given = World::with_articles();
    let id = given.id_of(&["search", "quillon", "--format", "jsonl"], "Quillon");
    given
        .run(&["show", &id, "--page", "--headers"])
        .ends(0)
        .shows("Content-Type: application/json")
        .shows("{\"id\":\"w3\"");
}

#[test]
fn an_answer_that_nothing_has_changed_is_noted_in_the_archive() {
    let server = Server::start();
    let world = crawled(&server);
    server.set("/a", award("$90 million", "").etag("\"1\""));
    world.run(&["crawl"]).ends(0);
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0).tells("0 new").tells("1 unchanged");
    assert_eq!(server.asked_for("/a").iter().map(|one| one.status).collect::<Vec<_>>(), [200, 304]);
    let file = std::fs::read_dir(world.library().join("archive")).unwrap().next().unwrap().unwrap().path();
    let mut text = String::new();
    let bytes = std::fs::read(file).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(bytes.as_slice()), &mut text)
        .unwrap();
    let revisits: Vec<&str> =
        text.split("WARC/1.1\r\n").filter(|record| record.starts_with("WARC-Type: revisit")).collect();
    let [revisit] = revisits.as_slice() else { panic!("{text}") };
    assert!(revisit.contains("/server-not-modified\r\n") && revisit.contains("HTTP/1.1 304"), "{revisit}");
    assert!(revisit.contains("WARC-Refers-To-Date: 2026-06-30T12:00:00Z"), "{revisit}");
}
