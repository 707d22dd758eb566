//! A bundle as it is read: every name and size in it is somebody's word, and nothing is ever written by it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::limits::{
    LONGEST_LINE, LONGEST_MANIFEST, LONGEST_NAME, MOST_FILES, MOST_IN_TABLES, is_table, most_unpacked,
};
use super::manifest::ManifestHead;
use super::{BundleError, FORMAT, FORMAT_VERSION, MANIFEST, Manifest};

/// Whether a file is meant to be a bundle: by its list, or because it is a `.zip` that cannot be read at all.
pub fn is_bundle(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let is_named = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    let mut head = [0; 4];
    let begins = file.read_exact(&mut head).is_ok() && &head == b"PK\x03\x04";
    if !begins || !path.is_file() {
        return is_named && path.is_file();
    }
    match ZipArchive::new(BufReader::new(file)) {
        Ok(archive) => archive.index_for_name(MANIFEST).is_some(),
        Err(_) => is_named,
    }
}

/// A bundle that is open.
pub struct BundleReader {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    names: BTreeSet<String>,
    length: u64,
}

impl BundleReader {
    /// Opens a bundle: an archive whose list of files and whose files say the same, none of them hidden behind another,
    /// encrypted, a link, or named so that it could lead out of a folder.
    ///
    /// # Errors
    /// When it cannot be read, is no bundle, or one of these does not hold.
    pub fn open(path: &Path) -> Result<Self, BundleError> {
        let io = |source| BundleError::Io { path: path.to_owned(), source };
        let damaged = |why: String| BundleError::Damaged { path: path.to_owned(), why };
        let file = File::open(path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        let mut head = [0; 4];
        if BufReader::new(&file).read_exact(&mut head).is_err() || &head != b"PK\x03\x04" {
            return Err(BundleError::NoBundle(path.to_owned()));
        }
        let mut file = File::open(path).map_err(io)?;
        if !ends_with_list(&mut file).map_err(io)? {
            return Err(damaged("something stands behind the archive, or it is cut off".to_owned()));
        }
        file.rewind().map_err(io)?;
        let mut archive = ZipArchive::new(BufReader::new(file))
            .map_err(|_| damaged("the archive is cut off, or its list of files is broken".to_owned()))?;
        if archive.has_duplicate_names() {
            return Err(damaged("two files in it have one name".to_owned()));
        }
        if archive.len() > MOST_FILES {
            return Err(damaged("there are too many files in it".to_owned()));
        }
        let mut names = BTreeSet::new();
        let (mut unpacked, mut in_tables) = (0_u64, 0_u64);
        for place in 0..archive.len() {
            let entry =
                archive.by_index_raw(place).map_err(|_| damaged("its list of files is broken".to_owned()))?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let shown = crate::base::printable(&name);
            if !is_plain(&name) {
                return Err(damaged(format!(
                    "a name in it leads elsewhere or is none of a bundle's: {shown:?}"
                )));
            }
            if entry.encrypted() {
                return Err(damaged(format!("{shown} is encrypted")));
            }
            if entry.is_dir() || entry.is_symlink() {
                return Err(damaged(format!("{shown} is no file")));
            }
            if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
                return Err(damaged(format!("{shown} is packed in a way that bundles are not")));
            }
            unpacked = unpacked.saturating_add(entry.size());
            in_tables = in_tables.saturating_add(if is_table(&name) { entry.size() } else { 0 });
            names.insert(name);
        }
        if !names.contains(MANIFEST) {
            return Err(BundleError::NoBundle(path.to_owned()));
        }
        archive
            .validate_header_consistency()
            .map_err(|_| damaged("its list of files and the files in it do not say the same".to_owned()))?;
        // No file is read beyond the length that the list says, so that these sums are those of what is read.
        if unpacked > most_unpacked(length) {
            return Err(damaged("it unpacks to more than a bundle of this size can hold".to_owned()));
        }
        if in_tables > MOST_IN_TABLES {
            let most = MOST_IN_TABLES >> 20;
            return Err(damaged(format!("its tables unpack to more than the {most} MiB that are read")));
        }
        Ok(Self { path: path.to_owned(), archive, names, length })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its length as it is, packed, in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The names of its files.
    pub fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Its list of what is in it, and the bytes of that.
    ///
    /// # Errors
    /// When it cannot be read, is no list, or is that of a newer version.
    pub fn manifest(&mut self) -> Result<(Manifest, Vec<u8>), BundleError> {
        let bytes = self.bytes(MANIFEST, LONGEST_MANIFEST)?;
        let head: ManifestHead =
            serde_json::from_slice(&bytes).map_err(|_| BundleError::NoBundle(self.path.clone()))?;
        if head.format != FORMAT {
            return Err(BundleError::NoBundle(self.path.clone()));
        }
        if head.format_version > FORMAT_VERSION {
            return Err(BundleError::Newer { path: self.path.clone(), version: head.format_version });
        }
        let manifest = serde_json::from_slice(&bytes).map_err(|error| {
            self.damaged(format!("{MANIFEST}: {}", crate::base::printable(&error.to_string())))
        })?;
        Ok((manifest, bytes))
    }

    /// A file, as a stream that fails where it unpacks to more than its length in the list of files.
    ///
    /// # Errors
    /// When there is none of this name, or its beginning is broken.
    pub fn file(&mut self, name: &str) -> Result<impl Read + '_, BundleError> {
        let path = self.path.clone();
        let damaged = move |why: &str| BundleError::Damaged { path, why: format!("{name} {why}") };
        match self.archive.by_name(name) {
            Ok(file) => Ok(Bounded { left: file.size(), file }),
            Err(ZipError::FileNotFound) => Err(damaged("is not in it")),
            Err(_) => Err(damaged("is broken")),
        }
    }

    /// A small file whole.
    ///
    /// # Errors
    /// When it is not there, broken, or longer than `most` bytes.
    pub fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, BundleError> {
        let mut bytes = Vec::new();
        let read = self.file(name)?.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.damaged(format!("{name}: {error}")))?;
        if bytes.len() as u64 > most {
            return Err(self.damaged(format!("{name} is longer than {} MiB", most >> 20)));
        }
        Ok(bytes)
    }

    /// Hands every record of a table of JSON lines to `work`, in order, with the number of its line, from 1.
    ///
    /// # Errors
    /// When the table is not there or broken, or a line of it is no such record; and those of `work`.
    pub fn each_line<T: DeserializeOwned>(
        &mut self,
        name: &str,
        mut work: impl FnMut(usize, T) -> Result<(), BundleError>,
    ) -> Result<(), BundleError> {
        let path = self.path.clone();
        let damaged = |why: String| BundleError::Damaged { path: path.clone(), why };
        let mut reader = BufReader::new(self.file(name)?);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let read = (&mut reader).take(LONGEST_LINE + 1).read_until(b'\n', &mut line);
            read.map_err(|error| damaged(format!("{name}: {error}")))?;
            if line.is_empty() {
                break;
            }
            if line.len() as u64 > LONGEST_LINE {
                return Err(damaged(format!("{name}, line {number}: too long")));
            }
            let record = serde_json::from_slice(&line).map_err(|error| {
                damaged(format!("{name}, line {number}: {}", crate::base::printable(&error.to_string())))
            })?;
            work(number, record)?;
        }
        Ok(())
    }

    pub(super) fn damaged(&self, why: String) -> BundleError {
        BundleError::Damaged { path: self.path.clone(), why }
    }
}

/// Fails rather than unpack without end.
struct Bounded<R> {
    file: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other("it unpacks to more than its length in the list of files"))?;
        Ok(read)
    }
}

/// Whether the end of the archive (APPNOTE 4.3.16) is the end of the file, without a comment: nothing may hide behind it.
fn ends_with_list(file: &mut File) -> io::Result<bool> {
    let mut end = [0; 22];
    if file.seek(SeekFrom::End(-22)).is_err() {
        return Ok(false);
    }
    file.read_exact(&mut end)?;
    Ok(end.starts_with(b"PK\x05\x06") && end.ends_with(&[0, 0]))
}

/// Whether a name is one that bundles have: letters, digits, `-`, `_`, `.` in parts apart by `/`, none of them hidden.
fn is_plain(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    name.len() <= LONGEST_NAME && name.split('/').all(is_part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_none() {
        for name in ["README.txt", "pages/a0123.html", "archive/pages-00001.warc.gz"] {
            assert!(is_plain(name), "{name}");
        }
        for name in
            ["", "/etc/x", "../x", "a/../x", "a//b", "a\\b", "C:x", ".hidden", "a/", "a\u{202e}b", "a b"]
        {
            assert!(!is_plain(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.zip");
            std::fs::write(&path, [b"PK\x03\x04".as_slice(), &bytes].concat()).unwrap();
            prop_assert!(BundleReader::open(&path).is_err());
            prop_assert!(is_bundle(&path));
        }
    }
}
