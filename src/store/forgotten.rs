//! What the user has had forgotten: pages taken out, and the tombstones that keep them from coming in again.

use jiff::Timestamp;
use rusqlite::{Row, named_params};

use super::columns::{article_id, instant, micros, word};
use super::{Batch, Store, StoreError};
use crate::base::{Address, ArticleId};

/// What a tombstone stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TombstoneKind {
    /// One article, by its id.
    Page,
    /// A canonical address.
    Url,
    /// A host and all hosts below it.
    Site,
}

impl TombstoneKind {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Url => "url",
            Self::Site => "site",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Page, Self::Url, Self::Site].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Keeps what was forgotten from being taken in again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// What it stands for.
    pub kind: TombstoneKind,
    /// The id, the canonical address, or the host in lower case.
    pub what: String,
    /// The article that was forgotten with it.
    pub page: Option<ArticleId>,
    /// When.
    pub at: Timestamp,
    /// Why, in the user's words.
    pub why: Option<String>,
}

const COLUMNS: &str = "kind, what, page, at, why";

impl Store {
    /// All tombstones, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM forgotten ORDER BY at DESC, kind, what");
        self.connection.prepare_cached(&sql)?.query_and_then([], read_tombstone)?.collect()
    }

    /// The tombstone that keeps a page of this id, or at one of these addresses, out of the library.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tombstone_of(
        &self,
        id: Option<&ArticleId>,
        addresses: &[&Address],
    ) -> Result<Option<Tombstone>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM forgotten WHERE kind = ?1 AND what = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut find = |kind: TombstoneKind, what: &str| -> Result<Option<Tombstone>, StoreError> {
            let mut rows = statement.query((kind.as_str(), what))?;
            rows.next()?.map(read_tombstone).transpose()
        };
        if let Some(found) = id.map(|id| find(TombstoneKind::Page, id.as_str())).transpose()?.flatten() {
            return Ok(Some(found));
        }
        for address in addresses {
            if let Some(found) = find(TombstoneKind::Url, address.canonical().as_str())? {
                return Ok(Some(found));
            }
            for host in hosts_above(address.host()) {
                if let Some(found) = find(TombstoneKind::Site, host)? {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// How many tombstones there are and when the newest was left: another answer than before says that they have changed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tombstone_mark(&self) -> Result<(u64, Option<i64>), StoreError> {
        let sql = "SELECT count(*), max(at) FROM forgotten";
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?));
        Ok(self.connection.prepare_cached(sql)?.query_row([], read)?)
    }

    /// Whether anything was forgotten.
    pub(super) fn has_tombstones(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM forgotten)";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// The pages that stand at an address, were asked for there or answered from there.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pages_at(&self, address: &Address) -> Result<Vec<ArticleId>, StoreError> {
        let wanted = address.canonical();
        self.pages_where(|url| url.canonical() == wanted)
    }

    /// The pages that stand at a host or one below it, or answered from there.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pages_of_site(&self, host: &str) -> Result<Vec<ArticleId>, StoreError> {
        self.pages_where(|url| is_of_site(url, host))
    }

    fn pages_where(&self, is_meant: impl Fn(&Address) -> bool) -> Result<Vec<ArticleId>, StoreError> {
        // What a service was asked is no address of its records.
        let sql =
            "SELECT p.id, p.url, iif(v.content_type = 'application/json', NULL, v.requested) AS requested,
             v.final_url FROM pages p LEFT JOIN page_versions v ON v.page = p.id ORDER BY p.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found: Vec<ArticleId> = Vec::new();
        while let Some(row) = rows.next()? {
            let id = article_id(row, "id")?;
            if found.last() == Some(&id) {
                continue;
            }
            for column in ["url", "requested", "final_url"] {
                let text: Option<String> = row.get(column)?;
                if text.and_then(|text| Address::parse(&text).ok()).is_some_and(|url| is_meant(&url)) {
                    found.push(id);
                    break;
                }
            }
        }
        Ok(found)
    }

    /// The addresses that listings have named of a host and those below it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn leads_of_site(&self, host: &str) -> Result<Vec<Address>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT url FROM leads")?;
        let urls = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut found = Vec::new();
        for url in urls {
            found.extend(Address::parse(&url?).ok().filter(|url| is_of_site(url, host)));
        }
        Ok(found)
    }
}

impl Batch<'_> {
    /// Leaves a tombstone, in the place of one that was there.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_tombstone(&self, tombstone: &Tombstone) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO forgotten (kind, what, page, at, why) VALUES (:kind, :what, :page, :at, :why)
                 ON CONFLICT (kind, what) DO UPDATE SET page = coalesce(excluded.page, page),
                 at = excluded.at, why = excluded.why",
            )?
            .execute(named_params! {
                ":kind": tombstone.kind.as_str(),
                ":what": tombstone.what,
                ":page": tombstone.page.as_ref().map(ArticleId::as_str),
                ":at": micros(tombstone.at),
                ":why": tombstone.why,
            })?;
        Ok(())
    }

    /// Takes a tombstone away, and all others of the article that went with it; gives back how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lift_tombstone(&self, tombstone: &Tombstone) -> Result<usize, StoreError> {
        let page = tombstone.page.as_ref().map(ArticleId::as_str);
        let sql = "DELETE FROM forgotten WHERE (kind = ?1 AND what = ?2) OR page = ?3";
        Ok(self.connection.prepare_cached(sql)?.execute((tombstone.kind.as_str(), &tombstone.what, page))?)
    }

    /// Takes out a page with its versions and what was read of it; gives back whether there was such a page. As with
    /// [`Batch::remove_article`], its deals stay until they are settled anew.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_page(&self, id: &ArticleId) -> Result<bool, StoreError> {
        self.remove_article(id)?;
        for sql in
            ["DELETE FROM edge_blocks WHERE article = ?1", "DELETE FROM former_deals WHERE article = ?1"]
        {
            self.connection.prepare_cached(sql)?.execute([id.as_str()])?;
        }
        let gone =
            self.connection.prepare_cached("DELETE FROM pages WHERE id = ?1")?.execute([id.as_str()])?;
        Ok(gone > 0)
    }

    /// Takes an address out of the queue; gives back whether it was there.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_lead(&self, url: &Address) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("DELETE FROM leads WHERE url = ?1")?;
        Ok(statement.execute([url.to_ask().as_str()])? > 0)
    }
}

/// Whether an address is at this host or one below it.
pub fn is_of_site(address: &Address, host: &str) -> bool {
    hosts_above(address.host()).any(|above| above == host)
}

/// A host and those above it: `a.b.example`, `b.example`, `example`.
fn hosts_above(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above))
}

fn read_tombstone(row: &Row<'_>) -> Result<Tombstone, StoreError> {
    let page: Option<String> = row.get("page")?;
    Ok(Tombstone {
        kind: word(row, "kind", TombstoneKind::from_word)?,
        what: row.get("what")?,
        page: page.map(ArticleId::from_stored),
        at: instant(row, "at")?,
        why: row.get("why")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    fn stone(kind: TombstoneKind, what: &str, page: Option<&ArticleId>) -> Tombstone {
        let at = Timestamp::from_second(7).unwrap();
        Tombstone { kind, what: what.into(), page: page.cloned(), at, why: Some("asked to".into()) }
    }

    #[test]
    fn a_tombstone_holds_for_its_page_address_or_site_until_it_is_lifted() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let id = ArticleId::of_url("http://news.example/1");
        let stones = [
            stone(TombstoneKind::Page, id.as_str(), Some(&id)),
            stone(TombstoneKind::Url, "http://news.example/1", Some(&id)),
            stone(TombstoneKind::Site, "b.example", None),
        ];
        store.batch(|batch| stones.iter().try_for_each(|stone| batch.put_tombstone(stone))).unwrap();
        let found = |store: &Store, url: &str| {
            let url = Address::parse(url).unwrap();
            store.tombstone_of(None, &[&url]).unwrap().map(|stone| stone.what)
        };
        assert_eq!(store.tombstone_of(Some(&id), &[]).unwrap(), Some(stones[0].clone()));
        for (url, what) in [
            ("http://news.example/1?utm_source=x#y", Some("http://news.example/1")),
            ("http://news.example/2", None),
            ("https://a.b.example/x", Some("b.example")),
            ("https://b.example/", Some("b.example")),
            ("https://ab.example/", None),
        ] {
            assert_eq!(found(&store, url).as_deref(), what, "{url}");
        }
        assert_eq!(store.batch(|batch| batch.lift_tombstone(&stones[1])).unwrap(), 2);
        assert_eq!(store.tombstones().unwrap(), [stones[2].clone()]);
        assert_eq!(store.batch(|batch| batch.lift_tombstone(&stones[2])).unwrap(), 1);
    }

    #[test]
    fn a_page_goes_with_its_versions_and_what_was_read_of_it() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-01-01");
        let page = samples::page(1);
        store
            .batch(|batch| {
                batch.put_page_version(&page, &samples::version())?;
                samples::put(batch, &article, &[&[1]])
            })
            .unwrap();
        let url = Address::parse("http://news.example/1#top").unwrap();
        assert_eq!(store.pages_at(&url).unwrap(), std::slice::from_ref(&page.id));
        assert_eq!(store.pages_of_site("example").unwrap(), std::slice::from_ref(&page.id));
        assert!(store.batch(|batch| batch.remove_page(&page.id)).unwrap());
        assert!(!store.batch(|batch| batch.remove_page(&page.id)).unwrap());
        assert!(store.page_versions(&page.id).unwrap().is_empty());
        assert_eq!(store.article(&article.id).unwrap(), None);
    }
}
