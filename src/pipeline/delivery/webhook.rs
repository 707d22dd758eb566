//! An address that is told by POST, under the same guard as every page that is fetched.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::base::Address;
use crate::fetch::{Clock, FetchError, Limits, Request, Retry, Wire, WireSettings, retry};

/// How long one exchange may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Within one run it is tried so often; the next run tries again.
const MOST_TRIES: u32 = 3;
/// The pause after the first failure; the second is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// A server that asks for a longer pause is left to the next run.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// So much of an answer is read; nothing in it matters.
const MOST_BYTES: usize = 64 << 10;

/// An address that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    address: Address,
    allow_private: bool,
}

/// Reads the address of a webhook: https, or http where it may lie in the user's own network.
///
/// # Errors
/// In one line, without the address, which may hold a secret.
pub fn webhook_address(url: &str, allow_private: bool) -> Result<Hook, String> {
    let address = Address::parse(url).map_err(|_| "write its whole address, https://…".to_owned())?;
    if has_user(url) {
        return Err(
            "a name and password before the host are not sent; write the address without them, and take a webhook whose secret \
             is in its path"
                .to_owned(),
        );
    }
    if address.url().scheme() != "https" && !allow_private {
        return Err(
            "it has to be https://, so that nobody reads it on the way; --allow-private allows http:// in your own network"
                .to_owned(),
        );
    }
    Ok(Hook { address, allow_private })
}

/// Whether a name or password stands before the host (RFC 3986 section 3.2.1).
fn has_user(url: &str) -> bool {
    let rest = url.split_once(':').map_or("", |(_, rest)| rest).trim_start_matches(['/', '\\']);
    rest.split(['/', '\\', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}

/// Posts JSON to a webhook; a passing failure is tried again a few times.
///
/// # Errors
/// In one line, without the address's path and query, which are often its secret.
pub fn post(hook: &Hook, body: &[u8], clock: Clock) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the network cannot be set up: {error}"))?;
    let wire = Wire::new(settings(hook, clock)).map_err(|error| shown(hook, &error))?;
    let request = Request::json(hook.address.clone(), body);
    runtime.block_on(async {
        let mut tries = 0;
        loop {
            let Err(error) = wire.send_straight(&request).await else { return Ok(()) };
            tries += 1;
            let is_worth_it = retry(&error, tries, clock.now()) != Retry::Never;
            let pause = error.retry_after().unwrap_or_default().max(FIRST_PAUSE * (1 << (tries - 1)));
            if !is_worth_it || tries >= MOST_TRIES || pause > LONGEST_PAUSE {
                return Err(shown(hook, &error));
            }
            tokio::time::sleep(pause).await;
        }
    })
}

fn settings(hook: &Hook, clock: Clock) -> WireSettings {
    let private = hook.allow_private.then(|| hook.address.host().to_owned());
    WireSettings {
        user_agent: format!("awardwire/{}", env!("CARGO_PKG_VERSION")),
        timeout: TIMEOUT,
        max_body_bytes: MOST_BYTES,
        limits: Limits::default(),
        connect_to: HashMap::new(),
        allow_private: private.into_iter().collect::<HashSet<String>>(),
        clock,
    }
}

fn shown(hook: &Hook, error: &FetchError) -> String {
    error
        .to_string()
        .replace(hook.address.as_str(), hook.address.authority())
        .replace("set allow_private = true on the source to read it", "--allow-private allows it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_unless_it_is_ones_own_network() {
        for (url, allow_private, is_usable) in [
            ("https://hooks.example/a", false, true),
            ("http://hooks.example/a", false, false),
            ("http://127.0.0.1:9/a", true, true),
            ("file:///etc/passwd", true, false),
            ("hooks.example", true, false),
            ("https://ada:s3cret@hooks.example/a", false, false),
            ("https:\\\\ada@hooks.example/a", false, false),
            ("https://hooks.example/a@b?c=d@e", false, true),
        ] {
            assert_eq!(webhook_address(url, allow_private).is_ok(), is_usable, "{url}");
        }
    }

    #[test]
    fn what_is_private_is_refused_and_no_secret_is_told() {
        let hook = webhook_address("https://127.0.0.1:9/services/s3cret", false).unwrap();
        let error = post(&hook, b"{}", Clock::System).unwrap_err();
        assert!(error.contains("loopback") && error.contains("--allow-private"), "{error}");
        let hook = webhook_address("http://127.0.0.1:9/services/s3cret", true).unwrap();
        let refused = FetchError::Status { address: hook.address.clone(), status: 404, retry_after: None };
        assert_eq!(shown(&hook, &refused), "127.0.0.1:9 answered with status 404");
    }
}
