//! RSS 0.9x, 1.0 and 2.0, Atom 1.0 and 0.3, CDF and JSON Feed.
//!
//! A lead needs a link, a title and dates, so one walk serves all XML formats: it looks at the children of each
//! `item` or `entry`, whichever format's names they bear. Nothing but a wrong kind of document is refused.

use crate::base::Address;
use crate::fetch::{Fetched, decode};
use crate::sources::dates::read_date;
use crate::sources::lead::MOST_ENTRIES;
use crate::sources::markup::{Markup, Piece, Tag, Vocabulary, plain_text};
use crate::sources::{Lead, ListedDate, Listing, ListingError, Source, json_feed};

/// Titles are cut here; none that long is one.
const MOST_TITLE_CHARS: usize = 500;

/// A news feed.
#[derive(Clone, Debug)]
pub struct FeedSource {
    /// Where it is.
    pub address: Address,
}

impl Source for FeedSource {
    fn start(&self) -> Listing {
        Listing { listings: vec![self.address.clone()], ..Listing::default() }
    }

    fn read(&self, fetched: &Fetched) -> Result<Listing, ListingError> {
        let (text, _) = decode(&fetched.body, fetched.content_type.as_deref());
        let mut listing = Listing::default();
        let read = match text.find(['<', '{']).and_then(|at| text.get(at..)) {
            Some(json) if json.starts_with('{') => json_feed::read(json, &fetched.address, &mut listing),
            Some(xml) => read(xml, &fetched.address, &mut listing),
            None => Err("it has no markup".to_owned()),
        };
        let found = |found| ListingError::NotThis {
            address: Box::new(fetched.address.clone()),
            wanted: "feed",
            found,
        };
        read.map_err(found)?;
        listing.keep_each_once();
        Ok(listing)
    }
}

/// Whether a document with this root element is a feed.
pub(super) fn is_feed_root(name: &str) -> bool {
    matches!(name, "rss" | "rdf" | "feed" | "channel" | "entry")
}

/// Reads the entries of a feed into the listing; the error says what else the document is.
pub(super) fn read(text: &str, address: &Address, listing: &mut Listing) -> Result<(), String> {
    let mut markup = Markup::new(text);
    let mut walk = Walk { bases: vec![(0, address.clone())], is_atom: false, entry: None, capture: None };
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
                    walk.finish_entry(listing);
                }
                walk.start(&tag, markup.depth());
                entries += usize::from(tag.is_entry());
                if entries > MOST_ENTRIES {
                    walk.entry = None;
                    listing.note(format!("only the first {MOST_ENTRIES} entries were read"));
                    return Ok(());
                }
            }
            Piece::Text(text) => walk.text(&text),
            Piece::End => {
                // What the damage cut off is not the whole of it, and half an address is another one.
                if markup.damage().is_some() {
                    walk.capture = None;
                }
                walk.end(markup.depth(), listing);
            }
        }
    }
    if !has_root {
        return Err("it has no element".to_owned());
    }
    if let Some(damage) = markup.damage() {
        listing.note(format!("{damage}; what came before was kept"));
    }
    Ok(())
}

impl Tag {
    fn is_entry(&self) -> bool {
        self.vocabulary == Vocabulary::Own && matches!(self.name.as_str(), "item" | "entry")
    }
}

/// Where the walk through a feed stands.
struct Walk {
    /// The base addresses that hold (XML Base), each with the depth of the element that set it; the feed's own first.
    bases: Vec<(usize, Address)>,
    is_atom: bool,
    entry: Option<Entry>,
    capture: Option<Capture>,
}

/// A child of an entry whose text is being gathered.
struct Capture {
    field: Field,
    depth: usize,
    /// Whether the text is HTML source rather than text.
    is_html: bool,
    text: String,
}

/// What a child of an entry says. The number ranks rivals: the lowest counts.
#[derive(Clone, Copy)]
enum Field {
    Title(u8),
    Link(u8),
    Published,
    Modified,
}

#[derive(Default)]
struct Entry {
    depth: usize,
    title: Option<(u8, String)>,
    link: Option<(u8, String, Address)>,
    published: Option<ListedDate>,
    modified: Option<ListedDate>,
    unread_date: Option<String>,
}

impl Walk {
    fn start(&mut self, tag: &Tag, depth: usize) {
        if let (Some(base), Some((_, outer))) = (tag.attribute("xml:base"), self.bases.last())
            && let Ok(base) = outer.join(base)
        {
            self.bases.push((depth, base));
        }
        let Some(entry) = &self.entry else {
            if tag.is_entry() {
                self.entry = Some(Entry { depth, ..Entry::default() });
                // CDF names the page in an attribute, RSS 1.0 what the item is about.
                self.offer_link(1, tag.attribute("href"));
                self.offer_link(4, tag.attribute("rdf:about"));
                self.take_date(Field::Modified, tag.attribute("lastmod").unwrap_or_default());
            }
            return;
        };
        if depth != entry.depth + 1 || self.capture.is_some() {
            return;
        }
        if tag.name == "link" && tag.vocabulary == Vocabulary::Own && tag.attribute("href").is_some() {
            return self.offer_link(rank_of_link(tag), tag.attribute("href"));
        }
        // Atom 0.3 could pack a text in base64; no text is better than that.
        let is_packed = tag.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"))
            || tag.attribute("type") == Some("application/octet-stream");
        if let Some(field) = field_of(tag).filter(|_| !is_packed) {
            let is_html = match tag.attribute("type") {
                Some("text" | "text/plain" | "xhtml" | "application/xhtml+xml") => false,
                Some(_) => true,
                // RSS never says, and its titles are often HTML; Atom's default is text.
                None => !self.is_atom || tag.vocabulary != Vocabulary::Own,
            };
            self.capture = Some(Capture { field, depth, is_html, text: String::new() });
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(capture) = &mut self.capture {
            capture.text.push_str(text);
        }
    }

    /// After an element ended: `depth` elements are still open.
    fn end(&mut self, depth: usize, listing: &mut Listing) {
        if let Some(capture) = self.capture.take_if(|capture| capture.depth > depth) {
            self.take(&capture);
        }
        self.bases.pop_if(|(set_at, _)| *set_at > depth);
        if self.entry.as_ref().is_some_and(|entry| entry.depth > depth) {
            self.finish_entry(listing);
        }
    }

    fn take(&mut self, capture: &Capture) {
        let text = capture.text.trim();
        match capture.field {
            Field::Link(rank) => self.offer_link(rank, Some(text)),
            Field::Published | Field::Modified => self.take_date(capture.field, text),
            Field::Title(rank) => {
                let plain = if capture.is_html {
                    plain_text(text)
                } else {
                    crate::base::squeeze(&crate::base::printable(text))
                };
                if let Some(entry) = &mut self.entry
                    && !plain.is_empty()
                    && entry.title.as_ref().is_none_or(|(best, _)| rank < *best)
                {
                    entry.title = Some((rank, plain.chars().take(MOST_TITLE_CHARS).collect()));
                }
            }
        }
    }

    fn take_date(&mut self, field: Field, text: &str) {
        let Some(entry) = self.entry.as_mut().filter(|_| !text.is_empty()) else { return };
        let place =
            if matches!(field, Field::Published) { &mut entry.published } else { &mut entry.modified };
        match read_date(text) {
            Some(date) => *place = place.or(Some(date)),
            None => entry.unread_date = Some(text.chars().take(40).collect()),
        }
    }

    fn offer_link(&mut self, rank: u8, link: Option<&str>) {
        let (Some(entry), Some((_, base))) = (&mut self.entry, self.bases.last()) else { return };
        let Some(link) = link.map(str::trim).filter(|link| !link.is_empty()) else { return };
        // An id is a link only when it is a whole address.
        if rank >= 4 && Address::parse(link).is_err() {
            return;
        }
        if entry.link.as_ref().is_none_or(|(best, ..)| rank < *best) {
            entry.link = Some((rank, link.to_owned(), base.clone()));
        }
    }

    fn finish_entry(&mut self, listing: &mut Listing) {
        self.capture = None;
        let Some(entry) = self.entry.take() else { return };
        let Some((_, link, base)) = entry.link else {
            let title =
                entry.title.map_or_else(|| "without a title".to_owned(), |(_, title)| format!("{title:?}"));
            return listing.note(format!("an entry without a link was dropped: {title}"));
        };
        if let Some(text) = entry.unread_date.filter(|_| entry.published.or(entry.modified).is_none()) {
            listing.note(format!("a date was not understood: {text:?}"));
        }
        if let Some(address) = listing.resolve(&base, &link) {
            listing.leads.push(Lead {
                address,
                title: entry.title.map(|(_, title)| title),
                published: entry.published,
                modified: entry.modified,
            });
        }
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
        (Own, "guid")
            if tag.attribute("ispermalink").is_none_or(|is| !is.trim().eq_ignore_ascii_case("false")) =>
        {
            Field::Link(4)
        }
        (Own, "id") => Field::Link(5),
        (Own, "pubdate" | "published" | "issued" | "created")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_listing(body: &str) -> Result<Listing, ListingError> {
        let address = Address::parse("https://news.example/feeds/all.xml").unwrap();
        let fetched = Fetched::new(address.clone(), jiff::Timestamp::UNIX_EPOCH, body);
        FeedSource { address }.read(&fetched)
    }

    /// Each lead as `address | title | published | modified`.
    fn check(body: &str, expected: &[&str]) {
        let day = |date: Option<ListedDate>| date.map_or("-".to_owned(), |d| d.date.to_string());
        let listing = read_listing(body).unwrap();
        let leads: Vec<String> = (listing.leads.iter())
            .map(|l| {
                let title = l.title.as_deref().unwrap_or("-");
                format!("{} | {title} | {} | {}", l.address, day(l.published), day(l.modified))
            })
            .collect();
        assert_eq!(leads, expected, "{body}\n{:?}", listing.notes);
    }

    #[test]
    fn rss_in_its_versions() {
        check(
            "<rss version='2.0'><channel><title>Site</title><link>https://news.example/</link>
             <item><title>Army &amp;amp; <![CDATA[<b>Navy</b>]]></title><link>/a?utm_source=rss</link>
             <pubDate>Mon, 14 Jul 2025 09:30:00 EDT</pubDate><description>x</description></item>
             <item><guid>https://news.example/b</guid><dc:title>Second</dc:title></item>
             <item><guid isPermaLink='false'>https://news.example/c</guid><title>No link</title></item>
             </channel></rss>",
            &[
                "https://news.example/a | Army & Navy | 2025-07-14 | -",
                "https://news.example/b | Second | - | -",
            ],
        );
        check(
            "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
             <channel rdf:about='https://news.example/'><title>Site</title></channel>
             <item rdf:about='https://news.example/a'><title>One</title><link>https://news.example/one</link></item>
             <item rdf:about='https://news.example/b'><title>Two</title></item></rdf:RDF>",
            &["https://news.example/one | One | - | -", "https://news.example/b | Two | - | -"],
        );
    }

    #[test]
    fn atom_in_its_versions() {
        check(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://news.example/blog/'>
             <link href='/' /><entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>B</b></div></title>
             <link rel='self' href='self'/><link rel='alternate' type='application/pdf' href='a.pdf'/>
             <link href='a'/><published>2025-07-14</published><updated>2025-07-15T00:00:00Z</updated>
             <svg xmlns='http://www.w3.org/2000/svg'><title>drawing</title></svg></entry></feed>",
            &["https://news.example/blog/a | A B | 2025-07-14 | 2025-07-15"],
        );
        check(
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64'>QUJD</title><title>Old</title>
             <link rel='alternate' href='https://news.example/o'/><issued>2004-05</issued></entry></feed>",
            &["https://news.example/o | Old | 2004-05 | -"],
        );
        let text_titles = "<feed><entry><title type='text'>the &lt;blink&gt; tag</title><id>https://news.example/t</id>
             </entry><entry><title type='html'>&lt;i&gt;html&lt;/i&gt; &amp;eacute;</title><link href='h'/></entry></feed>";
        check(
            text_titles,
            &[
                "https://news.example/t | the <blink> tag | - | -",
                "https://news.example/feeds/h | html é | - | -",
            ],
        );
    }

    #[test]
    fn damaged_feeds_give_what_they_hold() {
        check(
            "\u{feff} \n oops <rss><channel><item><link>/a</link><title>T &nbsp;&mdash; U</title>",
            &["https://news.example/a | T — U | - | -"],
        );
        check(
            "<rss><channel><item><title>1</title><link>/1</link><item><title>2</title><link>/2</link></channel></rss>",
            &["https://news.example/1 | 1 | - | -", "https://news.example/2 | 2 | - | -"],
        );
        check("<!DOCTYPE html><rss><channel><item><link>/a</link><description><p>x<br></description><title>T</title></item>
               <item><link>mailto:x@news.example</link></item><item><link>/a#again</link></item></channel></rss>", &[
            "https://news.example/a | T | - | -",
        ]);
        check(
            "<channel><item href='https://news.example/cdf' lastmod='2004-04-06'><TITLE>C</TITLE></item></channel>",
            &["https://news.example/cdf | C | - | 2004-04-06"],
        );
        check("<rss/>", &[]);
    }

    #[test]
    fn what_is_dropped_is_noted() {
        let listing = read_listing(
            "<rss><channel><item><link>javascript:x</link></item><item><title>N</title></item>
             <item><link>/a</link><pubDate>soon</pubDate></item><item>",
        );
        let notes = listing.unwrap().notes;
        assert_eq!(
            notes,
            [
                "a link was dropped: only http and https addresses are read, not \"javascript\"",
                "an entry without a link was dropped: \"N\"",
                "a date was not understood: \"soon\"",
                "an entry without a link was dropped: without a title",
                "it ends in the middle; what came before was kept",
            ]
        );
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        for (body, found) in [
            ("<html><body>Not found", "its root element is <html>"),
            ("", "it has no markup"),
            ("plain words", "it has no markup"),
            ("{\"error\": 1}", "it is JSON, but no JSON Feed"),
            ("{broken", "it is JSON, but no JSON Feed"),
        ] {
            let error = read_listing(body).unwrap_err().to_string();
            assert_eq!(error, format!("https://news.example/feeds/all.xml is no feed: {found}"), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_listing_or_refused(
            text in "(<(item|entry|title|link|/item|/link|guid|br/|/title)( href='a')?>|[a-z:&;/ ]{0,5}){0,30}",
        ) {
            let _ = read_listing(&text);
            let _ = read_listing(&format!("<rss>{text}"));
        }
    }
}
