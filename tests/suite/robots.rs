//! robots.txt against the cases of others: those of RFC 9309 and of Google's own tests.

use std::path::Path;

use awardwire::base::Address;
use awardwire::fetch::Robots;
use serde_json::Value;

/// Cases where Google's parser and RFC 9309 part, and we go with the RFC: each with its reason in docs/crawling.md.
const BY_THE_RFC: &[&str] = &["google-040", "google-066", "google-078"];

/// Asks `../shared/robots` where it lies beside this folder; `.ci/run` runs it.
#[test]
#[ignore = "needs ../shared/robots"]
fn cases_of_others_are_answered_as_they_say() {
    let path = Path::new("../shared/robots/cases.jsonl");
    let cases = std::fs::read_to_string(path).unwrap();
    let (mut count, mut wrong, mut google) = (0, Vec::new(), Vec::new());
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| case[name].as_str().unwrap_or_default();
        let url = Address::parse(text("url"));
        // Some of Google's cases have no address, or none that is one.
        let path = url.as_ref().map_or("", Address::path_and_query);
        let allowed = Robots::parse(text("robots").as_bytes()).allowed(text("agent"), path);
        count += 1;
        if Some(allowed) != case["allowed"].as_bool() {
            let misses = if case["google_only"] == true || BY_THE_RFC.contains(&text("id")) {
                &mut google
            } else {
                &mut wrong
            };
            misses.push(text("id").to_owned());
        }
    }
    println!("{count} cases; not as Google's own extensions have it: {google:?}");
    assert!(count >= 100, "{count} cases");
    assert_eq!(wrong, Vec::<String>::new(), "RFC 9309");
    assert_eq!(google, BY_THE_RFC);
}
