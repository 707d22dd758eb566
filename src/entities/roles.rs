//! What a sum of money is, by the clause it stands in (gold/GUIDELINES.md, "amounts").
//!
//! A multinomial logistic regression over the features of [`super::role_cues`]. Its weights lie in
//! `data/role.weights`; `cargo bench --bench train -- roles` makes them from labelled articles and says how well they do on
//! articles left out.

use std::sync::LazyLock;

use super::mention::{Amount, AmountRole, Qualifier};
use super::role_cues::{Scene, features, names};
use super::role_words;
use crate::base::{Field, Money, Span, Weights};

/// The roles in the order of the columns of the weights.
pub const ROLES: [AmountRole; 8] = [
    AmountRole::Ceiling,
    AmountRole::Award,
    AmountRole::Obligated,
    AmountRole::Modification,
    AmountRole::Price,
    AmountRole::Budget,
    AmountRole::Investment,
    AmountRole::Other,
];

/// A sum with all that its role is decided by, for the program that makes the weights.
#[derive(Clone, Debug)]
pub struct RoleEvidence {
    /// Where it stands.
    pub span: Span,
    /// The sum.
    pub money: Money,
    /// Numbers of the features that hold, of those of [`role_features`].
    pub features: Vec<usize>,
    /// Names of the features of the wording around it.
    pub wording: Vec<String>,
}

/// The names of all features that the role of a sum is decided by, and how far each speaks for each role before any
/// labelled article is read.
pub fn role_features() -> Vec<(String, [f32; 8])> {
    names()
}

/// Of the features of [`super::role_cues`] by number, of those of [`role_words`] by name.
static WEIGHTS: LazyLock<Weights<8>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/role.weights")));

/// The role of the sum at `index` of the scene, with how sure that is. `sentence` is its sentence's range.
pub(super) fn role(scene: &Scene<'_>, index: usize, sentence: (usize, usize)) -> (AmountRole, f32) {
    let mut words = WEIGHTS.held();
    role_words::features(&mut words, scene, index, sentence);
    let mut scores = words.take_scores();
    let placed = WEIGHTS.numbered_scores(features(scene, index, sentence).into_iter());
    scores.iter_mut().zip(placed).for_each(|(score, placed)| *score += placed);
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let all: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    let best = scores.iter().position(|score| *score >= top).unwrap_or(7);
    // "Worth up to": the most that it may come to, by definition (gold/GUIDELINES.md).
    let is_most = scene.sums.get(index).is_some_and(|sum| sum.qualifier == Some(Qualifier::UpTo));
    let role = if is_most && ROLES[best] == AmountRole::Award { AmountRole::Ceiling } else { ROLES[best] };
    (role, (1.0 / all).min(0.97))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::amounts::sums;

    #[test]
    fn the_table_was_made_for_these_features() {
        assert!(WEIGHTS.is_numbered_by(names().iter().map(|(name, _)| name.as_str())));
    }

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
                    let scene = Scene { text, title: "", sums: &sums, agencies: &[], suppliers: &[] };
                    role(&scene, i, (start, end)).0
                })
                .collect();
            assert_eq!(found, roles, "{text}");
        }
    }
}
