//! The only file that names the HTTP library.

#![expect(clippy::disallowed_types, reason = "this is the one file that uses the HTTP client")]

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::base::Address;
use crate::fetch::asides::{self, Asides};
use crate::fetch::fetched::Exchange;
use crate::fetch::http_date::http_date;
use crate::fetch::request::KeyPlace;
use crate::fetch::resolve::{Net, Resolver};
use crate::fetch::tls::why_not_secure;
use crate::fetch::unpack::{self, UnpackError, unpack};
use crate::fetch::way::{MOST_REDIRECTS, Way};
use crate::fetch::{Aside, AsideBody, AsideKind, Clock, FetchError, Fetched, Limits, Request};

const LONGEST_CONNECT: Duration = Duration::from_secs(10);
const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml;q=0.9,\
                      application/atom+xml;q=0.9,application/feed+json;q=0.9,application/json;q=0.9,*/*;q=0.5";
/// A body of more than this is unpacked on a thread of its own, so that other exchanges go on meanwhile.
const UNPACKED_ASIDE: usize = 256 << 10;
/// The bodies of redirects and errors are waited for no longer than this.
const ASIDE_PATIENCE: Duration = Duration::from_secs(2);

/// What a [`Wire`] is set up with.
#[derive(Clone, Debug)]
pub struct WireSettings {
    /// The `User-Agent` header: `awardwire/VERSION (+contact)`.
    pub user_agent: String,
    /// The limit for one whole exchange, from the connection to the last byte.
    pub timeout: Duration,
    /// The limit for a body, after decompression.
    pub max_body_bytes: usize,
    /// The other limits.
    pub limits: Limits,
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
    user_agent: HeaderValue,
    resolver: Arc<Resolver>,
    /// Why https does not work here, where it does not.
    no_tls: Option<String>,
    /// Where redirects and errors are kept, where somebody takes them.
    asides: Option<Asides>,
}

/// What one exchange brought, before any redirect is followed.
pub(super) enum Hop {
    Answer(Box<Fetched>),
    Redirect(Address, u16),
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
        Self::with_net(settings, Net::system())
    }

    pub(super) fn with_net(settings: WireSettings, net: Net) -> Result<Self, FetchError> {
        Self::made(settings, net, |builder| builder)
    }

    /// A wire that believes in this certificate (DER) and no other: for tests with a server of their own.
    #[cfg(test)]
    pub(super) fn trusting(settings: WireSettings, root: &[u8]) -> Result<Self, FetchError> {
        let root = reqwest::Certificate::from_der(root)
            .map_err(|error| FetchError::Setup { reason: innermost(&error) })?;
        Self::made(settings, Net::system(), |builder| builder.tls_certs_only([root.clone()]))
    }

    /// `change` is made to the client's settings before it is built.
    fn made(
        settings: WireSettings,
        net: Net,
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, FetchError> {
        // Someone else may have installed a provider before; theirs serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let setup = |reason: String| FetchError::Setup { reason };
        let user_agent = HeaderValue::from_str(&settings.user_agent)
            .map_err(|_| setup(format!("{:?} cannot be sent as User-Agent", settings.user_agent)))?;
        let resolver = Arc::new(Resolver {
            connect_to: settings.connect_to.clone(),
            allow_private: settings.allow_private.clone(),
            net,
        });
        let (client, no_tls) = match change(client_builder(&settings, &resolver)).build() {
            Ok(client) => (client, None),
            Err(error) => {
                let without_roots = client_builder(&settings, &resolver).tls_certs_only([]).build();
                (without_roots.map_err(|error| setup(innermost(&error)))?, Some(innermost(&error)))
            }
        };
        Ok(Self { client, settings, user_agent, resolver, no_tls, asides: None })
    }

    /// From now on keeps redirects and errors until they are taken.
    pub(super) fn keep_asides(&mut self) {
        self.asides = Some(Asides::default());
    }

    /// Where answers are kept that are no pages, where somebody takes them.
    pub(super) fn asides(&self) -> Option<&Asides> {
        self.asides.as_ref()
    }

    /// Makes the request, following redirects, each checked by the guard. An unchanged page is an answer with status
    /// 304 and no body.
    ///
    /// # Errors
    /// Any [`FetchError`] but those of robots.txt and pace; a status of 400 or more is [`FetchError::Status`].
    pub async fn send(&self, request: &Request) -> Result<Fetched, FetchError> {
        let mut way = Way::new(request, MOST_REDIRECTS);
        loop {
            match self.hop(&way, Limit::Refuse(self.settings.max_body_bytes)).await? {
                Hop::Answer(fetched) => return Ok(*fetched),
                Hop::Redirect(to, status) => way.follow(to, status)?,
            }
        }
    }

    /// Makes the request and follows no redirect: for what must reach the address that was named and no other.
    ///
    /// # Errors
    /// As [`Wire::send`]; a redirect is [`FetchError::BadRedirect`].
    pub async fn send_straight(&self, request: &Request) -> Result<Fetched, FetchError> {
        match self.hop(&Way::new(request, 0), Limit::CutAt(self.settings.max_body_bytes)).await? {
            Hop::Answer(fetched) => Ok(*fetched),
            Hop::Redirect(..) => Err(FetchError::BadRedirect {
                address: request.address.clone(),
                reason: "what is sent there goes nowhere else".to_owned(),
            }),
        }
    }

    /// One exchange with who is next on the way.
    pub(super) async fn hop(&self, way: &Way<'_>, limit: Limit) -> Result<Hop, FetchError> {
        let address = &way.address;
        self.resolver.check_literal(address)?;
        if address.url().scheme() == "https"
            && let Some(reason) = &self.no_tls
        {
            let reason =
                format!("{reason} (install the system's root certificates, often named ca-certificates)");
            return Err(FetchError::Tls { host: address.host().to_owned(), reason });
        }
        let outgoing = self.outgoing(way)?;
        let mut exchange = Exchange {
            method: outgoing.method().to_string(),
            sent: std::iter::once(("Host".to_owned(), address.authority().to_owned()))
                .chain(pairs(outgoing.headers()))
                .collect(),
            form: way.form.map(|form| form.body.clone()).unwrap_or_default(),
            received: Vec::new(),
            protocol: "http/1.1",
            ip: None,
        };
        let response = self.answer(way, outgoing).await?;
        let headers = response.headers();
        let status = response.status().as_u16();
        let limit_bytes = self.settings.limits.header_bytes;
        if headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > limit_bytes
        {
            return Err(FetchError::HeadersTooLarge { address: address.clone(), limit_bytes });
        }
        let aside = match status {
            301 | 302 | 303 | 307 | 308 => {
                Some((AsideKind::Redirect, redirect(address, headers).map(|to| Hop::Redirect(to, status))))
            }
            400.. => {
                let retry_after = retry_after(headers, self.settings.clock.now());
                let error = FetchError::Status { address: address.clone(), status, retry_after };
                Some((AsideKind::Error, Err(error)))
            }
            _ => None,
        };
        exchange.received = pairs(headers).collect();
        exchange.ip = response.remote_addr().map(|socket| socket.ip());
        if response.version() == reqwest::Version::HTTP_2 {
            exchange.protocol = "h2";
        }
        let mut fetched = self.head(way, &response, exchange);
        if let Some((kind, outcome)) = aside {
            if let Some(asides) = &self.asides {
                asides.put(with_little(fetched, way, kind, response).await);
            }
            return outcome;
        }
        if status != 304 {
            fetched.body = self.body(address, response, limit).await?;
        }
        Ok(Hop::Answer(Box::new(fetched)))
    }

    /// An answer without its body.
    fn head(&self, way: &Way<'_>, response: &reqwest::Response, exchange: Exchange) -> Fetched {
        let headers = response.headers();
        let named = |name: &'static str| text_of(headers, &HeaderName::from_static(name));
        Fetched {
            requested: way.request.address.clone(),
            moved_to: way.moved_to(),
            status: response.status().as_u16(),
            content_type: named("content-type"),
            etag: named("etag"),
            last_modified: named("last-modified"),
            robots_tag: named("x-robots-tag"),
            tdm_reservation: named("tdm-reservation"),
            tdm_policy: named("tdm-policy"),
            exchange: Some(Box::new(exchange)),
            ..Fetched::new(way.address.clone(), self.settings.clock.now(), Vec::new())
        }
    }

    /// The request as it is sent, but for the user's key.
    fn outgoing(&self, way: &Way<'_>) -> Result<reqwest::Request, FetchError> {
        let url = way.address.url().clone();
        let mut outgoing = match way.form {
            Some(form) => {
                self.client.post(url).header(header::CONTENT_TYPE, &form.content_type).body(form.body.clone())
            }
            None => self.client.get(url),
        };
        outgoing = outgoing
            .header(header::USER_AGENT, &self.user_agent)
            .header(header::ACCEPT, ACCEPT)
            .header(header::ACCEPT_LANGUAGE, "en, *;q=0.5")
            .header(header::ACCEPT_ENCODING, unpack::ACCEPTED);
        if let Some(etag) = &way.request.etag {
            outgoing = outgoing.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &way.request.last_modified {
            outgoing = outgoing.header(header::IF_MODIFIED_SINCE, date);
        }
        outgoing.build().map_err(|error| self.failure(&way.address, &error))
    }

    /// Sends it, and waits for the headers of the answer.
    async fn answer(
        &self,
        way: &Way<'_>,
        mut outgoing: reqwest::Request,
    ) -> Result<reqwest::Response, FetchError> {
        let address = &way.address;
        if let Some(key) = way.request.key.as_ref().filter(|_| way.is_for_key()) {
            match key.place {
                KeyPlace::Query => {
                    outgoing.url_mut().query_pairs_mut().append_pair(&key.name, &key.value);
                }
                KeyPlace::Header => {
                    let unusable =
                        || FetchError::Setup { reason: format!("the key {} cannot be sent", key.name) };
                    let name = HeaderName::from_bytes(key.name.as_bytes()).map_err(|_| unusable())?;
                    let mut value = HeaderValue::from_str(&key.value).map_err(|_| unusable())?;
                    value.set_sensitive(true);
                    outgoing.headers_mut().insert(name, value);
                }
            }
        }
        let patience = self.settings.limits.first_byte;
        match tokio::time::timeout(patience, self.client.execute(outgoing)).await {
            Ok(answer) => answer.map_err(|error| self.failure(address, &error)),
            Err(_) => Err(FetchError::Timeout { address: address.clone(), after: patience }),
        }
    }

    /// Reads the body piece by piece, so that neither its size nor a slow server can hold us.
    async fn body(
        &self,
        address: &Address,
        mut response: reqwest::Response,
        limit: Limit,
    ) -> Result<Vec<u8>, FetchError> {
        let (most, cut) = match limit {
            Limit::Refuse(most) => (most, false),
            Limit::CutAt(most) => (most, true),
        };
        let limits = &self.settings.limits;
        let begun = Instant::now();
        let too_large = || FetchError::TooLarge { address: address.clone(), limit_bytes: most };
        let encodings = text_of(response.headers(), &header::CONTENT_ENCODING);
        // A packed body may be short where what it holds is long, and a plain one may not.
        let most_sent = if encodings.is_none() { most } else { limits.packed_bytes.min(most) };
        let refusal = || match encodings {
            None => too_large(),
            Some(_) => FetchError::PackedTooLarge { address: address.clone(), limit_bytes: most_sent },
        };
        if !cut && response.content_length().is_some_and(|announced| announced > most_sent as u64) {
            return Err(refusal());
        }
        let mut sent = Vec::new();
        loop {
            let slow = |silent| FetchError::TooSlow {
                address: address.clone(),
                bytes: sent.len(),
                taken_s: begun.elapsed().as_secs() as u32,
                silent,
            };
            let Ok(piece) = tokio::time::timeout(limits.silence, response.chunk()).await else {
                return Err(slow(true));
            };
            let Some(piece) = piece.map_err(|error| self.failure(address, &error))? else { break };
            if limits.is_drip(sent.len() + piece.len(), begun.elapsed()) {
                return Err(slow(false));
            }
            sent.extend_from_slice(&piece);
            if sent.len() > most_sent {
                if !cut {
                    return Err(refusal());
                }
                sent.truncate(most_sent);
                break;
            }
        }
        let is_long = sent.len() > UNPACKED_ASIDE && encodings.is_some();
        let work = move || unpack(sent, encodings.as_deref(), most, cut);
        let unpacked = if is_long {
            tokio::task::spawn_blocking(work)
                .await
                .unwrap_or_else(|error| Err(UnpackError::Broken(error.to_string())))
        } else {
            work()
        };
        unpacked.map_err(|error| match error {
            UnpackError::TooLarge => too_large(),
            UnpackError::Broken(reason) => FetchError::Broken { address: address.clone(), reason },
        })
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
            return FetchError::Tls { host, reason: why_not_secure(tls) };
        }
        let http = causes(error).find_map(|e| e.downcast_ref::<hyper::Error>());
        if http.is_some_and(hyper::Error::is_parse_too_large) {
            let limit_bytes = self.settings.limits.header_bytes;
            return FetchError::HeadersTooLarge { address: address.clone(), limit_bytes };
        }
        if error.is_connect() {
            return FetchError::Connect { host, reason: innermost(error) };
        }
        FetchError::Broken { address: address.clone(), reason: innermost(error) }
    }
}

fn client_builder(settings: &WireSettings, resolver: &Arc<Resolver>) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .timeout(settings.timeout)
        .connect_timeout(settings.timeout.min(LONGEST_CONNECT))
        .redirect(reqwest::redirect::Policy::none())
        // A proxy would resolve names itself, out of the guard's sight.
        .no_proxy()
        .referer(false)
        .pool_max_idle_per_host(2)
        // What is over our own limit is refused below with its reason; the library's only ends what is far over it.
        .http2_max_header_list_size(
            u32::try_from(settings.limits.header_bytes.saturating_mul(4)).unwrap_or(u32::MAX),
        )
        .dns_resolver(Arc::new(Guarded(Arc::clone(resolver))))
}

/// The resolver as the HTTP library asks it.
struct Guarded(Arc<Resolver>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = Arc::clone(&self.0);
        Box::pin(async move {
            let found = resolver.find(name.as_str().to_owned()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// An answer with the beginning of its body, as far as that comes soon. Nothing of it repeats the user's key.
async fn with_little(
    mut fetched: Fetched,
    way: &Way<'_>,
    kind: AsideKind,
    mut response: reqwest::Response,
) -> Aside {
    if let Some(key) = &way.request.key {
        if let Some(exchange) = &mut fetched.exchange {
            exchange.received.retain(|(_, value)| !value.contains(&key.value) && !value.contains(&key.name));
        }
        return Aside { fetched: Box::new(fetched), kind, body: AsideBody::Withheld };
    }
    let encodings = text_of(response.headers(), &header::CONTENT_ENCODING);
    let until = tokio::time::Instant::now() + ASIDE_PATIENCE;
    let mut sent = Vec::new();
    let mut is_cut = true;
    while sent.len() <= asides::MOST_BYTES {
        match tokio::time::timeout_at(until, response.chunk()).await {
            Ok(Ok(Some(piece))) => sent.extend_from_slice(&piece),
            Ok(Ok(None)) => {
                is_cut = false;
                break;
            }
            Ok(Err(_)) | Err(_) => break,
        }
    }
    let Ok(mut body) = unpack(sent, encodings.as_deref(), asides::MOST_BYTES + 1, true) else {
        return Aside { fetched: Box::new(fetched), kind, body: AsideBody::Withheld };
    };
    is_cut |= body.len() > asides::MOST_BYTES;
    body.truncate(asides::MOST_BYTES);
    fetched.body = body;
    let body = if is_cut { AsideBody::Cut } else { AsideBody::Whole };
    Aside { fetched: Box::new(fetched), kind, body }
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
    let date = http_date(&text)?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// A header as text; several of one name are joined, as RFC 9110 section 5.3 allows.
fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<_> =
        headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
    let text = crate::base::printable(&values.join(", "));
    (!text.is_empty()).then_some(text)
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(move |(name, value)| (name.as_str().to_owned(), text(value)))
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
