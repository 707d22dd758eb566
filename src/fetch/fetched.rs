//! What a server, a file or an archive answered.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::base::Address;

/// Bytes as they came, and the headers that say how to read them. No type of the HTTP library is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address that was asked for.
    pub requested: Address,
    /// The address that answered, after redirects.
    pub address: Address,
    /// Where the page has moved to for good: set when there were redirects and all of them were permanent (301, 308), so
    /// that the old address may be forgotten.
    pub moved_to: Option<Address>,
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
    /// The `tdm-reservation` header (TDMRep): `1` where the rights of text and data mining are reserved.
    pub tdm_reservation: Option<String>,
    /// The `tdm-policy` header (TDMRep): the address of what may be agreed on.
    pub tdm_policy: Option<String>,
    /// The body after transfer and content decoding.
    pub body: Vec<u8>,
    /// What went over the wire; `None` for what did not come from a server in this run.
    pub exchange: Option<Box<Exchange>>,
}

impl Fetched {
    /// A body from this address, with status 200 and nothing else said of it.
    pub fn new(address: Address, fetched_at: Timestamp, body: impl Into<Vec<u8>>) -> Self {
        Self {
            requested: address.clone(),
            address,
            moved_to: None,
            status: 200,
            fetched_at,
            content_type: None,
            etag: None,
            last_modified: None,
            robots_tag: None,
            tdm_reservation: None,
            tdm_policy: None,
            body: body.into(),
            exchange: None,
        }
    }

    /// Whether the server says that what we know of the page still holds (304).
    pub fn is_unchanged(&self) -> bool {
        self.status == 304
    }
}

/// One request and the head of its answer, as the archive keeps them. Keys are not among the headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// `GET` or `POST`.
    pub method: String,
    /// The headers that were sent, in order.
    pub sent: Vec<(String, String)>,
    /// The body that was sent.
    pub form: Vec<u8>,
    /// The headers that came, in order.
    pub received: Vec<(String, String)>,
    /// `http/1.1` or `h2`.
    pub protocol: &'static str,
    /// Who answered.
    pub ip: Option<IpAddr>,
}
