//! The pages of the bundled sample sites.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// Every HTML page below `data/sample`, in order of name.
pub fn sample_pages() -> Outcome<Vec<Vec<u8>>> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html") && !path.ends_with("index.html") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files.iter().map(fs::read).collect::<Result<_, _>>()?)
}
