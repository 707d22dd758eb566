//! The folder of an index: telling ours from others', making it and clearing it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use tantivy::directory::MmapDirectory;

use super::error::SearchError;
use super::schema::{Fields, SCHEMA_VERSION};
use super::tokens;

/// Holds what [`stamp`] gives. Written last, so that an index half made is known by its absence.
const VERSION_FILE: &str = "version.txt";
/// The engine's list of segments.
pub(super) const ENGINE_FILE: &str = "meta.json";

/// Endings of the files the engine writes.
const ENGINE_ENDINGS: &[&str] = &["idx", "pos", "term", "store", "fast", "fieldnorm", "del"];

/// What an index of this version says.
fn stamp() -> String {
    format!("awardwire index {SCHEMA_VERSION}, tantivy {}\n", tantivy::version_string())
}

/// Opens the index in `folder`.
#[expect(clippy::disallowed_types, reason = "this room keeps tantivy's index to itself")]
pub(super) fn open(folder: &Path, fields: &Fields) -> Result<tantivy::Index, SearchError> {
    let found = match fs::read_to_string(folder.join(VERSION_FILE)) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound || error.kind() == ErrorKind::NotADirectory => {
            return Err(if folder.join(ENGINE_FILE).exists() {
                SearchError::OtherVersion { folder: folder.to_owned(), found: "unknown".into() }
            } else {
                SearchError::Missing(folder.to_owned())
            });
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => String::from("not text"),
        Err(error) => return Err(SearchError::io(folder, "reading its version")(error)),
    };
    if found != stamp() {
        let found = crate::base::printable(found.trim()).chars().take(80).collect();
        return Err(SearchError::OtherVersion { folder: folder.to_owned(), found });
    }
    let mut index =
        tantivy::Index::open_in_dir(folder).map_err(|error| SearchError::opening(folder, &error))?;
    if index.schema() != fields.schema {
        return Err(SearchError::OtherVersion { folder: folder.to_owned(), found: "other fields".into() });
    }
    index.set_tokenizers(tokens::manager());
    Ok(index)
}

/// Makes an empty index in `folder`, which is made too; what remains there of an older index is taken away.
#[expect(clippy::disallowed_types, reason = "this room keeps tantivy's index to itself")]
pub(super) fn create(folder: &Path, fields: &Fields) -> Result<tantivy::Index, SearchError> {
    fs::create_dir_all(folder).map_err(SearchError::io(folder, "making its folder"))?;
    clear(folder)?;
    let directory = MmapDirectory::open(folder)
        .map_err(|error| SearchError::Unreadable { folder: folder.to_owned(), cause: error.to_string() })?;
    let mut index =
        tantivy::Index::create(directory, fields.schema.clone(), tantivy::IndexSettings::default())
            .map_err(|error| SearchError::opening(folder, &error))?;
    index.set_tokenizers(tokens::manager());
    fs::write(folder.join(VERSION_FILE), stamp()).map_err(SearchError::io(folder, "writing its version"))?;
    Ok(index)
}

/// Removes the files of an index from `folder`, and nothing else.
fn clear(folder: &Path) -> Result<(), SearchError> {
    let reading = || SearchError::io(folder, "listing its files");
    let mut ours = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading())? {
        let entry = entry.map_err(reading())?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let is_segment = name.split_once('.').is_some_and(|(stem, ending)| {
            stem.len() == 32
                && stem.bytes().all(|b| b.is_ascii_hexdigit())
                && ending.rsplit('.').next().is_some_and(|last| ENGINE_ENDINGS.contains(&last))
        });
        if is_segment || matches!(name, ENGINE_FILE | ".managed.json" | VERSION_FILE) {
            ours.push(entry.path());
        }
    }
    // The version goes first: from then on no reader takes the rest for an index.
    ours.sort_by_key(|path| !path.ends_with(VERSION_FILE));
    for path in ours {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(SearchError::io(folder, "removing an old file")(error));
            }
            _ => {}
        }
    }
    Ok(())
}
