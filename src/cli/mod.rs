//! What did the user ask, what do they see?
//!
//! Arguments in, questions to the library, answers on the terminal. stdout is data, stderr is talk. One file per
//! subcommand; this room must not know how anything is done.

mod add;
mod add_bundle;
mod add_inventory;
mod add_tracker;
mod bundle;
mod chart;
mod complete;
mod complete_bash;
mod crawl;
mod crawl_progress;
mod crawl_summary;
mod deal_table;
mod deals;
mod demo;
mod digest;
mod doctor;
mod doctor_bundle;
mod doctor_sources;
mod doctor_store;
mod ending;
mod eval;
mod eval_pages;
mod eval_summaries;
mod export;
mod extract;
mod filters;
mod fix;
mod fix_list;
mod fix_words;
mod forget;
mod list;
mod memory;
mod misnamed;
mod open;
mod output;
mod profile;
mod profile_uses;
mod reindex;
mod reread;
mod review;
mod review_walk;
mod save;
mod schedule;
mod search;
mod search_deals;
mod search_entities;
mod search_explain;
mod search_text;
mod settings;
mod show;
mod show_article;
mod show_deal;
mod show_edits;
mod show_evidence;
mod show_page;
mod similar;
mod source;
mod start;
mod start_menu;
mod status;
mod subject;
mod sums;
mod table;
mod tag;
mod timeline;
mod timeline_view;
mod update;
mod watch;
mod whole_file;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use ending::Ending;
use settings::{Global, Settings};

/// A local-first knowledge base of news about government contracts for AI.
///
/// Crawls news and official notices, extracts who buys what from whom for how much, with the sentence that proves each
/// fact, follows each deal across articles, and lets you search and export. Without a command: what the library holds,
/// and what to do next.
#[derive(Parser, Debug)]
#[command(name = "awardwire", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "Examples:
  awardwire demo                                  try everything on sample data, offline
  awardwire start                                 choose sources, fetch the newest, read a digest
  awardwire add articles/                         take in a folder of HTML, text or JSON lines
  awardwire search 'anthropic \"supply chain risk\"'
  awardwire deals --vendor palantir --agency dod
  awardwire export deals --format csv -o deals.csv

Exit codes: 0 done, 1 nothing found, 2 wrong use or settings, 3 done but some sources failed,
4 interrupted, 5 library or I/O error.";

#[derive(Subcommand, Debug)]
enum Command {
    Demo(demo::Arguments),
    Start(start::Arguments),
    Add(add::Arguments),
    Crawl(crawl::Arguments),
    Source(source::Arguments),
    Extract(extract::Arguments),
    Search(search::Arguments),
    Similar(similar::Arguments),
    Show(show::Arguments),
    Open(open::Arguments),
    Deals(deals::Arguments),
    Profile(profile::Arguments),
    Timeline(timeline::Arguments),
    Digest(digest::Arguments),
    Export(export::Arguments),
    Update(update::Arguments),
    Schedule(schedule::Arguments),
    Watch(watch::Arguments),
    Bundle(bundle::Arguments),
    Reindex(reindex::Arguments),
    Reread(reread::Arguments),
    List(list::Arguments),
    Save(save::SaveArguments),
    Saved(save::SavedArguments),
    Tag(tag::TagArguments),
    Note(tag::NoteArguments),
    Fix(fix::Arguments),
    Review(review::Arguments),
    Forget(forget::Arguments),
    Doctor(doctor::Arguments),
    Eval(eval::Arguments),
    Completions(complete::Arguments),
}

/// Reads the arguments, does what they ask, and says how it ended.
pub fn run() -> ExitCode {
    let words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    if complete::answered(&words) {
        return ExitCode::from(ending::DONE);
    }
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return ending::of_arguments(&error),
    };
    let settings = match Settings::new(&arguments.global) {
        Ok(settings) => settings,
        Err(ending) => return ending.tell(output::Style::plain()),
    };
    let style = settings.stderr;
    if settings::is_sample(&settings.library) {
        settings.say(&style.faint("sample data: this library is the demo's"));
    }
    match dispatch(arguments.command, &settings) {
        Ok(code) => ExitCode::from(code),
        Err(ending) => ending.tell(style),
    }
}

/// Whether `awardwire update` takes these arguments.
///
/// # Errors
/// The first line of what it says to them.
fn check_update(arguments: &[String]) -> Result<(), Ending> {
    let words = ["awardwire", "update"].into_iter().map(str::to_owned).chain(arguments.iter().cloned());
    let Err(error) = Arguments::try_parse_from(words) else { return Ok(()) };
    if !error.use_stderr() {
        return Err(Ending::usage(
            "what `awardwire update` is given after -- must not be a question for help",
        ));
    }
    let told = error.to_string();
    let first = told.lines().next().unwrap_or_default().trim_start_matches("error: ");
    Err(Ending::usage(format!("after --: {first} (`awardwire update --help`)")))
}

fn dispatch(command: Option<Command>, settings: &Settings) -> Result<u8, Ending> {
    match command {
        None => status::run(settings),
        Some(Command::Demo(arguments)) => demo::run(&arguments, settings),
        Some(Command::Start(arguments)) => start::run(&arguments, settings),
        Some(Command::Add(arguments)) => add::run(&arguments, settings),
        Some(Command::Crawl(arguments)) => crawl::run(&arguments, settings),
        Some(Command::Source(arguments)) => source::run(&arguments, settings),
        Some(Command::Extract(arguments)) => extract::run(&arguments, settings),
        Some(Command::Search(arguments)) => search::run(&arguments, settings),
        Some(Command::Similar(arguments)) => similar::run(&arguments, settings),
        Some(Command::Show(arguments)) => show::run(&arguments, settings),
        Some(Command::Open(arguments)) => open::run(&arguments, settings),
        Some(Command::Deals(arguments)) => deals::run(&arguments, settings),
        Some(Command::Profile(arguments)) => profile::run(&arguments, settings),
        Some(Command::Timeline(arguments)) => timeline::run(&arguments, settings),
        Some(Command::Digest(arguments)) => digest::run(&arguments, settings),
        Some(Command::Update(arguments)) => update::run(&arguments, settings),
        Some(Command::Schedule(arguments)) => schedule::run(&arguments, settings),
        Some(Command::Export(arguments)) => export::run(&arguments, settings),
        Some(Command::Watch(arguments)) => watch::run(&arguments, settings),
        Some(Command::Bundle(arguments)) => bundle::run(&arguments, settings),
        Some(Command::Reindex(arguments)) => reindex::run(&arguments, settings),
        Some(Command::Reread(arguments)) => reread::run(&arguments, settings),
        Some(Command::List(arguments)) => list::run(&arguments, settings),
        Some(Command::Save(arguments)) => save::save(&arguments, settings),
        Some(Command::Saved(arguments)) => save::saved(&arguments, settings),
        Some(Command::Tag(arguments)) => tag::tag(&arguments, settings),
        Some(Command::Note(arguments)) => tag::note(&arguments, settings),
        Some(Command::Fix(arguments)) => fix::run(&arguments, settings),
        Some(Command::Review(arguments)) => review::run(&arguments, settings),
        Some(Command::Forget(arguments)) => forget::run(&arguments, settings),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments, settings),
        Some(Command::Completions(arguments)) => complete::run(&arguments),
        Some(Command::Eval(arguments)) => eval::run(&arguments, settings),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definitions_of_arguments_hold() {
        super::Arguments::command().debug_assert();
    }
}
