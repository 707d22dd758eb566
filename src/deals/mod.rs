//! Which events are one deal?
//!
//! A deal is one contract, agreement or dealing between buyers and suppliers, as told by many articles over time.
//! This room must not know where deals are kept.

mod deal;

pub use deal::{Deal, DealEvent, DealValue, Status};
