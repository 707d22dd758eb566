//! Files that are whole or not there: readers never see half of one.

use std::io::Write;
use std::path::Path;

/// Puts a file in the place of the one before.
///
/// # Errors
/// In one line, where its folder is not there or cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".awardwire-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    open_to_readers(&file);
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Temporary files are their owner's alone; a feed is there to be read by others, such as a web server.
fn open_to_readers(file: &tempfile::NamedTempFile) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Where that is not to be, the file stays the owner's.
        let _ = file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.md");
        for text in ["one", "two"] {
            write_file(&path, text.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        let error = write_file(&dir.path().join("none/a.md"), b"x").unwrap_err();
        assert!(error.contains("cannot be written"), "{error}");
    }
}
