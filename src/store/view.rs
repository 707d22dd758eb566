//! Several questions answered from one state of the database, whatever is written meanwhile.

use rusqlite::{Transaction, TransactionBehavior};

use super::{Store, StoreError};

impl Store {
    /// Does `work`, all of whose questions are answered from one state of the database. Writers do not wait for it.
    ///
    /// # Errors
    /// Those of `work`, and when the database fails.
    pub fn in_one_view<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let view = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred);
        let view = view.map_err(|error| E::from(error.into()))?;
        let done = work();
        // Nothing was changed, so nothing is lost by not keeping it.
        drop(view);
        done
    }
}
