//! What cannot be secured is not read, and what can be is read over HTTP/2 where the server speaks it.
//!
//! The certificates were made for these tests (`tls/`): `trusted.der` for the host news.example, and `certificate.der`, for
//! which nobody vouches and which could only vouch for others.

use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::Version;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::*;

const TRUSTED: &[u8] = include_bytes!("tls/trusted.der");
const TRUSTED_KEY: &[u8] = include_bytes!("tls/trusted-key.der");
const OF_NOBODY: &[u8] = include_bytes!("tls/certificate.der");
const OF_NOBODY_KEY: &[u8] = include_bytes!("tls/key.der");

/// A server's side of TLS, which offers these protocols (ALPN).
fn tls(certificate: &'static [u8], key: &'static [u8], protocols: &[&str]) -> Arc<rustls::ServerConfig> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = rustls::ServerConfig::builder().with_no_client_auth();
    let key = PrivatePkcs8KeyDer::from(key).into();
    let mut config = config.with_single_cert(vec![CertificateDer::from(certificate)], key).unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    Arc::new(config)
}

/// A server behind TLS: what it was asked, by which version, and over how many connections.
struct Secure {
    socket: SocketAddr,
    asked: Arc<Mutex<Vec<(String, Version)>>>,
    connections: Arc<AtomicUsize>,
}

impl Secure {
    async fn start(
        config: Arc<rustls::ServerConfig>,
        answer: impl Fn(&hyper::Request<Incoming>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let (log, count, answer) = (Arc::clone(&asked), Arc::clone(&connections), Arc::new(answer));
        let acceptor = tokio_rustls::TlsAcceptor::from(config);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, log, answer) = (acceptor.clone(), Arc::clone(&log), Arc::clone(&answer));
                let count = Arc::clone(&count);
                tokio::spawn(async move {
                    // A client that does not trust us hangs up here.
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    count.fetch_add(1, Ordering::Relaxed);
                    let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                    let service = service_fn(move |request: hyper::Request<Incoming>| {
                        let what = format!("{} {}", request.method(), request.uri().path());
                        log.lock().unwrap().push((what, request.version()));
                        let answer = answer(&request);
                        async move { Ok::<_, Infallible>(answer) }
                    });
                    let stream = TokioIo::new(stream);
                    if is_h2 {
                        let _ =
                            http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await;
                    } else {
                        let _ = http1::Builder::new().serve_connection(stream, service).await;
                    }
                });
            }
        });
        Self { socket, asked, connections }
    }

    fn wire(&self) -> Wire {
        Wire::trusting(settings(self.socket), TRUSTED).unwrap()
    }

    fn asked(&self) -> Vec<(String, Version)> {
        self.asked.lock().unwrap().clone()
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

fn secure_request(path: &str) -> Request {
    Request::new(Address::parse("https://news.example/").unwrap().join(path).unwrap())
}

#[tokio::test]
async fn a_server_of_http_2_is_asked_over_one_connection() {
    let server = Secure::start(tls(TRUSTED, TRUSTED_KEY, &["h2", "http/1.1"]), |request| {
        assert_eq!(request.uri().authority().map(hyper::http::uri::Authority::as_str), Some("news.example"));
        match request.uri().path() {
            "/robots.txt" => page(200, &[], "user-agent: awardwire\ndisallow: /private"),
            "/moved" => page(301, &[("location", "/0")], ""),
            "/same" if request.headers().contains_key(header::IF_NONE_MATCH) => page(304, &[], ""),
            "/zipped" => page(200, &[("content-encoding", "gzip")], zipped_zeros(50_000)),
            path => page(200, &[("etag", "\"1\""), ("content-type", "text/html")], path.to_owned()),
        }
    })
    .await;
    let wire = server.wire();
    let fetcher = Fetcher::over(
        wire,
        100_000,
        Manners { at_once: std::num::NonZeroUsize::new(4).unwrap(), ..Manners::new(Duration::ZERO) },
    );
    let fetch = async |path: &str| fetcher.fetch(&secure_request(path)).await;
    for n in 0..3 {
        let fetched = fetch(&format!("/{n}")).await.unwrap();
        assert_eq!(fetched.body, format!("/{n}").into_bytes());
        assert_eq!(fetched.etag.as_deref(), Some("\"1\""));
        let exchange = fetched.exchange.unwrap();
        assert_eq!((exchange.protocol, exchange.ip), ("h2", Some([127, 0, 0, 1].into())));
    }
    assert_eq!(fetch("/moved").await.unwrap().address.path_and_query(), "/0");
    assert_eq!(fetch("/zipped").await.unwrap().body.len(), 50_000);
    let known = Request { etag: Some("\"1\"".into()), ..secure_request("/same") };
    assert!(fetcher.fetch(&known).await.unwrap().is_unchanged());
    assert!(matches!(fetch("/private/a").await, Err(FetchError::Robots { .. })));
    // Several at once share the connection.
    let at_once = futures_util::future::join_all((10..14).map(async |n| fetch(&format!("/{n}")).await)).await;
    assert!(at_once.iter().all(Result::is_ok), "{at_once:?}");
    let asked = server.asked();
    assert_eq!(asked.len(), 12, "{asked:?}");
    assert!(asked.iter().all(|(_, version)| *version == Version::HTTP_2), "{asked:?}");
    assert!(asked.iter().all(|(what, _)| !what.contains("/private")), "{asked:?}");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_server_that_knows_no_http_2_is_asked_by_1_1_over_one_connection() {
    let server = Secure::start(tls(TRUSTED, TRUSTED_KEY, &["http/1.1"]), |_| page(200, &[], "page")).await;
    let wire = server.wire();
    for path in ["/a", "/b"] {
        let fetched = wire.send(&secure_request(path)).await.unwrap();
        assert_eq!((fetched.body, fetched.exchange.unwrap().protocol), (b"page".to_vec(), "http/1.1"));
    }
    assert!(server.asked().iter().all(|(_, version)| *version == Version::HTTP_11));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn limits_hold_over_http_2() {
    let server = Secure::start(tls(TRUSTED, TRUSTED_KEY, &["h2"]), |request| match request.uri().path() {
        "/long" => page(200, &[], vec![b'a'; 100_001]),
        "/bomb" => page(200, &[("content-encoding", "gzip")], zipped_zeros(100_001)),
        "/headers" => page(200, &[("x-a", "b".repeat(70_000).as_str())], "page"),
        "/endless" => page(200, &[("x-a", "b".repeat(500_000).as_str())], "page"),
        "/busy" => page(503, &[("retry-after", "7")], ""),
        _ => page(200, &[], "page"),
    })
    .await;
    let wire = server.wire();
    for path in ["/long", "/bomb"] {
        let error = wire.send(&secure_request(path)).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { limit_bytes: 100_000, .. }), "{path}: {error}");
    }
    let error = wire.send(&secure_request("/headers")).await.unwrap_err();
    assert!(matches!(error, FetchError::HeadersTooLarge { .. }), "{error:?}");
    assert!(wire.send(&secure_request("/endless")).await.is_err());
    let error = wire.send(&secure_request("/busy")).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    // None of that spoils what comes after it.
    assert_eq!(wire.send(&secure_request("/a")).await.unwrap().body, b"page");
}

#[tokio::test]
async fn a_certificate_must_be_vouched_for_and_for_this_name() {
    let server = Secure::start(tls(TRUSTED, TRUSTED_KEY, &["h2"]), |_| page(200, &[], "page")).await;
    let told = async |wire: Wire, url: &str| {
        let error = wire.send(&Request::new(Address::parse(url).unwrap())).await.unwrap_err();
        assert!(matches!(error, FetchError::Tls { .. }) && error.is_temporary(), "{error}");
        error.to_string()
    };
    assert_eq!(
        told(server.wire(), "https://other.example/").await,
        "no secure connection to other.example: its certificate is for another name"
    );
    assert_eq!(
        told(Wire::trusting(settings(server.socket), OF_NOBODY).unwrap(), "https://news.example/").await,
        "no secure connection to news.example: nobody whom this system trusts vouches for its certificate"
    );
    assert_eq!(server.asked(), [], "no request went over what was not secure");
}

/// As the program is set up: a server that speaks no TLS, and one with a certificate that nobody vouches for.
#[tokio::test]
async fn what_cannot_be_secured_is_not_read() {
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let plain_socket = plain.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in plain.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\npage");
        }
    });
    let of_nobody = Secure::start(tls(OF_NOBODY, OF_NOBODY_KEY, &[]), |_| page(200, &[], "page")).await;
    for socket in [plain_socket, of_nobody.socket] {
        let wire = Wire::new(settings(socket)).unwrap();
        let error = wire.send(&secure_request("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::Tls { .. }) && error.is_temporary(), "{error}");
    }
    assert_eq!(of_nobody.asked(), [], "no request went over what was not secure");
}
