//! Conditions: what a field of the query finds in a thing.

use jiff::civil::Date;

use crate::base::PartialDate;
use crate::entities::AmountRole;
use crate::search::{
    AmountRange, CutWord, Filter, Name, NameKind, NameTable, NamedThing, TextField, WordCutter, lies_within,
    number_key,
};
use crate::watch::finds::Finds;
use crate::watch::reason::Found;
use crate::watch::subject::{Carried, Part, Subject};
use crate::watch::words::{MOST_PLACES, look_beside};
use crate::watch::zone::Zone;

/// A field of the query, with what it names looked up.
#[derive(Debug)]
pub(super) enum Condition {
    /// It names one of these, or, where such things are known by the text alone, has these words.
    Named {
        /// Which list it is of.
        kind: NameKind,
        /// Who is meant.
        called: Called,
        /// The stems of the name.
        words: Vec<CutWord>,
    },
    /// Something in it is supplied through one of these.
    Via(Called),
    /// It was published by an outlet with these words in its name.
    Publisher(Vec<CutWord>),
    /// It has this id, or names the number with this key.
    Id {
        /// As written.
        id: String,
        /// The key.
        number: String,
    },
    /// What needs no looking up.
    Plain(Filter),
}

/// Who is so called.
#[derive(Debug)]
pub(super) struct Called {
    /// The ids by the lists; of what they do not know the name, which may be an id.
    pub(super) ids: Vec<String>,
    /// The stems to look for among names where no list knows the name; else none.
    pub(super) words: Vec<CutWord>,
    /// Whether what belongs to it is not meant.
    exact: bool,
}

impl Called {
    fn read(kind: NameKind, name: &Name, names: &NameTable, cutter: &mut WordCutter) -> Self {
        let ids: Vec<String> = names.ids(kind, &name.text).into_iter().map(str::to_owned).collect();
        if ids.is_empty() {
            let (ids, words) = (vec![name.text.to_lowercase()], cutter.stems(&name.text));
            return Self { ids, words, exact: name.exact };
        }
        Self { ids, words: Vec::new(), exact: name.exact }
    }

    fn is(&self, carried: &Carried<'_>, cutter: &mut WordCutter) -> bool {
        self.ids.iter().any(|id| is_found_by(&carried.thing, id, self.exact))
            || is_said(&carried.name, &self.words, cutter)
    }
}

impl Condition {
    /// What a filter asks. `names` says what the names in it stand for.
    pub(super) fn read(filter: &Filter, names: &NameTable, cutter: &mut WordCutter) -> Self {
        match filter {
            Filter::Named(kind, name) => Self::Named {
                kind: *kind,
                called: Called::read(*kind, name, names, cutter),
                words: cutter.stems(&name.text),
            },
            Filter::Via(name) => Self::Via(Called::read(NameKind::Vendor, name, names, cutter)),
            Filter::Publisher(name) => Self::Publisher(cutter.stems(name)),
            Filter::Id(id) => Self::Id { id: id.clone(), number: number_key(id) },
            filter => Self::Plain(filter.clone()),
        }
    }

    /// Whether it holds.
    pub(super) fn holds(&self, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
        let mut finds = Finds::none();
        self.look(subject, cutter, &mut finds);
        self.asks_nothing() || finds.is_any()
    }

    /// What answers it; `None` where it does not hold.
    pub(super) fn answers(&self, subject: &impl Subject, cutter: &mut WordCutter) -> Option<Vec<Found>> {
        if self.asks_nothing() {
            return Some(Vec::new());
        }
        // Words are many; whom and what else it names is told whole.
        let mut finds = match self {
            Self::Named { kind, .. } if subject.told_in(*kind).is_some() => Finds::up_to(MOST_PLACES),
            _ => Finds::up_to(usize::MAX),
        };
        self.look(subject, cutter, &mut finds);
        finds.is_any().then(|| finds.into_found())
    }

    /// Whether it holds for whatever there is: any day.
    fn asks_nothing(&self) -> bool {
        matches!(
            self,
            Self::Plain(
                Filter::Published { from: None, to: None } | Filter::Happened { from: None, to: None }
            )
        )
    }

    fn look(&self, subject: &impl Subject, cutter: &mut WordCutter, finds: &mut Finds) {
        match self {
            Self::Named { kind, called, words } => match subject.told_in(*kind) {
                None => {
                    for carried in subject.things(*kind) {
                        if called.is(carried, cutter) {
                            finds.add(|| found_thing(*kind, &carried.thing));
                        }
                        if finds.is_full() {
                            break;
                        }
                    }
                }
                Some(part) => {
                    let field = if part == Part::Title { TextField::Title } else { TextField::Body };
                    look_beside(field, words, 0, subject, cutter, finds);
                }
            },
            Self::Via(called) => {
                for Carried { thing, .. } in subject.via().iter().filter(|one| called.is(one, cutter)) {
                    finds.add(|| Found::Via { id: thing.id.to_owned(), name: thing.name.to_owned() });
                }
            }
            Self::Publisher(words) => {
                for outlet in subject.publishers().iter().filter(|outlet| is_said(outlet, words, cutter)) {
                    finds.add(|| Found::Publisher(outlet.text().to_owned()));
                }
            }
            Self::Id { id, number } => {
                if subject.is_called(id) {
                    finds.add(|| Found::Id(id.clone()));
                }
                look_for_number(number, subject, finds);
            }
            Self::Plain(filter) => plain(filter, subject, finds),
        }
    }
}

fn plain(filter: &Filter, subject: &impl Subject, finds: &mut Finds) {
    match filter {
        Filter::Kind(kind) if subject.kinds().contains(kind) => finds.add(|| Found::Kind(*kind)),
        Filter::Status(status) if subject.statuses().contains(status) => {
            finds.add(|| Found::Status(*status));
        }
        Filter::Kept { written, kept } if subject.is_kept(kept) => {
            finds.add(|| Found::Kept(written.clone()));
        }
        Filter::Has(sort) if subject.traits().contains(sort) => finds.add(|| Found::Trait(*sort)),
        Filter::Country(code) => {
            if subject.countries().iter().any(|told| told.to_lowercase() == *code) {
                finds.add(|| Found::Country(code.clone()));
            }
        }
        Filter::Published { from, to } => {
            let dates = within(subject.published(), *from, *to);
            dates.for_each(|date| finds.add(|| Found::Published(date)));
        }
        Filter::Happened { from, to } => {
            let dates = within(subject.happened(), *from, *to);
            dates.for_each(|date| finds.add(|| Found::Happened(date)));
        }
        Filter::Amount(range) => sums(subject, None, range, finds),
        Filter::Sum(role, range) => sums(subject, Some(*role), range, finds),
        // Those above that do not hold, and those that a condition has looked up.
        Filter::Kind(_)
        | Filter::Status(_)
        | Filter::Kept { .. }
        | Filter::Has(_)
        | Filter::Named(..)
        | Filter::Via(_)
        | Filter::Publisher(_)
        | Filter::Id(_) => {}
    }
}

pub(super) fn found_thing(kind: NameKind, thing: &NamedThing<'_>) -> Found {
    Found::Thing { kind, id: thing.id.to_owned(), name: thing.name.to_owned() }
}

/// The contract numbers with this key.
pub(super) fn look_for_number(key: &str, subject: &impl Subject, finds: &mut Finds) {
    if key.is_empty() {
        return;
    }
    for number in subject.numbers().iter().filter(|number| number.key == key) {
        finds.add(|| Found::Number(number.printed.to_owned()));
    }
}

/// Whether a thing is this, or belongs to it unless that alone is meant.
fn is_found_by(thing: &NamedThing<'_>, id: &str, exact: bool) -> bool {
    if exact { thing.id == id } else { thing.found_by().any(|found| found == id) }
}

/// Whether a name has these words beside each other.
fn is_said(name: &Zone<'_>, wanted: &[CutWord], cutter: &mut WordCutter) -> bool {
    let mut finds = Finds::none();
    match wanted {
        [] => {}
        [word] => name.word(&word.text, cutter, &mut finds),
        words => name.phrase(words, 0, cutter, &mut finds),
    }
    finds.is_any()
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

fn sums(subject: &impl Subject, role: Option<AmountRole>, range: &AmountRange, finds: &mut Finds) {
    let sums = subject.sums(role).into_iter().filter(|money| lies_within(money, range));
    sums.for_each(|money| finds.add(|| Found::Sum { role, money }));
}
