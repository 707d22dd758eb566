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

#[test]
fn a_mistake_in_the_query_is_told_before_anything_is_written() {
    let world = World::with_articles();
    for format in ["md", "json", "csv", "html", "ocds"] {
        let ran = world.run(&["export", "deals", "vendor:", "--format", format]).ends(2).tells("^");
        assert_eq!(ran.out, "", "{format}");
    }
}

#[test]
fn a_name_is_given_each_deal_once() {
    let world = World::with_articles();
    let export = |more: &[&str]| {
        let mut all = vec!["export", "deals", "--new", "boss", "--format", "jsonl"];
        all.extend(more);
        world.run(&all).ends(0)
    };
    assert_eq!(export(&["--peek"]).records().len(), 3);
    let first = export(&["--limit", "1"]).tells("1 written, 2 left out").records();
    assert_eq!(first[0]["news"]["kind"], "new");
    let path = world.path("new.jsonl").display().to_string();
    export(&["-o", &path]);
    let rest = fs::read_to_string(&path).unwrap();
    assert_eq!(rest.lines().count(), 2, "what the limit left out is still owed");
    assert!(!rest.contains(first[0]["id"].as_str().unwrap()));
    export(&["-o", &path]).tells("nothing new for boss");
    assert_eq!(fs::read_to_string(&path).unwrap(), rest, "it may not have been read yet");
    // One memory a name, whoever gives.
    world.run(&["deals", "--new", "boss"]).ends(0).tells("nothing new for boss");
    world.run(&["export", "digest", "--new", "chief"]).ends(0).shows("Larkfield");
    world.run(&["export", "deals", "--new", "chief"]).ends(0).tells("nothing new for chief");
    world.run(&["export", "claims", "--new", "boss"]).fails(2, "--new is of deals and digests");
}

#[cfg(unix)]
#[test]
fn a_file_stays_as_private_as_it_was_and_a_link_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::with_articles();
    let path = world.write("private.csv", "old");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    world.run(&["export", "deals", "-o", &path]).ends(0);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read_to_string(&path).unwrap().contains("Larkfield"));
    for (link, target) in [("link.csv", "private.csv"), ("new.csv", "made.csv")] {
        symlink(target, world.path(link)).unwrap();
        world.run(&["export", "deals", "-o", link]).ends(0);
        assert!(fs::symlink_metadata(world.path(link)).unwrap().is_symlink(), "{link}");
        assert!(fs::read_to_string(world.path(target)).unwrap().contains("Larkfield"), "{link}");
    }
}

#[test]
fn keys_in_addresses_stay_at_home() {
    let world = World::new();
    let address = "http://wire.example/larkfield-award";
    let keyed = ARTICLES.replace(address, &format!("{address}?api_key=S3CRET&page=2"));
    assert_ne!(keyed, ARTICLES);
    world.run_with(&["add", "-"], keyed).ends(0);
    for kind in ["deals", "claims", "events", "articles"] {
        for format in ["md", "csv", "json"] {
            let ran = world.run(&["export", kind, "--format", format]).ends(0).hides("S3CRET");
            ran.shows("larkfield-award?page=2");
        }
    }
    for format in ["html", "ocds", "ftm", "atom"] {
        world.run(&["export", "deals", "--format", format]).ends(0).hides("S3CRET");
    }
}
