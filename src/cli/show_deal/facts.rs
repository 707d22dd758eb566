//! Who, what, under which terms, and how it went.

use std::io::{self, Write};

use awardwire::export::DealRecord;
use awardwire::library::{Deal, OrgRef};

use super::line;
use crate::cli::output::{Style, one_line};

pub(super) fn print(
    deal: &Deal,
    record: &DealRecord<'_>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = |orgs: &[OrgRef]| orgs.iter().map(|o| one_line(&o.name)).collect::<Vec<_>>().join(", ");
    line("Buyers", &names(&deal.buyers), out)?;
    line("Vendors", &names(&deal.vendors), out)?;
    line("Via", &names(&deal.via), out)?;
    line("Program", &deal.program.as_deref().map(one_line).unwrap_or_default(), out)?;
    line("Numbers", &one_line(&deal.contract_ids.join(", ")), out)?;
    line("Subject", &deal.subject.as_deref().map(one_line).unwrap_or_default(), out)?;
    line("Type", &terms(deal), out)?;
    line("Place", &deal.place().map(one_line).unwrap_or_default(), out)?;
    line("Due", &deal.offers_due().map(|due| format!("offers by {due}")).unwrap_or_default(), out)?;
    line("Stages", &stages(deal), out)?;
    for official in &record.official {
        let text = format!("{} · {}", one_line(&official.in_words()), style.id(official.article.as_str()));
        line("Official", &text, out)?;
    }
    if let Some(standing) = &record.public_record {
        line("Record", &standing.in_words(), out)?;
    }
    Ok(())
}

/// "firm fixed price, sole source, secret".
fn terms(deal: &Deal) -> String {
    let words = [
        deal.contract_type.map(awardwire::library::ContractType::as_str),
        deal.competition.map(awardwire::library::Competition::as_str),
        deal.classification.map(awardwire::library::Classification::as_str),
    ];
    words.into_iter().flatten().map(|word| word.replace('_', " ")).collect::<Vec<_>>().join(", ")
}

/// "awarded 2025-07-14 → changed 2026-01"; a single turn is said above already.
fn stages(deal: &Deal) -> String {
    if deal.stages.len() < 2 {
        return String::new();
    }
    let turns = deal.stages.iter().map(|stage| {
        let day = stage.on.map(|day| format!(" {day}")).unwrap_or_default();
        format!("{}{day}", stage.status.as_str())
    });
    turns.collect::<Vec<_>>().join(" → ")
}
