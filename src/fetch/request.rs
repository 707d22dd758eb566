//! What is asked of a server.

use std::fmt;

use crate::base::Address;

/// An address and what is known of its last answer, so that an unchanged page costs one 304.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where.
    pub address: Address,
    /// The `ETag` of the last answer (RFC 9110 section 8.8.3).
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer (RFC 9110 section 8.8.2).
    pub last_modified: Option<String>,
    /// What is sent along; the request is a POST then, else a GET. It must be a question that changes nothing there,
    /// such as a search, since it may be asked again after a failure.
    pub form: Option<Form>,
    /// A key of the user's for this server.
    pub key: Option<Key>,
}

impl Request {
    /// A first request to this address.
    pub fn new(address: Address) -> Self {
        Self { address, etag: None, last_modified: None, form: None, key: None }
    }

    /// A question in JSON to this address (POST).
    pub fn json(address: Address, body: impl Into<Vec<u8>>) -> Self {
        let form = Form { content_type: "application/json".to_owned(), body: body.into() };
        Self { form: Some(form), ..Self::new(address) }
    }
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its media type.
    pub content_type: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// A secret that a server knows its user by. It goes to the host that the request names and to no other it redirects to,
/// and stands in no message, no archive and no [`Fetched`](crate::fetch::Fetched).
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// Where it is put.
    pub place: KeyPlace,
    /// The name of the header or parameter.
    pub name: String,
    /// The secret.
    pub value: String,
}

/// Where a [`Key`] is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a header of the request.
    Header,
    /// In the query of the address.
    Query,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("place", &self.place).field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_not_shown() {
        let key = Key { place: KeyPlace::Query, name: "api_key".into(), value: "s3cret".into() };
        let request = Request {
            key: Some(key),
            ..Request::json(Address::parse("https://api.example/search").unwrap(), "{}")
        };
        let shown = format!("{request:?}");
        assert!(shown.contains("api_key") && !shown.contains("s3cret"), "{shown}");
    }
}
