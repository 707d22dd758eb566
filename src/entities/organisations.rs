//! Which of the listed names that stand in an article count, and which entry each one means.

use std::collections::{BTreeMap, HashSet};

use super::candidates::Taken;
use super::gazetteer::{Gazetteer, Sighting};
use super::lists::EntryKind;
use super::mention::{Named, Organisation, TermMention};
use super::patterns::openings;
use crate::base::{Field, Openings, OrgId, Span};

/// A listed name that counts, and its entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub span: Span,
    /// Index of the entry in the lists.
    pub entry: usize,
}

/// The texts in which names are looked for.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub title: &'a str,
    pub body: &'a str,
    pub country: &'a str,
    /// Where the patterns may begin in the title, and in the body.
    openings: &'a [Openings<'a>; 2],
}

impl<'a> Texts<'a> {
    /// Where the patterns may begin in a title and a body.
    pub fn openings(title: &'a str, body: &'a str) -> [Openings<'a>; 2] {
        [openings(title), openings(body)]
    }

    /// The title and the body of a story that plays in a country.
    pub fn of(country: &'a str, openings: &'a [Openings<'a>; 2]) -> Self {
        let [title, body] = openings;
        Self { title: title.text(), body: body.text(), country, openings }
    }

    /// Where the patterns may begin in a field.
    pub fn openings_of(&self, field: Field) -> &'a Openings<'a> {
        match field {
            Field::Title => &self.openings[0],
            Field::Body => &self.openings[1],
        }
    }

    pub fn text(&self, field: Field) -> &'a str {
        match field {
            Field::Title => self.title,
            Field::Body => self.body,
        }
    }
}

/// Chooses among the sightings of listed names: rules of the lists, then the longest at each place.
/// Besides, the places of listed names that mean another here: "formerly of Larkfield", "the Denver Post".
pub(super) fn counted(texts: Texts<'_>) -> (Vec<Counted>, Vec<Span>) {
    let gazetteer = Gazetteer::bundled();
    let mut all: Vec<(Field, Sighting)> = Vec::new();
    for field in [Field::Title, Field::Body] {
        all.extend(gazetteer.sightings(texts.text(field)).into_iter().map(|s| (field, s)));
    }
    let mut refused: Vec<Span> = Vec::new();
    all.retain(|(field, s)| {
        let misleads = is_misleading(texts.text(*field), s);
        if misleads && gazetteer.alias(s).rule().is_plain() && gazetteer.entry(s).kind != EntryKind::Term {
            refused.push(Span::new(*field, s.start, s.end));
        }
        !misleads
    });
    let in_full: HashSet<usize> = all
        .iter()
        .filter(|(field, s)| gazetteer.alias(s).rule().is_plain() && !is_inside_longer(*field, s, &all))
        .map(|(_, s)| gazetteer.alias(s).entry)
        .collect();
    let mut lower: Option<String> = None;
    let mut has_word = |word: &str| {
        let lower = lower.get_or_insert_with(|| format!("{}\n{}", texts.title, texts.body).to_lowercase());
        contains_word(lower, word)
    };
    let fits = |field: Field, s: &Sighting, has_word: &mut dyn FnMut(&str) -> bool| {
        let alias = gazetteer.alias(s);
        let rule = alias.rule();
        let entry = gazetteer.entry(s);
        let named = in_full.contains(&alias.entry);
        let country_fits = rule.countries.is_empty()
            || rule.countries.iter().any(|c| c == texts.country)
            || (named && rule.countries.iter().any(|country| country == entry.country));
        country_fits
            && (!rule.full || named)
            && (rule.with.is_empty() || named || rule.with.iter().any(|word| has_word(word)))
            && (!rule.weak || named || acts_as_organisation(texts.text(field), s))
    };
    // Where two bodies share a name, the one of the story's country is meant.
    all.sort_by_key(|(field, s)| {
        let rule = gazetteer.alias(s).rule();
        let is_at_home = rule.countries.iter().any(|country| country == texts.country);
        (*field, s.start, usize::MAX - s.end, !is_at_home, !rule.is_plain(), s.alias)
    });
    let mut found: Vec<Counted> = Vec::new();
    let mut taken_until = (Field::Title, 0_usize);
    for (field, s) in &all {
        if !fits(*field, s, &mut has_word) {
            continue;
        }
        let span = Span::new(*field, s.start, s.end);
        let entry = gazetteer.alias(s).entry;
        if *field == taken_until.0 && s.start < taken_until.1 {
            // A vendor's or agency's name at the head of its product's or program's is named by it.
            let heads = found.last().is_some_and(|last| {
                let kinds = (gazetteer.lists().entries()[last.entry].kind, gazetteer.entry(s).kind);
                last.span.start == s.start
                    && matches!(kinds.0, EntryKind::Product | EntryKind::Program)
                    && matches!(kinds.1, EntryKind::Vendor | EntryKind::Agency)
            });
            if heads {
                found.push(Counted { span, entry });
            }
            continue;
        }
        taken_until = (*field, s.end);
        found.push(Counted { span, entry });
    }
    (found, refused)
}

fn is_inside_longer(field: Field, s: &Sighting, all: &[(Field, Sighting)]) -> bool {
    all.iter().any(|(f, other)| {
        *f == field
            && other.start <= s.start
            && s.end <= other.end
            && other.end - other.start > s.end - s.start
    })
}

/// Whole-word search in lower-case text.
fn contains_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(i, _)| {
        !lower[..i].chars().next_back().is_some_and(char::is_alphanumeric)
            && !lower[i + word.len()..].chars().next().is_some_and(char::is_alphanumeric)
    })
}

/// What follows a name and makes it another's: a newspaper, a street, a sports team.
const OTHERS_AFTER: &[&str] = &[
    " Post",
    " Times",
    " Herald",
    " Journal",
    " Tribune",
    " Globe",
    " Gazette",
    " Magazine",
    " News",
    " Review",
    " Street",
    " Avenue",
    " Stadium",
    " Daily",
    " Chronicle",
    " Telegraph",
    " post",
    " account",
    " profile",
];
/// What stands before a name and makes it somebody's past.
const PAST_BEFORE: &[&str] = &[
    "former ",
    "Former ",
    "formerly of ",
    "formerly at ",
    "formerly with ",
    "once of ",
    "once at ",
    "ex-",
    "Ex-",
    "veteran of ",
    "alumnus of ",
    "late of ",
];

fn is_misleading(text: &str, s: &Sighting) -> bool {
    let (before, after) = (&text[..s.start], &text[s.end..]);
    let goes_on = OTHERS_AFTER
        .iter()
        .any(|other| after.strip_prefix(other).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    goes_on
        || is_state_after_town(before, &text[s.start..s.end], after)
        || is_exchange(after)
        || PAST_BEFORE.iter().any(|past| before.ends_with(past))
}

/// "(NASDAQ: PLTR)": where a share is traded, told by what it is called there.
fn is_exchange(after: &str) -> bool {
    let Some(code) = after.strip_prefix(':').map(str::trim_start) else { return false };
    let end = code
        .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.'))
        .unwrap_or(code.len());
    (1..=6).contains(&end) && code[end..].starts_with([')', ']', ';', ','])
}

/// "Reston, VA, won": a state's two letters after a town.
fn is_state_after_town(before: &str, printed: &str, after: &str) -> bool {
    let town = before.strip_suffix(", ").and_then(|rest| rest.rsplit([' ', '\n']).next());
    printed.len() == 2
        && town
            .is_some_and(|town| town.starts_with(char::is_uppercase) && town.chars().any(char::is_lowercase))
        && !after.starts_with(" and ")
        && !after.starts_with(" or ")
}

/// Verbs that an organisation does, in the forms news uses.
const DOES: &[&str] = &[
    "adopted",
    "adopts",
    "announced",
    "approved",
    "approves",
    "awarded",
    "awards",
    "became",
    "becomes",
    "bought",
    "buys",
    "cancelled",
    "canceled",
    "chose",
    "contracted",
    "deployed",
    "deploys",
    "dropped",
    "drops",
    "ended",
    "ends",
    "extended",
    "gave",
    "has",
    "hired",
    "hires",
    "inked",
    "issued",
    "launched",
    "launches",
    "paid",
    "pays",
    "picked",
    "picks",
    "plans",
    "purchased",
    "rolled",
    "rolls",
    "said",
    "says",
    "secured",
    "selected",
    "selects",
    "signed",
    "signs",
    "taps",
    "tapped",
    "terminated",
    "uses",
    "used",
    "voted",
    "votes",
    "wants",
    "will",
    "won",
    "wins",
    "landed",
    "lands",
    "sued",
    "protested",
    "provides",
    "builds",
    "developed",
    "develops",
    "sells",
    "received",
    "receives",
    "gets",
    "got",
];
/// Phrases that are followed by an organisation.
const MET_BY: &[&str] = &[
    "contract with ",
    "contracts with ",
    "deal with ",
    "agreement with ",
    "partnership with ",
    "awarded to ",
    "order to ",
    "contract to ",
    "contract from ",
    "bought from ",
    "purchased from ",
    "partnered with ",
    "signed with ",
    "sold to ",
    "contract for ",
    "state of ",
    "government of ",
    "city of ",
    "startup ",
    "start-up ",
    "contractor ",
    "vendor ",
    "firm ",
    "company ",
    "used by ",
    "supplied by ",
    "developed by ",
    "built by ",
    "made by ",
    "provided by ",
    "from ",
];
/// Legal forms right after a name.
const FORMS: &[&str] = &[
    " Inc",
    ", Inc",
    " Corp",
    " LLC",
    ", LLC",
    " Ltd",
    " Limited",
    " plc",
    " PLC",
    " GmbH",
    " Technologies",
    " AG",
];

/// Whether the words around an ambiguous name show an organisation at work.
fn acts_as_organisation(text: &str, s: &Sighting) -> bool {
    let (before, after) = (&text[..s.start], &text[s.end..]);
    if FORMS.iter().any(|form| after.starts_with(form)) {
        return true;
    }
    let next = after.trim_start_matches("'s").trim_start_matches("’s");
    let is_possessive = next.len() != after.len();
    let next_word: String = next.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    let is_place = [" in ", " In ", ", "].iter().any(|p| before.ends_with(p));
    if !is_place && !is_possessive && next.starts_with(' ') && DOES.contains(&next_word.as_str()) {
        return true;
    }
    let governs =
        ["governor", "government", "officials", "department", "legislature", "lawmakers", "agencies"];
    if governs.iter().any(|word| begins_with(next.trim_start(), word)) && !is_place {
        return true;
    }
    let mut start = before.len().saturating_sub(20);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let near = before[start..].to_lowercase();
    MET_BY.iter().any(|phrase| near.ends_with(phrase) && *phrase != "from ")
}

/// Whether a text begins with a word of small letters, case not counting.
fn begins_with(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

/// The places that listed names hold; a word of the field ("Analytics", "AI") may still be part of a longer name.
pub(super) fn taken(counted: &[Counted], refused: &[Span]) -> Vec<Taken> {
    let entries = Gazetteer::bundled().lists().entries();
    let kinds = counted.iter().map(|c| Taken { span: c.span, kind: entries[c.entry].kind });
    let refused = refused.iter().map(|span| Taken { span: *span, kind: EntryKind::Product });
    let mut taken: Vec<Taken> = kinds.filter(|taken| taken.kind != EntryKind::Term).chain(refused).collect();
    taken.sort_by_key(|taken| taken.span);
    taken
}

/// How often a listed name, where it counts, is labelled as this body or supplier (training articles, rounded down: a name
/// may stand for another's, or for none in its role).
const LISTED_AGENCY: f32 = 0.89;
const LISTED_VENDOR: f32 = 0.95;

/// The counted names of one kind, grouped by entry in order of first mention.
pub(super) fn organisations(counted: &[Counted], kind: EntryKind) -> Vec<Organisation> {
    let lists = Gazetteer::bundled().lists();
    grouped(counted, kind)
        .into_iter()
        .map(|(index, mentions)| {
            let entry = &lists.entries()[index];
            Organisation {
                id: OrgId::from_stored(entry.id),
                name: entry.name.to_owned(),
                parent: entry.parent.map(OrgId::from_stored),
                mentions,
                confidence: if kind == EntryKind::Agency { LISTED_AGENCY } else { LISTED_VENDOR },
            }
        })
        .collect()
}

/// The counted products or programs.
pub(super) fn named(counted: &[Counted], kind: EntryKind) -> Vec<Named> {
    let lists = Gazetteer::bundled().lists();
    grouped(counted, kind)
        .into_iter()
        .map(|(index, mentions)| {
            let entry = &lists.entries()[index];
            Named {
                id: entry.id.to_owned(),
                name: entry.name.to_owned(),
                owner: entry.parent.map(OrgId::from_stored),
                mentions,
            }
        })
        .collect()
}

/// The words of the field.
pub(super) fn terms(counted: &[Counted]) -> Vec<TermMention> {
    let entries = Gazetteer::bundled().lists().entries();
    let terms = counted.iter().filter(|c| entries[c.entry].kind == EntryKind::Term);
    terms.map(|c| TermMention { span: c.span, strong: entries[c.entry].class == "strong" }).collect()
}

fn grouped(counted: &[Counted], kind: EntryKind) -> Vec<(usize, Vec<Span>)> {
    let entries = Gazetteer::bundled().lists().entries();
    let mut by_entry: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for c in counted.iter().filter(|c| entries[c.entry].kind == kind) {
        by_entry.entry(c.entry).or_default().push(c.span);
    }
    let mut groups: Vec<_> = by_entry.into_iter().collect();
    groups.sort_by_key(|(_, mentions)| mentions.first().copied());
    groups
}
