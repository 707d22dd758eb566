//! One question to a service, and its answer; with the user's key, where the service asks for one.

use std::collections::HashMap;
use std::fmt;

use crate::base::printable;
use crate::fetch::{Aside, AsideBody, AsideKind, Fetched, Fetcher, Key, KeyPlace, Request};
use crate::sources::{AnswerPage, Ask, Service, ServiceKey, SourceEntry, Window, service_for, service_keys};

/// The user's keys for services, by the environment's variable that each stands in. They go to the services and nowhere
/// else.
#[derive(Clone, Default)]
pub struct ServiceKeys(HashMap<&'static str, String>);

impl ServiceKeys {
    /// The keys that `environment` has for the services that ask for one.
    pub fn read(environment: impl Fn(&str) -> Option<String>) -> Self {
        let found = service_keys().filter_map(|key| {
            let secret = environment(key.variable)?.trim().to_owned();
            (!secret.is_empty()).then_some((key.variable, secret))
        });
        Self(found.collect())
    }

    /// Why a source cannot be asked without a key of the user's; `None` where it can be.
    pub fn missing_for(&self, entry: &SourceEntry) -> Option<String> {
        let service = service_for(entry)?;
        service.key().and_then(|asked| self.of(asked).err())
    }

    /// The key that a service asks for; the error says where one is had and where to put it.
    pub(super) fn of(&self, asked: ServiceKey) -> Result<Key, String> {
        let missing = || {
            format!(
                "it asks for a key: set {} in the environment (one is had at {})",
                asked.variable, asked.where_to_get
            )
        };
        let value = self.0.get(asked.variable).cloned().ok_or_else(missing)?;
        Ok(Key { place: KeyPlace::Query, name: asked.parameter.to_owned(), value })
    }
}

impl fmt::Debug for ServiceKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Why a question has no answer.
pub(super) struct Unanswered {
    /// In words fit to be shown.
    pub(super) why: String,
    /// Whether the same question will not do better another time.
    pub(super) is_lasting: bool,
    /// What came, where it was no answer to the question.
    pub(super) answer: Option<Aside>,
}

/// Puts a question about these days.
pub(super) async fn put(
    fetcher: &Fetcher,
    service: &dyn Service,
    window: Window,
    ask: &Ask,
    key: Option<&Key>,
) -> Result<(Fetched, AnswerPage), Unanswered> {
    let request = match &ask.body {
        Some(body) => Request::json(ask.address.clone(), body.to_string()),
        None => Request::new(ask.address.clone()),
    };
    let request = Request { key: key.cloned(), ..request };
    let fetched = fetcher.fetch(&request).await.map_err(|error| Unanswered {
        why: printable(&error.to_string()),
        is_lasting: !error.is_temporary(),
        answer: None,
    })?;
    match service.read(ask, window, &fetched) {
        Ok(page) => Ok((fetched, page)),
        Err(error) => Err(Unanswered {
            why: printable(&without(&error.to_string(), key)),
            is_lasting: true,
            answer: Some(unread(fetched, key)),
        }),
    }
}

/// An answer that could not be read, for the archive. It may repeat the key.
fn unread(fetched: Fetched, key: Option<&Key>) -> Aside {
    let body = if key.is_some() { AsideBody::Withheld } else { AsideBody::Whole };
    Aside { body, ..Aside::whole(fetched, AsideKind::Service) }
}

/// What a service says of a wrong key may repeat it.
fn without(message: &str, key: Option<&Key>) -> String {
    key.map_or_else(|| message.to_owned(), |key| message.replace(&key.value, "…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_by_name_and_not_shown() {
        let asked = service_keys().next().unwrap();
        let keys = ServiceKeys::read(|name| (name == "AWARDWIRE_SAM_KEY").then(|| " s3cret\n".to_owned()));
        assert_eq!(keys.of(asked).unwrap().value, "s3cret");
        assert!(!format!("{keys:?}").contains("s3cret"));
        for empty in [None, Some(" ".to_owned())] {
            let error = ServiceKeys::read(|_| empty.clone()).of(asked).unwrap_err();
            assert!(error.contains("set AWARDWIRE_SAM_KEY in the environment"), "{error}");
        }
    }
}
