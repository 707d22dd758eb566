//! Bundles that were changed, cut off, or made to do harm.

use std::fs;
use std::io::{Cursor, Write};
use std::sync::OnceLock;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::zips::{Files, is_a, list_anew, text, unzipped, zipped};
use crate::world::{ARTICLES, World};

/// A good bundle with pages and texts.
fn good() -> &'static Vec<u8> {
    static GOOD: OnceLock<Vec<u8>> = OnceLock::new();
    GOOD.get_or_init(|| {
        let world = World::with_articles();
        world.run(&["bundle", "--with-pages", "--with-text", "-o", "b.zip"]).ends(0);
        fs::read(world.path("b.zip")).unwrap()
    })
}

/// What a check and an `add` say of these bytes: both refuse them, and no library comes to be.
#[track_caller]
fn refused(bytes: &[u8], code: i32, words: &str) {
    let world = World::new();
    world.write("b.zip", bytes);
    world.run(&["doctor", "--bundle", "b.zip"]).fails(code, words);
    world.run(&["add", "b.zip"]).fails(code, words);
    assert!(!world.library().exists());
    let names: Vec<_> = fs::read_dir(world.path("")).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(names, ["b.zip"], "nothing is written");
}

/// A bundle that can be read and does not hold what it says: this fault is listed, and it is not taken in.
#[track_caller]
fn faulty(files: &Files, words: &str) {
    let world = World::new();
    world.write("b.zip", zipped(files));
    world.run(&["doctor", "--bundle", "b.zip"]).ends(5).shows(words).tells("do not rely on this bundle");
    let lines = world.run(&["doctor", "--bundle", "b.zip", "--format", "jsonl"]).ends(5).records();
    assert!(lines.iter().any(|line| line["what"].as_str().unwrap().contains(words)), "{lines:?}");
    world.run(&["add", "b.zip"]).fails(5, "not taken in");
    assert!(!world.library().exists());
}

/// The good bundle with the first `old` of a file made `new`.
fn changed(name: &str, old: &str, new: &str) -> Files {
    let mut files = unzipped(good());
    let before = text(&files, name).to_owned();
    assert!(before.contains(old), "{old} in {before}");
    files.insert(name.to_owned(), before.replacen(old, new, 1).into_bytes());
    files
}

#[test]
fn the_good_one_is_good() {
    let world = World::new();
    world.write("b.zip", zipped(&unzipped(good())));
    world.run(&["doctor", "--bundle", "b.zip"]).ends(0).shows("3 pages with the bytes that facts name");
}

#[test]
fn what_was_changed_is_told() {
    faulty(&changed("deals.csv", "Larkfield", "Larkfeld"), "deals.csv is not what it was");
    let mut files = unzipped(good());
    files.remove("claims.csv");
    faulty(&files, "claims.csv is listed and not there");
    files = unzipped(good());
    files.insert("pages/evil.html".to_owned(), b"<p>x".to_vec());
    faulty(&files, "pages/evil.html is there and not listed");
}

#[test]
fn what_was_changed_with_its_digests_is_told_too() {
    for (name, old, new, words) in [
        ("claims.jsonl", "a $40 million contract", "a $90 million contract", "does not say so"),
        ("claims.jsonl", "\"surface\":\"$40 million\"", "\"surface\":\"$90 million\"", "does not say so"),
        ("deals.jsonl", "\"value\":40000000", "\"value\":90000000", "no claim tells its"),
        ("deals.jsonl", "\"ordinal\":0", "\"ordinal\":7", "which is not there"),
        ("deals.jsonl", "\"id\":\"d", "\"id\":\"e", "is not the id of its events"),
        ("deals.jsonl", "\"text_digest\":\"sha256:", "\"text_digest\":\"sha256:0", "names other digests"),
        ("articles.jsonl", "inspects rails", "inspects tails", "has another digest than it says"),
        ("events.jsonl", "\"deal\":\"d", "\"deal\":\"e", "is in another deal than it says"),
        (
            "pages.jsonl",
            "\"page_digest\":\"",
            "\"page_digest\":\"f",
            "has another digest than its facts name",
        ),
        ("pages.jsonl", "\"offset\":", "\"offset\":1", "is no good"),
        ("manifest.json", "\"events\": ", "\"events\": 1", "are said to be there"),
    ] {
        let mut files = changed(name, old, new);
        if name != "manifest.json" {
            list_anew(&mut files);
        }
        faulty(&files, words);
    }
    let mut files = unzipped(good());
    let csv = text(&files, "claims.csv");
    let shorter = csv.trim_end().rsplit_once('\n').unwrap().0.to_owned();
    files.insert("claims.csv".to_owned(), shorter.into_bytes());
    list_anew(&mut files);
    faulty(&files, "claims.csv has");
}

/// A page whose record was put in anew, digests and all, so that it says something else than the facts.
#[test]
fn a_forged_page_is_told() {
    let mut files = unzipped(good());
    let name = "archive/pages-00001.warc.gz";
    let mut warc = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(files[name].as_slice()), &mut warc)
        .unwrap();
    let warc = String::from_utf8(warc).unwrap();
    assert!(warc.contains("$40 million"));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(warc.replace("$40 million", "$90 million").as_bytes()).unwrap();
    files.insert(name.to_owned(), packed.finish().unwrap());
    list_anew(&mut files);
    faulty(&files, "is no good");
}

#[test]
fn cut_off_or_broken_archives_are_refused() {
    for cut in [1, 30, 500, good().len() / 2, good().len() - 6] {
        refused(&good()[..good().len() - cut], 5, "damaged or not to be trusted");
    }
    refused(b"", 2, "no bundle of awardwire");
    refused(b"<html>", 2, "no bundle of awardwire");
    // A byte of what is packed, which the list of files knows nothing of.
    let mut bytes = good().clone();
    bytes[200] ^= 0xff;
    let world = World::new();
    world.write("b.zip", &bytes);
    world.run(&["doctor", "--bundle", "b.zip"]).ends(5);
    world.run(&["add", "b.zip"]).fails(5, "b.zip");
}

/// An archive with a file of this name beside those of the good bundle.
fn with_name(name: &str) -> Vec<u8> {
    let mut files = unzipped(good());
    files.insert(name.to_owned(), b"x".to_vec());
    zipped(&files)
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in
        ["../evil", "/tmp/evil", "pages/../../evil", "C:\\evil", "a\\b", "pages/\u{1b}[31m", ".bashrc"]
    {
        refused(&with_name(name), 5, "a name in it leads elsewhere");
    }
}

#[test]
fn a_name_twice_is_refused() {
    // Made under another name of the same length, then renamed in the bytes: both in its own header and in the list.
    let twice = with_name("deals.jsonX");
    let twice: Vec<u8> = replaced(&twice, b"deals.jsonX", b"deals.jsonl");
    refused(&twice, 5, "two files in it have one name");
    // Renamed in one place only: what a careless reader sees depends on how it reads.
    let mut bytes = good().clone();
    let at = bytes.windows(11).position(|window| window == b"deals.jsonl").unwrap();
    bytes[at..at + 11].copy_from_slice(b"deals.json!");
    refused(&bytes, 5, "do not say the same");
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    while let Some(at) = bytes.windows(old.len()).position(|window| window == old) {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    bytes
}

#[test]
fn links_folders_and_encrypted_files_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("manifest.json", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    refused(&writer.finish().unwrap().into_inner(), 5, "is no file");
    // The flag of an encrypted file, in the list of files and in the file's own header.
    let mut bytes = zipped(&unzipped(good()));
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(4).position(|window| window == b"PK\x01\x02") {
        bytes[at + found + 8] |= 1;
        at += found + 4;
    }
    refused(&bytes, 5, "is encrypted");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut files = unzipped(good());
    files.insert("claims.jsonl".to_owned(), vec![b' '; 200 << 20]);
    let bomb = zipped(&files);
    refused(&bomb, 5, "unpacks to more than a bundle of this size can hold");
    // Its length in both lists of files is a lie.
    let length = u32::try_from(200 << 20).unwrap().to_le_bytes();
    let world = World::new();
    world.write("b.zip", replaced(&bomb, &length, &100_u32.to_le_bytes()));
    world.run(&["doctor", "--bundle", "b.zip"]).ends(5);
    world.run(&["add", "b.zip"]).ends(5);
    assert!(!world.library().exists());
    // As bombs are made: each file small enough, many of them.
    let mut files = unzipped(good());
    for number in 0..40 {
        files.insert(format!("pages/a{number}.html"), vec![b' '; 4 << 20]);
    }
    refused(&zipped(&files), 5, "unpacks to more than a bundle of this size can hold");
}

#[test]
fn later_forms_and_other_zips_are_told() {
    let later = changed("manifest.json", "\"format_version\": 1", "\"format_version\": 2");
    refused(&zipped(&later), 2, "made by a newer awardwire");
    let other = changed("manifest.json", "awardwire bundle", "a web extension");
    refused(&zipped(&other), 2, "no bundle of awardwire");
    let broken = changed("manifest.json", "\"files\"", "\"piles\"");
    refused(&zipped(&broken), 5, "manifest.json");
    // No bundle at all: it is looked at as what else it may be.
    let world = World::new();
    world.write("x.zip", zipped(&Files::from([("a.txt".to_owned(), b"x".to_vec())])));
    world.run(&["add", "x.zip"]).ends(2).tells("skipped:");
    world.run(&["doctor", "--bundle", "x.zip"]).fails(2, "no bundle of awardwire");
}

/// An article may not come in under the id of another.
#[test]
fn an_id_that_is_not_its_own_is_refused() {
    let mut files = unzipped(good());
    let id = text(&files, "articles.jsonl")
        .split('"')
        .find(|word| word.len() == 16 && word.starts_with('a'))
        .unwrap();
    let (id, other) = (id.to_owned(), "a0123456789abcde");
    let all: Vec<String> = files.keys().cloned().collect();
    for name in all.iter().filter(|name| is_a(name, "jsonl") || is_a(name, "csv")) {
        let renamed = text(&files, name).replace(&id, other);
        files.insert(name.clone(), renamed.into_bytes());
    }
    let page = files.remove(&format!("pages/{id}.html")).unwrap();
    files.insert(format!("pages/{other}.html"), page);
    list_anew(&mut files);
    let world = World::new();
    world.write("b.zip", zipped(&files));
    world.run(&["add", "b.zip"]).ends(5);
    assert!(!world.library().exists());
}

#[test]
fn hostile_articles_do_no_harm_in_a_bundle() {
    let world = World::new();
    let line = ARTICLES.lines().next().unwrap().replace(
        "Larkfield Analytics wins rail inspection contract",
        "=HYPERLINK(\\\"http://bad.example\\\") <script>alert(1)</script> \\u001b[31m\\u202e",
    );
    world.run_with(&["add", "-"], line).ends(0);
    world.run(&["bundle", "--with-pages", "-o", "b.zip"]).ends(0);
    let files = unzipped(&fs::read(world.path("b.zip")).unwrap());
    for (name, content) in &files {
        let content = String::from_utf8_lossy(content);
        let may_hold_anything = name.starts_with("archive/");
        assert!(may_hold_anything || !content.contains('\u{1b}'), "{name}");
        // The report has a script of its own, by whose digest alone it runs.
        let own = usize::from(name == "report.html");
        assert!(!is_a(name, "html") || content.matches("<script").count() == own, "{name}");
        if is_a(name, "csv") {
            for row in csv::ReaderBuilder::new().has_headers(false).from_reader(content.as_bytes()).records()
            {
                assert!(row.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '@'])), "{name}");
            }
        }
    }
    world.run(&["doctor", "--bundle", "b.zip"]).ends(0).hides("\u{1b}");
}
