//! What a crawl needs before it begins: its sources, and what makes its requests.

use std::num::NonZeroUsize;
use std::time::Duration;

use crate::fetch::{Clock, Fetcher, Limits, Manners, WireSettings};
use crate::pipeline::crawl_options::CrawlOptions;
use crate::pipeline::crawl_paces::Paces;
use crate::pipeline::source_file::named;
use crate::pipeline::{Folder, PipelineError};
use crate::sources::{Catalog, SourceEntry};

/// Where requests run.
pub(super) fn runtime(folder: &Folder) -> Result<tokio::runtime::Runtime, PipelineError> {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    built.map_err(|source| PipelineError::Io { path: folder.path().to_owned(), source })
}

/// The sources that a crawl reads: those that are named, be they on or off, and of groups that are named those that are on;
/// else all that are turned on.
pub(super) fn chosen(
    folder: &Folder,
    catalog: &Catalog,
    options: &CrawlOptions,
) -> Result<Vec<SourceEntry>, PipelineError> {
    if options.only.is_empty() {
        let enabled: Vec<SourceEntry> = catalog.sources.iter().filter(|s| s.enabled).cloned().collect();
        return if enabled.is_empty() {
            Err(PipelineError::NoSources(folder.sources()))
        } else {
            Ok(enabled)
        };
    }
    let mut found: Vec<SourceEntry> = Vec::new();
    for word in &options.only {
        let mut meant = named(catalog, std::slice::from_ref(word))?;
        if catalog.find(word).is_none() {
            meant.retain(|entry| entry.enabled);
            if meant.is_empty() {
                let group = crate::base::printable(word);
                return Err(PipelineError::Source(format!(
                    "no source of the group {group:?} is turned on: `awardwire source enable {group}` does it"
                )));
            }
        }
        meant.retain(|entry| found.iter().all(|known| known.name != entry.name));
        found.extend(meant);
    }
    Ok(found)
}

/// What makes requests, as politely as the settings and sources say; those that are chosen need not be
/// turned on, nor be in the catalog.
pub(super) fn fetcher(
    catalog: &Catalog,
    chosen: &[SourceEntry],
    options: &CrawlOptions,
    clock: Clock,
) -> Result<Fetcher, PipelineError> {
    let settings = &catalog.settings;
    let version = env!("CARGO_PKG_VERSION");
    let user_agent = match &settings.contact {
        Some(contact) => format!("awardwire/{version} (+{})", crate::base::printable(contact)),
        None => format!("awardwire/{version}"),
    };
    let wire = WireSettings {
        user_agent,
        timeout: Duration::from_secs(u64::from(settings.timeout_s.get())),
        max_body_bytes: settings.max_body_mb.get() as usize * (1 << 20),
        limits: Limits::default(),
        connect_to: options.connect_to.clone(),
        allow_private: catalog
            .sources
            .iter()
            .chain(chosen)
            .filter(|s| s.allow_private)
            .map(|s| s.url.host().to_owned())
            .collect(),
        clock,
    };
    let Paces { usual, hosts: delays } = Paces::of(catalog, chosen, options.delay);
    let at_once = NonZeroUsize::try_from(settings.per_host).unwrap_or(NonZeroUsize::MIN);
    Ok(Fetcher::with_manners(wire, Manners { delays, at_once, ..Manners::new(usual) })?)
}
