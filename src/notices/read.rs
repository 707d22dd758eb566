//! One announcement as facts.

use crate::base::Pattern;
use std::ops::Range;
use std::sync::LazyLock;

use super::announcement::Announcement;
use super::awardees::Awardee;
use super::{buyer, field, listed, official, sums};
use crate::article::{Article, sentence_spans};
use crate::base::{PartialDate, Span};
use crate::entities::{Amount, Mentions, Organisation};
use crate::events::{
    Attribution, AttributionKind, Certainty, Corrections, Details, Event, EventKind, EventSpans, EventValue,
    Facts, OfficialRecord, OrgRef, TermSentence, read_corrected_facts, subject,
};

/// The form leaves little to doubt, and so do fields.
pub(super) const CONFIDENCE: f32 = 0.97;

/// The relevance of an announcement that does not speak of the field is no higher.
const AT_MOST_ELSEWHERE: f32 = 0.3;

/// How far after the verb the words may stand that call it a change of a contract, in bytes.
const CHANGE_WITHIN: usize = 220;

/// What is awarded is a change: "a $… modification (P00002) to contract …", "to exercise an option".
static CHANGE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:modification|contract\smodification|change\sorder|option(?:\syear|\speriod)?\s(?:\w+\s)?(?:under|on|to)|to\sexercise|exercise\sof|exercis(?:es|ing)|(?:bilateral|unilateral|supplemental)\sagreement|\bextension\s(?:to|of)|\bdefinitiz)",
    )
});

/// What it is for begins here: a modification named after it is the work, not the award.
static PURPOSE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:contract|order|agreement|action)s?\b[^.;$]{0,60}?\s(?:for|to\s(?:provide|procure))\s(?:the\s)?",
    )
});

/// Numbers stand in brackets between "contract" and what it is for.
static BRACKETS: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\s?\([^()]*\)"));

/// "(Awarded April 17, 2024)".
static AWARDED_ON: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"\(?(?:[Aa]warded|[Ii]ssued)\s(?:on\s)?$"));

/// The facts of one paragraph, places counted in it.
pub(super) fn facts(article: &Article, announcement: &Announcement, corrections: &Corrections) -> Facts {
    let text = article.body.text();
    // Dates, numbers, programs, words of the field and relevance are read as in news.
    let news = read_corrected_facts(article, corrections);
    let published = article.published.map(|published| published.date);
    let sentences = sentence_spans(article);
    let verb = &announcement.verb;
    let evidence = evidence(&sentences, text, verb);
    let change = change(text, verb);
    let mut mentions = news.mentions;

    let mut vendors: Vec<(OrgRef, Span)> = announcement
        .awardees
        .iter()
        .map(|one| (listed::vendor(&text[one.name.clone()]), Span::body(one.name.start, one.name.end)))
        .collect();
    set_apart(&mut vendors, text);
    let buyer = buyer::buyer(text)
        .map(|range| (listed::agency(&text[range.clone()]), Span::body(range.start, range.end)));
    name_parties(&mut mentions, &vendors, buyer.as_ref());

    let own: Vec<Span> = announcement
        .awardees
        .iter()
        .filter_map(|one| one.sum.as_ref())
        .map(|sum| Span::body(sum.start, sum.end))
        .collect();
    let main = sums::settle(text, &mut mentions.amounts, verb.end, &own, change.is_some());

    let mut spans = EventSpans {
        kind: vec![
            change
                .clone()
                .map_or(Span::body(verb.start, verb.end), |found| Span::body(found.start, found.end)),
        ],
        buyers: buyer.iter().map(|(_, span)| *span).collect(),
        ..EventSpans::default()
    };
    let sentences: Vec<TermSentence<'_>> = sentences
        .iter()
        .map(|sentence| TermSentence {
            span: *sentence,
            text: sentence.of("", text),
            dates: mentions.dates.iter().filter(|date| sentence.contains(&date.span)).collect(),
        })
        .collect();
    let details = Details::read(&sentences, published, &mut spans);
    let date = date(text, &mentions, published);
    spans.date = date.and_then(|(_, span)| span).into_iter().collect();
    let told = Told {
        event: Event {
            kind: if change.is_some() { EventKind::Modification } else { EventKind::Award },
            buyers: buyer.iter().map(|(org, _)| org.clone()).collect(),
            vendors: Vec::new(),
            via: Vec::new(),
            value: None,
            date: date.map(|(date, _)| date),
            subject: subject(&BRACKETS.without(evidence.of("", text))),
            program: (mentions.programs.iter())
                .find(|program| program.mentions.iter().any(|span| evidence.contains(span)))
                .map(|program| program.id.clone()),
            contract_ids: Vec::new(),
            details,
            official: None,
            certainty: Certainty::Announced,
            attribution: Some(Attribution { kind: AttributionKind::Document, name: None }),
            evidence,
            spans,
            confidence: CONFIDENCE,
            review: None,
        },
        vendors,
        main,
        official: official::of_announcement(text, &mentions.amounts, verb.end, published),
    };
    let events = told.events(&announcement.awardees, &mentions);
    let is_of_field = field::is_of_field(text, &mentions, evidence);
    let relevance = if is_of_field { news.relevance } else { news.relevance.min(AT_MOST_ELSEWHERE) };
    Facts { relevant: news.relevant && is_of_field, relevance, mentions, events }
}

/// Awardees that are one company in the lists today, but stand side by side under two names, are two.
fn set_apart(vendors: &mut [(OrgRef, Span)], text: &str) {
    for index in 1..vendors.len() {
        let (before, rest) = vendors.split_at_mut(index);
        let Some((org, span)) = rest.first_mut() else { return };
        if before.iter().any(|(known, _)| known.id == org.id && known.name != org.name) {
            *org = listed::unlisted_vendor(span.of("", text));
        }
    }
}

/// What is common to the events of one announcement.
struct Told {
    event: Event,
    vendors: Vec<(OrgRef, Span)>,
    main: Option<Amount>,
    official: OfficialRecord,
}

impl Told {
    /// One event of all awardees and their joint sum; where each has a sum of its own, one event each.
    fn events(self, awardees: &[Awardee], mentions: &Mentions) -> Vec<Event> {
        let has_own_sums = awardees.len() > 1 && awardees.iter().all(|one| one.sum.is_some());
        if !has_own_sums {
            let ids = numbers(mentions, None);
            return vec![self.event_of(&self.vendors, self.main.as_ref(), ids)];
        }
        let starts = awardees.iter().map(|one| one.name.start);
        let ends = starts.clone().skip(1).chain([self.event.evidence.end]);
        let entries = starts.zip(ends).zip(awardees).zip(&self.vendors);
        entries
            .map(|(((start, end), one), vendor)| {
                let sum = one.sum.as_ref().map(|sum| Span::body(sum.start, sum.end));
                let amount =
                    mentions.amounts.iter().find(|amount| sum.is_some_and(|sum| sum.overlaps(&amount.span)));
                self.event_of(std::slice::from_ref(vendor), amount, numbers(mentions, Some(&(start..end))))
            })
            .collect()
    }

    fn event_of(
        &self,
        vendors: &[(OrgRef, Span)],
        amount: Option<&Amount>,
        contract_ids: Vec<String>,
    ) -> Event {
        let mut event = self.event.clone();
        for (org, span) in vendors {
            event.spans.vendors.push(*span);
            if !event.vendors.iter().any(|known| known.id == org.id) {
                event.vendors.push(org.clone());
            }
        }
        event.value = amount.map(|amount| EventValue {
            money: amount.money,
            low: amount.low,
            role: amount.role,
            is_apiece: false,
        });
        event.spans.value = amount.iter().map(|amount| amount.span).collect();
        event.contract_ids = contract_ids;
        event.official = Some(official::of_event(&self.official, &event, self.vendors.len() > vendors.len()));
        event
    }
}

/// The sentence of the verb. Where a full stop within a name has cut it, from the paragraph's beginning.
fn evidence(sentences: &[Span], text: &str, verb: &Range<usize>) -> Span {
    let end =
        sentences.iter().find(|s| s.start <= verb.start && verb.start < s.end).map_or(text.len(), |s| s.end);
    Span::body(sentences.first().map_or(0, |s| s.start), end)
}

/// The words that call the award a change of an earlier contract.
fn change(text: &str, verb: &Range<usize>) -> Option<Range<usize>> {
    let mut end = (verb.end + CHANGE_WITHIN).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let rest = text.get(verb.end..end)?;
    let found = CHANGE.find(rest)?;
    let purpose = PURPOSE.find(rest).map_or(rest.len(), |purpose| purpose.end());
    (found.start() < purpose).then(|| verb.end + found.start()..verb.end + found.end())
}

/// When it was awarded: the day said, else that of publication, which nothing in the text says.
fn date(
    text: &str,
    mentions: &Mentions,
    published: Option<PartialDate>,
) -> Option<(PartialDate, Option<Span>)> {
    let said = mentions.dates.iter().find(|date| {
        text.get(..date.span.start).is_some_and(|before| AWARDED_ON.is_match(before) && before.ends_with(' '))
    });
    said.map(|date| (date.date, Some(date.span))).or_else(|| published.map(|day| (day, None)))
}

/// The official numbers within a part of the text, each once.
fn numbers(mentions: &Mentions, within: Option<&Range<usize>>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for mention in mentions.numbers.iter().filter(|mention| mention.kind.is_of_dealing()) {
        let is_within = within.is_none_or(|range| range.contains(&mention.span.start));
        if is_within && !found.contains(&mention.number) {
            found.push(mention.number.clone());
        }
    }
    found
}

/// Puts the awardees in the place of what was taken for suppliers, and the contracting activity beside the bodies named.
fn name_parties(mentions: &mut Mentions, vendors: &[(OrgRef, Span)], buyer: Option<&(OrgRef, Span)>) {
    mentions.vendors.clear();
    for (org, span) in vendors {
        add(&mut mentions.vendors, org, *span);
    }
    let taken: Vec<Span> =
        vendors.iter().map(|(_, span)| *span).chain(buyer.map(|(_, span)| *span)).collect();
    for agency in &mut mentions.agencies {
        agency.mentions.retain(|mention| !taken.iter().any(|span| span.overlaps(mention)));
    }
    mentions.agencies.retain(|agency| !agency.mentions.is_empty());
    if let Some((org, span)) = buyer {
        add(&mut mentions.agencies, org, *span);
    }
    for list in [&mut mentions.agencies, &mut mentions.vendors] {
        for organisation in list.iter_mut() {
            organisation.mentions.sort_unstable();
        }
        list.sort_by_key(|organisation| organisation.mentions.first().copied());
    }
}

/// Notes that an organisation is named here.
pub(super) fn add(list: &mut Vec<Organisation>, org: &OrgRef, span: Span) {
    match list.iter_mut().find(|known| known.id == org.id) {
        Some(known) => known.mentions.push(span),
        None => list.push(Organisation {
            id: org.id.clone(),
            name: org.name.clone(),
            parent: listed::parent(&org.id),
            mentions: vec![span],
            confidence: CONFIDENCE,
        }),
    }
}
