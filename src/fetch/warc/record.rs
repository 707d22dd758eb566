//! One record about to be written: its header, its digests, its gzip member.

use std::io::Write;

use flate2::Compression;
use jiff::Timestamp;

use crate::base::sha256_hex;
use crate::fetch::Fetched;
use crate::fetch::warc::{Location, http};

/// A field that is not of the standard: what an answer is that is no page.
pub(super) const ASIDE_FIELD: &str = "X-Crawler-Aside";

/// A record about to be written.
pub(super) struct Record<'a> {
    pub(super) kind: &'static str,
    pub(super) target_uri: Option<&'a str>,
    pub(super) content_type: &'a str,
    pub(super) block: &'a [u8],
    /// What of the block is not HTTP's, where there is such.
    pub(super) payload: Option<&'a [u8]>,
    pub(super) at: Timestamp,
    /// Further fields of the header.
    pub(super) fields: Vec<(&'static str, String)>,
}

impl<'a> Record<'a> {
    /// What all records of an exchange have in common; the block is missing.
    pub(super) fn of_exchange(kind: &'static str, fetched: &'a Fetched) -> Self {
        let mut fields = Vec::new();
        if let Some(exchange) = &fetched.exchange {
            // A field that is not of the standard, in the spelling that other crawlers agreed on.
            fields.push(("WARC-Protocol", exchange.protocol.to_owned()));
            fields.extend(exchange.ip.map(|ip| ("WARC-IP-Address", ip.to_string())));
        }
        let target_uri = Some(fetched.address.as_str());
        Self { kind, target_uri, content_type: "", block: &[], payload: None, at: fetched.fetched_at, fields }
    }

    /// Its id. `seed` makes it unlike that of an equal record elsewhere.
    pub(super) fn id(&self, seed: &str) -> String {
        let (date, uri) = (warc_date(self.at), self.target_uri.unwrap_or_default());
        record_id(&format!("{seed}\n{}\n{date}\n{uri}\n{}", self.kind, sha256_hex(self.block)))
    }

    /// The record as one gzip member.
    pub(super) fn packed(&self, seed: &str) -> std::io::Result<Vec<u8>> {
        let mut head = b"WARC/1.1\r\n".to_vec();
        let mut push = |name: &str, value: &str| http::push_header(&mut head, name, value);
        push("WARC-Type", self.kind);
        push("WARC-Record-ID", &self.id(seed));
        push("WARC-Date", &warc_date(self.at));
        if let Some(uri) = self.target_uri {
            push("WARC-Target-URI", uri);
        }
        for (name, value) in &self.fields {
            push(name, value);
        }
        if let Some(payload) = self.payload {
            push("WARC-Payload-Digest", &format!("sha256:{}", sha256_hex(payload)));
        }
        push("WARC-Block-Digest", &format!("sha256:{}", sha256_hex(self.block)));
        push("Content-Type", self.content_type);
        push("Content-Length", &self.block.len().to_string());
        head.extend_from_slice(b"\r\n");
        let packed = Vec::with_capacity(self.block.len() / 3 + 1024);
        let mut gzip = flate2::GzBuilder::new().operating_system(255).write(packed, Compression::default());
        for part in [&head, self.block, b"\r\n\r\n"] {
            gzip.write_all(part)?;
        }
        gzip.finish()
    }
}

impl Location {
    /// What tells a record at this place from an equal one elsewhere.
    pub(super) fn seed(&self) -> String {
        seed(&self.file, self.offset)
    }
}

pub(super) fn seed(file: &str, offset: u64) -> String {
    format!("{file}\n{offset}")
}

pub(super) fn warc_date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A UUID of version 8 (RFC 9562 section 5.8) from a hash, so that the same archive is written the same way twice.
fn record_id(seed: &str) -> String {
    let hash = sha256_hex(seed.as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!("<urn:uuid:{}-{}-8{}-8{}-{}>", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}
