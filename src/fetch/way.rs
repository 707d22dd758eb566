//! A request on its way through redirects.

use crate::base::Address;
use crate::fetch::request::{Form, KeyPlace};
use crate::fetch::{FetchError, Request};

/// How many redirects are followed (browsers go to twenty).
pub(super) const MOST_REDIRECTS: usize = 10;

/// Where a request stands.
#[derive(Debug)]
pub(super) struct Way<'a> {
    pub(super) request: &'a Request,
    /// Who is asked next.
    pub(super) address: Address,
    /// What is sent along to them.
    pub(super) form: Option<&'a Form>,
    passed: Vec<Address>,
    is_permanent: bool,
    most: usize,
}

impl<'a> Way<'a> {
    /// The beginning, with at most so many redirects ahead.
    pub(super) fn new(request: &'a Request, most: usize) -> Self {
        let address = request.address.clone();
        Self { request, address, form: request.form.as_ref(), passed: Vec::new(), is_permanent: true, most }
    }

    /// Goes on to where a redirect of this status leads.
    ///
    /// A POST becomes a GET at 301, 302 and 303, as in browsers; 307 and 308 keep it (RFC 9110 section 15.4).
    pub(super) fn follow(&mut self, to: Address, status: u16) -> Result<(), FetchError> {
        let to = self.without_key(to);
        if matches!(status, 301..=303) {
            self.form = None;
        }
        self.is_permanent &= matches!(status, 301 | 308);
        self.passed.push(std::mem::replace(&mut self.address, to));
        // Nothing is remembered between requests (cookies), so the same question gets the same answer.
        if self.form.is_none() && self.passed.contains(&self.address) {
            let (address, back_to) = (self.request.address.clone(), self.address.to_string());
            return Err(FetchError::RedirectLoop { address, back_to });
        }
        if self.passed.len() > self.most {
            let address = self.request.address.clone();
            return Err(FetchError::TooManyRedirects { address, limit: self.most });
        }
        Ok(())
    }

    /// Where the page has moved to for good, as far as the way tells.
    pub(super) fn moved_to(&self) -> Option<Address> {
        (self.is_permanent && !self.passed.is_empty()).then(|| self.address.clone())
    }

    /// Whether the user's key may be shown to who is asked next.
    pub(super) fn is_for_key(&self) -> bool {
        let (named, next) = (self.request.address.url(), self.address.url());
        named.authority() == next.authority() && (next.scheme() == "https" || next.scheme() == named.scheme())
    }

    /// A server may write the key that it was given into the address that it redirects to.
    fn without_key(&self, to: Address) -> Address {
        match &self.request.key {
            Some(key) if key.place == KeyPlace::Query => to.without_parameter(&key.name),
            _ => to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::request::Key;

    fn address(text: &str) -> Address {
        Address::parse("https://a.example/").unwrap().join(text).unwrap()
    }

    #[test]
    fn only_permanent_redirects_move_a_page() {
        for (statuses, moved) in [
            (&[][..], None),
            (&[301], Some("/1")),
            (&[301, 308], Some("/2")),
            (&[301, 302], None),
            (&[307, 301], None),
            (&[303], None),
        ] {
            let request = Request::new(address("/"));
            let mut way = Way::new(&request, 10);
            for (n, status) in statuses.iter().enumerate() {
                way.follow(address(&format!("/{}", n + 1)), *status).unwrap();
            }
            let found = way.moved_to();
            assert_eq!(found.as_ref().map(Address::path_and_query), moved, "{statuses:?}");
        }
    }

    #[test]
    fn a_post_is_repeated_only_where_the_standard_says_so() {
        for (status, is_repeated) in [(301, false), (302, false), (303, false), (307, true), (308, true)] {
            let request = Request::json(address("/search"), "{}");
            let mut way = Way::new(&request, 10);
            way.follow(address("/elsewhere"), status).unwrap();
            assert_eq!(way.form.is_some(), is_repeated, "{status}");
        }
    }

    #[test]
    fn circles_and_long_chains_end() {
        let request = Request::new(address("/0"));
        let mut way = Way::new(&request, 2);
        way.follow(address("/1"), 302).unwrap();
        assert!(matches!(way.follow(address("/0"), 302), Err(FetchError::RedirectLoop { .. })));
        let mut way = Way::new(&request, 2);
        way.follow(address("/1"), 302).unwrap();
        way.follow(address("/2"), 302).unwrap();
        assert!(matches!(way.follow(address("/3"), 302), Err(FetchError::TooManyRedirects { limit: 2, .. })));
    }

    #[test]
    fn a_key_stays_with_its_host() {
        let key = Key { place: KeyPlace::Query, name: "api_key".into(), value: "s3cret".into() };
        let request = Request { key: Some(key), ..Request::new(address("/")) };
        for (to, is_shown) in [
            ("/x", true),
            ("http://a.example/x", false),
            ("https://b.example/x", false),
            ("https://a.example:444/x", false),
        ] {
            let mut way = Way::new(&request, 10);
            way.follow(address(to), 302).unwrap();
            assert_eq!(way.is_for_key(), is_shown, "{to}");
        }
        let mut way = Way::new(&request, 10);
        way.follow(address("https://b.example/x?a=1&API_key=s3cret&b"), 302).unwrap();
        assert_eq!(way.address.as_str(), "https://b.example/x?a=1&b");
    }
}
