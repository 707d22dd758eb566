//! Which part of the page is the article, and which of its blocks stay.
//!
//! Every block of text has a weight: long running text counts for, links and scraps against. Every element holds a run of
//! blocks, so the element with the greatest sum is found with one prefix sum.

use std::ops::Range;

use scraper::node::Element;

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::clutter::names_text;
use crate::article::page::{Node, Page, What, is_inline};
use crate::article::phrases::{is_ending, is_invitation};

/// A container whose running text is this share of the page's is no clutter, whatever its class says.
const MOSTLY: f32 = 0.45;

/// An element named as the article's text must be worth this much to be preferred to one that holds more.
const ENOUGH: f32 = 600.0;

/// The same for an element that schema.org's `articleBody` names.
const DECLARED_ENOUGH: f32 = 120.0;

/// What the page says of its text elsewhere; blocks that match are believed.
#[derive(Default)]
pub(crate) struct Clues<'a> {
    /// The headline.
    pub(crate) title: &'a str,
    /// The standfirst as `<meta>` or JSON-LD has it.
    pub(crate) description: &'a str,
}

/// The blocks of the article, in order. `doubtful` are the elements that may be clutter.
pub(crate) fn article_blocks<'b>(
    page: &Page<'_>,
    blocks: &'b [TextBlock],
    doubtful: &[usize],
    clues: &Clues<'_>,
) -> Vec<&'b TextBlock> {
    let is_clutter = clutter(page, blocks, doubtful);
    let sums = prefix_sums(
        blocks
            .iter()
            .zip(&is_clutter)
            .map(|(block, is_clutter)| if *is_clutter { 0.0 } else { weight(block) }),
    );
    let worth = |at: usize| held(&sums, &spread(page, blocks, at));
    let title_at = blocks.iter().position(|b| b.is_h1 && same_words(&b.text, clues.title));
    let holds_title =
        |at: usize| title_at.is_some_and(|title_at| spread(page, blocks, at).contains(&title_at));
    let Some(container) = best_container(page, &worth, &holds_title) else { return Vec::new() };
    let inside = spread(page, blocks, container);
    let kept: Vec<&TextBlock> = blocks
        .iter()
        .zip(&is_clutter)
        .enumerate()
        .filter(|(i, (block, is_clutter))| {
            if inside.contains(i) {
                !**is_clutter && belongs(block)
            } else {
                *i < inside.start && is_standfirst(block, clues)
            }
        })
        .map(|(_, (block, _))| block)
        .collect();
    trimmed(kept, clues)
}

/// The run of blocks that begin in an element.
fn spread(page: &Page<'_>, blocks: &[TextBlock], at: usize) -> Range<usize> {
    let end = page.get(at).map_or(at, |node| node.end);
    blocks.partition_point(|b| b.node < at)..blocks.partition_point(|b| b.node < end)
}

fn prefix_sums(values: impl Iterator<Item = f32>) -> Vec<f32> {
    std::iter::once(0.0)
        .chain(values)
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

fn held(sums: &[f32], run: &Range<usize>) -> f32 {
    sums.get(run.end).zip(sums.get(run.start)).map_or(0.0, |(end, start)| end - start)
}

/// Which blocks stand in clutter: in an element that says so and holds only a small part of the running text.
fn clutter(page: &Page<'_>, blocks: &[TextBlock], doubtful: &[usize]) -> Vec<bool> {
    let running = prefix_sums(blocks.iter().map(|b| if is_running(b) { b.text.len() as f32 } else { 0.0 }));
    let all = running.last().copied().unwrap_or_default();
    let mut is_clutter = vec![false; blocks.len()];
    // The outermost comes first, so each block is marked once.
    let mut marked = 0;
    for at in doubtful {
        let run = spread(page, blocks, *at);
        let is_quoted = !run.is_empty()
            && blocks.get(run.clone()).is_some_and(|run| run.iter().all(|b| b.kind == BlockKind::Quote));
        if is_quoted || !holds_whole_blocks(page, blocks, *at, &run) {
            continue;
        }
        let held = held(&running, &run);
        if held <= 0.0 || held < MOSTLY * all {
            let start = run.start.max(marked);
            marked = marked.max(run.end);
            is_clutter.get_mut(start..run.end).into_iter().flatten().for_each(|mark| *mark = true);
        }
    }
    is_clutter
}

/// Whether an element's blocks stand in it as a whole: a marked word at the head of a paragraph does not mark the paragraph.
fn holds_whole_blocks(page: &Page<'_>, blocks: &[TextBlock], at: usize, run: &Range<usize>) -> bool {
    let Some(node) = page.get(at).filter(|node| is_inline(node.name())) else { return true };
    let of_blocks: usize = blocks.get(run.clone()).unwrap_or_default().iter().map(|b| b.text.len()).sum();
    let own: usize = page
        .nodes()
        .get(at..node.end)
        .unwrap_or_default()
        .iter()
        .map(|node| if let What::Text(text) = node.what { text.trim().len() } else { 0 })
        .sum();
    own * 10 >= of_blocks * 8
}

/// Running text: long, and not of links.
fn is_running(block: &TextBlock) -> bool {
    block.kind != BlockKind::Heading && block.text.len() >= 80 && block.link_density() < 0.4
}

/// How much a block speaks for the article standing here.
fn weight(block: &TextBlock) -> f32 {
    let len = block.text.len() as f32;
    let density = block.link_density();
    if is_invitation(&block.text) {
        return -20.0;
    }
    match block.kind {
        BlockKind::Heading => 0.0,
        _ if density > 0.5 => -(len.min(60.0)) / 2.0 - 10.0,
        BlockKind::TableRow => 0.0,
        BlockKind::ListItem if len < 60.0 => -8.0,
        BlockKind::ListItem => len * 0.7 * (1.0 - density),
        BlockKind::Paragraph | BlockKind::Quote if len >= 80.0 => {
            let of_p = if block.is_p { 1.0 } else { 0.8 };
            len.min(2_000.0) * of_p * (1.0 - density)
        }
        BlockKind::Paragraph | BlockKind::Quote if ends_like_a_sentence(&block.text) => {
            len * 0.7 * (1.0 - density)
        }
        BlockKind::Paragraph | BlockKind::Quote => -6.0,
    }
}

fn ends_like_a_sentence(text: &str) -> bool {
    text.len() >= 25
        && text
            .trim_end_matches(['"', '”', '’', '\'', ')', '“', '»'])
            .ends_with(['.', '!', '?', '…', '。', ':'])
}

/// The element with the greatest sum; then down, as long as one child holds nearly all of it.
///
/// An element that is named as the article's text may hold less: the rest is other articles on the same page, unless
/// there are more elements of that name, for then the text is cut in parts.
fn best_container(
    page: &Page<'_>,
    worth: &impl Fn(usize) -> f32,
    holds_title: &impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, _) in page.elements() {
        let value = worth(at);
        // An inner element wins a tie: it comes later.
        if best.is_none_or(|(_, most)| value >= most) {
            best = Some((at, value));
        }
    }
    let (mut at, most) = best.filter(|(_, most)| *most > 0.0)?;
    let part = at..page.get(at).map_or(at, |node| node.end);
    let is_text_of_many = |element: &Element, i: usize, value: f32| {
        let share = value / most;
        if element.attr("itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody")) {
            return share >= 0.25 && value >= DECLARED_ENOUGH && !has_peers(page, i, part.clone(), worth);
        }
        value >= ENOUGH
            && names_text(element)
            && ((share >= 0.35 && holds_title(i))
                || (share >= 0.5 && !has_peers(page, i, part.clone(), worth)))
    };
    loop {
        let end = page.get(at).map_or(at, |node| node.end);
        let inner = (at + 1..end).find(|i| {
            page.get(*i).and_then(Node::element).is_some_and(|element| {
                let value = worth(*i);
                value >= 0.97 * most
                    || (value >= 0.7 * most && names_text(element))
                    || is_text_of_many(element, *i, value)
            })
        });
        match inner {
            Some(inner) => at = inner,
            None => return Some(at),
        }
    }
}

/// Whether other elements of the same name and class in a part of the page hold text too.
fn has_peers(page: &Page<'_>, at: usize, part: Range<usize>, worth: &impl Fn(usize) -> f32) -> bool {
    let Some(node) = page.get(at) else { return false };
    let (name, class, own) = (node.name(), node.attr("class"), at..node.end);
    part.filter(|i| !own.contains(i)).any(|i| {
        page.get(i).is_some_and(|peer| peer.name() == name && peer.attr("class") == class) && worth(i) > 80.0
    })
}

/// Whether a block of the container is the article's.
fn belongs(block: &TextBlock) -> bool {
    let density = block.link_density();
    let is_linked_away = match block.kind {
        BlockKind::ListItem => density > 0.6 && !(density < 0.9 && ends_like_a_sentence(&block.text)),
        BlockKind::Heading => density > 0.8,
        _ => density > 0.75 && block.text.len() < 250 || density > 0.6 && !ends_like_a_sentence(&block.text),
    };
    // A heading of related articles is needed to find the end; the other invitations also stand between paragraphs.
    let ends = block.kind == BlockKind::Heading
        && block.text.to_lowercase().starts_with("related")
        && is_ending(&block.text);
    ends || (!is_linked_away && !is_invitation(&block.text))
}

/// The summary above the text, where the page's description repeats it.
fn is_standfirst(block: &TextBlock, clues: &Clues<'_>) -> bool {
    block.text.len() >= 40
        && block.link_density() < 0.3
        && !block.is_h1
        && !same_words(&block.text, clues.title)
        && begins_alike(&block.text, clues.description)
}

/// Letters and digits only, lower case.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn same_words(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

/// Whether one text is the beginning of the other or stands in it, in at least forty letters.
fn begins_alike(a: &str, b: &str) -> bool {
    const ENOUGH_LETTERS: usize = 40;
    let (a, b) = (bare(a), bare(b));
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    if a_len.min(b_len) < ENOUGH_LETTERS {
        return false;
    }
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    (common >= ENOUGH_LETTERS && common + 4 >= a_len.min(b_len)) || (a_len <= 2 * b_len && a.contains(&b))
}

/// Takes off the repeated title in front, everything after a heading that ends the article, and headings nothing follows.
fn trimmed<'b>(mut kept: Vec<&'b TextBlock>, clues: &Clues<'_>) -> Vec<&'b TextBlock> {
    let head = kept.len().min(6);
    let title_at = kept.iter().take(head).position(|b| {
        b.is_h1 || (!clues.title.is_empty() && b.text.len() < 400 && same_words(&b.text, clues.title))
    });
    if let Some(at) = title_at {
        // What stands above the title is not the text, unless it is the summary.
        let mut i = 0;
        kept.retain(|block| {
            i += 1;
            i > at + 1 || (i <= at && is_standfirst(block, clues))
        });
    }
    drop_scraps_in_front(&mut kept, clues);
    let total: usize = kept.iter().map(|b| b.text.len()).sum();
    let mut before = 0;
    let cut = kept.iter().position(|block| {
        before += block.text.len();
        is_ending(&block.text) && before * 10 > total * 4
    });
    if let Some(cut) = cut {
        kept.truncate(cut);
    }
    kept.retain(|block| !is_ending(&block.text));
    while kept.last().is_some_and(|last| last.kind == BlockKind::Heading) {
        kept.pop();
    }
    kept
}

/// Takes off what stands between the title and the first sentence: bylines, dates, reading times, the kicker.
fn drop_scraps_in_front(kept: &mut Vec<&TextBlock>, clues: &Clues<'_>) {
    let first = kept
        .iter()
        .position(|b| b.kind != BlockKind::Heading && (b.text.len() >= 80 || ends_like_a_sentence(&b.text)));
    let Some(first) = first else { return };
    let title = bare(clues.title);
    let mut i = 0;
    kept.retain(|block| {
        i += 1;
        let is_scrap = match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem => {
                block.text.len() < 80 && !is_standfirst(block, clues)
            }
            BlockKind::Heading => !title.is_empty() && bare(&block.text).contains(&title),
            BlockKind::Quote | BlockKind::TableRow => false,
        };
        i > first || !is_scrap
    });
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;
    use crate::article::blocks::text_blocks;

    const LONG: &str =
        "The Army awarded the company a contract worth $100 million for software that reads maps, it said.";

    fn check(html: &str, expected: &[&str]) {
        let html = html.replace("LONG", LONG);
        let parsed = Html::parse_document(&html);
        let page = Page::of(&parsed);
        let (blocks, doubtful) = text_blocks(&page);
        let clues = Clues {
            title: "The title",
            description: "A summary of what the article is going to tell its readers.",
        };
        let found: Vec<&str> =
            article_blocks(&page, &blocks, &doubtful, &clues).iter().map(|b| b.text.as_str()).collect();
        let expected: Vec<&str> =
            expected.iter().map(|text| if *text == "LONG" { LONG } else { text }).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn what_stands_around_the_text_goes() {
        check(
            "<nav><a href=x>Home</a></nav><main><h1>The title</h1><p>By Jane Roe</p><p>LONG<p>LONG</main>",
            &["LONG"; 2],
        );
        check(
            "<div><p>LONG<p>LONG<div class=share>Share</div><p>LONG<h3>Related Stories</h3><p>Other story.</div>",
            &["LONG"; 3],
        );
        check("<div><p>LONG<p>LONG<p>LONG</div><div class=comments><p>LONG</div>", &["LONG"; 3]);
        check(
            "<div><p><span class=author>The</span> Army said so yesterday.<p>LONG<p>LONG</div>",
            &["The Army said so yesterday.", "LONG", "LONG"],
        );
        check("<div class='page sidebar'><p>LONG</div>", &["LONG"]);
        check(
            "<div><div class=embed><blockquote>Quoted.</blockquote></div><p>LONG<p>LONG</div>",
            &["Quoted.", "LONG", "LONG"],
        );
    }

    #[test]
    fn the_summary_above_the_text_stays() {
        let summary = "A summary of what the article is going to tell its readers.";
        check(
            &format!(
                "<header><h1>The title</h1><p>{summary}</p><ul><li><a href=x>Home</a><li><a href=y>News</a></ul></header><div><p>LONG<p>LONG</div>"
            ),
            &[summary, "LONG", "LONG"],
        );
    }

    #[test]
    fn of_several_articles_the_titled_one_is_read() {
        let many = "<p>LONG".repeat(8);
        check(
            &format!(
                "<main><article><h1>The title</h1>{many}</article><article><h2>Another</h2>{many}</article></main>"
            ),
            &["LONG"; 8],
        );
    }

    #[test]
    fn a_page_of_links_has_no_article() {
        check(&"<li><a href=x>A headline of another page</a>".repeat(20), &[]);
        check("", &[]);
    }
}
