//! A library that is newer, foreign, damaged, locked, read-only, or whose writer was killed.
#![expect(clippy::disallowed_types, reason = "these tests change the database behind the program's back")]

use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::world::{ARTICLES, World, may_write_anywhere};

/// Every command that opens a library, with arguments that are right.
fn questions() -> Vec<Vec<&'static str>> {
    vec![
        vec![],
        vec!["search", "larkfield"],
        vec!["show", "a"],
        vec!["deals"],
        vec!["digest"],
        vec!["export", "deals"],
        vec!["reindex"],
        vec!["reread"],
        vec!["add", "-"],
    ]
}

#[test]
fn a_library_of_a_newer_version_is_left_alone() {
    let world = World::with_articles();
    let path = world.library().join("awardwire.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 9_999).unwrap();
    for arguments in questions() {
        world.run_with(&arguments, ARTICLES).fails(5, "was written by a newer awardwire");
    }
    let version: u32 =
        Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 9_999);
}

#[test]
fn a_file_that_is_no_library_is_left_alone() {
    for content in [
        &b"this is a letter to my aunt, not a database at all, and it is long enough to be sure of that. "[..],
        b"\0\0\0",
    ] {
        let world = World::new();
        world.write("library/awardwire.db", content);
        for arguments in questions() {
            let ran = world.run_with(&arguments, ARTICLES).ends(5).tells("error:");
            assert_eq!(ran.out, "");
        }
        assert_eq!(fs::read(world.library().join("awardwire.db")).unwrap(), content);
    }
    let world = World::new();
    fs::create_dir_all(world.library()).unwrap();
    let other = Connection::open(world.library().join("awardwire.db")).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT); PRAGMA application_id = 7;").unwrap();
    drop(other);
    for arguments in questions() {
        world.run_with(&arguments, ARTICLES).fails(5, "is not an awardwire library");
    }
}

#[test]
fn a_damaged_database_is_told() {
    let world = World::with_articles();
    let path = world.library().join("awardwire.db");
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte = 0xa5;
    }
    fs::write(&path, bytes).unwrap();
    for arguments in questions() {
        let ran = world.run_with(&arguments, ARTICLES);
        assert!(ran.code == Some(5), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn a_locked_library_names_who_holds_it() {
    let world = World::with_articles();
    let mut lock = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(world.library().join("awardwire.lock"))
        .unwrap();
    lock.lock().unwrap();
    writeln!(lock, "4242 awardwire crawl").unwrap();
    lock.flush().unwrap();
    let begun = Instant::now();
    world.run_with(&["add", "-"], ARTICLES).fails(5, "is being written by process 4242 (awardwire crawl)");
    let waited = begun.elapsed();
    assert!(waited > Duration::from_secs(4) && waited < Duration::from_secs(9), "{waited:?}");
    // Readers do not wait.
    let begun = Instant::now();
    world.run(&["search", "larkfield"]).ends(0);
    world.run(&["deals"]).ends(0);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    lock.unlock().unwrap();
    world.run_with(&["add", "-"], ARTICLES).ends(0);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let world = World::new();
    // A file where the folder should be stops even those who may write anywhere.
    world.write("file", "x");
    let below = world.path("file/library").to_str().unwrap().to_owned();
    world.run_with(&["--library", &below, "add", "-"], ARTICLES).fails(5, "file/library");
    if may_write_anywhere(&world) {
        return;
    }
    let closed = world.path("closed/library").to_str().unwrap().to_owned();
    world.run_with(&["--library", &closed, "add", "-"], ARTICLES).fails(5, "closed/library");
}

#[cfg(unix)]
#[test]
fn a_read_only_library_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::with_articles();
    if may_write_anywhere(&world) {
        return;
    }
    fs::set_permissions(world.library(), fs::Permissions::from_mode(0o555)).unwrap();
    world.run(&["search", "larkfield"]).ends(0);
    world.run(&["deals"]).ends(0);
    world.run_with(&["add", "-"], ARTICLES).fails(5, "write permission");
    fs::set_permissions(world.library(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_killed_writer_loses_no_committed_article() {
    let world = World::new();
    let mut child = world.command(&["add", "-"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        for n in 0..5_000 {
            let line = format!(
                "{{\"id\":\"k{n}\",\"url\":\"http://wire.example/{n}\",\"published\":\"2026-05-04\",\"title\":\"Story {n}\",\"text\":\"Hills and valleys number{n} in the rain.\"}}\n"
            );
            // The writer is killed while this goes on.
            if input.write_all(line.as_bytes()).is_err() {
                break;
            }
        }
    });
    let database = world.library().join("awardwire.db");
    let committed = || -> u64 {
        let Ok(connection) =
            Connection::open_with_flags(&database, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
        else {
            return 0;
        };
        connection
            .query_row("SELECT count(*) FROM pages", [], |row| row.get::<_, i64>(0))
            .map_or(0, |count| count as u64)
    };
    let begun = Instant::now();
    while committed() < 300 {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing is added");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    feeder.join().unwrap();
    let kept = committed();
    assert!((300..5_000).contains(&kept), "{kept}");
    world.run(&[]).ends(0).shows(&format!("{kept} ("));
    // The next writer brings the index up to what is committed.
    world.run_with(&["add", "-"], ARTICLES).ends(0).tells("4 articles added");
    let found =
        world.run(&["search", "*", "--format", "jsonl", "-n", "10000"]).ends(0).records().len() as u64;
    assert_eq!(found, kept + 4);
    world.run(&["search", &format!("number{}", kept - 1)]).ends(0);
    world.run(&["reread"]).ends(0).tells(&format!("{} articles read again", kept + 4));
}
