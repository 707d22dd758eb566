//! One kind of memory: what a name was given already (`--new NAME`).
//!
//! What is remembered are texts: which articles, each by the digest of its text, told the deals that were given. So it
//! does not matter what becomes of deals and their ids: merged, parted or settled anew, a deal is news only by an article
//! that came, or was edited, since. A change of status or of a sum has such an article. Nor does a re-reading make news:
//! an article that another reader, other lists or other corrections have read since the name was last given something
//! counts only if it came after that, or was known then and left ungiven. An article that tells several deals is given
//! once all of them were; until then its events are remembered one by one, as this reader numbers them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::base::{ArticleId, DealId};
use crate::deals::{Deal, DealEvent};
use crate::library::{Library, LibraryError};
use crate::report::{GivenFigures, News, Revision, news};
use crate::store::{Access, Arrival, Store};

/// How long to wait for another writer before saying that nothing was remembered.
const WAIT: Duration = Duration::from_secs(5);
/// So much of a text's digest tells it from another of the same article.
const DIGEST_DIGITS: usize = 12;

/// What a name was given, and what is there now.
#[derive(Clone, Debug)]
pub struct Memory {
    name: String,
    given: Given,
    /// What is there now.
    arrivals: Vec<Arrival>,
    until: Option<Timestamp>,
    news: BTreeSet<ArticleId>,
}

/// A cursor's position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Given {
    /// The articles that were given, each with the digest of its text.
    texts: BTreeMap<ArticleId, String>,
    /// Those that were known when something was given last, and were not.
    owed: BTreeSet<ArticleId>,
    /// Of those that were given in part: which of their events, by whose reading.
    partly: BTreeMap<ArticleId, Partly>,
    /// Which versions had read what was there then.
    stamps: BTreeSet<String>,
    /// When the last text had come then.
    until: Option<Timestamp>,
    /// The figures of the deals that digests have given, by the ids that these had then.
    figures: BTreeMap<DealId, GivenFigures>,
}

/// The events of an article that were given, by their places in one reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Partly {
    stamp: Option<String>,
    events: BTreeSet<u32>,
}

/// Of each article that was delivered, which of its events.
type Delivered = BTreeMap<ArticleId, BTreeSet<u32>>;

impl Library {
    /// What the name was given; a name that was given nothing is new to everything.
    ///
    /// # Errors
    /// When the database fails.
    pub fn memory(&self, name: &str) -> Result<Memory, LibraryError> {
        let given: Given = self.store.cursor(name)?.unwrap_or_default();
        let arrivals = self.store.arrivals()?;
        let news =
            arrivals.iter().filter(|told| given.is_news(told)).map(|told| told.article.clone()).collect();
        let until = self.store.last_arrival()?;
        Ok(Memory { name: name.to_owned(), given, arrivals, until, news })
    }

    /// Notes that these deals were given. To be called after the output was delivered whole.
    ///
    /// # Errors
    /// When another process writes all the time, or the database fails.
    pub fn remember<'a>(
        &self,
        memory: &Memory,
        delivered: impl IntoIterator<Item = &'a Deal>,
    ) -> Result<(), LibraryError> {
        self.remember_with(memory, delivered, |_| ())
    }

    /// As [`Library::remember`] after a digest: with the figures of the deals that it gave, and those it corrected.
    ///
    /// # Errors
    /// As [`Library::remember`].
    pub fn remember_digest<'a>(
        &self,
        memory: &Memory,
        delivered: impl IntoIterator<Item = &'a Deal> + Clone,
        revisions: &[Revision],
    ) -> Result<(), LibraryError> {
        let deals = delivered.clone();
        self.remember_with(memory, delivered, |figures| {
            for revised in revisions {
                figures.remove(&revised.given);
                figures.extend(revised.now.clone());
            }
            figures.extend(deals.into_iter().map(|deal| (deal.id.clone(), GivenFigures::of(deal))));
        })
    }

    fn remember_with<'a>(
        &self,
        memory: &Memory,
        delivered: impl IntoIterator<Item = &'a Deal>,
        note: impl FnOnce(&mut BTreeMap<DealId, GivenFigures>),
    ) -> Result<(), LibraryError> {
        let mut given = Delivered::new();
        for told in delivered.into_iter().flat_map(|deal| &deal.events) {
            given.entry(told.article.clone()).or_default().insert(told.ordinal);
        }
        let mut all = Delivered::new();
        for article in given.keys() {
            let told = self.store.deals_of_article(article)?;
            all.insert(article.clone(), told.into_iter().map(|(ordinal, _)| ordinal).collect());
        }
        let mut position = memory.after(&given, &all);
        note(&mut position.figures);
        let mut store = Store::open(self.folder.path(), Access::Write { wait: WAIT })?;
        store.name_task("awardwire --new");
        Ok(store.batch(|batch| {
            position.add(batch.cursor(&memory.name)?.unwrap_or_default());
            batch.put_cursor(&memory.name, &position)
        })?)
    }
}

impl Memory {
    /// The figures that digests have given the name, by the ids that the deals had then.
    pub(super) fn figures(&self) -> impl Iterator<Item = (&DealId, &GivenFigures)> {
        self.given.figures.iter()
    }

    /// The deals that bring news, each with what is new about it.
    pub fn news_of(&self, deals: Vec<Deal>) -> Vec<(Deal, News)> {
        let stamps: BTreeMap<&ArticleId, &Option<String>> =
            self.arrivals.iter().map(|told| (&told.article, &told.stamp)).collect();
        let is_given = |told: &DealEvent| {
            let partly = self.given.partly.get(&told.article);
            partly.is_some_and(|partly| {
                stamps.get(&told.article) == Some(&&partly.stamp) && partly.events.contains(&told.ordinal)
            })
        };
        let told = |deal: Deal| {
            let new: BTreeSet<&ArticleId> = deal
                .events
                .iter()
                .filter(|told| self.news.contains(&told.article) && !is_given(told))
                .map(|told| &told.article)
                .collect();
            let news = news(&deal, |article| new.contains(article))?;
            Some((deal, news))
        };
        deals.into_iter().filter_map(told).collect()
    }

    /// Where the cursor stands once these events were given, of all that the deals hold of their articles.
    fn after(&self, delivered: &Delivered, all: &Delivered) -> Given {
        // What was taken out of the library stays given: it may come back.
        let mut texts = self.given.texts.clone();
        let (mut owed, mut partly) = (BTreeSet::new(), BTreeMap::new());
        for told in &self.arrivals {
            let article = &told.article;
            if self.news.contains(article) {
                let mut events = delivered.get(article).cloned().unwrap_or_default();
                if let Some(before) = self.given.partly.get(article).filter(|one| one.stamp == told.stamp) {
                    events.extend(&before.events);
                }
                let is_whole = delivered.contains_key(article)
                    && all.get(article).is_none_or(|all| all.is_subset(&events));
                if !is_whole {
                    owed.insert(article.clone());
                    if !events.is_empty() {
                        partly.insert(article.clone(), Partly { stamp: told.stamp.clone(), events });
                    }
                    continue;
                }
            }
            texts.insert(article.clone(), digest(told).to_owned());
        }
        let stamps = self.arrivals.iter().filter_map(|told| told.stamp.clone()).collect();
        let figures = self.given.figures.clone();
        Given { texts, owed, partly, stamps, until: self.until.max(self.given.until), figures }
    }
}

impl Given {
    /// Adds what another process has given to the same name meanwhile.
    fn add(&mut self, other: Self) {
        for (article, text) in other.texts {
            self.owed.remove(&article);
            self.partly.remove(&article);
            self.texts.entry(article).or_insert(text);
        }
        for (deal, figures) in other.figures {
            self.figures.entry(deal).or_insert(figures);
        }
    }

    fn is_news(&self, told: &Arrival) -> bool {
        if self.texts.get(&told.article).is_some_and(|text| text == digest(told)) {
            return false;
        }
        let is_read_as_then = told.stamp.as_ref().is_some_and(|stamp| self.stamps.contains(stamp));
        let came_since = || told.at > self.until;
        let is_first = self.until.is_none();
        is_first || is_read_as_then || came_since() || self.owed.contains(&told.article)
    }
}

fn digest(told: &Arrival) -> &str {
    let text = told.text.as_deref().unwrap_or_default();
    let text = text.strip_prefix("sha256:").unwrap_or(text);
    text.get(..DIGEST_DIGITS).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(id: &str, text: &str, at: i64, stamp: &str) -> Arrival {
        Arrival {
            article: ArticleId::from_stored(id),
            text: Some(text.into()),
            at: Timestamp::from_second(at).ok(),
            stamp: Some(stamp.into()),
        }
    }

    /// The news of a name with this position, and where it stands after it was given these.
    fn step(given: &Given, arrivals: &[Arrival], delivered: &[&str]) -> (Vec<String>, Given) {
        let news: BTreeSet<ArticleId> =
            arrivals.iter().filter(|told| given.is_news(told)).map(|told| told.article.clone()).collect();
        let memory = Memory {
            name: "x".into(),
            given: given.clone(),
            arrivals: arrivals.to_vec(),
            until: arrivals.iter().filter_map(|told| told.at).max(),
            news: news.clone(),
        };
        let whole: Delivered =
            delivered.iter().map(|id| (ArticleId::from_stored(*id), BTreeSet::from([0]))).collect();
        (news.iter().map(ToString::to_string).collect(), memory.after(&whole, &whole))
    }

    #[test]
    fn an_article_is_given_when_all_its_events_are() {
        let arrivals = [arrival("a1", "t", 1, "r1")];
        let part = |events: &[u32]| -> Delivered {
            BTreeMap::from([(ArticleId::from_stored("a1"), events.iter().copied().collect())])
        };
        let memory = |given: &Given| Memory {
            name: "x".into(),
            given: given.clone(),
            arrivals: arrivals.to_vec(),
            until: arrivals[0].at,
            news: arrivals.iter().filter(|told| given.is_news(told)).map(|t| t.article.clone()).collect(),
        };
        let all = part(&[0, 1]);
        let first = memory(&Given::default()).after(&part(&[0]), &all);
        assert!(first.is_news(&arrivals[0]) && first.partly.len() == 1);
        let second = memory(&first).after(&part(&[1]), &all);
        assert!(!second.is_news(&arrivals[0]) && second.partly.is_empty());
    }

    #[test]
    fn news_is_what_came_or_was_edited_since() {
        let two = [arrival("a1", "t", 1, "r1"), arrival("a2", "t", 2, "r1")];
        let (news, given) = step(&Given::default(), &two, &["a1"]);
        assert_eq!(news, ["a1", "a2"]);
        let (news, given) = step(&given, &two, &["a2"]);
        assert_eq!(news, ["a2"], "what was left ungiven is still owed");
        assert!(step(&given, &two, &[]).0.is_empty());
        let edited = [arrival("a1", "edited", 5, "r1"), two[1].clone(), arrival("a3", "t", 6, "r1")];
        let (news, given) = step(&given, &edited, &["a1", "a3"]);
        assert_eq!(news, ["a1", "a3"]);
        assert!(step(&given, &edited, &[]).0.is_empty());
    }

    #[test]
    fn a_re_reading_is_no_news() {
        let before = [arrival("a1", "t", 1, "r1"), arrival("a2", "t", 2, "r1")];
        let (_, given) = step(&Given::default(), &before, &["a1"]);
        // Another reader finds a deal in an old article, reads another text of a1, and a new article comes in.
        let after = [
            arrival("a0", "t", 1, "r2"),
            arrival("a1", "other", 1, "r2"),
            arrival("a2", "other", 2, "r2"),
            arrival("a4", "t", 9, "r2"),
        ];
        let (news, given) = step(&given, &after, &["a4"]);
        assert_eq!(news, ["a2", "a4"], "a2 was owed, a4 has come; a0 and a1 were only read again");
        let (news, _) = step(&given, &after, &[]);
        assert_eq!(news, ["a2"]);
    }

    #[test]
    fn what_two_processes_gave_at_once_is_given() {
        let two = [arrival("a1", "t", 1, "r1"), arrival("a2", "t", 2, "r1")];
        let (_, mut one) = step(&Given::default(), &two, &["a1"]);
        let (_, other) = step(&Given::default(), &two, &["a2"]);
        one.add(other);
        assert!(step(&one, &two, &[]).0.is_empty());
    }

    #[test]
    fn a_position_is_kept_as_text() {
        let (_, given) =
            step(&Given::default(), &[arrival("a1", "sha256:0123456789abcdef", 1, "r1")], &["a1"]);
        let kept = serde_json::to_value(&given).unwrap();
        assert_eq!(kept["texts"]["a1"], "0123456789ab");
        assert_eq!(serde_json::from_value::<Given>(kept).unwrap(), given);
        assert_eq!(serde_json::from_str::<Given>("{\"run\": 1}").unwrap(), Given::default());
    }
}
