//! `awardwire fix`: the user's word on organisations, facts and deals.

use awardwire::library::{CorrectionKind, EventSlot, Status};
use awardwire::pipeline::{
    Applied, DealFix, FactFix, FixNote, FixWish, FixWord, Fixed, Folder, apply_fixes, fix, fix_deal,
    fix_fact, undo_fix,
};
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::ending::{DONE, Ending};
use crate::cli::fix_list;
use crate::cli::fix_words::words;
use crate::cli::output::{count, one_line};
use crate::cli::settings::{Settings, user_name};

/// Say what is so: who is called what, which facts are none, which deals are one and where they stand
///
/// What you say is kept in the library's corrections.toml with author, time and reason, named by the article's address
/// and the fact, so that it holds in any library that reads the same page. It is heard on every reading; the later word
/// counts. What is said of articles and deals applies at once. What is said of names holds for whatever is read from then
/// on; --apply reads the articles again that change by it. Names compare without case, punctuation, "the", "U.S." and
/// legal form; a single word with capitals past its first letter ("DoW") is found as written only.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire fix alias DoW 'Department of War' --reason 'renamed in 2025' --apply
  awardwire fix not-vendor 'Rapid Fielding'
  awardwire fix drop a29639 amount '$84M' --reason 'of another contract'
  awardwire fix set a29639:0 value '$200M ceiling'
  awardwire fix merge d01472 d77e0b
  awardwire fix split d01472 a29639
  awardwire fix status d01472 ended --reason 'told by the program office'
  awardwire fix list
  awardwire fix undo 2")]
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
        note: NameNote,
    },
    /// What is called so is a supplier
    Vendor(Named),
    /// What is called so is no supplier
    NotVendor(Named),
    /// What is called so is a government body
    Agency(Named),
    /// What is called so is no government body
    NotAgency(Named),
    /// A fact of an article is none
    Drop {
        /// The article's id, or the beginning of it
        article: String,
        /// What it is
        #[arg(value_enum)]
        kind: Kind,
        /// A name, a sum such as '$84M', a number; an event's place (0 is the first) or name such as 'award: Palantir'
        value: String,
        #[command(flatten)]
        note: Note,
    },
    /// An article is relevant
    Relevant {
        /// The article's id, or the beginning of it
        article: String,
        #[command(flatten)]
        note: Note,
    },
    /// An article is not relevant
    NotRelevant {
        /// The article's id, or the beginning of it
        article: String,
        #[command(flatten)]
        note: Note,
    },
    /// What stands in a slot of an article's event
    Set {
        /// The article's id, and the event's place where it tells several: a29639:1
        #[arg(value_name = "ARTICLE[:N]")]
        event: String,
        /// type, buyers, vendors, value, date or certainty
        slot: String,
        /// A type; names with a semicolon between them; a sum with its role; a date; a certainty; or `none`
        to: String,
        #[command(flatten)]
        note: Note,
    },
    /// Deals are one
    Merge {
        /// Their ids, or the beginnings of them
        #[arg(required = true, num_args = 2.., value_name = "DEAL")]
        deals: Vec<String>,
        #[command(flatten)]
        note: Note,
    },
    /// What an article tells is not this deal
    Split {
        /// The deal's id, or the beginning of it
        deal: String,
        /// The article's id, and an event's place where only that event goes: a29639:1
        #[arg(value_name = "ARTICLE[:N]")]
        article: String,
        #[command(flatten)]
        note: Note,
    },
    /// An article's event is of another deal
    Move {
        /// The article's id, and the event's place where it tells several: a29639:1
        #[arg(value_name = "ARTICLE[:N]")]
        article: String,
        /// The deal that it is of
        to: String,
        #[command(flatten)]
        note: Note,
    },
    /// Where a deal stands
    Status {
        /// The deal's id, or the beginning of it
        deal: String,
        /// Where it stands
        #[arg(value_parser = ["sought", "awarded", "changed", "protested", "ended", "barred"])]
        status: String,
        #[command(flatten)]
        note: Note,
    },
    /// What a deal is worth
    Value {
        /// The deal's id, or the beginning of it
        deal: String,
        /// The sum: '$200M', 'EUR 1.5bn', '$1M..5M'
        sum: String,
        /// What the sum is: ceiling, award, obligated, … [default: as the deal's first sum]
        #[arg(long, value_name = "ROLE")]
        role: Option<String>,
        #[command(flatten)]
        note: Note,
    },
    /// All corrections, numbered, those marked that no longer do what they say
    List {
        /// How to print
        #[arg(long, value_enum, default_value_t = fix_list::Format::Text, value_name = "FORMAT")]
        format: fix_list::Format,
    },
    /// Take a correction back
    Undo {
        /// Its number in `fix list`
        number: usize,
        /// Of a name: read the articles again that it is about
        #[arg(long)]
        apply: bool,
    },
}

#[derive(Args, Debug)]
struct Named {
    /// The name
    name: String,
    #[command(flatten)]
    note: NameNote,
}

#[derive(Args, Debug)]
struct NameNote {
    #[command(flatten)]
    note: Note,
    /// Read the articles again that change by it
    #[arg(long)]
    apply: bool,
}

/// Who says so, and why.
#[derive(Args, Debug)]
pub struct Note {
    /// Why, for those who read the file
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who says so [default: the user's name]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Agency,
    Vendor,
    Amount,
    Number,
    Event,
}

/// Writes, lists or takes back.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    match &arguments.what {
        What::List { format } => fix_list::list(*format, settings),
        What::Undo { number, apply } => undo(&folder, *number, *apply, settings),
        What::Alias { name, organisation, note } => {
            say_of_name(&folder, FixWord::AliasOf(organisation.clone()), name, note, settings)
        }
        What::Vendor(named) => of_name(&folder, FixWord::Is(CorrectionKind::Vendor), named, settings),
        What::NotVendor(named) => of_name(&folder, FixWord::IsNot(CorrectionKind::Vendor), named, settings),
        What::Agency(named) => of_name(&folder, FixWord::Is(CorrectionKind::Agency), named, settings),
        What::NotAgency(named) => of_name(&folder, FixWord::IsNot(CorrectionKind::Agency), named, settings),
        What::Drop { article, kind, value, note } => {
            let fix = FactFix::Drop(kind_of(*kind), value.clone());
            say_of_fact(&folder, article, &fix, note, settings)
        }
        What::Relevant { article, note } => {
            say_of_fact(&folder, article, &FactFix::Relevant(true), note, settings)
        }
        What::NotRelevant { article, note } => {
            say_of_fact(&folder, article, &FactFix::Relevant(false), note, settings)
        }
        What::Set { event, slot, to, note } => {
            let (article, ordinal) = event_at(event);
            let fix = FactFix::Set(ordinal.unwrap_or_default(), slot_of(slot)?, to.clone());
            say_of_fact(&folder, &article, &fix, note, settings)
        }
        What::Merge { deals, note } => say_of_deal(&folder, &DealFix::Merge(deals.clone()), note, settings),
        What::Split { deal, article, note } => {
            let (article, ordinal) = event_at(article);
            let fix = DealFix::Split { deal: deal.clone(), article, ordinal };
            say_of_deal(&folder, &fix, note, settings)
        }
        What::Move { article, to, note } => {
            let (article, ordinal) = event_at(article);
            say_of_deal(&folder, &DealFix::Move { article, ordinal, to: to.clone() }, note, settings)
        }
        What::Status { deal, status, note } => {
            let status = Status::from_word(status).ok_or_else(|| Ending::usage("no such status"))?;
            say_of_deal(&folder, &DealFix::Status(deal.clone(), status), note, settings)
        }
        What::Value { deal, sum, role, note } => {
            let fix = DealFix::Value(deal.clone(), sum.clone(), role.clone());
            say_of_deal(&folder, &fix, note, settings)
        }
    }
}

/// An article's id and the place of an event: "a29639:1".
pub fn event_at(text: &str) -> (String, Option<u32>) {
    match text.rsplit_once(':').map(|(article, place)| (article, place.parse::<u32>())) {
        Some((article, Ok(place))) => (article.to_owned(), Some(place)),
        _ => (text.to_owned(), None),
    }
}

/// The slot of this name.
pub fn slot_of(word: &str) -> Result<EventSlot, Ending> {
    EventSlot::from_word(word.trim()).ok_or_else(|| {
        let words: Vec<&str> = EventSlot::ALL.iter().map(|slot| slot.as_str()).collect();
        Ending::usage(format!("no slot is called {word:?}: {}", words.join(", ")))
    })
}

/// The note that stands with a correction; the author with the name of the flag that gives it.
pub fn checked_note(
    reason: Option<&str>,
    (author_flag, author): (&str, Option<&str>),
    settings: &Settings,
) -> Result<FixNote, Ending> {
    for (flag, text) in [("--reason", reason), (author_flag, author)] {
        if text.is_some_and(|text| text.chars().count() > 1_000 || text.chars().any(char::is_control)) {
            return Err(Ending::usage(format!(
                "{flag} takes one line of at most 1000 letters without control characters"
            )));
        }
    }
    Ok(FixNote {
        author: author.map(str::to_owned).or_else(user_name),
        time: settings.clock.now(),
        reason: reason.map(str::to_owned),
    })
}

impl Note {
    fn checked(&self, settings: &Settings) -> Result<FixNote, Ending> {
        checked_note(self.reason.as_deref(), ("--author", self.author.as_deref()), settings)
    }
}

fn of_name(folder: &Folder, word: FixWord, named: &Named, settings: &Settings) -> Result<u8, Ending> {
    say_of_name(folder, word, &named.name, &named.note, settings)
}

fn say_of_name(
    folder: &Folder,
    word: FixWord,
    name: &str,
    note: &NameNote,
    settings: &Settings,
) -> Result<u8, Ending> {
    let wish = FixWish { word, name: name.to_owned(), note: note.note.checked(settings)? };
    let fixed = fix(folder, &wish)?;
    tell("correction", &fixed, settings);
    close(folder, fixed, "would change", note.apply, settings)
}

fn say_of_fact(
    folder: &Folder,
    article: &str,
    fix: &FactFix,
    note: &Note,
    settings: &Settings,
) -> Result<u8, Ending> {
    let fixed = fix_fact(folder, article, fix, &note.checked(settings)?)?;
    tell("correction", &fixed, settings);
    apply(folder, &[fixed], settings)?;
    Ok(DONE)
}

fn say_of_deal(folder: &Folder, fix: &DealFix, note: &Note, settings: &Settings) -> Result<u8, Ending> {
    let fixed = fix_deal(folder, fix, &note.checked(settings)?)?;
    tell("correction", &fixed, settings);
    let applied = apply(folder, &[fixed], settings)?;
    if matches!(fix, DealFix::Merge(_)) && applied.deals.len() > 1 {
        settings.say("they could not be made one: `awardwire fix list` says why");
    }
    Ok(DONE)
}

fn undo(folder: &Folder, number: usize, now: bool, settings: &Settings) -> Result<u8, Ending> {
    let undone = undo_fix(folder, number)?;
    let is_of_name = undone.corrections.iter().all(|one| one.correction.article.is_none());
    for one in &undone.corrections {
        settings.say(&format!("taken back: {}", words(one)));
    }
    if is_of_name {
        return close(folder, undone, "are about it", now, settings);
    }
    apply(folder, &[undone], settings)?;
    Ok(DONE)
}

fn tell(what: &str, fixed: &Fixed, settings: &Settings) {
    for one in &fixed.corrections {
        settings.say(&format!("{what} {}: {}", one.number, words(one)));
    }
}

/// Says how many articles a word on a name touches, or reads them again.
fn close(folder: &Folder, fixed: Fixed, touched: &str, now: bool, settings: &Settings) -> Result<u8, Ending> {
    let articles = fixed.articles.len();
    if now {
        apply(folder, &[fixed], settings)?;
        return Ok(DONE);
    }
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

/// Makes anew what the corrections are about, and says what.
pub fn apply(folder: &Folder, fixes: &[Fixed], settings: &Settings) -> Result<Applied, Ending> {
    let applied = apply_fixes(folder, fixes)?;
    if applied.deals.is_empty() || applied.counts.changed > 0 {
        settings.say(&format!(
            "{} read again ({} relevant, {})",
            count(applied.counts.changed as usize, "article"),
            applied.counts.relevant,
            count(applied.counts.events as usize, "event")
        ));
    }
    if applied.unread > 0 {
        let pages = count(applied.unread as usize, "article");
        settings.say(&format!("{pages} could not be read again: the page is not kept in the archive"));
    }
    for deal in &applied.deals {
        let standing = deal.status.map_or("unconfirmed", Status::as_str);
        settings.say(&format!("deal {}: {} ({standing})", deal.id, one_line(&deal.name)));
    }
    Ok(applied)
}

fn kind_of(kind: Kind) -> CorrectionKind {
    match kind {
        Kind::Agency => CorrectionKind::Agency,
        Kind::Vendor => CorrectionKind::Vendor,
        Kind::Amount => CorrectionKind::Amount,
        Kind::Number => CorrectionKind::Number,
        Kind::Event => CorrectionKind::Event,
    }
}
