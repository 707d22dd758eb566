//! The blocks at the head and foot of a text: where a site's own words stand that it prints under every article.

use crate::article::{BlockKind, Body};
use crate::base::sha256_hex;

/// How many blocks at the head and at the foot may be a site's own words.
const HEAD: usize = 2;
const FOOT: usize = 8;

/// The digests of the blocks at head and foot, each once. What two articles of one site share of them is seldom news.
pub fn edge_blocks(body: &Body) -> Vec<u64> {
    let all = body.blocks();
    let foot = all.len().saturating_sub(FOOT).max(HEAD.min(all.len()));
    let edges = all.iter().take(HEAD).chain(all.get(foot..).unwrap_or_default());
    let mut digests: Vec<u64> = edges.map(|block| digest(body.block_text(block))).collect();
    digests.sort_unstable();
    digests.dedup();
    digests
}

/// The text without the blocks that `is_repeated` (asked by digest) at its head and foot; `None` where nothing of it stands there, or where it is
/// most of the text: that is one article at several addresses.
pub fn without_edges(body: &Body, is_repeated: impl Fn(u64) -> bool) -> Option<Body> {
    let blocks: Vec<(BlockKind, &str)> =
        body.blocks().iter().map(|block| (block.kind, body.block_text(block))).collect();
    let is_repeated = |block: &&(BlockKind, &str)| is_repeated(digest(block.1));
    let head = blocks.iter().take(HEAD).take_while(&is_repeated).count();
    let rest = blocks.get(head..).unwrap_or_default();
    let foot = rest.iter().rev().take(FOOT).take_while(&is_repeated).count();
    let kept = rest.get(..rest.len() - foot).unwrap_or_default();
    let length: usize = kept.iter().map(|(_, text)| text.len()).sum();
    let is_cut = head + foot > 0 && length * 2 > body.text().len();
    is_cut.then(|| Body::from_blocks(kept.iter().copied()))
}

/// The first 64 bits of the SHA-256 of a block, white space at its ends left out.
fn digest(text: &str) -> u64 {
    let hex = sha256_hex(text.trim().as_bytes());
    hex.get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn body(texts: &[&str]) -> Body {
        Body::from_blocks(texts.iter().map(|text| (BlockKind::Paragraph, *text)))
    }

    #[test]
    fn what_is_repeated_at_the_edges_is_cut_and_nothing_else() {
        let news = "The Army awarded Larkfield Analytics a contract for software that reads maps, it said on Monday.";
        let own = ["Listen to this article", "Subscribe to our brief", "Write to the desk"];
        let repeated: HashSet<u64> = own.iter().map(|text| digest(text)).collect();
        let cut = |texts: &[&str]| {
            without_edges(&body(texts), |digest| repeated.contains(&digest))
                .map(|body| body.text().to_owned())
        };
        assert_eq!(cut(&[own[0], news, own[1], own[2]]).as_deref(), Some(news));
        // In the middle it is a quotation, or whatever: it stays.
        assert_eq!(cut(&[news, own[1], news]), None);
        assert_eq!(cut(&[news]), None);
        // Most of the text: the article itself stands at several addresses.
        let all: HashSet<u64> = [news, own[1]].iter().map(|text| digest(text)).collect();
        assert_eq!(without_edges(&body(&[news, own[1]]), |digest| all.contains(&digest)), None);
        assert_eq!(without_edges(&Body::default(), |_| true), None);
    }

    #[test]
    fn edges_of_short_texts_are_counted_once() {
        assert_eq!(edge_blocks(&body(&["One."])).len(), 1);
        assert_eq!(edge_blocks(&body(&["One.", "Two.", "One."])).len(), 2);
        assert_eq!(edge_blocks(&Body::default()), Vec::<u64>::new());
        let many: Vec<String> = (0..40).map(|n| format!("Paragraph {n}.")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(edge_blocks(&body(&many)).len(), HEAD + FOOT);
    }
}
