//! Files of other formats, through `extract` and `add`.

use serde_json::Value;

use crate::world::{World, files};

const BODY: &str = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial \
    intelligence software that inspects rails across the country, the agency said on Monday.";

fn extracted(world: &World, path: &str) -> Value {
    let mut records = world.run(&["extract", path]).ends(0).records();
    assert_eq!(records.len(), 1);
    records.remove(0)
}

fn page_of_pdf() -> Vec<u8> {
    let mut page = vec![
        (72.0, 760.0, 8.0, "Rail Administration News"),
        (72.0, 700.0, 10.0, "FOR IMMEDIATE RELEASE"),
        (72.0, 685.0, 10.0, "March 2, 2026"),
        (72.0, 650.0, 18.0, "Administration picks Larkfield for rails"),
    ];
    let lines = [
        "WASHINGTON - The Continental Rail Safety Administration awarded Lark-",
        "field Analytics Inc. a $40 million contract for artificial intelligence soft-",
        "ware that inspects rails across the country, the agency said on Monday.",
        "The Administration's contract, number RS-2026-0041, runs for three years.",
        "Larkfield is to begin in the autumn.",
    ];
    for (n, line) in lines.into_iter().enumerate() {
        page.push((72.0, 620.0 - 12.0 * n as f64, 10.0, line));
    }
    page.push((300.0, 540.0, 10.0, "# # #"));
    page.push((300.0, 30.0, 8.0, "- 1 -"));
    files::pdf("release_final.pdf", &[page])
}

#[test]
fn a_pdf_is_an_article() {
    let world = World::new();
    let path = world.write("in/release.pdf", page_of_pdf());
    let record = extracted(&world, &path);
    assert_eq!(record["title"], "Administration picks Larkfield for rails");
    assert_eq!(record["published"], "2026-03-02");
    let body = record["articleBody"].as_str().unwrap();
    assert!(body.contains("awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that"), "{body}");
    assert!(!body.contains("- 1 -") && !body.contains('#') && !body.contains("IMMEDIATE"), "{body}");
    assert_eq!(record["events"][0]["type"], "award");
    // By its bytes, whatever it is called, from wherever it comes.
    let other = world.write("notice.txt", page_of_pdf());
    assert_eq!(extracted(&world, &other)["id"], record["id"]);
    let piped = world.run_with(&["extract", "-"], page_of_pdf()).ends(0).records().remove(0);
    assert_eq!(piped["id"], record["id"]);
}

#[test]
fn columns_heads_and_feet_of_a_pdf_are_told_apart() {
    let world = World::new();
    // Each line has a letter of its own, so that none repeats another page's.
    let letters = |page: usize| "abcdefghijklmnop".chars().skip(8 * page).take(8);
    let left = |letter: char| format!("the left column goes on in {letter} and");
    let right = |letter: char| format!("right column words fill {letter} and the line");
    let texts: Vec<(String, String)> =
        (0..2).flat_map(letters).map(|letter| (left(letter), right(letter))).collect();
    let page = |number: usize| {
        let mut page =
            vec![(72.0, 760.0, 8.0, "Rail Administration News"), (500.0, 30.0, 8.0, ["1", "2"][number])];
        for (row, (left, right)) in texts.iter().skip(8 * number).take(8).enumerate() {
            let y = 700.0 - 12.0 * row as f64;
            page.push((72.0, y, 10.0, left.as_str()));
            page.push((320.0, y, 10.0, right.as_str()));
        }
        page
    };
    let path = world.write("two.pdf", files::pdf("Rails and columns of the year", &[page(0), page(1)]));
    let record = extracted(&world, &path);
    let body = record["articleBody"].as_str().unwrap();
    assert!(!body.contains("News") && !body.contains('1'), "{body}");
    let expected: Vec<String> = (0..2)
        .flat_map(|page| letters(page).map(left).chain(letters(page).map(right)).collect::<Vec<_>>())
        .collect();
    assert_eq!(body, expected.join(" "));
}

#[test]
fn a_word_document_is_an_article() {
    let world = World::new();
    let row = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Larkfield</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>$40 million</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = [
        files::paragraph("", "PRESS RELEASE"),
        files::paragraph("", "March 2, 2026"),
        files::paragraph("Titel", "Administration picks Larkfield for rails"),
        files::paragraph("", BODY),
        files::paragraph("berschrift1", "The sums"),
        row.to_owned(),
        files::paragraph("", "###"),
        files::paragraph("", "About us"),
    ]
    .concat();
    let path = world.write("release.docx", files::docx(&body));
    let record = extracted(&world, &path);
    assert_eq!(record["title"], "Administration picks Larkfield for rails");
    assert_eq!(record["published"], "2026-03-02");
    assert_eq!(record["articleBody"], format!("{BODY}\n\nThe sums\n\nLarkfield | $40 million"));
    assert_eq!(record["events"][0]["type"], "award");
}

const LETTER: &str = "From: Rail News <news@rail.example>\r\nTo: a@b.example\r\nDate: Mon, 02 Mar 2026 12:00:00 -0500\r\nSubject: Contracts of the week\r\n\
    MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<h2><a href='https://rail.example/one'>Administration picks Larkfield for rails</a></h2>\
    <p>The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software.</p>\
    <h2><a href='https://rail.example/two'>Harbors buy maps from Quillon Systems</a></h2><p>A deal of $3 million for machine learning.</p>\
    <p><a href='https://rail.example/u'>Unsubscribe</a></p>\r\n";

#[test]
fn a_newsletter_gives_an_article_for_each_item_and_the_full_text_takes_its_place() {
    let world = World::new();
    let letter = world.write("week.eml", LETTER);
    let records = world.run(&["extract", &letter]).ends(0).records();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["url"], "https://rail.example/one");
    assert_eq!(
        (&records[0]["partial"], &records[0]["publisher"]),
        (&Value::from(true), &Value::from("Rail News"))
    );
    assert_eq!(records[1]["published"], "2026-03-02T12:00:00-05:00");

    world.run(&["add", &letter]).ends(0).tells("2 articles added");
    world.run(&["add", &letter]).ends(0).tells("2 already there");
    // The archive keeps the letter once, and both articles are read from it again.
    world.run(&["reread"]).ends(0).tells("2 articles read again");
    let shown = |words: &str| world.run(&["search", words, "--format", "jsonl"]).ends(0).records().remove(0);
    assert_eq!(shown("harbors")["url"], "https://rail.example/two");

    let full = world.write("full.pdf", page_of_pdf());
    world
        .run(&["add", &full, "--url", "https://rail.example/one"])
        .ends(0)
        .tells("0 articles added")
        .tells("1 changed");
    let id = shown("rails")["id"].as_str().unwrap().to_owned();
    world.run(&["show", &id]).ends(0).shows("RS-2026-0041").shows("supplied by user");
    assert!(!world.run(&["show", &id]).out.contains("only a part"));
    // The teaser does not come back.
    world.run(&["add", &letter]).ends(0).tells("2 already there");
    world.run(&["show", &id]).ends(0).shows("RS-2026-0041");
    world.run(&["reread"]).ends(0);
    world.run(&["show", &id]).ends(0).shows("RS-2026-0041").shows("supplied by user");
}

fn page() -> String {
    format!(
        "<html><head><title>Larkfield wins</title></head><body><h1>Larkfield wins</h1><p>{BODY}</p><p>{BODY}</p></body></html>"
    )
}

#[test]
fn pages_saved_by_browsers_know_where_they_are_from() {
    let world = World::new();
    let url = "https://news.example/a";
    let single = page().replacen(
        "<html>",
        &format!("<html><!--\n Page saved with SingleFile \n url: {url} \n saved date: Tue Mar 03 2026 10:00:00 GMT+0100 (CET)\n-->"),
        1,
    );
    for (name, bytes) in [
        ("a.mhtml", files::mhtml(url, &page()).into_bytes()),
        ("a.webarchive", files::web_archive(url, &page())),
        ("a.html", single.into_bytes()),
    ] {
        let path = world.write(name, bytes);
        let record = extracted(&world, &path);
        assert_eq!(
            (&record["url"], &record["title"]),
            (&Value::from(url), &Value::from("Larkfield wins")),
            "{name}"
        );
        assert!(record["articleBody"].as_str().unwrap().starts_with("The Continental"), "{name}");
    }
    world.run(&["add", "a.mhtml"]).ends(0).tells("1 article added");
    world.run(&["add", "a.webarchive", "a.html"]).ends(0).tells("2 already there");
    world.run(&["reread"]).ends(0).tells("1 article read again");
}

#[test]
fn folders_take_every_format() {
    let world = World::new();
    world.write("in/a.pdf", page_of_pdf());
    world.write("in/b.docx", files::docx(&files::paragraph("", BODY)));
    world.write("in/c.eml", LETTER);
    world.write("in/d.mht", files::mhtml("https://news.example/d", &page()));
    world.write("in/e.webarchive", files::web_archive("https://news.example/e", &page()));
    world.write(
        "in/f.txt",
        "By JANE ROE\nRail buyers pick Larkfield\n\nWASHINGTON (Reuters) - Rails.\n\n-30-\n",
    );
    world
        .run(&["add", "in", "--publisher", "Given Name"])
        .ends(0)
        .tells("7 articles added")
        .tells("0 skipped");
    let of = |words: &str| world.run(&["search", words, "--format", "jsonl"]).ends(0).records().remove(0);
    assert_eq!(of("id:RS-2026-0041")["publisher"], "Given Name");
}

#[test]
fn what_the_user_says_fills_in_what_a_file_does_not() {
    let world = World::new();
    // The day a file was made is no day of publication when the user knows better.
    let pdf = files::pdf("x", &[vec![(72.0, 700.0, 10.0, BODY)]]);
    let path = world.write("a.pdf", pdf);
    assert_eq!(extracted(&world, &path)["published"], "2026-03-03T09:30:00-05:00");
    world
        .run(&[
            "add",
            &path,
            "--url",
            "https://rail.example/x",
            "--published",
            "2026-02-28",
            "--publisher",
            "Rail Office",
        ])
        .ends(0);
    let said = |world: &World| {
        let hit = world.run(&["search", "larkfield", "--format", "jsonl"]).ends(0).records().remove(0);
        assert_eq!(
            (&hit["url"], &hit["published"]),
            (&Value::from("https://rail.example/x"), &Value::from("2026-02-28"))
        );
        assert_eq!(hit["publisher"], "Rail Office");
    };
    said(&world);
    world.run(&["reread"]).ends(0);
    said(&world);
    world
        .run(&["add", &path, &path, "--published", "2026-02-28"])
        .fails(2, "--published is for one document");
    let lines = "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n";
    world
        .run_with(&["add", "-", "--url", "https://rail.example/y"], lines)
        .ends(3)
        .tells("standard input:2: --url is for one article, and another has it");
}

#[test]
fn bad_files_are_one_clear_line() {
    let world = World::new();
    let scan = "<< /Type /Catalog /Pages 2 0 R >>|<< /Type /Pages /Count 1 /Kids [3 0 R] >>|<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] \
        /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>|<< /Length 5 >>\nstream\n/I Do\nendstream|<< /Subtype /Image /Width 1 /Height 1 \
        /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream";
    let scan: Vec<String> = scan.split('|').map(str::to_owned).collect();
    let encrypted = files::of_objects(&["<< >>".to_owned()], "/Root 1 0 R /Encrypt 2 0 R");
    let bomb = files::zip(&[("word/document.xml", &vec![b' '; 70 << 20])]);
    for (name, bytes, words) in [
        ("scan.pdf", files::of_objects(&scan, "/Root 1 0 R"), "the PDF holds pictures of pages, no text"),
        ("secret.pdf", encrypted, "the PDF is encrypted: save a copy without protection"),
        ("cut.pdf", b"%PDF-1.7\nnothing".to_vec(), "the PDF is damaged"),
        ("blank.pdf", files::pdf("x", &[vec![]]), "the PDF holds no text"),
        ("sheet.docx", files::zip(&[("xl/workbook.xml", b"<x/>")]), "a ZIP archive without a Word document"),
        (
            "path.docx",
            files::zip(&[("../word/document.xml", b"<x/>")]),
            "a ZIP archive without a Word document",
        ),
        ("bomb.docx", bomb, "unpacks to more than 64 MiB"),
        ("cut.docx", b"PK\x03\x04nothing".to_vec(), "the Word document is damaged"),
        ("none.docx", files::docx(""), "the Word document holds no text"),
        (
            "old.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "an old Word or Office file; save it as .docx or PDF",
        ),
        ("none.eml", b"no header at all".to_vec(), "not a mail"),
        (
            "none.mhtml",
            b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n".to_vec(),
            "holds no page of HTML",
        ),
        (
            "none.webarchive",
            b"bplist00nothing at all, but some bytes more".to_vec(),
            "the web archive is damaged",
        ),
    ] {
        let path = world.write(name, bytes);
        let ran = world.run(&["add", &path]).ends(2).tells(name).tells(words);
        let told = ran.err.lines().filter(|line| line.contains(words)).count();
        assert_eq!(told, 1, "{name}: {}", ran.err);
        world.run(&["extract", &path]).ends(2).tells(words);
    }
}

/// Every sample with bytes flipped, cut and doubled: an article or a refusal, within a bound of time, never a crash.
#[test]
fn damaged_files_are_survived() {
    survive(120);
}

#[test]
#[ignore = "takes minutes: for after a change of a format or of a library beneath one"]
fn damaged_files_are_survived_for_long() {
    survive(20_000);
}

fn survive(rounds: usize) {
    use awardwire::article::{FileFormat, Hints, read_file};
    let samples = [
        (FileFormat::Pdf, page_of_pdf()),
        (FileFormat::Pdf, include_bytes!("../formats/release.pdf").to_vec()),
        (FileFormat::Pdf, include_bytes!("../formats/packed.pdf").to_vec()),
        (FileFormat::Word, files::docx(&files::paragraph("Titel", BODY))),
        (FileFormat::Mail, LETTER.as_bytes().to_vec()),
        (FileFormat::SavedPage, files::mhtml("https://news.example/a", &page()).into_bytes()),
        (FileFormat::WebArchive, files::web_archive("https://news.example/a", &page())),
    ];
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for (format, whole) in samples {
        for round in 0..rounds {
            let mut bytes = whole.clone();
            for _ in 0..=random(8) {
                let at = random(bytes.len());
                match random(5) {
                    0 => bytes[at] ^= 1 << random(8),
                    1 => bytes[at] = b"\0\xff<>()[]/ 90"[random(12)],
                    2 => bytes.truncate(at.max(1)),
                    3 => {
                        let end = (at + random(64)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    _ => {
                        let end = (at + random(256)).min(bytes.len());
                        let piece = bytes[at..end].to_vec();
                        let to = random(bytes.len());
                        bytes.splice(to..to, piece);
                    }
                }
                if bytes.is_empty() {
                    break;
                }
            }
            let begun = std::time::Instant::now();
            let reading = read_file(format, &bytes, &Hints::default(), None);
            assert!(reading.articles.is_empty() == reading.refusal.is_some(), "{format:?} {round}");
            assert!(begun.elapsed().as_secs() < 20, "{format:?} {round}");
        }
    }
}
