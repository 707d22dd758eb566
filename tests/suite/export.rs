//! `awardwire export`.

use std::collections::BTreeSet;
use std::fs;

use crate::world::{ARTICLES, World};

#[test]
fn every_kind_is_written_in_every_format() {
    let world = World::with_articles();
    for (kind, items) in [("deals", 3), ("events", 3), ("articles", 4), ("claims", 16), ("entities", 4)] {
        world.run(&["export", kind]).ends(0).shows("# ");
        let json = world.run(&["export", kind, "--format", "json"]).ends(0).json();
        let lines = world.run(&["export", kind, "--format", "jsonl"]).ends(0).records();
        let csv = world.run(&["export", kind, "--format", "csv"]).ends(0);
        let rows = csv::Reader::from_reader(csv.out.as_bytes()).records().map(Result::unwrap).count();
        assert_eq!((lines.len(), rows), (items, items), "{kind}");
        assert!(json.to_string().contains("Larkfield Analytics"), "{kind}");
    }
}

#[test]
fn filters_limits_and_text() {
    let world = World::with_articles();
    let one = world.run(&["export", "deals", "--vendor", "quillon systems", "--format", "jsonl"]).ends(0);
    assert_eq!(one.records().len(), 1);
    world.run(&["export", "events", "--type", "protest", "--format", "jsonl"]).ends(0).hides("Larkfield");
    world
        .run(&["export", "deals", "--limit", "1", "--format", "jsonl"])
        .ends(0)
        .tells("1 written, 2 left out");
    world.run(&["export", "articles", "--format", "jsonl"]).ends(0).hides("dry spring");
    world.run(&["export", "articles", "--format", "jsonl", "--with-text"]).ends(0).shows("dry spring");
    world.run(&["export", "deals", "vendor:nobody"]).ends(1).tells("nothing to write");
}

#[test]
fn deals_keep_their_order_however_many_threads_read_them() {
    let world = World::new();
    let first = ARTICLES.lines().next().unwrap();
    let names = ["Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove"];
    let records: Vec<String> = (0..70)
        .map(|n| {
            let vendor = format!("{}{} Analytics", names[n % 7], names[n / 10].to_lowercase());
            let record = first
                .replace("Larkfield Analytics", &vendor)
                .replace("-C-0012", &format!("-C-{:04}", n + 100));
            record.replace("larkfield-award", &format!("award-{n}")).replace("w1", &format!("w{n}"))
        })
        .collect();
    world.run_with(&["add", "-"], records.join("\n")).ends(0);
    let deals = |more: &[&str]| {
        let ran = world.run(&[&["export", "deals", "--format", "jsonl"], more].concat()).ends(0);
        ran.records().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = deals(&[]);
    assert!(all.len() >= 40, "{} deals", all.len());
    // Those told of last first, of equals by id: here all are told of on one day.
    assert!(all.is_sorted_by(|one, next| one > next));
    assert_eq!(deals(&["--limit", "25"]), all[..25]);
    for query in [&[][..], &["type:award"], &["--sort", "name"]] {
        let left = format!("25 written, {} left out", all.len() - 25);
        world
            .run(&[&["export", "deals", "--format", "csv", "--limit", "25"], query].concat())
            .ends(0)
            .tells(&left);
    }
    let sorted = deals(&["--sort", "name"]);
    assert_eq!(BTreeSet::from_iter(&sorted), BTreeSet::from_iter(&all));
    let claims = world.run(&["export", "claims", "--format", "jsonl"]).ends(0).records();
    let mut of_claims: Vec<&str> = claims.iter().map(|claim| claim["deal"].as_str().unwrap()).collect();
    of_claims.dedup();
    assert_eq!(of_claims, all);
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let world = World::with_articles();
    let path = world.write("out/deals.csv", "old");
    world.run(&["export", "deals", "nosuch:field", "-o", &path]).fails(2, "^");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    let ran = world.run(&["export", "deals", "--format", "csv", "-o", &path]).ends(0);
    assert_eq!(ran.out, "");
    assert!(fs::read_to_string(&path).unwrap().lines().count() >= 4);
    let names: Vec<_> = fs::read_dir(world.path("out")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["deals.csv"], "nothing half written is left");
    world
        .run(&["export", "deals", "-o", "nowhere/x.md"])
        .fails(5, "nowhere/x.md: there is no folder nowhere");
    world.run(&["export", "deals", "-o", "out"]).fails(2, "is a folder");
    world.run(&["export", "deals", "-o", "x.pdf"]).fails(2, "no format is called pdf");
}

#[test]
fn no_cell_is_a_formula_and_no_title_is_markup() {
    let world = World::new();
    let line = ARTICLES.lines().next().unwrap();
    let hostile = line.replace(
        "Larkfield Analytics wins rail inspection contract",
        "=HYPERLINK(\\\"http://bad.example\\\",\\\"x\\\") <b>[a](javascript:x)",
    );
    world.run_with(&["add", "-"], hostile).ends(0);
    for kind in ["articles", "events", "deals"] {
        let csv = world.run(&["export", kind, "--format", "csv"]).ends(0);
        for row in csv::ReaderBuilder::new().has_headers(false).from_reader(csv.out.as_bytes()).records() {
            for cell in &row.unwrap() {
                assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{cell}");
            }
        }
    }
    world.run(&["export", "articles", "--format", "csv"]).ends(0).shows("'=HYPERLINK");
    world.run(&["export", "articles"]).ends(0).hides("<b>").hides("](javascript:");
}

#[test]
fn mistakes_are_told() {
    let world = World::with_articles();
    world.run(&["export"]).ends(2).tells("KIND");
    world.run(&["export", "contracts"]).ends(2).tells("contracts");
    world.run(&["export", "deals", "--format", "docx"]).ends(2).tells("docx");
    world.run(&["export", "events", "--sort", "value"]).fails(2, "--sort orders deals");
    World::new().run(&["export", "deals"]).fails(2, "there is no library");
}

#[test]
fn a_digest_is_written_as_digest_writes_it() {
    let world = World::with_articles();
    let digest = world.run(&["digest", "--format", "md", "--vendor", "quillon systems"]).ends(0).out;
    assert_eq!(world.run(&["export", "digest", "--vendor", "quillon systems"]).ends(0).out, digest);
    let path = world.path("digest.html").display().to_string();
    world.run(&["export", "digest", "-o", &path]).ends(0);
    assert!(fs::read_to_string(&path).unwrap().to_lowercase().starts_with("<!doctype html>"));
    let other = world.path("other.html").display().to_string();
    world.run(&["digest", "-o", &other]).ends(0);
    assert_eq!(fs::read(&other).unwrap(), fs::read(&path).unwrap());
    world.run(&["export", "digest", "--format", "csv"]).fails(2, "md, html, json");
    world.run(&["export", "digest", "--limit", "1"]).fails(2, "of rows");
}
