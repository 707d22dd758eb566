//! A digest as Markdown to be read and passed on, and as JSON.

use std::io::{self, Write};

use super::digest_record::DigestRecord;
use super::row::doubt;
use super::{digest_words, markdown_text, safe_json};
use crate::report::{CitedClause, Coverage, Digest, Entry, NumberedSource, SourceCoverage, Standing, Total};

/// Writes the digest as one JSON object on a line of its own, with `format_version`
/// and exact figures as in every other record.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    safe_json::write(&DigestRecord::new(digest), out)?;
    writeln!(out)
}

/// Writes the digest as Markdown (CommonMark): figures, deals, sources, coverage.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Digest: {}", markdown_text::text(&digest_words::about(digest)))?;
    if digest.sample {
        writeln!(out, "\n**Sample data: made-up publishers, mostly made-up dealings.**")?;
    }
    if let Some(period) = period(digest) {
        writeln!(out, "\n{period}")?;
    }
    write_figures(digest, out)?;
    write_comparison(digest, out)?;
    let sections = [
        ("New deals", &digest.new),
        ("Changes", &digest.changes),
        ("Sought", &digest.sought),
        ("Disagreements", &digest.disagreements),
        ("Unconfirmed", &digest.unconfirmed),
    ];
    for (heading, entries) in sections {
        if !entries.is_empty() {
            writeln!(out, "\n## {heading}")?;
        }
        let mut deal = None;
        for entry in entries {
            // What is told of one deal stands below one heading.
            if deal.replace(&entry.deal) != Some(&entry.deal) {
                writeln!(out, "\n### {}", markdown_text::text(&entry.name))?;
            }
            write_entry(entry, out)?;
        }
    }
    if sections.iter().all(|(_, entries)| entries.is_empty()) {
        writeln!(out, "\nNothing new was told.")?;
    }
    if digest.retold > 0 {
        writeln!(out, "\n{} told again with nothing new.", counted(digest.retold as u64, "deal"))?;
    }
    write_ahead(digest, out)?;
    if let Some(by) = digest.by {
        let lines: Vec<String> = digest.groups.iter().map(digest_words::group_line).collect();
        write_lines(&format!("By {}", by.as_str()), &lines, out)?;
    }
    let lines: Vec<String> = digest.revisions.iter().map(digest_words::revision_line).collect();
    write_lines("Corrections to earlier digests", &lines, out)?;
    if !digest.sources.is_empty() {
        writeln!(out, "\n## Sources\n")?;
    }
    for source in &digest.sources {
        write_source(source, out)?;
    }
    write_coverage(&digest.coverage, out)
}

fn write_lines(heading: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {heading}\n")?;
    lines.iter().try_for_each(|line| writeln!(out, "- {}", markdown_text::text(line)))
}

fn write_comparison(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    let Some(comparison) = &digest.comparison else { return Ok(()) };
    let heading = digest_words::compared_with(comparison);
    let heading = heading.replacen('c', "C", 1);
    write_lines(&heading, &digest_words::comparisons(comparison), out)
}

fn write_ahead(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    for (heading, told) in digest_words::ahead_sections(digest) {
        if !told.is_empty() {
            writeln!(out, "\n## {heading}\n")?;
        }
        for (what, ahead) in told {
            let numbers: String = ahead.sources.iter().map(|number| reference(*number)).collect();
            let deal = markdown_text::text(&format!("{} ({})", ahead.name, ahead.deal));
            writeln!(out, "- {}: {deal} {numbers}", markdown_text::text(&what))?;
            for step in &ahead.arithmetic {
                writeln!(out, "  - {}", markdown_text::text(step))?;
            }
        }
    }
    Ok(())
}

pub(super) fn period(digest: &Digest) -> Option<String> {
    match (digest.since, digest.until) {
        (Some(since), Some(until)) => Some(format!("Published from {since} to {until}.")),
        (Some(since), None) => Some(format!("Published since {since}.")),
        (None, Some(until)) => Some(format!("Published until {until}.")),
        (None, None) => None,
    }
}

fn write_figures(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    let is_headline = |total: &&Total| total.standing == Standing::Confirmed;
    if let Some(why) = digest_words::no_figures(digest) {
        return writeln!(out, "\n{why}");
    }
    if digest.totals.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Figures\n")?;
    for total in digest.totals.iter().filter(is_headline) {
        writeln!(out, "- {}", figure(total))?;
    }
    for total in digest.totals.iter().filter(|total| !is_headline(total)) {
        writeln!(out, "- {}, not counted above: {}", total.standing.as_str(), figure(total))?;
    }
    if digest.totals.iter().all(|total| total.standing != Standing::Unconfirmed) {
        writeln!(out, "- unconfirmed: none")?;
    }
    writeln!(out, "\nFigures of different roles or currencies are never added up.")
}

/// `award $48 million (2 deals; of 1 the sources disagree)`.
pub(super) fn figure(total: &Total) -> String {
    let mut notes = vec![counted(total.deals as u64, "deal")];
    notes.extend(digest_words::notes(total));
    format!("{} {} ({})", total.role.as_str(), digest_words::sum(total), notes.join("; "))
}

fn write_entry(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    if let Some(doubt) = doubt(entry.confirmed, entry.certainty.as_str(), entry.confidence) {
        writeln!(out, "**{}**\n", markdown_text::text(&doubt))?;
    }
    writeln!(out, "{}\n", cited(&entry.statement))?;
    writeln!(out, "> {} {}\n", markdown_text::text(&entry.quote.text), reference(entry.quote.source))?;
    let status = entry.status.map_or("unconfirmed", crate::deals::Status::as_str);
    let id = markdown_text::text(entry.deal.as_str());
    let certainty = entry.certainty.as_str();
    writeln!(out, "Deal {id}, {status}; source {certainty}, confidence {:.2}.", entry.confidence)
}

/// The sentence; a run of clauses that rest on the same sources has their numbers once, at its end.
fn cited(clauses: &[CitedClause]) -> String {
    let mut sentence = String::new();
    for (place, clause) in clauses.iter().enumerate() {
        if clause.text.starts_with(' ') {
            sentence.push(' ');
        }
        sentence.push_str(&markdown_text::text(&clause.text));
        if clauses.get(place + 1).is_none_or(|next| next.sources != clause.sources) {
            sentence.push(' ');
            sentence.extend(clause.sources.iter().map(|number| reference(*number)));
        }
    }
    sentence.push('.');
    sentence
}

fn reference(number: usize) -> String {
    format!("\\[{number}\\]")
}

/// `1. [Title](url), Publisher, 2025-07-14`, as far as known.
fn write_source(source: &NumberedSource, out: &mut dyn Write) -> io::Result<()> {
    let label = if source.title.trim().is_empty() { source.article.as_str() } else { &source.title };
    let title = match &source.url {
        Some(url) => markdown_text::link(label, url),
        None => markdown_text::text(label),
    };
    write!(out, "{}. {title}", source.number)?;
    let publisher = markdown_text::text(source.publisher.as_deref().unwrap_or_default());
    if !publisher.is_empty() {
        write!(out, ", {publisher}")?;
    }
    match source.published {
        Some(published) => writeln!(out, ", {published}"),
        None => writeln!(out),
    }
}

pub(super) fn write_coverage(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## Coverage\n")?;
    let dates = match (coverage.oldest, coverage.newest) {
        (Some(oldest), Some(newest)) => format!(", from {oldest} to {newest}"),
        _ => String::new(),
    };
    writeln!(
        out,
        "- {} read{dates}: {} relevant, {} partial",
        counted(coverage.articles, "article"),
        coverage.relevant,
        coverage.partial
    )?;
    if let Some(supplied) = coverage.supplied_in_words() {
        writeln!(out, "- {supplied}")?;
    }
    let read: Vec<String> = coverage.read().map(with_last_success).collect();
    let failing: Vec<String> = coverage.failing().map(failure).collect();
    let never: Vec<String> = coverage.never_read().map(|source| markdown_text::text(&source.name)).collect();
    for (label, sources) in
        [("Sources read", read), ("Sources failing", failing), ("Sources never read", never)]
    {
        let shown = if sources.is_empty() { "none".to_owned() } else { sources.join("; ") };
        writeln!(out, "- {label}: {shown}")?;
    }
    let unread: Vec<String> = coverage.unread_since().map(with_last_success).collect();
    if !unread.is_empty() {
        writeln!(out, "- Not read since the period began: {}", unread.join("; "))?;
    }
    let needed: Vec<String> =
        coverage.failing_needed().map(|source| markdown_text::text(&source.name)).collect();
    if !needed.is_empty() {
        writeln!(out, "\n**This digest rests on sources that fail: {}**", needed.join("; "))?;
    }
    Ok(())
}

fn with_last_success(source: &SourceCoverage) -> String {
    let name = markdown_text::text(&source.name);
    match source.last_success {
        Some(instant) => format!("{name} ({})", instant.strftime("%Y-%m-%d")),
        None => name,
    }
}

fn failure(source: &SourceCoverage) -> String {
    let why = source.last_error.as_deref().map(markdown_text::text).unwrap_or_default();
    let colon = if why.is_empty() { "" } else { ": " };
    let times = counted(u64::from(source.failures), "failure");
    format!("{} ({times}{colon}{why})", with_last_success(source))
}

fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Currency, DealId, Money};
    use crate::events::{Certainty, EventKind};
    use crate::report::{DigestInput, Quote, digest};

    fn sample() -> Digest {
        let deal = crate::export::sample::deal();
        let source = |name: &str, failures, never_read: bool| SourceCoverage {
            unread_since: false,
            needed: true,
            name: name.into(),
            last_success: "2026-03-01T05:00:00Z".parse().ok().filter(|_| !never_read),
            failures,
            last_error: (failures > 0).then(|| "503 <b>".into()),
            never_read,
        };
        let coverage = Coverage {
            sources: vec![source("feed", 0, false), source("wire", 2, false), source("gov", 0, true)],
            articles: 3,
            ..Coverage::default()
        };
        digest(&DigestInput {
            title: "All".into(),
            deals: vec![deal],
            coverage,
            sample: true,
            ..DigestInput::default()
        })
    }

    fn markdown(digest: &Digest) -> String {
        let mut out = Vec::new();
        write_markdown(digest, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_digest_shows_sample_sources_and_coverage() {
        let shown = markdown(&sample());
        for line in [
            "# Digest: All, all time",
            "**Sample data: made-up publishers, mostly made-up dealings.**",
            "## New deals",
            "## Sources",
            "- 3 articles read: 0 relevant, 0 partial",
            "- Sources read: feed (2026-03-01)",
            "- Sources failing: wire (2026-03-01) (2 failures: 503 &lt;b&gt;)",
            "- Sources never read: gov",
        ] {
            assert!(shown.lines().any(|own| own == line), "{line:?} in {shown}");
        }
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        let shown = markdown(&digest(&DigestInput::default()));
        assert!(shown.starts_with("# Digest: all time\n\nNothing new was told.\n\n## Coverage\n"), "{shown}");
    }

    #[test]
    fn numbers_stand_once_after_what_rests_on_them() {
        let clause =
            |text: &str, sources: &[usize]| CitedClause { text: text.into(), sources: sources.into() };
        for (clauses, expected) in [
            (
                vec![clause("A won", &[1]), clause(" much", &[1]), clause("; B", &[1, 2])],
                "A won much \\[1\\]; B \\[1\\]\\[2\\].",
            ),
            (vec![clause("*A* <won>", &[3])], "\\*A\\* &lt;won&gt; \\[3\\]."),
        ] {
            assert_eq!(cited(&clauses), expected);
        }
    }

    #[test]
    fn doubt_is_marked_and_pages_do_not_act() {
        let mut digest = sample();
        digest.unconfirmed = vec![Entry {
            deal: DealId::from_stored("d1"),
            name: "# [x](javascript:a)".into(),
            status: None,
            kind: EventKind::Award,
            confirmed: false,
            certainty: Certainty::Planned,
            confidence: 0.9,
            value: Some(Money::new("0.42".parse().unwrap(), Currency::USD)),
            told: None,
            statement: vec![CitedClause { text: "<script>".into(), sources: vec![1] }],
            quote: Quote { text: "a\n\n# b\u{1b}[1m".into(), source: 1 },
        }];
        let shown = markdown(&digest);
        assert!(shown.contains("\n**unconfirmed: planned, confidence 0.90**\n"), "{shown}");
        assert!(shown.contains("\n> a \\# b\\[1m \\[1\\]\n"), "{shown}");
        assert!(!shown.contains("<script>") && shown.contains("\\[x\\](javascript\\:a)"), "{shown}");

        let mut out = Vec::new();
        write_json(&digest, &mut out).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(json["format_version"], 1);
        assert_eq!(json["unconfirmed"][0]["value"], 0.42);
        assert_eq!(json["unconfirmed"][0]["statement"], "<script>.");
        assert_eq!(json["unconfirmed"][0]["clauses"][0]["sources"][0], 1);
        assert_eq!(json["sources"][0]["number"], 1);
        assert_eq!(json["coverage"]["sources"][2]["never_read"], true);
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 1);
    }
}
