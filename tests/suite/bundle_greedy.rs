//! Bundles that are small and would have their reader do much.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::World;
use crate::world::zips::{Files, list_anew, text, unzipped, zipped};

/// So many lines name one record.
const LINES: usize = 10_000;
/// So many of them, where each has an article and a file of its own.
const ARTICLES: usize = 2_000;

/// A bundle of one page of HTML, with so many bytes in it that nobody reads.
fn of_one_page(filler: usize) -> Files {
    let world = World::new();
    let sentence = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for \
                    artificial intelligence software that inspects rails.";
    let page = format!(
        "<title>Larkfield wins</title><!-- {} --><article><h1>Larkfield wins</h1><p>{sentence}</p></article>",
        "x".repeat(filler)
    );
    let page = world.write("page.html", page);
    world.run(&["add", &page]).ends(0);
    world.run(&["bundle", "--with-pages", "-o", "b.zip"]).ends(0);
    unzipped(&fs::read(world.path("b.zip")).unwrap())
}

/// A table of one line, as one of many lines that differ by the article alone.
fn many(files: &mut Files, name: &str, key: &str, lines: usize) {
    let line: Value = serde_json::from_str(text(files, name).lines().next().unwrap()).unwrap();
    let mut table = text(files, name).to_owned();
    for number in 1..lines {
        let mut line = line.clone();
        line[key] = json!(format!("a{number:015x}"));
        table.push_str(&line.to_string());
        table.push('\n');
    }
    files.insert(name.to_owned(), table.into_bytes());
}

fn told_soon(files: &Files, code: i32) -> String {
    let world = World::new();
    world.write("b.zip", zipped(files));
    let begun = Instant::now();
    let ran = world.run(&["doctor", "--bundle", "b.zip"]).ends(code);
    world.run(&["add", "b.zip"]).ends(code);
    assert!(!world.library().exists());
    // Reading the page for each of them would take far longer.
    assert!(begun.elapsed() < Duration::from_mins(4), "{:?}", begun.elapsed());
    ran.out + &ran.err
}

#[test]
fn many_pages_of_one_record_are_told_before_it_is_read() {
    let mut files = of_one_page(100);
    many(&mut files, "pages.jsonl", "article", LINES);
    list_anew(&mut files);
    let told = told_soon(&files, 5);
    assert!(told.contains("is an article without a page, or a page without one"), "{told}");
}

#[test]
fn a_page_holds_so_many_articles_only() {
    for (filler, words) in
        [(100, "more pages name it than one page holds"), (3_000_000, "are named again and again")]
    {
        let mut files = of_one_page(filler);
        many(&mut files, "pages.jsonl", "article", ARTICLES);
        many(&mut files, "articles.jsonl", "id", ARTICLES);
        for number in 1..ARTICLES {
            files.insert(format!("pages/a{number:015x}.html"), b"x".to_vec());
        }
        list_anew(&mut files);
        let told = told_soon(&files, 5);
        assert!(told.contains(words), "{words}: {}", told.chars().take(2000).collect::<String>());
    }
}

#[test]
fn a_list_is_no_longer_than_lists_are() {
    let mut files = of_one_page(100);
    let mut list = text(&files, "manifest.json").to_owned();
    list += &" ".repeat(33 << 20);
    files.insert("manifest.json".to_owned(), list.into_bytes());
    assert!(told_soon(&files, 5).contains("manifest.json is longer than 32 MiB"));
}

/// What is in the list and of no use to a reader is passed over, however deep or wide it is.
#[test]
fn a_list_may_be_deep_and_wide_and_costs_nothing() {
    let good = of_one_page(100);
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let wide = format!("[{}0]", "{},".repeat(3_000_000));
    for (coverage, code) in [(&deep, 0), (&wide, 0)] {
        let mut files = good.clone();
        let list: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
        let mut list = list.as_object().unwrap().clone();
        list.remove("coverage");
        let list = serde_json::to_string(&list).unwrap();
        let list = format!("{{\"coverage\":{coverage},{}", list.strip_prefix('{').unwrap());
        files.insert("manifest.json".to_owned(), list.into_bytes());
        let world = World::new();
        world.write("b.zip", zipped(&files));
        world.run(&["doctor", "--bundle", "b.zip"]).ends(code);
    }
    // Where something is looked for, depth is no list.
    let mut files = good;
    let list = text(&files, "manifest.json").replacen("\"query\": \"\"", &format!("\"query\": {deep}"), 1);
    assert!(list.len() > 2_000_000);
    files.insert("manifest.json".to_owned(), list.into_bytes());
    assert!(told_soon(&files, 5).contains("manifest.json"));
}
