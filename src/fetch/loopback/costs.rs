//! What an answer may cost: bytes and time.

use super::*;

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
async fn what_is_sent_is_bounded_before_it_is_unpacked() {
    let server = Server::start(|request| match request.uri().path() {
        "/packed" => page(200, &[("content-encoding", "gzip")], vec![7; 3000]),
        _ => page(200, &[], vec![b'a'; 3000]),
    })
    .await;
    let mut settings = server.settings();
    settings.limits.packed_bytes = 2999;
    let wire = Wire::new(settings).unwrap();
    let error = wire.send(&request("/packed")).await.unwrap_err();
    assert!(matches!(error, FetchError::PackedTooLarge { limit_bytes: 2999, .. }), "{error}");
    assert_eq!(wire.send(&request("/plain")).await.unwrap().body.len(), 3000);
}

#[tokio::test]
async fn headers_are_bounded() {
    let server = Server::start(|request| {
        let long = "a".repeat(if request.uri().path() == "/long" { 3000 } else { 1000 });
        page(200, &[("x-a", &long)], "page")
    })
    .await;
    let mut settings = server.settings();
    settings.limits.header_bytes = 2000;
    let wire = Wire::new(settings.clone()).unwrap();
    let error = wire.send(&request("/long")).await.unwrap_err();
    assert!(matches!(error, FetchError::HeadersTooLarge { limit_bytes: 2000, .. }), "{error}");
    assert_eq!(wire.send(&request("/short")).await.unwrap().body, b"page");

    let endless = raw_server(|stream, _| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-Another: header of many\r\n")?;
        }
    });
    settings.connect_to.insert("news.example".to_owned(), endless);
    let error = Wire::new(settings).unwrap().send(&request("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::HeadersTooLarge { .. }), "{error}");
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limit() {
    let endless = raw_server(|stream, _| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")?;
        loop {
            stream.write_all(&[b'a'; 4096])?;
        }
    });
    let error = Wire::new(settings(endless)).unwrap().send(&request("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooLarge { limit_bytes: 100_000, .. }), "{error}");
}

#[tokio::test]
async fn slow_servers_are_cut() {
    let slow = raw_server(|stream, path| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nbegun")?;
        if path == "/silent" {
            std::thread::sleep(Duration::from_secs(3));
        }
        if path != "/drip" {
            return Ok(());
        }
        loop {
            std::thread::sleep(Duration::from_millis(10));
            stream.write_all(b"a")?;
        }
    });
    let mut settings = settings(slow);
    settings.limits.silence = Duration::from_millis(200);
    settings.limits.grace = Duration::from_millis(300);
    let wire = Wire::new(settings).unwrap();
    let begun = Instant::now();
    let error = wire.send(&request("/drip")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooSlow { silent: false, .. }) && error.is_temporary(), "{error}");
    assert!(begun.elapsed() >= Duration::from_millis(300), "it has its time to begin");
    let error = wire.send(&request("/silent")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooSlow { silent: true, bytes: 5, .. }), "{error}");
}

#[tokio::test]
async fn the_first_byte_is_waited_for_only_so_long() {
    let late = raw_server(|stream, _| {
        std::thread::sleep(Duration::from_secs(2));
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    });
    let mut settings = settings(late);
    settings.limits.first_byte = Duration::from_millis(100);
    let error = Wire::new(settings).unwrap().send(&request("/")).await.unwrap_err();
    let limit = Duration::from_millis(100);
    assert!(matches!(error, FetchError::Timeout { after, .. } if after == limit), "{error}");
}

#[tokio::test]
async fn every_coding_asked_for_is_unpacked() {
    let server = Server::start(|request| {
        let accepted = request.headers()[header::ACCEPT_ENCODING].to_str().unwrap().to_owned();
        let coding = request.uri().path().trim_start_matches('/');
        assert!(accepted.contains(coding), "{accepted}");
        let body = match coding {
            "gzip" => zipped_zeros(1000),
            "zstd" => zstd::encode_all([0; 1000].as_slice(), 1).unwrap(),
            _ => {
                let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
                out.write_all(&[0; 1000]).unwrap();
                out.finish().unwrap()
            }
        };
        page(200, &[("content-encoding", coding)], body)
    })
    .await;
    for coding in ["gzip", "zstd", "deflate"] {
        assert_eq!(server.send(&format!("/{coding}")).await.unwrap().body, [0; 1000], "{coding}");
    }
}
