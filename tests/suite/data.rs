//! The lists in `data/` keep the rules of data/README.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const AGENCY_KINDS: &str = "department office command service court legislature regulator laboratory state city \
    county ministry police alliance executive";
const VENDOR_KINDS: &str = "company laboratory university nonprofit";
const PROGRAM_KINDS: &str = "program vehicle authorization";
const TERM_KINDS: &str = "ai data cloud compute autonomy biometrics";
const TERM_WEIGHTS: &str = "strong weak";
const LEGAL_SUFFIXES: &str = "inc llc llp ltd limited corp corporation plc gmbh";
/// ISO 3166-1 alpha-2, and `xx` for alliances and world bodies, `eu` for the Union.
const COUNTRIES: &str = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br \
    bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et \
    fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq \
    ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml \
    mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps \
    pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl \
    tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw xx eu";

/// One file: its rows by column name, and what is wrong with it.
struct Table {
    file: &'static str,
    rows: Vec<BTreeMap<&'static str, String>>,
    faults: Vec<String>,
}

impl Table {
    fn read(file: &'static str, columns: &[&'static str]) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(file, columns, &text),
            Err(error) => {
                let faults = vec![format!("data/{file}: {error}")];
                Self { file, rows: Vec::new(), faults }
            }
        }
    }

    fn parse(file: &'static str, columns: &[&'static str], text: &str) -> Self {
        let mut table = Self { file, rows: Vec::new(), faults: Vec::new() };
        table.check(
            text.ends_with('\n') && !text.contains('\r'),
            "the file",
            "lines end in \\n, the last as well",
        );
        let mut lines = text.lines();
        table.check(lines.next() == Some(&columns.join("\t")), "the header", &columns.join(", "));
        let mut before = "";
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let id = cells[0];
            table.check(cells.len() == columns.len(), id, "has as many cells as the header");
            table.check(before < id, id, &format!("stands once and sorted by bytes: after {before:?}"));
            before = id;
            for cell in &cells {
                let is_clean =
                    cell.trim() == *cell && !cell.contains("  ") && !cell.chars().any(char::is_control);
                table.check(is_clean, id, &format!("no stray white space or control character: {cell:?}"));
            }
            table.rows.push(columns.iter().copied().zip(cells.iter().map(ToString::to_string)).collect());
        }
        table.check(!table.rows.is_empty(), "the file", "has rows");
        table
    }

    fn check(&mut self, holds: bool, of: &str, rule: &str) {
        if !holds {
            self.faults.push(format!("data/{}: {of}: {rule}", self.file));
        }
    }

    fn each(&mut self, mut rule: impl FnMut(&mut Self, &str, &BTreeMap<&'static str, String>)) {
        for row in std::mem::take(&mut self.rows) {
            let id = row.values().next().cloned().unwrap_or_default();
            let id = row.get("id").cloned().unwrap_or(id);
            rule(self, &id, &row);
            self.rows.push(row);
        }
    }

    fn ids(&self) -> BTreeSet<String> {
        self.rows.iter().filter_map(|row| row.get("id").cloned()).collect()
    }
}

fn is_word_of(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

fn is_segment(id: &str) -> bool {
    !id.is_empty()
        && !id.starts_with('-')
        && !id.ends_with('-')
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// An alias and its rules; `None` where the brackets do not close at the end.
fn alias_and_rules(alias: &str) -> Option<(&str, Vec<&str>)> {
    match alias.split_once('[') {
        None if !alias.contains(']') => Some((alias, Vec::new())),
        Some((name, rules)) if rules.find(']') == Some(rules.len() - 1) => {
            Some((name.trim_end(), rules.trim_end_matches(']').split(';').map(str::trim).collect()))
        }
        _ => None,
    }
}

fn is_rule(rule: &str) -> bool {
    match rule.split_once(':') {
        Some(("country", codes)) => codes.split(',').all(|code| is_word_of(COUNTRIES, code.trim())),
        Some(("with", words)) => words.split(',').all(|word| !word.trim().is_empty()),
        None => matches!(rule, "full" | "weak"),
        _ => false,
    }
}

/// What every list of named things keeps: ids of segments, a name, aliases with known rules.
fn check_names(table: &mut Table) {
    table.each(|table, id, row| {
        table.check(id.split('/').all(is_segment), id, "lower case, digits and dashes in each segment");
        let name = &row["name"];
        table.check(!name.is_empty(), id, "has a name");
        table.check(!name.contains(['|', '[', ']']), id, &format!("no bar or bracket in a name: {name:?}"));
        let mut seen = BTreeSet::from([name.clone()]);
        for alias in row["aliases"].split('|').filter(|_| !row["aliases"].is_empty()) {
            let Some((alias, rules)) = alias_and_rules(alias) else {
                table.check(false, id, &format!("one pair of brackets at the end of {alias:?}"));
                continue;
            };
            table.check(
                !alias.is_empty() && alias.trim() == alias,
                id,
                &format!("no empty alias: {alias:?}"),
            );
            table.check(seen.insert(alias.to_owned()), id, &format!("repeats {alias:?}"));
            for rule in rules {
                table.check(is_rule(rule), id, &format!("no such rule: {rule:?} of {alias:?}"));
            }
        }
    });
}

/// What lists with countries, kinds and parents keep.
fn check_places(table: &mut Table, kinds: &str) {
    let ids = table.ids();
    let parents: BTreeMap<String, String> =
        table.rows.iter().map(|row| (row["id"].clone(), row["parent"].clone())).collect();
    table.each(|table, id, row| {
        let (parent, country, kind) = (&row["parent"], &row["country"], &row["kind"]);
        table.check(
            parent.is_empty() || ids.contains(parent),
            id,
            &format!("its parent is a row: {parent:?}"),
        );
        table.check(is_word_of(COUNTRIES, country), id, &format!("no such country: {country:?}"));
        table.check(is_word_of(kinds, kind), id, &format!("no such kind: {kind:?}"));
        let mut above = parent;
        let mut steps = 0;
        while let Some(next) = parents.get(above).filter(|_| steps < 20) {
            above = next;
            steps += 1;
        }
        table.check(steps < 20, id, "its parents go round in a circle");
    });
}

fn check_agencies(table: &mut Table) {
    check_names(table);
    check_places(table, AGENCY_KINDS);
    table.each(|table, id, row| {
        let above = if row["parent"].is_empty() { &row["country"] } else { &row["parent"] };
        let is_path = id.rsplit_once('/').is_some_and(|(before, _)| before == above.as_str());
        table.check(is_path, id, &format!("is {above:?} and one segment"));
        let name = row["name"].to_lowercase();
        let is_bare = !name.starts_with("the ") && !name.starts_with("u.s. ");
        table.check(is_bare, id, &format!("no leading \"the\" or \"U.S.\": {:?}", row["name"]));
        let is_home = id.split('/').next() == Some(row["country"].as_str());
        table.check(is_home, id, &format!("begins with its country {:?}", row["country"]));
    });
}

fn check_vendors(table: &mut Table) {
    check_names(table);
    check_places(table, VENDOR_KINDS);
    check_one_segment(table);
    table.each(|table, id, row| {
        let rule = format!("no legal suffix: {:?}", row["name"]);
        table.check(!has_needless_suffix(id, &row["name"], &row["aliases"]), id, &rule);
    });
}

/// Whether a name ends in a legal suffix that it does not need: it needs one where the bare name is an alias with a rule,
/// or where the id has the suffix too and the bare name is no alias at all.
fn has_needless_suffix(id: &str, name: &str, aliases: &str) -> bool {
    let Some((bare, last)) = name.rsplit_once(' ') else { return false };
    let suffix = last.trim_end_matches('.').to_lowercase();
    if !is_word_of(LEGAL_SUFFIXES, &suffix) {
        return false;
    }
    let bare = bare.trim_end_matches(',');
    match aliases.split('|').filter_map(alias_and_rules).find(|(alias, _)| *alias == bare) {
        Some((_, rules)) => rules.is_empty(),
        None => id.rsplit('-').next() != Some(suffix.as_str()),
    }
}

fn check_one_segment(table: &mut Table) {
    table.each(|table, id, _| table.check(is_segment(id), id, "one segment"));
}

fn check_products(table: &mut Table, vendors: &BTreeSet<String>) {
    check_names(table);
    check_one_segment(table);
    table.each(|table, id, row| {
        table.check(vendors.contains(&row["vendor"]), id, &format!("no such vendor: {:?}", row["vendor"]));
    });
}

fn check_programs(table: &mut Table, agencies: &BTreeSet<String>) {
    check_names(table);
    check_one_segment(table);
    table.each(|table, id, row| {
        table.check(is_word_of(PROGRAM_KINDS, &row["kind"]), id, &format!("no such kind: {:?}", row["kind"]));
        let owner = &row["owner"];
        table.check(owner.is_empty() || agencies.contains(owner), id, &format!("no such owner: {owner:?}"));
    });
}

fn check_terms(table: &mut Table) {
    table.each(|table, _, row| {
        let term = &row["term"];
        table.check(!term.is_empty(), term, "a term is not empty");
        table.check(is_word_of(TERM_KINDS, &row["kind"]), term, &format!("no such kind: {:?}", row["kind"]));
        table.check(
            is_word_of(TERM_WEIGHTS, &row["weight"]),
            term,
            &format!("no such weight: {:?}", row["weight"]),
        );
    });
}

/// Of all rows with one name or alias, at most one may have it without a rule.
fn shared_without_rule(tables: &[&Table]) -> Vec<String> {
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in tables {
        for row in &table.rows {
            let plain =
                row["aliases"].split('|').filter_map(alias_and_rules).filter(|(_, rules)| rules.is_empty());
            let names: BTreeSet<&str> = plain
                .map(|(alias, _)| alias)
                .chain([row["name"].as_str()])
                .filter(|name| !name.is_empty())
                .collect();
            for name in names {
                owners.entry(name.to_owned()).or_default().push(format!("{}: {}", table.file, row["id"]));
            }
        }
    }
    let shared = owners.into_iter().filter(|(_, owners)| owners.len() > 1);
    shared.map(|(name, owners)| format!("{name:?} without a rule in {}", owners.join(", "))).collect()
}

const PLACED: &[&str] = &["id", "name", "parent", "country", "kind", "aliases"];
const PRODUCT: &[&str] = &["id", "name", "vendor", "aliases"];
const PROGRAM: &[&str] = &["id", "name", "kind", "owner", "aliases"];

#[test]
fn the_lists_keep_their_rules() {
    let mut agencies = Table::read("agencies.tsv", PLACED);
    let mut vendors = Table::read("vendors.tsv", PLACED);
    let mut products = Table::read("products.tsv", PRODUCT);
    let mut programs = Table::read("programs.tsv", PROGRAM);
    let mut terms = Table::read("ai_terms.tsv", &["term", "kind", "weight"]);
    check_agencies(&mut agencies);
    check_vendors(&mut vendors);
    check_products(&mut products, &vendors.ids());
    check_programs(&mut programs, &agencies.ids());
    check_terms(&mut terms);
    let mut faults = shared_without_rule(&[&agencies, &vendors, &products, &programs]);
    for table in [agencies, vendors, products, programs, terms] {
        faults.extend(table.faults);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_broken_rule_is_caught() {
    const HEADER: &str = "id\tname\tparent\tcountry\tkind\taliases\n";
    for (rows, caught) in [
        ("us/a\tA\t\tus\toffice\t\n", ""),
        (
            "us/a\tA\t\tus\toffice\tB[country:au,nz;weak]|C[with:army]|D[full]\nus/a/b\tAb\tus/a\tus\toffice\t\n",
            "",
        ),
        ("us/b\tA\t\tus\toffice\t\nus/a\tB\t\tus\toffice\t\n", "sorted"),
        ("us/a\tA\t\tus\toffice\t\nus/a\tA\t\tus\toffice\t\n", "stands once"),
        ("us/A\tA\t\tus\toffice\t\n", "lower case"),
        ("us/a\tthe A\t\tus\toffice\t\n", "leading"),
        ("us/a\tA\tus/x\tus\toffice\t\n", "its parent is a row"),
        ("us/a\tA\t\tzz\toffice\t\n", "no such country"),
        ("us/a\tA\t\tus\tshop\t\n", "no such kind"),
        ("gb/a\tA\t\tus\toffice\t\n", "begins with its country"),
        ("us/a/b\tA\t\tus\toffice\t\n", "one segment"),
        ("us/a\tA\t\tus\toffice\tA\n", "repeats"),
        ("us/a\tA\t\tus\toffice\tB||C\n", "empty alias"),
        ("us/a\tA\t\tus\toffice\tB[maybe]\n", "no such rule"),
        ("us/a\tA\t\tus\toffice\tB[full\n", "brackets"),
        ("us/a\tA \t\tus\toffice\t\n", "white space"),
        ("us/a\tA\t\tus\n", "as many cells"),
        ("us/a\tA\t\tus\toffice\t", "lines end"),
        ("us/a\tA\t\tus\toffice\t\r\n", "lines end"),
        ("", "has rows"),
    ] {
        let mut table = Table::parse("agencies.tsv", PLACED, &format!("{HEADER}{rows}"));
        if table.rows.iter().all(|row| row.len() == PLACED.len()) {
            check_agencies(&mut table);
        }
        let faults = table.faults.join("\n");
        assert_eq!(faults.is_empty(), caught.is_empty(), "{rows:?}: {faults}");
        assert!(faults.contains(caught), "{rows:?}: {faults}");
    }
    let vendors = |rows: &str| Table::parse("vendors.tsv", PLACED, &format!("{HEADER}{rows}"));
    let mut inc = vendors("a\tA Inc.\tb\tus\tcompany\t\nb\tB\ta\tus\tcompany\t\n");
    check_vendors(&mut inc);
    assert!(inc.faults.iter().any(|fault| fault.contains("legal suffix")), "{:?}", inc.faults);
    assert!(inc.faults.iter().any(|fault| fault.contains("circle")), "{:?}", inc.faults);
    for (row, needless) in [
        ("box\tBox Inc\t\tus\tcompany\tBox [weak]\n", false),
        ("box\tBox Inc\t\tus\tcompany\tBox\n", true),
        ("box-inc\tBox, Inc.\t\tus\tcompany\tBox\n", true),
        ("box-inc\tBox, Inc.\t\tus\tcompany\t\n", false),
        ("box\tBox Ltd\t\tus\tcompany\tThe Box\n", true),
    ] {
        let mut table = vendors(row);
        check_vendors(&mut table);
        assert_eq!(!table.faults.is_empty(), needless, "{row:?}: {:?}", table.faults);
    }
    let shared = vendors("a\tA\t\tus\tcompany\tX|Y\nb\tB\t\tus\tcompany\tX|Y[weak]\n");
    assert_eq!(shared_without_rule(&[&shared]), ["\"X\" without a rule in vendors.tsv: a, vendors.tsv: b"]);
    let missing = Table::read("no-such-list.tsv", PLACED);
    assert_eq!(missing.faults.len(), 1);
}
