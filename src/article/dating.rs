//! When a page was published and last changed: every place that may say so, the most trusted first, cross-checked.

use jiff::civil::Date;

use crate::article::date::{DayOrder, in_path, is_plausible, stamp};
use crate::article::date_marks::marked_dates;
use crate::article::date_text::visible_dates;
use crate::article::headline::Headline;
use crate::article::jsonld::LinkedData;
use crate::article::metadata::Metadata;
use crate::article::page::Page;
use crate::article::published::{DateOrigin, Published};
use crate::base::Address;

/// What is known of a page when its dates are sought.
pub(super) struct Sources<'a> {
    /// The page.
    pub(super) page: &'a Page<'a>,
    /// Where its headline stands.
    pub(super) headline: &'a Headline<'a>,
    /// Its `<meta>` tags.
    pub(super) metadata: &'a Metadata,
    /// Its JSON-LD.
    pub(super) data: Option<&'a LinkedData>,
    /// Its address, given or its own.
    pub(super) address: Option<&'a Address>,
    /// The day it was fetched: nothing later is believed.
    pub(super) latest: Option<Date>,
}

/// When it was published, and when it was last changed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Dates {
    pub(super) published: Option<Published>,
    pub(super) updated: Option<Published>,
}

/// The first plausible date of each kind; none is better than an invented one.
pub(super) fn dates(sources: &Sources<'_>) -> Dates {
    let plausible = |found: &Published| is_plausible(found, sources.latest);
    let data =
        |text: Option<&String>| text.and_then(|text| stamp(text, DateOrigin::JsonLd)).filter(plausible);
    let meta =
        |texts: &[String]| texts.iter().filter_map(|text| stamp(text, DateOrigin::Meta)).find(plausible);
    let (marked, marked_change) = marked_dates(sources.page, sources.headline);
    let (seen, seen_change) = visible_dates(sources.page, sources.headline, day_order(sources.metadata));
    let of_path = sources
        .address
        .and_then(|address| in_path(address.path_and_query()))
        .map(|day| Published::on(day.into(), DateOrigin::Url));
    let updated = data(sources.data.and_then(|data| data.modified.as_ref()))
        .or_else(|| meta(&sources.metadata.changes))
        .or(marked_change.filter(plausible))
        .or(seen_change.filter(plausible));
    let candidates = [
        data(sources.data.and_then(|data| data.published.as_ref())),
        meta(&sources.metadata.dates),
        marked.filter(plausible),
        seen.filter(plausible),
        of_path.filter(plausible),
    ];
    let published = agreed(candidates, updated);
    Dates { published, updated: updated.filter(|updated| is_later(updated, published.as_ref())) }
}

/// The first candidate; but one that is the day of the last change yields to another that says an earlier day: templates
/// fill `datePublished` with the change, hardly the reverse.
fn agreed(candidates: [Option<Published>; 5], updated: Option<Published>) -> Option<Published> {
    let first = candidates.iter().flatten().next().copied()?;
    let is_change = updated.is_some_and(|updated| {
        updated.date == first.date && updated.instant.zip(first.instant).is_none_or(|(a, b)| a == b)
    });
    if !is_change {
        return Some(first);
    }
    let earlier = candidates.iter().flatten().copied().filter(|other| {
        other.date.first_day() < first.date.first_day() && !matches!(other.origin, DateOrigin::VisibleText)
    });
    Some(earlier.min_by_key(|other| other.date.first_day()).unwrap_or(first))
}

fn is_later(updated: &Published, published: Option<&Published>) -> bool {
    let Some(published) = published else { return true };
    match (updated.instant, published.instant) {
        (Some(updated), Some(published)) => updated > published,
        _ => updated.date.first_day() > published.date.first_day(),
    }
}

/// In which order the page's readers write day and month: only where its language names a country that is known for one.
fn day_order(metadata: &Metadata) -> DayOrder {
    let tag = metadata.language.as_deref().unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    match tag.as_str() {
        "en-us" => DayOrder::MonthFirst,
        "" | "en" => DayOrder::Unknown,
        _ => DayOrder::DayFirst,
    }
}
