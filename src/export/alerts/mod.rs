//! Alerts of watches, to be read, passed on and subscribed to.
//!
//! What stands in them came from outside: each form disarms what could act on its reader. All of them are made of one
//! [`AlertReport`](crate::report::AlertReport).
//!
//! - `text`: lines to read, in a terminal or a mail; `markdown`; `record`: JSON.

mod markdown;
mod record;
mod text;

pub use markdown::write_markdown;
pub use record::write_json;
pub use text::{subject, write_text};
