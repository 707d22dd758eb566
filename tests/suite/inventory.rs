//! `awardwire add --as omb-inventory`, and what `profile` tells of it.

use crate::world::World;

const HEADINGS: &str = "agency,agency_name,id,use_case_name,agency_bureau,development_stage,is_high_impact,topic_area,problem_solved,operational_date,vendor_name";
const USES: &str = "\
DHS,Department of Homeland Security,DHS-1,Face matching,CBP,Deployed,High-impact,Law Enforcement,\"Matches faces, fast\",2024-10-01 00:00:00,\"Palantir; Quillfeather Labs, LLC\"
DHS,Department of Homeland Security,DHS-2,Radar sorting,CBP,Pilot,Not High-impact,Law Enforcement,,,
VA,Department of Veterans Affairs,VA-9,Claim reading,VBA: Veterans Benefits Administration,Pre-deployment,,,,,Microsoft / Palantir Technologies Inc.
BOK,Board of Kites,K-1,Wind guessing,,,,,,,Not available
";

fn table(rows: &str) -> String {
    format!("\u{feff}{HEADINGS}\n{rows}")
}

fn with_inventory() -> World {
    let world = World::new();
    let path = world.write("uses-2025.csv", table(USES));
    world
        .run(&["add", "--as", "omb-inventory", &path])
        .ends(0)
        .tells("inventory 2025: 4 uses of AI by 3 agencies imported; 3 name a supplier")
        .tells("2 of 3 texts of suppliers name one that the lists know; 1 agency is in no list");
    world
}

#[test]
fn a_vendor_is_told_with_the_uses_that_agencies_reported() {
    let world = with_inventory();
    let ran = world.run(&["profile", "palantir"]).ends(0);
    let ran = ran
        .shows("AI uses reported by agencies")
        .shows("Department of Homeland Security: 1 use: 1 Deployed")
        .shows("Face matching (DHS-1), CBP: Palantir; Quillfeather Labs, LLC; Deployed; high-impact;")
        .shows("Claim reading (VA-9)")
        .hides("Radar sorting");
    assert!(ran.out.contains("OMB inventory of AI use cases 2025 (uses-2025.csv, imported "), "{}", ran.out);
    let json = world.run(&["profile", "palantir", "--format", "json"]).ends(0).json();
    let uses = json["ai_uses"]["uses"].as_array().unwrap();
    assert_eq!(uses.len(), 2);
    assert_eq!(uses[0]["agency"]["id"], "us/dhs");
    assert_eq!(uses[0]["purpose"], "Matches faces, fast");
    assert_eq!(uses[0]["vendors"][1]["id"], "x/quillfeather-labs");
    world.run(&["profile", "palantir", "--format", "md"]).ends(0).shows("- Face matching (DHS-1), CBP: ");
    world.run(&["profile", "palantir", "--format", "html"]).ends(0).shows("<li>Face matching (DHS-1)");
    // Somebody whom only the inventory names.
    world.run(&["profile", "quillfeather labs"]).ends(0).shows("Face matching");
    let other = world.run(&["profile", "anthropic", "--format", "json"]).ends(0).json();
    assert_eq!(other["ai_uses"]["uses"], serde_json::json!([]));
}

#[test]
fn an_agency_and_its_office_are_told_with_what_they_reported() {
    let world = with_inventory();
    world
        .run(&["profile", "us/dhs"])
        .ends(0)
        .shows("2 uses, 1 with a supplier: 1 Deployed, 1 Pilot")
        .shows("Radar sorting (DHS-2), CBP: Pilot");
    let json = world.run(&["profile", "us/dhs/cbp", "--format", "json"]).ends(0).json();
    assert_eq!(json["ai_uses"]["uses"].as_array().unwrap().len(), 2);
    let json = world.run(&["profile", "NASA", "--format", "json"]).ends(0).json();
    assert_eq!(json["ai_uses"]["uses"].as_array().unwrap().len(), 0);
}

#[test]
fn a_newer_file_takes_the_place_of_the_one_of_its_year() {
    let world = with_inventory();
    let path = world.path("uses-2025.csv").to_str().unwrap().to_owned();
    world.run(&["add", "--as", "omb-inventory", &path]).ends(0).tells("already there");
    let newer = world.write("again-2025.csv", table(USES.lines().next().unwrap()));
    world.run(&["add", "--as", "omb-inventory", &newer]).ends(0).tells("in the place of the one before");
    world.run(&["profile", "palantir"]).ends(0).shows("Face matching").hides("Claim reading");
    let undated = world.write("older.csv", table(USES.lines().nth(2).unwrap()));
    world
        .run(&["add", "--as", "omb-inventory", &undated, "--published", "2024"])
        .ends(0)
        .tells("inventory 2024: 1 use of AI by 1 agency imported");
    world
        .run(&["profile", "palantir"])
        .ends(0)
        .shows("Face matching")
        .shows("Claim reading")
        .shows("again-2025.csv");
    // What was imported is no page: it stays when pages are read again.
    world.run(&["reread"]);
    world.run(&["profile", "palantir"]).ends(0).shows("Face matching");
}

#[test]
fn the_users_name_for_a_supplier_counts_at_once() {
    let world = with_inventory();
    let corrections = "[[correction]]\naction = \"alias\"\nkind = \"vendor\"\nvalue = \"Quillfeather Labs\"\nof = \"anthropic\"\n";
    world.write("library/corrections.toml", corrections);
    world.run(&["profile", "anthropic"]).ends(0).shows("Face matching");
}

#[test]
fn what_is_no_inventory_is_one_clear_line() {
    let world = World::new();
    let add = |path: &str| world.run(&["add", "--as", "omb-inventory", path]);
    let page = world.write("page.csv", "name,colour\na,b\n");
    add(&page)
        .fails(2, "page.csv: not an inventory of AI uses: its first line must name the columns agency_name");
    let empty = world.write("empty.csv", "");
    add(&empty).fails(2, "empty.csv: empty");
    let bare = world.write("bare.csv", HEADINGS);
    add(&bare).fails(2, "no use of AI");
    let picture = world.write("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0");
    add(&picture).fails(2, "picture.csv: ");
    world.write("folder/x.csv", "");
    add("folder").fails(2, "a folder");
    world.run(&["add", "--as", "omb-inventory", &page, "--publisher", "x"]).fails(2, "are for articles");
    assert!(!world.library().exists(), "a mistake makes no library");
}

#[test]
fn nothing_of_an_inventory_acts() {
    let world = World::new();
    let rows = "DHS,Department of Homeland Security,1,\"<script>alert(1)</script>\u{1b}[2J\",CBP,Pilot,,,,,Palantir\n";
    let path = world.write("uses-2025.csv", table(rows));
    world.run(&["add", "--as", "omb-inventory", &path]).ends(0);
    for format in ["text", "json", "md", "html"] {
        let out = world.run(&["profile", "palantir", "--format", format]).ends(0).out;
        assert!(!out.contains('\u{1b}') && (format != "html" || !out.contains("<script")), "{format}: {out}");
    }
}
