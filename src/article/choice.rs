//! Which part of the page is the article, and which of its blocks stay.

use std::ops::Range;

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::boxes::mark_boxes;
use crate::article::clutter::names_comments;
use crate::article::container::{best_container, ends_like_a_sentence, held, prefix_sums, spread, weight};
use crate::article::page::{Node, Page, What, is_inline};
use crate::article::phrases::{ends_with_credit, is_ending, is_invitation};
use crate::article::same::same_words;
use crate::article::sites::OnSite;
use crate::article::trimming::{is_standfirst, trimmed};

/// A container whose running text is this share of the page's is no clutter, whatever its class says.
const MOSTLY: f32 = 0.45;

/// With so much running text (in bytes) beside them, comments are no part of the article however long they are.
const BESIDE_COMMENTS: f32 = 250.0;

/// A site's rule is followed if its text is worth this share of the best on the page: else the site has changed.
const ENOUGH_ON_SITE: f32 = 0.4;

/// What the page says of its text elsewhere; blocks that match are believed.
#[derive(Default)]
pub(crate) struct Clues<'a> {
    /// The headline, then others that the page has for it.
    pub(crate) titles: &'a [&'a str],
    /// The standfirst as `<meta>` or JSON-LD has it.
    pub(crate) description: &'a str,
}

/// What the walk over the page takes for the article.
#[derive(Default)]
pub(super) struct Chosen<'b> {
    /// Its blocks, in order.
    pub(super) blocks: Vec<&'b TextBlock>,
    /// What stood at their end and is no text: the agency's line, the author's.
    pub(super) foot: Vec<&'b TextBlock>,
    /// How much of the page's running text they are.
    pub(super) share: f32,
    /// Whether a rule for the site was followed.
    pub(super) by_rule: bool,
}

/// The blocks of the article. `doubtful` are the elements that may be clutter.
pub(crate) fn article_blocks<'b>(
    page: &Page<'_>,
    blocks: &'b [TextBlock],
    doubtful: &[usize],
    clues: &Clues<'_>,
    on_site: Option<&OnSite>,
) -> Chosen<'b> {
    let (mut is_clutter, of_readers) = clutter(page, blocks, doubtful);
    for dropped in on_site.into_iter().flat_map(|on_site| &on_site.dropped) {
        let run = spread(page, blocks, *dropped);
        is_clutter.get_mut(run).into_iter().flatten().for_each(|mark| *mark = true);
    }
    mark_boxes(page, blocks, &mut is_clutter);
    let sums = prefix_sums(
        blocks
            .iter()
            .zip(&is_clutter)
            .map(|(block, is_clutter)| if *is_clutter { 0.0 } else { weight(block) }),
    );
    let worth = |at: usize| held(&sums, &spread(page, blocks, at));
    let title_at = blocks
        .iter()
        .position(|b| b.is_h1 && clues.titles.first().is_some_and(|title| same_words(&b.text, title)));
    let holds_title =
        |at: usize| title_at.is_some_and(|title_at| spread(page, blocks, at).contains(&title_at));
    let Some(container) = best_container(page, &worth, &holds_title) else { return Chosen::default() };
    let inside = spread(page, blocks, container);
    let parts = on_site.map(|on_site| parts_on_site(page, blocks, on_site, &worth, worth(container)));
    let parts = parts.filter(|parts| !parts.is_empty());
    let by_rule = parts.is_some();
    let parts = parts.unwrap_or_else(|| vec![inside.clone()]);
    let inside =
        parts.first().map_or(inside, |first| first.start..parts.last().map_or(first.end, |last| last.end));
    let is_inside = |i: &usize| parts.iter().any(|part| part.contains(i));
    let kept: Vec<&TextBlock> = blocks
        .iter()
        .zip(&is_clutter)
        .enumerate()
        .filter(|(i, (block, is_clutter))| {
            if is_inside(i) {
                !**is_clutter && belongs(block)
            } else {
                *i < inside.start && is_standfirst(block, clues)
            }
        })
        .map(|(_, (block, _))| block)
        .collect();
    let (blocks_kept, foot) = trimmed(kept, clues);
    let running = |block: &TextBlock| if is_running(block) { block.text.len() } else { 0 };
    let all: usize = blocks.iter().map(running).sum();
    let held: usize = blocks_kept.iter().map(|block| running(block)).sum();
    let all = all as f32 - of_readers;
    let share = if all <= 0.0 { 1.0 } else { held as f32 / all };
    Chosen { blocks: blocks_kept, foot, share, by_rule }
}

/// The runs of blocks that a site's rule takes for the text; none where they hold too little of what the page seems to tell.
fn parts_on_site(
    page: &Page<'_>,
    blocks: &[TextBlock],
    on_site: &OnSite,
    worth: &impl Fn(usize) -> f32,
    best: f32,
) -> Vec<Range<usize>> {
    let held: f32 = on_site.body.iter().map(|at| worth(*at)).sum();
    if held < ENOUGH_ON_SITE * best {
        return Vec::new();
    }
    on_site.body.iter().map(|at| spread(page, blocks, *at)).collect()
}

/// Which blocks stand in clutter: in an element that says so and holds only a small part of the running text. Also how much
/// running text (in bytes) is that of readers.
fn clutter(page: &Page<'_>, blocks: &[TextBlock], doubtful: &[usize]) -> (Vec<bool>, f32) {
    let running = prefix_sums(blocks.iter().map(|b| if is_running(b) { b.text.len() as f32 } else { 0.0 }));
    let all = running.last().copied().unwrap_or_default();
    let mut is_clutter = vec![false; blocks.len()];
    // The outermost comes first, so each block is marked once.
    let mut marked = 0;
    let mut readers = 0.0;
    for at in doubtful {
        let run = spread(page, blocks, *at);
        let is_quoted = !run.is_empty()
            && blocks.get(run.clone()).is_some_and(|run| run.iter().all(|b| b.kind == BlockKind::Quote));
        if is_quoted || !holds_whole_blocks(page, blocks, *at, &run) {
            continue;
        }
        let held = held(&running, &run);
        // Readers may write more than the article has; where they write all there is, it is a forum.
        let of_readers = all - held >= BESIDE_COMMENTS
            && page.get(*at).and_then(Node::element).is_some_and(names_comments);
        if of_readers && run.end > marked {
            readers += held;
        }
        if held <= 0.0 || held < MOSTLY * all || of_readers {
            let start = run.start.max(marked);
            marked = marked.max(run.end);
            is_clutter.get_mut(start..run.end).into_iter().flatten().for_each(|mark| *mark = true);
        }
    }
    (is_clutter, readers)
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

/// Whether a block of the container is the article's.
fn belongs(block: &TextBlock) -> bool {
    let density = block.link_density();
    let is_linked_away = match block.kind {
        BlockKind::ListItem => density > 0.6 && !(density < 0.9 && ends_like_a_sentence(&block.text)),
        BlockKind::Heading => density > 0.8,
        // "Pro tip: get more ideas here!" is said by the writer; a headline of another page ends without a stop.
        _ if block.is_p && density < 0.9 && ends_like_a_sentence(&block.text) => {
            block.text.len() < 40 && density > 0.8
        }
        _ => density > 0.75 && block.text.len() < 250 || density > 0.6 && !ends_like_a_sentence(&block.text),
    };
    // A heading of related articles is needed to find the end; the other invitations also stand between paragraphs.
    let ends = block.kind == BlockKind::Heading
        && block.text.to_lowercase().starts_with("related")
        && is_ending(&block.text);
    ends || (!is_linked_away && !is_invitation(&block.text) && !ends_with_credit(&block.text))
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
            titles: &["The title"],
            description: "A summary of what the article is going to tell its readers.",
        };
        let found: Vec<&str> = article_blocks(&page, &blocks, &doubtful, &clues, None)
            .blocks
            .iter()
            .map(|b| b.text.as_str())
            .collect();
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
