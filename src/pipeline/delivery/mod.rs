//! Where alerts go: files, webhooks, mail, a command.
//!
//! It is handed what is to be delivered as bytes, and says on one line why it could not. It must not know what an alert is.
//!
//! - `output`: what a watch may name; `files`: files written whole or not at all; `webhook`: an address told by POST;
//!   `smtp`: mail, and the only file that names the mail library; `command`: a program that is given the alerts.

mod command;
mod files;
mod output;
mod smtp;
mod webhook;

pub use command::run_command;
pub use files::write_file;
pub use output::{FileKind, HookTemplate, Output, is_mail_address};
pub use smtp::{MailSettings, send_mail};
pub use webhook::{Hook, post, webhook_address};
