//! The headlines in the links of a page that lists articles.

use crate::article::Link;
use crate::article::blocks::TextBlock;
use crate::article::page::Page;
use crate::base::Address;

/// No more links than this are taken.
const MOST: usize = 200;

/// A link with so many words is a headline.
const WORDS_OF_A_HEADLINE: usize = 4;

/// The links of a page whose words are a headline, within its site, in order, each once.
pub(super) fn links(page: &Page<'_>, blocks: &[TextBlock], address: Option<&Address>) -> Vec<Link> {
    let Some(base) = address else { return Vec::new() };
    let mut found: Vec<Link> = Vec::new();
    for block in blocks.iter().filter(|block| {
        block.link_density() > 0.5 && block.text.split_whitespace().count() >= WORDS_OF_A_HEADLINE
    }) {
        let link = page.ancestors(block.node).take(6).find_map(|up| page.get(up)?.attr("href"));
        let Some(target) = link.and_then(|href| base.join(href).ok()).map(|target| target.to_ask()) else {
            continue;
        };
        let is_new = target.site() == base.site()
            && target.as_str() != base.to_ask().as_str()
            && !found.iter().any(|known| known.address.as_str() == target.as_str());
        if is_new {
            found.push(Link { address: target, title: block.text.clone() });
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}
