//! The sources that the program brings: off until the user turns them on.

use std::sync::OnceLock;

use crate::sources::{Catalog, CatalogError, SourceEntry};

const TEXT: &str = include_str!("../../data/sources.toml");

/// The sources that the program brings, in the order of `data/sources.toml`, none of them turned on.
pub fn shipped() -> &'static [SourceEntry] {
    static SHIPPED: OnceLock<Vec<SourceEntry>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        // A test reads the list; should it be broken all the same, the user's own sources still work.
        let sources = Catalog::parse(TEXT).map(|catalog| catalog.sources).unwrap_or_default();
        sources.into_iter().map(|entry| SourceEntry { enabled: false, shipped: true, ..entry }).collect()
    })
}

impl Catalog {
    /// Reads the text of a library's `sources.toml`, over the sources that the program brings.
    ///
    /// # Errors
    /// As [`Catalog::parse`].
    pub fn of_library(text: &str) -> Result<Self, CatalogError> {
        Self::over(shipped(), text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::base::Address;
    use crate::sources::Region;

    #[test]
    fn the_list_can_be_read_and_names_nothing_twice() {
        let catalog = Catalog::parse(TEXT).unwrap_or_else(|error| panic!("data/sources.toml: {error}"));
        assert_eq!(catalog.settings, crate::sources::Settings::default(), "the list has no settings");
        assert_eq!(catalog.sources.len(), shipped().len());
        assert!(catalog.sources.len() >= 80, "{} sources", catalog.sources.len());
        let regions: HashSet<Region> = catalog.sources.iter().filter_map(|entry| entry.region).collect();
        assert_eq!(regions.len(), Region::ALL.len(), "{regions:?}");
        let mut addresses = HashSet::new();
        for entry in &catalog.sources {
            assert!(addresses.insert(entry.url.as_str().to_owned()), "twice: {}", entry.url);
            assert!(!entry.allow_private, "{}", entry.name);
            for (key, value) in [("group", &entry.group), ("why", &entry.why)] {
                assert!(
                    value.as_ref().is_some_and(|value| !value.trim().is_empty()),
                    "{}: {key}",
                    entry.name
                );
            }
            for place in entry.documented.iter().chain(&entry.terms) {
                assert!(Address::parse(place).is_ok(), "{}: {place}", entry.name);
            }
            assert!(entry.region.is_some() && !entry.topics.is_empty(), "{}", entry.name);
        }
    }

    #[test]
    fn nothing_is_read_before_the_user_turns_it_on() {
        assert!(shipped().iter().all(|entry| entry.shipped && !entry.enabled));
        assert!(Catalog::of_library("").unwrap().sources.iter().all(|entry| !entry.enabled));
    }
}
