//! Ids that last, for what is subscribed to.

use crate::base::sha256_hex;

/// A name that is always the same for the same parts: a UUID of our own making (RFC 9562, version 8) from their digest.
pub(super) fn uuid(parts: &[&str]) -> String {
    let digest = sha256_hex(format!("awardwire\n{}", parts.join("\n")).as_bytes());
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default();
    format!("{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// The same as an address.
pub(super) fn urn(parts: &[&str]) -> String {
    format!("urn:uuid:{}", uuid(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_form_of_a_uuid_and_lasts() {
        let id = uuid(&["alert", "d1"]);
        assert_eq!(id, uuid(&["alert", "d1"]));
        assert_ne!(id, uuid(&["alert", "d2"]));
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
