//! Pages taken out of the library for good: database, index and archive, with a tombstone in their place.
//!
//! Order: archive files are written anew under other names, then one transaction takes the pages out, says where all other
//! records stand now, settles the deals and leaves the tombstones; then the old files are deleted, the
//! index is brought up, and the database is written anew.
//! A kill before the transaction leaves the library as it was, one after it leaves files that the next writer deletes
//! (`sweeping`) and an index that it brings up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::base::{Address, ArticleId};
use crate::fetch::Clock;
use crate::pipeline::forgetting_archive::{DoomedRecords, count_beside, rewrite_archive};
use crate::pipeline::keeper::Keeper;
use crate::pipeline::mentions::{Mentions, Named};
use crate::pipeline::settling::Settling;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{ArchivePlace, Batch, Store, Tombstone, TombstoneKind};

/// What is to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForgetTarget {
    /// One page, by the id of its article.
    Page(ArticleId),
    /// What stands at an address.
    Url(Address),
    /// All of a host and those below it, in lower case.
    Site(String),
}

/// One page that would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoomedPage {
    /// The id of its article.
    pub id: ArticleId,
    /// Its address.
    pub url: Option<Address>,
    /// The article's title, where one was read.
    pub title: Option<String>,
    /// How many texts it has had.
    pub versions: usize,
    /// Whether a record of the archive that holds it also holds other pages that stay.
    pub is_shared: bool,
}

/// What forgetting would take out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgetPlan {
    /// What was asked for.
    pub target: ForgetTarget,
    /// The pages that go, in order of id.
    pub pages: Vec<DoomedPage>,
    /// Records of the archive that the pages stand in and that go.
    pub records: usize,
    /// Further records that go: requests, notes, listings that name the pages, redirects, errors.
    pub records_beside: usize,
    /// Records that stay since other pages stand in them.
    pub shared_records: usize,
    /// Addresses in the queue that go.
    pub leads: Vec<Address>,
    /// Deals that a page of these tells of.
    pub deals: usize,
    /// Whether a tombstone stands there already.
    pub known: Option<Tombstone>,
    /// Pages without an article that name what is to be forgotten: they go, and may come again.
    lists: Vec<ArticleId>,
    pub(super) doomed: DoomedRecords,
    addresses: BTreeSet<Address>,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Pages taken out.
    pub pages: usize,
    /// Records taken out of the archive, with the requests beside them and what else names them.
    pub records: usize,
    /// Archive files that were written anew.
    pub files: usize,
    /// Bytes that the archive has become smaller by.
    pub bytes: u64,
    /// Whether the database could be written anew without remains of it: not without room on the disk, nor while others read.
    pub is_clean: bool,
}

impl ForgetTarget {
    /// The tombstone that stands for it.
    fn tombstone(&self, at: Timestamp, why: Option<&str>) -> Tombstone {
        let (kind, what, page) = match self {
            Self::Page(id) => (TombstoneKind::Page, id.to_string(), Some(id.clone())),
            Self::Url(url) => (TombstoneKind::Url, url.canonical().to_string(), None),
            Self::Site(host) => (TombstoneKind::Site, host.clone(), None),
        };
        Tombstone { kind, what, page, at, why: why.map(str::to_owned) }
    }
}

/// What forgetting this would take out; nothing is changed.
///
/// # Errors
/// When the database fails or the archive cannot be read.
pub fn plan_forget(
    folder: &Folder,
    store: &Store,
    target: ForgetTarget,
) -> Result<ForgetPlan, PipelineError> {
    let mut plan = plan(folder, store, target)?;
    plan.records_beside = count_beside(folder, store, &plan)?;
    Ok(plan)
}

/// The same, without what goes beside.
fn plan(folder: &Folder, store: &Store, target: ForgetTarget) -> Result<ForgetPlan, PipelineError> {
    let (ids, known) = match &target {
        ForgetTarget::Page(id) => (vec![id.clone()], store.tombstone_of(Some(id), &[])?),
        ForgetTarget::Url(url) => (store.pages_at(url)?, store.tombstone_of(None, &[url])?),
        ForgetTarget::Site(host) => (
            store.pages_of_site(host)?,
            store.tombstones()?.into_iter().find(|one| one.kind == TombstoneKind::Site && one.what == *host),
        ),
    };
    let mut addresses = BTreeSet::new();
    let mut doomed = DoomedRecords::default();
    let mut named = Named::default();
    match &target {
        ForgetTarget::Page(_) => {}
        ForgetTarget::Url(url) => drop(addresses.insert(url.clone())),
        ForgetTarget::Site(host) => drop(named.sites.insert(host.clone())),
    }
    let mut used: BTreeMap<(String, u64), u32> = BTreeMap::new();
    let mut deals = BTreeSet::new();
    let mut pages = Vec::new();
    let mut places_of: Vec<BTreeSet<(String, u64)>> = Vec::new();
    for id in ids {
        let Some(page) = store.page(&id)? else { continue };
        let versions = store.page_versions(&id)?;
        let mut places = BTreeSet::new();
        addresses.extend(page.url.clone());
        for version in &versions {
            let fetched = &version.fetched;
            // What a service was asked is no address of its records.
            if let Some(asked) = fetched.requested.as_ref().filter(|_| fetched.is_record()) {
                doomed.put_service(asked);
            }
            let asked = fetched.requested.as_ref().filter(|_| !fetched.is_record());
            addresses.extend([asked, fetched.final_url.as_ref()].into_iter().flatten().cloned());
            if let Some(ArchivePlace { file, offset, .. }) = &fetched.archived {
                *used.entry((file.clone(), *offset)).or_default() += 1;
                places.insert((file.clone(), *offset));
            }
        }
        deals.extend(store.deals_of_article(&id)?.into_iter().map(|(_, deal)| deal));
        let title = store.article_alone(&id)?.map(|(article, _)| article.title);
        named.titles.extend(title.clone());
        pages.push(DoomedPage { id, url: page.url, title, versions: versions.len(), is_shared: false });
        places_of.push(places);
    }
    // The queue names an address as it is asked, with the keys in it.
    let asked: Vec<Address> = addresses.iter().map(Address::to_ask).collect();
    let addresses: BTreeSet<Address> = addresses.iter().map(Address::canonical).collect();
    named.addresses.clone_from(&addresses);
    doomed.named = Mentions::of(named)?;
    let mut shared = BTreeSet::new();
    for ((file, offset), uses) in used {
        let place = ArchivePlace { file: file.clone(), offset, length: 0 };
        if store.uses_of_record(&place)? > uses {
            shared.insert((file, offset));
        } else {
            doomed.put(file, offset);
        }
    }
    let records = doomed.places.values().map(BTreeSet::len).sum();
    for (page, places) in pages.iter_mut().zip(&places_of) {
        page.is_shared = places.iter().any(|place| shared.contains(place));
    }
    let lists = lists_that_name(folder, store, &pages, &mut doomed)?;
    let mut leads = match &target {
        ForgetTarget::Site(host) => store.leads_of_site(host)?,
        ForgetTarget::Url(url) => vec![url.canonical(), url.to_ask()],
        ForgetTarget::Page(_) => Vec::new(),
    };
    leads.extend(addresses.iter().cloned().chain(asked));
    leads.sort();
    leads.dedup();
    let mut queued = Vec::new();
    for url in leads {
        if store.lead(&url)?.is_some() {
            queued.push(url);
        }
    }
    Ok(ForgetPlan {
        target,
        pages,
        records,
        records_beside: 0,
        shared_records: shared.len(),
        leads: queued,
        deals: deals.len(),
        known,
        lists,
        doomed,
        addresses,
    })
}

/// Pages without an article that name what is to be forgotten, as lists of articles do; their records are doomed.
fn lists_that_name(
    folder: &Folder,
    store: &Store,
    pages: &[DoomedPage],
    doomed: &mut DoomedRecords,
) -> Result<Vec<ArticleId>, PipelineError> {
    let mut lists: Vec<ArticleId> = Vec::new();
    for (id, place) in store.records_without_article()? {
        let is_known = lists.contains(&id) || pages.iter().any(|page| page.id == id);
        if !is_known && doomed.is_named_in(folder, &place) {
            lists.push(id);
        }
    }
    for id in &lists {
        for version in store.page_versions(id)? {
            if let Some(ArchivePlace { file, offset, .. }) = version.fetched.archived {
                doomed.put(file, offset);
            }
        }
    }
    Ok(lists)
}

/// Takes out what this names and leaves a tombstone, whether there was something or not.
///
/// # Errors
/// When another process writes, or the database, the archive or the index cannot be written; the library is as it was then.
pub fn forget(
    folder: &Folder,
    target: &ForgetTarget,
    why: Option<&str>,
    clock: Clock,
) -> Result<Forgotten, PipelineError> {
    let mut keeper = Keeper::open(folder, "awardwire forget")?;
    let now = clock.now();
    let mut done = keeper.taking_out(|batch, settling| {
        // Looked at again under the lock: others may have written since it was shown.
        let plan = plan(folder, batch, target.clone())?;
        take_out(batch, settling, &plan)?;
        leave_tombstones(batch, &plan, now, why)?;
        rewrite_archive(folder, batch, &plan, now)
    })?;
    done.is_clean = keeper.write_store_anew()?;
    Ok(done)
}

/// Takes the tombstones of this away, so that it may come in again; gives back how many there were.
///
/// # Errors
/// When another process writes, or the database fails.
pub fn undo_forget(folder: &Folder, tombstone: &Tombstone) -> Result<usize, PipelineError> {
    let mut keeper = Keeper::open(folder, "awardwire forget")?;
    keeper.note(|batch| batch.lift_tombstone(tombstone))
}

fn take_out(batch: &Batch<'_>, settling: &mut Settling, plan: &ForgetPlan) -> Result<(), PipelineError> {
    for page in &plan.pages {
        settling.before(batch, &page.id)?;
        batch.remove_page(&page.id)?;
    }
    for list in &plan.lists {
        batch.remove_page(list)?;
    }
    for url in &plan.leads {
        batch.remove_lead(url)?;
    }
    Ok(())
}

fn leave_tombstones(
    batch: &Batch<'_>,
    plan: &ForgetPlan,
    now: Timestamp,
    why: Option<&str>,
) -> Result<(), PipelineError> {
    batch.put_tombstone(&plan.target.tombstone(now, why))?;
    if matches!(plan.target, ForgetTarget::Site(_)) {
        return Ok(());
    }
    for page in &plan.pages {
        let stone = |kind, what| Tombstone {
            kind,
            what,
            page: Some(page.id.clone()),
            at: now,
            why: why.map(str::to_owned),
        };
        batch.put_tombstone(&stone(TombstoneKind::Page, page.id.to_string()))?;
        for url in &plan.addresses {
            batch.put_tombstone(&stone(TombstoneKind::Url, url.to_string()))?;
        }
    }
    Ok(())
}
