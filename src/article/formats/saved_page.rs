//! Pages that a browser saved: MHTML with all parts (RFC 2557), and HTML with a comment on where it came from.

use std::borrow::Cow;

use jiff::civil::Date;
use mail_parser::{MessageParser, MimeHeaders};

use crate::article::date::in_words;
use crate::article::formats::{bad, mail};
use crate::article::read::{Hints, html_reading};
use crate::article::{Reading, Refusal};
use crate::base::Address;

/// Reads a saved page with its parts.
pub(super) fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, Refusal> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| bad("the saved page is damaged: save it anew, or as HTML"))?;
    let page = message
        .parts
        .iter()
        .find(|part| part.is_content_type("text", "html"))
        .ok_or_else(|| bad("the saved page holds no page of HTML"))?;
    let place = page
        .content_location()
        .map(str::to_owned)
        .or_else(|| mail::field(&message, "Snapshot-Content-Location"));
    let address = place.and_then(|place| Address::parse(&place).ok());
    let day = message.date().and_then(mail::published).map(|published| published.date.first_day());
    let html = mail::text_of(&message, page);
    Ok(html_reading(&without_data(&html), address.as_ref(), hints, day))
}

/// Where a page was saved from, and when, as far as it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Saved {
    /// Its address.
    pub(super) address: Option<Address>,
    /// The day it was saved: it can have been published no later.
    pub(super) day: Option<Date>,
}

/// What the comment says that SingleFile ("Page saved with SingleFile … url: … saved date: …") or a browser
/// ("saved from url=(0024)https://…") writes into the page's head.
pub(super) fn origin(html: &str) -> Saved {
    const HEAD: usize = 4096;
    let head = html
        .get(..HEAD.min(html.len()))
        .or_else(|| (1..4).find_map(|back| html.get(..HEAD.min(html.len()).saturating_sub(back))));
    let mut rest = head.unwrap_or_default();
    while let Some((_, after)) = rest.split_once("<!--") {
        let (comment, behind) = after.split_once("-->").unwrap_or((after, ""));
        if comment.contains("saved with SingleFile") {
            let field =
                |name: &str| comment.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
            return Saved {
                address: field("url:").and_then(|url| Address::parse(url).ok()),
                day: field("saved date:").and_then(saved_day),
            };
        }
        if let Some((_, url)) = comment.split_once("saved from url=(") {
            let url = url.split_once(')').map_or("", |(_, url)| url).trim();
            return Saved { address: Address::parse(url).ok(), day: None };
        }
        rest = behind;
    }
    Saved::default()
}

/// "Tue Mar 03 2026 10:00:00 GMT+0100 (…)", as JavaScript writes dates.
fn saved_day(text: &str) -> Option<Date> {
    in_words(text).map(|(date, _)| date)
}

/// The page without the pictures and fonts that were put into it as `data:` addresses, so that the limits of pages
/// count its text.
pub(crate) fn without_data(html: &str) -> Cow<'_, str> {
    const LONG: usize = 256;
    if html.len() < LONG || !html.contains("data:") {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("data:") {
        out.push_str(before);
        out.push_str("data:");
        let end = after.find(|c: char| c.is_whitespace() || "\"'<>)".contains(c)).unwrap_or(after.len());
        let (data, behind) = after.split_at(end);
        if data.len() < LONG {
            out.push_str(data);
        }
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_say_where_a_page_was_saved() {
        let saved = origin(
            "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://news.example/a?b=1 \n \
             saved date: Tue Mar 03 2026 10:00:00 GMT+0100 (Central European Standard Time)\n--><head>",
        );
        assert_eq!(saved.address.unwrap().as_str(), "https://news.example/a?b=1");
        assert_eq!(saved.day.unwrap().to_string(), "2026-03-03");
        let saved = origin("<!DOCTYPE html>\n<!-- saved from url=(0022)https://news.example/a -->\n<html>");
        assert_eq!(saved.address.unwrap().as_str(), "https://news.example/a");
        assert_eq!(origin("<!-- x --><p>url: https://news.example/"), Saved::default());
        assert_eq!(origin("<!-- saved from url=(0022)javascript:alert(1) -->"), Saved::default());
        assert_eq!(origin(&"ü".repeat(4000)), Saved::default());
    }

    #[test]
    fn pictures_within_the_page_are_left_out() {
        let page = format!("<img src=\"data:image/png;base64,{}\"><p>data: a</p>", "A".repeat(1 << 20));
        assert_eq!(without_data(&page), "<img src=\"data:\"><p>data: a</p>");
    }
}
