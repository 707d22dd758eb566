//! What robots.txt allows.

use super::*;

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
async fn robots_txt_may_be_five_redirects_away() {
    for (redirects, is_read) in [(0, true), (5, true), (6, false)] {
        let server = Server::start(move |request| match request.uri().path() {
            "/robots.txt" if redirects > 0 => page(301, &[("location", "http://other.example/r/1")], ""),
            path => {
                let step: usize = path.strip_prefix("/r/").and_then(|n| n.parse().ok()).unwrap_or(redirects);
                if step < redirects {
                    page(302, &[("location", &format!("/r/{}", step + 1))], "")
                } else if path == "/a" {
                    page(200, &[], "page")
                } else {
                    page(200, &[], "user-agent: *\ndisallow: /a")
                }
            }
        })
        .await;
        let outcome = server.fetcher(Duration::ZERO).fetch(&request("/a")).await;
        // One too many counts as "unavailable", which allows (RFC 9309 section 2.3.1.2).
        assert_eq!(matches!(outcome, Err(FetchError::Robots { .. })), is_read, "{redirects}: {outcome:?}");
    }
    let circle = Server::start(|request| match request.uri().path() {
        "/robots.txt" => page(302, &[("location", "/robots.txt")], ""),
        _ => page(200, &[], "page"),
    })
    .await;
    assert!(circle.fetcher(Duration::ZERO).fetch(&request("/a")).await.is_ok());
    assert_eq!(circle.asked(), ["GET news.example/robots.txt", "GET news.example/a"]);
}

#[tokio::test]
async fn of_a_huge_robots_txt_the_beginning_counts() {
    let server = Server::start(|request| match request.uri().path() {
        "/robots.txt" => {
            let mut text = "user-agent: *\ndisallow: /early\n".to_owned();
            text.push_str(&"# filling\n".repeat(60_000));
            text.push_str("disallow: /late\n");
            page(200, &[], text)
        }
        _ => page(200, &[], "page"),
    })
    .await;
    let fetcher = server.fetcher(Duration::ZERO);
    assert!(matches!(fetcher.fetch(&request("/early")).await, Err(FetchError::Robots { .. })));
    assert!(fetcher.fetch(&request("/late")).await.is_ok());
}

#[tokio::test]
async fn an_unreachable_robots_txt_forbids_all() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let fetcher = Fetcher::new(settings(closed), Duration::ZERO).unwrap();
    let error = fetcher.fetch(&request("/a")).await.unwrap_err();
    assert!(matches!(error, FetchError::RobotsUnavailable { .. }) && error.is_temporary(), "{error}");
}

#[tokio::test]
async fn a_site_that_asks_for_long_pauses_is_skipped() {
    let server = Server::start(|request| match request.uri().path() {
        "/robots.txt" => page(200, &[], "user-agent: *\ncrawl-delay: 3600"),
        _ => page(200, &[], "page"),
    })
    .await;
    let error = server.fetcher(Duration::ZERO).fetch(&request("/a")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "robots.txt of news.example asks for 3600 s between two requests; a host that asks for more than 120 s is skipped"
    );
    assert_eq!(server.asked(), ["GET news.example/robots.txt"]);
}

#[tokio::test]
async fn reserved_rights_are_read_once_per_host() {
    let server = Server::start(|request| match request.uri().path() {
        "/.well-known/tdmrep.json" if request.headers()[header::HOST] == "news.example" => page(
            200,
            &[("content-type", "application/json")],
            r#"[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://news.example/p"}]"#,
        ),
        _ => page(404, &[], ""),
    })
    .await;
    let fetcher = server.fetcher(Duration::ZERO);
    let (a, b) = (request("/a").address, request("/free/b").address);
    let (rules, again) = tokio::join!(fetcher.tdm_rules(&a), fetcher.tdm_rules(&b));
    assert_eq!(rules, again);
    let rights = rules.at(a.path_and_query()).unwrap();
    assert!(rights.reserved && rights.policy.as_deref() == Some("https://news.example/p"));
    assert!(!rules.at(b.path_and_query()).unwrap().reserved);
    let other = fetcher.tdm_rules(&Address::parse("http://other.example/").unwrap()).await;
    assert_eq!(other.at("/"), None);
    assert_eq!(server.times_asked("news.example/.well-known/tdmrep.json"), 1);
}
