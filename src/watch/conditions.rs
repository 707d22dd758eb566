//! Conditions: what a field of the query finds in a thing.

use jiff::civil::Date;

use crate::base::PartialDate;
use crate::search::{
    AmountRange, CutWord, Filter, Name, NameKind, NameTable, NamedThing, TextField, WordCutter, lies_within,
    number_key,
};
use crate::watch::reason::Found;
use crate::watch::subject::{Part, Subject};
use crate::watch::words::Words;
use crate::watch::zone::{INDEX_GAP, Zone};

/// What answers a condition; `None` where it does not hold.
pub(super) fn filter<S: Subject>(
    filter: &Filter,
    words: &mut Words<'_, S>,
    names: &NameTable,
) -> Option<Vec<Found>> {
    let subject = words.subject;
    let found: Vec<Found> = match filter {
        Filter::Named(kind, name) => match subject.told_in(*kind) {
            None => named(*kind, name, subject.things(*kind), names, &mut words.cutter)
                .map(|thing| found_thing(*kind, &thing))
                .collect(),
            Some(part) => {
                let field = if part == Part::Title { TextField::Title } else { TextField::Body };
                words.phrase(field, &name.text, 0).unwrap_or_default()
            }
        },
        Filter::Via(name) => named(NameKind::Vendor, name, subject.via(), names, &mut words.cutter)
            .map(|thing| Found::Via { id: thing.id.to_owned(), name: thing.name.to_owned() })
            .collect(),
        Filter::Kind(kind) => {
            subject.kinds().contains(kind).then_some(Found::Kind(*kind)).into_iter().collect()
        }
        Filter::Status(status) => {
            subject.statuses().contains(status).then_some(Found::Status(*status)).into_iter().collect()
        }
        Filter::Kept { written, kept } => {
            subject.is_kept(kept).then(|| Found::Kept(written.clone())).into_iter().collect()
        }
        Filter::Has(sort) => {
            subject.traits().contains(sort).then_some(Found::Trait(*sort)).into_iter().collect()
        }
        Filter::Country(code) => {
            let is_told = subject.countries().iter().any(|told| told.to_lowercase() == *code);
            is_told.then(|| Found::Country(code.clone())).into_iter().collect()
        }
        Filter::Publisher(name) => {
            let wanted = words.cutter.stems(name);
            let publishers = subject.publishers().into_iter();
            let told = publishers.filter(|told| is_said(told, &wanted, &mut words.cutter));
            told.map(|told| Found::Publisher(told.to_owned())).collect()
        }
        Filter::Id(id) => {
            let own = subject.is_called(id).then(|| Found::Id(id.clone()));
            own.into_iter().chain(numbered(subject, &number_key(id))).collect()
        }
        Filter::Published { from: None, to: None } | Filter::Happened { from: None, to: None } => {
            return Some(Vec::new());
        }
        Filter::Published { from, to } => {
            within(subject.published(), *from, *to).map(Found::Published).collect()
        }
        Filter::Happened { from, to } => {
            within(subject.happened(), *from, *to).map(Found::Happened).collect()
        }
        Filter::Amount(range) => sums(subject, None, range),
        Filter::Sum(role, range) => sums(subject, Some(*role), range),
    };
    (!found.is_empty()).then_some(found)
}

pub(super) fn found_thing(kind: NameKind, thing: &NamedThing<'_>) -> Found {
    Found::Thing { kind, id: thing.id.to_owned(), name: thing.name.to_owned() }
}

/// The contract numbers with this key.
pub(super) fn numbered(subject: &impl Subject, key: &str) -> Vec<Found> {
    if key.is_empty() {
        return Vec::new();
    }
    let numbers = subject.numbers().into_iter().filter(|number| number_key(number) == key);
    numbers.map(|number| Found::Number(number.to_owned())).collect()
}

/// What is so called by the lists; what they do not know is looked for among the names as text.
fn named<'t>(
    kind: NameKind,
    name: &Name,
    things: Vec<NamedThing<'t>>,
    names: &NameTable,
    cutter: &mut WordCutter,
) -> impl Iterator<Item = NamedThing<'t>> {
    let known = names.ids(kind, &name.text);
    let found: Vec<NamedThing<'t>> = if known.is_empty() {
        let id = name.text.to_lowercase();
        let wanted = cutter.stems(&name.text);
        let is_meant = |thing: &NamedThing<'_>| {
            is_found_by(thing, &id, name.exact) || is_said(thing.name, &wanted, cutter)
        };
        let mut is_meant = is_meant;
        things.into_iter().filter(|thing| is_meant(thing)).collect()
    } else {
        things.into_iter().filter(|thing| known.iter().any(|id| is_found_by(thing, id, name.exact))).collect()
    };
    found.into_iter()
}

/// Whether a thing is this, or belongs to it unless that alone is meant.
fn is_found_by(thing: &NamedThing<'_>, id: &str, exact: bool) -> bool {
    if exact { thing.id == id } else { thing.found_by().any(|found| found == id) }
}

/// Whether a name has these words beside each other.
fn is_said(name: &str, wanted: &[CutWord], cutter: &mut WordCutter) -> bool {
    let zone = Zone::of_values(vec![name], INDEX_GAP);
    match wanted {
        [] => false,
        [word] => !zone.word(&word.text, 1, cutter).is_empty(),
        words => !zone.phrase(words, 0, 1, cutter).is_empty(),
    }
}

/// Those dates whose first day lies between these days.
fn within(
    dates: Vec<PartialDate>,
    from: Option<Date>,
    to: Option<Date>,
) -> impl Iterator<Item = PartialDate> {
    dates.into_iter().filter(move |date| {
        let day = date.first_day();
        from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
    })
}

fn sums(
    subject: &impl Subject,
    role: Option<crate::entities::AmountRole>,
    range: &AmountRange,
) -> Vec<Found> {
    let sums = subject.sums(role).into_iter().filter(|money| lies_within(money, range));
    sums.map(|money| Found::Sum { role, money }).collect()
}
