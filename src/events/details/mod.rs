//! The further terms of a dealing: how it is priced, how it was competed, how secret it is, where and until when it is
//! worked on. One file per slot; each reads one sentence.

mod classification;
mod competition;
mod completion;
mod contract_type;
mod place;

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
}

impl Details {
    /// Reads one sentence, `sentence` being its place, `text` its characters and `dates` those that stand in it; what is
    /// known already stays. What says it is noted in `spans`.
    pub fn read(
        &mut self,
        sentence: Span,
        text: &str,
        dates: &[&DateMention],
        published: Option<PartialDate>,
        spans: &mut EventSpans,
    ) {
        let span = |start: usize, end: usize| {
            Span::new(sentence.field, sentence.start + start, sentence.start + end)
        };
        if let Some(found) = contract_type::read(text).filter(|_| self.contract_type.is_none()) {
            self.contract_type = Some(found.value);
            spans.contract_type.push(span(found.start, found.end));
        }
        if let Some(found) = competition::read(text).filter(|_| self.competition.is_none()) {
            self.competition = Some(found.value);
            spans.competition.push(span(found.start, found.end));
        }
        if let Some(found) = competition::offers(text).filter(|_| self.offers.is_none()) {
            self.offers = Some(found.value);
            spans.competition.push(span(found.start, found.end));
        }
        if let Some(found) = classification::read(text).filter(|_| self.classification.is_none()) {
            self.classification = Some(found.value);
            spans.classification.push(span(found.start, found.end));
        }
        if let Some(found) = place::read(text).filter(|_| self.place.is_none()) {
            self.place = Some(found.value);
            spans.place.push(span(found.start, found.end));
        }
        if let Some(found) =
            completion::read(text, sentence.start, dates, published).filter(|_| self.completion.is_none())
        {
            self.completion = Some(found.value);
            spans.completion.push(span(found.start, found.end));
        }
    }
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
    let mut details = Details::default();
    if !has_terms(claim.kind) {
        return details;
    }
    let published = article.published.map(|published| published.date);
    let body = article.body.text();
    let own = &story.sentences[claim.sentence];
    // In a sentence that tells several dealings nothing says whose term it is.
    let is_alone = !claims.iter().any(|other| {
        other.sentence == claim.sentence && (other.kind, &other.vendors) != (claim.kind, &claim.vendors)
    });
    if is_alone {
        details.read(own.span, own.text, &own.dates, published, spans);
    }
    let after = story.sentences.iter().enumerate().skip(claim.sentence + 1).take(SENTENCES_AFTER);
    for (index, sentence) in after {
        let is_told_of_another = claims.iter().any(|other| other.sentence == index);
        if is_told_of_another || own.is_title() || !is_in_paragraph(body, own, sentence) {
            break;
        }
        details.read(sentence.span, sentence.text, &sentence.dates, published, spans);
    }
    details
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

    use super::{Details, EventSpans};

    fn completion(text: &str) -> Option<String> {
        let published: PartialDate = "2026-03-15".parse().unwrap();
        let record = serde_json::json!({"id": "x", "title": "", "text": text, "published": "2026-03-15"});
        let article = read_record(&record.to_string()).unwrap();
        let sentences = sentence_spans(&article);
        let mentions = find(&article, &sentences);
        let (mut details, mut spans) = (Details::default(), EventSpans::default());
        for sentence in &sentences {
            let dates: Vec<_> = mentions.dates.iter().filter(|d| sentence.contains(&d.span)).collect();
            details.read(
                *sentence,
                sentence.of("", article.body.text()),
                &dates,
                Some(published),
                &mut spans,
            );
        }
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
