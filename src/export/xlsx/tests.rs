//! Workbooks opened again with a reader of their own.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::cells::{CUT, fit};
use super::{Limits, XlsxExporter};
use crate::base::{ArticleId, DealId};
use crate::export::deal_facts::PageProof;
use crate::export::{ClaimRecord, Closing, DealRecord, Exporter, Item, Kind, Options, Record, sample};
use crate::report::Coverage;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn written(limits: Limits, kind: Kind, items: &[Item<'_>]) -> Vec<u8> {
    let mut exporter = XlsxExporter::within(limits);
    let mut out = Vec::new();
    let coverage = Coverage::default();
    exporter.begin(&sample::preface(kind, &coverage), &mut out).unwrap();
    for item in items {
        exporter.item(item, &mut out).unwrap();
    }
    exporter.end(Closing { written: items.len(), left_out: 7, withheld: 0 }, &mut out).unwrap();
    out
}

fn book(limits: Limits, kind: Kind, items: &[Item<'_>]) -> Book {
    open_workbook_from_rs(Cursor::new(written(limits, kind, items))).unwrap()
}

/// The cells of a sheet's first row of items by the names of their columns.
fn cell(book: &mut Book, sheet: &str, column: &str) -> Data {
    let range = book.worksheet_range(sheet).unwrap();
    let place = range.rows().next().unwrap().iter().position(|name| *name == Data::String(column.into()));
    range.get((1, place.unwrap_or_else(|| panic!("no column {column}")))).cloned().unwrap_or(Data::Empty)
}

fn about(book: &mut Book) -> String {
    let range = book.worksheet_range("About").unwrap();
    let lines: Vec<String> = range.rows().map(|row| format!("{}: {}", row[0], row[1])).collect();
    lines.join("\n")
}

#[test]
fn a_workbook_of_deals_has_their_claims_and_articles() {
    let (article, facts, deal) = (sample::article(), sample::facts(), sample::deal());
    let proof = PageProof {
        text_digest: "sha256:ab".into(),
        page_digest: "cd".into(),
        fetched: "2025-07-15T02:00:00Z".parse().unwrap(),
        archived: true,
    };
    let deals = [Some(DealId::from_stored("d0123456789a"))];
    let claims = ClaimRecord::of(&article, &facts, &deals, Some(&proof), |_| true);
    let record = Record::new(&article, &facts, None, Options::default());
    let shown = DealRecord::new(&deal);
    let mut items = vec![Item::Deal(&shown), Item::Article(&record)];
    items.extend(claims.iter().map(Item::Claim));
    let mut book = book(Limits::EXCEL, Kind::Deals, &items);
    assert_eq!(book.sheet_names(), ["Deals", "Claims", "Articles", "About"]);

    assert_eq!(cell(&mut book, "Deals", "ceiling_value"), Data::Float(252_458_698.0));
    assert_eq!(cell(&mut book, "Deals", "ceiling_disputed"), Data::Bool(true));
    assert_eq!(cell(&mut book, "Deals", "award_value"), Data::Empty);
    assert_eq!(cell(&mut book, "Deals", "name"), Data::String("Army – Palantir – Maven, 2025".into()));
    assert_eq!(cell(&mut book, "Deals", "source_url"), Data::String("https://news.example/a".into()));
    let Data::DateTime(day) = cell(&mut book, "Deals", "first") else { panic!("no date") };
    assert_eq!(day.to_ymd_hms_milli(), (2025, 7, 14, 0, 0, 0, 0));
    assert_eq!(cell(&mut book, "Articles", "relevance"), Data::Float(0.97));
    let Data::DateTime(at) = cell(&mut book, "Claims", "fetched") else { panic!("no instant") };
    assert_eq!(at.to_ymd_hms_milli(), (2025, 7, 15, 2, 0, 0, 0));

    let about = about(&mut book);
    for line in [
        "Query: maven",
        "Format version: 1",
        "Deals: 1 rows",
        "Left out: 7 more were left out",
        "Coverage: 0 articles",
    ] {
        assert!(about.contains(line), "{line} in {about}");
    }
}

#[test]
fn nothing_hostile_acts_in_a_workbook() {
    let hostile = "=HYPERLINK(\"http://bad.example\")\u{1b}[2J\u{202e}_x0041_ \u{ffff}😀 <b>&\u{0}";
    let mut deal = sample::deal();
    deal.name = hostile.into();
    for told in &mut deal.events {
        told.url = Some("javascript:alert(1)".into());
        told.sentence = "+1".into();
    }
    let shown = DealRecord::new(&deal);
    let bytes = written(Limits::EXCEL, Kind::Deals, &[Item::Deal(&shown)]);
    let mut book: Book = open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let name = cell(&mut book, "Deals", "name").to_string();
    assert!(name.starts_with("=HYPERLINK(") && name.contains("_x") && name.ends_with("😀 <b>&"), "{name}");
    assert!(!name.contains(['\u{1b}', '\u{202e}', '\u{0}', '\u{ffff}']));
    assert_eq!(cell(&mut book, "Deals", "quote"), Data::String("+1".into()));
    assert_eq!(cell(&mut book, "Deals", "source_url"), Data::String("javascript:alert(1)".into()));
    assert!(book.worksheet_formula("Deals").unwrap().is_empty());
    let links = parts(&bytes, "rels");
    assert!(!links.contains("javascript") && !links.contains("bad.example"), "{links}");
}

#[test]
fn what_a_sheet_cannot_hold_goes_further_or_is_told() {
    let mut deal = sample::deal();
    deal.name = "long ".repeat(100);
    let shown = DealRecord::new(&deal);
    let items = vec![Item::Deal(&shown); 5];
    let limits = Limits { rows: 3, links: 2, letters: 100 };
    let mut book = book(limits, Kind::Deals, &items);
    assert_eq!(book.sheet_names(), ["Deals", "Claims", "Articles", "Deals 2", "Deals 3", "About"]);
    assert_eq!(book.worksheet_range("Deals 3").unwrap().height(), 2);
    let name = cell(&mut book, "Deals 2", "name").to_string();
    assert!(name.ends_with(CUT) && name.chars().count() <= 100, "{name}");
    let about = about(&mut book);
    for line in [
        "Deals, Deals 2, Deals 3: 5 rows",
        "addresses are plain text",
        "texts are cut",
        "columns in which nothing stands",
    ] {
        assert!(about.contains(line), "{line} in {about}");
    }
}

#[test]
fn figures_and_days_that_a_spreadsheet_would_spoil_are_texts() {
    let mut deal = sample::deal();
    deal.values[0].money.amount = "12345678901234567.89".parse().unwrap();
    deal.values[0].articles = vec![ArticleId::from_stored("a2")];
    (deal.first, deal.last) = ("2025-07".parse().ok(), "1899-12-31".parse().ok());
    let shown = DealRecord::new(&deal);
    let mut book = book(Limits::EXCEL, Kind::Deals, &[Item::Deal(&shown)]);
    assert_eq!(cell(&mut book, "Deals", "ceiling_value"), Data::String("12345678901234567.89".into()));
    assert_eq!(cell(&mut book, "Deals", "first"), Data::String("2025-07".into()));
    assert_eq!(cell(&mut book, "Deals", "last"), Data::String("1899-12-31".into()));
}

#[test]
fn sums_are_shown_in_their_currency() {
    let mut deal = sample::deal();
    deal.values[0].money.currency = crate::base::Currency::GBP;
    deal.values[0].money.amount = "0.0042".parse().unwrap();
    let shown = DealRecord::new(&deal);
    let styles = parts(&written(Limits::EXCEL, Kind::Deals, &[Item::Deal(&shown)]), "styles.xml");
    assert!(styles.contains("&quot;£&quot;#,##0.0000"), "{styles}");
}

#[test]
fn every_kind_has_a_workbook() {
    for kind in Kind::ALL {
        let names = book(Limits::EXCEL, kind, &[]).sheet_names();
        assert_eq!(names.last().map(String::as_str), Some("About"), "{kind:?}");
        assert_eq!(names.len(), if kind == Kind::Deals { 4 } else { 2 });
    }
}

#[test]
fn long_texts_are_cut_between_letters() {
    assert_eq!(fit("abc", 3), ("abc".into(), false));
    let (text, is_cut) = fit(&"😀".repeat(40_000), 32_767);
    assert!(is_cut && text.encode_utf16().count() <= 32_767 && text.ends_with(CUT));
}

/// The texts of those files in a workbook whose names contain `name`.
fn parts(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        if file.name().unwrap().contains(name) {
            text += &std::io::read_to_string(file).unwrap();
        }
    }
    text
}
