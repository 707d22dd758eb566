//! Whole processes, from their start to their exit: how long they take, and how much memory.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Outcome;

/// Seconds from start to exit.
pub fn seconds(command: &mut Command) -> Outcome<f64> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let status = command.status()?;
    let seconds = begun.elapsed().as_secs_f64();
    if status.success() { Ok(seconds) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// As [`seconds`], whatever it ends with.
pub fn seconds_whatever(command: &mut Command) -> Outcome<f64> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    command.status()?;
    Ok(begun.elapsed().as_secs_f64())
}

/// Seconds of processor that the first thread of this process has taken so far, to the nanosecond; `None` where Linux does not tell.
pub fn own_thread_cpu() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(stat.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// Seconds of processor that this process has taken so far; `None` where there is no `/proc`.
pub fn own_cpu() -> Option<f64> {
    cpu(13)
}

/// The same of all processes that it started and that have ended.
pub fn children_cpu() -> Option<f64> {
    cpu(15)
}

/// Two fields of `/proc/self/stat` added up, in hundredths of a second (proc(5)).
fn cpu(first: usize) -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field, a name in brackets, may hold spaces.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 2)?.parse::<f64>().ok();
    Some((ticks(first)? + ticks(first + 1)?) / 100.0)
}

/// Seconds from start to exit, and the most memory it held, in MiB; `None` where the system does not tell (it is asked
/// every few milliseconds, by Linux's `/proc`).
pub fn seconds_and_memory(command: &mut Command) -> Outcome<(f64, Option<f64>)> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let place = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        peak = high_water(&place).or(peak);
        if let Some(status) = child.try_wait()? {
            let seconds = begun.elapsed().as_secs_f64();
            let done = status.success().then_some((seconds, peak));
            return done.ok_or_else(|| format!("{command:?} ended with {status}").into());
        }
        sleep(Duration::from_millis(3));
    }
}

/// The `VmHWM` line: the most memory the process has held so far.
fn high_water(place: &str) -> Option<f64> {
    let status = fs::read_to_string(place).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}
