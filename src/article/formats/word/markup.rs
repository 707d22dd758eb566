//! XML of a document, piece by piece: names without their prefixes, no entity but those of XML itself.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::article::references::unescaped;

/// Deeper elements end the reading: nothing that Word writes comes near.
const DEEPEST: usize = 400;
/// An element's attributes after these are not read.
const MOST_ATTRIBUTES: usize = 64;

/// A start tag.
pub(super) struct Tag {
    /// Without its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// One step through the XML.
pub(super) enum Piece {
    /// An element begins.
    Start(Tag),
    /// Text.
    Text(String),
    /// The element of this name ends.
    End(String),
}

/// Walks through XML until its end, or until it is broken: what came before is kept.
pub(super) struct Markup<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Markup<'a> {
    /// Begins at the first tag.
    pub(super) fn new(text: &'a str) -> Self {
        let from_first_tag = text.find('<').and_then(|at| text.get(at..)).unwrap_or_default();
        let mut reader = Reader::from_str(from_first_tag);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0 }
    }

    /// The next piece.
    pub(super) fn next_piece(&mut self) -> Option<Piece> {
        loop {
            match self.reader.read_event().ok()? {
                Event::Start(start) => {
                    self.depth += 1;
                    return (self.depth <= DEEPEST).then(|| Piece::Start(tag_of(&start)));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Piece::End(local(end.name().as_ref()).to_owned()));
                }
                Event::Text(text) => return Some(Piece::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Some(Piece::Text(text.into_inner().into_owned())),
                Event::GeneralRef(name) => return Some(Piece::Text(unescaped(&format!("&{};", &*name)))),
                Event::Eof => return None,
                _ => {}
            }
        }
    }
}

fn tag_of(start: &BytesStart<'_>) -> Tag {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .take(MOST_ATTRIBUTES)
        .map(|attribute| (local(attribute.key.as_ref()).to_owned(), unescaped(&attribute.value)))
        .collect();
    Tag { name: local(start.name().as_ref()).to_owned(), attributes }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
