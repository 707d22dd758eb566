//! `awardwire eval --pages`: how well pages are read, and the worst of them.

use std::io::{self, Write};

use awardwire::library::{PageEvaluation, PageFigures, PageMisses};

use crate::cli::output::{Style, one_line};

/// So many of the worst pages are shown unasked.
const WORST: usize = 10;

/// Prints the table, the speed, and the worst pages or all with a mistake.
pub(super) fn print_pages(
    evaluation: &PageEvaluation,
    all_misses: bool,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    print_table(&evaluation.figures, style, out)?;
    let speed = &evaluation.speed;
    writeln!(
        out,
        "{:<10} {:.0} pages a second of one processor; slowest {} ({:.0} ms)",
        "speed",
        speed.pages_per_cpu_second,
        one_line(&speed.slowest),
        speed.slowest_ms
    )?;
    let most = if all_misses { usize::MAX } else { WORST };
    for misses in evaluation.misses.iter().take(most) {
        print_misses(misses, style, out)?;
    }
    Ok(())
}

fn print_table(figures: &PageFigures, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}",
        style.strong(&format!("{} pages, an article read from {}", figures.pages, figures.predicted))
    )?;
    if let Some(body) = &figures.body {
        writeln!(
            out,
            "{:<10} F1 {:.3}  precision {:.3}  recall {:.3}  mean F1 {:.3}  exact {:.3}  empty {}  bad {}  of {}",
            "body",
            body.f1,
            body.precision,
            body.recall,
            body.f1_macro,
            body.exact,
            body.empty,
            body.bad,
            body.n
        )?;
    }
    if let Some(title) = &figures.title {
        writeln!(
            out,
            "{:<10} exact {:.3}  words' F1 {:.3}  of {}",
            "title", title.exact, title.token_f1, title.n
        )?;
    }
    if let Some(authors) = &figures.authors {
        writeln!(
            out,
            "{:<10} exact {:.3}  F1 {:.3}  precision {:.3}  recall {:.3}  of {}",
            "authors", authors.exact, authors.f1, authors.precision, authors.recall, authors.n
        )?;
    }
    if let Some(date) = &figures.date {
        writeln!(
            out,
            "{:<10} exact {:.3}  correct {}  wrong {}  missing {}  of {}; invented {} of {}",
            "date",
            date.accuracy,
            date.correct,
            date.wrong,
            date.missing,
            date.n,
            date.invented_on_null,
            date.null_truth
        )?;
    }
    if let Some(snippets) = &figures.snippets {
        writeln!(
            out,
            "{:<10} F1 {:.3}  precision {:.3}  recall {:.3}  of {} wanted and {} unwanted",
            "snippets", snippets.f1, snippets.precision, snippets.recall, snippets.with, snippets.without
        )?;
    }
    Ok(())
}

fn print_misses(misses: &PageMisses, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let f1 = misses.f1.map_or_else(String::new, |f1| format!("  F1 {f1:.3}"));
    writeln!(out, "\n{}{f1}", style.strong(&one_line(&misses.id)))?;
    for (label, pieces) in [("missed", &misses.missed), ("too much", &misses.added)] {
        for piece in pieces {
            writeln!(out, "  {label:<9} {}", one_line(piece))?;
        }
    }
    if let Some((known, read)) = &misses.title {
        writeln!(out, "  title     {:?} read as {:?}", one_line(known), one_line(read))?;
    }
    if let Some((known, read)) = &misses.authors {
        let list = |names: &[String]| one_line(&names.join(", "));
        writeln!(out, "  authors   {:?} read as {:?}", list(known), list(read))?;
    }
    if let Some((known, read)) = &misses.date {
        let day = |day: &Option<String>| day.as_deref().map_or_else(|| "none".to_owned(), one_line);
        writeln!(out, "  date      {} read as {}", day(known), day(read))?;
    }
    Ok(())
}
