//! The further terms of a dealing: how it is priced, how it was competed, how secret it is, where and until when it is
//! worked on. One file per slot; each reads one sentence.

mod classification;
mod competition;
mod completion;
mod contract_type;
mod offers_due;
mod place;
mod term;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::base::{PartialDate, Span};
use crate::entities::DateMention;
use crate::events::candidate::Candidate;
use crate::events::event::{EventKind, EventSpans};
use crate::events::story::{Sentence, Story};

pub use classification::Classification;
pub use competition::Competition;
pub use contract_type::ContractType;
pub use term::{Exercised, OptionPeriods, Printed, Term};

/// How many sentences after the one that tells a dealing may still give its terms.
const SENTENCES_AFTER: usize = 4;

/// A term and the characters that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read<T> {
    pub value: T,
    pub start: usize,
    pub end: usize,
}

/// The further terms of one dealing, as far as they are told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// What form the contract has, else how it is priced.
    pub contract_type: Option<ContractType>,
    /// How it was competed.
    pub competition: Option<Competition>,
    /// How many offers came in.
    pub offers: Option<u32>,
    /// The highest level of secrecy it is said to be for.
    pub classification: Option<Classification>,
    /// Where it is worked on, in the words of the text.
    pub place: Option<String>,
    /// When it is to be done.
    pub completion: Option<PartialDate>,
    /// By when offers are due, of what is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offers_due: Option<PartialDate>,
    /// For how long it runs, with its options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
}

/// One sentence as the terms are read from it.
#[derive(Clone, Debug)]
pub struct TermSentence<'a> {
    /// Its place in the article.
    pub span: Span,
    /// Its characters.
    pub text: &'a str,
    /// The dates that stand in it.
    pub dates: Vec<&'a DateMention>,
}

impl<'a> TermSentence<'a> {
    fn of(sentence: &Sentence<'a>) -> Self {
        Self { span: sentence.span, text: sentence.text, dates: sentence.dates.clone() }
    }
}

impl Details {
    /// Reads sentences that are about one dealing; of each term the first telling holds. What says it is noted in `spans`.
    pub fn read(
        sentences: &[TermSentence<'_>],
        published: Option<PartialDate>,
        spans: &mut EventSpans,
    ) -> Self {
        let all = || sentences.iter();
        let contract_type = first(all(), &mut spans.contract_type, |s| contract_type::read(s.text));
        let competition = first(all(), &mut spans.competition, |s| competition::read(s.text));
        let offers = first(all(), &mut spans.competition, |s| competition::offers(s.text));
        let classification = first(all(), &mut spans.classification, |s| classification::read(s.text));
        let place = first(all(), &mut spans.place, |s| place::read(s.text));
        // "Through 2027" may be said of much; what speaks of completion goes before it, in whichever sentence.
        let dated = |s: &TermSentence<'_>| completion::read(s.text, s.span.start, &s.dates, published);
        let firm =
            first(all(), &mut spans.completion, |s| dated(s).filter(|(firm, _)| *firm).map(|(_, read)| read));
        let completion =
            firm.or_else(|| first(all(), &mut spans.completion, |s| dated(s).map(|(_, read)| read)));
        let term = term::read(sentences, published, &mut spans.term);
        Self { contract_type, competition, offers, classification, place, completion, offers_due: None, term }
    }
}

/// What the first sentence that tells it says, its place added to `spans`.
fn first<'s, T>(
    mut sentences: impl Iterator<Item = &'s TermSentence<'s>>,
    spans: &mut Vec<Span>,
    read: impl Fn(&TermSentence<'_>) -> Option<Read<T>>,
) -> Option<T> {
    let (found, span) = sentences.find_map(|s| read(s).map(|found| (found, s.span)))?;
    spans.push(Span::new(span.field, span.start + found.start, span.start + found.end));
    Some(found.value)
}

/// The terms of a claim, from its own sentence and those that go on about it: up to the next one that tells another
/// claim, within the paragraph.
pub(super) fn details(
    article: &Article,
    story: &Story<'_>,
    claims: &[Candidate],
    claim: &Candidate,
    spans: &mut EventSpans,
) -> Details {
    if !has_terms(claim.kind) {
        return Details::default();
    }
    let body = article.body.text();
    let own = &story.sentences[claim.sentence];
    // In a sentence that tells several dealings nothing says whose term it is.
    let is_alone = !claims.iter().any(|other| {
        other.sentence == claim.sentence && (other.kind, &other.vendors) != (claim.kind, &claim.vendors)
    });
    let after = story.sentences.iter().enumerate().skip(claim.sentence + 1).take(SENTENCES_AFTER);
    let after = after
        .take_while(|(index, sentence)| {
            let is_told_of_another = claims.iter().any(|other| other.sentence == *index);
            !is_told_of_another && !own.is_title() && is_in_paragraph(body, own, sentence)
        })
        .map(|(_, sentence)| sentence);
    let sentences: Vec<TermSentence<'_>> =
        Some(own).filter(|_| is_alone).into_iter().chain(after).map(TermSentence::of).collect();
    let mut details = Details::read(&sentences, story.written_on, spans);
    if details.term.is_none() {
        let further = term::further(story, claims, claim);
        let further: Vec<TermSentence<'_>> = further.into_iter().map(TermSentence::of).collect();
        details.term = term::read(&further, story.written_on, &mut spans.term);
    }
    if claim.kind == EventKind::Solicitation {
        let of_it: Vec<TermSentence<'_>> =
            of_solicitation(story, claims, claim).into_iter().map(TermSentence::of).collect();
        details.offers_due = first(of_it.iter(), &mut spans.offers_due, |s| {
            offers_due::read(s.text, s.span.start, &s.dates, story.written_on)
        });
    }
    details
}

/// The sentences that may say by when offers are due: its own, then those up to the next that asks for something else; the
/// whole article where it tells of one request.
fn of_solicitation<'s, 'a>(
    story: &'s Story<'a>,
    claims: &[Candidate],
    claim: &Candidate,
) -> Vec<&'s Sentence<'a>> {
    let others: Vec<usize> = claims
        .iter()
        .filter(|other| other.kind == EventKind::Solicitation && other.sentence != claim.sentence)
        .map(|other| other.sentence)
        .collect();
    let next = others.iter().copied().filter(|other| *other > claim.sentence).min();
    let (before, after) = story.sentences.split_at(claim.sentence.min(story.sentences.len()));
    let after = after.iter().take(next.map_or(usize::MAX, |next| next - claim.sentence));
    let before = before.iter().filter(|_| others.is_empty());
    after.chain(before).collect()
}

/// Whether claims of this kind are about a contract that has terms.
fn has_terms(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Investment | EventKind::Partnership | EventKind::Exclusion | EventKind::Protest
    )
}

/// Whether no paragraph ends between two sentences of the body.
fn is_in_paragraph(body: &str, before: &Sentence<'_>, after: &Sentence<'_>) -> bool {
    body.get(before.span.end..after.span.start).is_some_and(|between| !between.contains('\n'))
}

#[cfg(test)]
mod tests {
    use crate::article::{read_record, sentence_spans};
    use crate::base::PartialDate;
    use crate::entities::find;

    use super::{Details, EventSpans, TermSentence};

    fn completion(text: &str) -> Option<String> {
        let published: PartialDate = "2026-03-15".parse().unwrap();
        let record = serde_json::json!({"id": "x", "title": "", "text": text, "published": "2026-03-15"});
        let article = read_record(&record.to_string()).unwrap();
        let sentences = sentence_spans(&article);
        let mentions = find(&article, &sentences);
        let sentences: Vec<TermSentence<'_>> = sentences
            .iter()
            .map(|sentence| TermSentence {
                span: *sentence,
                text: sentence.of("", article.body.text()),
                dates: mentions.dates.iter().filter(|d| sentence.contains(&d.span)).collect(),
            })
            .collect();
        let mut spans = EventSpans::default();
        let details = Details::read(&sentences, Some(published), &mut spans);
        let date = details.completion?;
        assert_eq!(spans.completion.len(), 1);
        Some(date.to_string())
    }

    #[test]
    fn when_the_work_is_to_be_done() {
        for (text, expected) in [
            ("Work is expected to be completed by May 2028.", Some("2028-05")),
            ("It has an estimated completion date of Sept. 9, 2027.", Some("2027-09-09")),
            ("The contract runs until March 2029.", Some("2029-03")),
            ("The deal extends the service through Sept. 2027.", Some("2027-09")),
            ("The pilot will run through December.", Some("2026-12")),
            (
                "Location of performance is Ohio, with a June 7, 2030, performance completion date.",
                Some("2030-06-07"),
            ),
            ("The work was completed in May 2019.", None),
            ("The window runs through Friday.", None),
            ("Nothing was said of the contract until today.", None),
            ("Funds that expire on Sept. 30, 2027, pay for it.", None),
            (
                "It will be definitized by May 16, 2027, and work will be completed by June 2031.",
                Some("2031-06"),
            ),
        ] {
            assert_eq!(completion(text).as_deref(), expected, "{text}");
        }
    }
}
