//! Help, version, exit codes, and streams that close.

use std::io::Read;
use std::process::Stdio;

use crate::world::{World, sample};

const COMMANDS: [&str; 13] = [
    "demo", "add", "crawl", "extract", "search", "show", "deals", "digest", "export", "reindex", "reread",
    "eval", "fix",
];

#[test]
fn help_and_version_are_answers() {
    let world = World::new();
    let help = world.run(&["--help"]).ends(0).shows("Examples:").shows("Exit codes: 0 done");
    for command in COMMANDS {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command} is not in the help");
        world.run(&[command, "--help"]).ends(0).shows("Usage: awardwire").shows("--library");
        world.run(&["help", command]).ends(0);
    }
    let version = world.run(&["--version"]).ends(0);
    assert_eq!(version.out, format!("awardwire {}\n", env!("CARGO_PKG_VERSION")));
    assert!(!world.library().exists());
}

#[test]
fn wrong_use_is_2_and_makes_nothing() {
    let world = World::new();
    for arguments in [
        &["nonsense"][..],
        &["search", "--no-such-flag"],
        &["--color", "sometimes"],
        &["--tz", "Mars/Base"],
        &["--today", "someday"],
        &["search", "-n", "many"],
        &["search", "-n", "-1"],
        &["crawl", "--limit", "x"],
        &["reindex", "surplus"],
        &["demo", "surplus"],
        &["show", "a", "b"],
        &["eval"],
        &["extract"],
        &["extract", "nowhere.txt"],
    ] {
        let ran = world.run(arguments).ends(2).tells("error:");
        assert_eq!(ran.out, "", "{arguments:?}");
    }
    assert!(!world.library().exists());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for arguments in [
        &["search", "*", "-n", "100"][..],
        &["deals", "--format", "json"],
        &["export", "articles", "--with-text", "--format", "jsonl"],
        &["digest"],
        &["--help"],
    ] {
        let mut child =
            sample().command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut talk = String::new();
        child.stderr.take().unwrap().read_to_string(&mut talk).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}: {talk}");
        assert_eq!(talk, "", "{arguments:?}");
    }
}

#[test]
fn quiet_is_quiet() {
    let world = World::new();
    let ran = world.run_with(&["add", "-q", "-"], crate::world::ARTICLES).ends(0);
    assert_eq!((ran.out, ran.err), (String::new(), String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_output_is_told() {
    for arguments in
        [&["deals"][..], &["search", "*"], &["export", "articles", "--format", "csv"], &["digest"], &[]]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = sample().command(arguments).stdout(full).output().unwrap();
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{arguments:?}: {talk}");
        assert!(talk.contains("the output cannot be written"), "{arguments:?}: {talk}");
    }
}
