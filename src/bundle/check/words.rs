//! The words and sentences of claims stand in the texts.

use super::lines::{ArticleLine, ClaimLine, Known};
use super::pages::Seen;
use super::{BundlePart, Found};
use crate::base::{Field, sha256_hex};
use crate::bundle::limits::Effort;
use crate::bundle::{ARTICLES, BundleError, BundleReader};

/// A text that claims are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) title: &'t str,
    pub(super) body: &'t str,
}

impl<'t> Text<'t> {
    fn field(self, field: Field) -> &'t str {
        match field {
            Field::Title => self.title,
            Field::Body => self.body,
        }
    }
}

/// How many words and sentences these claims look up in a text.
pub(super) fn lookups(claims: &[ClaimLine]) -> usize {
    claims.iter().map(|claim| 2 + claim.words.len()).sum()
}

/// Whether the sentence and the words of a claim stand in a text, wherever.
pub(super) fn words_stand_in(claim: &ClaimLine, text: Text<'_>) -> bool {
    let has = |words: &str| text.title.contains(words) || text.body.contains(words);
    has(&claim.quote) && claim.words.iter().all(|word| text.field(word.field).contains(&word.surface))
}

/// Whether the words of a claim stand in a text where it says.
fn words_stand_at_their_places(claim: &ClaimLine, text: Text<'_>) -> bool {
    let is_there = |word: &super::lines::WordLine| {
        text.field(word.field).get(word.start..word.end) == Some(word.surface.as_str())
    };
    (text.title.contains(&claim.quote) || text.body.contains(&claim.quote))
        && claim.words.iter().all(is_there)
}

/// Looks every claim up in the text of its article where the bundle has it, else in the sentence that it quotes.
pub(super) fn check(
    reader: &mut BundleReader,
    known: &Known,
    mut seen: Seen,
    found: &mut Found,
) -> Result<(), BundleError> {
    let mut effort = Effort::of_looking(reader.length());
    let path = reader.path().to_owned();
    reader.each_line(ARTICLES, |_, article: ArticleLine| {
        let Some(body) = &article.body else { return Ok(()) };
        let id = &article.id;
        let digest = format!("sha256:{}", sha256_hex(format!("{}\n\n{body}", article.title).as_bytes()));
        if digest != article.text_digest {
            found.fault(BundlePart::Texts, &format!("the text of {id} has another digest than it says"));
            return Ok(());
        }
        found.proofs.texts += 1;
        let text = Text { title: &article.title, body };
        let before = found.count;
        let claims = known.claims.get(id).map(Vec::as_slice).unwrap_or_default();
        effort
            .take(lookups(claims), article.title.len() + body.len())
            .map_err(|why| BundleError::Damaged { path: path.clone(), why: why.to_owned() })?;
        for claim in claims {
            if !words_stand_at_their_places(claim, text) {
                let what = format!("the text of {id} does not say so: {} {:?}", claim.fact, claim.quote);
                found.fault(BundlePart::Claims, &what);
            }
        }
        if found.count == before {
            seen.insert(id.clone());
        }
        Ok(())
    })?;
    for (article, claims) in &known.claims {
        for claim in claims {
            check_claim(claim, known, seen.contains(article), found);
        }
    }
    Ok(())
}

fn check_claim(claim: &ClaimLine, known: &Known, is_in_text: bool, found: &mut Found) {
    let proofs = &mut found.proofs;
    proofs.claims += 1;
    if claim.words.is_empty() {
        proofs.claims_without_words += 1;
        return;
    }
    if is_in_text {
        proofs.claims_in_text += 1;
        return;
    }
    let is_quoted = claim.words.iter().any(|word| claim.quote.contains(&word.surface));
    // Words that no one sentence holds are told by the event's best one.
    let event = known.events.get(&(claim.article.clone(), claim.ordinal));
    if is_quoted || event.is_some_and(|event| event.evidence == claim.quote) {
        proofs.claims_in_quote += 1;
    } else {
        let what = format!(
            "{}: the words of its {} are not in its quote {:?}",
            claim.article, claim.fact, claim.quote
        );
        found.fault(BundlePart::Claims, &what);
    }
}
