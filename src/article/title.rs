//! The headline, without the name of the site.

use crate::article::blocks::TextBlock;
use crate::article::jsonld::LinkedData;
use crate::article::metadata::Metadata;
use crate::article::same::same_words;

/// What separates a headline from the name of the site or section.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " / ", " ‹ "];

/// What is longer (in bytes) is no headline.
const LONGEST: usize = 1_000;

/// No more headings or declared titles than this are compared.
const MOST: usize = 20;

/// The headline of a page: the level-one heading where the page's own data agrees with it, else the data.
pub(crate) fn title(
    metadata: &Metadata,
    data: Option<&LinkedData>,
    blocks: &[TextBlock],
    site: Option<&str>,
) -> Option<String> {
    let h1s: Vec<&str> = blocks
        .iter()
        .filter(|b| b.is_h1)
        .map(|b| b.text.as_str())
        .filter(|h1| h1.len() <= LONGEST)
        .take(MOST)
        .collect();
    // A logo may be set as heading: it is one part of the page's title, and another part is longer.
    let logo = h1s.iter().copied().find(|h1| is_short_part(h1, metadata.page_title.as_deref()));
    let site_names: Vec<&str> =
        [metadata.site_name.as_deref(), data.and_then(|d| d.publisher.as_deref()), site, logo]
            .into_iter()
            .flatten()
            .collect();
    let h1s: Vec<&str> = h1s.into_iter().filter(|h1| Some(*h1) != logo).collect();
    let page_title =
        metadata.page_title.as_deref().filter(|t| t.len() <= LONGEST).map(|t| without_site(t, &site_names));
    let declared: Vec<String> = metadata
        .titles
        .iter()
        .chain(data.and_then(|d| d.headline.as_ref()))
        .filter(|t| t.len() <= LONGEST)
        .take(MOST)
        .map(|t| without_site(t, &site_names))
        .chain(page_title)
        .filter(|t| !t.is_empty() && !site_names.iter().any(|site| bare(site) == bare(t)))
        .collect();
    // The heading a reader sees, when anything declared shares most of its words.
    let seen = h1s.iter().find(|h1| declared.iter().any(|d| overlap(h1, d) >= 0.5)).copied();
    let Some(h1) = seen else {
        return declared
            .first()
            .cloned()
            .or_else(|| h1s.iter().find(|h| h.chars().count() >= 15).or(h1s.first()).map(|h| (*h).to_owned()))
            .filter(|t| !t.is_empty());
    };
    // "Culture: Headline" where the page calls it "Headline".
    let without_kicker = declared.iter().find(|d| {
        h1.strip_suffix(d.as_str())
            .is_some_and(|kicker| kicker.trim_end().ends_with(':') || kicker.ends_with('\u{a0}'))
    });
    let h1 = without_kicker.map_or(h1, String::as_str);
    Some(outvoted(h1, &declared).unwrap_or(h1).to_owned())
}

/// Whether a text is a short part of a title whose parts are set off by separators, and another part is far longer.
fn is_short_part(text: &str, title: Option<&str>) -> bool {
    const FEW_WORDS: usize = 3;
    let words = |t: &str| t.split_whitespace().count();
    let Some(title) = title.filter(|_| words(text) <= FEW_WORDS) else { return false };
    SEPARATORS.iter().any(|separator| {
        let parts: Vec<&str> = title.split(separator).collect();
        parts.len() > 1
            && parts.iter().any(|part| same_words(part, text))
            && parts.iter().any(|part| words(part) > 2 * words(text) && words(part) > FEW_WORDS)
    })
}

/// Another title that clearly more places agree on than on the heading: a heading may be a teaser's or a slogan. A title
/// that is cut off, or goes on where the heading ends, speaks for the heading.
fn outvoted<'t>(h1: &'t str, declared: &'t [String]) -> Option<&'t str> {
    const MOST_FOR_HEADING: usize = 2;
    let is_for = |a: &str, b: &str| {
        let (a, b) = (bare(a), bare(b));
        a == b
            || (a.chars().count() >= 20 && b.starts_with(&a))
            || (b.chars().count() >= 20 && a.starts_with(&b))
    };
    if declared.iter().any(|title| is_for(h1, title)) {
        return None;
    }
    let votes = |title: &str| declared.iter().filter(|other| same_words(other, title)).count();
    declared
        .iter()
        .map(|title| (votes(title), title.as_str()))
        .max_by_key(|(votes, _)| *votes)
        .filter(|(votes, _)| *votes >= MOST_FOR_HEADING)
        .map(|(_, title)| title)
}

/// The headline without the site's name at its end or its beginning.
fn without_site(title: &str, site_names: &[&str]) -> String {
    let mut title = title.trim();
    for separator in SEPARATORS {
        while let Some(at) = title.rfind(separator) {
            let (front, back) =
                (title.get(..at).unwrap_or_default(), title.get(at + separator.len()..).unwrap_or_default());
            let names_site = site_names.iter().any(|site| is_name_of(back, site));
            // A bar is written between headline and site, hardly within a headline.
            let is_section = *separator == " | "
                && back.split_whitespace().count() <= 4
                && front.split_whitespace().count() >= 4;
            if !(names_site || is_section) || front.trim().is_empty() {
                break;
            }
            title = front.trim();
        }
        let mut is_site_in_front = false;
        while let Some((front, back)) = title.split_once(separator) {
            let names_site = site_names.iter().any(|site| bare(front) == bare(site));
            // "Site | Section | Headline"
            let is_section = is_site_in_front
                && front.split_whitespace().count() <= 2
                && back.split_whitespace().count() >= 4;
            if !(names_site || is_section) || back.trim().is_empty() {
                break;
            }
            is_site_in_front = true;
            title = back.trim();
        }
    }
    title.to_owned()
}

/// Whether a text is the site's name or its domain: "BBC News", "bbc.co.uk" for "BBC News".
fn is_name_of(text: &str, site: &str) -> bool {
    let (text, site) = (bare(text), bare(site));
    !text.is_empty()
        && !site.is_empty()
        && (text == site
            || (text.len() >= 3 && site.starts_with(&text))
            || (site.len() >= 3 && text.starts_with(&site)))
}

fn bare(text: &str) -> String {
    let text = text.strip_prefix("The ").unwrap_or(text);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The share of the words of the shorter text that the other holds too.
fn overlap(a: &str, b: &str) -> f32 {
    let words = |t: &str| -> Vec<String> {
        t.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .take(60)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|word| b.contains(word)).count();
    common as f32 / a.len().min(b.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_cut_off() {
        for (title, expected) in [
            ("Army picks Palantir - Example News", "Army picks Palantir"),
            ("Army picks Palantir - and others", "Army picks Palantir - and others"),
            ("Army picks Palantir for maven | Tech | Example", "Army picks Palantir for maven"),
            ("Example News | Army picks Palantir", "Army picks Palantir"),
            ("Example News", "Example News"),
        ] {
            assert_eq!(without_site(title, &["Example News"]), expected);
        }
    }
}
