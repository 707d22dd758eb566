//! The public record of one article (docs/fields.md).

use std::io::{self, Write};

use jiff::tz::Offset;
use serde::Serialize;

use super::deal_facts::PageProof;
use super::edits::{EditRecord, edit_records};
use super::record_event::RecordEvent;
use super::record_parts::{self, RecordAmount, RecordMention, RecordOrganisation, Surface};
use super::safe_json;
use crate::article::{Article, DateOrigin, Published};
use crate::base::{Address, ArticleId, DealId};
use crate::entities::Named;
use crate::events::{Event, Facts, relevance_terms};
use crate::report::{FactEdit, contract_numbers, distinct_amounts, summary};

/// The version of the record's shape: raised when a field is renamed, removed or means something else.
pub const FORMAT_VERSION: u32 = 1;

/// What to put into a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Keep the events of an article that is not relevant.
    pub all_events: bool,
    /// Leave `articleBody` null, for what is shared: sentences, links and digests remain.
    pub without_text: bool,
}

/// One article with everything found in it, in the order of the published fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record<'a> {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The article's id.
    pub id: &'a ArticleId,
    /// The id the input gave.
    pub source_id: Option<&'a str>,
    /// The canonical address.
    pub url: Option<&'a Address>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// RFC 3339 with the publisher's offset where the time is known, else the date to the precision given.
    pub published: Option<String>,
    /// Which part of the page or source gave `published`.
    pub published_from: Option<DateOrigin>,
    /// When the page was last changed, in the same form.
    pub updated: Option<String>,
    /// The headline.
    pub title: &'a str,
    /// Who wrote it.
    pub authors: &'a [String],
    /// The section of the site.
    pub section: Option<&'a str>,
    /// Keywords and tags of the page.
    pub keywords: &'a [String],
    /// The address of the lead image.
    pub image: Option<&'a str>,
    /// Place and news agency.
    pub dateline: Option<RecordDateline<'a>>,
    /// ISO 639-1 code.
    pub language: Option<&'a str>,
    /// ISO 3166-1 alpha-2 code in lower case.
    pub country: Option<&'a str>,
    /// The text; spans count in it.
    #[serde(rename = "articleBody")]
    pub article_body: Option<&'a str>,
    /// SHA-256 of title and text.
    pub text_digest: String,
    /// Its own sentences that say most of what it is about.
    pub summary: Option<String>,
    /// Whether only a part of the text was there.
    pub partial: bool,
    /// Whether it reports a concrete dealing between a government body and a supplier that involves AI.
    pub relevant: bool,
    /// From 0 to 1.
    pub relevance: f32,
    /// The words it was decided by, at most eight.
    pub relevance_terms: Vec<Surface<'a>>,
    /// Government bodies.
    pub agencies: Vec<RecordOrganisation<'a>>,
    /// Suppliers.
    pub vendors: Vec<RecordOrganisation<'a>>,
    /// Sums of money, once per value, currency and role.
    pub amounts: Vec<RecordAmount<'a>>,
    /// Contract, solicitation and order numbers, each once.
    pub contract_ids: Vec<&'a str>,
    /// Canonical names of products.
    pub products: Vec<&'a str>,
    /// Canonical names of programs and vehicles.
    pub programs: Vec<&'a str>,
    /// Where numbers, products and programs stand.
    pub mentions: Vec<RecordMention<'a>>,
    /// What happened.
    pub events: Vec<RecordEvent<'a>>,
    /// What edits of its page have changed, oldest first; absent where no library was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<Vec<EditRecord>>,
    /// The user's tags on it; absent where no library was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<&'a [String]>,
    /// The user's notes on it; absent where no library was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<&'a [String]>,
    /// What proves its page; for the formats that cite it.
    #[serde(skip)]
    pub proof: Option<PageProof>,
}

/// Where a report was written, and whose it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordDateline<'a> {
    /// The place as written.
    pub place: Option<&'a str>,
    /// The news agency as written.
    pub agency: Option<&'a str>,
    /// How many bytes at the head of the body it takes.
    pub length: usize,
}

impl<'a> Record<'a> {
    /// The record of an article and its facts; `deals` holds the deal of each event by the event's place, where
    /// deals are known.
    pub fn new(
        article: &'a Article,
        facts: &'a Facts,
        deals: Option<&'a [Option<DealId>]>,
        options: Options,
    ) -> Self {
        let found = &facts.mentions;
        // An official record keeps its events whatever it is about.
        let is_shown = |event: &Event| facts.relevant || options.all_events || event.official.is_some();
        let deal_of = |ordinal: usize| deals.and_then(|deals| deals.get(ordinal)).and_then(Option::as_ref);
        Self {
            format_version: FORMAT_VERSION,
            id: &article.id,
            source_id: article.source_id.as_deref(),
            url: article.url.as_ref(),
            publisher: article.publisher.as_deref(),
            published: article.published.as_ref().map(published),
            published_from: article.published.as_ref().map(|published| published.origin),
            updated: article.details.updated.as_ref().map(published),
            title: &article.title,
            authors: &article.authors,
            section: article.details.section.as_deref(),
            keywords: &article.details.keywords,
            image: article.details.image.as_deref(),
            dateline: article.details.dateline.as_ref().map(|dateline| RecordDateline {
                place: dateline.place.as_deref(),
                agency: dateline.agency.as_deref(),
                length: dateline.length,
            }),
            language: article.language.as_deref(),
            country: article.country.as_deref(),
            article_body: (!options.without_text).then(|| article.body.text()),
            text_digest: article.text_digest(),
            summary: (facts.relevant || !options.without_text).then(|| summary(article, facts)).flatten(),
            partial: article.partial,
            relevant: facts.relevant,
            relevance: facts.relevance,
            relevance_terms: relevance_terms(article, found)
                .into_iter()
                .map(|span| Surface::new(article, span))
                .collect(),
            agencies: found.agencies.iter().map(|one| RecordOrganisation::new(article, one)).collect(),
            vendors: found.vendors.iter().map(|one| RecordOrganisation::new(article, one)).collect(),
            amounts: distinct_amounts(&found.amounts)
                .into_iter()
                .map(|amount| RecordAmount::new(article, amount))
                .collect(),
            contract_ids: contract_numbers(found),
            products: names(&found.products),
            programs: names(&found.programs),
            mentions: record_parts::mentions(article, found),
            events: (facts.events.iter().enumerate())
                .filter(|(_, event)| is_shown(event))
                .map(|(ordinal, event)| RecordEvent::new(article, event, &found.programs, deal_of(ordinal)))
                .collect(),
            tags: None,
            edits: None,
            notes: None,
            proof: None,
        }
    }

    /// With what proves its page.
    #[must_use]
    pub fn with_proof(self, proof: Option<PageProof>) -> Self {
        Self { proof, ..self }
    }

    /// With what edits have changed.
    #[must_use]
    pub fn with_edits(self, edits: &[FactEdit]) -> Self {
        Self { edits: Some(edit_records(edits)), ..self }
    }

    /// With the user's own tags and notes.
    #[must_use]
    pub fn with_marks(self, tags: &'a [String], notes: &'a [String]) -> Self {
        Self { tags: Some(tags), notes: Some(notes), ..self }
    }

    /// Writes the record as JSON on one line, with the line end. Many small writes: give it a buffered writer.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write_line(&self, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(self, out)?;
        out.write_all(b"\n")
    }
}

fn names(list: &[Named]) -> Vec<&str> {
    list.iter().map(|one| one.name.as_str()).collect()
}

/// The instant in the publisher's own offset, so that its first ten characters are the day as printed there; where
/// offset and printed day do not fit together the day is what stands on the page.
fn published(published: &Published) -> String {
    let date = published.date.to_string();
    let written = published.instant.and_then(|instant| {
        let offset = Offset::from_seconds(published.offset_seconds.unwrap_or(0)).ok()?;
        Some(instant.display_with_offset(offset).to_string())
    });
    written.filter(|instant| instant.starts_with(&date)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::export::sample;
    use crate::report::eval::Prediction;

    fn record_json(options: Options, relevant: bool) -> Value {
        let facts = crate::events::Facts { relevant, ..sample::facts() };
        let article = sample::article();
        let deals = [Some(crate::base::DealId::from_stored("d1"))];
        let mut line = Vec::new();
        Record::new(&article, &facts, Some(&deals), options).write_line(&mut line).unwrap();
        assert_eq!(line.split(|byte| *byte == b'\n').count(), 2);
        serde_json::from_slice(&line).unwrap()
    }

    #[test]
    fn a_record_has_the_published_fields_in_their_order() {
        let article = sample::article();
        let facts = sample::facts();
        let mut line = Vec::new();
        Record::new(&article, &facts, None, Options::default()).write_line(&mut line).unwrap();
        let line = String::from_utf8(line).unwrap();
        let fields = [
            "format_version",
            "id",
            "source_id",
            "url",
            "publisher",
            "published",
            "published_from",
            "updated",
            "title",
            "authors",
            "section",
            "keywords",
            "image",
            "dateline",
            "language",
            "country",
            "articleBody",
            "text_digest",
            "summary",
            "partial",
            "relevant",
            "relevance",
            "relevance_terms",
            "agencies",
            "vendors",
            "amounts",
            "contract_ids",
            "products",
            "programs",
            "mentions",
            "events",
            "type",
            "buyers",
            "vendors",
            "via",
            "value",
            "currency",
            "value_role",
            "date",
            "subject",
            "program",
            "contract_ids",
            "contract_type",
            "competition",
            "offers",
            "classification",
            "place",
            "completion",
            "offers_due",
            "term",
            "certainty",
            "attribution",
            "evidence",
            "spans",
            "confidence",
            "deal",
            "review_status",
            "slots_set",
        ];
        let mut rest = line.as_str();
        for field in fields {
            rest = rest.split_once(&format!("\"{field}\":")).unwrap_or_else(|| panic!("{field} in {rest}")).1;
        }
        let json: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(json.as_object().unwrap().len(), 31);
        assert_eq!(json["events"][0].as_object().unwrap().len(), 28);
        let summary = json["summary"].as_str().unwrap();
        assert!(!summary.is_empty() && summary.ends_with('.'), "{summary}");
        assert_eq!(json["events"][0]["deal"], Value::Null);
    }

    #[test]
    fn facts_stand_with_their_characters() {
        let json = record_json(Options::default(), true);
        assert_eq!(json["published"], "2025-07-14T21:30:00-04:00");
        assert_eq!(
            json["agencies"][0]["mentions"][0],
            json!({"surface": "Army", "field": "title", "start": 0, "end": 4})
        );
        assert_eq!(
            json["amounts"],
            json!([
                {"surface": "up to $252,458,698", "value": 252_458_698, "low": null, "currency": "USD", "role": "ceiling",
                 "qualifier": "up_to", "field": "body", "start": 26, "end": 44, "confidence": 0.9},
                {"surface": "$0.42 a unit", "value": 0.42, "low": null, "currency": "USD", "role": "price",
                 "qualifier": null, "field": "body", "start": 115, "end": 127, "confidence": 0.9},
            ])
        );
        assert_eq!(json["contract_ids"], json!(["W911QX-24-D-0012"]));
        assert_eq!(json["programs"], json!(["Maven Smart System"]));
        let kinds: Vec<&str> = json["mentions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|mention| mention["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["program", "contract_number", "protest_number"]);
        let event = &json["events"][0];
        assert_eq!(event["program"], "Maven Smart System");
        assert_eq!(event["deal"], "d1");
        assert_eq!(event["attribution"], json!({"kind": "agency", "name": null}));
        assert_eq!(event["spans"]["type"], json!([{"field": "body", "start": 9, "end": 16}]));
        assert!(event["evidence"].as_str().unwrap().starts_with("The Army awarded"));
        let body = json["articleBody"].as_str().unwrap();
        assert_eq!(&body[26..44], "up to $252,458,698");
    }

    #[test]
    fn events_of_irrelevant_articles_and_texts_are_left_out_as_asked() {
        let all_events = Options { all_events: true, ..Options::default() };
        for (options, relevant, events) in
            [(Options::default(), false, 0), (all_events, false, 1), (Options::default(), true, 1)]
        {
            assert_eq!(record_json(options, relevant)["events"].as_array().unwrap().len(), events);
        }
        let without_text = Options { without_text: true, ..Options::default() };
        assert_eq!(record_json(without_text, true)["articleBody"], Value::Null);
    }

    #[test]
    fn a_date_that_does_not_fit_its_instant_stands_alone() {
        let facts = sample::facts();
        for (offset, shown) in [(Some(-4 * 3600), "2025-07-14T21:30:00-04:00"), (None, "2025-07-14")] {
            let mut article = sample::article();
            article.published.as_mut().unwrap().offset_seconds = offset;
            let record = Record::new(&article, &facts, None, Options::default());
            assert_eq!(record.published.as_deref(), Some(shown));
        }
    }

    /// The scorer reads the same from a written record as from the facts.
    #[test]
    fn a_record_scores_as_its_facts_do() {
        let (article, facts) = (sample::article(), sample::facts());
        let deals = [Some(crate::base::DealId::from_stored("d1"))];
        let mut line = Vec::new();
        Record::new(&article, &facts, Some(&deals), Options::default()).write_line(&mut line).unwrap();
        let read: Prediction = serde_json::from_slice(&line).unwrap();
        assert_eq!(read, Prediction::new(&article, &facts, &deals));
    }
}
