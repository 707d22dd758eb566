//! `awardwire eval`: how well the reader does.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use awardwire::export::write_json;
use awardwire::library::{Accuracy, Evaluation, Figures, Score, evaluate};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::{Style, one_line};
use crate::cli::settings::Settings;

/// Score extraction against labelled articles, by field, and list the misses
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  awardwire eval tests/gold/sample.jsonl --misses")]
pub struct Arguments {
    /// JSON lines of labelled articles (tests/gold/README.md)
    #[arg(value_name = "GOLD.jsonl")]
    gold: PathBuf,
    /// List what was missed and added in each article
    #[arg(long)]
    misses: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Scores and prints.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let evaluation = evaluate(&arguments.gold)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => {
            print_figures(&evaluation.figures, settings.stdout, &mut out)?;
            if arguments.misses {
                print_misses(&evaluation, settings.stdout, &mut out)?;
            }
        }
        Format::Json => {
            write_json(&evaluation.figures, &mut out)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(DONE)
}

fn print_figures(figures: &Figures, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}",
        style.strong(&format!(
            "{:<28} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
            "field", "F1", "P", "R", "right", "added", "missed"
        ))
    )?;
    let relevance = &figures.relevance;
    let wrong = relevance.accuracy.n - relevance.accuracy.ok;
    writeln!(
        out,
        "{:<28} {:>6.3} {:>6.3} {:>6.3} {:>6} {:>13}",
        "relevance",
        relevance.f1,
        relevance.p,
        relevance.r,
        relevance.accuracy.ok,
        format!("{wrong} wrong")
    )?;
    let slots = &figures.events.slots;
    for (name, score) in [
        ("agencies", &figures.agencies),
        ("vendors", &figures.vendors),
        ("amounts", &figures.amounts),
        ("amounts with role", &figures.amounts_with_role),
        ("contract numbers", &figures.contract_ids),
        ("events", &figures.events.all),
    ] {
        score_line(name, score, out)?;
    }
    for (kind, score) in &figures.events.by_type {
        score_line(&format!("  {kind}"), score, out)?;
    }
    writeln!(out, "{}", style.strong(&format!("slots of {} matched events", slots.matched)))?;
    score_line("  buyers", &slots.buyers, out)?;
    score_line("  vendors", &slots.vendors, out)?;
    score_line("  via", &slots.via, out)?;
    accuracy_line("  value exact", &slots.value_exact, out)?;
    accuracy_line("  value exact, where labelled", &slots.value_exact_where_gold_has_one, out)?;
    accuracy_line("  value role", &slots.value_role, out)?;
    accuracy_line("  date to the month", &slots.date_month, out)?;
    accuracy_line("  date, where labelled", &slots.date_month_where_gold_has_one, out)?;
    score_line("deals (pairs of events)", &figures.deals.pairs, out)?;
    let cubed = &figures.deals_b3;
    writeln!(out, "{:<28} {:>6.3} {:>6.3} {:>6.3}", "deals (B-cubed)", cubed.f1, cubed.p, cubed.r)
}

fn score_line(name: &str, score: &Score, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{name:<28} {:>6.3} {:>6.3} {:>6.3} {:>6} {:>6} {:>6}",
        score.f1, score.p, score.r, score.tp, score.fp, score.missed
    )
}

fn accuracy_line(name: &str, accuracy: &Accuracy, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{name:<28} {:>6.3} {:>13} {:>6} of {}", accuracy.acc, "", accuracy.ok, accuracy.n)
}

fn print_misses(evaluation: &Evaluation, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for misses in &evaluation.misses {
        writeln!(out, "\n{}", style.strong(&one_line(&misses.id)))?;
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(misses) else { continue };
        for (field, value) in fields.iter().filter(|(field, _)| *field != "id") {
            writeln!(out, "  {:<16} {}", field.replace('_', " "), one_line(&value.to_string()))?;
        }
    }
    Ok(())
}
