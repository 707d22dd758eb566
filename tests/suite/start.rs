//! `awardwire start`: from nothing to a digest, against a server on loopback.

use std::fs;

use serde_json::json;

use crate::world::{Answer, Server, World};

const CONTACT: &str = "me@example.org";
const FLAGS: [&str; 8] = ["start", "--region", "gulf", "--topic", "rails", "--contact", CONTACT, "--yes"];

/// A source that is off, about what no shipped one is about.
fn source(name: &str, kind: &str, url: &str, more: &str) -> String {
    format!(
        "[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nregion = \"gulf\"\ntopics = [\"rails\"]\nenabled = false # for now\nallow_private = true\n{more}\n"
    )
}

fn page(title: &str, day: &str) -> Answer {
    let text = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for artificial intelligence software that inspects rails.";
    let filler =
        "The agency said that the software would be tried on two lines before it goes further. ".repeat(4);
    Answer::new(
        "text/html; charset=utf-8",
        format!(
            "<html><head><title>{title}</title><meta property=\"article:published_time\" content=\"{day}T08:00:00Z\"></head><body><article><h1>{title}</h1><p>{text}</p><p>{filler}</p></article></body></html>"
        ),
    )
}

#[test]
fn a_library_begins_with_notices_then_the_newest_and_a_digest() {
    let (world, server) = (World::new(), Server::start());
    let item = |path: &str, day: &str| {
        let day = format!("{day}T08:00:00Z");
        format!(
            "<entry><title>T</title><id>{path}</id><link href=\"{}\"/><updated>{day}</updated><published>{day}</published></entry>",
            server.url(path)
        )
    };
    let items = [item("/new", "2026-06-29"), item("/old", "2026-06-10")].concat();
    let feed =
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><id>f</id>{items}</feed>");
    server.set("/feed.xml", Answer::new("application/atom+xml", feed));
    server.set("/new", page("Rail award for Larkfield", "2026-06-29"));
    server.set("/old", page("An older story", "2026-06-10"));
    let search = "/Published/Notices/OCDS/Search?stages=award";
    let notices = json!({"version": "1.1", "uri": "https://finder.example/", "publisher": {"name": "Cabinet Office"}, "releases": [], "links": {}});
    // From fourteen days before the day that every run takes for today.
    let asked =
        format!("{search}&publishedFrom=2026-06-16T00:00:00&publishedTo=2026-06-30T23:59:59&limit=100");
    server.set(&asked, Answer::new("application/json", notices.to_string()));
    let sources = [
        source("Wire", "feed", &server.url("/feed.xml"), ""),
        source("Finder", "ocds", &server.url(search), ""),
        source("Unseen", "feed", &server.url("/unseen.xml"), "unverified = true\n"),
    ];
    world.write("library/sources.toml", format!("# mine\n[settings]\ndelay_ms = 0\n\n{}", sources.concat()));
    world
        .run(&FLAGS)
        .ends(0)
        .tells("2 sources: Wire, Finder")
        .tells("1 more match that nobody has seen answer")
        .tells("2 pages fetched: 1 new")
        .shows("Digest, since 2026-06-16")
        .shows("Larkfield Analytics")
        .shows("2 sources read, 0 failing")
        .tells("next: `awardwire crawl`");
    let paths: Vec<String> = server.asked().into_iter().map(|one| one.path).collect();
    let paths: Vec<&str> =
        paths.iter().map(String::as_str).filter(|path| !path.starts_with("/.well-known/")).collect();
    assert_eq!(paths[..3], [&asked, "/feed.xml", "/new"], "notices first");
    assert!(server.asked_for("/old").is_empty(), "nothing older");
    let agent = &server.asked()[0].headers["user-agent"];
    assert!(agent.contains(CONTACT), "{agent}");
    let text = fs::read_to_string(world.library().join("sources.toml")).unwrap();
    assert!(text.starts_with("# mine\n[settings]\ndelay_ms = 0\ncontact = \"me@example.org\"\n"), "{text}");
    assert_eq!(text.matches("enabled = true # for now").count(), 2, "{text}");
    assert_eq!(text.matches("enabled = false # for now").count(), 1, "{text}");
    world
        .run(&FLAGS)
        .fails(2, "this library has 1 article and 2 sources turned on: `awardwire crawl` fetches");
}

#[test]
fn a_source_that_fails_ends_it_with_three() {
    let (world, server) = (World::new(), Server::start());
    world.sources(&source("Wire", "feed", &server.url("/nothing.xml"), ""));
    world.run(&FLAGS).ends(3).tells("failed Wire").shows("failing: Wire");
}

#[test]
fn what_a_script_has_to_say_is_told_and_nothing_is_changed() {
    let world = World::new();
    for given in
        [&["start"][..], &["start", "--region", "us"], &["start", "--region", "us", "--contact", CONTACT]]
    {
        world.run(given).fails(2, "say --region (us, uk, eu, canada,");
    }
    world
        .run(&["start", "--region", "mars", "--contact", CONTACT, "--yes"])
        .ends(2)
        .tells("known are us, uk");
    world
        .run(&["start", "--region", "us", "--contact", "nobody", "--yes"])
        .ends(2)
        .tells("write a mail address");
    let topic = ["start", "--region", "us", "--topic", "cats", "--contact", CONTACT, "--yes"];
    world.run(&topic).fails(2, "no source is about \"cats\": known are");
    assert!(!world.library().join("awardwire.db").exists());
    // What nobody has seen answer is not begun with.
    world.sources(&source("Unseen", "feed", "http://127.0.0.1:9/", "unverified = true\n"));
    world.run(&FLAGS).ends(2).tells("no source of this choice has been seen to answer yet");
    let begun = World::with_articles();
    begun.run(&FLAGS).fails(2, "this library has 4 articles and 0 sources turned on: turn sources on with");
}

#[test]
fn an_empty_library_names_it() {
    World::new().run(&[]).ends(0).shows("awardwire start");
}

/// Runs the program at a terminal that `script` makes, with these lines typed; what is shown there, and how it ended. `None`
/// where the system has no such program.
#[cfg(target_os = "linux")]
fn at_a_terminal(world: &World, arguments: &[&str], typed: &str) -> Option<(String, Option<i32>)> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let has_script = Command::new("script").arg("--version").stdout(Stdio::null()).status();
    if !has_script.is_ok_and(|status| status.success()) {
        return None;
    }
    let run = world.command(arguments);
    let words = std::iter::once(run.get_program()).chain(run.get_args());
    let line: Vec<String> = words.map(|word| format!("'{}'", word.to_str().unwrap())).collect();
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--flush", "--command", &line.join(" "), "/dev/null"]);
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(run.get_current_dir().unwrap());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // The pipe is held open: its end would be typed as one.
    let mut keys = child.stdin.take().unwrap();
    keys.write_all(typed.as_bytes()).unwrap();
    let mut shown = String::new();
    std::io::Read::read_to_string(&mut child.stdout.take().unwrap(), &mut shown).unwrap();
    let code = child.wait().unwrap().code();
    drop(keys);
    Some((shown, code))
}

#[cfg(target_os = "linux")]
#[test]
fn menus_are_answered_at_a_terminal() {
    let (world, server) = (World::new(), Server::start());
    let entry = format!(
        "<entry><title>T</title><link href=\"{}\"/><published>2026-06-29T08:00:00Z</published></entry>",
        server.url("/new")
    );
    let feed = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title>{entry}</feed>");
    server.set("/feed.xml", Answer::new("application/atom+xml", feed));
    server.set("/new", page("Rail award for Larkfield", "2026-06-29"));
    let sources = source("Wire", "feed", &server.url("/feed.xml"), "");
    let before = format!("[settings]\ndelay_ms = 0\n\n{sources}");
    world.write("library/sources.toml", &before);
    let text = || fs::read_to_string(world.library().join("sources.toml")).unwrap();
    let Some((shown, code)) = at_a_terminal(&world, &["start"], "gulf\nrails\n\nn\n") else {
        eprintln!("SKIPPED: there is no `script` to make a terminal");
        return;
    };
    assert!(shown.contains("nothing was changed") && code == Some(0), "{code:?} {shown}");
    assert_eq!(text(), before);
    assert_eq!(server.count(), 0);
    // What is none of the choices is asked for again.
    let typed = "mars\ngulf\nrails\nnobody\nme@example.org\ny\n";
    let (shown, code) = at_a_terminal(&world, &["start"], typed).unwrap();
    assert_eq!(code, Some(0), "{shown}");
    for words in [
        "Which regions?",
        "\"mars\" is none of them",
        "Which topics?",
        "1 source: Wire",
        "write a mail address",
        "turn them on and fetch the newest",
        "1 page fetched: 1 new",
        "Digest, since 2026-06-16",
    ] {
        assert!(shown.contains(words), "no {words:?} in {shown}");
    }
    assert!(
        text().contains("contact = \"me@example.org\"") && text().contains("enabled = true"),
        "{}",
        text()
    );
    assert!(server.asked()[0].headers["user-agent"].contains(CONTACT));
}
