//! Alerts of watches, to be read, passed on and subscribed to.
//!
//! What stands in them came from outside: each form disarms what could act on its reader. All of them are made of one
//! [`AlertReport`](crate::report::AlertReport).
//!
//! - `text`: lines to read, in a terminal or a mail; `markdown`; `record`: JSON; `mail`: a whole message;
//! - `atom`, `calendar`: what is subscribed to, with ids that last; `hooks`: messages for the chats of others.

mod atom;
mod calendar;
mod hooks;
mod mail;
mod markdown;
mod record;
mod text;

pub use atom::write_atom;
pub use calendar::write_calendar;
pub use hooks::{write_slack, write_teams};
pub use mail::{MailHead, mail};
pub use markdown::write_markdown;
pub use record::write_json;
pub use text::{subject, write_text};
