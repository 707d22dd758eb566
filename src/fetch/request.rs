//! What is asked of a server.

use crate::base::Address;

/// An address and what is known of its last answer, so that an unchanged page costs one 304.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where.
    pub address: Address,
    /// The `ETag` of the last answer (RFC 9110 section 8.8.3).
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer (RFC 9110 section 8.8.2).
    pub last_modified: Option<String>,
}

impl Request {
    /// A first request to this address.
    pub fn new(address: Address) -> Self {
        Self { address, etag: None, last_modified: None }
    }
}
