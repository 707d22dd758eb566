//! Polite fetching: robots.txt first, then the server's pace, then the wire.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::base::Address;
use crate::fetch::breaker::{Breaker, Rest};
use crate::fetch::once::Once;
use crate::fetch::pace::Pace;
use crate::fetch::retry::again_at_once;
use crate::fetch::robots::{self, Robots};
use crate::fetch::tdm::{self, TdmRules};
use crate::fetch::way::{MOST_REDIRECTS, Way};
use crate::fetch::wire::{Hop, Limit};
use crate::fetch::{Aside, AsideBody, AsideKind, FetchError, Fetched, Manners, Request, Wire, WireSettings};

/// The product token that robots.txt files know us by.
pub const AGENT_TOKEN: &str = "awardwire";
/// RFC 9309 section 2.4: a robots.txt is not believed for longer than a day.
const ROBOTS_LIFE: Duration = Duration::from_hours(24);
/// A robots.txt that could not be read is asked for again after this.
const FAILURE_LIFE: Duration = Duration::from_mins(10);
/// RFC 9309 section 2.3.1.2: a robots.txt may be this many redirects away.
const ROBOTS_REDIRECTS: usize = 5;

/// Fetches for one run; shared by all its tasks.
#[derive(Debug)]
pub struct Fetcher {
    pub(super) wire: Wire,
    manners: Manners,
    /// Hosts that are asked more slowly than manners say, and how slowly.
    slower: Mutex<HashMap<String, Duration>>,
    pace: Pace,
    max_body_bytes: usize,
    robots: Once<Result<Arc<Robots>, FetchError>>,
    tdm: Once<Arc<TdmRules>>,
    breakers: Mutex<HashMap<String, Breaker>>,
}

impl Fetcher {
    /// A fetcher that asks each server one thing at a time, with this delay between two requests.
    ///
    /// # Errors
    /// As [`Wire::new`].
    pub fn new(settings: WireSettings, default_delay: Duration) -> Result<Self, FetchError> {
        Self::with_manners(settings, Manners::new(default_delay))
    }

    /// A fetcher that behaves like this towards hosts.
    ///
    /// # Errors
    /// As [`Wire::new`].
    pub fn with_manners(settings: WireSettings, manners: Manners) -> Result<Self, FetchError> {
        let max_body_bytes = settings.max_body_bytes;
        Ok(Self::over(Wire::new(settings)?, max_body_bytes, manners))
    }

    pub(super) fn over(wire: Wire, max_body_bytes: usize, manners: Manners) -> Self {
        Self {
            wire,
            pace: Pace::new(manners.at_once),
            manners,
            slower: Mutex::default(),
            max_body_bytes,
            robots: Once::default(),
            tdm: Once::default(),
            breakers: Mutex::default(),
        }
    }

    /// The same, which keeps redirects, errors and what sites allow and reserve until they are [taken](Self::take_asides).
    #[must_use]
    pub fn keeping_asides(mut self) -> Self {
        self.wire.keep_asides();
        self
    }

    /// What came beside the answers that were asked for since this was last called: redirects, errors, robots.txt and
    /// tdmrep.json; nothing where it [does not keep](Self::keeping_asides) them.
    pub fn take_asides(&self) -> Vec<Aside> {
        self.wire.asides().map(super::asides::Asides::take).unwrap_or_default()
    }

    /// Makes the request when robots.txt allows it and its turn has come; the same for every address it is
    /// redirected to. A server that says that it is busy is asked again, twice at most, when that is soon.
    ///
    /// # Errors
    /// Any [`FetchError`].
    pub async fn fetch(&self, request: &Request) -> Result<Fetched, FetchError> {
        let mut tries = 1;
        loop {
            let mut way = Way::new(request, MOST_REDIRECTS);
            let outcome = self.go(&mut way).await;
            let hold = self.pace.hold(way.address.authority());
            if !outcome.as_ref().is_err_and(|error| again_at_once(error, tries, hold)) {
                return outcome;
            }
            tries += 1;
        }
    }

    /// From now on waits at least so long between two requests to this host (without port).
    pub fn slow_down(&self, host: &str, delay: Duration) {
        let mut slower = self.slower.lock().unwrap_or_else(PoisonError::into_inner);
        let known = slower.entry(host.to_owned()).or_default();
        *known = delay.max(*known);
    }

    /// The sitemaps that the robots.txt of this address's server names; none when it cannot be read.
    pub async fn sitemaps(&self, address: &Address) -> Vec<Address> {
        let Ok(robots) = self.robots(address).await else { return Vec::new() };
        robots.sitemaps().iter().filter_map(|written| address.join(written).ok()).collect()
    }

    /// What the server of this address says of text and data mining in its tdmrep.json, asked for once in a run; nothing
    /// where it has none or does not give it.
    pub async fn tdm_rules(&self, address: &Address) -> Arc<TdmRules> {
        let read = async || {
            let Ok(place) = address.join(tdm::PATH) else { return (Arc::default(), ROBOTS_LIFE) };
            let request = Request::new(place);
            match self.go_within(&mut Way::new(&request, ROBOTS_REDIRECTS), tdm::MOST_BYTES).await {
                Ok(fetched) => {
                    let rules = TdmRules::parse(&fetched.body);
                    self.note_rules(fetched, usize::MAX);
                    (Arc::new(rules), ROBOTS_LIFE)
                }
                Err(error) if error.is_temporary() => (Arc::default(), FAILURE_LIFE),
                Err(_) => (Arc::default(), ROBOTS_LIFE),
            }
        };
        self.tdm.get(address, read).await
    }

    /// The same, as far as it was asked for already.
    pub fn known_tdm_rules(&self, address: &Address) -> Option<Arc<TdmRules>> {
        self.tdm.known(address)
    }

    fn note_rules(&self, fetched: Fetched, most: usize) {
        if let Some(asides) = self.wire.asides() {
            let body = if fetched.body.len() > most { AsideBody::Cut } else { AsideBody::Whole };
            asides.put(Aside { body, ..Aside::whole(fetched, AsideKind::Rules) });
        }
    }

    async fn go(&self, way: &mut Way<'_>) -> Result<Fetched, FetchError> {
        self.go_within(way, self.max_body_bytes).await
    }

    /// To the end of the way, by leave of every robots.txt on it.
    async fn go_within(&self, way: &mut Way<'_>, most: usize) -> Result<Fetched, FetchError> {
        loop {
            let robots = self.robots(&way.address).await?;
            if !robots.allowed(AGENT_TOKEN, way.address.path_and_query()) {
                return Err(FetchError::Robots { address: way.address.clone() });
            }
            match self.hop(way, robots.crawl_delay(AGENT_TOKEN), Limit::Refuse(most)).await? {
                Hop::Answer(fetched) => return Ok(*fetched),
                Hop::Redirect(to, status) => way.follow(to, status)?,
            }
        }
    }

    /// The server's robots.txt, read once however many ask for it at the same time.
    async fn robots(&self, address: &Address) -> Result<Arc<Robots>, FetchError> {
        let read = async || {
            let robots = self.read_robots(address).await.map(Arc::new);
            let life = match &robots {
                Ok(_) => ROBOTS_LIFE,
                Err(error) => error.retry_after().map_or(FAILURE_LIFE, |wait| wait.min(FAILURE_LIFE)),
            };
            (robots, life)
        };
        self.robots.get(address, read).await.map_err(|error| match error {
            FetchError::PrivateAddress { .. }
            | FetchError::Tls { .. }
            | FetchError::Held { .. }
            | FetchError::Resting { .. }
            | FetchError::Setup { .. } => error,
            error => FetchError::RobotsUnavailable {
                authority: address.authority().to_owned(),
                reason: error.to_string(),
            },
        })
    }

    async fn read_robots(&self, address: &Address) -> Result<Robots, FetchError> {
        let Ok(place) = address.join("/robots.txt") else { return Ok(Robots::default()) };
        let request = Request::new(place);
        let mut way = Way::new(&request, ROBOTS_REDIRECTS);
        loop {
            // One byte more than is read, so that the parser sees a cut file as cut.
            let followed = match self.hop(&way, None, Limit::CutAt(robots::MOST_BYTES + 1)).await {
                Ok(Hop::Answer(fetched)) => {
                    let robots = Robots::parse(&fetched.body);
                    self.note_rules(*fetched, robots::MOST_BYTES);
                    return Ok(robots);
                }
                Ok(Hop::Redirect(to, status)) => way.follow(to, status),
                Err(error) => Err(error),
            };
            match followed {
                Ok(()) => {}
                // "Unavailable": everything is allowed (RFC 9309 section 2.3.1.3). "Too many requests" is not that.
                Err(
                    FetchError::Status { status: 400..=428 | 430..=499, .. }
                    | FetchError::TooManyRedirects { .. }
                    | FetchError::RedirectLoop { .. },
                ) => return Ok(Robots::default()),
                Err(error) => return Err(error),
            }
        }
    }

    /// One exchange, when the server may be asked and its turn has come. `delay` is what robots.txt asks for.
    async fn hop(&self, way: &Way<'_>, delay: Option<Duration>, limit: Limit) -> Result<Hop, FetchError> {
        let authority = way.address.authority();
        let delay = self.manners.delay_at(&way.address, delay).map_err(|asked| FetchError::CrawlDelay {
            authority: authority.to_owned(),
            asked,
            most: self.manners.longest_delay,
        })?;
        let slower = {
            let slower = self.slower.lock().unwrap_or_else(PoisonError::into_inner);
            slower.get(way.address.host()).copied().unwrap_or_default()
        };
        let delay = delay.max(slower);
        self.check_rest(authority, |breaker, now| breaker.look(now))?;
        let turn = self.pace.turn(authority).await;
        // Who stood before may have found that the server does not answer.
        self.check_rest(authority, Breaker::ask)?;
        let slot = self.pace.slot(authority, delay).await;
        slot.map_err(|remaining| FetchError::Held { authority: authority.to_owned(), remaining })?;
        let hop = self.wire.hop(way, limit).await;
        self.note(authority, hop.as_ref().err());
        drop(turn);
        hop
    }

    fn check_rest(
        &self,
        authority: &str,
        check: impl FnOnce(&mut Breaker, Instant) -> Result<(), Rest>,
    ) -> Result<(), FetchError> {
        let asked = self.with_breaker(authority, |breaker| check(breaker, Instant::now()));
        asked.map_err(|rest| FetchError::Resting {
            authority: authority.to_owned(),
            failures: rest.failures,
            remaining: rest.remaining,
            reason: rest.reason,
        })
    }

    /// Learns from an exchange how the server is.
    fn note(&self, authority: &str, error: Option<&FetchError>) {
        match error {
            Some(FetchError::Status { status: 429 | 502..=504, retry_after, .. }) => {
                self.pace.slow_down(authority, *retry_after);
            }
            Some(_) => {}
            None => self.pace.recover(authority),
        }
        self.with_breaker(authority, |breaker| match error {
            Some(error) if error.is_servers_trouble() => breaker.failed(Instant::now(), error.to_string()),
            Some(FetchError::Status { .. }) | None => breaker.succeeded(),
            Some(_) => {}
        });
    }

    fn with_breaker<T>(&self, authority: &str, act: impl FnOnce(&mut Breaker) -> T) -> T {
        // A breaker is whole after every step, so a poisoned lock still holds good ones.
        let mut breakers = self.breakers.lock().unwrap_or_else(PoisonError::into_inner);
        act(breakers.entry(authority.to_owned()).or_default())
    }
}
