//! What a crawl is about to fetch: how many pages, for how long, and how much it comes to.

use std::collections::HashMap;
use std::time::Duration;

use crate::pipeline::PipelineError;
use crate::pipeline::crawl_paces::Paces;
use crate::store::{LeadRow, Store};

/// What a page is taken to come to in the archive where the library has none to go by, in bytes.
const USUAL_PAGE: u64 = 30_000;

/// Pages that are to be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// How many.
    pub pages: u64,
    /// From how many hosts.
    pub hosts: u64,
    /// How long that takes at least, by the pause between two requests to the host that has most of them.
    pub at_least: Duration,
    /// How many bytes the archive grows by, by the pages that it has.
    pub bytes: u64,
    /// How many of each source, by name, the most first.
    pub sources: Vec<(String, u64)>,
}

/// What fetching these leads comes to.
pub(super) fn plan_of(due: &[LeadRow], paces: &Paces, store: &Store) -> Result<Plan, PipelineError> {
    let mut hosts: HashMap<(&str, &str), u64> = HashMap::new();
    let mut sources: HashMap<&str, u64> = HashMap::new();
    for lead in due {
        *hosts.entry((lead.url.authority(), lead.url.host())).or_default() += 1;
        *sources.entry(&lead.source).or_default() += 1;
    }
    let time_of = |((_, host), pages): (&(&str, &str), &u64)| {
        paces.at(host).saturating_mul(u32::try_from(*pages).unwrap_or(u32::MAX))
    };
    let pages = due.len() as u64;
    let mut sources: Vec<(String, u64)> =
        sources.into_iter().map(|(name, pages)| (name.to_owned(), pages)).collect();
    sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Plan {
        pages,
        hosts: hosts.len() as u64,
        at_least: hosts.iter().map(time_of).max().unwrap_or_default(),
        bytes: pages * store.usual_page_bytes()?.unwrap_or(USUAL_PAGE),
        sources,
    })
}
