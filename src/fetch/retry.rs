//! When a failed page is tried again: one pure decision.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::fetch::FetchError;

/// The pause after the first failure; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_mins(5);
/// The longest pause of our own choosing.
const LONGEST_PAUSE: Duration = Duration::from_hours(24);
/// The longest `Retry-After` that is believed.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(7 * 24);
/// After so many failures in a row a page is given up.
const MOST_ATTEMPTS: u32 = 8;

/// Whether, and from when on, a failed request is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Not before this instant.
    At(Timestamp),
    /// Not at all.
    Never,
}

/// Decides about a request that failed with `error` after `attempts` tries (the failed one counted), at `now`.
///
/// Passing failures are tried again with doubling pauses, never earlier than the server's `Retry-After`
/// (RFC 9110 section 10.2.3).
pub fn retry(error: &FetchError, attempts: u32, now: Timestamp) -> Retry {
    if !error.is_temporary() || attempts >= MOST_ATTEMPTS {
        return Retry::Never;
    }
    let doublings = attempts.saturating_sub(1).min(16);
    let own = FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    let asked = error.retry_after().unwrap_or_default().min(LONGEST_RETRY_AFTER);
    let pause = SignedDuration::try_from(own.max(asked)).unwrap_or(SignedDuration::from_hours(24));
    Retry::At(now.saturating_add(pause).unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Address;

    fn status(status: u16, retry_after_s: Option<u64>) -> FetchError {
        let address = Address::parse("https://news.example/a").unwrap();
        FetchError::Status { address, status, retry_after: retry_after_s.map(Duration::from_secs) }
    }

    fn check(error: &FetchError, attempts: u32, expected_seconds: Option<i64>) {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let expected = match expected_seconds {
            Some(seconds) => Retry::At(Timestamp::from_second(1_700_000_000 + seconds).unwrap()),
            None => Retry::Never,
        };
        assert_eq!(retry(error, attempts, now), expected, "{error} after {attempts}");
    }

    #[test]
    fn pauses_double_and_are_capped() {
        check(&status(503, None), 0, Some(300));
        check(&status(503, None), 1, Some(300));
        check(&status(503, None), 2, Some(600));
        check(&status(503, None), 5, Some(4800));
        check(&status(503, None), 7, Some(19200));
        check(&status(503, None), 8, None);
        check(&status(503, None), u32::MAX, None);
    }

    #[test]
    fn the_servers_word_counts_when_it_asks_for_longer() {
        check(&status(429, Some(60)), 1, Some(300));
        check(&status(429, Some(7200)), 1, Some(7200));
        check(&status(429, Some(u64::MAX)), 1, Some(7 * 24 * 3600));
    }

    #[test]
    fn lasting_failures_are_not_tried_again() {
        check(&status(404, None), 1, None);
        check(&status(403, Some(60)), 1, None);
    }
}
