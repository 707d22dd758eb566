//! Figures as the median of several rounds, and the table of them.

use std::io::{self, Write};

/// The rounds of one figure.
pub struct Figure {
    name: String,
    unit: &'static str,
    rounds: Vec<f64>,
    aim: &'static str,
}

/// All figures, in the order they were measured.
#[derive(Default)]
pub struct Table(Vec<Figure>);

impl Table {
    /// Adds a figure and says it at once, as the whole takes minutes.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        unit: &'static str,
        aim: &'static str,
        mut rounds: Vec<f64>,
    ) -> io::Result<()> {
        rounds.sort_by(f64::total_cmp);
        let figure = Figure { name: name.into(), unit, rounds, aim };
        writeln!(io::stderr(), "{}", figure.line())?;
        self.0.push(figure);
        Ok(())
    }

    /// Prints the table.
    pub fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out)?;
        writeln!(
            out,
            "| {:<52} | {:>9} | {:>9} | {:>9} | {:<9} | {:<7} |",
            "figure", "median", "min", "max", "unit", "aim"
        )?;
        writeln!(out, "|{0:-<54}|{0:->11}|{0:->11}|{0:->11}|{0:-<11}|{0:-<9}|", "")?;
        for figure in &self.0 {
            writeln!(out, "{}", figure.line())?;
        }
        Ok(())
    }
}

impl Figure {
    fn line(&self) -> String {
        let at = |index: usize| self.rounds.get(index).map_or_else(|| "-".to_owned(), |value| plain(*value));
        let last = self.rounds.len().saturating_sub(1);
        format!(
            "| {:<52} | {:>9} | {:>9} | {:>9} | {:<9} | {:<7} |",
            self.name,
            at(self.rounds.len() / 2),
            at(0),
            at(last),
            self.unit,
            self.aim
        )
    }
}

/// Three digits are all that means anything here.
fn plain(value: f64) -> String {
    match value {
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
