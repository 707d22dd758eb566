//! A small HTTP server on loopback for the sample site: one address, the host chosen by the `Host` header.

use std::convert::Infallible;
use std::net::SocketAddr;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::cli::demo::site;

/// The running server; it ends when this is dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    _runtime: Runtime,
}

impl Server {
    /// Starts serving on a free port of the loopback address.
    pub fn start() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let address = listener.local_addr()?;
        runtime.spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                tokio::spawn(async move {
                    let service = service_fn(|request| async move { Ok::<_, Infallible>(answer(&request)) });
                    // A client that hangs up in the middle is no matter.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Ok(Self { address, _runtime: runtime })
    }
}

fn answer(request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST).unwrap_or_default().split(':').next().unwrap_or_default();
    let mut response = Response::new(Full::new(Bytes::new()));
    let Some(file) = site::find(host, request.uri().path()) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let etag = format!("\"{:x}\"", fingerprint(file.bytes));
    if header(IF_NONE_MATCH) == Some(etag.as_str()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = Full::new(Bytes::from_static(file.bytes));
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(site::content_type(file.path)));
    if let Ok(value) = etag.parse() {
        headers.insert(ETAG, value);
    }
    response
}

/// FNV-1a: tells one state of a file from another.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
