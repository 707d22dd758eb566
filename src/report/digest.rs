//! A period as a summary to read: deals first, each with its sources.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::base::{ArticleId, DealId, Money, PartialDate};
use crate::deals::{Deal, Status};
use crate::events::{Certainty, EventKind};
use crate::report::ahead::{Ahead, ahead, overdue};
use crate::report::compared::{Comparison, comparison};
use crate::report::coverage::Coverage;
use crate::report::ledger::GroupBy;
use crate::report::parts::{DigestGroup, parts};
use crate::report::revision::Revision;
use crate::report::sections::{Found, as_it_happened, find};
use crate::report::sources::Sources;
use crate::report::statement::Statement;
use crate::report::totals::{Total, confirmed_value, totals_where};

/// What a digest is made from.
#[derive(Clone, Debug, Default)]
pub struct DigestInput {
    /// The filter or period in the words it was asked in.
    pub title: String,
    /// The first day of publication that counts.
    pub since: Option<Date>,
    /// The last day of publication that counts.
    pub until: Option<Date>,
    /// The deals with at least one event told in the period, whole: events outside the period too.
    pub deals: Vec<Deal>,
    /// What was read for it.
    pub coverage: Coverage,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
    /// What its deals are to be grouped by.
    pub by: Option<GroupBy>,
    /// The days of the period before and the deals told then, where the two are to be compared.
    pub previous: Option<((Date, Date), Vec<Deal>)>,
    /// The day from which on to look ahead, and the deals of which something may be to come.
    pub ahead: Option<(Date, Vec<Deal>)>,
    /// What earlier digests said that has turned out otherwise.
    pub revisions: Vec<Revision>,
    /// The day on which it is made: what was to happen before it and is not told to have happened is told as past.
    pub today: Option<Date>,
}

/// A period in deals and sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// The filter or period in the words it was asked in.
    pub title: String,
    /// The first day of publication that counts.
    pub since: Option<Date>,
    /// The last day of publication that counts.
    pub until: Option<Date>,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
    /// The sums of what the period told: of new deals and of changes. Only those of standing `confirmed` are headlines.
    pub totals: Vec<Total>,
    /// Whether anything that it tells states a sum, also one that is not added up.
    pub states_sums: bool,
    /// Dealings come about, told as a fact for the first time in the period.
    pub new: Vec<Entry>,
    /// Deals changed, protested or ended, and suppliers barred, in the period.
    pub changes: Vec<Entry>,
    /// What is asked for and not yet won.
    pub sought: Vec<Entry>,
    /// Deals whose articles give sums that cannot all be right.
    pub disagreements: Vec<Entry>,
    /// What is planned, possible or found with too little confidence, and not told as a fact elsewhere.
    pub unconfirmed: Vec<Entry>,
    /// How many deals were told again with nothing new.
    pub retold: usize,
    /// What its deals are grouped by.
    pub by: Option<GroupBy>,
    /// The same deals in groups, where asked for.
    pub groups: Vec<DigestGroup>,
    /// The period beside the one before it, where asked for.
    pub comparison: Option<Comparison>,
    /// What is to come, by day.
    pub ahead: Vec<Ahead>,
    /// What was to come by now and of which nobody tells that it has, the last first.
    pub overdue: Vec<Ahead>,
    /// What earlier digests said that has turned out otherwise.
    pub revisions: Vec<Revision>,
    /// The articles cited, in the order of their numbers.
    pub sources: Vec<NumberedSource>,
    /// What the digest rests on.
    pub coverage: Coverage,
}

/// One thing told of one deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The deal.
    pub deal: DealId,
    /// Its name.
    pub name: String,
    /// Where it stands; `None` where none of its events counts.
    pub status: Option<Status>,
    /// What happened.
    pub kind: EventKind,
    /// Whether it counts as a fact.
    pub confirmed: bool,
    /// How sure the best source is.
    pub certainty: Certainty,
    /// How sure we are of having read it right, from 0 to 1.
    pub confidence: f32,
    /// The deal's confirmed sum, by which entries are ordered.
    pub value: Option<Money>,
    /// The last day in the period that tells of it.
    pub told: Option<PartialDate>,
    /// One sentence in parts. Each has its own space or comma before it; the full stop is left to the reader.
    pub statement: Vec<CitedClause>,
    /// The sentence of an article that says it best.
    pub quote: Quote,
}

/// A part of a sentence with its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CitedClause {
    /// The words.
    pub text: String,
    /// Numbers in the digest's list of sources, best first.
    pub sources: Vec<usize>,
}

/// What an article says, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The sentence.
    pub text: String,
    /// Its number in the list of sources.
    pub source: usize,
}

/// An article with the number it is cited by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberedSource {
    /// From 1.
    pub number: usize,
    /// The article.
    pub article: ArticleId,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// Its headline.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
}

/// Days of publication from one to another, both in it; open where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Period {
    pub since: Option<Date>,
    pub until: Option<Date>,
}

impl Period {
    /// Whether it is all time.
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether something of this date falls into it, by the first day the date may mean. (As the store lists articles.)
    /// Without a date it falls only into the period that is open on both sides.
    pub fn holds(&self, published: Option<PartialDate>) -> bool {
        match published.map(|date| date.first_day()) {
            Some(day) => {
                self.since.is_none_or(|since| day >= since) && self.until.is_none_or(|until| day <= until)
            }
            None => self.is_open(),
        }
    }
}

/// Makes the digest; the same in whatever order the deals come.
///
/// A deal is told as it is known now, also where the period has passed: a figure corrected since is the corrected one.
pub fn digest(input: &DigestInput) -> Digest {
    let period = Period { since: input.since, until: input.until };
    let mut deals: Vec<&Deal> = input.deals.iter().collect();
    deals.sort_by(|a, b| a.id.cmp(&b.id));
    deals.dedup_by(|a, b| a.id == b.id);
    let found = find(&deals, period, input.today);
    let totals = totals_where(deals.iter().copied(), |_, told| found.counts(told));
    let mut sources = Sources::default();
    let groups = input.by.map(|by| parts(&deals, &found, by)).unwrap_or_default();
    let comparison = input.previous.as_ref().map(|((since, until), told)| {
        let mut before: Vec<&Deal> = told.iter().collect();
        before.sort_by(|a, b| a.id.cmp(&b.id));
        before.dedup_by(|a, b| a.id == b.id);
        let sections = find(&before, Period { since: Some(*since), until: Some(*until) }, input.today);
        let sums = totals_where(before.iter().copied(), |_, told| sections.counts(told));
        comparison((*since, *until), (&found, &totals), (&sections, &sums))
    });
    let mut entries = |told: &[Found<'_>]| entries(told, &mut sources);
    let (new, changes, sought) = (entries(&found.new), entries(&found.changes), entries(&found.sought));
    let (disagreements, unconfirmed) = (entries(&found.disagreements), entries(&found.unconfirmed));
    let (ahead, overdue) = input.ahead.as_ref().map_or_else(Default::default, |(as_of, told)| {
        let mut told: Vec<&Deal> = told.iter().collect();
        told.sort_by(|a, b| a.id.cmp(&b.id));
        told.dedup_by(|a, b| a.id == b.id);
        (ahead(&told, *as_of, &mut sources), overdue(&told, *as_of, &mut sources))
    });
    Digest {
        title: input.title.clone(),
        since: input.since,
        until: input.until,
        sample: input.sample,
        totals,
        states_sums: found.all().any(Found::states_sum),
        new,
        changes,
        sought,
        disagreements,
        unconfirmed,
        retold: found.retold,
        by: input.by,
        groups,
        comparison,
        ahead,
        overdue,
        revisions: input.revisions.clone(),
        sources: sources.into_list(),
        coverage: input.coverage.clone(),
    }
}

/// Largest confirmed sum first within each currency, those without one last; then newest, then by id. What is told of one
/// deal stands together, as it happened.
fn entries(found: &[Found<'_>], sources: &mut Sources) -> Vec<Entry> {
    let mut by_deal: BTreeMap<&DealId, Vec<&Found<'_>>> = BTreeMap::new();
    for found in found {
        by_deal.entry(&found.deal.id).or_default().push(found);
    }
    let mut ordered: Vec<(Option<Money>, Option<PartialDate>, Vec<&Found<'_>>)> = by_deal
        .into_values()
        .filter_map(|told| {
            let last = told.iter().filter_map(|found| found.last_published()).max();
            let in_order = as_it_happened(&told).into_iter().filter_map(|place| told.get(place).copied());
            Some((confirmed_value(told.first()?.deal), last, in_order.collect()))
        })
        .collect();
    // Deals of equal rank stay in the order of their ids.
    ordered.sort_by(|(a, x, _), (b, y, _)| {
        let currency = |money: &Option<Money>| (money.is_none(), money.map(|money| money.currency));
        currency(a)
            .cmp(&currency(b))
            .then_with(|| b.map(|money| money.amount).cmp(&a.map(|money| money.amount)))
            .then_with(|| y.cmp(x))
    });
    let told =
        ordered.into_iter().flat_map(|(value, _, told)| told.into_iter().map(move |found| (value, found)));
    told.filter_map(|(value, found)| entry(found, value, found.last_published(), sources)).collect()
}

fn entry(
    found: &Found<'_>,
    value: Option<Money>,
    told: Option<PartialDate>,
    sources: &mut Sources,
) -> Option<Entry> {
    let Statement { clauses } = &found.statement;
    let best = found.deal.events.get(*clauses.first()?.events.first()?)?;
    let statement = clauses
        .iter()
        .map(|clause| CitedClause {
            text: clause.text.clone(),
            sources: sources.numbers(found.deal, &clause.events),
        })
        .collect();
    Some(Entry {
        deal: found.deal.id.clone(),
        name: found.deal.name.clone(),
        status: found.deal.status,
        kind: found.kind,
        confirmed: best.event.is_confirmed(),
        certainty: best.event.certainty,
        confidence: best.event.confidence,
        value,
        told,
        statement,
        quote: Quote { text: best.sentence.clone(), source: sources.number(best) },
    })
}
