//! What each class of words speaks for before any labelled article is read (`data/event_leans.tsv`), for the program
//! that makes the weights.

use std::collections::HashMap;

use crate::events::event::EventKind;
use crate::events::evidence::{PAIR_PLACES, PLACES, names};
use crate::events::model::PerKind;

static TABLE: &str = include_str!("../../data/event_leans.tsv");

/// How much a word says at each of [`PLACES`], next to one that touches the supplier.
const NEARNESS: [f32; PLACES.len()] = [1.0, 0.9, 0.7, 0.3, 1.0, 0.9, 0.7, 0.3, 0.6, 0.05, 0.1];
/// How much a pair says at each of [`PAIR_PLACES`].
const PAIR_NEARNESS: [f32; PAIR_PLACES.len()] = [1.0, 1.0, 1.0, 0.4];
/// How much any event is against a sentence that tells none.
const NOTHING: f32 = -4.0;
/// How much a source or a rival is no party of an event.
const BESIDE: f32 = -1.5;
/// How much a denial before a word turns what the pair speaks for.
const DENIED: f32 = -1.2;
/// How much a rule is trusted that heard an event.
const HEARD: f32 = 2.0;

/// The lean of each feature of [`names`].
pub(super) fn leans() -> Vec<PerKind> {
    let mut table: HashMap<&str, PerKind> = HashMap::new();
    for line in TABLE.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(kind), Some(lean), Some(classes)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        if let (Some(kind), Ok(lean)) = (EventKind::from_word(kind), lean.parse::<f32>()) {
            table.entry(classes).or_default()[kind as usize] += lean;
        }
    }
    names().iter().map(|name| lean(&table, name).unwrap_or_default()).collect()
}

fn lean(table: &HashMap<&str, PerKind>, name: &str) -> Option<PerKind> {
    if let Some(kind) = name.strip_prefix("heard as ") {
        let mut row = PerKind::default();
        row[EventKind::from_word(kind)? as usize] = HEARD;
        return Some(row);
    }
    match name {
        "always" => return Some([NOTHING; EventKind::ALL.len()]),
        "cited" | "compared" => return Some([BESIDE; EventKind::ALL.len()]),
        _ => {}
    }
    if let Some((class, place)) = name.split_once(", ") {
        let share = NEARNESS[PLACES.iter().position(|known| *known == place)?];
        return table.get(class).map(|row| row.map(|weight| weight * share));
    }
    let (first, rest) = name.split_once(" then ")?;
    let (second, share) = PAIR_PLACES
        .iter()
        .zip(PAIR_NEARNESS)
        .find_map(|(place, share)| Some((rest.strip_suffix(place)?.trim_end(), share)))?;
    if first == "not" {
        let denied = |weight: f32| if weight > 0.0 { DENIED * share } else { 0.0 };
        return table.get(second).map(|row| row.map(denied));
    }
    table.get(format!("{first} then {second}").as_str()).map(|row| row.map(|weight| weight * share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::cues::Class;

    #[test]
    fn the_table_speaks_of_known_kinds_and_classes() {
        for line in TABLE.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [kind, lean, classes] = cells[..] else { panic!("{line}") };
            assert!(EventKind::from_word(kind).is_some() && lean.parse::<f32>().is_ok(), "{line}");
            for class in classes.split(" then ") {
                assert!(Class::ALL.iter().any(|known| known.as_str() == class), "{line}");
            }
        }
    }

    #[test]
    fn a_pair_leans_to_its_kind() {
        let names = names();
        let leans = leans();
        let of = |name: &str| leans[names.iter().position(|known| known == name).unwrap()];
        assert!(of("give then firmdeal after it")[EventKind::Award as usize] > 1.0);
        assert!(of("not then choose around it")[EventKind::Award as usize] < 0.0);
        assert!(of("heard as protest")[EventKind::Protest as usize] > 1.0);
    }
}
