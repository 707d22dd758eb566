//! What kind of page it is: an article, a list of links to articles, or a shell that a script fills.

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::container::ends_like_a_sentence;

/// Headlines of other pages, so many at least, make a list.
const FEWEST_LINKS: usize = 8;

/// A link with so many words is a headline.
const WORDS_OF_A_HEADLINE: usize = 4;

/// A page with less visible text than this (in bytes) may be a shell.
const SHELL_TEXT: usize = 600;

/// Signs in the markup of pages whose text a script puts in: the elements that the usual frameworks fill, and what is
/// said to readers without scripts.
const SHELL_SIGNS: &[&str] = &[
    "id=\"root\"",
    "id=\"app\"",
    "id=\"__next\"",
    "id=\"__nuxt\"",
    "id=\"___gatsby\"",
    "id=\"svelte\"",
    "id=root>",
    "id=app>",
    "<app-root",
    "ng-app",
    "data-reactroot",
    "window.__initial_state__",
    "window.__preloaded_state__",
    "enable javascript",
    "javascript is disabled",
    "javascript is required",
    "requires javascript",
    "need javascript",
    "activate javascript",
    "aktivieren sie javascript",
    "activer javascript",
];

/// Whether a page is a list of links to articles rather than one: many headlines in links, and what running text there is
/// are the teasers under them.
pub(super) fn is_list(blocks: &[TextBlock], kept: &[&TextBlock], is_home: bool) -> bool {
    let headlines = blocks.iter().filter(|block| is_headline_of_another(block)).count();
    if headlines < FEWEST_LINKS {
        return false;
    }
    if is_home {
        return true;
    }
    let running = |block: &TextBlock| block.kind != BlockKind::Heading && ends_like_a_sentence(&block.text);
    let all: usize = kept.iter().filter(|block| running(block)).map(|block| block.text.len()).sum();
    let teasers = blocks
        .windows(3)
        .filter(|near| is_headline_of_another(&near[0]) || is_headline_of_another(&near[1]))
        .map(|near| &near[2])
        .filter(|block| running(block) && block.text.len() <= LONGEST_TEASER);
    let (count, bytes) = teasers
        .filter(|teaser| kept.iter().any(|block| block.node == teaser.node))
        .fold((0, 0), |(count, bytes), block| (count + 1, bytes + block.text.len()));
    let is_mostly_teasers = count >= FEWEST_LINKS / 2 && bytes * 10 >= all * 6;
    is_mostly_teasers || all < LITTLE
}

/// A teaser is no longer than this (in bytes).
const LONGEST_TEASER: usize = 450;

/// A list may have so much running text (in bytes) beside its links: what the section is about.
const LITTLE: usize = 300;

fn is_headline_of_another(block: &TextBlock) -> bool {
    block.link_density() > 0.8 && block.text.split_whitespace().count() >= WORDS_OF_A_HEADLINE
}

/// Whether a script puts the text into a page: there is hardly any, and the markup has a sign of it.
pub(super) fn is_shell(html: &str, blocks: &[TextBlock]) -> bool {
    /// The sign stands within so many bytes, or not at all.
    const SEARCHED: usize = 1 << 18;
    let visible: usize = blocks.iter().map(|block| block.text.len() - block.link_bytes).sum();
    if visible > SHELL_TEXT || !html.contains('<') {
        return false;
    }
    let head: String = html.chars().take(SEARCHED).flat_map(char::to_lowercase).collect();
    SHELL_SIGNS.iter().any(|sign| head.contains(sign))
}
