//! The program `awardwire`.
fn main() {}
