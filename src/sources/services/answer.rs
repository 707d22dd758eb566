//! What services answer: JSON, or words about what was wrong with the question.

use serde_json::Value;

use super::Ask;
use crate::base::{Address, printable, squeeze};
use crate::fetch::{Fetched, decode};
use crate::sources::ListingError;

/// So much of what a service says instead is shown.
const MOST_CHARS: usize = 160;

/// The answer as JSON.
pub(super) fn json(fetched: &Fetched, wanted: &'static str) -> Result<Value, ListingError> {
    let (text, _) = decode(&fetched.body, Some("application/json; charset=utf-8"));
    serde_json::from_str(&text)
        .or_else(|_| serde_json::from_str(&mended(&text)))
        .map_err(|_| no_answer(fetched, wanted, &said(&text)))
}

/// Control characters and back slashes that some services leave in titles make no JSON.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (c, characters.peek()) {
            ('\\', Some('\\')) => {
                characters.next();
                out.push_str("\\\\");
            }
            ('\\', next) if !next.is_some_and(|next| "\"/bfnrtu".contains(*next)) => {}
            (c, _) if c.is_control() => out.push(' '),
            (c, _) => out.push(c),
        }
    }
    out
}

/// The error that says what was there instead.
pub(super) fn no_answer(fetched: &Fetched, wanted: &'static str, found: &str) -> ListingError {
    let found = if found.is_empty() { "it is empty" } else { found };
    ListingError::NotThis { address: Box::new(fetched.address.clone()), wanted, found: found.to_owned() }
}

/// What is not there, and what the service says of it.
pub(super) fn lacks(fetched: &Fetched, wanted: &'static str, key: &str, value: &Value) -> ListingError {
    let message =
        ["message", "detail", "errorMessage", "error", "errors"].iter().find_map(|key| value.get(key));
    let message = message.map(|message| match message {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    no_answer(fetched, wanted, &message.map_or_else(|| format!("it has no {key:?}"), |text| said(&text)))
}

fn said(text: &str) -> String {
    let short: String = text.chars().take(4 * MOST_CHARS).collect();
    squeeze(&printable(&short)).chars().take(MOST_CHARS).collect()
}

/// The next question at an address that the answer names: believed within the site, and where it is another question.
pub(super) fn next_at(asked: &Ask, link: Option<&str>) -> Option<Ask> {
    let address = asked.address.join(link.filter(|link| !link.trim().is_empty())?).ok()?;
    let is_within = address.site() == asked.address.site() && is_same_port(&address, &asked.address);
    (is_within && address != asked.address).then(|| Ask { address, body: asked.body.clone() })
}

/// Services behind a proxy name themselves with http at times; a port of its own is another service.
fn is_same_port(one: &Address, other: &Address) -> bool {
    one.url().port() == other.url().port()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::services::samples::{address, answer};

    #[test]
    fn what_is_no_json_is_told() {
        let ask = Ask { address: address("https://api.example/"), body: None };
        let error =
            json(&answer(&ask, "Please limit requests to one every 5 seconds.\n"), "list").unwrap_err();
        assert_eq!(
            error.to_string(),
            "https://api.example/ is no list: Please limit requests to one every 5 seconds."
        );
        assert!(json(&answer(&ask, ""), "list").unwrap_err().to_string().ends_with("it is empty"));
        let mended = json(&answer(&ask, "{\"a\": \"x\\'y\tz\\\\ \\\"q\\\"\"}"), "list").unwrap();
        assert_eq!(mended["a"], "x'y z\\ \"q\"");
    }

    #[test]
    fn a_link_out_of_the_site_or_to_itself_is_not_followed() {
        let ask = Ask { address: address("https://api.example.org/a?page=1"), body: None };
        assert!(next_at(&ask, Some("/a?page=2")).is_some());
        assert!(next_at(&ask, Some("http://www.example.org/a?page=2")).is_some());
        for link in
            ["https://evil.example/a", "/a?page=1", "", "javascript:x", "https://api.example.org:99/a"]
        {
            assert_eq!(next_at(&ask, Some(link)), None, "{link}");
        }
        assert_eq!(next_at(&ask, None), None);
    }
}
