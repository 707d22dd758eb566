//! awardwire: a local-first knowledge base of news about government contracts for AI.
//!
//! The rooms stand in flow order; each may use only rooms above it (`tests/suite/rooms.rs` keeps the walls).

pub mod base;
pub mod fetch;
pub mod sources;

pub mod article;
pub mod entities;
pub mod events;
pub mod notices;

pub mod deals;
pub mod store;

pub mod notebook;

pub mod search;
pub mod watch;

pub mod report;

pub mod bundle;
pub mod export;

pub mod library;
pub mod pipeline;
