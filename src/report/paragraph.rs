//! A deal in one paragraph: the dealing itself, then what became of it, each clause traceable to the events that say it.

use jiff::civil::Date;

use crate::deals::{Deal, DealEvent, DealValue, Moment, Status, in_order};
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::report::backing::{ROUNDING, rivals, says};
use crate::report::dating::{date_told, own_date};
use crate::report::statement::{
    Clause, Statement, briefly, disagreement, is_dealing, of_lead, ranged, statement_of,
};
use crate::report::timeline::{occurrences, tellings};

/// So many sentences on what became of it; of more their number is told.
const MOST_SENTENCES: usize = 5;

/// A deal in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The sentences in order. A clause that rests on no event is the user's own word.
    pub sentences: Vec<Statement>,
}

impl Paragraph {
    /// The paragraph as text.
    pub fn text(&self) -> String {
        self.clauses().into_iter().map(|clause| clause.text).collect()
    }

    /// Its parts in order, with the spaces and full stops between sentences: put together they are the text.
    pub fn clauses(&self) -> Vec<Clause> {
        let mut all: Vec<Clause> = Vec::new();
        for sentence in &self.sentences {
            for (place, clause) in sentence.clauses.iter().enumerate() {
                let space = if place == 0 && !all.is_empty() { " " } else { "" };
                let stop = if place + 1 == sentence.clauses.len() { "." } else { "" };
                all.push(Clause {
                    text: format!("{space}{}{stop}", clause.text),
                    events: clause.events.clone(),
                });
            }
        }
        all
    }
}

/// What is known of a deal in the order of the days: the dealing with its further sums, what came before it and what became
/// of it, then what its sources disagree about, and the user's word. Doubt is told where it is; what was to happen by `today`
/// is told as what was said then.
pub fn paragraph(deal: &Deal, today: Option<Date>) -> Paragraph {
    let Some(kind) = main_kind(deal) else { return Paragraph::default() };
    let of_kind = |told: &DealEvent| told.event.kind == kind;
    let main: Vec<usize> =
        (0..deal.events.len()).filter(|place| deal.events.get(*place).is_some_and(of_kind)).collect();
    // What cannot be the same as the best told of the kind has a sentence of its own: the protest of another.
    let main = occurrences(deal, kind, &main).into_iter().next().unwrap_or_default();
    let main = of_lead(deal, kind, &main);
    let others: Vec<(EventKind, Vec<usize>)> = tellings(deal)
        .into_iter()
        .filter(|(other, places)| *other != kind || places.iter().all(|place| !main.contains(place)))
        .collect();
    let (told, further) = others.split_at(others.len().min(MOST_SENTENCES));
    let dealing = statement_of(deal, kind, &main, today);
    let mut sentences: Vec<Statement> =
        told.iter().map(|(kind, places)| briefly(deal, *kind, places, today)).collect();
    let sums = further_sums(deal, std::iter::once(&dealing).chain(&sentences));
    let before =
        told.iter().take_while(|(other, places)| comes_before(deal, *other, places, kind, &main)).count();
    sentences.splice(before..before, [dealing, sums]);
    if kind != EventKind::Award {
        sentences.push(disagreement(deal));
    }
    sentences.push(rest(further));
    sentences.push(users_word(deal));
    sentences.retain(|sentence| !sentence.clauses.is_empty());
    Paragraph { sentences }
}

/// The kind of event that the deal is about: a dealing before what was asked for or became of it, an award before another
/// dealing, what is confirmed before what is not.
fn main_kind(deal: &Deal) -> Option<EventKind> {
    let rank = |told: &&DealEvent| {
        let event = &told.event;
        (!event.is_confirmed(), !is_dealing(event.kind), event.kind as usize)
    };
    let told = deal.events.iter().min_by_key(rank)?;
    // A change of a contract tells of the contract too, even where its award is only doubtful.
    Some(told.event.kind)
}

/// Whether something is told before what the deal is about: by the order of all that happened where it calls for it or where
/// that is no dealing, else what both days put there. That a dealing is only reported on some day says nothing of what is
/// older than the report, and "in November" may be before any day of it.
fn comes_before(deal: &Deal, other: EventKind, places: &[usize], kind: EventKind, main: &[usize]) -> bool {
    let places = of_lead(deal, other, places);
    if other == EventKind::Solicitation || !is_dealing(kind) {
        let moment =
            |kind, places: &[usize]| Moment::new(kind, date_told(deal, places).map(|(date, _)| date));
        return in_order(&[moment(other, &places), moment(kind, main)]).first() == Some(&0);
    }
    let days = own_date(deal, &places).zip(own_date(deal, main));
    days.is_some_and(|(other, dealing)| other.last_day() < dealing.first_day())
}

/// "Its ceiling is $10 billion; $252 million is obligated": confirmed sums in roles of which nothing above tells a sum, and
/// that are not such a sum rounded. A second sum of one role would speak against the first.
fn further_sums<'a>(deal: &Deal, told: impl Iterator<Item = &'a Statement>) -> Statement {
    let texts: Vec<&str> = told.flat_map(|one| &one.clauses).map(|clause| clause.text.as_str()).collect();
    let is_in_words = |value: &&DealValue| {
        let sum = value.money.to_string();
        texts.iter().any(|text| text.contains(&sum))
    };
    let mut above: Vec<&DealValue> = deal.values.iter().filter(is_in_words).collect();
    let mut statement = Statement::default();
    for role in [AmountRole::Ceiling, AmountRole::Award, AmountRole::Obligated, AmountRole::Price] {
        if rivals(deal, role).len() > 1 || above.iter().any(|told| told.role == role) {
            continue;
        }
        let sayers = |value| -> Vec<usize> {
            let is_sayer = |told: &DealEvent| told.event.is_confirmed() && says(told, value);
            (0..deal.events.len()).filter(|place| deal.events.get(*place).is_some_and(is_sayer)).collect()
        };
        let found = deal.values.iter().filter(|value| value.role == role).find_map(|value| {
            let sayers = sayers(value);
            let is_told = above.iter().any(|told| told.money.is_near(&value.money, ROUNDING));
            (!sayers.is_empty() && !is_told).then_some((value, sayers))
        });
        let Some((value, sayers)) = found else { continue };
        above.push(value);
        let sum = ranged(value);
        let text = match role {
            AmountRole::Ceiling => format!("its ceiling is {sum}"),
            AmountRole::Award => format!("its stated worth is {sum}"),
            AmountRole::Obligated => format!("{sum} is obligated"),
            _ => format!("its price is {sum}"),
        };
        let text = if statement.clauses.is_empty() {
            crate::report::naming::capitalised(&text)
        } else {
            format!("; {text}")
        };
        statement.clauses.push(Clause { text, events: sayers });
    }
    statement
}

/// "Its articles tell of 3 further events."
fn rest(further: &[(EventKind, Vec<usize>)]) -> Statement {
    let events: Vec<usize> = further.iter().flat_map(|(_, places)| places.iter().copied()).collect();
    if events.is_empty() {
        return Statement::default();
    }
    let noun = if further.len() == 1 { "event" } else { "events" };
    let text = format!("Its articles tell of {} further {noun}", further.len());
    Statement { clauses: vec![Clause { text, events }] }
}

fn users_word(deal: &Deal) -> Statement {
    let Some((status, _)) = deal.ruled_status() else { return Statement::default() };
    let stands = match status {
        Status::Sought => "is sought",
        Status::Awarded => "is awarded",
        Status::Changed => "has been changed",
        Status::Protested => "is under protest",
        Status::Ended => "has ended",
        Status::Barred => "is barred",
    };
    let text = format!("By the user's word it {stands}");
    Statement { clauses: vec![Clause { text, events: Vec::new() }] }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::events::{Certainty, OptionPeriods, Printed, Term};
    use crate::report::samples::{AWARD, Told, deal, deals, quarter, random_told};

    #[track_caller]
    fn check(told: &[Told], expected: &str) {
        assert_eq!(paragraph(&deal(told), None).text(), expected);
    }

    #[test]
    fn a_life_is_told_in_sentences() {
        use AmountRole::{Award, Ceiling, Modification, Obligated};
        use EventKind::{Protest, Solicitation, Termination};
        let on = |published, kind, value, sentence| Told { published, kind, value, sentence, ..AWARD };
        let award = Told { value: Some((Ceiling, "90000000")), ..AWARD };
        let obligated = Told { publisher: "Press Wire", value: Some((Obligated, "4000000")), ..AWARD };
        let raised = on(
            "2026-06-01",
            EventKind::Modification,
            Some((Modification, "5000000")),
            "The Army raised Larkfield's contract by $5 million.",
        );
        let protest =
            Told { vendors: &["Larkfield"], ..on("2026-04-01", Protest, None, "Larkfield protested.") };
        for (told, expected) in [
            (
                vec![award.clone()],
                "The Army awarded Larkfield a contract worth up to $90 million (reported 2 March 2026).",
            ),
            (
                vec![award.clone(), obligated],
                "The Army awarded Larkfield a contract worth up to $90 million (reported 2 March 2026). $4 million is obligated.",
            ),
            (
                vec![award.clone(), raised.clone(), protest],
                "The Army awarded Larkfield a contract worth up to $90 million (reported 2 March 2026). Larkfield \
                 protested a decision of the Army (reported 1 April 2026). The Army modified its contract with \
                 Larkfield, with a figure of $5 million given (reported 1 June 2026).",
            ),
            (
                vec![raised],
                "The Army modified its contract with Larkfield, with a figure of $5 million given (reported 1 June 2026).",
            ),
            (
                vec![on("2026-01-05", Solicitation, Some((Award, "7000000")), "The Army asks for bids.")],
                "The Army opened a solicitation, worth $7 million (reported 5 January 2026).",
            ),
            (
                vec![
                    award,
                    on("2026-09-01", Termination, None, "The Army ended its contract with Larkfield."),
                ],
                "The Army awarded Larkfield a contract worth up to $90 million (reported 2 March 2026). The Army ended \
                 its contract with Larkfield (reported 1 September 2026).",
            ),
            (
                vec![Told { certainty: Certainty::Planned, ..AWARD }],
                "The Army plans to award Larkfield a contract (reported 2 March 2026).",
            ),
            (
                vec![Told { confidence: 0.3, ..AWARD }],
                "Unconfirmed: the Army awarded Larkfield a contract (reported 2 March 2026).",
            ),
        ] {
            check(&told, expected);
        }
    }

    #[test]
    fn the_time_it_runs_is_told() {
        let printed = |value| Some(Printed { value, words: "as printed".to_owned() });
        let day = |text: &str| Some(Printed { value: text.parse().unwrap(), words: text.to_owned() });
        let options = Some(Printed { value: OptionPeriods { count: 4, months: 12 }, words: "x".to_owned() });
        for (term, expected) in [
            (Term { length: printed(60), ..Term::default() }, " over 5 years"),
            (Term { total: printed(18), ..Term::default() }, " over up to 18 months"),
            (
                Term { base: printed(12), options, ..Term::default() },
                " over one year with 4 options of one year each",
            ),
            (Term { base: printed(1), ..Term::default() }, " over one month"),
            (
                Term { start: day("2026-09-30"), end: day("2027-09-29"), ..Term::default() },
                " from 30 September 2026 to 29 September 2027",
            ),
            (Term { end: day("2027-09"), ..Term::default() }, " until September 2027"),
        ] {
            let mut told = AWARD.event();
            told.event.details.term = Some(term);
            let deals = crate::deals::settle_told(vec![told]);
            let text = paragraph(&deals[0], None).text();
            assert_eq!(
                text,
                format!("The Army awarded Larkfield a contract{expected} (reported 2 March 2026).")
            );
        }
    }

    #[test]
    fn disagreement_and_parts_make_the_whole() {
        let deals = deals(&quarter());
        let disputed = deals.iter().find(|deal| deal.disputed).unwrap();
        let told = paragraph(disputed, None);
        assert!(told.text().contains("; sources disagree: $48 million"), "{}", told.text());
        let joined: String = told.clauses().iter().map(|clause| clause.text.as_str()).collect();
        assert_eq!(joined, told.text());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_clause_is_without_source_and_no_figure_without_an_event(told in random_told()) {
            for deal in deals(&told) {
                let paragraph = paragraph(&deal, None);
                prop_assert!(!paragraph.sentences.is_empty());
                for clause in paragraph.clauses() {
                    prop_assert!(!clause.events.is_empty());
                    let events: Vec<&DealEvent> = clause.events.iter().map(|place| &deal.events[*place]).collect();
                    for figure in crate::report::samples::figures(&clause.text) {
                        let is_said = |told: &&DealEvent| told.event.value.is_some_and(|value| value.money.is_near(&figure, 0.02));
                        prop_assert!(events.iter().any(is_said), "{figure} in {:?}", clause.text);
                    }
                }
                let text = paragraph.text();
                prop_assert!(text.ends_with('.') && !text.contains("..") && !text.contains("  ") && !text.contains(" ."), "{text}");
            }
        }
    }
}
