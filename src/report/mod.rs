//! What do they add up to, in words and sums?
//!
//! The distinct sums and numbers of an article, and how well the reader does against labelled articles (`eval`). This room must not know formats or SQLite.

mod distinct;
pub mod eval;

pub use distinct::{contract_numbers, distinct_amounts};
