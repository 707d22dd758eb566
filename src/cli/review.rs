//! `awardwire review`: unreviewed events beside their sentence, and what the user finds of them.

use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use awardwire::library::{ReviewItem, Verdict};
use awardwire::pipeline::{FactFix, Fixed, Folder, fix_fact};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::Filters;
use crate::cli::fix::{apply, checked_note, event_at};
use crate::cli::output::{Style, WIDTH, count, one_line, wrapped};
use crate::cli::review_walk::walk;
use crate::cli::settings::Settings;
use crate::cli::show_article::headline;

/// Walk the events that nobody has looked at, each beside its sentence: accept, correct, drop, unsure
///
/// Answers are read line by line: `a` accept, `c` correct, `d` drop, `u` unsure, `s` skip, `q` quit, `?` help; what stands
/// after the letter is kept as the reason. Facts go to standard output, questions to standard error. What you say is kept
/// in corrections.toml (`fix list`, `fix undo`) as it is said, and applied at the end. An accepted event counts, however
/// sure the program was of it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire review --agency dod --since 30d -n 20
  awardwire review 'vendor:palantir' --by 'Ada Lovelace'
  awardwire review --list --format jsonl | jq -r .event
  awardwire review --accept a29639:0 --drop a29639:1
  awardwire search is:unreviewed
  awardwire export deals --reviewed-only --format csv")]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// At most so many events
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Who reviews [default: the user's name]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why, for those who read the file
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// List them, and ask nothing
    #[arg(long)]
    list: bool,
    /// How to list
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT", requires = "list")]
    format: Format,
    /// Accept an event: the article's id and the event's place (repeatable)
    #[arg(long, value_name = "ARTICLE:N", conflicts_with = "list")]
    accept: Vec<String>,
    /// Drop an event
    #[arg(long, value_name = "ARTICLE:N", conflicts_with = "list")]
    drop: Vec<String>,
    /// Leave an event open
    #[arg(long, value_name = "ARTICLE:N", conflicts_with = "list")]
    unsure: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Jsonl,
}

/// Walks, lists, or does what the flags say.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    let note = checked_note(arguments.reason.as_deref(), ("--by", arguments.by.as_deref()), settings)?;
    let said: Vec<(&String, Verdict)> = [
        (&arguments.accept, Verdict::Accepted),
        (&arguments.drop, Verdict::Dropped),
        (&arguments.unsure, Verdict::Unsure),
    ]
    .into_iter()
    .flat_map(|(events, verdict)| events.iter().map(move |event| (event, verdict)))
    .collect();
    if !said.is_empty() {
        let mut fixes: Vec<Fixed> = Vec::with_capacity(said.len());
        let mut failed = None;
        for (event, verdict) in said {
            match one_of_flags(&folder, event, verdict, &note) {
                Ok(fixed) => fixes.push(fixed),
                Err(ending) => {
                    failed = Some(ending);
                    break;
                }
            }
        }
        // What was written before a mistake is applied all the same.
        if !fixes.is_empty() {
            settings.say(&format!("{} written", count(fixes.len(), "verdict")));
            apply(&folder, &fixes, settings)?;
        }
        return failed.map_or(Ok(DONE), Err);
    }
    let library = settings.open_library()?;
    let (items, total) = library.unreviewed(&arguments.filters.text(), settings.today(), arguments.limit)?;
    if items.is_empty() {
        settings.say("nothing waits to be reviewed");
        return Ok(NOTHING);
    }
    if arguments.list {
        return list(&items, total, arguments.format, settings);
    }
    let fixes = walk(&folder, &items, total, &note, settings)?;
    if !fixes.is_empty() {
        apply(&folder, &fixes, settings)?;
    }
    Ok(DONE)
}

fn one_of_flags(
    folder: &Folder,
    event: &str,
    verdict: Verdict,
    note: &awardwire::pipeline::FixNote,
) -> Result<Fixed, Ending> {
    let (article, Some(ordinal)) = event_at(event) else {
        return Err(Ending::usage(format!(
            "{event:?} names no event: write the article's id and the event's place, as in a29639:0"
        )));
    };
    Ok(fix_fact(folder, &article, &FactFix::Reviewed(ordinal, verdict), note)?)
}

/// A line of `--list --format jsonl`.
#[derive(Serialize)]
struct Listed<'a> {
    event: String,
    #[serde(rename = "type")]
    kind: &'static str,
    buyers: Vec<&'a str>,
    vendors: Vec<&'a str>,
    evidence: &'a str,
    certainty: &'static str,
    confidence: f32,
    confirmed: bool,
    title: &'a str,
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<String>,
}

fn list(items: &[ReviewItem], total: usize, format: Format, settings: &Settings) -> Result<u8, Ending> {
    let mut out = BufWriter::new(io::stdout().lock());
    for item in items {
        if format == Format::Text {
            print(item, settings.stdout, &mut out)?;
            continue;
        }
        let event = &item.event;
        let names = |orgs: &'_ [awardwire::library::OrgRef]| -> Vec<String> {
            orgs.iter().map(|org| org.name.clone()).collect()
        };
        let (buyers, vendors) = (names(&event.buyers), names(&event.vendors));
        let listed = Listed {
            event: format!("{}:{}", item.article, item.ordinal),
            kind: event.kind.as_str(),
            buyers: buyers.iter().map(String::as_str).collect(),
            vendors: vendors.iter().map(String::as_str).collect(),
            evidence: &item.sentence,
            certainty: event.certainty.as_str(),
            confidence: event.confidence,
            confirmed: event.is_confirmed(),
            title: &item.title,
            url: item.url.as_deref(),
            publisher: item.publisher.as_deref(),
            published: item.published.map(|date| date.to_string()),
        };
        write_json(&listed, &mut out)?;
        writeln!(out)?;
    }
    out.flush()?;
    if items.len() < total {
        settings.say(&format!("{} of {} shown", items.len(), count(total, "unreviewed event")));
    }
    Ok(DONE)
}

/// Prints an event with its sentence, the words of each slot, and where it stands.
pub fn print(item: &ReviewItem, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", headline(&item.event, style))?;
    writeln!(out, "{}", wrapped(&format!("“{}”", one_line(&item.sentence)), "  │ ", WIDTH))?;
    let slots = ["type", "buyers", "vendors", "value", "date"];
    for (slot, words) in slots.into_iter().zip(&item.words) {
        if !words.is_empty() {
            let quoted: Vec<String> = words.iter().map(|word| format!("“{}”", one_line(word))).collect();
            writeln!(out, "  {slot:<8} {}", style.faint(&quoted.join(" ")))?;
        }
    }
    let mut source = vec![style.id(&format!("{}:{}", item.article, item.ordinal)), one_line(&item.title)];
    source.extend(item.publisher.as_deref().map(one_line));
    source.extend(item.published.map(|date| date.to_string()));
    source.extend(item.url.as_deref().map(one_line));
    writeln!(out, "  {}\n", source.join(" · "))
}
