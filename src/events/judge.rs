//! Which events a sentence tells, by all that speaks for and against each: the rules of the kinds hear turns of phrase;
//! the model weighs them with the words of the clause, and hears what no rule knows.

use crate::entities::AmountRole;
use crate::events::award::{AWARD_ROLES, split_by_vendor};
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::cues::Cue;
use crate::events::event::EventKind;
use crate::events::evidence::{Manner, Reading, cue_features, features, readings};
use crate::events::model::{PerKind, probabilities, weight, words};
use crate::events::slots::{certainty, date_near, fill_buyers, suppliers, value_near};
use crate::events::story::{Party, Story, can_buy};
use crate::events::tokens::Tokens;
use crate::events::wording::Wording;

/// How likely an event must be to be claimed.
pub(super) const THRESHOLD: f32 = 0.2;

/// What a sentence tells.
pub(super) struct Judged {
    pub claims: Vec<Candidate>,
    /// How likely it tells a dealing, from 0 to 1.
    pub dealing: f32,
}

/// The claims of one sentence that hold: of `heard`, what the rules heard in it, and of the model's own. `before` are the
/// claims of earlier sentences.
pub(super) fn claims(story: &Story<'_>, index: usize, heard: Vec<Candidate>, before: &[Candidate]) -> Judged {
    let sentence = &story.sentences[index];
    let tokens = Tokens::of(story, sentence);
    let readings = readings(story, index);
    let wording = Wording::of(sentence);
    let mut words = words();
    wording.sentence_features(&mut words);
    let spoken = words.take_scores();
    let judged: Vec<PerKind> = readings
        .iter()
        .map(|reading| {
            wording.features(&mut words, reading);
            let mut scores = words.take_scores();
            scores.iter_mut().zip(spoken).for_each(|(score, spoken)| *score += spoken);
            probabilities(&features(story, index, &tokens, reading, &heard), &scores)
        })
        .collect();
    let mut kept = heard;
    for claim in &mut kept {
        weigh(claim, &readings, &judged);
    }
    for kind in EventKind::ALL {
        let is_new = |reading: &Reading<'_>| match reading.party {
            Some(party) => !kept.iter().any(|claim| {
                claim.kind == kind
                    && claim.confidence >= THRESHOLD
                    && claim.vendors.iter().chain(&claim.via).any(|vendor| vendor.org.id == party.org.id)
            }),
            None => {
                kind == EventKind::Solicitation
                    && !kept.iter().any(|claim| claim.kind == kind && claim.confidence >= THRESHOLD)
            }
        };
        let told: Vec<(&Reading<'_>, f32)> = (readings.iter().zip(&judged))
            .map(|(reading, judged)| (reading, judged[kind as usize]))
            .filter(|(reading, p)| *p >= THRESHOLD && is_new(reading))
            .filter(|(reading, _)| !goes_on(story, index, kind, reading, before))
            .collect();
        let has_named = told.iter().any(|(reading, _)| reading.party.is_some());
        let told: Vec<_> =
            told.into_iter().filter(|(reading, _)| reading.party.is_some() || !has_named).collect();
        kept.extend(proposals(story, index, &tokens, kind, &told));
    }
    let is_dealing = |kind: &EventKind| *kind != EventKind::Investment;
    let dealing = (judged.iter())
        .flat_map(|judged| EventKind::ALL.into_iter().filter(is_dealing).map(|kind| judged[kind as usize]))
        .fold(0.0_f32, f32::max);
    Judged { claims: kept, dealing }
}

/// Gives a claim that a rule heard the model's confidence, and leaves out the suppliers of which it does not hold. A claim of
/// which nothing holds stays: its sum or day may belong to what another sentence tells.
fn weigh(claim: &mut Candidate, readings: &[Reading<'_>], judged: &[PerKind]) {
    let kind = claim.kind as usize;
    let of = |vendor: Option<&Filled>| {
        let is_its = |reading: &Reading<'_>| {
            reading.party.map(|party| &party.org.id) == vendor.map(|vendor| &vendor.org.id)
        };
        readings.iter().position(is_its).map(|i| judged[i][kind])
    };
    if claim.vendors.is_empty() {
        claim.confidence = of(None).unwrap_or(claim.confidence);
        return;
    }
    claim.confidence = claim.vendors.iter().filter_map(|vendor| of(Some(vendor))).fold(0.0_f32, f32::max);
    if claim.confidence >= THRESHOLD {
        claim.vendors.retain(|vendor| of(Some(vendor)).is_some_and(|p| p >= THRESHOLD));
    }
}

/// Whether the sentence only speaks on of what was claimed of a supplier that it does not name itself.
fn goes_on(
    story: &Story<'_>,
    index: usize,
    kind: EventKind,
    reading: &Reading<'_>,
    before: &[Candidate],
) -> bool {
    let sentence = &story.sentences[index];
    let can_go_on = match reading.manner {
        Manner::Absent | Manner::Next => true,
        Manner::PointedAt => sentence.amounts.is_empty() && sentence.dates.is_empty(),
        Manner::Named | Manner::Product | Manner::Nobody => false,
    };
    let is_told = |party: &Party| {
        before.iter().any(|claim| {
            claim.kind == kind
                && claim.confidence >= THRESHOLD
                && claim.vendors.iter().any(|vendor| vendor.org.id == party.org.id)
        })
    };
    can_go_on && reading.party.is_some_and(is_told)
}

/// The claims of one kind that no rule heard.
fn proposals(
    story: &Story<'_>,
    index: usize,
    tokens: &Tokens,
    kind: EventKind,
    told: &[(&Reading<'_>, f32)],
) -> Vec<Candidate> {
    let sentence = &story.sentences[index];
    let Some((first, _)) = told.first() else { return Vec::new() };
    let (start, end) = trigger(story, index, tokens, kind, first);
    let trigger = sentence.span_of(start, end);
    let via = suppliers(sentence).via;
    let vendors: Vec<Filled> = (told.iter())
        .filter_map(|(reading, _)| reading.party.map(Filled::from))
        .filter(|vendor| !via.iter().any(|via| via.org.id == vendor.org.id) || told.len() == 1)
        .collect();
    let assumed = !matches!(first.manner, Manner::Named | Manner::Product);
    let groups = match kind {
        EventKind::Award | EventKind::Deployment | EventKind::Authorization => {
            split_by_vendor(sentence, vendors)
        }
        _ => vec![vendors],
    };
    // A headline's one sum over several winners is what they get together.
    let is_total = sentence.is_title() && groups.len() > 1;
    groups
        .into_iter()
        .map(|vendors| {
            let mut candidate = Candidate::new(kind, index, trigger);
            let of = |vendor: &Filled| {
                told.iter()
                    .find(|(reading, _)| reading.party.is_some_and(|party| party.org.id == vendor.org.id))
                    .map_or(0.0, |(_, p)| *p)
            };
            candidate.confidence =
                vendors.iter().map(of).fold(if vendors.is_empty() { told[0].1 } else { 0.0 }, f32::max);
            candidate.vendors = vendors;
            candidate.vendors_assumed = assumed;
            for via in via.iter().filter(|via| !candidate.vendors.iter().any(|v| v.org.id == via.org.id)) {
                push_once(&mut candidate.via, via.clone());
            }
            candidate.value = value_near(sentence, &trigger, roles(kind)).filter(|_| !is_total);
            candidate.date = date_near(sentence, &trigger);
            candidate.certainty = certainty(sentence, &trigger);
            if kind == EventKind::Partnership {
                let buyers = sentence.buyers().filter(|party| can_buy(party.class));
                buyers.for_each(|party| push_once(&mut candidate.buyers, party.into()));
            } else if kind != EventKind::Investment {
                fill_buyers(&mut candidate, story);
            }
            candidate
        })
        .collect()
}

/// The roles that the sum of an event of this kind may have, the most telling first.
fn roles(kind: EventKind) -> &'static [AmountRole] {
    match kind {
        EventKind::Modification => &[AmountRole::Modification, AmountRole::Ceiling, AmountRole::Award],
        EventKind::Investment => &[AmountRole::Investment],
        EventKind::Deployment | EventKind::Protest | EventKind::Exclusion | EventKind::Authorization => &[],
        EventKind::Solicitation => &[AmountRole::Ceiling, AmountRole::Award, AmountRole::Budget],
        _ => AWARD_ROLES,
    }
}

/// The words that speak most for the kind.
fn trigger(
    story: &Story<'_>,
    index: usize,
    tokens: &Tokens,
    kind: EventKind,
    reading: &Reading<'_>,
) -> (usize, usize) {
    let sentence = &story.sentences[index];
    let score = |cue: &&Cue| -> f32 {
        cue_features(sentence, tokens, reading, cue).map(|feature| weight(feature, kind)).sum()
    };
    let words = sentence.cues.iter().filter(|cue| tokens.all.contains(cue));
    let best = words.map(|cue| (score(&cue), cue)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or((0, sentence.text.len()), |(_, cue)| (cue.start, cue.end))
}
