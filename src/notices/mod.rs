//! What does this official record say?
//!
//! Records that follow a form of their own are read by it; all other articles as news. This room must not know SQL or the
//! network.
//!
//! - `announcement`, `awardees`, `buyer`, `sums`, `places`, `read`, `official`, `gather`: the daily contract
//!   announcements of the U.S. Department of Defense, which are prose of a strict grammar;
//! - `registers`: which register a JSON value comes from; `ocds` and `ocds_dealings` (`versioned`), `usaspending`, `sam`,
//!   `sam_awards` (`federal`, `codes`), `federal_register`: one file a register, from JSON to a `record`;
//! - `notice`: a `record` written out as an article, each fact with its line as evidence; `relevance`;
//! - `inventory`: the inventory of AI uses that U.S. agencies report, from its table; `inventory_names`: whom its words name;
//! - `json`, `mojibake`, `names`, `listed`, `field`: how fields, names and words are read.

mod announcement;
mod awardees;
mod buyer;
mod codes;
mod federal;
mod federal_register;
mod field;
mod gather;
mod identifiers;
mod inventory;
mod inventory_names;
mod json;
mod listed;
mod mojibake;
mod names;
mod notice;
mod ocds;
mod ocds_dealings;
mod official;
mod places;
mod read;
mod record;
mod registers;
mod relevance;
mod sam;
mod sam_awards;
mod sums;
mod usaspending;
mod versioned;

pub use inventory::{Inventory, ReportedUse, read_inventory};
pub use inventory_names::InventoryNames;
pub use notice::Notice;
pub use registers::{Records, read_records};

use std::ops::Range;

use crate::article::{Article, Body};
use crate::base::ArticleId;
use crate::events::{self, Corrections, Facts};
use announcement::Announcement;
use gather::Gathered;

/// The share of the text that must be announcements for the whole to be read as a page of them: a story that quotes one
/// is news.
const SHARE: f64 = 0.6;

/// Everything an article claims: by the grammar of its form where it is an official record, else as news.
pub fn read_facts(article: &Article) -> Facts {
    read_corrected_facts(article, &Corrections::default())
}

/// As [`read_facts`], the user's word on organisations being heard before anything is told by them.
pub fn read_corrected_facts(article: &Article, corrections: &Corrections) -> Facts {
    let body = article.body.text();
    let found: Vec<Announcement> = article
        .body
        .blocks()
        .iter()
        .filter_map(|block| Announcement::of(body.get(block.range.clone())?, block.range.start))
        .collect();
    let told: usize = found.iter().map(|announcement| announcement.range.len()).sum();
    if found.is_empty() || (told as f64) < SHARE * body.len() as f64 {
        return events::read_corrected_facts(article, corrections);
    }
    let mut gathered = Gathered::default();
    let mut at = 0;
    for announcement in &found {
        gathered.add_news(&part(article, at..announcement.range.start), at, corrections);
        let paragraph = part(article, announcement.range.clone());
        gathered.add(read::facts(&paragraph, announcement, corrections), announcement.range.start);
        at = announcement.range.end;
    }
    gathered.add_news(&part(article, at..body.len()), at, corrections);
    gathered.facts()
}

/// A part of the body as an article of its own: announcements on one page have nothing to do with each other.
fn part(article: &Article, range: Range<usize>) -> Article {
    let text = article.body.text().get(range).unwrap_or_default();
    Article {
        id: ArticleId::of_content("", text),
        title: String::new(),
        body: Body::verbatim(text.to_owned()),
        country: article.country.clone().or_else(|| Some("us".to_owned())),
        ..article.clone()
    }
}
