//! Deals as the rows of a table.

use std::io::{self, Write};

use awardwire::library::{Deal, News, NewsKind, OrgRef, Standing, Status, article_count, headline};

use crate::cli::output::{Style, one_line};
use crate::cli::sums::short;
use crate::cli::table::{Cell, Column, Look, Table};

/// From this width on there is room to say what a deal is about.
const WIDE: usize = 120;

/// The deals and what is new about them, laid out to a width.
pub fn table(deals: &[Deal], news: &[Option<News>], width: usize) -> Table {
    let columns = vec![
        Column::fixed("DEAL"),
        Column::fixed("STATUS"),
        Column::figure("VALUE"),
        Column::flexible("ROLE", 8),
        Column::flexible("BUYER", 12),
        Column::flexible("VENDOR", 10),
        Column::flexible("ABOUT", 10),
        Column::flexible("NEW", 8),
        Column::fixed("LAST TOLD"),
        Column::figure("AR/OR"),
    ];
    let rows =
        deals.iter().enumerate().map(|(at, deal)| row(deal, news.get(at).and_then(Option::as_ref), width));
    Table::new(columns, rows.collect(), width)
}

fn row(deal: &Deal, news: Option<&News>, width: usize) -> Vec<Cell> {
    let (value, role) = value(deal);
    let about =
        if width >= WIDE { deal.subject.as_deref().map(one_line).unwrap_or_default() } else { String::new() };
    let news = news.map_or_else(Cell::default, |news| {
        let look = if news.kind == NewsKind::New { Look::Good } else { Look::Doubt };
        Cell::new(news.words(), look)
    });
    vec![
        Cell::new(deal.id.as_str(), Look::Id),
        status(deal),
        value,
        role,
        names(&deal.buyers),
        names(&deal.vendors),
        Cell::plain(about),
        news,
        Cell::plain(deal.last.map(|date| date.to_string()).unwrap_or_default()),
        Cell::new(format!("{}/{}", article_count(deal), deal.origins), Look::Faint),
    ]
}

/// What the marks beside sums mean, where there are any.
pub fn legend(deals: &[Deal], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let is_doubtful = |deal: &Deal| headline(deal).is_some_and(|sum| sum.standing == Standing::Unconfirmed);
    let mut words: Vec<&str> = Vec::new();
    words.extend(deals.iter().any(is_doubtful).then_some("? not confirmed"));
    let is_ruled_sum = |deal: &Deal| headline(deal).is_some_and(|sum| deal.ruled_value(sum.role).is_some());
    let is_disputed = |deal: &Deal| deal.disputed && !is_ruled_sum(deal);
    words.extend(deals.iter().any(is_disputed).then_some("≠ sources disagree"));
    let is_ruled = |deal: &Deal| deal.ruled_status().is_some() || is_ruled_sum(deal);
    words.extend(deals.iter().any(is_ruled).then_some("* your word"));
    if words.is_empty() { Ok(()) } else { writeln!(out, "{}", style.faint(&words.join("; "))) }
}

/// Where a deal stands.
fn status(deal: &Deal) -> Cell {
    let mark = if deal.ruled_status().is_some() { "*" } else { "" };
    let look = match deal.status {
        Some(Status::Ended | Status::Barred | Status::Protested) => Look::Bad,
        Some(Status::Sought) => Look::Plain,
        Some(_) => Look::Good,
        None => Look::Doubt,
    };
    Cell::new(format!("{}{mark}", deal.status.map_or("unconfirmed", Status::as_str)), look)
}

/// The deal's sum with a mark of doubt, dispute or the user's word, and its role.
pub fn value(deal: &Deal) -> (Cell, Cell) {
    let Some(sum) = headline(deal) else { return (Cell::default(), Cell::default()) };
    let is_doubtful = sum.standing == Standing::Unconfirmed;
    let is_ruled = deal.ruled_value(sum.role).is_some();
    let is_disputed = deal.disputed && !is_ruled;
    let mark = match (is_doubtful, is_disputed) {
        _ if is_ruled => "* ",
        (true, true) => "?≠",
        (true, false) => " ?",
        (false, true) => " ≠",
        (false, false) => "  ",
    };
    let look = if is_doubtful || is_disputed { Look::Doubt } else { Look::Strong };
    let role = Cell::new(sum.role.as_str(), if is_doubtful { Look::Doubt } else { Look::Plain });
    (Cell::new(format!("{}{mark}", short(&sum.money)), look), role)
}

/// The first name and how many more there are.
pub fn names(orgs: &[OrgRef]) -> Cell {
    match orgs {
        [] => Cell::new("–", Look::Faint),
        [one] => Cell::plain(one_line(&one.name)),
        [one, more @ ..] => Cell::plain(format!("{} +{}", one_line(&one.name), more.len())),
    }
}
