//! What a page says of its article beside headline, text, authors and day.

use serde::{Deserialize, Serialize};

use crate::article::published::Published;

/// What a page says of its article beside headline, text, authors and day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// When it was last changed, where that is later than its publication.
    pub updated: Option<Published>,
    /// The section of the site it stands in.
    pub section: Option<String>,
    /// Keywords and tags, each once.
    pub keywords: Vec<String>,
    /// The address of its lead image.
    pub image: Option<String>,
    /// Place and news agency at the head of the text, or the agency at its foot.
    pub dateline: Option<Dateline>,
    /// Whether it is a live blog: entries in order of time, the latest first as a rule.
    pub is_live: bool,
    /// Where it goes on, if it is cut into pages.
    pub next_page: Option<String>,
}

/// "WASHINGTON (Reuters) –": where a report was written, and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place as written.
    pub place: Option<String>,
    /// The news agency as written.
    pub agency: Option<String>,
    /// How many bytes at the head of the body it takes; 0 where it stands elsewhere.
    pub length: usize,
}
