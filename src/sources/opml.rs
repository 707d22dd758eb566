//! OPML 2.0 (opml.org/spec2.opml): lists of feeds as feed readers exchange them.
//!
//! Sources that are no feeds stand in them as links, which readers of feeds pass over, and say in attributes of a namespace
//! of our own what they are.

use quick_xml::escape::escape;

use crate::base::{printable, squeeze};
use crate::sources::markup::{Markup, Piece};
use crate::sources::{Selectors, SourceEntry, SourceKind};

/// What lies at a link, as we write it: the namespace, and the attribute of the kind. Selectors have attributes of their keys.
const NAMESPACE: &str = "urn:awardwire:sources";
const KIND: &str = "awardwire:kind";

/// Outlines after this many are not read.
const MOST_OUTLINES: usize = 10_000;

/// A source that an outline names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What it is called; its address where it has no name.
    pub name: String,
    /// The address as written.
    pub address: String,
    /// What lies there.
    pub kind: SourceKind,
    /// Where on a page the articles are named, for a [`SourceKind::Listing`] and no other.
    pub selectors: Option<Selectors>,
    /// The name of the outline that holds it.
    pub folder: Option<String>,
}

/// The feeds that an OPML document names, and the other sources in one of ours, in its order; outlines without an address are
/// folders.
///
/// # Errors
/// When it has no `<opml>`, and so is something else: what it is instead.
pub fn read_opml(text: &str) -> Result<Vec<Outline>, String> {
    let mut markup = Markup::new(text);
    let mut outlines = Vec::new();
    // The names of the open elements; `None` for those that are no folder.
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    while let Some(piece) = markup.next_piece() {
        match piece {
            Piece::Start(tag) => {
                if markup.depth() == 1 && tag.name != "opml" {
                    return Err(format!("its root element is <{}>, not <opml>", printable(&tag.name)));
                }
                is_opml = true;
                let text = |name: &str| {
                    tag.attribute(name).map(|text| squeeze(&printable(text))).filter(|text| !text.is_empty())
                };
                let name = text("title").or_else(|| text("text"));
                let kind = text(KIND);
                let kind = SourceKind::ALL.into_iter().find(|known| kind.as_deref() == Some(known.as_str()));
                let named = match (kind, text("xmlurl"), text("url")) {
                    (None, Some(address), _) => Some((SourceKind::Feed, address)),
                    (Some(kind), feed, link) => feed.or(link).map(|address| (kind, address)),
                    // A link that says nothing of itself may be any page.
                    (None, None, _) => None,
                };
                match named {
                    Some((kind, address)) if tag.name == "outline" => {
                        let folder = folders.iter().rev().flatten().next().cloned();
                        let name = name.unwrap_or_else(|| address.clone());
                        let selector = |key: &str| text(&format!("awardwire:{key}"));
                        let selectors = (kind == SourceKind::Listing).then(|| Selectors {
                            item: selector("item"),
                            link: selector("link"),
                            title: selector("title"),
                            date: selector("date"),
                            next: selector("next"),
                        });
                        outlines.push(Outline { name, address, kind, selectors, folder });
                        folders.push(None);
                    }
                    _ => folders.push(name.filter(|_| tag.name == "outline")),
                }
                if outlines.len() >= MOST_OUTLINES {
                    break;
                }
            }
            Piece::Text(_) => {}
            Piece::End => {
                folders.pop();
            }
        }
    }
    if is_opml { Ok(outlines) } else { Err("it has no element".to_owned()) }
}

/// An OPML document of these sources, those of one group in one outline: feeds as any reader takes them, the others as links
/// that only [`read_opml`] takes for more.
pub fn write_opml<'a>(sources: impl IntoIterator<Item = &'a SourceEntry>) -> String {
    let mut groups: Vec<(Option<&str>, Vec<&SourceEntry>)> = Vec::new();
    let mut is_all_feeds = true;
    for entry in sources {
        is_all_feeds &= entry.kind == SourceKind::Feed;
        let group = entry.group.as_deref();
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((group, vec![entry])),
        }
    }
    let namespace = if is_all_feeds { String::new() } else { format!(" xmlns:awardwire=\"{NAMESPACE}\"") };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"{namespace}>\n  <head><title>awardwire sources</title></head>\n  <body>\n",
    );
    for (group, entries) in groups {
        let indent = if group.is_some() { "      " } else { "    " };
        if let Some(group) = group {
            out.extend(["    <outline text=\"", &attribute(group), "\">\n"]);
        }
        for entry in entries {
            out.push_str(indent);
            out.push_str(&outline(entry));
        }
        if group.is_some() {
            out.push_str("    </outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

/// The outline of one source. An `xmlUrl` that is no feed would be read as one by others, whatever its type.
fn outline(entry: &SourceEntry) -> String {
    let (kind, place) = match entry.kind {
        SourceKind::Feed => ("rss", "xmlUrl"),
        _ => ("link", "url"),
    };
    let (name, url) = (attribute(&entry.name), attribute(entry.url.as_str()));
    let mut out = format!("<outline type=\"{kind}\" text=\"{name}\" title=\"{name}\" {place}=\"{url}\"");
    if entry.kind != SourceKind::Feed {
        out.extend([" ", KIND, "=\"", entry.kind.as_str(), "\""]);
    }
    for (key, selector) in entry.selectors.iter().flat_map(Selectors::written) {
        out.extend([" awardwire:", key, "=\"", &attribute(selector), "\""]);
    }
    out.push_str("/>\n");
    out
}

fn attribute(text: &str) -> String {
    escape(squeeze(&printable(text))).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Address;

    #[test]
    fn outlines_are_read_with_their_folders() {
        let text = "<opml version='1.0'><body><outline text='Defence &amp; AI'>
            <outline type='rss' text='One' xmlUrl='https://one.example/f'><outline xmlUrl='/x'/></outline></outline>
            <outline title='Two' text='2' XMLURL='https://two.example/?a=1&b=2'/><outline text='empty'/></body></opml>";
        let outlines = read_opml(text).unwrap();
        let told: Vec<_> =
            outlines.iter().map(|o| (o.name.as_str(), o.address.as_str(), o.folder.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("One", "https://one.example/f", Some("Defence & AI")),
                ("/x", "/x", Some("Defence & AI")),
                ("Two", "https://two.example/?a=1&b=2", None)
            ]
        );
        let kinds: Vec<_> = outlines.iter().map(|o| o.kind).collect();
        assert_eq!(kinds, [SourceKind::Feed; 3]);
        // Links of others are no sources; a kind that is none is as if it were not there.
        let links = "<opml><outline type='link' text='a' url='https://a.example/'/>
            <outline type='link' url='https://b.example/' awardwire:kind='oracle'/>
            <outline xmlUrl='https://c.example/' awardwire:kind='oracle'/>
            <outline text='c' url='https://d.example/map.xml' awardwire:kind='sitemap'/></opml>";
        let outlines = read_opml(links).unwrap();
        let told: Vec<_> = outlines.iter().map(|o| (o.address.as_str(), o.kind)).collect();
        assert_eq!(
            told,
            [("https://c.example/", SourceKind::Feed), ("https://d.example/map.xml", SourceKind::Sitemap)]
        );
        assert!(read_opml("<rss/>").unwrap_err().contains("<rss>"));
        assert!(read_opml("").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            names in proptest::collection::vec("\\PC{1,20}", 0..5),
            kinds in proptest::sample::subsequence(SourceKind::ALL.to_vec(), 5),
            selector in "[a-z\\[\\]='\"&<>* ]{1,20}[a-z]",
            group in "[a-z]{1,5}",
        ) {
            let entries: Vec<SourceEntry> = names.iter().enumerate().map(|(n, name)| {
                let url = Address::parse(&format!("https://a.example/{n}?a=1&b='")).unwrap();
                let mut entry = SourceEntry::new(format!("{n} {name}"), kinds[n], url);
                let selectors = || Selectors { item: Some(selector.clone()), ..Selectors::default() };
                entry.selectors = (entry.kind == SourceKind::Listing).then(selectors);
                entry.group = (n > 1).then(|| group.clone());
                entry
            }).collect();
            let outlines = read_opml(&write_opml(&entries)).unwrap();
            prop_assert_eq!(outlines.len(), entries.len());
            for (outline, entry) in outlines.iter().zip(&entries) {
                prop_assert_eq!(&outline.address, entry.url.as_str());
                prop_assert_eq!(&outline.folder, &entry.group);
                prop_assert_eq!(outline.kind, entry.kind);
                let item = |selectors: &Option<Selectors>| {
                    let item = selectors.as_ref().and_then(|selectors| selectors.item.as_deref());
                    item.map(|item| squeeze(&printable(item)))
                };
                prop_assert_eq!(item(&outline.selectors), item(&entry.selectors));
                prop_assert_eq!(&outline.name, &squeeze(&printable(&entry.name)));
            }
        }

        #[test]
        fn any_text_ends(text in "[<>/a-z&;\"'= -]{0,200}") {
            let _ = read_opml(&text);
        }
    }
}
