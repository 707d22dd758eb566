//! The sheet that says what the workbook is: what was asked, when, what it holds, what it does not, and what it rests on.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::cells::fit;
use super::sheet::Table;
use super::styles::Styles;
use crate::export::{Closing, FORMAT_VERSION, Preface};
use crate::report::{Coverage, SourceCoverage};

/// A cell of this sheet is shown whole, so it holds less than one can.
const LONGEST: usize = 8_000;

/// What is known before the first item: labels and texts.
#[derive(Default)]
pub(super) struct About {
    lines: Vec<(&'static str, String)>,
    coverage: Vec<(&'static str, String)>,
}

impl About {
    pub(super) fn new(preface: &Preface<'_>) -> Self {
        let query = if preface.query.is_empty() { "everything" } else { preface.query };
        let mut lines = vec![("What", preface.kind.heading().to_owned())];
        if preface.sample {
            lines.push(("Sample data", "made-up publishers, mostly made-up dealings".to_owned()));
        }
        lines.extend([
            ("Query", query.to_owned()),
            ("Made", format!("{}, on {} where it was asked", preface.made, preface.today)),
            ("Made by", format!("awardwire {}", env!("CARGO_PKG_VERSION"))),
            ("Format version", FORMAT_VERSION.to_string()),
            (
                "How to read it",
                "Sums are in single units of their currency; each role (ceiling, award, …) has its own columns, since sums \
                 of different roles or currencies must not be added up. Where confirmed is FALSE, what is told is planned, \
                 possible or doubtful. Days are dates; months and years, where no day is known, are text. Instants are in \
                 UTC. The column deal of a claim is the id of its deal. All fields are told in docs/fields.md."
                    .to_owned(),
            ),
        ]);
        Self { lines, coverage: coverage(preface.coverage) }
    }

    /// Writes the sheet behind all others.
    ///
    /// # Errors
    /// Those of the workbook's writer.
    pub(super) fn write(
        &self,
        tables: &[Table],
        closing: Closing,
        book: &mut Workbook,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        let sheet = book.add_worksheet();
        sheet.set_name("About")?;
        sheet.set_column_width(0, 28)?;
        sheet.set_column_width(1, 100)?;
        let ours = |lines: &[(&'static str, String)]| -> Vec<(String, String)> {
            lines.iter().map(|(label, text)| ((*label).to_owned(), text.clone())).collect()
        };
        let mut lines = ours(&self.lines);
        lines.extend(tables.iter().flat_map(Table::in_words));
        let omitted = closing.omissions();
        let omitted = if omitted.is_empty() { vec!["nothing".to_owned()] } else { omitted };
        lines.extend(omitted.into_iter().map(|said| ("Left out".to_owned(), said)));
        lines.extend(ours(&self.coverage));
        for (row, (label, text)) in (0_u32..).zip(lines) {
            sheet.write_string_with_format(row, 0, label, &styles.label)?;
            sheet.write_string_with_format(row, 1, fit(&text, LONGEST).0, &styles.text)?;
        }
        Ok(())
    }
}

fn coverage(coverage: &Coverage) -> Vec<(&'static str, String)> {
    let dates = match (coverage.oldest, coverage.newest) {
        (Some(oldest), Some(newest)) => format!(", published {oldest} to {newest}"),
        _ => String::new(),
    };
    let named = |sources: Vec<String>| {
        if sources.is_empty() {
            "none".to_owned()
        } else {
            format!("{}: {}", sources.len(), sources.join("; "))
        }
    };
    let supplied = coverage.supplied_in_words().map(|told| format!("; {told}")).unwrap_or_default();
    let plain = |source: &SourceCoverage| source.name.clone();
    let failing = |source: &SourceCoverage| {
        let why = source.last_error.as_deref().unwrap_or("no reason told");
        format!("{} ({why})", source.name)
    };
    vec![
        (
            "Coverage",
            format!(
                "{} articles{dates}: {} relevant, {} in part only{supplied}",
                coverage.articles, coverage.relevant, coverage.partial
            ),
        ),
        ("Sources read", named(coverage.read().map(plain).collect())),
        ("Sources failing", named(coverage.failing().map(failing).collect())),
        ("Sources never read", named(coverage.never_read().map(plain).collect())),
    ]
}
