//! `awardwire fix`: the user's word on organisations.

use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use awardwire::library::{CorrectionAction, CorrectionKind};
use awardwire::pipeline::{FixWish, FixWord, Fixed, Folder, NumberedCorrection, corrections, fix, undo_fix};
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::{count, one_line};
use crate::cli::reread;
use crate::cli::settings::{Settings, user_name};

/// Say who is called what: another name, a vendor or agency that is missed, a name that is none
///
/// What you say is kept in the library's corrections.toml with author, time and reason. It holds for whatever is read
/// from then on; `awardwire reread` (or --apply) applies it to the articles that are there. The later word counts. Names
/// compare without case, punctuation, "the", "U.S." and legal form; a single word with capitals past its first letter
/// ("DoW") is found as written only.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire fix alias DoW 'Department of War' --reason 'renamed in 2025' --apply\n  awardwire fix vendor 'Larkfield Analytics'\n  awardwire fix not-vendor 'Rapid Fielding'\n  awardwire fix list\n  awardwire fix undo 2"
)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Another name of an organisation of the lists or of your articles
    Alias {
        /// The other name
        name: String,
        /// Who is called so: a name, or an id of the lists such as us/dod
        organisation: String,
        #[command(flatten)]
        note: Note,
    },
    /// What is called so is a supplier
    Vendor(Named),
    /// What is called so is no supplier
    NotVendor(Named),
    /// What is called so is a government body
    Agency(Named),
    /// What is called so is no government body
    NotAgency(Named),
    /// All corrections, numbered
    List {
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
        format: Format,
    },
    /// Take a correction back
    Undo {
        /// Its number in `fix list`
        number: usize,
        /// Read all archived pages again right away
        #[arg(long)]
        apply: bool,
    },
}

#[derive(Args, Debug)]
struct Named {
    /// The name
    name: String,
    #[command(flatten)]
    note: Note,
}

#[derive(Args, Debug)]
struct Note {
    /// Why, for those who read the file
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who says so [default: the user's name]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Read all archived pages again right away
    #[arg(long)]
    apply: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Writes, lists or takes back.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let (word, name, note) = match &arguments.what {
        What::List { format } => return list(*format, settings),
        What::Undo { number, apply } => {
            let undone = undo_fix(&Folder::new(&settings.library), *number)?;
            settings.say(&format!("taken back: {}", words(&undone.correction)));
            return close(&undone, "are about it", *apply, settings);
        }
        What::Alias { name, organisation, note } => (FixWord::AliasOf(organisation.clone()), name, note),
        What::Vendor(Named { name, note }) => (FixWord::Is(CorrectionKind::Vendor), name, note),
        What::NotVendor(Named { name, note }) => (FixWord::IsNot(CorrectionKind::Vendor), name, note),
        What::Agency(Named { name, note }) => (FixWord::Is(CorrectionKind::Agency), name, note),
        What::NotAgency(Named { name, note }) => (FixWord::IsNot(CorrectionKind::Agency), name, note),
    };
    for (flag, text) in [("--reason", &note.reason), ("--author", &note.author)] {
        if text
            .as_ref()
            .is_some_and(|text| text.chars().count() > 1_000 || text.chars().any(char::is_control))
        {
            return Err(Ending::usage(format!(
                "{flag} takes one line of at most 1000 letters without control characters"
            )));
        }
    }
    let wish = FixWish {
        word,
        name: name.clone(),
        author: note.author.clone().or_else(user_name),
        time: settings.clock.now(),
        reason: note.reason.clone(),
    };
    let fixed = fix(&Folder::new(&settings.library), &wish)?;
    settings.say(&format!("correction {}: {}", fixed.correction.number, words(&fixed.correction)));
    close(&fixed, "would change", note.apply, settings)
}

/// Says how many articles it touches, or reads them again.
fn close(fixed: &Fixed, touched: &str, apply: bool, settings: &Settings) -> Result<u8, Ending> {
    if apply {
        return reread::again(settings);
    }
    let articles = fixed.articles as usize;
    settings.say(&match articles {
        0 => "no article of the library changes by it; what is read from now on is read so".to_owned(),
        1 => "1 article ".to_owned() + &singular(touched) + ": `awardwire reread` applies it there",
        _ => format!("{} {touched}: `awardwire reread` applies it there", count(articles, "article")),
    });
    Ok(DONE)
}

fn singular(verb: &str) -> String {
    verb.replacen("are ", "is ", 1)
}

fn list(format: Format, settings: &Settings) -> Result<u8, Ending> {
    let all = corrections(&Folder::new(&settings.library))?;
    let mut out = BufWriter::new(io::stdout().lock());
    if format == Format::Json {
        write_json(&all, &mut out)?;
        writeln!(out)?;
        out.flush()?;
    }
    if all.is_empty() {
        settings.say("no corrections");
        return Ok(NOTHING);
    }
    if format == Format::Text {
        for one in &all {
            writeln!(out, "{:>3}. {}", one.number, settings.stdout.strong(&words(one)))?;
            let said: Vec<String> = [&one.correction.author, &one.correction.time, &one.correction.reason]
                .into_iter()
                .flatten()
                .map(|text| one_line(text))
                .collect();
            if !said.is_empty() {
                writeln!(out, "     {}", settings.stdout.faint(&said.join(" · ")))?;
            }
        }
        out.flush()?;
    }
    Ok(DONE)
}

/// What a correction says.
fn words(one: &NumberedCorrection) -> String {
    let correction = &one.correction;
    let value = one_line(correction.value.as_deref().unwrap_or_default());
    let kind = correction.kind.map_or("fact", CorrectionKind::as_str);
    let article = correction.article.as_deref().map(one_line);
    match (correction.action, article) {
        (CorrectionAction::Relevant, article) => format!("{} is relevant", article.unwrap_or_default()),
        (CorrectionAction::Irrelevant, article) => {
            format!("{} is not relevant", article.unwrap_or_default())
        }
        (CorrectionAction::Drop, Some(article)) => format!("no {kind} {value} in {article}"),
        (CorrectionAction::Drop, None) => format!("“{value}” is no {kind}"),
        (CorrectionAction::Add, _) => format!("“{value}” is {} {kind}", article_of(kind)),
        (CorrectionAction::Alias, _) => {
            let of = one_line(correction.of.as_deref().unwrap_or_default());
            let meant = one_line(one.meant.as_deref().unwrap_or(&of));
            let id = if meant == of { String::new() } else { format!(", {of}") };
            format!("“{value}” is another name of {meant} ({kind}{id})")
        }
    }
}

fn article_of(noun: &str) -> &'static str {
    if noun.starts_with('a') { "an" } else { "a" }
}
