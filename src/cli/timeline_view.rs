//! Events in order and bars of periods on the terminal.

use std::io::{self, Write};

use awardwire::library::{EventKind, OrgRef, Standing, TimelineEntry, TimelinePeriod, Total};

use crate::cli::chart::Ink;
use crate::cli::output::{Style, one_line};
use crate::cli::sums::{by_role, short};
use crate::cli::table::{Cell, Column, Look, Table, cut};

/// How many letters the longest bar has.
const LONGEST_BAR: usize = 24;
/// More periods in a row in which nothing happened are one line.
const LONGEST_SILENCE: usize = 3;

/// The events as a table.
pub fn events(entries: &[&TimelineEntry], width: usize, ink: Ink) -> Table {
    let columns = vec![
        Column::fixed("WHEN"),
        Column::fixed("WHAT"),
        Column::flexible("WHO", 20),
        Column::figure("VALUE"),
        Column::flexible("ROLE", 8),
        Column::figure("AR/OR"),
        Column::fixed("DOUBT"),
        Column::fixed("DEAL"),
    ];
    let rows = entries.iter().map(|entry| event(entry, ink)).collect();
    Table::new(columns, rows, width)
}

fn event(entry: &TimelineEntry, ink: Ink) -> Vec<Cell> {
    let when = match entry.on {
        Some(on) if entry.is_of_article => format!("~{on}"),
        Some(on) => format!(" {on}"),
        None => String::new(),
    };
    let (mark, look) = mark(entry.kind, ink);
    let look = if entry.confirmed { look } else { Look::Doubt };
    let doubt = if entry.confirmed {
        String::new()
    } else {
        format!("? {} {:.2}", entry.certainty.as_str(), entry.confidence)
    };
    let value = entry.value.as_ref();
    vec![
        Cell::plain(when),
        Cell::new(format!("{mark} {}", entry.kind.as_str()), look),
        Cell::plain(format!("{} → {}", names(&entry.buyers), names(&entry.vendors))),
        Cell::new(value.map(|value| short(&value.money)).unwrap_or_default(), Look::Strong),
        Cell::plain(value.map(|value| value.role.as_str()).unwrap_or_default()),
        Cell::new(format!("{}/{}", entry.articles, entry.origins), Look::Faint),
        Cell::new(doubt, Look::Doubt),
        Cell::new(entry.deal.as_str(), Look::Id),
    ]
}

fn names(orgs: &[OrgRef]) -> String {
    match orgs {
        [] => "?".to_owned(),
        [one] => one_line(&one.name),
        [one, more @ ..] => format!("{} +{}", one_line(&one.name), more.len()),
    }
}

/// The mark of a kind of event.
fn mark(kind: EventKind, ink: Ink) -> (&'static str, Look) {
    let (mark, plain, look) = match kind {
        EventKind::Award => ("●", "*", Look::Good),
        EventKind::Modification => ("▲", "^", Look::Good),
        EventKind::Solicitation => ("○", "o", Look::Plain),
        EventKind::Termination => ("■", "x", Look::Bad),
        EventKind::Protest => ("◆", "!", Look::Bad),
        EventKind::Exclusion => ("✖", "X", Look::Bad),
        EventKind::Deployment => ("▶", ">", Look::Good),
        EventKind::Authorization => ("✔", "+", Look::Good),
        EventKind::Partnership => ("◇", "&", Look::Plain),
        EventKind::Investment => ("◈", "$", Look::Plain),
    };
    (if ink == Ink::Blocks { mark } else { plain }, look)
}

/// The periods as bars: what is confirmed, then what is not, then the sums of the deals that came up.
pub fn bars(
    periods: &[TimelinePeriod],
    width: usize,
    ink: Ink,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = periods.iter().map(|period| period.confirmed + period.unconfirmed).max().unwrap_or(0);
    let (full, open) = (ink.full(), ink.open());
    let longest = LONGEST_BAR.min(most);
    let is_empty =
        |period: &&TimelinePeriod| period.confirmed + period.unconfirmed == 0 && period.totals.is_empty();
    let mut rest = periods;
    while let Some((period, later)) = rest.split_first() {
        let silent = rest.iter().take_while(is_empty).count();
        if silent > LONGEST_SILENCE {
            let line = format!("{} to {}: nothing", period.label, rest[silent - 1].label);
            writeln!(out, "{}", style.faint(&line))?;
            rest = &rest[silent..];
            continue;
        }
        rest = later;
        let all = period.confirmed + period.unconfirmed;
        let length = |part: usize| if part == 0 { 0 } else { (part * longest).div_ceil(most.max(1)) };
        let firm = length(period.confirmed);
        let soft = length(all).max(firm + usize::from(period.unconfirmed > 0)).saturating_sub(firm);
        let room = " ".repeat((longest + 1).saturating_sub(firm + soft));
        let bar = format!("{}{}{room}", style.good(&full.repeat(firm)), style.doubt(&open.repeat(soft)));
        let events = match (period.confirmed, period.unconfirmed) {
            (0, 0) => String::new(),
            (confirmed, 0) => confirmed.to_string(),
            (confirmed, unconfirmed) => format!("{confirmed}+{unconfirmed}?"),
        };
        let sums = by_standing(&period.totals);
        let used = period.label.chars().count() + 2 + longest + 1 + 7;
        let sums = cut(&sums, width.saturating_sub(used).max(20));
        let line = format!("{}  {bar}{events:<7}{}", period.label, style.faint(&sums));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// How many events each period has, as a line of letters; nothing for less than three periods.
pub fn line(periods: &[TimelinePeriod], ink: Ink) -> String {
    const LONGEST: usize = 40;
    if periods.len() < 3 {
        return String::new();
    }
    // Of long stretches the latest part.
    let shown = periods.get(periods.len().saturating_sub(LONGEST)..).unwrap_or(periods);
    let counts: Vec<usize> = shown.iter().map(|period| period.confirmed + period.unconfirmed).collect();
    let ends = (shown.first(), shown.last());
    let (Some(first), Some(last)) = ends else { return String::new() };
    format!("{}  [{}]  {}", first.label, ink.sparkline(&counts), last.label)
}

/// The sums on one line, what is confirmed first.
fn by_standing(totals: &[Total]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for standing in [Standing::Confirmed, Standing::Ended, Standing::Sought, Standing::Unconfirmed] {
        let told: Vec<&Total> = totals.iter().filter(|total| total.standing == standing).collect();
        let name = if standing == Standing::Confirmed { "" } else { standing.as_str() };
        parts.extend(by_role(&told).into_iter().map(|line| format!("{name} {line}").trim_start().to_owned()));
    }
    parts.join("; ")
}

/// What the marks of the table mean.
pub fn legend(style: Style, out: &mut dyn Write) -> io::Result<()> {
    let words =
        "~ the day of the first article: none tells the event's own; ? not confirmed; AR/OR articles/origins";
    writeln!(out, "{}", style.faint(words))
}
