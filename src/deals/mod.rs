//! Which events are one deal?
//!
//! A deal is one contract, agreement or dealing between buyers and suppliers, as told by many articles over time.
//! Each [`Key`] tells which events may belong together; [`settle`] takes a whole connected block of them and gives the verdict,
//! the same in whatever order the articles came. This room must not know where deals are kept.

mod chronology;
mod context;
mod deal;
mod evidence;
mod facts;
mod features;
mod grouping;
mod keys;
mod linking;
mod matching;
mod naming;
mod nearest;
mod parts;
mod period;
mod rarity;
mod rates;
mod recompete;
mod related;
mod ruled;
mod rulings;
mod same_story;
mod scores;
mod settle;
mod support;
mod telling;
mod term_shape;
mod terms;
mod tracked;
mod user_word;

pub use chronology::{Moment, in_order, told_by};
pub use deal::{Deal, DealEvent, DealValue, Join, OfficialEntry, Stage, Status};
pub use features::{Compared, Features};
pub use keys::{Key, Keys};
pub use linking::{JOINED, Link, Tops, is_link, matches};
pub use nearest::{NearestDeal, Nearness, nearest};
pub use parts::part_of;
pub use period::Period;
pub use recompete::Recompete;
pub use related::{Related, Relation, deal_terms, department, related};
pub use ruled::apply_rulings;
pub use rulings::{DealRuling, EventRef, Ruled, Rulings, Said};
#[cfg(test)]
pub use settle::settle_told;
pub use settle::{Block, pair_evidence, settle, settle_all};
pub use tracked::{Fit, IS_THE_DEAL, MAY_BE_THE_DEAL, Tracked, fit};
pub use user_word::{ByArticle, Meant, Named, contradictions, pair, ruling, rulings};
