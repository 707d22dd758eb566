//! Which versions have read an article: kept on every derived row.

use crate::article::READER_VERSION;
use crate::entities::Lists;
use crate::events::{Corrections, EXTRACTOR_VERSION};

/// Reader, extractor, data and corrections, as one word.
pub(super) fn stamp(corrections: &Corrections) -> String {
    format!(
        "reader {READER_VERSION}, extractor {EXTRACTOR_VERSION}, data {}, corrections {}",
        Lists::version(),
        corrections.version()
    )
}
