//! Pages that list articles, read by CSS selectors.

use scraper::{ElementRef, Html, Selector};

use crate::base::{Address, printable, squeeze};
use crate::fetch::{Fetched, decode};
use crate::sources::dates::read_date;
use crate::sources::lead::MOST_ENTRIES;
use crate::sources::{Lead, ListedDate, Listing, ListingError, Selectors, Source};

/// So many elements may be open.
const MOST_OPEN: usize = 50_000;
/// Titles are cut here; none that long is one.
const MOST_TITLE_CHARS: usize = 500;
/// What is wrong with a listing that has neither.
pub(super) const NEEDED: &str = "a listing needs the CSS selector `item` or `link`";
/// Where pages say a date for machines.
const DATE_ATTRIBUTES: &[&str] = &["datetime", "content", "data-date", "data-datetime", "title"];

/// A page that lists articles.
#[derive(Clone, Debug)]
pub struct ListingPageSource {
    /// Where it is.
    pub address: Address,
    /// Where on it the articles are named.
    pub selectors: Selectors,
}

impl Source for ListingPageSource {
    fn start(&self) -> Listing {
        Listing { listings: vec![self.address.clone()], ..Listing::default() }
    }

    fn read(&self, fetched: &Fetched) -> Result<Listing, ListingError> {
        let not_this = |found: String| ListingError::NotThis {
            address: Box::new(fetched.address.clone()),
            wanted: "page with a list of articles",
            found,
        };
        let parsed = Parsed::of(&self.selectors).map_err(|(_, why)| not_this(why))?;
        let (text, _) = decode(&fetched.body, fetched.content_type.as_deref());
        if is_too_deep(&text) {
            return Err(not_this("its elements are never closed".to_owned()));
        }
        let listing = parsed.read(&Html::parse_document(&text), &fetched.address);
        if listing.leads.is_empty() {
            let selector = self.selectors.item.as_ref().or(self.selectors.link.as_ref());
            let selector = selector.map(|selector| format!("{selector:?}")).unwrap_or_default();
            return Err(not_this(format!("nothing on it fits the selector {selector}")));
        }
        Ok(listing)
    }
}

/// Whether more elements are opened than closed by far: the parser's time grows with the square of that. Elements that need no
/// end count too, so the bound is far above what pages have.
fn is_too_deep(html: &str) -> bool {
    let mut open: usize = 0;
    for pair in html.as_bytes().windows(2) {
        match pair {
            [b'<', b'/'] => open = open.saturating_sub(1),
            [b'<', letter] if letter.is_ascii_alphabetic() => open += 1,
            _ => {}
        }
        if open > MOST_OPEN {
            return true;
        }
    }
    false
}

/// What is wrong with the selectors of an entry: the key, and why; `None` where they can be read.
pub(super) fn wrong_selector(selectors: &Selectors) -> Option<(&'static str, String)> {
    Parsed::of(selectors).err()
}

impl Selectors {
    /// Whether a listing can be read by them.
    ///
    /// # Errors
    /// The key that is missing or cannot be read, and why.
    pub fn check(&self) -> Result<(), String> {
        if self.item.is_none() && self.link.is_none() {
            return Err(NEEDED.to_owned());
        }
        wrong_selector(self).map_or(Ok(()), |(_, why)| Err(why))
    }
}

/// The selectors, ready for use.
struct Parsed {
    item: Option<Selector>,
    link: Option<Selector>,
    title: Option<Selector>,
    date: Option<Selector>,
    next: Option<Selector>,
}

impl Parsed {
    fn of(selectors: &Selectors) -> Result<Self, (&'static str, String)> {
        let parse = |key: &'static str, written: &Option<String>| {
            let Some(written) = written else { return Ok(None) };
            let parsed = Selector::parse(written);
            parsed.map(Some).map_err(|error| {
                let why = squeeze(&printable(&error.to_string()));
                (key, format!("the CSS selector `{key}` cannot be read: {written:?} ({why})"))
            })
        };
        Ok(Self {
            item: parse("item", &selectors.item)?,
            link: parse("link", &selectors.link)?,
            title: parse("title", &selectors.title)?,
            date: parse("date", &selectors.date)?,
            next: parse("next", &selectors.next)?,
        })
    }

    fn read(&self, page: &Html, address: &Address) -> Listing {
        let mut listing =
            Listing { title: page_title(page), home: Some(address.clone()), ..Listing::default() };
        let base = base_of(page, address);
        let items: Vec<ElementRef<'_>> = match (&self.item, &self.link) {
            (Some(item), _) => page.select(item).take(MOST_ENTRIES).collect(),
            (None, Some(link)) => page.select(link).take(MOST_ENTRIES).collect(),
            (None, None) => Vec::new(),
        };
        for item in items {
            let link = match &self.link {
                Some(link) if self.item.is_some() => item.select(link).next(),
                _ => Some(item),
            };
            let Some((link, target)) = link.and_then(link_in) else {
                listing.note("an item without a link was dropped".to_owned());
                continue;
            };
            let Some(address) = listing.resolve(&base, &target) else { continue };
            let title = match &self.title {
                Some(title) => item.select(title).next().map(text_of),
                None => Some(text_of(link)),
            };
            let published = match &self.date {
                Some(date) => item.select(date).find_map(date_of),
                None => None,
            };
            let title = title.filter(|title| !title.is_empty());
            listing.leads.push(Lead { address, title, published, modified: None });
        }
        let next = self.next.as_ref().and_then(|next| page.select(next).find_map(link_in));
        if let Some(next) = next.and_then(|(_, target)| base.join(&target).ok()) {
            // A list goes on where it is.
            if next.site() == address.site() && next != *address {
                listing.listings.push(next);
            }
        }
        listing.keep_each_once();
        listing
    }
}

/// The element itself where it is a link, else the first one within; and where it leads.
fn link_in(element: ElementRef<'_>) -> Option<(ElementRef<'_>, String)> {
    let within = element.descendent_elements();
    std::iter::once(element).chain(within).find_map(|element| Some((element, target_of(element)?)))
}

/// Where a link leads; `None` for one that stays on the page.
fn target_of(element: ElementRef<'_>) -> Option<String> {
    let target = element.value().attr("href")?.trim();
    let stays = target.is_empty() || target.starts_with('#') || target.starts_with("javascript:");
    (!stays).then(|| target.to_owned())
}

/// What an element says, on one line.
fn text_of(element: ElementRef<'_>) -> String {
    let text: Vec<&str> = element.text().collect();
    squeeze(&printable(&text.join(" "))).chars().take(MOST_TITLE_CHARS).collect()
}

/// The date that an element has for machines, else its text.
fn date_of(element: ElementRef<'_>) -> Option<ListedDate> {
    let attribute = DATE_ATTRIBUTES.iter().find_map(|name| read_date(element.value().attr(name)?));
    attribute.or_else(|| read_date(&text_of(element)))
}

fn page_title(page: &Html) -> Option<String> {
    let title = Selector::parse("title").ok()?;
    page.select(&title).next().map(text_of).filter(|title| !title.is_empty())
}

/// What links are relative to: the page's `<base>`, else its address.
fn base_of(page: &Html, address: &Address) -> Address {
    let base = Selector::parse("base[href]").ok();
    let base = base.and_then(|base| page.select(&base).next()?.value().attr("href").map(str::to_owned));
    base.and_then(|base| address.join(&base).ok()).unwrap_or_else(|| address.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(item: &str, link: &str, title: &str, date: &str, next: &str) -> ListingPageSource {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let selectors = Selectors {
            item: some(item),
            link: some(link),
            title: some(title),
            date: some(date),
            next: some(next),
        };
        ListingPageSource { address: Address::parse("https://agency.example/news/").unwrap(), selectors }
    }

    fn read(source: &ListingPageSource, body: &str) -> Result<Listing, ListingError> {
        source.read(&Fetched::new(source.address.clone(), jiff::Timestamp::UNIX_EPOCH, body))
    }

    fn told(listing: &Listing) -> Vec<String> {
        let day = |date: Option<ListedDate>| date.map_or("-".to_owned(), |date| date.date.to_string());
        let line = |lead: &Lead| {
            format!("{} | {} | {}", lead.address, lead.title.as_deref().unwrap_or("-"), day(lead.published))
        };
        listing.leads.iter().map(line).collect()
    }

    const PAGE: &str = "<title>Newsroom</title><a href='/'>Home</a>
        <ul class=list><li><h3><a href='a?utm_source=x'>Army  <b>buys</b></a></h3><time datetime='2026-06-01T10:00:00Z'>1st</time></li>
        <li><h3><a href='/b'>Navy buys</a></h3><span class=date>June 2, 2026</span><p>more</p></li>
        <li><a href='#top'>no link</a></li><li><a href='mailto:x@agency.example'>mail</a></li></ul>
        <a rel=next href='?page=2'>Older</a>";

    #[test]
    fn pages_of_elements_without_end_are_not_parsed() {
        assert!(is_too_deep(&"<div>".repeat(MOST_OPEN + 1)));
        assert!(!is_too_deep(&"<p>a<a href=x>b</a></p>".repeat(MOST_OPEN)));
        assert!(!is_too_deep(&"< 1 <".repeat(MOST_OPEN)));
    }

    #[test]
    fn items_are_leads_with_titles_and_dates() {
        let wanted = [
            "https://agency.example/news/a | Army buys | 2026-06-01",
            "https://agency.example/b | Navy buys | 2026-06-02",
        ];
        let listing = read(&source(".list li", "", "h3", "time, .date", "a[rel=next]"), PAGE).unwrap();
        assert_eq!(told(&listing), wanted);
        assert_eq!(listing.title.as_deref(), Some("Newsroom"));
        assert_eq!(listing.listings[0].as_str(), "https://agency.example/news/?page=2");
        assert_eq!(listing.notes.len(), 2);
        let listing = read(&source("", ".list h3 a", "", "", ""), PAGE).unwrap();
        assert_eq!(
            told(&listing),
            ["https://agency.example/news/a | Army buys | -", "https://agency.example/b | Navy buys | -"]
        );
        let based = PAGE.replace("<ul", "<base href='https://cdn.example/n/'><ul");
        assert_eq!(
            read(&source("li", "", "", "", ""), &based).unwrap().leads[0].address.host(),
            "cdn.example"
        );
    }

    #[test]
    fn what_fits_nothing_is_told() {
        let error = read(&source(".card", "", "", "", ""), PAGE).unwrap_err();
        assert!(error.to_string().ends_with("nothing on it fits the selector \".card\""), "{error}");
        let (key, why) = wrong_selector(&source("li", "", "h3 >", "", "").selectors).unwrap();
        assert_eq!(key, "title");
        assert!(why.starts_with("the CSS selector `title` cannot be read: \"h3 >\" ("), "{why}");
    }

    #[test]
    fn a_next_page_elsewhere_is_not_followed() {
        for next in ["https://evil.example/?page=2", "/news/", "javascript:next()"] {
            let page = PAGE.replace("?page=2", next);
            let listing = read(&source("li", "", "", "", "a[rel=next]"), &page).unwrap();
            assert!(listing.listings.is_empty(), "{next}");
        }
    }
}
