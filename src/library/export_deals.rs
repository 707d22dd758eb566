//! Deals and their claims on their way into a file: fetched by one thread, read on every core, written in their order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::exporting::{Run, Writing, is_accepted, proof};
use crate::article::Article;
use crate::base::{ArticleId, DealId};
use crate::deals::Deal;
use crate::events::Facts;
use crate::export::{ClaimRecord, DealRecord, Item, Kind, Options, PageProof, Record};
use crate::library::{DealFilter, ExportQuestion, LibraryError, Marks};
use crate::pipeline::{Turns, read_in_order_by_size};
use crate::report::News;
use crate::search::NameTable;
use crate::store::{DealText, DealTexts, PackedArticle};

/// Deals that go from one thread to another together.
const STEP: usize = 24;

/// What a thread is given of a deal.
struct Fetched {
    deal: Unread,
    proofs: BTreeMap<ArticleId, PageProof>,
    /// Its articles, where they are wanted, each with the deals that its events belong to.
    articles: Vec<(PackedArticle, Vec<(u32, DealId)>)>,
}

/// A deal that passes for certain where it has been read.
enum Unread {
    Text(DealText),
    Read(Box<Deal>, Option<News>),
}

/// Where the deals come from.
enum Deals<'s> {
    Texts(DealTexts<'s>),
    Sorted(std::vec::IntoIter<Deal>),
    Given(std::slice::Iter<'s, (Deal, News)>),
}

impl Deals<'_> {
    fn next(&mut self) -> Result<Option<Unread>, LibraryError> {
        Ok(match self {
            Self::Texts(texts) => texts.next().transpose()?.map(Unread::Text),
            Self::Sorted(deals) => deals.next().map(|deal| Unread::Read(Box::new(deal), None)),
            Self::Given(deals) => {
                deals.next().map(|(deal, news)| Unread::Read(Box::new(deal.clone()), Some(news.clone())))
            }
        })
    }

    /// How many are left at most.
    fn left(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.left(),
            Self::Sorted(deals) => deals.len(),
            Self::Given(deals) => deals.len(),
        }
    }
}

/// What all threads know.
struct Desk<'d> {
    question: &'d ExportQuestion,
    marks: &'d Marks,
    filter: &'d DealFilter,
    names: &'d NameTable,
    with_claims: bool,
    with_articles: bool,
    /// The articles that have been written.
    told_articles: Mutex<BTreeSet<ArticleId>>,
}

/// A deal that passes, with all that is written of it.
struct Read {
    deal: Deal,
    news: Option<News>,
    proofs: BTreeMap<ArticleId, PageProof>,
    articles: BTreeMap<ArticleId, ReadArticle>,
    /// Its events by article, as they follow each other, and which of the article's are its own.
    told: Vec<(ArticleId, Vec<Option<DealId>>)>,
}

struct ReadArticle {
    article: Article,
    facts: Facts,
    deals: Vec<Option<DealId>>,
}

/// A deal ready to be written.
struct Ready<'r> {
    record: DealRecord<'r>,
    claims: Vec<ClaimRecord<'r>>,
    articles: Vec<Record<'r>>,
}

impl Run<'_> {
    /// Writes the deals that pass and what goes with them, or their claims; where deals are given, these alone.
    pub(super) fn deals(
        &self,
        given: Option<&[(Deal, News)]>,
        writing: &mut Writing<'_>,
        out: &mut dyn Write,
    ) -> Result<(), LibraryError> {
        let (question, filter) = (self.question, self.filter()?);
        let companions = question.format.companions(question.kind);
        let desk = Desk {
            question,
            marks: &self.marks,
            filter: &filter,
            names: self.library.names(),
            with_claims: question.kind == Kind::Claims || companions.contains(&Kind::Claims),
            with_articles: companions.contains(&Kind::Articles),
            told_articles: Mutex::default(),
        };
        let mut deals = match given {
            Some(given) => Deals::Given(given.iter()),
            None => self.deals_in_order(&filter)?,
        };
        // Where nothing that is left can fail to pass, it need not be read to be counted.
        let is_counted_unread =
            question.kind == Kind::Deals && (filter.asks_for_all() || !matches!(deals, Deals::Texts(_)));
        let (is_full, turns) = (AtomicBool::new(false), Turns::default());
        let mut unread = 0;
        let steps = (0_usize..).map_while(|place| {
            if is_counted_unread && is_full.load(Ordering::Relaxed) {
                unread = deals.left();
                return None;
            }
            let step = self.step(&mut deals, &desk);
            let is_over = step.as_ref().is_ok_and(Vec::is_empty);
            (!is_over).then_some((place, step))
        });
        let shared = Mutex::new(writing);
        let work = |(place, step): (usize, Result<Vec<Fetched>, LibraryError>)| {
            let turn = turns.take(place);
            let step = step?.into_iter().filter_map(|fetched| desk.read(fetched).transpose());
            let read: Vec<Read> = step.collect::<Result<_, _>>()?;
            let mut bytes = Vec::new();
            if question.kind == Kind::Deals && is_full.load(Ordering::Relaxed) {
                turn.wait();
                locked(&shared).closing.left_out += read.len();
                return Ok(bytes);
            }
            let ready: Vec<Ready<'_>> = read.iter().map(|read| desk.ready(read)).collect();
            turn.wait();
            let mut writing = locked(&shared);
            for one in &ready {
                desk.write(one, &mut writing, &mut bytes)?;
            }
            is_full.store(writing.is_full(), Ordering::Relaxed);
            Ok(bytes)
        };
        let size = |(_, step): &(usize, Result<Vec<Fetched>, LibraryError>)| {
            step.as_ref().map_or(0, |step| step.iter().map(Fetched::size).sum())
        };
        let take = |bytes: Result<Vec<u8>, LibraryError>| -> Result<(), LibraryError> {
            Ok(out.write_all(&bytes?)?)
        };
        read_in_order_by_size(steps, size, work, take)?;
        locked(&shared).closing.left_out += unread;
        Ok(())
    }

    /// The deals in the order asked for, else those told of last first.
    fn deals_in_order(&self, filter: &DealFilter) -> Result<Deals<'_>, LibraryError> {
        let library = self.library;
        Ok(if let Some(order) = self.question.order {
            let mut deals = library.deals(filter)?;
            crate::report::sort_deals(&mut deals, order);
            Deals::Sorted(deals.into_iter())
        } else {
            let hints = super::narrowing::hints(filter.root(), library.names());
            Deals::Texts(library.store.deal_texts_like(&hints)?)
        })
    }

    /// The next deals with what the database has of them; none where there are no more.
    fn step(&self, deals: &mut Deals<'_>, desk: &Desk<'_>) -> Result<Vec<Fetched>, LibraryError> {
        let store = &self.library.store;
        let mut step = Vec::with_capacity(STEP);
        while step.len() < STEP
            && let Some(deal) = deals.next()?
        {
            let id = match &deal {
                Unread::Text(text) => &text.id,
                Unread::Read(deal, _) => &deal.id,
            };
            let (mut proofs, mut articles) = (BTreeMap::new(), Vec::new());
            for (article, digest) in store.articles_of_deal(id)? {
                if desk.with_claims || desk.with_articles {
                    let deals =
                        if desk.with_articles { store.deals_of_article(&article)? } else { Vec::new() };
                    articles.extend(store.packed_article(&article)?.map(|packed| (packed, deals)));
                }
                proofs.extend(digest.map(|digest| (article, proof(digest))));
            }
            step.push(Fetched { deal, proofs, articles });
        }
        Ok(step)
    }
}

impl Fetched {
    /// How many bytes it takes, without what is little.
    fn size(&self) -> usize {
        let text = match &self.deal {
            Unread::Text(text) => text.size(),
            Unread::Read(..) => 0,
        };
        text + self.articles.iter().map(|(packed, _)| packed.size()).sum::<usize>()
    }
}

impl Desk<'_> {
    /// Reads a deal and its articles; `None` where it does not pass.
    fn read(&self, fetched: Fetched) -> Result<Option<Read>, LibraryError> {
        let (deal, news) = match fetched.deal {
            Unread::Read(deal, news) => (*deal, news),
            Unread::Text(text) => {
                let deal = text.read()?;
                if !self.filter.passes(&deal, self.names) {
                    return Ok(None);
                }
                (deal, None)
            }
        };
        let mut articles = BTreeMap::new();
        for (packed, deals_told) in fetched.articles {
            let (article, facts) = packed.unpack()?;
            let mut deals = vec![None; facts.events.len()];
            for (ordinal, deal) in deals_told {
                if let Some(place) = deals.get_mut(ordinal as usize) {
                    *place = Some(deal);
                }
            }
            articles.insert(packed.id, ReadArticle { article, facts, deals });
        }
        let told = if self.with_claims { told_by_article(&deal, &articles) } else { Vec::new() };
        Ok(Some(Read { deal, news, proofs: fetched.proofs, articles, told }))
    }

    /// Makes the records of it, without those of articles that are known to be written.
    fn ready<'r>(&'r self, read: &'r Read) -> Ready<'r> {
        let mark = self.marks.of_deal(&read.deal.id);
        let record = DealRecord::on(&read.deal, self.question.today)
            .with_marks(&mark.tags, &mark.notes)
            .with_proofs(|id| read.proofs.get(id).cloned());
        let record = DealRecord { news: read.news.as_ref(), ..record };
        if self.question.kind == Kind::Deals && self.question.format.tells_summaries() {
            record.summary.get();
        }
        let claims = read.told.iter().filter_map(|(id, deals)| {
            let ReadArticle { article, facts, .. } = read.articles.get(id)?;
            let is_wanted = |ordinal: usize| deals.get(ordinal).is_some_and(Option::is_some);
            Some(ClaimRecord::of(article, facts, deals, read.proofs.get(id), is_wanted))
        });
        let claims = claims.flatten().collect();
        let articles = if self.with_articles { self.article_records(read) } else { Vec::new() };
        Ready { record, claims, articles }
    }

    fn article_records<'r>(&'r self, read: &'r Read) -> Vec<Record<'r>> {
        let options = Options { all_events: false, without_text: true };
        let mut records: Vec<Record<'r>> = Vec::new();
        for told in &read.deal.events {
            let id = &told.article;
            let is_told =
                records.iter().any(|record| record.id == id) || locked(&self.told_articles).contains(id);
            let Some(one) = read.articles.get(id).filter(|_| !is_told) else { continue };
            let mark = self.marks.of_article(id);
            records.push(
                Record::new(&one.article, &one.facts, Some(&one.deals), options)
                    .with_marks(&mark.tags, &mark.notes)
                    .with_proof(read.proofs.get(id).cloned()),
            );
        }
        records
    }

    /// Writes what was asked for, in its turn.
    fn write(
        &self,
        ready: &Ready<'_>,
        writing: &mut Writing<'_>,
        out: &mut dyn Write,
    ) -> Result<(), LibraryError> {
        if self.question.kind == Kind::Claims {
            for claim in &ready.claims {
                let is_wanted = !self.question.reviewed_only || is_accepted(claim.review_status);
                if is_wanted && writing.has_room() {
                    writing.item(&Item::Claim(claim), out)?;
                }
            }
            return Ok(());
        }
        if !writing.has_room() {
            return Ok(());
        }
        writing.item(&Item::Deal(&ready.record), out)?;
        for claim in &ready.claims {
            writing.companion(&Item::Claim(claim), out)?;
        }
        for record in &ready.articles {
            if locked(&self.told_articles).insert(record.id.clone()) {
                writing.companion(&Item::Article(record), out)?;
            }
        }
        Ok(())
    }
}

/// The events of a deal by article; those of one article mostly stand together.
fn told_by_article(
    deal: &Deal,
    articles: &BTreeMap<ArticleId, ReadArticle>,
) -> Vec<(ArticleId, Vec<Option<DealId>>)> {
    let runs = deal.events.chunk_by(|one, next| one.article == next.article);
    let own = runs.filter_map(|run| {
        let first = run.first()?;
        let mut deals = vec![None; articles.get(&first.article)?.facts.events.len()];
        for told in run {
            if let Some(place) = deals.get_mut(told.ordinal as usize) {
                *place = Some(deal.id.clone());
            }
        }
        Some((first.article.clone(), deals))
    });
    own.collect()
}

/// What a thread that panicked has left is as good as what it began with: the panic ends the export.
fn locked<T: ?Sized>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
