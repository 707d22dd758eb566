//! Names for things that are the same in every export and every library: UUIDs made from their ids.

use crate::base::sha256_hex;

/// `urn:uuid:` and a UUID of version 8 (RFC 9562) made from the SHA-256 of `awardwire`, `kind` and `id`.
pub(super) fn urn(kind: &str, id: &str) -> String {
    format!("urn:uuid:{}", uuid(kind, id))
}

/// The UUID alone.
pub(super) fn uuid(kind: &str, id: &str) -> String {
    let hash = sha256_hex(format!("awardwire\u{1f}{kind}\u{1f}{id}").as_bytes());
    // Version 8: made by a rule of one's own; variant 10.
    format!("{}-{}-8{}-8{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_uuid_and_stays() {
        let name = uuid("deal", "d0123456789a");
        assert_eq!(name, uuid("deal", "d0123456789a"));
        assert_ne!(name, uuid("article", "d0123456789a"));
        let groups: Vec<usize> = name.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert!(name.chars().all(|c| c == '-' || c.is_ascii_hexdigit()));
        assert_eq!((name.as_bytes()[14], name.as_bytes()[19]), (b'8', b'8'));
    }
}
