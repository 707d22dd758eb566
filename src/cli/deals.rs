//! `awardwire deals`: the ledger.

use std::io::{self, BufWriter, Write};

use awardwire::export::{DealRecord, Format as FileFormat, Item, Kind, write_json};
use awardwire::library::{Deal, DealFilter};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::Filters;
use crate::cli::output::{Style, count, one_line};
use crate::cli::settings::Settings;
use crate::cli::show_article::sum;
use crate::cli::show_deal::status;

/// List deals: who buys what from whom, for how much, and where it stands
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire deals --vendor anthropic\n  awardwire deals --agency dod --value '>100M' --since 2025-07\n  awardwire deals 'is:disputed' --format csv"
)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// Only deals with an event found with at least this confidence (0 to 1)
    #[arg(long, default_value_t = 0.0, value_name = "C")]
    min_confidence: f32,
    /// Only deals with an event that you have accepted in `review`
    #[arg(long)]
    reviewed_only: bool,
    /// At most so many
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
}

/// Lists them.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let filters = &arguments.filters;
    let query = if arguments.reviewed_only { filters.text_and("is:reviewed") } else { filters.text() };
    let mut filter = DealFilter::parse(&query, settings.today())?;
    filter.min_confidence = arguments.min_confidence;
    let deals = settings.open_library()?.deals(&filter)?;
    let shown = &deals[..arguments.limit.unwrap_or(deals.len()).min(deals.len())];
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => {
            for deal in shown {
                print_deal(deal, settings.stdout, &mut out)?;
            }
            if shown.len() < deals.len() {
                let rest = format!("{} of {} deals shown", shown.len(), deals.len());
                writeln!(out, "{}", settings.stdout.faint(&rest))?;
            }
        }
        Format::Json => {
            write_json(&shown.iter().map(DealRecord::new).collect::<Vec<_>>(), &mut out)?;
            writeln!(out)?;
        }
        Format::Jsonl | Format::Csv => {
            let format =
                if arguments.format == Format::Csv { FileFormat::Csv } else { FileFormat::JsonLines };
            let mut exporter = format.exporter();
            exporter.begin(Kind::Deals, &mut out)?;
            for deal in shown {
                exporter.item(&Item::Deal(&DealRecord::new(deal)), &mut out)?;
            }
            exporter.end(&mut out)?;
        }
    }
    out.flush()?;
    if deals.is_empty() {
        settings.say("no deal passes");
        return Ok(NOTHING);
    }
    Ok(DONE)
}

/// Prints a deal in two lines.
pub fn print_deal(deal: &Deal, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}  {}", style.id(deal.id.as_str()), style.strong(&one_line(&deal.name)))?;
    let mut facts = vec![status(deal.status, style)];
    if deal.ruled_status().is_some() {
        facts.push(style.faint("your word"));
    }
    facts.extend(deal.values.iter().take(3).map(|v| format!("{} {}", sum(&v.money, v.low), v.role.as_str())));
    if deal.disputed {
        facts.push(style.doubt("disputed"));
    }
    let mut articles: Vec<_> = deal.events.iter().map(|e| &e.article).collect();
    articles.sort();
    articles.dedup();
    facts.push(format!("{}, {}", count(articles.len(), "article"), count(deal.origins, "origin")));
    match (deal.first, deal.last) {
        (Some(first), Some(last)) if first != last => facts.push(format!("{first} to {last}")),
        (Some(first), _) => facts.push(first.to_string()),
        _ => {}
    }
    facts.extend(deal.contract_ids.first().map(|id| one_line(id)));
    writeln!(out, "              {}", facts.join(" · "))
}
