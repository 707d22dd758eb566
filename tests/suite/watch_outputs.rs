//! `awardwire watch run`: alerts as feed, calendar, mail, to webhooks and commands; what fails is tried again.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use crate::world::{Answer, Ran, Server, World};

/// A headline that would act if it were let.
const HOSTILE: &str = "Rails <script>alert(1)</script> & ]]> \"x\" BEGIN:VEVENT; `*now*` =cmd <!channel>";

fn rails(name: &str, title: &str) -> String {
    serde_json::json!({
        "id": name, "url": format!("http://wire.example/{name}?a=1&b=2"), "publisher": "Example Wire",
        "published": "2026-05-04", "title": title,
        "text": "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract, \
                 693JJ6-26-C-0012, for artificial intelligence software that inspects rails.",
    })
    .to_string()
        + "\n"
}

/// A library with one watch and these outputs of it, and one article that it catches.
fn caught(outputs: &[&str]) -> World {
    let world = World::new();
    world.run_with(&["add", "-"], crate::world::ARTICLES.lines().last().unwrap().to_owned() + "\n").ends(0);
    let mut arguments = vec!["watch", "add", "rails", "rails"];
    arguments.extend(outputs);
    world.run(&arguments).ends(0);
    world.run_with(&["add", "-"], rails("one", HOSTILE)).ends(0);
    world
}

/// Runs with these variables of the environment.
fn run_in(world: &World, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let output = world.command(arguments).envs(environment.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn a_feed_and_a_calendar_keep_what_came_before() {
    let world =
        caught(&["--to", "alerts.atom", "--to", "alerts.ics", "--to", "last.md", "--to", "last.json"]);
    world.run(&["watch", "run"]).ends(0).shows("new deal");
    let read = |name: &str| fs::read_to_string(world.path(name)).unwrap();
    let feed = read("alerts.atom");
    assert!(!feed.contains("<script"), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    let id = |feed: &str| {
        let entry = &feed[feed.find("<entry>").unwrap()..];
        entry[entry.find("<id>").unwrap()..entry.find("</id>").unwrap()].to_owned()
    };
    let calendar = read("alerts.ics");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(calendar.contains("DTSTART;VALUE=DATE:20260504"), "{calendar}");
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])));
    assert_eq!(
        calendar.matches("\r\nBEGIN:VEVENT\r\n").count(),
        calendar.matches("\r\nEND:VEVENT\r\n").count()
    );
    assert!(read("last.md").contains("# Alerts: 1 new deal"));
    let first = id(&feed);

    // Nothing new leaves them; something new is added, and what came before stays under its id.
    world.run(&["watch", "run"]).ends(0).tells("nothing new");
    assert_eq!(read("alerts.atom"), feed);
    let other = rails("two", "Other rails")
        .replace("693JJ6-26-C-0012", "693JJ6-26-C-0099")
        .replace("Larkfield Analytics Inc. a $40 million", "Quillon Systems LLC a $9 million");
    world.run_with(&["add", "-"], other).ends(0);
    world.run(&["watch", "run"]).ends(0);
    let feed = read("alerts.atom");
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    assert!(feed.contains(&first), "{feed}");
    assert!(read("last.md").contains("Quillon") && !read("last.md").contains("$40 million"));
    let report: serde_json::Value = serde_json::from_str(&read("last.json")).unwrap();
    assert_eq!(report["alerts"].as_array().unwrap().len(), 1);
}

#[test]
fn a_webhook_that_fails_is_given_the_same_by_the_next_run() {
    let server = Server::start();
    let url = server.url("/services/s3cret");
    let world = caught(&["--webhook", &url, "--allow-private", "--to", "a.json"]);
    world.run(&["watch", "list"]).ends(0).shows("webhook at 127.0.0.1").hides("s3cret");
    server.set("/services/s3cret", Answer::status(403));
    let failed = world.run(&["watch", "run"]).ends(3).shows("new deal");
    assert!(failed.err.contains("answered with status 403") && !failed.err.contains("s3cret"), "{failed:?}");
    assert_eq!(server.count(), 1, "a lasting failure is not tried again at once");
    world.run(&["watch", "list"]).ends(0).shows("1 caught, 1 waiting");
    fs::remove_file(world.path("a.json")).unwrap();
    // A passing failure is tried again within the run; what the others had they do not get again.
    server.set_in_turn("/services/s3cret", [Answer::status(503), Answer::new("text/plain", "ok")]);
    world.run(&["watch", "run"]).ends(0).hides("new deal").tells("nothing new");
    assert!(!world.path("a.json").exists());
    assert_eq!(server.count(), 3);
    let asked = server.asked();
    let sent: serde_json::Value = serde_json::from_str(&asked[2].body).unwrap();
    assert_eq!(sent["alerts"][0]["watches"][0]["watch"], "rails");
    assert_eq!(asked[2].headers["content-type"], "application/json");
    world.run(&["watch", "run"]).ends(0);
    assert_eq!(server.count(), 3);
}

#[test]
fn chats_are_told_nothing_they_would_act_on() {
    let server = Server::start();
    for form in ["slack", "teams"] {
        server.set("/hook", Answer::new("text/plain", "1"));
        let world = caught(&["--webhook", &server.url("/hook"), "--allow-private", "--template", form]);
        world.run(&["watch", "run"]).ends(0);
    }
    let asked = server.asked();
    let slack: serde_json::Value = serde_json::from_str(&asked[0].body).unwrap();
    let text = slack["text"].as_str().unwrap();
    assert!(
        text.contains("1 new deal") && !text.contains("<!channel>") && !text.contains("<script"),
        "{text}"
    );
    assert!(text.contains("<http://wire.example/one?a=1&amp;b=2|"), "{text}");
    let teams: serde_json::Value = serde_json::from_str(&asked[1].body).unwrap();
    let card = &teams["attachments"][0]["content"];
    assert_eq!(card["type"], "AdaptiveCard");
    assert!(!card.to_string().contains("<script"), "{card}");
}

#[test]
fn webhooks_go_to_public_addresses_over_https() {
    let world = World::with_articles();
    let add = |url: &str| world.run(&["watch", "add", "x", "rails", "--webhook", url]);
    add("http://hooks.example/x").fails(2, "it has to be https://");
    add("file:///etc/passwd").fails(2, "write its whole address");
    add("https://127.0.0.1:1/s3cret").ends(0);
    world.run_with(&["add", "-"], rails("one", "Rails")).ends(0);
    let ran = world.run(&["watch", "run"]).ends(3);
    assert!(ran.err.contains("loopback") && !ran.err.contains("s3cret"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_alerts_and_says_whether_it_took_them() {
    let world = caught(&["--exec", "cat > got.json; echo this is no data; exit 7"]);
    world.run(&["watch", "run"]).ends(3).hides("this is no data").tells("it ended with code 7");
    world.run(&["watch", "add", "rails", "rails", "--exec", "cat > got.json"]).ends(0);
    world.run(&["watch", "run"]).ends(0);
    let got: serde_json::Value = serde_json::from_slice(&fs::read(world.path("got.json")).unwrap()).unwrap();
    assert_eq!(got["format_version"], 1);
    assert_eq!(got["alerts"][0]["news"], "new deal");
}

/// A mail server for one mail, which it gives back with what was said before.
fn mail_server(refuse: bool) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = move || {
        let (stream, _) = listener.accept().unwrap();
        let mut out = stream.try_clone().unwrap();
        let mut said = String::new();
        let mut is_data = false;
        out.write_all(b"220 mail.example\r\n").unwrap();
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { break };
            said.push_str(&line);
            said.push('\n');
            let answer: &[u8] = match line.as_str() {
                "." if is_data => {
                    is_data = false;
                    b"250 taken\r\n"
                }
                _ if is_data => continue,
                "DATA" => {
                    is_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => b"221 bye\r\n",
                word if word.starts_with("EHLO") => b"250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n",
                word if word.starts_with("AUTH") => b"235 welcome\r\n",
                word if word.starts_with("RCPT") && refuse => b"550 no such user\r\n",
                _ => b"250 ok\r\n",
            };
            if out.write_all(answer).is_err() || line == "QUIT" {
                break;
            }
        }
        said
    };
    (port, std::thread::spawn(talk))
}

#[test]
fn a_mail_goes_to_the_users_server_and_nothing_is_added_to_its_head() {
    let world = caught(&["--mail", "ada@example.com"]);
    run_in(&world, &["watch", "run"], &[]).ends(3).tells("AWARDWIRE_MAIL_FROM");
    let (port, server) = mail_server(true);
    let url = format!("smtp://robot@127.0.0.1:{port}");
    let environment = |url: &'static str| {
        [
            ("AWARDWIRE_SMTP_URL", url),
            ("AWARDWIRE_SMTP_PASSWORD", "s3cret"),
            ("AWARDWIRE_MAIL_FROM", "robot@example.com"),
        ]
    };
    let ran = run_in(&world, &["watch", "run"], &environment(url.leak()));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("no such user") && !ran.err.contains("s3cret"), "{ran:?}");
    server.join().unwrap();

    let (port, server) = mail_server(false);
    let url = format!("smtp://robot@127.0.0.1:{port}");
    let ran = run_in(&world, &["watch", "run"], &environment(url.leak()));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said = server.join().unwrap();
    assert!(
        said.contains("MAIL FROM:<robot@example.com>") && said.contains("RCPT TO:<ada@example.com>"),
        "{said}"
    );
    assert!(said.contains("To: ada@example.com\nDate: Tue, 30 Jun 2026"), "{said}");
    assert!(said.contains("Subject: "), "{said}");
    for wrong in ["Ada <ada@example.com>", "a@b.example\nBcc: c@d.example", "a@b.example,c@d.example"] {
        world.run(&["watch", "add", "y", "rails", "--mail", wrong]).fails(2, "write one address");
    }
}

#[test]
fn mails_may_be_files_that_can_be_read_again() {
    let world = caught(&["--eml", "outbox"]);
    world.run(&["watch", "run"]).ends(0);
    let files: Vec<_> =
        fs::read_dir(world.path("outbox")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let text = fs::read_to_string(&files[0]).unwrap();
    assert!(files[0].extension().is_some_and(|end| end == "eml"), "{files:?}");
    assert!(text.starts_with("From: awardwire@localhost\r\nTo: awardwire@localhost\r\n"), "{text}");
    assert!(text.contains("\r\nSubject: =?utf-8?Q?awardwire=3A_1_new_deal"), "{text}");
    let other = World::new();
    other.run(&["add", files[0].to_str().unwrap()]).ends(0);
}

#[test]
fn an_output_of_one_run_is_given_what_the_run_gives() {
    let world = caught(&[]);
    world.run(&["watch", "run", "--to", "once.md", "--peek"]).ends(0).shows("new deal");
    assert!(!world.path("once.md").exists());
    world.run(&["watch", "run", "--to", "none/once.md"]).ends(3).tells("cannot be written").shows("new deal");
    world.run(&["watch", "run", "--to", "once.md"]).ends(0).hides("new deal");
    assert!(fs::read_to_string(world.path("once.md")).unwrap().contains("new deal"));
    world.run(&["watch", "run", "--to", "once.md"]).ends(0).tells("nothing new");
}

#[test]
fn a_run_of_one_watch_leaves_the_others_in_the_feed_they_share() {
    let world = World::with_articles();
    world.run(&["watch", "add", "a", "Quillon", "--to", "feed.atom"]).ends(0);
    world.run(&["watch", "add", "b", "rails", "--to", "feed.atom"]).ends(0);
    world.run_with(&["add", "-"], rails("one", "Rails are inspected")).ends(0);
    world.run(&["watch", "run"]).ends(0);
    let read = || fs::read_to_string(world.path("feed.atom")).unwrap();
    let id = |feed: &str| feed[feed.find("<id>").unwrap()..feed.find("</id>").unwrap()].to_owned();
    let first = read();
    assert_eq!(first.matches("<entry>").count(), 1, "{first}");
    let other = rails("two", "Other rails")
        .replace("693JJ6-26-C-0012", "693JJ6-26-C-0099")
        .replace("Larkfield Analytics Inc. a $40 million", "Quillon Systems LLC a $9 million");
    world.run_with(&["add", "-"], other).ends(0);
    world.run(&["watch", "run", "a"]).ends(0);
    let second = read();
    assert_eq!(second.matches("<entry>").count(), 2, "{second}");
    assert_eq!(id(&first), id(&second));
    // Nor is it another feed once one of its watches is gone.
    world.run(&["watch", "remove", "b"]).ends(0);
    world.run_with(&["add", "-"], rails("three", "More rails for Quillon Systems")).ends(0);
    world.run(&["watch", "run"]).ends(0);
    assert_eq!(id(&first), id(&read()));
}

#[cfg(unix)]
#[test]
fn a_command_sees_no_key_and_a_webhook_takes_no_password() {
    let world = caught(&["--exec", "env > seen.txt"]);
    let secrets = [("AWARDWIRE_SAM_KEY", "k3y"), ("AWARDWIRE_SMTP_PASSWORD", "k3y"), ("OTHER", "is seen")];
    run_in(&world, &["watch", "run"], &secrets);
    let seen = fs::read_to_string(world.path("seen.txt")).unwrap();
    assert!(!seen.contains("k3y") && seen.contains("OTHER=is seen"), "{seen}");
    let refused =
        world.run(&["watch", "add", "x", "rails", "--webhook", "https://ada:s3cret@hooks.example/x"]);
    assert!(!refused.err.contains("s3cret"), "{refused:?}");
    refused.fails(2, "without them");
}

/// A deal that is planned, then possible: told of twice, and by nobody as a fact.
fn planned(name: &str, day: &str, text: &str) -> String {
    serde_json::json!({
        "id": name, "url": format!("http://wire.example/{name}"), "publisher": "Example Wire",
        "published": day, "title": "Rail agency and Larkfield Analytics", "text": text,
    })
    .to_string()
        + "\n"
}

#[test]
fn what_is_only_planned_is_marked_in_every_form() {
    let server = Server::start();
    server.set("/slack", Answer::status(200));
    let url = server.url("/slack");
    let world = World::new();
    world.run_with(&["add", "-"], crate::world::ARTICLES.lines().last().unwrap().to_owned() + "\n").ends(0);
    let files = ["a.atom", "a.ics", "a.json", "a.md", "a.txt"];
    let mut arguments =
        vec!["watch", "add", "rails", "larkfield amount:>50M", "--eml", "mails", "--allow-private"];
    for file in &files {
        arguments.extend(["--to", file]);
    }
    arguments.extend(["--webhook", &url, "--template", "slack"]);
    world.run(&arguments).ends(0);
    let text = "The Continental Rail Safety Administration plans to award Larkfield Analytics Inc. a contract worth up to \
                $90 million, 693JJ6-26-C-0012, for artificial intelligence software that inspects rails.";
    let again = text.replace("plans to award", "may award");
    world.run_with(&["add", "-"], planned("one", "2026-05-04", text)).ends(0);
    let marks = ["(unconfirmed)", "unconfirmed, $90 million", "sum $90 million (unconfirmed)"];
    let run = world.run(&["watch", "run"]).ends(0);
    for mark in &marks {
        assert!(run.out.contains(mark), "{mark} in {}", run.out);
    }
    world.run_with(&["add", "-"], planned("two", "2026-05-06", &again)).ends(0);
    let run = world.run(&["watch", "run"]).ends(0).shows("told again (unconfirmed): ");
    for mark in &marks {
        assert!(run.out.contains(mark), "{mark} in {}", run.out);
    }
    for file in files {
        let written = fs::read_to_string(world.path(file)).unwrap().replace("\r\n ", "").replace('\\', "");
        if file == "a.json" {
            let report: serde_json::Value = serde_json::from_str(&written).unwrap();
            let deal = &report["alerts"][0]["deal"];
            assert_eq!((&deal["confirmed"], &deal["status"]), (&false.into(), &serde_json::Value::Null));
            assert_eq!(deal["sum"]["standing"], "unconfirmed");
            assert_eq!(report["summary"], "1 deal told again (unconfirmed)");
            let because = report["alerts"][0]["watches"][0]["because"].as_array().unwrap();
            let sum = because.iter().find(|one| one["clause"] == "amount:>USD50000000").unwrap();
            assert_eq!(sum["found"][0]["standing"], "unconfirmed", "{because:?}");
            continue;
        }
        for mark in &marks {
            assert!(written.contains(mark), "{mark} in {file}: {written}");
        }
    }
    let sent = server.asked_for("/slack");
    assert!(sent.iter().all(|asked| marks.iter().all(|mark| asked.body.contains(mark))));
    for mail in fs::read_dir(world.path("mails")).unwrap() {
        let bytes = fs::read(mail.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes).replace("=\r\n", "");
        for mark in &marks {
            assert!(text.contains(mark), "{mark} in {text}");
        }
    }
}
