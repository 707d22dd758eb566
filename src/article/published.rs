//! When an article was published, and who says so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::base::PartialDate;

/// Which part of the page or source gave the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrigin {
    /// A schema.org `datePublished`.
    JsonLd,
    /// A `<meta>` tag.
    Meta,
    /// A `<time>` element.
    TimeElement,
    /// A date in the visible text near the title.
    VisibleText,
    /// The address itself (`/2025/07/14/`).
    Url,
    /// The feed or sitemap that named the page.
    Listing,
    /// The record of an input file, or the user.
    Record,
    /// The date of a mail.
    Mail,
    /// The properties of a document (PDF, Word): when the file was made, which may be long after.
    FileProperties,
}

/// A publication date: the day as printed, and the instant and offset where the source gave them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The calendar date in the publisher's own offset, to the precision given.
    pub date: PartialDate,
    /// The instant, where time and offset were given.
    pub instant: Option<Timestamp>,
    /// Seconds east of UTC, where given.
    pub offset_seconds: Option<i32>,
    /// Who says so.
    pub origin: DateOrigin,
}

impl Published {
    /// A date without a time of day.
    pub fn on(date: PartialDate, origin: DateOrigin) -> Self {
        Self { date, instant: None, offset_seconds: None, origin }
    }
}
