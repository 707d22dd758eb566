//! Why bytes did not come.

use std::net::IpAddr;
use std::time::Duration;

use crate::base::Address;

/// A request that was not answered, or that awardwire would not make.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The site's robots.txt says no (RFC 9309).
    #[error("robots.txt of {} does not allow {address}", address.authority())]
    Robots {
        /// What was not fetched.
        address: Address,
    },
    /// robots.txt could not be read, which RFC 9309 section 2.3.1.4 counts as "everything disallowed" for now.
    #[error("robots.txt of {authority} could not be read, so nothing there is fetched for now: {reason}")]
    RobotsUnavailable {
        /// Whose robots.txt.
        authority: String,
        /// What went wrong with it.
        reason: String,
    },
    /// robots.txt asks for more time between two requests than a crawl has (`Crawl-delay`).
    #[error("robots.txt of {authority} asks for {} s between two requests; a host that asks for more than {} s is skipped", .asked.as_secs(), .most.as_secs())]
    CrawlDelay {
        /// Whose robots.txt.
        authority: String,
        /// What it asks for.
        asked: Duration,
        /// What is granted at most.
        most: Duration,
    },
    /// The server failed so often that it is left alone for a while (circuit breaker).
    #[error("{authority} failed {failures} times in a row and is left alone; it is asked again in {} s ({reason})", .remaining.as_secs().max(1))]
    Resting {
        /// Who failed.
        authority: String,
        /// How often.
        failures: u32,
        /// Until it is asked again.
        remaining: Duration,
        /// The last failure.
        reason: String,
    },
    /// The server asked for a longer pause than a run waits.
    #[error("{authority} asked for a pause of {} more seconds", .remaining.as_secs())]
    Held {
        /// Who asked.
        authority: String,
        /// How long it still lasts.
        remaining: Duration,
    },
    /// The host is, or resolves to, an address that is not public.
    #[error("{host} is at {ip}, a {kind} address: set allow_private = true on the source to read it")]
    PrivateAddress {
        /// The host as the address names it.
        host: String,
        /// Where it lies.
        ip: IpAddr,
        /// What kind of address that is.
        kind: &'static str,
    },
    /// No connection: the name does not resolve, or nobody answers.
    #[error("could not connect to {host}: {reason}")]
    Connect {
        /// The host.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// The connection could not be secured.
    #[error("no secure connection to {host}: {reason}")]
    Tls {
        /// The host.
        host: String,
        /// What was wrong.
        reason: String,
    },
    /// The whole answer did not come in time.
    #[error("{address} did not answer within {} s", .after.as_secs_f32())]
    Timeout {
        /// What was asked for.
        address: Address,
        /// The limit.
        after: Duration,
    },
    /// The body is larger than the limit, after decompression.
    #[error("{address} is larger than {limit_bytes} bytes: raise max_body_mb to read it")]
    TooLarge {
        /// What was asked for.
        address: Address,
        /// The limit.
        limit_bytes: usize,
    },
    /// The body is larger than the limit as it is sent, before decompression.
    #[error("{address} sends more than {limit_bytes} bytes")]
    PackedTooLarge {
        /// What was asked for.
        address: Address,
        /// The limit.
        limit_bytes: usize,
    },
    /// The headers are larger than the limit.
    #[error("the headers of {address} are larger than {limit_bytes} bytes")]
    HeadersTooLarge {
        /// What was asked for.
        address: Address,
        /// The limit.
        limit_bytes: usize,
    },
    /// The body comes in drops, or stopped coming.
    #[error("{address} was cut off: {bytes} bytes in {taken_s} s, and then {}", if *.silent { "silence" } else { "too few" })]
    TooSlow {
        /// What was asked for.
        address: Address,
        /// What had come.
        bytes: usize,
        /// In how many seconds.
        taken_s: u32,
        /// Whether nothing came for too long, rather than too little on the whole.
        silent: bool,
    },
    /// Redirects that lead back to where they came from.
    #[error("{address} redirects in a circle, back to {back_to}")]
    RedirectLoop {
        /// What was asked for.
        address: Address,
        /// The first address that came again.
        back_to: String,
    },
    /// A chain of redirects.
    #[error("{address} redirects more than {limit} times")]
    TooManyRedirects {
        /// What was asked for.
        address: Address,
        /// The limit.
        limit: usize,
    },
    /// A redirect that leads nowhere awardwire goes.
    #[error("{address} redirects to no usable address: {reason}")]
    BadRedirect {
        /// Who redirects.
        address: Address,
        /// What was wrong with the new address.
        reason: String,
    },
    /// The server answered with an error status (RFC 9110 sections 15.5 and 15.6).
    #[error("{address} answered with status {status}")]
    Status {
        /// What was asked for.
        address: Address,
        /// 400 or higher.
        status: u16,
        /// How long the server asked to wait (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// The HTTP client could not be set up.
    #[error("could not set up the HTTP client: {reason}")]
    Setup {
        /// What it said.
        reason: String,
    },
    /// The exchange broke off: a malformed answer, a cut body.
    #[error("the answer of {address} broke off: {reason}")]
    Broken {
        /// What was asked for.
        address: Address,
        /// What was wrong.
        reason: String,
    },
}

impl FetchError {
    /// Whether the same request may well succeed later.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::RobotsUnavailable { .. }
            | Self::Held { .. }
            | Self::Resting { .. }
            | Self::TooSlow { .. }
            | Self::Connect { .. }
            // Certificates run out and are renewed.
            | Self::Tls { .. }
            | Self::Timeout { .. }
            | Self::Broken { .. } => true,
            // Request timeout, too early, too many requests, and the server's own failures that may pass.
            Self::Status { status, .. } => {
                matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504 | 507 | 509 | 520..=530)
            }
            Self::Robots { .. }
            | Self::PrivateAddress { .. }
            | Self::CrawlDelay { .. }
            | Self::TooLarge { .. }
            | Self::PackedTooLarge { .. }
            | Self::HeadersTooLarge { .. }
            | Self::RedirectLoop { .. }
            | Self::TooManyRedirects { .. }
            | Self::BadRedirect { .. }
            | Self::Setup { .. } => false,
        }
    }

    /// How long the server asked to wait, where it did.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            Self::Held { remaining, .. } | Self::Resting { remaining, .. } => Some(*remaining),
            _ => None,
        }
    }

    /// Whether it tells that the server is in trouble, rather than that it does not have or give this page.
    pub(super) fn is_servers_trouble(&self) -> bool {
        match self {
            Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout { .. }
            | Self::TooSlow { .. }
            | Self::Broken { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_that_may_pass_are_temporary() {
        let address = Address::parse("https://news.example/a").unwrap();
        for (status, temporary) in
            [(404, false), (403, false), (410, false), (429, true), (501, false), (503, true)]
        {
            let error = FetchError::Status { address: address.clone(), status, retry_after: None };
            assert_eq!(error.is_temporary(), temporary, "{status}");
        }
    }

    #[test]
    fn messages_name_the_thing_and_the_remedy() {
        let error = FetchError::PrivateAddress {
            host: "intranet.example".into(),
            ip: [10, 0, 0, 1].into(),
            kind: "private",
        };
        assert_eq!(
            error.to_string(),
            "intranet.example is at 10.0.0.1, a private address: set allow_private = true on the source to read it"
        );
    }
}
