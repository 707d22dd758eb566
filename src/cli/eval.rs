//! `awardwire eval`: how well the reader does.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use awardwire::export::write_json;
use awardwire::library::{
    Accuracy, Bin, Calibration, Evaluation, Figures, Reliability, Score, evaluate, evaluate_pages,
    evaluate_summaries,
};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending};
use crate::cli::eval_pages::print_pages;
use crate::cli::eval_summaries::print_summaries;
use crate::cli::output::{Style, one_line};
use crate::cli::settings::Settings;

/// Score extraction against labelled articles, by field, and list the misses
///
/// What the figures mean is said in docs/fields.md ("Labelled articles") and docs/accuracy.md ("Calibration").
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire eval tests/gold/sample.jsonl --misses\n  awardwire eval tests/gold/second.jsonl --calibration\n  awardwire eval tests/gold/second.jsonl --summaries\n  awardwire eval --pages tests/pages/complaints"
)]
pub struct Arguments {
    /// JSON lines of labelled articles (tests/gold/README.md)
    #[arg(value_name = "GOLD.jsonl", required_unless_present = "pages", conflicts_with = "pages")]
    gold: Option<PathBuf>,
    /// Score instead how pages are read: a folder with `truth.json` and `html/ID.html.gz` (docs/pages.md)
    #[arg(long, value_name = "FOLDER")]
    pages: Option<PathBuf>,
    /// List what was missed and added in each article or page, not only in the ten worst pages
    #[arg(long)]
    misses: bool,
    /// Print instead how often facts are right by how sure the reader was: ten bins of confidence, and the error
    #[arg(long, conflicts_with_all = ["misses", "pages"])]
    calibration: bool,
    /// Score instead the summaries of relevant articles: whether they say who buys from whom and for how much
    #[arg(long, conflicts_with_all = ["calibration", "pages"])]
    summaries: bool,
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
    let mut out = BufWriter::new(io::stdout().lock());
    if let Some(folder) = &arguments.pages {
        let evaluation = evaluate_pages(folder)?;
        match arguments.format {
            Format::Text => print_pages(&evaluation, arguments.misses, settings.stdout, &mut out)?,
            Format::Json => {
                write_json(&evaluation, &mut out)?;
                writeln!(out)?;
            }
        }
        out.flush()?;
        return Ok(DONE);
    }
    let Some(gold) = &arguments.gold else {
        return Err(Ending::usage("eval needs GOLD.jsonl or --pages FOLDER".to_owned()));
    };
    if arguments.summaries {
        let (figures, misses) = evaluate_summaries(gold)?;
        match arguments.format {
            Format::Text => print_summaries(&figures, &misses, settings.stdout, &mut out)?,
            Format::Json => {
                write_json(&figures, &mut out)?;
                writeln!(out)?;
            }
        }
        out.flush()?;
        return Ok(DONE);
    }
    let evaluation = evaluate(gold)?;
    match arguments.format {
        Format::Text if arguments.calibration => {
            print_calibration(&evaluation.calibration, settings.stdout, &mut out)?;
        }
        Format::Json if arguments.calibration => {
            write_json(&evaluation.calibration, &mut out)?;
            writeln!(out)?;
        }
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

/// A table for each kind of fact; bins without any fact are left out.
fn print_calibration(calibration: &Calibration, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let share = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{share:.3}"));
    for (place, (name, one)) in [
        ("vendors", &calibration.vendors),
        ("agencies", &calibration.agencies),
        ("amounts with role", &calibration.amount_roles),
        ("events", &calibration.events),
    ]
    .into_iter()
    .enumerate()
    {
        if place > 0 {
            writeln!(out)?;
        }
        let Reliability { n, right, ece, right_above_08, bins } = one;
        writeln!(out, "{}", style.strong(&format!("{name}: {right} of {n} right")))?;
        writeln!(out, "{:<28} {ece:>10.3}", "calibration error (ECE)")?;
        writeln!(out, "{:<28} {right_above_08:>10.3}", "right ones above 0.8")?;
        writeln!(
            out,
            "{:<14} {:>6} {:>6} {:>12} {:>10}",
            "confidence", "facts", "right", "mean", "share right"
        )?;
        for Bin { from, to, n, right, confidence, accuracy } in bins.iter().filter(|bin| bin.n > 0) {
            let range = format!("{from:.1} to {to:.1}");
            writeln!(
                out,
                "{range:<14} {n:>6} {right:>6} {:>12} {:>11}",
                share(*confidence),
                share(*accuracy)
            )?;
        }
    }
    Ok(())
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
