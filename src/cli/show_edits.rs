//! What publishers have changed of what they told, in lines.

use std::io::{self, Write};

use awardwire::library::FactEdit;

use crate::cli::output::{Style, WIDTH, one_line, wrapped};

/// "edited: value: $90 million award → $9 million award on 2026-03-18", a line a change; with `of_article` also edits
/// that changed no fact, else who made each.
pub fn print(edits: &[FactEdit], of_article: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut any = false;
    for edit in edits {
        let who = if of_article {
            String::new()
        } else {
            let publisher = edit.publisher.as_deref().map(one_line).unwrap_or_default();
            format!(" ({} {})", publisher, edit.article).replace("( ", "(")
        };
        let mut words: Vec<String> = edit.changes.iter().map(|change| one_line(&change.words())).collect();
        if words.is_empty() && of_article {
            words.push("other words, no fact".to_owned());
        }
        for words in words {
            let line = wrapped(&format!("edited: {words} on {}{who}", edit.seen), "", WIDTH);
            for row in line.lines() {
                writeln!(out, "{}", style.doubt(row))?;
            }
            any = true;
        }
    }
    if any { writeln!(out) } else { Ok(()) }
}
