//! Answers to a search, for reading.

use std::io::{self, Write};

use awardwire::library::{Facet, FacetTable, Headline, HitDeal, SearchAnswer, SearchHit, Standing, Status};

use crate::cli::output::{Style, count, link, one_line, wrapped};
use crate::cli::search_explain;
use crate::cli::settings::Settings;
use crate::cli::sums::short;
use crate::cli::table::cut;

/// So many values of a facet are shown.
const MOST_VALUES: usize = 12;
/// How many letters the longest bar has.
const LONGEST_BAR: usize = 24;
/// Lines are not longer than this on a wide terminal.
const WIDEST: usize = 110;

/// How answers are shown.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub(super) width: usize,
    is_terminal: bool,
    pub(super) style: Style,
}

impl View {
    /// As the output is.
    pub fn of(settings: &Settings) -> Self {
        Self {
            width: settings.width().min(WIDEST),
            is_terminal: settings.is_terminal(),
            style: settings.stdout,
        }
    }

    /// How lines are styled.
    pub fn style(self) -> Style {
        self.style
    }

    /// Whether the terminal takes addresses behind words.
    pub(super) fn has_links(self) -> bool {
        self.is_terminal && self.style.is_coloured()
    }
}

/// Prints hits for reading, then how all that matches divides.
pub fn print_text(answer: &SearchAnswer, offset: usize, view: View, out: &mut dyn Write) -> io::Result<()> {
    let style = view.style;
    search_explain::understood(&answer.understood, view.width, style, out)?;
    for (i, hit) in answer.hits.iter().enumerate() {
        print_hit(offset + i + 1, hit, view, out)?;
    }
    answer.facets.iter().try_for_each(|facet| print_facet(facet, view, out))?;
    let copies: usize = answer.hits.iter().map(|hit| hit.copies.len()).sum();
    let shown = answer.hits.len() + copies;
    if answer.total > shown && !answer.hits.is_empty() {
        let least = if answer.total_is_exact { "" } else { "at least " };
        let rest = format!("{shown} of {least}{} shown", count(answer.total, "article"));
        writeln!(out, "{}", style.faint(&rest))?;
    }
    Ok(())
}

fn print_hit(number: usize, hit: &SearchHit, view: View, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: &str = "     ";
    let View { width, style, .. } = view;
    let title = style.marked(&hit.title, &hit.title_marks);
    let title = style.strong(&title);
    let title = match &hit.url {
        Some(url) if view.has_links() => link(url, &title),
        _ => title,
    };
    writeln!(out, "{number:>3}. {title}")?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(hit.publisher.as_deref().map(one_line));
    facts.extend(hit.published.map(|date| date.to_string()));
    facts.push(style.id(hit.id.as_str()));
    if !hit.copies.is_empty() {
        facts.push(format!(
            "and {}",
            if hit.copies.len() == 1 { "1 copy".to_owned() } else { format!("{} copies", hit.copies.len()) }
        ));
    }
    writeln!(out, "{INDENT}{}", facts.join(" · "))?;
    if let Some(deal) = &hit.deal {
        writeln!(out, "{}", wrapped(&at_a_glance(deal, hit.deals.len(), style), INDENT, width))?;
    }
    if let Some(url) = &hit.url
        && !view.has_links()
    {
        writeln!(out, "{INDENT}{}", style.faint(&one_line(url)))?;
    }
    writeln!(out, "{}", wrapped(&style.marked(&hit.snippet, &hit.marks), INDENT, width))?;
    if !hit.score_parts.is_empty() {
        search_explain::score(hit.score, &hit.score_parts, width, style, out)?;
    }
    writeln!(out)
}

/// `d01472f5fdb6 CRSA – Larkfield Analytics – Contract, 2025: awarded, $48 million (award)`.
fn at_a_glance(deal: &HitDeal, deals: usize, style: Style) -> String {
    let status = match deal.status {
        Some(status) => Status::as_str(status).to_owned(),
        None => style.doubt("unconfirmed"),
    };
    let sum = deal.headline.as_ref().map(|sum| sum_at_a_glance(sum, style));
    let sum = sum.map(|sum| format!(", {sum}")).unwrap_or_default();
    let more = match deals {
        0 | 1 => String::new(),
        2 => " · and 1 more deal".to_owned(),
        _ => format!(" · and {} more deals", deals - 1),
    };
    format!("{} {}: {status}{sum}{more}", style.id(deal.id.as_str()), one_line(&deal.name))
}

/// `$48M award`, with its doubts.
pub fn sum_at_a_glance(sum: &Headline, style: Style) -> String {
    let shown = format!("{} {}", short(&sum.money), sum.role.as_str());
    match (sum.standing, sum.disputed) {
        (Standing::Unconfirmed, _) => style.doubt(&format!("{shown} (not confirmed)")),
        (_, true) => style.doubt(&format!("{shown} (sources disagree)")),
        _ => shown,
    }
}

/// A facet as bars.
pub fn print_facet(facet: &FacetTable, view: View, out: &mut dyn Write) -> io::Result<()> {
    let View { width, style, is_terminal } = view;
    writeln!(out, "{}", style.strong(&format!("By {}", facet.facet.as_str())))?;
    if facet.values.is_empty() {
        return writeln!(out, "  none\n");
    }
    // Months stand in order: the latest are the ones to see.
    let first = if facet.facet == Facet::Month { facet.values.len().saturating_sub(MOST_VALUES) } else { 0 };
    let shown: Vec<_> = facet.values.iter().skip(first).take(MOST_VALUES).collect();
    let most = shown.iter().map(|value| value.count).max().unwrap_or(1).max(1);
    let room = width.saturating_sub(LONGEST_BAR + 12).clamp(12, 48);
    let names: Vec<String> = shown.iter().map(|value| cut(&one_line(&value.name), room)).collect();
    let widest = names.iter().map(|name| unicode_width::UnicodeWidthStr::width(name.as_str())).max();
    for (value, name) in shown.iter().zip(&names) {
        let used = unicode_width::UnicodeWidthStr::width(name.as_str());
        let gap = " ".repeat(widest.unwrap_or(0).saturating_sub(used));
        let length = (value.count as usize * LONGEST_BAR).div_ceil(most as usize);
        let full = if is_terminal { "█" } else { "#" };
        writeln!(out, "  {name}{gap}  {:>5}  {}", value.count, style.good(&full.repeat(length)))?;
    }
    let rest = facet.values.len() - shown.len();
    if rest > 0 {
        let word = if facet.facet == Facet::Month { "earlier" } else { "more" };
        writeln!(out, "  {}", style.faint(&format!("and {rest} {word}")))?;
    }
    writeln!(out)
}
