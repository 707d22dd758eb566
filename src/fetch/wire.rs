//! The only file that names the HTTP library.

#![expect(clippy::disallowed_types, reason = "this is the one file that uses the HTTP client")]

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap, HeaderName};

use crate::base::Address;
use crate::fetch::{Clock, FetchError, Fetched, Request, guard};

/// How many redirects are followed (RFC 9309 asks for at least five, browsers go to twenty).
pub(super) const MOST_REDIRECTS: usize = 10;
const LONGEST_CONNECT: Duration = Duration::from_secs(10);
const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml;q=0.9,\
                      application/atom+xml;q=0.9,application/feed+json;q=0.9,application/json;q=0.9,*/*;q=0.5";

/// What a [`Wire`] is set up with.
#[derive(Clone, Debug)]
pub struct WireSettings {
    /// The `User-Agent` header: `awardwire/VERSION (+contact)`.
    pub user_agent: String,
    /// The limit for one whole exchange, from the connection to the last byte.
    pub timeout: Duration,
    /// The limit for a body, after decompression.
    pub max_body_bytes: usize,
    /// Hosts that are served from this socket whatever DNS says, and wherever it lies. A port in the address itself
    /// goes before the socket's.
    pub connect_to: HashMap<String, SocketAddr>,
    /// Hosts that may lie at private addresses.
    pub allow_private: HashSet<String>,
    /// Where `fetched_at` comes from.
    pub clock: Clock,
}

/// Sends single requests, under the address guard, with limits on size and time. It knows no robots.txt and no pace.
#[derive(Debug)]
pub struct Wire {
    client: reqwest::Client,
    settings: WireSettings,
    /// Why https does not work here, where it does not.
    no_tls: Option<String>,
}

/// What one exchange brought, before any redirect is followed.
pub(super) enum Hop {
    Answer(Box<Fetched>),
    Redirect(Address),
}

/// What happens to a body that is larger than the limit.
#[derive(Clone, Copy)]
pub(super) enum Limit {
    Refuse(usize),
    CutAt(usize),
}

impl Wire {
    /// Sets up the client.
    ///
    /// # Errors
    /// When the HTTP library cannot be set up. A system without root certificates is no error here: only https
    /// addresses fail then, and say why.
    pub fn new(settings: WireSettings) -> Result<Self, FetchError> {
        // Someone else may have installed a provider before; theirs serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (client, no_tls) = match client_builder(&settings).build() {
            Ok(client) => (client, None),
            Err(error) => {
                let without_roots = client_builder(&settings).tls_certs_only([]).build();
                let client =
                    without_roots.map_err(|error| FetchError::Setup { reason: innermost(&error) })?;
                (client, Some(innermost(&error)))
            }
        };
        Ok(Self { client, settings, no_tls })
    }

    /// Makes the request, following redirects, each checked by the guard. An unchanged page is an answer with status
    /// 304 and no body.
    ///
    /// # Errors
    /// Any [`FetchError`] but those of robots.txt and pace; a status of 400 or more is [`FetchError::Status`].
    pub async fn send(&self, request: &Request) -> Result<Fetched, FetchError> {
        self.send_within(request, Limit::Refuse(self.settings.max_body_bytes)).await
    }

    pub(super) async fn send_within(&self, request: &Request, limit: Limit) -> Result<Fetched, FetchError> {
        let mut address = request.address.clone();
        for _ in 0..=MOST_REDIRECTS {
            match self.hop(request, &address, limit).await? {
                Hop::Answer(fetched) => return Ok(*fetched),
                Hop::Redirect(next) => address = next,
            }
        }
        Err(FetchError::TooManyRedirects { address: request.address.clone(), limit: MOST_REDIRECTS })
    }

    /// One exchange with `address`, on the way from `request.address`.
    pub(super) async fn hop(
        &self,
        request: &Request,
        address: &Address,
        limit: Limit,
    ) -> Result<Hop, FetchError> {
        self.check_literal(address)?;
        if address.url().scheme() == "https"
            && let Some(reason) = &self.no_tls
        {
            let reason =
                format!("{reason} (install the system's root certificates, often named ca-certificates)");
            return Err(FetchError::Tls { host: address.host().to_owned(), reason });
        }
        let mut outgoing = self.client.get(address.url().clone()).header(header::ACCEPT, ACCEPT);
        if let Some(etag) = &request.etag {
            outgoing = outgoing.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &request.last_modified {
            outgoing = outgoing.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = outgoing.send().await.map_err(|error| self.failure(address, &error))?;
        let status = response.status().as_u16();
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            return redirect(address, response.headers()).map(Hop::Redirect);
        }
        if status >= 400 {
            let retry_after = retry_after(response.headers(), self.settings.clock.now());
            return Err(FetchError::Status { address: address.clone(), status, retry_after });
        }
        let headers = response.headers();
        let mut fetched = Fetched {
            requested: request.address.clone(),
            address: address.clone(),
            status,
            fetched_at: self.settings.clock.now(),
            content_type: text_of(headers, &header::CONTENT_TYPE),
            etag: text_of(headers, &header::ETAG),
            last_modified: text_of(headers, &header::LAST_MODIFIED),
            robots_tag: text_of(headers, &HeaderName::from_static("x-robots-tag")),
            body: Vec::new(),
        };
        if status != 304 {
            fetched.body = self.body(address, response, limit).await?;
        }
        Ok(Hop::Answer(Box::new(fetched)))
    }

    /// Reads the body piece by piece, so that a small packed answer cannot fill the memory.
    async fn body(
        &self,
        address: &Address,
        mut response: reqwest::Response,
        limit: Limit,
    ) -> Result<Vec<u8>, FetchError> {
        let (Limit::Refuse(most) | Limit::CutAt(most)) = limit;
        let too_large = || FetchError::TooLarge { address: address.clone(), limit_bytes: most };
        let announced = response.content_length().unwrap_or(0);
        if matches!(limit, Limit::Refuse(_)) && announced > most as u64 {
            return Err(too_large());
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| self.failure(address, &error))? {
            let room = most - body.len();
            if let Some(fitting) = piece.get(..room).filter(|_| piece.len() > room) {
                if matches!(limit, Limit::Refuse(_)) {
                    return Err(too_large());
                }
                body.extend_from_slice(fitting);
                break;
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }

    /// A host written as a number never passes the resolver, so it is checked here.
    fn check_literal(&self, address: &Address) -> Result<(), FetchError> {
        let ip: IpAddr = match address.url().host() {
            Some(url::Host::Ipv4(ip)) => ip.into(),
            Some(url::Host::Ipv6(ip)) => ip.into(),
            _ => return Ok(()),
        };
        match guard::refusal(ip) {
            Some(kind) if !self.settings.allow_private.contains(address.host()) => {
                Err(FetchError::PrivateAddress { host: address.host().to_owned(), ip, kind })
            }
            _ => Ok(()),
        }
    }

    fn failure(&self, address: &Address, error: &reqwest::Error) -> FetchError {
        let host = address.host().to_owned();
        if let Some(FetchError::PrivateAddress { host, ip, kind }) =
            causes(error).find_map(|e| e.downcast_ref())
        {
            return FetchError::PrivateAddress { host: host.clone(), ip: *ip, kind };
        }
        if error.is_timeout() {
            return FetchError::Timeout { address: address.clone(), after: self.settings.timeout };
        }
        if let Some(tls) = causes(error).find_map(|e| e.downcast_ref::<rustls::Error>()) {
            return FetchError::Tls { host, reason: tls.to_string() };
        }
        if error.is_connect() {
            return FetchError::Connect { host, reason: innermost(error) };
        }
        FetchError::Broken { address: address.clone(), reason: innermost(error) }
    }
}

fn client_builder(settings: &WireSettings) -> reqwest::ClientBuilder {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_LANGUAGE, header::HeaderValue::from_static("en, *;q=0.5"));
    reqwest::Client::builder()
        .user_agent(&settings.user_agent)
        .default_headers(headers)
        .timeout(settings.timeout)
        .connect_timeout(settings.timeout.min(LONGEST_CONNECT))
        .redirect(reqwest::redirect::Policy::none())
        // A proxy would resolve names itself, out of the guard's sight.
        .no_proxy()
        .referer(false)
        .pool_max_idle_per_host(2)
        .dns_resolver(Arc::new(GuardedResolver {
            connect_to: settings.connect_to.clone(),
            allow_private: settings.allow_private.clone(),
        }))
}

/// Asks the system's resolver and lets only public addresses through, so that a name cannot point inside.
struct GuardedResolver {
    connect_to: HashMap<String, SocketAddr>,
    allow_private: HashSet<String>,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        if let Some(socket) = self.connect_to.get(&host).copied() {
            return Box::pin(async move { Ok(Box::new(std::iter::once(socket)) as Addrs) });
        }
        let may_be_private = self.allow_private.contains(&host);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let refused = found.iter().find_map(|socket| Some((socket.ip(), guard::refusal(socket.ip())?)));
            // One private address among public ones is how DNS rebinding looks, so it spoils them all.
            if let Some((ip, kind)) = refused.filter(|_| !may_be_private) {
                return Err(FetchError::PrivateAddress { host, ip, kind }.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn redirect(address: &Address, headers: &HeaderMap) -> Result<Address, FetchError> {
    let bad = |reason: String| FetchError::BadRedirect { address: address.clone(), reason };
    let location = text_of(headers, &header::LOCATION).ok_or_else(|| bad("it names none".to_owned()))?;
    address.join(&location).map_err(|error| bad(error.to_string()))
}

/// Seconds, or a date (RFC 9110 section 10.2.3); a date in the past is zero.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = text_of(headers, &header::RETRY_AFTER)?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// A header as text; several of one name are joined, as RFC 9110 section 5.3 allows.
fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<_> =
        headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
    let text = crate::base::printable(&values.join(", "));
    (!text.is_empty()).then_some(text)
}

/// The error and all that lies below it, also inside I/O errors, which hide what they wrap.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
    })
}

fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}
