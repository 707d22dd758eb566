//! How a deal stands in the public record, by the official records that the library holds.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::base::OrgId;
use crate::deals::{Deal, DealEvent};
use crate::events::{EventKind, Register};

/// So many days the Federal Procurement Data System holds back what the U.S. Department of Defense awards.
const HELD_BACK_DAYS: i64 = 90;
/// The department that is held back, with its services and offices.
const HELD_BACK: &str = "us/dod";

/// Where a deal stands in the public record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordStanding {
    /// A register has it.
    Recorded,
    /// It is too young to be there.
    NotYet,
    /// The library holds no record of it.
    NoRecord,
}

/// A deal's standing in the public record on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicRecord {
    /// Where it stands.
    pub standing: RecordStanding,
    /// The registers that have it.
    pub registers: Vec<Register>,
    /// When it was awarded, as far as is told.
    pub awarded: Option<Date>,
    /// From when on a record can be expected, where it is too young.
    pub expected: Option<Date>,
}

impl PublicRecord {
    /// "in the public record: USAspending", "not yet in the public record (DoD reports 90 days later: from 2026-05-30)".
    pub fn in_words(&self) -> String {
        match self.standing {
            RecordStanding::Recorded => {
                let names: Vec<&str> = self.registers.iter().map(|register| register.name()).collect();
                format!("in the public record: {}", names.join(", "))
            }
            RecordStanding::NotYet => {
                let from = self.expected.map(|day| format!(": from {day}")).unwrap_or_default();
                format!("not yet in the public record (DoD reports {HELD_BACK_DAYS} days later{from})")
            }
            RecordStanding::NoRecord => "no official record in this library".to_owned(),
        }
    }
}

/// The standing of a deal `today`; `None` for what was neither awarded for certain nor is in a register.
///
/// The daily announcements of the Department of Defense are no register: they tell of an award before one has it.
pub fn public_record(deal: &Deal, today: Date) -> Option<PublicRecord> {
    let mut registers: Vec<Register> = deal.official.iter().map(|entry| entry.record.register).collect();
    let is_announced = registers.contains(&Register::DodAnnouncements);
    registers.retain(|register| *register != Register::DodAnnouncements);
    let awards = || deal.events.iter().filter(|told| is_award(told));
    if registers.is_empty() && !is_announced && awards().next().is_none() {
        return None;
    }
    // An award is as old as the first telling of it.
    let awarded =
        awards().chain(deal.events.iter().filter(|told| is_announcement(told))).filter_map(day).min();
    let is_held_back = is_announced || awards().any(is_of_defense);
    let expected = awarded.and_then(|day| day.checked_add(HELD_BACK_DAYS.days()).ok());
    let expected = expected.filter(|from| is_held_back && registers.is_empty() && today < *from);
    let standing = match (registers.is_empty(), expected) {
        (false, _) => RecordStanding::Recorded,
        (true, Some(_)) => RecordStanding::NotYet,
        (true, None) => RecordStanding::NoRecord,
    };
    Some(PublicRecord { standing, registers, awarded, expected })
}

fn is_award(told: &DealEvent) -> bool {
    told.event.kind == EventKind::Award && told.event.is_confirmed()
}

fn is_announcement(told: &DealEvent) -> bool {
    told.event.official.as_ref().is_some_and(|record| record.register == Register::DodAnnouncements)
}

fn is_of_defense(told: &DealEvent) -> bool {
    told.event.buyers.iter().any(|buyer| buyer.id.is_within(&OrgId::from_stored(HELD_BACK)))
}

/// The event's own day where it tells one, else that of its article.
fn day(told: &DealEvent) -> Option<Date> {
    let own = told.event.date.filter(|date| date.day().is_some());
    own.or(told.published).or(told.event.date).map(|date| date.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ArticleId;
    use crate::deals::OfficialEntry;
    use crate::events::{OfficialRecord, OrgRef};
    use crate::report::samples::{AWARD, deals};

    /// An award of 2026-03-01 by this body.
    fn award(buyer: &str) -> Deal {
        let mut deal = deals(&[AWARD]).remove(0);
        for told in &mut deal.events {
            told.event.date = "2026-03-01".parse().ok();
            told.event.buyers = vec![OrgRef { id: OrgId::from_stored(buyer), name: "Army".into() }];
        }
        deal
    }

    fn with_record(mut deal: Deal, register: Register) -> Deal {
        let record = OfficialRecord {
            register,
            record_id: None,
            obligated: None,
            ceiling: None,
            modification: None,
            as_of: None,
            identifiers: Vec::new(),
        };
        deal.official.push(OfficialEntry { article: ArticleId::of_url("http://a.example/"), record });
        deal
    }

    fn words(deal: &Deal, today: &str) -> String {
        public_record(deal, today.parse().unwrap()).map(|record| record.in_words()).unwrap_or_default()
    }

    #[test]
    fn a_young_award_of_the_department_of_defense_is_not_there_yet() {
        let not_yet = "not yet in the public record (DoD reports 90 days later: from 2026-05-30)";
        let none = "no official record in this library";
        let army = award("us/dod/army");
        assert_eq!(words(&army, "2026-05-29"), not_yet);
        assert_eq!(words(&army, "2026-05-30"), none);
        assert_eq!(words(&award("us/va"), "2026-03-02"), none);
        assert_eq!(words(&award("us/dodge"), "2026-03-02"), none);
        // Its own announcement tells of it, and is no register.
        assert_eq!(words(&with_record(award("x/nobody"), Register::DodAnnouncements), "2026-04-01"), not_yet);
        assert_eq!(
            words(&with_record(army, Register::UsaSpending), "2026-04-01"),
            "in the public record: USAspending"
        );
    }

    #[test]
    fn what_was_not_awarded_has_no_standing() {
        let mut deal = award("us/dod");
        deal.events.iter_mut().for_each(|told| told.event.confidence = 0.1);
        assert_eq!(words(&deal, "2026-04-01"), "");
        assert_eq!(words(&with_record(deal, Register::Sam), "2026-04-01"), "in the public record: SAM.gov");
    }
}
