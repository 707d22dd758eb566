//! From what watches have caught to one report: grouped by deal, each with what is new and why it was caught.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::article::Article;
use crate::base::{ArticleId, DealId};
use crate::deals::Deal;
use crate::events::Facts;
use crate::library::alert_words::{because, changes};
use crate::library::deal_judge::Judge;
use crate::library::{Library, LibraryError, Watch};
use crate::pipeline::DealStanding;
use crate::report::{
    Alert, AlertArticle, AlertChange, AlertDeal, AlertNews, AlertReport, Caught, FaultyWatch, article_count,
    headline,
};
use crate::search::{Document, Node, Query};
use crate::store::{AlertRow, Came, Matched};
use crate::watch::{self, ArticleSubject, DealSubject, Plain, PreparedQuery};

/// What a report tells as new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewSince {
    /// All of its alerts: what a deal was before the first of them is what it is compared with.
    First,
    /// The last alert of each deal, as where all alerts there ever were are shown.
    Last,
}

impl Library {
    /// Puts alerts together. Articles that the library no longer holds are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alert_report(
        &self,
        rows: &[AlertRow],
        watches: &[Watch],
        since: NewSince,
        made: Timestamp,
        today: Date,
    ) -> Result<AlertReport, LibraryError> {
        let mut queries = HashMap::new();
        let caught: HashSet<&str> = rows.iter().map(|row| row.watch.as_str()).collect();
        for watch in watches.iter().filter(|watch| caught.contains(watch.name.as_str())) {
            // One that cannot be read says so below; what it caught before is told without why.
            if let Ok(query) = self.query(&watch.query, today) {
                let prepared = PreparedQuery::new(&query, self.names(), Plain::All);
                queries.insert(watch.name.as_str(), (query, prepared));
            }
        }
        let mut gathering =
            Gathering { library: self, since, queries, articles: HashMap::new(), groups: BTreeMap::new() };
        for row in rows {
            gathering.take(row)?;
        }
        let faulty = |watch: &Watch| {
            let why = watch.fault.clone()?;
            Some(FaultyWatch { name: watch.name.clone(), query: watch.query.clone(), why })
        };
        Ok(AlertReport {
            made,
            sample: false,
            alerts: gathering.alerts()?,
            left_out: 0,
            faults: watches.iter().filter_map(faulty).collect(),
        })
    }
}

/// What an alert is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Deal(DealId),
    Article(ArticleId),
}

/// Alerts of one deal or article, in the order they came.
type Group<'r> = (Option<Deal>, Vec<&'r AlertRow>);

struct Gathering<'l, 'r> {
    library: &'l Library,
    since: NewSince,
    /// The queries of the watches that caught something, as read and as they are asked.
    queries: HashMap<&'r str, (Query, PreparedQuery)>,
    articles: HashMap<ArticleId, (Article, Facts)>,
    groups: BTreeMap<About, Group<'r>>,
}

impl<'r> Gathering<'_, 'r> {
    /// Puts an alert where it belongs: to its deal, unless the query speaks of another one of the article's.
    fn take(&mut self, row: &'r AlertRow) -> Result<(), LibraryError> {
        let store = &self.library.store;
        if !self.articles.contains_key(&row.article) {
            let Some(read) = store.article(&row.article)? else { return Ok(()) };
            self.articles.insert(row.article.clone(), read);
        }
        let deal = row.deal.as_ref().map(|id| store.deal(id)).transpose()?.flatten();
        let deal = match deal {
            Some(deal) if row.matched == Matched::Deal || self.means(row, &deal)? => Some(deal),
            // Another deal of the article is meant, which has an alert of its own.
            Some(_) if self.means_another(row)? => return Ok(()),
            _ => None,
        };
        let about = match &deal {
            Some(deal) => About::Deal(deal.id.clone()),
            None => About::Article(row.article.clone()),
        };
        self.groups.entry(about).or_insert((deal, Vec::new())).1.push(row);
        Ok(())
    }

    /// Whether what the query asks of facts holds for the deal itself.
    fn means(&self, row: &AlertRow, deal: &Deal) -> Result<bool, LibraryError> {
        let (Some((query, _)), Some((article, facts))) =
            (self.queries.get(row.watch.as_str()), self.articles.get(&row.article))
        else {
            return Ok(true);
        };
        let judge = Judge::of(&query.root);
        let names = self.library.names();
        let document = self.library.document_of(article, facts)?;
        let subject = ArticleSubject::new(&document);
        let ask = |node: &Node| watch::matches(&Query { root: node.clone() }, &subject, names, Plain::All);
        let Some(root) = judge.settled(ask) else { return Ok(true) };
        let subject = DealSubject::new(deal, deal.events.iter().collect(), names);
        Ok(watch::matches(&Query { root }, &subject, names, Plain::All))
    }

    fn means_another(&self, row: &AlertRow) -> Result<bool, LibraryError> {
        for (_, id) in self.library.store.deals_of_article(&row.article)? {
            if Some(&id) == row.deal.as_ref() {
                continue;
            }
            if let Some(deal) = self.library.store.deal(&id)?
                && self.means(row, &deal)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn alerts(&self) -> Result<Vec<Alert>, LibraryError> {
        let groups = self.groups.values();
        let mut alerts: Vec<Alert> =
            groups.map(|(deal, rows)| self.alert(deal.as_ref(), rows)).collect::<Result<_, _>>()?;
        alerts.sort_by(|a, b| (a.news, b.seen, a.key()).cmp(&(b.news, a.seen, b.key())));
        Ok(alerts)
    }

    fn alert(&self, deal: Option<&Deal>, rows: &[&AlertRow]) -> Result<Alert, LibraryError> {
        let articles = self.articles_of(rows);
        let edits = self.edits(rows)?;
        let (news, mut changed) = match deal {
            None if rows.iter().all(|row| row.came == Came::Edited) => (AlertNews::EditedArticle, Vec::new()),
            None => (AlertNews::NewArticle, Vec::new()),
            Some(deal) => {
                let row = if self.since == NewSince::First { rows.first() } else { rows.last() };
                let was = row.and_then(|row| row.was.as_deref());
                match was.map(DealStanding::of_alert) {
                    None => (AlertNews::NewDeal, Vec::new()),
                    Some(was) => {
                        let changed =
                            was.map(|was| changes(&was, &DealStanding::of(deal))).unwrap_or_default();
                        let is_same = changed.is_empty() && edits.is_empty();
                        (if is_same { AlertNews::RetoldDeal } else { AlertNews::ChangedDeal }, changed)
                    }
                }
            }
        };
        changed.extend(edits);
        let mut watches: BTreeMap<&str, Vec<&AlertRow>> = BTreeMap::new();
        for row in rows {
            watches.entry(&row.watch).or_default().push(row);
        }
        let caught = watches
            .into_iter()
            .map(|(watch, rows)| self.caught(watch, &rows, deal))
            .collect::<Result<_, _>>()?;
        Ok(Alert {
            deal: deal.map(|deal| about_deal(deal, articles.first())),
            news,
            changes: changed,
            seen: rows.iter().map(|row| row.seen).max().unwrap_or_default(),
            articles,
            watches: caught,
        })
    }

    /// Each article once, the first published first.
    fn articles_of(&self, rows: &[&AlertRow]) -> Vec<AlertArticle> {
        let mut found: Vec<AlertArticle> = Vec::new();
        for row in rows {
            let edited = row.came == Came::Edited;
            if let Some(known) = found.iter_mut().find(|one| one.id == row.article) {
                known.edited |= edited;
                known.seen = known.seen.max(row.seen);
                continue;
            }
            let Some((article, _)) = self.articles.get(&row.article) else { continue };
            found.push(AlertArticle {
                id: article.id.clone(),
                title: article.title.clone(),
                url: article.url.as_ref().map(ToString::to_string),
                publisher: article.publisher.clone(),
                published: article.published.map(|published| published.date),
                text_digest: article.text_digest(),
                edited,
                seen: row.seen,
            });
        }
        found.sort_by_key(|one| {
            (one.published.is_none(), one.published.map(|date| date.first_day()), one.seen)
        });
        found
    }

    /// What the publishers have changed of what they told.
    fn edits(&self, rows: &[&AlertRow]) -> Result<Vec<AlertChange>, LibraryError> {
        let mut found = Vec::new();
        for row in rows.iter().filter(|row| row.came == Came::Edited) {
            let day = TimeZone::UTC.to_datetime(row.seen).date();
            let edits = self.library.edits_of_article(&row.article)?;
            let first = edits.iter().position(|edit| edit.seen >= day);
            // What an archive of earlier days brought was edited before it came: the last edit is meant.
            let first = first.unwrap_or(edits.len().saturating_sub(1));
            for change in edits.iter().skip(first).flat_map(|edit| &edit.changes) {
                let change = AlertChange {
                    what: format!("edited {}", change.of),
                    old: change.before.clone(),
                    new: change.after.clone(),
                };
                if !found.contains(&change) {
                    found.push(change);
                }
            }
        }
        Ok(found)
    }

    /// Why a watch caught it, by the first of its alerts for which that can still be said.
    fn caught(&self, watch: &str, rows: &[&AlertRow], deal: Option<&Deal>) -> Result<Caught, LibraryError> {
        let mut caught = Caught { watch: watch.to_owned(), because: Vec::new() };
        let Some((_, query)) = self.queries.get(watch) else { return Ok(caught) };
        let names = self.library.names();
        for row in rows {
            let Some((article, facts)) = self.articles.get(&row.article) else { continue };
            let document = self.library.document_of(article, facts)?;
            let mut reasons = query.why(&ArticleSubject::new(&document));
            if let (true, Some(deal)) = (reasons.is_empty(), deal) {
                let subject = DealSubject::new(deal, deal.events.iter().collect(), names);
                reasons = query.why(&subject);
            }
            if !reasons.is_empty() {
                caught.because = because(&reasons, article, deal);
                return Ok(caught);
            }
        }
        Ok(caught)
    }
}

impl Library {
    /// An article as the index is told of it.
    pub(super) fn document_of<'a>(
        &'a self,
        article: &'a Article,
        facts: &'a Facts,
    ) -> Result<Document<'a>, LibraryError> {
        let mut document = Document::new(article, facts, self.names());
        for (status, is_disputed) in self.store.standings_of(&article.id)? {
            document.disputed |= is_disputed;
            document.statuses.extend(status);
        }
        Ok(document)
    }
}

fn about_deal(deal: &Deal, first: Option<&AlertArticle>) -> AlertDeal {
    let told = first.and_then(|first| deal.events.iter().find(|told| told.article == first.id));
    AlertDeal {
        id: deal.id.clone(),
        name: deal.name.clone(),
        status: deal.status,
        sum: headline(deal),
        told_in: article_count(deal),
        ends: deal.recompete.as_ref().map(|clock| clock.base_end.unwrap_or(clock.final_end)),
        recompete: deal.recompete.as_ref().map(|clock| (clock.from, clock.to)),
        sentence: told.map(|told| told.sentence.clone()),
    }
}
