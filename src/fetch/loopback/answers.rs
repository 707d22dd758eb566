//! What comes of what a server answers: headers, redirects, statuses.

use super::*;
use crate::fetch::{Key, KeyPlace};

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
            "/data" => "data:text/html,here".to_owned(),
            "/ftp" => "ftp://other.example/here".to_owned(),
            "/circle" => "/circle".to_owned(),
            "/round" => "/about".to_owned(),
            "/about" => "/round".to_owned(),
            "/down" => {
                let depth: u32 = request.uri().query().unwrap().parse().unwrap();
                format!("/down?{}", depth + 1)
            }
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
    for path in ["/file", "/ftp", "/data", "/nowhere"] {
        let error = server.send(path).await.unwrap_err();
        assert!(matches!(error, FetchError::BadRedirect { .. }), "{path}: {error}");
    }
    let asked = server.asked().len();
    for path in ["/circle", "/round"] {
        let error = server.send(path).await.unwrap_err();
        assert!(matches!(error, FetchError::RedirectLoop { .. }), "{path}: {error}");
    }
    assert_eq!(
        server.asked()[asked..],
        ["/circle", "/round", "/about"].map(|path| format!("GET news.example{path}"))
    );
    let error = server.send("/down?1").await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 10, .. }), "{error}");
    assert_eq!(server.times_asked("/down?11"), 1);
    assert_eq!(server.times_asked("/down?12"), 0);
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
async fn only_what_has_moved_for_good_is_said_to_have_moved() {
    let server = Server::start(|request| match request.uri().path() {
        "/old" => page(301, &[("location", "/newer")], ""),
        "/newer" => page(308, &[("location", "http://other.example/new")], ""),
        "/for-now" => page(302, &[("location", "/old")], ""),
        "/then-for-now" => page(301, &[("location", "/for-now")], ""),
        _ => page(200, &[], "here"),
    })
    .await;
    for (path, moved_to) in [
        ("/old", Some("http://other.example/new")),
        ("/for-now", None),
        ("/then-for-now", None),
        ("/new", None),
    ] {
        let fetched = server.fetcher(Duration::ZERO).fetch(&request(path)).await.unwrap();
        assert_eq!(fetched.moved_to.as_ref().map(Address::as_str), moved_to, "{path}");
        assert_eq!(fetched.body, b"here");
    }
}

#[tokio::test]
async fn what_went_over_the_wire_is_told_without_keys() {
    let server = Server::start(|request| {
        if request.uri().path() == "/abroad" {
            return page(307, &[("location", "http://other.example/seen?api_key=s3cret")], "");
        }
        let seen = format!("{} {:?}", request.uri(), request.headers().get("x-api-key"));
        page(
            200,
            &[("tdm-reservation", "1"), ("tdm-policy", "https://news.example/p.json"), ("x-a", "b")],
            seen,
        )
    })
    .await;
    let key = |place, name: &str| Key { place, name: name.into(), value: "s3cret".into() };
    let ask = |path: &str, key| Request { key: Some(key), etag: Some("\"v1\"".into()), ..request(path) };

    let fetched = server.send_request(&ask("/a?b=c", key(KeyPlace::Query, "api_key"))).await.unwrap();
    assert_eq!(fetched.body, b"/a?b=c&api_key=s3cret None", "the server is shown the key");
    assert_eq!(fetched.address.path_and_query(), "/a?b=c");
    assert_eq!(fetched.tdm_reservation.as_deref(), Some("1"));
    assert_eq!(fetched.tdm_policy.as_deref(), Some("https://news.example/p.json"));
    let exchange = fetched.exchange.as_ref().unwrap();
    assert_eq!((exchange.method.as_str(), exchange.protocol), ("GET", "http/1.1"));
    let sent: Vec<&str> = exchange.sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(sent, ["Host", "user-agent", "accept", "accept-language", "accept-encoding", "if-none-match"]);
    assert!(exchange.received.contains(&("x-a".to_owned(), "b".to_owned())), "{:?}", exchange.received);
    assert_eq!(exchange.ip, Some([127, 0, 0, 1].into()));

    let fetched = server.send_request(&ask("/a", key(KeyPlace::Header, "X-Api-Key"))).await.unwrap();
    assert_eq!(
        String::from_utf8_lossy(&fetched.body),
        "/a Some(Sensitive)".replace("Sensitive", "\"s3cret\"")
    );
    assert!(!format!("{fetched:?}").replace(&format!("{:?}", fetched.body), "").contains("s3cret"));

    // Another host is not shown it, whatever the first one writes into its redirect.
    for place in [KeyPlace::Query, KeyPlace::Header] {
        let fetched = server.send_request(&ask("/abroad", key(place, "api_key"))).await.unwrap();
        let shown = String::from_utf8_lossy(&fetched.body).contains("s3cret");
        assert_eq!(shown, place == KeyPlace::Header, "only what that redirect itself holds");
    }
}

#[tokio::test]
async fn a_question_is_posted_and_not_posted_again_elsewhere() {
    let server = Server::start(|request| match request.uri().path() {
        "/see-other" => page(303, &[("location", "/answer")], ""),
        "/found" => page(302, &[("location", "/answer")], ""),
        "/moved" => page(308, &[("location", "/search")], ""),
        _ => {
            let kind =
                request.headers().get(header::CONTENT_TYPE).map_or("none", |kind| kind.to_str().unwrap());
            let length = request.headers().get(header::CONTENT_LENGTH).map_or("0", |n| n.to_str().unwrap());
            page(200, &[], format!("{kind} {length}"))
        }
    })
    .await;
    let ask = |path: &str| Request { etag: None, ..Request::json(request(path).address, "{\"page\": 1}") };
    for (path, seen) in [
        ("/search", "application/json 11"),
        ("/see-other", "none 0"),
        ("/found", "none 0"),
        ("/moved", "application/json 11"),
    ] {
        let fetched = server.send_request(&ask(path)).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&fetched.body), seen, "{path}");
    }
    let asked = server.asked();
    let posted = asked.iter().filter(|asked| asked.starts_with("POST")).count();
    assert_eq!((posted, asked.len()), (5, 7), "{asked:?}");
}

#[tokio::test]
async fn damage_on_the_wire_is_a_failure_and_no_page() {
    let socket = raw_server(|stream, path| {
        match path {
        "/short" => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntoo short"),
        "/long" => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage and more than it says"),
        "/chunks" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZZ\r\n")
        }
        "/cut" => stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"),
        "/no-http" => stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n"),
        "/nothing" => Ok(()),
        "/to-the-end" => stream.write_all(b"HTTP/1.0 200 OK\r\n\r\nall of it"),
        _ => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=nonsense\r\nContent-Length: 6\r\n\r\nna\xc3\xafve"),
    }
    });
    let wire = Wire::new(settings(socket)).unwrap();
    for path in ["/short", "/chunks", "/cut", "/no-http", "/nothing"] {
        let error = wire.send(&request(path)).await.unwrap_err();
        assert!(matches!(error, FetchError::Broken { .. }) && error.is_temporary(), "{path}: {error}");
    }
    assert_eq!(wire.send(&request("/long")).await.unwrap().body, b"page");
    assert_eq!(wire.send(&request("/to-the-end")).await.unwrap().body, b"all of it");
    // A charset that is none, or not the page's, costs no letter.
    let fetched = wire.send(&request("/charset")).await.unwrap();
    let (text, _) = crate::fetch::decode(&fetched.body, fetched.content_type.as_deref());
    assert_eq!(text, "naïve");
}
