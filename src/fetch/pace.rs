//! One pace per server: requests take turns, and each waits for the next free slot.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The pause after a server's first complaint; each further one doubles it.
const FIRST_BACKOFF: Duration = Duration::from_secs(2);
/// The longest pause of our own choosing.
const LONGEST_BACKOFF: Duration = Duration::from_mins(5);
/// The longest pause on a server's word (`Retry-After`) within one run.
const LONGEST_HOLD: Duration = Duration::from_hours(24);
/// A request waits out a hold of at most this; a longer one turns it away.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The paces of all servers, by authority (host and port).
#[derive(Debug)]
pub(super) struct Pace {
    at_once: NonZeroUsize,
    servers: Mutex<HashMap<String, Server>>,
    /// Unlike in every run, so that crawlers that were sent away together do not come back together.
    dice: RandomState,
}

/// One server's pace.
#[derive(Debug)]
struct Server {
    turns: Arc<Semaphore>,
    slots: Slots,
}

/// The right to ask a server; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Pace {
    /// Paces with so many requests to one server at a time.
    pub(super) fn new(at_once: NonZeroUsize) -> Self {
        Self { at_once, servers: Mutex::default(), dice: RandomState::new() }
    }

    /// Waits for those who ask this server now, or stand before this request.
    pub(super) async fn turn(&self, authority: &str) -> Turn {
        let turns = self.with(authority, |server| Arc::clone(&server.turns));
        // It is never closed, so there always is a permit.
        Turn { _permit: turns.acquire_owned().await.ok() }
    }

    /// Waits for this server's next slot, this long after the last one, and takes it.
    ///
    /// # Errors
    /// The remaining time, when the server asked for a pause that is longer than a request waits.
    pub(super) async fn slot(&self, authority: &str, delay: Duration) -> Result<(), Duration> {
        loop {
            let at = self.with(authority, |server| server.slots.take(Instant::now(), delay))?;
            tokio::time::sleep_until(at.into()).await;
            // Another request may have been told to slow down while this one slept.
            if self.hold(authority).is_zero() {
                return Ok(());
            }
        }
    }

    /// How long nothing may go to this server, by its word or our back-off.
    pub(super) fn hold(&self, authority: &str) -> Duration {
        self.with(authority, |server| server.slots.remaining_hold(Instant::now()))
    }

    /// Notes that the server complained (429, 503): nothing goes there before `retry_after`, nor before our own
    /// growing pause is over.
    pub(super) fn slow_down(&self, authority: &str, retry_after: Option<Duration>) {
        let now = Instant::now();
        self.with(authority, |server| {
            let thrown = self.dice.hash_one((authority, server.slots.backoff));
            server.slots.slow_down(now, retry_after, (thrown >> 11) as f64 / (1_u64 << 53) as f64);
        });
    }

    /// Notes that the server answered well again.
    pub(super) fn recover(&self, authority: &str) {
        self.with(authority, |server| server.slots.backoff = Duration::ZERO);
    }

    fn with<T>(&self, authority: &str, act: impl FnOnce(&mut Server) -> T) -> T {
        // Slots are whole after every step, so a poisoned lock still holds good ones.
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = servers.get_mut(authority) {
            return act(server);
        }
        let turns = Arc::new(Semaphore::new(self.at_once.get()));
        act(servers.entry(authority.to_owned()).or_insert(Server { turns, slots: Slots::default() }))
    }
}

/// The slots of one server.
#[derive(Debug, Default)]
struct Slots {
    /// When the last one was taken; none before the first request.
    last: Option<Instant>,
    /// Nothing before this, by the server's word or our back-off.
    held_until: Option<Instant>,
    backoff: Duration,
}

impl Slots {
    /// Takes the next slot at `now`, or says how long the server is still held.
    fn take(&mut self, now: Instant, delay: Duration) -> Result<Instant, Duration> {
        let hold = self.remaining_hold(now);
        if hold > PATIENCE {
            return Err(hold);
        }
        let at = now.max(self.last.map_or(now, |last| last + delay)).max(self.held_until.unwrap_or(now));
        self.last = Some(at);
        Ok(at)
    }

    fn remaining_hold(&self, now: Instant) -> Duration {
        self.held_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// `jitter` from 0 to 1 makes our own pause up to half as long again.
    fn slow_down(&mut self, now: Instant, retry_after: Option<Duration>, jitter: f64) {
        self.backoff = (self.backoff * 2).clamp(FIRST_BACKOFF, LONGEST_BACKOFF);
        let asked = retry_after.unwrap_or_default().min(LONGEST_HOLD);
        let pause = asked.max(self.backoff) + self.backoff.mul_f64(jitter.clamp(0.0, 1.0) / 2.0);
        self.held_until = self.held_until.max(Some(now + pause));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn requests_queue_one_delay_apart() {
        let now = Instant::now();
        let mut slots = Slots::default();
        for n in 0..4 {
            assert_eq!(slots.take(now, SECOND), Ok(now + SECOND * n));
        }
        // After a long silence the next one goes at once, and nothing has piled up.
        let later = now + SECOND * 60;
        assert_eq!(slots.take(later, SECOND), Ok(later));
        assert_eq!(slots.take(later, SECOND), Ok(later + SECOND));
        // A delay that robots.txt asks for holds from the request before it was known.
        assert_eq!(slots.take(later, SECOND * 5), Ok(later + SECOND * 6));
    }

    #[test]
    fn complaints_double_the_pause_and_retry_after_counts() {
        let now = Instant::now();
        let mut slots = Slots::default();
        for (retry_after_s, expected_s) in [(None, 2), (None, 4), (Some(1), 8), (Some(20), 20)] {
            slots.held_until = None;
            slots.slow_down(now, retry_after_s.map(Duration::from_secs), 0.0);
            assert_eq!(slots.remaining_hold(now), SECOND * expected_s);
        }
        assert_eq!(slots.take(now, SECOND), Ok(now + SECOND * 20));
        for _ in 0..100 {
            slots.slow_down(now, None, 0.0);
        }
        assert_eq!(slots.remaining_hold(now), LONGEST_BACKOFF);
        assert_eq!(slots.take(now, SECOND), Err(LONGEST_BACKOFF));
        slots.slow_down(now, Some(Duration::MAX), 0.0);
        assert_eq!(slots.remaining_hold(now), LONGEST_HOLD);
    }

    #[test]
    fn jitter_makes_pauses_longer_and_never_shorter() {
        let now = Instant::now();
        for (jitter, retry_after_s, expected_ms) in [
            (0.0, None, 2000),
            (1.0, None, 3000),
            (0.5, None, 2500),
            (1.0, Some(60), 61_000),
            (9.0, None, 3000),
        ] {
            let mut slots = Slots::default();
            slots.slow_down(now, retry_after_s.map(Duration::from_secs), jitter);
            assert_eq!(slots.remaining_hold(now), Duration::from_millis(expected_ms), "{jitter}");
        }
    }

    #[tokio::test]
    async fn turns_are_measurably_apart_and_servers_do_not_wait_for_each_other() {
        let pace = Pace::new(NonZeroUsize::MIN);
        let delay = Duration::from_millis(40);
        let start = Instant::now();
        let three = async {
            for _ in 0..3 {
                pace.slot("a.example", delay).await.unwrap();
            }
        };
        tokio::join!(three, async { pace.slot("b.example", delay).await.unwrap() });
        let taken = start.elapsed();
        assert!(taken >= Duration::from_millis(80), "{taken:?}");
    }

    #[tokio::test]
    async fn a_server_is_asked_by_one_at_a_time() {
        let pace = Pace::new(NonZeroUsize::MIN);
        let first = pace.turn("a.example").await;
        let _other = pace.turn("b.example").await;
        let wait = Duration::from_millis(30);
        assert!(tokio::time::timeout(wait, pace.turn("a.example")).await.is_err());
        drop(first);
        assert!(tokio::time::timeout(wait, pace.turn("a.example")).await.is_ok());
    }
}
