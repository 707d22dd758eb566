//! What an announcement of the Department of Defense says as an official record: what is obligated, the most it may come
//! to, the number of a modification.

use std::sync::LazyLock;

use crate::base::{PartialDate, Pattern};
use crate::entities::{Amount, AmountRole};
use crate::events::{Event, EventKind, OfficialRecord, Register};

/// "modification (P00012)", "modification number A00003".
static MODIFICATION: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i:modifications?)\s(?i:number\s|no\.\s)?\(?(?P<number>[A-Z]{1,3}\d{2,5})\b")
});

/// How far after the verb the number may stand, in bytes.
const NEAR: usize = 400;

/// What a paragraph says of all its events.
pub(super) fn of_announcement(
    text: &str,
    amounts: &[Amount],
    verb_end: usize,
    published: Option<PartialDate>,
) -> OfficialRecord {
    let first = |role| amounts.iter().find(|amount| amount.role == role).map(|amount| amount.money);
    let number = MODIFICATION
        .captures_at(text, verb_end)
        .filter(|found| found.get(0).is_some_and(|whole| whole.start() < verb_end + NEAR))
        .and_then(|found| found.name("number").map(|number| number.as_str().to_owned()));
    OfficialRecord {
        register: Register::DodAnnouncements,
        record_id: None,
        obligated: first(AmountRole::Obligated),
        ceiling: first(AmountRole::Ceiling),
        modification: number,
        as_of: published,
        identifiers: Vec::new(),
    }
}

/// What of it holds of one event: sums said of all awardees together are none of one of them.
pub(super) fn of_event(paragraph: &OfficialRecord, event: &Event, is_one_of_many: bool) -> OfficialRecord {
    let own_ceiling = event.value.filter(|value| value.role == AmountRole::Ceiling).map(|value| value.money);
    let shared = |sum| if is_one_of_many { None } else { sum };
    OfficialRecord {
        obligated: shared(paragraph.obligated),
        ceiling: own_ceiling.or_else(|| shared(paragraph.ceiling)),
        modification: paragraph.modification.clone().filter(|_| event.kind == EventKind::Modification),
        ..paragraph.clone()
    }
}
