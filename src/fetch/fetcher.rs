//! Polite fetching: robots.txt first, then the server's pace, then the wire.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OnceCell;

use crate::base::Address;
use crate::fetch::robots::{self, Robots};
use crate::fetch::wire::{Hop, Limit, MOST_REDIRECTS};
use crate::fetch::{FetchError, Fetched, Pace, Request, Wire, WireSettings};

/// The product token that robots.txt files know us by.
pub const AGENT_TOKEN: &str = "awardwire";
/// RFC 9309 section 2.4: a robots.txt is not believed for longer than a day.
const ROBOTS_LIFE: Duration = Duration::from_hours(24);
/// A robots.txt that could not be read is asked for again after this.
const FAILURE_LIFE: Duration = Duration::from_mins(10);

/// Fetches for one run; shared by all its tasks.
#[derive(Debug)]
pub struct Fetcher {
    wire: Wire,
    pace: Pace,
    max_body_bytes: usize,
    verdicts: Mutex<HashMap<String, Arc<OnceCell<Verdict>>>>,
}

/// What one robots.txt said.
#[derive(Debug)]
struct Verdict {
    read_at: Instant,
    robots: Result<Arc<Robots>, FetchError>,
}

impl Verdict {
    fn is_stale(&self) -> bool {
        let life = if self.robots.is_ok() { ROBOTS_LIFE } else { FAILURE_LIFE };
        self.read_at.elapsed() > life
    }
}

impl Fetcher {
    /// A fetcher with this delay between two requests to one server.
    ///
    /// # Errors
    /// As [`Wire::new`].
    pub fn new(settings: WireSettings, default_delay: Duration) -> Result<Self, FetchError> {
        let max_body_bytes = settings.max_body_bytes;
        let wire = Wire::new(settings)?;
        Ok(Self { wire, pace: Pace::new(default_delay), max_body_bytes, verdicts: Mutex::default() })
    }

    /// Makes the request when robots.txt allows it and its turn has come; the same for every address it is
    /// redirected to.
    ///
    /// # Errors
    /// Any [`FetchError`].
    pub async fn fetch(&self, request: &Request) -> Result<Fetched, FetchError> {
        let mut address = request.address.clone();
        for _ in 0..=MOST_REDIRECTS {
            let robots = self.robots(&address).await?;
            if !robots.allowed(AGENT_TOKEN, address.path_and_query()) {
                return Err(FetchError::Robots { address });
            }
            self.turn(&address, robots.crawl_delay(AGENT_TOKEN)).await?;
            let hop = self.wire.hop(request, &address, Limit::Refuse(self.max_body_bytes)).await;
            self.note_complaint(&address, hop.as_ref().err());
            match hop? {
                Hop::Answer(fetched) => return Ok(*fetched),
                Hop::Redirect(next) => address = next,
            }
        }
        Err(FetchError::TooManyRedirects { address: request.address.clone(), limit: MOST_REDIRECTS })
    }

    /// The sitemaps that the robots.txt of this address's server names; none when it cannot be read.
    pub async fn sitemaps(&self, address: &Address) -> Vec<Address> {
        let Ok(robots) = self.robots(address).await else { return Vec::new() };
        robots.sitemaps().iter().filter_map(|written| address.join(written).ok()).collect()
    }

    /// The server's robots.txt, read once however many ask for it at the same time.
    async fn robots(&self, address: &Address) -> Result<Arc<Robots>, FetchError> {
        // http and https of one host are two services (RFC 9309 section 2.3).
        let service = format!("{}://{}", address.url().scheme(), address.authority());
        let cell = {
            let mut verdicts = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = verdicts.entry(service).or_default();
            if cell.get().is_some_and(Verdict::is_stale) {
                *cell = Arc::default();
            }
            Arc::clone(cell)
        };
        let read = || async {
            let robots = self.read_robots(address).await.map(Arc::new);
            Verdict { robots, read_at: Instant::now() }
        };
        match &cell.get_or_init(read).await.robots {
            Ok(robots) => Ok(Arc::clone(robots)),
            Err(
                error
                @ (FetchError::PrivateAddress { .. } | FetchError::Tls { .. } | FetchError::Held { .. }),
            ) => Err(error.clone()),
            Err(error) => Err(FetchError::RobotsUnavailable {
                authority: address.authority().to_owned(),
                reason: error.to_string(),
            }),
        }
    }

    async fn read_robots(&self, address: &Address) -> Result<Robots, FetchError> {
        let Ok(place) = address.join("/robots.txt") else { return Ok(Robots::default()) };
        self.turn(&place, None).await?;
        // One byte more than is read, so that the parser sees a cut file as cut.
        let answer = self.wire.send_within(&Request::new(place), Limit::CutAt(robots::MOST_BYTES + 1)).await;
        self.note_complaint(address, answer.as_ref().err());
        match answer {
            Ok(fetched) => Ok(Robots::parse(&fetched.body)),
            // "Unavailable": everything is allowed (RFC 9309 section 2.3.1.3). "Too many requests" is not that.
            Err(
                FetchError::Status { status: 400..=428 | 430..=499, .. }
                | FetchError::TooManyRedirects { .. },
            ) => Ok(Robots::default()),
            Err(error) => Err(error),
        }
    }

    async fn turn(&self, address: &Address, delay: Option<Duration>) -> Result<(), FetchError> {
        let turn = self.pace.turn(address.authority(), delay).await;
        turn.map_err(|remaining| FetchError::Held { authority: address.authority().to_owned(), remaining })
    }

    fn note_complaint(&self, address: &Address, error: Option<&FetchError>) {
        match error {
            Some(FetchError::Status { address, status: 429 | 503, retry_after }) => {
                self.pace.slow_down(address.authority(), *retry_after);
            }
            Some(_) => {}
            None => self.pace.recover(address.authority()),
        }
    }
}
