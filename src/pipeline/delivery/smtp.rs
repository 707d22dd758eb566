//! Mail over SMTP: the only file that names the mail library. It is handed whole messages.

#![expect(clippy::disallowed_types, reason = "this is the one file that uses the mail library")]

use std::time::Duration;

use lettre::address::Envelope;
use lettre::{Address, SmtpTransport, Transport};

/// The limit for each step of the talk with the server.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Which server takes the user's mail.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MailSettings {
    /// `smtps://user@mail.example.com`, or `smtp://…?tls=required` for STARTTLS.
    pub url: Option<String>,
    /// The password of the user in it.
    pub password: Option<String>,
    /// From whom mail comes; else from the user in the address, where that is a mail address.
    pub from: Option<String>,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSettings").field("from", &self.from).finish_non_exhaustive()
    }
}

impl MailSettings {
    /// From whom mail comes.
    pub fn sender(&self) -> Option<String> {
        let user = || {
            let url = url::Url::parse(self.url.as_deref()?).ok()?;
            let user = url.username().replace("%40", "@");
            let host = url.host_str()?;
            Some(if user.contains('@') || user.is_empty() { user } else { format!("{user}@{host}") })
        };
        self.from.clone().or_else(user).filter(|sender| super::is_mail_address(sender))
    }

    /// The address of the server with the password in it, and whether what is said to it is secured.
    fn server(&self) -> Result<url::Url, String> {
        let hint =
            "set AWARDWIRE_SMTP_URL, such as smtps://user@mail.example.com, and AWARDWIRE_SMTP_PASSWORD";
        let text = self.url.as_deref().ok_or_else(|| format!("no mail server is named: {hint}"))?;
        // Its words may hold the password, so they are not repeated.
        let mut url =
            url::Url::parse(text).map_err(|_| format!("AWARDWIRE_SMTP_URL is no address: {hint}"))?;
        if !matches!(url.scheme(), "smtp" | "smtps") || url.host_str().is_none() {
            return Err(format!("AWARDWIRE_SMTP_URL is no address of a mail server: {hint}"));
        }
        if let Some(password) = &self.password {
            url.set_password(Some(password)).map_err(|()| hint.to_owned())?;
        }
        let is_own = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let is_secured = url.scheme() == "smtps"
            || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        if !is_secured && !is_own && (url.password().is_some() || !url.username().is_empty()) {
            return Err(
                "AWARDWIRE_SMTP_URL would send the password unsecured: write smtps://, or add ?tls=required"
                    .to_owned(),
            );
        }
        Ok(url)
    }
}

/// Sends a whole message (RFC 5322) to one address.
///
/// # Errors
/// In one line, without the password.
pub fn send_mail(settings: &MailSettings, from: &str, to: &str, message: &[u8]) -> Result<(), String> {
    let url = settings.server()?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let read = |address: &str| {
        address.parse::<Address>().map_err(|error| format!("{address} is no mail address: {error}"))
    };
    let envelope = Envelope::new(Some(read(from)?), vec![read(to)?]).map_err(|error| error.to_string())?;
    // Someone else may have installed a provider before; theirs serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let transport = SmtpTransport::from_url(url.as_str())
        .map_err(|error| format!("{host}: {}", told(&error, settings)))?
        .timeout(Some(TIMEOUT))
        .build();
    transport
        .send_raw(&envelope, message)
        .map(|_| ())
        .map_err(|error| format!("{host} did not take the mail: {}", told(&error, settings)))
}

/// What the library says, with its causes, but for the password.
fn told(error: &lettre::transport::smtp::Error, settings: &MailSettings) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words = format!("{words}: {inner_words}");
        }
        cause = inner.source();
    }
    match &settings.password {
        Some(password) if !password.is_empty() => words.replace(password.as_str(), "…"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> MailSettings {
        MailSettings { url: Some(url.into()), password: Some("s3cret".into()), from: None }
    }

    #[test]
    fn a_password_goes_only_over_a_secured_line() {
        for (url, is_usable) in [
            ("smtps://ada@mail.example", true),
            ("smtp://ada@mail.example?tls=required", true),
            ("smtp://ada@mail.example", false),
            ("smtp://127.0.0.1:2525", true),
            ("https://mail.example", false),
            ("mail.example", false),
        ] {
            let server = settings(url).server();
            assert_eq!(server.is_ok(), is_usable, "{url}");
            assert!(!format!("{:?}", server.err()).contains("s3cret"));
        }
        assert!(!format!("{:?}", settings("smtps://ada:s3cret@x.example")).contains("s3cret"));
        assert!(MailSettings::default().server().unwrap_err().contains("AWARDWIRE_SMTP_URL"));
    }

    #[test]
    fn the_sender_is_the_user_unless_one_is_named() {
        assert_eq!(settings("smtps://ada@mail.example").sender().as_deref(), Some("ada@mail.example"));
        assert_eq!(
            settings("smtps://ada%40x.example@mail.example").sender().as_deref(),
            Some("ada@x.example")
        );
        assert_eq!(settings("smtp://127.0.0.1:25").sender(), None);
        let named = MailSettings { from: Some("a@b.example".into()), ..settings("smtp://127.0.0.1:25") };
        assert_eq!(named.sender().as_deref(), Some("a@b.example"));
        let injected = MailSettings { from: Some("a@b.example\r\nBcc: x@y.example".into()), ..named };
        assert_eq!(injected.sender(), None);
    }
}
