//! What `awardwire export` hands over in each format: workbooks, pages, and targets that fail.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::world::{World, sample};

const KINDS: [&str; 5] = ["deals", "articles", "events", "claims", "entities"];
const FORMATS: [&str; 6] = ["jsonl", "json", "csv", "md", "xlsx", "html"];

/// Every kind with every format that holds it.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = KINDS.into_iter().flat_map(|kind| FORMATS.into_iter().map(move |format| (kind, format)));
    all.filter(|(kind, format)| *format != "html" || *kind == "deals")
}

fn sheets(path: &std::path::Path) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let names = book.sheet_names();
    let rows = |book: &mut Xlsx<_>, name: &str| {
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
    };
    names.into_iter().map(|name| (name.clone(), rows(&mut book, &name))).collect()
}

#[test]
fn a_workbook_has_deals_their_claims_and_sources() {
    let world = World::with_articles();
    world.run(&["export", "deals", "-o", "deals.xlsx"]).ends(0);
    let sheets = sheets(&world.path("deals.xlsx"));
    let names: Vec<(&str, usize)> = sheets.iter().map(|(name, rows)| (name.as_str(), rows.len())).collect();
    assert_eq!(names[..3], [("Deals", 4), ("Claims", 17), ("Articles", 4)]);
    assert_eq!(names[3].0, "About");
    let (_, deals) = &sheets[0];
    let column = |name: &str| deals[0].iter().position(|cell| *cell == Data::String(name.into())).unwrap();
    let sums: Vec<&Data> = deals[1..].iter().map(|row| &row[column("award_value")]).collect();
    assert!(
        sums.contains(&&Data::Float(40_000_000.0)) && sums.contains(&&Data::Float(55_000_000.0)),
        "{sums:?}"
    );
    let about = format!("{:?}", sheets[3].1);
    assert!(about.contains("awardwire ") && about.contains("everything"), "{about}");
    let ids: Vec<&Data> = deals[1..].iter().map(|row| &row[column("id")]).collect();
    let (_, claims) = &sheets[1];
    assert!(claims[1..].iter().all(|claim| ids.contains(&&claim[0])), "claims are joined by the deal's id");
    for kind in KINDS {
        let file = format!("{kind}.xlsx");
        world.run(&["export", kind, "-o", &file]).ends(0);
        assert!(open_workbook::<Xlsx<_>, _>(world.path(&file)).is_ok(), "{kind}");
    }
}

#[test]
fn a_report_is_one_page() {
    let world = World::with_articles();
    world.run(&["export", "deals", "-o", "report.html"]).ends(0);
    let page = fs::read_to_string(world.path("report.html")).unwrap();
    for part in [
        "Content-Security-Policy",
        "Larkfield Analytics",
        "<svg",
        "id=s1>",
        "id=sources",
        "Coverage",
        "award $95 million",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("src=") && !page.contains("@import") && !page.contains("url("));
    world.run(&["export", "events", "--format", "html"]).fails(2, "html cannot hold events");
    world.run(&["export", "deals", "vendor:nobody", "-o", "none.html"]).ends(1);
}

#[test]
fn nothing_hostile_acts_in_any_file() {
    let steering = "=HYPERLINK(\"http://bad.example\")</script><script>alert(1)</script>\u{1b}[2J\u{9b}31m\u{202e}\u{0}😀 ";
    let article = serde_json::json!({
        "id": "h", "url": "http://wire.example/hostile", "publisher": format!("={steering}"),
        "published": "2026-05-04", "title": steering.repeat(10_000 / steering.len()),
        "text": format!(
            "{steering}\n\nThe Continental Rail Safety{steering} Administration awarded Larkfield{steering} Analytics Inc. a $40 million \
             contract for artificial intelligence software.\n\nThe Freedonia Department of Harbors awarded Quillon Systems LLC a $3 \
             million contract for machine learning software, +1 @x {steering}"
        ),
    });
    let world = World::new();
    world.run_with(&["add", "-"], article.to_string()).ends(0);
    for (kind, format) in pairs() {
        let file = format!("{kind}.{format}");
        world.run(&["export", kind, "-o", &file]).ends(0);
        if format == "xlsx" {
            for (name, rows) in sheets(&world.path(&file)) {
                let text = format!("{rows:?}");
                assert!(!text.contains("\\u{1b}") && !text.contains("\\u{202e}"), "{kind} {name}");
                let mut book: Xlsx<_> = open_workbook(world.path(&file)).unwrap();
                assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{kind} {name}");
            }
            continue;
        }
        let text = fs::read_to_string(world.path(&file)).unwrap();
        let steers = |c: char| (c.is_control() && c != '\n' && c != '\r') || c == '\u{202e}';
        assert!(!text.contains(steers), "{kind} {format}");
        if format == "html" {
            assert_eq!(text.matches("<script").count(), 1, "only our own");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_target_that_fails_is_told_in_every_format() {
    let world = World::with_articles();
    for (kind, format) in pairs() {
        let full = world.run(&["export", kind, "--format", format, "-o", "/dev/full"]).ends(5);
        assert!(full.err.to_lowercase().contains("no space"), "{kind} {format}: {}", full.err);
        world.run(&["export", kind, "--format", format, "-o", "nowhere/x"]).fails(5, "nowhere");
        world.run(&["export", kind, "--format", format, "-o", "/dev/null"]).ends(0);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error_in_any_format() {
    for (kind, format) in pairs() {
        let arguments = ["export", kind, "--format", format];
        let mut child =
            sample().command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut talk = String::new();
        child.stderr.take().unwrap().read_to_string(&mut talk).unwrap();
        assert_eq!((child.wait().unwrap().code(), talk.as_str()), (Some(0), ""), "{kind} {format}");
    }
}

#[test]
fn a_workbook_can_go_into_a_pipe() {
    let world = World::with_articles();
    let out = world.command(&["export", "deals", "--format", "xlsx"]).output().unwrap();
    assert!(out.status.success() && out.stdout.starts_with(b"PK"));
}

#[test]
fn groups_are_drawn_as_bars() {
    let world = World::with_articles();
    let ran = world.run(&["deals", "--group", "vendor", "--chart"]).ends(0);
    assert!(ran.out.is_ascii(), "no blocks without a terminal: {}", ran.out);
    let bar = |name: &str| ran.out.lines().rfind(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(bar("Larkfield Analytics").contains("######## $95M in 2 deals"), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    world.run(&["deals", "--chart"]).ends(2).tells("--group");
    world
        .run(&["deals", "--group", "vendor", "--chart", "--format", "csv"])
        .fails(2, "--chart draws for people");
    let again = world.run(&["deals", "--group", "vendor", "--chart", "--ascii"]).ends(0);
    assert_eq!(again.out, ran.out);
}
