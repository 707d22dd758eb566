//! XML as it is found in the wild, piece by piece.
//!
//! Feeds and sitemaps are read for a few fields each, so nothing is refused that a reader can see past: end tags may
//! be missing or wrong, HTML's entities undefined, ampersands bare, prefixes undeclared. An entity that a document declares
//! itself is put in only where it stands for plain text, and only so much of them in all, so none can grow.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

/// Deeper elements end the reading.
const MOST_DEPTH: usize = 200;
/// The longest name of an entity in HTML has 31 letters.
const LONGEST_ENTITY: usize = 33;
/// The text that a document's own entities may put in, in bytes.
const MOST_EXPANDED: usize = 64 << 10;

/// Which vocabulary an element is from, as far as listings need it told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// The format itself: RSS, Atom, RDF, CDF, sitemaps, or nothing declared.
    Own,
    DublinCore,
    Media,
    FeedBurner,
    /// Google's news sitemaps.
    News,
    Other,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) vocabulary: Vocabulary,
    /// Without prefix, in lower case.
    pub(super) name: String,
    /// Names as written, in lower case; values unescaped.
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// One step through a document.
#[derive(Debug)]
pub(super) enum Piece {
    /// An element begins; it is now on top of the stack.
    Start(Tag),
    /// Text directly in the element on top of the stack.
    Text(String),
    /// The topmost element has ended and is off the stack.
    End,
}

/// Walks through a document and keeps the depth right, whatever the end tags say.
pub(super) struct Markup<'a> {
    reader: Reader<&'a [u8]>,
    open: Vec<String>,
    /// Elements that an end tag closed along with its own, still to be told.
    closing: usize,
    prefixes: HashMap<String, Vocabulary>,
    /// The document's own entities that stand for plain text.
    entities: HashMap<String, String>,
    /// How much text they have put in.
    expanded: usize,
    /// Why the reading ended before the document did.
    damage: Option<String>,
}

impl<'a> Markup<'a> {
    /// Reads this text from its first tag on.
    pub(super) fn new(text: &'a str) -> Self {
        let from_first_tag = text.find('<').and_then(|at| text.get(at..)).unwrap_or_default();
        let mut reader = Reader::from_str(from_first_tag);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self {
            reader,
            open: Vec::new(),
            closing: 0,
            prefixes: HashMap::new(),
            entities: HashMap::new(),
            expanded: 0,
            damage: None,
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Why the reading ended early, if it did.
    pub(super) fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }

    /// The next piece; `None` at the end, or where the damage is too great to go on.
    pub(super) fn next_piece(&mut self) -> Option<Piece> {
        loop {
            if self.closing > 0 {
                self.closing -= 1;
                self.open.pop();
                return Some(Piece::End);
            }
            let event = match self.reader.read_event() {
                Ok(Event::Eof) if self.open.is_empty() => return None,
                Ok(Event::Eof) => {
                    self.damage.get_or_insert_with(|| "it ends in the middle".to_owned());
                    self.closing = self.open.len();
                    continue;
                }
                Ok(event) => event,
                Err(error) => {
                    // What is open so far is closed, so that the entry in hand is not lost.
                    let place = self.reader.error_position();
                    self.damage = Some(format!("it is damaged at byte {place}: {error}"));
                    self.closing = self.open.len();
                    self.reader = Reader::from_str("");
                    continue;
                }
            };
            match event {
                Event::Start(start) => {
                    let tag = tag_of(&start, &mut self.prefixes, self.open.is_empty());
                    if self.open.len() >= MOST_DEPTH {
                        self.damage = Some(format!("it is nested deeper than {MOST_DEPTH}"));
                        self.closing = self.open.len();
                        self.reader = Reader::from_str("");
                        continue;
                    }
                    self.open.push(tag.name.clone());
                    return Some(Piece::Start(tag));
                }
                Event::End(end) => {
                    let name = local_name(end.name().as_ref());
                    // An end tag closes all that was left open within; one without a start closes nothing.
                    if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                        self.closing = self.open.len() - at;
                    }
                }
                Event::Text(text) => return Some(Piece::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Some(Piece::Text(text.into_inner().into_owned())),
                Event::GeneralRef(name) => return Some(Piece::Text(self.referred(&name))),
                Event::DocType(declared) => self.entities = entities_of(&declared),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
            }
        }
    }

    /// What a reference stands for.
    fn referred(&mut self, name: &str) -> String {
        if let Some(text) = self.entities.get(name)
            && self.expanded + text.len() <= MOST_EXPANDED
        {
            self.expanded += text.len();
            return text.clone();
        }
        unescaped(&format!("&{name};"))
    }
}

/// The entities that a document type declares, as far as each stands for plain text: none that leads to another, to
/// elements or out of the document.
fn entities_of(declared: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for part in declared.split("<!ENTITY").skip(1) {
        let Some((name, rest)) = part.trim_start().split_once(|c: char| c.is_ascii_whitespace()) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some((text, _)) = rest.get(1..).and_then(|rest| rest.split_once(quote)) else { continue };
        if !text.contains(['&', '<', '%']) && resolve_html5_entity(name).is_none() {
            found.entry(name.to_owned()).or_insert_with(|| text.to_owned());
        }
    }
    found
}

fn local_name(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn tag_of(start: &BytesStart, prefixes: &mut HashMap<String, Vocabulary>, is_root: bool) -> Tag {
    let mut attributes = Vec::new();
    let mut own_namespace = None;
    for attribute in start.html_attributes().with_checks(false).flatten() {
        let name = attribute.key.as_ref().to_ascii_lowercase();
        let value = unescaped(&attribute.value);
        if let Some(prefix) = name.strip_prefix("xmlns:") {
            prefixes.insert(prefix.to_owned(), vocabulary_of_namespace(&value).unwrap_or(Vocabulary::Other));
        } else if name == "xmlns" {
            own_namespace = vocabulary_of_namespace(&value);
        }
        attributes.push((name, value));
    }
    let name = start.name();
    let written: &str = name.as_ref();
    let vocabulary = match written.rsplit_once(':') {
        Some((prefix, _)) => {
            let prefix = prefix.to_ascii_lowercase();
            prefixes.get(&prefix).copied().unwrap_or_else(|| vocabulary_of_prefix(&prefix))
        }
        // A root may be in anyone's namespace; within it only a known one moves an element out of the format.
        None if is_root => Vocabulary::Own,
        None => own_namespace.unwrap_or(Vocabulary::Own),
    };
    Tag { vocabulary, name: local_name(written), attributes }
}

/// The vocabulary of a namespace, by what its many spellings share; `None` for one not known.
fn vocabulary_of_namespace(uri: &str) -> Option<Vocabulary> {
    const KNOWN: &[(&str, Vocabulary)] = &[
        ("purl.org/dc/", Vocabulary::DublinCore),
        ("search.yahoo.com/mrss", Vocabulary::Media),
        ("feedburner.org", Vocabulary::FeedBurner),
        ("sitemap-news", Vocabulary::News),
        ("w3.org/2005/atom", Vocabulary::Own),
        ("purl.org/atom/", Vocabulary::Own),
        ("purl.org/net/rss", Vocabulary::Own),
        ("purl.org/rss/1.0/modules", Vocabulary::Other),
        ("purl.org/rss/", Vocabulary::Own),
        ("backend.userland.com", Vocabulary::Own),
        ("blogs.law.harvard.edu", Vocabulary::Own),
        ("netscape.com", Vocabulary::Own),
        ("rdf-syntax-ns", Vocabulary::Own),
        ("schemas/sitemap/0", Vocabulary::Own),
        ("w3.org/1999/xhtml", Vocabulary::Other),
        ("w3.org/2000/svg", Vocabulary::Other),
        ("w3.org/1998/math", Vocabulary::Other),
    ];
    let uri = uri.to_ascii_lowercase();
    KNOWN.iter().find(|(part, _)| uri.contains(part)).map(|(_, vocabulary)| *vocabulary)
}

/// What a prefix means that nobody declared.
fn vocabulary_of_prefix(prefix: &str) -> Vocabulary {
    match prefix {
        "rdf" | "rss" | "atom" => Vocabulary::Own,
        "dc" | "dcterms" => Vocabulary::DublinCore,
        "media" => Vocabulary::Media,
        "feedburner" => Vocabulary::FeedBurner,
        "news" => Vocabulary::News,
        _ => Vocabulary::Other,
    }
}

/// Resolves character references and HTML's named entities; what is neither stays as it is.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.find(';').filter(|end| *end < LONGEST_ENTITY).and_then(|end| after.get(..end));
        if let Some((name, value)) = entity.and_then(|name| Some((name, value_of(name)?))) {
            out.push_str(&value);
            rest = after.get(name.len() + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn value_of(entity: &str) -> Option<String> {
    let Some(number) = entity.strip_prefix('#') else {
        return resolve_html5_entity(entity).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // The numbers 128 to 159 are meant as Windows-1252 (HTML standard, numeric character reference end state).
    if let Ok(byte @ 0x80..=0x9f) = u8::try_from(code) {
        return Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned());
    }
    char::from_u32(code).map(String::from)
}

/// The text of an HTML fragment: tags out, entities resolved, white space folded.
pub(super) fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        if let Some((_, behind)) = after.split_once('>').filter(|_| is_tag) {
            rest = behind;
        } else {
            text.push('<');
            rest = after;
        }
    }
    text.push_str(rest);
    crate::base::squeeze(&crate::base::printable(&unescaped(&text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The document as names, depths and text.
    fn walk(text: &str) -> String {
        use std::fmt::Write;

        let mut markup = Markup::new(text);
        let mut out = String::new();
        while let Some(piece) = markup.next_piece() {
            match piece {
                Piece::Start(tag) => write!(out, "<{}>", tag.name).unwrap(),
                Piece::Text(text) => out.push_str(&text),
                Piece::End => write!(out, "/{}", markup.depth()).unwrap(),
            }
        }
        out
    }

    #[test]
    fn depth_is_right_whatever_the_end_tags_say() {
        assert_eq!(walk("junk<?xml version='1.0'?><a><b>x</b><c/></a>"), "<a><b>x/1<c>/1/0");
        assert_eq!(walk("<a><b><br>x</b>y</a>"), "<a><b><br>x/2/1y/0");
        assert_eq!(walk("<a></q>x</A>"), "<a>x/0");
        assert_eq!(walk("<a><b>x"), "<a><b>x/1/0");
        assert_eq!(walk(&"<a>".repeat(5000)).matches("<a>").count(), MOST_DEPTH);
    }

    #[test]
    fn entities_are_resolved_and_none_can_grow() {
        assert_eq!(walk("<a>AT&T &eacute;&#x2019;&#146;&amp;&unknown; &</a>"), "<a>AT&T é’’&&unknown; &/0");
        let laughs = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(walk(laughs), "<a>&c;/0");
        let plain =
            "<!DOCTYPE a [<!ENTITY b \"x>y\"><!ENTITY amp 'no'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>";
        assert_eq!(walk(&format!("{plain}<a>&b;&amp;&f;</a>")), "<a>x>y&&f;/0");
        let long = format!("<!DOCTYPE a [<!ENTITY b '{}'>]><a>{}</a>", "b".repeat(1000), "&b;".repeat(1000));
        assert!(walk(&long).len() < MOST_EXPANDED + 4000);
    }

    #[test]
    fn html_becomes_plain_text() {
        assert_eq!(plain_text("<b>AT&amp;T</b> wins\n 2 < 3 &amp;"), "AT&T wins 2 < 3 &");
        assert_eq!(plain_text("a <unclosed"), "a <unclosed");
    }

    proptest! {
        #[test]
        fn any_text_ends(text in "[<>/a-c&;!\\[\\]\"'= -]{0,120}") {
            let mut markup = Markup::new(&text);
            let mut depth = 0_i32;
            while let Some(piece) = markup.next_piece() {
                match piece {
                    Piece::Start(_) => depth += 1,
                    Piece::End => depth -= 1,
                    Piece::Text(_) => {}
                }
                prop_assert!(depth >= 0);
            }
            prop_assert_eq!(depth, 0);
            let _ = plain_text(&text);
        }
    }
}
