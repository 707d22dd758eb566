//! One fact of one article, with the words that say it: a row of its own, joined to its deal by the deal's id.

use serde::Serialize;

use super::deal_facts::PageProof;
use super::event::attribution_word;
use super::evidence::EvidenceEvent;
use super::record_parts::Surface;
use super::row::{Cell, Origin, Section, doubt};
use super::{FORMAT_VERSION, Slot};
use crate::article::{Article, sentence_spans};
use crate::base::{Address, ArticleId, DealId, Field, PartialDate, Span};
use crate::events::{AttributionKind, Certainty, EventKind, Facts, ReviewStatus};

pub(super) const COLUMNS: &[&str] = &[
    "deal",
    "article",
    "ordinal",
    "type",
    "fact",
    "value",
    "words",
    "quote",
    "field",
    "start",
    "end",
    "certainty",
    "confidence",
    "confirmed",
    "attribution_kind",
    "attribution_name",
    "review_status",
    "url",
    "publisher",
    "published",
    "title",
    "text_digest",
    "page_digest",
    "fetched",
];
/// Between words that stand apart but say one fact.
const APART: &str = " … ";

/// A slot of an event that an article fills, and where it says so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimRecord<'a> {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The deal that the event belongs to.
    pub deal: Option<&'a DealId>,
    /// The article.
    pub article: &'a ArticleId,
    /// The event's place in the article, from 0.
    pub ordinal: usize,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// Which fact of the event: the name of its slot (`buyers`, `value`, `date`, …).
    pub fact: &'static str,
    /// What the slot is filled with.
    pub value: String,
    /// The words that say so, in order; empty where it follows from something else than words of its own.
    pub words: Vec<Surface<'a>>,
    /// The sentence that holds the first of these words, else the event's best sentence.
    pub quote: &'a str,
    /// How sure the article is.
    pub certainty: Certainty,
    /// From 0 to 1.
    pub confidence: f32,
    /// Whether the event counts as a fact.
    pub confirmed: bool,
    /// Whom the article cites.
    pub attribution_kind: Option<AttributionKind>,
    /// By which name.
    pub attribution_name: Option<&'a str>,
    /// What the user found of the event; null where nobody has looked.
    pub review_status: Option<ReviewStatus>,
    /// The article's canonical address.
    pub url: Option<&'a Address>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When.
    pub published: Option<PartialDate>,
    /// Its headline.
    pub title: &'a str,
    /// What proves that the page said so.
    #[serde(flatten)]
    pub proof: Option<&'a PageProof>,
}

impl<'a> ClaimRecord<'a> {
    /// The facts of those events of an article that `is_wanted` names by their places, in order; `deals` holds the deal of
    /// each event by the event's place.
    pub fn of(
        article: &'a Article,
        facts: &'a Facts,
        deals: &'a [Option<DealId>],
        proof: Option<&'a PageProof>,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Vec<Self> {
        let sentences = sentence_spans(article);
        let mut claims = Vec::new();
        for told in EvidenceEvent::of(article, facts, deals, is_wanted) {
            let event = told.event;
            for Slot { slot, filled, words } in told.slots {
                let sentence = words.first().and_then(|first| sentence_of(&sentences, first));
                claims.push(Self {
                    format_version: FORMAT_VERSION,
                    deal: event.deal,
                    article: &article.id,
                    ordinal: told.ordinal,
                    kind: event.kind,
                    fact: slot,
                    value: filled,
                    words,
                    quote: sentence
                        .map_or(event.evidence, |span| span.of(&article.title, article.body.text())),
                    certainty: event.certainty,
                    confidence: event.confidence,
                    confirmed: event.is_confirmed,
                    attribution_kind: event.attribution.map(|cited| cited.kind),
                    attribution_name: event.attribution.and_then(|cited| cited.name.as_deref()),
                    review_status: event.review_status,
                    url: article.url.as_ref(),
                    publisher: article.publisher.as_deref(),
                    published: article.published.map(|published| published.date),
                    title: &article.title,
                    proof,
                });
            }
        }
        claims
    }

    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        let first = self.words.first();
        vec![
            Cell::maybe(self.deal),
            Cell::text(self.article.as_str()),
            Cell::number(&self.ordinal),
            Cell::text(self.kind.as_str()),
            Cell::text(self.fact),
            Cell::text(self.value.as_str()),
            Cell::text(self.words_apart()),
            Cell::text(self.quote),
            Cell::maybe(first.map(|word| field_word(word.field))),
            first.map_or(Cell::Empty, |word| Cell::number(&word.start)),
            first.map_or(Cell::Empty, |word| Cell::number(&word.end)),
            Cell::text(self.certainty.as_str()),
            Cell::number(&self.confidence),
            Cell::Flag(self.confirmed),
            Cell::maybe(self.attribution_kind.map(attribution_word)),
            Cell::maybe(self.attribution_name),
            Cell::maybe(self.review_status.map(ReviewStatus::as_str)),
            Cell::link(self.url.map(Address::as_str)),
            Cell::maybe(self.publisher),
            Cell::date(self.published),
            Cell::text(self.title),
            Cell::maybe(self.proof.map(|proof| proof.text_digest.as_str())),
            Cell::maybe(self.proof.map(|proof| proof.page_digest.as_str())),
            Cell::instant(self.proof.map(|proof| proof.fetched)),
        ]
    }

    pub(super) fn section(&self) -> Section<'_> {
        let mut section = Section::new(self.title);
        section.doubt = doubt(self.confirmed, self.certainty.as_str(), self.confidence);
        section.line("Fact", format!("{} of {}: {}", self.fact, self.kind.as_str(), self.value));
        section.line("Words", self.words_apart());
        section.line_of("Deal", self.deal);
        section.line_of("Digest", self.proof.map(|proof| proof.text_digest.as_str()));
        section.quote = Some(self.quote);
        section.source = Origin {
            title: Some(self.title),
            publisher: self.publisher,
            published: self.published.map(|date| date.to_string()),
            url: self.url.map(Address::as_str),
        };
        section
    }

    fn words_apart(&self) -> String {
        self.words.iter().map(|word| word.surface).collect::<Vec<_>>().join(APART)
    }
}

fn sentence_of(sentences: &[Span], word: &Surface<'_>) -> Option<Span> {
    let place = Span { field: word.field, start: word.start, end: word.end };
    sentences.iter().copied().find(|sentence| sentence.contains(&place))
}

fn field_word(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Body => "body",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn each_fact_has_its_words_and_their_sentence() {
        let (article, facts) = (sample::article(), sample::facts());
        let deals = [Some(DealId::from_stored("d0123456789a"))];
        let claims = ClaimRecord::of(&article, &facts, &deals, None, |_| true);
        let kind = claims.iter().find(|claim| claim.fact == "type").unwrap();
        assert_eq!((kind.value.as_str(), kind.words_apart().as_str()), ("award", "awarded"));
        assert!(kind.quote.starts_with("The Army awarded Palantir") && kind.quote.ends_with("0012."));
        assert_eq!(kind.deal.map(DealId::as_str), Some("d0123456789a"));
        let value = claims.iter().find(|claim| claim.fact == "value").unwrap();
        assert_eq!(value.value, "USD 252458698 (ceiling)");
        assert!(claims.iter().all(|claim| claim.cells().len() == COLUMNS.len()));
        assert!(ClaimRecord::of(&article, &facts, &deals, None, |_| false).is_empty());
    }
}
