//! The flags that name where alerts go.

use std::path::{Path, PathBuf};

use awardwire::pipeline::delivery::{FileKind, HookTemplate, Output, is_mail_address, webhook_address};
use clap::{Args, ValueEnum};

use crate::cli::ending::Ending;
use crate::cli::output::one_line;

/// Where alerts go beside the terminal.
#[derive(Args, Debug, Clone, Default)]
pub struct OutputFlags {
    /// A file, in the form that its name ends with: .atom (or .xml) and .ics show the newest alerts of all runs; .json, .md
    /// and .txt those of the last that had any
    #[arg(long, value_name = "FILE")]
    to: Vec<PathBuf>,
    /// An address that is told by POST (https)
    #[arg(long, value_name = "URL")]
    webhook: Vec<String>,
    /// The form of what webhooks are sent
    #[arg(long, value_enum, default_value_t = Template::Raw, value_name = "FORM")]
    template: Template,
    /// Let webhooks lie in your own network, and be http
    #[arg(long)]
    allow_private: bool,
    /// A mail to this address, by the server in AWARDWIRE_SMTP_URL (smtps://user@mail.example.com) with the password in
    /// AWARDWIRE_SMTP_PASSWORD, from AWARDWIRE_MAIL_FROM
    #[arg(long, value_name = "ADDRESS")]
    mail: Vec<String>,
    /// Mails as files in this folder (.eml)
    #[arg(long, value_name = "DIR")]
    eml: Vec<PathBuf>,
    /// A command, as the shell reads it, that is given the alerts as JSON on its standard input
    #[arg(long, value_name = "COMMAND")]
    exec: Vec<String>,
}

/// The form of what webhooks are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Template {
    /// The alerts as JSON.
    #[default]
    Raw,
    /// A message for an incoming webhook of Slack.
    Slack,
    /// A card for a webhook of Microsoft Teams.
    Teams,
}

impl OutputFlags {
    /// The outputs, each once.
    ///
    /// # Errors
    /// When one cannot be used.
    pub fn outputs(&self) -> Result<Vec<Output>, Ending> {
        let mut outputs = Vec::new();
        for path in &self.to {
            if FileKind::of(path).is_none() {
                return Err(Ending::usage(format!(
                    "--to {}: the name ends with .atom, .ics, .json, .md or .txt",
                    one_line(&path.display().to_string())
                )));
            }
            outputs.push(Output::File { path: absolute(path)? });
        }
        let template = match self.template {
            Template::Raw => HookTemplate::Raw,
            Template::Slack => HookTemplate::Slack,
            Template::Teams => HookTemplate::Teams,
        };
        for url in &self.webhook {
            webhook_address(url, self.allow_private)
                .map_err(|why| Ending::usage(format!("--webhook: {why}")))?;
            let (url, allow_private) = (url.clone(), self.allow_private);
            outputs.push(Output::Webhook { url, template, allow_private });
        }
        for to in &self.mail {
            if !is_mail_address(to) {
                let shown = one_line(to);
                return Err(Ending::usage(format!("--mail {shown}: write one address, ada@example.com")));
            }
            outputs.push(Output::Mail { to: to.clone() });
        }
        for dir in &self.eml {
            outputs.push(Output::Eml { dir: absolute(dir)? });
        }
        for command in self.exec.iter().filter(|command| !command.trim().is_empty()) {
            outputs.push(Output::Exec { command: command.clone() });
        }
        outputs.sort();
        outputs.dedup();
        Ok(outputs)
    }
}

/// The watch may be run from another folder.
fn absolute(path: &Path) -> Result<PathBuf, Ending> {
    std::path::absolute(path)
        .map_err(|error| Ending::usage(format!("{}: {error}", one_line(&path.display().to_string()))))
}
