//! What is new about a deal to somebody who was told of it before.

use serde::Serialize;

use crate::base::ArticleId;
use crate::deals::{Deal, Status};

/// Whether a deal is new itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// Nothing of it was told before.
    New,
    /// There is more to it than was told before.
    Changed,
}

/// What a deal brings that was not told before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct News {
    /// Whether all of it is new.
    pub kind: NewsKind,
    /// The articles that are new.
    pub articles: Vec<ArticleId>,
    /// Where it stands, if a new article brought it there.
    pub status: Option<Status>,
    /// Whether a new article gives it a sum that none gave before.
    pub sums: bool,
}

impl News {
    /// In a few words: `new`, `+2 articles, protested, sum`.
    pub fn words(&self) -> String {
        if self.kind == NewsKind::New {
            return "new".to_owned();
        }
        let count = self.articles.len();
        let mut words = vec![format!("+{count} article{}", if count == 1 { "" } else { "s" })];
        words.extend(self.status.map(|status| status.as_str().to_owned()));
        words.extend(self.sums.then(|| "sum".to_owned()));
        words.join(", ")
    }
}

/// What is new about a deal when these of its articles are; `None` where none is.
pub fn news(deal: &Deal, is_new: impl Fn(&ArticleId) -> bool) -> Option<News> {
    let mut articles: Vec<&ArticleId> = deal.events.iter().map(|told| &told.article).collect();
    articles.sort();
    articles.dedup();
    let all = articles.len();
    articles.retain(|article| is_new(article));
    if articles.is_empty() {
        return None;
    }
    let turn = deal.stages.last().filter(|stage| is_new(&stage.event.article));
    Some(News {
        kind: if articles.len() == all { NewsKind::New } else { NewsKind::Changed },
        articles: articles.into_iter().cloned().collect(),
        status: turn.map(|stage| stage.status),
        sums: deal.values.iter().any(|value| value.articles.iter().all(&is_new)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventKind;
    use crate::report::samples::{AWARD, Told, deal};

    #[test]
    fn a_deal_is_new_changed_or_told() {
        use crate::entities::AmountRole::Award;
        let deal = deal(&[
            Told { value: Some((Award, "48000000")), ..AWARD },
            Told {
                published: "2026-05-02",
                kind: EventKind::Protest,
                sentence: "Quillon protested the Army's contract with Larkfield.",
                ..AWARD
            },
        ]);
        let [first, second] = [0, 1].map(|at| deal.events[at].article.clone());
        let words = |new: &[&ArticleId]| news(&deal, |id| new.contains(&id)).map(|news| news.words());
        assert_eq!(words(&[]), None);
        assert_eq!(words(&[&first, &second]).as_deref(), Some("new"));
        assert_eq!(words(&[&second]).as_deref(), Some("+1 article, protested"));
        assert_eq!(words(&[&first]).as_deref(), Some("+1 article, sum"), "an older article that came later");
    }
}
