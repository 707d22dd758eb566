//! How do bytes reach us politely?
//!
//! A `Request` goes out, a `Fetched` comes back, under one pace per host and the word of robots.txt.
//! This room must not know feeds, articles or SQL.
//!
//! - `fetcher`: the whole of it: robots.txt, pace, wire;
//! - `asides`: answers that are no pages, kept for the archive;
//! - `wire`: one exchange, and the only file that names the HTTP library; `limits`: what it may cost; `unpack`: its body;
//! - `way`: a request on its way through redirects;
//! - `tls`: why a connection could not be secured, in plain words;
//! - `guard`, `resolve`: which network addresses are off limits, and where hosts lie;
//! - `robots`, `tdm`: what a site allows and reserves; `paths`: the patterns they write; `once`: read once for all;
//! - `manners`, `pace`: how fast a server is asked; `breaker`: when it is left alone; `retry`: when a failure is tried again;
//! - `decode`: from bytes to text; `http_date`: from headers to instants;
//! - `warc`: the archive of all that was fetched.

mod asides;
mod breaker;
mod clock;
mod decode;
mod error;
mod fetched;
mod fetcher;
mod guard;
mod http_date;
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
mod tls;
mod unpack;
mod warc;
mod way;
mod wire;

#[cfg(test)]
mod loopback;

pub use asides::{Aside, AsideBody, AsideKind};
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
    Location, LooseRecord, RecordHead, Revisited, Rewritten, WarcError, WarcKind, WarcRecord, WarcStream,
    WarcStreamError, WarcWriter, check_at, count_without, former_name, info_member, is_unfinished, member_at,
    read_at, read_member, rewrite_without,
};
pub use wire::{Wire, WireSettings};
