//! Sentences in other paragraphs that still speak of the contract told: "The contract has a base year and four options."

use std::sync::LazyLock;

use crate::base::Pattern;
use crate::events::candidate::Candidate;
use crate::events::details::has_terms;
use crate::events::story::{Sentence, Story};

/// How many sentences after the one that tells a dealing.
const WITHIN: usize = 10;

/// How a sentence begins whose subject is the contract told of.
static OF_CONTRACT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:under\s)?(?:the|this|that|each|its)\s(?:new\s|initial\s|resulting\s|[\w-]+-(?:year|month)\s|single-award\s|task\s|delivery\s|purchase\s|production\s|framework\s|blanket\spurchase\s|master\s|services?\s){0,3}(?:contract|deal|agreement|order|award|bpa|framework|subscription|licen[cs]e|pact|arrangement|period\sof\sperformance|initial\sterm|base\speriod|ordering\speriod)\b|^(?:contract\s)?duration:|^period\sof\sperformance:|^if\sall\soptions|^all\soptions|^options?\s(?:could|may|would)\b|^it\s(?:has|carries|includes|runs|covers)\s(?:an?\s|one\s|for\s)",
    )
});

/// The sentences after a claim, up to the next that tells another, which begin with the contract. None where the article
/// tells of several contracts: nothing would say which is meant.
pub(in crate::events::details) fn further<'s, 'a>(
    story: &'s Story<'a>,
    claims: &[Candidate],
    claim: &Candidate,
) -> Vec<&'s Sentence<'a>> {
    let names =
        |claim: &Candidate| claim.vendors.iter().map(|vendor| vendor.org.id.clone()).collect::<Vec<_>>();
    let own = names(claim);
    let is_other = |other: &Candidate| has_terms(other.kind) && names(other) != own;
    if claims.iter().any(is_other) {
        return Vec::new();
    }
    let first = if story.sentences[claim.sentence].is_title() { 0 } else { claim.sentence };
    let after = story.sentences.iter().enumerate().skip(first + 1).take(WITHIN);
    after
        .take_while(|(index, _)| {
            !claims.iter().any(|other| other.sentence == *index && other.kind != claim.kind)
        })
        .map(|(_, sentence)| sentence)
        .filter(|sentence| !sentence.is_title() && OF_CONTRACT.is_match(sentence.text))
        .collect()
}
