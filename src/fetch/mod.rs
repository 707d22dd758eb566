//! How do bytes reach us politely?
//!
//! A `Request` goes out, a `Fetched` comes back, under one pace per host and the word of robots.txt.
//! This room must not know feeds, articles or SQL.
//!
//! - `fetcher`: the whole of it: robots.txt, pace, wire;
//! - `wire`: one exchange, and the only file that names the HTTP library; `limits`: what it may cost; `unpack`: its body;
//! - `way`: a request on its way through redirects;
//! - `guard`, `resolve`: which network addresses are off limits, and where hosts lie;
//! - `robots`, `tdm`: what a site allows and reserves; `paths`: the patterns they write; `once`: read once for all;
//! - `manners`, `pace`: how fast a server is asked; `breaker`: when it is left alone; `retry`: when a failure is tried again;
//! - `decode`: from bytes to text;
//! - `warc`: the archive of all that was fetched.

mod breaker;
mod clock;
mod decode;
mod error;
mod fetched;
mod fetcher;
mod guard;
mod limits;
mod manners;
mod once;
mod pace;
mod paths;
mod request;
mod resolve;
mod retry;
mod robots;
mod tdm;
mod unpack;
mod warc;
mod way;
mod wire;

#[cfg(test)]
mod loopback;

pub use clock::Clock;
pub use decode::decode;
pub use error::FetchError;
pub use fetched::{Exchange, Fetched};
pub use fetcher::{AGENT_TOKEN, Fetcher};
pub use limits::Limits;
pub use manners::Manners;
pub use request::{Form, Key, KeyPlace, Request};
pub use retry::{Retry, retry};
pub use robots::Robots;
pub use tdm::{TdmRights, TdmRules};
pub use warc::{
    Location, RecordHead, Revisited, Rewritten, WarcError, WarcKind, WarcRecord, WarcStream, WarcStreamError,
    WarcWriter, check_at, former_name, info_member, is_unfinished, member_at, read_at, read_member,
    rewrite_without,
};
pub use wire::{Wire, WireSettings};
