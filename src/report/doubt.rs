//! Where a told fact ends and a doubted one begins.

use crate::events::{Certainty, Event};

/// Below this confidence a fact is shown as doubtful, sets no status and stays out of headline sums.
pub const CONFIDENCE_TO_COUNT: f32 = 0.8;

/// Whether an event counts: neither planned nor only possible, and found with enough confidence.
pub fn is_confirmed(event: &Event) -> bool {
    matches!(event.certainty, Certainty::Announced | Certainty::Reported)
        && event.confidence >= CONFIDENCE_TO_COUNT
}
