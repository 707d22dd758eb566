//! `awardwire list`: lists of names that queries name with `@`.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use awardwire::export::write_json;
use awardwire::library::{EntryKind, Library, Notebook, NotebookEntry, check_name, name_key};
use awardwire::pipeline::{Folder, add_to_list, take_out_entries};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::fix::checked_note;
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;

/// The largest file of names that is read, in bytes.
const MOST_BYTES: u64 = 4 << 20;

/// Keep lists of names, such as accounts or targets; without a command: all lists
///
/// In a query `vendor:@accounts` or `agency:@targets` means any of the list's names, as vendor:(a OR b) does; so does
/// --vendor @accounts. A list may hold names of any kind: each is looked up by the field it is used in. Lists are kept in
/// the library's notebook.toml, a block for each name.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  awardwire list add accounts accounts.txt          a name a line; lines that begin with # are left out
  awardwire list add accounts --name Palantir --name OpenAI
  awardwire deals --vendor @accounts
  awardwire search 'vendor:@accounts agency:@targets after:30d'
  awardwire list remove accounts --name OpenAI"
)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Add names to a list, which begins with its first
    Add {
        /// The list: letters, digits, -, _ and .
        #[arg(add = crate::cli::complete::lists())]
        list: String,
        /// A file with a name a line; `-` is standard input
        #[arg(required_unless_present = "names")]
        file: Option<PathBuf>,
        /// A name, instead of a file or beside it
        #[arg(long = "name", value_name = "NAME")]
        names: Vec<String>,
        /// Who says so [default: the user's name]
        #[arg(long, value_name = "NAME")]
        author: Option<String>,
    },
    /// Show the names of a list
    Show {
        /// The list
        #[arg(add = crate::cli::complete::lists())]
        list: String,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
        format: Format,
    },
    /// Remove a list, or names from it
    Remove {
        /// The list
        #[arg(add = crate::cli::complete::lists())]
        list: String,
        /// Only this name
        #[arg(long = "name", value_name = "NAME")]
        names: Vec<String>,
    },
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines to read.
    Text,
    /// One JSON value.
    Json,
}

/// A list as it is written out.
#[derive(Serialize)]
struct ListRecord<'a> {
    name: &'a str,
    names: &'a [String],
}

/// Adds, shows or removes.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    match &arguments.what {
        None => all(&library, arguments.format, settings),
        Some(What::Show { list, format }) => show(&library, list, *format),
        Some(What::Add { list, file, names, author }) => {
            check_name(list).map_err(Ending::usage)?;
            let mut all = names.clone();
            if let Some(file) = file {
                all.extend(names_in(file)?);
            }
            if all.is_empty() {
                return Err(Ending::usage("there is no name in it: write one a line"));
            }
            let note = checked_note(None, ("--author", author.as_deref()), settings)?;
            let written = add_to_list(&Folder::new(&settings.library), list, &all, &note)?;
            let known = match written.known {
                0 => String::new(),
                known => format!("; {known} there already"),
            };
            let added = count(written.added.len(), "name");
            settings.say(&format!("@{}: {added} added{known}", name_key(list)));
            Ok(DONE)
        }
        Some(What::Remove { list, names }) => remove(&library, list, names, settings),
    }
}

fn all(library: &Library, format: Format, settings: &Settings) -> Result<u8, Ending> {
    let lists = library.notebook()?.lists();
    let mut out = BufWriter::new(io::stdout().lock());
    if format == Format::Json {
        let records: Vec<_> = lists.iter().map(|(name, names)| ListRecord { name, names }).collect();
        write_json(&records, &mut out)?;
        writeln!(out)?;
    }
    if lists.is_empty() {
        out.flush()?;
        settings.say("no lists: `awardwire list add accounts FILE` makes one");
        return Ok(NOTHING);
    }
    if format == Format::Text {
        let style = settings.stdout;
        for (name, names) in &lists {
            let first = names.iter().take(4).map(|name| one_line(name)).collect::<Vec<_>>().join(", ");
            let more = if names.len() > 4 { ", …" } else { "" };
            let all = count(names.len(), "name");
            writeln!(out, "{}  {all}  {}", style.strong(&format!("@{name}")), style.faint(&(first + more)))?;
        }
    }
    out.flush()?;
    Ok(DONE)
}

fn show(library: &Library, list: &str, format: Format) -> Result<u8, Ending> {
    let lists = library.notebook()?.lists();
    let key = name_key(list.trim_start_matches('@'));
    let names = lists.get(&key).ok_or_else(|| unknown(list, lists.keys()))?;
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Json => {
            write_json(&ListRecord { name: &key, names }, &mut out)?;
            writeln!(out)?;
        }
        Format::Text => names.iter().try_for_each(|name| writeln!(out, "{}", one_line(name)))?,
    }
    out.flush()?;
    Ok(DONE)
}

fn remove(library: &Library, list: &str, names: &[String], settings: &Settings) -> Result<u8, Ending> {
    let key = name_key(list.trim_start_matches('@'));
    let notebook = library.notebook()?;
    if !notebook.lists().contains_key(&key) {
        return Err(unknown(list, notebook.lists().keys()));
    }
    let is_of_list = |one: &NotebookEntry| {
        one.kind == EntryKind::List && one.name.as_deref().is_some_and(|name| name_key(name) == key)
    };
    let is_called = |one: &NotebookEntry, name: &str| {
        one.value.as_deref().is_some_and(|value| value.to_lowercase() == name.trim().to_lowercase())
    };
    if let Some(missing) = names.iter().find(|name| !has(&notebook, is_of_list, |one| is_called(one, name))) {
        return Err(Ending::usage(format!("@{key} has no name {:?}", one_line(missing))));
    }
    let is_meant = |one: &NotebookEntry| {
        is_of_list(one) && (names.is_empty() || names.iter().any(|name| is_called(one, name)))
    };
    let taken = take_out_entries(&Folder::new(&settings.library), is_meant)?;
    let what = count(taken.len(), "name");
    let is_gone = !has(&library.notebook()?, is_of_list, |_| true);
    let end = if is_gone { "; the list is gone" } else { "" };
    settings.say(&format!("@{key}: {what} removed{end}"));
    Ok(DONE)
}

fn has(
    notebook: &Notebook,
    is_of_list: impl Fn(&NotebookEntry) -> bool,
    holds: impl Fn(&NotebookEntry) -> bool,
) -> bool {
    notebook.entries().iter().any(|one| is_of_list(one) && holds(one))
}

fn unknown<'a>(list: &str, known: impl Iterator<Item = &'a String>) -> Ending {
    let known: Vec<String> = known.map(|name| format!("@{name}")).collect();
    let known = if known.is_empty() { "there are none".to_owned() } else { known.join(", ") };
    Ending::usage(format!("no list is called {:?}: {known}", one_line(list)))
}

/// The lines that are names: neither empty nor a comment.
fn names_in(file: &Path) -> Result<Vec<String>, Ending> {
    let failed = |error: &io::Error| Ending::usage(format!("{}: {error}", file.display()));
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    } else {
        let open = fs::File::open(file).map_err(|error| failed(&error))?;
        open.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Ending::usage(format!("{}: larger than 4 MiB: no list of names", file.display())));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Ending::usage(format!("{}: not UTF-8 text: write a name a line", file.display())))?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect())
}
