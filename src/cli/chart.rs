//! Bars and lines of figures drawn with letters: blocks where the terminal knows them, ASCII everywhere else.

use std::io::{self, Write};

use awardwire::base::Currency;
use awardwire::library::{AmountRole, Deal, Group, Ledger, Standing, Total};
use unicode_width::UnicodeWidthStr;

use crate::cli::output::{Style, count, one_line};
use crate::cli::sums;
use crate::cli::table::cut;

/// The longest bar, in letters.
const LONGEST: usize = 40;
/// The longest name before a bar.
const NAME: usize = 32;
/// More periods than these are drawn together.
const MOST_TICKS: usize = 16;
/// So many roles and currencies have a chart, those of most deals.
const MOST_PANELS: usize = 3;

/// What charts are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Unicode block elements.
    Blocks,
    /// Letters that every terminal and file has.
    Ascii,
}

impl Ink {
    /// A letter of a full bar.
    pub fn full(self) -> &'static str {
        match self {
            Self::Blocks => "█",
            Self::Ascii => "#",
        }
    }

    /// A letter of what is doubtful.
    pub fn open(self) -> &'static str {
        match self {
            Self::Blocks => "░",
            Self::Ascii => ".",
        }
    }

    /// A bar of a share from 0 to 1 in `room` letters; what is not nothing has one letter at least.
    pub fn bar(self, share: f64, room: usize) -> String {
        if share.is_nan() || share <= 0.0 || room == 0 {
            return String::new();
        }
        let eighths = ((share.min(1.0) * room as f64 * 8.0).round() as usize).max(1);
        match self {
            Self::Ascii => self.full().repeat(eighths.div_ceil(8)),
            Self::Blocks => {
                let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
                format!("{}{}", self.full().repeat(eighths / 8), rest[eighths % 8])
            }
        }
    }

    /// A letter for each count, higher for more.
    pub fn sparkline(self, counts: &[usize]) -> String {
        let steps: &[char] = match self {
            Self::Blocks => &[' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
            Self::Ascii => &[' ', '.', ':', '-', '=', '+', '*', '#', '@'],
        };
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        counts.iter().map(|count| steps[(count * 8).div_ceil(most)]).collect()
    }
}

/// The groups as bars: for each role and currency that has confirmed sums of groups' own, else by their deals.
/// Each bar has a line of its deals over time before it.
///
/// # Errors
/// When `out` cannot be written to.
pub fn groups(
    ledger: &Ledger,
    deals: &[Deal],
    width: usize,
    ink: Ink,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines: Vec<&Total> = ledger.all.totals.iter().filter(|total| is_firm(total)).collect();
    lines.sort_by_key(|total| std::cmp::Reverse(total.deals));
    lines.truncate(MOST_PANELS);
    let ticks = Ticks::of(deals);
    let counted = |group: &Group| (group.deals.len() as f64, count(group.deals.len(), "deal"));
    panel("Deals", &ledger.groups, &counted, ticks.as_ref(), width, ink, style, out)?;
    for line in lines {
        let (role, currency) = (line.role, line.money.currency);
        let own = |group: &Group| match own(group, role, currency) {
            Some(total) => (total.money.amount.to_string().parse().unwrap_or(0.0), sums::total(total)),
            None => (0.0, String::new()),
        };
        let title = format!("{}, {currency}: confirmed sums of deals in no other group", role.as_str());
        writeln!(out)?;
        panel(&title, &ledger.groups, &own, None, width, ink, style, out)?;
    }
    Ok(())
}

fn is_firm(total: &Total) -> bool {
    total.standing == Standing::Confirmed
}

fn own(group: &Group, role: AmountRole, currency: Currency) -> Option<&Total> {
    let mut own = group.own.totals.iter().filter(|total| is_firm(total));
    own.find(|total| total.role == role && total.money.currency == currency)
}

#[expect(clippy::too_many_arguments, reason = "what is drawn, and how")]
fn panel(
    title: &str,
    groups: &[Group],
    figure: &dyn Fn(&Group) -> (f64, String),
    ticks: Option<&Ticks>,
    width: usize,
    ink: Ink,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown: Vec<(String, f64, String, String)> = groups
        .iter()
        .map(|group| {
            let (value, words) = figure(group);
            let line = ticks.map(|ticks| ink.sparkline(&ticks.count(group))).unwrap_or_default();
            (cut(&one_line(&group.label), NAME.min(width / 3)), value, words, line)
        })
        .filter(|(_, value, ..)| *value > 0.0)
        .collect();
    let most = shown.iter().map(|(_, value, ..)| *value).fold(0.0, f64::max);
    if most <= 0.0 {
        return Ok(());
    }
    let over = ticks.map(|ticks| format!(" ({} to {})", ticks.first, ticks.last)).unwrap_or_default();
    writeln!(out, "{}", style.strong(&cut(&format!("{title}{over}"), width)))?;
    let name = shown.iter().map(|(name, ..)| name.width()).max().unwrap_or(0);
    let line = shown.iter().map(|(.., line)| line.chars().count()).max().unwrap_or(0);
    let words = shown.iter().map(|(_, _, words, _)| words.width()).max().unwrap_or(0).min(width / 3);
    let line_room = if line > 0 { line + 2 } else { 0 };
    let room = width.saturating_sub(name + 2 + line_room + words + 1).clamp(4, LONGEST);
    for (label, value, told, ticks) in &shown {
        let bar = ink.bar(value / most, room);
        let head = format!("{label}{}  ", " ".repeat(name.saturating_sub(label.width())));
        let ticks = if line > 0 { format!("{ticks}  ") } else { String::new() };
        let left = width.saturating_sub(name + 2 + line_room + bar.chars().count() + 1);
        let line = format!("{head}{}{} {}", style.faint(&ticks), style.good(&bar), cut(told, left));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The months in which deals were first told of, put together until there are few.
struct Ticks {
    first: String,
    last: String,
    months: Vec<Option<usize>>,
    length: usize,
}

impl Ticks {
    fn of(deals: &[Deal]) -> Option<Self> {
        let month = |deal: &Deal| {
            let first = deal.first?.first_day();
            usize::try_from(i32::from(first.year()) * 12 + i32::from(first.month()) - 1).ok()
        };
        let months: Vec<Option<usize>> = deals.iter().map(month).collect();
        let (from, to) = (months.iter().flatten().min()?, months.iter().flatten().max()?);
        let each = (to - from + 1).div_ceil(MOST_TICKS);
        let name = |month: &usize| format!("{:04}-{:02}", month / 12, month % 12 + 1);
        Some(Self {
            first: name(from),
            last: name(to),
            length: (to - from) / each + 1,
            months: months.iter().map(|month| month.map(|month| (month - from) / each)).collect(),
        })
    }

    fn count(&self, group: &Group) -> Vec<usize> {
        let mut counts = vec![0; self.length];
        for place in &group.deals {
            let tick = self.months.get(*place).copied().flatten();
            if let Some(count) = tick.and_then(|tick| counts.get_mut(tick)) {
                *count += 1;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_by_eighths_and_never_out_of_their_room() {
        assert_eq!(Ink::Blocks.bar(0.5, 4), "██");
        assert_eq!(Ink::Blocks.bar(0.53, 4), "██▏");
        assert_eq!(Ink::Ascii.bar(0.53, 4), "###");
        for ink in [Ink::Blocks, Ink::Ascii] {
            assert_eq!(ink.bar(0.0, 4), "");
            assert_eq!(ink.bar(f64::NAN, 4), "");
            assert!(!ink.bar(0.0001, 4).is_empty(), "something is not nothing");
            assert_eq!(ink.bar(9.0, 4).chars().count(), 4);
        }
    }

    #[test]
    fn lines_have_a_letter_a_count() {
        assert_eq!(Ink::Blocks.sparkline(&[0, 1, 4, 8]), " ▁▄█");
        assert_eq!(Ink::Ascii.sparkline(&[0, 1, 4, 8]), " .=@");
        assert_eq!(Ink::Ascii.sparkline(&[0, 0]), "  ");
        assert_eq!(Ink::Ascii.sparkline(&[]), "");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let group = |label: &str, deals: usize| Group {
            id: None,
            label: label.to_owned(),
            deals: (0..deals).collect(),
            own: awardwire::library::Sums::default(),
            joint: awardwire::library::Sums::default(),
        };
        let groups = vec![group(&"防衛省 ".repeat(20), 12), group("Army\u{1b}[2J", 3)];
        let ledger = Ledger { groups, all: awardwire::library::Sums::default() };
        for width in [60, 80, 200] {
            for ink in [Ink::Blocks, Ink::Ascii] {
                let mut out = Vec::new();
                super::groups(&ledger, &[], width, ink, Style::plain(), &mut out).unwrap();
                let text = String::from_utf8(out).unwrap();
                assert!(text.lines().all(|line| line.width() <= width), "{text}");
                assert!(!text.contains('\u{1b}'));
            }
        }
    }
}
