//! What are our words?
//!
//! The vocabulary every other room speaks: addresses, money, days, spans, ids and names.
//! This room must not know files, the clock or the network.

mod address;
mod address_keys;
mod blocks;
mod canonical;
mod day;
mod finder;
mod fnv;
mod hosts_only;
mod id;
mod money;
mod names;
mod pattern;
mod phrases;
mod span;
mod sums;
mod text;
mod weights;
mod wording;

pub use address::{Address, AddressError};
pub use blocks::{with_block, without_block};
pub use day::{PartialDate, PartialDateError};
pub use finder::Finder;
pub use fnv::{Fnv, Words};
pub use hosts_only::hosts_only;
pub use id::{ArticleId, DealId, OrgId, sha256_hex};
pub use money::{Currency, Money};
pub use names::{comparison_key, slug, without_legal_suffix};
pub use pattern::{Captures, Family, Match, Member, Openings, Pattern, pattern};
pub use phrases::Phrases;
pub use span::{Field, Span};
pub use sums::{Sum, read_sum};
pub use text::{char_at, printable, printable_line, squeeze};
pub use weights::{Features, Held, Name, Weights, pack as pack_weights, probability};
pub use wording::{Word, plain_words};
