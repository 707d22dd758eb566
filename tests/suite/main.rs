//! The tests of awardwire as a whole.

mod data;
mod rooms;
