//! Which events are connected: the whole block that must be settled together.

use std::collections::{BTreeSet, HashSet};

use super::events::{EVENT_COLUMNS, read_event};
use super::{Store, StoreError};
use crate::deals::DealEvent;

impl Store {
    /// Every event that carries one of `keys`, or shares a key with such an event, and so on until no more are found;
    /// in order of article and ordinal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events_connected_to(&self, keys: &[String]) -> Result<Vec<DealEvent>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM events e JOIN articles a ON a.seq = e.article WHERE e.seq = ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut events = Vec::new();
        for row in self.connected_rows(keys)? {
            let mut rows = statement.query([row])?;
            if let Some(row) = rows.next()? {
                events.push(read_event(row)?);
            }
        }
        events.sort_by(|a, b| (&a.article, a.ordinal).cmp(&(&b.article, b.ordinal)));
        Ok(events)
    }

    /// The rows of the connected events: a walk from keys to events to keys, each visited once.
    fn connected_rows(&self, keys: &[String]) -> Result<BTreeSet<i64>, StoreError> {
        let mut events_of_key =
            self.connection.prepare_cached("SELECT event FROM event_keys WHERE key = ?1")?;
        let mut keys_of_event =
            self.connection.prepare_cached("SELECT key FROM event_keys WHERE event = ?1")?;
        let mut events = BTreeSet::new();
        let mut known: HashSet<String> = keys.iter().cloned().collect();
        let mut waiting: Vec<String> = known.iter().cloned().collect();
        while let Some(key) = waiting.pop() {
            let mut rows = events_of_key.query([&key])?;
            while let Some(row) = rows.next()? {
                let event: i64 = row.get(0)?;
                if !events.insert(event) {
                    continue;
                }
                let mut rows = keys_of_event.query([event])?;
                while let Some(row) = rows.next()? {
                    let key: String = row.get(0)?;
                    if known.insert(key.clone()) {
                        waiting.push(key);
                    }
                }
            }
        }
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::base::ArticleId;
    use crate::store::samples;

    /// The events as (article number, ordinal) that are connected to `asked`.
    fn connected(articles: &[Vec<Vec<String>>], asked: &[String]) -> BTreeSet<(usize, u32)> {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let mut numbers: BTreeMap<ArticleId, usize> = BTreeMap::new();
        store
            .batch(|batch| {
                for (n, keys) in articles.iter().enumerate() {
                    let article = samples::article(n as u32, "2026-01-01");
                    let facts = samples::facts(&article, keys.len());
                    batch.put_article(&article, &facts, keys, "s")?;
                    numbers.insert(article.id, n);
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let events = store.events_connected_to(asked).unwrap();
        assert!(events.is_sorted_by_key(|event| (event.article.clone(), event.ordinal)));
        events.into_iter().map(|event| (numbers[&event.article], event.ordinal)).collect()
    }

    fn words(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn a_chain_is_followed_to_its_end_and_no_further() {
        let chain: Vec<Vec<Vec<String>>> = (0..60)
            .map(|n| vec![vec![format!("k{n}"), format!("k{}", n + 1)], words(&["apart"]), Vec::new()])
            .collect();
        let whole: BTreeSet<_> = (0..60).map(|n| (n, 0)).collect();
        assert_eq!(connected(&chain, &words(&["k0"])), whole);
        assert_eq!(connected(&chain, &words(&["k31", "k31", "unknown"])), whole);
        assert_eq!(connected(&chain, &words(&["apart"])), (0..60).map(|n| (n, 1)).collect());
        assert!(connected(&chain, &words(&["unknown"])).is_empty());
        assert!(connected(&chain, &[]).is_empty());
    }

    type Block = (BTreeSet<String>, BTreeSet<(usize, u32)>);

    /// The same by joining sets: slow and plain.
    fn by_union(articles: &[Vec<Vec<String>>], asked: &[String]) -> BTreeSet<(usize, u32)> {
        let mut blocks: Vec<Block> = Vec::new();
        for (n, events) in articles.iter().enumerate() {
            for (keys, ordinal) in events.iter().zip(0..) {
                let mut keys: BTreeSet<String> = keys.iter().cloned().collect();
                let mut members = BTreeSet::from([(n, ordinal)]);
                let (joined, apart): (Vec<_>, Vec<_>) =
                    blocks.into_iter().partition(|(other, _)| !other.is_disjoint(&keys));
                for (other_keys, other_members) in joined {
                    keys.extend(other_keys);
                    members.extend(other_members);
                }
                blocks = apart;
                blocks.push((keys, members));
            }
        }
        let asked: BTreeSet<String> = asked.iter().cloned().collect();
        blocks
            .into_iter()
            .filter(|(keys, _)| !keys.is_disjoint(&asked))
            .flat_map(|(_, members)| members)
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_walk_finds_what_joining_sets_finds(
            articles in prop::collection::vec(
                prop::collection::vec(prop::collection::vec("[a-p]", 0..3), 0..3), 0..14),
            asked in prop::collection::vec("[a-p]", 0..3),
        ) {
            prop_assert_eq!(connected(&articles, &asked), by_union(&articles, &asked));
        }
    }
}
