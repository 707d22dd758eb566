//! How do bytes reach us politely?
//!
//! A `Request` goes out, a `Fetched` comes back, under one pace per host and the word of robots.txt.
//! This room must not know feeds, articles or SQL.

mod clock;
mod fetched;
mod request;

pub use clock::Clock;
pub use fetched::Fetched;
pub use request::Request;
