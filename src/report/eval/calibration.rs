//! Whether confidence says how often the reader is right.
//!
//! Facts are sorted by their confidence into ten bins of equal width. In a bin the share of right facts is held against
//! their mean confidence; the expected calibration error is the mean of the distances, each bin weighing as much as it
//! has facts: ECE = Σ (n_b / n) · |right_b / n_b − confidence_b| (Naeini, Cooper and Hauskrecht 2015, "Obtaining well
//! calibrated probabilities using Bayesian binning"). 0 is perfect; a reader that always says 0.9 and is right half of
//! the time has 0.4. With few facts in a bin its share says little: read the counts beside it.
//!
//! What is right is what the other figures count as found: an organisation whose name is labelled, a sum labelled in
//! its value, currency and role (one that only rounds a labelled sum is left out, as it costs nothing there either), an
//! event that is matched to a labelled one. Recall has no part in it: what is missed has no confidence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claim::Organisation;
use super::gold::GoldRecord;
use super::matching;
use super::names::{NameKey, Overlap};
use super::prediction::Prediction;
use super::sums::{self, SumOverlap};
use super::tally::to_four_places;

/// How many bins there are.
const BINS: usize = 10;
/// Above this a fact is held to be sure.
const SURE: f64 = 0.8;

/// How well confidence is calibrated, by what it is the confidence of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Government bodies.
    pub agencies: Reliability,
    /// Suppliers.
    pub vendors: Reliability,
    /// Sums with their roles.
    pub amount_roles: Reliability,
    /// Events.
    pub events: Reliability,
}

/// One kind of fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reliability {
    /// How many facts were found.
    pub n: usize,
    /// How many of them are right.
    pub right: usize,
    /// The expected calibration error, to four places; 0 where nothing was found.
    pub ece: f64,
    /// The share of right facts whose confidence is above 0.8; 1 where none is right.
    pub right_above_08: f64,
    /// The bins in order, empty ones among them.
    pub bins: Vec<Bin>,
}

/// The facts whose confidence lies above `from` and not above `to`; 0 belongs to the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Its lower end.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
    /// How many facts.
    pub n: usize,
    /// How many of them are right.
    pub right: usize,
    /// Their mean confidence; null without any.
    pub confidence: Option<f64>,
    /// The share of right ones; null without any.
    pub accuracy: Option<f64>,
}

/// Holds the confidence of predictions against the labels, joined by id as [`super::score`] does. A fact without
/// confidence is passed over.
pub fn calibration(gold: &[GoldRecord], predictions: &[Prediction]) -> Calibration {
    let by_id: BTreeMap<&str, &Prediction> =
        predictions.iter().map(|prediction| (prediction.key(), prediction)).collect();
    let [mut agencies, mut vendors, mut amounts, mut events] = [(); 4].map(|()| Told::default());
    for record in gold {
        let Some(prediction) = by_id.get(record.id.as_str()) else { continue };
        agencies.add_organisations(&record.agencies, &prediction.agencies);
        vendors.add_organisations(&record.vendors, &prediction.vendors);
        amounts.add_sums(record, prediction);
        let pairs = matching::pairs(&record.events, &prediction.events);
        for (place, event) in prediction.events.iter().enumerate() {
            events.add(event.confidence, pairs.iter().any(|pair| pair.1 == place));
        }
    }
    Calibration {
        agencies: agencies.reliability(),
        vendors: vendors.reliability(),
        amount_roles: amounts.reliability(),
        events: events.reliability(),
    }
}

/// The confidence of each fact, and whether it is right.
#[derive(Default)]
struct Told(Vec<(f64, bool)>);

impl Told {
    fn add(&mut self, confidence: Option<f32>, is_right: bool) {
        // Through its text: a float of 0.9 is a little more than nine tenths as a double, and in another bin.
        let confidence = confidence.and_then(|confidence| confidence.to_string().parse::<f64>().ok());
        self.0.extend(confidence.map(|confidence| (confidence.clamp(0.0, 1.0), is_right)));
    }

    fn add_organisations(&mut self, gold: &[Organisation], predicted: &[Organisation]) {
        fn names(list: &[Organisation]) -> impl Iterator<Item = &str> {
            list.iter().filter_map(|one| one.canonical.as_deref())
        }
        let added = Overlap::of(names(gold), names(predicted)).added;
        let mut seen: Vec<NameKey> = Vec::new();
        for one in predicted {
            let key = NameKey::new(one.canonical.as_deref().unwrap_or_default());
            // Two spellings of one name are one fact, as in the other figures.
            if !key.words.is_empty() && !seen.contains(&key) {
                self.add(one.confidence, !added.contains(&key));
                seen.push(key);
            }
        }
    }

    fn add_sums(&mut self, gold: &GoldRecord, prediction: &Prediction) {
        let overlap = SumOverlap::of(&gold.amounts, &prediction.amounts, true);
        for (sum, key) in sums::keyed(&prediction.amounts, true) {
            if overlap.added.contains(&key) {
                self.add(sum.confidence, false);
            } else if overlap.found.contains(&key) {
                self.add(sum.confidence, true);
            }
        }
    }

    fn reliability(&self) -> Reliability {
        let n = self.0.len();
        let right = self.0.iter().filter(|(_, is_right)| *is_right).count();
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        let mut ece = 0.0;
        let bins = (0..BINS).map(|bin| {
            let own = || self.0.iter().filter(move |(confidence, _)| bin_of(*confidence) == bin);
            let count = own().count();
            let right = own().filter(|(_, is_right)| *is_right).count();
            let mean = own().map(|(confidence, _)| confidence).sum::<f64>() / count as f64;
            if count > 0 {
                ece += share(count, n) * (share(right, count) - mean).abs();
            }
            Bin {
                from: share(bin, BINS),
                to: share(bin + 1, BINS),
                n: count,
                right,
                confidence: (count > 0).then(|| to_four_places(mean)),
                accuracy: (count > 0).then(|| to_four_places(share(right, count))),
            }
        });
        let bins = bins.collect();
        let sure = self.0.iter().filter(|(confidence, is_right)| *is_right && *confidence > SURE).count();
        let right_above_08 = if right == 0 { 1.0 } else { to_four_places(share(sure, right)) };
        Reliability { n, right, ece: to_four_places(ece), right_above_08, bins }
    }
}

/// The bin of a confidence: above its lower end and not above its upper one.
fn bin_of(confidence: f64) -> usize {
    let above = (1..BINS).filter(|edge| confidence > *edge as f64 / BINS as f64);
    above.count()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rounded figures are the very same or wrong")]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_that_reckoned_by_hand() {
        let told =
            Told(vec![(0.9, true), (0.9, false), (0.85, true), (0.3, false), (1.0, true), (0.0, false)]);
        let reliability = told.reliability();
        assert_eq!((reliability.n, reliability.right), (6, 3));
        let counts: Vec<usize> = reliability.bins.iter().map(|bin| bin.n).collect();
        assert_eq!(counts, [1, 0, 1, 0, 0, 0, 0, 0, 3, 1]);
        // The ninth bin: mean confidence 2.65 / 3, two of three right: 0.21666…; the third: 0.3; the others: 0.
        assert_eq!(reliability.bins[8].confidence, Some(0.8833));
        assert_eq!(reliability.bins[8].accuracy, Some(0.6667));
        assert_eq!(reliability.ece, to_four_places((2.65 - 2.0) / 6.0 + 0.3 / 6.0));
        assert_eq!(reliability.right_above_08, 1.0);
        let nothing = Told::default().reliability();
        assert_eq!((nothing.n, nothing.ece, nothing.bins.len()), (0, 0.0, 10));
    }

    #[test]
    fn what_is_found_is_right() {
        let gold = GoldRecord::parse_line(
            r#"{"id":"g","relevant":true,"agencies":[{"canonical":"Army"}],"vendors":[{"canonical":"Palantir"}],
            "amounts":[{"value":252458698,"currency":"USD","role":"award"}],"events":[{"type":"award","vendors":["Palantir"],"deal":"x"}]}"#,
        )
        .unwrap();
        let prediction: Prediction = serde_json::from_str(
            r#"{"id":"g","agencies":[{"canonical":"U.S. Army","confidence":0.98},{"canonical":"Navy","confidence":0.6}],
            "vendors":[{"canonical":"Palantir","confidence":0.9},{"canonical":"Palantir Inc.","confidence":0.7}],
            "amounts":[{"value":252458698,"currency":"USD","role":"award","confidence":0.9},
            {"value":250000000,"currency":"USD","role":"price","confidence":0.4},{"value":7,"currency":"USD","role":"price","confidence":0.4}],
            "events":[{"type":"award","vendors":["Palantir"],"confidence":0.75},{"type":"protest","vendors":["Palantir"],"confidence":0.5}]}"#,
        )
        .unwrap();
        let found = calibration(&[gold], &[prediction]);
        let counts = |one: &Reliability| (one.right, one.n);
        assert_eq!(counts(&found.agencies), (1, 2));
        assert_eq!(counts(&found.vendors), (1, 1), "two spellings are one name");
        assert_eq!(counts(&found.amount_roles), (1, 2), "a rounding counts neither way");
        assert_eq!(counts(&found.events), (1, 2));
        assert_eq!(found.events.right_above_08, 0.0);
    }
}
