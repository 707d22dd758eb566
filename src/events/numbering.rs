//! Which official numbers belong to which event of an article.

use crate::entities::NumberMention;
use crate::events::candidate::Candidate;
use crate::events::event::EventKind;
use crate::events::story::Story;

/// The numbers of the event's own sentence. Where it has none and the article prints one number only, that number, if
/// the event is of the parties of the event that the number stands by (else of the article's first contract).
pub(super) fn contract_ids(story: &Story<'_>, claims: &[Candidate], claim: &Candidate) -> Vec<String> {
    let own = numbers(story.sentences[claim.sentence].numbers.iter().copied());
    if !own.is_empty() {
        return own;
    }
    let all = numbers(&story.mentions.numbers);
    let carrier = claims
        .iter()
        .find(|other| !numbers(story.sentences[other.sentence].numbers.iter().copied()).is_empty())
        .or_else(|| claims.iter().find(|other| is_of_contract(other.kind)));
    match (all.as_slice(), carrier) {
        ([_], Some(carrier)) if is_of_contract(claim.kind) && has_same_parties(claim, carrier) => all,
        _ => Vec::new(),
    }
}

/// Each number once; a protest's file number and a supplier's are no contract's.
fn numbers<'a>(mentions: impl IntoIterator<Item = &'a NumberMention>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for mention in mentions {
        if mention.kind.is_of_dealing() && !found.contains(&mention.number) {
            found.push(mention.number.clone());
        }
    }
    found
}

fn is_of_contract(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Partnership | EventKind::Investment | EventKind::Exclusion | EventKind::Authorization
    )
}

fn has_same_parties(claim: &Candidate, carrier: &Candidate) -> bool {
    let shares_vendor = claim.vendors.iter().any(|v| carrier.vendors.iter().any(|w| v.org.id == w.org.id));
    // A protester is another supplier, and a solicitation has none yet.
    let vendor_fits = shares_vendor || matches!(claim.kind, EventKind::Protest | EventKind::Solicitation);
    let shares_buyer = claim.buyers.iter().any(|b| {
        carrier.buyers.iter().any(|c| b.org.id.is_within(&c.org.id) || c.org.id.is_within(&b.org.id))
    });
    vendor_fits && (claim.buyers_assumed || carrier.buyers_assumed || shares_buyer)
}
