//! Names for things that stay the same in every library holding the same pages.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = Sha256::digest(bytes).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
}

/// `prefix` and the first `digits` hexadecimal digits of the parts' hash; parts are kept apart by a unit separator.
fn short_hash(prefix: char, digits: usize, parts: &[&str]) -> String {
    let hash = sha256_hex(parts.join("\u{1f}").as_bytes());
    format!("{prefix}{}", &hash[..digits])
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as it was written down before (in a library, a file, a list).
            pub fn from_stored(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// An article: `a` and 15 hexadecimal digits (60 bits) of the hash of its canonical URL, else of its content.
    ArticleId
}
text_id! {
    /// A deal: `d` and 11 hexadecimal digits of the hash of its smallest event key.
    DealId
}
text_id! {
    /// An organisation: its path in the lists (`us/dod/army`, `palantir`), or `x/<normalised name>` when unlisted.
    OrgId
}

impl ArticleId {
    /// The id of an article that has an address.
    pub fn of_url(canonical_url: &str) -> Self {
        Self(short_hash('a', 15, &["url", canonical_url]))
    }

    /// The id of an article without an address.
    pub fn of_content(title: &str, text: &str) -> Self {
        Self(short_hash('a', 15, &["content", title, text]))
    }
}

impl DealId {
    /// The id of the deal whose smallest event has this key: publication date, canonical URL (or article id), ordinal.
    pub fn of_event(published: &str, url: &str, ordinal: u32) -> Self {
        Self(short_hash('d', 11, &[published, url, &ordinal.to_string()]))
    }
}

impl OrgId {
    /// The id of an organisation that no list holds, from its comparison key.
    pub fn unlisted(comparison_key: &str) -> Self {
        Self(format!("x/{}", comparison_key.replace(' ', "-")))
    }

    /// Whether the lists know this organisation.
    pub fn is_listed(&self) -> bool {
        !self.0.starts_with("x/")
    }

    /// Whether `self` is `ancestor` or lies below it in a path of agencies.
    pub fn is_within(&self, ancestor: &OrgId) -> bool {
        self.0.strip_prefix(&ancestor.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_stable() {
        let id = ArticleId::of_url("http://a.example/x");
        assert_eq!(id.as_str().len(), 16);
        assert_eq!(id, ArticleId::of_url("http://a.example/x"));
        assert_ne!(id, ArticleId::of_content("http://a.example/x", ""));
        assert_eq!(DealId::of_event("2025-07", "u", 0).as_str().len(), 12);
    }

    #[test]
    fn an_agency_lies_within_its_parents_only() {
        let dod = OrgId::from_stored("us/dod");
        assert!(OrgId::from_stored("us/dod/army").is_within(&dod));
        assert!(dod.is_within(&dod));
        assert!(!OrgId::from_stored("us/dodge").is_within(&dod));
    }
}
