//! Copies, near-copies and reports of one source: many outlets, one origin.
//!
//! Which articles are copies of each other is known already (`sketch`). Articles that attribute what they tell to the same
//! outlet have its report as their origin, together with that outlet's own article.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{ArticleId, comparison_key};
use crate::deals::deal::DealEvent;
use crate::events::AttributionKind;

/// Which articles of a block are one story.
pub(super) struct Stories {
    /// For each article the smallest one of its story.
    story: BTreeMap<ArticleId, ArticleId>,
}

impl Stories {
    pub fn of<'a>(articles: impl Iterator<Item = &'a ArticleId>, copies: &[(ArticleId, ArticleId)]) -> Self {
        let mut stories =
            Self { story: articles.map(|article| (article.clone(), article.clone())).collect() };
        for (one, other) in copies {
            stories.unite(one, other);
        }
        stories
    }

    /// The story of an article.
    fn find(&self, article: &ArticleId) -> Option<&ArticleId> {
        let (id, story) = self.story.get_key_value(article)?;
        if id == story { Some(id) } else { self.find(story) }
    }

    /// Of two stories the smaller goes on.
    fn unite(&mut self, one: &ArticleId, other: &ArticleId) {
        let (Some(a), Some(b)) = (self.find(one).cloned(), self.find(other).cloned()) else { return };
        if a != b {
            self.story.insert(a.clone().max(b.clone()), a.min(b));
        }
    }

    /// The origin of each event of one deal, as the number of the first event that has it.
    pub fn origins(&self, events: &[DealEvent]) -> Vec<usize> {
        let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut origin: Vec<usize> = Vec::with_capacity(events.len());
        for (place, told) in events.iter().enumerate() {
            // All that an event is known by; one known place makes all of them that place's.
            let names = self.names(told);
            let known: BTreeSet<usize> =
                names.iter().filter_map(|name| first_of.get(name)).copied().collect();
            let first = known.first().copied().unwrap_or(place);
            for joined in known.iter().skip(1) {
                origin.iter_mut().filter(|origin| *origin == joined).for_each(|origin| *origin = first);
                first_of.values_mut().filter(|origin| *origin == joined).for_each(|origin| *origin = first);
            }
            first_of.extend(names.into_iter().map(|name| (name, first)));
            origin.push(first);
        }
        origin
    }

    /// The story of the article, and the outlet whose report it is or tells.
    fn names(&self, told: &DealEvent) -> Vec<String> {
        let story = self.find(&told.article).unwrap_or(&told.article);
        let mut names = vec![format!("story {story}")];
        let cited = told.event.attribution.as_ref().filter(|a| a.kind == AttributionKind::Outlet);
        let outlet = cited.and_then(|a| a.name.as_deref()).or(told.publisher.as_deref());
        let event = told.event.kind.as_str();
        names.extend(outlet.map(|outlet| format!("{event} by {}", comparison_key(outlet))));
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ArticleId;

    #[test]
    fn stories_unite_in_any_order() {
        let id = ArticleId::from_stored;
        let pairs = [("a3", "a2"), ("a1", "a2"), ("a5", "a4")].map(|(a, b)| (id(a), id(b)));
        let story = ["a1", "a2", "a3", "a4", "a5"].map(|a| (id(a), id(a))).into_iter().collect();
        let mut stories = Stories { story };
        for (a, b) in pairs {
            stories.unite(&a, &b);
        }
        for (article, expected) in [("a3", "a1"), ("a2", "a1"), ("a5", "a4")] {
            assert_eq!(stories.find(&id(article)), Some(&id(expected)), "{article}");
        }
    }
}
