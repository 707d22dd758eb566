//! An article on the terminal with every fact marked in its text, then its events with the words that say each slot.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::AnsiColor;
use awardwire::base::Field;
use awardwire::export::{Evidence, Mark, MarkKind};
use awardwire::library::ArticleShown;

use crate::cli::output::{Style, WIDTH, one_line, wrapped};
use crate::cli::show_article::{headline, print_head};

/// A space at which no line is broken, so that a mark's name stands on one line with its first word. No text from outside
/// holds one: control characters are taken out.
const GLUE: &str = "\u{1}";

/// How wide the names of slots are set.
const SLOT_WIDTH: usize = 15;

/// Prints it.
pub fn print(
    shown: &ArticleShown,
    evidence: &Evidence<'_>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let article = &shown.article;
    let places = |field: Field| -> Vec<Place<'_>> {
        let marks = evidence.marks.iter().filter(|mark| mark.place.field == field);
        marks.map(|mark| Place { range: mark.place.start..mark.place.end, mark }).collect()
    };
    let title = marked(&article.title, 0..article.title.len(), &places(Field::Title), style);
    print_head(shown, &title.replace(GLUE, " "), style, out)?;
    writeln!(out, "{}\n", set(&legend(evidence, style)))?;
    let body = places(Field::Body);
    for block in article.body.blocks() {
        let text = marked(article.body.text(), block.range.clone(), &body, style);
        writeln!(out, "{}\n", set(&text))?;
    }
    for (told, event) in evidence.events.iter().zip(&shown.facts.events) {
        let deal = told.event.deal.map(|deal| format!("  {}", style.id(deal.as_str())));
        writeln!(out, "{}{}", headline(event, style), deal.unwrap_or_default())?;
        writeln!(out, "{}", wrapped(&format!("“{}”", one_line(told.event.evidence)), "  │ ", WIDTH))?;
        for slot in &told.slots {
            let words: Vec<String> =
                slot.words.iter().map(|word| format!("“{}”", one_line(word.surface))).collect();
            let is_set = told.event.slots_set.iter().any(|set| set.as_str() == slot.slot);
            let words = match words.is_empty() {
                true if is_set => "your word".to_owned(),
                true => "no words of its own".to_owned(),
                false => words.join(" "),
            };
            let text = format!("{} · {}", one_line(&slot.filled), in_words(&words, |word| style.faint(word)));
            let name = slot.slot.replace('_', " ");
            let indent = " ".repeat(SLOT_WIDTH + 3);
            let text = wrapped(&text, &indent, WIDTH);
            writeln!(out, "  {name:<SLOT_WIDTH$} {}", text.trim_start())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn set(text: &str) -> String {
    wrapped(text, "", WIDTH).replace(GLUE, " ")
}

/// What the marks mean, of the kinds that occur.
fn legend(evidence: &Evidence<'_>, style: Style) -> String {
    let kinds: Vec<MarkKind> =
        MarkKind::ALL.into_iter().filter(|kind| evidence.marks.iter().any(|m| m.kind == *kind)).collect();
    if kinds.is_empty() {
        return style.faint("no facts found");
    }
    let explained = kinds.into_iter().map(|kind| {
        let (mark, meaning) = match kind {
            MarkKind::Agency => ("agency", "government body"),
            MarkKind::Vendor => ("vendor", "supplier"),
            MarkKind::Sum => ("sum ROLE", "money and what it is"),
            MarkKind::Date => ("date", "day, month or year"),
            MarkKind::Number => ("… number", "official number"),
            MarkKind::Product => ("product", "product"),
            MarkKind::Program => ("program", "program or contract vehicle"),
            MarkKind::Event => ("event TYPE", "the words that say what happened"),
        };
        if style.is_coloured() {
            in_words(meaning, |word| coloured(kind, word, style))
        } else {
            format!("[{}:{GLUE}…] {meaning}", mark.replace(' ', GLUE))
        }
    });
    format!("Marks: {}", explained.collect::<Vec<_>>().join(", "))
}

/// A mark, or the part of one that does not go beyond another's end.
#[derive(Clone, Debug)]
struct Place<'m> {
    range: Range<usize>,
    mark: &'m Mark<'m>,
}

/// A part of a text with its marks: in colours, else in brackets. Marks within marks stand within; of two that cross, the
/// later is cut in two.
fn marked(text: &str, part: Range<usize>, places: &[Place<'_>], style: Style) -> String {
    let mut waiting: VecDeque<Place<'_>> = places
        .iter()
        .map(|place| Place {
            range: place.range.start.max(part.start)..place.range.end.min(part.end),
            ..place.clone()
        })
        .filter(|place| !place.range.is_empty())
        .collect();
    let mut out = String::new();
    let mut open: Vec<Place<'_>> = Vec::new();
    let mut at = part.start;
    loop {
        let next_start = waiting.front().map_or(part.end, |place| place.range.start);
        let next_end = open.last().map_or(part.end, |place| place.range.end);
        let stop = next_start.min(next_end);
        let piece = one_line(text.get(at..stop).unwrap_or_default());
        out.push_str(&match open.last() {
            Some(place) if style.is_coloured() => {
                in_words(&piece, |word| coloured(place.mark.kind, word, style))
            }
            _ => piece,
        });
        at = stop;
        if open.last().is_some_and(|place| place.range.end == at) {
            if let Some(closed) = open.pop() {
                out.push_str(&closing(&closed, style));
            }
        } else if let Some(mut place) = waiting.pop_front() {
            if let Some(around) = open.last().filter(|around| place.range.end > around.range.end) {
                let rest = Place { range: around.range.end..place.range.end, mark: place.mark };
                place.range.end = around.range.end;
                let order = |one: &Place<'_>| (one.range.start, usize::MAX - one.range.end);
                let before = waiting.iter().position(|one| order(one) > order(&rest));
                waiting.insert(before.unwrap_or(waiting.len()), rest);
            }
            if !style.is_coloured() {
                out.extend(["[", &label(place.mark).replace(' ', GLUE), ":", GLUE]);
            }
            open.push(place);
        } else {
            return out;
        }
    }
}

/// What ends a mark: a bracket, or a sum's role where colour cannot tell it.
fn closing(place: &Place<'_>, style: Style) -> String {
    match place.mark.role {
        _ if !style.is_coloured() => "]".to_owned(),
        Some(role) if place.mark.kind == MarkKind::Sum => style.faint(&format!(" ({role})")),
        _ => String::new(),
    }
}

/// "agency", "sum award", "contract number", "event protest".
fn label(mark: &Mark<'_>) -> String {
    let role = mark.role.unwrap_or_default().replace('_', " ");
    match mark.kind {
        MarkKind::Number => role,
        kind if role.is_empty() => kind.as_str().to_owned(),
        kind => format!("{} {role}", kind.as_str()),
    }
}

fn coloured(kind: MarkKind, text: &str, style: Style) -> String {
    let colour = match kind {
        MarkKind::Agency => AnsiColor::Blue,
        MarkKind::Vendor => AnsiColor::Green,
        MarkKind::Sum => AnsiColor::Yellow,
        MarkKind::Date => AnsiColor::Cyan,
        MarkKind::Number => AnsiColor::Magenta,
        MarkKind::Product => AnsiColor::BrightGreen,
        MarkKind::Program => AnsiColor::BrightMagenta,
        MarkKind::Event => AnsiColor::Red,
    };
    style.bold(colour, text)
}

/// Each word by itself, so that no colour runs over the end of a line.
fn in_words(text: &str, paint: impl Fn(&str) -> String) -> String {
    let words = text.split(' ').map(|word| if word.is_empty() { String::new() } else { paint(word) });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use awardwire::export::Surface;

    use super::*;

    fn mark(kind: MarkKind, role: Option<&'static str>) -> Mark<'static> {
        let place = Surface { surface: "x", field: Field::Body, start: 0, end: 1 };
        Mark { kind, role, meant: None, place }
    }

    #[test]
    fn marks_within_and_across_each_other_are_closed() {
        let (agency, sum) = (mark(MarkKind::Agency, None), mark(MarkKind::Sum, Some("award")));
        let number = mark(MarkKind::Number, Some("contract_number"));
        let place = |range: Range<usize>, mark| Place { range, mark };
        for (places, shown) in [
            (vec![place(0..3, &agency)], "[agency: abc]defgh"),
            (vec![place(0..6, &agency), place(2..4, &sum)], "[agency: ab[sum award: cd]ef]gh"),
            (vec![place(0..4, &agency), place(2..6, &sum)], "[agency: ab[sum award: cd]][sum award: ef]gh"),
            (vec![place(0..2, &agency), place(0..2, &number)], "[agency: [contract number: ab]]cdefgh"),
            (
                vec![place(0..4, &agency), place(2..8, &sum), place(5..6, &number)],
                "[agency: ab[sum award: cd]][sum award: e[contract number: f]gh]",
            ),
            (vec![], "abcdefgh"),
        ] {
            let text = marked("abcdefgh", 0..8, &places, Style::plain());
            assert_eq!(text.replace(GLUE, " "), shown);
        }
        let inside = marked("abcdefgh", 2..5, &[place(0..3, &agency), place(4..8, &sum)], Style::plain());
        assert_eq!(inside.replace(GLUE, " "), "[agency: c]d[sum award: e]");
    }

    #[test]
    fn colour_ends_with_each_word() {
        let agency = mark(MarkKind::Agency, None);
        let shown = marked("an Army unit", 0..12, &[Place { range: 3..12, mark: &agency }], Style::new(true));
        assert_eq!(shown, "an \u{1b}[1m\u{1b}[34mArmy\u{1b}[0m \u{1b}[1m\u{1b}[34munit\u{1b}[0m");
    }
}
