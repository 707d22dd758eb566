//! Words on the terminal: styles, wrapping, and nothing from outside that could steer it.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Color};
use awardwire::base::printable;

/// Whether and how to colour one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    coloured: bool,
}

impl Style {
    /// Coloured or not.
    pub fn new(coloured: bool) -> Self {
        Self { coloured }
    }

    /// Never coloured.
    pub fn plain() -> Self {
        Self { coloured: false }
    }

    fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.coloured && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// A heading.
    pub fn strong(self, text: &str) -> String {
        self.paint(anstyle::Style::new().bold(), text)
    }

    /// What stands back.
    pub fn faint(self, text: &str) -> String {
        self.paint(anstyle::Style::new().dimmed(), text)
    }

    /// Something good or certain.
    pub fn good(self, text: &str) -> String {
        self.paint(fg(AnsiColor::Green), text)
    }

    /// Something doubtful.
    pub fn doubt(self, text: &str) -> String {
        self.paint(fg(AnsiColor::Yellow), text)
    }

    /// Something wrong.
    pub fn bad(self, text: &str) -> String {
        self.paint(fg(AnsiColor::Red).bold(), text)
    }

    /// An id to type.
    pub fn id(self, text: &str) -> String {
        self.paint(fg(AnsiColor::Cyan), text)
    }

    /// A fact of one kind.
    pub fn bold(self, colour: AnsiColor, text: &str) -> String {
        self.paint(fg(colour).bold(), text)
    }

    /// Whether colour is there to tell things apart.
    pub fn is_coloured(self) -> bool {
        self.coloured
    }

    /// `text` with the bytes in `marks` highlighted; control characters are taken out. Without colour, marks are plain.
    pub fn marked(self, text: &str, marks: &[Range<usize>]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for mark in marks {
            let (Some(before), Some(inside)) = (text.get(at..mark.start), text.get(mark.clone())) else {
                continue;
            };
            out.push_str(&one_line(before));
            out.push_str(&self.paint(fg(AnsiColor::Yellow).bold(), &one_line(inside)));
            at = mark.end;
        }
        out.push_str(&one_line(text.get(at..).unwrap_or_default()));
        out
    }
}

/// `text` as a link for terminals that know OSC 8; others show the text alone. What could end the sequence is left out of
/// the address.
pub fn link(url: &str, text: &str) -> String {
    let url: String = url.chars().filter(char::is_ascii_graphic).collect();
    format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

fn fg(colour: AnsiColor) -> anstyle::Style {
    anstyle::Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// Text from outside on one line, without control characters. Spaces at the ends stay: marks may stand beside them.
pub fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// A name in single quotes, for a command that is proposed: one from outside must not end the quotation and begin another.
pub fn quoted(name: &str) -> String {
    format!("'{}'", one_line(name).replace('\'', "'\\''"))
}

/// A line on stderr. A stderr that is closed is nobody's business.
pub fn eprint_line(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Breaks text into lines of at most `width` characters at spaces, each after `indent`. Escape sequences of colours
/// have no width.
pub fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let room = width.saturating_sub(indent.len()).max(20);
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = visible_length(word);
        if used > 0 && used + 1 + length > room {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.iter().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

/// Breaks text that begins after `used` columns into lines of at most `width`; further lines begin there too.
pub fn wrapped_after(text: &str, used: usize, width: usize) -> String {
    let indent = " ".repeat(used);
    wrapped(text, &indent, width).trim_start().to_owned()
}

fn visible_length(word: &str) -> usize {
    let mut length = 0;
    let mut in_escape = false;
    for c in word.chars() {
        match (in_escape, c) {
            (false, '\u{1b}') => in_escape = true,
            (true, 'm') => in_escape = false,
            (false, _) => length += 1,
            _ => {}
        }
    }
    length
}

/// How wide text is set.
pub const WIDTH: usize = 100;

/// "50 %"; nothing where there is no whole.
pub fn percent(part: usize, whole: usize) -> String {
    (100 * part).checked_div(whole).map(|share| format!("{share} %")).unwrap_or_default()
}

/// "1 article", "2 articles".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_without_counting_colours() {
        let bold = Style::new(true).strong("four");
        assert_eq!(wrapped(&format!("one two {bold} five"), "  ", 24).lines().count(), 1);
        assert_eq!(
            wrapped("aaaaaaaaaa bbbbbbbbbb cccccccccc", "> ", 24),
            "> aaaaaaaaaa bbbbbbbbbb\n> cccccccccc"
        );
    }

    #[test]
    fn marks_cannot_break_out() {
        let text = "a\u{1b}[2Jb c";
        assert_eq!(Style::plain().marked(text, &[0..1, 90..95]), "a[2Jb c");
        assert!(Style::new(true).marked("abc", std::slice::from_ref(&(1..2))).contains('b'));
    }
}
