//! A list of deals with its groups and sums: as JSON, as CSV, and as Markdown tables.

use std::io::{self, Write};

use serde::Serialize;

use super::deal::{DealRecord, Party};
use super::digest_record::TotalRecord;
use super::record::FORMAT_VERSION;
use super::row::{Cell, join};
use super::{csv, markdown_text, safe_json};
use crate::base::{DealId, Money};
use crate::deals::{Deal, Status};
use crate::report::{Group, GroupBy, Ledger, Standing, Sums, Total};

#[derive(Serialize)]
struct LedgerRecord<'a> {
    format_version: u32,
    by: &'static str,
    groups: Vec<GroupRecord<'a>>,
    all: SumsRecord,
}

#[derive(Serialize)]
struct GroupRecord<'a> {
    id: Option<&'a str>,
    label: &'a str,
    deals: Vec<&'a DealId>,
    /// The deals that stand in no other group.
    own: SumsRecord,
    /// Those that do, whole.
    joint: SumsRecord,
}

#[derive(Serialize)]
pub(super) struct SumsRecord {
    deals: usize,
    without_sum: usize,
    totals: Vec<TotalRecord>,
}

#[derive(Serialize)]
struct AllLine {
    all: SumsRecord,
}

/// Writes the groups and the sums of all as one JSON object on a line of its own.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(deals: &[Deal], ledger: &Ledger, by: GroupBy, out: &mut dyn Write) -> io::Result<()> {
    let record = LedgerRecord {
        format_version: FORMAT_VERSION,
        by: by.as_str(),
        groups: ledger.groups.iter().map(|group| group_record(deals, group)).collect(),
        all: sums_record(&ledger.all),
    };
    safe_json::write(&record, out)?;
    writeln!(out)
}

/// Writes a line for each group, and one for all deals, which has `all` in the place of a group's fields.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json_lines(deals: &[Deal], ledger: &Ledger, _: GroupBy, out: &mut dyn Write) -> io::Result<()> {
    for group in &ledger.groups {
        safe_json::write(&group_record(deals, group), out)?;
        writeln!(out)?;
    }
    safe_json::write(&AllLine { all: sums_record(&ledger.all) }, out)?;
    writeln!(out)
}

/// Writes a row for each sum of each group, and of all.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(ledger: &Ledger, by: GroupBy, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        by.as_str(),
        "id",
        "part",
        "part_deals",
        "standing",
        "role",
        "value",
        "low",
        "currency",
        "deals",
        "disputed",
        "shared",
        "further",
    ];
    csv::write_cells(&head.map(Cell::text), out)?;
    for group in &ledger.groups {
        for (part, sums) in [("own", &group.own), ("joint", &group.joint)] {
            write_sums(&group.label, group.id.as_deref(), part, sums, out)?;
        }
    }
    write_sums("all deals", None, "all", &ledger.all, out)
}

fn write_sums(
    label: &str,
    id: Option<&str>,
    part: &'static str,
    sums: &Sums,
    out: &mut dyn Write,
) -> io::Result<()> {
    for total in &sums.totals {
        let cells = [
            Cell::text(label),
            Cell::maybe(id),
            Cell::text(part),
            Cell::number(&sums.deals),
            Cell::text(total.standing.as_str()),
            Cell::text(total.role.as_str()),
            Cell::decimal(Some(total.money.amount)),
            Cell::decimal(total.low),
            Cell::text(total.money.currency.to_string()),
            Cell::number(&total.deals),
            Cell::number(&total.disputed),
            Cell::number(&total.shared),
            Cell::number(&total.further),
        ];
        csv::write_cells(&cells, out)?;
    }
    Ok(())
}

fn group_record<'a>(deals: &'a [Deal], group: &'a Group) -> GroupRecord<'a> {
    GroupRecord {
        id: group.id.as_deref(),
        label: &group.label,
        deals: group.deals.iter().filter_map(|place| deals.get(*place)).map(|deal| &deal.id).collect(),
        own: sums_record(&group.own),
        joint: sums_record(&group.joint),
    }
}

pub(super) fn sums_record(sums: &Sums) -> SumsRecord {
    SumsRecord {
        deals: sums.deals,
        without_sum: sums.without,
        totals: sums.totals.iter().map(TotalRecord::new).collect(),
    }
}

/// Writes tables of deals, a section for each group with at most `most` of its deals, and the sums.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(
    deals: &[DealRecord<'_>],
    ledger: &Ledger,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# Deals")?;
    if deals.is_empty() {
        return writeln!(out, "\nNothing found.");
    }
    if ledger.groups.is_empty() {
        write_table(deals.iter(), out)?;
    }
    for group in &ledger.groups {
        writeln!(out, "\n## {}", markdown_text::text(&group.label))?;
        write_table(group.deals.iter().take(most).filter_map(|place| deals.get(*place)), out)?;
        if group.deals.len() > most {
            writeln!(out, "\nand {} more", group.deals.len() - most)?;
        }
        for (name, sums) in [("Own", &group.own), ("Joint with other groups", &group.joint)] {
            if sums.deals > 0 {
                writeln!(out, "\n{name}:\n")?;
                write_sums_list(sums, out)?;
            }
        }
    }
    writeln!(out, "\n## Total\n")?;
    write_sums_list(&ledger.all, out)?;
    writeln!(out, "\nFigures of different roles or currencies are never added up.")
}

pub(super) fn write_table<'a>(
    deals: impl Iterator<Item = &'a DealRecord<'a>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n| Deal | Status | Sums | Buyers | Vendors | Last told | Articles | Origins |")?;
    writeln!(out, "|---|---|---|---|---|---|--:|--:|")?;
    for deal in deals {
        let names = |parties: &[Party<'_>]| {
            markdown_text::text(&join(&parties.iter().map(|party| party.canonical).collect::<Vec<_>>()))
        };
        let sums: Vec<String> = deal
            .values
            .iter()
            .map(|sum| {
                let doubt = if sum.confirmed { "" } else { " (unconfirmed)" };
                let dispute = if sum.disputed { " (disputed)" } else { "" };
                let money = Money::new(sum.value, sum.currency);
                markdown_text::text(&format!("{money} {}{doubt}{dispute}", sum.role.as_str()))
            })
            .collect();
        writeln!(
            out,
            "| {} {} | {} | {} | {} | {} | {} | {} | {} |",
            markdown_text::text(deal.name),
            markdown_text::text(deal.id.as_str()),
            deal.status.map_or("unconfirmed", Status::as_str),
            sums.join(", "),
            names(&deal.buyers),
            names(&deal.vendors),
            deal.last.map(|date| date.to_string()).unwrap_or_default(),
            deal.articles,
            deal.origins
        )?;
    }
    Ok(())
}

/// A line for each sum; what is unconfirmed always has its line.
pub(super) fn write_sums_list(sums: &Sums, out: &mut dyn Write) -> io::Result<()> {
    for standing in [Standing::Confirmed, Standing::Ended, Standing::Sought, Standing::Unconfirmed] {
        let told: Vec<&Total> = sums.totals.iter().filter(|total| total.standing == standing).collect();
        if told.is_empty() && matches!(standing, Standing::Confirmed | Standing::Unconfirmed) {
            writeln!(out, "- {}: none", standing.as_str())?;
        }
        for total in told {
            writeln!(out, "- {}: {}", standing.as_str(), super::digest::figure(total))?;
        }
    }
    if sums.without > 0 {
        writeln!(out, "- without a sum: {} of {} deals", sums.without, sums.deals)?;
    }
    Ok(())
}
