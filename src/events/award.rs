//! Awards: a contract, order, grant or agreement is won, signed or announced.

use crate::base::{OrgId, Span};
use crate::entities::AmountRole;
use crate::events::Rule;
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::event::EventKind;
use crate::events::slots::{self, certainty, date_near, fill_buyers, is_denied, suppliers, value_near};
use crate::events::story::{Party, Sentence, Story, can_buy};
use crate::events::words;

/// The roles an award's sum may have, the most telling first.
pub(super) const AWARD_ROLES: &[AmountRole] = &[AmountRole::Ceiling, AmountRole::Award, AmountRole::Price];

pub(super) struct Award;

impl Rule for Award {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let announcer = of_group(story, index);
        let own = trigger(sentence).or_else(|| {
            announcer.and(sentence.suppliers().next()).map(|first| (first.span, Strength::Chosen))
        });
        let Some((trigger, strength)) = own else { return Vec::new() };
        let mut found = suppliers(sentence);
        if let Some(subject) = pronoun_subject(sentence, &trigger) {
            found.vendors = vec![subject];
            found.assumed = true;
        }
        let has_buyer = sentence.buyers().any(|p| can_buy(p.class));
        if found.vendors.is_empty() {
            // "A first task order, for $153 million, …": the sum says that it is a dealing, the context whose.
            let focus = sentence
                .focus_supplier
                .as_ref()
                .filter(|_| !sentence.amounts.is_empty() || strength == Strength::Strong);
            match focus {
                Some(focus) if !slots::names_supplier(sentence) => {
                    found.vendors.push(Filled::from(focus));
                    found.assumed = true;
                }
                // "The council voted to buy …": who sells it is told next.
                None if has_buyer && sentence.focus_supplier.is_none() && !sentence.is_title() => {
                    found.vendors.extend(story.next_supplier(index).map(Filled::from));
                    found.assumed = true;
                    if found.vendors.is_empty() {
                        return Vec::new();
                    }
                }
                _ => return Vec::new(),
            }
        }
        let between_suppliers = found.vendors.len() + found.via.len() > 1 && !has_buyer;
        if between_suppliers && joins_suppliers(sentence, &found.vendors, &found.via) {
            return Vec::new();
        }
        let has_buyer = has_buyer || words::NATION.is_in(&sentence.openings);
        if !has_buyer && story.main_buyer.is_none() && !slots::speaks_of_government(sentence.text) {
            return Vec::new();
        }
        let value = value_near(sentence, &trigger, AWARD_ROLES);
        if value.is_none() && found.vendors.len() < 2 && slots::tells_total(sentence) {
            return Vec::new();
        }
        if strength == Strength::Weak && value.is_none() && !has_buyer {
            return Vec::new();
        }
        let mut groups = split_by_vendor(sentence, found.vendors);
        if let Some(recipients) = recipients(sentence, &trigger).filter(|_| !found.assumed) {
            for vendors in &mut groups {
                vendors.retain(|vendor| recipients.contains(&vendor.org.id));
            }
        }
        groups.retain(|vendors| !vendors.is_empty());
        // A headline's one sum over several winners is what they get together.
        let is_total = sentence.is_title() && groups.len() > 1;
        groups
            .into_iter()
            .map(|vendors| {
                let mut candidate = Candidate::new(EventKind::Award, index, trigger);
                candidate.vendors = vendors;
                candidate.vendors_assumed = found.assumed;
                candidate.via.clone_from(&found.via);
                candidate.value = value.filter(|_| !is_total);
                candidate.date = date_near(sentence, &trigger);
                candidate.certainty = certainty(sentence, &trigger);
                candidate.confidence = match strength {
                    Strength::Strong => 0.92,
                    Strength::Chosen => 0.85,
                    Strength::Weak if value.is_some() => 0.82,
                    Strength::Weak => 0.72,
                };
                if let Some(announcer) = announcer.filter(|_| !has_buyer) {
                    for party in announcer.buyers().filter(|p| can_buy(p.class)).take(1) {
                        push_once(&mut candidate.buyers, party.into());
                    }
                    candidate.date = candidate.date.or_else(|| date_near(announcer, &announcer.span));
                }
                if candidate.buyers.is_empty() {
                    fill_buyers(&mut candidate, story);
                }
                slots::fill_vehicle(&mut candidate, story);
                candidate
            })
            .collect()
    }
}

/// How plainly the words say that something was awarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// A verb of winning and its noun.
    Strong,
    /// A verb of choosing or buying between a body and a supplier.
    Chosen,
    /// Only the noun.
    Weak,
}

fn trigger(sentence: &Sentence<'_>) -> Option<(Span, Strength)> {
    if words::INTENT.is_in(&sentence.openings) {
        return None;
    }
    let span = |m: crate::base::Match<'_>| sentence.span_of(m.start(), m.end());
    let other =
        [&words::MODIFICATION, &words::TERMINATION, &words::PROTEST, &words::EXCLUSION, &words::SOLICITATION]
            .iter()
            .find_map(|pattern| pattern.find_in(&sentence.openings))
            .map(span);
    let is_free = |s: &Span| other.as_ref().is_none_or(|other| !other.overlaps(s));
    // The long patterns end or begin with the noun; most sentences have none.
    let patterns: &[&crate::base::Member] = if words::CONTRACT.is_in(&sentence.openings) {
        &[&words::AWARD, &words::AWARDED, &words::PAID]
    } else {
        &[&words::PAID]
    };
    for pattern in patterns {
        if let Some(m) = pattern.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
            && is_free(&span(m))
        {
            return Some((span(m), Strength::Strong));
        }
    }
    let is_between = slots::names_supplier(sentence) && sentence.buyers().any(|p| can_buy(p.class));
    let is_vote = sentence.focus_supplier.is_none() && words::VOTES.is_in(&sentence.openings);
    if (is_between || is_vote)
        && other.is_none()
        && let Some(m) =
            words::CHOOSES.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
    {
        return Some((span(m), Strength::Chosen));
    }
    if slots::names_supplier(sentence) && other.is_none() {
        let picked = words::PICKED.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()));
        let supplies = words::SUPPLIES.find_in(&sentence.openings).filter(|m| {
            is_between && begins_with_supplier(sentence, m.start()) && !is_denied(sentence, m.start())
        });
        if let Some(m) = picked.or(supplies) {
            return Some((span(m), Strength::Chosen));
        }
    }
    if !slots::names_supplier(sentence)
        && other.is_none()
        && sentence.buyers().any(|p| can_buy(p.class))
        && let Some(m) = words::PICKED.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        && sentence.text.get(..m.start()).is_some_and(slots::points_back)
    {
        return Some((span(m), Strength::Chosen));
    }
    let nouns: Vec<Span> = words::CONTRACT
        .every_in(&sentence.openings)
        .filter(|m| !is_denied(sentence, m.start()))
        .map(span)
        .filter(is_free)
        .collect();
    // Where something else happens to a contract, the contract itself counts only with a sum of its own.
    let has_near_sum = |noun: &&Span| {
        sentence.amounts.iter().any(|a| {
            AWARD_ROLES.contains(&a.role)
                && (a.span.start.abs_diff(noun.start) < 40 || a.span.end.abs_diff(noun.end) < 40)
        })
    };
    let noun = nouns.iter().find(has_near_sum).or_else(|| nouns.first().filter(|_| other.is_none()))?;
    Some((*noun, Strength::Weak))
}

/// "Four firms won contracts. A, B and C will work on …; D is to …": the sentence that names those chosen together.
fn of_group<'s, 'a>(story: &'s Story<'a>, index: usize) -> Option<&'s Sentence<'a>> {
    let sentence = story.sentences.get(index)?;
    let first = sentence.suppliers().find(|party| !party.by_product)?;
    let is_list = sentence.suppliers().count() >= 3 && first.span.start - sentence.span.start < 12;
    let told = story.sentences.get(index.saturating_sub(2)..index)?;
    told.iter().filter(|_| is_list).find(|before| {
        !before.is_title()
            && !slots::names_supplier(before)
            && before.buyers().any(|p| can_buy(p.class))
            && words::GROUP.is_in(&before.openings)
            && words::GROUP_CHOSEN.is_in(&before.openings)
    })
}

/// "…, it announced a contract of its own and later agreed with X": who won is spoken of as "it".
fn pronoun_subject(sentence: &Sentence<'_>, trigger: &Span) -> Option<Filled> {
    let before = sentence.before(trigger).to_lowercase();
    let is_pronoun =
        ["it ", "it has ", "it had ", "the company ", "the company has ", "they ", "the firm ", "it also "]
            .iter()
            .any(|words| before.ends_with(words) && !before.ends_with(&format!("with {words}")));
    let names_before = sentence.suppliers().any(|party| party.span.start < trigger.start);
    let focus = sentence.focus_supplier.as_ref().filter(|_| is_pronoun && !names_before)?;
    // "The council said it chose X": then "it" is the body.
    let is_body = sentence.buyers().any(|party| party.span.start < trigger.start);
    let is_object = recipients(sentence, trigger).is_some_and(|found| !found.is_empty());
    let keeps_subject = !is_object || sentence.text.contains("of its own");
    (!is_body && keeps_subject).then(|| Filled::from(focus))
}

/// Whether a supplier stands before the verb: "Corvid Labs will supply".
fn begins_with_supplier(sentence: &Sentence<'_>, verb: usize) -> bool {
    let verb = sentence.span.start + verb;
    sentence.suppliers().next().is_some_and(|party| party.span.start < verb)
}

/// "Corvid's $3 million award", "Corvid, whose agreement with …": whose the contract is.
fn owner(sentence: &Sentence<'_>, trigger: &Span) -> Option<OrgId> {
    let until = trigger.end - sentence.span.start;
    let owner = sentence.suppliers().filter(|party| party.span.end <= trigger.end).find(|party| {
        let Some(gap) = sentence.text.get(party.span.end - sentence.span.start..until) else { return false };
        let is_owner = gap.starts_with("'s ") || gap.starts_with("’s ") || gap.starts_with(", whose ");
        is_owner && gap.split(' ').count() <= 7 && words::CONTRACT.is_match(gap)
    });
    owner.map(|party| party.org.id.clone())
}

/// Those who get what is awarded where a preposition says so ("gave the contract to X", "a task order issued to X, Y");
/// `None` where no supplier follows one.
fn recipients(sentence: &Sentence<'_>, trigger: &Span) -> Option<Vec<OrgId>> {
    if let Some(owner) = owner(sentence, trigger) {
        return Some(vec![owner]);
    }
    // "X has a deal with the Widget Office and works with Y": the other side of the deal is a body.
    let rest = sentence.text.get(trigger.end - sentence.span.start..).unwrap_or_default();
    let is_with_body = rest.starts_with(" with ")
        && sentence.buyers().any(|party| {
            party.span.start >= trigger.end && party.span.start - trigger.end < " with the U.S. ".len()
        });
    let subjects: Vec<OrgId> = sentence
        .suppliers()
        .filter(|party| party.span.start < trigger.start)
        .map(|party| party.org.id.clone())
        .collect();
    if is_with_body && !subjects.is_empty() {
        return Some(subjects);
    }
    let mut after = sentence.suppliers().filter(|party| party.span.start >= trigger.start).peekable();
    let first = after.peek()?;
    let before = sentence.before(&first.span);
    let is_object = [
        " to ",
        " with ",
        " to the ",
        "gave ",
        "given ",
        "gives ",
        "awarded ",
        "picked ",
        "chose ",
        "selected ",
    ]
    .iter()
    .any(|words| before.ends_with(words));
    let is_joined = |party: &Party, last: &Span| {
        let gap = sentence.text.get(last.end - sentence.span.start..party.span.start - sentence.span.start);
        gap.is_some_and(|gap| matches!(gap, ", " | " and " | ", and " | " & " | " or "))
    };
    if !is_object {
        return None;
    }
    let mut found = Vec::new();
    let mut last: Option<Span> = None;
    for party in after {
        if last.as_ref().is_some_and(|last| !is_joined(party, last)) {
            break;
        }
        last = Some(party.span);
        found.push(party.org.id.clone());
    }
    Some(found)
}

/// Whether the suppliers deal with each other: "agreed with Amazon Web Services to sell", "deal with AWS".
fn joins_suppliers(sentence: &Sentence<'_>, vendors: &[Filled], via: &[Filled]) -> bool {
    vendors.iter().skip(1).chain(via).any(|filled| {
        let before = slots::last_bytes(sentence.before(&filled.span), 30).to_lowercase();
        before.ends_with(" with ") || before.contains("partner") || before.ends_with("through ")
    })
}

/// One group per contract: several suppliers each winning their own, or one joint contract.
pub(super) fn split_by_vendor(sentence: &Sentence<'_>, vendors: Vec<Filled>) -> Vec<Vec<Filled>> {
    let is_joint = words::JOINT.is_in(&sentence.openings);
    let several =
        (vendors.len() > 2 && !is_joint) || (vendors.len() == 2 && words::EACH.is_in(&sentence.openings));
    if several { vendors.into_iter().map(|vendor| vec![vendor]).collect() } else { vec![vendors] }
}
