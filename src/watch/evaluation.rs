//! The tree, asked of one thing.

use crate::search::WordCutter;
use crate::watch::clause::Clause;
use crate::watch::finds::Finds;
use crate::watch::reason::{Found, Reason};
use crate::watch::subject::Subject;
use crate::watch::words::MOST_PLACES;

/// Whether a part holds.
pub(super) fn holds(clause: &Clause, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
    match clause {
        Clause::Everything(_) => true,
        Clause::Words(_, wanted) => wanted.are_in(subject, cutter),
        Clause::Plain(words) => words.hold(subject, cutter),
        Clause::Condition(_, condition) => condition.holds(subject, cutter),
        Clause::Not(_, inner) => !holds(inner, subject, cutter),
        Clause::All(clauses) => clauses.iter().all(|clause| holds(clause, subject, cutter)),
        Clause::Any(clauses) => clauses.iter().any(|clause| holds(clause, subject, cutter)),
    }
}

/// What a part that holds is answered by.
pub(super) fn explain(
    clause: &Clause,
    subject: &impl Subject,
    cutter: &mut WordCutter,
    reasons: &mut Vec<Reason>,
) {
    let said = |clause: &String, found: Vec<Found>| Reason { clause: clause.clone(), found };
    match clause {
        Clause::Everything(written) | Clause::Not(written, _) => reasons.push(said(written, Vec::new())),
        Clause::Words(written, wanted) => {
            let mut found = Finds::up_to(MOST_PLACES);
            wanted.look(subject, cutter, &mut found);
            if found.is_any() {
                reasons.push(said(written, found.into_found()));
            }
        }
        Clause::Plain(words) => words.explain(subject, cutter, reasons),
        Clause::Condition(written, condition) => {
            reasons.extend(condition.answers(subject, cutter).map(|found| said(written, found)));
        }
        Clause::All(clauses) => {
            for clause in clauses {
                explain(clause, subject, cutter, reasons);
            }
        }
        Clause::Any(clauses) => {
            for clause in clauses {
                if holds(clause, subject, cutter) {
                    explain(clause, subject, cutter, reasons);
                }
            }
        }
    }
}
