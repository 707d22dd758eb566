//! The user's own lists and saved queries, given to whatever reads a query; and how they are kept.

use jiff::civil::Date;

use crate::library::{DealFilter, Library, LibraryError};
use crate::notebook::{Notebook, check_name, name_key};
use crate::pipeline::{FixNote, PipelineError, Written, keep_query, shelf_for, shelf_of};
use crate::search::{Query, Shelf};

impl Library {
    /// What the user keeps near at hand.
    ///
    /// # Errors
    /// When the file is not right.
    pub fn notebook(&self) -> Result<Notebook, LibraryError> {
        Ok(self.folder.read_notebook()?)
    }

    /// Reads a query over deals that may name the user's lists, saved queries and tags.
    ///
    /// # Errors
    /// When the query has a mistake, or the notebook is not right.
    pub fn filter(&self, text: &str, today: Date) -> Result<DealFilter, LibraryError> {
        DealFilter::parse_with(text, today, &self.shelf(text)?)
    }

    /// Reads a query over articles that may name the user's lists, saved queries and tags.
    pub(super) fn query(&self, text: &str, today: Date) -> Result<Query, LibraryError> {
        Query::parse_with(text, today, &self.shelf(text)?)
            .map_err(|error| LibraryError::Query { error, text: text.to_owned() })
    }

    /// Keeps a query under a name; another of that name gives way.
    ///
    /// # Errors
    /// When the query has a mistake or leads back to itself, the name is none, or the file cannot be written.
    pub fn save_query(
        &self,
        name: &str,
        query: &str,
        note: &FixNote,
        today: Date,
    ) -> Result<Written, LibraryError> {
        check_name(name).map_err(PipelineError::Notebook)?;
        let read = |text: &str, shelf: &Shelf| {
            Query::parse_with(text, today, shelf)
                .map(|_| ())
                .map_err(|error| LibraryError::Query { error, text: text.to_owned() })
        };
        let mut shelf = shelf_of(&self.store, &self.notebook()?, true)?;
        let before = shelf.saved.insert(name_key(name), query.to_owned());
        read(query, &shelf)?;
        // Where the new one changes what others stand for, none may become unreadable by it.
        if before.is_some() {
            read(&format!("saved:{}", name_key(name)), &shelf)?;
        }
        Ok(keep_query(&self.folder, name, query, note)?)
    }

    /// What this query may name.
    fn shelf(&self, text: &str) -> Result<Shelf, LibraryError> {
        Ok(shelf_for(&self.folder, &self.store, [text])?)
    }
}
