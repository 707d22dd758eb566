//! The sums by role, with who says what and when; what sources disagree on stands side by side.

use std::io::{self, Write};

use awardwire::base::ArticleId;
use awardwire::export::{DealRecord, DealSum};
use awardwire::library::{Deal, DealValue};

use super::{by_user, line, painted};
use crate::cli::output::{Style, count, one_line};
use crate::cli::show_article::sum;

pub(super) fn print(
    deal: &Deal,
    record: &DealRecord<'_>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut role = None;
    for (value, told) in deal.values.iter().zip(&record.values) {
        let label = if role == Some(value.role) { String::new() } else { capitalised(value.role.as_str()) };
        role = Some(value.role);
        line(&label, &said(deal, value, told, style), out)?;
    }
    if deal.disputed {
        let disagreement = format!("the sources disagree on the sum: {}", side_by_side(deal, record));
        painted("", &disagreement, |row| style.doubt(row), out)?;
    }
    Ok(())
}

/// "$40 million by Example Wire (2026-05-04), The Ledger (2026-05-05), 1 origin"; no article need tell what the user said.
fn said(deal: &Deal, value: &DealValue, told: &DealSum<'_>, style: Style) -> String {
    let who: Vec<String> = value.articles.iter().map(|id| publisher(deal, id)).collect();
    let origins = if value.origins < value.articles.len() {
        format!(", {}", count(value.origins, "origin"))
    } else {
        String::new()
    };
    let doubt = if told.confirmed { String::new() } else { format!(" {}", style.doubt("[unconfirmed]")) };
    let by = if who.is_empty() { String::new() } else { format!(" by {}{origins}", who.join(", ")) };
    let ruled = deal.ruled_value(value.role).filter(|_| told.ruled);
    let word = ruled.map(|(_, said)| format!(" {}", style.faint(&by_user(said)))).unwrap_or_default();
    format!("{}{by}{word}{doubt}", style.strong(&sum(&value.money, value.low)))
}

/// "$46 million (2 origins) against $40 million (1 origin)".
fn side_by_side(deal: &Deal, record: &DealRecord<'_>) -> String {
    let disputed = deal.values.iter().zip(&record.values).filter(|(_, told)| told.disputed);
    let sums = disputed
        .map(|(value, _)| format!("{} ({})", sum(&value.money, value.low), count(value.origins, "origin")));
    sums.collect::<Vec<_>>().join(" against ")
}

fn publisher(deal: &Deal, id: &ArticleId) -> String {
    let told = deal.events.iter().find(|e| e.article == *id);
    let name = told.and_then(|e| e.publisher.as_deref()).map_or_else(|| id.to_string(), one_line);
    match told.and_then(|e| e.published) {
        Some(date) => format!("{name} ({date})"),
        None => name,
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
