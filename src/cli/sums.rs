//! Sums on the terminal: by role and currency, what is confirmed first, what is not beside it.

use std::io::{self, Write};

use awardwire::base::Money;
use awardwire::library::{Standing, Sums, Total};

use crate::cli::output::{Style, count, wrapped_after};

/// Prints the sums after a label, one standing a line. What is unconfirmed always has its line.
pub fn print(label: &str, sums: &Sums, width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let deals = match sums.without {
        0 => count(sums.deals, "deal"),
        without if without == sums.deals => format!("{}, no sum told", count(sums.deals, "deal")),
        without => format!("{}, {without} without a sum", count(sums.deals, "deal")),
    };
    let mut lines: Vec<(&str, String)> = vec![("", deals)];
    for (name, standing) in [
        ("confirmed", Standing::Confirmed),
        ("ended", Standing::Ended),
        ("sought", Standing::Sought),
        ("unconfirmed", Standing::Unconfirmed),
    ] {
        let told: Vec<String> =
            sums.totals.iter().filter(|total| total.standing == standing).map(total).collect();
        if !told.is_empty() {
            lines.push((name, told.join(" · ")));
        } else if matches!(standing, Standing::Confirmed | Standing::Unconfirmed) {
            lines.push((name, "none".to_owned()));
        }
    }
    let room = label.chars().count();
    for (at, (name, text)) in lines.iter().enumerate() {
        let head = if at == 0 { style.strong(label) } else { " ".repeat(room) };
        let name_column = if name.is_empty() { String::new() } else { format!("{name:<12} ") };
        let text = wrapped_after(text, room + 2 + name_column.len(), width);
        let line = format!("{head}  {name_column}{text}");
        let line = match *name {
            "unconfirmed" if text != "none" => style.doubt(&line),
            "" | "confirmed" => line,
            _ => style.faint(&line),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// "$95 million award in 2 deals (1 disputed)".
pub fn total(total: &Total) -> String {
    let mut notes: Vec<String> = Vec::new();
    if total.disputed > 0 {
        notes.push(format!("{} disputed", total.disputed));
    }
    if total.shared > 0 {
        notes.push(format!("{} in a sum told of several together, counted once", total.shared));
    }
    if total.further > 0 {
        notes.push(format!("{} not added", count(total.further, "further sum")));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let sum = crate::cli::show_article::sum(&total.money, total.low.map(|low| grouped(low, total)));
    format!("{sum} {} in {}{notes}", total.role.as_str(), count(total.deals, "deal"))
}

/// The lower end as people read it, without the sign that stands before it anyway.
fn grouped(low: rust_decimal::Decimal, total: &Total) -> String {
    let currency = total.money.currency;
    let shown = Money::new(low, currency).to_string();
    shown.strip_prefix(currency.sign().as_str()).unwrap_or(&shown).to_owned()
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
