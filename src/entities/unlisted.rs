//! Names that nobody listed: told by legal suffixes, by their last word, and by what the words around them say.

use std::sync::LazyLock;

use regex::Regex;

use super::mention::Organisation;
use super::organisations::Texts;
use super::proper::runs;
use crate::base::{Field, OrgId, Span, comparison_key, without_legal_suffix};

/// What an unlisted name is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Agency,
    Vendor,
}

/// Last words of a government body's name.
const AGENCY_TAILS: &[&str] = &[
    "Administration",
    "Agency",
    "Authority",
    "Brigade",
    "Bureau",
    "Command",
    "Commission",
    "Constabulary",
    "Corps",
    "Council",
    "County",
    "Court",
    "Department",
    "Directorate",
    "Legislature",
    "Ministry",
    "Parliament",
    "Police",
    "Senate",
    "Parish",
    "Division",
    "Secretariat",
    "Wing",
    "Squadron",
    "Borough",
    "Guard",
    "Prefecture",
    "Treasury",
];
/// Longer tails, as printed.
const AGENCY_TAIL_PHRASES: &[&str] = &[
    "School District",
    "Public Schools",
    "Unified School District",
    "Sheriff's Office",
    "Sheriff’s Office",
    "Task Force",
    "City Council",
    "Board of Supervisors",
    "Board of Education",
    "Town Council",
    "Common Council",
    "Police Department",
    "Fire Department",
    "Port Authority",
    "Program Office",
    "Field Office",
    "National Laboratory",
    "Air Force",
    "Armed Forces",
    "Defence Force",
    "Defense Force",
    "Transit Authority",
    "Housing Authority",
    "Board of Commissioners",
    "Joint Undertaking",
    "Safety Institute",
    "Health Office",
    "Innovation Office",
    "Contracting Office",
    "Data Office",
    "Attorney's Office",
];
/// First words of a government body's name, before "of" or "for".
const AGENCY_HEADS: &[&str] = &[
    "Department",
    "Ministry",
    "Office",
    "Bureau",
    "City",
    "Town",
    "Village",
    "Court",
    "Commonwealth",
    "Government",
    "Board",
    "Directorate",
    "Division",
    "Province",
    "County",
    "House",
    "Secretariat",
    "State",
];
/// Lower-case words that end a body's name in running text ("Coventry city council").
const LOWER_TAILS: &[&str] = &[
    " city council",
    " county council",
    " borough council",
    " police department",
    " council",
    " police",
    " school district",
];
/// Last words of a supplier's name.
const VENDOR_TAILS: &[&str] = &[
    "Aerospace",
    "AI",
    "Analytics",
    "Associates",
    "Biometrics",
    "Cloud",
    "Computing",
    "Consulting",
    "Cybersecurity",
    "Dynamics",
    "Electronics",
    "Engineering",
    "Enterprises",
    "Federal",
    "Group",
    "Holdings",
    "Industries",
    "Informatics",
    "Innovations",
    "Instruments",
    "Labs",
    "Laboratories",
    "Logic",
    "Microsystems",
    "Networks",
    "Partners",
    "Robotics",
    "Security",
    "Semiconductor",
    "Semiconductors",
    "Services",
    "Software",
    "Solutions",
    "Systems",
    "Technologies",
    "Technology",
    "Tech",
    "Telecom",
    "Ventures",
    "Works",
    "Networks",
    "Defense",
    "Defence",
    "Avionics",
    "Robotik",
];
/// Capitalised words that are no name of a supplier on their own.
const NEVER: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "CEO",
    "CIO",
    "CTO",
    "Critics",
    "Congress",
    "Each",
    "Even",
    "Federal",
    "Few",
    "For",
    "Four",
    "From",
    "Government",
    "Group",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "If",
    "In",
    "Industry",
    "It",
    "Its",
    "Last",
    "Lawmakers",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "Mr",
    "Mrs",
    "Ms",
    "New",
    "No",
    "Nor",
    "Not",
    "Now",
    "Of",
    "Officials",
    "On",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "President",
    "Prime",
    "Privacy",
    "Read",
    "Residents",
    "Secretary",
    "Several",
    "She",
    "Since",
    "Six",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Three",
    "Through",
    "To",
    "Today",
    "Two",
    "Under",
    "Until",
    "Up",
    "We",
    "What",
    "When",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Work",
    "Yes",
    "You",
    "Both",
    "Neither",
    "Either",
    "Police",
    "Army",
    "Cloud",
    "Security",
    "Systems",
    "Services",
    "Technology",
    "Software",
    "Defense",
    "Defence",
    "Engineering",
    "Solutions",
    "Contract",
    "Award",
    "Sources",
    "Taxpayers",
    "Staff",
    "Council",
    "City",
];

static SUFFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?i:,?\s(?:incorporated|inc|l\.?l\.?c|l\.?l\.?p|corporation|corp|limited|ltd|gmbh|plc|pte\.?\sltd|pty\.?\sltd|s\.?a\.?s?|ag|n\.?v|b\.?v|s\.?p\.?a|company|co))\b\.?").ok()
});
static BEFORE_VENDOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)(?:\b(?:awarded|award|awards|given|gives|gave|handed|issued|went|goes|go|contracts?|orders?|deals?|agreements?|grants?|subcontract|license)\s(?:[\w$.,%-]+\s){0,4}?(?:to|with)
          |\b(?:startup|start-up|company|firm|contractor|vendor|developer|maker|supplier|integrator|reseller|provider|manufacturer|subsidiary|incumbent|bidder|rival|competitor)s?
          |\b(?:contractor|recipient|awardee|vendor|supplier|prime|reseller)\s?:
          |\b(?:bought|purchased|licensed|licenses|procured|sourced|hired|hires|tapped|selected|picked|chose)\s(?:[\w$.,%'’-]+\s){0,5}?from
          |\bpartner(?:ed|s|ing|ship)?\swith|\bteam(?:ed|ing)\s(?:up\s)?with|\bthrough\s(?:reseller|its\sreseller|distributor)|\b(?:supplied|developed|built|made|provided|run|operated|delivered|proposed)\sby
          )\s$",
    )
    .ok()
});
static AFTER_VENDOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
          ,?\s(?:has\s|have\s|had\s|also\s)?(?:won|wins|landed|lands|secured|secures|clinched|bagged|bags|was\sawarded|were\sawarded|been\sawarded|received\sa|captured|nabbed|protested|protests|lodged|filed\sa\s(?:bid\s)?protest|outbid|underbid|will\s(?:supply|provide|deliver|build|develop|furnish)|is\sto\s(?:supply|provide|deliver|build)|supplies|sells|makes\s|develops)\b
          |,?\*?\sof\s[A-Z][\w.\s]{2,24},\s[A-Z][\w.]+
          |,?\*?\s(?:an?|the)\s(?:[\w.’'-]+[\s-]){0,6}?(?:company|firm|startup|start-up|contractor|provider|maker|developer|subsidiary|unit|reseller|integrator|vendor|manufacturer|supplier|nonprofit|consultancy|business|spinout|spin-off|lab)\b
          |['’]s\s(?:[\w-]+\s){0,2}?(?:software|platform|contract|bid|proposal|product|products|system|tool|tools|chief\sexecutive|ceo|founder|technology|models?|chatbot|drones?|cameras?|service|services|shares|stock)\b
          |\s(?:CEO|chief\sexecutive|founder|co-founder|spokesperson|spokeswoman|spokesman|executives?|shares|cameras|software|products)\b
          )",
    )
    .ok()
});

/// Finds unlisted agencies and vendors among the capitalised runs that no listed name covers.
pub(super) fn find(texts: Texts<'_>, taken: &[Span]) -> (Vec<Organisation>, Vec<Organisation>) {
    let mut agencies: Vec<Organisation> = Vec::new();
    let mut vendors: Vec<Organisation> = Vec::new();
    for field in [Field::Title, Field::Body] {
        let text = texts.of(field);
        for run in runs(text) {
            let span = Span::new(field, run.start, run.end);
            let Some((guess, span, confidence)) = classify(text, span, taken) else { continue };
            let list = if guess == Guess::Agency { &mut agencies } else { &mut vendors };
            add(list, span.of(texts.title, texts.body), span, confidence, guess);
        }
    }
    for list in [&mut agencies, &mut vendors] {
        add_short_names(list, texts, taken);
        list.sort_by_key(|organisation| organisation.mentions.first().copied());
    }
    (agencies, vendors)
}

fn add(list: &mut Vec<Organisation>, surface: &str, span: Span, confidence: f32, guess: Guess) {
    let name = canonical(surface, guess);
    let id = OrgId::unlisted(&comparison_key(&name));
    match list.iter_mut().find(|organisation| organisation.id == id) {
        Some(known) => {
            known.mentions.push(span);
            known.confidence = known.confidence.max(confidence);
        }
        None => list.push(Organisation { id, name, parent: None, mentions: vec![span], confidence }),
    }
}

/// The name as it is written down: no legal suffix, title case for what was printed in capitals.
fn canonical(surface: &str, guess: Guess) -> String {
    let bare = if guess == Guess::Vendor { without_legal_suffix(surface) } else { surface };
    let bare = bare.strip_prefix("U.S. ").or_else(|| bare.strip_prefix("US ")).unwrap_or(bare);
    let shouts = bare.contains(' ') && !bare.chars().any(char::is_lowercase);
    bare.split(' ')
        .map(|word| {
            let lower_tail = guess == Guess::Agency
                && ["police", "council", "city", "county", "borough", "department", "school", "district"]
                    .contains(&word);
            if (shouts && word.len() > 3) || lower_tail {
                let mut chars = word.chars();
                chars.next().map_or(String::new(), |first| {
                    first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
                })
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn classify(text: &str, run: Span, taken: &[Span]) -> Option<(Guess, Span, f32)> {
    let run = without_leading_stopwords(text, run)?;
    let surface = text.get(run.start..run.end)?;
    let after = text.get(run.end..)?;
    let cover = taken.iter().find(|span| span.overlaps(&run));
    // A listed name may begin an unlisted unit's name ("Army Widget Office") but not be renamed by a suffix.
    let is_covered = cover.is_some_and(|span| {
        span.contains(&run) || span.start > run.start || span.end < run.end && !is_agency_name(surface)
    });
    if is_covered {
        return None;
    }
    if let Some(suffix) = SUFFIX.as_ref().and_then(|r| r.find(after))
        && cover.is_none()
        && !is_only(surface, NEVER)
    {
        return Some((Guess::Vendor, Span::new(run.field, run.start, run.end + suffix.end()), 0.92));
    }
    if without_legal_suffix(surface) != surface && cover.is_none() && !is_only(surface, NEVER) {
        return Some((Guess::Vendor, run, 0.92));
    }
    if is_agency_name(surface) {
        return Some((Guess::Agency, run, 0.85));
    }
    if let Some(tail) = LOWER_TAILS
        .iter()
        .find(|tail| after.starts_with(**tail) && !after[tail.len()..].starts_with(char::is_alphanumeric))
    {
        let is_name =
            !is_only(surface, NEVER) && surface.len() > 3 && !surface.chars().all(char::is_uppercase);
        return is_name.then(|| (Guess::Agency, Span::new(run.field, run.start, run.end + tail.len()), 0.75));
    }
    if cover.is_some() || is_only(surface, NEVER) {
        return None;
    }
    let words: Vec<&str> = surface.split(' ').collect();
    let last = words.last().copied().unwrap_or_default();
    if surface.starts_with("University of ") || (words.len() > 1 && matches!(last, "University" | "College"))
    {
        return Some((Guess::Vendor, run, 0.75));
    }
    let is_first_of_sentence =
        text[..run.start].trim_end().chars().next_back().is_none_or(|c| matches!(c, '.' | '!' | '?' | ':'));
    if words.len() > 1
        && VENDOR_TAILS.contains(&last)
        && !(is_first_of_sentence && words.len() == 2 && is_plain_word(words[0]))
    {
        return Some((Guess::Vendor, run, 0.7));
    }
    let before = &text[..run.start];
    let mut start = before.len().saturating_sub(70);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let is_met = BEFORE_VENDOR.as_ref().is_some_and(|r| r.is_match(&before[start..]));
    let is_doing = AFTER_VENDOR.as_ref().is_some_and(|r| r.is_match(after));
    let person =
        words.len() == 2 && words.iter().all(|w| w.chars().skip(1).all(char::is_lowercase)) && !is_doing;
    let could_be = words.len() <= 4 && surface.len() > 2 && !is_month_or_day(surface) && !person;
    match (is_met, is_doing) {
        (true, true) if could_be => Some((Guess::Vendor, run, 0.85)),
        (false, true) if could_be && !is_place_like(text, run) => Some((Guess::Vendor, run, 0.65)),
        (true, false) if could_be && !is_place_like(text, run) && words.len() <= 3 => {
            Some((Guess::Vendor, run, 0.6))
        }
        _ => None,
    }
}

/// Cuts "The", "In", "Under" and other openers off the front of a run.
fn without_leading_stopwords(text: &str, run: Span) -> Option<Span> {
    let mut start = run.start;
    loop {
        let surface = text.get(start..run.end)?;
        match surface.split_once(' ') {
            Some((first, rest))
                if NEVER.contains(&first)
                    && !matches!(
                        first,
                        "New"
                            | "Federal"
                            | "City"
                            | "Defense"
                            | "Defence"
                            | "Police"
                            | "Army"
                            | "Security"
                            | "Cloud"
                    ) =>
            {
                start += first.len() + (surface.len() - first.len() - rest.len());
            }
            _ => return Some(Span::new(run.field, start, run.end)),
        }
    }
}

fn is_only(surface: &str, words: &[&str]) -> bool {
    words.contains(&surface)
}

/// A word that opens sentences rather than names: "Federal Systems", "Cloud Services".
fn is_plain_word(word: &str) -> bool {
    NEVER.contains(&word)
        || ["AI", "Data", "Digital", "National", "Intelligence", "Information", "Health", "Professional"]
            .contains(&word)
}

fn is_month_or_day(surface: &str) -> bool {
    const NAMES: &[&str] = &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    surface.split(' ').any(|word| NAMES.contains(&word))
}

/// "in Reston", "Reston, Virginia": a place and no supplier.
fn is_place_like(text: &str, run: Span) -> bool {
    let before = &text[..run.start];
    [" in ", "In ", " near ", " from "].iter().any(|p| before.ends_with(p))
}

fn is_agency_name(surface: &str) -> bool {
    let words: Vec<&str> = surface.split(' ').collect();
    let last = words.last().copied().unwrap_or_default();
    let first = words.first().copied().unwrap_or_default();
    if words.len() < 2 {
        return false;
    }
    AGENCY_TAIL_PHRASES
        .iter()
        .any(|tail| surface.strip_suffix(tail).is_some_and(|rest| rest.ends_with(' ') && rest.len() > 2))
        || (AGENCY_TAILS.contains(&last) && !NEVER.contains(&first))
        || (AGENCY_HEADS.contains(&first) && matches!(words.get(1), Some(&"of" | &"for")))
        || surface.contains(" Court of ")
        || surface.contains(" Office of ")
        || surface.contains(" Board of ")
        || (words.len() >= 3 && surface.contains(" Department of "))
}

/// After "Larkfield Analytics", a bare "Larkfield" is the same; after "Widget Office (WO)", so is "WO".
fn add_short_names(list: &mut [Organisation], texts: Texts<'_>, taken: &[Span]) {
    for organisation in list.iter_mut() {
        let mut short: Vec<String> = Vec::new();
        let words: Vec<&str> = organisation.name.split(' ').collect();
        if words.len() > 1
            && words[0].len() > 4
            && !is_plain_word(words[0])
            && !matches!(
                words[0],
                "United"
                    | "North"
                    | "South"
                    | "Department"
                    | "Ministry"
                    | "Office"
                    | "University"
                    | "General"
                    | "American"
                    | "Court"
                    | "Board"
                    | "Global"
                    | "Advanced"
                    | "Joint"
            )
            && organisation.confidence > 0.6
        {
            short.push(words[0].to_owned());
        }
        if let Some(acronym) =
            organisation.mentions.iter().find_map(|m| acronym_after(texts.of(m.field), m.end))
        {
            short.push(acronym);
        }
        let known = organisation.mentions.clone();
        let mut more: Vec<Span> = Vec::new();
        for name in &short {
            for field in [Field::Title, Field::Body] {
                let text = texts.of(field);
                for (start, _) in text.match_indices(name.as_str()) {
                    let span = Span::new(field, start, start + name.len());
                    let is_word = !text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
                        && !text[span.end..].chars().next().is_some_and(char::is_alphanumeric);
                    let goes_on = text[span.end..]
                        .strip_prefix(' ')
                        .is_some_and(|rest| rest.starts_with(char::is_uppercase));
                    if is_word && !goes_on && !known.iter().chain(taken).any(|m| m.overlaps(&span)) {
                        more.push(span);
                    }
                }
            }
        }
        organisation.mentions.extend(more);
        organisation.mentions.sort_unstable();
        organisation.mentions.dedup();
    }
}

/// The acronym in parentheses right after a name: "(EOTSS)".
fn acronym_after(text: &str, end: usize) -> Option<String> {
    let rest = text.get(end..)?.strip_prefix(" (")?;
    let (inside, _) = rest.split_once(')')?;
    let inside = inside.trim_start_matches("the ").trim_matches(['"', '“', '”']);
    let is_acronym = (2..=10).contains(&inside.len())
        && inside.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '&' | '-'));
    is_acronym.then(|| inside.to_owned())
}
