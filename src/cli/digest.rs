//! `awardwire digest`: a period as a summary to read.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use awardwire::export::{Format as FileFormat, digest as digest_file, digest_html, digest_words};
use awardwire::library::{
    Ahead, CitedClause, Coverage, Digest, DigestQuestion, Entry, GroupBy, NumberedSource, Standing, Total,
};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::{Filters, Sureness};
use crate::cli::memory::Remembered;
use crate::cli::output::{Style, WIDTH, count, one_line, wrapped};
use crate::cli::settings::{Settings, is_sample};
use crate::cli::whole_file;

/// Summarise a period or query: deals first, each with its sources, then what it rests on
#[derive(Args, Debug, Clone)]
#[command(
    after_help = "Examples:\n  awardwire digest --since friday --agency dod\n  awardwire digest --new boss                    only deals that \"boss\" was not given yet\n  awardwire digest --period 2026-10 --by agency --compare previous --format html > october.html\n  awardwire digest --period 2026-10 --format md > october.md"
)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    sureness: Sureness,
    #[command(flatten)]
    remembered: Remembered,
    /// Group its deals too, each group with its own figures
    #[arg(long, value_enum, value_name = "WHAT")]
    by: Option<By>,
    /// Beside the period of the same length before it: deals and figures then and now
    #[arg(long, value_enum, value_name = "WITH")]
    compare: Option<With>,
    /// How to print [default: as the end of the file's name says, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Where to; `-` is standard output. A file appears whole or not at all
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    output: PathBuf,
}

impl Arguments {
    /// A digest to be written as a file; `None` where the format cannot hold one.
    pub fn to_write(
        filters: Filters,
        sureness: Sureness,
        remembered: Remembered,
        format: FileFormat,
        output: PathBuf,
    ) -> Option<Self> {
        let format = match format {
            FileFormat::Markdown => Format::Md,
            FileFormat::Html => Format::Html,
            FileFormat::Json => Format::Json,
            _ => return None,
        };
        Some(Self { filters, sureness, remembered, by: None, compare: None, format: Some(format), output })
    }

    /// What was asked for, with this name where none was given.
    pub fn of_name(mut self, name: &str) -> Self {
        self.remembered.name_if_none(name);
        self
    }

    /// Whether it is to be read by a program rather than a person.
    pub fn is_for_programs(&self) -> bool {
        matches!(self.format(), Format::Json | Format::Html)
    }

    fn format(&self) -> Format {
        let end = self.output.extension().and_then(|end| end.to_str()).unwrap_or_default();
        let named = match end.to_ascii_lowercase().as_str() {
            "md" => Format::Md,
            "html" | "htm" => Format::Html,
            "json" => Format::Json,
            _ => Format::Text,
        };
        self.format.unwrap_or(named)
    }

    /// Whether the file's name is one that a digest can have: what is called `.docx` and holds text cannot be opened.
    ///
    /// # Errors
    /// When its end says another format than a digest is written in.
    pub fn check_name(&self) -> Result<(), Ending> {
        let end = self.output.extension().and_then(|end| end.to_str()).filter(|_| self.format.is_none());
        let is_ours = |end: &str| {
            let end = end.to_ascii_lowercase();
            FileFormat::from_file_end(&end).is_none_or(Self::holds)
                && !["docx", "doc", "odt", "pdf", "rtf", "xls", "pptx"].contains(&end.as_str())
        };
        match end {
            Some(end) if !is_ours(end) => Err(Ending::usage(format!(
                "{}: a digest is written as text, md, html or json, not as {end}: name it so, or add --format",
                self.output.display()
            ))),
            _ => Ok(()),
        }
    }

    fn holds(format: FileFormat) -> bool {
        matches!(format, FileFormat::Markdown | FileFormat::Html | FileFormat::Json)
    }

    /// Where it goes.
    pub fn output(&self) -> &Path {
        &self.output
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Md,
    Html,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Agency,
    Vendor,
    Program,
    Country,
}

impl By {
    fn group(self) -> GroupBy {
        match self {
            Self::Agency => GroupBy::Agency,
            Self::Vendor => GroupBy::Vendor,
            Self::Program => GroupBy::Program,
            Self::Country => GroupBy::Country,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum With {
    Previous,
}

/// Makes and prints it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    arguments.check_name()?;
    let filters = &arguments.filters;
    let question = DigestQuestion {
        query: filters.text_without_dates(),
        since: filters.flags.since.clone(),
        until: filters.flags.until.clone(),
        period: filters.flags.period.clone(),
        sample: is_sample(&settings.library),
        by: arguments.by.map(By::group),
        compare: arguments.compare == Some(With::Previous),
    };
    let library = settings.open_library()?;
    let filter = arguments.sureness.filter(&library, &question.query, settings.today())?;
    let mut deals = library.digest_deals(&question, &filter, settings.today())?;
    let memory = arguments.remembered.memory(&library)?;
    if let Some(memory) = &memory {
        deals = memory.news_of(deals).into_iter().map(|(deal, _)| deal).collect();
    }
    let delivered = if memory.is_some() { deals.clone() } else { Vec::new() };
    let revisions = memory.as_ref().map(|memory| library.revisions(memory)).transpose()?.unwrap_or_default();
    let digest = library.digest_of(&question, &filter, deals, revisions, settings.today())?;
    let is_shown = arguments.output == Path::new("-");
    let has_news = !delivered.is_empty() || !digest.revisions.is_empty();
    if memory.is_some() && !has_news && !is_shown && arguments.output.exists() {
        // What it was given last may not have been read yet, and would not come again.
        let (name, file) = (arguments.remembered.shown_name(), arguments.output.display());
        settings.say(&format!("nothing new for {name}; {file} stays as it is"));
        return Ok(DONE);
    }
    let style = if is_shown { settings.stdout } else { Style::plain() };
    whole_file::deliver(&arguments.output, |out| {
        match arguments.format() {
            Format::Text => print(&digest, style, out)?,
            Format::Md => digest_file::write_markdown(&digest, out)?,
            Format::Html => digest_html::write(&digest, out)?,
            Format::Json => digest_file::write_json(&digest, out)?,
        }
        Ok(())
    })?;
    if let Some(memory) = &memory {
        arguments.remembered.remember_digest(&library, memory, &delivered, &digest.revisions)?;
        if delivered.is_empty() && digest.revisions.is_empty() {
            settings.say(&format!("nothing new for {}", arguments.remembered.shown_name()));
            return Ok(DONE);
        }
        if delivered.is_empty() {
            return Ok(DONE);
        }
    }
    let is_empty = [&digest.new, &digest.changes, &digest.sought, &digest.unconfirmed]
        .iter()
        .all(|list| list.is_empty());
    if is_empty {
        settings.say("nothing told in this period");
        crate::cli::misnamed::tell_of(&library, &question.query, settings);
        return Ok(NOTHING);
    }
    Ok(DONE)
}

/// Prints a digest for reading.
pub fn print(digest: &Digest, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let sample = if digest.sample { " (sample data)" } else { "" };
    let about = one_line(&digest_words::about(digest));
    let colon = if digest.title.trim().is_empty() { "," } else { ":" };
    writeln!(out, "{}", style.strong(&format!("Digest{colon} {about}{sample}")))?;
    for total in &digest.totals {
        writeln!(out, "{}", total_line(total, style))?;
    }
    if !digest.totals.is_empty() && digest.totals.iter().all(|total| total.standing != Standing::Unconfirmed)
    {
        writeln!(out, "  {}", style.faint("unconfirmed: none"))?;
    }
    if let Some(why) = digest_words::no_figures(digest) {
        writeln!(out, "  {}", style.faint(why))?;
    }
    if let Some(comparison) = &digest.comparison {
        writeln!(out, "\n{}", style.strong(&digest_words::compared_with(comparison).replacen('c', "C", 1)))?;
        print_lines(digest_words::comparisons(comparison), out)?;
    }
    for (heading, entries) in [
        ("New", &digest.new),
        ("Changes", &digest.changes),
        ("Sought", &digest.sought),
        ("Sources disagree", &digest.disagreements),
        ("Unconfirmed", &digest.unconfirmed),
    ] {
        if entries.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", style.strong(heading))?;
        for entry in entries {
            print_entry(entry, style, out)?;
        }
    }
    if digest.retold > 0 {
        writeln!(out, "\n{} told again with nothing new.", count(digest.retold, "deal"))?;
    }
    for (heading, told) in digest_words::ahead_sections(digest) {
        print_ahead(heading, &told, style, out)?;
    }
    if let Some(by) = digest.by {
        writeln!(out, "\n{}", style.strong(&format!("By {}", by.as_str())))?;
        print_lines(digest.groups.iter().map(digest_words::group_line), out)?;
    }
    if !digest.revisions.is_empty() {
        writeln!(out, "\n{}", style.strong("Corrections to earlier digests"))?;
        print_lines(digest.revisions.iter().map(digest_words::revision_line), out)?;
    }
    if !digest.sources.is_empty() {
        writeln!(out, "\n{}", style.strong("Sources"))?;
        for source in &digest.sources {
            writeln!(out, "  {}", source_line(source, style))?;
        }
    }
    print_coverage(&digest.coverage, style, out)
}

fn print_lines(lines: impl IntoIterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    lines.into_iter().try_for_each(|line| writeln!(out, "{}", wrapped(&one_line(&line), "  ", WIDTH)))
}

fn print_ahead(
    heading: &str,
    ahead: &[(String, &Ahead)],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !ahead.is_empty() {
        writeln!(out, "\n{}", style.strong(heading))?;
    }
    for (what, one) in ahead {
        let numbers =
            one.sources.iter().take(4).map(|number| format!("[{number}]")).collect::<Vec<_>>().concat();
        let line = format!("{what}: {} {numbers}", one_line(&one.name));
        writeln!(out, "{}", wrapped(&format!("{line} {}", style.id(one.deal.as_str())), "  ", WIDTH))?;
        for step in &one.arithmetic {
            for row in wrapped(&one_line(step), "", WIDTH - 4).lines() {
                writeln!(out, "    {}", style.faint(row))?;
            }
        }
    }
    Ok(())
}

/// `$48 million award in 2 deals (of 1 the sources disagree)`.
fn total_line(total: &Total, style: Style) -> String {
    let mut notes = digest_words::notes(total);
    if total.standing != Standing::Confirmed {
        notes.insert(0, total.standing.as_str().to_owned());
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let line = format!(
        "{} {} in {}{notes}",
        digest_words::sum(total),
        total.role.as_str(),
        count(total.deals, "deal")
    );
    let shown = wrapped(&line, "  ", WIDTH);
    if total.standing == Standing::Confirmed { shown } else { style.faint(&shown) }
}

fn print_entry(entry: &Entry, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let statement: String = entry.statement.iter().map(cited).collect();
    let statement = format!("{}. {}", one_line(statement.trim()), style.id(entry.deal.as_str()));
    writeln!(out, "{}", wrapped(&statement, "  ", WIDTH))
}

/// A clause with the numbers of its sources.
fn cited(clause: &CitedClause) -> String {
    let numbers: Vec<String> = clause.sources.iter().take(4).map(|number| format!("[{number}]")).collect();
    if numbers.is_empty() { clause.text.clone() } else { format!("{} {}", clause.text, numbers.concat()) }
}

fn source_line(source: &NumberedSource, style: Style) -> String {
    let mut parts = vec![format!("[{}]", source.number)];
    parts.extend(source.publisher.as_deref().map(one_line));
    parts.extend(source.published.map(|date| date.to_string()));
    parts.push(one_line(&source.title));
    parts.push(style.id(source.article.as_str()));
    parts.join(" ")
}

/// Prints what an answer rests on.
pub fn print_coverage(coverage: &Coverage, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", style.strong("Coverage"))?;
    let days = match (coverage.oldest, coverage.newest) {
        (Some(oldest), Some(newest)) => format!(", published {oldest} to {newest}"),
        _ => String::new(),
    };
    writeln!(
        out,
        "  {} ({} relevant, {} in part only){days}",
        count(coverage.articles as usize, "article"),
        coverage.relevant,
        coverage.partial
    )?;
    if let Some(supplied) = coverage.supplied_in_words() {
        writeln!(out, "  {supplied}")?;
    }
    writeln!(
        out,
        "  {} read, {} failing, {} never read",
        count(coverage.read().count(), "source"),
        coverage.failing().count(),
        coverage.never_read().count()
    )?;
    for source in coverage.failing() {
        let why = source.last_error.as_deref().map(one_line).unwrap_or_default();
        writeln!(out, "  {}", style.doubt(&format!("failing: {}: {why}", one_line(&source.name))))?;
    }
    for source in coverage.never_read() {
        writeln!(out, "  {}", style.doubt(&format!("never read: {}", one_line(&source.name))))?;
    }
    for source in coverage.unread_since() {
        let line = format!("not read since the period began: {}", one_line(&source.name));
        writeln!(out, "  {}", style.doubt(&line))?;
    }
    let needed: Vec<String> = coverage.failing_needed().map(|source| one_line(&source.name)).collect();
    if !needed.is_empty() {
        let warning = format!("this answer rests on sources that fail: {}", needed.join(", "));
        for row in wrapped(&warning, "", WIDTH - 2).lines() {
            writeln!(out, "  {}", style.bad(row))?;
        }
    }
    Ok(())
}
