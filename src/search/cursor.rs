//! The place the parser has come to in a query, and the smallest steps from there.

use std::ops::Range;

use super::query_error::QueryError;

/// A word between two parts or before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    fn spellings(self) -> [&'static str; 2] {
        match self {
            Self::And => ["AND", "&&"],
            Self::Or => ["OR", "||"],
            Self::Not => ["NOT", "NOT"],
        }
    }
}

/// Where we are; always on a character boundary.
pub(super) struct Cursor<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, rest: text }
    }

    /// Straight and curly double quotes.
    pub(super) fn is_quote(c: char) -> bool {
        matches!(c, '"' | '“' | '”' | '„')
    }

    /// Bytes passed so far.
    pub(super) fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn bump(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    pub(super) fn skip_white(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes up to the first character for which `stop` holds.
    fn until(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let (taken, rest) = self.rest.split_at(self.rest.find(stop).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// The operator, where it comes next as a word of its own; its bytes.
    pub(super) fn take(&mut self, operator: Operator) -> Option<Range<usize>> {
        self.skip_white();
        let start = self.at();
        for spelling in operator.spellings() {
            if let Some(rest) = self.rest.strip_prefix(spelling)
                && rest.chars().next().is_none_or(ends_run)
            {
                self.rest = rest;
                return Some(start..start + spelling.len());
            }
        }
        None
    }

    /// A plus or minus right before a part; one that stands alone is passed over.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        if rest.chars().next().is_none_or(|c| c.is_whitespace() || c == ')') {
            self.rest = rest.trim_start();
            return false;
        }
        self.rest = rest;
        true
    }

    /// The characters up to white space, a parenthesis or a quote.
    pub(super) fn run(&mut self) -> &'a str {
        self.until(ends_run)
    }

    /// What stands between the quote here and the next one.
    pub(super) fn quoted(&mut self) -> Result<&'a str, QueryError> {
        let start = self.at();
        self.bump();
        let open = start..self.at();
        let inside = self.until(Self::is_quote);
        if self.peek().is_none() {
            return Err(QueryError::new("this quote is never closed", open)
                .hint("write a second \" where the phrase ends"));
        }
        self.bump();
        Ok(inside)
    }

    /// A tilde and the digits after it, and their bytes.
    pub(super) fn tilde(&mut self) -> Option<(&'a str, Range<usize>)> {
        let start = self.at();
        self.rest = self.rest.strip_prefix('~')?;
        let digits = self.until(|c| !c.is_ascii_digit());
        Some((digits, start..self.at()))
    }
}

fn ends_run(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || Cursor::is_quote(c)
}
