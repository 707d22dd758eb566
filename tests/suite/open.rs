//! `awardwire open`. No test opens a browser: the world has no display, and none is named but a script of the test's own.

use std::fs;

use scraper::{Html, Selector};

use crate::world::{ARTICLES, Answer, Ran, Server, World, may_write_anywhere};

/// A page that means harm around a sentence that is parted by tags and references.
const HOSTILE: &str = r#"<!doctype html><html><head><meta charset="windows-1252"><title>Rail &lt;script&gt;alert(1)&lt;/script&gt; wins</title>
<meta http-equiv="refresh" content="0;url=http://bad.example/"><base href="http://bad.example/">
<link rel="stylesheet" href="http://bad.example/x.css"><style>#banner{display:none}</style><script>alert(1)</script></head>
<body onload="alert(2)"><h1>Rail &lt;script&gt;alert(1)&lt;/script&gt; wins</h1>
<img src="http://bad.example/pixel.gif" onerror="alert(3)"><svg onload="alert(4)"><script>alert(5)</script></svg>
<iframe src="http://bad.example/frame"></iframe><form action="http://bad.example/"><input name="x"></form>
<p>The agency said on Monday that it would try the software on two lines before it goes any further with it.</p>
<p id="e0" style="position:fixed;top:0">The Continental
   Rail Safety Administration <b onclick="alert(6)">awarded <a href="javascript:alert(7)">Larkfield Analytics Inc.</a></b> a $40 million
   contract for artificial&nbsp;intelligence software that inspects tracks &amp; rails where a gap is &lt;5 mm.</p>
<p>It would be glad to read <a href="/more?a=1&amp;b=2" onmouseover="alert(8)">more</a> of <a href="data:text/html,x">it</a>, the agency said.
<p>The caf<X> of the agency is not meant by this, it said: <b>the gap is what it is about, and it is to be closed soon.
</div></main></html>
"#;

/// The page that a browser would make of it; whatever the input was, nothing in it acts.
#[track_caller]
fn harmless(html: &str) -> Html {
    let page = Html::parse_document(html);
    for element in page.tree.nodes().filter_map(|node| node.value().as_element()) {
        let name = element.name();
        let is_ours =
            ["html", "head", "body", "meta", "title", "style", "header", "main", "mark"].contains(&name);
        let bad = [
            "script", "img", "svg", "iframe", "form", "input", "object", "embed", "link", "base", "video",
            "frame",
        ];
        assert!(is_ours || !bad.contains(&name), "<{name}> in {html}");
        for (attribute, value) in element.attrs() {
            assert!(
                !attribute.starts_with("on") && attribute != "src" && attribute != "style",
                "{attribute} in {html}"
            );
            let is_link =
                value.starts_with('#') || value.starts_with("http://") || value.starts_with("https://");
            assert!(attribute != "href" || is_link, "{value} in {html}");
            assert!(attribute != "http-equiv" || value == "Content-Security-Policy", "{html}");
        }
    }
    assert_eq!(page.select(&of("style")).count(), 1);
    assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"), "{html}");
    let bad = html
        .chars()
        .find(|c| (c.is_control() && !"\n\t".contains(*c)) || matches!(c, '\u{202a}'..='\u{202e}'));
    assert_eq!(bad, None);
    page
}

fn of(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// The text of all that a selector finds, white space squeezed.
fn text(page: &Html, selector: &str) -> String {
    let selector = of(selector);
    let found = page.select(&selector).flat_map(|element| element.text());
    found.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn id_of(world: &World, words: &str) -> String {
    world.id_of(&["search", "*", "--format", "jsonl"], words)
}

#[test]
fn a_hostile_page_is_shown_without_acting_and_its_sentence_is_marked() {
    let world = World::new();
    let page = world
        .write("page.html", HOSTILE.replace("<X>", "\u{e9}").chars().map(|c| c as u8).collect::<Vec<u8>>());
    world
        .run(&[
            "add",
            &page,
            "--url",
            "https://news.example/2026/rail?x=%22%3E%3Cscript%3E",
            "--publisher",
            "<b>Wire</b>\u{202e}",
        ])
        .ends(0);
    let id = id_of(&world, "news.example");
    let ran = world.run(&["open", &id[..8], "--print"]).ends(0);
    let shown = harmless(&ran.out);
    assert_eq!(text(&shown, "#banner h1"), "Rail <script>alert(1)</script> wins");
    let banner = text(&shown, "#banner");
    let digest = format!("SHA-256 {}", sha256(&fs::read(&page).unwrap()));
    for words in [
        "text as fetched, media not kept",
        "<b>Wire</b>",
        "supplied by user",
        "the archive's have it",
        &digest,
        &id,
    ] {
        assert!(banner.contains(words), "{words}: {banner}");
    }
    let sentence = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for \
         artificial intelligence software that inspects tracks & rails where a gap is <5 mm.";
    assert!(banner.contains(&format!("“{sentence}”")), "{banner}");
    assert_eq!(text(&shown, "#page mark"), sentence);
    assert!(text(&shown, "#page mark#e0").starts_with("The Continental Rail"));
    assert_eq!(shown.select(&of("#banner a[href=\"#e0\"]")).count(), 1);
    assert_eq!(shown.select(&of("[autofocus]")).count(), 0);
    assert!(text(&shown, "#page").contains("The café of the agency"), "{}", ran.out);
    let links: Vec<_> =
        shown.select(&of("#page a[href]")).map(|link| link.value().attr("href").unwrap()).collect();
    assert_eq!(links, ["https://news.example/more?a=1&b=2"]);
    for link in
        shown.select(&of("a")).filter(|link| !link.value().attr("href").is_some_and(|to| to.starts_with('#')))
    {
        assert_eq!(link.value().attr("rel"), Some("noopener noreferrer nofollow"));
    }
    // The same at the event: a browser goes to its mark.
    let at = world.run(&["open", &format!("{id}:0"), "--print"]).ends(0);
    assert_eq!(text(&harmless(&at.out), "mark#e0[autofocus]"), text(&shown, "mark#e0"));
    // Shown as text, the page's markup is gone altogether.
    let read = harmless(&world.run(&["open", &id, "--print", "--text"]).ends(0).out);
    assert_eq!(text(&read, "#page mark#e0"), sentence);
    assert_eq!(text(&read, "#page h1"), "Rail <script>alert(1)</script> wins");
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    format!("{:x}", sha2::Sha256::digest(bytes))
}

#[test]
fn pages_without_end_or_order_are_shown() {
    let sentence = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software.";
    let filler = "<p>The agency said that the software would be tried on two lines before it goes any further with it.</p>".repeat(4);
    for (name, page) in [
        ("deep", format!("{}<p>{sentence}</p>{filler}", "<div>".repeat(20_000))),
        ("unclosed", format!("<h1>Rail<table><tr><td><p>{sentence}</p>{filler}<b><i><a href='")),
        (
            "svg",
            format!(
                "<svg><desc><style><a title=\"</style><img src=x onerror=alert(1)>\"></svg><p>{sentence}</p>{filler}"
            ),
        ),
        (
            "math",
            format!(
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\"></table></math><p>{sentence}</p>{filler}"
            ),
        ),
        (
            "comment",
            format!(
                "<!--><script>alert(1)</script--!><p>{sentence}</p>{filler}<![CDATA[<script>x</script>]]>"
            ),
        ),
    ] {
        let world = World::new();
        let path = world.write(&format!("{name}.html"), format!("<html><body>{page}"));
        let ran = world.run(&["add", &path, "--url", "https://news.example/x"]);
        if ran.code != Some(0) {
            continue; // No article, so there is nothing to open.
        }
        let id = id_of(&world, "news.example");
        let shown = harmless(&world.run(&["open", &format!("{id}:0"), "--print"]).ends(0).out);
        assert_eq!(text(&shown, "#page mark"), sentence, "{name}");
    }
}

#[test]
fn a_crawled_page_says_how_it_was_fetched() {
    let (world, server) = (World::new(), Server::start());
    let filler =
        "<p>The agency said that the software would be tried on two lines before it goes further.</p>"
            .repeat(4);
    let body = format!(
        "<title>Rail</title><h1>Larkfield wins rail contract</h1><p>The Continental Rail Safety Administration awarded Larkfield Analytics \
         Inc. a $40 million contract for artificial intelligence software.</p>{filler}"
    );
    server.set("/d", Answer::new("text/html; charset=utf-8", body.clone()));
    world.sources(&format!(
        "[[source]]\nname = \"Page\"\nkind = \"page\"\nurl = \"{}\"\nallow_private = true\n",
        server.url("/d")
    ));
    world.run(&["crawl"]).ends(0);
    let id = id_of(&world, "/d");
    let shown = harmless(&world.run(&["open", &id, "--print"]).ends(0).out);
    let banner = text(&shown, "#banner");
    let digest = sha256(body.as_bytes());
    for words in [server.url("/d").as_str(), "HTTP status 200", "Fetched 2026-", "UTC", digest.as_str()] {
        assert!(banner.contains(words), "{words}: {banner}");
    }
    assert!(text(&shown, "#page mark#e0").contains("$40 million"));
}

#[test]
fn a_deal_opens_its_first_article_at_its_sentence() {
    let world = World::with_articles();
    let deal = world.id_of(&["deals", "--format", "jsonl"], "40000000");
    let article = world.id_of(&["search", "larkfield", "--format", "jsonl"], "larkfield-award");
    let ran = world.run(&["open", &deal, "--print"]).ends(0);
    let ran = ran.tells(&format!(
        "{deal} is told in 1 article; this is the first: {article}, Example Wire, 2026-05-04"
    ));
    let shown = harmless(&ran.out);
    assert!(text(&shown, "mark#e0[autofocus]").contains("$40 million"));
    // A record of data has no page: its text is shown.
    assert!(
        text(&shown, "#banner")
            .contains("it came as a record of data (JSON); this is the text as awardwire read it")
    );
    assert_eq!(text(&shown, "#page h1"), "Larkfield Analytics wins rail inspection contract");
}

#[test]
fn what_cannot_be_opened_is_told() {
    let world = World::with_articles();
    let article = world.id_of(&["search", "larkfield", "--format", "jsonl"], "larkfield-award");
    let rain = world.id_of(&["search", "rain", "--format", "jsonl"], "weather");
    let deal = world.id_of(&["deals", "--format", "jsonl"], "40000000");
    for (id, words) in [
        (format!("{article}:7"), "has no event 7: it tells one, 0"),
        (format!("{rain}:0"), "has no event 0: it tells none"),
        (format!("{deal}:0"), "is a deal"),
        ("a0000000000000000".to_owned(), "nothing in the library has the id"),
        ("../../etc/passwd".to_owned(), "nothing in the library has the id"),
        (format!("{article}:x"), "nothing in the library has the id"),
        ("a".to_owned(), "is the beginning of several ids"),
    ] {
        world.run(&["open", "--print", "--", &id]).fails(2, words);
    }
    world.run(&["open", &rain, "--print"]).ends(0).shows("No event is told here.");
    world.run(&["open", &rain, "--print", "-o", "x.html"]).ends(2);
    world.run(&["open", &rain, "--force"]).ends(2);
    World::new().run(&["open", "a1"]).fails(2, "there is no library");
}

#[test]
fn a_page_that_the_archive_lost_comes_as_the_text_that_was_read() {
    let world = World::with_articles();
    let id = world.id_of(&["search", "quillon", "--format", "jsonl"], "quillon-protest");
    fs::remove_dir_all(world.library().join("archive")).unwrap();
    let ran = world.run(&["open", &id, "--print"]).ends(0).tells("the archive no longer has the page");
    let shown = harmless(&ran.out);
    assert!(
        text(&shown, "#banner")
            .contains("the page itself is no longer there; this is the text as awardwire read it")
    );
    assert!(text(&shown, "mark#e0").contains("filed a bid protest"));
}

#[test]
fn a_named_file_is_written_once() {
    let world = World::with_articles();
    let id = world.id_of(&["search", "quillon", "--format", "jsonl"], "quillon-protest");
    let ran = world.run(&["open", &id, "-o", "kept.html"]).ends(0).tells("written to kept.html");
    assert_eq!(ran.out, "");
    let first = fs::read_to_string(world.path("kept.html")).unwrap();
    harmless(&first);
    world.write("kept.html", "mine");
    world
        .run(&["open", &id, "-o", "kept.html"])
        .fails(2, "kept.html is there already: --force overwrites it");
    assert_eq!(fs::read_to_string(world.path("kept.html")).unwrap(), "mine");
    world.run(&["open", &id, "-o", "kept.html", "--force"]).ends(0);
    assert_eq!(fs::read_to_string(world.path("kept.html")).unwrap(), first);
    world.run(&["open", &id, "-o", "nowhere/kept.html"]).fails(5, "nowhere/kept.html");
    world.run(&["open", &id, "-o", "-"]).ends(0).shows("<!doctype html>");
}

/// Runs it with a folder for temporary files of its own.
#[cfg(unix)]
fn with_temporary_folder(world: &World, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    fs::create_dir_all(world.path("tmp")).unwrap();
    let mut command = world.command(arguments);
    command.env("TMPDIR", world.path("tmp")).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let shown = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: shown(output.stdout), err: shown(output.stderr) }
}

#[cfg(unix)]
#[test]
fn the_file_is_private_and_its_path_is_ours() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new();
    let hostile =
        ARTICLES.replace("Quillon Systems protests harbor award", "../../../tmp/x; rm -rf / #.html");
    world.run_with(&["add", "-"], hostile).ends(0);
    let id = world.id_of(&["search", "quillon", "--format", "jsonl"], "quillon-protest");
    let is_ours = regex::Regex::new(r"^awardwire-[A-Za-z0-9]{12}\.html$").unwrap();
    let mut paths = Vec::new();
    for _ in 0..2 {
        let ran = with_temporary_folder(&world, &["open", &id, "--no-browser"], &[]).ends(0);
        assert_eq!(ran.err, "");
        let path = std::path::PathBuf::from(ran.out.trim_end());
        assert_eq!(path.parent(), Some(world.path("tmp").as_path()));
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(is_ours.is_match(name), "{name}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        harmless(&fs::read_to_string(&path).unwrap());
        paths.push(path);
    }
    assert_ne!(paths[0], paths[1]);
    if !may_write_anywhere(&world) {
        fs::set_permissions(world.path("tmp"), fs::Permissions::from_mode(0o500)).unwrap();
        with_temporary_folder(&world, &["open", &id, "--no-browser"], &[]).fails(5, "-o names another place");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_given_the_path_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};

    let world = World::with_articles();
    let id = world.id_of(&["search", "quillon", "--format", "jsonl"], "quillon-protest");
    let ran = with_temporary_folder(&world, &["open", &id], &[]).ends(0);
    let ran = ran.tells("no browser was opened (there is no display)").tells("--print");
    assert!(std::path::Path::new(ran.out.trim_end()).exists());
    let ran = with_temporary_folder(&world, &["open", &id], &[("BROWSER", "/nowhere/browser")]).ends(0);
    ran.tells("no browser was opened");
    let browser = world.write(
        "browser",
        "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.told\"\n",
    );
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o700)).unwrap();
    let ran = with_temporary_folder(&world, &["open", &format!("{id}:0")], &[("BROWSER", &browser)]).ends(0);
    assert_eq!(ran.err, "");
    let begun = Instant::now();
    while !world.path("browser.told").exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(fs::read_to_string(world.path("browser.told")).unwrap(), format!("1\n{}", ran.out));
}

#[test]
fn every_sample_article_has_its_sentences_marked() {
    let world = crate::world::sample();
    for hit in world.run(&["search", "*", "-n", "100", "--format", "jsonl"]).ends(0).records() {
        let id = hit["id"].as_str().unwrap();
        let record = world.run(&["show", id, "--format", "json"]).ends(0).json();
        let is_relevant = record["relevant"] == true;
        let events = if is_relevant { record["events"].as_array().unwrap().len() } else { 0 };
        let ran = world.run(&["open", id, "--print"]).ends(0).hides("not found in");
        let shown = harmless(&ran.out);
        for number in 0..events {
            assert_eq!(shown.select(&of(&format!("mark#e{number}"))).count(), 1, "{id}:{number}");
        }
    }
}
