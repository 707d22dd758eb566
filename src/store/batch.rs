//! One change of the library: all of it, or none.

use std::ops::Deref;

use rusqlite::{Transaction, TransactionBehavior};

use super::lock::WriterLock;
use super::{Access, Store, StoreError};

/// A change of the library in the making. It answers every question a [`Store`] answers, its own changes included.
///
/// Nothing of it is kept until [`Batch::commit`]; dropped before, or killed, it leaves the library as it was.
/// Keep batches short: other writers wait for them.
pub struct Batch<'s> {
    // Dropped in this order: the transaction is rolled back before the lock is given back.
    transaction: Transaction<'s>,
    _lock: WriterLock,
    store: &'s Store,
}

impl Deref for Batch<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store
    }
}

impl Store {
    /// Begins a change: takes the writer's lock, waiting for another writer as long as [`Access::Write`] says.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process writes all that time, [`StoreError::OpenedForReading`].
    pub fn begin(&mut self) -> Result<Batch<'_>, StoreError> {
        let Access::Write { wait } = self.access else { return Err(StoreError::OpenedForReading) };
        let store = &*self;
        let lock = WriterLock::take(&store.dir, wait, &store.task)?;
        let transaction = Transaction::new_unchecked(&store.connection, TransactionBehavior::Immediate)?;
        Ok(Batch { transaction, _lock: lock, store })
    }

    /// Does `work` in one change: kept when it succeeds, undone when it fails.
    ///
    /// # Errors
    /// Those of [`Store::begin`], of `work` and of [`Batch::commit`].
    pub fn batch<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Batch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let batch = self.begin()?;
        let done = work(&batch)?;
        batch.commit()?;
        Ok(done)
    }
}

impl Batch<'_> {
    /// Keeps the change.
    ///
    /// # Errors
    /// [`StoreError::Full`] and other failures to write; the change is undone then.
    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::store::samples;

    #[test]
    fn readers_see_whole_changes_only_and_do_not_wait() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = samples::store(dir.path());
        let reader = Store::open(dir.path(), Access::Read).unwrap();
        let batch = writer.begin().unwrap();
        samples::put(&batch, &samples::article(1, "2026-01-01"), &[]).unwrap();
        assert_eq!((batch.article_ids().unwrap().len(), reader.article_ids().unwrap().len()), (1, 0));
        batch.commit().unwrap();
        assert_eq!(reader.article_ids().unwrap().len(), 1);
    }

    #[test]
    fn what_fails_or_is_dropped_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let failed: Result<(), StoreError> = store.batch(|batch| {
            samples::put(batch, &samples::article(1, "2026-01-01"), &[])?;
            Err(StoreError::Full)
        });
        assert!(matches!(failed, Err(StoreError::Full)));
        samples::put(&store.begin().unwrap(), &samples::article(2, "2026-01-01"), &[]).unwrap();
        assert!(store.article_ids().unwrap().is_empty());
    }

    #[test]
    fn a_stream_shows_one_moment_while_others_write() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = samples::store(dir.path());
        let put = |batch: &Batch<'_>, n| samples::put(batch, &samples::article(n, "2026-01-01"), &[]);
        writer.batch(|batch| (0..5).try_for_each(|n| put(batch, n))).unwrap();
        let reader = Store::open(dir.path(), Access::Read).unwrap();
        let mut seen = 0;
        reader
            .for_each_article(|_, _| {
                seen += 1;
                writer.batch(|batch| put(batch, 100 + seen))
            })
            .unwrap();
        assert_eq!((seen, reader.article_ids().unwrap().len()), (5, 10));
    }

    #[test]
    fn a_full_disk_undoes_the_batch_and_leaves_the_library_usable() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let put = |batch: &Batch<'_>, n| samples::put(batch, &samples::article(n, "2026-01-01"), &[&[1]]);
        store.batch(|batch| put(batch, 0)).unwrap();
        let pages: u32 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let allow = |store: &Store, pages: u32| {
            store.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
        };
        allow(&store, pages + 3);
        let full = store.batch(|batch| (1..500).try_for_each(|n| put(batch, n)));
        assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
        assert_eq!(store.article_ids().unwrap().len(), 1);
        allow(&store, u32::MAX / 2);
        store.batch(|batch| put(batch, 1)).unwrap();
        assert_eq!(store.article_ids().unwrap().len(), 2);
    }

    #[test]
    fn two_stores_of_one_library_write_in_turn() {
        let dir = tempfile::tempdir().unwrap();
        let mut first = samples::store(dir.path());
        let mut second = Store::open(dir.path(), Access::Write { wait: Duration::from_millis(30) }).unwrap();
        first.name_task("awardwire crawl");
        let batch = first.begin().unwrap();
        let error = second.begin().map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("awardwire crawl"), "{error}");
        drop(batch);
        assert!(second.begin().is_ok());
    }

    #[test]
    fn a_reader_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        drop(samples::store(dir.path()));
        let mut reader = Store::open(dir.path(), Access::Read).unwrap();
        assert!(matches!(reader.begin(), Err(StoreError::OpenedForReading)));
    }
}
