//! What happened, by this article?
//!
//! Ties mentions to events: awards, modifications, solicitations, protests and the rest, each with its evidence.
//! This room must not know other articles.

mod event;

pub use event::{
    Attribution, AttributionKind, Certainty, Event, EventKind, EventSpans, EventValue, Facts, OrgRef,
};

/// The version of the extractor (entities and events): raised whenever it may find otherwise than before.
pub const EXTRACTOR_VERSION: u32 = 1;
