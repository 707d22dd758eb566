//! What a stretch of time is of: the contract's base, its options, all of it, or nothing of the contract's.

use std::sync::LazyLock;

use super::duration::{COUNT, Duration, number};
use crate::base::Pattern;

/// How far before a stretch what it is may be said, in bytes.
const BEFORE: usize = 110;
/// How far after it.
const AFTER: usize = 90;
/// The most words between "five-year" and "contract".
const MOST_BETWEEN: usize = 9;

/// What a stretch is of, and the words that say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sense {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// What a stretch is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What is bought for certain.
    Base,
    /// So many options of that length.
    Options(u32),
    /// The contract, whether with its options or without is not said.
    Length,
    /// The contract with its options.
    Total,
    /// What it is made longer by.
    Extension,
}

/// Nouns that are a contract or its like.
pub(super) const HEADS: &[&str] = &[
    "contract",
    "deal",
    "agreement",
    "award",
    "order",
    "bpa",
    "idiq",
    "vehicle",
    "framework",
    "grant",
    "license",
    "licence",
    "subscription",
    "pact",
    "lease",
    "memorandum",
    "mou",
    "arrangement",
    "ota",
    "contracts",
    "deals",
    "agreements",
    "awards",
    "orders",
    "licenses",
    "licences",
    "partnership",
    "bpas",
    "gwac",
    "call-off",
];

/// Words that end what may stand between a stretch and its noun.
const STOPS: &[&str] = &[
    "of", "for", "with", "to", "in", "under", "on", "at", "by", "from", "through", "that", "which", "who",
    "whose", "is", "was", "were", "will", "would", "could", "may", "might", "can", "has", "have", "had",
    "and", "or", "but", "ago", "old", "after", "before", "since", "as", "the", "its", "their", "his", "her",
];

/// Nouns that lie before a stretch's own noun and are another thing unless that follows at once: "five-year study".
const OTHERS: &[&str] = &[
    "plan",
    "program",
    "programme",
    "study",
    "pilot",
    "trial",
    "project",
    "strategy",
    "veteran",
    "effort",
    "budget",
    "history",
    "sentence",
    "ban",
    "delay",
    "initiative",
    "roadmap",
    "test",
    "experiment",
    "fight",
    "dispute",
    "battle",
    "moratorium",
    "degree",
    "campaign",
    "investigation",
    "prototype",
    "research",
];

macro_rules! pattern {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* static $name: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(format!("(?i){}", $text)));)*
    };
}

pattern! {
    /// What lies behind, an age, or a stretch that is only near.
    NOT_BEFORE = r"\b(?:past|last|previous|prior|recent|preceding|within|every|in|after|about|around|roughly|nearly|almost|some|than|least|per|once|twice|times|first)\s(?:the\s|an?\s)?$";
    NOT_AFTER = r"^[\s-]?(?:ago\b|old\b|olds\b|earlier\b|later\b|before\b|after\b|since\b|prior\b|of\s(?:experience|service|data|work\b|age|history|litigation)|in\s(?:prison|business)|from\s(?:now|today)|running\b|[\s-]*anniversar)";
    /// The contract spoken of is another one.
    OTHER_CONTRACT = r"\b(?:previous|prior|earlier|existing|expiring|expired|former|old|older|predecessor|outgoing|separate|similar|rival|replac(?:es|ed|ing)|succeed(?:s|ed|ing)|follow(?:s|ed|ing)|supersed(?:es|ed|ing))\s(?:(?:an?|the|its|their|that)\s)?(?:[\w$.’'-]+,?\s){0,2}$";
    /// The contract spoken of is over.
    OVER = r"^\W{0,2}(?:(?:that|which)\s)?(?:had\s|has\s)?(?:ended|expired|lapsed|ran\sout|concluded|came\sto\san\send)\b";
    /// "two one-year", "up to four additional one-year".
    COUNTED = format!(r"\b(?P<n>{COUNT}|an?|another|single)(?:\s?\(\d{{1,2}}\))?,?\s(?:(?:additional|further|successive|consecutive|subsequent|optional|possible|potential|separate|more|individual|consecutive|equal)\s){{0,3}}$");
    /// "one-year options", "six-month option periods", "two-year renewal terms".
    OPTIONS_AFTER = r"^(?:,?[\s-](?:contract|optional|additional|successive|performance|ordering|priced|unilateral)){0,2}[\s-](?P<w>options?|renewals?|extensions?|optional\s(?:\w+\s){0,2}?(?:periods?|terms?|years?))\b(?:\s(?:periods?|years?|terms?|months?|options?)\b)?";
    /// "optional one-year periods".
    OPTIONAL_BEFORE = r"\b(?:optional|option|renewable)\s(?:additional\s|further\s)?$";
    /// "options of", "option to extend it for up to", "renewals of".
    OF_OPTIONS = format!(r"\b(?:(?P<n>{COUNT}|an?|the)\s(?:(?:additional|further|optional|possible|potential|priced|unilateral|renewal)\s){{0,2}})?(?P<w>options?|renewals?|extensions?|option\s(?:periods?|terms?)|renewal\s(?:periods?|terms?)|extension\s(?:periods?|options?))\s(?:(?:of|for|lasting|totall?ing|worth)|to\s(?:extend|renew|prolong|continue|lengthen)(?:\s(?:it|them|this|the|its|that|contract|agreement|deal|order|award|term|work)){{0,3}}(?:\s(?:for|by))?)\s(?:(?:up\sto|another|an?|additional|further|extra|more|total|maximum|period|possible|potential|of|each)\s){{0,5}}(?:(?P<k>{COUNT})\s(?:(?:additional|further|successive|consecutive|more|optional)\s){{0,2}})?$");
    /// "may be extended by up to".
    MAY_BE_EXTENDED = format!(r"\b(?:may|can|could|might)\s(?:also\s|then\s)?(?:be\s(?:further\s)?(?:extended|renewed|prolonged|lengthened)|(?:extend|renew)(?:\s(?:it|the|its|contract|agreement|deal|term))*)\s(?:(?:for|by|up\sto|another|an?|additional|further|extra|total|maximum|period|of)\s){{0,6}}(?:(?P<k>{COUNT})\s(?:(?:additional|further|successive|consecutive|more|optional)\s){{0,2}})?$");
    /// "plus an optional", "and a possible further".
    PLUS_OPTIONAL = r"\b(?:plus|and|with|\+)\s(?:an?\s)?(?:(?:optional|possible|potential|further\soptional)\s(?:further\s|additional\s|extra\s)?(?:up\sto\s)?|up\sto\s(?:an\sadditional\s|a\sfurther\s)?)$";
    /// "base period of", "initial term of".
    BASE_BEFORE = r"\b(?:base|initial|primary|guaranteed|minimum)\s(?:(?:contract|performance|ordering|fixed|award|agreement)\s)?(?:(?:period|term|duration|contract|agreement|length|tenure)\s?(?:of\sperformance\s?)?)?(?:(?:of|is|was|for|lasts|runs|covers|spans|will\sbe|will\srun|:)\s){0,2}(?:for\s)?(?:up\sto\s)?$";
    BASE_AFTER = r"^[\s-](?:(?:contract|ordering|performance)\s)?(?:base|initial|firm|guaranteed)\b(?:\s(?:period|term|contract|ordering\speriod|performance\speriod|award|agreement)(?:\sof\sperformance)?\b)?";
    /// "up to", "could last", "a potential".
    TOTAL_BEFORE = r"\b(?:up\sto|as\slong\sas|maximum\s(?:(?:total\s)?(?:term|duration|length|period)\s)?of|potential|possible|total\s(?:(?:contract\s)?(?:term|duration|length|period|life)\s)?(?:of|is|:)|could\s(?:last|run|extend|stretch|span)(?:\s(?:for|to|over))?|totall?ing)\s(?:an?\s|the\s)?$";
    ALL_OPTIONS = r"\b(?:if|when|assuming|once|should)\s(?:all|both|every|the|its|each|these|those)?\s?(?:of\s)?(?:the\s|its\s)?(?:\w+\s)?(?:options?|extensions?|renewals?)\b|\b(?:(?:including|counting|inclusive\sof)(?:\s(?:all|the|its|any|both|every))?|with\s(?:all|every|both)(?:\sof)?(?:\s(?:the|its))?)\s(?:\w+[\s-]){0,2}?(?:options?|extensions?|renewals?)\b";
    EXTENDED = r"\b(?:extend(?:s|ed|ing)?|renew(?:s|ed|ing)?|prolong(?:s|ed|ing)?)\s(?:[^\s.;,]+\s){0,9}?(?:for|by)\s(?:(?:another|an?|additional|further|extra|more)\s){0,2}$";
    /// What makes an extension one that may come.
    IS_POSSIBLE = r"\b(?:options?|optional|possible|potential|may|might|could|can|up\sto|allows?|provides?\sfor|if|eligible)\b[^.;]{0,60}$";
    NONE_OF = r"\b(?:no|without(?:\sany)?|zero)\s(?:further\s|additional\s)?$";
    /// "Could be worth $9 million over": what it may come to, with all options.
    COULD = r"\b(?:could|may|might)\s(?:\w+\s){0,2}?(?:be|reach|total|rise|grow|climb|bring|pay|yield|come)\b[^.;]{0,70}$";
    /// "period of performance is", "duration:".
    TERM_BEFORE = r"\b(?:period\sof\sperformance|performance\speriod|ordering\speriod|contract\s(?:term|duration|period|length)|duration\sof\sthe\s(?:contract|agreement|framework)|(?:estimated\s)?duration)(?:\s(?:is|of|will\sbe|runs|lasts|spans|covers)|:)\s(?:for\s|an?\s)?$";
    /// "a contract that runs for", "a deal worth $40 million over".
    RUNS = r"\s(?:(?:(?:will|would|could|can|may|might|is\sto|are\sto|to|is\sexpected\sto)\s)?(?:runs?|lasts?|spans?|covers?|running|lasting|spanning|covering)(?:\s(?:for|over))?|(?:has|have|with|carries|carrying|having)\s(?:an?|the)\s(?:\w+\s)?(?:term|duration|length|period|lifespan|period\sof\sperformance)\sof|for\sa\s(?:period|term|duration)\sof|for|over|is\sfor|valid\sfor)\s(?:the\s(?:next\s|coming\s)?|an?\s|up\sto\s|as\slong\sas\s|as\smuch\sas\s|a\s(?:maximum|total)\sof\s)?$";
}

/// What `one` is of, in the sentence it stands in.
pub(super) fn sense(text: &str, one: &Duration) -> Option<Sense> {
    let before = tail(text.get(..one.start)?, BEFORE);
    let after = head(text.get(one.end..)?, AFTER);
    let at = one.start - before.len();
    if NOT_AFTER.is_match(after) {
        return None;
    }
    let said = |kind, start: usize, end: usize| Some(Sense { kind, start, end });
    // The options' own length goes before all else: "a five-year option" is no five-year contract.
    if let Some(found) = OPTIONS_AFTER.captures(after) {
        let end = one.end + found.get(0)?.end();
        return option_noun(before, found.text("w"))
            .and_then(|(kind, start)| said(kind, start.map_or(one.start, |start| at + start), end));
    }
    if let Some(found) = OF_OPTIONS.captures(before).or_else(|| MAY_BE_EXTENDED.captures(before)) {
        let start = found.get(0)?.start();
        if NONE_OF.is_match(&before[..start]) {
            return None;
        }
        let is_granted = found.text("w").to_lowercase().starts_with("extension")
            && matches!(found.text("n"), "a" | "an" | "the" | "")
            && !IS_POSSIBLE.is_match(before);
        let each = number(found.text("k")).or_else(|| number(found.text("n"))).unwrap_or(1);
        let kind = if is_granted { Kind::Extension } else { Kind::Options(each) };
        return said(kind, at + start, one.end);
    }
    if EXTENDED.is_match(before) {
        let kind = if IS_POSSIBLE.is_match(before) { Kind::Options(1) } else { Kind::Extension };
        let start = EXTENDED.find(before)?.start();
        return said(kind, at + start, one.end);
    }
    if let Some(found) = PLUS_OPTIONAL.find(before) {
        return said(Kind::Options(1), at + found.start(), one.end);
    }
    if let Some(found) = OPTIONAL_BEFORE.find(before) {
        let count = COUNTED.captures(&before[..found.end()]);
        let start = count.as_ref().and_then(|c| c.get(0)).map_or(found.start(), |c| c.start());
        let count = count.and_then(|c| number(c.text("n"))).unwrap_or(1);
        return said(Kind::Options(count), at + start, one.end);
    }
    if one.is_article {
        return None;
    }
    if let Some(found) = BASE_AFTER.find(after) {
        return said(Kind::Base, one.start, one.end + found.end());
    }
    if let Some(found) = BASE_BEFORE.find(before) {
        return said(Kind::Base, at + found.start(), noun(after).map_or(one.end, |noun| one.end + noun));
    }
    if NOT_BEFORE.is_match(before) {
        return None;
    }
    let noun_end = noun(after);
    let is_own = |end: usize| !OVER.is_match(&after[end..]) && !OTHER_CONTRACT.is_match(before);
    let named = noun_end.filter(|end| is_own(*end));
    if noun_end.is_some() && named.is_none() {
        return None;
    }
    let has_all = ALL_OPTIONS.is_match(after) || ALL_OPTIONS.is_match(before);
    let runs = || runs(before).map(|start| at + start);
    let start = match named {
        Some(_) => one.start,
        // "For a one-year pilot": the stretch is of what follows.
        None if text.get(one.start..one.end)?.contains(['-', '‑']) => return None,
        None => TERM_BEFORE.find(before).map(|found| at + found.start()).or_else(runs)?,
    };
    let end = named.map_or(one.end, |end| one.end + end);
    let is_total = has_all || TOTAL_BEFORE.is_match(before) || (named.is_none() && COULD.is_match(before));
    said(if is_total { Kind::Total } else { Kind::Length }, start, end)
}

/// Options by the noun after the stretch, and where their count begins. A single extension or renewal that is not called
/// possible is one that was granted.
fn option_noun(before: &str, noun: &str) -> Option<(Kind, Option<usize>)> {
    let counted = COUNTED.captures(before);
    let start = counted.as_ref().and_then(|found| found.get(0)).map(|found| found.start());
    let count = counted.and_then(|found| number(found.text("n"))).unwrap_or(1);
    if NONE_OF.is_match(start.map_or(before, |start| &before[..start])) {
        return None;
    }
    let is_option = noun.to_lowercase().starts_with("option");
    let is_granted = !is_option && count == 1 && !IS_POSSIBLE.is_match(before);
    Some((if is_granted { Kind::Extension } else { Kind::Options(count) }, start))
}

/// Where the noun ends that the stretch stands before: "five-year, $40 million production *contract*".
fn noun(after: &str) -> Option<usize> {
    let mut words = words(after).take(MOST_BETWEEN + 1).peekable();
    while let Some((end, word)) = words.next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let own = bare.trim_end_matches("’s").trim_end_matches("'s");
        if HEADS.contains(&own) {
            return Some(end);
        }
        let next =
            words.peek().map(|(_, next)| next.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        // "up to" within "five-year, up to $40 million contract".
        let is_up_to = bare == "up" && next.as_deref() == Some("to");
        if is_up_to {
            words.next();
            continue;
        }
        if bare == "ordering" && next.as_deref() == Some("period") {
            return words.next().map(|(end, _)| end);
        }
        if bare == "period" && after.get(end..).is_some_and(|rest| rest.starts_with(" of performance")) {
            return Some(end + " of performance".len());
        }
        let is_other = OTHERS.contains(&own) && !next.is_some_and(|next| HEADS.contains(&next.as_str()));
        let ends =
            word.ends_with([';', ':', '?', '!', ')', '”', '"']) || (word.ends_with('.') && bare.len() > 3);
        if STOPS.contains(&own) || is_other || ends {
            return None;
        }
    }
    None
}

/// Words with the place where each ends, trailing punctuation left out.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split([' ', '\u{a0}', '-', '‑', '–']).filter_map(move |word| {
        let start = at;
        // Each separator is one character, of one to three bytes.
        let after = text.get(start + word.len()..).and_then(|rest| rest.chars().next());
        at = start + word.len() + after.map_or(0, char::len_utf8);
        let kept = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        (!word.is_empty()).then_some((start + kept.len(), word))
    })
}

/// Words between a contract and its stretch that tell of something else.
const ELSEWHERE: &[&str] = &[
    "that",
    "which",
    "who",
    "has",
    "had",
    "have",
    "been",
    "was",
    "were",
    "used",
    "after",
    "since",
    "before",
    "said",
    "says",
    "while",
    "when",
    "where",
    "because",
    "experience",
    "not",
];

/// Participles that may stand there.
const OF_CONTRACTS: &[&str] = &[
    "valued",
    "awarded",
    "signed",
    "announced",
    "fixed",
    "capped",
    "estimated",
    "based",
    "unlimited",
    "limited",
    "agreed",
    "expected",
    "need",
    "shared",
    "integrated",
    "distributed",
    "advanced",
    "unmanned",
    "related",
    "automated",
];

/// Where the words begin that say that a contract runs for what follows: "contract … for".
fn runs(before: &str) -> Option<usize> {
    let found = RUNS.find(before)?;
    let lead = &before[..found.start()];
    let mut place = lead.len();
    for word in lead.rsplit([' ', '\u{a0}']) {
        place -= word.len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let own = bare.trim_end_matches("’s").trim_end_matches("'s");
        // Of several contracts nothing says that each runs so long.
        let is_several = own.ends_with('s') && HEADS.contains(&own.trim_end_matches('s'));
        if HEADS.contains(&own) && !is_several {
            let is_figure = own == "order" && lead[place..].to_lowercase().starts_with("order of magnitude");
            // The words to quote are those of the stretch: "over five years".
            return (!is_figure).then_some(found.start() + 1);
        }
        let is_verb = bare.ends_with("ed") && !OF_CONTRACTS.contains(&own);
        if ELSEWHERE.contains(&own) || is_verb || is_several || word.ends_with(['.', ';', ':']) {
            // "The contract, which runs for": the verb itself may stand after "which".
            let is_of_verb = matches!(own, "that" | "which") && lead.len() == place + word.len();
            if !is_of_verb {
                return None;
            }
        }
        place = lead[..place].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    None
}

/// The last bytes of a text, at a character's boundary.
pub(super) fn tail(text: &str, most: usize) -> &str {
    let mut from = text.len().saturating_sub(most);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// The first bytes of a text, at a character's boundary.
fn head(text: &str, most: usize) -> &str {
    let mut to = text.len().min(most);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or_default()
}
