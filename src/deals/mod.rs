//! Which events are one deal?
//!
//! A deal is one contract, agreement or dealing between buyers and suppliers, as told by many articles over time.
//! [`keys`] tell which events may belong together; [`settle`] takes a whole connected block of them and gives the verdict,
//! the same in whatever order the articles came. This room must not know where deals are kept.

mod deal;
mod facts;
mod keys;
mod matching;
mod naming;
mod period;
mod recompete;
mod related;
mod rulings;
mod same_story;
mod settle;
mod support;
mod telling;
mod term_shape;
mod terms;

pub use deal::{Deal, DealEvent, DealValue, Join, OfficialEntry, Stage, Status};
pub use keys::keys;
pub use period::Period;
pub use recompete::Recompete;
pub use related::{Related, Relation, deal_terms, department, related};
pub use rulings::{DealRuling, EventRef, Ruled, Rulings, Said};
pub use settle::{Block, settle};
