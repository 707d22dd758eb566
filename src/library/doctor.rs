//! What cannot be right in the library, or deserves a second look.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::article::{Article, sentence_spans};
use crate::base::{ArticleId, DealId, Span};
use crate::deals::{Deal, DealEvent};
use crate::events::{Event, article_key, event_at};
use crate::library::{DealFilter, Library, LibraryError};
use crate::pipeline::{Edited, Version, corrections, for_each_edit};
use crate::report::{FactChange, Fault, FaultKind, Teller, Telling, fact_changes, faults};

impl Library {
    /// What is off in the facts of the deals that pass, by kind: what cannot be right in a deal, what edited articles tell
    /// otherwise than before, and corrections that no longer do what they say. A filter that asks for something leaves out
    /// articles and corrections that are about none of its deals. One deal at a time is in memory.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn faults(&self, filter: &DealFilter, today: Date) -> Result<Vec<Fault>, LibraryError> {
        let mut edited = self.edited_facts()?;
        let mut stale = self.stale()?;
        let mut found = Vec::new();
        let hints = super::narrowing::hints(filter.root(), self.names());
        self.store.for_each_deal_like(&hints, |deal| -> Result<(), LibraryError> {
            if filter.passes(&deal, self.names()) {
                found.extend(faults(&deal, today));
                for told in &deal.events {
                    edited.claim(&deal, told);
                    stale.claim(&deal, told);
                }
            }
            Ok(())
        })?;
        let is_open = filter.asks_for_all();
        found.extend(edited.faults(is_open));
        found.extend(stale.faults(is_open));
        let place = |fault: &Fault| (fault.kind, fault.deal.clone(), fault.correction);
        found.sort_by_cached_key(place);
        self.quote(&mut found)?;
        Ok(found)
    }

    /// Has each teller quoted with the sentence that says what the fault is about.
    fn quote(&self, faults: &mut [Fault]) -> Result<(), LibraryError> {
        let tellers = faults.iter_mut().flat_map(|fault| &mut fault.tellings);
        for teller in tellers.flat_map(|telling| &mut telling.tellers) {
            let Some(words) = teller.words else { continue };
            let Some((article, _)) = self.store.article(&teller.article)? else { continue };
            if let Some(sentence) = sentence_with(&article, &words) {
                sentence.clone_into(&mut teller.sentence);
            }
        }
        Ok(())
    }

    fn edited_facts(&self) -> Result<Found, LibraryError> {
        let mut found = Found::default();
        for_each_edit(&self.folder, &self.store, |edited| -> Result<(), LibraryError> {
            let changes = fact_changes(&edited.before.facts, &edited.after.facts);
            for change in &changes {
                let key = edited.after.article.id.to_string();
                found.put(vec![key], edit_fault(&edited, change));
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn stale(&self) -> Result<Found, LibraryError> {
        let mut found = Found::default();
        let stale = self.stale_corrections()?;
        if stale.is_empty() {
            return Ok(found);
        }
        let all: BTreeMap<usize, _> =
            corrections(&self.folder)?.into_iter().map(|one| (one.number, one.correction)).collect();
        for one in stale {
            let entry = all.get(&one.number);
            let others = entry.into_iter().flat_map(|entry| &entry.with).filter_map(|other| event_at(other));
            let own = entry.and_then(|entry| entry.article.as_deref()).map(article_key);
            let keys = own.into_iter().chain(others.map(|(article, _)| article)).collect();
            found.put(keys, stale_fault(one.number, &one.why));
        }
        Ok(found)
    }
}

/// Faults of articles, until their deals come by.
#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
    /// Which of them are about an article, by its id or address as compared.
    by_article: HashMap<String, Vec<usize>>,
}

impl Found {
    fn put(&mut self, articles: Vec<String>, fault: Fault) {
        for article in articles {
            self.by_article.entry(article).or_default().push(self.faults.len());
        }
        self.faults.push(fault);
    }

    /// Notes the deal with the faults of an article that tells of it; where the event is known, of its own only.
    fn claim(&mut self, deal: &Deal, told: &DealEvent) {
        if self.faults.is_empty() {
            return;
        }
        let url = told.url.as_deref().map(article_key);
        for key in url.into_iter().chain([told.article.to_string()]) {
            for place in self.by_article.get(&key).into_iter().flatten() {
                let Some(fault) = self.faults.get_mut(*place) else { continue };
                let event = event_of(fault, &told.article);
                if fault.deal.is_none() || event == Some(told.ordinal) {
                    let (id, name): (DealId, String) = (deal.id.clone(), deal.name.clone());
                    (fault.deal, fault.deal_name) = (Some(id), Some(name));
                }
            }
        }
    }

    /// All of them, or those about a deal that came by.
    fn faults(self, all: bool) -> impl Iterator<Item = Fault> {
        self.faults.into_iter().filter(move |fault| all || fault.deal.is_some())
    }
}

/// The place of the event that a fault is about, as the article tells it now.
fn event_of(fault: &Fault, article: &ArticleId) -> Option<u32> {
    let teller = fault.tellings.last()?.tellers.last()?;
    teller.ordinal.filter(|_| teller.article == *article)
}

fn edit_fault(edited: &Edited, change: &FactChange) -> Fault {
    let telling = |version: &Version, says: &Option<String>, event: Option<usize>, when: &str| {
        let day = version.seen.strftime("%Y-%m-%d");
        let says = says.as_deref().unwrap_or("nothing of it");
        let told = event.and_then(|place| version.facts.events.get(place));
        Telling {
            says: format!("{says} ({when} {day})"),
            value: told.and_then(|event| event.value).filter(|_| matches!(change.of, "value" | "event")),
            date: told.and_then(|event| event.date).filter(|_| matches!(change.of, "date" | "event")),
            origins: 1,
            tellers: vec![teller(version, event, change.of)],
        }
    };
    Fault {
        kind: FaultKind::FactEdited,
        deal: None,
        deal_name: None,
        what: change.words(),
        tellings: vec![
            telling(&edited.before, &change.before, change.event_before, "as seen on"),
            telling(&edited.after, &change.after, change.event_after, "since"),
        ],
        correction: None,
    }
}

fn teller(version: &Version, event: Option<usize>, slot: &str) -> Teller {
    let Version { article, facts, .. } = version;
    let told = event.and_then(|place| facts.events.get(place));
    Teller {
        article: article.id.clone(),
        ordinal: event.and_then(|place| u32::try_from(place).ok()),
        title: article.title.clone(),
        url: article.url.as_ref().map(ToString::to_string),
        publisher: article.publisher.clone(),
        published: article.published.map(|published| published.date),
        sentence: told.map(|event| sentence_of(article, event, slot)).unwrap_or_default(),
        words: None,
    }
}

/// The sentence that says the slot, else the one that tells the event.
fn sentence_of(article: &Article, event: &Event, slot: &str) -> String {
    let spans = match slot {
        "buyers" => &event.spans.buyers,
        "vendors" => &event.spans.vendors,
        "value" => &event.spans.value,
        "date" => &event.spans.date,
        _ => &event.spans.kind,
    };
    let words = spans.first().filter(|words| !event.evidence.contains(words));
    words
        .and_then(|words| sentence_with(article, words))
        .unwrap_or_else(|| event.evidence.of(&article.title, article.body.text()))
        .to_owned()
}

fn sentence_with<'a>(article: &'a Article, words: &Span) -> Option<&'a str> {
    let sentence = sentence_spans(article).into_iter().find(|sentence| sentence.contains(words))?;
    Some(sentence.of(&article.title, article.body.text()))
}

fn stale_fault(number: usize, why: &str) -> Fault {
    Fault {
        kind: FaultKind::StaleCorrection,
        deal: None,
        deal_name: None,
        what: format!("correction {number}: {why}"),
        tellings: Vec::new(),
        correction: Some(number),
    }
}
