//! Private addresses stay out of reach.

use std::net::IpAddr;
use std::pin::Pin;

use super::*;
use crate::fetch::resolve::Net;

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

/// Names that change their mind. To have a public address that can be connected to, 127.0.0.1 counts as public here, and
/// the rest of its network as private.
#[tokio::test]
async fn a_name_that_turns_private_is_not_followed() {
    let server = Server::start(|request| match request.uri().path() {
        "/away" => page(302, &[("location", "http://inside.example/secret")], ""),
        // So that the next request must connect, and ask for the name, anew.
        _ => page(200, &[("connection", "close")], "public"),
    })
    .await;
    let port = server.socket.port();
    let times = Arc::new(Mutex::new(HashMap::<String, usize>::new()));
    let looked_up = Arc::clone(&times);
    let lookup = move |host: String| -> Pin<Box<dyn Future<Output = _> + Send>> {
        let mut times = looked_up.lock().unwrap();
        let time = times.entry(host.clone()).or_default();
        *time += 1;
        let last = match (host.as_str(), *time) {
            ("rebinding.example", 1) | ("steady.example", _) => vec![1],
            ("both.example", _) => vec![1, 2],
            _ => vec![2],
        };
        let found = last.into_iter().map(|last| SocketAddr::from(([127, 0, 0, last], port))).collect();
        Box::pin(async move { Ok(found) })
    };
    let refusal = |ip: IpAddr| (ip != IpAddr::from([127, 0, 0, 1])).then_some("private");
    let wire = Wire::with_net(server.settings(), Net { lookup: Arc::new(lookup), refusal }).unwrap();
    let ask = |host: &str, path: &str| {
        Request::new(Address::parse(&format!("http://{host}:{port}{path}")).unwrap())
    };

    assert_eq!(wire.send(&ask("rebinding.example", "/a")).await.unwrap().body, b"public");
    for (host, path) in [("rebinding.example", "/a"), ("both.example", "/a"), ("steady.example", "/away")] {
        let error = wire.send(&ask(host, path)).await.unwrap_err();
        let FetchError::PrivateAddress { ip, .. } = error else { panic!("{host}: {error}") };
        assert_eq!(ip, IpAddr::from([127, 0, 0, 2]), "{host}");
    }
    assert_eq!(times.lock().unwrap()["rebinding.example"], 2);
    let asked: Vec<String> =
        server.asked().iter().map(|asked| asked.replace(&format!(":{port}"), "")).collect();
    assert_eq!(
        asked,
        ["GET rebinding.example/a", "GET steady.example/away"],
        "nothing else was connected to"
    );
}

#[test]
fn other_schemes_are_no_addresses() {
    for text in ["file:///etc/hostname", "ftp://news.example/a", "data:text/html,a", "gopher://news.example/"]
    {
        assert!(Address::parse(text).is_err(), "{text}");
    }
}
