//! What do they add up to, in words and sums?
//!
//! The distinct sums and numbers of an article, the line between told and doubted, and how well the reader does
//! against labelled articles (`eval`). This room must not know formats or SQLite.

mod distinct;
mod doubt;
pub mod eval;

pub use distinct::{contract_numbers, distinct_amounts};
pub use doubt::{CONFIDENCE_TO_COUNT, is_confirmed};
