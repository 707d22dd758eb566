//! Tests of the wire and the fetcher against small servers on loopback: real sockets, several host names.
//!
//! - `answers`, `costs`: what comes of what a server answers;
//! - `beside`: what is kept beside the answers that were asked for;
//! - `inside`: private addresses stay out of reach;
//! - `secure`: TLS, and HTTP/2 over it;
//! - `leave`: robots.txt and tdmrep.json;
//! - `turns`: how often a server is asked.

mod answers;
mod beside;
mod costs;
mod inside;
mod leave;
mod secure;
mod turns;

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Response, header};
use hyper_util::rt::TokioIo;

use crate::base::Address;
use crate::fetch::{Clock, FetchError, Fetched, Fetcher, Limits, Manners, Request, Wire, WireSettings};

type Answer = Response<Full<Bytes>>;

/// One request as a server saw it.
#[derive(Clone, Debug)]
struct Asked {
    /// Method, host, path and query: `GET news.example/a?b=c`.
    what: String,
    at: Instant,
}

/// A server that answers by path, and remembers what it was asked and when.
struct Server {
    socket: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
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
                    let host = request.headers()[header::HOST].to_str().unwrap().to_owned();
                    let what = format!("{} {host}{}", request.method(), request.uri());
                    log.lock().unwrap().push(Asked { what, at: Instant::now() });
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

    /// Answers requests in turn with these statuses, and with the last of them from then on; robots.txt is not there.
    async fn in_turn(statuses: &'static [(u16, &'static [(&'static str, &'static str)])]) -> Self {
        let next = Mutex::new(0);
        Self::start(move |request| {
            if request.uri().path() == "/robots.txt" {
                return page(404, &[], "");
            }
            let mut next = next.lock().unwrap();
            let (status, headers) = statuses[(*next).min(statuses.len() - 1)];
            *next += 1;
            page(status, headers, "page")
        })
        .await
    }

    fn settings(&self) -> WireSettings {
        settings(self.socket)
    }

    fn fetcher(&self, delay: Duration) -> Fetcher {
        Fetcher::new(self.settings(), delay).unwrap()
    }

    async fn send(&self, path: &str) -> Result<Fetched, FetchError> {
        self.send_request(&request(path)).await
    }

    async fn send_request(&self, request: &Request) -> Result<Fetched, FetchError> {
        Wire::new(self.settings()).unwrap().send(request).await
    }

    /// What it was asked for, in order.
    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.what.clone()).collect()
    }

    /// How far apart requests came, in milliseconds.
    fn gaps_ms(&self) -> Vec<u128> {
        let asked = self.asked.lock().unwrap();
        asked.windows(2).map(|two| (two[1].at - two[0].at).as_millis()).collect()
    }

    fn times_asked(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| asked.ends_with(path)).count()
    }
}

/// Hosts of the tests, all served from this socket.
fn settings(socket: SocketAddr) -> WireSettings {
    let hosts = ["news.example", "other.example", "third.example"];
    WireSettings {
        user_agent: "awardwire/test (+mailto:t@news.example)".into(),
        // Long: no test is one of speed.
        timeout: Duration::from_secs(30),
        max_body_bytes: 100_000,
        limits: Limits::default(),
        connect_to: hosts.iter().map(|host| ((*host).to_owned(), socket)).collect(),
        allow_private: HashSet::new(),
        clock: Clock::Fixed(jiff::Timestamp::from_second(1_784_000_000).unwrap()),
    }
}

/// A server below HTTP: reads the head of a request, and does what it is told with the connection.
fn raw_server(answer: impl Fn(&mut TcpStream, &str) -> std::io::Result<()> + Send + 'static) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            // The client may have gone away, which is what many of these tests are about.
            let _ = answer(&mut stream, &path);
        }
    });
    socket
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
