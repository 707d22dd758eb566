//! Protests: a bid protest or a lawsuit about a procurement or an exclusion.

use crate::events::Rule;
use crate::events::candidate::{Candidate, Filled};
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers};
use crate::events::story::Story;
use crate::events::words;

pub(super) struct Protest;

impl Rule for Protest {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) = words::PROTEST.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        if is_general(sentence.text, m.start(), m.end()) {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        let mut found = suppliers(sentence);
        // The protester stands before the verb; the one protested against after it.
        let before: Vec<Filled> =
            found.vendors.iter().filter(|v| v.span.start < trigger.end).cloned().collect();
        let passive =
            sentence.text.get(m.end()..).and_then(|rest| rest.find(" by ")).map(|by| trigger.end + by);
        let by_whom: Option<Filled> = passive.and_then(|by| {
            found.vendors.iter().find(|v| v.span.start > by && v.span.start - by < 24).cloned()
        });
        let rest = sentence.text.get(m.end()..).unwrap_or_default();
        let is_nameless = [" is ", " was ", " has been ", " were "].iter().any(|verb| rest.starts_with(verb));
        found.vendors = match by_whom {
            Some(protester) => vec![protester],
            None if is_nameless => Vec::new(),
            None => before.into_iter().rev().take(1).collect(),
        };
        if found.vendors.is_empty() && !is_nameless {
            match &sentence.focus_supplier {
                Some(focus) => {
                    found.vendors.push(Filled::from(focus));
                    found.assumed = true;
                }
                None => return Vec::new(),
            }
        }
        let mut candidate = Candidate::new(EventKind::Protest, index, trigger);
        candidate.vendors = found.vendors;
        candidate.vendors_assumed = found.assumed;
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.84;
        fill_buyers(&mut candidate, story);
        if candidate.buyers.is_empty() { Vec::new() } else { vec![candidate] }
    }
}

/// Protests of staff or residents, what may be protested, and rules about protests are no protest.
fn is_general(text: &str, start: usize, end: usize) -> bool {
    const BEFORE: &[&str] = &[
        "may ",
        "may still ",
        "could ",
        "can ",
        "days to ",
        "right to ",
        "would ",
        "timely ",
        "any ",
        "plans to ",
    ];
    const PEOPLE: &[&str] =
        &["staff", "employees", "workers", "residents", "students", "activists", "users", "unions"];
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let word = text.get(start..end).unwrap_or_default();
    let speaks_of_dealing = words::CONTRACT.is_match(text) || words::EXCLUSION.is_match(text);
    BEFORE.iter().any(|words| before.ends_with(words))
        || PEOPLE.iter().any(|people| after.contains(people) || before.ends_with(&format!("{people} ")))
        || (word.eq_ignore_ascii_case("objected") && !speaks_of_dealing)
        || (word.eq_ignore_ascii_case("protests")
            && (before.ends_with("their ") || before.ends_with("its "))
            && PEOPLE.iter().any(|people| before.to_lowercase().contains(people)))
        || (word.eq_ignore_ascii_case("protests")
            && before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        || (word.eq_ignore_ascii_case("protests") && (before.ends_with("the ") || before.ends_with("that ")))
}
