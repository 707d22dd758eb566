//! Long values in columns: JSON, compressed with zstd (RFC 8878).

use std::cell::RefCell;

use rusqlite::types::ValueRef;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};

use super::StoreError;
use super::columns::{from_json, to_json};

/// zstd's own middle way: half of the size of an article, and a third of that of its facts, for microseconds.
const LEVEL: i32 = 3;
/// The longest value that is read: no page comes near it, and a damaged one cannot claim all memory.
const MOST_BYTES: usize = 256 << 20;

thread_local! {
    // Each takes more to set up than a value takes to be read.
    static WORKERS: RefCell<Option<Workers>> = const { RefCell::new(None) };
}

struct Workers {
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
}

fn with_workers<T>(work: impl FnOnce(&mut Workers) -> std::io::Result<T>) -> std::io::Result<T> {
    WORKERS.with_borrow_mut(|workers| match workers {
        Some(workers) => work(workers),
        none => work(
            none.insert(Workers { compressor: Compressor::new(LEVEL)?, decompressor: Decompressor::new()? }),
        ),
    })
}

/// A value as compressed JSON; `what` names it should it have no such form.
pub(super) fn to_packed<T: Serialize>(what: &str, value: &T) -> Result<Vec<u8>, StoreError> {
    let json = to_json(what, value)?;
    with_workers(|workers| workers.compressor.compress(json.as_bytes()))
        .map_err(|error| StoreError::unreadable(what, error))
}

/// The value that [`to_packed`] wrote; `what` names it for the reader of the error.
pub(super) fn from_packed<T: DeserializeOwned>(what: &str, column: ValueRef<'_>) -> Result<T, StoreError> {
    let bytes = column.as_blob().map_err(|error| StoreError::unreadable(what, error))?;
    let size = Decompressor::upper_bound(bytes).filter(|size| *size <= MOST_BYTES);
    let size = size.ok_or_else(|| StoreError::unreadable(what, "it is damaged, or far too long"))?;
    let json = with_workers(|workers| workers.decompressor.decompress(bytes, size))
        .map_err(|error| StoreError::unreadable(what, error))?;
    let json = String::from_utf8(json).map_err(|error| StoreError::unreadable(what, error))?;
    from_json(what, &json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_damage_is_told() {
        let value = vec!["contract".repeat(1000); 3];
        let packed = to_packed("it", &value).unwrap();
        assert!(packed.len() < 500);
        assert_eq!(from_packed::<Vec<String>>("it", ValueRef::Blob(&packed)).unwrap(), value);
        for damaged in [&packed[..packed.len() / 2], b"", b"{}", &[0xff; 40]] {
            let error = from_packed::<Vec<String>>("the article a1", ValueRef::Blob(damaged)).unwrap_err();
            assert!(error.to_string().contains("the article a1"), "{error}");
        }
        assert!(from_packed::<Vec<String>>("it", ValueRef::Text(b"[]")).is_err());
    }
}
