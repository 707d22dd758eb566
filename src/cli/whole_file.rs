//! A file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::cli::ending::Ending;

/// Hands `write` standard output where `path` is `-`, else a file beside `path` that takes its place when all is written. What
/// is no ordinary file (a pipe, a device) is written to as it is.
///
/// # Errors
/// Those of `write`, and when the file cannot be made, filled or put in its place: then what was there before still is.
pub fn deliver<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, Ending>) -> Result<T, Ending> {
    if path == Path::new("-") {
        let mut out = BufWriter::new(io::stdout().lock());
        let done = write(&mut out)?;
        out.flush()?;
        return Ok(done);
    }
    let failed = |error: &io::Error| failed(path, error);
    match fs::metadata(path) {
        Ok(known) if known.is_dir() => {
            return Err(Ending::usage(format!("{}: is a folder; name a file in it", path.display())));
        }
        Ok(known) if !known.is_file() => {
            let mut out = BufWriter::new(File::options().write(true).open(path).map_err(|e| failed(&e))?);
            let done = write(&mut out)?;
            out.flush().map_err(|error| failed(&error))?;
            return Ok(done);
        }
        _ => {}
    }
    // A link stays a link: what it leads to is replaced, or made where it leads to nothing yet.
    let target = fs::canonicalize(path).or_else(|_| end_of_link(path)).unwrap_or_else(|_| path.to_owned());
    let partial = beside(&target).map_err(|error| failed(&error))?;
    let mut out = BufWriter::new(partial.as_file());
    let done = write(&mut out)?;
    out.flush().map_err(|error| failed(&error))?;
    drop(out);
    // What was for the user's eyes alone stays so.
    if let Ok(known) = fs::metadata(&target) {
        partial.as_file().set_permissions(known.permissions()).map_err(|error| failed(&error))?;
    }
    partial.as_file().sync_all().map_err(|error| failed(&error))?;
    partial.persist(&target).map_err(|error| failed(&error.error))?;
    Ok(done)
}

/// What a link that leads to nothing names.
fn end_of_link(path: &Path) -> io::Result<PathBuf> {
    let named = fs::read_link(path)?;
    Ok(path.parent().map_or_else(|| named.clone(), |folder| folder.join(&named)))
}

/// Says which file it was.
pub fn failed(path: &Path, error: &io::Error) -> Ending {
    Ending::library(format!("{}: {error}", path.display()))
}

/// A file that is deleted unless it is put in its place, on the same disk.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder: PathBuf = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".awardwire-").suffix(".part");
    readable_as_usual(&mut builder);
    // The name of the file to come is nobody's business.
    builder.tempfile_in(&folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => io::Error::other(format!("there is no folder {}", folder.display())),
        kind => kind.into(),
    })
}

/// Others may read it as any file the user makes; a temporary file is otherwise private.
#[cfg(unix)]
fn readable_as_usual(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_as_usual(_: &mut Builder<'_, '_>) {}
