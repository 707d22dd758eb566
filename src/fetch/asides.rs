//! Answers that are no pages: what a crawl meets on its way to them, kept for the archive.

use std::sync::{Mutex, PoisonError};

use crate::fetch::Fetched;

/// So much of the body of a redirect or an error is kept, in bytes.
pub(super) const MOST_BYTES: usize = 64 << 10;
/// While so many bytes wait to be taken, further answers are kept without their bodies.
const MOST_WAITING: usize = 16 << 20;

/// An answer that is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// What came.
    pub fetched: Box<Fetched>,
    /// What it is.
    pub kind: AsideKind,
    /// How much of its body is there and may be kept.
    pub body: AsideBody,
}

/// What an answer is that is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideKind {
    /// A feed, a sitemap, a page that lists articles.
    Listing,
    /// What a service answered.
    Service,
    /// What a site allows and reserves: robots.txt, tdmrep.json.
    Rules,
    /// A redirect on the way to another answer.
    Redirect,
    /// A status of 400 or higher.
    Error,
    /// A page that is not to be kept.
    Withheld,
}

/// How much of the body of an answer is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideBody {
    /// All of it.
    Whole,
    /// Its beginning.
    Cut,
    /// Nothing.
    Withheld,
}

impl Aside {
    /// One with its whole body.
    pub fn whole(fetched: Fetched, kind: AsideKind) -> Self {
        Self { fetched: Box::new(fetched), kind, body: AsideBody::Whole }
    }

    /// What of its body is kept.
    pub fn kept(&self) -> &[u8] {
        match self.body {
            AsideBody::Whole | AsideBody::Cut => &self.fetched.body,
            AsideBody::Withheld => &[],
        }
    }
}

impl AsideKind {
    /// The word in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Service => "service",
            Self::Rules => "rules",
            Self::Redirect => "redirect",
            Self::Error => "error",
            Self::Withheld => "withheld",
        }
    }
}

/// Those that nobody has taken yet.
#[derive(Debug, Default)]
pub(super) struct Asides(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    asides: Vec<Aside>,
    bytes: usize,
}

impl Asides {
    pub(super) fn put(&self, mut aside: Aside) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = waiting.bytes + aside.fetched.body.len();
        if bytes > MOST_WAITING {
            aside.fetched.body = Vec::new();
            aside.body = AsideBody::Withheld;
        } else {
            waiting.bytes = bytes;
        }
        waiting.asides.push(aside);
    }

    pub(super) fn take(&self) -> Vec<Aside> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *waiting).asides
    }
}
