//! Deals that answer a search as a table, a list or JSON.

use std::io::{self, Write};
use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use super::csv::write_chosen;
use super::deal::Party;
use super::record_parts::number_or_null;
use super::row::Cell;
use super::{FORMAT_VERSION, markdown_text, write_json};
use crate::base::{ArticleId, Currency, DealId, Money, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::search::ScorePart;

/// A column of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealHitField {
    /// Its place in the order, from 1.
    Rank,
    /// The deal's id.
    Id,
    /// Its name.
    Name,
    /// Where it stands.
    Status,
    /// The government side, by name.
    Buyers,
    /// The same, by id.
    BuyerIds,
    /// The suppliers, by name.
    Vendors,
    /// The same, by id.
    VendorIds,
    /// Through whom.
    Via,
    /// Its sum.
    Value,
    /// The sum's currency.
    Currency,
    /// The sum's role.
    ValueRole,
    /// Whether the sum is confirmed.
    ValueConfirmed,
    /// Whether sources disagree on it.
    ValueDisputed,
    /// The first day it is told of.
    First,
    /// The last day it is told of.
    Last,
    /// How many articles tell of it.
    Articles,
    /// How well its best article answers, comparable within one answer only.
    Score,
    /// Whether that article also tells of a deal that answers more of the query's words.
    Beside,
    /// The id of its best article.
    Article,
    /// That article's headline.
    Title,
    /// Who published it.
    Publisher,
    /// When.
    Published,
    /// Where.
    Url,
    /// What it tells of the deal.
    Snippet,
}

impl DealHitField {
    /// Every column, in order.
    pub const ALL: [Self; 25] = [
        Self::Rank,
        Self::Id,
        Self::Name,
        Self::Status,
        Self::Buyers,
        Self::BuyerIds,
        Self::Vendors,
        Self::VendorIds,
        Self::Via,
        Self::Value,
        Self::Currency,
        Self::ValueRole,
        Self::ValueConfirmed,
        Self::ValueDisputed,
        Self::First,
        Self::Last,
        Self::Articles,
        Self::Score,
        Self::Beside,
        Self::Article,
        Self::Title,
        Self::Publisher,
        Self::Published,
        Self::Url,
        Self::Snippet,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Id => "id",
            Self::Name => "name",
            Self::Status => "status",
            Self::Buyers => "buyers",
            Self::BuyerIds => "buyer_ids",
            Self::Vendors => "vendors",
            Self::VendorIds => "vendor_ids",
            Self::Via => "via",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::ValueRole => "value_role",
            Self::ValueConfirmed => "value_confirmed",
            Self::ValueDisputed => "value_disputed",
            Self::First => "first",
            Self::Last => "last",
            Self::Articles => "articles",
            Self::Score => "score",
            Self::Beside => "beside",
            Self::Article => "article",
            Self::Title => "title",
            Self::Publisher => "publisher",
            Self::Published => "published",
            Self::Url => "url",
            Self::Snippet => "snippet",
        }
    }
}

/// One deal that answers, as it is written down (docs/fields.md).
#[derive(Clone, Debug, Serialize)]
pub struct DealHitRecord<'a> {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// The deal's id.
    pub id: &'a DealId,
    /// Its name.
    pub name: &'a str,
    /// Where it stands; null where nothing about it is confirmed.
    pub status: Option<Status>,
    /// The government side.
    pub buyers: Vec<Party<'a>>,
    /// The suppliers.
    pub vendors: Vec<Party<'a>>,
    /// Through whom.
    pub via: Vec<Party<'a>>,
    /// The sum that it is shown with in lists.
    #[serde(serialize_with = "number_or_null")]
    pub value: Option<Decimal>,
    /// That sum's currency.
    pub currency: Option<Currency>,
    /// That sum's role.
    pub value_role: Option<AmountRole>,
    /// Whether that sum is confirmed.
    pub value_confirmed: bool,
    /// Whether sources disagree on that sum.
    pub value_disputed: bool,
    /// The first day it is told of.
    pub first: Option<PartialDate>,
    /// The last day it is told of.
    pub last: Option<PartialDate>,
    /// How many articles tell of it.
    pub articles: usize,
    /// How well its best article answers, comparable within one answer only.
    pub score: f32,
    /// What the score is made of, where that was asked for.
    #[serde(skip_serializing_if = "<[ScorePart]>::is_empty")]
    pub score_parts: &'a [ScorePart],
    /// Whether that article also tells of a deal that answers more of the query's words.
    pub beside: bool,
    /// That article.
    pub article: DealHitArticle<'a>,
    /// The sentence by which it tells of the deal, or the piece of it that answers best.
    pub snippet: &'a str,
    /// The words of the query in it, as byte ranges.
    pub marks: &'a [Range<usize>],
}

/// The article that answers best for a deal.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DealHitArticle<'a> {
    /// Its id.
    pub id: &'a ArticleId,
    /// The headline.
    pub title: &'a str,
    /// The words of the query in it, as byte ranges.
    pub title_marks: &'a [Range<usize>],
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When.
    pub published: Option<PartialDate>,
    /// Where.
    pub url: Option<&'a str>,
}

impl DealHitRecord<'_> {
    fn cell(&self, field: DealHitField) -> Cell<'_> {
        let names = |parties: &[Party<'_>]| {
            Cell::list(&parties.iter().map(|party| party.canonical).collect::<Vec<_>>())
        };
        let ids = |parties: &[Party<'_>]| {
            Cell::list(&parties.iter().map(|party| party.id.as_str()).collect::<Vec<_>>())
        };
        match field {
            DealHitField::Rank => Cell::number(&self.rank),
            DealHitField::Id => Cell::text(self.id.as_str()),
            DealHitField::Name => Cell::text(self.name),
            DealHitField::Status => Cell::text(self.status.map_or("unconfirmed", Status::as_str)),
            DealHitField::Buyers => names(&self.buyers),
            DealHitField::BuyerIds => ids(&self.buyers),
            DealHitField::Vendors => names(&self.vendors),
            DealHitField::VendorIds => ids(&self.vendors),
            DealHitField::Via => names(&self.via),
            DealHitField::Value => Cell::decimal(self.value),
            DealHitField::Currency => Cell::maybe(self.currency),
            DealHitField::ValueRole => Cell::maybe(self.value_role.map(AmountRole::as_str)),
            DealHitField::ValueConfirmed => self.of_sum(self.value_confirmed),
            DealHitField::ValueDisputed => self.of_sum(self.value_disputed),
            DealHitField::First => Cell::maybe(self.first),
            DealHitField::Last => Cell::maybe(self.last),
            DealHitField::Articles => Cell::number(&self.articles),
            DealHitField::Score => Cell::Number(format!("{:.4}", self.score)),
            DealHitField::Beside => Cell::Flag(self.beside),
            DealHitField::Article => Cell::text(self.article.id.as_str()),
            DealHitField::Title => Cell::text(self.article.title),
            DealHitField::Publisher => Cell::maybe(self.article.publisher),
            DealHitField::Published => Cell::maybe(self.article.published),
            DealHitField::Url => Cell::maybe(self.article.url),
            DealHitField::Snippet => Cell::text(self.snippet),
        }
    }

    /// What is said of a sum; nothing where there is none.
    fn of_sum(&self, flag: bool) -> Cell<'_> {
        if self.value.is_some() { Cell::Flag(flag) } else { Cell::Empty }
    }

    /// `$48 million award (not confirmed; sources disagree)`.
    fn sum_in_words(&self) -> Option<String> {
        let money = Money::new(self.value?, self.currency?);
        let mut doubts: Vec<&str> = Vec::new();
        doubts.extend((!self.value_confirmed).then_some("not confirmed"));
        doubts.extend(self.value_disputed.then_some("sources disagree"));
        let doubts = if doubts.is_empty() { String::new() } else { format!(" ({})", doubts.join("; ")) };
        Some(format!("{money} {}{doubts}", self.value_role?.as_str()))
    }
}

/// Writes a header line and a line for each answer.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(hits: &[DealHitRecord<'_>], fields: &[DealHitField], out: &mut dyn Write) -> io::Result<()> {
    write_chosen(hits, fields, DealHitField::as_str, DealHitRecord::cell, out)
}

/// Writes a list to read: name, parties and state, the piece that answers, and the article it is from.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(query: &str, hits: &[DealHitRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    let query = if query.is_empty() { "every deal" } else { query };
    writeln!(out, "# Deals: {}", markdown_text::text(query))?;
    if hits.is_empty() {
        return writeln!(out, "\nNothing found.");
    }
    let names = |parties: &[Party<'_>]| {
        let each: Vec<String> = parties.iter().map(|party| markdown_text::text(party.canonical)).collect();
        if each.is_empty() { "–".to_owned() } else { each.join("; ") }
    };
    for hit in hits {
        writeln!(out, "\n{}. **{}**  ", hit.rank, markdown_text::text(hit.name))?;
        let mut facts = vec![hit.id.to_string(), hit.status.map_or("unconfirmed", Status::as_str).to_owned()];
        facts.extend(hit.sum_in_words().map(|sum| markdown_text::text(&sum)));
        facts.push(format!("{} → {}", names(&hit.buyers), names(&hit.vendors)));
        facts.extend(days(hit.first, hit.last));
        facts.push(format!("{} article{}", hit.articles, if hit.articles == 1 { "" } else { "s" }));
        writeln!(out, "   {}  ", facts.join(" · "))?;
        writeln!(out, "   > {}  ", markdown_text::text(hit.snippet))?;
        let article = &hit.article;
        let title = article.url.map_or_else(
            || markdown_text::text(article.title),
            |url| markdown_text::link(article.title, url),
        );
        let mut source = vec![title];
        source.extend(article.publisher.map(markdown_text::text));
        source.extend(article.published.map(|date| date.to_string()));
        source.push(article.id.to_string());
        writeln!(out, "   > {}", source.join(" · "))?;
    }
    Ok(())
}

/// "2025-07-14 to 2026-03-02", or the only day.
pub fn days(first: Option<PartialDate>, last: Option<PartialDate>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => Some(format!("{first} to {last}")),
        (first, last) => first.or(last).map(|day| day.to_string()),
    }
}

/// The answer to a search for deals, as JSON (docs/fields.md).
#[derive(Debug, Serialize)]
pub struct DealAnswerRecord<'a, U: Serialize, F: Serialize> {
    /// The version of this form: it changes by addition only.
    pub format_version: u32,
    /// The query.
    pub query: &'a str,
    /// How many deals answer: all of them, or those found so far.
    pub total: usize,
    /// Whether `total` is all of them.
    pub total_is_exact: bool,
    /// How many articles match.
    pub articles: usize,
    /// How the query was understood, where that was asked for.
    #[serde(skip_serializing_if = "<[U]>::is_empty")]
    pub understood: &'a [U],
    /// How the deals divide, where that was asked for.
    #[serde(skip_serializing_if = "<[F]>::is_empty")]
    pub facets: &'a [F],
    /// Those asked for, in order.
    pub hits: &'a [DealHitRecord<'a>],
}

impl<'a, U: Serialize, F: Serialize> DealAnswerRecord<'a, U, F> {
    /// The answer to `query` with these hits, so far without anything that has to be asked for.
    pub fn new(query: &'a str, hits: &'a [DealHitRecord<'a>]) -> Self {
        Self {
            format_version: FORMAT_VERSION,
            query,
            total: hits.len(),
            total_is_exact: true,
            articles: 0,
            understood: &[],
            facets: &[],
            hits,
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write_json(self, out)?;
        writeln!(out)
    }
}
