//! Pages and the versions they have had: the ground that everything else is read from.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use super::columns::{address_or_none, article_id, from_json, instant, micros, to_json, word};
use super::{Batch, Store, StoreError};
use crate::base::{Address, ArticleId};

/// How a page came into the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Found and fetched by a crawl.
    Crawl,
    /// Supplied by the user.
    User,
}

impl Origin {
    /// The word in the database and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Crawl => "crawl",
            Self::User => "user",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Crawl, Self::User].into_iter().find(|origin| origin.as_str() == word)
    }
}

/// A page or added document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The id of the article it holds or may hold.
    pub id: ArticleId,
    /// The canonical address, where it has one.
    pub url: Option<Address>,
    /// The id that an input file gave.
    pub source_id: Option<String>,
    /// Who publishes it, as the source or the user says.
    pub publisher: Option<String>,
    /// The country the source is read in.
    pub country: Option<String>,
    /// When it was first fetched or added.
    pub first_seen: Timestamp,
    /// How it came.
    pub origin: Origin,
    /// The name of the source that led to it.
    pub source: Option<String>,
}

/// What a listing or the user said about a page that the page itself may not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hints {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The date of publication, as text; ISO 8601 where the listing's date could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// ISO 3166-1 alpha-2 code in lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Where in the archive a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivePlace {
    /// The file's name, within the archive's folder.
    pub file: String,
    /// The first byte of the record's gzip member.
    pub offset: u64,
    /// The bytes of the member.
    pub length: u64,
}

/// A page as it was fetched once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVersion {
    /// When it was fetched or added.
    pub fetched_at: Timestamp,
    /// The address that was asked for.
    pub requested: Option<Address>,
    /// The address that answered.
    pub final_url: Option<Address>,
    /// The HTTP status; 200 for what came from a file.
    pub status: u16,
    /// The `Content-Type` header as sent.
    pub content_type: Option<String>,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
    /// The `X-Robots-Tag` header.
    pub robots_tag: Option<String>,
    /// SHA-256 of the body, in hexadecimal digits.
    pub content_sha256: String,
    /// Where it is archived; `None` for a page that must not be kept.
    pub archived: Option<ArchivePlace>,
    /// `Article::text_digest` of what was read from it; `None` when nothing was.
    pub text_digest: Option<String>,
    /// What the listing said.
    pub hints: Hints,
}

impl NewVersion {
    /// Whether it came as one of the records of data that a service answered with.
    pub fn is_record(&self) -> bool {
        self.content_type.as_deref() == Some("application/json")
    }
}

/// A version and its place in the page's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageVersion {
    /// Counts from 1.
    pub seq: u32,
    /// When the page was last seen with this text.
    pub checked_at: Timestamp,
    /// What was fetched. Its validators are those of the last answer with this text.
    pub fetched: NewVersion,
}

/// What a fetched version is to what was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageChange {
    /// The page was not known.
    New,
    /// Its text is as it was: no version was added.
    Unchanged,
    /// Its text differs: an edit.
    Changed,
}

const PAGE_COLUMNS: &str =
    "p.id, p.url, p.source_id, p.publisher, p.country, p.first_seen, p.origin, p.source";
const VERSION_COLUMNS: &str = "v.seq, v.fetched_at, v.checked_at, v.requested, v.final_url, v.status, v.content_type, \
     v.etag, v.last_modified, v.robots_tag, v.content_sha256, v.archive_file, v.archive_offset, v.archive_length, \
     v.text_digest, v.hints";

impl Store {
    /// The page with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn page(&self, id: &ArticleId) -> Result<Option<Page>, StoreError> {
        let sql = format!("SELECT {PAGE_COLUMNS} FROM pages p WHERE p.id = ?1");
        let mut rows = self.connection.prepare_cached(&sql)?;
        let mut rows = rows.query([id.as_str()])?;
        rows.next()?.map(read_page).transpose()
    }

    /// Every version of a page, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn page_versions(&self, id: &ArticleId) -> Result<Vec<PageVersion>, StoreError> {
        let sql = format!("SELECT {VERSION_COLUMNS} FROM page_versions v WHERE v.page = ?1 ORDER BY v.seq");
        self.connection.prepare_cached(&sql)?.query_and_then([id.as_str()], read_version)?.collect()
    }

    /// The next `limit` pages after the id `after` (from the first without one), in order of id, each with its newest
    /// version. For a re-reading of everything in steps.
    ///
    /// # Errors
    /// When the database fails.
    pub fn latest_versions(
        &self,
        after: Option<&ArticleId>,
        limit: usize,
    ) -> Result<Vec<(Page, PageVersion)>, StoreError> {
        let sql = format!(
            "SELECT {PAGE_COLUMNS}, {VERSION_COLUMNS} FROM pages p JOIN page_versions v ON v.page = p.id
             AND v.seq = (SELECT max(seq) FROM page_versions WHERE page = p.id)
             WHERE p.id > ?1 ORDER BY p.id LIMIT ?2"
        );
        let after = after.map_or("", ArticleId::as_str);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement
            .query_and_then((after, limit as i64), |row| Ok((read_page(row)?, read_version(row)?)))?;
        rows.collect()
    }

    /// How many bytes a page comes to in the archive, by some of those that are there; `None` where there are none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn usual_page_bytes(&self) -> Result<Option<u64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT CAST(avg(archive_length) AS INTEGER)
             FROM (SELECT archive_length FROM page_versions WHERE archive_length IS NOT NULL LIMIT 1000)",
        )?;
        let bytes: Option<i64> = statement.query_row([], |row| row.get(0))?;
        Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok()))
    }

    /// The pages that were seen with more than one text, in order of id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pages_with_edits(&self) -> Result<Vec<ArticleId>, StoreError> {
        let sql = "SELECT page AS id FROM page_versions WHERE text_digest IS NOT NULL
             GROUP BY page HAVING count(DISTINCT text_digest) > 1 ORDER BY page";
        self.connection.prepare_cached(sql)?.query_and_then([], |row| article_id(row, "id"))?.collect()
    }
}

impl Batch<'_> {
    /// Remembers a page as it was fetched.
    ///
    /// A version is added when the page is new or its text differs from its newest version's; two answers without a
    /// text count as alike. Otherwise only the time of the check and the validators are kept. What was not known of
    /// the page before (its publisher, its source) is filled in, what was known stays.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_page_version(&self, page: &Page, version: &NewVersion) -> Result<PageChange, StoreError> {
        let newest: Option<(u32, Option<String>)> = self
            .connection
            .prepare_cached(
                "SELECT seq, text_digest FROM page_versions WHERE page = ?1 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([page.id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        self.put_page(page)?;
        let (seq, change) = match newest {
            None => (1, PageChange::New),
            Some((seq, digest)) if digest == version.text_digest => {
                self.confirm_version(page, seq, version)?;
                return Ok(PageChange::Unchanged);
            }
            Some((seq, _)) => (seq + 1, PageChange::Changed),
        };
        self.add_version(page, seq, version)?;
        Ok(change)
    }

    /// Notes that an address was asked for again, and the server said that nothing has changed since its last answer; gives
    /// back what that was, or `None` where it gave no page.
    ///
    /// # Errors
    /// When the database fails.
    pub fn confirm_unchanged(
        &self,
        requested: &Address,
        at: Timestamp,
    ) -> Result<Option<NewVersion>, StoreError> {
        let sql =
            "SELECT page AS id FROM page_versions WHERE requested = ?1 ORDER BY fetched_at DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let page = statement.query_row([requested.as_str()], |row| Ok(article_id(row, "id"))).optional()?;
        let Some(page) = page.transpose()? else { return Ok(None) };
        let Some(newest) = self.page_versions(&page)?.pop() else { return Ok(None) };
        self.connection
            .prepare_cached(
                "UPDATE page_versions SET checked_at = max(checked_at, ?3) WHERE page = ?1 AND seq = ?2",
            )?
            .execute((page.as_str(), newest.seq, micros(at)))?;
        Ok(Some(newest.fetched))
    }

    fn put_page(&self, page: &Page) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO pages (id, url, source_id, publisher, country, first_seen, origin, source)
                 VALUES (:id, :url, :source_id, :publisher, :country, :first_seen, :origin, :source)
                 ON CONFLICT (id) DO UPDATE SET
                 url = coalesce(url, excluded.url), source_id = coalesce(source_id, excluded.source_id),
                 publisher = coalesce(publisher, excluded.publisher),
                 country = coalesce(country, excluded.country), source = coalesce(source, excluded.source)",
            )?
            .execute(named_params! {
                ":id": page.id.as_str(),
                ":url": page.url.as_ref().map(Address::as_str),
                ":source_id": page.source_id,
                ":publisher": page.publisher,
                ":country": page.country,
                ":first_seen": micros(page.first_seen),
                ":origin": page.origin.as_str(),
                ":source": page.source,
            })?;
        Ok(())
    }

    fn confirm_version(&self, page: &Page, seq: u32, version: &NewVersion) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE page_versions SET checked_at = max(checked_at, ?3), etag = ?4, last_modified = ?5
                 WHERE page = ?1 AND seq = ?2",
            )?
            .execute((
                page.id.as_str(),
                seq,
                micros(version.fetched_at),
                &version.etag,
                &version.last_modified,
            ))?;
        Ok(())
    }

    fn add_version(&self, page: &Page, seq: u32, version: &NewVersion) -> Result<(), StoreError> {
        let place = version.archived.as_ref();
        self.connection
            .prepare_cached(
                "INSERT INTO page_versions (page, seq, fetched_at, checked_at, requested, final_url, status,
                 content_type, etag, last_modified, robots_tag, content_sha256, archive_file, archive_offset,
                 archive_length, text_digest, hints)
                 VALUES (:page, :seq, :at, :at, :requested, :final_url, :status, :content_type, :etag,
                 :last_modified, :robots_tag, :content_sha256, :file, :offset, :length, :text_digest, :hints)",
            )?
            .execute(named_params! {
                ":page": page.id.as_str(),
                ":seq": seq,
                ":at": micros(version.fetched_at),
                ":requested": version.requested.as_ref().map(Address::as_str),
                ":final_url": version.final_url.as_ref().map(Address::as_str),
                ":status": version.status,
                ":content_type": version.content_type,
                ":etag": version.etag,
                ":last_modified": version.last_modified,
                ":robots_tag": version.robots_tag,
                ":content_sha256": version.content_sha256,
                ":file": place.map(|place| &place.file),
                ":offset": place.map(|place| place.offset as i64),
                ":length": place.map(|place| place.length as i64),
                ":text_digest": version.text_digest,
                ":hints": to_json("the listing's hints", &version.hints)?,
            })?;
        Ok(())
    }
}

fn read_page(row: &Row<'_>) -> Result<Page, StoreError> {
    Ok(Page {
        id: article_id(row, "id")?,
        url: address_or_none(row, "url")?,
        source_id: row.get("source_id")?,
        publisher: row.get("publisher")?,
        country: row.get("country")?,
        first_seen: instant(row, "first_seen")?,
        origin: word(row, "origin", Origin::from_word)?,
        source: row.get("source")?,
    })
}

fn read_version(row: &Row<'_>) -> Result<PageVersion, StoreError> {
    let unsigned = |column| row.get::<_, Option<i64>>(column).map(|n| n.unwrap_or_default().unsigned_abs());
    let file: Option<String> = row.get("archive_file")?;
    let (offset, length) = (unsigned("archive_offset")?, unsigned("archive_length")?);
    Ok(PageVersion {
        seq: row.get("seq")?,
        checked_at: instant(row, "checked_at")?,
        fetched: NewVersion {
            fetched_at: instant(row, "fetched_at")?,
            requested: address_or_none(row, "requested")?,
            final_url: address_or_none(row, "final_url")?,
            status: row.get("status")?,
            content_type: row.get("content_type")?,
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
            robots_tag: row.get("robots_tag")?,
            content_sha256: row.get("content_sha256")?,
            archived: file.map(|file| ArchivePlace { file, offset, length }),
            text_digest: row.get("text_digest")?,
            hints: from_json("the hints of a page", &row.get::<_, String>("hints")?)?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn a_version_is_added_only_when_the_text_differs() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let page = samples::page(1);
        let fetched = |second: i64, digest: Option<&str>| NewVersion {
            fetched_at: Timestamp::from_second(second).unwrap(),
            etag: Some(format!("\"{second}\"")),
            text_digest: digest.map(str::to_owned),
            ..samples::version()
        };
        let steps = [
            (10, Some("a"), PageChange::New),
            (20, Some("a"), PageChange::Unchanged),
            (30, Some("b"), PageChange::Changed),
            (40, None, PageChange::Changed),
            (50, None, PageChange::Unchanged),
            (60, Some("a"), PageChange::Changed),
        ];
        for (second, digest, change) in steps {
            let got = store.batch(|batch| batch.put_page_version(&page, &fetched(second, digest)));
            assert_eq!(got.unwrap(), change, "at {second}");
        }
        let versions = store.page_versions(&page.id).unwrap();
        assert_eq!(versions.len(), 4);
        let first = &versions[0];
        assert_eq!((first.checked_at.as_second(), first.fetched.fetched_at.as_second()), (20, 10));
        assert_eq!(first.fetched.etag.as_deref(), Some("\"20\""));
        assert_eq!(versions[3].fetched, fetched(60, Some("a")));
        assert_eq!(versions[3].seq, 4);
        let other = samples::page(2);
        for digest in [Some("a"), None] {
            store.batch(|batch| batch.put_page_version(&other, &fetched(70, digest))).unwrap();
        }
        assert_eq!(store.pages_with_edits().unwrap(), [page.id], "a text that could not be read is no edit");
    }

    #[test]
    fn what_is_known_of_a_page_stays_and_what_is_not_is_filled_in() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let first = Page { publisher: None, ..samples::page(1) };
        let second = Page { publisher: Some("P".into()), source: Some("other".into()), ..samples::page(1) };
        for page in [&first, &second] {
            store.batch(|batch| batch.put_page_version(page, &samples::version())).unwrap();
        }
        let expected = Page { publisher: Some("P".into()), ..first };
        assert_eq!(store.page(&second.id).unwrap(), Some(expected));
        assert_eq!(store.page(&ArticleId::of_url("http://nowhere.example/")).unwrap(), None);
    }

    #[test]
    fn newest_versions_come_in_steps_by_id() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store
            .batch(|batch| {
                for (n, digest) in (0..7).flat_map(|n| [(n, "old"), (n, "new")]) {
                    let version = NewVersion { text_digest: Some(digest.into()), ..samples::version() };
                    batch.put_page_version(&samples::page(n), &version)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let mut seen: Vec<ArticleId> = Vec::new();
        loop {
            let step = store.latest_versions(seen.last(), 3).unwrap();
            if step.is_empty() {
                break;
            }
            assert!(step.iter().all(|(_, version)| version.fetched.text_digest.as_deref() == Some("new")));
            seen.extend(step.into_iter().map(|(page, _)| page.id));
        }
        assert_eq!(seen.len(), 7);
        assert!(seen.is_sorted());
    }
}
