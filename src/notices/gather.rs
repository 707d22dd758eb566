//! The facts of a page's parts as facts of the page.

use crate::article::Article;
use crate::base::{Field, Span};
use crate::entities::{Mentions, Named, Organisation};
use crate::events::{Corrections, Event, EventSpans, Facts, read_corrected_facts};

/// What the parts gave so far, places counted in the page.
#[derive(Default)]
pub(super) struct Gathered {
    mentions: Mentions,
    events: Vec<Event>,
    relevant: bool,
    relevance: f32,
}

impl Gathered {
    /// Adds what stands between announcements, read as news.
    pub fn add_news(&mut self, part: &Article, offset: usize, corrections: &Corrections) {
        if part.body.text().chars().any(char::is_alphanumeric) {
            self.add(read_corrected_facts(part, corrections), offset);
        }
    }

    /// Adds the facts of a part that begins at `offset`.
    pub fn add(&mut self, facts: Facts, offset: usize) {
        self.relevant |= facts.relevant;
        self.relevance = self.relevance.max(facts.relevance);
        let mut mentions = facts.mentions;
        each_span(&mut mentions, |span| shift(span, offset));
        add_organisations(&mut self.mentions.agencies, mentions.agencies);
        add_organisations(&mut self.mentions.vendors, mentions.vendors);
        add_named(&mut self.mentions.products, mentions.products);
        add_named(&mut self.mentions.programs, mentions.programs);
        self.mentions.amounts.extend(mentions.amounts);
        self.mentions.dates.extend(mentions.dates);
        self.mentions.numbers.extend(mentions.numbers);
        self.mentions.terms.extend(mentions.terms);
        self.events.extend(facts.events.into_iter().map(|mut event| {
            shift(&mut event.evidence, offset);
            each_span_of(&mut event.spans, |span| shift(span, offset));
            event
        }));
    }

    /// All of it.
    pub fn facts(self) -> Facts {
        Facts {
            relevant: self.relevant,
            relevance: self.relevance,
            mentions: self.mentions,
            events: self.events,
        }
    }
}

fn shift(span: &mut Span, offset: usize) {
    if span.field == Field::Body {
        *span = Span::body(span.start + offset, span.end + offset);
    }
}

fn each_span(mentions: &mut Mentions, mut change: impl FnMut(&mut Span)) {
    for organisation in mentions.agencies.iter_mut().chain(&mut mentions.vendors) {
        organisation.mentions.iter_mut().for_each(&mut change);
    }
    for named in mentions.products.iter_mut().chain(&mut mentions.programs) {
        named.mentions.iter_mut().for_each(&mut change);
    }
    mentions.amounts.iter_mut().for_each(|one| change(&mut one.span));
    mentions.dates.iter_mut().for_each(|one| change(&mut one.span));
    mentions.numbers.iter_mut().for_each(|one| change(&mut one.span));
    mentions.terms.iter_mut().for_each(|one| change(&mut one.span));
}

fn each_span_of(spans: &mut EventSpans, mut change: impl FnMut(&mut Span)) {
    // Taken apart by name, so that a new slot is not forgotten here.
    let EventSpans {
        kind,
        buyers,
        vendors,
        value,
        date,
        contract_type,
        competition,
        classification,
        place,
        completion,
        offers_due,
        term,
    } = spans;
    let lists = [
        kind,
        buyers,
        vendors,
        value,
        date,
        contract_type,
        competition,
        classification,
        place,
        completion,
        offers_due,
        term,
    ];
    lists.into_iter().flatten().for_each(&mut change);
}

fn add_organisations(all: &mut Vec<Organisation>, more: Vec<Organisation>) {
    for organisation in more {
        match all.iter_mut().find(|known| known.id == organisation.id) {
            Some(known) => known.mentions.extend(organisation.mentions),
            None => all.push(organisation),
        }
    }
}

fn add_named(all: &mut Vec<Named>, more: Vec<Named>) {
    for named in more {
        match all.iter_mut().find(|known| known.id == named.id) {
            Some(known) => known.mentions.extend(named.mentions),
            None => all.push(named),
        }
    }
}
