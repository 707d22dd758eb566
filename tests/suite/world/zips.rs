//! ZIP files taken apart and put together again.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Files by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The files of an archive.
pub fn unzipped(bytes: &[u8]) -> Files {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().unwrap().into_owned(), content);
    }
    files
}

/// An archive of these files.
pub fn zipped<'f>(files: impl IntoIterator<Item = (&'f String, &'f Vec<u8>)>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Writes a bundle's list anew, as somebody would who has changed a file and knows how.
pub fn list_anew(files: &mut Files) {
    let mut manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = files.iter().filter(|(name, _)| *name != "manifest.json").map(|(name, content)| {
        let digest = awardwire::base::sha256_hex(content);
        serde_json::json!({"path": name, "bytes": content.len(), "sha256": digest})
    });
    manifest["files"] = listed.collect();
    files.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
}

/// Whether a file's name ends so.
pub fn is_a(name: &str, end: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == end)
}

/// The text of a file.
pub fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    std::str::from_utf8(files.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}
