//! Names that nobody listed: told by legal suffixes, by their last word, and by what the words around them say.

use super::body_words::{AGENCY_HEADS, AGENCY_TAIL_PHRASES, AGENCY_TAILS};
use super::local;
use super::mention::Organisation;
use super::name_cues::{self, SUFFIX, is_ai_of_noun, is_doing, is_headline_case, is_met};
use super::organisations::Texts;
use super::places::PLACES;
use super::plain_words::{NEVER, OUTLETS};
use super::proper::runs;
use super::run_shape::{
    capitalised, has_lower_part, is_month_or_day, is_number, is_only, is_place_like, is_plain_word,
    without_leading_stopwords,
};
use super::short_names::{add_short_names, join_longer};
use super::supplier_words::VENDOR_TAILS;
use crate::base::{Field, OrgId, Span, comparison_key, without_legal_suffix};

/// What an unlisted name is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Agency,
    Vendor,
}

/// What was found among the capitalised runs that no listed name covers.
#[derive(Debug, Default)]
pub(super) struct Unlisted {
    pub agencies: Vec<Organisation>,
    pub vendors: Vec<Organisation>,
    /// Listed names that turned out to be the end of a longer one: "Ohio Department of Transportation".
    pub overruled: Vec<Span>,
}

/// Finds unlisted agencies and vendors; `taken` are the places of listed names, `suppliers` those of listed vendors.
pub(super) fn find(texts: Texts<'_>, taken: &[Span], suppliers: &[Span]) -> Unlisted {
    let mut found = Unlisted::default();
    for field in [Field::Title, Field::Body] {
        let text = texts.of(field);
        // Capitals say nothing in a headline of capitals; what it names is known from the body.
        if field == Field::Title && is_headline_case(text) {
            continue;
        }
        let runs = runs(text);
        for run in &runs {
            let span = Span::new(field, run.start, run.end);
            let Some((guess, span, confidence)) = classify(texts, span, taken) else { continue };
            if guess == Guess::Vendor && confidence < 0.9 && is_surname(text, span, &runs) {
                continue;
            }
            let within = taken.iter().filter(|t| span.contains(t) && t.start > span.start);
            found.overruled.extend(within.copied());
            let surface = span.of(texts.title, texts.body);
            let list = if guess == Guess::Agency { &mut found.agencies } else { &mut found.vendors };
            add(list, canonical(surface, guess, texts, span), span, confidence);
        }
        let known: Vec<Span> =
            found.vendors.iter().flat_map(|v| &v.mentions).chain(suppliers).copied().collect();
        for span in enumerated(text, field, &runs, &known, taken) {
            let surface = span.of(texts.title, texts.body);
            add(&mut found.vendors, canonical(surface, Guess::Vendor, texts, span), span, 0.65);
        }
    }
    local::add_local_bodies(&mut found.agencies, texts, taken);
    join_longer(&mut found.vendors);
    for list in [&mut found.agencies, &mut found.vendors] {
        add_short_names(list, texts, taken);
        list.sort_by_key(|organisation| organisation.mentions.first().copied());
    }
    found
}

/// Whether a single word ends a person's name elsewhere in the text: "Superintendent Ann Nolan".
fn is_surname(text: &str, span: Span, runs: &[std::ops::Range<usize>]) -> bool {
    let Some(word) = text.get(span.start..span.end).filter(|surface| !surface.contains(' ')) else {
        return false;
    };
    runs.iter().filter_map(|run| text.get(run.clone())).any(|name| {
        name.strip_suffix(word).is_some_and(|first| {
            first.ends_with(' ')
                && first
                    .trim_end()
                    .split(' ')
                    .all(|w| w.chars().skip(1).all(|c| c.is_lowercase() || c == '.'))
                && !NEVER.contains(&first.trim_end())
        })
    })
}

/// "A, B, C and D won": what stands in one list with two suppliers is a supplier.
fn enumerated(
    text: &str,
    field: Field,
    runs: &[std::ops::Range<usize>],
    known: &[Span],
    taken: &[Span],
) -> Vec<Span> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < runs.len() {
        let mut last = first;
        let mut is_closed = false;
        while let Some(next) = runs.get(last + 1).filter(|_| !is_closed) {
            match text.get(runs[last].end..next.start) {
                Some(", ") => last += 1,
                Some(" and " | ", and ") => {
                    last += 1;
                    is_closed = true;
                }
                _ => break,
            }
        }
        let items: Vec<Span> =
            runs[first..=last].iter().map(|run| Span::new(field, run.start, run.end)).collect();
        let is_known = |item: &Span| known.iter().any(|k| k.overlaps(item));
        let suppliers = items.iter().filter(|item| is_known(item)).count();
        if is_closed && items.len() >= 3 && suppliers >= 2 && suppliers * 2 >= items.len() {
            found.extend(items.into_iter().filter(|item| {
                let surface = text.get(item.start..item.end).unwrap_or_default();
                !is_known(item)
                    && !taken.iter().any(|t| t.overlaps(item))
                    && !PLACES.contains(&surface)
                    && !OUTLETS.contains(&surface)
                    && !NEVER.contains(&surface)
                    && surface.len() > 2
            }));
        }
        first = last + 1;
    }
    found
}

fn add(list: &mut Vec<Organisation>, name: String, span: Span, confidence: f32) {
    let id = OrgId::unlisted(&comparison_key(&name));
    match list.iter_mut().find(|organisation| organisation.id == id) {
        Some(known) => {
            known.mentions.push(span);
            known.confidence = known.confidence.max(confidence);
        }
        None => list.push(Organisation { id, name, parent: None, mentions: vec![span], confidence }),
    }
}

/// The name as it is written down: no legal suffix, title case for what was printed in capitals, a unit of a body that
/// owns it ("the Navy's new Widget Office") with its owner's name.
fn canonical(surface: &str, guess: Guess, texts: Texts<'_>, span: Span) -> String {
    let bare = if guess == Guess::Vendor { without_legal_suffix(surface) } else { surface };
    let bare = bare.strip_prefix("U.S. ").or_else(|| bare.strip_prefix("US ")).unwrap_or(bare);
    let shouts = bare.contains(' ') && !bare.chars().any(char::is_lowercase);
    let name = bare
        .split(' ')
        .map(|word| if shouts && word.len() > 3 { capitalised(word) } else { word.to_owned() })
        .collect::<Vec<_>>()
        .join(" ");
    if guess == Guess::Vendor {
        return name;
    }
    if let Some(full) = local::full_form(&name, texts) {
        return full;
    }
    match owner_before(texts.of(span.field).get(..span.start).unwrap_or_default()) {
        Some(owner)
            if !name.starts_with(owner)
                && !AGENCY_HEADS.contains(&name.split(' ').next().unwrap_or_default()) =>
        {
            format!("{owner} {name}")
        }
        _ => name,
    }
}

/// The word before a possessive that ends `before`, if it is a name and no acronym: "the Navy's new ".
fn owner_before(before: &str) -> Option<&str> {
    let before = before.strip_suffix("new ").unwrap_or(before);
    let owner = before.strip_suffix("'s ").or_else(|| before.strip_suffix("’s "))?;
    let last = owner.rsplit([' ', '\n']).next()?;
    let start = owner.len() - last.len();
    let two = owner.get(..start).and_then(|rest| rest.trim_end().rsplit([' ', '\n']).next());
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
            && !NEVER.contains(&word)
            && !PLACES.contains(&word)
    };
    if !is_name(last) {
        return None;
    }
    let Some(word) = two.filter(|word| word.starts_with(char::is_uppercase) && !NEVER.contains(word)) else {
        return Some(last);
    };
    // An owner of three words and more needs no help to tell its unit apart.
    let at = start.checked_sub(word.len() + 1)?;
    let is_longer = owner
        .get(..at)
        .and_then(|rest| rest.trim_end().rsplit([' ', '\n']).next())
        .is_some_and(|third| third.starts_with(char::is_uppercase) && !NEVER.contains(&third));
    if is_longer { None } else { owner.get(at..) }
}

fn classify(texts: Texts<'_>, run: Span, taken: &[Span]) -> Option<(Guess, Span, f32)> {
    let text = texts.of(run.field);
    let run = without_leading_stopwords(text, run)?;
    let surface = text.get(run.start..run.end)?;
    let after = text.get(run.end..)?;
    let covers: Vec<&Span> = taken.iter().filter(|span| span.overlaps(&run)).collect();
    if covers.iter().any(|span| span.contains(&run)) || is_number(surface) {
        return None;
    }
    let is_agency = is_agency_name(surface);
    // A listed name may begin an unlisted unit's name ("Army Widget Office") or be the general end of a longer one
    // ("Ohio Department of Transportation"), but is not renamed by a suffix.
    let fits_covers = covers.iter().all(|span| {
        if span.start == run.start && span.end < run.end {
            return is_agency;
        }
        is_agency && span.end <= run.end && is_general_ending(text, run, **span)
    });
    if !fits_covers {
        return None;
    }
    if covers.is_empty() && !is_only(surface, NEVER) && !PLACES.contains(&surface) {
        if surface.ends_with(" LLP") || after.starts_with(" LLP") {
            return None; // a partnership of lawyers or accountants
        }
        if let Some(suffix) = SUFFIX.find(after) {
            return Some((Guess::Vendor, Span::new(run.field, run.start, run.end + suffix.end()), 0.92));
        }
        if without_legal_suffix(surface) != surface {
            return Some((Guess::Vendor, run, 0.92));
        }
    }
    if is_agency {
        return Some((Guess::Agency, run, 0.85));
    }
    if !covers.is_empty() || is_only(surface, NEVER) {
        return None;
    }
    if let Some(end) = local::lower_tail(surface, after) {
        return Some((Guess::Agency, Span::new(run.field, run.start, run.end + end), 0.75));
    }
    let run = match surface.strip_suffix(" AI") {
        Some(name) if is_ai_of_noun(after) => Span::new(run.field, run.start, run.start + name.len()),
        _ => run,
    };
    vendor(text, run).map(|confidence| (Guess::Vendor, run, confidence))
}

/// How sure it is that the run, which no listed name covers, names a supplier.
fn vendor(text: &str, run: Span) -> Option<f32> {
    let surface = text.get(run.start..run.end)?;
    let (before, after) = (text.get(..run.start)?, text.get(run.end..)?);
    if PLACES.contains(&surface)
        || OUTLETS.contains(&surface)
        || is_only(surface, NEVER)
        || surface == "AI"
        || has_lower_part(surface)
        || name_cues::is_no_supplier(before, after)
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
    let is_person = words.len() == 2 && (name_cues::is_person(after) || name_cues::is_titled(before));
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
    let is_met = is_met(before);
    let is_doing = is_doing(after, words.len());
    let looks_like_person =
        words.len() == 2 && words.iter().all(|w| w.chars().skip(1).all(char::is_lowercase)) && !is_doing;
    let could_be =
        words.len() <= 4 && surface.len() > 2 && !is_month_or_day(surface) && !is_person && !is_general;
    // "Sterling Heights, Michigan, won": where the winner sits.
    let is_seat = before.ends_with(", ") && after.starts_with(',');
    match (is_met, is_doing) {
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
