//! Which articles and deals match these words?
