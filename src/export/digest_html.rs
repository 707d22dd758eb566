//! A digest as one page: nothing is loaded, nothing runs, everything from outside is escaped.

use std::io::{self, Write};

use super::digest::{figure, period};
use super::html_text::{link, text};
use super::row::doubt;
use super::{digest_words, html_page};
use crate::report::{Ahead, CitedClause, Coverage, Digest, Entry, NumberedSource, Standing};

/// Writes the page.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("Digest: {}", digest_words::about(digest));
    html_page::begin(&title, &title, out)?;
    if digest.sample {
        writeln!(out, "<p class=\"sample\">Sample data: made-up publishers, mostly made-up dealings.</p>")?;
    }
    if let Some(period) = period(digest) {
        writeln!(out, "<p class=\"faint\">{}</p>", text(&period))?;
    }
    write_figures(digest, out)?;
    let sections = [
        ("New deals", &digest.new),
        ("Changes", &digest.changes),
        ("Sought", &digest.sought),
        ("Disagreements", &digest.disagreements),
        ("Unconfirmed", &digest.unconfirmed),
    ];
    for (heading, entries) in sections.iter().filter(|(_, entries)| !entries.is_empty()) {
        writeln!(out, "<h2>{heading}</h2>\n<ul>")?;
        entries.iter().try_for_each(|entry| write_entry(entry, out))?;
        writeln!(out, "</ul>")?;
    }
    if sections.iter().all(|(_, entries)| entries.is_empty()) {
        writeln!(out, "<p>Nothing new was told.</p>")?;
    }
    if digest.retold > 0 {
        let noun = if digest.retold == 1 { "deal" } else { "deals" };
        writeln!(out, "<p class=\"faint\">{} {noun} told again with nothing new.</p>", digest.retold)?;
    }
    for (heading, told) in digest_words::ahead_sections(digest) {
        write_ahead(heading, &told, out)?;
    }
    if let Some(by) = digest.by {
        let lines: Vec<String> = digest.groups.iter().map(digest_words::group_line).collect();
        write_list(&format!("By {}", by.as_str()), &lines, out)?;
    }
    let lines: Vec<String> = digest.revisions.iter().map(digest_words::revision_line).collect();
    write_list("Corrections to earlier digests", &lines, out)?;
    write_sources(&digest.sources, out)?;
    write_coverage(&digest.coverage, out)?;
    html_page::end(out)
}

fn write_figures(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    let line = |total: &crate::report::Total| match total.standing {
        Standing::Confirmed => figure(total),
        standing => format!("{}, not counted above: {}", standing.as_str(), figure(total)),
    };
    let mut lines: Vec<String> = Vec::new();
    for is_headline in [true, false] {
        let meant =
            digest.totals.iter().filter(|total| (total.standing == Standing::Confirmed) == is_headline);
        lines.extend(meant.map(line));
    }
    if !lines.is_empty() && digest.totals.iter().all(|total| total.standing != Standing::Unconfirmed) {
        lines.push("unconfirmed: none".to_owned());
    }
    if let Some(why) = digest_words::no_figures(digest) {
        writeln!(out, "<p>{why}</p>")?;
    }
    write_list("Figures", &lines, out)?;
    if !lines.is_empty() {
        writeln!(out, "<p class=\"faint\">Figures of different roles or currencies are never added up.</p>")?;
    }
    if let Some(comparison) = &digest.comparison {
        let heading = digest_words::compared_with(comparison).replacen('c', "C", 1);
        write_list(&heading, &digest_words::comparisons(comparison), out)?;
    }
    Ok(())
}

fn write_list(heading: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{}</h2>\n<ul>", text(heading))?;
    lines.iter().try_for_each(|line| writeln!(out, "<li>{}</li>", text(line)))?;
    writeln!(out, "</ul>")
}

fn write_entry(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let doubt = doubt(entry.confirmed, entry.certainty.as_str(), entry.confidence)
        .map(|doubt| format!(" <span class=\"doubt\">{}</span>", text(&doubt)))
        .unwrap_or_default();
    writeln!(
        out,
        "<li>{}{doubt} <span class=\"faint\">{}</span><br><span class=\"quote\">“{}” {}</span></li>",
        cited(&entry.statement),
        text(entry.deal.as_str()),
        text(&entry.quote.text),
        numbers(&[entry.quote.source])
    )
}

/// The sentence; a run of clauses that rest on the same sources has their numbers once, at its end.
fn cited(clauses: &[CitedClause]) -> String {
    let mut sentence = String::new();
    for (place, clause) in clauses.iter().enumerate() {
        if clause.text.starts_with(' ') {
            sentence.push(' ');
        }
        sentence.push_str(&text(&clause.text));
        if clauses.get(place + 1).is_none_or(|next| next.sources != clause.sources) {
            sentence.push_str(&numbers(&clause.sources));
        }
    }
    sentence.push('.');
    sentence
}

fn numbers(sources: &[usize]) -> String {
    let each: Vec<String> =
        sources.iter().map(|number| format!("<a href=\"#s{number}\">[{number}]</a>")).collect();
    if each.is_empty() { String::new() } else { format!(" {}", each.concat()) }
}

fn write_ahead(heading: &str, ahead: &[(String, &Ahead)], out: &mut dyn Write) -> io::Result<()> {
    if ahead.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{heading}</h2>\n<ul>")?;
    for (what, one) in ahead {
        let step = |step: &String| format!("<br><span class=\"quote\">{}</span>", text(step));
        let steps = one.arithmetic.iter().map(step).collect::<Vec<_>>().concat();
        writeln!(
            out,
            "<li>{}: {} <span class=\"faint\">{}</span>{}{steps}</li>",
            text(what),
            text(&one.name),
            text(one.deal.as_str()),
            numbers(&one.sources)
        )?;
    }
    writeln!(out, "</ul>")
}

fn write_sources(sources: &[NumberedSource], out: &mut dyn Write) -> io::Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Sources</h2>\n<ol>")?;
    for source in sources {
        let label = if source.title.trim().is_empty() { source.article.as_str() } else { &source.title };
        let title = source.url.as_deref().map_or_else(|| text(label), |url| link(label, url));
        let date = source.published.map(|date| format!(", {date}")).unwrap_or_default();
        writeln!(
            out,
            "<li id=\"s{}\">{title} <span class=\"faint\">{}{date}</span></li>",
            source.number,
            text(source.publisher.as_deref().unwrap_or_default())
        )?;
    }
    writeln!(out, "</ol>")
}

fn write_coverage(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    super::profile_html::write_coverage(coverage, out)?;
    let needed: Vec<&str> = coverage.failing_needed().map(|source| source.name.as_str()).collect();
    if !needed.is_empty() {
        writeln!(
            out,
            "<p class=\"doubt\">This digest rests on sources that fail: {}</p>",
            text(&needed.join(", "))
        )?;
    }
    let unread: Vec<&str> = coverage.unread_since().map(|source| source.name.as_str()).collect();
    if !unread.is_empty() {
        writeln!(out, "<p>Not read since the period began: {}</p>", text(&unread.join(", ")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{DigestInput, SourceCoverage, digest};

    fn page(hostile: &str) -> String {
        let mut deal = crate::export::sample::deal();
        deal.name = hostile.to_owned();
        deal.subject = Some(hostile.to_owned());
        for told in &mut deal.events {
            told.sentence = hostile.to_owned();
            told.title = hostile.to_owned();
            told.publisher = Some(hostile.to_owned());
            told.url = Some(format!("javascript:alert(1)//{hostile}"));
            told.event.subject = Some(hostile.to_owned());
        }
        let source = SourceCoverage {
            name: hostile.to_owned(),
            last_success: None,
            failures: 2,
            last_error: Some(hostile.to_owned()),
            never_read: false,
            unread_since: true,
            needed: true,
        };
        let coverage = Coverage { sources: vec![source], ..Coverage::default() };
        let input =
            DigestInput { title: hostile.to_owned(), deals: vec![deal], coverage, ..DigestInput::default() };
        let mut out = Vec::new();
        write(&digest(&input), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_page_has_its_sections_and_loads_nothing() {
        let page = page("Army & Palantir");
        for part in [
            "<h2>New deals</h2>",
            "<h2>Sources</h2>",
            "<li id=\"s1\">",
            "href=\"#s1\"",
            "Content-Security-Policy",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("This digest rests on sources that fail: Army &amp; Palantir"), "{page}");
        assert!(!page.contains("<script") && !page.contains("src=") && !page.contains(" style=\""));
        assert!(page.ends_with("</html>\n"));
    }

    #[test]
    fn nothing_from_outside_acts() {
        let page = page("</title><script>alert(1)</script>\"'><img src=x onerror=y>\u{1b}[2J\u{202e}");
        assert!(
            !page.contains("<script") && !page.contains("<img") && !page.contains("javascript:"),
            "{page}"
        );
        assert!(!page.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    }
}
