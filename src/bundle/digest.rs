//! The digest and the length of what passes by.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// Counts and digests bytes.
#[derive(Clone, Default)]
pub(super) struct Digesting {
    hash: Sha256,
    pub(super) bytes: u64,
}

impl Digesting {
    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// SHA-256 of it all in hexadecimal digits.
    pub(super) fn hex(self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let nibbles = self.hash.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
    }
}

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
