//! The walls between the rooms of `src/`: who may use whom, and how long a file may be.
//!
//! A new room or arrow is a decision of its own: it changes ARCHITECTURE.md and this table in one commit.

mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use tokens::{Token, tokens};

/// Each room and what it may use: a whole room, or single items of one. Every room may use itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("fetch", &["base"]),
    ("sources", &["base", "fetch::Fetched", "fetch::Request", "fetch::decode"]),
    ("article", &["base", "fetch::Fetched", "fetch::Request", "fetch::decode"]),
    ("entities", &["base", "article"]),
    ("events", &["base", "article", "entities"]),
    (
        "notices",
        &["base", "fetch::Fetched", "fetch::Request", "fetch::decode", "article", "entities", "events"],
    ),
    ("deals", &["base", "article", "entities", "events"]),
    ("store", &["base", "fetch", "sources", "article", "entities", "events", "notices", "deals"]),
    ("notebook", &["base", "events"]),
    ("search", &["base", "article", "entities", "events", "deals"]),
    (
        "watch",
        &[
            "base",
            "fetch",
            "sources",
            "article",
            "entities",
            "events",
            "notices",
            "deals",
            // The query tree: what was asked, without the index that answers; and how words, names, sums and numbers
            // are compared, so that both answer alike.
            "search::AmountRange",
            "search::CutWord",
            "search::Document",
            "search::Filter",
            "search::Form",
            "search::FoundName",
            "search::FreeWord",
            "search::Kept",
            "search::Name",
            "search::NameEntry",
            "search::NameKind",
            "search::NameTable",
            "search::NamedThing",
            "search::Node",
            "search::Query",
            "search::Text",
            "search::TextField",
            "search::Trait",
            "search::WordCutter",
            "search::distance_within",
            "search::fewest_moves",
            "search::lies_within",
            "search::number_key",
        ],
    ),
    ("report", &["base", "article", "entities", "events", "deals"]),
    ("export", &["base", "article", "entities", "events", "deals", "search", "report"]),
    ("bundle", &["base", "fetch", "article"]),
    ("pipeline", BELOW_PIPELINE),
    (
        "library",
        &[
            "base", "fetch", "sources", "article", "entities", "events", "notices", "deals", "store",
            "notebook", "search", "watch", "report", "export", "bundle", "pipeline",
        ],
    ),
    ("cli", &["library", "pipeline", "export", "base", "fetch::Clock"]),
];
const BELOW_PIPELINE: &[&str] = &[
    "base", "fetch", "sources", "article", "entities", "events", "notices", "deals", "store", "notebook",
    "search", "watch", "report", "export", "bundle",
];
/// Lines of code a file may have, tests not counted.
const MOST_LINES: usize = 400;
/// Lines of code of `main.rs`, which only hands over.
const MOST_LINES_OF_MAIN: usize = 15;

#[test]
fn the_walls_stand() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut files = 0;
    for path in rust_files(&src) {
        let source = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        faults.extend(faults_of(&name, &source));
        files += 1;
    }
    assert!(files > 20, "only {files} files were found under {}", src.display());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the sources can be read") {
            let path = entry.expect("a folder of the sources can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// What is wrong with a file, `name` being its path below `src/`.
fn faults_of(name: &str, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let code = without_tests(source);
    let lines = lines_of_code(code);
    let most = if name == "main.rs" { MOST_LINES_OF_MAIN } else { MOST_LINES };
    if lines > most {
        faults.push(format!("src/{name}: {lines} lines of code, at most {most}: split it by noun"));
    }
    let words = tokens(source);
    for (at, token) in words.iter().enumerate() {
        if token.text == "super" && follows(&words, at, &[":", ":", "super"]) {
            faults.push(format!("src/{name}:{}: `super::super`: write `crate::room::…`", token.line));
        }
    }
    let Some((room, rest)) = name.split_once('/') else {
        if !matches!(name, "lib.rs" | "main.rs") {
            faults.push(format!("src/{name}: a file outside the rooms"));
        }
        return faults;
    };
    let Some((_, may_use)) = ROOMS.iter().find(|(known, _)| *known == room) else {
        faults.push(format!("src/{name}: no such room: {room}"));
        return faults;
    };
    if rest == "mod.rs" {
        let outside_tests = tokens(code);
        for (at, token) in outside_tests.iter().enumerate() {
            if token.text == "super" && follows(&outside_tests, at, &[":"]) {
                faults.push(format!(
                    "src/{name}:{}: `super::` leaves the room: write `crate::room::…`",
                    token.line
                ));
            }
        }
    }
    for used in paths(&words) {
        let whole = used.room == room || may_use.contains(&used.room.as_str());
        let item = format!("{}::{}", used.room, used.item);
        if !whole && !may_use.contains(&item.as_str()) {
            faults.push(format!("src/{name}:{}: {room} may not use {item}", used.line));
        }
    }
    faults
}

/// The source up to its inline test module (a test module in a file of its own does not end it).
fn without_tests(source: &str) -> &str {
    for (at, _) in source.match_indices("#[cfg(test)]") {
        let rest = &source[at..];
        let module = rest.lines().skip(1).find(|line| !line.trim_start().starts_with("#["));
        if !module.is_some_and(|line| line.trim_end().ends_with(';')) {
            return &source[..at];
        }
    }
    source
}

fn lines_of_code(source: &str) -> usize {
    source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

/// An item of a room that a file names.
#[derive(Debug, PartialEq)]
struct Used {
    room: String,
    item: String,
    line: usize,
}

/// Every `crate::room::item` and `awardwire::room::item`, groups taken apart.
fn paths(tokens: &[Token]) -> Vec<Used> {
    let mut used = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_root = matches!(token.text.as_str(), "crate" | "awardwire");
        if !is_root || (at > 1 && tokens[at - 1].text == ":" && tokens[at - 2].text == ":") {
            continue;
        }
        if follows(tokens, at, &["as"]) {
            used.push(Used { room: "(all, renamed)".into(), item: String::new(), line: token.line });
        } else if follows(tokens, at, &[":", ":"]) {
            for room in heads(tokens, at + 3) {
                let items = if follows(tokens, room, &[":", ":"]) { heads(tokens, room + 3) } else { vec![] };
                let text = |at: usize| tokens[at].text.clone();
                let line = tokens[room].line;
                if items.is_empty() {
                    used.push(Used { room: text(room), item: String::new(), line });
                }
                used.extend(items.into_iter().map(|item| Used { room: text(room), item: text(item), line }));
            }
        }
    }
    used
}

/// Where the path at this token goes on: at the token itself, or at the head of each element of a group.
fn heads(tokens: &[Token], at: usize) -> Vec<usize> {
    if tokens.get(at).is_none_or(|token| token.text != "{") {
        return if at < tokens.len() { vec![at] } else { vec![] };
    }
    let (mut depth, mut is_head, mut heads) = (0, true, Vec::new());
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => is_head = true,
            _ if depth == 1 && is_head => {
                heads.push(place);
                is_head = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

fn follows(tokens: &[Token], at: usize, texts: &[&str]) -> bool {
    tokens.iter().skip(at + 1).zip(texts).filter(|(token, text)| token.text == **text).count() == texts.len()
}

#[test]
fn a_forbidden_arrow_is_caught() {
    for (name, source, caught) in [
        ("article/x.rs", "use crate::store::Store;", "article may not use store::Store"),
        (
            "report/a/b.rs",
            "fn f() -> crate :: export::Record {}",
            "src/report/a/b.rs:1: report may not use export::Record",
        ),
        (
            "report/a.rs",
            "\nuse crate::{base::{Span, Field}, search::Query};",
            "src/report/a.rs:2: report may not use search::Query",
        ),
        ("sources/feed.rs", "use crate::fetch::{Fetched, Wire};", "sources may not use fetch::Wire"),
        ("sources/feed.rs", "use crate::fetch;", "sources may not use fetch::"),
        ("article/x.rs", "use crate::fetch::{self, Fetched};", "article may not use fetch::self"),
        ("base/x.rs", "use crate as all;", "base may not use (all, renamed)"),
        ("base/x.rs", "use crate::*;", "base may not use *"),
        ("base/x.rs", "#[cfg(test)]\nmod tests { use crate::r#store::Store; }", "base may not use store"),
        ("cli/deals.rs", "use awardwire::store::Store;", "cli may not use store::Store"),
        ("cli/deals.rs", "use awardwire::fetch::{Clock, Wire};", "cli may not use fetch::Wire"),
        ("deals/mod.rs", "use super::store::Store;", "`super::` leaves the room"),
        ("deals/a/b.rs", "use super :: super::store::Store;", "`super::super`"),
        ("garden/mod.rs", "", "no such room: garden"),
        ("shed.rs", "", "a file outside the rooms"),
        ("deals/long.rs", &"let x = 1;\n".repeat(401), "401 lines of code, at most 400"),
        (
            "deals/mod.rs",
            &format!("#[cfg(test)]\nmod tests;\n{}", "let x = 1;\n".repeat(400)),
            "402 lines of code",
        ),
        ("main.rs", &"let x = 1;\n".repeat(16), "16 lines of code, at most 15"),
        ("base/x.rs", "let c = '\"'; use crate::store::S; // \"", "base may not use store::S"),
        ("base/x.rs", "let c = '\\''; let s = r#\"\"\"#; use crate::store::S;", "base may not use store::S"),
    ] {
        let faults = faults_of(name, source);
        assert!(faults.iter().any(|fault| fault.contains(caught)), "{name} {source:?}: {faults:?}");
    }
}

#[test]
fn an_allowed_arrow_is_not() {
    for (name, source) in [
        ("article/x.rs", "use crate::base::{Address, Span};\nuse crate::fetch::{Fetched, Request};"),
        (
            "article/x.rs",
            "/// See [`crate::store::Store`].\n// crate::store\n/* crate::store /* */ crate::store */",
        ),
        (
            "article/x.rs",
            "pub(crate) fn f<'a>() { let s = \"crate::store \\\" crate::store\"; let r = r#\"crate::store\"#; }",
        ),
        ("deals/mod.rs", "#[cfg(test)]\nmod tests { use super::*; }"),
        ("deals/a/mod.rs", "use super::deal::Deal;"),
        ("deals/long.rs", &format!("{}{}", "// why\n\n".repeat(500), "let x = 1;\n".repeat(400))),
        ("deals/x.rs", &format!("let x = 1;\n#[cfg(test)]\nmod tests {{\n{}}}", "let x = 1;\n".repeat(500))),
        ("export/x.rs", "use crate::{report::eval::Prediction, export::Record};"),
        ("cli/main.rs", "use crate::cli::args::Args;\nuse awardwire::{library, fetch::Clock, base::Money};"),
        ("main.rs", "mod cli;\nfn main() { cli::run() }"),
        ("lib.rs", "pub mod base;"),
    ] {
        assert_eq!(faults_of(name, source), Vec::<String>::new(), "{name}");
    }
}
