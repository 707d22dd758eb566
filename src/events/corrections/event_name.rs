//! How an event of an article is called in the file: by its kind and as little else as tells it from the others.

use std::collections::BTreeSet;
use std::fmt;

use crate::base::{Money, comparison_key};
use crate::events::{Event, EventKind};

/// A kind of event and what it must have: "award", "award: Palantir", "award: Palantir; Army; USD 40000000",
/// "award: Palantir #2".
///
/// A part is the name of a supplier or body, a sum, a number or a date of the event. Order and spelling of the parts do
/// not matter, and an event may have more than them: so the name holds when a later reading finds out more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventName {
    kind: EventKind,
    parts: Vec<String>,
    /// Which of several that are called so, from 1.
    nth: Option<usize>,
}

impl EventName {
    /// Reads a name; `None` where it begins with no kind of event.
    pub fn parse(text: &str) -> Option<Self> {
        let (rest, nth) = match text.rsplit_once('#') {
            Some((rest, number)) => match number.trim().parse::<usize>() {
                Ok(number) if number > 0 => (rest, Some(number)),
                _ => (text, None),
            },
            None => (text, None),
        };
        let (kind, parts) = rest.split_once(':').unwrap_or((rest, ""));
        let kind = EventKind::from_word(&kind.trim().to_lowercase())?;
        let parts = parts.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        Some(Self { kind, parts: parts.collect(), nth })
    }

    /// The shortest name that tells the event at this place from the others of its article, of which all are given.
    pub fn of<'e>(events: impl Iterator<Item = &'e Event> + Clone, place: usize) -> Option<Self> {
        let event = events.clone().nth(place)?;
        // An event that the user has changed is called as it was found.
        let whole = Self::parse(&found_name(event))?;
        let mut name = Self { kind: whole.kind, parts: Vec::new(), nth: None };
        for part in whole.parts {
            name.parts.push(part);
            if name.places(events.clone()) == [place] {
                return Some(name);
            }
        }
        let alike = name.places(events);
        if alike.len() > 1 {
            name.nth = alike.iter().position(|one| *one == place).map(|before| before + 1);
        }
        Some(name)
    }

    /// The places of the events that are called so.
    pub fn places<'e>(&self, events: impl Iterator<Item = &'e Event>) -> Vec<usize> {
        let found = events.map(found_name).collect::<Vec<_>>();
        self.places_among(&found)
    }

    /// The places of those of these whole names that this one stands for.
    pub(super) fn places_among(&self, found: &[String]) -> Vec<usize> {
        let wanted = keys(&self.parts);
        let is_so_called = |name: &String| {
            Self::parse(name).is_some_and(|one| one.kind == self.kind && wanted.is_subset(&keys(&one.parts)))
        };
        let mut places =
            found.iter().enumerate().filter(|(_, name)| is_so_called(name)).map(|(place, _)| place);
        match self.nth {
            None => places.collect(),
            Some(nth) => places.nth(nth - 1).into_iter().collect(),
        }
    }

    /// Whether it names nothing but a kind.
    pub fn is_kind_alone(&self) -> bool {
        self.parts.is_empty() && self.nth.is_none()
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        if !self.parts.is_empty() {
            write!(f, ": {}", self.parts.join("; "))?;
        }
        match self.nth {
            Some(nth) => write!(f, " #{nth}"),
            None => Ok(()),
        }
    }
}

/// The whole name of an event as it was found, before the user changed anything in it.
pub(super) fn found_name(event: &Event) -> String {
    match event.review.as_ref().and_then(|review| review.found.as_ref()) {
        Some(found) => found.clone(),
        None => whole_name(event),
    }
}

/// The whole name of an event as it is.
pub(super) fn whole_name(event: &Event) -> String {
    // What tells most of an event stands first.
    let organisations = event.vendors.iter().chain(&event.buyers).chain(&event.via);
    let mut parts: Vec<String> = organisations.map(|org| part(&org.name)).collect();
    parts.extend(event.value.as_ref().map(|value| sum(&value.money)));
    parts.extend(event.contract_ids.iter().map(|number| part(number)));
    parts.extend(event.date.map(|date| date.to_string()));
    EventName { kind: event.kind, parts, nth: None }.to_string()
}

/// "USD 40000000".
fn sum(money: &Money) -> String {
    format!("{} {}", money.currency, money.amount.normalize())
}

/// A name as it stands between the signs that part it from others.
fn part(name: &str) -> String {
    name.replace([';', '#'], ",").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn keys(parts: &[String]) -> BTreeSet<String> {
    let key = |part: &String| match comparison_key(part) {
        key if key.is_empty() => part.to_lowercase(),
        key => key,
    };
    parts.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::read_record;
    use crate::events::read_facts;

    fn events(text: &str) -> Vec<Event> {
        let line = serde_json::json!({"title": "", "text": text}).to_string();
        read_facts(&read_record(&line).unwrap()).events
    }

    #[test]
    fn a_name_is_as_long_as_it_must_be() {
        let mut all =
            events("The Army awarded Larkfield Analytics Inc. a $40 million contract for AI software.");
        let first = all[0].clone();
        let name = |all: &[Event], place| EventName::of(all.iter(), place).unwrap().to_string();
        assert_eq!(name(&all, 0), "award: Larkfield Analytics");
        let mut second = first.clone();
        second.buyers.clear();
        all.push(second);
        assert_eq!(name(&all, 0), "award: Larkfield Analytics; Army");
        all.push(first);
        assert_eq!(name(&all, 2), "award: Larkfield Analytics; Army; USD 40000000 #2");
        for place in 0..all.len() {
            let read = EventName::parse(&name(&all, place)).unwrap();
            assert_eq!(read.to_string(), name(&all, place));
            assert!(read.places(all.iter()).contains(&place), "{read}");
        }
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        for (text, meant) in [
            ("award", Some("award")),
            (" Award :  palantir ;; army", Some("award: palantir; army")),
            ("award: A #2", Some("award: A #2")),
            ("award: A #0", Some("award: A #0")),
            ("won: A", None),
            ("", None),
        ] {
            assert_eq!(EventName::parse(text).map(|name| name.to_string()).as_deref(), meant, "{text}");
        }
        let all = events("The Army awarded Larkfield Analytics Inc. a $40 million contract for AI software.");
        for (text, found) in [
            ("award: army; LARKFIELD ANALYTICS, Inc.", 1),
            ("award: USD 40000000", 1),
            ("award: USD 41000000", 0),
            ("protest: Larkfield Analytics", 0),
        ] {
            assert_eq!(EventName::parse(text).unwrap().places(all.iter()).len(), found, "{text}");
        }
    }
}
