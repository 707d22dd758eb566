//! Which charts a report shows, and what they say in words.

use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::sources::Sources;
use crate::base::{Currency, Money};
use crate::entities::AmountRole;
use crate::export::charts::{Bar, Grid, Row, bar, dots, grid, periods};
use crate::export::deal::DealRecord;
use crate::export::html_text::text;
use crate::report::{Overview, Standing, TimelinePeriod, Total};

/// So many roles and currencies are drawn, those of most deals.
const MOST_PANELS: usize = 4;

/// Writes the charts.
///
/// # Errors
/// When `out` cannot be written to.
pub(super) fn write<'a>(
    seen: &Overview,
    records: &'a [DealRecord<'a>],
    sources: &mut Sources<'a>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_values(seen, out)?;
    write_top(seen, records, sources, out)?;
    write_matrix(seen, out)?;
    write_events(seen, out)
}

fn write_values(seen: &Overview, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<&Total> =
        seen.sums.totals.iter().filter(|total| total.standing == Standing::Confirmed).collect();
    if lines.is_empty() || seen.periods.is_empty() {
        return Ok(());
    }
    lines.sort_by_key(|total| std::cmp::Reverse(total.deals));
    let further = lines.len().saturating_sub(MOST_PANELS);
    writeln!(
        out,
        "<section aria-labelledby=vh><h2 id=vh>Sums over time</h2>\n<p class=faint>Confirmed sums of the deals first told of in each period, and increases made in it; each role and currency by itself.{}{}</p>",
        if further > 0 { format!(" {further} more stand in the table of sums only.") } else { String::new() },
        if seen.earlier > 0 {
            format!(" {} earlier periods are not drawn.", seen.earlier)
        } else {
            String::new()
        }
    )?;
    for (number, line) in lines.into_iter().take(MOST_PANELS).enumerate() {
        let (role, currency) = (line.role, line.money.currency);
        let sums: Vec<Option<&Total>> =
            seen.periods.iter().map(|period| of(period, role, currency)).collect();
        let most = sums.iter().flatten().max_by_key(|total| total.money.amount);
        let Some(most) = most.filter(|most| most.money.amount > Decimal::ZERO) else { continue };
        let label = format!("{}, {}", role.as_str(), currency);
        let bars: Vec<Bar> = seen
            .periods
            .iter()
            .zip(&sums)
            .map(|(period, sum)| Bar {
                label: period.label.clone(),
                share: sum.map_or(0.0, |sum| share(sum.money.amount, most.money.amount)),
                words: sum.map(|sum| told(&period.label, sum)).unwrap_or_default(),
            })
            .collect();
        let peak = seen.periods.iter().zip(&sums).find(|(_, sum)| **sum == Some(*most));
        let peak = peak.map(|(period, _)| told(&period.label, most)).unwrap_or_default();
        let told = sums.iter().flatten().count();
        let chart = periods(
            &format!("v{number}"),
            &format!("Sums over time: {label}"),
            &format!("{told} of {} periods have such sums; the most in {peak}.", sums.len()),
            &bars,
        );
        writeln!(
            out,
            "<figure><figcaption>{}; the highest bar is {}</figcaption><div class=c tabindex=0 role=region aria-label=\"{} over time\">{chart}</div></figure>",
            text(&label),
            text(&peak),
            text(&label)
        )?;
    }
    writeln!(out, "</section>")
}

/// "2026-03: $200 million (3 deals)".
fn told(period: &str, sum: &Total) -> String {
    let deals = if sum.deals == 1 { "deal" } else { "deals" };
    format!("{period}: {} ({} {deals})", sum.money, sum.deals)
}

fn of(period: &TimelinePeriod, role: AmountRole, currency: Currency) -> Option<&Total> {
    period.totals.iter().find(|total| {
        total.standing == Standing::Confirmed && total.role == role && total.money.currency == currency
    })
}

fn share(part: Decimal, most: Decimal) -> f64 {
    let (part, most) = (part.to_f64().unwrap_or(0.0), most.to_f64().unwrap_or(0.0));
    if most > 0.0 { part / most } else { 0.0 }
}

fn write_top<'a>(
    seen: &Overview,
    records: &'a [DealRecord<'a>],
    sources: &mut Sources<'a>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some((_, largest)) = seen.top.first() else { return Ok(()) };
    writeln!(
        out,
        "<section aria-labelledby=th><h2 id=th>Largest deals</h2>\n<div class=c tabindex=0 role=region aria-label=\"Table of the largest deals\"><table><caption>Confirmed, in {}; each with the sum it is best known by, whose role is told</caption>\n<thead><tr><th scope=col>Deal<th scope=col>Sum<th scope=col>Beside the largest</thead><tbody>",
        largest.money.currency
    )?;
    for (place, sum) in &seen.top {
        let Some(record) = records.get(*place) else { continue };
        let told = record
            .values
            .iter()
            .find(|own| own.role == sum.role && Money::new(own.value, own.currency) == sum.money);
        let source = told.and_then(|own| own.source.as_ref()).or(record.source.as_ref());
        let cited = source.map(|source| sources.cite(super::table::of_source(source))).unwrap_or_default();
        writeln!(
            out,
            "<tr><th scope=row><a href=\"#{}\">{}</a><td class=d>{} {}{} {cited}<td>{}",
            text(record.id.as_str()),
            text(record.name),
            sum.role.as_str(),
            text(&sum.money.to_string()),
            if sum.disputed { " <i>sources disagree</i>" } else { "" },
            bar(share(sum.money.amount, largest.money.amount))
        )?;
    }
    writeln!(out, "</tbody></table></div></section>")
}

fn write_matrix(seen: &Overview, out: &mut dyn Write) -> io::Result<()> {
    let matrix = &seen.matrix;
    if matrix.agencies.is_empty() || matrix.vendors.is_empty() {
        return Ok(());
    }
    let pairs = matrix.agencies.iter().zip(&matrix.deals).flat_map(|(agency, counts)| {
        matrix.vendors.iter().zip(counts).map(move |(vendor, count)| (*count, agency, vendor))
    });
    let most = pairs.max_by_key(|(count, ..)| *count);
    let words = most.map(|(count, agency, vendor)| format!("Most: {agency} and {vendor}, {count}."));
    let further = match (matrix.further_agencies, matrix.further_vendors) {
        (0, 0) => String::new(),
        (agencies, vendors) => {
            format!(" {agencies} further agencies and {vendors} further vendors are not drawn.")
        }
    };
    let of = Grid { rows: &matrix.agencies, columns: &matrix.vendors, counts: &matrix.deals };
    let chart = grid("m", "Confirmed deals by agency and vendor", &words.unwrap_or_default(), &of);
    writeln!(
        out,
        "<section aria-labelledby=mh><h2 id=mh>Who buys from whom</h2>\n<figure><figcaption>Confirmed deals of each agency with each vendor.{further}</figcaption><div class=c tabindex=0 role=region aria-label=\"Agencies and vendors\">{chart}</div></figure></section>"
    )
}

fn write_events(seen: &Overview, out: &mut dyn Write) -> io::Result<()> {
    if seen.events.is_empty() {
        return Ok(());
    }
    let labels: Vec<String> = seen.periods.iter().map(|period| period.label.clone()).collect();
    let rows: Vec<Row> = seen
        .events
        .iter()
        .map(|(kind, counts)| Row { label: kind.as_str().to_owned(), counts: counts.clone() })
        .collect();
    let all = |row: &Row| {
        let (confirmed, others) = row.counts.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        let doubt = if others > 0 { format!(" and {others} unconfirmed") } else { String::new() };
        format!("{}: {confirmed} confirmed{doubt}", row.label)
    };
    let words = rows.iter().map(all).collect::<Vec<_>>().join("; ");
    let chart = dots("e", "Events over time", &words, &labels, &rows);
    writeln!(
        out,
        "<section aria-labelledby=eh><h2 id=eh>What happened</h2>\n<figure><figcaption>{}. A full dot holds confirmed events, a ring only unconfirmed ones; the larger, the more.</figcaption><div class=c tabindex=0 role=region aria-label=\"Events over time\">{chart}</div></figure></section>",
        text(&words)
    )
}
