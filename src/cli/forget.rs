//! `awardwire forget`: take pages out for good.

use std::io::{self, BufRead as _, BufWriter, IsTerminal as _, Write};

use awardwire::library::{ForgetQuestion, Library, Tombstone};
use awardwire::pipeline::{Folder, ForgetTarget, forget, undo_forget};
use clap::Args;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::{count, eprint_line, one_line};
use crate::cli::settings::Settings;

/// Take pages out of the library for good: out of database, index and archive
///
/// Give the id of an article, an address, or a site (`news.example.com`, with all hosts below it). The archive's files are
/// written anew without the pages, the deals they told are settled anew, and a tombstone with the address, the day and your
/// reason keeps a later `crawl` or `add` from taking them in again, until `--undo` lifts it. A record of the archive that
/// holds other pages too (an answer of a notice service) stays until the last of them is forgotten; feeds and other listings
/// that name one of them go. What was copied before,
/// as backups and exports, is not reached: docs/forget.md.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire forget a90c2 --dry-run
  awardwire forget https://news.example.com/story --why 'asked to by the publisher'
  awardwire forget news.example.com --yes
  awardwire forget --list
  awardwire forget --undo news.example.com")]
pub struct Arguments {
    /// The id of an article (a…), an address, or a site
    #[arg(
        value_name = "ID|URL|SITE",
        required_unless_present_any = ["list", "undo"],
        add = crate::cli::complete::ids()
    )]
    what: Option<String>,
    /// List what would be taken out, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// The reason, kept with the tombstone
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,
    /// Lift the tombstone of this id, address or site, so that it may come in again
    #[arg(long, value_name = "ID|URL|SITE", conflicts_with_all = ["what", "dry_run", "why", "list"])]
    undo: Option<String>,
    /// List what was forgotten
    #[arg(long, conflicts_with_all = ["what", "dry_run", "why", "yes"])]
    list: bool,
}

/// Pages listed at most.
const MOST_LISTED: usize = 50;

/// Forgets, lists or undoes.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    if arguments.list {
        return list(&library.tombstones()?);
    }
    if let Some(word) = &arguments.undo {
        return undo(&library, word, settings);
    }
    let word = arguments.what.as_deref().unwrap_or_default();
    let question = library.forget_question(word)?;
    drop(library);
    show(&question, arguments.dry_run, settings)?;
    if arguments.dry_run {
        return Ok(DONE);
    }
    if !agreed(arguments.yes)? {
        settings.say("nothing was forgotten");
        return Ok(DONE);
    }
    let target = &question.plan.target;
    let done = forget(&Folder::new(&settings.library), target, arguments.why.as_deref(), settings.clock)?;
    let rewritten = match done.files {
        0 => String::new(),
        files => format!(
            "; {} of the archive written anew without {} ({} bytes)",
            count(files, "file"),
            count(done.records, "record"),
            done.bytes
        ),
    };
    settings.say(&format!("forgotten: {}{rewritten}", count(done.pages, "page")));
    if !done.is_clean {
        settings.say(
            "remains of it may still stand in the database's file, which could not be written anew: make room on the disk as large as it, end other programs that read the library, and forget it again",
        );
    }
    if !question.named_in.is_empty() {
        settings.say(&format!("{} still names it: that is yours to change", question.named_in.join(" and ")));
    }
    if !question.sources.is_empty() {
        let names: Vec<String> = question.sources.iter().map(|name| one_line(name)).collect();
        settings.say(&format!(
            "sources of this site are still turned on and asked, though nothing of them is taken in: {} (`awardwire source disable`)",
            names.join(", ")
        ));
    }
    settings
        .say("backups, exports and copies made before may still hold it: those are not reached from here");
    settings.say(&format!("`awardwire forget --undo {}` lets it in again", word_of(target)));
    Ok(DONE)
}

fn word_of(target: &ForgetTarget) -> String {
    one_line(&match target {
        ForgetTarget::Page(id) => id.to_string(),
        ForgetTarget::Url(url) => url.to_string(),
        ForgetTarget::Site(host) => host.clone(),
    })
}

/// What would go: the pages on stdout for `--dry-run`, else all of it as talk before the question.
fn show(question: &ForgetQuestion, is_data: bool, settings: &Settings) -> Result<(), Ending> {
    let plan = &question.plan;
    let mut lines: Vec<String> = Vec::new();
    for page in plan.pages.iter().take(if is_data { usize::MAX } else { MOST_LISTED }) {
        let mut words = vec![page.id.to_string()];
        words.extend(page.title.as_deref().map(one_line));
        words.extend(page.url.as_ref().map(|url| one_line(url.as_str())));
        if page.versions > 1 {
            words.push(count(page.versions, "version"));
        }
        if page.is_shared {
            words.push("its record in the archive stays: other pages stand in it".to_owned());
        }
        lines.push(words.join("  "));
    }
    if !is_data && plan.pages.len() > MOST_LISTED {
        lines.push(format!("… and {} more", plan.pages.len() - MOST_LISTED));
    }
    if is_data {
        let mut out = BufWriter::new(io::stdout().lock());
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        out.flush()?;
    } else {
        for line in &lines {
            settings.say(line);
        }
    }
    let shared = match plan.shared_records {
        0 => String::new(),
        kept => format!(", {} kept, since other pages stand in them", count(kept, "record")),
    };
    let beside = match plan.records_beside {
        0 => String::new(),
        more => {
            format!(", {} beside them (requests, listings that name them, errors)", count(more, "record"))
        }
    };
    settings.say(&format!(
        "{}, {} of the archive{shared}{beside}, {} in the queue; {} to settle anew",
        count(plan.pages.len(), "page"),
        count(plan.records, "record"),
        match plan.leads.len() {
            1 => "1 address".to_owned(),
            many => format!("{many} addresses"),
        },
        count(plan.deals, "deal"),
    ));
    if let Some(known) = &plan.known {
        settings.say(&format!("it was forgotten before: {}", told(known)));
    } else if plan.pages.is_empty() && plan.records_beside == 0 {
        settings.say("nothing of it is in the library; a tombstone keeps it out");
    }
    Ok(())
}

fn agreed(yes: bool) -> Result<bool, Ending> {
    if yes {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err(Ending::usage(
            "this cannot be taken back: say --yes, or see with --dry-run what would go",
        ));
    }
    eprint_line("forget this for good? [y/N]");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    Ok(read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// "2026-06-30, asked to by the publisher".
pub fn told(stone: &Tombstone) -> String {
    let why = stone.why.as_deref().map(|why| format!(", {}", one_line(why))).unwrap_or_default();
    format!("{}{why}", stone.at.strftime("%Y-%m-%d"))
}

fn list(stones: &[Tombstone]) -> Result<u8, Ending> {
    let mut out = BufWriter::new(io::stdout().lock());
    for stone in stones {
        writeln!(out, "{:<4}  {}  {}", stone.kind.as_str(), one_line(&stone.what), told(stone))?;
    }
    out.flush()?;
    Ok(if stones.is_empty() { NOTHING } else { DONE })
}

fn undo(library: &Library, word: &str, settings: &Settings) -> Result<u8, Ending> {
    let Some(stone) = library.tombstone_for(word)? else {
        settings
            .say(&format!("{} was not forgotten: `awardwire forget --list` shows what was", one_line(word)));
        return Ok(NOTHING);
    };
    undo_forget(&Folder::new(&settings.library), &stone)?;
    settings.say(&format!(
        "{} may come in again: `add` it, or a crawl takes it when a listing names it anew (it was forgotten on {})",
        one_line(&stone.what),
        told(&stone)
    ));
    Ok(DONE)
}
