//! When a failed page is tried again: one pure decision.

use std::hash::Hasher;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::base::Fnv;
use crate::fetch::FetchError;
use crate::fetch::pace::PATIENCE;

/// The pause after the first failure; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_mins(5);
/// The longest pause of our own choosing.
const LONGEST_PAUSE: Duration = Duration::from_hours(24);
/// The longest `Retry-After` that is believed.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(7 * 24);
/// After so many failures in a row a page is given up.
const MOST_ATTEMPTS: u32 = 8;
/// The same where it was its host that failed, and nothing is known of the page.
const MOST_WAITS: u32 = 30;
/// After so long a robots.txt that said no, or asked for too long a pause, is asked again: sites change theirs.
const LEAVE_PAUSE: Duration = Duration::from_hours(7 * 24);
/// Within one run a request is made so often at most.
const MOST_TRIES: u32 = 3;

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
/// (RFC 9110 section 10.2.3). Up to a quarter more is added, unlike for every request and try, so that what failed together
/// does not come back together. What robots.txt closes is looked at again a week later, however often, since only robots.txt
/// is asked for then. Where a host fails as a whole its pages are waited for some weeks, since none of them was
/// asked for.
pub fn retry(error: &FetchError, attempts: u32, now: Timestamp) -> Retry {
    if matches!(error, FetchError::Robots { .. } | FetchError::CrawlDelay { .. }) {
        return Retry::At(after(now, LEAVE_PAUSE));
    }
    let is_hosts = matches!(
        error,
        FetchError::Held { .. } | FetchError::Resting { .. } | FetchError::RobotsUnavailable { .. }
    );
    let most = if is_hosts { MOST_WAITS } else { MOST_ATTEMPTS };
    if !error.is_temporary() || attempts >= most {
        return Retry::Never;
    }
    let doublings = attempts.saturating_sub(1).min(16);
    let own = FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    let asked = error.retry_after().unwrap_or_default().min(LONGEST_RETRY_AFTER);
    let pause = own.max(asked) + own.mul_f64(spread(&format!("{error} {attempts} {now}")) / 4.0);
    Retry::At(after(now, pause))
}

fn after(now: Timestamp, pause: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::from_hours(24));
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}

/// Whether a request that failed after `tries` is made again at once, within the run, when the server may be asked again
/// after `hold`: only where it said that it is busy, and where that passes soon.
pub(super) fn again_at_once(error: &FetchError, tries: u32, hold: Duration) -> bool {
    let is_busy = matches!(error, FetchError::Status { status: 429 | 502..=504, .. });
    is_busy && tries < MOST_TRIES && hold <= PATIENCE
}

/// A number from 0 up to 1 that differs from text to text.
fn spread(text: &str) -> f64 {
    let mut fnv = Fnv::default();
    fnv.write(text.as_bytes());
    // The hash's high bits hardly know the last letters; two steps of mixing spread them (MurmurHash3).
    let mixed = (fnv.finish() ^ (fnv.finish() >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((mixed ^ (mixed >> 33)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Address;

    fn status(status: u16, retry_after_s: Option<u64>) -> FetchError {
        let address = Address::parse("https://news.example/a").unwrap();
        FetchError::Status { address, status, retry_after: retry_after_s.map(Duration::from_secs) }
    }

    /// `expected` is the pause in seconds without what is added to spread requests, and the most that is added.
    fn check(error: &FetchError, attempts: u32, expected: Option<(i64, i64)>) {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let seconds = match retry(error, attempts, now) {
            Retry::At(instant) => Some(instant.duration_since(now).as_secs()),
            Retry::Never => None,
        };
        assert_eq!(seconds.is_some(), expected.is_some(), "{error} after {attempts}");
        if let (Some(seconds), Some((least, more))) = (seconds, expected) {
            assert!((least..=least + more).contains(&seconds), "{error} after {attempts}: {seconds} s");
        }
    }

    #[test]
    fn pauses_double_and_are_capped() {
        check(&status(503, None), 0, Some((300, 75)));
        check(&status(503, None), 1, Some((300, 75)));
        check(&status(503, None), 2, Some((600, 150)));
        check(&status(503, None), 5, Some((4800, 1200)));
        check(&status(503, None), 7, Some((19200, 4800)));
        check(&status(503, None), 8, None);
        check(&status(503, None), u32::MAX, None);
        let error = FetchError::RobotsUnavailable { authority: "a.example".into(), reason: "503".into() };
        check(&error, 29, Some((86400, 21600)));
        check(&error, 30, None);
    }

    #[test]
    fn the_servers_word_counts_when_it_asks_for_longer() {
        check(&status(429, Some(60)), 1, Some((300, 75)));
        check(&status(429, Some(7200)), 1, Some((7200, 75)));
        check(&status(429, Some(u64::MAX)), 1, Some((7 * 24 * 3600, 75)));
    }

    #[test]
    fn what_robots_txt_closes_is_looked_at_again_every_week() {
        let closed = FetchError::Robots { address: Address::parse("https://news.example/a").unwrap() };
        let (asked, most) = (Duration::from_mins(10), Duration::from_mins(2));
        let slow = FetchError::CrawlDelay { authority: "a.example".into(), asked, most };
        for attempts in [1, 50] {
            check(&closed, attempts, Some((7 * 24 * 3600, 0)));
            check(&slow, attempts, Some((7 * 24 * 3600, 0)));
        }
    }

    #[test]
    fn lasting_failures_are_not_tried_again() {
        check(&status(404, None), 1, None);
        check(&status(403, Some(60)), 1, None);
    }

    #[test]
    fn equal_failures_do_not_come_back_together() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let pauses: std::collections::HashSet<String> = (0..20)
            .map(|n| {
                let address = Address::parse(&format!("https://news.example/{n}")).unwrap();
                let error = FetchError::Status { address, status: 503, retry_after: None };
                format!("{:?}", retry(&error, 1, now))
            })
            .collect();
        assert_eq!(pauses.len(), 20);
    }

    #[test]
    fn only_a_busy_server_is_asked_again_within_the_run() {
        let second = Duration::from_secs(1);
        for (status_code, tries, hold_s, expected) in [
            (503, 1, 2, true),
            (429, 2, 30, true),
            (502, 1, 0, true),
            (503, 3, 2, false),
            (503, 1, 31, false),
            (500, 1, 0, false),
            (404, 1, 0, false),
        ] {
            let found = again_at_once(&status(status_code, None), tries, second * hold_s);
            assert_eq!(found, expected, "{status_code} {tries} {hold_s}");
        }
    }
}
