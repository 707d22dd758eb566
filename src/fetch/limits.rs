//! What an answer may cost: bytes and time.

use std::time::Duration;

/// Limits of one exchange, beyond those of the whole time and the decoded body ([`crate::fetch::WireSettings`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The body as sent, before decoding; in bytes.
    pub packed_bytes: usize,
    /// Names and values of all headers together; in bytes.
    pub header_bytes: usize,
    /// From the beginning of the connection to the last header.
    pub first_byte: Duration,
    /// Between two pieces of the body.
    pub silence: Duration,
    /// After this much time of a body, it must come at [`Limits::bytes_per_second`] on the whole.
    pub grace: Duration,
    /// The slowest a body may come after [`Limits::grace`].
    pub bytes_per_second: u32,
}

impl Default for Limits {
    /// 32 MiB as sent, 64 KiB of headers, 30 s to the first byte, 20 s of silence, and 1 kB/s after 10 s.
    fn default() -> Self {
        Self {
            packed_bytes: 32 << 20,
            header_bytes: 64 << 10,
            first_byte: Duration::from_secs(30),
            silence: Duration::from_secs(20),
            grace: Duration::from_secs(10),
            bytes_per_second: 1000,
        }
    }
}

impl Limits {
    /// Whether a body of which so many bytes have come in this time drips rather than flows.
    pub fn is_drip(&self, bytes: usize, taken: Duration) -> bool {
        taken > self.grace && (bytes as u128) < taken.as_millis() * u128::from(self.bytes_per_second) / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_is_slow_only_after_some_time() {
        let limits = Limits::default();
        for (bytes, taken_s, is_drip) in [
            (0, 9, false),
            (0, 11, true),
            (10_999, 11, true),
            (11_000, 11, false),
            (usize::MAX, 1 << 40, false),
        ] {
            assert_eq!(
                limits.is_drip(bytes, Duration::from_secs(taken_s)),
                is_drip,
                "{bytes} in {taken_s} s"
            );
        }
    }
}
