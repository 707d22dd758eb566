//! What a digest says beside its deals, in words that every format of it shares.

use crate::base::Money;
use crate::report::{Ahead, Comparison, Digest, DigestGroup, FigureChange, Revision, Total};

use super::digest::figure;

/// What is to be known of a total beside its sum, in words that lists of deals share: how many of its deals are disputed,
/// how many have their sum with another, what was not added.
pub fn notes(total: &Total) -> Vec<String> {
    let mut notes = Vec::new();
    if total.disputed > 0 {
        notes.push(format!("of {} the sources disagree", total.disputed));
    }
    if total.shared > 0 {
        notes.push(format!("{} with a sum shared with another, counted once", total.shared));
    }
    if total.further > 0 {
        let noun = if total.further == 1 { "sum" } else { "sums" };
        notes.push(format!("{} further {noun} not added", total.further));
    }
    notes
}

/// The sum of a total, from its lower end where the two read differently: `$5 million to $10 million`.
pub fn sum(total: &Total) -> String {
    let high = total.money.to_string();
    let low =
        total.low.map(|low| Money::new(low, total.money.currency).to_string()).filter(|low| *low != high);
    low.map_or_else(|| high.clone(), |low| format!("{low} to {high}"))
}

/// What it was asked about and when: `agency:army, 2025-07-01 to 2025-07-31`.
pub fn about(digest: &Digest) -> String {
    let period = match (digest.since, digest.until) {
        (Some(since), Some(until)) => format!("{since} to {until}"),
        (Some(since), None) => format!("since {since}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "all time".to_owned(),
    };
    if digest.title.trim().is_empty() { period } else { format!("{}, {period}", digest.title.trim()) }
}

/// Why a digest that tells something has no figures; `None` where it has some, or tells nothing.
pub fn no_figures(digest: &Digest) -> Option<&'static str> {
    let told = [&digest.new, &digest.changes, &digest.sought, &digest.disagreements, &digest.unconfirmed];
    if !digest.totals.is_empty() || told.iter().all(|entries| entries.is_empty()) {
        return None;
    }
    Some(if digest.states_sums {
        "No sums are added up: those stated were told before, or are of a kind that is never added."
    } else {
        "No sums are stated."
    })
}

/// `2026-07-10: decision on the protest due`, `2026-03 to 2026-09: likely recompete window (estimate)`.
pub fn when_and_what(ahead: &Ahead) -> String {
    let to = ahead.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let estimate = if ahead.estimate { " (estimate)" } else { "" };
    format!("{}{to}: {}{estimate}", ahead.from, ahead.in_words())
}

/// The headings of what is to come and of what has not come, each with what is told there.
pub fn ahead_sections(digest: &Digest) -> [(&'static str, Vec<(String, &Ahead)>); 2] {
    let ahead = digest.ahead.iter().map(|one| (when_and_what(one), one)).collect();
    let overdue = digest.overdue.iter().map(|one| (overdue(one), one)).collect();
    [("What to watch", ahead), ("Overdue", overdue)]
}

/// `2026-02-01: offers were due; no award is confirmed since`.
fn overdue(ahead: &Ahead) -> String {
    format!("{}: {}", ahead.from, ahead.in_words_overdue())
}

/// `compared with 2026-09-01 to 2026-09-30`.
pub fn compared_with(comparison: &Comparison) -> String {
    format!("compared with {} to {}", comparison.since, comparison.until)
}

/// `new 3 (before 1)`, `confirmed award $95 million (before none, +$95 million)`: each count and figure of either period.
pub fn comparisons(comparison: &Comparison) -> Vec<String> {
    let counts = comparison
        .counts
        .iter()
        .filter(|count| count.now > 0 || count.before > 0)
        .map(|count| format!("{}: {} (before {})", count.section, count.now, count.before));
    counts.chain(comparison.figures.iter().map(figure_change)).collect()
}

fn figure_change(change: &FigureChange) -> String {
    let money = |amount| Money::new(amount, change.currency).to_string();
    let or_none = |sum: Option<_>| sum.map_or_else(|| "none".to_owned(), money);
    let difference = match change.difference {
        none if none.is_zero() => "unchanged".to_owned(),
        less if less.is_sign_negative() => format!("−{}", money(-less)),
        more => format!("+{}", money(more)),
    };
    format!(
        "{} {}: {} (before {}, {difference})",
        change.standing.as_str(),
        change.role.as_str(),
        or_none(change.now),
        or_none(change.before)
    )
}

/// `Army: 3 deals; confirmed award $95 million (2 deals); beside others, whole: …`.
pub fn group_line(group: &DigestGroup) -> String {
    let count = group.deals.len();
    let mut parts = vec![format!("{}: {count} deal{}", group.label, if count == 1 { "" } else { "s" })];
    let told = |total: &Total| format!("{} {}", total.standing.as_str(), figure(total));
    parts.extend(group.own.iter().map(told));
    parts.extend(group.joint.iter().map(|total| format!("beside others, whole: {}", told(total))));
    parts.join("; ")
}

/// `Army – Larkfield – Contract, 2026: award: $90 million → $9 million (…)`.
pub fn revision_line(revision: &Revision) -> String {
    format!("{}: {}", revision.name, revision.changes.join("; "))
}
