//! Sums on the terminal: by role and currency, what is confirmed first, what is not beside it.

use std::io::{self, Write};

use awardwire::base::{Currency, Money};
use awardwire::export::digest_words;
use awardwire::library::{AmountRole, Standing, Sums, Total};

use crate::cli::output::{Style, count, wrapped_after};

/// Prints the sums after a label, a line for each standing and role. Beside any sum, what is unconfirmed has its line.
pub fn print(label: &str, sums: &Sums, width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let deals = match sums.without {
        0 => count(sums.deals, "deal"),
        without if without == sums.deals => format!("{}, no sum told", count(sums.deals, "deal")),
        without => format!("{}, {without} without a sum", count(sums.deals, "deal")),
    };
    writeln!(out, "{}  {deals}", style.strong(label))?;
    if sums.totals.is_empty() {
        return Ok(());
    }
    let indent = " ".repeat(label.chars().count() + 2);
    for standing in [Standing::Confirmed, Standing::Ended, Standing::Sought, Standing::Unconfirmed] {
        let told: Vec<&Total> = sums.totals.iter().filter(|total| total.standing == standing).collect();
        let mut lines = by_role(&told);
        if lines.is_empty() && matches!(standing, Standing::Confirmed | Standing::Unconfirmed) {
            lines.push("none".to_owned());
        }
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { standing.as_str() } else { "" };
            let head = format!("{indent}{name:<13}");
            let line = format!("{head}{}", wrapped_after(line, head.chars().count(), width));
            let line = match standing {
                Standing::Unconfirmed if !told.is_empty() => style.doubt(&line),
                Standing::Confirmed => line,
                _ => style.faint(&line),
            };
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `ceiling      $10.88B in 6 deals · £4.8M in 2 deals`: a line for each role, dollars first.
pub fn by_role(totals: &[&Total]) -> Vec<String> {
    let mut lines: Vec<(AmountRole, Vec<&Total>)> = Vec::new();
    for total in totals {
        match lines.iter_mut().find(|(role, _)| *role == total.role) {
            Some((_, same)) => same.push(total),
            None => lines.push((total.role, vec![total])),
        }
    }
    let line = |(role, mut same): (AmountRole, Vec<&Total>)| {
        same.sort_by_key(|total| (total.money.currency != Currency::USD, total.money.currency));
        let each: Vec<String> = same.into_iter().map(total).collect();
        format!("{} {}", role.as_str(), each.join(" · "))
    };
    lines.into_iter().map(line).collect()
}

/// "$95M in 2 deals (of 1 the sources disagree)".
pub fn total(total: &Total) -> String {
    let notes = digest_words::notes(total);
    // All that is left of a sum that was counted elsewhere.
    if total.shared == total.deals {
        return format!("{} with a sum shared with another, counted once", count(total.deals, "deal"));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let sum = short(&total.money);
    let low = total.low.map(|low| short(&Money::new(low, total.money.currency))).filter(|low| *low != sum);
    let low = low.map(|low| format!("{low} to ")).unwrap_or_default();
    format!("{low}{sum} in {}{notes}", count(total.deals, "deal"))
}

/// `$252.46M`: a sum as short as a table needs it.
pub fn short(money: &Money) -> String {
    let shown = money.to_string();
    for (word, letter) in [(" million", "M"), (" billion", "B"), (" trillion", "T")] {
        if let Some(figure) = shown.strip_suffix(word) {
            return format!("{figure}{letter}");
        }
    }
    shown
}
