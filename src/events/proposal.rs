//! What a sentence proposes by its cues alone, where no rule of a kind has heard it.
//!
//! The rules know turns of phrase; this reader knows only which classes of words stand together with whom: a verb of
//! winning and what is won, a verb of choosing between a body and a supplier. It claims less surely.

use crate::entities::AmountRole;
use crate::events::award::{AWARD_ROLES, split_by_vendor};
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::cues::{Class, Classes, Cue};
use crate::events::event::EventKind;
use crate::events::slots::{self, certainty, date_near, fill_buyers, is_denied, suppliers, value_near};
use crate::events::story::{Sentence, Story, can_buy};
use crate::events::words;

/// How far after its verb a noun still is its object, in bytes.
const OBJECT: usize = 110;
/// How sure a claim by cues is.
const CONFIDENCE: f32 = 0.66;

/// The claims of one sentence in the kinds that no rule has claimed there.
pub(super) fn claims(story: &Story<'_>, index: usize, claimed: &[Candidate]) -> Vec<Candidate> {
    let sentence = &story.sentences[index];
    let is_free = |kind: EventKind| !claimed.iter().any(|c| c.sentence == index && c.kind == kind);
    let mut found = Vec::new();
    for read in [award, modification, termination, exclusion, protest, solicitation, deployment, investment] {
        if let Some((kind, cue)) = read(sentence, story)
            && is_free(kind)
            && !found.iter().any(|c: &Candidate| shadows(c.kind, kind))
        {
            found.extend(candidates(story, index, kind, cue));
        }
    }
    found
}

/// Whether a sentence that tells the one hardly tells the other of the same parties too.
fn shadows(told: EventKind, kind: EventKind) -> bool {
    use EventKind::{Award, Deployment, Exclusion, Modification, Solicitation, Termination};
    matches!(
        (told, kind),
        (Award | Modification | Termination | Exclusion, Deployment | Solicitation) | (Award, Modification)
    )
}

fn first(sentence: &Sentence<'_>, classes: &[Class]) -> Option<Cue> {
    let wanted = Classes::of(classes);
    sentence
        .cues
        .iter()
        .find(|cue| cue.classes.meets(wanted) && !is_denied(sentence, cue.start))
        .copied()
}

/// A cue of `verbs` with one of `objects` after it in the same clause, or before it in the passive.
fn governed(sentence: &Sentence<'_>, verbs: &[Class], objects: &[Class]) -> Option<Cue> {
    let (verbs, objects) = (Classes::of(verbs), Classes::of(objects));
    sentence.cues.iter().enumerate().find_map(|(i, verb)| {
        if !verb.classes.meets(verbs) || is_denied(sentence, verb.start) {
            return None;
        }
        let is_one_clause = |from: usize, to: usize| {
            sentence.text.get(from..to).is_some_and(|gap| !gap.contains([';', ':', '—']))
        };
        let after = sentence.cues[i + 1..].iter().any(|noun| {
            noun.classes.meets(objects)
                && noun.start - verb.end < OBJECT
                && is_one_clause(verb.end, noun.start)
        });
        let is_passive = i > 0 && sentence.cues[i - 1].classes.has(Class::Be);
        let before = is_passive
            && sentence.cues[..i - 1].iter().any(|noun| {
                noun.classes.meets(objects)
                    && verb.start - noun.end < OBJECT
                    && is_one_clause(noun.end, verb.start)
            });
        (after || before).then_some(*verb)
    })
}

type Reading = Option<(EventKind, Cue)>;

fn has_buyer(sentence: &Sentence<'_>) -> bool {
    sentence.buyers().any(|p| can_buy(p.class))
}

fn award(sentence: &Sentence<'_>, story: &Story<'_>) -> Reading {
    use Class::{Buy, Choose, FirmDeal, Give, Sign, Win};
    let has_supplier = slots::names_supplier(sentence);
    let is_other = first(sentence, &[Class::EndNoun, Class::ProtestNoun, Class::BarNoun, Class::SeekNoun]);
    if is_other.is_some() {
        return None;
    }
    let won = governed(sentence, &[Give, Win, Sign, Buy], &[FirmDeal])
        .filter(|_| has_supplier || slots::points_back(sentence.text));
    let paid = || {
        let verb = first(sentence, &[Give, Win, Buy])?;
        let has_sum = sentence.amounts.iter().any(|a| {
            AWARD_ROLES.contains(&a.role)
                && a.span.start > sentence.span.start + verb.end
                && a.span.start - sentence.span.start - verb.end < 60
        });
        (has_sum && has_supplier).then_some(verb)
    };
    let chosen = || first(sentence, &[Choose, Buy]).filter(|_| has_supplier && has_buyer(sentence));
    let cue = won.or_else(paid).or_else(chosen)?;
    (has_buyer(sentence) || story.main_buyer.is_some()).then_some((EventKind::Award, cue))
}

fn modification(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    use Class::{Ceiling, Change, ChangeNoun, FirmDeal};
    let changed = governed(sentence, &[Change], &[FirmDeal, Ceiling, ChangeNoun]);
    let has_sum = sentence.amounts.iter().any(|a| a.role == AmountRole::Modification);
    let named = || first(sentence, &[ChangeNoun]).filter(|_| has_sum);
    changed.or_else(named).map(|cue| (EventKind::Modification, cue))
}

fn termination(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    use Class::{End, EndNoun, FirmDeal, Lapse, Trial};
    let ended = governed(sentence, &[End, Lapse], &[FirmDeal, Trial]);
    let named = || first(sentence, &[EndNoun]);
    ended.or_else(named).map(|cue| (EventKind::Termination, cue))
}

fn exclusion(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    let cue = first(sentence, &[Class::Bar])?;
    (slots::names_supplier(sentence) && has_buyer(sentence)).then_some((EventKind::Exclusion, cue))
}

fn protest(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    use Class::{Court, Filing, FirmDeal, Protest, ProtestNoun};
    let filed = governed(sentence, &[Filing], &[ProtestNoun]);
    let sued = || governed(sentence, &[Protest], &[FirmDeal, Court]);
    let has_supplier = slots::names_supplier(sentence);
    filed.or_else(sued).filter(|_| has_supplier).map(|cue| (EventKind::Protest, cue))
}

fn solicitation(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    use Class::{Open, Seek, SeekNoun, Shortlist};
    let asked = governed(sentence, &[Seek, Open], &[SeekNoun]);
    let left = || first(sentence, &[Shortlist]).filter(|_| slots::names_supplier(sentence));
    asked.or_else(left).filter(|_| has_buyer(sentence)).map(|cue| (EventKind::Solicitation, cue))
}

fn deployment(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    let cue = first(sentence, &[Class::Trial, Class::Use])?;
    let is_contract = first(sentence, &[Class::FirmDeal]).is_some();
    (!is_contract && slots::names_supplier(sentence) && has_buyer(sentence))
        .then_some((EventKind::Deployment, cue))
}

fn investment(sentence: &Sentence<'_>, _: &Story<'_>) -> Reading {
    use Class::{Fund, FundNoun};
    let has_sum = sentence.amounts.iter().any(|a| a.role == AmountRole::Investment);
    let cue = governed(sentence, &[Fund], &[FundNoun]).or_else(|| first(sentence, &[Fund, FundNoun]))?;
    (has_sum && slots::names_supplier(sentence)).then_some((EventKind::Investment, cue))
}

fn candidates(story: &Story<'_>, index: usize, kind: EventKind, cue: Cue) -> Vec<Candidate> {
    let sentence = &story.sentences[index];
    let trigger = sentence.span_of(cue.start, cue.end);
    let mut found = suppliers(sentence);
    if found.vendors.is_empty() && kind != EventKind::Solicitation {
        let Some(focus) = &sentence.focus_supplier else { return Vec::new() };
        found.vendors.push(Filled::from(focus));
        found.assumed = true;
    }
    let roles: &[AmountRole] = match kind {
        EventKind::Modification => &[AmountRole::Modification, AmountRole::Ceiling, AmountRole::Award],
        EventKind::Investment => &[AmountRole::Investment],
        EventKind::Deployment | EventKind::Protest | EventKind::Exclusion => &[],
        _ => AWARD_ROLES,
    };
    let nearest = |vendors: Vec<Filled>| -> Vec<Filled> {
        vendors.into_iter().min_by_key(|v| v.span.start.abs_diff(trigger.start)).into_iter().collect()
    };
    let groups = match kind {
        EventKind::Award | EventKind::Deployment => split_by_vendor(sentence, found.vendors),
        EventKind::Solicitation => {
            let named = cue.classes.has(Class::Shortlist);
            vec![if named { found.vendors } else { Vec::new() }]
        }
        _ => vec![nearest(found.vendors)],
    };
    groups
        .into_iter()
        .map(|vendors| {
            let mut candidate = Candidate::new(kind, index, trigger);
            candidate.vendors = vendors;
            candidate.vendors_assumed = found.assumed;
            for via in &found.via {
                push_once(&mut candidate.via, via.clone());
            }
            candidate.value = value_near(sentence, &trigger, roles);
            candidate.date = date_near(sentence, &trigger);
            candidate.certainty = certainty(sentence, &trigger);
            candidate.confidence = CONFIDENCE;
            if kind != EventKind::Investment {
                fill_buyers(&mut candidate, story);
            }
            candidate
        })
        .filter(|c| kind == EventKind::Investment || !c.buyers.is_empty() || words::NATION.is_match(sentence.text))
        .collect()
}
