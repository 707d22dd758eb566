//! Notice services, GDELT, listing pages and sitemaps, against a server on loopback.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};

use crate::world::{Answer, Ran, Server, World};

/// Thirty days before the day that every run takes for today.
const SINCE: &str = "2026-05-31";

fn set_up(world: &World, sources: &[String]) {
    let settings = "[settings]\ndelay_ms = 0\ntimeout_s = 10\nback_days = 30\n\n";
    world.write("library/sources.toml", format!("{settings}{}", sources.concat()));
}

fn source(name: &str, kind: &str, url: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = true\n\n")
}

fn answer(value: &Value) -> Answer {
    Answer::new("application/json", value.to_string())
}

/// A release of the UK's Contracts Finder.
fn release(number: u32, title: &str, supplier: &str) -> Value {
    json!({
        "ocid": format!("ocds-b5fd17-{number:08}-0000-4000-8000-000000000000"), "id": format!("{number}-1"),
        "date": "2026-06-20T10:00:00Z", "tag": ["award"], "language": "en", "initiationType": "tender",
        "tender": {"id": format!("T{number}"), "title": title, "description": format!("{title} for the harbour board."),
            "status": "complete", "value": {"amount": 400_000, "currency": "GBP"}},
        "parties": [{"id": "B1", "name": "Freedonia Harbour Board", "roles": ["buyer"]},
            {"id": "S1", "name": supplier, "roles": ["supplier"]}],
        "buyer": {"id": "B1", "name": "Freedonia Harbour Board"},
        "awards": [{"id": "A1", "status": "active", "date": "2026-06-19T00:00:00Z",
            "value": {"amount": 400_000, "currency": "GBP"}, "suppliers": [{"id": "S1", "name": supplier}]}]
    })
}

fn package(releases: &[Value], next: Option<&str>) -> Value {
    let links = next.map_or(json!({}), |next| json!({"next": next}));
    json!({"version": "1.1", "uri": "https://finder.example/", "publisher": {"name": "Cabinet Office"},
        "releases": releases, "links": links})
}

#[test]
fn an_ocds_api_is_read_page_by_page_and_goes_on_where_it_stopped() {
    let (world, server) = (World::new(), Server::start());
    let path = "/Published/Notices/OCDS/Search?stages=award";
    let first = format!("{path}&publishedFrom={SINCE}T00:00:00&publishedTo=2026-06-30T23:59:59&limit=100");
    let second = format!("{path}&cursor=MTAw");
    let one = [
        release(1, "Artificial intelligence platform", "Larkfield Analytics Ltd"),
        release(2, "Grass cutting", "Green Fields Ltd"),
    ];
    server.set(&first, answer(&package(&one, Some(&server.url(&second)))));
    let two = [release(3, "Machine learning models for berths", "Quillon Systems Ltd")];
    server.set(&second, answer(&package(&two, None)));
    set_up(&world, &[source("Finder", "ocds", &server.url(path))]);
    world.run(&["crawl", "--limit", "1"]).ends(0).tells("read Finder: 1 new, 0 known, 1 not of the field");
    world.run(&["crawl"]).ends(0).tells("read Finder: 1 new, 0 known");
    assert_eq!(server.asked_for(&first).len(), 1, "what was read is not asked for again");
    world.run(&["deals", "--vendor", "larkfield"]).ends(0).shows("Larkfield");
    server.set(&first.replace(SINCE, "2026-06-16"), answer(&package(&one, None)));
    world
        .run(&["source", "check", "Finder"])
        .ends(0)
        .shows("Finder")
        .shows("Artificial intelligence platform");
    world.run(&["search", "vendor:quillon"]).ends(0).shows("Machine learning models");
    world.run(&["search", "grass"]).ends(1);
    // A later run asks for the last days only; what is there already is known, and kept once.
    let rest = first.replace(SINCE, "2026-06-28");
    server.set(&rest, answer(&package(&two, None)));
    world.run(&["crawl"]).ends(0).tells("read Finder: 0 new, 1 known");
    // The same records from a file are the same articles.
    let file = world.write("package.json", package(&one[..1], None).to_string());
    world.run(&["add", &file]).ends(0).tells("0 articles added").tells("1 already there");
    // Read again from the archive they say the same.
    world.run(&["reread"]).ends(0);
    world.run(&["search", "vendor:quillon"]).ends(0).shows("Machine learning models");
    let records = world.run(&["search", "larkfield", "--format", "jsonl"]).records();
    let id = records[0]["id"].as_str().unwrap().to_owned();
    world.run(&["show", &id]).ends(0).shows("400,000");
    world.run(&["open", &id, "--print"]).ends(0).shows("Artificial intelligence platform");
}

/// An award as Public Contracts Scotland writes it: no id of the release, what is bought by lots, a contract beside the award.
fn scottish_award(number: u32, title: &str, supplier: &str) -> Value {
    json!({
        "ocid": format!("ocds-r6ebe6-{number:010}"), "date": "2026-06-18T00:00:00Z", "tag": ["award", "contract"],
        "initiationType": "tender", "language": "EN",
        "parties": [
            {"name": "Freedonia Harbour Board", "id": "org-3", "identifier": {"legalName": "Freedonia Harbour Board"},
             "address": {"locality": "Larkfield", "region": "UKM75"}, "roles": ["buyer", "reviewBody"],
             "details": {"classifications": [{"id": "Regional or local authority", "scheme": "TED_CA_TYPE"}]}},
            {"name": supplier, "id": "org-4", "identifier": {"legalName": supplier}, "roles": ["supplier"]}],
        "buyer": {"name": "Freedonia Harbour Board", "id": "org-3"},
        "tender": {"id": format!("FHB-{number}"), "title": title, "description": format!("{title} for berths."),
            "status": "complete", "mainProcurementCategory": "services",
            "classification": {"id": "72222300", "scheme": "CPV"}, "legalBasis": {"id": "32014L0024", "scheme": "CELEX"},
            "documents": [{"id": "JUN1", "documentType": "contractNotice", "url": "https://notices.example/JUN1"}]},
        "awards": [{"id": format!("{number}-1"), "title": title, "status": "active", "relatedLots": ["1"],
            "suppliers": [{"name": supplier, "id": "org-4"}]}],
        "contracts": [{"id": format!("{number}-1"), "awardID": format!("{number}-1"), "status": "active",
            "value": {"amount": 400_000.0, "currency": "GBP"}, "dateSigned": "2026-06-10T00:00:00Z"}],
        "links": [{"rel": "canonical", "href": format!("https://api.example/v1/Notice?id=ocds-r6ebe6-{number:010}")}]
    })
}

#[test]
fn a_service_that_lists_months_is_asked_for_each_of_them() {
    let (world, server) = (World::new(), Server::start());
    let path = |month: &str| format!("/v1/Notices?dateFrom={month}&noticeType=3&outputType=0");
    let empty = json!({"uri": "https://api.example/", "publishedDate": "2026-06-30T00:00:00Z",
        "publisher": {"name": "Scottish Government"}, "license": "https://api.example/licence"});
    let mut june = empty.clone();
    june["releases"] = json!([
        scottish_award(1, "Artificial intelligence platform", "Larkfield Analytics Ltd"),
        scottish_award(2, "Grass cutting", "Green Fields Ltd")
    ]);
    server.set(&path("05-2026"), answer(&empty));
    server.set(&path("06-2026"), answer(&june));
    set_up(&world, &[source("Months", "ocds", &server.url(&path("{mm}-{yyyy}")))]);
    world.run(&["crawl"]).ends(0).tells("read Months: 1 new, 0 known, 1 not of the field");
    let asked: Vec<String> = server.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, [path("05-2026"), path("06-2026")]);
    world.run(&["deals", "--vendor", "larkfield"]).ends(0).shows("Larkfield").shows("Harbour");
    // In July it is asked for June, of which some days may have come late, and for July.
    server.set(&path("07-2026"), answer(&empty));
    world.run(&["crawl", "--today", "2026-07-01"]).ends(0).tells("read Months: 0 new, 1 known");
    let asked: Vec<String> = server.asked().into_iter().skip(2).map(|asked| asked.path).collect();
    assert_eq!(asked, [path("06-2026"), path("07-2026")]);
}

#[test]
fn a_question_that_has_run_out_is_put_from_the_beginning() {
    let (world, server) = (World::new(), Server::start());
    let path = "/Published/Notices/OCDS/Search?stages=award";
    let first = format!("{path}&publishedFrom={SINCE}T00:00:00&publishedTo=2026-06-30T23:59:59&limit=100");
    let second = format!("{path}&cursor=MTAw");
    let one = [release(1, "Artificial intelligence platform", "Larkfield Analytics Ltd")];
    let two = [release(3, "Machine learning models for berths", "Quillon Systems Ltd")];
    server.set(&first, answer(&package(&one, Some(&server.url(&second)))));
    server.set(&second, Answer::status(400));
    set_up(&world, &[source("Finder", "ocds", &server.url(path))]);
    world.run(&["crawl"]).ends(3).tells("failed Finder: ");
    world.run(&["search", "vendor:larkfield"]).ends(0);
    // Its pages are handed out anew, with another mark.
    let third = format!("{path}&cursor=MjAw");
    server.set(&first, answer(&package(&one, Some(&server.url(&third)))));
    server.set(&third, answer(&package(&two, None)));
    world.run(&["crawl"]).ends(0).tells("read Finder: 1 new, 1 known");
    assert_eq!((server.asked_for(&first).len(), server.asked_for(&third).len()), (2, 1));
    // A dry run takes no records.
    let asked = server.count();
    world.run(&["crawl", "--dry-run"]).ends(0).tells("to fetch: 0 pages");
    assert_eq!(server.count(), asked);
}

fn document(number: u32) -> Value {
    json!({"document_number": format!("2026-{number:05}"), "type": "Notice", "publication_date": "2026-06-18",
        "title": format!("Artificial Intelligence Notice {number}"), "action": "Notice.",
        "abstract": "The Department of Harbors announces an artificial intelligence pilot.",
        "html_url": format!("https://www.federalregister.gov/documents/2026/06/18/2026-{number:05}/notice"),
        "agencies": [{"raw_name": "DEPARTMENT OF HARBORS", "name": "Harbors Department"}]})
}

#[test]
fn the_federal_register_is_read_and_a_failure_is_the_sources_own() {
    let (world, server) = (World::new(), Server::start());
    let path = "/api/v1/documents.json?conditions[term]=harbor&fields[]=title";
    let first = format!(
        "{path}&conditions[publication_date][gte]={SINCE}&conditions[publication_date][lte]=2026-06-30&order=newest&per_page=100"
    );
    let second = "/api/v1/documents.json?page=2";
    let list = json!({"count": 2, "results": [document(1)], "next_page_url": server.url(second)});
    server.set(&first, answer(&list));
    server.set(second, Answer::status(500));
    set_up(&world, &[source("Register", "federal_register", &server.url(path))]);
    world.run(&["crawl"]).ends(3).tells("failed Register: ").tells("1 new");
    server.set(second, answer(&json!({"count": 2, "results": [document(2)]})));
    world.run(&["crawl"]).ends(0).tells("read Register: 1 new, 0 known");
    assert_eq!(server.asked_for(&first).len(), 1);
    world.run(&["search", "harbors"]).ends(0).shows("Notice 1").shows("Notice 2");
    // Words instead of an answer are shown.
    server.set(second, Answer::new("text/html", "<h1>Down for maintenance</h1>"));
    let rest = first.replace(SINCE, "2026-06-28");
    server.set(&rest, Answer::new("text/html", "<h1>Down for maintenance</h1>"));
    world.run(&["crawl"]).ends(3).tells("Down for maintenance");
}

#[test]
fn usaspending_is_asked_with_a_body() {
    let (world, server) = (World::new(), Server::start());
    let path = "/api/v2/search/spending_by_award/";
    let row = |id: &str, supplier: &str| {
        json!({"Award ID": id, "generated_internal_id": format!("CONT_AWD_{id}"), "Recipient Name": supplier,
            "Awarding Agency": "Department of Defense", "Awarding Sub Agency": "Department of the Army",
            "Description": "ARTIFICIAL INTELLIGENCE SOFTWARE", "Award Amount": 4_000_000.0, "Start Date": "2026-06-01",
            "Last Modified Date": "2026-06-20", "Contract Award Type": "DEFINITIVE CONTRACT"})
    };
    let list = |rows: &[Value], more: bool| {
        answer(&json!({"results": rows, "page_metadata": {"page": 1, "hasNext": more}}))
    };
    server.set_in_turn(
        path,
        [
            list(&[row("W911NF26C0001", "LARKFIELD ANALYTICS INC.")], true),
            list(&[row("W911NF26C0002", "QUILLON SYSTEMS LLC")], false),
            list(&[], false),
        ],
    );
    set_up(
        &world,
        &[source("Spending", "usaspending", &server.url(&format!("{path}?keywords=robotics,drone")))],
    );
    world.run(&["crawl"]).ends(0).tells("read Spending: 2 new, 0 known");
    let asked = server.asked_for(path);
    let bodies: Vec<Value> = asked.iter().map(|one| serde_json::from_str(&one.body).unwrap()).collect();
    assert_eq!(asked[0].headers["content-type"], "application/json");
    assert_eq!(bodies[0]["filters"]["keywords"], json!(["robotics", "drone"]));
    assert_eq!(bodies[0]["filters"]["time_period"][0]["start_date"], SINCE);
    let pages: Vec<_> =
        bodies.iter().map(|body| (&body["page"], &body["filters"]["award_type_codes"][0])).collect();
    assert_eq!(pages, [(&json!(1), &json!("A")), (&json!(2), &json!("A")), (&json!(1), &json!("IDV_A"))]);
    world.run(&["deals", "--vendor", "quillon"]).ends(0).shows("Quillon");
}

/// A run with a key of the user's in the environment.
fn run_with_key(world: &World, key: &str) -> Ran {
    let output = world.command(&["crawl"]).env("AWARDWIRE_SAM_KEY", key).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

#[test]
fn the_key_of_sam_is_sent_and_kept_nowhere() {
    const SECRET: &str = "s3cr3t/key+1";
    let (world, server) = (World::new(), Server::start());
    let path =
        "/opportunities/v2/search?title=ai&postedFrom=05/31/2026&postedTo=06/30/2026&limit=200&offset=0";
    let sent = "&api_key=s3cr3t%2Fkey%2B1";
    let escaped =
        |path: &str| path.replace("05/31", "05%2F31").replace("06/30", "06%2F30").replace("/2026", "%2F2026");
    let notice = json!({"noticeId": "a1b2", "title": "Artificial intelligence for harbors", "type": "Solicitation",
        "solicitationNumber": "693JJ6-26-R-0012", "postedDate": "2026-06-15", "fullParentPathName": "HARBORS, DEPARTMENT OF",
        "description": "https://api.sam.gov/prod/opportunities/v1/noticedesc?noticeid=a1b2", "uiLink": "https://sam.gov/opp/a1b2/view"});
    for path in [path.to_owned(), escaped(path)] {
        server.set(
            &format!("{path}{sent}"),
            answer(&json!({"totalRecords": 1, "opportunitiesData": [notice]})),
        );
    }
    set_up(&world, &[source("Sam", "sam", &server.url("/opportunities/v2/search?title=ai"))]);
    world.run(&["crawl"]).ends(3).tells("failed Sam: it asks for a key: set AWARDWIRE_SAM_KEY");
    assert!(server.asked().is_empty());
    // A key that is not right: the error shows none of it.
    let ran = run_with_key(&world, "wr0ng").ends(3).tells("failed Sam: ");
    assert!(!ran.err.contains("wr0ng"), "{}", ran.err);
    run_with_key(&world, SECRET).ends(0).tells("read Sam: 1 new");
    world.run(&["search", "harbors"]).ends(0).shows("Artificial intelligence for harbors");
    for file in files(&world.library()) {
        let mut bytes = std::fs::read(&file).unwrap();
        if file.extension().is_some_and(|end| end == "gz") {
            let packed = std::mem::take(&mut bytes);
            MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        }
        for secret in ["s3cr3t", "wr0ng"] {
            let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!is_there, "{secret} stands in {}", file.display());
        }
    }
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn page(title: &str) -> Answer {
    let words = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for \
                 artificial intelligence software that inspects rails. ";
    let filler =
        "The agency said that the software would be tried on two lines before it goes further. ".repeat(4);
    let head =
        format!("<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>");
    Answer::new("text/html", format!("{head}<p>{words}</p><p>{filler}</p></article></body></html>"))
}

#[test]
fn gdelt_names_pages_and_is_given_its_time() {
    let (world, server) = (World::new(), Server::start());
    let path = "/api/v2/doc/doc?query=rail&maxrecords=1&mode=artlist&format=json&sort=datedesc&startdatetime=20260531000000";
    let list = |article: &str, seen: &str| {
        answer(&json!({"articles": [{"url": server.url(article), "title": "Rail news", "seendate": seen}]}))
    };
    server.set(&format!("{path}&enddatetime=20260630235959"), list("/a", "20260629T101500Z"));
    server.set(&format!("{path}&enddatetime=20260629101500"), list("/b", "20260620T000000Z"));
    server.set(&format!("{path}&enddatetime=20260620000000"), answer(&json!({})));
    server.set("/a", page("Larkfield wins"));
    server.set("/b", page("Rails are inspected"));
    set_up(&world, &[source("World", "gdelt", &server.url("/api/v2/doc/doc?query=rail&maxrecords=1"))]);
    let begun = Instant::now();
    world.run(&["crawl"]).ends(0).tells("read World: 2 new, 0 known").tells("2 new");
    assert!(begun.elapsed() >= Duration::from_secs(10), "three questions, five seconds apart");
    let records = world.run(&["search", "inspected", "--format", "jsonl"]).records();
    assert_eq!(records[0]["published"], "2026-06-20");
}

#[test]
fn listing_pages_are_read_by_selector_to_the_next_page() {
    let (world, server) = (World::new(), Server::start());
    let list = |items: &str, next: &str| {
        Answer::new(
            "text/html",
            format!(
                "<title>News</title><a href='/nav'>Nav</a><ul>{items}</ul><a class=older href='{next}'>Older</a>"
            ),
        )
    };
    let item = |path: &str, day: &str| {
        format!("<li><a href='{path}'>Story {path}</a> <time datetime='{day}'>then</time></li>")
    };
    server.set("/news", list(&item("/a", "2026-06-20"), "/news?page=2"));
    server.set("/news?page=2", list(&item("/b", "2026-06-10"), "/news?page=3"));
    server.set("/news?page=3", list(&item("/c", "2026-01-10"), "/news?page=4"));
    server.set("/a", page("Larkfield wins"));
    server.set("/b", page("Rails are inspected"));
    let selectors = "item = \"li\"\ndate = \"time\"\nnext = \"a.older\"\n\n";
    let entry = format!(
        "{}{selectors}",
        source("News", "listing", &server.url("/news")).trim_end_matches('\n').to_owned() + "\n"
    );
    set_up(&world, std::slice::from_ref(&entry));
    world.run(&["crawl"]).ends(0).tells("read News: 2 new, 0 known").tells("2 pages fetched: 2 new");
    assert!(server.asked_for("/news?page=4").is_empty(), "a list that has come to old articles is left");
    assert!(server.asked_for("/nav").is_empty() && server.asked_for("/c").is_empty());
    let records = world.run(&["search", "inspected", "--format", "jsonl"]).records();
    assert_eq!(records[0]["published"], "2026-06-10");
    // A selector that fits nothing is the source's failure; one that cannot be read is told with its line.
    set_up(&world, &[entry.replace("\"li\"", "\".card\"")]);
    world.run(&["crawl"]).ends(3).tells("nothing on it fits the selector \".card\"");
    set_up(&world, &[entry.replace("\"time\"", "\"time[\"")]);
    world.run(&["crawl"]).fails(2, "line 12: the CSS selector `date` cannot be read: \"time[\"");
}

#[test]
fn announcements_are_found_on_their_list() {
    let (world, server) = (World::new(), Server::start());
    let day = "/News/Contracts/Contract/Article/4200001/contracts-for-june-29-2026/";
    server.set(
        "/News/Contracts/",
        Answer::new("text/html", format!("<html><a href='{day}'>Contracts For June 29, 2026</a></html>")),
    );
    server.set(
        "/News/Contracts/?Page=2",
        Answer::new(
            "text/html",
            "<html><a href='/News/Contracts/Contract/Article/1/'>Contracts For May 1, 2026</a></html>",
        ),
    );
    server.set(day, page("Contracts For June 29, 2026"));
    set_up(&world, &[source("DoD", "dod_contracts", &server.url("/News/Contracts/"))]);
    world.run(&["crawl"]).ends(0).tells("read DoD: 1 new, 0 known").tells("1 new");
    assert!(server.asked_for("/News/Contracts/?Page=3").is_empty());
}

#[test]
fn sitemaps_are_found_in_robots_txt_and_only_what_changed_is_read() {
    let (world, server) = (World::new(), Server::start());
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {}\n", server.url("/index.xml"));
    server.set("/robots.txt", Answer::new("text/plain", robots));
    let child =
        |path: &str, day: &str| format!("<sitemap><loc>{path}</loc><lastmod>{day}</lastmod></sitemap>");
    let children = child("/new.xml.gz", "2026-06-21") + &child("/old.xml", "2026-05-01");
    server.set(
        "/index.xml",
        Answer::new("application/xml", format!("<sitemapindex>{children}</sitemapindex>")),
    );
    let urls = "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>
        <url><loc>/a</loc><news:news><news:publication_date>2026-06-20</news:publication_date></news:news></url>
        <url><loc>/b</loc><lastmod>2026-05-01</lastmod></url></urlset>";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(urls.as_bytes()).unwrap();
    server.set("/new.xml.gz", Answer::new("application/octet-stream", packed.finish().unwrap()));
    server.set("/a", page("Larkfield wins"));
    set_up(&world, &[source("Map", "sitemap", &server.url("/robots.txt"))]);
    world.run(&["crawl"]).ends(0).tells("read Map: 1 new, 0 known").tells("1 new");
    assert!(server.asked_for("/old.xml").is_empty() && server.asked_for("/b").is_empty());
}
