//! How do bytes reach us politely?
//!
//! A `Request` goes out, a `Fetched` comes back, under one pace per host and the word of robots.txt.
//! This room must not know feeds, articles or SQL.
//!
//! - `fetcher`: the whole of it: robots.txt, pace, wire;
//! - `wire`: one exchange, and the only file that names the HTTP library;
//! - `guard`: which network addresses are off limits;
//! - `robots`, `pace`, `retry`: what a site allows, how fast, and when a failure is tried again;
//! - `decode`: from bytes to text;
//! - `warc`: the archive of all that was fetched.

mod clock;
mod decode;
mod error;
mod fetched;
mod fetcher;
mod guard;
mod pace;
mod request;
mod retry;
mod robots;
mod warc;
mod wire;

#[cfg(test)]
mod loopback;

pub use clock::Clock;
pub use decode::decode;
pub use error::FetchError;
pub use fetched::Fetched;
pub use fetcher::{AGENT_TOKEN, Fetcher};
pub use pace::Pace;
pub use request::Request;
pub use retry::{Retry, retry};
pub use robots::Robots;
pub use warc::{Location, WarcError, WarcKind, WarcRecord, WarcWriter, read_at};
pub use wire::{Wire, WireSettings};
