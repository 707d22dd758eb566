//! When a host that keeps failing is left alone (a circuit breaker): one pure state machine.

use std::time::{Duration, Instant};

/// After so many failures in a row a host is left alone.
const MOST_FAILURES: u32 = 5;
/// For how long the first time; each further time it is doubled.
const FIRST_REST: Duration = Duration::from_mins(1);
/// For how long at most.
const LONGEST_REST: Duration = Duration::from_hours(1);

/// What one host's failures amount to.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    rests: u32,
    until: Option<Instant>,
    /// The last failure in words.
    reason: String,
}

/// A host that is left alone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) remaining: Duration,
    pub(super) failures: u32,
    pub(super) reason: String,
}

impl Breaker {
    /// Whether the host is left alone at `now`.
    pub(super) fn look(&self, now: Instant) -> Result<(), Rest> {
        match self.until {
            Some(until) if now < until => {
                Err(Rest { remaining: until - now, failures: self.failures, reason: self.reason.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Whether the host may be asked at `now`, which is done then. After a rest one request may try; others are turned
    /// away until it is known what became of it.
    pub(super) fn ask(&mut self, now: Instant) -> Result<(), Rest> {
        self.look(now)?;
        if self.until.is_some() {
            self.until = Some(now + self.rest());
        }
        Ok(())
    }

    /// The host answered as one that works, were it with "not found".
    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// The host failed at `now`.
    pub(super) fn failed(&mut self, now: Instant, reason: String) {
        self.failures = self.failures.saturating_add(1);
        self.reason = reason;
        if self.failures >= MOST_FAILURES {
            self.until = Some(now + self.rest());
            self.rests = self.rests.saturating_add(1);
        }
    }

    fn rest(&self) -> Duration {
        FIRST_REST.saturating_mul(1 << self.rests.min(16)).min(LONGEST_REST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a story and tells what became of each request: `f` fails and `s` succeeds at the host, a number is seconds
    /// that pass. An answer is `-` where the host was asked, else the seconds that it still rests.
    fn play(story: &str) -> String {
        let mut now = Instant::now();
        let mut breaker = Breaker::default();
        let mut told = Vec::new();
        for word in story.split(' ') {
            if let Ok(seconds) = word.parse() {
                now += Duration::from_secs(seconds);
                continue;
            }
            if let Err(rest) = breaker.ask(now) {
                told.push(rest.remaining.as_secs().to_string());
                continue;
            }
            told.push("-".to_owned());
            match word {
                "f" => breaker.failed(now, "no answer".to_owned()),
                "s" => breaker.succeeded(),
                // Asked, and not answered yet.
                _ => {}
            }
        }
        told.join(" ")
    }

    #[test]
    fn a_host_rests_longer_and_longer_until_it_answers() {
        for (story, told) in [
            ("f f f f s f f f f s s", "- - - - - - - - - - -"),
            ("f f f f f s", "- - - - - 60"),
            ("f f f f f 59 s 1 s s", "- - - - - 1 - -"),
            ("f f f f f 60 f s 120 f s", "- - - - - - 120 - 240"),
            ("f f f f f 60 s f f f f f s", "- - - - - - - - - - - 60"),
            // One request tries after the rest, the others wait for it.
            ("f f f f f 60 ? s 119 s 1 s", "- - - - - - 120 1 -"),
        ] {
            assert_eq!(play(story), told, "{story}");
        }
    }

    #[test]
    fn no_rest_is_longer_than_an_hour() {
        let now = Instant::now();
        let mut breaker = Breaker::default();
        (0..200).for_each(|_| breaker.failed(now, "no answer".to_owned()));
        let rest = breaker.ask(now).unwrap_err();
        assert_eq!((rest.remaining, rest.failures, rest.reason.as_str()), (LONGEST_REST, 200, "no answer"));
    }
}
