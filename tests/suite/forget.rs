//! `awardwire forget`: what is taken out is nowhere any more, what stays is whole, whenever it is killed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::world::{Answer, Server, World};

/// Whether these bytes stand anywhere in a library: in its files as they are, and in its archive unpacked.
fn is_anywhere(library: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(library).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(is_anywhere(&path, words));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let mut unpacked = Vec::new();
        if path.extension().is_some_and(|ending| ending == "gz") {
            let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice());
            let _ = std::io::Read::read_to_end(&mut reader, &mut unpacked);
        }
        let has = |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
        if has(&bytes) || has(&unpacked) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// The pages of all articles are read from the archive, and each has the digest it came with.
#[track_caller]
fn is_whole(world: &World) -> usize {
    let records = world.run(&["export", "articles", "--format", "jsonl"]).records();
    for record in &records {
        let id = record["id"].as_str().unwrap();
        let opened = world.run(&["open", id, "--print"]).ends(0);
        assert!(!opened.err.contains("archive"), "{id}: {}", opened.err);
    }
    records.len()
}

const LARKFIELD: &str = "http://wire.example/larkfield-award";

#[test]
fn a_forgotten_page_is_nowhere_and_does_not_come_in_again() {
    let world = World::with_articles();
    let id = world.id_of(&["search", "larkfield", "--format", "jsonl"], "wins rail inspection");
    world
        .run(&["forget", &id[..8], "--dry-run"])
        .ends(0)
        .shows(&id)
        .shows("Larkfield Analytics wins rail inspection contract")
        .shows(LARKFIELD)
        .tells("1 page, 1 record of the archive");
    world.run(&["forget", &id]).fails(2, "say --yes, or see with --dry-run");
    assert_eq!(world.run(&["search", "larkfield", "--format", "jsonl"]).records().len(), 2);
    let archive = world.library().join("archive");
    world
        .run(&["forget", &id, "--yes", "--why", "asked to by the publisher"])
        .ends(0)
        .tells("forgotten: 1 page; 1 file of the archive written anew without 1 record")
        .tells("backups, exports and copies made before may still hold it");
    for words in ["wins rail inspection", "693JJ6-26-C-0012", "signed on May 4, 2026"] {
        assert_eq!(is_anywhere(&world.library(), words), [""; 0], "{words}");
    }
    assert_eq!(fs::read_dir(&archive).unwrap().count(), 1, "the old file is gone");
    world.run(&["search", "\"wins rail inspection\""]).ends(1);
    world.run(&["show", &id]).fails(2, "nothing in the library has the id");
    let deals = world.run(&["deals", "--format", "json"]).ends(0);
    assert!(!deals.out.contains("0012") && deals.out.contains("0031"), "{}", deals.out);
    assert_eq!(is_whole(&world), 3);

    world
        .run_with(&["add", "-"], crate::world::ARTICLES)
        .ends(0)
        .tells("larkfield-award was forgotten on 2026-06-30 (asked to by the publisher): `awardwire forget --undo")
        .tells("1 kept out since you had them forgotten");
    assert_eq!(is_whole(&world), 3);
    world.run(&["forget", "--list"]).ends(0).shows(LARKFIELD).shows("2026-06-30, asked to by the publisher");
    world.run(&["forget", "--undo", LARKFIELD]).ends(0).tells("may come in again");
    world.run(&["forget", "--list"]).ends(1);
    world.run(&["forget", "--undo", LARKFIELD]).ends(1).tells("was not forgotten");
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0).tells("1 article added");
    assert_eq!(is_whole(&world), 4);
}

#[test]
fn a_whole_site_goes_and_the_crawl_leaves_it_out() {
    let world = World::with_articles();
    world.run(&["forget", "wire.example", "--yes"]).ends(0).tells("forgotten: 3 pages");
    assert_eq!(is_whole(&world), 1);
    assert_eq!(is_anywhere(&world.library(), "wire.example/quillon"), [""; 0]);
    world.run(&["forget", "wire.example", "--dry-run"]).ends(0).tells("it was forgotten before: 2026-06-30");

    let server = Server::start();
    let page = |title: &str| {
        let text = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that inspects rails.";
        Answer::new(
            "text/html",
            format!(
                "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{text}</p></article></body></html>"
            ),
        )
    };
    let items: String = ["/a", "/b"]
        .map(|path| format!("<item><title>T</title><link>{}</link></item>", server.url(path)))
        .concat();
    let feed =
        Answer::new("application/rss+xml", format!("<rss version=\"2.0\"><channel>{items}</channel></rss>"));
    server.set("/feed.xml", feed);
    server.set("/a", page("Story A"));
    server.set("/b", page("Story B"));
    world.sources(&format!(
        "[[source]]\nname = \"F\"\nkind = \"feed\"\nurl = \"{}\"\nallow_private = true\n",
        server.url("/feed.xml")
    ));
    // Before it was ever seen.
    world.run(&["forget", &server.url("/b"), "--yes"]).ends(0).tells("nothing of it is in the library");
    world.run(&["crawl"]).ends(0).tells("1 page fetched: 1 new");
    assert!(server.asked_for("/b").is_empty());
    // A crawl that has seen it since leaves notes that it came again: they go too.
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0);
    assert_eq!(is_anywhere(&world.library().join("archive"), &server.url("/a")).len(), 1);
    world
        .run(&["forget", "127.0.0.1", "--yes"])
        .ends(0)
        .tells("forgotten: 1 page")
        .tells("still turned on and asked, though nothing of them is taken in: F");
    assert_eq!(is_anywhere(&world.library().join("archive"), &server.url("/a")), [""; 0]);
    world.run(&["crawl", "--today", "2026-07-03"]).ends(0).tells("0 pages fetched");
}

#[test]
fn a_record_that_others_stand_in_stays_until_the_last_of_them_goes() {
    // Items of one newsletter stand in one mail.
    let world = World::new();
    let item = |n: u32| {
        format!(
            "<h2><a href=\"https://news.example/story-{n}\">Story number {n} about rails</a></h2><p>The Continental Rail Safety Administration awarded Larkfield{n} Analytics Inc. a ${n}0 million contract for artificial intelligence software that inspects rails, it said.</p>"
        )
    };
    let mail = format!(
        "From: Example Wire <news@news.example>\r\nTo: me@example.org\r\nSubject: This week\r\nDate: Mon, 01 Jun 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>{}{}{}</body></html>",
        item(1),
        item(2),
        item(3)
    );
    let path = world.write("news.eml", mail);
    world.run(&["add", &path]).ends(0).tells("3 articles added");
    world
        .run(&["forget", "https://news.example/story-1", "--yes"])
        .ends(0)
        .tells("its record in the archive stays: other pages stand in it")
        .tells("0 records of the archive, 1 record kept");
    assert_eq!(is_anywhere(&world.library().join("archive"), "Larkfield1").len(), 1);
    assert_eq!(is_whole(&world), 2);
    world.run(&["search", "larkfield1"]).ends(1);
    world.run(&["forget", "news.example", "--yes"]).ends(0).tells("forgotten: 2 pages");
    assert_eq!(is_anywhere(&world.library(), "Larkfield1"), [""; 0]);
}

/// A feed with a text under each title, and a page that lists the same articles, as sites have both.
fn site_with_teasers(server: &Server, paths: &[&str]) {
    let teaser = |path: &str| format!("The teaser of {} about rails", &path[1..]);
    let (mut items, mut links) = (String::new(), String::new());
    for path in paths {
        let (url, teaser) = (server.url(path), teaser(path));
        write!(
            items,
            "<item><title>News</title><link>{url}</link><description>{teaser}</description></item>"
        )
        .unwrap();
        write!(links, "<p class=item><a href=\"{path}\">{teaser}</a></p>").unwrap();
    }
    let rss = format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>");
    server.set("/feed.xml", Answer::new("application/rss+xml", rss));
    server.set(
        "/list",
        Answer::new("text/html", format!("<html><title>List</title><body>{links}</body></html>")),
    );
    for path in paths {
        let supplier = format!("Larkfield {} Inc.", &path[1..]);
        server.set(path, crate::crawl::award(&supplier, "$40 million"));
    }
}

#[test]
fn listings_that_name_a_forgotten_article_go_with_it() {
    let (world, server) = (World::new(), Server::start());
    site_with_teasers(&server, &["/one", "/two"]);
    server.set("/robots.txt", Answer::new("text/plain", "User-agent: *\nAllow: /\n"));
    server.set("/other.xml", crate::crawl::feed(&server, &["/two", "/moved"]));
    server.set("/moved", Answer::status(302).header("Location", "/one"));
    let list = crate::crawl::source("List", "listing", &server.url("/list"))
        .replace("kind =", "item = \".item\"\nkind =");
    world.sources(
        &[
            crate::crawl::source("Feed", "feed", &server.url("/feed.xml")),
            crate::crawl::source("Other", "feed", &server.url("/other.xml")),
            list,
        ]
        .concat(),
    );
    world.run(&["crawl"]).ends(0);
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0);
    let archive = world.library().join("archive");
    assert_eq!(is_anywhere(&archive, "The teaser of one").len(), 1);
    let told = |ran: &str| ran.contains("requests, listings that name them, errors");
    let shown = world.run(&["forget", &server.url("/one"), "--dry-run"]).ends(0);
    assert!(told(&shown.err), "{}", shown.err);
    assert_eq!(is_anywhere(&archive, "The teaser of one").len(), 1, "nothing is changed");
    world.run(&["forget", &server.url("/one"), "--yes"]).ends(0).tells("forgotten: 1 page");
    for words in ["The teaser of one", "Larkfield one", &server.url("/one"), "Location: /one"] {
        assert_eq!(is_anywhere(&archive, words), [""; 0], "{words}");
    }
    // What does not name it stays, and all that stays is whole.
    for words in ["Larkfield two", "/robots.txt", "/moved</link>"] {
        assert_eq!(is_anywhere(&archive, words).len(), 1, "{words}");
    }
    assert_eq!(is_whole(&world), 1);
    world.run(&["doctor", "--store"]).ends(0).tells("in order");

    // The listings still name it: they are kept without their bodies from now on.
    world.run(&["crawl", "--today", "2026-07-04"]);
    for words in ["The teaser of one", "Larkfield one"] {
        assert_eq!(is_anywhere(&archive, words), [""; 0], "{words}");
    }
    let records = crate::archive::records(&world);
    let feeds: Vec<_> =
        records.iter().filter(|one| one.field("WARC-Target-URI").ends_with("/feed.xml")).collect();
    assert!(feeds.iter().any(|feed| feed.block.starts_with("HTTP/1.1 200")), "it came");
    world.run(&["doctor", "--store"]).ends(0).tells("in order");

    // The whole site: nothing that came from it is left.
    world.run(&["forget", "127.0.0.1", "--yes"]).ends(0);
    assert_eq!(is_anywhere(&archive, "127.0.0.1"), [""; 0]);
    world.run(&["doctor", "--store"]).ends(0).tells("0 articles, 0 versions of pages (");
}

#[test]
fn a_page_that_lists_a_forgotten_article_goes_with_it() {
    let (world, server) = (World::new(), Server::start());
    site_with_teasers(&server, &["/one", "/two"]);
    world.sources(
        &[
            crate::crawl::source("Page", "page", &server.url("/list")),
            crate::crawl::source("Feed", "feed", &server.url("/feed.xml")),
        ]
        .concat(),
    );
    world.run(&["crawl"]);
    let records = crate::archive::records(&world);
    let has_teaser = |one: &&crate::archive::Record| one.block.contains("The teaser of one");
    assert_eq!(records.iter().filter(has_teaser).count(), 2, "the feed's and the list's");
    let id = world.id_of(&["search", "larkfield", "--format", "jsonl"], "Larkfield one");
    world.run(&["forget", &id, "--yes"]).ends(0).tells("forgotten: 1 page");
    assert_eq!(is_anywhere(&world.library(), "The teaser of one"), [""; 0]);
    world.run(&["crawl", "--today", "2026-07-08"]);
    assert_eq!(is_anywhere(&world.library(), "The teaser of one"), [""; 0]);
    world.run(&["doctor", "--store"]).ends(0).tells("in order");
}

/// A release of a paged interface.
fn release(number: u32) -> serde_json::Value {
    let supplier = format!("Larkfield{number} Analytics Ltd");
    serde_json::json!({
        "ocid": format!("ocds-b5fd17-{number:08}-0000-4000-8000-000000000000"), "id": format!("{number}-1"),
        "date": "2026-06-20T10:00:00Z", "tag": ["award"], "language": "en", "initiationType": "tender",
        "tender": {"id": format!("T{number}"), "title": format!("Artificial intelligence platform {number}"),
            "status": "complete", "value": {"amount": 400_000, "currency": "GBP"}},
        "parties": [{"id": "B1", "name": "Freedonia Harbour Board", "roles": ["buyer"]},
            {"id": "S1", "name": supplier, "roles": ["supplier"]}],
        "buyer": {"id": "B1", "name": "Freedonia Harbour Board"},
        "awards": [{"id": "A1", "status": "active", "date": "2026-06-19T00:00:00Z",
            "value": {"amount": 400_000, "currency": "GBP"}, "suppliers": [{"id": "S1", "name": supplier}]}]
    })
}

#[test]
fn one_notice_of_an_answer_is_forgotten_without_the_others() {
    let (world, server) = (World::new(), Server::start());
    let path = "/Published/Notices/OCDS/Search?stages=award";
    let answer = |numbers: &[u32]| {
        let releases: Vec<_> = numbers.iter().map(|number| release(*number)).collect();
        let package = serde_json::json!({"version": "1.1", "uri": "https://finder.example/",
            "publisher": {"name": "Cabinet Office"}, "releases": releases, "links": {}});
        Answer::new("application/json", package.to_string())
    };
    let asked = |since: &str, until: &str| {
        format!("{path}&publishedFrom={since}T00:00:00&publishedTo={until}T23:59:59&limit=100")
    };
    let settings = "[settings]\ndelay_ms = 0\nback_days = 30\n\n";
    let source = format!(
        "[[source]]\nname = \"Finder\"\nkind = \"ocds\"\nurl = \"{}\"\nallow_private = true\n",
        server.url(path)
    );
    world.write("library/sources.toml", format!("{settings}{source}"));
    server.set(&asked("2026-05-31", "2026-06-30"), answer(&[1, 2]));
    world.run(&["crawl"]).ends(0).tells("2 new");
    let id = |number: u32| {
        let words = format!("platform {number}");
        world.id_of(&["search", "larkfield1 OR larkfield2 OR larkfield3", "--format", "jsonl"], &words)
    };
    let first = id(1);
    world.run(&["forget", &first, "--yes"]).ends(0).tells("0 records of the archive, 1 record kept");
    assert_eq!(is_whole(&world), 1);
    // The next answer has it again, beside a new one.
    for since in ["2026-06-27", "2026-06-28", "2026-06-29", "2026-06-30", "2026-07-01"] {
        server.set(&asked(since, "2026-07-01"), answer(&[1, 2, 3]));
    }
    world
        .run(&["crawl", "--today", "2026-07-01"])
        .ends(0)
        .tells("1 page kept out since you had them forgotten");
    assert_eq!(is_whole(&world), 2);
    world.run(&["search", "larkfield1"]).ends(1);
    world.run(&["search", "larkfield3"]).ends(0);
    // One that has nothing new is an answer all the same, and goes where one of its notices is forgotten.
    for since in ["2026-06-28", "2026-06-29", "2026-06-30", "2026-07-01", "2026-07-02"] {
        server.set(&asked(since, "2026-07-02"), answer(&[2, 3]));
    }
    world.run(&["crawl", "--today", "2026-07-02"]).ends(0).tells("0 new");
    let of_services = || {
        let records = crate::archive::records(&world);
        records.iter().filter(|one| one.field("X-Crawler-Aside") == "service").count()
    };
    assert_eq!(of_services(), 1);
    world.run(&["forget", &id(2), "--yes"]).ends(0).tells("forgotten: 1 page");
    assert_eq!(of_services(), 0);
    world.run(&["forget", "--undo", &first]).ends(0);
    world.run(&["forget", &id(3), "--yes"]).ends(0).tells("forgotten: 1 page");
    assert_eq!(is_anywhere(&world.library(), "Larkfield1 Analytics"), [""; 0]);
}

#[test]
fn what_cannot_be_forgotten_is_said() {
    let world = World::with_articles();
    let deal = world.id_of(&["deals", "--format", "jsonl"], "0012");
    world.run(&["forget", &deal, "--yes"]).fails(2, "is a deal, which articles tell");
    for word in ["nothing", "a b.c", "news.example/path", ""] {
        world.run(&["forget", word, "--yes"]).fails(2, "is no id of an article, no address");
    }
    World::new().run(&["forget", "example.com", "--yes"]).ends(2);
}

/// Many articles with texts that do not compress to nothing, half of a site that is forgotten.
fn many() -> String {
    let line = |n: u32| {
        let number = |k: u32| n.wrapping_mul(2_654_435_761).wrapping_add(k * 40_503).to_string();
        let noise = (0..300).map(number).collect::<Vec<_>>().join(" ");
        let site = if n.is_multiple_of(2) { "gone" } else { "kept" };
        format!(
            "{{\"id\":\"m{n}\",\"url\":\"http://{site}.example/{n}\",\"title\":\"Story {n}\",\"text\":\"The Continental Rail Safety Administration awarded Larkfield{n} Analytics Inc. a $40 million contract for artificial intelligence software.\\n\\n{noise}\"}}\n"
        )
    };
    (0..24).map(line).collect()
}

#[test]
fn a_forgetting_that_is_killed_is_undone_or_done_and_leaves_no_file() {
    let made = World::new();
    made.run_with(&["add", "-"], many()).ends(0);
    let begun = Instant::now();
    let whole = World::copy_of(&made);
    whole.run(&["forget", "gone.example", "--yes"]).ends(0);
    let usual = begun.elapsed();
    assert_eq!(is_anywhere(&whole.library(), "gone.example/"), [""; 0]);
    let deals = |world: &World| world.run(&["deals", "--format", "jsonl"]).out;
    let (mut undone, mut done) = (0, 0);
    for n in 0..12_u32 {
        let world = World::copy_of(&made);
        let mut child = world.command(&["-q", "forget", "gone.example", "--yes"]).spawn().unwrap();
        std::thread::sleep(usual * n / 11);
        let _ = child.kill();
        child.wait().unwrap();
        // A reader finds one of two libraries, each whole.
        let articles = is_whole(&world);
        match articles {
            24 => undone += 1,
            12 => done += 1,
            other => panic!("{other} articles are left"),
        }
        // The next writer clears up: nothing of the archive is left over, and the index is brought up.
        world.run(&["forget", "gone.example", "--yes"]).ends(0);
        assert_eq!(is_anywhere(&world.library().join("archive"), "gone.example/"), [""; 0], "kill {n}");
        assert_eq!(is_whole(&world), 12, "kill {n}");
        assert_eq!(deals(&world), deals(&whole), "kill {n}");
        world.run(&["search", "larkfield2"]).ends(1);
        assert_eq!(fs::read_dir(world.library().join("archive")).unwrap().count(), 1);
    }
    assert!(undone > 0, "no kill came early: {done} done");
}

#[test]
fn files_that_a_cut_off_forgetting_left_are_cleared_by_the_next_writer() {
    let world = World::with_articles();
    let archive = world.library().join("archive");
    let file = fs::read_dir(&archive).unwrap().next().unwrap().unwrap().path();
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    // Killed before the database knew of it.
    fs::copy(&file, archive.join(name.replace(".warc.gz", ".r1.warc.gz"))).unwrap();
    fs::write(archive.join(format!("{name}.part")), b"half").unwrap();
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0).tells("4 already there");
    assert_eq!(fs::read_dir(&archive).unwrap().count(), 1);
    assert!(file.exists());
    // Killed after it: the old file is there still.
    let old = fs::read(&file).unwrap();
    world.run(&["forget", "post.example", "--yes"]).ends(0);
    assert!(!file.exists());
    fs::write(&file, old).unwrap();
    world
        .run_with(
            &["add", "-"],
            "{\"url\":\"http://new.example/1\",\"title\":\"T\",\"text\":\"Rain over hills.\"}",
        )
        .ends(0);
    assert!(!file.exists(), "an obsolete file is not appended to but deleted");
    assert_eq!(is_anywhere(&world.library(), "the Example Post has learned"), [""; 0]);
    assert_eq!(is_whole(&world), 4);
}
