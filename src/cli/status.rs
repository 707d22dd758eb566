//! Bare `awardwire`: what the library holds, and the next sensible command.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use awardwire::library::{Library, LibraryError, Overview, Remedy};

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;

/// Prints the status.
pub fn run(settings: &Settings) -> Result<u8, Ending> {
    let mut out = BufWriter::new(io::stdout().lock());
    let style = settings.stdout;
    let place = one_line(&settings.library.display().to_string());
    let library = match Library::open(&settings.library) {
        Ok(library) => library,
        Err(error) if is_absent(&error, &settings.library) => {
            writeln!(out, "{} no library yet in {place}\n", style.strong("awardwire:"))?;
            writeln!(out, "Begin with one of these:")?;
            writeln!(out, "  awardwire demo              try everything on sample data, offline")?;
            writeln!(
                out,
                "  awardwire start             choose a region and topics, fetch the newest, read a digest"
            )?;
            writeln!(out, "  awardwire add articles/     take in a folder of HTML, text or JSON lines")?;
            writeln!(
                out,
                "  awardwire source list --all see which sources there are, turn some on, and `crawl`"
            )?;
            out.flush()?;
            return Ok(DONE);
        }
        Err(error) => return Err(error.into()),
    };
    let overview = library.status(settings.clock.now())?;
    writeln!(out, "{}  {place}", style.strong("Library"))?;
    for (label, text) in lines(&overview, &settings.library) {
        writeln!(out, "  {label:<12} {text}")?;
    }
    for source in &overview.failing {
        let why = source.last_error.as_deref().map(one_line).unwrap_or_default();
        writeln!(out, "  {:<12} {}: {why}", style.bad("failing"), one_line(&source.name))?;
    }
    writeln!(out, "\nNext: {}", style.strong(next(&overview, library.awaits_reading()?)))?;
    out.flush()?;
    Ok(DONE)
}

fn is_absent(error: &LibraryError, folder: &Path) -> bool {
    error.remedy() == Remedy::Usage && !folder.join("awardwire.db").exists()
}

fn lines(overview: &Overview, folder: &Path) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        (
            "articles",
            format!(
                "{} ({} relevant, {} in part only)",
                overview.articles, overview.relevant, overview.partial
            ),
        ),
        ("events", overview.events.to_string()),
        ("deals", overview.deals.to_string()),
    ];
    if let (Some(oldest), Some(newest)) = (overview.oldest, overview.newest) {
        lines.push(("published", format!("{oldest} to {newest}")));
    }
    if overview.leads_due + overview.leads_failed > 0 {
        lines.push(("leads", format!("{} due, {} failed", overview.leads_due, overview.leads_failed)));
    }
    match &overview.last_run {
        Some(run) => {
            let when = run.started.strftime("%Y-%m-%d %H:%M UTC");
            let new = run.counts.get("new").copied().unwrap_or(0);
            let end = if run.ended.is_none() { ", not finished" } else { "" };
            lines.push((
                "last run",
                format!("{} on {when}: {}{end}", run.kind.as_str(), count(new as usize, "new article")),
            ));
        }
        None => lines.push(("last run", "none".to_owned())),
    }
    let disk = overview.database_bytes + size_of(&folder.join("archive")) + size_of(&folder.join("index"));
    lines.push(("disk", megabytes(disk)));
    lines
}

/// Bytes of the files right inside a folder; 0 where there is none.
fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|m| m.len())
        .sum()
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn next(overview: &Overview, awaits_reading: bool) -> &'static str {
    if awaits_reading {
        "awardwire reread: what an older version had read of the pages is dropped"
    } else if overview.articles == 0 {
        "awardwire start, or awardwire add PATH"
    } else if overview.leads_due > 0 {
        "awardwire crawl"
    } else if overview.deals > 0 {
        "awardwire deals, or awardwire digest --since 30d"
    } else {
        "awardwire search WORDS"
    }
}
