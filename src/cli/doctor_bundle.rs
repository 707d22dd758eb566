//! `awardwire doctor --bundle`: whether a bundle holds what it says, without any library.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use awardwire::export::{write_csv, write_json};
use awardwire::library::{BundleCheck, BundleFault, check_bundle};
use serde::Serialize;

use crate::cli::doctor::Format;
use crate::cli::ending::{DONE, Ending, LIBRARY};
use crate::cli::output::{count, one_line, wrapped, wrapped_after};
use crate::cli::settings::Settings;

#[derive(Serialize)]
struct FaultRecord<'a> {
    part: &'static str,
    what: &'a str,
}

const COLUMNS: [&str; 2] = ["part", "what"];

/// Checks the bundle, and lists what does not hold.
pub fn run(path: &Path, format: Format, settings: &Settings) -> Result<u8, Ending> {
    if !path.exists() {
        return Err(Ending::usage(format!("{}: no such file", path.display())));
    }
    let check = check_bundle(path)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Text => print(&check, settings, &mut out)?,
        Format::Json => write_records(&check.faults, false, &mut out)?,
        Format::Jsonl => write_records(&check.faults, true, &mut out)?,
        Format::Csv => {
            let row = |fault: &BundleFault| vec![fault.part.as_str().to_owned(), fault.what.clone()];
            write_csv(&COLUMNS, &check.faults.iter().map(row).collect::<Vec<_>>(), &mut out)?;
        }
    }
    out.flush()?;
    settings.say(&match check.fault_count {
        0 => "the bundle holds what it says".to_owned(),
        faults => format!("{}: do not rely on this bundle", count(faults, "fault")),
    });
    Ok(if check.fault_count == 0 { DONE } else { LIBRARY })
}

fn print(check: &BundleCheck, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    let manifest = &check.manifest;
    let query = one_line(&manifest.query);
    let asked = if query.is_empty() { "all deals".to_owned() } else { query };
    let made = manifest.made.strftime("%Y-%m-%d %H:%M UTC");
    let sample = if manifest.sample { " (sample data)" } else { "" };
    let version = one_line(&manifest.awardwire);
    writeln!(out, "{}", style.strong(&format!("{asked}{sample}, made {made} by awardwire {version}")))?;
    writeln!(out, "  manifest.json has the SHA-256 {}", style.id(&check.digest))?;
    for fault in &check.faults {
        let what = format!("{}: {}", fault.part.as_str(), one_line(&fault.what));
        writeln!(out, "{}", style.bad(&wrapped_after(&what, 2, width)))?;
    }
    if check.faults.len() < check.fault_count {
        writeln!(out, "  and {} more", check.fault_count - check.faults.len())?;
    }
    for line in proven(check) {
        writeln!(out, "{}", wrapped(&line, "  ", width))?;
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, why) in &check.by_digest {
        *reasons.entry(why).or_default() += 1;
    }
    for (why, articles) in reasons {
        let line = format!("by digest only: {} ({})", count(articles, "page"), one_line(why));
        writeln!(out, "{}", style.doubt(&wrapped(&line, "  ", width)))?;
    }
    Ok(())
}

/// What was proven, in words; nothing where files are not what they were.
fn proven(check: &BundleCheck) -> Vec<String> {
    let proofs = check.proofs;
    let mut lines = vec![format!("proven: {} as listed", count(proofs.files, "file"))];
    if proofs.claims == 0 && proofs.deals == 0 {
        return lines;
    }
    if proofs.pages > 0 {
        lines.push(format!(
            "proven: {} with the bytes that facts name, {} read again with the very text",
            count(proofs.pages, "page"),
            proofs.pages_read_again
        ));
    }
    if proofs.texts > 0 {
        lines.push(format!("proven: {} with the digest named", count(proofs.texts, "text")));
    }
    let mut claims = Vec::new();
    for (number, how) in [
        (proofs.claims_in_text, "stand in the article's text"),
        (proofs.claims_in_quote, "stand in the sentence quoted, which only its digest ties to the page"),
        (proofs.claims_without_words, "have no words of their own: they follow, or are the maker's word"),
    ] {
        if number > 0 {
            claims.push(format!("{number} {how}"));
        }
    }
    lines.push(format!("proven: of {}, {}", count(proofs.claims, "claim"), claims.join("; ")));
    let ruled = match proofs.figures_ruled {
        0 => String::new(),
        sums => format!(", {} the maker's own word", count(sums, "sum")),
    };
    lines.push(format!(
        "proven: {} with ids made of their events, {} told by claims{ruled}",
        count(proofs.deals, "deal"),
        count(proofs.figures, "sum")
    ));
    lines
}

fn write_records(faults: &[BundleFault], by_line: bool, out: &mut dyn Write) -> io::Result<()> {
    let records = faults.iter().map(|fault| FaultRecord { part: fault.part.as_str(), what: &fault.what });
    if by_line {
        for record in records {
            write_json(&record, out)?;
            out.write_all(b"\n")?;
        }
        return Ok(());
    }
    write_json(&records.collect::<Vec<_>>(), out)?;
    out.write_all(b"\n")
}
