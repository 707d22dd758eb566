//! What a sum of money is, by the words of its clause (gold/GUIDELINES.md, "amounts").
//!
//! Each role has cues; a cue counts more the nearer it stands to the sum. The clause ends at another sum or at the
//! sentence's end.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::amounts::Sum;
use super::mention::{Amount, AmountRole, Qualifier};
use crate::base::Field;

/// Words that speak for a role: weight, pattern before the sum, pattern after it.
struct Cue {
    role: AmountRole,
    weight: f32,
    before: Option<Regex>,
    after: Option<Regex>,
}

/// How many bytes before and after a sum are looked at.
const BEFORE: usize = 100;
const AFTER: usize = 80;

static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    use AmountRole::{Award, Budget, Ceiling, Investment, Modification, Obligated, Other, Price};
    let cue = |role, weight, before: &str, after: &str| {
        let compile =
            |pattern: &str| (!pattern.is_empty()).then(|| crate::base::pattern(&format!("(?i){pattern}")));
        Cue { role, weight, before: compile(before), after: compile(after) }
    };
    vec![
        cue(
            Price,
            3.0,
            "",
            r"^(?:\s(?:per|par)\b|/(?:day|month|year|yr|mo|user|seat|hour|agency|unit)|\s(?:an?|every)\s(?:year|month|week|day|hour|user|head|seat|piece|agency|unit|copy)\b|-(?:a|per)-|\s(?:annually|monthly|yearly)\b|\sdue\sin\sthe\sfirst\syear\b)",
        ),
        // Of a contract it is the sum that each of several gets, of a thing its price.
        cue(Price, 1.4, "", r"^\s(?:each|apiece)\b"),
        cue(
            Price,
            1.8,
            r"\b(?:priced\sat|for\s(?:just|only|a\snominal|as\slittle\sas)|nominal\s(?:fee|price)|charges?|unit\scost|burn\srate|co[uû]t\sannuel|(?:year-one|first-year|annual|yearly|monthly)\s(?:cost|fee|price|payment)s?)\b",
            "",
        ),
        cue(
            Ceiling,
            2.2,
            r"\b(?:could\s(?:be\sworth|reach|total|grow|run|rise)|may\s(?:be\sworth|reach)|potential(?:ly)?(?:\s(?:worth|value|total))?(?:\s\w+){0,2}|ceiling|capp?ed|cap|maximum|max|tops?\sout\sat|limit(?:ed)?\s(?:of|to)|not[\s-]to[\s-]exceed|at\smost|worth\s(?:up\sto|as\smuch\sas)|plafond|plafonnée?s?\sà|jusqu['’]à|höchstvolumen|höchstens|maximal|bis\szu)(?:\b|\s)",
            r"^(?:,?\s(?:\w+[\s-]){0,2}?(?:cap|ceiling|maximum|limit|if\sall\soptions)\b)",
        ),
        cue(
            Obligated,
            2.2,
            r"\b(?:obligat(?:ed|es|ing|ions?)|spent|disbursed|outlays?|has\spaid|were\spaid|drawn\sdown)\b",
            r"^\s(?:(?:\w+\s){0,3}?(?:was|were|is|are|been|being|will\sbe|to\sbe)\sobligated|in\sobligations|obligated)\b",
        ),
        cue(
            Modification,
            2.0,
            r"\b(?:modification|extension|extended|increas(?:e|es|ed|ing)\s(?:by|of)|(?:rais(?:es|ed|ing)|lift(?:s|ed)|boost(?:s|ed)|expanded|grown)\s(?:it\s)?by|add(?:s|ed|ing)?(?:\sanother|\san\sadditional)?\s(?:\w+\s)?$|additional|option(?:s|\speriod|\syear)?|top-up|avenant|expan(?:ded|sion)\sby)(?:\b|$)",
            r"^\s(?:\w+[\s-]){0,3}?(?:modification|extension|increase|option|expansion|add-on|top-up)\b",
        ),
        cue(
            Investment,
            2.1,
            r"\b(?:invest(?:s|ed|ing|ments?|i[rt]|issements?)?|rais(?:e|es|ed|ing)|took\sin|valu(?:ed|es|e|ing)\s(?:it|itself|the\s(?:company|startup|start-up|firm|lab)|[A-Z]\w+)\sat|valuation(?:\sof)?|funding\sround|round|series\s[a-h]|seed|acqui(?:re|red|res|sition)|buyout|takeover|(?:a|its|the|minority|majority)\sstake|(?:bought|acquired|purchased)\s(?:[\w,’']+\s){1,9}?for\s$|last\svalued\sat|spend(?:s|ing)?\s(?:\w+\s){0,3}?on\sdata\scent(?:er|re)s|Finanzierungsrunde|paid\s(?:\w+\s){0,2}?for|market\scap(?:itali[sz]ation)?|capex|capital\sexpenditures?|market\svalues?)\b",
            r"^\s(?:\w+[\s-]){0,3}?(?:(?-i:into\s[A-Z]\w+)|valuation|funding|round|investment|stake|acquisition|buyout|(?:of\sspending\s)?on\s(?:\w+\s)?data\scent(?:er|re)s|in\s(?:\w+\s)?(?:funding|capital|venture)|for\s(?:[A-Z]\w+\s?){1,3}\sin\s20\d\d)\b",
        ),
        cue(
            Budget,
            1.9,
            r"\b(?:budgets?|requests?|requested|appropriat\w+|earmark\w*|allocat\w+|set\saside|plans?\sto\sspend|intends?\sto\sspend|will\sspend|to\sspend|committed|estimated\s(?:contract\s)?(?:value|cost)|funding\s(?:of|for)|funds?\sof|mission|spending\splan|new\sequipment\swill\scost|available\sfunding|funding\savailable|subvention|haushalt|budgetiert|out\sof\sthe)\b",
            r"^\s(?:\w+[\s-]){0,3}?(?:budgets?|appropriation|fund|mission|in\sfunding|spending|request|to\s(?:\w+\s)?infrastructure|of\s(?:the\s|its\s)?(?:cost|bill))\b",
        ),
        cue(
            Other,
            2.0,
            r"\b(?:revenues?|sales|profits?|earnings|income|fin(?:e|es|ed)|penalt\w+|damages|settlement|sav(?:e|es|ed|ing|ings)|market\s(?:of|worth|size)|forecast|expects|overruns?|threshold|contracts?\sbelow|below|total\scost(?:\sof)?|loss(?:es)?|spends|debts?|costs?\sof\s(?:crime|fraud)|fraud|ransom|(?:exit|late|cancellation|legal)\sfees?|asked\sfor|bids?\sof|offered|quoted|chiffre\sd['’]affaires|compared\swith)\b",
            r"^\s(?:\w+[\s-]){0,3}?(?:in\s(?:\w+\s){0,2}?(?:revenue|sales|savings|profits?|damages|losses|fines)|revenue|market|fine|penalty|savings|lawsuit|settlement|threshold|on\sit\severy\syear|quarter|profit|loss|damages|in\sannual)\b",
        ),
        // Money that is no supplier's price, whatever the unit of time.
        cue(
            Other,
            5.0,
            r"\b(?:rent|salar(?:y|ies)|wages?|pay\sstarts\sat|earns?|company\s(?:will\s)?pays?|cost\sof\s(?:waiting|delays?|inaction)|sav(?:e|es|ed|ing|ings)|économis\w+|revenues?)\b",
            "",
        ),
        cue(
            Investment,
            2.4,
            r"\b(?:pour(?:s|ed|ing)?|pump(?:s|ed|ing)?|plow(?:s|ed)?|cost\s(?:the|its)\s(?:company|firm|group))\b",
            "",
        ),
        cue(
            Award,
            1.6,
            r"\b(?:contracts?|awards?|awarded|deals?|orders?|grants?|agreements?|worth|won|wins|signed|valued\sat|value|purchases?|bought|licen[cs]es?|procurement|pay|costs?|subsid(?:y|ies)|partnership|pilot|trial|total(?:s|ing)?|share|approved|collected|gathered|hold|contract\samount|price\sof|pays|paying|paid|received?|come\sto|comes\sto|cost|set\sit\sback|for\s$|marché|contrat|montant|accord|commande|auftrag|abruf\süber|vertrag|kostete|kostet|zuschlag|wert)(?:\b|$)",
            r"^,?\s(?:[\w-]+[\s-]){0,4}?(?:contracts?|awards?|deals?|orders?|grants?|agreements?|partnership|purchase|licen[cs]es?|task|pilot|trial|subcontract|subsidy|in\s(?:\w+\s){0,3}?(?:contracts|awards|orders|work)|from\s(?:the\s)?[A-Z])\b",
        ),
    ]
});

/// The role of the sum at `index` among the sums of one text, with how sure that is. `sentence` is its sentence's range.
pub(super) fn role(text: &str, sums: &[Sum], index: usize, sentence: (usize, usize)) -> (AmountRole, f32) {
    let Some(sum) = sums.get(index) else { return (AmountRole::Other, 0.3) };
    let from =
        sums[..index].iter().map(|s| s.end).filter(|end| *end > sentence.0).max().unwrap_or(sentence.0);
    let until =
        sums[index + 1..].iter().map(|s| s.start).find(|start| *start < sentence.1).unwrap_or(sentence.1);
    let before = clip_start(text, from.max(sum.start.saturating_sub(BEFORE)), sum.figure);
    let after = clip_end(text, sum.end, until.min(sum.end + AFTER));
    let mut best = (AmountRole::Other, 0.0_f32);
    for cue in CUES.iter() {
        let score = score(cue, before, after);
        if score > best.1 {
            best = (cue.role, score);
        }
    }
    // What an earlier sum of the sentence said still holds for "…and $1 billion for …".
    if best.1 < 0.6
        && from > sentence.0
        && let Some((role, confidence)) =
            index.checked_sub(1).map(|earlier| role(text, &sums[..index], earlier, sentence))
    {
        return (role, confidence * 0.8);
    }
    let is_private = best.1 > 0.0
        && matches!(
            best.0,
            AmountRole::Investment | AmountRole::Budget | AmountRole::Other | AmountRole::Obligated
        )
        || (best.0 == AmountRole::Price && best.1 > 2.0);
    if sum.qualifier == Some(Qualifier::UpTo) && !is_private {
        return (AmountRole::Ceiling, 0.95);
    }
    // What costs less than a laptop is a thing's price, not a contract's worth.
    let is_small = sum.money.amount < Decimal::from(2500);
    if is_small && (best.1 == 0.0 || best.0 == AmountRole::Award) {
        return (AmountRole::Price, 0.6);
    }
    match best.1 {
        0.0 => (AmountRole::Other, 0.4),
        score => (best.0, (0.55 + score / 6.0).min(0.95)),
    }
}

/// One sum told several times has one role: the one of its plainest telling. A headline leaves out what it is.
pub(super) fn settle(amounts: &mut [Amount]) {
    let rank = |amount: &Amount| {
        let in_body = f32::from(u8::from(amount.span.field == Field::Body)) * 0.08;
        amount.confidence + in_body
    };
    let best: Vec<(AmountRole, f32)> = amounts
        .iter()
        .map(|amount| {
            let same = amounts.iter().filter(|other| other.money == amount.money);
            let best = same.max_by(|a, b| rank(a).total_cmp(&rank(b))).unwrap_or(amount);
            (best.role, best.confidence)
        })
        .collect();
    for (amount, (role, confidence)) in amounts.iter_mut().zip(best) {
        amount.role = role;
        amount.confidence = confidence;
    }
}

fn score(cue: &Cue, before: &str, after: &str) -> f32 {
    let behind = cue.before.as_ref().and_then(|r| r.find_iter(before).last()).map(|m| {
        let distance = before.len() - m.end();
        cue.weight * (1.0 - distance as f32 / 130.0)
    });
    let ahead =
        cue.after.as_ref().and_then(|r| r.find(after)).map(|m| cue.weight * (1.15 - m.len() as f32 / 110.0));
    behind.unwrap_or(0.0).max(ahead.unwrap_or(0.0))
}

fn clip_start(text: &str, mut start: usize, end: usize) -> &str {
    start = start.min(end);
    while start < end && !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..end).unwrap_or_default()
}

fn clip_end(text: &str, start: usize, mut end: usize) -> &str {
    end = end.clamp(start, text.len());
    while end > start && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::amounts::sums;

    #[test]
    fn the_clause_tells_the_role() {
        use AmountRole::{Award, Budget, Ceiling, Investment, Modification, Obligated, Other, Price};
        for (text, roles) in [
            ("It secured a contract valued at up to $200 million.", vec![Ceiling]),
            ("Amazon will invest $50 billion in the lab.", vec![Investment]),
            ("The contract has a $10 billion cap.", vec![Ceiling]),
            (
                "HSI closed the $9.2 million deal and obligated $3.75 million up front.",
                vec![Award, Obligated],
            ),
            ("Agencies get it for $1 a year, down from 42 cents per user.", vec![Price, Price]),
            ("a $795,000,000 contract modification", vec![Modification]),
            ("The extension is worth a little more than $8.5 million.", vec![Modification]),
            ("It had raised $500 million at a $6.8 billion valuation.", vec![Investment, Investment]),
            (
                "The budget request holds $7 billion for satellites and $1 billion for radars.",
                vec![Budget, Budget],
            ),
            ("posted revenue of $57 billion", vec![Other]),
            (
                "An award potentially worth $480 million. A first task order, for $153 million, follows.",
                vec![Ceiling, Award],
            ),
            ("Four awards of up to $90 million each.", vec![Ceiling]),
            ("The handset costs $640.", vec![Price]),
            ("The fund put $30 million into Corvid Labs.", vec![Investment]),
            ("Clerks earn $19 an hour.", vec![Other]),
            ("The deal saves taxpayers $3 million", vec![Other]),
        ] {
            let sums = sums(text, "us");
            let stops: Vec<usize> =
                text.match_indices(". ").map(|(i, _)| i + 1).chain([text.len()]).collect();
            let found: Vec<AmountRole> = (0..sums.len())
                .map(|i| {
                    let end = *stops.iter().find(|stop| **stop >= sums[i].end).unwrap();
                    let start = stops.iter().rev().find(|stop| **stop <= sums[i].start).copied().unwrap_or(0);
                    role(text, &sums, i, (start, end)).0
                })
                .collect();
            assert_eq!(found, roles, "{text}");
        }
    }
}
