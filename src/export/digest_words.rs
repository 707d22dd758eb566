//! What a digest says beside its deals, in words that every format of it shares.

use crate::base::Money;
use crate::report::{Ahead, Comparison, DigestGroup, FigureChange, Revision, Total};

use super::digest::figure;

/// `2026-07-10: decision on the protest due`, `2026-03 to 2026-09: likely recompete window (estimate)`.
pub fn when_and_what(ahead: &Ahead) -> String {
    let to = ahead.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let estimate = if ahead.estimate { " (estimate)" } else { "" };
    format!("{}{to}: {}{estimate}", ahead.from, ahead.kind.in_words())
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
