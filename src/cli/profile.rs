//! `awardwire profile`: all that is known of one agency or vendor.

use std::io::{self, BufWriter, Write};

use awardwire::export::{profile as profile_file, profile_html};
use awardwire::library::{Counted, EventKind, Profile};
use clap::{Args, ValueEnum};

use crate::cli::digest::print_coverage;
use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::{Flags, Sureness};
use crate::cli::output::{Style, count, one_line, wrapped, wrapped_after};
use crate::cli::settings::{Settings, is_sample};
use crate::cli::table::{Cell, Column, Look, Table};
use crate::cli::{complete, deal_table, misnamed};
use crate::cli::{profile_uses, subject, sums, timeline_view};

/// Show all that is known of an agency or vendor
///
/// What it is, its sums by role and year, its deals, who it deals with and through whom, what it won, what was changed,
/// protested or ended, its programs, products and rivals, what agencies have reported of its AI (after `add --as
/// omb-inventory`), the latest news, and what all of it rests on.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire profile palantir
  awardwire profile 'department of war' --since 2025
  awardwire profile us/dod/army --type award --min-confidence 0.8
  awardwire profile anthropic --format html > anthropic.html")]
pub struct Arguments {
    /// A name, alias or id, as in `agency:` and `vendor:`
    #[arg(value_name = "NAME", required = true, add = complete::organisations())]
    name: Vec<String>,
    #[command(flatten)]
    flags: Flags,
    #[command(flatten)]
    sureness: Sureness,
    /// At most so many lines of each list on the terminal
    #[arg(long, short = 'n', default_value_t = 8, value_name = "N")]
    limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Md,
    Html,
}

/// Shows it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let filter = arguments.sureness.filter(&library, &arguments.flags.text_with(""), settings.today())?;
    let name = arguments.name.join(" ");
    let Some(subject) = subject::named(&library, &name)? else {
        settings
            .say(&format!("no agency or vendor is called {:?} in the lists or in a deal", one_line(&name)));
        misnamed::tell_name(&library, &name, settings);
        return Ok(NOTHING);
    };
    let profile = library.profile(subject, &filter, is_sample(&settings.library), settings.today())?;
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => print(&profile, arguments.limit, settings, &mut out)?,
        Format::Json => profile_file::write_json(&profile, &mut out)?,
        Format::Md => profile_file::write_markdown(&profile, &mut out)?,
        Format::Html => profile_html::write(&profile, &mut out)?,
    }
    out.flush()?;
    if profile.deals.is_empty() {
        settings.say("no deal of it passes");
    }
    Ok(DONE)
}

fn print(profile: &Profile, limit: usize, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    let subject = &profile.subject;
    let sample = if profile.sample { " (sample data)" } else { "" };
    writeln!(out, "{}{sample}", style.strong(&one_line(&subject.name)))?;
    for (label, text) in profile_file::about(subject) {
        let text = one_line(&text);
        let text = if label == "Id" { style.id(&text) } else { wrapped_after(&text, 13, width) };
        writeln!(out, "  {label:<11}{text}")?;
    }
    if profile.deals.is_empty() {
        if let Some(reported) = &profile.ai_uses {
            profile_uses::print(reported, limit, width, style, out)?;
        }
        return print_coverage(&profile.coverage, style, out);
    }
    heading("Sums", style, out)?;
    if profile.own.deals > 0 {
        sums::print("  alone on its side", &profile.own, width, style, out)?;
    }
    if profile.joint.deals > 0 {
        sums::print("  beside others, whole", &profile.joint, width, style, out)?;
    }
    heading("By year", style, out)?;
    let line = timeline_view::line(&profile.years, settings.ink);
    if !line.is_empty() {
        writeln!(out, "{}", style.faint(&line))?;
    }
    timeline_view::bars(&profile.years, width, settings.ink, style, out)?;
    heading("Deals", style, out)?;
    let shown = profile.deals.get(..limit.min(profile.deals.len())).unwrap_or_default();
    deal_table::table(shown, &vec![None; shown.len()], width).print(style, out)?;
    deal_table::legend(shown, style, out)?;
    more(profile.deals.len(), limit, style, out)?;
    print_partners(profile, limit, width, style, out)?;
    for (name, list) in [
        ("Through whom", &profile.via),
        ("Supplies through it", &profile.through),
        ("Programs", &profile.programs),
        ("Products named", &profile.products),
    ] {
        print_counted(name, list, limit, width, style, out)?;
    }
    print_rivals(profile, limit, width, style, out)?;
    print_events(profile, limit, settings, out)?;
    if let Some(reported) = &profile.ai_uses {
        profile_uses::print(reported, limit, width, style, out)?;
    }
    print_latest(profile, limit, width, style, out)?;
    print_coverage(&profile.coverage, style, out)
}

fn heading(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style.strong(text))
}

fn more(all: usize, limit: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if all > limit { writeln!(out, "{}", style.faint(&format!("and {} more", all - limit))) } else { Ok(()) }
}

/// Who stands on the other side, with the sums that are its own.
fn print_partners(
    profile: &Profile,
    limit: usize,
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if profile.partners.is_empty() {
        return Ok(());
    }
    heading(profile_file::partners_heading(profile.subject.side), style, out)?;
    let sums = |totals: &[awardwire::library::Total], confirmed: bool| {
        let told = totals.iter().filter(|total| (total.standing.as_str() == "confirmed") == confirmed);
        told.map(|total| format!("{} {}", sums::short(&total.money), total.role.as_str()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let rows = profile.partners.iter().take(limit).map(|group| {
        let others = sums(&group.own.totals, false);
        vec![
            Cell::plain(one_line(&group.label)),
            Cell::plain(group.deals.len().to_string()),
            Cell::new(sums(&group.own.totals, true), Look::Strong),
            Cell::new(sums(&group.joint.totals, true), Look::Plain),
            Cell::new(others, Look::Doubt),
        ]
    });
    let columns = vec![
        Column::flexible("NAME", 16),
        Column::figure("DEALS"),
        Column::flexible("ALONE", 12),
        Column::flexible("WITH OTHERS", 12),
        Column::flexible("NOT CONFIRMED", 12),
    ];
    Table::new(columns, rows.collect(), width).print(style, out)?;
    more(profile.partners.len(), limit, style, out)
}

fn print_counted(
    name: &str,
    list: &[Counted],
    limit: usize,
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let each = list.iter().take(limit).map(|one| {
        let doubt =
            if one.unconfirmed > 0 { format!(", {} unconfirmed", one.unconfirmed) } else { String::new() };
        format!("{} ({}{doubt})", one_line(&one.name), one.deals)
    });
    heading(name, style, out)?;
    writeln!(out, "{}", wrapped(&each.collect::<Vec<_>>().join(", "), "  ", width))?;
    more(list.len(), limit, style, out)
}

fn print_rivals(
    profile: &Profile,
    limit: usize,
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if profile.rivals.is_empty() {
        return Ok(());
    }
    heading("Rivals: other suppliers of its buyers", style, out)?;
    for rival in profile.rivals.iter().take(limit) {
        let buyers: Vec<String> = rival.buyers.iter().map(|org| one_line(&org.name)).collect();
        let line = format!(
            "{}: {} with {}",
            one_line(&rival.org.name),
            count(rival.deals, "deal"),
            buyers.join(", ")
        );
        writeln!(out, "{}", wrapped(&line, "  ", width))?;
    }
    more(profile.rivals.len(), limit, style, out)
}

fn print_events(profile: &Profile, limit: usize, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    for (name, kinds) in profile_file::SECTIONS {
        let entries: Vec<_> = profile.of_kinds(kinds).collect();
        if entries.is_empty() {
            continue;
        }
        heading(name, style, out)?;
        let shown = entries.get(..limit.min(entries.len())).unwrap_or_default();
        timeline_view::events(shown, width, settings.ink).print(style, out)?;
        more(entries.len(), limit, style, out)?;
    }
    let is_told =
        EventKind::ALL.iter().any(|kind| profile.of_kinds(std::slice::from_ref(kind)).next().is_some());
    if is_told { timeline_view::legend(style, out) } else { Ok(()) }
}

fn print_latest(
    profile: &Profile,
    limit: usize,
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if profile.latest.is_empty() {
        return Ok(());
    }
    heading("Latest news", style, out)?;
    let rows = profile.latest.iter().take(limit).map(|line| {
        vec![
            Cell::plain(line.published.map(|date| date.to_string()).unwrap_or_default()),
            Cell::plain(one_line(line.publisher.as_deref().unwrap_or_default())),
            Cell::plain(one_line(&line.title)),
            Cell::new(line.article.as_str(), Look::Id),
        ]
    });
    let columns = vec![
        Column::fixed("PUBLISHED"),
        Column::flexible("BY", 12),
        Column::flexible("TITLE", 20),
        Column::fixed("ARTICLE"),
    ];
    Table::new(columns, rows.collect(), width).print(style, out)
}
