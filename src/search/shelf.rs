//! What a query may name of the user's own: lists, saved queries and tags, given to the parser as a value.

use std::collections::{BTreeMap, BTreeSet};

use super::query::{Filter, Node};
use super::query_error::QueryError;
use super::spelling::nearest;
use super::values::Value;
use crate::base::{ArticleId, DealId, OrgId};
use crate::search::NameKind;

/// The most bytes that lists and saved queries may come to in one query, so that a few that name each other do not fill the
/// memory.
pub(super) const MOST_BYTES: usize = 1 << 20;
/// So many names are told where one is unknown.
const MOST_TOLD: usize = 8;

/// The user's lists, saved queries and tags. Names are in small letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// The names of each list.
    pub lists: BTreeMap<String, Vec<String>>,
    /// The text of each saved query.
    pub saved: BTreeMap<String, String>,
    /// What has each tag.
    pub tags: BTreeMap<String, Kept>,
    /// What has a note.
    pub noted: Kept,
}

/// What the user has put a tag or note on, as it is called in the library now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The articles.
    pub articles: BTreeSet<ArticleId>,
    /// The deals.
    pub deals: BTreeSet<DealId>,
    /// The articles that tell of these deals.
    pub telling: BTreeSet<ArticleId>,
    /// Agencies and vendors.
    pub organisations: BTreeSet<(NameKind, OrgId)>,
}

impl Shelf {
    /// The names of the list that `@NAME` stands for.
    pub(super) fn list(&self, value: &Value<'_>) -> Result<&[String], QueryError> {
        let name = value.text.trim().strip_prefix('@').unwrap_or(value.text);
        let found = self.lists.get(&name.to_lowercase()).filter(|names| !names.is_empty());
        found.map(Vec::as_slice).ok_or_else(|| {
            let hint =
                "make one with `awardwire list add NAME FILE`; a name that begins with @ stands in quotes";
            unknown("list", name, self.lists.keys(), "@", hint, value)
        })
    }

    /// The name and text of a saved query.
    pub(super) fn query(&self, value: &Value<'_>) -> Result<(&str, &str), QueryError> {
        let name = value.text.trim();
        let found = self.saved.get_key_value(&name.to_lowercase());
        found.map(|(name, text)| (name.as_str(), text.as_str())).ok_or_else(|| {
            let hint = "keep one with `awardwire save NAME 'QUERY'`";
            unknown("saved query", name, self.saved.keys(), "saved:", hint, value)
        })
    }

    /// What has a tag.
    pub(super) fn tagged(&self, value: &Value<'_>) -> Result<Node, QueryError> {
        let name = value.text.trim();
        let found = self.tags.get_key_value(&name.to_lowercase());
        let (name, kept) = found.ok_or_else(|| {
            let hint = "put one on something with `awardwire tag add ID TAG`";
            unknown("tag", name, self.tags.keys(), "tag:", hint, value)
        })?;
        Ok(Node::Filter(Filter::Kept { written: format!("tag:{name}"), kept: kept.clone() }))
    }

    /// What has a note.
    pub(super) fn with_notes(&self) -> Node {
        Node::Filter(Filter::Kept { written: "has:note".to_owned(), kept: self.noted.clone() })
    }
}

/// The message for a name that nothing has, with those that are known.
fn unknown<'a>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a String> + Clone,
    sign: &str,
    otherwise: &str,
    value: &Value<'_>,
) -> QueryError {
    let shown: String = name.chars().take(40).collect();
    let hint = match nearest(name, known.clone().map(String::as_str)) {
        Some(near) => format!("did you mean {sign}{near}?"),
        None if known.clone().next().is_none() => format!("there is none yet: {otherwise}"),
        None => {
            let told: Vec<String> =
                known.clone().take(MOST_TOLD).map(|name| format!("{sign}{name}")).collect();
            let more = if known.count() > MOST_TOLD { ", …" } else { "" };
            format!("known are {}{more}", told.join(", "))
        }
    };
    QueryError::new(format!("no {what} is called {shown:?}"), value.place.clone()).hint(hint)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::search::{MAX_DEPTH, Query};

    fn shelf() -> Shelf {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let saved = [
            ("big", "amount:>1bn type:award"),
            ("mine", "saved:big vendor:@accounts"),
            ("broken", "type:awrad"),
            ("outer", "drone saved:broken"),
            ("either", "army OR navy"),
            ("one", "saved:two"),
            ("two", "(saved:three)"),
            ("three", "-saved:one"),
            ("itself", "x saved:itself"),
        ];
        Shelf {
            lists: [
                ("accounts".to_owned(), list(&["Scale AI", "OpenAI"])),
                ("solo".to_owned(), list(&["@Home, Inc."])),
            ]
            .into(),
            saved: saved.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            tags: [("hot".to_owned(), Kept::default())].into(),
            noted: Kept::default(),
        }
    }

    fn read(text: &str) -> Result<Query, QueryError> {
        Query::parse_with(text, date(2026, 3, 17), &shelf())
    }

    #[test]
    fn lists_and_saved_queries_stand_for_what_is_in_them() {
        for (short, long) in [
            ("vendor:@accounts", "vendor:(\"Scale AI\" OR OpenAI)"),
            ("-vendor:@ACCOUNTS drone", "-vendor:(\"Scale AI\" OR OpenAI) drone"),
            ("agency:=@accounts", "agency:=\"Scale AI\" OR agency:=OpenAI"),
            ("publisher:@solo", "publisher:\"@Home, Inc.\""),
            ("vendor:(dod @solo)", "vendor:(dod \"@Home, Inc.\")"),
            ("saved:big", "amount:>1bn type:award"),
            ("drone saved:BIG", "drone (amount:>1bn type:award)"),
            ("army drone saved:either", "army drone (army OR navy)"),
            ("-saved:mine", "-((amount:>1bn type:award) vendor:(\"Scale AI\" OR OpenAI))"),
            ("saved:(big OR either)", "(amount:>1bn type:award) OR (army OR navy)"),
        ] {
            assert_eq!(read(short).unwrap(), read(long).unwrap(), "{short}");
        }
        assert_eq!(read("has:note tag:HOT").unwrap().root.to_string(), "(has:note tag:hot)");
    }

    #[test]
    fn mistakes_are_shown_where_the_user_wrote() {
        for (text, place, message, hint) in [
            ("x vendor:@acounts", "@acounts", "no list is called \"acounts\"", "did you mean @accounts?"),
            ("vendor:@zzzzzz", "@zzzzzz", "no list is called \"zzzzzz\"", "known are @accounts, @solo"),
            ("x saved:bgi y", "bgi", "no saved query is called \"bgi\"", "did you mean saved:big?"),
            ("tag:cold", "cold", "no tag is called \"cold\"", "known are tag:hot"),
            ("tag:\"nothing of this\"", "\"nothing of this\"", "no tag is called", "known are tag:hot"),
            (
                "a saved:broken",
                "broken",
                "in saved:broken: unknown type \"awrad\"",
                "did you mean type:award?",
            ),
            ("a saved:outer", "outer", "in saved:outer: unknown type", "did you mean"),
            ("saved:itself", "itself", "a saved query leads back to itself", "saved:itself → saved:itself"),
            ("saved:two", "two", "leads back to itself", "saved:two → saved:three → saved:one → saved:two"),
            ("saved:", "saved:", "has no value", "saved:monday"),
            ("tag:", "tag:", "has no value", "tag:hot"),
            ("has:notes", "notes", "unknown has", "did you mean has:note?"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(text.get(error.start..error.end), Some(place), "{text}: {error:?}");
            assert!(error.message.contains(message), "{text}: {error:?}");
            assert!(error.hint.as_ref().is_some_and(|told| told.contains(hint)), "{text}: {error:?}");
        }
        let none = Query::parse("vendor:@accounts", date(2026, 3, 17)).unwrap_err();
        assert!(none.hint.unwrap().contains("there is none yet"));
        // A quoted @ is a name as any other.
        assert!(Query::parse("vendor:\"@accounts\"", date(2026, 3, 17)).is_ok());
    }

    #[test]
    fn queries_that_name_each_other_end() {
        let mut saved: BTreeMap<String, String> =
            (0..40).map(|n| (format!("q{n}"), format!("saved:q{} saved:q{}", n + 1, n + 1))).collect();
        saved.insert("q40".into(), "x".into());
        let mut shelf = Shelf { saved, ..Shelf::default() };
        let error = Query::parse_with("saved:q0", date(2026, 3, 17), &shelf).unwrap_err();
        assert!(error.message.contains("come to too much"), "{error:?}");
        shelf.saved = (0..90).map(|n| (format!("q{n}"), format!("-saved:q{}", n + 1))).collect();
        let error = Query::parse_with("saved:q0", date(2026, 3, 17), &shelf).unwrap_err();
        assert!(error.message.contains("too many saved queries"), "{error:?} {MAX_DEPTH}");
    }

    proptest! {
        #[test]
        fn places_are_of_the_text_whatever_is_on_the_shelf(
            parts in prop::collection::vec(
                prop_oneof![
                    Just("saved:"), Just("big"), Just("broken"), Just("vendor:"), Just("@"), Just("accounts"), Just(" "),
                    Just("("), Just(")"), Just("\""), Just("é"), Just("-"), Just("tag:"), Just("hot"), Just("has:note"),
                    Just("="), Just("OR"), Just("two"),
                ],
                0..16,
            ),
        ) {
            let text = parts.concat();
            if let Err(error) = read(&text) {
                prop_assert!(text.get(error.start..error.end).is_some(), "{error:?} in {text:?}");
                error.render(&text);
            }
        }
    }
}
