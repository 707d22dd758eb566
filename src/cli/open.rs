//! `awardwire open`: the page as it was fetched, with the sentence marked.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use awardwire::base::printable;
use awardwire::export::archived::{View, write};
use awardwire::library::{OpenedPage, OpeningQuestion};
use clap::Args;

use crate::cli::ending::{DONE, Ending};
use crate::cli::fix::event_at;
use crate::cli::output::{count, eprint_line, one_line};
use crate::cli::settings::{Settings, has_display, is_sample};
use crate::cli::whole_file::failed;

/// Open an article's page as it was fetched, with the sentence of each event marked
///
/// The page comes from the archive, not from the web: its text without scripts, pictures, styles and forms, under a banner
/// with its address, the time it was fetched and the digest of its bytes. What is no page of HTML (PDF, Word, mail, records)
/// is shown as the text that was read. It is written to a new file that only you can read, whose path is printed, and
/// opened in your browser.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire open a90c2                    in the browser\n  awardwire open a90c2:1                  at the sentence of the article's event 1 (from 0)\n  awardwire open d3f1                     the first article of a deal\n  awardwire open a90c2 --no-browser       print the path of the file only\n  awardwire open a90c2 -o evidence.html   keep it, to hand it over\n  awardwire open a90c2 --print | less"
)]
pub struct Arguments {
    /// The id of an article (a…), with `:N` at its event N; or that of a deal (d…), for its first article
    #[arg(value_name = "ID", add = crate::cli::complete::ids())]
    id: String,
    /// Write the HTML to standard output; no file is made
    #[arg(long, conflicts_with_all = ["output", "no_browser"])]
    print: bool,
    /// Write it to this file, and open no browser; `-` is standard output
    #[arg(long, short, value_name = "FILE", conflicts_with = "no_browser")]
    output: Option<PathBuf>,
    /// With --output: overwrite the file
    #[arg(long, requires = "output")]
    force: bool,
    /// Print the path of the file, and open no browser
    #[arg(long)]
    no_browser: bool,
    /// Show the text that was read rather than the page
    #[arg(long)]
    text: bool,
}

/// Writes it, and opens it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let (id, event) = event_at(&arguments.id);
    let question = OpeningQuestion { id, event: event.map(|event| event as usize), as_text: arguments.text };
    let mut opened = library.archived_page(&question)?;
    opened.page.sample = is_sample(&settings.library);
    tell(&opened, settings);
    let mut html = Vec::new();
    write(&opened.page, &mut html)?;
    match &arguments.output {
        Some(file) if file != Path::new("-") => to_file(file, &html, arguments.force, settings)?,
        None if !arguments.print => to_browser(&html, arguments.no_browser)?,
        _ => {
            let mut out = io::stdout().lock();
            out.write_all(&html)?;
            out.flush()?;
        }
    }
    Ok(DONE)
}

/// Says what is opened where that is not plain from the question.
fn tell(opened: &OpenedPage, settings: &Settings) {
    let page = &opened.page;
    let id = &page.article.id;
    if let Some((deal, articles)) = &opened.deal {
        let mut first = vec![id.to_string()];
        first.extend(page.article.publisher.as_deref().map(one_line));
        first.extend(page.article.published.map(|published| published.date.to_string()));
        settings.say(&format!(
            "{deal} is told in {}; this is the first: {}",
            count(*articles, "article"),
            first.join(", ")
        ));
    }
    if let Some(lost) = &opened.lost {
        settings.say(&printable(&format!(
            "the archive no longer has the page ({}): this is the text that was read",
            lost.reason
        )));
    }
    if page.fetched.as_ref().is_some_and(|fetched| fetched.is_intact == Some(false)) {
        settings.say("the page in the archive has another digest than when it came: it was changed since");
    }
    let is_missing = |number: usize| !page.marked.has(number);
    if let Some(number) = opened.event.filter(|number| is_missing(*number)) {
        let hint = match page.view {
            View::Page { .. } => format!("; `awardwire open {id}:{number} --text` shows it in the text"),
            View::Text(_) | View::Sentences => String::new(),
        };
        settings
            .say(&format!("the sentence of event {number} is not found in the page as it is shown{hint}"));
    }
}

/// Writes a file that the user names.
fn to_file(path: &Path, html: &[u8], force: bool, settings: &Settings) -> Result<(), Ending> {
    let mut options = File::options();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Ending::usage(format!("{} is there already: --force overwrites it", path.display()))
        }
        _ => failed(path, &error),
    })?;
    if let Err(error) = file.write_all(html).and_then(|()| file.flush()) {
        drop(file);
        if !force {
            let _ = fs::remove_file(path);
        }
        return Err(failed(path, &error));
    }
    settings.say(&printable(&format!("written to {}", path.display())));
    Ok(())
}

/// Writes a new file of a name nobody can foresee, that only the user can read; prints its path, and has a browser open
/// it. No part of the path comes from the page.
fn to_browser(html: &[u8], no_browser: bool) -> Result<(), Ending> {
    let path = new_file(html).map_err(|error| {
        Ending::library(format!(
            "no file can be written to the folder for temporary files ({error}): -o names another place"
        ))
    })?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", printable(&path.display().to_string()))?;
    out.flush()?;
    if no_browser {
        return Ok(());
    }
    let failure = if has_display() {
        opener::open_browser(&path).err().map(|error| one_line(&error.to_string()))
    } else {
        Some("there is no display".to_owned())
    };
    if let Some(why) = failure {
        eprint_line(&format!(
            "no browser was opened ({why}): open the file yourself, or have the page on stdout with --print"
        ));
    }
    Ok(())
}

fn new_file(html: &[u8]) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new().prefix("awardwire-").suffix(".html").rand_bytes(12).tempfile()?;
    file.write_all(html)?;
    file.flush()?;
    let (_, path) = file.keep().map_err(|error| error.error)?;
    Ok(path)
}
