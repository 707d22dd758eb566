//! Web addresses: http and https only, and when two of them name one page.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::base::canonical::{canonical, parameter_name, retain_parameters, to_ask, without_keys};

/// An absolute http or https address without user, password or fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(Url);

/// Why a text is not an address awardwire reads.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// Not a URL at all (WHATWG URL standard).
    #[error("not an address: {0:?}")]
    Malformed(String),
    /// Neither http nor https.
    #[error("only http and https addresses are read, not {0:?}")]
    Scheme(String),
}

impl Address {
    /// Reads an absolute address.
    ///
    /// # Errors
    /// When it is malformed, has no host, or is neither http nor https.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let short = || text.chars().take(120).collect::<String>();
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Malformed(short()))?;
        Self::of(url, short)
    }

    /// Reads `reference`, absolute or relative to this address (RFC 3986 section 5).
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub fn join(&self, reference: &str) -> Result<Self, AddressError> {
        let short = || reference.chars().take(120).collect::<String>();
        let url = self.0.join(reference.trim()).map_err(|_| AddressError::Malformed(short()))?;
        Self::of(url, short)
    }

    fn of(mut url: Url, short: impl Fn() -> String) -> Result<Self, AddressError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme(url.scheme().to_owned()));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(AddressError::Malformed(short()));
        }
        url.set_fragment(None);
        // A host is set and the scheme is special, so both always succeed.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Ok(Self(url))
    }

    /// The address that stands for all spellings of it: without tracking parameters, ids of sessions and keys, with percent-encoding as short as it can be, and that of the page itself where this is its copy for
    /// phones or by AMP.
    #[must_use]
    pub fn canonical(&self) -> Self {
        Self(canonical(&self.0))
    }

    /// As [`Address::canonical`], with the keys in its query: what to ask a server for. It is no name of a page, and never
    /// leaves the library.
    #[must_use]
    pub fn to_ask(&self) -> Self {
        Self(to_ask(&self.0))
    }

    /// The address without the keys, tokens and passwords in its query, else as it is: what may be shown to others.
    #[must_use]
    pub fn without_keys(&self) -> Self {
        Self(without_keys(&self.0))
    }

    /// The address without the query parameters of this name, in whatever case.
    #[must_use]
    pub fn without_parameter(&self, name: &str) -> Self {
        let mut url = self.0.clone();
        retain_parameters(&mut url, |pair| !parameter_name(pair).eq_ignore_ascii_case(name));
        Self(url)
    }

    /// The host, lower case, without port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The host and, where it is not the scheme's own, the port: what one pace and one robots.txt belong to.
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// The registrable domain (public suffix list), else the host: `news.bbc.co.uk` is `bbc.co.uk`. A host written as a
    /// number is a site of its own.
    pub fn site(&self) -> &str {
        match self.0.host() {
            Some(url::Host::Domain(host)) => psl::domain_str(host).unwrap_or(host),
            _ => self.host(),
        }
    }

    /// The path and query as a request line or a robots.txt rule sees them.
    pub fn path_and_query(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The parsed address.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_schemes_and_nonsense_are_refused() {
        for text in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ftp://a.example",
            "data:text/html,x",
            "",
            "http://",
            "a b",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_site_is_the_registrable_domain() {
        for (address, site) in [
            ("https://www.news.bbc.co.uk/x", "bbc.co.uk"),
            ("https://one.github.io/x", "one.github.io"),
            ("https://co.uk/", "co.uk"),
            ("http://127.0.0.1:8000/x", "127.0.0.1"),
            ("http://[2001:db8::1]/x", "[2001:db8::1]"),
            ("http://localhost/x", "localhost"),
        ] {
            assert_eq!(Address::parse(address).unwrap().site(), site, "{address}");
        }
        assert_eq!(Address::parse("http://127.0.0.1:8000/x").unwrap().authority(), "127.0.0.1:8000");
    }
}
