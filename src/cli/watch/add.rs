//! `awardwire watch add`: a watch, made or changed.

use awardwire::library::{Library, name_key};
use clap::Args;

use crate::cli::ending::{DONE, Ending};
use crate::cli::filters::{Filters, clause};
use crate::cli::output::one_line;
use crate::cli::settings::Settings;
use crate::cli::watch::outputs::OutputFlags;

/// Make a watch, or give it another query
///
/// It catches what comes in from now on; `watch test` shows what it would have caught. Where its query can one day no longer
/// be read - a list that it names is gone - the watch is kept, and `watch list` and `watch run` say what is wrong.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire watch add army 'agency:army drone' --min-value 50M
  awardwire watch add mine --vendor @accounts --type protest --type termination
  awardwire watch add feed 'saved:big' --to /srv/www/alerts.atom --to /srv/www/alerts.ics
  awardwire watch add team 'agency:dod' --webhook https://hooks.example.com/services/T0/B0 --template slack")]
pub struct Arguments {
    /// The name: letters, digits, -, _ and .
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    filters: Filters,
    /// Only where a sum of at least this much is told: 50M, $1.5bn, £15m
    #[arg(long, value_name = "SUM")]
    min_value: Option<String>,
    /// Only these kinds of event, between commas: award,protest
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    types: Vec<String>,
    #[command(flatten)]
    outputs: OutputFlags,
}

/// Makes it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let filters = &arguments.filters;
    let mut query = filters.flags.clone().with_kinds(&arguments.types).text_with(&filters.query.join(" "));
    if let Some(least) = &arguments.min_value {
        if least.contains("..") || least.starts_with(['<', '>', '=']) {
            return Err(Ending::usage("--min-value takes a sum, such as 50M; --value takes ranges"));
        }
        query = and(&query, &clause("amount", &format!(">={}", least.trim())));
    }
    if query.trim().is_empty() {
        return Err(Ending::usage(
            "write the query after the name: awardwire watch add army 'agency:army drone'",
        ));
    }
    let outputs = arguments.outputs.outputs()?;
    let library = Library::begin(&settings.library)?;
    let before =
        library.add_watch(&arguments.name, &query, &outputs, settings.clock.now(), settings.today())?;
    let name = name_key(&arguments.name);
    settings.say(&format!("watch {name} is {}", one_line(&query)));
    for output in &outputs {
        settings.say(&format!("its alerts go to {}", one_line(&output.shown())));
    }
    if let Some(before) = before {
        if before.query != query {
            settings.say(&format!("it was {}", one_line(&before.query)));
        }
        for output in before.outputs.iter().filter(|output| !outputs.contains(output)) {
            settings.say(&format!("its alerts no longer go to {}", one_line(&output.shown())));
        }
    } else {
        let all = library.watches(settings.today())?.len();
        settings.say(&format!(
            "{all} {}; it catches what comes in from now on: `awardwire watch test {name}` shows what it would have caught",
            if all == 1 { "watch" } else { "watches" }
        ));
    }
    Ok(DONE)
}

fn and(query: &str, condition: &str) -> String {
    if query.trim().is_empty() { condition.to_owned() } else { format!("({query}) {condition}") }
}
