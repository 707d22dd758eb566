//! `awardwire source check`.

use std::io::{self, BufWriter, IsTerminal, Write};

use awardwire::export::write_json;
use awardwire::pipeline::{
    CheckOf, Folder, PageCheck, RobotsVerdict, SiteRule, SourceCheck, check_sources, keep_verdicts,
};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, SOME_FAILED};
use crate::cli::output::{Style, count, one_line, percent, wrapped};
use crate::cli::settings::{Settings, service_keys};
use crate::cli::table::{Cell, Column, Look, Table};

/// Ask sources how they really answer, and keep nothing but the verdict
///
/// Fetches each listing and the newest page in it, and says what would come: how many pages, how many of them with a date,
/// the newest; whether the page holds the full text or a teaser; what robots.txt says; whether the rule for the site still
/// finds the text; and why a source gives nothing. A source marked unverified can be turned on once a check found it good.
/// Ends with 3 when one of them is not good.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire source check                           those that are on
  awardwire source check 'GAO reports'
  awardwire source check --group uk
  awardwire source check --all-shipped --format json > verdicts.json")]
pub struct Arguments {
    /// Only these sources, by name or group
    #[arg(value_name = "NAME|GROUP", add = crate::cli::complete::sources_and_groups())]
    sources: Vec<String>,
    /// Those of this group
    #[arg(long, value_name = "GROUP", add = crate::cli::complete::groups())]
    group: Vec<String>,
    /// All that awardwire brings, on or off
    #[arg(long, conflicts_with_all = ["sources", "group"])]
    all_shipped: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Serialize)]
struct CheckRecord<'a> {
    name: &'a str,
    kind: &'static str,
    url: String,
    good: bool,
    items: usize,
    dated: usize,
    newest: Option<String>,
    robots: &'static str,
    page: Option<PageRecord<'a>>,
    why: Option<&'a str>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct PageRecord<'a> {
    url: String,
    title: &'a str,
    published: Option<String>,
    characters: usize,
    full_text: bool,
    site_rule: Option<&'static str>,
}

/// Checks, prints, and keeps the verdicts.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let words: Vec<String> = arguments.sources.iter().chain(&arguments.group).cloned().collect();
    let of = match (arguments.all_shipped, words.is_empty()) {
        (true, _) => CheckOf::Shipped,
        (false, true) => CheckOf::Enabled,
        (false, false) => CheckOf::Named(words),
    };
    let folder = Folder::new(&settings.library);
    let tells = io::stderr().is_terminal();
    let checks = check_sources(&folder, &of, &service_keys(), settings.clock, |check| {
        if tells {
            let word =
                if check.is_good() { settings.stderr.good("good") } else { settings.stderr.bad("failed") };
            settings.say(&format!("{word} {}", one_line(&check.entry.name)));
        }
    })?;
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => print(&checks, settings, &mut out)?,
        Format::Json => {
            write_json(&checks.iter().map(record).collect::<Vec<_>>(), &mut out)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    keep_verdicts(&folder, &checks, settings.clock)?;
    let good = checks.iter().filter(|check| check.is_good()).count();
    settings.say(&format!("{good} of {} good", count(checks.len(), "source")));
    Ok(if good == checks.len() { DONE } else { SOME_FAILED })
}

fn print(checks: &[SourceCheck], settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    let columns = vec![
        Column::fixed(""),
        Column::flexible("SOURCE", 16),
        Column::figure("ITEMS"),
        Column::figure("DATED"),
        Column::fixed("NEWEST"),
        Column::figure("TEXT"),
        Column::fixed(""),
        Column::fixed("ROBOTS"),
        Column::flexible("NEWEST PAGE", 12),
    ];
    Table::new(columns, checks.iter().map(cells).collect(), width).print(style, out)?;
    for check in checks {
        for line in remarks(check, style) {
            writeln!(out, "{}", hanging(&line, width))?;
        }
    }
    Ok(())
}

/// A line that goes on indented.
fn hanging(line: &str, width: usize) -> String {
    wrapped(line, "  ", width).trim_start().to_owned()
}

fn cells(check: &SourceCheck) -> Vec<Cell> {
    let (word, look) = if check.is_good() { ("good", Look::Good) } else { ("failed", Look::Bad) };
    let page = check.page.as_ref().ok();
    let is_whole = page.is_some_and(PageCheck::is_whole);
    let robots = match check.robots {
        RobotsVerdict::Allowed => Cell::plain("allowed"),
        RobotsVerdict::ListingDisallowed => Cell::new("no", Look::Bad),
        RobotsVerdict::PagesDisallowed => Cell::new("no pages", Look::Bad),
        RobotsVerdict::Unavailable => Cell::new("unreadable", Look::Bad),
        RobotsVerdict::Unknown => Cell::new("?", Look::Faint),
    };
    let dated = percent(check.dated, check.items);
    vec![
        Cell::new(word, look),
        Cell::new(one_line(&check.entry.name), Look::Strong),
        Cell::plain(if check.items == 0 { String::new() } else { check.items.to_string() }),
        Cell::plain(dated),
        Cell::plain(check.newest.map(|date| date.date.to_string()).unwrap_or_default()),
        Cell::plain(page.map(|page| page.length().to_string()).unwrap_or_default()),
        match page {
            None => Cell::default(),
            Some(_) if is_whole => Cell::plain("full"),
            Some(_) => Cell::new("teaser", Look::Doubt),
        },
        robots,
        Cell::new(page.map(|page| one_line(&page.article.title)).unwrap_or_default(), Look::Faint),
    ]
}

/// What does not fit a table: why there is nothing, and what was odd.
fn remarks(check: &SourceCheck, style: Style) -> Vec<String> {
    let name = one_line(&check.entry.name);
    let mut lines = Vec::new();
    match &check.page {
        Err(why) => lines.push(format!("{} {name}: {}", style.bad("failed"), one_line(why))),
        Ok(page) => {
            let undated = page.article.published.is_none().then_some("its newest page has no date");
            let rule = match page.rule {
                SiteRule::None => None,
                SiteRule::Matches => Some("the rule for the site matches"),
                SiteRule::MatchesNoLonger => Some("the rule for the site no longer matches"),
            };
            lines.extend(undated.into_iter().chain(rule).map(|told| format!("{name}: {told}")));
        }
    }
    lines.extend(check.notes.iter().take(3).map(|note| format!("{name}: {}", one_line(note))));
    lines
}

fn record(check: &SourceCheck) -> CheckRecord<'_> {
    CheckRecord {
        name: &check.entry.name,
        kind: check.entry.kind.as_str(),
        url: check.entry.url.to_string(),
        good: check.is_good(),
        items: check.items,
        dated: check.dated,
        newest: check.newest.map(|date| date.date.to_string()),
        robots: check.robots.as_str(),
        page: check.page.as_ref().ok().map(|page| PageRecord {
            url: page.address.to_string(),
            title: &page.article.title,
            published: page.article.published.map(|published| published.date.to_string()),
            characters: page.length(),
            full_text: page.is_whole(),
            site_rule: match page.rule {
                SiteRule::None => None,
                SiteRule::Matches => Some("matches"),
                SiteRule::MatchesNoLonger => Some("matches_no_longer"),
            },
        }),
        why: check.page.as_ref().err().map(String::as_str),
        notes: &check.notes,
    }
}
