//! Who fills the slots of a claim: suppliers, buyers, sum and day, by where they stand in the sentence.

use std::sync::LazyLock;

use crate::base::{Finder, OrgId, PartialDate, Span};
use crate::entities::{Amount, AmountRole, EntryKind, Lists};
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::event::{Certainty, EventValue, OrgRef};
use crate::events::story::{Party, Sentence, Side, Story, can_buy, is_cited};
use crate::events::words;

/// The suppliers that a sentence ties to its claim.
#[derive(Debug, Default)]
pub(super) struct Suppliers {
    pub vendors: Vec<Filled>,
    pub via: Vec<Filled>,
    /// Taken from an earlier sentence ("the company").
    pub assumed: bool,
}

/// Suppliers named in the sentence, else the one spoken of where a pronoun points back at it.
pub(super) fn suppliers(sentence: &Sentence<'_>) -> Suppliers {
    let mut found = Suppliers::default();
    let parties: Vec<&Party> = sentence.suppliers().collect();
    for (i, party) in parties.iter().enumerate() {
        let before = sentence.before(&party.span);
        let owns_next = parties.get(i + 1).is_some_and(|next| {
            let gap = sentence
                .text
                .get(party.span.end - sentence.span.start..next.span.start - sentence.span.start);
            matches!(gap, Some("'s " | "’s ")) && !next.by_product
        });
        if is_cited(before) || owns_next || is_only_compared(before) {
            continue;
        }
        let tail = last_bytes(before, 80);
        let after = sentence.text.get(party.span.end - sentence.span.start..).unwrap_or_default();
        if words::VIA.is_match(tail) || words::CARRIES.is_match(after) {
            push_once(&mut found.via, Filled::from(*party));
        } else {
            push_once(&mut found.vendors, Filled::from(*party));
        }
    }
    let via: Vec<OrgId> = found.via.iter().map(|v| v.org.id.clone()).collect();
    found.vendors.retain(|v| !via.contains(&v.org.id));
    if found.vendors.is_empty()
        && sentence.points_back()
        && let Some(focus) = &sentence.focus_supplier
        && !via.contains(&focus.org.id)
    {
        found.vendors.push(Filled::from(focus));
        found.assumed = true;
    }
    found
}

/// "rivals such as X", "a void left by its competitor X", "beat X", "than X".
pub(super) fn is_only_compared(before: &str) -> bool {
    const PHRASES: &[&str] = &[
        "rivals such as ",
        "rivals including ",
        "competitors such as ",
        "competitors including ",
        "left by its competitor ",
        "competitor ",
        "competing with ",
        "competes with ",
        "compete with ",
        "ahead of ",
        "beat ",
        "beating ",
        "over rival ",
        "than ",
        "owned by ",
        "backed by ",
        "unit of ",
        "subsidiary of ",
        "part of ",
        "based on ",
        "supplies training data to ",
        "such as ",
    ];
    let tail = last_bytes(before, 40).as_bytes();
    PHRASES.iter().any(|phrase| {
        tail.len()
            .checked_sub(phrase.len())
            .is_some_and(|at| tail[at..].eq_ignore_ascii_case(phrase.as_bytes()))
    })
}

pub(super) fn last_bytes(text: &str, length: usize) -> &str {
    let mut start = text.len().saturating_sub(length);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Whether a sentence speaks of a supplier without naming it.
pub(super) fn points_back(text: &str) -> bool {
    const NOUNS: &[&str] = &[
        "the company",
        "the firm",
        "the startup",
        "the start-up",
        "the vendor",
        "the contractor",
        "the supplier",
        "the developer",
        "the lab",
        "the maker",
        "the chatbot maker",
        "the ai company",
        "the giant",
        "the group",
        "the business",
        "the chip maker",
        "la société",
        "l'entreprise",
        "l’entreprise",
    ];
    const PRONOUNS: &[&str] = &["it", "its", "they", "their", "elle", "il"];
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::of(NOUNS));
    FINDER.finds_any(text) || holds_word(text, PRONOUNS)
}

fn points_back_at_agency(text: &str) -> bool {
    const NOUNS: &[&str] = &[
        "the department",
        "the agency",
        "the service",
        "the command",
        "the city",
        "the board",
        "the ministry",
        "the council",
        "the office",
        "the center",
        "the centre",
        "the county",
        "the state",
        "the military",
        "the district",
        "the bureau",
    ];
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::of(NOUNS));
    FINDER.finds_any(text)
}

/// Whether any of these words of ASCII, at most five letters each, stands in the text, case not counting.
fn holds_word(text: &str, words: &[&str]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = at + length;
        if (2..=5).contains(&length) {
            let is_listed = words.iter().any(|word| bytes[at..end].eq_ignore_ascii_case(word.as_bytes()));
            if is_listed
                && !text[..at].ends_with(char::is_alphanumeric)
                && !text[end..].starts_with(char::is_alphanumeric)
            {
                return true;
            }
        }
        at = end + 1;
    }
    false
}

/// Fills the buyers: bodies in the sentence, else the one spoken of, else the one the article is about.
pub(super) fn fill_buyers(candidate: &mut Candidate, story: &Story<'_>) {
    let sentence = &story.sentences[candidate.sentence];
    let buyers: Vec<&Party> = sentence.buyers().filter(|p| can_buy(p.class)).collect();
    for party in &buyers {
        let mut units = buyers
            .iter()
            .filter(|other| other.org.id != party.org.id && other.org.id.is_within(&party.org.id))
            .peekable();
        let is_remote_parent =
            units.peek().is_some() && !units.any(|unit| are_adjacent(sentence, &party.span, &unit.span));
        if !is_remote_parent && !is_only_owner(sentence, party) {
            push_once(&mut candidate.buyers, Filled::from(*party));
        }
    }
    if let Some(parent) = buyers.iter().find_map(|unit| parent_spoken_of(sentence, story, unit)) {
        push_once(&mut candidate.buyers, parent);
    }
    if !candidate.buyers.is_empty() {
        return;
    }
    if words::NATION.is_in(&sentence.openings) {
        return;
    }
    let is_meant = sentence.is_focus_near || points_back_at_agency(sentence.text);
    let focus = sentence.focus_buyer.as_ref().filter(|_| is_meant);
    if let Some(party) = focus.or(story.main_buyer.as_ref()) {
        candidate.buyers.push(Filled::from(party));
        candidate.buyers_assumed = true;
    }
}

/// "the department's Widget Office": the parent is spoken of, though not by name.
fn parent_spoken_of(sentence: &Sentence<'_>, story: &Story<'_>, unit: &Party) -> Option<Filled> {
    let before = sentence.before(&unit.span);
    let is_owned = ["department's ", "department’s ", "ministry's ", "ministry’s ", "agency's ", "agency’s "]
        .iter()
        .any(|owner| before.ends_with(owner));
    let parents = story.sentences.iter().flat_map(Sentence::buyers);
    parents
        .filter(|party| party.org.id != unit.org.id && unit.org.id.is_within(&party.org.id))
        .find(|party| is_owned && !party.class.is_empty())
        .map(Filled::from)
}

/// "a contract vehicle of the GSA", "the dashboard of the Crown Commercial Service": whose paper it is, not who buys.
fn is_only_owner(sentence: &Sentence<'_>, party: &Party) -> bool {
    const OWNED: &[&str] = &[
        "vehicle of the ",
        "acquisition contract of the ",
        "dashboard of the ",
        "schedule of the ",
        "according to the ",
        "rules of the ",
        "spokesman for the ",
        "spokeswoman for the ",
        "told the ",
        "website of the ",
        "arm of the ",
        "part of the ",
        "works with the ",
        "advanced by the ",
    ];
    let before = sentence.before(&party.span);
    OWNED.iter().any(|words| before.ends_with(words) || before.ends_with(words.trim_end_matches("the ")))
}

/// "the Pentagon's CDAO", "HHS, Centers for Disease Control": parent and unit named as one buyer.
fn are_adjacent(sentence: &Sentence<'_>, a: &Span, b: &Span) -> bool {
    let (first, second) = if a.start < b.start { (a, b) } else { (b, a) };
    let gap =
        sentence.text.get(first.end - sentence.span.start..second.start.saturating_sub(sentence.span.start));
    gap.is_some_and(|gap| gap.len() <= 12 && !gap.contains(" and "))
}

/// The sum nearest the trigger among those in the given roles; earlier roles are preferred.
pub(super) fn value_near(
    sentence: &Sentence<'_>,
    trigger: &Span,
    roles: &[AmountRole],
) -> Option<(EventValue, Span)> {
    let rank = |amount: &Amount| roles.iter().position(|role| *role == amount.role);
    let distance = |amount: &Amount| {
        if amount.span.start >= trigger.start {
            amount.span.start - trigger.start
        } else {
            trigger.start - amount.span.start + 10
        }
    };
    let amount = sentence
        .amounts
        .iter()
        .filter(|a| rank(a).is_some() && !is_total(sentence, a))
        .min_by_key(|a| (rank(a), distance(a)))?;
    Some((
        EventValue { money: amount.money, low: amount.low, role: amount.role, is_apiece: false },
        amount.span,
    ))
}

/// Whether the sentence gives the sum of many dealings.
pub(super) fn tells_total(sentence: &Sentence<'_>) -> bool {
    sentence.amounts.iter().any(|amount| is_total(sentence, amount))
}

/// "an order under the Widget II vehicle": its owner is the one through whom it is bought.
pub(super) fn fill_vehicle(candidate: &mut Candidate, story: &Story<'_>) {
    let sentence = &story.sentences[candidate.sentence];
    for program in &story.mentions.programs {
        let Some(entry) = Lists::bundled().entry(EntryKind::Program, &program.id) else { continue };
        let Some(owner) = program.owner.as_ref().filter(|_| entry.class == "vehicle") else { continue };
        let Some(body) = Lists::bundled().entry(EntryKind::Agency, owner.as_str()) else { continue };
        let is_under = |span: &&Span| {
            sentence.span.contains(span) && words::UNDER.is_match(last_bytes(sentence.before(span), 24))
        };
        if let Some(span) = program.mentions.iter().find(is_under)
            && story.mentions.agencies.iter().any(|agency| agency.id == *owner)
            && !candidate.buyers.iter().any(|buyer| buyer.org.id == *owner)
        {
            let org = OrgRef { id: owner.clone(), name: body.name.to_owned() };
            push_once(&mut candidate.via, Filled { org, span: *span });
        }
    }
}

/// "contracts that add up to $800 million", "has collected $2.7 billion": many dealings' sum, not one's.
fn is_total(sentence: &Sentence<'_>, amount: &Amount) -> bool {
    words::TOTAL.is_match(last_bytes(sentence.before(&amount.span), 60))
}

/// The day of the dealing: the date nearest the trigger that is no deadline and no end of a term.
pub(super) fn date_near(sentence: &Sentence<'_>, trigger: &Span) -> Option<(PartialDate, Span)> {
    let distance = |span: &Span| {
        if span.start >= trigger.end {
            (span.start - trigger.end) * 2
        } else {
            trigger.start.saturating_sub(span.end)
        }
    };
    (sentence.dates.iter())
        .filter(|d| !words::ENDS_LATER.is_match(last_bytes(sentence.before(&d.span), 40)))
        // A bare year far off dates something else.
        .filter(|d| d.date.month().is_some() || distance(&d.span) < 90)
        .min_by_key(|d| distance(&d.span))
        .map(|d| (d.date, d.span))
}

/// Whether a date belongs to the line that opens a release: "RENO, Nev., May 4, 2026 -- ".
pub(super) fn is_dateline(sentence: &Sentence<'_>, span: &Span) -> bool {
    let rest = sentence.text.get(span.end.saturating_sub(sentence.span.start)..).unwrap_or_default();
    span.start >= sentence.span.start
        && span.start - sentence.span.start < 60
        && [" --", " —", " –", " (", " /"].iter().any(|dash| rest.starts_with(dash))
}

/// How sure the sentence is of its claim, by the words before and around the trigger.
pub(super) fn certainty(sentence: &Sentence<'_>, trigger: &Span) -> Certainty {
    let before = last_bytes(sentence.before(trigger), 60);
    if words::POSSIBLE.is_match(before) {
        Certainty::Possible
    } else if words::PLANNED.is_match(before) {
        Certainty::Planned
    } else if words::REPORTED.is_in(&sentence.openings) {
        Certainty::Reported
    } else {
        Certainty::Announced
    }
}

/// Whether the words right before the trigger deny it.
pub(super) fn is_denied(sentence: &Sentence<'_>, trigger_start: usize) -> bool {
    let before = sentence.text.get(..trigger_start).unwrap_or_default();
    words::NEGATION.is_match(last_bytes(before, 40))
}

/// Whether the text speaks of government at all, where no body is named.
pub(super) fn speaks_of_government(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "government",
        "federal",
        "agencies",
        "military",
        "ministry",
        "public sector",
        "intelligence",
        "state ",
        "defense",
        "defence",
        "police",
        "public body",
        "gouvernement",
        "ministère",
    ];
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::of(WORDS));
    FINDER.finds_any(text)
}

/// Whether any supplier stands in the sentence.
pub(super) fn names_supplier(sentence: &Sentence<'_>) -> bool {
    sentence.parties.iter().any(|p| p.side == Side::Supplier)
}
