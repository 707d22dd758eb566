//! May the text of this page be handed on?

use std::collections::BTreeMap;

use crate::library::{Library, LibraryError};

const FORBIDDEN: &str = "its source does not allow handing it on";
const UNKNOWN: &str = "its source is no longer known, so neither is whether it may be handed on";

/// Of which sources texts and pages may be handed on, as the catalog says today. Nothing is known of any by default.
#[derive(Clone, Debug, Default)]
pub(super) struct Sharing {
    allowed: BTreeMap<String, bool>,
}

impl Sharing {
    /// Why what came from this source must stay here; `None` where it may travel. What the user supplied has no source, and
    /// is the user's to hand on.
    pub(super) fn refusal(&self, source: Option<&str>) -> Option<&'static str> {
        match self.allowed.get(source?) {
            Some(true) => None,
            Some(false) => Some(FORBIDDEN),
            // It was removed or renamed: what it did not allow then is not allowed now.
            None => Some(UNKNOWN),
        }
    }
}

impl Library {
    /// Of which sources texts and pages may be handed on.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub(super) fn sharing(&self) -> Result<Sharing, LibraryError> {
        let sources = self.folder.catalog()?.sources.into_iter();
        let allowed = sources.map(|source| (source.name, source.redistribute != Some(false))).collect();
        Ok(Sharing { allowed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_sources_that_do_not_forbid_it_are_shared() {
        let allowed = [("open", true), ("closed", false)].map(|(name, is)| (name.to_owned(), is));
        let sharing = Sharing { allowed: allowed.into() };
        for (source, refusal) in [
            (None, None),
            (Some("open"), None),
            (Some("closed"), Some(FORBIDDEN)),
            (Some("gone"), Some(UNKNOWN)),
        ] {
            assert_eq!(sharing.refusal(source), refusal, "{source:?}");
        }
        assert_eq!(Sharing::default().refusal(Some("open")), Some(UNKNOWN));
    }
}
