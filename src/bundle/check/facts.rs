//! Claims, events and deals join, and each figure of a deal is told by an article of it.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{ClaimLine, DealLine, Known, SumLine, ToldLine};
use super::{BundlePart, Found};
use crate::base::{ArticleId, DealId};
use crate::bundle::limits::Effort;
use crate::bundle::{BundleError, BundleReader, BundledPage, DEALS, Manifest, page_file};

/// How far two figures of one sum may lie apart, as a share of the larger: what articles round is one sum.
const ROUNDING: f64 = 0.02;

/// Compares the tables with each other.
pub(super) fn check(
    reader: &mut BundleReader,
    manifest: &Manifest,
    known: &Known,
    found: &mut Found,
) -> Result<(), BundleError> {
    let mut deals = BTreeSet::new();
    let mut rows = 0;
    let mut told: BTreeMap<(ArticleId, u32), DealId> = BTreeMap::new();
    let mut effort = Effort::of_joining();
    let path = reader.path().to_owned();
    reader.each_line(DEALS, |_, deal: DealLine| {
        rows += 1;
        effort
            .take(deal.values.len() + deal.stages.len(), deal.events.len())
            .map_err(|why| BundleError::Damaged { path: path.clone(), why: why.to_owned() })?;
        check_deal(&deal, known, found);
        for event in &deal.events {
            told.insert((event.article.clone(), event.ordinal), deal.id.clone());
        }
        deals.insert(deal.id);
        Ok(())
    })?;
    for claim in known.claims.values().flatten() {
        check_claim(claim, &deals, known, found);
    }
    for ((article, ordinal), event) in &known.events {
        if told.get(&(article.clone(), *ordinal)) != event.deal.as_ref() {
            found.fault(
                BundlePart::Events,
                &format!("event {article}:{ordinal} is in another deal than it says"),
            );
        }
    }
    check_counts(manifest, known, (rows, deals.len()), found);
    Ok(())
}

fn check_deal(deal: &DealLine, known: &Known, found: &mut Found) {
    let id = crate::base::printable(deal.id.as_str());
    let key = deal.events.iter().map(|event| {
        let published = event.published.map(|day| day.to_string()).unwrap_or_default();
        let own = event.url.clone().filter(|url| ArticleId::of_url(url) == event.article);
        (published, own.unwrap_or_else(|| event.article.to_string()), event.ordinal)
    });
    match key.min() {
        Some((published, url, ordinal)) if DealId::of_event(&published, &url, ordinal) == deal.id => {
            found.proofs.deals += 1;
        }
        Some(_) => found.fault(BundlePart::Deals, &format!("{id} is not the id of its events")),
        None => found.fault(BundlePart::Deals, &format!("{id} has no event")),
    }
    for event in &deal.events {
        if !known.events.contains_key(&(event.article.clone(), event.ordinal)) {
            let what = format!("{id} has event {}:{}, which is not there", event.article, event.ordinal);
            found.fault(BundlePart::Deals, &what);
        }
    }
    for stage in &deal.stages {
        let is_it = |event: &ToldLine| event.article == stage.article && event.ordinal == stage.ordinal;
        if !deal.events.iter().any(is_it) {
            let what =
                format!("{id}: a turn rests on {}:{}, which is not there", stage.article, stage.ordinal);
            found.fault(BundlePart::Deals, &what);
        }
    }
    for sum in &deal.values {
        if sum.ruled {
            found.proofs.figures_ruled += 1;
        } else if is_told(sum, deal, known) {
            found.proofs.figures += 1;
        } else {
            let what = format!("{id}: no claim tells its {} of {} {}", sum.role, sum.value, sum.currency);
            found.fault(BundlePart::Deals, &what);
        }
    }
    for best in deal.source.iter().chain(deal.values.iter().filter_map(|sum| sum.source.as_ref())) {
        let known = known.pages.get(&best.article).map(|page| &page.text_digest);
        if best.text_digest.as_ref() != known {
            let what = format!("{id} names other digests of {} than {}", best.article, crate::bundle::PAGES);
            found.fault(BundlePart::Deals, &what);
        }
    }
    for source in &deal.sources {
        let known = known.pages.get(&source.article);
        let differs = |named: Option<&String>, of: fn(&BundledPage) -> &String| named != known.map(of);
        let text = differs(source.text_digest.as_ref(), |page| &page.text_digest);
        if text || differs(source.page_digest.as_ref(), |page| &page.page_digest) {
            let what =
                format!("{id} names other digests of {} than {}", source.article, crate::bundle::PAGES);
            found.fault(BundlePart::Deals, &what);
        }
    }
}

/// Whether an event of the deal has the sum, and a claim says so.
fn is_told(sum: &SumLine, deal: &DealLine, known: &Known) -> bool {
    deal.events.iter().filter(|told| sum.articles.contains(&told.article)).any(|told| {
        let key = (told.article.clone(), told.ordinal);
        let Some(event) = known.events.get(&key) else { return false };
        let is_near = event
            .value
            .is_some_and(|value| (value - sum.value).abs() <= ROUNDING * value.abs().max(sum.value.abs()));
        let is_same = event.currency.as_deref() == Some(sum.currency.as_str())
            && event.value_role.as_deref() == Some(sum.role.as_str());
        let is_claimed = known.told_sums.contains(&key);
        is_near && is_same && is_claimed
    })
}

fn check_claim(claim: &ClaimLine, deals: &BTreeSet<DealId>, known: &Known, found: &mut Found) {
    let ClaimLine { article, ordinal, fact, .. } = claim;
    let mut fault = |what: &str| {
        found.fault(BundlePart::Claims, &format!("{article}:{ordinal}, {fact}: {what}"));
    };
    match &claim.deal {
        Some(deal) if deals.contains(deal) => {}
        _ => return fault("its deal is not there"),
    }
    match known.events.get(&(article.clone(), *ordinal)) {
        None => return fault("its event is not there"),
        Some(event) if event.deal != claim.deal => return fault("its event is of another deal"),
        Some(_) => {}
    }
    let Some(page) = known.pages.get(article) else { return fault("its article is not there") };
    let is_same = claim.text_digest.as_ref() == Some(&page.text_digest)
        && claim.page_digest.as_ref() == Some(&page.page_digest);
    if !is_same {
        fault("it names other digests than its article");
    }
}

/// Compares the pages with the articles, and with the files to look at.
pub(super) fn check_articles(reader: &BundleReader, known: &Known, found: &mut Found) {
    let articles: BTreeSet<&ArticleId> = known.articles.iter().collect();
    let pages: BTreeSet<&ArticleId> = known.pages.keys().collect();
    for article in articles.symmetric_difference(&pages) {
        found.fault(
            BundlePart::Pages,
            &format!("{article} is an article without a page, or a page without one"),
        );
    }
    for article in &pages {
        if !reader.names().contains(&page_file(article)) {
            found.fault(BundlePart::Files, &format!("there is no page of {article} to look at"));
        }
    }
}

fn check_counts(manifest: &Manifest, known: &Known, (rows, deals): (usize, usize), found: &mut Found) {
    let counts = manifest.counts;
    for (part, name, said, there) in [
        (BundlePart::Deals, "deals", counts.deals, rows),
        (BundlePart::Deals, "deals, each once,", rows, deals),
        (BundlePart::Claims, "claims", counts.claims, known.rows.claims),
        (BundlePart::Events, "events", counts.events, known.rows.events),
        (BundlePart::Events, "events, each once,", known.rows.events, known.events.len()),
        (BundlePart::Texts, "articles", counts.articles, known.articles.len()),
        (BundlePart::Pages, "pages, each once,", known.rows.pages, known.pages.len()),
        (BundlePart::Texts, "texts", counts.texts, found.proofs.texts),
    ] {
        if said != there {
            found.fault(part, &format!("{said} {name} are said to be there, and {there} are"));
        }
    }
}
