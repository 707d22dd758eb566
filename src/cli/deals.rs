//! `awardwire deals`: the ledger.

use std::io::{self, BufWriter, Write};

use awardwire::export::{DealRecord, ledger as ledger_file, write_deals_csv, write_deals_jsonl, write_json};
use awardwire::library::{Deal, DealOrder, GroupBy, Ledger, Marks, News, OrderBy, ledger, sort_deals};
use clap::{Args, ValueEnum};

use crate::cli::chart;
use crate::cli::deal_table;
use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::{Filters, Sureness};
use crate::cli::memory::Remembered;
use crate::cli::misnamed;
use crate::cli::output::count;
use crate::cli::settings::Settings;
use crate::cli::sums;

/// List deals: who buys what from whom, for how much, and where it stands
///
/// Sums are added by role and currency only, each deal once; what is planned, possible or doubtful stands on a line of its
/// own. In a group, deals that stand in other groups too are told apart, since nobody says how their sums are divided.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire deals --vendor anthropic
  awardwire deals --agency dod --value 'ceiling:>100M' --since 2025-07 --sort date
  awardwire deals --group vendor --groups 10 -n 3 --country us
  awardwire deals --group agency --groups 15 --chart
  awardwire deals --new monday --agency army       what \"monday\" has not been given yet
  awardwire deals 'is:disputed' --format csv

In the table, ? marks a sum that is not confirmed, ≠ one on which sources disagree, * your own word; AR/OR are articles
and the independent origins among them.")]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    sureness: Sureness,
    /// Only deals with an event that you have accepted in `review`
    #[arg(long)]
    reviewed_only: bool,
    #[command(flatten)]
    remembered: Remembered,
    /// The order: value, date (last told), first, name, articles, confidence, end (to be done); `:asc` or `:desc` turns it
    #[arg(long, default_value = "value", value_name = "ORDER", value_parser = read_order)]
    sort: DealOrder,
    /// In groups, each with its sums: agency, vendor, month, program, country
    #[arg(long, value_enum, value_name = "BY")]
    group: Option<By>,
    /// At most so many; with --group, of each group
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    /// At most so many groups, the largest first; the total counts all
    #[arg(long, value_name = "N", requires = "group")]
    groups: Option<usize>,
    /// With --group: the groups as bars, by deals and by each role and currency, instead of their deals
    #[arg(long, requires = "group")]
    chart: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Md,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Agency,
    Vendor,
    Month,
    Program,
    Country,
}

impl From<By> for GroupBy {
    fn from(by: By) -> Self {
        match by {
            By::Agency => Self::Agency,
            By::Vendor => Self::Vendor,
            By::Month => Self::Month,
            By::Program => Self::Program,
            By::Country => Self::Country,
        }
    }
}

/// Deals in order, each with what is new about it, where that was asked for.
struct Listed {
    deals: Vec<Deal>,
    news: Vec<Option<News>>,
    /// How many more pass.
    left_out: usize,
    /// How many more groups there are.
    groups_left_out: usize,
    /// The user's tags and notes.
    marks: Marks,
}

/// Lists them.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    if arguments.chart && arguments.format != Format::Text {
        return Err(Ending::usage(
            "--chart draws for people: leave --format out, or use `export deals --format html`",
        ));
    }
    let filters = &arguments.filters;
    let query = if arguments.reviewed_only { filters.text_and("is:reviewed") } else { filters.text() };
    let library = settings.open_library()?;
    let filter = arguments.sureness.filter(&library, &query, settings.today())?;
    let mut deals = library.deals(&filter)?;
    sort_deals(&mut deals, arguments.sort);
    let memory = arguments.remembered.memory(&library)?;
    let mut news: Vec<Option<News>> = Vec::new();
    if let Some(memory) = &memory {
        (deals, news) = memory.news_of(deals).into_iter().map(|(deal, news)| (deal, Some(news))).unzip();
    }
    news.resize(deals.len(), None);
    let by = arguments.group.map(GroupBy::from);
    let mut all = ledger(&deals, by);
    let groups = all.groups.len();
    all.groups.truncate(arguments.groups.unwrap_or(usize::MAX));
    let groups_left_out = groups - all.groups.len();
    let most = arguments.limit.unwrap_or(usize::MAX);
    let mut left_out = 0;
    if by.is_none() && deals.len() > most {
        left_out = deals.len() - most;
        deals.truncate(most);
        news.truncate(most);
    }
    let marks = library.marks()?;
    let listed = Listed { deals, news, left_out, groups_left_out, marks };
    let mut out = BufWriter::new(io::stdout().lock());
    print(arguments, &listed, &all, settings, &mut out)?;
    out.flush()?;
    if let Some(memory) = &memory {
        arguments.remembered.remember(&library, memory, delivered(&listed, &all, most))?;
        if listed.deals.is_empty() {
            settings.say(&format!("nothing new for {}", arguments.remembered.shown_name()));
            return Ok(DONE);
        }
    }
    if listed.deals.is_empty() {
        settings.say("no deal passes");
        misnamed::tell_of(&library, &query, settings);
        return Ok(NOTHING);
    }
    Ok(DONE)
}

/// The deals that were printed: of a group only its first are.
fn delivered<'a>(listed: &'a Listed, ledger: &Ledger, most: usize) -> Vec<&'a Deal> {
    if ledger.groups.is_empty() {
        return listed.deals.iter().collect();
    }
    let places = ledger.groups.iter().flat_map(|group| group.deals.iter().take(most));
    places.filter_map(|place| listed.deals.get(*place)).collect()
}

fn print(
    arguments: &Arguments,
    listed: &Listed,
    ledger: &Ledger,
    settings: &Settings,
    out: &mut dyn Write,
) -> Result<(), Ending> {
    let by = arguments.group.map(GroupBy::from);
    let records = || -> Vec<DealRecord<'_>> {
        let each = listed.deals.iter().zip(&listed.news);
        each.map(|(deal, news)| {
            let mark = listed.marks.of_deal(&deal.id);
            let record = DealRecord::on(deal, settings.today()).with_marks(&mark.tags, &mark.notes);
            DealRecord { news: news.as_ref(), ..record }
        })
        .collect()
    };
    match (arguments.format, by) {
        (Format::Text, _) => print_text(arguments, listed, ledger, settings, out)?,
        (Format::Md, _) => {
            let most = arguments.limit.unwrap_or(usize::MAX);
            ledger_file::write_markdown(&records(), ledger, most, out)?;
        }
        (Format::Json, Some(by)) => ledger_file::write_json(&listed.deals, ledger, by, out)?,
        (Format::Jsonl, Some(by)) => ledger_file::write_json_lines(&listed.deals, ledger, by, out)?,
        (Format::Csv, Some(by)) => ledger_file::write_csv(ledger, by, out)?,
        (Format::Json, None) => {
            write_json(&records(), out)?;
            writeln!(out)?;
        }
        (Format::Jsonl, None) => write_deals_jsonl(&records(), out)?,
        (Format::Csv, None) => write_deals_csv(&records(), out)?,
    }
    Ok(())
}

fn print_text(
    arguments: &Arguments,
    listed: &Listed,
    ledger: &Ledger,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    if listed.deals.is_empty() {
        return Ok(());
    }
    if arguments.chart {
        chart::groups(ledger, &listed.deals, width, settings.ink, style, out)?;
    } else {
        print_groups(arguments, listed, ledger, settings, out)?;
    }
    if listed.groups_left_out > 0 {
        let more = count(listed.groups_left_out, "more group");
        writeln!(out, "\n{}", style.faint(&format!("and {more}; the total counts all of them")))?;
    }
    writeln!(out)?;
    sums::print("Total", &ledger.all, width, style, out)?;
    if !arguments.chart {
        deal_table::legend(&listed.deals, style, out)?;
    }
    if listed.left_out > 0 {
        let shown = listed.deals.len();
        let all = count(shown + listed.left_out, "deal");
        writeln!(out, "{}", style.faint(&format!("{shown} of {all} shown; the total counts all of them")))?;
    }
    Ok(())
}

/// The deals, or those of each group with what they add up to.
fn print_groups(
    arguments: &Arguments,
    listed: &Listed,
    ledger: &Ledger,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    let table = deal_table::table(&listed.deals, &listed.news, width);
    table.head(style, out)?;
    if ledger.groups.is_empty() {
        (0..listed.deals.len()).try_for_each(|place| table.row(place, style, out))?;
    }
    let most = arguments.limit.unwrap_or(usize::MAX);
    for group in &ledger.groups {
        let label = crate::cli::output::one_line(&group.label);
        let id = group.id.as_deref().map(crate::cli::output::one_line).filter(|id| *id != label);
        let id = id.map(|id| format!("  {}", style.id(&id))).unwrap_or_default();
        writeln!(out, "\n{}{id}", style.strong(&label))?;
        for place in group.deals.iter().take(most) {
            table.row(*place, style, out)?;
        }
        if group.deals.len() > most {
            writeln!(out, "{}", style.faint(&format!("and {} more", group.deals.len() - most)))?;
        }
        if group.own.deals > 0 {
            sums::print("  own", &group.own, width, style, out)?;
        }
        if group.joint.deals > 0 {
            sums::print("joint", &group.joint, width, style, out)?;
        }
    }
    Ok(())
}

pub(super) fn read_order(text: &str) -> Result<DealOrder, String> {
    let (name, turn) = text.split_once(':').map_or((text, None), |(name, turn)| (name, Some(turn)));
    let by = match name {
        "value" => OrderBy::Value,
        "date" => OrderBy::Date,
        "first" => OrderBy::First,
        "name" => OrderBy::Name,
        "articles" => OrderBy::Articles,
        "confidence" => OrderBy::Confidence,
        "end" => OrderBy::End,
        _ => return Err("write value, date, first, name, articles, confidence or end".to_owned()),
    };
    let usual_is_ascending = matches!(by, OrderBy::First | OrderBy::Name | OrderBy::End);
    let reversed = match turn {
        None => false,
        Some("asc") => !usual_is_ascending,
        Some("desc") => usual_is_ascending,
        Some(_) => return Err(format!("write {name}:asc or {name}:desc")),
    };
    Ok(DealOrder { by, reversed })
}
