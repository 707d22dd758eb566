//! What a site's robots.txt allows (RFC 9309).

use std::time::Duration;

use crate::fetch::paths::{Side, matches, normalised};

/// How much of a robots.txt is read (RFC 9309 section 2.5 asks for at least this).
pub(super) const MOST_BYTES: usize = 500 * 1024;

/// A parsed robots.txt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    groups: Vec<Group>,
    sitemaps: Vec<String>,
}

/// The rules under one run of `User-agent` lines.
#[derive(Clone, Debug, Default, PartialEq)]
struct Group {
    /// Product tokens in lower case; `*` for all.
    agents: Vec<String>,
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allow: bool,
    /// Normalised as [`normalised`] does; `*` and a final `$` are special.
    pattern: String,
}

impl Robots {
    /// Reads a robots.txt, at most 500 KiB of it. Nothing in it is an error: what is not understood is passed over.
    pub fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut text = bytes;
        if bytes.len() > MOST_BYTES {
            text = bytes.get(..MOST_BYTES).unwrap_or(bytes);
            // The last line may be cut, and half a rule is another rule.
            let end = text.iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(0);
            text = text.get(..end).unwrap_or_default();
        }
        let mut robots = Self::default();
        let mut collecting_agents = false;
        for line in String::from_utf8_lossy(text).split(['\n', '\r']) {
            let Some((key, value)) = key_and_value(line) else { continue };
            match key.to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !collecting_agents {
                        robots.groups.push(Group::default());
                        collecting_agents = true;
                    }
                    if let Some(group) = robots.groups.last_mut() {
                        group.agents.extend(agent_of_line(value));
                    }
                }
                key @ ("allow" | "disallow") => {
                    collecting_agents = false;
                    // A rule before any agent belongs to nobody; an empty one says nothing.
                    if let Some(group) = robots.groups.last_mut()
                        && !value.is_empty()
                    {
                        let pattern = normalised(value, Side::Pattern);
                        group.rules.push(Rule { allow: key == "allow", pattern });
                    }
                }
                // No part of RFC 9309, so it does not end a run of agents (section 2.2.4).
                "crawl-delay" => {
                    let delay = value.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
                    if let (Some(group), Some(delay)) =
                        (robots.groups.last_mut(), delay.and_then(|s| Duration::try_from_secs_f64(s).ok()))
                    {
                        group.crawl_delay = Some(delay);
                    }
                }
                "sitemap" => robots.sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        robots
    }

    /// Whether `agent` (a product token, or a User-Agent header that begins with one) may fetch `path`: the path and
    /// query of an address. The longest matching rule decides; of two as long, the one that allows.
    pub fn allowed(&self, agent: &str, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = if path.is_empty() { "/" } else { path };
        let path = normalised(path, Side::Path);
        let mut best: Option<(usize, bool)> = None;
        for rule in self.groups_for(agent).flat_map(|group| &group.rules) {
            if matches(&rule.pattern, &path) {
                best = best.max(Some((rule.pattern.len(), rule.allow)));
            }
        }
        best.is_none_or(|(_, allow)| allow)
    }

    /// The pause between two requests that the site asks `agent` for (`Crawl-delay`, a widespread extension).
    pub fn crawl_delay(&self, agent: &str) -> Option<Duration> {
        self.groups_for(agent).filter_map(|group| group.crawl_delay).max()
    }

    /// The sitemaps it names, as written (sitemaps.org protocol).
    pub fn sitemaps(&self) -> &[String] {
        &self.sitemaps
    }

    /// All groups that name the agent, else all groups for everyone (RFC 9309 section 2.2.1).
    fn groups_for(&self, agent: &str) -> impl Iterator<Item = &Group> {
        let token = product_token(agent);
        let names = |wanted: &str| self.groups.iter().any(|g| g.agents.iter().any(|a| a == wanted));
        let wanted = if !token.is_empty() && names(&token) { token } else { "*".to_owned() };
        self.groups.iter().filter(move |group| group.agents.contains(&wanted))
    }
}

/// Splits a line without its comment at the colon; like Google's parser, also at white space when there is no colon
/// and nothing but a key and a value.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let line = line.split('#').next().unwrap_or_default().trim();
    if let Some((key, value)) = line.split_once(':') {
        return Some((key.trim(), value.trim()));
    }
    let mut words = line.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(key), Some(value), None) => Some((key, value)),
        _ => None,
    }
}

fn agent_of_line(value: &str) -> Option<String> {
    if value == "*" || value.strip_prefix('*').is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
        return Some("*".to_owned());
    }
    Some(product_token(value)).filter(|token| !token.is_empty())
}

/// The leading letters, `_` and `-` of a user agent, in lower case (RFC 9309 section 2.2.1).
fn product_token(agent: &str) -> String {
    let is_part = |c: &char| c.is_ascii_alphabetic() || matches!(c, '_' | '-');
    agent.chars().take_while(is_part).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(robots: &str, cases: &[(&str, bool)]) {
        let parsed = Robots::parse(robots.as_bytes());
        for (path, allowed) in cases {
            assert_eq!(parsed.allowed("awardwire", path), *allowed, "{path} under {robots:?}");
        }
    }

    #[test]
    fn the_longest_rule_decides_and_allow_wins_a_tie() {
        check(
            "user-agent: *\ndisallow: /news\nallow: /news/public\ndisallow: /tie\nallow: /tie",
            &[
                ("/", true),
                ("/news/a", false),
                ("/news/public/a", true),
                ("/newsroom", false),
                ("/tie", true),
            ],
        );
    }

    #[test]
    fn our_own_group_replaces_the_one_for_everyone() {
        check(
            "User-Agent: *\nDisallow: /\n\nUser-agent: AwardWire/2.0 (x)\nDisallow: /a",
            &[("/a", false), ("/b", true)],
        );
        check("user-agent: awardwirebot\ndisallow: /", &[("/", true)]);
        check(
            "user-agent: awardwire\ndisallow: /a\nuser-agent: x\ndisallow: /b\nuser-agent: awardwire\ndisallow: /c",
            &[("/a", false), ("/b", true), ("/c", false)],
        );
    }

    #[test]
    fn wildcards_and_ends() {
        check(
            "user-agent:*\ndisallow: /*.pdf$\ndisallow: /a*b*c\ndisallow: /end$\ndisallow: /*q=*&r=$",
            &[
                ("/x/y.pdf", false),
                ("/x.pdf?v=1", true),
                ("/aXbYc", false),
                ("/acb", true),
                ("/end", false),
                ("/ending", true),
                ("/p?q=1&r=", false),
                ("/p?q=1&r=2", true),
            ],
        );
    }

    #[test]
    fn percent_encoding_does_not_change_what_a_rule_means() {
        check(
            "user-agent: *\ndisallow: /%62%61%7A\ndisallow: /café\ndisallow: /a%2fb\ndisallow: /star%2A",
            &[
                ("/baz", false),
                ("/caf%c3%a9", false),
                ("/a/b", true),
                ("/a%2Fb", false),
                ("/star*", false),
                ("/stars", true),
                ("/%", true),
                ("/%zz", true),
            ],
        );
    }

    #[test]
    fn damage_is_passed_over() {
        check(
            "\u{feff}user-agent: *\r\ndisallow: /a # why\rdisallow:/b",
            &[("/a", false), ("/b", false), ("/c", true)],
        );
        check("disallow: /\nuser-agent:\ndisallow: /\n<html>", &[("/", true)]);
        check("user-agent: *\ndisallow:", &[("/", true)]);
        check("user-agent: *\ndisallow: /", &[("/robots.txt", true), ("", false)]);
    }

    #[test]
    fn a_cut_file_loses_only_its_last_line() {
        let mut text = "user-agent: *\ndisallow: /a\n".to_owned();
        text.push_str(&"#".repeat(MOST_BYTES - text.len() - 12));
        text.push_str("\ndisallow: /private\n");
        check(&text, &[("/a", false), ("/p", true)]);
    }

    #[test]
    fn delays_and_sitemaps_are_read() {
        let robots = Robots::parse(
            b"Sitemap: https://a.example/s.xml\nuser-agent: *\ncrawl-delay: 2.5\nuser-agent: slow\ncrawl-delay: -1\nsitemap:/t.xml",
        );
        assert_eq!(robots.sitemaps(), ["https://a.example/s.xml", "/t.xml"]);
        assert_eq!(robots.crawl_delay("awardwire"), Some(Duration::from_millis(2500)));
        assert_eq!(Robots::parse(b"user-agent: *\ncrawl-delay: 1e300").crawl_delay("awardwire"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400), path in "\\PC{0,40}") {
            let robots = Robots::parse(&bytes);
            let _ = robots.allowed("awardwire", &path);
        }
    }
}
