//! The tests of awardwire as a whole.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

mod add;
mod crawl;
mod data;
mod dates;
mod deals;
mod demo;
mod digest;
mod doctor;
mod endings;
mod eval;
mod export;
mod extract;
mod fix;
mod formats;
mod hostile;
mod inventory;
mod library;
mod lists;
mod money;
mod notices;
mod pages;
mod profile;
mod registers;
mod reindex;
mod reread;
mod review;
mod rooms;
mod search;
mod show;
mod spans;
mod standing;
mod status;
mod tags;
mod timeline;
mod world;
