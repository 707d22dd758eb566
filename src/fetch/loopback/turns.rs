//! How often a server is asked, and when not.

use super::*;

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
    // robots.txt at once, the pages after the site's own delay.
    assert!(start.elapsed() >= Duration::from_millis(80 * 3), "{:?}", start.elapsed());
    let gaps = server.gaps_ms();
    assert_eq!(gaps.len(), 3);
    // Clocks and threads are not exact to the millisecond.
    assert!(gaps[0] >= 75 && gaps[1] >= 75 && gaps[2] >= 75, "{gaps:?}");
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

#[tokio::test]
async fn hosts_have_delays_of_their_own_and_do_not_wait_for_each_other() {
    let server = Server::in_turn(&[(200, &[])]).await;
    let mut manners = Manners::new(Duration::from_millis(5));
    manners.delays.insert("other.example".to_owned(), Duration::from_millis(200));
    let fetcher = Fetcher::with_manners(server.settings(), manners).unwrap();
    let other =
        |path: &str| Request::new(Address::parse("http://other.example/").unwrap().join(path).unwrap());
    let (a, b, c, d) = (request("/a"), request("/b"), other("/c"), other("/d"));
    let (a, b, c, d) =
        tokio::join!(fetcher.fetch(&a), fetcher.fetch(&b), fetcher.fetch(&c), fetcher.fetch(&d));
    assert!(a.is_ok() && b.is_ok() && c.is_ok() && d.is_ok());
    let asked = server.asked.lock().unwrap().clone();
    let of =
        |host: &str| asked.iter().filter(|one| one.what.contains(host)).map(|one| one.at).collect::<Vec<_>>();
    let (quick, slow) = (of("news.example"), of("other.example"));
    assert_eq!((quick.len(), slow.len()), (3, 3));
    let apart = slow.windows(2).map(|two| two[1] - two[0]).min().unwrap();
    assert!(apart >= Duration::from_millis(150), "{apart:?}");
    assert!(quick[2] < slow[2], "the quick host was done before the slow one");
}

#[tokio::test]
async fn a_slow_server_is_asked_one_thing_at_a_time() {
    let (now, most) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let (n, m) = (Arc::clone(&now), Arc::clone(&most));
    // Below HTTP each connection would be served in turn anyway, so each has a thread here.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (n, m) = (Arc::clone(&n), Arc::clone(&m));
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                let count = {
                    let mut now = n.lock().unwrap();
                    *now += 1;
                    *now
                };
                let mut most = m.lock().unwrap();
                *most = count.max(*most);
                drop(most);
                std::thread::sleep(Duration::from_millis(30));
                *n.lock().unwrap() -= 1;
                let _ =
                    stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            });
        }
    });
    for (at_once, expected) in [(1, 1), (3, 3)] {
        *most.lock().unwrap() = 0;
        let at_once = std::num::NonZeroUsize::new(at_once).unwrap();
        let manners = Manners { at_once, ..Manners::new(Duration::ZERO) };
        let fetcher = Fetcher::with_manners(settings(socket), manners).unwrap();
        let requests: Vec<Request> = (0..6).map(|n| request(&format!("/{n}"))).collect();
        let all = futures_util::future::join_all(requests.iter().map(|request| fetcher.fetch(request))).await;
        assert!(all.iter().all(Result::is_ok));
        assert_eq!(*most.lock().unwrap(), expected);
    }
    assert_eq!(*now.lock().unwrap(), 0);
}

#[tokio::test]
async fn a_busy_server_is_asked_again_when_it_says() {
    // A date that has passed: only our own back-off is left.
    let server = Server::in_turn(&[
        (503, &[("retry-after", "3")]),
        (429, &[("retry-after", "Tue, 14 Jul 2020 03:34:20 GMT")]),
        (200, &[]),
    ])
    .await;
    let fetcher = server.fetcher(Duration::ZERO);
    let fetched = fetcher.fetch(&request("/a")).await.unwrap();
    assert_eq!(fetched.status, 200);
    assert_eq!(server.asked(), ["robots.txt", "a", "a", "a"].map(|path| format!("GET news.example/{path}")));
    let gaps = server.gaps_ms();
    // After the 503 what it asked for and up to 1 s, after the 429 the doubled pause and up to half of it.
    assert!((2990..4300).contains(&gaps[1]) && (3990..6300).contains(&gaps[2]), "{gaps:?}");
}

#[tokio::test]
async fn a_server_that_keeps_failing_is_left_alone() {
    let server = Server::in_turn(&[(500, &[])]).await;
    let fetcher = server.fetcher(Duration::ZERO);
    for n in 0..8 {
        let error = fetcher.fetch(&request(&format!("/{n}"))).await.unwrap_err();
        if n < 5 {
            assert!(matches!(error, FetchError::Status { status: 500, .. }), "{n}: {error}");
            continue;
        }
        let text = error.to_string();
        assert!(
            text.starts_with("news.example failed 5 times in a row and is left alone; it is asked again in "),
            "{text}"
        );
        assert!(text.ends_with(" s (http://news.example/4 answered with status 500)"), "{text}");
        assert!(error.retry_after().is_some_and(|wait| wait.as_secs() > 50), "{text}");
    }
    assert_eq!(server.asked().len(), 1 + 5, "robots.txt and five pages");
    // Other hosts of the same machine are none of its business.
    let other = Request::new(Address::parse("http://other.example/a").unwrap());
    assert!(matches!(fetcher.fetch(&other).await, Err(FetchError::Status { status: 500, .. })));
}

#[tokio::test]
async fn pages_that_are_missing_do_not_count_against_a_server() {
    let server = Server::in_turn(&[(404, &[])]).await;
    let fetcher = server.fetcher(Duration::ZERO);
    for n in 0..8 {
        let error = fetcher.fetch(&request(&format!("/{n}"))).await.unwrap_err();
        assert!(matches!(error, FetchError::Status { status: 404, .. }), "{n}: {error}");
    }
}
