//! JSON Feed 1.0 and 1.1 (jsonfeed.org).

use serde_json::Value;

use crate::base::{Address, printable, squeeze};
use crate::sources::dates::read_date;
use crate::sources::lead::MOST_ENTRIES;
use crate::sources::{Lead, Listing};

/// Reads the items of a JSON Feed into the listing; the error says what else the document is.
pub(super) fn read(text: &str, address: &Address, listing: &mut Listing) -> Result<(), String> {
    let refuse = || "it is JSON, but no JSON Feed".to_owned();
    let feed: Value = serde_json::from_str(text).map_err(|_| refuse())?;
    let version = feed.get("version").and_then(Value::as_str).unwrap_or_default();
    let items = feed.get("items").and_then(Value::as_array);
    let items = items.filter(|_| version.contains("jsonfeed.org")).ok_or_else(refuse)?;
    if items.len() > MOST_ENTRIES {
        listing.note(format!("only the first {MOST_ENTRIES} entries were read"));
    }
    let words = |key: &str| feed.get(key).and_then(Value::as_str).map(|text| squeeze(&printable(text)));
    listing.title = words("title").filter(|title| !title.is_empty());
    listing.home = words("home_page_url").and_then(|home| address.join(&home).ok());
    for item in items.iter().take(MOST_ENTRIES) {
        let text_of =
            |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        // `external_url` is the page a link blog talks about; `url` is the blog's own.
        let link = text_of("url")
            .or_else(|| text_of("external_url"))
            .or_else(|| text_of("id").filter(|id| Address::parse(id).is_ok()));
        let title = text_of("title").map(|title| squeeze(&printable(title)));
        let Some(link) = link else {
            listing.note(format!("an entry without a link was dropped: {title:?}"));
            continue;
        };
        if let Some(address) = listing.resolve(address, link) {
            listing.leads.push(Lead {
                address,
                title,
                published: text_of("date_published").and_then(read_date),
                modified: text_of("date_modified").and_then(read_date),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_become_leads() {
        let address = Address::parse("https://news.example/feed.json").unwrap();
        let mut listing = Listing::default();
        let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [
            {"id": "1", "url": "/a", "title": " One\n ", "date_published": "2025-07-14T09:30:00-04:00"},
            {"id": "https://news.example/b"}, {"id": "3"}, 7]}"#;
        read(text, &address, &mut listing).unwrap();
        let leads: Vec<_> = listing.leads.iter().map(|l| (l.address.as_str(), l.title.as_deref())).collect();
        assert_eq!(leads, [("https://news.example/a", Some("One")), ("https://news.example/b", None)]);
        assert_eq!(listing.leads[0].published.unwrap().instant.unwrap().to_string(), "2025-07-14T13:30:00Z");
        assert_eq!(listing.notes.len(), 2);
    }

    #[test]
    fn deep_nesting_is_refused() {
        let address = Address::parse("https://news.example/feed.json").unwrap();
        let deep = format!("{{\"items\":{}", "[".repeat(100_000));
        assert!(read(&deep, &address, &mut Listing::default()).is_err());
    }
}
