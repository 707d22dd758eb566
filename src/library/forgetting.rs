//! What the user means to have forgotten, and what that would take out.

use crate::base::{Address, ArticleId, printable};
use crate::library::{Library, LibraryError};
use crate::pipeline::{ForgetPlan, ForgetTarget, plan_forget};
use crate::store::{IdMatch, Tombstone, is_of_site};

/// What would be forgotten, and what else knows of it.
#[derive(Clone, Debug)]
pub struct ForgetQuestion {
    /// What would be taken out.
    pub plan: ForgetPlan,
    /// Files of the user's that name it, by name: they are left as they are.
    pub named_in: Vec<&'static str>,
    /// Sources that are turned on and lie at the site that is to be forgotten.
    pub sources: Vec<String>,
}

impl Library {
    /// What forgetting this word would take out: the id of an article or its beginning, an address, or a site's host.
    ///
    /// # Errors
    /// When the word is none of these or the beginning of several ids, or the library or its archive cannot be read.
    pub fn forget_question(&self, word: &str) -> Result<ForgetQuestion, LibraryError> {
        let target = self.forget_target(word)?;
        let catalog = self.folder.catalog()?;
        let sources = match &target {
            ForgetTarget::Site(host) => {
                let meant = catalog.sources.iter().filter(|one| one.enabled && is_of_site(&one.url, host));
                meant.map(|one| one.name.clone()).collect()
            }
            _ => Vec::new(),
        };
        let plan = plan_forget(&self.folder, &self.store, target)?;
        let named_in = self.files_that_name(&plan);
        Ok(ForgetQuestion { plan, named_in, sources })
    }

    /// The tombstone that stands for this word.
    ///
    /// # Errors
    /// As [`Library::forget_question`].
    pub fn tombstone_for(&self, word: &str) -> Result<Option<Tombstone>, LibraryError> {
        let stones = self.store.tombstones()?;
        let is_named = |stone: &&Tombstone| stone.what == word.trim().to_ascii_lowercase();
        if let Some(stone) = stones.iter().find(is_named) {
            return Ok(Some(stone.clone()));
        }
        let Ok(url) = Address::parse(word) else { return Ok(None) };
        let canonical = url.canonical();
        Ok(stones.into_iter().find(|stone| stone.what == canonical.as_str()))
    }

    /// Everything that was forgotten, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>, LibraryError> {
        Ok(self.store.tombstones()?)
    }

    fn forget_target(&self, word: &str) -> Result<ForgetTarget, LibraryError> {
        let word = word.trim();
        if let Ok(url) = Address::parse(word) {
            return Ok(ForgetTarget::Url(url));
        }
        match self.store.resolve_prefix(word)?.as_slice() {
            [] => {}
            [IdMatch::Article(id)] => return Ok(ForgetTarget::Page(id.clone())),
            [IdMatch::Deal(id)] => return Err(LibraryError::ForgetDeal(id.to_string())),
            // Says which they are.
            _ => return self.show(word).and(Err(LibraryError::ForgetWhat(printable(word)))),
        }
        // A page without an article has an id too.
        let id = ArticleId::from_stored(word);
        if self.store.page(&id)?.is_some() {
            return Ok(ForgetTarget::Page(id));
        }
        site(word).map(ForgetTarget::Site).ok_or_else(|| LibraryError::ForgetWhat(printable(word)))
    }

    fn files_that_name(&self, plan: &ForgetPlan) -> Vec<&'static str> {
        let names: Vec<&str> = plan
            .pages
            .iter()
            .flat_map(|page| std::iter::once(page.id.as_str()).chain(page.url.as_ref().map(Address::as_str)))
            .collect();
        let files =
            [("corrections.toml", self.folder.corrections()), ("notebook.toml", self.folder.notebook())];
        let is_named = |path: &std::path::PathBuf| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            names.iter().any(|name| text.contains(name))
        };
        files.into_iter().filter(|(_, path)| is_named(path)).map(|(name, _)| name).collect()
    }
}

/// A host of two parts and more, in lower case.
fn site(word: &str) -> Option<String> {
    let host = word.trim_end_matches('/').to_lowercase();
    let is_host = host.contains('.') && !host.contains(['/', ':', '@', '?', '#', ' ']);
    let address = is_host.then(|| Address::parse(&format!("https://{host}/")).ok()).flatten()?;
    Some(address.host().to_owned()).filter(|host| !host.is_empty())
}
