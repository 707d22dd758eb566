//! `awardwire bundle`: deals with all that proves them, in one file to hand over.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use awardwire::library::{BundleQuestion, BundleWith, Bundled};
use clap::Args;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::{Filters, Sureness};
use crate::cli::output::count;
use crate::cli::settings::{Settings, is_sample};
use crate::cli::{misnamed, whole_file};

/// Write deals with all that proves them into one file that travels
///
/// The ZIP file holds the deals, each fact of each article with the words that say so, and the events, as records and as
/// tables; a report to read; of every article the sentences that prove its facts, its address and digests; and a list of
/// all files with their digests. Whoever has it can look at it without awardwire, and prove it without your library
/// (`awardwire doctor --bundle`). With --with-pages it holds the pages as they were fetched too, and `awardwire add` takes it
/// into another library, where the same deals have the same ids.
///
/// Pages and texts belong to their publishers: they go along only when asked for, and never from a source marked
/// `redistribute = false`. Your tags and notes stay at home, and so do your corrections unless --with-corrections is given:
/// those carry your name and reasons.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire bundle 'vendor:palantir' -o palantir.zip
  awardwire bundle --agency dod --since 2026 --with-pages -o dod.zip
  awardwire doctor --bundle dod.zip            prove it, with no library
  awardwire --library new add dod.zip          take it in elsewhere")]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    sureness: Sureness,
    /// Where to; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// With the pages as they were fetched, byte by byte and to look at
    #[arg(long)]
    with_pages: bool,
    /// With the texts as they were read
    #[arg(long)]
    with_text: bool,
    /// With your word on these facts (`awardwire fix`, `review`), author and reason included
    #[arg(long)]
    with_corrections: bool,
}

/// Writes the bundle, whole or not at all.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    if arguments.output == Path::new("-") && io::stdout().is_terminal() {
        return Err(Ending::usage("a bundle is not for a terminal: name a file with -o"));
    }
    let library = settings.open_library()?;
    let question = BundleQuestion {
        query: arguments.filters.text(),
        min_confidence: arguments.sureness.min_confidence(),
        certainties: arguments.sureness.certainties(),
        with: BundleWith {
            text: arguments.with_text,
            pages: arguments.with_pages,
            corrections: arguments.with_corrections,
        },
        made: settings.clock.now(),
        today: settings.today(),
        sample: is_sample(&settings.library),
    };
    if library.bundle_size(&question)? == 0 {
        settings.say("nothing to bundle: no deal passes");
        misnamed::tell_of(&library, &arguments.filters.text(), settings);
        return Ok(NOTHING);
    }
    let bundled = whole_file::deliver(&arguments.output, |out| Ok(library.bundle(&question, out)?))?;
    tell(&bundled, arguments, settings);
    Ok(DONE)
}

fn tell(bundled: &Bundled, arguments: &Arguments, settings: &Settings) {
    let counts = bundled.counts;
    let mut parts = vec![
        count(counts.deals, "deal"),
        count(counts.claims, "claim"),
        count(counts.events, "event"),
        count(counts.articles, "article"),
    ];
    parts.extend(arguments.with_pages.then(|| count(counts.pages, "page")));
    parts.extend(arguments.with_text.then(|| count(counts.texts, "text")));
    parts.extend(arguments.with_corrections.then(|| count(counts.corrections, "correction")));
    settings.say(&format!("{} bundled", parts.join(", ")));
    if !bundled.withheld.is_empty() {
        settings.say(&format!("{} withheld (manifest.json says why)", of_what(bundled)));
    }
    settings.say(&format!("SHA-256 of manifest.json: {}", bundled.digest));
}

/// "2 pages and 1 text".
fn of_what(bundled: &Bundled) -> String {
    let of = |what: &str| bundled.withheld.iter().filter(|one| one.what == what).count();
    let parts = [(of("page"), "page"), (of("text"), "text")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    parts.map(|(number, noun)| count(number, noun)).collect::<Vec<_>>().join(" and ")
}
