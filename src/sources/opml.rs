//! OPML 2.0 (opml.org/spec2.opml): lists of feeds as feed readers exchange them.

use quick_xml::escape::escape;

use crate::base::{printable, squeeze};
use crate::sources::markup::{Markup, Piece};
use crate::sources::{SourceEntry, SourceKind};

/// Outlines after this many are not read.
const MOST_OUTLINES: usize = 10_000;

/// A feed that an outline names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What it is called; its address where it has no name.
    pub name: String,
    /// The address as written.
    pub address: String,
    /// The name of the outline that holds it.
    pub folder: Option<String>,
}

/// The feeds that an OPML document names, in its order; outlines without an address are folders.
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
                match text("xmlurl") {
                    Some(address) if tag.name == "outline" => {
                        let folder = folders.iter().rev().flatten().next().cloned();
                        let name = name.unwrap_or_else(|| address.clone());
                        outlines.push(Outline { name, address, folder });
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

/// An OPML document of the feeds among these sources, those of one group in one outline. Other kinds have no place in it.
pub fn write_opml<'a>(sources: impl IntoIterator<Item = &'a SourceEntry>) -> String {
    let mut groups: Vec<(Option<&str>, Vec<&SourceEntry>)> = Vec::new();
    for entry in sources.into_iter().filter(|entry| entry.kind == SourceKind::Feed) {
        let group = entry.group.as_deref();
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((group, vec![entry])),
        }
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>awardwire sources</title></head>\n  <body>\n",
    );
    for (group, entries) in groups {
        let indent = if group.is_some() { "      " } else { "    " };
        if let Some(group) = group {
            out.extend(["    <outline text=\"", &attribute(group), "\">\n"]);
        }
        for entry in entries {
            let name = attribute(&entry.name);
            let url = attribute(entry.url.as_str());
            out.extend([indent, "<outline type=\"rss\" text=\"", &name, "\" title=\"", &name]);
            out.extend(["\" xmlUrl=\"", &url, "\"/>\n"]);
        }
        if group.is_some() {
            out.push_str("    </outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
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
        assert!(read_opml("<rss/>").unwrap_err().contains("<rss>"));
        assert!(read_opml("").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(names in proptest::collection::vec("\\PC{1,20}", 0..5), group in "[a-z]{1,5}") {
            let entries: Vec<SourceEntry> = names.iter().enumerate().map(|(n, name)| {
                let url = Address::parse(&format!("https://a.example/{n}?a=1&b='")).unwrap();
                let mut entry = SourceEntry::new(format!("{n} {name}"), SourceKind::Feed, url);
                entry.group = (n > 1).then(|| group.clone());
                entry
            }).collect();
            let outlines = read_opml(&write_opml(&entries)).unwrap();
            prop_assert_eq!(outlines.len(), entries.len());
            for (outline, entry) in outlines.iter().zip(&entries) {
                prop_assert_eq!(&outline.address, entry.url.as_str());
                prop_assert_eq!(&outline.folder, &entry.group);
                prop_assert_eq!(&outline.name, &squeeze(&printable(&entry.name)));
            }
        }

        #[test]
        fn any_text_ends(text in "[<>/a-z&;\"'= -]{0,200}") {
            let _ = read_opml(&text);
        }
    }
}
