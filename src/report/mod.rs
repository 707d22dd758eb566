//! What do they add up to, in words and sums?
