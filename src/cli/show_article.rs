//! An article on the terminal: its events with their sentences first, then what is named, then the text.

use std::io::{self, Write};

use awardwire::base::Money;
use awardwire::library::{ArticleShown, Event, FactEdit, Mark, SUPPLIED_BY_USER};
use awardwire::pipeline::{NumberedCorrection, why_not_kept};

use crate::cli::fix_words::line;
use crate::cli::output::{Style, WIDTH, count, one_line, wrapped};
use crate::cli::show_edits;
use crate::cli::tag::print_mark;

/// Prints it, what the user said of it, the tags and notes on it, and what edits have changed.
pub fn print(
    shown: &ArticleShown,
    said: &[NumberedCorrection],
    mark: &Mark,
    edits: &[FactEdit],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let article = &shown.article;
    print_head(shown, &one_line(&article.title), style, out)?;
    print_said(said, style, out)?;
    print_mark(mark, style, out)?;
    show_edits::print(edits, true, style, out)?;
    let mention = &shown.facts.mentions;
    let events = if shown.facts.relevant { shown.facts.events.as_slice() } else { &[] };
    for (i, event) in events.iter().enumerate() {
        let deal =
            shown.deals.get(i).and_then(Option::as_ref).map(|deal| format!("  {}", style.id(deal.as_str())));
        writeln!(out, "{}{}", headline(event, style), deal.unwrap_or_default())?;
        let sentence = event.evidence.of(&article.title, article.body.text());
        writeln!(out, "{}\n", wrapped(&one_line(sentence), "  │ ", WIDTH))?;
    }
    for (label, names) in [
        (
            "Agencies",
            mention.agencies.iter().map(|o| (o.name.as_str(), o.mentions.len())).collect::<Vec<_>>(),
        ),
        ("Vendors", mention.vendors.iter().map(|o| (o.name.as_str(), o.mentions.len())).collect()),
        ("Products", mention.products.iter().map(|o| (o.name.as_str(), o.mentions.len())).collect()),
        ("Programs", mention.programs.iter().map(|o| (o.name.as_str(), o.mentions.len())).collect()),
    ] {
        if !names.is_empty() {
            let listed: Vec<String> =
                names.iter().map(|(name, times)| format!("{} ({times})", one_line(name))).collect();
            writeln!(out, "{:<9} {}", label, listed.join(", "))?;
        }
    }
    if !mention.amounts.is_empty() {
        let listed: Vec<String> =
            mention.amounts.iter().map(|a| format!("{} {}", sum(&a.money, a.low), a.role.as_str())).collect();
        writeln!(out, "{:<9} {}", "Amounts", listed.join(", "))?;
    }
    if !mention.numbers.is_empty() {
        let listed: Vec<String> = mention.numbers.iter().map(|n| one_line(&n.number)).collect();
        writeln!(out, "{:<9} {}", "Numbers", listed.join(", "))?;
    }
    writeln!(out, "\n{}", style.faint(&count(article.body.blocks().len(), "paragraph")))?;
    for block in article.body.blocks() {
        writeln!(out, "{}\n", wrapped(&one_line(article.body.block_text(block)), "", WIDTH))?;
    }
    Ok(())
}

/// The title, given as it is to be shown, who published it, when and where, and what is doubtful of the whole.
pub fn print_head(shown: &ArticleShown, title: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let article = &shown.article;
    writeln!(out, "{}", style.strong(title))?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(article.publisher.as_deref().map(one_line));
    facts.extend(article.published.map(|p| p.date.to_string()));
    if !article.authors.is_empty() {
        facts.push(one_line(&article.authors.join(", ")));
    }
    facts.push(style.id(article.id.as_str()));
    writeln!(out, "{}", facts.join(" · "))?;
    if let Some(url) = &article.url {
        writeln!(out, "{}", style.faint(&one_line(url.as_str())))?;
    }
    writeln!(out, "{}", style.faint(&format!("the page as fetched: awardwire open {}", article.id)))?;
    if !shown.facts.relevant {
        writeln!(
            out,
            "{}",
            style.doubt("not relevant: no dealing between government and an AI supplier found")
        )?;
    }
    if article.notes.iter().any(|note| note == SUPPLIED_BY_USER) {
        writeln!(out, "{}", style.faint(SUPPLIED_BY_USER))?;
    }
    if let Some(why) = why_not_kept(article) {
        let line = format!("{why}; these are the sentences that prove its facts");
        writeln!(out, "{}", style.doubt(&wrapped(&line, "", WIDTH)))?;
    } else if article.partial {
        writeln!(out, "{}", style.doubt("only a part of the text was there"))?;
    }
    writeln!(out)
}

/// What the user said, a line each.
pub fn print_said(said: &[NumberedCorrection], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for one in said {
        writeln!(out, "{}", wrapped(&line(one, style), "", WIDTH))?;
    }
    if said.is_empty() { Ok(()) } else { writeln!(out) }
}

/// A sum, or a range of sums.
pub fn sum(money: &Money, low: Option<impl std::fmt::Display>) -> String {
    match low {
        Some(low) => format!("{}{low} to {money}", money.currency.sign()),
        None => money.to_string(),
    }
}

/// "award: Army → Palantir, up to $10 billion (ceiling), 2025-08", doubt marked.
pub fn headline(event: &Event, style: Style) -> String {
    let names = |orgs: &[awardwire::library::OrgRef]| -> String {
        if orgs.is_empty() {
            "?".into()
        } else {
            orgs.iter().map(|o| one_line(&o.name)).collect::<Vec<_>>().join(", ")
        }
    };
    let mut line = format!("{}: {} → {}", event.kind.as_str(), names(&event.buyers), names(&event.vendors));
    if !event.via.is_empty() {
        line = format!("{line} via {}", names(&event.via));
    }
    if let Some(value) = &event.value {
        line = format!("{line}, {} ({})", sum(&value.money, value.low), value.role.as_str());
    }
    if let Some(date) = event.date {
        line = format!("{line}, {date}");
    }
    let mut line = style.strong(&line);
    if !event.is_confirmed() {
        let doubt =
            format!("[unconfirmed: {}, confidence {:.2}]", event.certainty.as_str(), event.confidence);
        line = format!("{line} {}", style.doubt(&doubt));
    }
    match reviewed(event) {
        Some(words) => format!("{line} {}", style.good(&format!("[{words}]"))),
        None => line,
    }
}

/// "accepted by Ada", "your word: value": what the user said of the event.
fn reviewed(event: &Event) -> Option<String> {
    let review = event.review.as_ref()?;
    let status = review.status.map(|status| {
        let by = review.author.as_deref().map(|name| format!(" by {}", one_line(name))).unwrap_or_default();
        format!("{}{by}", status.as_str())
    });
    let slots: Vec<&str> = review.slots.iter().map(|slot| slot.as_str()).collect();
    let slots = (!slots.is_empty()).then(|| format!("your word: {}", slots.join(", ")));
    let words: Vec<String> = status.into_iter().chain(slots).collect();
    (!words.is_empty()).then(|| words.join("; "))
}
