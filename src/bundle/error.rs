//! Why a file is no bundle, or none that can be taken in.

use std::path::PathBuf;

/// Why a bundle cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another kind of file.
    #[error("{}: no bundle of awardwire (`awardwire bundle` makes one)", .0.display())]
    NoBundle(PathBuf),
    /// An archive that is cut off, or made to mislead.
    #[error("{}: damaged or not to be trusted: {why}; ask for the file again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Made by a later version.
    #[error(
        "{}: made by a newer awardwire (bundle format {version}, this one reads {}): upgrade awardwire",
        path.display(),
        super::FORMAT_VERSION
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its form.
        version: u32,
    },
    /// It does not hold what it says.
    #[error(
        "{}: not taken in, {faults} of its checks failed, first: {first} (`awardwire doctor --bundle FILE` lists them)",
        path.display()
    )]
    Faulty {
        /// The file.
        path: PathBuf,
        /// How many faults it has.
        faults: usize,
        /// The first of them.
        first: String,
    },
    /// It has neither pages nor texts.
    #[error(
        "{}: it was made without pages, so there is nothing to read facts from: ask for one made with `awardwire bundle --with-pages`",
        .0.display()
    )]
    NoPages(PathBuf),
}
