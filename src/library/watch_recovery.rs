//! A watch whose query could not be read for a while catches up with what came meanwhile.

use jiff::civil::Date;

use crate::library::watch_trial::caught_of;
use crate::library::{Library, LibraryError};
use crate::store::AlertRow;
use crate::watch::{Plain, PreparedQuery};

impl Library {
    /// Catches, for each watch whose query can be read again, what came while it could not.
    ///
    /// # Errors
    /// When the database fails, or the library cannot be written.
    pub fn catch_up_watches(&self, today: Date) -> Result<(), LibraryError> {
        for watch in self.store.watches()? {
            let Some(fault) = &watch.fault else { continue };
            let Ok(query) = self.query(&watch.query, today) else { continue };
            let query = PreparedQuery::new(&query, self.names(), Plain::All);
            let mut rows: Vec<AlertRow> = Vec::new();
            for article in self.store.pages_not_alerted(&watch.name, fault.since)? {
                let seen = self.store.page(&article)?.map_or(fault.since, |page| page.first_seen);
                rows.extend(caught_of(self, &query, &watch.name, &article, seen)?);
            }
            self.write("awardwire watch run", |batch| {
                rows.iter().try_for_each(|row| batch.add_alert(row))?;
                batch.set_watch_fault(&watch.name, None)
            })?;
        }
        Ok(())
    }
}
