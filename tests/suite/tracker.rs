//! `awardwire add --as tracker`: a user's own list of deals beside the library's.

use std::fs;

use crate::world::World;

const LIST: &str = "\u{feff}Deal;Customer;Contractor;Contract No.;TCV;Signed;Owner
Rail inspection;Continental Rail Safety Administration;;693JJ6-26-C-0012;;;Kim
;Continental Rail Safety Administration;Larkfield Analytics, Inc.;;$55M;06.05.2026;Lee
Harbor AI;;Quillon Systems;;;;Kim
=cmd|' /C calc'!A0;Ministry of Nothing;Nobody Ltd;XX-1;$1M;2020-01-01;\u{1b}[31mLee
";

#[test]
fn rows_are_matched_and_the_rest_is_listed() {
    let world = World::with_articles();
    let path = world.write("list.csv", LIST);
    let ran = world.run(&["add", "--as", "tracker", &path]).ends(0);
    ran.tells("2 of 4 rows matched, 1 possible, 1 not in the library")
        .tells("\"TCV\" as value")
        .shows("Not in the library\n  line 5")
        .shows("Nobody Ltd")
        .shows("Perhaps in the library")
        .hides("693JJ6-26-C-0012")
        .hides("\u{1b}");

    let out = world.path("matched.csv").display().to_string();
    world.run(&["add", "--as", "tracker", &path, "--format", "csv", "-o", &out]).ends(0);
    let table = fs::read_to_string(&out).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headings[..2], ["Deal", "Customer"]);
    assert_eq!(headings[7], "awardwire_match");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let verdicts: Vec<&str> = rows.iter().map(|row| row.get(7).unwrap()).collect();
    assert_eq!(verdicts, ["matched", "matched", "possible", "unmatched"]);
    assert_ne!(rows[0].get(8), rows[1].get(8), "two contracts of one supplier are told apart");
    assert!(rows[0].get(11).unwrap().contains("number 693JJ6-26-C-0012"));
    assert!(rows[3].get(0).unwrap().starts_with("'=cmd"));

    let json = world.run(&["add", "--as", "tracker", &path, "--format", "json"]).ends(0).json();
    assert_eq!(json[1]["candidates"][0]["deal"].as_str(), rows[1].get(8));
}

#[test]
fn what_matched_can_be_tagged() {
    let world = World::with_articles();
    let path = world.write("list.csv", LIST);
    world.run(&["add", "--as", "tracker", &path, "--tag", "ours"]).ends(0).tells("2 deals tagged ours");
    let deals = world.run(&["deals", "tag:ours", "--format", "jsonl"]).ends(0).records();
    assert_eq!(deals.len(), 2);
}

#[test]
fn mistakes_are_told() {
    let world = World::with_articles();
    let path = world.write("list.csv", "Outfit,Place\nLarkfield Analytics,Rome\n");
    world.run(&["add", "--as", "tracker", &path]).fails(2, "no column says who supplies");
    world
        .run(&["add", "--as", "tracker", &path, "--column", "vendor=Outfit"])
        .ends(1)
        .tells("0 of 1 row matched, 1 possible");
    world.run(&["add", "--as", "tracker", &path, "--column", "vendor=Shop"]).fails(2, "no column is headed");
    world.run(&["add", "--as", "tracker", &path, "--column", "price=Place"]).ends(2).tells("vendor, agency");
    world.run(&["add", "--as", "tracker", &path, &path]).fails(2, "one table at a time");
    world.run(&["add", "--as", "tracker", "/"]).fails(2, "a folder");
    world.run(&["add", &path, "--tag", "x"]).fails(2, "are for --as tracker");
}

#[test]
fn no_cell_is_lost_and_units_are_those_of_the_heading() {
    let world = World::with_articles();
    let list = "Contractor;Customer;\"TCV, in $M\"\r\nLarkfield Analytics;Continental Rail Safety Administration;55;extra;more\r\n";
    let path = world.write("list.csv", list);
    let ran = world.run(&["add", "--as", "tracker", &path, "--format", "csv"]).ends(0).tells("as value");
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let headings = reader.headers().unwrap().clone();
    assert_eq!(headings.iter().skip(3).take(3).collect::<Vec<_>>(), ["", "", "awardwire_match"]);
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!(row.iter().skip(3).take(3).collect::<Vec<_>>(), ["extra", "more", "matched"]);
    assert!(row.get(9).unwrap().contains("sum $55 million"), "{row:?}");
    let json = world.run(&["add", "--as", "tracker", &path, "--format", "json"]).ends(0).json();
    assert_eq!(json[0]["line"], 2);
    let book = world.write("list.xlsx", b"PK\x03\x04rest");
    world.run(&["add", "--as", "tracker", &book]).fails(2, "save its sheet as CSV first");
}
