//! A bundle as it is written: one file after the other, in constant memory, the list of them last.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::digest::Digesting;
use super::limits::{LONGEST_MANIFEST, MOST_FILES, MOST_IN_TABLES, is_table};
use super::{BundledFile, MANIFEST, Manifest};

/// Whether a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Deflate.
    Deflated,
    /// As it is: it is packed already.
    Stored,
}

/// Writes a bundle into a stream, which need not go back. The same files at the same instant are the same bytes.
pub struct BundleWriter<'w> {
    zip: ZipWriter<StreamWriter<Latch<'w>>>,
    made: DateTime,
    files: Vec<BundledFile>,
    failure: Failure,
}

type Failure = Rc<RefCell<Option<io::Error>>>;

impl<'w> BundleWriter<'w> {
    /// A bundle made at this instant, into `out`.
    pub fn new(out: &'w mut dyn Write, made: Timestamp) -> Self {
        let failure = Failure::default();
        let zip = ZipWriter::new_stream(Latch { out, failure: Rc::clone(&failure) });
        Self { zip, made: dos_time(made), files: Vec::new(), failure }
    }

    /// Writes one file of this name; `write` is given where to.
    ///
    /// # Errors
    /// Those of `write`, and when the stream cannot be written to or the name is taken.
    pub fn file<T, E: From<io::Error>>(
        &mut self,
        path: &str,
        packing: Packing,
        write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<T, E> {
        let method = match packing {
            Packing::Deflated => CompressionMethod::Deflated,
            Packing::Stored => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.made)
            .unix_permissions(0o644);
        self.zip.start_file(path, options).map_err(io::Error::other)?;
        let mut out = BufWriter::new(Passing { zip: &mut self.zip, digest: Digesting::default() });
        let done = write(&mut out)?;
        let passing = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let digest = passing.digest;
        let bytes = digest.bytes;
        self.files.push(BundledFile { path: path.to_owned(), bytes, sha256: digest.hex() });
        self.failed()?;
        Ok(done)
    }

    /// Writes the list of the files and the end; gives back the digest of the list.
    ///
    /// # Errors
    /// When the stream cannot be written to, or the bundle has become larger than readers take.
    pub fn finish(mut self, mut manifest: Manifest) -> io::Result<String> {
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
        manifest.files = std::mem::take(&mut self.files);
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
        text.push(b'\n');
        let in_tables: u64 =
            manifest.files.iter().filter(|file| is_table(&file.path)).map(|file| file.bytes).sum();
        if text.len() as u64 > LONGEST_MANIFEST
            || in_tables > MOST_IN_TABLES
            || manifest.files.len() >= MOST_FILES
        {
            return Err(io::Error::other(
                "this is more than one bundle may hold, so nobody could read it: narrow the query, and make several",
            ));
        }
        self.file(MANIFEST, Packing::Deflated, |out| out.write_all(&text))?;
        let digest = self.files.pop().map(|file| file.sha256).unwrap_or_default();
        let mut out = self.zip.finish().map_err(io::Error::other)?.into_inner();
        out.flush()?;
        match self.failure.take() {
            Some(error) => Err(error),
            None => Ok(digest),
        }
    }

    fn failed(&self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }
}

/// A file's content on its way.
struct Passing<'z, 'w> {
    zip: &'z mut ZipWriter<StreamWriter<Latch<'w>>>,
    digest: Digesting,
}

impl Write for Passing<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.zip.write(bytes)?;
        self.digest.take(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// Remembers that the stream failed and lets everything after pass: an archive that is given up writes its end, and would
/// complain of a stream that failed already.
struct Latch<'w> {
    out: &'w mut dyn Write,
    failure: Failure,
}

impl Write for Latch<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failure.borrow().is_none()
            && let Err(error) = self.out.write_all(bytes)
        {
            *self.failure.borrow_mut() = Some(error);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failure.borrow().is_none()
            && let Err(error) = self.out.flush()
        {
            *self.failure.borrow_mut() = Some(error);
        }
        Ok(())
    }
}

/// As archives of this form keep it; the first of its days where it cannot.
fn dos_time(at: Timestamp) -> DateTime {
    let at = at.to_zoned(TimeZone::UTC);
    let part = |number: i8| number.unsigned_abs();
    u16::try_from(at.year())
        .ok()
        .and_then(|year| {
            DateTime::from_date_and_time(
                year,
                part(at.month()),
                part(at.day()),
                part(at.hour()),
                part(at.minute()),
                part(at.second()),
            )
            .ok()
        })
        .unwrap_or_default()
}
