//! Files that carry news, beside pages: each format into the same [`Article`](crate::article::Article).
//!
//! Files are data from strangers. Whatever a file says of its own size is checked against what is read, nothing is
//! unpacked beyond the limits here, no entity is expanded, nothing is fetched that a file points to, and a name inside
//! a file is compared with other names only: it is never a path.
//!
//! - `draft`: what a file says, before it is an article;
//! - `marks`: the lines around the text of wire copy and press releases; `wire`: plain text that has them;
//! - `pdf`, `word`, `mail`, `saved_page`, `web_archive`: one a format; `newsletter`: many articles in one mail.

mod draft;
mod mail;
mod marks;
mod newsletter;
mod pdf;
mod saved_page;
mod web_archive;
pub(crate) mod wire;
mod word;

use jiff::civil::Date;

use crate::article::format::FileFormat;
use crate::article::read::{Hints, html_reading, refused};
use crate::article::{Reading, Refusal};
use crate::base::Address;

use draft::Draft;
pub(crate) use saved_page::without_data;

/// No part of a file is unpacked beyond this; a mail or saved page is as large as the file it came in.
const MOST_BYTES: u64 = 64 << 20;

/// Reads a file of this format. `latest` is the last day that is believed as a day of publication.
pub fn read_file(format: FileFormat, bytes: &[u8], hints: &Hints, latest: Option<Date>) -> Reading {
    let read = match format {
        FileFormat::Pdf => pdf::read(bytes, latest).and_then(|draft| draft.into_reading(hints)),
        FileFormat::Word => word::read(bytes, latest).and_then(|draft| draft.into_reading(hints)),
        FileFormat::Mail => mail::read(bytes, hints),
        FileFormat::SavedPage => saved_page::read(bytes, hints),
        FileFormat::WebArchive => web_archive::read(bytes, hints, latest),
    };
    read.unwrap_or_else(refused)
}

/// Reads a page of HTML that a user supplies: a page that a browser saved names its address and its day itself;
/// where it does not, `address` is believed.
pub fn read_saved_html(html: &str, address: Option<&Address>, hints: &Hints) -> Reading {
    let saved = saved_page::origin(html);
    let html = saved_page::without_data(html);
    html_reading(&html, saved.address.as_ref().or(address), hints, saved.day)
}

/// A file that cannot be read: what failed, and what to do.
fn bad(why: &str) -> Refusal {
    Refusal::BadFile(why.to_owned())
}
