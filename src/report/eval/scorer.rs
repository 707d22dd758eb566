//! Counts article by article, so that a run needs no more memory than its labelled events.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Claim, Organisation};
use super::deals::Gathering;
use super::figures::{EventFigures, Figures, Misses, RelevanceFigures, RelevanceMiss, SlotFigures};
use super::gold::GoldRecord;
use super::matching;
use super::names::{NameKey, Overlap};
use super::prediction::Prediction;
use super::sums::SumOverlap;
use super::tally::{Answers, Tally};

/// The running counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Scorer {
    articles: usize,
    predicted: usize,
    is_relevant: Answers,
    relevant: Tally,
    agencies: Tally,
    vendors: Tally,
    amounts: Tally,
    amounts_with_role: Tally,
    contract_ids: Tally,
    events: Tally,
    by_type: BTreeMap<String, Tally>,
    slots: Slots,
    deals: Gathering,
}

#[derive(Clone, Debug, Default)]
struct Slots {
    matched: usize,
    buyers: Tally,
    vendors: Tally,
    via: Tally,
    value: Answers,
    value_where_labelled: Answers,
    value_role: Answers,
    date: Answers,
    date_where_labelled: Answers,
}

impl Scorer {
    /// Counts one labelled article; without a prediction it counts as read empty and not relevant.
    /// Gives what was missed and added, `None` where nothing was.
    pub fn add(&mut self, gold: &GoldRecord, prediction: Option<&Prediction>) -> Option<Misses> {
        self.predicted += usize::from(prediction.is_some());
        let nothing = Prediction::default();
        let prediction = prediction.unwrap_or(&nothing);
        let mut misses = Misses { id: gold.id.clone(), ..Misses::default() };
        self.add_names(gold, prediction, &mut misses);
        self.add_sums(gold, prediction, &mut misses);
        self.add_numbers(gold, prediction);
        self.add_relevance(gold, prediction, &mut misses);
        self.add_events(gold, prediction, &mut misses);
        self.articles += 1;
        (!misses.is_empty()).then_some(misses)
    }

    fn add_names(&mut self, gold: &GoldRecord, prediction: &Prediction, misses: &mut Misses) {
        let words = |names: Vec<NameKey>| names.into_iter().map(|name| name.words).collect();
        let agencies = Overlap::of(names_of(&gold.agencies), names_of(&prediction.agencies));
        count(&mut self.agencies, &agencies);
        misses.agencies_missed = words(agencies.missed);
        misses.agencies_added = words(agencies.added);
        let vendors = Overlap::of(names_of(&gold.vendors), names_of(&prediction.vendors));
        count(&mut self.vendors, &vendors);
        misses.vendors_missed = words(vendors.missed);
        misses.vendors_added = words(vendors.added);
    }

    fn add_sums(&mut self, gold: &GoldRecord, prediction: &Prediction, misses: &mut Misses) {
        let plain = SumOverlap::of(&gold.amounts, &prediction.amounts, false);
        self.amounts.add(plain.shared, plain.added.len(), plain.missed.len());
        let by_role = SumOverlap::of(&gold.amounts, &prediction.amounts, true);
        self.amounts_with_role.add(by_role.shared, by_role.added.len(), by_role.missed.len());
        let owned =
            |(value, currency, role): (f64, String, Option<&str>)| (value, currency, role.map(str::to_owned));
        misses.amounts_missed = by_role.missed.into_iter().map(owned).collect();
        misses.amounts_added = by_role.added.into_iter().map(owned).collect();
    }

    fn add_numbers(&mut self, gold: &GoldRecord, prediction: &Prediction) {
        let bare =
            |numbers: &[String]| -> BTreeSet<String> { numbers.iter().map(|number| bare(number)).collect() };
        let (gold, predicted) = (bare(&gold.contract_ids), bare(&prediction.contract_ids));
        let shared = gold.intersection(&predicted).count();
        self.contract_ids.add(shared, predicted.len() - shared, gold.len() - shared);
    }

    fn add_relevance(&mut self, gold: &GoldRecord, prediction: &Prediction, misses: &mut Misses) {
        let (gold, pred) = (gold.relevant, prediction.relevant.unwrap_or(false));
        self.is_relevant.add(gold == pred);
        let one_if = usize::from;
        self.relevant.add(one_if(gold && pred), one_if(pred && !gold), one_if(gold && !pred));
        misses.relevant = (gold != pred).then_some(RelevanceMiss { gold, pred });
    }

    fn add_events(&mut self, gold: &GoldRecord, prediction: &Prediction, misses: &mut Misses) {
        let pairs = matching::pairs(&gold.events, &prediction.events);
        let found = pairs.len();
        self.events.add(found, prediction.events.len() - found, gold.events.len() - found);
        let partner: BTreeMap<usize, &Claim> =
            pairs.iter().filter_map(|&(one, other)| Some((one, prediction.events.get(other)?))).collect();
        let taken: BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
        for (ordinal, event) in gold.events.iter().enumerate() {
            let deal = event.deal.as_deref().unwrap_or_default();
            let other = partner.get(&ordinal).copied();
            self.deals.add(self.articles, deal, other);
            let is_found = usize::from(other.is_some());
            self.by_type.entry(word_of(event)).or_default().add(is_found, 0, 1 - is_found);
            match other {
                Some(other) => self.slots.add(event, other),
                None => misses.events_missed.push(label(event)),
            }
        }
        for (_, event) in prediction.events.iter().enumerate().filter(|(place, _)| !taken.contains(place)) {
            self.by_type.entry(word_of(event)).or_default().add(0, 1, 0);
            misses.events_added.push(label(event));
        }
    }

    /// The figures of all articles added; `unknown_ids` is how many predictions no labelled article asked for.
    pub fn finish(self, unknown_ids: usize) -> Figures {
        let relevant = self.relevant.score();
        Figures {
            articles: self.articles,
            predicted: self.predicted,
            unknown_ids,
            relevance: RelevanceFigures {
                accuracy: self.is_relevant.accuracy(),
                f1: relevant.f1,
                p: relevant.p,
                r: relevant.r,
            },
            agencies: self.agencies.score(),
            vendors: self.vendors.score(),
            amounts: self.amounts.score(),
            amounts_with_role: self.amounts_with_role.score(),
            contract_ids: self.contract_ids.score(),
            events: EventFigures {
                all: self.events.score(),
                by_type: self.by_type.into_iter().map(|(word, tally)| (word, tally.score())).collect(),
                slots: self.slots.figures(),
            },
            deals: self.deals.pairs(),
            deals_b3: self.deals.clusters(),
        }
    }
}

impl Slots {
    fn add(&mut self, gold: &Claim, predicted: &Claim) {
        self.matched += 1;
        count(&mut self.buyers, &Overlap::of(&gold.buyers, &predicted.buyers));
        count(&mut self.vendors, &Overlap::of(&gold.vendors, &predicted.vendors));
        count(&mut self.via, &Overlap::of(&gold.via, &predicted.via));
        let is_value_right = matching::is_value_right(gold, predicted);
        self.value.add(is_value_right);
        if gold.value.is_some() {
            self.value_where_labelled.add(is_value_right);
            self.value_role.add(gold.value_role == predicted.value_role);
        }
        let is_date_right = matching::is_same_month(gold.date.as_deref(), predicted.date.as_deref());
        self.date.add(is_date_right);
        if gold.date.as_deref().is_some_and(|date| !date.is_empty()) {
            self.date_where_labelled.add(is_date_right);
        }
    }

    fn figures(&self) -> SlotFigures {
        SlotFigures {
            matched: self.matched,
            buyers: self.buyers.score(),
            vendors: self.vendors.score(),
            via: self.via.score(),
            value_exact: self.value.accuracy(),
            value_exact_where_gold_has_one: self.value_where_labelled.accuracy(),
            value_role: self.value_role.accuracy(),
            date_month: self.date.accuracy(),
            date_month_where_gold_has_one: self.date_where_labelled.accuracy(),
        }
    }
}

fn count(tally: &mut Tally, overlap: &Overlap) {
    tally.add(overlap.shared, overlap.added.len(), overlap.missed.len());
}

fn names_of(organisations: &[Organisation]) -> impl Iterator<Item = &str> {
    organisations.iter().filter_map(|one| one.canonical.as_deref())
}

/// A contract number without case, dashes and spaces.
fn bare(number: &str) -> String {
    number.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

fn word_of(event: &Claim) -> String {
    event.kind.clone().unwrap_or_else(|| "None".to_owned())
}

fn label(event: &Claim) -> String {
    format!("{}: {}", word_of(event), event.deal.as_deref().unwrap_or("None"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::eval::score;

    const GOLD: &str = r#"{"id":"g1","relevant":true,"agencies":[{"canonical":"Army"}],"vendors":[{"canonical":"Palantir"}],
        "amounts":[{"value":100,"currency":"USD","role":"award"}],"contract_ids":["W-1"],
        "events":[{"type":"award","buyers":["Army"],"vendors":["Palantir"],"value":100,"currency":"USD",
        "value_role":"award","date":"2025-07-14","deal":"x"}]}"#;

    fn gold() -> GoldRecord {
        GoldRecord::parse_line(GOLD).unwrap()
    }

    #[test]
    fn the_labels_themselves_score_full_marks() {
        let prediction: Prediction = serde_json::from_str(GOLD).unwrap();
        let (figures, misses) = score(&[gold()], &[prediction]);
        assert!(misses.is_empty());
        let json = serde_json::to_value(&figures).unwrap();
        for path in ["/agencies/f1", "/events/f1", "/events/by_type/award/r", "/deals_b3/p", "/relevance/acc"]
        {
            assert_eq!(json.pointer(path), Some(&serde_json::json!(1.0)), "{path}");
        }
        assert_eq!(figures.events.slots.matched, 1);
    }

    #[test]
    fn a_missing_article_counts_as_read_empty() {
        let stray = Prediction { id: "other".into(), ..Prediction::default() };
        let (figures, misses) = score(&[gold()], &[stray]);
        assert_eq!((figures.articles, figures.predicted, figures.unknown_ids), (1, 0, 1));
        assert_eq!(
            (figures.vendors.missed, figures.events.all.missed, figures.contract_ids.missed),
            (1, 1, 1)
        );
        assert_eq!(
            serde_json::to_string(&misses[0]).unwrap(),
            r#"{"id":"g1","agencies_missed":["army"],"vendors_missed":["palantir"],"amounts_missed":[[100.0,"USD","award"]],"relevant":{"gold":true,"pred":false},"events_missed":["award: x"]}"#
        );
    }

    #[test]
    fn an_inputs_own_id_comes_first_and_the_later_record_counts() {
        let wrong = Prediction { id: "g1".into(), ..Prediction::default() };
        let right = Prediction {
            id: "a0".into(),
            source_id: Some("g1".into()),
            ..serde_json::from_str(GOLD).unwrap()
        };
        let (figures, misses) = score(&[gold()], &[wrong, right]);
        assert_eq!((figures.predicted, misses.len()), (1, 0));
    }
}
