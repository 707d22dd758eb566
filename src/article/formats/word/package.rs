//! The parts of the ZIP archive that a document is.
//!
//! Only parts that are asked for by name are unpacked, each within a limit that holds whatever size the archive
//! declares. Names are compared with names in the archive; no file is made.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::markup::{Markup, Piece};
use crate::article::formats::MOST_BYTES;
use crate::fetch::decode;

/// Where the core properties stand by convention (ECMA-376 part 2, 11.1).
pub(super) const CORE_PROPERTIES: &str = "docProps/core.xml";

/// Why a part cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PackageError {
    /// Not an archive, or a part is broken.
    Damaged,
    /// There is no such part.
    NoDocument,
    /// A part is larger than the limit.
    TooLarge,
    /// A part needs a password.
    Encrypted,
}

/// A document's archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens the archive and reads its list of parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::Damaged)?;
        Ok(Self { archive })
    }

    /// The name of the part with the text, by the package's relationships (ECMA-376 part 2, 9.3), else by convention.
    pub(super) fn main_part(&mut self) -> Result<String, PackageError> {
        const CONVENTION: &str = "word/document.xml";
        let related = self.part("_rels/.rels").ok().and_then(|text| main_of_relations(&text));
        for name in related.into_iter().chain([CONVENTION.to_owned()]) {
            if name.starts_with("word/") && self.archive.index_for_name(&name).is_some() {
                return Ok(name);
            }
        }
        Err(PackageError::NoDocument)
    }

    /// The text of a part in the same folder as another.
    pub(super) fn sibling(&mut self, of: &str, name: &str) -> Result<String, PackageError> {
        let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.part(&format!("{folder}/{name}"))
    }

    /// The text of a part.
    pub(super) fn part(&mut self, name: &str) -> Result<String, PackageError> {
        let part = self.archive.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => PackageError::NoDocument,
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PackageError::Encrypted,
            _ => PackageError::Damaged,
        })?;
        let mut bytes = Vec::new();
        part.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|_| PackageError::Damaged)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(PackageError::TooLarge);
        }
        Ok(decode(&bytes, None).0)
    }
}

fn main_of_relations(text: &str) -> Option<String> {
    let mut markup = Markup::new(text);
    while let Some(piece) = markup.next_piece() {
        if let Piece::Start(tag) = piece
            && tag.name == "Relationship"
            && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            return tag.attribute("Target").map(|target| target.trim_start_matches('/').to_owned());
        }
    }
    None
}
