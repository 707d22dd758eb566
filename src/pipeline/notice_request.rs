//! One question to a service, and its answer; with the user's key, where the service asks for one, which no message, no
//! archive and no answer shows.

use std::env;

use crate::base::{Address, printable};
use crate::fetch::{Fetched, Fetcher, Request};
use crate::sources::{AnswerPage, Ask, KeyPlace, Service, Window};

/// What is shown in the place of a secret.
const HIDDEN: &str = "…";

/// A secret of the user's and the parameter that it is sent in.
pub(super) struct Key {
    parameter: &'static str,
    secret: String,
}

impl Key {
    /// The key that a service asks for; the error says where one is had and where to put it.
    pub(super) fn from_environment(place: KeyPlace) -> Result<Self, String> {
        let secret = env::var(place.variable).map(|key| key.trim().to_owned()).unwrap_or_default();
        if secret.is_empty() {
            return Err(format!(
                "it asks for a key: set {} in the environment (one is had at {})",
                place.variable, place.where_to_get
            ));
        }
        Ok(Self { parameter: place.parameter, secret })
    }
}

/// Puts a question about these days; the error is fit to be shown.
pub(super) async fn put(
    fetcher: &Fetcher,
    service: &dyn Service,
    window: Window,
    ask: &Ask,
    key: Option<&Key>,
) -> Result<(Fetched, AnswerPage), String> {
    let hidden = |error: String| without_secret(&error, key);
    let request = request_of(ask, key)?;
    let fetched = fetcher.fetch(&request).await.map_err(|error| hidden(error.to_string()))?;
    let fetched = match key {
        // The answer is kept as if it had been asked for without the key.
        Some(_) => Fetched { requested: ask.address.clone(), address: ask.address.clone(), ..fetched },
        None => fetched,
    };
    let page = service.read(ask, window, &fetched).map_err(|error| hidden(error.to_string()))?;
    Ok((fetched, page))
}

fn request_of(ask: &Ask, key: Option<&Key>) -> Result<Request, String> {
    let mut address = ask.address.clone();
    if let Some(key) = key {
        let mut url = address.url().clone();
        url.query_pairs_mut().append_pair(key.parameter, &key.secret);
        address =
            Address::parse(url.as_str()).map_err(|error| without_secret(&error.to_string(), Some(key)))?;
    }
    Ok(Request::new(address))
}

/// A message as it may be shown.
fn without_secret(message: &str, key: Option<&Key>) -> String {
    let Some(key) = key else { return printable(message) };
    let written: String = url::form_urlencoded::byte_serialize(key.secret.as_bytes()).collect();
    printable(&message.replace(&written, HIDDEN).replace(&key.secret, HIDDEN))
}
