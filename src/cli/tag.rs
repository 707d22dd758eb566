//! `awardwire tag` and `note`: the user's own marks on deals, organisations and articles.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use awardwire::library::{EntryKind, Library, Mark, Marked, NotebookEntry, Target, name_key};
use awardwire::pipeline::{Folder, Thing, add_note, add_tags, take_out_entries};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::fix::checked_note;
use crate::cli::output::{Style, WIDTH, count, one_line, wrapped};
use crate::cli::settings::Settings;

/// Put tags on deals, vendors, agencies and articles; without a command: all tags, with what has them
///
/// A deal keeps its tags when its id changes: they stand with the event that names it. In queries tag:NAME finds the deals
/// and articles that have it, tell of a deal or name an organisation that has it. Tags are kept in notebook.toml.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  awardwire tag add d01472 hot q3
  awardwire tag add Palantir rival
  awardwire deals 'tag:hot'
  awardwire search 'tag:rival after:30d'
  awardwire tag remove d01472 q3"
)]
pub struct TagArguments {
    #[command(subcommand)]
    what: Option<TagWhat>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Subcommand, Debug)]
enum TagWhat {
    /// Put tags on something
    Add {
        /// The id of an article or deal, an article's address, or the name or id of an agency or vendor
        #[arg(value_name = "ID-or-NAME", add = crate::cli::complete::things())]
        thing: String,
        /// Tags: letters, digits, -, _ and .
        #[arg(required = true, value_name = "TAG", add = crate::cli::complete::tags())]
        tags: Vec<String>,
        /// Who says so [default: the user's name]
        #[arg(long, value_name = "NAME")]
        author: Option<String>,
    },
    /// Take tags off something; all of its tags where none is named
    Remove {
        /// As with `tag add`
        #[arg(value_name = "ID-or-NAME", required_unless_present = "stale", add = crate::cli::complete::things())]
        thing: Option<String>,
        /// The tags
        #[arg(value_name = "TAG", add = crate::cli::complete::tags())]
        tags: Vec<String>,
        /// Take out all tags that match nothing any more
        #[arg(long, conflicts_with = "thing")]
        stale: bool,
    },
}

/// Put a note on a deal, vendor, agency or article; without a text: the notes
///
/// Notes are shown by `show` and `profile` and written by `deals` and `export`; has:note finds what has one. They are kept
/// in notebook.toml.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  awardwire note d01472 'ask the program office about option year 2'
  awardwire note Palantir
  awardwire deals 'has:note'
  awardwire note remove d01472"
)]
pub struct NoteArguments {
    #[command(subcommand)]
    what: Option<NoteWhat>,
    /// As with `tag add`
    #[arg(value_name = "ID-or-NAME", add = crate::cli::complete::things())]
    thing: Option<String>,
    /// The note, on one line
    text: Option<String>,
    /// Who says so [default: the user's name]
    #[arg(long, value_name = "NAME", requires = "text")]
    author: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Subcommand, Debug)]
enum NoteWhat {
    /// Take a note off something
    Remove {
        /// As with `tag add`
        #[arg(value_name = "ID-or-NAME", required_unless_present = "stale", add = crate::cli::complete::things())]
        thing: Option<String>,
        /// Which, where it has several: its beginning
        text: Option<String>,
        /// Take out all notes that match nothing any more
        #[arg(long, conflicts_with = "thing")]
        stale: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A tag or note as it is written out.
#[derive(Serialize)]
struct MarkRecord<'a> {
    tag: Option<String>,
    note: Option<&'a str>,
    kind: &'static str,
    id: Option<String>,
    name: Option<String>,
    author: Option<&'a str>,
    time: Option<&'a str>,
    stale: Option<&'a str>,
}

/// Adds, removes or lists tags.
pub fn tag(arguments: &TagArguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    match &arguments.what {
        None => list_tags(&library, arguments.format, settings),
        Some(TagWhat::Add { thing, tags, author }) => {
            let note = checked_note(None, ("--author", author.as_deref()), settings)?;
            let (target, thing) = library.target(thing)?;
            let written = add_tags(&Folder::new(&settings.library), &target, tags, &note)?;
            let known =
                if written.known > 0 { format!("; {} there already", written.known) } else { String::new() };
            let added = count(written.added.len(), "tag");
            settings.say(&format!("{}: {added} added{known}", in_words(&library, &thing)?));
            Ok(DONE)
        }
        Some(TagWhat::Remove { thing, tags, .. }) => {
            let keys: Vec<String> = tags.iter().map(|tag| name_key(tag)).collect();
            let is_meant = |entry: &NotebookEntry| {
                keys.is_empty() || entry.name.as_deref().is_some_and(|name| keys.contains(&name_key(name)))
            };
            remove(&library, EntryKind::Tag, thing.as_deref(), is_meant, settings)
        }
    }
}

/// Adds, removes or lists notes.
pub fn note(arguments: &NoteArguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    if let Some(NoteWhat::Remove { thing, text, .. }) = &arguments.what {
        let start = text.as_deref().map(|text| text.trim().to_lowercase());
        let is_meant = |entry: &NotebookEntry| {
            let own = entry.value.as_deref().unwrap_or_default().to_lowercase();
            start.as_ref().is_none_or(|start| own.starts_with(start))
        };
        return remove(&library, EntryKind::Note, thing.as_deref(), is_meant, settings);
    }
    match (&arguments.thing, &arguments.text) {
        (Some(thing), Some(text)) => {
            let note = checked_note(None, ("--author", arguments.author.as_deref()), settings)?;
            let (target, thing) = library.target(thing)?;
            let written = add_note(&Folder::new(&settings.library), &target, text, &note)?;
            let end = if written.added.is_empty() { "says so already" } else { "noted" };
            settings.say(&format!("{}: {end}", in_words(&library, &thing)?));
            Ok(DONE)
        }
        (thing, _) => list_notes(&library, thing.as_deref(), arguments.format, settings),
    }
}

/// Takes out the entries on a thing, or those on nothing.
fn remove(
    library: &Library,
    kind: EntryKind,
    thing: Option<&str>,
    is_meant: impl Fn(&NotebookEntry) -> bool,
    settings: &Settings,
) -> Result<u8, Ending> {
    let thing = thing.map(|thing| library.target(thing)).transpose()?.map(|(_, thing)| thing);
    // A deal that was merged has the tags of each of its parts, which are named by other events.
    let is_on_it = |one: &Marked| match (&thing, &one.thing) {
        (Some(thing), Ok(own)) => thing == own,
        (None, Err(_)) => true,
        _ => false,
    };
    let all = library.marked()?;
    let meant: Vec<NotebookEntry> = all
        .into_iter()
        .filter(|one| one.entry.kind == kind && is_on_it(one) && is_meant(&one.entry))
        .map(|one| one.entry)
        .collect();
    let noun = if kind == EntryKind::Tag { "tag" } else { "note" };
    let on = thing.map(|thing| in_words(library, &thing)).transpose()?;
    let on = on.unwrap_or_else(|| "matching nothing any more".to_owned());
    if meant.is_empty() {
        settings.say(&format!("{on}: there is no such {noun}"));
        return Ok(NOTHING);
    }
    let taken = take_out_entries(&Folder::new(&settings.library), |entry| meant.contains(entry))?;
    settings.say(&format!("{on}: {} removed", count(taken.len(), noun)));
    Ok(DONE)
}

fn list_tags(library: &Library, format: Format, settings: &Settings) -> Result<u8, Ending> {
    let all: Vec<Marked> =
        library.marked()?.into_iter().filter(|one| one.entry.kind == EntryKind::Tag).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if format == Format::Json {
        write_records(library, &all, &mut out)?;
    } else {
        let style = settings.stdout;
        let mut by_tag: BTreeMap<String, Vec<&Marked>> = BTreeMap::new();
        for one in &all {
            by_tag.entry(one.entry.name.as_deref().map(name_key).unwrap_or_default()).or_default().push(one);
        }
        for (tag, marked) in &by_tag {
            let mut things: Vec<&Thing> = marked.iter().filter_map(|one| one.thing.as_ref().ok()).collect();
            things.sort();
            things.dedup();
            let kinds = counts(&things);
            writeln!(out, "{}  {}  {}", style.strong(&one_line(tag)), things.len(), style.faint(&kinds))?;
        }
        print_stale(&all, style, &mut out)?;
    }
    close(&all, "tags: `awardwire tag add ID TAG` puts one on something", out, settings)
}

fn list_notes(
    library: &Library,
    thing: Option<&str>,
    format: Format,
    settings: &Settings,
) -> Result<u8, Ending> {
    let thing = thing.map(|thing| library.target(thing)).transpose()?.map(|(_, thing)| thing);
    let is_on_it = |one: &Marked| thing.as_ref().is_none_or(|thing| one.thing.as_ref() == Ok(thing));
    let all: Vec<Marked> = library
        .marked()?
        .into_iter()
        .filter(|one| one.entry.kind == EntryKind::Note && is_on_it(one))
        .collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if format == Format::Json {
        write_records(library, &all, &mut out)?;
    } else {
        let style = settings.stdout;
        for one in &all {
            let Ok(thing) = &one.thing else { continue };
            let text = one_line(one.entry.value.as_deref().unwrap_or_default());
            let by: Vec<String> = [&one.entry.author, &one.entry.time]
                .into_iter()
                .flatten()
                .map(|word| one_line(word))
                .collect();
            writeln!(out, "{}", style.strong(&in_words(library, thing)?))?;
            writeln!(out, "{}", wrapped(&text, "  ", WIDTH))?;
            if !by.is_empty() {
                writeln!(out, "  {}", style.faint(&by.join(" · ")))?;
            }
        }
        print_stale(&all, style, &mut out)?;
    }
    close(&all, "notes: `awardwire note ID 'text'` puts one on something", out, settings)
}

fn close(all: &[Marked], none: &str, mut out: impl Write, settings: &Settings) -> Result<u8, Ending> {
    out.flush()?;
    if all.is_empty() {
        settings.say(&format!("no {none}"));
        return Ok(NOTHING);
    }
    Ok(DONE)
}

fn print_stale(all: &[Marked], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for one in all {
        let Err(why) = &one.thing else { continue };
        let what = one.entry.name.as_deref().or(one.entry.value.as_deref()).unwrap_or_default();
        let told = format!(
            "matches nothing any more: {} on {}: {}",
            one_line(what),
            on_what(&one.entry),
            one_line(why)
        );
        writeln!(out, "{}", style.doubt(&told))?;
    }
    Ok(())
}

/// What an entry is on, as the file names it.
fn on_what(entry: &NotebookEntry) -> String {
    one_line(&match entry.target() {
        Some(Target::Article(article)) => article,
        Some(Target::Deal(article, event)) => format!("{article} {event}"),
        Some(Target::Organisation(_, id)) => id,
        None => String::new(),
    })
}

fn write_records(library: &Library, all: &[Marked], out: &mut dyn Write) -> Result<(), Ending> {
    let mut records = Vec::with_capacity(all.len());
    for one in all {
        let thing = one.thing.as_ref().ok();
        records.push(MarkRecord {
            tag: one.entry.name.as_deref().map(name_key),
            note: one.entry.value.as_deref(),
            kind: match one.entry.target() {
                Some(Target::Article(_)) => "article",
                Some(Target::Deal(..)) => "deal",
                _ => one.entry.side.map_or("", |side| side.as_str()),
            },
            id: thing.map(id_of),
            name: thing.map(|thing| library.name_of(thing)).transpose()?,
            author: one.entry.author.as_deref(),
            time: one.entry.time.as_deref(),
            stale: one.thing.as_ref().err().map(String::as_str),
        });
    }
    write_json(&records, out)?;
    writeln!(out)?;
    Ok(())
}

fn id_of(thing: &Thing) -> String {
    match thing {
        Thing::Article(id) => id.to_string(),
        Thing::Deal(id) => id.to_string(),
        Thing::Organisation(_, id) => id.to_string(),
    }
}

/// "deal d01472 Army – Palantir".
fn in_words(library: &Library, thing: &Thing) -> Result<String, Ending> {
    let (id, name) = (one_line(&id_of(thing)), one_line(&library.name_of(thing)?));
    Ok(format!("{} {id} {name}", kind_of(thing)).trim_end().to_owned())
}

fn kind_of(thing: &Thing) -> &'static str {
    match thing {
        Thing::Article(_) => "article",
        Thing::Deal(_) => "deal",
        Thing::Organisation(side, _) => side.as_str(),
    }
}

/// "2 deals, 1 vendor".
fn counts(things: &[&Thing]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for thing in things {
        *kinds.entry(kind_of(thing)).or_default() += 1;
    }
    let plural = |(kind, many): (&str, usize)| match (kind, many) {
        ("agency", 2..) => format!("{many} agencies"),
        _ => count(many, kind),
    };
    kinds.into_iter().map(plural).collect::<Vec<_>>().join(", ")
}

/// Prints tags and notes as lines of what has them.
pub fn print_mark(mark: &Mark, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if !mark.tags.is_empty() {
        let tags: Vec<String> = mark.tags.iter().map(|tag| one_line(tag)).collect();
        writeln!(out, "{} {}", style.faint("Tags"), tags.join(", "))?;
    }
    for note in &mark.notes {
        writeln!(out, "{}", wrapped(&format!("Note {}", one_line(note)), "", WIDTH))?;
    }
    let is_empty = mark.tags.is_empty() && mark.notes.is_empty();
    if is_empty { Ok(()) } else { writeln!(out) }
}
