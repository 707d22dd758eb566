//! Who, how much, when?
//!
//! Finds the mentions in an article: agencies, vendors, amounts, dates, numbers, products, programs and AI terms.
//! This room must not know what happened.

mod mention;

pub use mention::{
    Amount, AmountRole, DateMention, Mentions, Named, NumberKind, NumberMention, Organisation, Qualifier,
    TermMention,
};
