//! Notices printed as labelled lines: "Recipient: …", "Contract Amount: …", "Awarding Agency: …".

use crate::base::Pattern;
use std::sync::LazyLock;

use crate::events::award::AWARD_ROLES;
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::event::EventKind;
use crate::events::slots::value_near;
use crate::events::story::{Story, can_buy};

static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    let pattern = r"(?i)^\W{0,3}(recipient|contractor|vendor|awardee|supplier|contract (?:amount|value)|award amount|total value|amount|awarding (?:agency|sub-?agency|office)|agency|buyer|contracting (?:agency|authority|office)|funding agency|(?:start|award|signed|signing|effective) date|date (?:of award|signed))\s?:";
    Pattern::new(pattern)
});

/// The award that labelled lines tell, if they name a supplier and a body.
pub(super) fn award(story: &Story<'_>) -> Option<Candidate> {
    let mut claim: Option<Candidate> = None;
    let mut buyers: Vec<Filled> = Vec::new();
    let mut vendors: Vec<Filled> = Vec::new();
    let mut value = None;
    let mut date = None;
    for (index, sentence) in story.sentences.iter().enumerate() {
        let Some(captures) = LABEL.captures(sentence.text) else { continue };
        let label = captures.get(1).map(|m| m.as_str().to_lowercase()).unwrap_or_default();
        if label.ends_with("date") || label.starts_with("date") {
            date = date.or(sentence.dates.first().map(|d| (d.date, d.span)));
        } else if label.contains("amount") || label.contains("value") {
            value = value.or_else(|| value_near(sentence, &sentence.span, AWARD_ROLES));
        } else if label.contains("agency")
            || label.contains("office")
            || label.contains("buyer")
            || label.contains("authority")
        {
            sentence.buyers().filter(|p| can_buy(p.class)).for_each(|p| push_once(&mut buyers, p.into()));
        } else {
            sentence.suppliers().take(1).for_each(|p| push_once(&mut vendors, p.into()));
            claim.get_or_insert_with(|| Candidate::new(EventKind::Award, index, sentence.span));
        }
    }
    let mut claim = claim.filter(|_| !vendors.is_empty() && !buyers.is_empty())?;
    claim.vendors = vendors;
    claim.buyers = buyers;
    claim.value = value;
    claim.date = date;
    claim.confidence = 0.93;
    Some(claim)
}
