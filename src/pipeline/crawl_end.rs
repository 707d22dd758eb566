//! When a crawl is to end, and how long it waits for what is in hand then.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// So long after it was told to stop, a crawl waits for answers that are on their way. What takes longer, be it that a host's
/// turn has not come, is left for the next crawl.
const GRACE: Duration = Duration::from_secs(5);
/// How often a request looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// When a crawl is to end.
#[derive(Clone, Copy)]
pub(super) struct CrawlEnd<'a> {
    /// Set when the user wants it to stop.
    pub(super) stop: &'a AtomicBool,
    /// When the time that it was given is over.
    pub(super) until: Option<Instant>,
}

impl CrawlEnd<'_> {
    /// Whether nothing further is to be begun.
    pub(super) fn is_near(self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.until.is_some_and(|until| Instant::now() >= until)
    }

    /// What the work comes to; `None` where it was not done a moment after the crawl was told to stop.
    pub(super) async fn or_stopped<T>(self, work: impl Future<Output = T>) -> Option<T> {
        let stopped = async {
            while !self.stop.load(Ordering::Relaxed) {
                tokio::time::sleep(LOOK).await;
            }
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            biased;
            done = work => Some(done),
            () = stopped => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_waited_for_until_a_moment_after_the_stop() {
        let stop = AtomicBool::new(false);
        let end = CrawlEnd { stop: &stop, until: None };
        assert!(!end.is_near());
        assert_eq!(end.or_stopped(async { 1 }).await, Some(1));
        stop.store(true, Ordering::Relaxed);
        assert!(end.is_near());
        assert_eq!(end.or_stopped(async { 2 }).await, Some(2));
        let soon = tokio::time::sleep(Duration::from_millis(300));
        assert_eq!(end.or_stopped(soon).await, Some(()));
        assert!(CrawlEnd { stop: &AtomicBool::new(false), until: Some(Instant::now()) }.is_near());
    }
}
