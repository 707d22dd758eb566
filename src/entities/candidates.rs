//! The capitalised runs of an article that no listed name covers, and what the rules of names make of each: legal forms,
//! last words, the words around. Equal names are one group.

use std::collections::HashMap;

use super::body_words::{AGENCY_HEADS, AGENCY_TAIL_PHRASES, AGENCY_TAILS};
use super::lists::EntryKind;
use super::local;
use super::name_cues::{self, Around, SUFFIX, is_ai_of_noun, is_headline_case};
use super::name_features::is_place;
use super::organisations::Texts;
use super::plain_words::{NEVER, OUTLETS};
use super::proper::runs;
use super::run_shape::{
    has_lower_part, is_month_or_day, is_number, is_place_like, is_plain_word, without_leading_stopwords,
};
use super::supplier_words::{UNIT_TAILS, VENDOR_TAILS};
use crate::base::{Field, Openings, Span, without_legal_suffix};

/// What an unlisted name is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    Agency,
    Vendor,
}

/// A listed name inside a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    HeadBody,
    TailBody,
    HeadSupplier,
    TailSupplier,
    Other,
}

/// The place of a listed name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub span: Span,
    pub kind: EntryKind,
}

/// A run where it stands.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'t> {
    pub span: Span,
    /// The name without legal form.
    pub name: &'t str,
    /// What the rules take it for, and how sure they are.
    pub rule: Option<(Guess, f32)>,
    pub cover: Option<Cover>,
    /// What the words around it say.
    pub around: Around,
    /// Whether it stands in one list with two suppliers.
    pub beside_suppliers: bool,
}

/// All places of one name.
#[derive(Debug)]
pub(super) struct Group<'t> {
    pub name: &'t str,
    pub mentions: Vec<Candidate<'t>>,
}

/// The names that no list holds, in order of first mention.
pub(super) fn groups<'t>(texts: Texts<'t>, taken: &[Taken]) -> Vec<Group<'t>> {
    let mut all: Vec<Group<'t>> = Vec::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for candidate in candidates(texts, taken) {
        let index = *by_name.entry(candidate.name).or_insert_with(|| {
            all.push(Group { name: candidate.name, mentions: Vec::new() });
            all.len() - 1
        });
        all[index].mentions.push(candidate);
    }
    all
}

fn candidates<'t>(texts: Texts<'t>, taken: &[Taken]) -> Vec<Candidate<'t>> {
    let mut found = Vec::new();
    for field in [Field::Title, Field::Body] {
        let text = texts.text(field);
        // Capitals say nothing in a headline of capitals; what it names is known from the body.
        if field == Field::Title && is_headline_case(text) {
            continue;
        }
        let here: Vec<Taken> = taken.iter().filter(|taken| taken.span.field == field).copied().collect();
        let runs = runs(text);
        let openings = texts.openings_of(field);
        let first = found.len();
        for run in &runs {
            let span = Span::new(field, run.start, run.end);
            let from = here.partition_point(|taken| taken.span.end <= span.start);
            let covers: Vec<Taken> =
                here[from..].iter().take_while(|taken| taken.span.start < span.end).copied().collect();
            found.extend(candidate(openings, span, &covers));
        }
        mark_lists(text, &runs, &here, &mut found[first..]);
    }
    found
}

/// Marks what stands in one list ("A, B, C and D won") with two suppliers.
fn mark_lists(
    text: &str,
    runs: &[std::ops::Range<usize>],
    taken: &[Taken],
    candidates: &mut [Candidate<'_>],
) {
    let mut first = 0;
    while first < runs.len() {
        let mut last = first;
        let mut is_closed = false;
        while let Some(next) = runs.get(last + 1).filter(|_| !is_closed) {
            match text.get(runs[last].end..next.start) {
                Some(", ") => last += 1,
                Some(" and " | ", and " | " or " | ", or ") => {
                    last += 1;
                    is_closed = true;
                }
                _ => break,
            }
        }
        let is_inside = |span: &Span| span.start >= runs[first].start && span.end <= runs[last].end;
        let listed = taken.iter().filter(|taken| taken.kind == EntryKind::Vendor && is_inside(&taken.span));
        let likely = candidates.iter().filter(|candidate| {
            is_inside(&candidate.span) && matches!(candidate.rule, Some((Guess::Vendor, _)))
        });
        let suppliers = listed.count() + likely.count();
        if is_closed && suppliers * 2 >= last + 1 - first {
            for candidate in candidates.iter_mut().filter(|candidate| is_inside(&candidate.span)) {
                let itself = usize::from(matches!(candidate.rule, Some((Guess::Vendor, _))));
                candidate.beside_suppliers = suppliers > itself;
            }
        }
        first = last + 1;
    }
}

/// The name that a run holds; `covers` are the listed names in it.
fn candidate<'t>(openings: &Openings<'t>, run: Span, covers: &[Taken]) -> Option<Candidate<'t>> {
    let text = openings.text();
    let run = without_leading_stopwords(text, run)?;
    let covers: Vec<&Taken> = covers.iter().filter(|taken| taken.span.overlaps(&run)).collect();
    let surface = text.get(run.start..run.end)?;
    let after = text.get(run.end..)?;
    let could_be = !covers.iter().any(|taken| taken.span.contains(&run))
        && !is_number(surface)
        && surface.chars().any(char::is_alphabetic)
        && surface.len() > 1
        && !NEVER.contains(surface)
        && covers.iter().all(|taken| run.contains(&taken.span))
        && !(surface.ends_with(" LLP") || after.starts_with(" LLP")); // a partnership of lawyers or accountants
    if !could_be {
        return None;
    }
    // "the Navy and Digital Agency": two bodies.
    let joins = |taken: &&Taken| taken.span.end < run.end && text[taken.span.end..].starts_with(" and ");
    if covers.iter().any(|taken| joins(taken) || !goes_with(text, run, **taken)) || is_ticker(text, run) {
        return None;
    }
    let cover = covers.iter().map(|taken| cover(run, taken)).next();
    let (rule, span, around) = rule(openings, run, &covers);
    let around = around.unwrap_or_else(|| Around::of(openings, span));
    // A supplier's name goes on only where the rules say so: "Palantir Foundry" is its product.
    let surface = text.get(span.start..span.end)?;
    let bare = without_legal_suffix(surface);
    let name = bare.strip_prefix("U.S. ").or_else(|| bare.strip_prefix("US ")).unwrap_or(bare);
    Some(Candidate { span, name, rule, cover, around, beside_suppliers: false })
}

/// Whether a listed name may be a part of the name that the run is: the head of an unlisted unit's ("Army Widget Office",
/// "Thales Nederland Federal"), or the general end of a longer one ("Ohio Department of Transportation").
fn goes_with(text: &str, run: Span, taken: Taken) -> bool {
    let surface = text.get(run.start..run.end).unwrap_or_default();
    let is_head = taken.span.start == run.start && taken.span.end < run.end;
    match taken.kind {
        EntryKind::Vendor if is_head => {
            let rest = text.get(taken.span.end..run.end).unwrap_or_default().trim_start();
            UNIT_TAILS.contains(&rest.rsplit(' ').next().unwrap_or_default())
        }
        EntryKind::Vendor => false,
        _ if is_head => is_agency_name(surface),
        _ => is_agency_name(surface) && taken.span.end <= run.end && is_general_ending(text, run, taken.span),
    }
}

/// "[PLTR]", "(NASDAQ: BBAI)": what a share is called.
fn is_ticker(text: &str, run: Span) -> bool {
    let (Some(surface), Some(before), Some(after)) =
        (text.get(run.start..run.end), text.get(..run.start), text.get(run.end..))
    else {
        return false;
    };
    let is_capitals = (1..=5).contains(&surface.len()) && surface.bytes().all(|b| b.is_ascii_uppercase());
    let exchange = ["NASDAQ: ", "Nasdaq: ", "NYSE: ", "NASDAQ:", "NYSE:", "LSE: ", "ASX: ", "TSX: "];
    is_capitals
        && (before.ends_with('[') && after.starts_with(']')
            || exchange.iter().any(|words| before.ends_with(words)))
}

fn cover(run: Span, taken: &Taken) -> Cover {
    match (taken.kind, taken.span.start == run.start) {
        (EntryKind::Agency, true) => Cover::HeadBody,
        (EntryKind::Agency, false) => Cover::TailBody,
        (EntryKind::Vendor, true) => Cover::HeadSupplier,
        (EntryKind::Vendor, false) => Cover::TailSupplier,
        _ => Cover::Other,
    }
}

/// What the rules take a run for, how far its name reaches, and what the words around that say, where anybody has asked.
fn rule(
    openings: &Openings<'_>,
    run: Span,
    covers: &[&Taken],
) -> (Option<(Guess, f32)>, Span, Option<Around>) {
    let text = openings.text();
    let surface = text.get(run.start..run.end).unwrap_or_default();
    let after = text.get(run.end..).unwrap_or_default();
    let is_agency = is_agency_name(surface);
    if covers.is_empty() && !is_place(surface) {
        if let Some(suffix) = SUFFIX.find(after) {
            return (
                Some((Guess::Vendor, 0.92)),
                Span::new(run.field, run.start, run.end + suffix.end()),
                None,
            );
        }
        if without_legal_suffix(surface) != surface {
            return (Some((Guess::Vendor, 0.92)), run, None);
        }
    }
    if is_agency {
        return (Some((Guess::Agency, 0.85)), run, None);
    }
    if !covers.is_empty() {
        return (None, run, None);
    }
    if let Some(end) = local::lower_tail(surface, after) {
        return (
            Some((Guess::Agency, local::LOWER_TAIL)),
            Span::new(run.field, run.start, run.end + end),
            None,
        );
    }
    let run = match surface.strip_suffix(" AI") {
        Some(name) if is_ai_of_noun(after) => Span::new(run.field, run.start, run.start + name.len()),
        _ => run,
    };
    let around = Around::of(openings, run);
    (vendor(text, run, around).map(|sure| (Guess::Vendor, sure)), run, Some(around))
}

/// How sure the rules are that the run, which no listed name covers, names a supplier.
fn vendor(text: &str, run: Span, around: Around) -> Option<f32> {
    let surface = text.get(run.start..run.end)?;
    let (before, after) = (text.get(..run.start)?, text.get(run.end..)?);
    if is_place(surface)
        || OUTLETS.contains(&surface)
        || NEVER.contains(surface)
        || surface == "AI"
        || has_lower_part(surface)
        || around.is_no_supplier
    {
        return None;
    }
    let words: Vec<&str> = surface.split(' ').collect();
    let last = words.last().copied().unwrap_or_default();
    if surface.starts_with("University of ") || (words.len() > 1 && matches!(last, "University" | "College"))
    {
        // "who teaches law at Ridgeway University": where a person works.
        return (!before.ends_with(" at ") && !before.ends_with(" at the ")).then_some(0.75);
    }
    let is_first_of_sentence =
        before.trim_end().chars().next_back().is_none_or(|c| matches!(c, '.' | '!' | '?' | ':'));
    let is_person = words.len() == 2 && (around.is_person || name_cues::is_titled(before));
    let is_product = before.ends_with("'s ") || before.ends_with("’s ");
    let is_general =
        is_product || words.iter().all(|word| is_plain_word(word) || VENDOR_TAILS.contains(word));
    if words.len() > 1
        && VENDOR_TAILS.contains(&last)
        && !(is_first_of_sentence && words.len() == 2 && is_plain_word(words[0]))
        && !is_general
    {
        return Some(0.7);
    }
    let is_doing = around.is_doing(after, words.len());
    let looks_like_person =
        words.len() == 2 && words.iter().all(|w| w.chars().skip(1).all(char::is_lowercase)) && !is_doing;
    let could_be =
        words.len() <= 4 && surface.len() > 2 && !is_month_or_day(surface) && !is_person && !is_general;
    // "Sterling Heights, Michigan, won": where the winner sits.
    let is_seat = before.ends_with(", ") && after.starts_with(',');
    match (around.is_met, is_doing) {
        (true, true) if could_be => Some(0.85),
        (false, true) if could_be && !is_place_like(before) && !is_seat => Some(0.65),
        (true, false) if could_be && !is_place_like(before) && words.len() <= 3 => {
            (!looks_like_person || name_cues::is_hired(before)).then_some(0.6)
        }
        // "Gnani.ai": an address for a name.
        _ => {
            [".ai", ".AI", ".io"].iter().any(|end| surface.len() > 5 && surface.ends_with(end)).then_some(0.6)
        }
    }
}

fn is_agency_name(surface: &str) -> bool {
    let words: Vec<&str> = surface.split(' ').collect();
    let last = words.last().copied().unwrap_or_default();
    let first = words.first().copied().unwrap_or_default();
    if words.len() < 2 || surface.ends_with("Transaction Authority") {
        return false;
    }
    AGENCY_TAIL_PHRASES
        .iter()
        .any(|tail| surface.strip_suffix(tail).is_some_and(|rest| rest.ends_with(' ') && rest.len() > 2))
        || (AGENCY_TAILS.contains(&last) && !NEVER.contains(&first))
        || (AGENCY_HEADS.contains(&first) && matches!(words.get(1), Some(&"of" | &"for")))
        || [" Ministry of ", " Bureau of ", " Office of ", " Board of ", " Commission on ", " Court of "]
            .iter()
            .any(|middle| surface.contains(middle))
        || (words.len() >= 3 && surface.contains(" Department of "))
}

/// Whether a listed name at the end of a run is only the general part of a longer name: another state's department.
fn is_general_ending(text: &str, run: Span, listed: Span) -> bool {
    const OF_A_NATION: &[&str] = &[
        "U.S",
        "U.S.",
        "US",
        "USA",
        "United",
        "American",
        "Federal",
        "British",
        "UK",
        "French",
        "German",
        "Italian",
        "Spanish",
        "Dutch",
        "Australian",
        "Canadian",
        "Japanese",
        "Indian",
        "Israeli",
        "Ukrainian",
        "Polish",
        "Swedish",
        "Norwegian",
        "Danish",
        "Korean",
        "Saudi",
        "Trump",
        "Biden",
        "Obama",
        "Deputy",
        "Acting",
        "Royal",
        "National",
    ];
    let name = text.get(listed.start..listed.end).unwrap_or_default();
    let Some(prefix) = text.get(run.start..listed.start).map(str::trim) else { return false };
    let head = name.split(' ').next().unwrap_or_default();
    let is_general = AGENCY_HEADS.contains(&head)
        || AGENCY_TAIL_PHRASES.contains(&name)
        || matches!(name, "Senate" | "Supreme Court" | "Treasury" | "National Guard" | "Sheriff");
    is_general
        && !prefix.is_empty()
        && prefix.split(' ').all(|word| word.starts_with(char::is_uppercase) && !NEVER.contains(&word))
        && !prefix.split(' ').any(|word| OF_A_NATION.contains(&word))
}
