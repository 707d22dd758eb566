//! The user's word on deals, as it reaches the settling: which articles it connects, and how they are named.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Address, ArticleId};
use crate::deals::{EventRef, rulings};
use crate::events::{CorrectionAction, Corrections, article_key, event_at};
use crate::pipeline::{Folder, PipelineError};
use crate::store::Store;

/// What the user has said since these corrections were read, while a long run goes on; `None` where there is nothing new, or
/// the file is being written.
pub(super) fn newer(folder: &Folder, known: &Corrections) -> Option<Corrections> {
    folder.read_corrections().ok().filter(|now| now.version() != known.version())
}

/// Whether the user has joined any events.
pub(super) fn has_joined(corrections: &Corrections) -> bool {
    corrections.of_deals().any(|(_, entry)| entry.action == CorrectionAction::Merge)
}

/// The pairs of events that the user has joined, where one of them is told by one of these articles, given with their
/// addresses.
pub(super) fn joined(
    store: &Store,
    corrections: &Corrections,
    told: &BTreeMap<ArticleId, Option<String>>,
) -> Result<BTreeSet<(EventRef, EventRef)>, PipelineError> {
    let merges: Vec<BTreeSet<String>> = corrections
        .of_deals()
        .filter(|(_, entry)| entry.action == CorrectionAction::Merge)
        .map(|(_, entry)| {
            let others = entry.with.iter().filter_map(|other| event_at(other)).map(|(article, _)| article);
            entry.article.as_deref().map(article_key).into_iter().chain(others).collect()
        })
        .collect();
    let mut by_key: BTreeMap<String, &ArticleId> = BTreeMap::new();
    for (id, url) in told {
        let url = url.as_deref().map(article_key);
        by_key.extend(url.into_iter().chain([id.to_string()]).map(|key| (key, id)));
    }
    let is_touched = |merge: &&BTreeSet<String>| merge.iter().any(|key| by_key.contains_key(key));
    let mut articles: BTreeSet<ArticleId> = BTreeSet::new();
    for key in merges.iter().filter(is_touched).flatten() {
        articles.insert(article_of(key));
        articles.extend(by_key.get(key).copied().cloned());
    }
    let mut events = Vec::new();
    for article in articles {
        events.extend(store.events_of_article(&article)?);
    }
    Ok(rulings(corrections, &events).joined)
}

/// The id of the article that an entry names by its address or id.
pub(super) fn article_of(key: &str) -> ArticleId {
    match Address::parse(key) {
        Ok(address) => ArticleId::of_url(address.canonical().as_str()),
        Err(_) => ArticleId::from_stored(key),
    }
}

/// How an entry names an article: by its address where its id follows from it, so that it is found without looking at
/// every article; else by its id.
pub(super) fn written_article(id: &ArticleId, url: Option<&str>) -> String {
    let url = url.map(article_key).filter(|url| article_of(url) == *id);
    url.unwrap_or_else(|| id.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deals::Deal;
    use crate::fetch::Clock;
    use crate::pipeline::rereading::reread_articles;
    use crate::pipeline::{AddOptions, add};
    use crate::store::Access;

    /// Stories of three dealings, and one told by two houses in words that nobody would join.
    const STORIES: [(&str, &str, &str); 6] = [
        (
            "one",
            "2026-05-01",
            "The Army awarded Larkfield Analytics Inc. a $40 million contract, W15P7T-26-C-0041, for AI software.",
        ),
        (
            "two",
            "2026-05-02",
            "The Army awarded Larkfield Analytics Inc. a $40 million contract, W15P7T-26-C-0041, for machine learning.",
        ),
        (
            "three",
            "2026-05-03",
            "Larkfield Analytics Inc. won a $40 million Army contract, W15P7T-26-C-0041, for AI software.",
        ),
        (
            "four",
            "2026-05-04",
            "The Navy awarded Quillon Systems LLC a $7 million contract for artificial intelligence.",
        ),
        (
            "five",
            "2026-05-05",
            "The Navy awarded Marrow Pike Corp. a $9 million contract for artificial intelligence.",
        ),
        (
            "six",
            "2026-05-06",
            "The Air Force awarded Zorblat Labs Inc. a $1 million contract for machine learning.",
        ),
    ];
    const WORD: &str = r#"
[[correction]]
article = "http://wire.example/four"
action = "merge"
value = "award: Quillon Systems"
with = ["http://wire.example/six award: Zorblat Labs"]

[[correction]]
article = "http://wire.example/two"
action = "part"
value = "award: Larkfield Analytics"
with = ["http://wire.example/one award: Larkfield Analytics", "http://wire.example/three award"]

[[correction]]
article = "http://wire.example/six"
action = "status"
value = "award"
to = "ended"

[[correction]]
article = "http://wire.example/five"
action = "set"
value = "award"
slot = "vendors"
to = "Quillon Systems"
"#;

    /// The deals after the stories were added in this order, in batches of this size: their articles and status.
    fn deals_of(order: &[usize], batch: usize) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().join("library"));
        folder.prepare().unwrap();
        std::fs::write(folder.corrections(), WORD).unwrap();
        let clock = Clock::Fixed("2026-06-30T12:00:00Z".parse().unwrap());
        for (n, step) in order.chunks(batch).enumerate() {
            let lines: Vec<String> = step
                .iter()
                .map(|place| {
                    let (name, day, text) = STORIES[*place];
                    let url = format!("http://wire.example/{name}");
                    serde_json::json!({"url": url, "published": day, "title": "", "text": text}).to_string()
                })
                .collect();
            let path = dir.path().join(format!("{n}.jsonl"));
            std::fs::write(&path, lines.join("\n")).unwrap();
            add(&folder, &[path], &AddOptions::default(), clock, |why| panic!("{why}")).unwrap();
        }
        let store = Store::open(folder.path(), Access::Read).unwrap();
        let in_words = |deal: Deal| {
            let articles: Vec<String> = deal.events.iter().filter_map(|told| told.url.clone()).collect();
            let status = deal.status.map_or("-", crate::deals::Status::as_str);
            format!("{} {status} {}", deal.id, articles.join(" "))
        };
        let mut deals: Vec<String> = store.deals().unwrap().into_iter().map(in_words).collect();
        deals.sort();
        deals
    }

    #[test]
    fn the_users_word_joins_and_parts() {
        let deals = deals_of(&[0, 1, 2, 3, 4, 5], 6);
        let ends = |end: &str| deals.iter().any(|deal| deal.ends_with(end));
        assert!(ends("awarded http://wire.example/one http://wire.example/three"), "{deals:?}");
        assert!(ends("awarded http://wire.example/two"), "{deals:?}");
        assert!(
            deals
                .iter()
                .any(|deal| deal.contains(" ended ") && deal.contains("/four") && deal.contains("/six"))
        );
    }

    #[test]
    fn a_long_run_hears_what_is_said_meanwhile() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().join("library"));
        let clock = Clock::Fixed("2026-06-30T12:00:00Z".parse().unwrap());
        let path = dir.path().join("one.jsonl");
        let (name, day, text) = STORIES[3];
        let url = format!("http://wire.example/{name}");
        let line = serde_json::json!({"url": url, "published": day, "title": "", "text": text});
        std::fs::write(&path, line.to_string()).unwrap();
        add(&folder, &[path], &AddOptions::default(), clock, |why| panic!("{why}")).unwrap();
        let mut keeper = crate::pipeline::Keeper::open(&folder, "a test").unwrap();
        let word =
            format!("[[correction]]\narticle = '{url}'\naction = 'drop'\nkind = 'event'\nvalue = 'award'\n");
        std::fs::write(folder.corrections(), word).unwrap();
        let id = ArticleId::of_url(&url);
        assert_eq!(keeper.store().events_of_article(&id).unwrap().len(), 1);
        reread_articles(&folder, &mut keeper, std::slice::from_ref(&id)).unwrap();
        assert!(keeper.store().events_of_article(&id).unwrap().is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6))]
        #[test]
        fn the_order_of_arrival_does_not_matter(
            order in Just(vec![0_usize, 1, 2, 3, 4, 5]).prop_shuffle(),
            batch in 1_usize..4,
        ) {
            prop_assert_eq!(deals_of(&order, batch), deals_of(&[0, 1, 2, 3, 4, 5], 6));
        }
    }
}
