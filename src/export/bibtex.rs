//! BibTeX: an entry per article, in UTF-8, for BibTeX and biblatex.

use std::io::{self, Write};

use super::citation::Citation;
use super::{Closing, Exporter, Item, Preface};

/// The names that BibTeX and biblatex have for months.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Writes one entry an article.
#[derive(Default)]
pub(super) struct BibtexExporter {
    is_sample: bool,
}

impl Exporter for BibtexExporter {
    fn begin(&mut self, preface: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        self.is_sample = preface.sample;
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        match item {
            Item::Article(record) => write_entry(&Citation::of(record, self.is_sample), out),
            _ => Ok(()),
        }
    }

    fn end(&mut self, _: Closing, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn write_entry(cited: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "@misc{{{},", cited.key)?;
    // The inner braces keep capitals as they are, and names whole.
    writeln!(out, "  title = {{{{{}}}}},", escaped(&cited.title))?;
    if !cited.authors.is_empty() {
        let authors: Vec<String> =
            cited.authors.iter().map(|name| format!("{{{}}}", escaped(name))).collect();
        writeln!(out, "  author = {{{}}},", authors.join(" and "))?;
    }
    if let Some(publisher) = &cited.publisher {
        writeln!(out, "  publisher = {{{{{}}}}},", escaped(publisher))?;
    }
    if let Some(date) = cited.published {
        writeln!(out, "  year = {{{:04}}},", date.year())?;
        if let Some(month) =
            date.month().and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?))
        {
            writeln!(out, "  month = {month},")?;
        }
        writeln!(out, "  date = {{{date}}},")?;
    }
    if let Some(url) = cited.url {
        writeln!(out, "  url = {{{}}},", address(url))?;
    }
    if let Some(day) = cited.accessed {
        writeln!(out, "  urldate = {{{day}}},")?;
    }
    if let Some(language) = &cited.language {
        writeln!(out, "  langid = {{{}}},", escaped(language))?;
    }
    writeln!(out, "  note = {{{}}}", escaped(&cited.note))?;
    writeln!(out, "}}\n")
}

/// What TeX and BibTeX read as the text itself. A brace of the text is a command, since BibTeX counts even escaped ones.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '~' => out.push_str("{\\textasciitilde}"),
            // A shorthand in some languages, but not between braces.
            '"' => out.push_str("{\"}"),
            '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// An address is read as it stands, so what would end the field goes in per cent.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specials_are_text() {
        for (raw, expected) in [
            ("R&D for 5% #1 $2_a", r"R\&D for 5\% \#1 \$2\_a"),
            (
                r"a\b{c}~^",
                r"a{\textbackslash}b{\textbraceleft}c{\textbraceright}{\textasciitilde}{\textasciicircum}",
            ),
            ("Ümlaut 日本 😀", "Ümlaut 日本 😀"),
            ("}, url = {x", r"{\textbraceright}, url = {\textbraceleft}x"),
        ] {
            let out = escaped(raw);
            assert_eq!(out, expected);
            assert_eq!(out.matches('{').count(), out.matches('}').count());
        }
    }
}
