//! Sitemaps, sitemap indexes and Google's news sitemaps (sitemaps.org protocol 0.9).

use std::cmp::Reverse;
use std::io::Read;

use flate2::bufread::MultiGzDecoder;

use crate::base::{Address, printable, squeeze};
use crate::fetch::{Fetched, decode};
use crate::sources::dates::read_date;
use crate::sources::feed;
use crate::sources::feed_walk::is_feed_root;
use crate::sources::lead::MOST_ENTRIES;
use crate::sources::markup::{Markup, Piece, Tag, Vocabulary};
use crate::sources::{Lead, ListedDate, Listing, ListingError, Source};

/// The protocol's own limit for an unpacked sitemap.
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// A sitemap or an index of sitemaps.
#[derive(Clone, Debug)]
pub struct SitemapSource {
    /// Where it is.
    pub address: Address,
}

impl Source for SitemapSource {
    fn start(&self) -> Listing {
        Listing { listings: vec![self.address.clone()], ..Listing::default() }
    }

    fn read(&self, fetched: &Fetched) -> Result<Listing, ListingError> {
        let mut listing = Listing::default();
        let unpacked = unpacked(&fetched.body, &mut listing);
        let (text, _) = decode(unpacked.as_deref().unwrap_or(&fetched.body), fetched.content_type.as_deref());
        let read = if text.contains('<') {
            read(&text, &fetched.address, &mut listing)
        } else {
            read_lines(&text, &fetched.address, &mut listing)
        };
        let found = |found| ListingError::NotThis {
            address: Box::new(fetched.address.clone()),
            wanted: "sitemap",
            found,
        };
        read.map_err(found)?;
        listing.keep_each_once();
        Ok(listing)
    }
}

/// The body of a `sitemap.xml.gz`; `None` for one that is not packed.
fn unpacked(body: &[u8], listing: &mut Listing) -> Option<Vec<u8>> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return None;
    }
    let mut out = Vec::new();
    let result = MultiGzDecoder::new(body).take(MOST_BYTES + 1).read_to_end(&mut out);
    if result.is_err() {
        listing.note("its compression is damaged; what came before was kept".to_owned());
    }
    if out.len() as u64 > MOST_BYTES {
        listing.note("it is larger than 50 MiB; what came before was kept".to_owned());
        out.truncate(MOST_BYTES as usize);
    }
    Some(out)
}

/// A `<url>` or `<sitemap>` being read.
#[derive(Default)]
struct Entry {
    is_listing: bool,
    location: String,
    title: String,
    published: String,
    modified: String,
}

fn read(text: &str, address: &Address, listing: &mut Listing) -> Result<(), String> {
    let mut markup = Markup::new(text);
    let mut entry: Option<Entry> = None;
    // The names of the open elements below the entry decide where text goes: only the innermost counts.
    let mut inside: Vec<(Vocabulary, String)> = Vec::new();
    let mut children: Vec<(Option<ListedDate>, Address)> = Vec::new();
    let mut entries = 0;
    let mut has_root = false;
    while let Some(piece) = markup.next_piece() {
        match piece {
            Piece::Start(tag) if markup.depth() == 1 => {
                if is_feed_root(&tag.name) {
                    // The protocol lets a feed serve as a sitemap.
                    return feed::read(text, address, listing);
                }
                if !matches!(tag.name.as_str(), "urlset" | "sitemapindex") {
                    return Err(format!("its root element is <{}>", tag.name));
                }
                has_root = true;
            }
            Piece::Start(Tag { name, .. }) if markup.depth() == 2 => {
                inside.clear();
                entry = matches!(name.as_str(), "url" | "sitemap")
                    .then(|| Entry { is_listing: name == "sitemap", ..Entry::default() });
            }
            Piece::Start(tag) => inside.push((tag.vocabulary, tag.name)),
            Piece::Text(text) => {
                if let (Some(entry), Some(place)) = (&mut entry, inside.last()) {
                    entry.take(place, &text);
                }
            }
            Piece::End => {
                let ended = inside.pop();
                // What the damage cut off is not the whole of it, and half an address is another one.
                if let (Some(entry), Some((_, name))) = (&mut entry, ended)
                    && markup.damage().is_some()
                    && name == "loc"
                {
                    entry.location.clear();
                }
                if markup.depth() > 1 {
                    continue;
                }
                let Some(entry) = entry.take().filter(|entry| !entry.location.trim().is_empty()) else {
                    continue;
                };
                entries += 1;
                if entries > MOST_ENTRIES {
                    listing.note(format!("only the first {MOST_ENTRIES} entries were read"));
                    break;
                }
                let Some(place) = listing.resolve(address, entry.location.trim()) else { continue };
                let modified = read_date(&entry.modified);
                if entry.is_listing {
                    children.push((modified, place));
                } else {
                    let title = squeeze(&printable(&entry.title));
                    listing.leads.push(Lead {
                        address: place,
                        title: (!title.is_empty()).then_some(title),
                        published: read_date(&entry.published),
                        modified,
                    });
                }
            }
        }
    }
    if !has_root {
        return Err("it has no element".to_owned());
    }
    if let Some(damage) = markup.damage() {
        listing.note(format!("{damage}; what came before was kept"));
    }
    // The newest child first, so that a bounded crawl reads what is new.
    children.sort_by_key(|(modified, _)| Reverse(modified.map(|m| (m.date, m.instant))));
    for (modified, address) in children {
        if let Some(modified) = modified {
            listing.listings_changed.insert(address.clone(), modified);
        }
        listing.listings.push(address);
    }
    Ok(())
}

impl Entry {
    fn take(&mut self, (vocabulary, name): &(Vocabulary, String), text: &str) {
        let field = match (vocabulary, name.as_str()) {
            (Vocabulary::Own, "loc") => &mut self.location,
            (Vocabulary::Own, "lastmod") => &mut self.modified,
            (Vocabulary::News, "publication_date") => &mut self.published,
            (Vocabulary::News, "title") => &mut self.title,
            _ => return,
        };
        field.push_str(text);
    }
}

/// The sitemap that a line of a robots.txt names.
fn named_sitemap(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    key.trim().eq_ignore_ascii_case("sitemap").then(|| value.split('#').next().unwrap_or_default().trim())
}

/// A text sitemap: one address a line. Or a robots.txt, which names sitemaps.
fn read_lines(text: &str, address: &Address, listing: &mut Listing) -> Result<(), String> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_robots =
        address.url().path() == "/robots.txt" || lines().any(|line| named_sitemap(line).is_some());
    if is_robots {
        for named in lines().filter_map(named_sitemap).filter(|named| !named.is_empty()) {
            let named = listing.resolve(address, named);
            listing.listings.extend(named);
        }
        return if listing.listings.is_empty() {
            Err("it is a robots.txt that names none".to_owned())
        } else {
            Ok(())
        };
    }
    if !lines().take(5).any(|line| Address::parse(line).is_ok()) {
        return Err("it has neither markup nor addresses".to_owned());
    }
    if lines().count() > MOST_ENTRIES {
        listing.note(format!("only the first {MOST_ENTRIES} entries were read"));
    }
    for line in lines().take(MOST_ENTRIES) {
        if let Some(address) = listing.resolve(address, line) {
            listing.leads.push(Lead { address, title: None, published: None, modified: None });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read_listing(body: &[u8]) -> Result<Listing, ListingError> {
        let address = Address::parse("https://news.example/sitemap.xml").unwrap();
        let fetched = Fetched::new(address.clone(), jiff::Timestamp::UNIX_EPOCH, body);
        SitemapSource { address }.read(&fetched)
    }

    const NEWS: &str = "<?xml version='1.0' encoding='UTF-8'?>
        <urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
          xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>
        <url><loc>https://news.example/a?x=1&amp;y=2</loc><lastmod>2025-07-15</lastmod>
          <image:image><image:loc>https://news.example/a.png</image:loc><image:title>picture</image:title></image:image>
          <n:news><n:publication><n:name>News</n:name></n:publication>
          <n:publication_date>2025-07-14T23:00:00-04:00</n:publication_date><n:title><![CDATA[A &]]> B</n:title></n:news></url>
        <url><loc> /b </loc></url><url><loc>ftp://news.example/c</loc></url></urlset>";

    #[test]
    fn a_news_sitemap_gives_leads_with_dates() {
        let listing = read_listing(NEWS.as_bytes()).unwrap();
        let [first, second] = listing.leads.as_slice() else { panic!("{listing:?}") };
        assert_eq!(first.address.as_str(), "https://news.example/a?x=1&y=2");
        assert_eq!(first.title.as_deref(), Some("A & B"));
        assert_eq!(first.published.unwrap().date.to_string(), "2025-07-14");
        assert_eq!(first.modified.unwrap().date.to_string(), "2025-07-15");
        assert_eq!((second.address.as_str(), second.published), ("https://news.example/b", None));
        assert_eq!(listing.notes.len(), 1);
    }

    #[test]
    fn an_index_gives_further_listings_newest_first() {
        let listing = read_listing(
            b"<sitemapindex><sitemap><loc>https://news.example/1.xml</loc></sitemap>
              <sitemap><loc>/2.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
              <sitemap><loc>/3.xml</loc><lastmod>2025-01-01T00:00:00Z</lastmod></sitemap></sitemapindex>",
        );
        let listing = listing.unwrap();
        let names: Vec<_> = listing.listings.iter().map(Address::path_and_query).collect();
        assert_eq!(names, ["/3.xml", "/2.xml", "/1.xml"]);
        assert!(listing.leads.is_empty());
    }

    #[test]
    fn packed_cut_and_plain_sitemaps_are_read() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(NEWS.as_bytes()).unwrap();
        let packed = gzip.finish().unwrap();
        assert_eq!(read_listing(&packed).unwrap().leads.len(), 2);
        assert!(!read_listing(&packed[..packed.len() - 20]).unwrap().notes.is_empty());
        let cut = NEWS.find("/b </loc>").unwrap() + 1;
        assert_eq!(read_listing(&NEWS.as_bytes()[..cut]).unwrap().leads.len(), 1);
        assert_eq!(
            read_listing(b"https://news.example/a\r\n\r\nhttps://news.example/b\n").unwrap().leads.len(),
            2
        );
        assert_eq!(
            read_listing(b"<rss><channel><item><link>/a</link></item></channel></rss>").unwrap().leads.len(),
            1
        );
    }

    #[test]
    fn an_index_tells_what_has_not_changed() {
        let index = b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap>
              <sitemap><loc>/2.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
              <sitemap><loc>/3.xml</loc><lastmod>2025-01</lastmod></sitemap></sitemapindex>";
        let mut listing = read_listing(index).unwrap();
        assert_eq!(listing.drop_unchanged(jiff::civil::date(2025, 1, 20)), 1);
        let names: Vec<_> = listing.listings.iter().map(Address::path_and_query).collect();
        assert_eq!(names, ["/3.xml", "/1.xml"]);
    }

    #[test]
    fn a_robots_txt_names_sitemaps() {
        let robots =
            b"User-agent: *\nDisallow: /x\nSitemap: https://news.example/1.xml.gz # all\nsitemap:/2.xml\n";
        let listing = read_listing(robots).unwrap();
        let names: Vec<_> = listing.listings.iter().map(Address::path_and_query).collect();
        assert_eq!(names, ["/1.xml.gz", "/2.xml"]);
        assert!(listing.leads.is_empty());
    }

    #[test]
    fn bounds_hold() {
        let many: Vec<String> = (0..=MOST_ENTRIES).map(|n| format!("<url><loc>/{n}</loc></url>")).collect();
        let listing = read_listing(format!("<urlset>{}</urlset>", many.concat()).as_bytes()).unwrap();
        assert_eq!((listing.leads.len(), listing.notes.len()), (MOST_ENTRIES, 1));
        let laughs = "<!DOCTYPE x [<!ENTITY b 'https://news.example/a'><!ENTITY a '&b;&b;'>]><urlset><url><loc>&a;</loc></url></urlset>";
        assert_ne!(
            read_listing(laughs.as_bytes()).unwrap().leads[0].address.as_str(),
            "https://news.example/a"
        );
    }

    #[test]
    fn what_is_no_sitemap_is_refused() {
        for (body, found) in [
            ("<html></html>", "its root element is <html>"),
            ("nothing", "it has neither markup nor addresses"),
            ("a < b", "it has no element"),
        ] {
            let error = read_listing(body.as_bytes()).unwrap_err().to_string();
            assert_eq!(error, format!("https://news.example/sitemap.xml is no sitemap: {found}"));
        }
    }
}
