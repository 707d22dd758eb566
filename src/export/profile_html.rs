//! The profile of an agency or vendor as one page: nothing is loaded, nothing runs, everything from outside is escaped.

use std::io::{self, Write};

use super::ai_uses;
use super::html_page;
use super::html_text::{link, text};
use super::profile::{SECTIONS, about, counted, partners_heading, rival_in_words};
use super::row::doubt;
use super::timeline::value_in_words;
use crate::base::Money;
use crate::deals::Deal;
use crate::report::{
    Coverage, NewsLine, Profile, Standing, Sums, TimelineEntry, TimelinePeriod, article_count, headline,
};

/// Writes the page.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(profile: &Profile, out: &mut dyn Write) -> io::Result<()> {
    let name = &profile.subject.name;
    html_page::begin(&format!("{name} – profile"), name, out)?;
    if profile.sample {
        writeln!(out, "<p class=\"sample\">Sample data: made-up publishers, mostly made-up dealings.</p>")?;
    }
    writeln!(out, "<table>")?;
    for (label, line) in about(&profile.subject) {
        writeln!(out, "<tr><th>{label}</th><td>{}</td></tr>", text(&line))?;
    }
    writeln!(out, "</table>\n<h2>Sums</h2>")?;
    write_sums("Alone on its side", &profile.own, out)?;
    if profile.joint.deals > 0 {
        write_sums("Beside others, whole", &profile.joint, out)?;
    }
    writeln!(out, "<p class=\"faint\">Figures of different roles or currencies are never added up.</p>")?;
    write_chart("By year", &profile.years, out)?;
    write_deals(&profile.deals, out)?;
    let partners: Vec<String> = profile
        .partners
        .iter()
        .map(|one| {
            format!("{}: {} deal{}", one.label, one.deals.len(), if one.deals.len() == 1 { "" } else { "s" })
        })
        .collect();
    let rivals: Vec<String> = profile.rivals.iter().map(rival_in_words).collect();
    for (heading, items) in [
        (partners_heading(profile.subject.side), partners),
        ("Through whom", counted(&profile.via)),
        ("Supplies through it", counted(&profile.through)),
        ("Programs", counted(&profile.programs)),
        ("Products named", counted(&profile.products)),
        ("Rivals: other suppliers of its buyers", rivals),
    ] {
        write_list(heading, &items, out)?;
    }
    for (heading, kinds) in SECTIONS {
        let entries: Vec<&TimelineEntry> = profile.of_kinds(kinds).collect();
        write_events(heading, &entries, out)?;
    }
    if let Some(reported) = &profile.ai_uses {
        ai_uses::write_html(reported, out)?;
    }
    write_latest(&profile.latest, out)?;
    write_coverage(&profile.coverage, out)?;
    html_page::end(out)
}

fn write_sums(label: &str, sums: &Sums, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<p><strong>{label}</strong>: {} deals, {} without a sum</p>\n<table>",
        sums.deals, sums.without
    )?;
    for standing in [Standing::Confirmed, Standing::Ended, Standing::Sought, Standing::Unconfirmed] {
        let figures: Vec<String> = sums
            .totals
            .iter()
            .filter(|total| total.standing == standing)
            .map(|total| text(&super::digest::figure(total)))
            .collect();
        let is_kept = matches!(standing, Standing::Confirmed | Standing::Unconfirmed);
        if figures.is_empty() && !is_kept {
            continue;
        }
        let class =
            if standing == Standing::Unconfirmed && !figures.is_empty() { " class=\"doubt\"" } else { "" };
        let figures = if figures.is_empty() { "none".to_owned() } else { figures.join("<br>") };
        writeln!(out, "<tr><th>{}</th><td><span{class}>{figures}</span></td></tr>", standing.as_str())?;
    }
    writeln!(out, "</table>")
}

/// Bars drawn with attributes alone, which the policy lets stand.
fn write_chart(heading: &str, periods: &[TimelinePeriod], out: &mut dyn Write) -> io::Result<()> {
    let most = periods.iter().map(|period| period.confirmed + period.unconfirmed).max().unwrap_or(0);
    if most == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<h2>{heading}</h2>\n<table>\n<tr><th>Period</th><th>Events</th><th></th><th>Sums of deals first told of then</th></tr>"
    )?;
    for period in periods {
        let width = |part: usize| part * 200 / most;
        let (firm, soft) = (width(period.confirmed), width(period.unconfirmed));
        let sums: Vec<String> = period
            .totals
            .iter()
            .map(|total| text(&format!("{} {}", total.standing.as_str(), super::digest::figure(total))))
            .collect();
        let doubt = match period.unconfirmed {
            0 => String::new(),
            count => format!(" + {count} unconfirmed"),
        };
        writeln!(
            out,
            "<tr><td>{}</td><td class=\"n\">{}{doubt}</td><td><svg width=\"200\" height=\"12\" role=\"img\" aria-hidden=\"true\"><rect width=\"{firm}\" height=\"12\" fill=\"#2f7d4f\"/><rect x=\"{firm}\" width=\"{soft}\" height=\"12\" fill=\"#d9a441\"/></svg></td><td>{}</td></tr>",
            text(&period.label),
            period.confirmed,
            sums.join("<br>")
        )?;
    }
    writeln!(out, "</table>")
}

fn write_deals(deals: &[Deal], out: &mut dyn Write) -> io::Result<()> {
    if deals.is_empty() {
        return writeln!(out, "<p>No deal of it is known here.</p>");
    }
    writeln!(
        out,
        "<h2>Deals</h2>\n<table>\n<tr><th>Deal</th><th>Status</th><th>Sum</th><th>Last told</th><th>Articles, origins</th></tr>"
    )?;
    for deal in deals {
        let status = match deal.status {
            Some(status) => status.as_str().to_owned(),
            None => "<span class=\"doubt\">unconfirmed</span>".to_owned(),
        };
        writeln!(
            out,
            "<tr><td>{} <span class=\"faint\">{}</span></td><td>{status}{}</td><td>{}</td><td>{}</td><td>{}, {}</td></tr>",
            text(&deal.name),
            text(deal.id.as_str()),
            if deal.disputed { "<br><span class=\"doubt\">sources disagree</span>" } else { "" },
            sum_of(deal),
            deal.last.map(|date| date.to_string()).unwrap_or_default(),
            article_count(deal),
            deal.origins
        )?;
    }
    writeln!(out, "</table>")
}

fn sum_of(deal: &Deal) -> String {
    let Some(sum) = headline(deal) else { return String::new() };
    let low = sum.low.map(|low| format!("{} to ", Money::new(low, sum.money.currency))).unwrap_or_default();
    let words = text(&format!("{low}{} {}", sum.money, sum.role.as_str()));
    if sum.standing == Standing::Unconfirmed {
        format!("<span class=\"doubt\">{words}, unconfirmed</span>")
    } else {
        words
    }
}

fn write_list(heading: &str, items: &[String], out: &mut dyn Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{heading}</h2>\n<ul>")?;
    items.iter().try_for_each(|item| writeln!(out, "<li>{}</li>", text(item)))?;
    writeln!(out, "</ul>")
}

fn write_events(heading: &str, entries: &[&TimelineEntry], out: &mut dyn Write) -> io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{heading}</h2>\n<ul>")?;
    for entry in entries {
        let date = entry.on.map(|date| date.to_string()).unwrap_or_default();
        let date = if entry.is_of_article { format!("told {date}") } else { date };
        let doubt = doubt(entry.confirmed, entry.certainty.as_str(), entry.confidence)
            .map(|doubt| format!(" <span class=\"doubt\">{}</span>", text(&doubt)))
            .unwrap_or_default();
        let publisher = entry.publisher.as_deref().unwrap_or("source");
        let source = entry.url.as_deref().map_or_else(|| text(publisher), |url| link(publisher, url));
        let value = text(&value_in_words(entry));
        writeln!(
            out,
            "<li>{date}, {}: {}{doubt} <span class=\"faint\">{value} · {} articles, {} origins · {source} · {}</span><br><span class=\"quote\">“{}”</span></li>",
            entry.kind.as_str(),
            text(&entry.statement),
            entry.articles,
            entry.origins,
            text(entry.deal.as_str()),
            text(&entry.sentence)
        )?;
    }
    writeln!(out, "</ul>")
}

fn write_latest(lines: &[NewsLine], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Latest news</h2>\n<ul>")?;
    for line in lines {
        let title = line.url.as_deref().map_or_else(|| text(&line.title), |url| link(&line.title, url));
        let date = line.published.map(|date| format!(", {date}")).unwrap_or_default();
        let publisher = text(line.publisher.as_deref().unwrap_or_default());
        writeln!(out, "<li>{title} <span class=\"faint\">{publisher}{date}</span></li>")?;
    }
    writeln!(out, "</ul>")
}

pub(super) fn write_coverage(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    let dates = match (coverage.oldest, coverage.newest) {
        (Some(oldest), Some(newest)) => format!(", published {oldest} to {newest}"),
        _ => String::new(),
    };
    let supplied = coverage.supplied_in_words().map(|told| format!(" {told}.")).unwrap_or_default();
    writeln!(
        out,
        "<h2>Coverage</h2>\n<p>{} articles{dates}: {} relevant, {} in part only.{supplied}</p>\n<p>{} sources read, {} failing, {} never read.</p>",
        coverage.articles,
        coverage.relevant,
        coverage.partial,
        coverage.read().count(),
        coverage.failing().count(),
        coverage.never_read().count()
    )?;
    let named = |label: &str, names: Vec<&str>| {
        if names.is_empty() { String::new() } else { format!("<p>{label}: {}</p>", text(&names.join(", "))) }
    };
    let failing = coverage.failing().map(|source| source.name.as_str()).collect();
    let never = coverage.never_read().map(|source| source.name.as_str()).collect();
    writeln!(out, "{}{}", named("Failing", failing), named("Never read", never))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use sha2::{Digest, Sha256};

    use super::*;
    use crate::base::OrgId;
    use crate::events::OrgRef;
    use crate::export::html_page::{POLICY, STYLE};
    use crate::report::{AiUse, AiUses, ProfileInput, Side, Subject, profile};

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
                << (8 * (3 - chunk.len()));
            for place in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
                out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
            }
        }
        out
    }

    fn hostile_uses(hostile: &str, id: OrgId) -> AiUses {
        let words = || Some(hostile.to_owned());
        let org = OrgRef { id, name: hostile.to_owned() };
        let one = AiUse {
            inventory: hostile.to_owned(),
            agency: org.clone(),
            bureau: words(),
            id: words(),
            name: hostile.to_owned(),
            purpose: words(),
            vendor: words(),
            vendors: vec![org],
            stage: words(),
            topic: words(),
            high_impact: words(),
            operational: words(),
        };
        AiUses { source: hostile.to_owned(), uses: vec![one] }
    }

    fn page(hostile: &str) -> String {
        let mut deal = crate::export::sample::deal();
        deal.name = hostile.to_owned();
        for told in &mut deal.events {
            told.sentence = hostile.to_owned();
            told.title = hostile.to_owned();
            told.publisher = Some(hostile.to_owned());
            told.url = Some(format!("javascript:alert(1)//{hostile}"));
        }
        let id = OrgId::from_stored("palantir");
        let subject = Subject {
            side: Side::Vendor,
            id: id.clone(),
            name: hostile.to_owned(),
            aliases: vec![hostile.to_owned()],
            parents: Vec::new(),
            units: Vec::new(),
            country: Some("us".into()),
            class: None,
            tags: Vec::new(),
            notes: Vec::new(),
        };
        let input = ProfileInput {
            subject,
            members: HashSet::from([id.clone()]),
            deals: vec![deal],
            others: &[],
            ai_uses: Some(hostile_uses(hostile, id)),
            coverage: Coverage::default(),
            sample: true,
            today: None,
        };
        let mut out = Vec::new();
        write(&profile(input, |_, _| true), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_policy_lets_nothing_but_the_style_stand() {
        let digest = format!("'sha256-{}'", base64(&Sha256::digest(STYLE.as_bytes())));
        assert!(POLICY.contains(&digest), "{digest}");
        let page = page("Palantir");
        assert!(page.contains(&format!("<style>{STYLE}</style>")));
        assert!(!page.contains("<script") && !page.contains(" style=\"") && !page.contains("src=\""));
    }

    #[test]
    fn nothing_from_outside_acts() {
        let page = page("</title><script>alert(1)</script>\"'><img src=x onerror=y>&amp;\u{1b}[2J\u{202e}");
        assert!(
            !page.contains("<script") && !page.contains("<img") && !page.contains("javascript:"),
            "{page}"
        );
        assert!(page.contains("&lt;script&gt;") && page.contains("&amp;amp;"));
        assert!(!page.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    }
}
