//! What the user puts into a slot of an event, as it stands in the file.

use rust_decimal::Decimal;

use super::entry::CorrectionKind;
use super::organisations::org_ref;
use crate::base::{Currency, Money, PartialDate, read_sum};
use crate::entities::{AmountRole, Mentions};
use crate::events::{Certainty, Event, EventKind, EventSlot, EventValue};

/// What empties a slot.
const NONE: &str = "none";

/// Reads a sum and its role: "USD 40000000 ceiling", "$1.5bn", "USD 1000000..2000000 (award)". Without a role it is that
/// of `role`.
pub fn read_value(text: &str, role: AmountRole) -> Option<EventValue> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let role_of = |word: &&str| AmountRole::from_word(&word.trim_matches(['(', ')']).to_lowercase());
    let role = match (words.last().and_then(role_of), words.first().and_then(role_of)) {
        (Some(last), _) => {
            words.pop();
            last
        }
        (None, Some(first)) => {
            words.remove(0);
            first
        }
        _ => role,
    };
    let sums = words.join(" ");
    let (low, high) = match sums.split_once("..") {
        Some((low, high)) => (Some(read_sum(low)?), read_sum(high)?),
        None => (None, read_sum(&sums)?),
    };
    let currency = high.1.or(low.and_then(|low| low.1)).unwrap_or(Currency::USD);
    let is_of_another = |one: Option<Currency>| one.is_some_and(|one| one != currency);
    if low.is_some_and(|low| low.0 > high.0 || is_of_another(low.1)) {
        return None;
    }
    let low: Option<Decimal> = low.map(|low| low.0.normalize());
    Some(EventValue { money: Money::new(high.0, currency), low, role, is_apiece: false })
}

/// How [`read_value`] is written into the file.
pub fn written_value(value: &EventValue) -> String {
    let low = value.low.map(|low| format!("{low}..")).unwrap_or_default();
    format!("{} {low}{} {}", value.money.currency, value.money.amount, value.role.as_str())
}

/// Whether a text can stand in a slot.
///
/// # Errors
/// What may stand there, in words.
pub(super) fn check(slot: EventSlot, text: &str) -> Result<(), String> {
    let words = |all: &[&str]| format!("{} takes {}", slot.as_str(), all.join(", "));
    let is_none = is_none(text);
    match slot {
        EventSlot::Type if kind_of(text).is_none() => Err(words(&EventKind::ALL.map(EventKind::as_str))),
        EventSlot::Certainty if certainty_of(text).is_none() => {
            Err(words(&Certainty::ALL.map(Certainty::as_str)))
        }
        EventSlot::Value if !is_none && read_value(text, AmountRole::Award).is_none() => {
            Err(words(&["a sum with its role such as \"USD 40000000 ceiling\"", "or none"]))
        }
        EventSlot::Date if !is_none && date_of(text).is_none() => {
            Err(words(&["a date such as 2026-03-17 or 2026-03", "or none"]))
        }
        EventSlot::Buyers | EventSlot::Vendors if names(text).is_empty() && !is_none => {
            Err(words(&["names with a semicolon between them", "or none"]))
        }
        _ => Ok(()),
    }
}

/// Puts the text into the slot, whose words of the article no longer say it.
pub(super) fn set(event: &mut Event, slot: EventSlot, text: &str, mentions: &Mentions) {
    let spans = &mut event.spans;
    match slot {
        EventSlot::Type => {
            event.kind = kind_of(text).unwrap_or(event.kind);
            spans.kind.clear();
        }
        EventSlot::Buyers => {
            event.buyers =
                names(text).iter().map(|name| org_ref(CorrectionKind::Agency, name, mentions)).collect();
            spans.buyers.clear();
        }
        EventSlot::Vendors => {
            event.vendors =
                names(text).iter().map(|name| org_ref(CorrectionKind::Vendor, name, mentions)).collect();
            spans.vendors.clear();
        }
        EventSlot::Value => {
            let role = event.value.map_or(AmountRole::Award, |value| value.role);
            event.value = if is_none(text) { None } else { read_value(text, role) };
            spans.value.clear();
        }
        EventSlot::Date => {
            event.date = date_of(text);
            spans.date.clear();
        }
        EventSlot::Certainty => event.certainty = certainty_of(text).unwrap_or(event.certainty),
    }
}

fn is_none(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case(NONE)
}

fn kind_of(text: &str) -> Option<EventKind> {
    EventKind::from_word(&text.trim().to_lowercase())
}

fn certainty_of(text: &str) -> Option<Certainty> {
    let word = text.trim().to_lowercase();
    Certainty::ALL.into_iter().find(|one| one.as_str() == word)
}

fn date_of(text: &str) -> Option<PartialDate> {
    text.trim().parse().ok()
}

fn names(text: &str) -> Vec<&str> {
    if is_none(text) {
        return Vec::new();
    }
    text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_keep_their_role_and_range() {
        for (text, written) in [
            ("$40M ceiling", Some("USD 40000000 ceiling")),
            ("ceiling USD 1.50", Some("USD 1.5 ceiling")),
            ("€1m..2m (budget)", Some("EUR 1000000..2000000 budget")),
            ("200 million", Some("USD 200000000 award")),
            ("USD 5..1", None),
            ("$1..£2", None),
            ("ceiling", None),
        ] {
            let read = read_value(text, AmountRole::Award);
            assert_eq!(read.as_ref().map(written_value).as_deref(), written, "{text}");
            if let Some(read) = read {
                assert_eq!(read_value(&written_value(&read), AmountRole::Other), Some(read));
            }
        }
    }

    #[test]
    fn what_cannot_stand_in_a_slot_is_told() {
        for (slot, good, bad, words) in [
            (EventSlot::Type, "Protest", "won", "award, modification"),
            (EventSlot::Certainty, "planned", "sure", "announced, reported"),
            (EventSlot::Value, "none", "much", "a sum with its role"),
            (EventSlot::Date, "2026-03", "soon", "2026-03-17"),
            (EventSlot::Buyers, "Army; Navy", " ; ", "semicolon"),
            (EventSlot::Vendors, "none", "", "semicolon"),
        ] {
            assert_eq!(check(slot, good), Ok(()));
            assert!(check(slot, bad).unwrap_err().contains(words));
        }
    }
}
