//! Input that means harm, and input that is merely strange.

use crate::world::{Ran, World};

/// Titles, names and texts that would steer a terminal.
fn hostile_article() -> String {
    let escape = "\u{1b}]8;;http://bad.example\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{0}\r";
    serde_json::json!({
        "id": format!("h{escape}"),
        "url": "http://wire.example/hostile",
        "publisher": format!("Wire{escape}"),
        "published": "2026-05-04",
        "title": format!("Larkfield{escape} wins contract"),
        "text": format!(
            "The Continental Rail Safety{escape} Administration awarded Larkfield{escape} Analytics Inc. a $40 million contract \
             for artificial intelligence software.\n\nThe Freedonia Department of Harbors awarded Quillon Systems LLC a $3 million \
             contract for machine learning{escape} software."
        ),
    })
    .to_string()
}

fn is_harmless(ran: &Ran) {
    for stream in [&ran.out, &ran.err] {
        let bad = stream.chars().find(|c| {
            (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{stream:?}");
    }
}

#[test]
fn nothing_from_outside_steers_the_terminal() {
    let world = World::new();
    is_harmless(&world.run_with(&["add", "-"], hostile_article()).ends(0));
    for arguments in [
        &[][..],
        &["search", "larkfield"],
        &["search", "contract", "--format", "json"],
        &["deals"],
        &["deals", "--format", "csv"],
        &["deals", "--format", "jsonl"],
        &["deals", "--format", "md"],
        &["deals", "--group", "vendor"],
        &["deals", "--group", "vendor", "--format", "csv"],
        &["deals", "--group", "vendor", "--chart"],
        &["export", "deals", "--format", "html"],
        &["deals", "--new", "x"],
        &["timeline"],
        &["timeline", "--format", "md"],
        &["timeline", "--format", "csv"],
        &["profile", "larkfield"],
        &["profile", "larkfield", "--format", "md"],
        &["profile", "larkfield", "--format", "html"],
        &["profile", "larkfield", "--format", "json"],
        &["profile", "\u{1b}[2J"],
        &["digest"],
        &["digest", "--format", "md"],
        &["digest", "--format", "json"],
        &["export", "articles", "--format", "md"],
        &["export", "articles", "--format", "jsonl", "--with-text"],
        &["export", "events", "--format", "md"],
        &["search", "\u{1b}[2Jtype:\u{7}x"],
        &["show", "\u{1b}[2J"],
        &["fix", "vendor", "\u{1b}[2J"],
        &["fix", "list"],
    ] {
        let ran = world.run(arguments);
        let text = Ran { out: ran.out.replace("\r\n", "\n"), ..ran };
        is_harmless(&text);
    }
    let id = world.id_of(&["search", "larkfield", "--format", "jsonl"], "hostile");
    is_harmless(&world.run(&["show", &id]).ends(0));
    is_harmless(&world.run(&["show", &id, "--evidence"]).ends(0));
    is_harmless(&world.run(&["open", &id, "--print"]).ends(0));
    is_harmless(&world.run(&["open", "\u{1b}[2J", "--print"]).ends(2));
    is_harmless(&world.run(&["show", &id, "--evidence", "--format", "json"]).ends(0));
    let deal =
        world.run(&["deals", "--format", "jsonl"]).ends(0).records()[0]["id"].as_str().unwrap().to_owned();
    is_harmless(&world.run(&["show", &deal, "--why"]).ends(0));
    is_harmless(&world.run_with(&["extract", "-"], hostile_article()).ends(0));
    let named = world.write("\u{1b}[2J.jsonl", "broken");
    is_harmless(&world.run(&["add", &named]).ends(2));
    is_harmless(&world.run(&["add", "\u{1b}[2J/nowhere"]).ends(2));
    is_harmless(&world.run(&["eval", &named]).ends(2));
}

#[test]
fn strange_records_are_read_or_told() {
    let world = World::new();
    let deep = format!("{{\"text\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(3_000_000));
    let brackets = format!("{{\"html\":\"{}\"}}", "<div>".repeat(20_000));
    for (line, codes) in [
        (deep.as_str(), &[2][..]),
        (long.as_str(), &[0]),
        (brackets.as_str(), &[0, 2]),
        ("{\"text\":\"\\ud800 x\"}", &[0, 2]),
        (
            "{\"text\":\"x\",\"url\":\"javascript:alert(1)\",\"published\":\"9999-99-99\",\"country\":\"\\u0000\"}",
            &[0],
        ),
        ("{\"text\":\"x\",\"id\":{},\"title\":[],\"publisher\":7,\"published\":-1}", &[0]),
        (
            "{\"text\":\"$999999999999999999999999999999999 million contract awarded to X Inc. by the Army\"}",
            &[0],
        ),
        ("{\"text\":\"\u{feff}x\"}\u{0}", &[2]),
    ] {
        let ran = world.run_with(&["extract", "-"], line);
        assert!(codes.contains(&ran.code.unwrap()), "{}: {ran:?}", &line[..line.len().min(80)]);
        let ran = world.run_with(&["add", "-"], line);
        assert!(codes.contains(&ran.code.unwrap()), "{}: {ran:?}", &line[..line.len().min(80)]);
    }
    world.run(&[]).ends(0);
    world.run(&["export", "articles", "--format", "jsonl"]).ends(0);
}

#[test]
fn a_page_of_any_bytes_is_read_or_told() {
    let world = World::new();
    let mut state = 7_u64;
    for size in [1, 3, 100, 5_000] {
        let bytes: Vec<u8> = (0..size)
            .map(|_| {
                // Knuth's linear congruential generator: the same bytes on every run.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as u8
            })
            .collect();
        for ending in ["html", "txt", "jsonl", "jsonl.gz", "htm.gz"] {
            world.write(&format!("in/{size}.{ending}"), &bytes);
        }
    }
    let good = world.write("good.jsonl", crate::world::ARTICLES);
    for command in ["extract", "add"] {
        let ran = world.run(&[command, "in", &good]).ends(3).tells("skipped: in/1.jsonl.gz");
        assert!(ran.err.lines().filter(|line| line.starts_with("skipped: ")).count() >= 10, "{}", ran.err);
    }
    world.run(&["search", "larkfield"]).ends(0);
}
