//! For how long a deal runs: what its articles tell, and what follows from it by arithmetic.

use serde::{Deserialize, Serialize};

use crate::base::PartialDate;
use crate::deals::deal::DealEvent;
use crate::deals::support::{Supported, Tellings, source};
use crate::deals::term_shape::{Shape, shape};
use crate::events::{EventKind, Printed, Term};

/// Two tellings of one exercise lie no further apart, in days.
const SAME_CHANGE_DAYS: i32 = 90;
/// A printed end this near to that of all options, in months, is the end of all options.
const NEAR_MONTHS: i32 = 3;

/// The period of performance of a deal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// When it begins: as printed, else when it was awarded.
    pub start: Option<PartialDate>,
    /// When it ends as things stand: the base, with the options exercised so far.
    pub end: Option<PartialDate>,
    /// When it ends if every option is exercised; as `end` where none is told. `None` where one was exercised, and how many are
    /// left nobody says.
    pub end_with_options: Option<PartialDate>,
    /// How many months are bought for certain.
    pub base_months: Option<u32>,
    /// How many options are told.
    pub option_count: Option<u32>,
    /// How many months each of them has.
    pub option_months: Option<u32>,
    /// Whether an end is reckoned, not printed.
    pub estimate: bool,
    /// How the days were reckoned, and from whose words: a line a step.
    pub arithmetic: Vec<String>,
    /// What other articles say instead.
    pub others: Vec<String>,
}

/// The period by the confirmed events of a deal, which are oldest first; `None` where they tell nothing of it.
pub(super) fn period(told: Tellings<'_>) -> Option<Period> {
    let mut reckoning = Reckoning { told, period: Period::default() };
    let shape = reckoning.shape();
    reckoning.reckon(&shape);
    let period = reckoning.period;
    let is_told = period.end.is_some() || period.end_with_options.is_some() || period.base_months.is_some();
    (is_told || period.option_count.is_some()).then_some(period)
}

/// A period while it is reckoned.
struct Reckoning<'a> {
    told: Tellings<'a>,
    period: Period,
}

impl<'a> Reckoning<'a> {
    /// The lengths, put together.
    fn shape(&mut self) -> Shape {
        let length = self.part("months", |term| term.length.as_ref());
        let base = self.part("months of base", |term| term.base.as_ref());
        let total = self.part("months with options", |term| term.total.as_ref());
        let options = self.options();
        let shape = shape(length, base, options, total);
        self.period.base_months = shape.base.as_ref().map(|base| base.value);
        self.period.option_count = shape.options.as_ref().map(|options| options.value.count);
        self.period.option_months =
            shape.options.as_ref().map(|options| options.value.months).filter(|months| *months > 0);
        shape
    }

    /// What the best supported article says of one part; the others are noted. Awards are asked before changes and calls.
    fn part(
        &mut self,
        name: &str,
        get: impl Fn(&'a Term) -> Option<&'a Printed<u32>>,
    ) -> Option<Supported<u32>> {
        let read = |kinds: &'static [EventKind]| {
            self.told.best(|event| {
                let printed = get(term(event, kinds)?)?;
                Some((printed.value, Some(printed.words.as_str())))
            })
        };
        let (best, others) =
            [AWARDS, CHANGES, CALLS].into_iter().map(read).find(|(best, _)| best.is_some())?;
        self.period
            .others
            .extend(others.iter().map(|other| format!("{} {name} ({})", other.value, other.source)));
        best
    }

    fn options(&mut self) -> Option<Supported<crate::events::OptionPeriods>> {
        let read = |kinds: &'static [EventKind]| {
            self.told.best(|event| {
                let printed = term(event, kinds)?.options.as_ref()?;
                Some((printed.value, Some(printed.words.as_str())))
            })
        };
        let (best, others) =
            [AWARDS, CHANGES, CALLS].into_iter().map(read).find(|(best, _)| best.is_some())?;
        self.period.others.extend(others.iter().map(|other| {
            let each = if other.value.months > 0 {
                format!(" of {} months", other.value.months)
            } else {
                String::new()
            };
            format!("{} options{each} ({})", other.value.count, other.source)
        }));
        best
    }

    fn reckon(&mut self, shape: &Shape) {
        let start = self.start();
        self.period.start = start;
        let ends = start.map(|start| Ends::of(start, shape)).unwrap_or_default();
        let printed = self.printed_end();
        let mut base_end = ends.base;
        let mut final_end = ends.total;
        if let Some(base) = &shape.base {
            let end = base_end.map(|end| format!(" = {end}")).unwrap_or_default();
            let of_base = if shape.is_base_said || shape.options.is_some() { " of base" } else { "" };
            self.say(format!("+ {} months{of_base}{end} ({})", base.value, base.source));
        }
        if let Some(note) = &shape.note {
            self.say(note.clone());
        }
        let is_final = printed.as_ref().zip(ends.total).is_some_and(|(printed, total)| {
            shape.has_options() && months_before(total, NEAR_MONTHS) <= Some(printed.value.first_day())
        });
        let outruns = |printed: PartialDate| {
            !shape.tells_options()
                && ends
                    .total
                    .is_some_and(|total| months_before(total, NEAR_MONTHS) > Some(printed.last_day()))
        };
        let is_outrun = printed.as_ref().is_some_and(|printed| !is_final && outruns(printed.value));
        match (&printed, is_final) {
            (Some(printed), true) => {
                final_end = Some(printed.value);
                self.say(format!("ends {} with options, as printed ({})", printed.value, printed.source));
            }
            (Some(printed), false) if outruns(printed.value) => {
                // The two ends disagree, and the later is no option that anybody told of: one article may mean another contract.
                base_end = ends.total;
                self.say_total(shape, ends.total);
                self.period.others.push(format!("ends {} ({})", printed.value, printed.source));
            }
            (Some(printed), false) => {
                base_end = Some(printed.value);
                final_end = shape.after_base(printed.value).or(ends.total.filter(|_| shape.tells_options()));
                self.say(format!("ends {}, as printed ({})", printed.value, printed.source));
            }
            (None, _) => {}
        }
        if let Some(options) = shape.options.as_ref().filter(|_| !is_final) {
            let end =
                final_end.filter(|_| base_end.is_some()).map(|end| format!(" = {end}")).unwrap_or_default();
            let (count, months) = (options.value.count, options.value.months);
            if months > 0 {
                let noun = if count == 1 { "option" } else { "options" };
                self.say(format!("+ {count} {noun} of {months} months{end} ({})", options.source));
            }
        } else if !is_final && !is_outrun {
            self.say_total(shape, final_end);
        }
        let with_options = self.printed_end_with_options();
        let is_printed = is_final || with_options.is_some();
        if let Some(printed) = with_options {
            self.say(format!("with options until {}, as printed ({})", printed.value, printed.source));
            final_end = Some(printed.value);
        }
        let changed = self.changes(base_end, shape);
        let end = changed.as_ref().map(|(end, _)| *end).or(base_end);
        let is_until = |(_, change): &(PartialDate, Change)| matches!(change, Change::Until(_));
        let is_end_printed = changed.as_ref().map_or(printed.is_some() && !is_final && !is_outrun, is_until);
        // A change that puts the end earlier leaves no options where none were told.
        final_end = final_end.filter(|_| is_printed || changed.is_none() || shape.tells_options());
        // One option was exercised, and how many are left nobody says.
        let is_open = final_end.is_none() && matches!(changed, Some((_, Change::Option { .. })));
        let last = [final_end, end].into_iter().flatten().max_by_key(PartialDate::last_day);
        let last = last.filter(|_| !is_open);
        self.period.end = end;
        self.period.end_with_options = last;
        let is_reckoned = |day: Option<PartialDate>, is_printed: bool| day.is_some() && !is_printed;
        self.period.estimate =
            is_reckoned(end, is_end_printed) || (last != end && is_reckoned(last, is_printed));
    }

    /// The line on a length that may be the longest.
    fn say_total(&mut self, shape: &Shape, end: Option<PartialDate>) {
        let Some(total) = &shape.total else { return };
        let with_options = if shape.tells_options() { "with options" } else { "at the longest" };
        let end = end.map(|end| format!(" = {end}")).unwrap_or_default();
        self.say(format!("{} months {with_options}{end} ({})", total.value, total.source));
    }

    /// The day on which it begins as printed, else that of the award.
    fn start(&mut self) -> Option<PartialDate> {
        let (printed, others) = self.told.best(|event| {
            let printed = term(event, AWARDS)?.start.as_ref()?;
            Some((printed.value, Some(printed.words.as_str())))
        });
        self.period
            .others
            .extend(others.iter().map(|other| format!("begins {} ({})", other.value, other.source)));
        if let Some(printed) = printed {
            self.say(format!("begins {} ({})", printed.value, printed.source));
            return Some(printed.value);
        }
        let (said, _) = self.told.best(|event| {
            let is_award = AWARDS.contains(&event.event.kind) && event.event.is_confirmed();
            event.event.date.filter(|_| is_award).map(|date| (date.to_month(), None))
        });
        let (known, _) = self.told.best(|event| {
            let is_award = AWARDS.contains(&event.event.kind) && event.event.is_confirmed();
            event.published.filter(|_| is_award).map(|date| (date.to_month(), None))
        });
        let awarded = said.or(known)?;
        self.say(format!("awarded {} ({})", awarded.value, awarded.source));
        Some(awarded.value)
    }

    /// When the work is to be done, by articles of the award.
    fn printed_end(&mut self) -> Option<Supported<PartialDate>> {
        let (best, others) = self.told.best(|event| {
            let is_award = AWARDS.contains(&event.event.kind) && event.event.is_confirmed();
            let details = &event.event.details;
            let end = details.term.as_ref().and_then(|term| term.end.as_ref());
            let end = end.map(|end| (end.value, Some(end.words.as_str())));
            end.or(details.completion.map(|day| (day, None))).filter(|_| is_award)
        });
        self.period
            .others
            .extend(others.iter().map(|other| format!("ends {} ({})", other.value, other.source)));
        best
    }

    fn printed_end_with_options(&mut self) -> Option<Supported<PartialDate>> {
        let (best, others) = self.told.best(|event| {
            let printed = term(event, &[EventKind::Award, EventKind::Deployment, EventKind::Modification])?
                .end_with_options
                .as_ref()?;
            Some((printed.value, Some(printed.words.as_str())))
        });
        self.period.others.extend(
            others.iter().map(|other| format!("with options until {} ({})", other.value, other.source)),
        );
        best
    }

    /// The end as exercised options and extensions have moved it, each told by however many articles; `None` where none has.
    /// With it, the change that did.
    fn changes(&mut self, base_end: Option<PartialDate>, shape: &Shape) -> Option<(PartialDate, Change)> {
        let mut end = base_end;
        let mut moved_to = None;
        let mut exercised = 0;
        let mut last_change: Option<(Change, i32)> = None;
        for event in self.told.events {
            if event.event.kind != EventKind::Modification || !event.event.is_confirmed() {
                continue;
            }
            let Some(change) = Change::of(event).filter(|change| !self.is_told_finer(change)) else {
                continue;
            };
            let day = event.event.date.or(event.published).map(|day| day_number(day.first_day()));
            let is_told_before = last_change.as_ref().is_some_and(|(known, at)| {
                known.is_same(&change) && day.is_some_and(|day| (day - at).abs() <= SAME_CHANGE_DAYS)
            });
            if is_told_before {
                continue;
            }
            let on = event.event.date.or(event.published).map(|day| day.to_month());
            let each =
                shape.options.as_ref().map(|options| options.value.months).filter(|months| *months > 0);
            let moved = match change.clone() {
                Change::Until(day) => Some(day),
                Change::By(months) => end.and_then(|end| end.plus_months(months as i32)),
                Change::Option { number, months } => {
                    let months = each.or(months);
                    let count = number.unwrap_or(exercised + 1);
                    let from_base =
                        base_end.zip(each).and_then(|(base, each)| base.plus_months((count * each) as i32));
                    let from_end = end.zip(months).and_then(|(end, months)| end.plus_months(months as i32));
                    exercised = count;
                    // Where nothing is told of the base, an option runs from when it was exercised.
                    from_base.or(from_end).or_else(|| on.zip(months)?.0.plus_months(months? as i32))
                }
            };
            last_change = day.map(|day| (change.clone(), day));
            let Some(moved) = moved else { continue };
            self.say(format!("{} = {moved} ({})", change.in_words(), source(event, change.words(event))));
            end = Some(moved);
            moved_to = Some((moved, change));
        }
        moved_to
    }

    /// Whether another change tells the same new end more exactly: "2029" beside "October 2029".
    fn is_told_finer(&self, change: &Change) -> bool {
        let Change::Until(day) = change else { return false };
        self.told.events.iter().filter_map(|event| event.event.details.completion).any(|other| {
            other != *day && other.first_day() >= day.first_day() && other.last_day() <= day.last_day()
        })
    }

    fn say(&mut self, line: String) {
        self.period.arithmetic.push(line);
    }
}

/// Kinds of events that tell a contract of their own.
const AWARDS: &[EventKind] = &[EventKind::Award, EventKind::Deployment];
const CHANGES: &[EventKind] = &[EventKind::Modification, EventKind::Termination];
const CALLS: &[EventKind] = &[EventKind::Solicitation];

/// The term that a confirmed event of these kinds tells; of a call what is planned counts too, as nothing else can be.
fn term<'a>(told: &'a DealEvent, kinds: &[EventKind]) -> Option<&'a Term> {
    let counts = told.event.is_confirmed() || told.event.kind == EventKind::Solicitation;
    told.event.details.term.as_ref().filter(|_| counts && kinds.contains(&told.event.kind))
}

/// The ends by arithmetic.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    base: Option<PartialDate>,
    total: Option<PartialDate>,
}

impl Ends {
    fn of(start: PartialDate, shape: &Shape) -> Self {
        let end = |months: u32| end_of(start, months);
        let base = shape.base.as_ref().and_then(|base| end(base.value));
        Self { base, total: shape.total_months().and_then(end).or(base) }
    }
}

/// The last day of so many months from a day on; of a month or year the one in which they end.
fn end_of(start: PartialDate, months: u32) -> Option<PartialDate> {
    let end = start.plus_months(months as i32)?;
    if end.day().is_some() { end.first_day().yesterday().ok().map(PartialDate::from) } else { Some(end) }
}

fn months_before(date: PartialDate, months: i32) -> Option<jiff::civil::Date> {
    date.plus_months(-months).or(Some(date)).map(|date| date.first_day())
}

fn day_number(day: jiff::civil::Date) -> i32 {
    i32::from(day.year()) * 372 + i32::from(day.month()) * 31 + i32::from(day.day())
}

/// What an event changes of the end.
#[derive(Clone, Debug, PartialEq)]
enum Change {
    /// It ends on that day now.
    Until(PartialDate),
    /// It is so many months longer.
    By(u32),
    /// An option was exercised.
    Option { number: Option<u32>, months: Option<u32> },
}

impl Change {
    fn of(event: &DealEvent) -> Option<Self> {
        let details = &event.event.details;
        let term = details.term.as_ref();
        if let Some(day) = details.completion {
            return Some(Self::Until(day));
        }
        let exercised = term.and_then(|term| term.exercised.as_ref()).map(|told| told.value);
        let option = exercised.map(|told| Self::Option { number: told.number, months: told.months });
        option.or_else(|| term?.extension.as_ref().map(|told| Self::By(told.value)))
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Option { number: a, .. }, Self::Option { number: b, .. }) => {
                a == b || a.is_none() || b.is_none()
            }
            _ => self == other,
        }
    }

    fn words<'e>(&self, event: &'e DealEvent) -> Option<&'e str> {
        let term = event.event.details.term.as_ref();
        match self {
            Self::Until(_) => None,
            Self::By(_) => term?.extension.as_ref().map(|told| told.words.as_str()),
            Self::Option { .. } => term?.exercised.as_ref().map(|told| told.words.as_str()),
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Until(_) => "changed to end".to_owned(),
            Self::By(months) => format!("+ {months} months of extension"),
            Self::Option { number: Some(number), .. } => format!("option {number} exercised"),
            Self::Option { number: None, .. } => "an option exercised".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ArticleId, Span};
    use crate::deals::recompete::{Recompete, recompete};
    use crate::deals::same_story::Stories;
    use crate::deals::{Deal, Status, telling};
    use crate::events::{Certainty, Details, Event, EventSpans, Exercised, OptionPeriods};

    #[expect(clippy::unnecessary_wraps, reason = "every part of a term may be missing")]
    fn printed<T>(value: T) -> Option<Printed<T>> {
        Some(Printed { value, words: "as printed".into() })
    }

    fn day(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn told(
        kind: EventKind,
        publisher: &str,
        published: &str,
        term: Term,
        completion: Option<&str>,
    ) -> DealEvent {
        let details = Details { term: Some(term), completion: completion.map(day), ..Details::default() };
        DealEvent {
            article: ArticleId::from_stored(format!("a-{publisher}-{published}")),
            ordinal: 0,
            title: String::new(),
            url: None,
            publisher: Some(publisher.into()),
            published: Some(day(published)),
            written: None,
            origin: 0,
            sentence: format!("{publisher} wrote of it in its own words on {published}."),
            event: Event {
                kind,
                buyers: Vec::new(),
                vendors: Vec::new(),
                via: Vec::new(),
                value: None,
                date: None,
                subject: None,
                program: None,
                contract_ids: Vec::new(),
                details,
                official: None,
                certainty: Certainty::Announced,
                attribution: None,
                evidence: Span::body(0, 0),
                spans: EventSpans::default(),
                confidence: 0.95,
                review: None,
            },
        }
    }

    /// The deal that an event alone tells.
    fn alone(told: DealEvent) -> Deal {
        let stories = Stories::of(std::iter::once(&told.article.clone()), &[]);
        telling::tell(vec![told], Vec::new(), &stories)
    }

    fn award(publisher: &str, published: &str, term: Term) -> DealEvent {
        told(EventKind::Award, publisher, published, term, None)
    }

    fn year_and_four() -> Term {
        Term {
            base: printed(12),
            options: printed(OptionPeriods { count: 4, months: 12 }),
            ..Term::default()
        }
    }

    fn length(months: u32) -> Term {
        Term { length: printed(months), ..Term::default() }
    }

    fn clock(events: &[DealEvent]) -> (Period, Option<Recompete>) {
        let origin: Vec<usize> = (0..events.len()).collect();
        let period = period(Tellings { events, origin: &origin }).unwrap();
        let clock = recompete(&period, Some(Status::Awarded), None, events);
        (period, clock)
    }

    fn ends(events: &[DealEvent]) -> (String, String, bool) {
        let (period, _) = clock(events);
        let text = |day: Option<PartialDate>| day.map(|day| day.to_string()).unwrap_or_default();
        (text(period.end), text(period.end_with_options), period.estimate)
    }

    #[test]
    fn base_and_options_are_added_to_the_award() {
        let (period, clock) = clock(&[award("The Ledger", "2024-03-14", year_and_four())]);
        assert_eq!(
            (period.start, period.end, period.end_with_options),
            (Some(day("2024-03")), Some(day("2025-03")), Some(day("2029-03")))
        );
        assert!(period.estimate);
        let clock = clock.unwrap();
        assert_eq!((clock.from, clock.to), (day("2028-03"), day("2028-09")));
        assert_eq!(
            clock.arithmetic,
            [
                "awarded 2024-03 (The Ledger, 2024-03-14)",
                "+ 12 months of base = 2025-03 (The Ledger, 2024-03-14: “as printed”)",
                "+ 4 options of 12 months = 2029-03 (The Ledger, 2024-03-14: “as printed”)",
                "agencies usually ask for proposals 6 to 12 months before the end, 2029-03: 2028-03 to 2028-09",
            ]
        );
    }

    #[test]
    fn lengths_are_put_together_and_printed_days_go_before() {
        let four_options = |months| printed(OptionPeriods { count: 4, months });
        for (term, completion, expected) in [
            (length(60), None, ("2029-03", "2029-03", true)),
            // The five years hold the options.
            (Term { options: four_options(12), ..length(60) }, None, ("2025-03", "2029-03", true)),
            (
                Term { options: printed(OptionPeriods { count: 1, months: 60 }), ..length(60) },
                None,
                ("2029-03", "2034-03", true),
            ),
            (Term { base: printed(12), ..length(60) }, None, ("2025-03", "2029-03", true)),
            // How long an option is nobody says: a year beside a base of a year, else unknown.
            (
                Term { base: printed(12), options: four_options(0), ..Term::default() },
                None,
                ("2025-03", "2029-03", true),
            ),
            (
                Term { base: printed(24), options: four_options(0), ..Term::default() },
                None,
                ("2026-03", "2026-03", true),
            ),
            (Term { total: printed(84), ..Term::default() }, None, ("", "2031-03", true)),
            (
                Term { start: printed(day("2024-04-01")), ..length(36) },
                None,
                ("2027-03-31", "2027-03-31", true),
            ),
            (Term { start: printed(day("2024")), ..length(36) }, None, ("2027", "2027", true)),
            (Term { start: printed(day("2024")), ..length(18) }, None, ("", "", false)),
            (Term::default(), Some("2027-05"), ("2027-05", "2027-05", false)),
            (length(36), Some("2027-05"), ("2027-05", "2027-05", false)),
            // A printed end near that of all options is theirs.
            (year_and_four(), Some("2029-02"), ("2025-03", "2029-02", true)),
            (year_and_four(), Some("2025-06"), ("2025-06", "2029-06", true)),
            (
                Term { end_with_options: printed(day("2031")), ..length(36) },
                Some("2027-05"),
                ("2027-05", "2031", false),
            ),
        ] {
            let found = ends(&[told(EventKind::Award, "The Ledger", "2024-03-14", term.clone(), completion)]);
            let expected = (expected.0.to_owned(), expected.1.to_owned(), expected.2);
            assert_eq!(found, expected, "{term:?} {completion:?}");
        }
    }

    #[test]
    fn ends_that_disagree_are_no_options() {
        // An incumbent's end beside the length of the new contract.
        let with_end =
            |term: Term, end: &str| told(EventKind::Award, "The Wire", "2024-03-14", term, Some(end));
        for (term, expected) in [
            (length(60), ("2029-03", "2029-03", true)),
            (Term { total: printed(60), ..Term::default() }, ("2029-03", "2029-03", true)),
        ] {
            let events = [with_end(term, "2024-03")];
            let expected = (expected.0.to_owned(), expected.1.to_owned(), expected.2);
            assert_eq!(ends(&events), expected);
            let (period, _) = clock(&events);
            assert_eq!(period.others, ["ends 2024-03 (The Wire, 2024-03-14)"]);
            assert!(!period.tells_options(), "{:?}", period.arithmetic);
            assert_eq!(period.in_words(), "2024-03 to 2029-03 (estimate)");
        }
        // A change that shortens what was told by its length only.
        let changed =
            told(EventKind::Modification, "The Wire", "2025-03-14", Term::default(), Some("2026-05"));
        let (period, _) = clock(&[award("The Ledger", "2024-03-14", length(60)), changed]);
        assert_eq!(period.in_words(), "2024-03 to 2026-05");
        // "Including options" tells of options, however many.
        let words = "five years, including options".to_owned();
        let told_options = Term { total: Some(Printed { value: 60, words }), ..Term::default() };
        let (period, _) = clock(&[with_end(told_options, "2025-03")]);
        assert_eq!(period.in_words(), "2024-03 to 2025-03, with options to 2029-03 (estimate)");
        let (period, _) =
            clock(&[award("The Ledger", "2024-03-14", Term { total: printed(60), ..Term::default() })]);
        assert_eq!(period.in_words(), "2024-03 to 2029-03 at the longest (estimate)");
    }

    #[test]
    fn the_best_supported_article_wins_and_the_other_is_listed() {
        let events = [
            award("The Wire", "2024-03-13", length(36)),
            award("The Ledger", "2024-03-14", length(60)),
            award("The Courier", "2024-03-15", length(60)),
        ];
        let (period, _) = clock(&events);
        assert_eq!(period.end, Some(day("2029-03")));
        assert_eq!(period.others, ["36 months (The Wire, 2024-03-13: “as printed”)"]);
        // Two copies are one origin.
        let found = super::period(Tellings { events: &events, origin: &[0, 1, 1] }).unwrap();
        assert_eq!(found.end, Some(day("2027-03")));
    }

    #[test]
    fn exercised_options_and_changes_move_the_end() {
        let exercised =
            |number, months| Term { exercised: printed(Exercised { number, months }), ..Term::default() };
        let change = |published: &str, term: Term, completion: Option<&str>| {
            told(EventKind::Modification, "The Wire", published, term, completion)
        };
        let first = || award("The Ledger", "2024-03-14", year_and_four());
        for (changes, expected) in [
            (vec![change("2025-03-01", exercised(None, Some(12)), None)], ("2026-03", "2029-03", true)),
            // Told twice within weeks it is one.
            (
                vec![
                    change("2025-03-01", exercised(None, Some(12)), None),
                    change("2025-03-20", exercised(Some(1), None), None),
                ],
                ("2026-03", "2029-03", true),
            ),
            (vec![change("2026-03-01", exercised(Some(2), None), None)], ("2027-03", "2029-03", true)),
            (
                vec![change("2028-12-01", Term { extension: printed(60), ..Term::default() }, None)],
                ("2030-03", "2030-03", true),
            ),
            (
                vec![change("2025-02-01", Term::default(), Some("2030-09-30"))],
                ("2030-09-30", "2030-09-30", false),
            ),
        ] {
            let events: Vec<DealEvent> = [first()].into_iter().chain(changes).collect();
            let expected = (expected.0.to_owned(), expected.1.to_owned(), expected.2);
            assert_eq!(ends(&events), expected);
        }
        // Of the contract nothing is known: the option runs from when it was exercised.
        let (period, _) = clock(&[change("2025-03-01", exercised(None, Some(12)), None)]);
        assert_eq!((period.start, period.end, period.end_with_options), (None, Some(day("2026-03")), None));
    }

    #[test]
    fn one_new_end_told_by_several_is_told_once() {
        let change = |publisher: &str, end: &str| {
            told(EventKind::Modification, publisher, "2025-05-28", Term::default(), Some(end))
        };
        let (period, _) = clock(&[change("The Wire", "2029"), change("The Ledger", "2029-10")]);
        assert_eq!(period.arithmetic, ["changed to end = 2029-10 (The Ledger, 2025-05-28)"]);
        assert!(!period.estimate);
    }

    #[test]
    fn no_clock_for_what_is_over_doubtful_or_not_won() {
        let events = [award("The Ledger", "2024-03-14", length(60))];
        let (period, _) = clock(&events);
        for status in [None, Some(Status::Sought), Some(Status::Ended), Some(Status::Barred)] {
            assert_eq!(recompete(&period, status, None, &events), None, "{status:?}");
        }
        assert!(recompete(&period, Some(Status::Changed), None, &events).is_some());
        assert!(
            recompete(&period, Some(Status::Changed), Some(crate::events::ContractType::Grant), &events)
                .is_none()
        );
        let in_use = [told(EventKind::Deployment, "The Ledger", "2024-03-14", length(60), None)];
        assert_eq!(clock(&in_use).1, None);
        let mut doubtful = award("The Ledger", "2024-03-14", length(60));
        doubtful.event.confidence = 0.5;
        let origin = [0];
        assert_eq!(super::period(Tellings { events: &[doubtful.clone()], origin: &origin }), None);
        let deal = alone(doubtful);
        assert_eq!((deal.period, deal.recompete), (None, None));
        let deal = alone(award("The Ledger", "2024-03-14", length(60)));
        assert_eq!(deal.recompete.map(|clock| clock.final_end), Some(day("2029-03")));
    }
}
