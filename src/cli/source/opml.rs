//! `awardwire source import` and `export`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use awardwire::library::{SourceKind, source_standings, write_opml};
use awardwire::pipeline::{Folder, import_opml};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING, SOME_FAILED};
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;

/// A list of feeds is not larger than this many bytes.
const MOST_BYTES: u64 = 16 << 20;

/// Take in the feeds of an OPML file, as feed readers write it
///
/// Each feed becomes a source that is on, and so does each sitemap, page or other source in a file that `source export` wrote;
/// folders become groups. What is a source already is left as it is.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire source import subscriptions.opml\n  curl -s https://example.org/feeds.opml | awardwire source import -"
)]
pub struct ImportArguments {
    /// The file, or `-`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Write the sources that are on as OPML
///
/// Feeds stand in it as feed readers take them. Sitemaps, pages and the others are links that a feed reader passes over and
/// `awardwire source import` takes in again.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire source export > feeds.opml\n  awardwire source export --all > feeds.opml"
)]
pub struct ExportArguments {
    /// Those that are off too
    #[arg(long)]
    all: bool,
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Opml, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Opml,
}

/// Takes in.
pub fn import(arguments: &ImportArguments, settings: &Settings) -> Result<u8, Ending> {
    let path = &arguments.file;
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Ending::usage(format!("{}: {error}", path.display())))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Ending::usage(format!("{} is larger than 16 MiB", path.display())));
    }
    let imported = import_opml(&Folder::new(&settings.library), &String::from_utf8_lossy(&bytes))?;
    for why in &imported.refused {
        settings.say(&format!("refused {}", one_line(why)));
    }
    let known =
        if imported.known == 0 { String::new() } else { format!(", {} there already", imported.known) };
    settings.say(&format!("{} added{known}", count(imported.added.len(), "source")));
    Ok(if imported.refused.is_empty() { DONE } else { SOME_FAILED })
}

/// Writes out.
pub fn export(arguments: &ExportArguments, settings: &Settings) -> Result<u8, Ending> {
    let Format::Opml = arguments.format;
    let mut entries: Vec<_> =
        source_standings(&settings.library)?.into_iter().map(|standing| standing.entry).collect();
    entries.retain(|entry| arguments.all || entry.enabled);
    let mut out = io::stdout().lock();
    out.write_all(write_opml(&entries).as_bytes())?;
    out.flush()?;
    let others = entries.iter().filter(|entry| entry.kind != SourceKind::Feed).count();
    if others > 0 {
        settings.say(&format!(
            "{} no feed: feed readers pass over that, `awardwire source import` takes it in",
            if others == 1 { "1 source is".to_owned() } else { format!("{others} sources are") }
        ));
    }
    Ok(if entries.is_empty() { NOTHING } else { DONE })
}
