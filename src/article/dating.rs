//! When a page was published: every place that may say so, the most trusted first.

use jiff::civil::Date;

use crate::article::blocks::TextBlock;
use crate::article::date::{in_path, in_words, is_plausible, stamp};
use crate::article::jsonld::LinkedData;
use crate::article::metadata::Metadata;
use crate::article::page::Page;
use crate::article::published::{DateOrigin, Published};
use crate::base::Address;

/// What is known of a page when its date is sought.
pub(crate) struct Sources<'a> {
    /// The page.
    pub(crate) page: &'a Page<'a>,
    /// Its blocks, clutter included.
    pub(crate) blocks: &'a [TextBlock],
    /// Its `<meta>` tags.
    pub(crate) metadata: &'a Metadata,
    /// Its JSON-LD.
    pub(crate) data: Option<&'a LinkedData>,
    /// Its address.
    pub(crate) address: Option<&'a Address>,
    /// The day it was fetched: nothing later is believed.
    pub(crate) latest: Option<Date>,
}

/// The first plausible date; none is better than an invented one.
pub(crate) fn published(sources: &Sources<'_>) -> Option<Published> {
    let plausible = |found: &Published| is_plausible(found, sources.latest);
    let of_data = || {
        sources.data?.published.as_deref().and_then(|text| stamp(text, DateOrigin::JsonLd)).filter(plausible)
    };
    let of_meta =
        || sources.metadata.dates.iter().filter_map(|text| stamp(text, DateOrigin::Meta)).find(plausible);
    let of_path = || {
        let day = in_path(sources.address?.path_and_query())?;
        Some(Published::on(day.into(), DateOrigin::Url)).filter(plausible)
    };
    of_data()
        .or_else(of_meta)
        .or_else(|| of_element(sources).filter(plausible))
        .or_else(|| of_text(sources).filter(plausible))
        .or_else(of_path)
}

/// A `<time>`, or what is marked as `datePublished`; the first after the title wins.
fn of_element(sources: &Sources<'_>) -> Option<Published> {
    let title_at = sources.blocks.iter().find(|b| b.is_h1).map_or(0, |b| b.node);
    let mut candidates: Vec<(u8, usize, Published)> = Vec::new();
    for (at, element) in sources.page.elements() {
        let is_marked = element.attr("itemprop").is_some_and(|prop| prop.contains("datePublished"))
            || element.attr("pubdate").is_some()
            || element.attr("class").is_some_and(|class| {
                class
                    .split_ascii_whitespace()
                    .any(|c| matches!(c, "published" | "dt-published" | "entry-date" | "dtpublished"))
            });
        if !is_marked && element.name() != "time" {
            continue;
        }
        let is_change = ["class", "itemprop"].iter().filter_map(|attr| element.attr(attr)).any(|value| {
            !value.contains("ublish") && (value.contains("update") || value.contains("odified"))
        });
        // A date in a link or a list belongs to another article.
        let is_elsewhere = sources.page.ancestors(at).take(12).any(|up| {
            sources.page.get(up).is_some_and(|node| {
                matches!(node.name(), "aside" | "nav" | "footer")
                    || node.attr("class").is_some_and(|c| {
                        ["related", "comment", "sidebar", "teaser", "widget"].iter().any(|w| c.contains(w))
                    })
            })
        });
        if is_change || is_elsewhere {
            continue;
        }
        let text = ["datetime", "content", "title", "data-datetime"]
            .iter()
            .filter_map(|attr| element.attr(attr))
            .find_map(|value| stamp(value, DateOrigin::TimeElement))
            .or_else(|| stamp(&sources.page.text(at), DateOrigin::TimeElement));
        if let Some(found) = text {
            let rank = u8::from(!is_marked) * 2 + u8::from(at < title_at);
            candidates.push((rank, at, found));
        }
    }
    candidates.into_iter().min_by_key(|(rank, at, _)| (*rank, *at)).map(|(_, _, found)| found)
}

/// A date in a short block around the title.
fn of_text(sources: &Sources<'_>) -> Option<Published> {
    const BEFORE: usize = 4;
    const AFTER: usize = 12;
    const LONGEST: usize = 160;
    let title_at = sources.blocks.iter().position(|b| b.is_h1)?;
    let near = sources.blocks.get(title_at.saturating_sub(BEFORE)..)?;
    let (above, below) = near.split_at(title_at - title_at.saturating_sub(BEFORE));
    let dates = |blocks: &[TextBlock]| {
        blocks
            .iter()
            .filter(|b| b.text.len() <= LONGEST && b.link_density() < 0.9)
            .filter(|b| {
                let lower = b.text.to_lowercase();
                !["update", "modified", "aktualisiert", "mis à jour", "actualizado", "copyright", "©"]
                    .iter()
                    .any(|word| lower.contains(word))
                    || lower.contains("publi")
            })
            .find_map(|b| in_words(&b.text))
    };
    let (day, _) = dates(below.get(..AFTER).unwrap_or(below)).or_else(|| dates(above))?;
    Some(Published::on(day.into(), DateOrigin::VisibleText))
}
