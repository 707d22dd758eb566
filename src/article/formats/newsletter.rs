//! Newsletters by mail, as GovDelivery and others send them: headlines that are links, each with a few lines below.

use mail_parser::decoders::base64::base64_decode;
use scraper::Html;

use crate::article::blocks::text_blocks;
use crate::article::body::BlockKind;
use crate::article::formats::mail::is_footer;
use crate::article::markup::bounded;
use crate::article::page::Page;
use crate::base::Address;

/// A newsletter has at most this many items.
const MOST_ITEMS: usize = 200;
/// A headline has at most this many bytes,
const LONGEST_HEADLINE: usize = 250;
/// and at least this many words.
const LEAST_WORDS: usize = 4;

/// One story of a newsletter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) title: String,
    /// Where the whole of it stands.
    pub(super) url: Address,
    /// What the newsletter says of it; may be nothing.
    pub(super) blocks: Vec<(BlockKind, String)>,
}

/// A block of a mail, and where it leads to as a whole.
struct LinkedBlock {
    kind: BlockKind,
    text: String,
    link: Option<Address>,
}

/// The blocks of a mail.
pub(super) struct Letter {
    blocks: Vec<LinkedBlock>,
}

impl Letter {
    /// Reads the HTML of a mail, up to what mailing services put below it.
    pub(super) fn of(html: &str) -> Self {
        let parsed = Html::parse_document(&bounded(html));
        let page = Page::of(&parsed);
        let (blocks, _) = text_blocks(&page);
        let link_at = |node: usize| {
            page.ancestors(node)
                .chain([node])
                .filter_map(|at| page.get(at))
                .find_map(|node| (node.name() == "a").then(|| node.attr("href")).flatten())
                .and_then(target)
        };
        let blocks = blocks
            .into_iter()
            .map(|block| LinkedBlock {
                link: if block.link_density() >= 0.8 { link_at(block.node) } else { None },
                kind: block.kind,
                text: block.text,
            })
            .collect::<Vec<_>>();
        Self { blocks }
    }

    /// The same mail as a page on the web.
    pub(super) fn web_version(&self) -> Option<Address> {
        const NEAR: usize = 12;
        const WORDS: &[&str] = &[
            "view as a web",
            "view it as a web",
            "view this email in your browser",
            "view in browser",
            "view in your browser",
            "view online",
            "view as webpage",
            "view this email online",
            "web version",
            "view web version",
            "read online",
            "im browser",
            "view the online version",
        ];
        self.blocks.iter().take(NEAR).find_map(|block| {
            let lower = block.text.to_lowercase();
            WORDS.iter().any(|words| lower.contains(words)).then(|| block.link.clone()).flatten()
        })
    }

    /// The stories, if the mail is a newsletter: two or more, and more than half of its text.
    pub(super) fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let (mut before, mut within) = (0, 0);
        let footer = self.blocks.iter().position(|block| is_footer(&block.text)).unwrap_or(self.blocks.len());
        // A footer's words at the top ("update your preferences") do not end the letter.
        let end = if footer * 3 < self.blocks.len() { self.blocks.len() } else { footer };
        for block in self.blocks.iter().take(end) {
            if let Some(url) = block.link.as_ref().filter(|_| is_headline(&block.text)) {
                within += block.text.len();
                if items.len() < MOST_ITEMS && !items.iter().any(|item| item.url == *url) {
                    items.push(Item { title: block.text.clone(), url: url.clone(), blocks: Vec::new() });
                }
            } else if block.link.is_some() || is_footer(&block.text) {
                // "Read more", pictures, share bars.
            } else if let Some(item) = items.last_mut() {
                within += block.text.len();
                item.blocks.push((block.kind, block.text.clone()));
            } else {
                before += block.text.len();
            }
        }
        for item in &mut items {
            without_section_heads(&mut item.blocks);
        }
        if items.len() < 2 || within < before { Vec::new() } else { items }
    }
}

/// A heading below an item's text is the next section's.
fn without_section_heads(blocks: &mut Vec<(BlockKind, String)>) {
    while blocks.last().is_some_and(|(kind, _)| *kind == BlockKind::Heading) {
        blocks.pop();
    }
}

fn is_headline(text: &str) -> bool {
    const OTHERS: &[&str] = &[
        "click here",
        "read more",
        "read the full",
        "view ",
        "learn more",
        "register ",
        "subscribe",
        "follow ",
        "watch ",
        "sign up",
        "forward ",
        "share ",
        "contact ",
        "visit ",
        "download ",
    ];
    let lower = text.to_lowercase();
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    words >= LEAST_WORDS
        && text.len() <= LONGEST_HEADLINE
        && !is_footer(text)
        && !OTHERS.iter().any(|other| lower.starts_with(other))
}

/// Where a link leads, past the services that count clicks and say where they lead to.
fn target(link: &str) -> Option<Address> {
    let link = link.trim();
    let address = Address::parse(link).ok()?;
    let beyond = of_token(link).or_else(|| of_parameter(link)).or_else(|| of_path(link));
    Some(beyond.and_then(|url| Address::parse(&url).ok()).unwrap_or(address))
}

/// GovDelivery's `lnks.gd/l/…`: a JSON Web Token (RFC 7519) with the address in its payload.
fn of_token(link: &str) -> Option<String> {
    let (host, rest) = link.split_once("://")?.1.split_once('/')?;
    if !host.eq_ignore_ascii_case("lnks.gd") {
        return None;
    }
    let payload = rest.split(['.', '/']).find(|part| part.starts_with("eyJ") && part.len() > 60)?;
    let standard: String = payload
        .chars()
        .map(|c| {
            if c == '-' {
                '+'
            } else if c == '_' {
                '/'
            } else {
                c
            }
        })
        .collect();
    let padded = format!("{standard}{}", "=".repeat((4 - standard.len() % 4) % 4));
    let json: serde_json::Value = serde_json::from_slice(&base64_decode(padded.as_bytes())?).ok()?;
    json.get("url")?.as_str().map(str::to_owned)
}

/// Services that carry the address in a parameter.
fn of_parameter(link: &str) -> Option<String> {
    const SERVICES: &[&str] = &[
        "govdelivery.com/track",
        "safelinks.protection.outlook.com",
        "google.com/url",
        "facebook.com/l.php",
    ];
    if !SERVICES.iter().any(|service| link.contains(service)) {
        return None;
    }
    let (_, query) = link.split_once('?')?;
    url::form_urlencoded::parse(query.replace("&&", "&").as_bytes())
        .find(|(name, value)| matches!(&**name, "url" | "q" | "u") && value.starts_with("http"))
        .map(|(_, value)| value.into_owned())
}

/// Proofpoint's `urldefense.com/v3/__https://…__;…`.
fn of_path(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("urldefense.com/v3/__")?;
    rest.split_once("__;").map(|(url, _)| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(items: &str) -> String {
        format!(
            "<html><body><p><a href='https://content.example/b/1'>View as a webpage</a></p><h1>Contracts of the week</h1>{items}\
             <p>Update your subscriptions, modify your password or <a href='https://x.example/u'>unsubscribe</a></p></body></html>"
        )
    }

    #[test]
    fn items_have_headline_link_and_text() {
        let html = letter(
            "<table><tr><td><h3><a href='https://lnks.gd/l/eyJhbGciOiJIUzI1NiJ9.eyJidWxsZXRpbl9saW5rX2lkIjoxMDAsInVyaSI6ImJwMjpjbGljayIsInVybCI6Imh0dHBzOi8vbmV3cy5leGFtcGxlL29uZSJ9.x/s/1/br/2-l'>Army awards Acme an AI contract</a></h3>\
             <p>The Army awarded Acme Inc. $40 million.</p><p><a href='https://news.example/one'>Read more</a></p></td></tr>\
             <tr><td><h2>Other news</h2><p><a href='https://nam.safelinks.protection.outlook.com/?url=https%3A%2F%2Fnews.example%2Ftwo&amp;data=1'>Navy buys maps from Quillon Systems</a></p>\
             <p>A deal of $3 million.</p></td></tr></table>",
        );
        let letter = Letter::of(&html);
        let items = letter.items();
        assert_eq!(items.len(), 2, "{items:?}");
        assert_eq!(
            (items[0].title.as_str(), items[0].url.as_str()),
            ("Army awards Acme an AI contract", "https://news.example/one")
        );
        assert_eq!(
            items[0].blocks,
            [(BlockKind::Paragraph, "The Army awarded Acme Inc. $40 million.".to_owned())]
        );
        assert_eq!(items[1].url.as_str(), "https://news.example/two");
        assert_eq!(items[1].blocks[0].1, "A deal of $3 million.");
        assert_eq!(letter.web_version().unwrap().as_str(), "https://content.example/b/1");
    }

    #[test]
    fn a_release_with_links_is_no_newsletter() {
        let html = letter(&format!(
            "<p>{}</p><p><a href='https://a.example/1'>About the Army program office</a></p><p><a href='https://a.example/2'>About the company in short</a></p>",
            "The Army awarded Acme Inc. a contract. ".repeat(10)
        ));
        assert_eq!(Letter::of(&html).items(), []);
    }
}
