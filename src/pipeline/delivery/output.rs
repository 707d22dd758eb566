//! What a watch may name as the place where its alerts go.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::base::Address;

/// A place where alerts go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Output {
    /// A file, in the form that its name ends with.
    File {
        /// The file.
        path: PathBuf,
    },
    /// An address that is told by POST.
    Webhook {
        /// The address; it may hold a secret, so it is never shown whole.
        url: String,
        /// The form of what is sent.
        template: HookTemplate,
        /// Whether it may lie at a private address.
        #[serde(default)]
        allow_private: bool,
    },
    /// A mail.
    Mail {
        /// To whom.
        to: String,
    },
    /// Mails as files in a folder.
    Eml {
        /// The folder.
        dir: PathBuf,
    },
    /// A command that is given the alerts as JSON on its standard input.
    Exec {
        /// The command and its arguments, as the system's shell reads them.
        command: String,
    },
}

/// The form of what a webhook is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HookTemplate {
    /// The alerts as JSON.
    #[default]
    Raw,
    /// A message as Slack takes it.
    Slack,
    /// A card as Microsoft Teams takes it.
    Teams,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A feed of the newest alerts (RFC 4287).
    Atom,
    /// A calendar of the newest alerts (RFC 5545).
    Calendar,
    /// The last alerts as JSON.
    Json,
    /// The last alerts as Markdown.
    Markdown,
    /// The last alerts as plain text.
    Text,
}

impl FileKind {
    /// The form that a file's name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        match end.as_str() {
            "atom" | "xml" => Some(Self::Atom),
            "ics" => Some(Self::Calendar),
            "json" => Some(Self::Json),
            "md" => Some(Self::Markdown),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }

    /// Whether the file shows the newest alerts of all runs rather than those of the last.
    pub fn shows_all(self) -> bool {
        matches!(self, Self::Atom | Self::Calendar)
    }
}

impl Output {
    /// What names it where it is noted that it has an alert.
    ///
    /// # Errors
    /// Those of the format.
    pub fn key(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// As it may be shown: of a webhook the host alone, since its path is often its secret.
    pub fn shown(&self) -> String {
        match self {
            Self::File { path } => path.display().to_string(),
            Self::Webhook { url, .. } => match Address::parse(url) {
                Ok(address) => format!("webhook at {}", address.authority()),
                Err(_) => "webhook".to_owned(),
            },
            Self::Mail { to } => format!("mail to {to}"),
            Self::Eml { dir } => format!("mails in {}", dir.display()),
            Self::Exec { command } => {
                format!("command {}", command.split_whitespace().next().unwrap_or_default())
            }
        }
    }
}

/// Whether a text is a plain mail address, `ada@example.com`, that can stand in a header as it is: no names, no lists, no
/// quotes, no comments, and nothing that could end a line.
pub fn is_mail_address(text: &str) -> bool {
    let is_plain = |part: &str, more: &str| {
        !part.is_empty()
            && part.len() <= 200
            && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
    };
    text.split_once('@').is_some_and(|(user, host)| {
        is_plain(user, ".!#$%&'*+-/=?^_`{|}~") && is_plain(host, ".-") && !host.starts_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_is_not_shown() {
        let hook = |url: &str| Output::Webhook {
            url: url.into(),
            template: HookTemplate::Slack,
            allow_private: false,
        };
        assert_eq!(hook("https://hooks.example/services/T0/B0/s3cret").shown(), "webhook at hooks.example");
        assert_eq!(hook("https://user:s3cret@hooks.example:444/").shown().matches("s3cret").count(), 0);
        let exec = Output::Exec { command: "notify --token s3cret".into() };
        assert_eq!(exec.shown(), "command notify");
    }

    #[test]
    fn a_mail_address_is_one_and_nothing_else() {
        for (text, is_one) in [
            ("ada@example.com", true),
            ("ada+alerts@mail.example.com", true),
            ("ada@localhost", true),
            ("Ada <ada@example.com>", false),
            ("ada@example.com, bob@example.com", false),
            ("ada@example.com\r\nBcc: bob@example.com", false),
            ("ada@example.com\n", false),
            ("ada@b@c", false),
            ("ada@", false),
            ("@example.com", false),
            ("a..b@example.com", false),
            ("\"a b\"@example.com", false),
        ] {
            assert_eq!(is_mail_address(text), is_one, "{text:?}");
        }
    }

    #[test]
    fn the_name_of_a_file_says_its_form() {
        for (name, kind) in [
            ("a/b.atom", Some(FileKind::Atom)),
            ("b.XML", Some(FileKind::Atom)),
            ("b.ics", Some(FileKind::Calendar)),
            ("b.md", Some(FileKind::Markdown)),
            ("b.exe", None),
            ("atom", None),
        ] {
            assert_eq!(FileKind::of(Path::new(name)), kind, "{name}");
        }
    }
}
