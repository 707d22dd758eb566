//! A user's own list of deals, from the file it is in.

use std::path::Path;

use crate::fetch::decode;
use crate::notebook::{Tracker, TrackerColumn, read_tracker};
use crate::pipeline::PipelineError;
use crate::pipeline::inventory::one_table;

/// Reads a table of deals; `named` says which heading is what where it does not say so itself. `-` is standard input.
///
/// # Errors
/// When the file cannot be read, or is no such table.
pub fn read_tracker_file(path: &Path, named: &[(TrackerColumn, String)]) -> Result<Tracker, PipelineError> {
    let document = one_table(path, "a list of deals")?;
    if [b"PK\x03\x04".as_slice(), b"\xd0\xcf\x11\xe0"].iter().any(|magic| document.bytes.starts_with(magic)) {
        let why = "a workbook: save its sheet as CSV first".to_owned();
        return Err(PipelineError::Table { place: document.place, why });
    }
    let (text, _) = decode(&document.bytes, Some("text/csv"));
    read_tracker(&text, named).map_err(|why| PipelineError::Table { place: document.place, why })
}
