//! A register's record as an article with its facts: written out in labelled lines, every fact with the characters of its
//! line as evidence.

use super::listed;
use super::read::{CONFIDENCE, add};
use super::record::{Dealing, Line, Lines, Record, Said};
use super::relevance::{Subject, relevance};
use crate::article::{Article, BlockKind, Body, Hints, empty_article, finish};
use crate::base::{ArticleId, Span};
use crate::entities::{Amount, DateMention, Mentions, NumberMention};
use crate::events::{Attribution, AttributionKind, Event, EventKind, EventSpans, EventValue, Facts, OrgRef};

/// An official record as an article, with what its own fields say.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The record, written out.
    pub article: Article,
    /// What it says.
    pub facts: Facts,
}

/// Below this a record is not relevant.
const THRESHOLD: f32 = 0.5;

/// Writes a record out. One without a word of what it is about is no article.
pub(super) fn notice(record: Record) -> Result<Notice, &'static str> {
    if record.title.is_empty() && record.description.is_empty() {
        return Err("it has neither a title nor a description");
    }
    let country = record.country;
    let mut body = Body::default();
    for (place, paragraph) in record.description.iter().enumerate() {
        let label = if place == 0 { "Description: " } else { "" };
        body.push(BlockKind::Paragraph, &format!("{label}{paragraph}"));
    }
    let mut mentions = Mentions::default();
    let mut write = Writing { body: &mut body, mentions: &mut mentions, country };
    write.block(&record.classification);
    let subject_end = write.body.text().len();
    let mut told = Vec::with_capacity(record.dealings.len());
    for dealing in &record.dealings {
        told.extend(write.block(&dealing.lines).map(|placed| (dealing, placed)));
    }
    for lines in &record.others {
        write.block(lines);
    }

    let mut article = empty_article(&Hints::default());
    article.source_id = record.id;
    article.url = record.url.map(|url| url.canonical());
    article.publisher = Some(record.publisher);
    article.published = record.published;
    article.title = record.title;
    article.country = country.map(str::to_owned);
    article.body = body;
    article.partial = record.is_partial;
    finish(&mut article, record.language.as_deref());
    if let Some(identity) = &record.identity {
        article.id = ArticleId::of_content(record.register.name(), identity);
    }

    let subject = Subject::of(&article, subject_end);
    mentions.products.clone_from(&subject.mentions.products);
    mentions.programs.clone_from(&subject.mentions.programs);
    mentions.terms.clone_from(&subject.mentions.terms);
    let about = record_subject(&article);
    let program = match mentions.programs.as_slice() {
        [program] => Some(program.id.clone()),
        _ => None,
    };
    let events: Vec<Event> = told
        .iter()
        .map(|(dealing, placed)| Event {
            subject: about.clone(),
            program: program.clone(),
            ..placed.event(dealing, country)
        })
        .collect();
    let relevance = relevance(&subject, !events.is_empty());
    let facts = Facts { relevant: relevance >= THRESHOLD, relevance, mentions: ordered(mentions), events };
    Ok(Notice { article, facts })
}

/// A body as it is written, with what is named in it.
struct Writing<'w> {
    body: &'w mut Body,
    mentions: &'w mut Mentions,
    country: Option<&'static str>,
}

impl Writing<'_> {
    fn block<'l>(&mut self, lines: &'l Lines) -> Option<Placed<'l>> {
        let placed = Placed::write(lines, self.body)?;
        placed.mention(self.mentions, self.country);
        Some(placed)
    }
}

/// What the dealings of a record are about: its headline.
fn record_subject(article: &Article) -> Option<String> {
    let title = article.title.trim_end_matches(['.', ' ']);
    (!title.is_empty()).then(|| title.to_owned())
}

/// Lines as they stand in the body.
struct Placed<'l> {
    span: Span,
    lines: Vec<(&'l Line, Span)>,
}

impl<'l> Placed<'l> {
    /// Writes lines as one block; none gives none.
    fn write(lines: &'l Lines, body: &mut Body) -> Option<Self> {
        let mut text = String::new();
        let mut places = Vec::with_capacity(lines.0.len());
        for line in lines.0.iter().filter(|line| !line.text.trim().is_empty()) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line.label);
            text.push_str(": ");
            let start = text.len();
            text.push_str(line.text.trim());
            places.push((line, start, text.len()));
        }
        body.push(BlockKind::Paragraph, &text);
        let start = body.text().len().checked_sub(text.len()).filter(|_| !text.is_empty())?;
        let lines = places.into_iter().map(|(line, from, to)| (line, Span::body(start + from, start + to)));
        Some(Self { span: Span::body(start, start + text.len()), lines: lines.collect() })
    }

    /// Notes who and what is named in them.
    fn mention(&self, mentions: &mut Mentions, country: Option<&'static str>) {
        for (line, span) in &self.lines {
            let span = *span;
            match &line.said {
                Said::Buyer | Said::Body => {
                    add(&mut mentions.agencies, &listed::registered_agency(&line.text, country), span);
                }
                Said::Vendor | Said::Via | Said::Company => {
                    add(&mut mentions.vendors, &listed::registered_vendor(&line.text), span);
                }
                Said::Sum { money, low, role, .. } => mentions.amounts.push(Amount {
                    span,
                    money: *money,
                    low: low.map(|low| low.amount),
                    qualifier: None,
                    role: *role,
                    confidence: CONFIDENCE,
                }),
                Said::Number { kind, .. } => {
                    mentions.numbers.push(NumberMention { span, number: line.text.clone(), kind: *kind });
                }
                Said::Date(day) | Said::OtherDate(day) | Said::Completion(day) | Said::OffersDue(day) => {
                    mentions.dates.push(DateMention { span, date: day.date, relative: false });
                }
                _ => {}
            }
        }
    }

    /// The event that they tell.
    fn event(&self, dealing: &Dealing, country: Option<&'static str>) -> Event {
        let mut event = Event {
            kind: dealing.kind,
            buyers: Vec::new(),
            vendors: Vec::new(),
            via: Vec::new(),
            value: None,
            date: None,
            subject: None,
            program: None,
            contract_ids: Vec::new(),
            details: crate::events::Details::default(),
            official: Some(dealing.official.clone()),
            certainty: dealing.certainty,
            attribution: Some(Attribution { kind: AttributionKind::Document, name: None }),
            evidence: self.span,
            spans: EventSpans::default(),
            confidence: CONFIDENCE,
            review: None,
        };
        for (line, span) in &self.lines {
            fill(&mut event, line, *span, country);
        }
        // The lines that say who, what, how much and when stand first.
        let spans = &event.spans;
        let telling = [&spans.kind, &spans.buyers, &spans.vendors, &spans.value, &spans.date];
        let end = telling.into_iter().flatten().map(|span| span.end).max();
        event.evidence = Span::body(self.span.start, end.unwrap_or(self.span.end));
        event
    }
}

/// Puts what a line says into its slot; of what only one can be, the first holds.
fn fill(event: &mut Event, line: &Line, span: Span, country: Option<&'static str>) {
    let (spans, details) = (&mut event.spans, &mut event.details);
    let name = |list: &mut Vec<OrgRef>, places: &mut Vec<Span>, org: OrgRef| {
        places.push(span);
        if !list.iter().any(|known| known.id == org.id) {
            list.push(org);
        }
    };
    match &line.said {
        Said::Kind => spans.kind.push(span),
        Said::Buyer => {
            let org = listed::registered_agency(&line.text, country);
            name(&mut event.buyers, &mut spans.buyers, org);
        }
        Said::Vendor => {
            name(&mut event.vendors, &mut spans.vendors, listed::registered_vendor(&line.text));
        }
        Said::Via => name(&mut event.via, &mut Vec::new(), listed::registered_vendor(&line.text)),
        Said::Sum { money, low, role, is_own: true } if event.value.is_none() => {
            event.value = Some(EventValue {
                money: *money,
                low: low.map(|low| low.amount),
                role: *role,
                is_apiece: false,
            });
            spans.value.push(span);
        }
        Said::Number { kind, is_own: true }
            if kind.is_of_dealing() && !event.contract_ids.contains(&line.text) =>
        {
            event.contract_ids.push(line.text.clone());
        }
        Said::Date(day) if event.date.is_none() => {
            event.date = Some(day.date);
            spans.date.push(span);
        }
        Said::Completion(day) if details.completion.is_none() => {
            details.completion = Some(day.date);
            spans.completion.push(span);
        }
        Said::OffersDue(day) if details.offers_due.is_none() && event.kind == EventKind::Solicitation => {
            details.offers_due = Some(day.date);
            spans.offers_due.push(span);
        }
        Said::Place if details.place.is_none() => {
            details.place = Some(line.text.clone());
            spans.place.push(span);
        }
        Said::ContractType(kind) if details.contract_type.is_none() => {
            details.contract_type = Some(*kind);
            spans.contract_type.push(span);
        }
        Said::Competition(kind) if details.competition.is_none() => {
            details.competition = Some(*kind);
            spans.competition.push(span);
        }
        Said::Offers(count) if details.offers.is_none() => {
            details.offers = Some(*count);
            spans.competition.push(span);
        }
        _ => {}
    }
}

fn ordered(mut mentions: Mentions) -> Mentions {
    for list in [&mut mentions.agencies, &mut mentions.vendors] {
        list.sort_by_key(|organisation| organisation.mentions.first().copied());
    }
    mentions
}
