//! One pace per server: each request waits for the next free slot.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The pause after a server's first complaint; each further one doubles it.
const FIRST_BACKOFF: Duration = Duration::from_secs(2);
/// The longest pause of our own choosing.
const LONGEST_BACKOFF: Duration = Duration::from_mins(5);
/// The longest pause on a server's word (`Retry-After`) within one run.
const LONGEST_HOLD: Duration = Duration::from_hours(24);
/// The longest delay between two requests that robots.txt can ask for.
const LONGEST_DELAY: Duration = Duration::from_mins(2);
/// A request waits out a hold of at most this; a longer one turns it away.
const PATIENCE: Duration = Duration::from_secs(30);

/// The paces of all servers, by authority (host and port).
#[derive(Debug)]
pub struct Pace {
    default_delay: Duration,
    slots: Mutex<HashMap<String, Slots>>,
}

impl Pace {
    /// Paces with this delay between two requests to one server, unless robots.txt asks for more.
    pub fn new(default_delay: Duration) -> Self {
        Self { default_delay, slots: Mutex::default() }
    }

    /// Waits for this server's next slot and takes it. `delay` is the server's own wish (`Crawl-delay`).
    ///
    /// # Errors
    /// The remaining time, when the server asked for a pause that is longer than a request waits.
    pub async fn turn(&self, authority: &str, delay: Option<Duration>) -> Result<(), Duration> {
        let delay = delay.unwrap_or_default().min(LONGEST_DELAY).max(self.default_delay);
        loop {
            let at = self.with(authority, |slots| slots.take(Instant::now(), delay))?;
            tokio::time::sleep_until(at.into()).await;
            // Another request may have been told to slow down while this one slept.
            if self.with(authority, |slots| slots.remaining_hold(Instant::now())).is_zero() {
                return Ok(());
            }
        }
    }

    /// Notes that the server complained (429, 503): nothing goes there before `retry_after`, nor before our own
    /// growing pause is over.
    pub fn slow_down(&self, authority: &str, retry_after: Option<Duration>) {
        self.with(authority, |slots| slots.slow_down(Instant::now(), retry_after));
    }

    /// Notes that the server answered well again.
    pub fn recover(&self, authority: &str) {
        self.with(authority, |slots| slots.backoff = Duration::ZERO);
    }

    fn with<T>(&self, authority: &str, act: impl FnOnce(&mut Slots) -> T) -> T {
        // Slots are whole after every step, so a poisoned lock still holds good ones.
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        act(slots.entry(authority.to_owned()).or_default())
    }
}

/// The slots of one server.
#[derive(Debug, Default)]
struct Slots {
    /// The next free one; none before the first request.
    next: Option<Instant>,
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
        let at = now.max(self.next.unwrap_or(now)).max(self.held_until.unwrap_or(now));
        self.next = Some(at + delay);
        Ok(at)
    }

    fn remaining_hold(&self, now: Instant) -> Duration {
        self.held_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    fn slow_down(&mut self, now: Instant, retry_after: Option<Duration>) {
        self.backoff = (self.backoff * 2).clamp(FIRST_BACKOFF, LONGEST_BACKOFF);
        let pause = retry_after.unwrap_or_default().min(LONGEST_HOLD).max(self.backoff);
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
    }

    #[test]
    fn complaints_double_the_pause_and_retry_after_counts() {
        let now = Instant::now();
        let mut slots = Slots::default();
        for (retry_after_s, expected_s) in [(None, 2), (None, 4), (Some(1), 8), (Some(20), 20)] {
            slots.held_until = None;
            slots.slow_down(now, retry_after_s.map(Duration::from_secs));
            assert_eq!(slots.remaining_hold(now), SECOND * expected_s);
        }
        assert_eq!(slots.take(now, SECOND), Ok(now + SECOND * 20));
        for _ in 0..100 {
            slots.slow_down(now, None);
        }
        assert_eq!(slots.remaining_hold(now), LONGEST_BACKOFF);
        assert_eq!(slots.take(now, SECOND), Err(LONGEST_BACKOFF));
        slots.slow_down(now, Some(Duration::MAX));
        assert_eq!(slots.remaining_hold(now), LONGEST_HOLD);
    }

    #[tokio::test]
    async fn turns_are_measurably_apart_and_servers_do_not_wait_for_each_other() {
        let pace = Pace::new(Duration::from_millis(40));
        let start = Instant::now();
        let three = async {
            for _ in 0..3 {
                pace.turn("a.example", None).await.unwrap();
            }
        };
        tokio::join!(three, async { pace.turn("b.example", None).await.unwrap() });
        let taken = start.elapsed();
        assert!(taken >= Duration::from_millis(80), "{taken:?}");
        pace.turn("c.example", Some(Duration::from_millis(120))).await.unwrap();
        let before = Instant::now();
        pace.turn("c.example", None).await.unwrap();
        assert!(before.elapsed() >= Duration::from_millis(100));
    }
}
