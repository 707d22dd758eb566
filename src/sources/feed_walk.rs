//! What an XML feed says of itself and of its entries, whichever format it has.
//!
//! A lead needs a link, a title and dates, so one walk serves all formats: it looks at the children of each `item` or
//! `entry`, and of what holds them, whichever format's names they bear.

use mail_parser::decoders::base64::base64_decode;

use crate::base::{Address, printable, squeeze};
use crate::fetch::decode;
use crate::sources::ListedDate;
use crate::sources::dates::{read_date, read_iso_date};
use crate::sources::lead::MOST_ENTRIES;
use crate::sources::markup::{Markup, Piece, Tag, Vocabulary, plain_text};

/// Titles are cut here; none that long is one.
const MOST_TITLE_CHARS: usize = 500;
/// Links of this rank and beyond are ids: in need they serve, if they are whole addresses.
const RANK_OF_IDS: u8 = 4;

/// A feed as it was found.
#[derive(Debug, Default)]
pub(super) struct XmlFeed {
    /// What it says of itself: its title, and the page that it is the feed of.
    pub(super) channel: Told,
    /// Its entries in their order.
    pub(super) entries: Vec<Told>,
    /// What was damaged or cut.
    pub(super) notes: Vec<String>,
}

/// What an entry, or the feed itself, says.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The publisher's own name for it (`guid`, Atom's `id`, `rdf:about`), as written.
    pub(super) id: Option<String>,
    title: Option<(u8, String)>,
    link: Option<(u8, String, Address)>,
    /// When it was published.
    pub(super) published: Option<ListedDate>,
    /// When it was last changed.
    pub(super) modified: Option<ListedDate>,
    /// A date that was not understood.
    pub(super) unread_date: Option<String>,
    /// How deep in the document it stands; 0 before it has begun.
    depth: usize,
}

impl Told {
    /// Its title as plain text, on one line.
    pub(super) fn title(&self) -> Option<&str> {
        self.title.as_ref().map(|(_, title)| title.as_str())
    }

    /// Its link as written, and the address that it is relative to.
    pub(super) fn link(&self) -> Option<(&str, &Address)> {
        self.link.as_ref().map(|(_, link, base)| (link.as_str(), base))
    }

    fn offer_link(&mut self, rank: u8, link: Option<&str>, base: &Address) {
        let Some(link) = link.map(str::trim).filter(|link| !link.is_empty()) else { return };
        if rank >= RANK_OF_IDS && Address::parse(link).is_err() {
            return;
        }
        if self.link.as_ref().is_none_or(|(best, ..)| rank < *best) {
            self.link = Some((rank, link.to_owned(), base.clone()));
        }
    }

    fn offer_title(&mut self, rank: u8, title: &str) {
        if !title.is_empty() && self.title.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.title = Some((rank, title.chars().take(MOST_TITLE_CHARS).collect()));
        }
    }

    fn offer_id(&mut self, id: &str) {
        if self.id.is_none() && !id.is_empty() {
            self.id = Some(squeeze(&printable(id)).chars().take(MOST_TITLE_CHARS).collect());
        }
    }

    fn take_date(&mut self, field: Field, text: &str) {
        if text.is_empty() {
            return;
        }
        let (place, date) = match field {
            Field::Posted => (&mut self.published, read_date(text)),
            Field::Published => (&mut self.published, read_iso_date(text)),
            _ => (&mut self.modified, read_iso_date(text)),
        };
        match date {
            Some(date) => *place = place.or(Some(date)),
            None => self.unread_date = Some(text.chars().take(40).collect()),
        }
    }
}

/// Whether a document with this root element is a feed.
pub(super) fn is_feed_root(name: &str) -> bool {
    matches!(name, "rss" | "rdf" | "feed" | "channel" | "entry")
}

/// Reads a feed; the error says what else the document is.
pub(super) fn read_feed(text: &str, address: &Address) -> Result<XmlFeed, String> {
    let mut markup = Markup::new(text);
    let mut walk = Walk {
        address: address.clone(),
        bases: Vec::new(),
        is_atom: false,
        entry: None,
        capture: None,
        feed: XmlFeed::default(),
    };
    let mut entries = 0;
    let mut has_root = false;
    while let Some(piece) = markup.next_piece() {
        match piece {
            Piece::Start(tag) => {
                if markup.depth() == 1 {
                    if !is_feed_root(&tag.name) {
                        return Err(format!("its root element is <{}>", tag.name));
                    }
                    walk.is_atom = matches!(tag.name.as_str(), "feed" | "entry");
                    has_root = true;
                }
                // An entry cannot hold one, so the last was left open.
                if tag.is_entry() && walk.entry.as_ref().is_some_and(|e| e.depth + 1 == markup.depth()) {
                    walk.finish_entry();
                }
                walk.start(&tag, markup.depth());
                entries += usize::from(tag.is_entry());
                if entries > MOST_ENTRIES {
                    walk.feed.notes.push(format!("only the first {MOST_ENTRIES} entries were read"));
                    return Ok(walk.feed);
                }
            }
            Piece::Text(text) => walk.text(&text),
            Piece::End => {
                // What the damage cut off is not the whole of it, and half an address is another one.
                if markup.damage().is_some() {
                    walk.capture = None;
                }
                walk.end(markup.depth());
            }
        }
    }
    if !has_root {
        return Err("it has no element".to_owned());
    }
    if let Some(damage) = markup.damage() {
        walk.feed.notes.push(format!("{damage}; what came before was kept"));
    }
    Ok(walk.feed)
}

impl Tag {
    fn is_entry(&self) -> bool {
        self.vocabulary == Vocabulary::Own && matches!(self.name.as_str(), "item" | "entry")
    }

    fn is_channel(&self, depth: usize) -> bool {
        self.vocabulary == Vocabulary::Own
            && (depth == 1 && self.name == "feed" || depth <= 2 && self.name == "channel")
    }

    /// Atom 0.3 said that a text is packed in base64 by its mode, Atom 1.0 and others by its type.
    fn is_packed(&self) -> bool {
        self.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"))
            || self.attribute("type") == Some("application/octet-stream")
    }
}

/// Where the walk through a feed stands.
struct Walk {
    /// The feed's own address.
    address: Address,
    /// The base addresses that hold (XML Base), each with the depth of the element that set it.
    bases: Vec<(usize, Address)>,
    is_atom: bool,
    entry: Option<Told>,
    capture: Option<Capture>,
    feed: XmlFeed,
}

/// A child of an entry or feed whose text is being gathered.
struct Capture {
    field: Field,
    depth: usize,
    form: Form,
    text: String,
}

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Html,
    /// HTML in base64.
    Packed,
}

/// What a child of an entry or feed says. The number ranks rivals: the lowest counts.
#[derive(Clone, Copy)]
enum Field {
    Title(u8),
    Link(u8),
    /// A name of the publisher's own, and the rank of it as a link, if it may be one.
    Id(Option<u8>),
    /// When RSS says that it was published, as mails write dates.
    Posted,
    /// The same where ISO 8601 is asked for.
    Published,
    Modified,
}

impl Walk {
    fn start(&mut self, tag: &Tag, depth: usize) {
        if let Some(base) = tag.attribute("xml:base")
            && let Ok(base) = self.base().join(base)
        {
            self.bases.push((depth, base));
        }
        let base = self.base();
        if self.entry.is_none() && (tag.is_entry() || tag.is_channel(depth) && self.feed.channel.depth == 0) {
            let mut told = Told { depth, ..Told::default() };
            // CDF names the page in an attribute, RSS 1.0 what the item is about.
            told.offer_link(1, tag.attribute("href"), &base);
            told.offer_link(RANK_OF_IDS, tag.attribute("rdf:about"), &base);
            told.take_date(Field::Modified, tag.attribute("lastmod").unwrap_or_default());
            told.offer_id(tag.attribute("rdf:about").unwrap_or_default());
            if tag.is_entry() {
                self.capture = None;
                self.entry = Some(told);
            } else {
                self.feed.channel = told;
            }
            return;
        }
        let is_atom = self.is_atom;
        let is_free = self.capture.is_none();
        let told = self.told();
        if told.depth == 0 || depth != told.depth + 1 || !is_free {
            return;
        }
        if tag.name == "link" && tag.vocabulary == Vocabulary::Own && tag.attribute("href").is_some() {
            return told.offer_link(rank_of_link(tag), tag.attribute("href"), &base);
        }
        let Some(field) = field_of(tag) else { return };
        let form = match tag.attribute("type") {
            _ if tag.is_packed() => Form::Packed,
            Some("text" | "text/plain" | "xhtml" | "application/xhtml+xml") => Form::Plain,
            // RSS never says, and its titles are often HTML; Atom's default is text.
            None if is_atom && tag.vocabulary == Vocabulary::Own => Form::Plain,
            _ => Form::Html,
        };
        self.capture = Some(Capture { field, depth, form, text: String::new() });
    }

    /// The address that links are relative to.
    fn base(&self) -> Address {
        self.bases.last().map_or(&self.address, |(_, base)| base).clone()
    }

    /// What the walk is in: an entry, else the feed.
    fn told(&mut self) -> &mut Told {
        self.entry.as_mut().unwrap_or(&mut self.feed.channel)
    }

    fn text(&mut self, text: &str) {
        if let Some(capture) = &mut self.capture {
            capture.text.push_str(text);
        }
    }

    /// After an element ended: `depth` elements are still open.
    fn end(&mut self, depth: usize) {
        if let Some(capture) = self.capture.take_if(|capture| capture.depth > depth) {
            self.take(&capture);
        }
        self.bases.pop_if(|(set_at, _)| *set_at > depth);
        if self.entry.as_ref().is_some_and(|entry| entry.depth > depth) {
            self.finish_entry();
        }
    }

    fn take(&mut self, capture: &Capture) {
        let base = self.base();
        let text = match capture.form {
            Form::Packed => base64_decode(capture.text.trim().as_bytes())
                .map(|bytes| decode(&bytes, None).0)
                .unwrap_or_default(),
            Form::Plain | Form::Html => capture.text.trim().to_owned(),
        };
        let told = self.told();
        match capture.field {
            Field::Link(rank) => told.offer_link(rank, Some(&text), &base),
            Field::Id(rank) => {
                told.offer_id(&text);
                if let Some(rank) = rank {
                    told.offer_link(rank, Some(&text), &base);
                }
            }
            Field::Posted | Field::Published | Field::Modified => told.take_date(capture.field, &text),
            Field::Title(rank) => {
                let is_plain = capture.form == Form::Plain;
                told.offer_title(
                    rank,
                    &if is_plain { squeeze(&printable(&text)) } else { plain_text(&text) },
                );
            }
        }
    }

    fn finish_entry(&mut self) {
        self.capture = None;
        self.feed.entries.extend(self.entry.take());
    }
}

fn field_of(tag: &Tag) -> Option<Field> {
    use Vocabulary::{DublinCore, FeedBurner, Media, Own};
    Some(match (tag.vocabulary, tag.name.as_str()) {
        (Own, "title") => Field::Title(0),
        (DublinCore, "title") => Field::Title(1),
        (Media, "title") => Field::Title(2),
        // FeedBurner's own links count clicks; this is where they lead.
        (FeedBurner, "origlink") => Field::Link(0),
        (Own, "link") => Field::Link(1),
        (Own, "guid") => {
            let is_named =
                tag.attribute("ispermalink").is_some_and(|is| is.trim().eq_ignore_ascii_case("false"));
            Field::Id((!is_named).then_some(RANK_OF_IDS))
        }
        (Own, "id") => Field::Id(Some(5)),
        (Own, "pubdate") => Field::Posted,
        (Own, "published" | "issued" | "created")
        | (DublinCore, "date" | "issued" | "created" | "available") => Field::Published,
        (Own, "updated" | "modified" | "lastmod") | (DublinCore, "modified") => Field::Modified,
        _ => return None,
    })
}

/// An Atom link (RFC 4287 section 4.2.7): the HTML page itself before other forms of it; anything else only in need.
fn rank_of_link(tag: &Tag) -> u8 {
    let is_page = tag.attribute("type").is_none_or(|kind| kind.contains("html"));
    match tag.attribute("rel").map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "alternate") if is_page => 1,
        None | Some("" | "alternate") => 2,
        _ => 6,
    }
}
