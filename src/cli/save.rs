//! `awardwire save` and `saved`: queries kept under a name.

use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use awardwire::library::{EntryKind, NotebookEntry, name_key};
use awardwire::pipeline::{Folder, take_out_entries};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::Filters;
use crate::cli::fix::checked_note;
use crate::cli::output::one_line;
use crate::cli::settings::Settings;

/// Keep a query under a name
///
/// In a query `saved:NAME` stands for it, as if it were written there in parentheses: in search, deals, timeline, digest
/// and export. A saved query may name others and lists; relative dates in it are reckoned anew at each use. It is kept in
/// the library's notebook.toml.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire save big 'amount:>100M type:award'
  awardwire save mine --vendor @accounts --agency dod
  awardwire search 'saved:big -saved:mine after:7d'
  awardwire saved")]
pub struct SaveArguments {
    /// The name: letters, digits, -, _ and .
    name: String,
    #[command(flatten)]
    filters: Filters,
    /// Who says so [default: the user's name]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
}

/// List the saved queries, or remove one
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  awardwire saved
  awardwire saved remove big"
)]
pub struct SavedArguments {
    #[command(subcommand)]
    what: Option<What>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Remove a saved query
    Remove {
        /// Its name
        #[arg(add = crate::cli::complete::saved())]
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Serialize)]
struct SavedRecord<'a> {
    name: &'a str,
    query: &'a str,
    author: Option<&'a str>,
    time: Option<&'a str>,
    /// What else the file says under this name, which does not count.
    otherwise: Vec<&'a str>,
}

/// Keeps a query.
pub fn save(arguments: &SaveArguments, settings: &Settings) -> Result<u8, Ending> {
    let query = arguments.filters.text();
    if query.trim().is_empty() {
        return Err(Ending::usage("write the query after its name: awardwire save big 'amount:>100M'"));
    }
    let note = checked_note(None, ("--author", arguments.author.as_deref()), settings)?;
    let library = settings.open_library()?;
    let written = library.save_query(&arguments.name, &query, &note, settings.today())?;
    let name = name_key(&arguments.name);
    if written.added.is_empty() {
        settings.say(&format!("saved:{name} says so already"));
        return Ok(DONE);
    }
    settings.say(&format!("saved:{name} is {}", one_line(&query)));
    for old in written.replaced.iter().filter_map(|old| old.value.as_deref()) {
        settings.say(&format!("it was {}", one_line(old)));
    }
    Ok(DONE)
}

/// Lists or removes.
pub fn saved(arguments: &SavedArguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    if let Some(What::Remove { name }) = &arguments.what {
        let key = name_key(name.strip_prefix("saved:").unwrap_or(name));
        let is_meant = |one: &NotebookEntry| {
            one.kind == EntryKind::Saved && one.name.as_deref().is_some_and(|name| name_key(name) == key)
        };
        let taken = take_out_entries(&Folder::new(&settings.library), is_meant)?;
        let Some(last) = taken.last() else {
            return Err(Ending::usage(format!(
                "no saved query is called {:?}: `awardwire saved` lists them",
                one_line(name)
            )));
        };
        let query = last.value.as_deref().unwrap_or_default();
        settings.say(&format!("removed saved:{key}, which was {}", one_line(query)));
        return Ok(DONE);
    }
    let notebook = library.notebook()?;
    let names: Vec<String> = notebook.saved().into_keys().collect();
    let mut records: Vec<SavedRecord<'_>> = Vec::new();
    for name in &names {
        let all: Vec<&NotebookEntry> =
            notebook.called(EntryKind::Saved, name).map(|(_, entry)| entry).collect();
        let Some((last, before)) = all.split_last() else { continue };
        let query = last.value.as_deref().unwrap_or_default();
        records.push(SavedRecord {
            name,
            query,
            author: last.author.as_deref(),
            time: last.time.as_deref(),
            otherwise: before
                .iter()
                .filter_map(|one| one.value.as_deref())
                .filter(|old| *old != query)
                .collect(),
        });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.format == Format::Json {
        write_json(&records, &mut out)?;
        writeln!(out)?;
    } else {
        let style = settings.stdout;
        for one in &records {
            writeln!(
                out,
                "{}  {}",
                style.strong(&format!("saved:{}", one_line(one.name))),
                one_line(one.query)
            )?;
            for other in &one.otherwise {
                let told = format!("  also kept under this name, and not counted: {}", one_line(other));
                writeln!(out, "{}", style.doubt(&told))?;
            }
        }
    }
    out.flush()?;
    if records.is_empty() {
        settings.say("no saved queries: `awardwire save NAME 'QUERY'` keeps one");
        return Ok(NOTHING);
    }
    Ok(DONE)
}
