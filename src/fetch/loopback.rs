//! Tests of the wire and the fetcher against a small server on loopback.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Response, header};
use hyper_util::rt::TokioIo;

use crate::base::Address;
use crate::fetch::{Clock, FetchError, Fetched, Fetcher, Request, Wire, WireSettings};

type Answer = Response<Full<Bytes>>;

/// A server that answers by path, and remembers what it was asked.
struct Server {
    socket: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(answer: impl Fn(&hyper::Request<Incoming>) -> Answer + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                let service = service_fn(move |request: hyper::Request<Incoming>| {
                    log.lock().unwrap().push(request.uri().path().to_owned());
                    let answer = answer(&request);
                    async move { Ok::<_, Infallible>(answer) }
                });
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        Self { socket, asked }
    }

    fn settings(&self) -> WireSettings {
        let hosts = ["news.example", "other.example"];
        WireSettings {
            user_agent: "awardwire/test (+mailto:t@news.example)".into(),
            // Long: no test is one of speed.
            timeout: Duration::from_secs(30),
            max_body_bytes: 100_000,
            connect_to: hosts.iter().map(|host| ((*host).to_owned(), self.socket)).collect(),
            allow_private: HashSet::new(),
            clock: Clock::Fixed(jiff::Timestamp::from_second(1_784_000_000).unwrap()),
        }
    }

    async fn send(&self, path: &str) -> Result<Fetched, FetchError> {
        Wire::new(self.settings()).unwrap().send(&request(path)).await
    }

    fn times_asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }
}

fn request(path: &str) -> Request {
    Request::new(Address::parse("http://news.example/").unwrap().join(path).unwrap())
}

fn page(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer.body(Full::new(body.into())).unwrap()
}

fn zipped_zeros(count: usize) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(&vec![0; count]).unwrap();
    out.finish().unwrap()
}

#[tokio::test]
async fn a_page_comes_with_the_headers_that_matter() {
    let server = Server::start(|request| {
        let agent = request.headers()[header::USER_AGENT].to_str().unwrap().to_owned();
        assert!(request.headers().contains_key(header::ACCEPT));
        page(200, &[("content-type", "text/html"), ("etag", "\"1\""), ("x-robots-tag", "noarchive")], agent)
    })
    .await;
    let fetched = server.send("/a?b=c").await.unwrap();
    assert_eq!(fetched.body, b"awardwire/test (+mailto:t@news.example)");
    assert_eq!(fetched.status, 200);
    assert_eq!(fetched.content_type.as_deref(), Some("text/html"));
    assert_eq!(fetched.etag.as_deref(), Some("\"1\""));
    assert_eq!(fetched.robots_tag.as_deref(), Some("noarchive"));
    assert_eq!(fetched.fetched_at.as_second(), 1_784_000_000);
}

#[tokio::test]
async fn an_unchanged_page_costs_one_304() {
    let server = Server::start(|request| {
        let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|etag| etag == "\"v1\"")
            && request.headers().contains_key(header::IF_MODIFIED_SINCE);
        if known { page(304, &[("etag", "\"v1\"")], "") } else { page(200, &[], "new") }
    })
    .await;
    let wire = Wire::new(server.settings()).unwrap();
    let mut again = request("/a");
    assert_eq!(wire.send(&again).await.unwrap().body, b"new");
    again.etag = Some("\"v1\"".into());
    again.last_modified = Some("Sun, 06 Nov 1994 08:49:37 GMT".into());
    let fetched = wire.send(&again).await.unwrap();
    assert_eq!((fetched.status, fetched.body.len()), (304, 0));
    // What a file said cannot be sent as a header stays a plain error.
    again.etag = Some("a\nb".into());
    assert!(wire.send(&again).await.is_err());
}

#[tokio::test]
async fn redirects_are_followed_and_every_one_is_checked() {
    let port_holder: Arc<Mutex<u16>> = Arc::default();
    let port = Arc::clone(&port_holder);
    let server = Server::start(move |request| {
        let port = *port.lock().unwrap();
        let location = match request.uri().path() {
            "/moved" => "/here".to_owned(),
            "/abroad" => "http://other.example/here".to_owned(),
            "/literal" => format!("http://127.0.0.1:{port}/here"),
            "/mapped" => format!("http://[::ffff:127.0.0.1]:{port}/here"),
            "/number" => format!("http://2130706433:{port}/here"),
            "/name" => format!("http://localhost:{port}/here"),
            "/metadata" => "http://169.254.169.254/latest/".to_owned(),
            "/file" => "file:///etc/hostname".to_owned(),
            "/circle" => "/circle".to_owned(),
            "/nowhere" => return page(302, &[], ""),
            _ => return page(200, &[], "here"),
        };
        page(302, &[("location", &location)], "")
    })
    .await;
    *port_holder.lock().unwrap() = server.socket.port();

    let moved = server.send("/moved").await.unwrap();
    assert_eq!((moved.requested.path_and_query(), moved.address.path_and_query()), ("/moved", "/here"));
    assert_eq!(server.send("/abroad").await.unwrap().address.host(), "other.example");
    for path in ["/literal", "/mapped", "/number", "/name", "/metadata"] {
        let error = server.send(path).await.unwrap_err();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{path}: {error}");
    }
    for path in ["/file", "/nowhere"] {
        let error = server.send(path).await.unwrap_err();
        assert!(matches!(error, FetchError::BadRedirect { .. }), "{path}: {error}");
    }
    let error = server.send("/circle").await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 10, .. }), "{error}");
}

#[tokio::test]
async fn a_private_host_is_read_only_when_allowed() {
    let server = Server::start(|_| page(200, &[], "inside")).await;
    let mut settings = server.settings();
    let here = |host: &str| {
        Request::new(Address::parse(&format!("http://{host}:{}/", server.socket.port())).unwrap())
    };
    let wire = Wire::new(settings.clone()).unwrap();
    for host in ["127.0.0.1", "localhost"] {
        assert!(matches!(wire.send(&here(host)).await, Err(FetchError::PrivateAddress { .. })), "{host}");
    }
    assert_eq!(server.asked.lock().unwrap().len(), 0, "nothing was sent");
    settings.allow_private = ["127.0.0.1".to_owned()].into();
    let wire = Wire::new(settings).unwrap();
    assert_eq!(wire.send(&here("127.0.0.1")).await.unwrap().body, b"inside");
    assert!(wire.send(&here("localhost")).await.is_err());
}

#[tokio::test]
async fn bodies_are_bounded_after_decompression() {
    let server = Server::start(|request| match request.uri().path() {
        "/bomb" => page(200, &[("content-encoding", "gzip")], zipped_zeros(50_000_000)),
        "/packed" => page(200, &[("content-encoding", "gzip")], zipped_zeros(100_000)),
        "/plain" => page(200, &[], vec![b'a'; 100_001]),
        _ => page(200, &[], vec![b'a'; 100_000]),
    })
    .await;
    for path in ["/bomb", "/plain"] {
        let error = server.send(path).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { limit_bytes: 100_000, .. }), "{path}: {error}");
    }
    for path in ["/packed", "/fitting"] {
        assert_eq!(server.send(path).await.unwrap().body.len(), 100_000, "{path}");
    }
}

#[tokio::test]
async fn failures_are_told_apart() {
    let server = Server::start(|request| match request.uri().path() {
        "/busy" => page(503, &[("retry-after", "7")], ""),
        "/until" => page(429, &[("retry-after", "Tue, 14 Jul 2026 03:34:20 GMT")], ""),
        "/broken" => page(200, &[("content-encoding", "gzip")], "this is no gzip"),
        _ => page(404, &[], "nothing here"),
    })
    .await;
    let status_of = |result: Result<Fetched, FetchError>| match result {
        Err(FetchError::Status { status, retry_after, .. }) => (status, retry_after.map(|d| d.as_secs())),
        other => panic!("{other:?}"),
    };
    assert_eq!(status_of(server.send("/busy").await), (503, Some(7)));
    assert_eq!(status_of(server.send("/until").await), (429, Some(60)));
    assert_eq!(status_of(server.send("/gone").await), (404, None));
    assert!(matches!(server.send("/broken").await, Err(FetchError::Broken { .. })));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = server.settings();
    settings.timeout = Duration::from_millis(150);
    settings.connect_to = HashMap::from([
        ("closed.example".to_owned(), closed),
        ("silent.example".to_owned(), silent.local_addr().unwrap()),
    ]);
    let wire = Wire::new(settings).unwrap();
    let ask = |url: &str| Request::new(Address::parse(url).unwrap());
    let refused = wire.send(&ask("http://closed.example/")).await.unwrap_err();
    assert!(matches!(&refused, FetchError::Connect { host, .. } if host == "closed.example"), "{refused}");
    let late = wire.send(&ask("http://silent.example/")).await.unwrap_err();
    assert!(matches!(late, FetchError::Timeout { .. }), "{late}");
}

#[tokio::test]
async fn robots_txt_is_read_once_and_obeyed_also_by_redirects() {
    let server = Server::start(|request| match request.uri().path() {
        "/robots.txt" => page(200, &[], "user-agent: *\ndisallow: /private\nsitemap: /map.xml"),
        "/sly" => page(302, &[("location", "/private/a")], ""),
        _ => page(200, &[], "page"),
    })
    .await;
    let fetcher = Fetcher::new(server.settings(), Duration::ZERO).unwrap();
    let (a, b, c) = (request("/a"), request("/b"), request("/c"));
    let got = tokio::join!(fetcher.fetch(&a), fetcher.fetch(&b), fetcher.fetch(&c));
    assert!(got.0.is_ok() && got.1.is_ok() && got.2.is_ok());
    for path in ["/private/a", "/sly"] {
        let error = fetcher.fetch(&request(path)).await.unwrap_err();
        assert!(matches!(error, FetchError::Robots { .. }), "{path}: {error}");
    }
    assert_eq!(server.times_asked("/robots.txt"), 1);
    assert_eq!(server.times_asked("/private/a"), 0);
    let sitemaps = fetcher.sitemaps(&a.address).await;
    assert_eq!(sitemaps.iter().map(Address::as_str).collect::<Vec<_>>(), ["http://news.example/map.xml"]);
}

#[tokio::test]
async fn a_missing_robots_txt_allows_and_a_failing_one_does_not() {
    for (status, allowed) in [(404, true), (401, true), (500, false), (503, false), (429, false)] {
        let server = Server::start(move |request| match request.uri().path() {
            "/robots.txt" => page(status, &[], "user-agent: *\ndisallow: /"),
            _ => page(200, &[], "page"),
        })
        .await;
        let fetcher = Fetcher::new(server.settings(), Duration::ZERO).unwrap();
        let result = fetcher.fetch(&request("/a")).await;
        assert_eq!(result.is_ok(), allowed, "{status}");
        if let Err(error) = result {
            assert!(matches!(error, FetchError::RobotsUnavailable { .. }) && error.is_temporary(), "{error}");
        }
    }
}

#[tokio::test]
async fn a_server_is_asked_at_its_own_pace() {
    let server = Server::start(|request| match request.uri().path() {
        "/robots.txt" => page(200, &[], "user-agent: awardwire\ncrawl-delay: 0.08"),
        _ => page(200, &[], "page"),
    })
    .await;
    let fetcher = Fetcher::new(server.settings(), Duration::from_millis(20)).unwrap();
    let (a, b, c) = (request("/a"), request("/b"), request("/c"));
    let start = Instant::now();
    let _ = tokio::join!(fetcher.fetch(&a), fetcher.fetch(&b), fetcher.fetch(&c));
    // robots.txt at once, the first page after our own delay, the others after the site's.
    assert!(start.elapsed() >= Duration::from_millis(20 + 80 + 80), "{:?}", start.elapsed());
    assert_eq!(server.asked.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn a_long_retry_after_turns_the_next_requests_away() {
    let server = Server::start(|request| match request.uri().path() {
        "/busy" => page(429, &[("retry-after", "600")], ""),
        _ => page(200, &[], ""),
    })
    .await;
    let fetcher = Fetcher::new(server.settings(), Duration::ZERO).unwrap();
    assert!(fetcher.fetch(&request("/busy")).await.is_err());
    let error = fetcher.fetch(&request("/a")).await.unwrap_err();
    assert!(matches!(&error, FetchError::Held { remaining, .. } if remaining.as_secs() > 590), "{error}");
    assert_eq!(server.times_asked("/a"), 0);
}
