//! A page byte by byte, as the archive has it.

use crate::base::{ArticleId, printable, sha256_hex};
use crate::fetch::{Location, WarcKind, decode, read_at};
use crate::library::{Library, LibraryError, Shown};

/// A page as it was fetched or supplied.
#[derive(Clone, Debug, PartialEq)]
pub struct RawPage {
    /// The HTTP status and headers that it came with; `None` for what was supplied as a file.
    pub answer: Option<(u16, Vec<(String, String)>)>,
    /// Its media type, as it came.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many other pages' texts stand in the same record.
    pub others: u32,
    /// Whether its bytes have the digest that they came with.
    pub is_intact: bool,
}

impl RawPage {
    /// The bytes as text, by the charset that headers, marks or the page itself name.
    pub fn text(&self) -> String {
        decode(&self.bytes, self.content_type.as_deref()).0
    }
}

impl Library {
    /// What the archive has of a page: of its text number `seq`, counted from 1, else of the newest that an article was read
    /// from. `id` is that of an article or its beginning, or the whole id of a page without one.
    ///
    /// # Errors
    /// When no or several articles have such an id, there is no such text, or its page is not kept or cannot be read.
    pub fn raw_page(&self, id: &str, seq: Option<u32>) -> Result<RawPage, LibraryError> {
        let page = self.page_id(id)?;
        let mut versions = self.store.page_versions(&page)?;
        let texts = versions.len();
        let place = if let Some(seq) = seq {
            versions.iter().position(|version| version.seq == seq)
        } else {
            let read = versions.iter().rposition(|version| version.fetched.text_digest.is_some());
            read.or(texts.checked_sub(1))
        };
        let not_kept = |why: String| LibraryError::PageNotKept { page: page.to_string(), why };
        let Some(place) = place else {
            return Err(not_kept(format!("the library has {texts} of its texts, numbered from 1")));
        };
        let version = versions.swap_remove(place);
        let Some(archived) = version.fetched.archived.clone() else {
            return Err(not_kept("its source or publisher does not want it kept".to_owned()));
        };
        let others = self.store.uses_of_record(&archived)?.saturating_sub(1);
        let place = Location { file: archived.file, offset: archived.offset, length: archived.length };
        let record = read_at(&self.folder.archive(), &place).map_err(|error| not_kept(error.to_string()))?;
        let is_intact = sha256_hex(&record.payload) == version.fetched.content_sha256;
        let answer = (record.kind == WarcKind::Response)
            .then(|| (record.status.unwrap_or(version.fetched.status), record.headers));
        Ok(RawPage { answer, content_type: record.content_type, bytes: record.payload, others, is_intact })
    }

    fn page_id(&self, id: &str) -> Result<ArticleId, LibraryError> {
        match self.show(id) {
            Ok(Shown::Article(shown)) => Ok(shown.article.id),
            Ok(Shown::Deal(_)) => Err(LibraryError::PageOfDeal(printable(id))),
            Err(LibraryError::UnknownId(unknown)) => {
                let page = ArticleId::from_stored(id);
                match self.store.page(&page)? {
                    Some(page) => Ok(page.id),
                    None => Err(LibraryError::UnknownId(unknown)),
                }
            }
            Err(error) => Err(error),
        }
    }
}
