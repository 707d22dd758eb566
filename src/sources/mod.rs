//! Where do we look, and what did the listing say?
