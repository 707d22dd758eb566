//! What a bundle's reader is told, who may never have heard of awardwire.

use std::io::{self, Write};

use super::Manifest;
use crate::base::printable;

/// Writes the text. The list of files need not be filled in yet.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_readme(manifest: &Manifest, has_html_report: bool, out: &mut dyn Write) -> io::Result<()> {
    let Manifest { counts, with, .. } = manifest;
    let query = if manifest.query.trim().is_empty() {
        "all deals of the library".to_owned()
    } else {
        printable(&manifest.query)
    };
    writeln!(out, "A bundle of awardwire: news of government contracts for AI, each fact with its proof\n")?;
    if manifest.sample {
        writeln!(out, "SAMPLE DATA: made-up publishers, mostly made-up dealings.\n")?;
    }
    writeln!(out, "Asked for:  {query}")?;
    writeln!(out, "Made:       {} by awardwire {}", manifest.made, printable(&manifest.awardwire))?;
    writeln!(
        out,
        "Holds:      {} deals, {} claims, {} events of {} articles; {} texts, {} pages\n",
        counts.deals, counts.claims, counts.events, counts.articles, counts.texts, counts.pages
    )?;
    writeln!(out, "To read")?;
    if has_html_report {
        writeln!(out, "  report.html       the deals, for a browser")?;
    }
    writeln!(out, "  report.md         the deals, as text")?;
    let pages = if with.pages {
        "each page as it was fetched, without scripts and pictures, its sentences marked"
    } else {
        "the sentences of each article that prove its facts, with its address and digests"
    };
    writeln!(out, "  pages/ID.html     {pages}\n")?;
    writeln!(out, "To work with (one record a line, and the same as tables for spreadsheets)")?;
    writeln!(out, "  deals.jsonl       deals.csv     what was dealt, by whom, for how much")?;
    writeln!(out, "  claims.jsonl      claims.csv    each fact of each article, with the words that say so")?;
    writeln!(out, "  events.jsonl      events.csv    what happened, by each article")?;
    writeln!(out, "  articles.jsonl                  the articles, with all that was found in them")?;
    writeln!(out, "  pages.jsonl                     where each article comes from, and its digests")?;
    if counts.pages > 0 {
        writeln!(out, "  archive/*.warc.gz               the pages byte by byte (WARC 1.1, ISO 28500)")?;
    }
    if counts.corrections > 0 {
        writeln!(
            out,
            "  corrections.toml                what the maker has said of these facts, with author and reason"
        )?;
    }
    writeln!(
        out,
        "  manifest.json                   every file with its SHA-256, and what was left out and why\n"
    )?;
    writeln!(out, "To check, without the library it was made of")?;
    writeln!(out, "  awardwire doctor --bundle FILE.zip")?;
    writeln!(
        out,
        "  or compare `sha256sum` of each file with manifest.json. This proves that nothing was changed since it was made; who\n  made it is proven only by comparing the digest of manifest.json, which awardwire prints, with what its maker tells you."
    )?;
    writeln!(out, "\nTo take it into a library of your own")?;
    if with.pages || with.text {
        writeln!(
            out,
            "  awardwire add FILE.zip            reads the pages again: the same facts, the same ids of deals\n"
        )?;
    } else {
        writeln!(out, "  not possible: it was made without pages (`awardwire bundle --with-pages`)\n")?;
    }
    writeln!(
        out,
        "Rights: texts and pages belong to their publishers. Without --with-text and --with-pages a bundle carries sentences,\nlinks and digests only; texts of sources that do not allow handing them on are never in one."
    )?;
    if !manifest.withheld.is_empty() {
        writeln!(out, "Withheld: {}; manifest.json says of each why.", manifest.withheld.len())?;
    }
    Ok(())
}
