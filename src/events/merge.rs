//! One article tells one dealing many times: puts the claims of its sentences together.

use crate::base::PartialDate;
use crate::entities::AmountRole;
use crate::events::award::AWARD_ROLES;
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::event::{Certainty, EventKind, EventValue};
use crate::events::judge::THRESHOLD;
use crate::events::slots::{is_dateline, is_denied, last_bytes, suppliers, value_near};
use crate::events::story::{Side, Story, can_buy};
use crate::events::words;

/// How many sentences after a claim "the deal" still means that claim.
const REACH: usize = 4;

/// The claims of an article, those about one dealing made one, in order of first telling.
pub(super) fn merge(story: &Story<'_>, mut claims: Vec<Candidate>) -> Vec<Candidate> {
    // What is known by name goes first, so that "the company" joins it instead of standing alone.
    claims.sort_by_key(|c| (c.sentence, c.kind, c.trigger));
    continue_claims(story, &mut claims);
    add_carriers(story, &mut claims);
    let mut merged: Vec<Candidate> = Vec::new();
    for claim in claims {
        let sentence = &story.sentences[claim.sentence];
        let is_other = claim.kind == EventKind::Award
            && words::OTHER_ONE.find_in(&sentence.openings).is_some_and(|m| !is_denied(sentence, m.start()));
        match merged.iter_mut().find(|known| !is_other && is_same_dealing(story, known, &claim)) {
            Some(known) => absorb(story, known, &claim),
            None => merged.push(claim),
        }
    }
    merged.retain(|claim| claim.confidence >= THRESHOLD);
    share_among_siblings(&mut merged);
    drop_shadows(&mut merged);
    merged
}

/// "The records are stored on X": the carrier of the award told shortly before.
fn add_carriers(story: &Story<'_>, claims: &mut [Candidate]) {
    for (index, sentence) in story.sentences.iter().enumerate() {
        let Some(told) = (index.saturating_sub(6)..index)
            .rev()
            .find(|i| claims.iter().any(|c| c.sentence == *i && c.kind == EventKind::Award))
        else {
            continue;
        };
        let found = suppliers(sentence);
        if found.via.is_empty() || sentence.is_title() {
            continue;
        }
        let is_carried = |claim: &Candidate| {
            found.vendors.is_empty()
                || claim.vendors.iter().any(|v| found.vendors.iter().any(|w| v.org.id == w.org.id))
        };
        for claim in claims.iter_mut().filter(|c| c.sentence == told && c.kind == EventKind::Award) {
            if is_carried(claim) {
                for via in &found.via {
                    if !claim.vendors.iter().any(|v| v.org.id == via.org.id) {
                        push_once(&mut claim.via, via.clone());
                    }
                }
            }
        }
    }
}

/// "Contracts to A, B and C": what is told of one award of an announcement holds for the others.
fn share_among_siblings(claims: &mut [Candidate]) {
    for index in 0..claims.len() {
        let of_one = |other: &Candidate| {
            other.kind == EventKind::Award && other.told_at == claims[index].told_at && other.value.is_some()
        };
        let siblings: Vec<Candidate> = claims
            .iter()
            .filter(|c| c.kind == EventKind::Award && c.told_at == claims[index].told_at)
            .cloned()
            .collect();
        if siblings.len() < 2 || claims[index].kind != EventKind::Award {
            continue;
        }
        let mut values = siblings.iter().filter(|c| of_one(c)).filter_map(|c| c.value);
        let first = values.next();
        let is_shared = first.is_some_and(|(a, _)| values.all(|(b, _)| a.money == b.money));
        let claim = &mut claims[index];
        if claim.value.is_none() && is_shared {
            claim.value = first;
        }
        if claim.date.is_none() {
            claim.date = siblings.iter().find_map(|c| c.date);
        }
        for buyer in siblings.iter().filter(|c| !c.buyers_assumed).flat_map(|c| &c.buyers) {
            push_once(&mut claim.buyers, buyer.clone());
        }
    }
}

/// Sentences that speak on about a claim ("Each deal tops out at $200 million") give it their sum and day.
fn continue_claims(story: &Story<'_>, claims: &mut Vec<Candidate>) {
    for (index, sentence) in story.sentences.iter().enumerate() {
        // The claim it speaks of: the last sentence before it that made one.
        let Some(told) = (index.saturating_sub(REACH)..index)
            .rev()
            .find(|i| claims.iter().any(|c| c.sentence == *i && c.kind != EventKind::Partnership))
        else {
            continue;
        };
        let speaks_on = words::CONTINUES.is_in(&sentence.openings);
        let tells_day = words::MADE_KNOWN.is_in(&sentence.openings);
        if sentence.is_title() || !(speaks_on || tells_day) || names_other_supplier(story, claims, index) {
            continue;
        }
        let own = claims.iter().position(|c| c.sentence == index);
        if own.is_some_and(|i| !claims[i].vendors_assumed) {
            continue;
        }
        let value = if speaks_on {
            value_near(sentence, &sentence.span, &[AWARD_ROLES, &[AmountRole::Modification]].concat())
        } else {
            None
        };
        let units: Vec<Filled> = sentence.buyers().filter(|p| can_buy(p.class)).map(Filled::from).collect();
        let date = sentence
            .dates
            .iter()
            .find(|d| !words::ENDS_LATER.is_match(last_bytes(sentence.before(&d.span), 40)))
            .filter(|_| tells_day)
            .map(|d| (d.date, d.span));
        for claim in claims.iter_mut().filter(|c| c.sentence == told) {
            if claim.value.is_none() && !matches!(claim.kind, EventKind::Protest | EventKind::Exclusion) {
                claim.value = value.filter(|(v, _)| v.role != AmountRole::Investment);
            }
            // The day of the release is a stopgap for the day of the vote.
            let is_stopgap = claim.date.is_some_and(|(_, span)| is_dateline(&story.sentences[told], &span));
            if claim.date.is_none() || (is_stopgap && date.is_some()) {
                claim.date = date;
            }
            // "The CDAO made the announcement": a unit of the body that buys.
            let is_unit = |unit: &&Filled| {
                claim.buyers.iter().any(|b| b.org.id != unit.org.id && unit.org.id.is_within(&b.org.id))
            };
            let found: Vec<Filled> = units.iter().filter(is_unit).cloned().collect();
            if claim.kind == EventKind::Award {
                for unit in found {
                    push_once(&mut claim.buyers, unit);
                }
            }
        }
        if speaks_on {
            // It told nothing new by itself.
            let told: Vec<Candidate> =
                claims.iter().filter(|c| c.sentence == told && c.kind == EventKind::Award).cloned().collect();
            let adds_nothing = |c: &Candidate| told.iter().any(|known| values_fit(known, c));
            claims.retain(|c| {
                c.sentence != index || !c.vendors_assumed || c.kind != EventKind::Award || !adds_nothing(c)
            });
        }
    }
}

fn names_other_supplier(story: &Story<'_>, claims: &[Candidate], index: usize) -> bool {
    let known: Vec<_> = claims
        .iter()
        .filter(|c| c.sentence < index && c.sentence + REACH >= index)
        .flat_map(|c| &c.vendors)
        .collect();
    let mut named = story.sentences[index].parties.iter().filter(|p| p.side == Side::Supplier);
    named.any(|p| !known.iter().any(|v| v.org.id == p.org.id))
}

/// Whether two claims of one article can be one dealing.
fn is_same_dealing(story: &Story<'_>, known: &Candidate, claim: &Candidate) -> bool {
    if known.kind != claim.kind {
        return false;
    }
    let shares_vendor = known.vendors.iter().any(|v| claim.vendors.iter().any(|w| v.org.id == w.org.id));
    let vendors_fit = match known.kind {
        EventKind::Solicitation => true,
        // "A protest was denied": whose, another sentence says.
        EventKind::Protest => shares_vendor || known.vendors.is_empty() || claim.vendors.is_empty(),
        EventKind::Partnership | EventKind::Investment => {
            let shared =
                known.vendors.iter().filter(|v| claim.vendors.iter().any(|w| v.org.id == w.org.id)).count();
            shared >= 2 || (shared >= 1 && (known.vendors.len() == 1 || claim.vendors.len() == 1))
        }
        _ => shares_vendor,
    };
    // Of sixteen suppliers of which an article tells something, only one has it told of two dealings: those differ in
    // more than what a headline leaves out or a sentence seems to say.
    let is_vague =
        |claim: &Candidate| claim.confidence < SURE_OF_ITSELF || story.sentences[claim.sentence].is_title();
    let is_other = !buyers_fit(known, claim)
        || !values_fit(known, claim)
        || !(is_state(known.kind) || dates_fit(known.date.map(|d| d.0), claim.date.map(|d| d.0)));
    vendors_fit && (is_vague(known) || is_vague(claim) || !is_other)
}

/// A claim less sure than this joins another of its supplier and kind rather than standing alone.
const SURE_OF_ITSELF: f32 = 0.5;

/// What a supplier is or is not for a body: told again it is the same, whatever day the sentence gives.
fn is_state(kind: EventKind) -> bool {
    matches!(kind, EventKind::Exclusion | EventKind::Protest | EventKind::Authorization)
}

/// One body, or a body and its parent; a buyer that was only assumed stands in nobody's way.
fn buyers_fit(known: &Candidate, claim: &Candidate) -> bool {
    if known.buyers.is_empty() || claim.buyers.is_empty() || known.buyers_assumed || claim.buyers_assumed {
        return true;
    }
    known.buyers.iter().any(|a| {
        claim.buyers.iter().any(|b| {
            a.org.id.is_within(&b.org.id)
                || b.org.id.is_within(&a.org.id)
                || is_part_of_name(&a.org.name, &b.org.name)
        })
    })
}

/// "Sierra Vista City Council" and "City of Sierra Vista" are one buyer's two names.
fn is_part_of_name(a: &str, b: &str) -> bool {
    let key = |name: &str| crate::base::comparison_key(name);
    let (a, b) = (key(a), key(b));
    a.len() > 4 && b.len() > 4 && (a.contains(&b) || b.contains(&a))
}

fn values_fit(known: &Candidate, claim: &Candidate) -> bool {
    match (&known.value, &claim.value) {
        (Some((a, _)), Some((b, _))) => {
            a.money.is_near(&b.money, 0.02) || (a.role == AmountRole::Price) != (b.role == AmountRole::Price)
        }
        _ => true,
    }
}

fn dates_fit(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a.first_day() <= b.last_day() && b.first_day() <= a.last_day() || near_in_time(a, b)
        }
        _ => true,
    }
}

/// Signed in spring, announced in summer, told again in autumn.
fn near_in_time(a: PartialDate, b: PartialDate) -> bool {
    a.first_day().until(b.first_day()).is_ok_and(|gap| gap.get_days().abs() <= 240)
}

/// Adds what `claim` knows to `known`; named slots win over assumed ones, a sum over none, the finer date over the coarser.
fn absorb(story: &Story<'_>, known: &mut Candidate, claim: &Candidate) {
    let is_better_told = quality(story, claim) > quality(story, known);
    if known.buyers_assumed && !claim.buyers_assumed && !claim.buyers.is_empty() {
        known.buyers.clone_from(&claim.buyers);
        known.buyers_assumed = false;
    } else if !claim.buyers_assumed && buyers_fit(known, claim) {
        for buyer in &claim.buyers {
            push_once(&mut known.buyers, buyer.clone());
        }
    }
    if matches!(known.kind, EventKind::Partnership) || known.vendors_assumed || known.vendors.is_empty() {
        for vendor in &claim.vendors {
            push_once(&mut known.vendors, vendor.clone());
        }
    }
    for via in &claim.via {
        if !known.vendors.iter().any(|v| v.org.id == via.org.id) {
            push_once(&mut known.via, via.clone());
        }
    }
    let is_only_headline =
        story.sentences[known.sentence].is_title() && !story.sentences[claim.sentence].is_title();
    let is_sure = is_only_headline && claim.value.is_some() && claim.confidence >= SURE_OF_ITSELF;
    if is_sure
        || (values_fit(known, claim)
            && is_more_exact(known.value.as_ref().map(|v| &v.0), claim.value.as_ref().map(|v| &v.0)))
    {
        known.value = claim.value;
    }
    let is_finer = match (&known.date, &claim.date) {
        (None, Some(_)) => true,
        (Some((a, _)), Some((b, _))) => b.to_string().len() > a.to_string().len(),
        _ => false,
    };
    if is_finer {
        known.date = claim.date;
    }
    if certainty_rank(claim.certainty) < certainty_rank(known.certainty) {
        known.certainty = claim.certainty;
    }
    known.confidence = known.confidence.max(claim.confidence).min(0.97);
    known.told_in.extend(&claim.told_in);
    if is_better_told {
        known.sentence = claim.sentence;
        known.trigger = claim.trigger;
        known.vendors_assumed &= claim.vendors_assumed;
    }
}

fn is_more_exact(known: Option<&EventValue>, claim: Option<&EventValue>) -> bool {
    match (known, claim) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => {
            let rank = |v: &EventValue| AWARD_ROLES.iter().position(|role| *role == v.role).unwrap_or(9);
            rank(b) < rank(a)
                || (rank(b) == rank(a) && b.money.is_near(&a.money, 0.02) && digits(b) > digits(a))
        }
        _ => false,
    }
}

/// Significant digits: the exact figure of two roundings has more.
fn digits(value: &EventValue) -> usize {
    value.money.amount.to_string().trim_end_matches('0').len()
}

fn certainty_rank(certainty: Certainty) -> u8 {
    match certainty {
        Certainty::Announced => 0,
        Certainty::Reported => 1,
        Certainty::Planned => 2,
        Certainty::Possible => 3,
    }
}

/// How well a sentence serves as evidence: named vendor, named buyer, sum; a sentence of the body before the title.
fn quality(story: &Story<'_>, claim: &Candidate) -> u32 {
    u32::from(!claim.vendors_assumed) * 4
        + u32::from(!claim.buyers_assumed && !claim.buyers.is_empty()) * 2
        + u32::from(claim.value.is_some()) * 2
        + u32::from(!story.sentences[claim.sentence].is_title()) * 3
        + u32::from(claim.confidence >= THRESHOLD) * 20
}

/// Drops what only repeats another kind of event: a deployment or partnership of an award's own parties, an award that is
/// the protested, ended, changed or authorized thing itself told in the same sentence without a sum.
fn drop_shadows(claims: &mut Vec<Candidate>) {
    let shares = |a: &Candidate, b: &Candidate| {
        a.vendors.iter().any(|v| b.vendors.iter().any(|w| v.org.id == w.org.id))
    };
    let keep: Vec<bool> = claims
        .iter()
        .map(|claim| match claim.kind {
            EventKind::Deployment => !claims.iter().any(|other| {
                matches!(other.kind, EventKind::Award | EventKind::Modification)
                    && shares(claim, other)
                    && !other.buyers.is_empty()
                    && buyers_fit(claim, other)
            }),
            EventKind::Partnership => !claims.iter().any(|other| {
                other.kind == EventKind::Award && other.sentence == claim.sentence && shares(claim, other)
            }),
            EventKind::Award if claim.value.is_none() && claim.date.is_none() => {
                !claims.iter().any(|other| {
                    other.sentence == claim.sentence
                        && shares(claim, other)
                        && matches!(
                            other.kind,
                            EventKind::Termination
                                | EventKind::Modification
                                | EventKind::Authorization
                                | EventKind::Protest
                        )
                })
            }
            // Who protests an award has not won it.
            EventKind::Award => !claims.iter().any(|other| {
                other.kind == EventKind::Protest
                    && other.sentence == claim.sentence
                    && other.confidence > claim.confidence
                    && shares(claim, other)
            }),
            // A competition that is only mentioned where its award or protest is told is no event of its own.
            EventKind::Solicitation
                if claim.vendors.is_empty() && claim.date.is_none() && claim.value.is_none() =>
            {
                !claims.iter().any(|other| {
                    matches!(other.kind, EventKind::Award | EventKind::Protest | EventKind::Modification)
                        && buyers_fit(claim, other)
                })
            }
            EventKind::Solicitation => !claims.iter().any(|other| {
                other.kind == EventKind::Award
                    && other.sentence == claim.sentence
                    && claim.confidence < other.confidence
                    && !claim.buyers_assumed
                    && other.value.is_some()
            }),
            _ => true,
        })
        .collect();
    let mut flags = keep.into_iter();
    claims.retain(|_| flags.next().unwrap_or(true));
}
