//! What stands in the margins of pages: running heads and feet, and the numbers of pages.

use std::collections::HashMap;

use super::fragments::Fragment;
use super::layout::rows;
use crate::article::formats::marks::mark;

/// How many rows at the top and at the bottom of a page may be repeated ones.
const ZONE: usize = 4;
/// A page's margin is this share of its height.
const MARGIN: f64 = 0.08;

/// What one page draws, and how high it is.
#[derive(Clone, Debug, Default)]
pub(super) struct DrawnPage {
    pub(super) fragments: Vec<Fragment>,
    pub(super) height: f64,
}

/// All pages in order, without what stands at the same place on several pages, without page numbers, and without lines
/// that stand alone in a margin.
pub(super) fn without_repeats(pages: Vec<DrawnPage>) -> Vec<Vec<Fragment>> {
    let count = pages.iter().filter(|page| !page.fragments.is_empty()).count();
    let text_size = size_of_text(&pages);
    let pages: Vec<(f64, Vec<Vec<Fragment>>)> =
        pages.into_iter().map(|page| (page.height, rows(page.fragments))).collect();
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for (_, page) in &pages {
        let mut on_page: Vec<(String, i64)> =
            zone(page.len()).filter_map(|at| page.get(at)).flatten().map(key).collect();
        on_page.sort();
        on_page.dedup();
        for key in on_page {
            *seen.entry(key).or_default() += 1;
        }
    }
    // Heads alternate between left and right pages, and the first page has its own.
    let enough = 2.max(count * 2 / 5);
    pages
        .into_iter()
        .map(|(height, mut page)| {
            let length = page.len();
            for at in zone(length) {
                let is_edge = at < 2 || at + 2 >= length;
                let Some(row) = page.get_mut(at) else { continue };
                // Rows that differ in their numbers are heads at the very edge only; elsewhere they are a table's.
                row.retain(|f| {
                    let key = key(f);
                    let may_be = count > 1 && (is_edge || !key.0.contains('#'));
                    !may_be || seen.get(&key).copied().unwrap_or_default() < enough
                });
                if is_edge && is_page_number(&text(row), count) {
                    row.clear();
                }
            }
            page.retain(|row| !row.is_empty());
            clear_margins(&mut page, height, text_size);
            page.into_iter().flatten().collect()
        })
        .collect()
}

/// The size that most letters have.
pub(super) fn size_of_text(pages: &[DrawnPage]) -> f64 {
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    for fragment in pages.iter().flat_map(|page| &page.fragments) {
        *sizes.entry((fragment.size * 2.0).round() as i64).or_default() += fragment.text.len();
    }
    sizes.into_iter().max_by_key(|(size, bytes)| (*bytes, *size)).map_or(10.0, |(size, _)| size as f64 / 2.0)
}

/// The rows nearest to the top and the bottom of the page.
fn zone(rows: usize) -> impl Iterator<Item = usize> {
    let bottom = rows.saturating_sub(ZONE).max(ZONE.min(rows));
    (0..ZONE.min(rows)).chain(bottom..rows)
}

/// A row in the margin, far from the next one and in letters no larger than the text's, is a head or foot on a page of
/// its own; unless it is a date or a label, which letters begin with.
fn clear_margins(page: &mut Vec<Vec<Fragment>>, height: f64, text_size: f64) {
    const FAR: f64 = 2.2;
    let y = |row: &[Fragment]| row.first().map_or(0.0, |f| f.y);
    let is_small = |row: &[Fragment]| row.iter().all(|f| f.size <= 1.02 * text_size);
    let is_mark = |row: &[Fragment]| row.iter().any(|f| mark(&f.text).is_some());
    for _ in 0..2 {
        if let [first, second, ..] = page.as_slice()
            && y(first) < MARGIN * height
            && y(second) - y(first) > FAR * text_size
            && is_small(first)
            && !is_mark(first)
        {
            page.remove(0);
        }
        if let [.., second, last] = page.as_slice()
            && y(last) > (1.0 - MARGIN) * height
            && y(last) - y(second) > FAR * text_size
            && is_small(last)
            && !is_mark(last)
        {
            page.pop();
        }
    }
}

fn text(row: &[Fragment]) -> String {
    row.iter().map(|fragment| fragment.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The text without its numbers, and where it stands.
fn key(fragment: &Fragment) -> (String, i64) {
    let mut text = String::new();
    for c in fragment.text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            text.extend(c.to_lowercase());
        } else if !text.ends_with('#') {
            text.push('#');
        }
    }
    (text, (fragment.y / 6.0).round() as i64)
}

/// "3", "- 3 -", "Page 3", "3 of 7", "Seite 3/7", "iv".
fn is_page_number(text: &str, pages: usize) -> bool {
    const LONGEST: usize = 24;
    let lower = text.to_lowercase();
    let is_sum =
        lower.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace() && !"-–—/.,|[]()·•".contains(c));
    if lower.len() > LONGEST || is_sum {
        return false;
    }
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| word.parse::<usize>().is_ok_and(|n| (1..=pages.max(2) + 400).contains(&n));
    let is_roman = |word: &str| word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let is_label =
        |word: &str| matches!(word, "page" | "seite" | "página" | "p" | "of" | "von" | "de" | "sur");
    match words.as_slice() {
        [one] => number(one) || (is_roman(one) && pages > 1),
        [] => false,
        many => {
            many.iter().any(|word| number(word)) && many.iter().all(|word| number(word) || is_label(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, y: f64) -> Fragment {
        Fragment { text: text.to_owned(), left: 0.0, right: 100.0, y, size: 10.0, is_bold: false }
    }

    fn texts(page: &[Fragment]) -> Vec<&str> {
        page.iter().map(|f| f.text.as_str()).collect()
    }

    #[test]
    fn heads_feet_and_numbers_are_dropped() {
        let page =
            |number: usize| {
                let mut fragments = vec![piece("Army News Release", 84.0), piece("Contracts", 97.0)];
                fragments.extend((0..9).map(|row| {
                    piece(&format!("text {row} of {number} words"), 110.0 + 12.0 * f64::from(row))
                }));
                // Same words elsewhere on the page are text.
                fragments.push(piece("Army News Release", 400.0 + 20.0 * number as f64));
                fragments.push(piece("www.army.example", 700.0));
                fragments.push(Fragment { left: 300.0, ..piece(&format!("Page {number} of 3"), 700.0) });
                DrawnPage { fragments, height: 792.0 }
            };
        for page in without_repeats(vec![page(1), page(2), page(3)]) {
            assert_eq!(page.len(), 10, "{page:?}");
            assert_eq!(page.last().unwrap().text, "Army News Release");
        }
    }

    #[test]
    fn a_page_of_its_own_has_margins_too() {
        let fragments = vec![
            piece("Army Public Affairs", 30.0),
            piece("Title", 90.0),
            piece("Text", 102.0),
            piece("3", 780.0),
        ];
        let alone = without_repeats(vec![DrawnPage { fragments, height: 792.0 }]);
        assert_eq!(texts(&alone[0]), ["Title", "Text"]);
        let fragments = vec![piece("March 3, 2026", 30.0), piece("Title", 90.0), piece("Text", 102.0)];
        let dated = without_repeats(vec![DrawnPage { fragments, height: 792.0 }]);
        assert_eq!(dated[0].len(), 3);
    }

    #[test]
    fn numbers_of_pages_are_told() {
        for text in ["3", "- 3 -", "Page 3", "3 of 7", "Seite 3/7", "iv"] {
            assert!(is_page_number(text, 7), "{text}");
        }
        for text in ["2026", "$3", "3%", "3 million", "of", "Larkfield", "Section 3"] {
            assert!(!is_page_number(text, 7), "{text}");
        }
    }
}
