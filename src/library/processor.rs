//! How long a piece of work kept the processor busy.

use std::fs;
use std::time::{Duration, Instant};

/// Time this thread has spent on a processor, so that other work on the machine does not count. Linux tells it; elsewhere
/// the clock on the wall has to do.
pub(super) struct Stopwatch {
    busy: Option<Duration>,
    begun: Instant,
}

impl Stopwatch {
    /// Begins to count.
    pub(super) fn start() -> Self {
        Self { busy: busy(), begun: Instant::now() }
    }

    /// The time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        match (self.busy, busy()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.begun.elapsed(),
        }
    }
}

/// The first number of `schedstat`, in nanoseconds (proc_pid_schedstat(5)).
fn busy() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
