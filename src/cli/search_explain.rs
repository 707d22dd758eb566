//! How a query was understood and why each hit ranks where it does, for reading.

use std::io::{self, Write};

use awardwire::library::{NameKind, ScorePart, Understood};

use crate::cli::output::{Style, one_line, wrapped};

/// What each part of the query was taken for.
pub fn understood(parts: &[Understood], width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", style.strong("The query as it was understood"))?;
    let passed: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            Understood::Word { written, is_function_word: true, .. } => Some(one_line(written)),
            _ => None,
        })
        .collect();
    for part in parts {
        let line = match part {
            Understood::Word { is_function_word: true, .. } => continue,
            Understood::Word { written, stem, .. } => {
                format!("word   {}: any form of \"{}\"", one_line(written), one_line(stem))
            }
            Understood::Name { words, things } => format!("name   {}: {}", one_line(words), named(things)),
            Understood::Field { name, things } if things.is_empty() => {
                format!("field  {}: no list knows it; looked for as text among the names", one_line(name))
            }
            Understood::Field { name, things } => format!("field  {}: {}", one_line(name), named(things)),
            Understood::Related { written, others } => {
                format!("like   {}: {}", one_line(written), others.join(", "))
            }
        };
        writeln!(out, "{}", wrapped(&line, "  ", width))?;
    }
    if !passed.is_empty() {
        let line = format!("passed over where other words stand beside them: {}", passed.join(", "));
        writeln!(out, "{}", wrapped(&style.faint(&line), "  ", width))?;
    }
    writeln!(out)
}

fn named(things: &[(NameKind, String)]) -> String {
    let word = |kind: &NameKind| match kind {
        NameKind::Agency => "agency",
        NameKind::Vendor => "vendor",
        NameKind::Product => "product",
        NameKind::Program => "program",
    };
    let each: Vec<String> = things.iter().map(|(kind, id)| format!("{} {id}", word(kind))).collect();
    each.join(", ")
}

/// What a hit's score is made of, the weightiest first.
pub fn score(
    score: f32,
    parts: &[ScorePart],
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut parts: Vec<&ScorePart> = parts.iter().collect();
    parts.sort_by(|a, b| b.score.total_cmp(&a.score));
    let each: Vec<String> =
        parts.iter().map(|part| format!("{:.2} {}", part.score, one_line(&part.what))).collect();
    let line = format!("score {score:.2}: {}", each.join(", "));
    writeln!(out, "{}", wrapped(&style.faint(&line), "     ", width))
}
