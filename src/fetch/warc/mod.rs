//! The archive: everything fetched or added, as WARC 1.1 (ISO 28500:2017), one gzip member a record.
//!
//! - `writer`: appends records, rolls files over; `record`: one of them; `http`: the messages in them;
//! - `reader`: reads one record back by its place; `check`: whether it is what was written; `rewrite`: a file without some of its
//!   records; `member`: one as packed bytes, copied as it is; `stream`: reads the files of other makers.
//!
//! A record is written in one piece and its place handed out only then, so a killed process leaves at most one
//! truncated member at the end of a file. Such a file is never appended to again; its other records stay readable.

mod check;
mod http;
mod member;
mod reader;
mod record;
mod rewrite;
mod stream;
mod writer;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use check::check_at;
pub use member::{info_member, member_at, read_member};
pub use reader::read_at;
pub use rewrite::{
    LooseRecord, RecordHead, Rewritten, count_without, former_name, is_unfinished, rewrite_without,
};
pub use stream::{WarcStream, WarcStreamError};
pub use writer::WarcWriter;

use crate::base::Address;
use crate::fetch::Fetched;

/// Where a record lies in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The file's name within the archive's folder.
    pub file: String,
    /// Where its gzip member begins, in bytes.
    pub offset: u64,
    /// The member's length, in bytes.
    pub length: u64,
}

/// What kind of record it is (ISO 28500 section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarcKind {
    /// An HTTP response.
    Response,
    /// An HTTP request.
    Request,
    /// An HTTP response that was the same as an earlier one; it has no body.
    Revisit,
    /// A file or record without HTTP around it.
    Resource,
    /// The description of the archive file.
    Info,
    /// Any other.
    Other,
}

/// A page that is in the archive already, and what came was the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisited {
    /// The address that answered then.
    pub address: Address,
    /// When.
    pub fetched_at: Timestamp,
    /// The SHA-256 of its body, in hexadecimal.
    pub content_sha256: String,
}

/// One record as read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarcRecord {
    /// What kind of record it is.
    pub kind: WarcKind,
    /// `WARC-Target-URI`: the address that answered; empty where the record has none.
    pub target_uri: String,
    /// `WARC-Date`: when it was fetched.
    pub date: Timestamp,
    /// The payload's own content type, where it was given.
    pub content_type: Option<String>,
    /// The HTTP status of a response.
    pub status: Option<u16>,
    /// The HTTP headers of a response, as name and value.
    pub headers: Vec<(String, String)>,
    /// The body of a response, else the whole block.
    pub payload: Vec<u8>,
    /// Whether the crawl that wrote it says that it is no page, but a listing, robots.txt, an error or the like.
    pub is_aside: bool,
}

impl WarcRecord {
    /// The first HTTP header of this name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The answer as it was fetched; `None` for what has no http address. The address that was asked for before
    /// redirects is not in the archive.
    pub fn into_fetched(self) -> Option<Fetched> {
        let address = Address::parse(&self.target_uri).ok()?;
        let header = |name: &str| self.header(name).map(str::to_owned);
        Some(Fetched {
            status: self.status.unwrap_or(200),
            etag: header("etag"),
            last_modified: header("last-modified"),
            robots_tag: header("x-robots-tag"),
            tdm_reservation: header("tdm-reservation"),
            tdm_policy: header("tdm-policy"),
            content_type: self.content_type,
            ..Fetched::new(address, self.date, self.payload)
        })
    }
}

/// The archive could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum WarcError {
    /// The system refused.
    #[error("could not {action} {}: {source}", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What lies at the place is no whole record.
    #[error("no whole record at byte {offset} of {file} in the archive: {reason}")]
    Broken {
        /// The file's name.
        file: String,
        /// Where the record should begin.
        offset: u64,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl WarcError {
    fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}
