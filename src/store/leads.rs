//! Addresses that may hold an article: the queue of a crawl.

use jiff::Timestamp;
use rusqlite::{Row, named_params};

use super::columns::{address, from_json, instant, instant_or_none, micros, to_json, word};
use super::{Batch, Hints, Store, StoreError};
use crate::base::Address;
use crate::fetch::Request;

/// What is expected at the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadKind {
    /// A page that may hold an article.
    Page,
    /// A further listing.
    Listing,
}

impl LeadKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Listing => "listing",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Page, Self::Listing].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How the last try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadState {
    /// Not tried yet.
    Due,
    /// Fetched and read.
    Done,
    /// Not reached; tried again unless given up.
    Failed,
    /// Must not be read: `noindex`, not text.
    Refused,
    /// Not asked for, since robots.txt says no.
    Disallowed,
    /// There is nothing any more.
    Gone,
}

impl LeadState {
    /// The word in the database and in listings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Disallowed => "disallowed",
            Self::Gone => "gone",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Due, Self::Done, Self::Failed, Self::Refused, Self::Disallowed, Self::Gone]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// An address a listing or page has named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLead {
    /// The address; its canonical form is the lead's key.
    pub url: Address,
    /// What is expected there.
    pub kind: LeadKind,
    /// What the listing said about it.
    pub hints: Hints,
    /// How many listings lie between it and the source's own.
    pub depth: u32,
}

/// A lead and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadRow {
    /// The canonical address.
    pub url: Address,
    /// The name of the source.
    pub source: String,
    /// What is expected there.
    pub kind: LeadKind,
    /// What the listing said about it.
    pub hints: Hints,
    /// When it was found.
    pub found_at: Timestamp,
    /// How many listings lie between it and the source's own.
    pub depth: u32,
    /// How the last try ended.
    pub state: LeadState,
    /// How many tries there were.
    pub attempts: u32,
    /// When it is due; `None` for never again.
    pub next_try: Option<Timestamp>,
    /// Why the last try failed or was refused.
    pub last_error: Option<String>,
    /// The `ETag` of the last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
}

impl LeadRow {
    /// The request for it, with what is known of the last answer.
    pub fn request(&self) -> Request {
        Request {
            etag: self.etag.clone(),
            last_modified: self.last_modified.clone(),
            ..Request::new(self.url.clone())
        }
    }
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeadOutcome {
    /// Fetched and read.
    Done {
        /// The answer's `ETag`.
        etag: Option<String>,
        /// The answer's `Last-Modified`.
        last_modified: Option<String>,
        /// When to look for an edit; `None` for never.
        revisit: Option<Timestamp>,
    },
    /// Not reached.
    Failed {
        /// Why.
        error: String,
        /// When to try again; `None` to give up.
        next_try: Option<Timestamp>,
    },
    /// Must not be read.
    Refused {
        /// Why.
        reason: String,
        /// When to look again, where an article stood before; `None` for never.
        next_try: Option<Timestamp>,
    },
    /// Not asked for, since robots.txt says no.
    Disallowed {
        /// What says no.
        reason: String,
        /// When robots.txt may say otherwise.
        next_try: Timestamp,
    },
    /// There is nothing any more (404, 410).
    Gone {
        /// What the server said.
        reason: String,
    },
}

const COLUMNS: &str = "url, source, kind, hints, found_at, depth, state, attempts, next_try, last_error, etag, \
     last_modified";

impl Store {
    /// The lead of this address.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lead(&self, url: &Address) -> Result<Option<LeadRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM leads WHERE url = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([url.to_ask().as_str()])?;
        rows.next()?.map(read_lead).transpose()
    }

    /// At most `limit` pages of these sources whose time has come: one of each source in turn, so that no site alone fills
    /// a pass; of one source the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_pages(
        &self,
        now: Timestamp,
        sources: &[&str],
        limit: usize,
    ) -> Result<Vec<LeadRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM leads JOIN (
                 SELECT url AS due, row_number() OVER
                     (PARTITION BY source ORDER BY published DESC NULLS LAST, found_at DESC, url) AS turn
                 FROM leads WHERE next_try <= ?1 AND kind = ?3 AND source IN (SELECT value FROM json_each(?4))
             ) ON url = due ORDER BY turn, source LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let sources = to_json("names of sources", &sources)?;
        let asked = (micros(now), limit as i64, LeadKind::Page.as_str(), sources);
        statement.query_and_then(asked, read_lead)?.collect()
    }
}

impl Batch<'_> {
    /// Queues the addresses that are not known yet and that nobody had forgotten, due at once; gives back how many those
    /// were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_leads(
        &self,
        source: &str,
        found_at: Timestamp,
        leads: &[NewLead],
    ) -> Result<usize, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO leads (url, source, kind, hints, published, found_at, depth, state, attempts, next_try)
             VALUES (:url, :source, :kind, :hints, :published, :found_at, :depth, 'due', 0, :found_at)
             ON CONFLICT (url) DO NOTHING",
        )?;
        let mut added = 0;
        let is_any_forgotten = self.has_tombstones()?;
        for lead in leads {
            if is_any_forgotten && self.tombstone_of(None, &[&lead.url])?.is_some() {
                continue;
            }
            added += statement.execute(named_params! {
                ":url": lead.url.to_ask().as_str(),
                ":source": source,
                ":kind": lead.kind.as_str(),
                ":hints": to_json("the listing's hints", &lead.hints)?,
                ":published": lead.hints.published,
                ":found_at": micros(found_at),
                ":depth": lead.depth,
            })?;
        }
        Ok(added)
    }

    /// Makes the pages of these sources due that robots.txt did not allow; gives back how many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask_disallowed_again(&self, now: Timestamp, sources: &[&str]) -> Result<usize, StoreError> {
        let sql = "UPDATE leads SET next_try = ?1 WHERE state = ?2 AND next_try > ?1
                   AND source IN (SELECT value FROM json_each(?3))";
        let mut statement = self.connection.prepare_cached(sql)?;
        let sources = to_json("names of sources", &sources)?;
        Ok(statement.execute((micros(now), LeadState::Disallowed.as_str(), sources))?)
    }

    /// Writes down how a try ended; gives back whether the lead is known.
    ///
    /// # Errors
    /// When the database fails.
    pub fn finish_lead(&self, url: &Address, outcome: &LeadOutcome) -> Result<bool, StoreError> {
        let (state, next_try, error) = match outcome {
            LeadOutcome::Done { revisit, .. } => (LeadState::Done, *revisit, None),
            LeadOutcome::Failed { error, next_try } => (LeadState::Failed, *next_try, Some(error)),
            LeadOutcome::Refused { reason, next_try } => (LeadState::Refused, *next_try, Some(reason)),
            LeadOutcome::Disallowed { reason, next_try } => {
                (LeadState::Disallowed, Some(*next_try), Some(reason))
            }
            LeadOutcome::Gone { reason } => (LeadState::Gone, None, Some(reason)),
        };
        // A failure says nothing about the page, so the validators of the last answer stay good.
        let (answered, etag, last_modified) = match outcome {
            LeadOutcome::Done { etag, last_modified, .. } => (true, etag.as_ref(), last_modified.as_ref()),
            _ => (false, None, None),
        };
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE leads SET state = :state, attempts = attempts + 1, next_try = :next_try,
                 last_error = :error,
                 etag = iif(:answered, :etag, etag),
                 last_modified = iif(:answered, :last_modified, last_modified)
                 WHERE url = :url",
            )?
            .execute(named_params! {
                ":url": url.to_ask().as_str(),
                ":state": state.as_str(),
                ":next_try": next_try.map(micros),
                ":error": error,
                ":answered": answered,
                ":etag": etag,
                ":last_modified": last_modified,
            })?;
        Ok(changed > 0)
    }
}

fn read_lead(row: &Row<'_>) -> Result<LeadRow, StoreError> {
    Ok(LeadRow {
        url: address(row, "url")?,
        source: row.get("source")?,
        kind: word(row, "kind", LeadKind::from_word)?,
        hints: from_json("the hints of a lead", &row.get::<_, String>("hints")?)?,
        found_at: instant(row, "found_at")?,
        depth: row.get("depth")?,
        state: word(row, "state", LeadState::from_word)?,
        attempts: row.get("attempts")?,
        next_try: instant_or_none(row, "next_try")?,
        last_error: row.get("last_error")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn lead(path: &str, published: Option<&str>) -> NewLead {
        NewLead {
            url: Address::parse(&format!("http://news.example/{path}")).unwrap(),
            kind: LeadKind::Page,
            hints: Hints { published: published.map(str::to_owned), ..Hints::default() },
            depth: 1,
        }
    }

    #[test]
    fn known_addresses_are_not_queued_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let leads = [lead("a", None), lead("a?utm_source=x", None), lead("b", None)];
        store
            .batch(|batch| {
                assert_eq!(batch.put_leads("s", at(5), &leads)?, 2);
                batch.put_leads("other", at(6), &leads).map(|added| assert_eq!(added, 0))
            })
            .unwrap();
        let row = store.lead(&leads[1].url).unwrap().unwrap();
        assert_eq!((row.source.as_str(), row.found_at, row.state), ("s", at(5), LeadState::Due));
        assert_eq!(row.request(), Request::new(leads[0].url.clone()));
    }

    #[test]
    fn each_outcome_decides_when_a_lead_is_due_again() {
        let revisit = Some(at(100));
        let done = LeadOutcome::Done { etag: Some("e".into()), last_modified: Some("m".into()), revisit };
        let failed = |next_try| LeadOutcome::Failed { error: "503".into(), next_try };
        let refused = LeadOutcome::Refused { reason: "noindex".into(), next_try: None };
        let disallowed = LeadOutcome::Disallowed { reason: "robots.txt".into(), next_try: at(60) };
        let gone = LeadOutcome::Gone { reason: "410".into() };
        for (outcome, state, due_at) in [
            (done.clone(), LeadState::Done, Some(100)),
            (failed(Some(at(50))), LeadState::Failed, Some(50)),
            (failed(None), LeadState::Failed, None),
            (refused, LeadState::Refused, None),
            (disallowed, LeadState::Disallowed, Some(60)),
            (gone, LeadState::Gone, None),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let mut store = samples::store(dir.path());
            let lead = lead("a", None);
            let known = store.batch(|batch| {
                batch.put_leads("s", at(5), std::slice::from_ref(&lead))?;
                batch.finish_lead(&lead.url, &done)?;
                batch.finish_lead(&lead.url, &outcome)
            });
            assert!(known.unwrap());
            let row = store.lead(&lead.url).unwrap().unwrap();
            assert_eq!((row.state, row.attempts, row.next_try), (state, 2, due_at.map(at)), "{outcome:?}");
            assert_eq!(row.etag.as_deref(), Some("e"), "{outcome:?}");
            let due = |second| store.due_pages(at(second), &["s"], 9).unwrap().len();
            assert_eq!((due(49), due(100)), (0, usize::from(due_at.is_some())), "{outcome:?}");
        }
    }

    #[test]
    fn what_robots_txt_closed_may_be_asked_for_sooner() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let disallowed = LeadOutcome::Disallowed { reason: "robots.txt".into(), next_try: at(60) };
        let failed = LeadOutcome::Failed { error: "503".into(), next_try: Some(at(60)) };
        let made_due = store.batch(|batch| {
            for (path, source, outcome) in
                [("a", "s", &disallowed), ("b", "other", &disallowed), ("c", "s", &failed)]
            {
                let lead = lead(path, None);
                batch.put_leads(source, at(5), std::slice::from_ref(&lead))?;
                batch.finish_lead(&lead.url, outcome)?;
            }
            batch.ask_disallowed_again(at(10), &["s", "none"])
        });
        assert_eq!(made_due.unwrap(), 1);
        let due = store.due_pages(at(10), &["s", "other"], 9).unwrap();
        let due: Vec<_> = due.iter().map(|row| (row.url.path_and_query(), row.state)).collect();
        assert_eq!(due, [("/a", LeadState::Disallowed)]);
    }

    #[test]
    fn sources_take_turns_and_the_newest_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store
            .batch(|batch| {
                batch.put_leads(
                    "big",
                    at(5),
                    &[lead("1", Some("2026-01-01")), lead("2", Some("2026-03-01")), lead("3", None)],
                )?;
                batch.put_leads("small", at(5), &[lead("4", None)])?;
                batch.put_leads("later", at(999), &[lead("5", None)])
            })
            .unwrap();
        let due = |sources: &[&str]| {
            let due = store.due_pages(at(10), sources, 3).unwrap();
            due.iter().map(|row| row.url.path_and_query().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(due(&["later", "small", "big"]), ["/2", "/4", "/1"]);
        assert_eq!(due(&["small"]), ["/4"]);
        assert_eq!(due(&[]), [""; 0]);
        let unknown = Address::parse("http://nowhere.example/").unwrap();
        let gone = LeadOutcome::Gone { reason: String::new() };
        assert!(!store.batch(|batch| batch.finish_lead(&unknown, &gone)).unwrap());
    }
}
