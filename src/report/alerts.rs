//! What watches have caught, put together to be read once: by deal, whichever watches and articles it came by.

use jiff::Timestamp;

use crate::base::{ArticleId, DealId, PartialDate, Span};
use crate::deals::Status;
use crate::report::{Headline, Standing};

/// All alerts of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertReport {
    /// When it was made.
    pub made: Timestamp,
    /// Whether the library holds the demo's sample data.
    pub sample: bool,
    /// New deals first, then changed ones, then articles that tell no deal, then deals told again; within these, the latest first.
    pub alerts: Vec<Alert>,
    /// How many more there are that are not in it.
    pub left_out: usize,
    /// Watches whose query can no longer be read.
    pub faults: Vec<FaultyWatch>,
}

/// A watch that catches nothing until its query is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyWatch {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub query: String,
    /// What is wrong with it.
    pub why: String,
}

/// One deal, or one article that tells none.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The deal, where there is one.
    pub deal: Option<AlertDeal>,
    /// What is new.
    pub news: AlertNews,
    /// What is otherwise than before, the weightiest first.
    pub changes: Vec<AlertChange>,
    /// The articles that brought it, the first published first; never empty.
    pub articles: Vec<AlertArticle>,
    /// The watches that caught it, by name, each with why.
    pub watches: Vec<Caught>,
    /// When the last of the articles came.
    pub seen: Timestamp,
}

/// What is new about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertNews {
    /// A deal that the library did not hold before.
    NewDeal,
    /// A deal that stands otherwise than before.
    ChangedDeal,
    /// An article that tells no deal.
    NewArticle,
    /// Such an article, edited.
    EditedArticle,
    /// A deal that is told again as it was.
    RetoldDeal,
}

impl AlertNews {
    /// The word in records and headings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewDeal => "new deal",
            Self::ChangedDeal => "changed deal",
            Self::NewArticle => "new article",
            Self::EditedArticle => "edited article",
            Self::RetoldDeal => "told again",
        }
    }
}

/// A deal, as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertDeal {
    /// Its id.
    pub id: DealId,
    /// What it is called.
    pub name: String,
    /// Where it stands; `None` where all that is told of it is planned, possible or found with too little confidence.
    pub status: Option<Status>,
    /// The sum it is shown with.
    pub sum: Option<Headline>,
    /// In how many articles it is told in all.
    pub told_in: usize,
    /// When it ends as things stand, or with all options.
    pub ends: Option<PartialDate>,
    /// The months in which its successor is likely to be asked for: an estimate.
    pub recompete: Option<(PartialDate, PartialDate)>,
    /// The sentence of the first of the alert's articles that tells it.
    pub sentence: Option<String>,
}

/// Something that is otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertChange {
    /// What: `status`, `sum`, or the fact that an edit changed.
    pub what: String,
    /// How it was; `None` for what was not there.
    pub old: Option<String>,
    /// How it is; `None` for what is gone.
    pub new: Option<String>,
}

impl AlertChange {
    /// In words: `status: awarded → protested`.
    pub fn words(&self) -> String {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!("{}: {old} → {new}", self.what),
            (None, Some(new)) => format!("{} new: {new}", self.what),
            (Some(old), None) => format!("{} gone: {old}", self.what),
            (None, None) => self.what.clone(),
        }
    }
}

/// An article that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its headline.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// SHA-256 of title and text as they were read: an edited article has another.
    pub text_digest: String,
    /// Whether its publisher has changed its text since it was held first.
    pub edited: bool,
    /// When it came.
    pub seen: Timestamp,
}

/// A watch, and why it caught something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    /// Its name.
    pub watch: String,
    /// The parts of its query that hold; none where they no longer do, since what was read of the article has changed.
    pub because: Vec<Because>,
}

/// A part of a query, and what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The part, as it may be written.
    pub clause: String,
    /// What answers it; nothing where it holds because something is not there.
    pub found: Vec<FoundFact>,
}

/// Words or a fact that answer a part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFact {
    /// What it is: `title`, `body`, `told` (in a deal's words), `agency`, `vendor`, `type`, `sum`, …
    pub kind: &'static str,
    /// The words, or the fact in words.
    pub text: String,
    /// The id of an organisation, product or program.
    pub id: Option<String>,
    /// Where words stand in the article.
    pub span: Option<Span>,
    /// How firmly a sum of the deal stands.
    pub standing: Option<Standing>,
}

impl Because {
    /// In words: `drone: "drones" in the title, "drone" in the body`; at most so many finds, each different text once.
    pub fn words(&self, most: usize) -> String {
        let mut told: Vec<String> = Vec::new();
        for fact in &self.found {
            let words = match fact.kind {
                "title" | "body" => format!("“{}” in the {}", fact.text, fact.kind),
                "told" => format!("“{}”", fact.text),
                kind => format!("{kind} {}{}", fact.text, fact.standing.map_or("", Standing::mark)),
            };
            if told.len() < most && !told.contains(&words) {
                told.push(words);
            }
        }
        if told.is_empty() { self.clause.clone() } else { format!("{}: {}", self.clause, told.join(", ")) }
    }
}

impl AlertReport {
    /// Keeps so many alerts, the first, and counts what is left out.
    pub fn cut(&mut self, most: usize) {
        self.left_out += self.alerts.len().saturating_sub(most);
        self.alerts.truncate(most);
    }
}

impl Alert {
    /// What names it for good: the id of its deal, else that of its article.
    pub fn key(&self) -> &str {
        match (&self.deal, self.articles.first()) {
            (Some(deal), _) => deal.id.as_str(),
            (None, Some(article)) => article.id.as_str(),
            (None, None) => "",
        }
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        match (&self.deal, self.articles.first()) {
            (Some(deal), _) => &deal.name,
            (None, Some(article)) => &article.title,
            (None, None) => "",
        }
    }

    /// What is new about it, for a heading: `new deal`, `told again (unconfirmed)`.
    pub fn news_in_words(&self) -> String {
        format!("{}{}", self.news.as_str(), self.doubt())
    }

    /// ` (unconfirmed)` after whatever is said of a deal that is not told as a fact; else nothing.
    pub fn doubt(&self) -> &'static str {
        if self.is_unconfirmed() { " (unconfirmed)" } else { "" }
    }

    /// Whether its deal is not told as a fact by anyone.
    pub fn is_unconfirmed(&self) -> bool {
        self.deal.as_ref().is_some_and(|deal| deal.status.is_none())
    }

    /// The deal's standing in words: `awarded, $40 million award`, `unconfirmed, $90 million ceiling (unconfirmed)`.
    pub fn standing(&self) -> Option<String> {
        let deal = self.deal.as_ref()?;
        let status = status_in_words(deal.status).to_owned();
        let parts: Vec<String> = [status].into_iter().chain(deal.sum.as_ref().map(sum_in_words)).collect();
        Some(parts.join(", "))
    }

    /// The line about its articles: `Example Wire 2026-05-04: Headline (and 4 more articles)`.
    pub fn first_article(&self) -> String {
        let Some(first) = self.articles.first() else { return String::new() };
        let mut parts: Vec<String> = first.publisher.iter().cloned().collect();
        parts.extend(first.published.map(|date| date.to_string()));
        let more = match self.articles.len() - 1 {
            0 => String::new(),
            1 => " (and 1 more article)".to_owned(),
            more => format!(" (and {more} more articles)"),
        };
        let edited = if first.edited { ", edited" } else { "" };
        if parts.is_empty() {
            format!("{}{edited}{more}", first.title)
        } else {
            format!("{}{edited}: {}{more}", parts.join(" "), first.title)
        }
    }
}

/// Where a deal stands, also where nothing told of it counts as a fact.
pub fn status_in_words(status: Option<Status>) -> &'static str {
    status.map_or("unconfirmed", Status::as_str)
}

/// A sum, what it is, and whether it is in doubt: `$40 million award`, `$90 million ceiling (unconfirmed)`.
pub fn sum_in_words(sum: &Headline) -> String {
    let low = sum.low.map(|low| crate::base::Money::new(low, sum.money.currency));
    let money = low.map_or_else(|| sum.money.to_string(), |low| format!("{low} to {}", sum.money));
    format!("{money} {}{}", sum.role.as_str(), sum.standing.mark())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Certainty::{Announced, Planned, Possible};
    use crate::report::headline;
    use crate::report::samples::{AWARD, Told, deals};

    fn alert(told: &[Told]) -> Alert {
        let deal = deals(told).remove(0);
        Alert {
            deal: Some(AlertDeal {
                id: deal.id.clone(),
                name: deal.name.clone(),
                status: deal.status,
                sum: headline(&deal),
                told_in: 1,
                ends: None,
                recompete: None,
                sentence: None,
            }),
            news: AlertNews::RetoldDeal,
            changes: Vec::new(),
            articles: Vec::new(),
            watches: Vec::new(),
            seen: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_is_planned_or_possible_is_never_told_as_a_fact() {
        use crate::entities::AmountRole::Ceiling;
        let told = |certainty| Told { value: Some((Ceiling, "90000000")), certainty, ..AWARD };
        for (certainty, news, standing) in [
            (Announced, "told again", "awarded, $90 million ceiling"),
            (Planned, "told again (unconfirmed)", "unconfirmed, $90 million ceiling (unconfirmed)"),
            (Possible, "told again (unconfirmed)", "unconfirmed, $90 million ceiling (unconfirmed)"),
        ] {
            let alert = alert(&[told(certainty)]);
            assert_eq!(alert.news_in_words(), news);
            assert_eq!(alert.standing().as_deref(), Some(standing));
        }
        let without = alert(&[Told { value: None, certainty: Planned, ..AWARD }]);
        assert_eq!(without.standing().as_deref(), Some("unconfirmed"));
    }
}
