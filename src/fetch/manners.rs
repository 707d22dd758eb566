//! How a crawl behaves towards hosts: settings.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::time::Duration;

use crate::base::Address;

/// The longest delay that robots.txt is granted, unless the settings say otherwise.
const LONGEST_DELAY: Duration = Duration::from_mins(2);

/// How often and how many at once one host is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manners {
    /// From the beginning of one request to that of the next to one server, at least.
    pub delay: Duration,
    /// The same for single hosts (without port), in place of [`Manners::delay`]. A longer `Crawl-delay` of robots.txt
    /// goes before both.
    pub delays: HashMap<String, Duration>,
    /// Requests to one server at a time.
    pub at_once: NonZeroUsize,
    /// The longest `Crawl-delay` that is waited for; a host that asks for more is skipped.
    pub longest_delay: Duration,
}

impl Manners {
    /// One request at a time with this delay between them, to every host.
    pub fn new(delay: Duration) -> Self {
        Self { delay, delays: HashMap::new(), at_once: NonZeroUsize::MIN, longest_delay: LONGEST_DELAY }
    }

    /// The delay between two requests to the server at this address, of which robots.txt asks for `asked`.
    ///
    /// # Errors
    /// What it asks for, where that is more than is waited for.
    pub(super) fn delay_at(&self, address: &Address, asked: Option<Duration>) -> Result<Duration, Duration> {
        let own = self.delays.get(address.host()).copied().unwrap_or(self.delay);
        match asked {
            Some(asked) if asked > self.longest_delay.max(own) => Err(asked),
            Some(asked) => Ok(asked.max(own)),
            None => Ok(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_wish_counts_up_to_a_limit() {
        let second = Duration::from_secs(1);
        let mut manners = Manners::new(second);
        manners.delays.insert("slow.example".to_owned(), second * 5);
        manners.delays.insert("own.example".to_owned(), Duration::ZERO);
        manners.delays.insert("patient.example".to_owned(), second * 600);
        for (url, asked_s, delay_s) in [
            ("https://a.example/", None, Ok(1)),
            ("https://a.example/", Some(0), Ok(1)),
            ("https://a.example/", Some(10), Ok(10)),
            ("https://a.example/", Some(120), Ok(120)),
            ("https://a.example/", Some(121), Err(121)),
            ("https://slow.example:8443/", None, Ok(5)),
            ("https://slow.example/", Some(3), Ok(5)),
            ("https://own.example/", None, Ok(0)),
            ("https://own.example/", Some(3), Ok(3)),
            ("https://patient.example/", Some(500), Ok(600)),
        ] {
            let address = Address::parse(url).unwrap();
            let found = manners.delay_at(&address, asked_s.map(|s| second * s));
            let expected = delay_s.map(|s| second * s).map_err(|s| second * s);
            assert_eq!(found, expected, "{url} {asked_s:?}");
        }
    }
}
