//! Blocking keys: two events that share none are never compared.

use std::collections::BTreeSet;

use crate::base::OrgId;
use crate::deals::terms::terms;
use crate::entities::Lists;
use crate::events::{Event, EventKind};

/// The keys under which an event is looked up, sorted, without repeats. `sentence` is its evidence.
pub fn keys(event: &Event, sentence: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for number in &event.contract_ids {
        found.insert(format!("number|{}", compact(number)));
    }
    let vendors: BTreeSet<String> = event.vendors.iter().map(|v| root(&v.id)).collect();
    let buyers: BTreeSet<String> = event.buyers.iter().map(|b| department(&b.id)).collect();
    for vendor in &vendors {
        for buyer in &buyers {
            found.insert(format!("parties|{vendor}|{buyer}"));
        }
        if let Some(program) = &event.program {
            found.insert(format!("program|{vendor}|{program}"));
        }
        if event.kind == EventKind::Authorization || (buyers.is_empty() && vendors.len() == 1) {
            found.insert(format!("vendor|{vendor}|{}", event.kind.as_str()));
        }
    }
    if matches!(event.kind, EventKind::Partnership | EventKind::Investment) {
        for a in &vendors {
            for b in vendors.iter().filter(|b| *b > a) {
                found.insert(format!("suppliers|{a}|{b}"));
            }
        }
    }
    if matches!(event.kind, EventKind::Solicitation | EventKind::Award) {
        for buyer in &buyers {
            if let Some(program) = &event.program {
                found.insert(format!("buyer|{buyer}|{program}"));
            }
            // Pairs of words: single ones would chain every contract of a department to every other.
            let telling: Vec<String> =
                terms(event, sentence).into_iter().filter(|t| t.len() > 5).take(4).collect();
            for (i, a) in telling.iter().enumerate() {
                for b in &telling[i + 1..] {
                    found.insert(format!("subject|{buyer}|{a} {b}"));
                }
            }
        }
    }
    found.into_iter().collect()
}

/// A number as it is compared: letters and digits only, in capitals.
pub(super) fn compact(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The company at the head of a vendor's parents.
pub(super) fn root(id: &OrgId) -> String {
    Lists::bundled().ancestry(id).last().map_or_else(|| id.as_str().to_owned(), |entry| entry.id.to_owned())
}

/// The department of a body: country and first segment of its path.
fn department(id: &OrgId) -> String {
    let mut segments = id.as_str().split('/');
    match (segments.next(), segments.next()) {
        (Some(country), Some(department)) => format!("{country}/{department}"),
        _ => id.as_str().to_owned(),
    }
}
