//! What is left when a writer is killed in the middle of a batch, and what others see while it lives.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Access, Store, StoreError, samples};

/// The child works in a folder that holds this file only.
const INVITATION: &str = "write-here";
const READY: &str = "batch-is-open";

/// Runs as a process of its own: keeps one article, begins to write a second, and never ends.
#[test]
#[ignore = "the child process of the test below"]
fn child_that_writes_until_it_is_killed() {
    let dir = std::env::current_dir().unwrap();
    if !dir.join(INVITATION).exists() {
        return;
    }
    let mut store = samples::store(&dir);
    store.name_task("awardwire crawl");
    store.batch(|batch| samples::put(batch, &samples::article(1, "2026-01-01"), &[&[1]])).unwrap();
    let batch = store.begin().unwrap();
    for n in 2..2_000 {
        samples::put(&batch, &samples::article(n, "2026-01-01"), &[&[1]]).unwrap();
    }
    std::fs::write(dir.join(READY), b"").unwrap();
    std::thread::sleep(Duration::from_mins(1));
}

fn start(dir: &Path) -> Child {
    std::fs::write(dir.join(INVITATION), b"").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "child_that_writes_until_it_is_killed"])
        .current_dir(dir)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !dir.join(READY).exists() {
        let ended = child.try_wait().unwrap();
        assert!(
            ended.is_none() && began.elapsed() < Duration::from_secs(50),
            "the child did not come so far"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    child
}

#[test]
fn a_killed_writer_leaves_what_it_had_committed_and_no_lock() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = start(dir.path());
    let ids = |store: &Store| store.article_ids().unwrap();
    let committed = [samples::article(1, "2026-01-01").id];

    let mut other = Store::open(dir.path(), Access::Write { wait: Duration::from_millis(40) }).unwrap();
    let error = other.begin().map(|_| ()).unwrap_err();
    assert!(
        matches!(&error, StoreError::Locked { holder: Some(holder), .. } if holder.pid == child.id()),
        "{error}"
    );
    assert_eq!(ids(&Store::open(dir.path(), Access::Read).unwrap()), committed);

    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(ids(&other), committed);
    other.batch(|batch| samples::put(batch, &samples::article(2, "2026-01-01"), &[])).unwrap();
    assert_eq!(ids(&other).len(), 2);
}
