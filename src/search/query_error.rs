//! A mistake in a query, shown under the place.

use std::fmt::Write as _;

/// What is wrong in a query, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, in lower case.
    pub message: String,
    /// First byte of the place in the query.
    pub start: usize,
    /// One past its last byte; equal to `start` where something is missing.
    pub end: usize,
    /// What to write instead.
    pub hint: Option<String>,
}

/// Characters of the query shown on each side of the place, so that a long query fits a terminal.
const AROUND: usize = 36;

impl QueryError {
    pub(super) fn new(message: impl Into<String>, place: std::ops::Range<usize>) -> Self {
        Self { message: message.into(), start: place.start, end: place.end, hint: None }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The message, the line of the query with carets under the place, and the hint.
    ///
    /// `query` is the text that was parsed. Control characters are shown as spaces.
    pub fn render(&self, query: &str) -> String {
        let before = query.get(..self.start).unwrap_or(query);
        let place = query.get(self.start..self.end).unwrap_or_default();
        let after = query.get(self.end..).unwrap_or_default();
        let shown = |c: char| if c.is_control() { ' ' } else { c };

        let cut = before.chars().count().saturating_sub(AROUND);
        let mut line: String = if cut > 0 { "…".into() } else { String::new() };
        line.extend(before.chars().skip(cut).map(shown));
        let column = line.chars().count();
        let carets = place.chars().take(AROUND).count().max(1);
        line.extend(place.chars().take(AROUND).map(shown));
        if place.chars().nth(AROUND).is_none() {
            line.extend(after.chars().take(AROUND).map(shown));
        }
        if place.chars().nth(AROUND).is_some() || after.chars().nth(AROUND).is_some() {
            line.push('…');
        }

        let mut out = format!("{}\n  {line}\n  {}{}", self.message, " ".repeat(column), "^".repeat(carets));
        if let Some(hint) = &self.hint {
            let _ = write!(out, "\nhint: {hint}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place() {
        let error = QueryError::new("unknown field \"vender\"", 7..13).hint("vendor:openai");
        assert_eq!(
            error.render("größ vender:x"),
            "unknown field \"vender\"\n  größ vender:x\n       ^^^^^^\nhint: vendor:openai"
        );
    }

    #[test]
    fn long_queries_are_cut_and_control_characters_shown_as_spaces() {
        let query = format!("{}\u{1b}({}", "a ".repeat(500), "b ".repeat(500));
        let shown = QueryError::new("x", 1001..1002).render(&query);
        assert!(shown.lines().all(|line| line.chars().count() < 90), "{shown}");
        assert!(!shown.contains('\u{1b}'));
    }
}
