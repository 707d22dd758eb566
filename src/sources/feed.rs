//! RSS 0.9x, 1.0 and 2.0, Atom 1.0 and 0.3, CDF and JSON Feed.
//!
//! Nothing but a wrong kind of document is refused. What the XML formats say is read in `feed_walk`.

use crate::base::Address;
use crate::fetch::{Fetched, decode};
use crate::sources::feed_walk::{Told, read_feed};
use crate::sources::{Lead, Listing, ListingError, Source, json_feed};

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

/// Reads the entries of a feed into the listing; the error says what else the document is.
pub(super) fn read(text: &str, address: &Address, listing: &mut Listing) -> Result<(), String> {
    let feed = read_feed(text, address)?;
    listing.title = feed.channel.title().map(str::to_owned);
    listing.home = feed.channel.link().and_then(|(link, base)| base.join(link).ok());
    feed.entries.iter().for_each(|entry| add(entry, listing));
    feed.notes.into_iter().for_each(|note| listing.note(note));
    Ok(())
}

fn add(entry: &Told, listing: &mut Listing) {
    let title = entry.title();
    let Some((link, base)) = entry.link() else {
        let title = title.map_or_else(|| "without a title".to_owned(), |title| format!("{title:?}"));
        return listing.note(format!("an entry without a link was dropped: {title}"));
    };
    if let Some(text) = entry.unread_date.as_ref().filter(|_| entry.published.or(entry.modified).is_none()) {
        listing.note(format!("a date was not understood: {text:?}"));
    }
    if let Some(address) = listing.resolve(base, link) {
        listing.leads.push(Lead {
            address,
            title: title.map(str::to_owned),
            published: entry.published,
            modified: entry.modified,
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::ListedDate;

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
            &["https://news.example/o | ABC | 2004-05 | -"],
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
