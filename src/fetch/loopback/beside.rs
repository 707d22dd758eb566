//! What is kept beside the answers that were asked for.

use super::*;
use crate::fetch::{Aside, Key, KeyPlace};

fn told(asides: &[Aside]) -> Vec<String> {
    let told = |aside: &Aside| {
        let (fetched, kind) = (&aside.fetched, aside.kind.as_str());
        format!(
            "{kind} {} {} {:?} {}",
            fetched.status,
            fetched.address.path_and_query(),
            aside.body,
            aside.kept().len()
        )
    };
    asides.iter().map(told).collect()
}

async fn site() -> Server {
    Server::start(|request| match request.uri().path() {
        "/robots.txt" => page(200, &[], "User-agent: *\nAllow: /"),
        "/moved" => page(302, &[("location", "/page?api_key=s3cret")], "over there"),
        "/page" => page(200, &[], "page"),
        "/long" => page(403, &[], "x".repeat(90_000)),
        "/zipped" => page(500, &[("content-encoding", "gzip")], zipped_zeros(1_000_000)),
        "/broken" => page(500, &[("content-encoding", "gzip")], "this is no gzip"),
        _ => page(404, &[], "nothing here"),
    })
    .await
}

#[tokio::test]
async fn redirects_errors_and_rules_are_kept_until_they_are_taken() {
    let server = site().await;
    let fetcher = server.fetcher(Duration::ZERO).keeping_asides();
    fetcher.fetch(&request("/moved")).await.unwrap();
    for path in ["/gone", "/long", "/zipped", "/broken"] {
        fetcher.fetch(&request(path)).await.unwrap_err();
    }
    assert_eq!(
        told(&fetcher.take_asides()),
        [
            "rules 200 /robots.txt Whole 22",
            "redirect 302 /moved Whole 10",
            "error 404 /gone Whole 12",
            "error 403 /long Cut 65536",
            "error 500 /zipped Cut 65536",
            "error 500 /broken Withheld 0",
        ]
    );
    assert!(fetcher.take_asides().is_empty());
    let other = server.fetcher(Duration::ZERO);
    other.fetch(&request("/gone")).await.unwrap_err();
    assert!(other.take_asides().is_empty(), "nobody takes them");
}

#[tokio::test]
async fn nothing_is_kept_that_may_repeat_a_key() {
    let server = site().await;
    let fetcher = server.fetcher(Duration::ZERO).keeping_asides();
    let key = Key { place: KeyPlace::Query, name: "api_key".into(), value: "s3cret".into() };
    fetcher.fetch(&Request { key: Some(key), ..request("/moved") }).await.unwrap();
    let asides = fetcher.take_asides();
    assert_eq!(told(&asides)[1..], ["redirect 302 /moved Withheld 0"]);
    assert!(!format!("{asides:?}").contains("s3cret"), "{asides:?}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let socket = raw_server(|stream, _| {
        stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\nbegun")?;
        std::thread::sleep(Duration::from_secs(20));
        Ok(())
    });
    let fetcher = Fetcher::new(settings(socket), Duration::ZERO).unwrap().keeping_asides();
    let begun = std::time::Instant::now();
    let error = fetcher.wire.send(&request("/gone")).await.unwrap_err();
    assert!(matches!(error, FetchError::Status { status: 404, .. }), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(told(&fetcher.take_asides()), ["error 404 /gone Cut 5"]);
}
