//! What a correction says, in a line.

use awardwire::library::{CorrectionAction, CorrectionKind, Verdict};
use awardwire::pipeline::NumberedCorrection;

use crate::cli::output::{Style, count, one_line};

/// What it says.
pub fn words(one: &NumberedCorrection) -> String {
    let correction = &one.correction;
    let value = one_line(correction.value.as_deref().unwrap_or_default());
    let kind = correction.kind.map_or("fact", CorrectionKind::as_str);
    let article = correction.article.as_deref().map(one_line);
    let event = format!("“{value}” in {}", article.clone().unwrap_or_default());
    let to = one_line(correction.to.as_deref().unwrap_or_default());
    match (correction.action, article) {
        (CorrectionAction::Relevant, article) => format!("{} is relevant", article.unwrap_or_default()),
        (CorrectionAction::Irrelevant, article) => {
            format!("{} is not relevant", article.unwrap_or_default())
        }
        (CorrectionAction::Drop, Some(article)) => format!("no {kind} {value} in {article}"),
        (CorrectionAction::Drop, None) => format!("“{value}” is no {kind}"),
        (CorrectionAction::Add, _) => format!("“{value}” is {} {kind}", article_of(kind)),
        (CorrectionAction::Alias, _) => {
            let of = one_line(correction.of.as_deref().unwrap_or_default());
            let meant = one_line(one.meant.as_deref().unwrap_or(&of));
            let id = if meant == of { String::new() } else { format!(", {of}") };
            format!("“{value}” is another name of {meant} ({kind}{id})")
        }
        (CorrectionAction::Merge, _) => format!("{event} is one deal with {}", others(&correction.with)),
        (CorrectionAction::Part, _) => format!("{event} is not one deal with {}", others(&correction.with)),
        (CorrectionAction::Status, _) => format!("the deal of {event} is {to}"),
        (CorrectionAction::Value, _) => format!("the deal of {event} is worth {to}"),
        (CorrectionAction::Set, _) => {
            let slot = correction.slot.map_or("slot", awardwire::library::EventSlot::as_str);
            format!("{slot} of {event}: {to}")
        }
        (CorrectionAction::Reviewed, _) => {
            format!("{event} {}", correction.verdict.map_or("was looked at", verdict))
        }
    }
}

/// Who says so, when and why; empty where none of it is told.
pub fn note(one: &NumberedCorrection) -> String {
    let correction = &one.correction;
    said([&correction.author, &correction.time, &correction.reason])
}

/// Author, time and reason beside each other, as far as they are told.
pub fn said(told: [&Option<String>; 3]) -> String {
    told.into_iter().flatten().map(|text| one_line(text)).collect::<Vec<_>>().join(" · ")
}

/// The user's own word beside what it is about: "Your word (3): no vendor Gem (Ada · 2026-06-30)".
pub fn line(one: &NumberedCorrection, style: Style) -> String {
    let note = note(one);
    let note =
        if note.is_empty() { String::new() } else { format!(" {}", style.faint(&format!("({note})"))) };
    // Beside its article the address need not be said again.
    let own = one.correction.article.as_deref().filter(|_| one.correction.with.is_empty());
    let words = match own {
        Some(article) => words(one).replace(&format!(" in {}", one_line(article)), ""),
        None => words(one),
    };
    format!("{} {words}{note}", style.strong(&format!("Your word ({}):", one.number)))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "is right",
        Verdict::Corrected => "is right as corrected",
        Verdict::Dropped => "is wrong",
        Verdict::Unsure => "cannot be told",
    }
}

/// The first of the others, and how many more there are.
fn others(with: &[String]) -> String {
    let in_words = |other: &String| match other.split_once(' ') {
        Some((article, name)) => format!("“{}” in {}", one_line(name), one_line(article)),
        None => one_line(other),
    };
    let first = with.first().map(in_words).unwrap_or_default();
    match with.len() {
        0 | 1 => first,
        more => format!("{first} and {}", count(more - 1, "other")),
    }
}

fn article_of(noun: &str) -> &'static str {
    if noun.starts_with('a') { "an" } else { "a" }
}
