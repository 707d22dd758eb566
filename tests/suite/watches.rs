//! `awardwire watch`: what comes in is caught, told once, by deal, with why.

use serde_json::Value;

use crate::world::World;

/// A fifth article: of the contract that `w1` tells, and more.
fn article(name: &str, day: &str, title: &str, text: &str) -> String {
    serde_json::json!({
        "id": name, "url": format!("http://wire.example/{name}"), "publisher": "Example Wire",
        "published": day, "title": title, "text": text,
    })
    .to_string()
        + "\n"
}

fn protest() -> String {
    article(
        "larkfield-protest",
        "2026-06-10",
        "Rival protests rail inspection award",
        "Quillon Systems LLC filed a bid protest over contract 693JJ6-26-C-0012, the $40 million artificial \
         intelligence contract that the Continental Rail Safety Administration awarded to Larkfield Analytics Inc. \
         on May 4, 2026, for software that inspects rails.",
    )
}

/// A library with watches but without articles.
fn watched(watches: &[&[&str]]) -> World {
    let world = World::new();
    world.run_with(&["add", "-"], article("first", "2026-01-02", "Snow", "Snow fell on the hills.")).ends(0);
    for watch in watches {
        let mut arguments = vec!["watch", "add"];
        arguments.extend(*watch);
        world.run(&arguments).ends(0);
    }
    world
}

fn alerts(world: &World) -> Vec<Value> {
    let report = world.run(&["watch", "run", "--format", "json"]).ends(0).json();
    assert_eq!(report["format_version"], 1);
    report["alerts"].as_array().unwrap().clone()
}

#[test]
fn an_alert_is_given_once_and_says_why() {
    let world = watched(&[
        &["rails", "inspects rails", "--vendor", "larkfield analytics", "--min-value", "30M"],
        &["Protests", "--types", "protest"],
        &["tanks", "tank"],
    ]);
    world.run(&["watch", "run"]).ends(0).tells("nothing new");
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    world.run(&["watch", "list"]).ends(0).shows("rails").shows("2 caught, 2 waiting").shows("0 caught");
    world.run(&["watch", "run", "--peek"]).ends(0).shows("new deal:");
    world
        .run(&["watch", "run"])
        .ends(0)
        .shows("3 new deals")
        .shows("$40 million award")
        .shows("watch rails:")
        .shows("vendor Larkfield Analytics")
        .shows("sum $40 million")
        .shows("“inspects” in the body")
        .shows("watch protests: type:protest: type protest")
        .hides("watch tanks");
    world.run(&["watch", "run"]).ends(0).tells("nothing new").hides("deal");
    // The same articles again, and what other rules read of them, raise nothing.
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    world.run(&["reread"]).ends(0);
    world.run(&["watch", "run"]).ends(0).tells("nothing new");
}

#[test]
fn a_changed_deal_is_told_with_its_old_and_new_standing() {
    let world = watched(&[&["rails", "id:693JJ6-26-C-0012"]]);
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    assert_eq!(alerts(&world)[0]["news"], "new deal");
    world.run_with(&["add", "-"], protest()).ends(0);
    let again = alerts(&world);
    assert_eq!(again.len(), 1, "{again:?}");
    assert_eq!(again[0]["news"], "changed deal");
    let status = serde_json::json!({"what": "status", "old": "awarded", "new": "protested"});
    assert_eq!(again[0]["changes"][0], status, "{again:?}");
    assert_eq!(again[0]["deal"]["status"], "protested");
    assert_eq!(again[0]["watches"][0]["because"][0]["clause"], "id:693JJ6-26-C-0012");
}

#[test]
fn one_deal_told_often_is_one_alert_and_says_which_watches() {
    let world = watched(&[&["one", "rails"], &["two", "--vendor", "larkfield analytics"]]);
    let told: String = (0..5)
        .map(|n| {
            article(
                &format!("told-{n}"),
                &format!("2026-05-{:02}", 4 + n),
                &format!("Larkfield wins rail contract, take {n}"),
                &format!(
                    "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million \
                     contract, 693JJ6-26-C-0012, for artificial intelligence software that inspects rails. {}",
                    "More was said that day. ".repeat(n + 1)
                ),
            )
        })
        .collect();
    world.run_with(&["add", "-"], told).ends(0);
    world.run(&["watch", "run", "--peek"]).ends(0).shows("1 new deal").shows("(and 4 more articles)");
    let alerts = alerts(&world);
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    let names: Vec<&str> =
        alerts[0]["watches"].as_array().unwrap().iter().map(|one| one["watch"].as_str().unwrap()).collect();
    assert_eq!(names, ["one", "two"]);
    assert_eq!(alerts[0]["articles"].as_array().unwrap().len(), 5);
}

#[test]
fn an_edited_page_is_told_with_what_was_edited() {
    let world = watched(&[&["rails", "rails"]]);
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    alerts(&world);
    let edited = crate::world::ARTICLES.lines().next().unwrap().replace("$40 million", "$4 million");
    world.run_with(&["add", "-"], edited + "\n").ends(0);
    let alerts = alerts(&world);
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert_eq!(alerts[0]["articles"][0]["edited"], true);
    let changes = alerts[0]["changes"].to_string();
    assert!(changes.contains("$40 million") && changes.contains("$4 million"), "{changes}");
}

#[test]
fn a_watch_that_can_no_longer_be_read_is_kept_and_reported() {
    let world = watched(&[]);
    world.run(&["save", "big", "rails"]).ends(0);
    world.run(&["watch", "add", "mine", "saved:big"]).ends(0);
    world.run(&["watch", "add", "plain", "weather OR rain"]).ends(0);
    world.run(&["saved", "remove", "big"]).ends(0);
    world.run_with(&["add", "-"], crate::world::ARTICLES).ends(0);
    world.run(&["watch", "list"]).ends(0).shows("catches nothing since").shows("no saved query is called");
    world
        .run(&["watch", "run"])
        .ends(3)
        .shows("new article: Rain expected")
        .shows("watch mine catches nothing: no saved query is called \"big\"");
    world.run(&["save", "big", "rails"]).ends(0);
    world.run_with(&["add", "-"], protest()).ends(0);
    world.run(&["watch", "run"]).ends(0).shows("watch mine:");
}

#[test]
fn a_watch_is_tried_on_what_is_there_and_mistakes_are_shown() {
    let world = World::with_articles();
    world.run(&["watch", "list"]).ends(1).tells("no watches");
    world.run(&["watch", "run"]).ends(0).tells("no watches");
    world
        .run(&["watch", "test", "rails", "type:award"])
        .ends(0)
        .shows("watch test: type:award: type award; rails:")
        .hides("Rain");
    world.run(&["watch", "test", "rails", "--days", "10"]).ends(1);
    world.run(&["watch", "test", "type:awrad"]).fails(2, "did you mean type:award?");
    world.run(&["watch", "add", "x", "type:awrad"]).fails(2, "did you mean type:award?");
    world.run(&["watch", "add", "x"]).fails(2, "write the query after the name");
    world.run(&["watch", "add", "a b", "rails"]).fails(2, "letters, digits");
    world.run(&["watch", "add", "x", "rails", "--to", "x.exe"]).fails(2, "the name ends with .atom");
    world.run(&["watch", "add", "x", "rails", "--min-value", ">5M"]).fails(2, "--value takes ranges");
    world.run(&["watch", "run", "x"]).fails(2, "no watch is called \"x\"");
    world.run(&["watch", "add", "X", "rails"]).ends(0).tells("watch x is rails");
    world.run(&["watch", "add", "x", "rails drone"]).ends(0).tells("it was rails");
    world.run(&["watch", "test", "x"]).ends(1).tells("rails drone");
    world.run(&["watch", "remove", "x"]).ends(0).tells("which was rails drone");
    world.run(&["watch", "remove", "x"]).fails(2, "no watch is called \"x\"");
}

#[test]
fn a_trial_gives_the_latest_and_says_how_many_more_there_are() {
    let world = World::with_articles();
    let names = ["watch", "test", "rails OR harbors OR rain", "--days", "365"];
    let run = |more: &[&str]| world.run(&[&names, more].concat());
    run(&[]).ends(0).shows("3 new deals, 1 new article").hides("more");
    run(&["--limit", "1"])
        .ends(0)
        .shows("1 new deal, and 3 more\n")
        .shows("Marrow Pike")
        .tells("1 of 4 shown");
    let report = run(&["--limit", "1", "--format", "json"]).ends(0).json();
    assert_eq!((&report["left_out"], report["alerts"].as_array().unwrap().len()), (&3.into(), 1));
    run(&["--limit", "0"]).ends(0).tells("0 of 4 shown");
}

#[test]
fn a_report_carries_sentence_link_and_digest_but_no_whole_text() {
    let world = watched(&[&["rails", "rails"]]);
    let text = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract for \
                artificial intelligence software that inspects rails. Nothing else of this is asked for.";
    world.run_with(&["add", "-"], article("rails", "2026-05-04", "Rails", text)).ends(0);
    let alerts = alerts(&world);
    assert_eq!(alerts[0]["articles"][0]["url"], "http://wire.example/rails");
    let digest = alerts[0]["articles"][0]["text_digest"].as_str().unwrap();
    assert!(digest.starts_with("sha256:") && digest.len() == 71, "{digest}");
    let evidence = alerts[0]["deal"]["evidence"].as_str().unwrap();
    assert!(evidence.starts_with("The Continental Rail Safety Administration awarded"), "{evidence}");
    assert!(!alerts[0].to_string().contains("Nothing else of this"), "{alerts:?}");
}

/// The archive of another crawler: one page, fetched on this day.
fn warc(day: &str, name: &str, title: &str) -> String {
    let sentence = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract \
                    for artificial intelligence software that inspects rails. ";
    let body = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<title>{title}</title>\
         <meta property=\"article:published_time\" content=\"2025-03-01\"><article><h1>{title}</h1><p>{}</p></article>",
        sentence.repeat(5)
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://old.example/{name}\r\nWARC-Date: {day}T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
}

#[test]
fn what_an_archive_says_of_its_day_is_not_today() {
    let world = watched(&[&["late", "after:30d"], &["rails", "rails"]]);
    world.write("old.warc", warc("2025-03-02", "a", "Rails are looked after"));
    world.run(&["add", "old.warc"]).ends(0);
    let caught = alerts(&world);
    assert_eq!(caught.len(), 1, "{caught:?}");
    let names: Vec<&str> =
        caught[0]["watches"].as_array().unwrap().iter().map(|one| one["watch"].as_str().unwrap()).collect();
    assert_eq!(names, ["rails"]);
    assert!(caught[0]["seen"].as_str().unwrap().starts_with("2026-06-30"), "{caught:?}");
}

#[test]
fn no_page_was_fetched_after_it_was_brought() {
    let world = watched(&[&["rails", "rails"]]);
    world.write("new.warc", warc("2090-03-02", "b", "Rails of days to come"));
    world.run(&["add", "new.warc"]).ends(0);
    let records = crate::archive::records(&world);
    let dates: Vec<&str> = records.iter().map(|record| record.field("WARC-Date")).collect();
    assert!(dates.iter().all(|date| date.starts_with("2026-06-30")), "{dates:?}");
}

#[test]
fn outputs_that_a_watch_loses_are_told() {
    let world = World::with_articles();
    world.run(&["watch", "add", "rails", "rails", "--to", "a.atom", "--to", "a.ics"]).ends(0);
    world
        .run(&["watch", "add", "rails", "bridges", "--to", "a.ics"])
        .ends(0)
        .tells("it was rails")
        .tells("its alerts no longer go to ")
        .tells("a.atom");
}
