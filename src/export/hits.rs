//! Answers to a search as a table, a list or JSON.

use std::io::{self, Write};
use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use super::csv::write_chosen;
use super::record_parts::number_or_null;
use super::row::Cell;
use super::{FORMAT_VERSION, markdown_text, write_json};
use crate::base::{ArticleId, Currency, DealId, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::report::{Headline, Standing};
use crate::search::ScorePart;

/// A column of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitField {
    /// Its place in the order, from 1.
    Rank,
    /// The article's id.
    Id,
    /// How well it answers, comparable within one answer only.
    Score,
    /// The headline.
    Title,
    /// Who published it.
    Publisher,
    /// When.
    Published,
    /// Where.
    Url,
    /// Whether it reports a dealing of the kind awardwire is about.
    Relevant,
    /// The id of the deal it tells of first.
    Deal,
    /// That deal's name.
    DealName,
    /// Where it stands.
    DealStatus,
    /// Its sum.
    Value,
    /// The sum's currency.
    Currency,
    /// The sum's role.
    ValueRole,
    /// How many more deals it tells of.
    MoreDeals,
    /// How many copies of it match too.
    Copies,
    /// The piece of the text that answers best.
    Snippet,
}

impl HitField {
    /// Every column, in order.
    pub const ALL: [Self; 17] = [
        Self::Rank,
        Self::Id,
        Self::Score,
        Self::Title,
        Self::Publisher,
        Self::Published,
        Self::Url,
        Self::Relevant,
        Self::Deal,
        Self::DealName,
        Self::DealStatus,
        Self::Value,
        Self::Currency,
        Self::ValueRole,
        Self::MoreDeals,
        Self::Copies,
        Self::Snippet,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Id => "id",
            Self::Score => "score",
            Self::Title => "title",
            Self::Publisher => "publisher",
            Self::Published => "published",
            Self::Url => "url",
            Self::Relevant => "relevant",
            Self::Deal => "deal",
            Self::DealName => "deal_name",
            Self::DealStatus => "deal_status",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::ValueRole => "value_role",
            Self::MoreDeals => "more_deals",
            Self::Copies => "copies",
            Self::Snippet => "snippet",
        }
    }
}

/// One answer, as it is written down (docs/fields.md).
#[derive(Clone, Debug, Serialize)]
pub struct HitRecord<'a> {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// The article's id.
    pub id: &'a str,
    /// How well it answers, comparable within one answer only.
    pub score: f32,
    /// What the score is made of, where that was asked for.
    #[serde(skip_serializing_if = "<[ScorePart]>::is_empty")]
    pub score_parts: &'a [ScorePart],
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
    /// The piece of the text that answers best.
    pub snippet: &'a str,
    /// The words of the query in it, as byte ranges.
    pub marks: &'a [Range<usize>],
    /// Whether it reports a dealing of the kind awardwire is about.
    pub relevant: bool,
    /// All deals it tells of.
    pub deals: &'a [DealId],
    /// The deal of its first event.
    pub deal: Option<HitDealRecord<'a>>,
    /// Copies of it that match too.
    pub copies: &'a [ArticleId],
}

/// What a deal is, at a glance.
#[derive(Clone, Debug, Serialize)]
pub struct HitDealRecord<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Where it stands; null where nothing about it is confirmed.
    pub status: Option<Status>,
    /// The sum that it is shown with in lists.
    #[serde(serialize_with = "number_or_null")]
    pub value: Option<Decimal>,
    /// That sum's currency.
    pub currency: Option<Currency>,
    /// That sum's role.
    pub value_role: Option<AmountRole>,
    /// Whether that sum is told as a fact.
    pub value_confirmed: bool,
}

impl<'a> HitDealRecord<'a> {
    /// The record of a deal with this name, state and sum.
    pub fn new(id: &'a DealId, name: &'a str, status: Option<Status>, sum: Option<&Headline>) -> Self {
        Self {
            id: id.as_str(),
            name,
            status,
            value: sum.map(|sum| sum.money.amount),
            currency: sum.map(|sum| sum.money.currency),
            value_role: sum.map(|sum| sum.role),
            value_confirmed: sum.is_some_and(|sum| sum.standing != Standing::Unconfirmed),
        }
    }
}

impl HitRecord<'_> {
    fn cell(&self, field: HitField) -> Cell<'_> {
        let deal = self.deal.as_ref();
        match field {
            HitField::Rank => Cell::number(&self.rank),
            HitField::Id => Cell::text(self.id),
            HitField::Score => Cell::Number(format!("{:.4}", self.score)),
            HitField::Title => Cell::text(self.title),
            HitField::Publisher => Cell::maybe(self.publisher),
            HitField::Published => Cell::maybe(self.published),
            HitField::Url => Cell::maybe(self.url),
            HitField::Relevant => Cell::Flag(self.relevant),
            HitField::Deal => Cell::maybe(deal.map(|deal| deal.id)),
            HitField::DealName => Cell::maybe(deal.map(|deal| deal.name)),
            HitField::DealStatus => Cell::maybe(deal.and_then(|deal| deal.status).map(Status::as_str)),
            HitField::Value => Cell::decimal(deal.and_then(|deal| deal.value)),
            HitField::Currency => Cell::maybe(deal.and_then(|deal| deal.currency)),
            HitField::ValueRole => Cell::maybe(deal.and_then(|deal| deal.value_role).map(AmountRole::as_str)),
            HitField::MoreDeals => Cell::number(&self.deals.len().saturating_sub(1)),
            HitField::Copies => Cell::number(&self.copies.len()),
            HitField::Snippet => Cell::text(self.snippet),
        }
    }
}

/// Writes a header line and a line for each answer.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(hits: &[HitRecord<'_>], fields: &[HitField], out: &mut dyn Write) -> io::Result<()> {
    write_chosen(hits, fields, HitField::as_str, HitRecord::cell, out)
}

/// Writes a list to read: headline with its link, where and when, the deal, and the piece that answers.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(query: &str, hits: &[HitRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    let query = if query.is_empty() { "every article" } else { query };
    writeln!(out, "# Articles: {}", markdown_text::text(query))?;
    if hits.is_empty() {
        return writeln!(out, "\nNothing found.");
    }
    for hit in hits {
        let title =
            hit.url.map_or_else(|| markdown_text::text(hit.title), |url| markdown_text::link(hit.title, url));
        writeln!(out, "\n{}. **{title}**  ", hit.rank)?;
        let mut facts: Vec<String> = Vec::new();
        facts.extend(hit.publisher.map(markdown_text::text));
        facts.extend(hit.published.map(|date| date.to_string()));
        facts.push(hit.id.to_owned());
        if let Some(deal) = &hit.deal {
            let status = deal.status.map_or("unconfirmed", Status::as_str);
            facts.push(format!("{} ({status}, {})", markdown_text::text(deal.name), deal.id));
        }
        writeln!(out, "   {}  ", facts.join(" · "))?;
        writeln!(out, "   > {}", markdown_text::text(hit.snippet))?;
    }
    Ok(())
}

/// The answer to a search, as JSON (docs/fields.md).
#[derive(Debug, Serialize)]
pub struct AnswerRecord<'a, H: Serialize, U: Serialize, F: Serialize> {
    /// The version of this form: it changes by addition only.
    pub format_version: u32,
    /// The query.
    pub query: &'a str,
    /// How many articles match in all, or at least.
    pub total: usize,
    /// Whether it is so many, and not more.
    pub total_is_exact: bool,
    /// How the query was understood, where that was asked for.
    #[serde(skip_serializing_if = "<[U]>::is_empty")]
    pub understood: &'a [U],
    /// How the matching articles divide, where that was asked for.
    #[serde(skip_serializing_if = "<[F]>::is_empty")]
    pub facets: &'a [F],
    /// Those asked for, in order.
    pub hits: &'a [H],
}

impl<'a, H: Serialize, U: Serialize, F: Serialize> AnswerRecord<'a, H, U, F> {
    /// The answer to `query`; `total` is how many articles match, and whether it is so many and not more.
    pub fn new(
        query: &'a str,
        total: (usize, bool),
        hits: &'a [H],
        understood: &'a [U],
        facets: &'a [F],
    ) -> Self {
        let (total, total_is_exact) = total;
        Self { format_version: FORMAT_VERSION, query, total, total_is_exact, understood, facets, hits }
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
