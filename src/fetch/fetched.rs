//! What a server, a file or an archive answered.

use jiff::Timestamp;

use crate::base::Address;

/// Bytes as they came, and the headers that say how to read them. No type of the HTTP library is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address that was asked for.
    pub requested: Address,
    /// The address that answered, after redirects.
    pub address: Address,
    /// The HTTP status; 200 for what came from a file.
    pub status: u16,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// The `Content-Type` header as sent.
    pub content_type: Option<String>,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
    /// The `X-Robots-Tag` header.
    pub robots_tag: Option<String>,
    /// The body after transfer and content decoding.
    pub body: Vec<u8>,
}
