//! Corrections that no longer do what they say: what they name is gone, two of them contradict each other, or what came in
//! since says otherwise. They are told, never resolved.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::{ArticleId, DealId, PartialDate};
use crate::deals::{
    ByArticle, Deal, DealEvent, EventRef, Meant, Named, Ruled, contradictions, pair, ruling, rulings,
};
use crate::events::{Correction, CorrectionAction, Corrections, Unmet, article_key, event_at};
use crate::notices::read_corrected_facts;
use crate::pipeline::applying::deal_of_event;
use crate::pipeline::reading::Piece;
use crate::pipeline::rereading::{Opened, read_page};
use crate::pipeline::rulings::article_of;
use crate::pipeline::site_repeats::SiteRepeats;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, Store};

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// A correction that no longer does what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaleCorrection {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Why, in words.
    pub why: String,
}

/// The corrections of a library that match nothing any more or conflict with what is known now, by number. Those of names
/// hold for whatever may come and are never among them.
///
/// # Errors
/// When there is no library, or it cannot be read.
pub fn stale_corrections(folder: &Folder) -> Result<Vec<StaleCorrection>, PipelineError> {
    let store = Store::open(folder.path(), Access::Read)?;
    let corrections = folder.read_corrections()?;
    let articles = articles_by_key(&store, &corrections)?;
    let mut told: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    check_facts(folder, &store, &corrections, &articles, &mut told)?;
    check_deals(&store, &corrections, &articles, &mut told)?;
    let told = told.into_iter().map(|(place, mut why)| {
        why.dedup();
        StaleCorrection { number: place + 1, why: why.join("; ") }
    });
    Ok(told.collect())
}

/// The articles that entries name, by address or id as compared.
type ByKey = BTreeMap<String, Vec<ArticleId>>;

fn articles_by_key(store: &Store, corrections: &Corrections) -> Result<ByKey, PipelineError> {
    let mut found = ByKey::new();
    for entry in corrections.entries() {
        let others = entry.with.iter().filter_map(|other| event_at(other)).map(|(article, _)| article);
        for key in entry.article.as_deref().map(article_key).into_iter().chain(others) {
            found.entry(key).or_default();
        }
    }
    let mut missing = false;
    for (key, articles) in &mut found {
        let id = article_of(key);
        match store.article(&id)? {
            Some(_) => articles.push(id),
            None => missing = true,
        }
    }
    if missing {
        // Some may have an address that their id does not follow from.
        store.for_each_article(|article, _| -> Result<(), PipelineError> {
            let url = article.url.as_ref().map(|url| url.canonical().to_string());
            if let Some(articles) = url.and_then(|url| found.get_mut(&url)).filter(|known| known.is_empty()) {
                articles.push(article.id);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn check_facts(
    folder: &Folder,
    store: &Store,
    corrections: &Corrections,
    articles: &ByKey,
    told: &mut BTreeMap<usize, Vec<String>>,
) -> Result<(), PipelineError> {
    let mut asked: BTreeSet<&ArticleId> = BTreeSet::new();
    let repeats = SiteRepeats::of(store)?;
    let mut opened = Opened::default();
    for (place, entry) in corrections.entries().iter().enumerate() {
        let Some(article) = &entry.article else { continue };
        let known = articles.get(&article_key(article)).map_or(&[][..], Vec::as_slice);
        if known.is_empty() {
            told.entry(place).or_default().push(format!("the library has no article {article}"));
        } else if !entry.action.is_of_deal() {
            asked.extend(known);
        }
    }
    for id in asked {
        let (page, version) = (store.page(id)?, store.page_versions(id)?.pop());
        // What is not kept cannot be looked at again: what was said of it stands.
        let read = page
            .zip(version)
            .and_then(|(page, version)| read_page(folder, &repeats, &mut opened, &page, &version));
        let Some(Piece { article, told: own }) = read.map(|read| read.piece) else { continue };
        let mut found = own.unwrap_or_else(|| read_corrected_facts(&article, corrections));
        corrections.apply_names(&article, &mut found);
        for (place, why) in corrections.unmet(&article, &found) {
            if let Some(entry) = corrections.entries().get(place).filter(|entry| !entry.action.is_of_deal()) {
                told.entry(place).or_default().push(in_words(entry, why));
            }
        }
    }
    Ok(())
}

fn in_words(entry: &Correction, why: Unmet) -> String {
    let kind = entry.kind.map_or("fact", crate::events::CorrectionKind::as_str);
    let value = entry.value.as_deref().unwrap_or_default();
    match why {
        Unmet::Gone => format!("the {kind} “{value}” is not found in the article any more"),
        Unmet::Several(count) => {
            format!("{count} events of the article are called “{value}”: it is said of none")
        }
        Unmet::Same => "the article is read so without it".to_owned(),
    }
}

fn check_deals(
    store: &Store,
    corrections: &Corrections,
    articles: &ByKey,
    told: &mut BTreeMap<usize, Vec<String>>,
) -> Result<(), PipelineError> {
    let named: BTreeSet<String> = corrections
        .of_deals()
        .flat_map(|(_, entry)| {
            let others = entry.with.iter().filter_map(|other| event_at(other)).map(|(article, _)| article);
            entry.article.as_deref().map(article_key).into_iter().chain(others).collect::<Vec<_>>()
        })
        .collect();
    let mut events: Vec<DealEvent> = Vec::new();
    for id in named.iter().filter_map(|key| articles.get(key)).flatten() {
        events.extend(store.events_of_article(id)?);
    }
    let by_article = ByArticle::new(&events);
    let broken = contradictions(&rulings(corrections, &events));
    for (place, entry) in corrections.of_deals() {
        let meant = by_article.meant(entry);
        let mut why: Vec<String> =
            std::iter::once(&meant.event).chain(&meant.with).filter_map(name_trouble).collect();
        let own = why.is_empty().then(|| meant.event.only()).flatten();
        match (own, entry.action) {
            (Some(event), CorrectionAction::Merge) => {
                why.extend(merge_trouble(store, event, &meant, &broken)?);
            }
            (Some(event), CorrectionAction::Part) => {
                let is_broken = |other: &EventRef| broken.contains(&pair(event, other));
                if meant.with.iter().filter_map(Named::only).any(is_broken) {
                    why.push("other corrections join what it parts: it counts, they do not".to_owned());
                }
            }
            (Some(event), _) => why.extend(ruling_trouble(store, event, entry)?),
            (None, _) => {}
        }
        if !why.is_empty() {
            told.entry(place).or_default().extend(why);
        }
    }
    Ok(())
}

fn name_trouble(named: &Named) -> Option<String> {
    match named.events.len() {
        0 => Some(format!("no event is called “{}” any more", named.written)),
        1 => None,
        several => Some(format!("{several} events are called “{}”: it is said of none", named.written)),
    }
}

fn merge_trouble(
    store: &Store,
    event: &EventRef,
    meant: &Meant,
    broken: &[(EventRef, EventRef)],
) -> Result<Option<String>, PipelineError> {
    let home = deal_of_event(store, event)?;
    for other in meant.with.iter().filter_map(Named::only) {
        let there = deal_of_event(store, other)?;
        if home.is_some() && home == there {
            continue;
        }
        let is_broken =
            broken.iter().any(|(one, two)| [one, two].iter().any(|part| *part == event || *part == other));
        return Ok(Some(if is_broken {
            "another correction parts what it joins, and counts".to_owned()
        } else if home.is_none() || there.is_none() {
            "one of its events is in no deal: its article is not relevant, or it names nobody".to_owned()
        } else {
            "its events are still two deals: `awardwire reread` settles them".to_owned()
        }));
    }
    Ok(None)
}

/// Whether a ruling on a deal does not hold, or what was published since says otherwise.
fn ruling_trouble(
    store: &Store,
    event: &EventRef,
    entry: &Correction,
) -> Result<Option<String>, PipelineError> {
    let id: Option<DealId> = deal_of_event(store, event)?;
    let Some(deal) = id.map(|id| store.deal(&id)).transpose()?.flatten() else {
        return Ok(Some("its event is in no deal".to_owned()));
    };
    let said = entry.to.as_deref().unwrap_or_default();
    let ruling = ruling(entry, event).filter(|ruling| deal.rulings.contains(ruling));
    let Some(ruling) = ruling else {
        return Ok(Some(format!(
            "the deal {} does not carry it: a later correction counts, or `awardwire reread` is due",
            deal.id
        )));
    };
    // The day on which it was said, as far as the entry tells.
    let since =
        entry.time.as_deref().and_then(|time| time.get(..10)).and_then(|day| day.parse::<PartialDate>().ok());
    let is_newer = |date: Option<PartialDate>| {
        since.is_some_and(|since| date.is_some_and(|date| date.first_day() > since.first_day()))
    };
    Ok(match &ruling.ruled {
        Ruled::Status(status) => {
            let newest = deal.stages.last().filter(|stage| is_newer(published(&deal, &stage.event)));
            newest.filter(|stage| stage.status != *status).map(|stage| {
                format!("it says {said}, and what was published since says {}", stage.status.as_str())
            })
        }
        Ruled::Value(value) => {
            let newer: Vec<_> = deal
                .events
                .iter()
                .filter(|told| is_newer(told.published))
                .filter_map(|told| told.event.value.filter(|own| own.role == value.role))
                .collect();
            let agrees = newer.iter().any(|own| own.money.is_near(&value.money, ROUNDING));
            newer.first().filter(|_| !agrees).map(|own| {
                format!("it says {said}, and all that was published since says otherwise ({})", own.money)
            })
        }
    })
}

fn published(deal: &Deal, event: &EventRef) -> Option<PartialDate> {
    deal.events.iter().find(|told| EventRef::of(told) == *event).and_then(|told| told.published)
}
