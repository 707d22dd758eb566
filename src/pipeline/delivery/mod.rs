//! Where alerts go: files, webhooks, mail, a command.
//!
//! It is handed what is to be delivered as bytes, and says on one line why it could not. It must not know what an alert is.
//!
//! - `output`: what a watch may name; `files`: files written whole or not at all.

mod files;
mod output;

pub use files::write_file;
pub use output::{FileKind, HookTemplate, Output};
