//! In which order deals are listed.

use std::cmp::Ordering;

use crate::base::{Currency, Money, PartialDate};
use crate::deals::Deal;
use crate::report::headline::headline;
use crate::report::totals::Standing;

/// What deals are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderBy {
    /// Their headline sum; confirmed ones go first, and sums of one currency stand together.
    #[default]
    Value,
    /// The last day they are told of.
    Date,
    /// The first day they are told of.
    First,
    /// Their name.
    Name,
    /// How many articles tell them.
    Articles,
    /// The confidence of what is found best.
    Confidence,
    /// When they are to be done, as far as told.
    End,
}

/// An order of deals; those without what is ordered by stand last either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DealOrder {
    /// By what.
    pub by: OrderBy,
    /// The other way round than usual.
    pub reversed: bool,
}

/// Puts deals in order; equals stand with the last told first, then by id.
pub fn sort_deals(deals: &mut Vec<Deal>, order: DealOrder) {
    let mut keyed: Vec<(Key, Deal)> =
        std::mem::take(deals).into_iter().map(|deal| (Key::new(&deal, order.by), deal)).collect();
    keyed.sort_by(|(a, one), (b, other)| {
        a.compare(b, order.reversed)
            .then_with(|| other.last.cmp(&one.last))
            .then_with(|| one.id.cmp(&other.id))
    });
    deals.extend(keyed.into_iter().map(|(_, deal)| deal));
}

/// When a deal is to be done: the latest day that a confirmed event gives, else any.
pub fn completion(deal: &Deal) -> Option<PartialDate> {
    let told = |confirmed: bool| {
        let events = deal.events.iter().map(|told| &told.event);
        events.filter(|e| e.is_confirmed() || !confirmed).filter_map(|e| e.details.completion).max()
    };
    told(true).or_else(|| told(false))
}

/// How many articles tell a deal.
pub fn article_count(deal: &Deal) -> usize {
    let mut articles: Vec<&str> = deal.events.iter().map(|told| told.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    articles.len()
}

/// How sure the best telling is.
pub fn confidence(deal: &Deal) -> f32 {
    deal.events.iter().map(|told| told.event.confidence).fold(0.0, f32::max)
}

/// What a deal is ordered by.
enum Key {
    Missing,
    Value(Standing, Money),
    Latest(PartialDate),
    Earliest(PartialDate),
    Name(String),
    Count(usize),
    Share(f32),
}

impl Key {
    fn new(deal: &Deal, by: OrderBy) -> Self {
        match by {
            OrderBy::Value => {
                headline(deal).map_or(Self::Missing, |sum| Self::Value(sum.standing, sum.money))
            }
            OrderBy::Date => deal.last.map_or(Self::Missing, Self::Latest),
            OrderBy::First => deal.first.map_or(Self::Missing, Self::Earliest),
            OrderBy::Name => Self::Name(deal.name.to_lowercase()),
            OrderBy::Articles => Self::Count(article_count(deal)),
            OrderBy::Confidence => Self::Share(confidence(deal)),
            OrderBy::End => completion(deal).map_or(Self::Missing, Self::Earliest),
        }
    }

    fn compare(&self, other: &Self, reversed: bool) -> Ordering {
        let turned = |order: Ordering| if reversed { order.reverse() } else { order };
        match (self, other) {
            (Self::Missing, Self::Missing) => Ordering::Equal,
            (Self::Missing, _) => Ordering::Greater,
            (_, Self::Missing) => Ordering::Less,
            (Self::Value(firm, money), Self::Value(other_firm, other)) => firm
                .cmp(other_firm)
                .then_with(|| home(money.currency).cmp(&home(other.currency)))
                .then_with(|| turned(other.amount.cmp(&money.amount))),
            (Self::Latest(a), Self::Latest(b)) => turned(b.cmp(a)),
            (Self::Earliest(a), Self::Earliest(b)) => turned(a.cmp(b)),
            (Self::Name(a), Self::Name(b)) => turned(a.cmp(b)),
            (Self::Count(a), Self::Count(b)) => turned(b.cmp(a)),
            (Self::Share(a), Self::Share(b)) => turned(b.total_cmp(a)),
            _ => Ordering::Equal,
        }
    }
}

/// Dollars first, then the others by their code: sums of two currencies are not compared.
fn home(currency: Currency) -> (bool, Currency) {
    (currency != Currency::USD, currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{deals, quarter};

    #[test]
    fn deals_are_ordered_and_currencies_are_not_compared() {
        let names = |order: DealOrder| {
            let mut deals = deals(&quarter());
            sort_deals(&mut deals, order);
            deals.iter().map(|deal| deal.buyers[0].name.clone()).collect::<Vec<_>>()
        };
        let by = |by| DealOrder { by, reversed: false };
        assert_eq!(
            names(by(OrderBy::Value)),
            ["Navy", "Army", "City Council", "Coast Guard", "City of Flagstaff"],
            "confirmed ones first, then ended, sought and unconfirmed ones"
        );
        assert_eq!(
            names(DealOrder { by: OrderBy::Value, reversed: true })[..2],
            ["Army", "Navy"],
            "within their standing"
        );
        assert_eq!(names(by(OrderBy::First))[0], "Navy");
        assert_eq!(names(by(OrderBy::Articles))[0], "Army");
        assert_eq!(names(by(OrderBy::Name))[0], "Army");
        let reversed = |by| names(DealOrder { by, reversed: true });
        assert_eq!(reversed(OrderBy::Name)[4], "Army");
    }
}
