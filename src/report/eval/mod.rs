//! How well articles are read, against articles labelled by hand.
//!
//! Names compare without case, punctuation, legal form, "the", "U.S." and "City of"; a qualifier in parentheses, as in
//! `Ministry of Defence (UK)`, may be missing on one side but must not differ. A predicted sum within two per cent of
//! a labelled one in the same currency costs nothing: it is a rounding. Events are matched one to one, as many as
//! possible and then the closest, where the type is the same and the vendors overlap (where the labelled event names
//! no vendor, the buyers).

mod assignment;
mod calibration;
mod claim;
mod deals;
mod figures;
mod gold;
mod matching;
mod names;
mod prediction;
mod scorer;
mod summaries;
mod sums;
mod tally;

pub use calibration::{Bin, Calibration, Reliability, calibration};
pub use claim::{Claim, Organisation, Sum};
pub use figures::{
    ClusterFigures, DealFigures, EventFigures, Figures, Misses, RelevanceFigures, RelevanceMiss, SlotFigures,
};
pub use gold::{GoldError, GoldRecord};
pub use names::is_same_name;
pub use prediction::Prediction;
pub use scorer::Scorer;
pub use summaries::{SummaryFigures, SummaryMiss, score_summaries};
pub use tally::{Accuracy, Score};
pub(super) use tally::{harmonic_mean, to_four_places};

use std::collections::{BTreeMap, BTreeSet};

/// Scores predictions against labelled articles, joined by id.
///
/// A labelled article without a prediction counts as read empty and not relevant; a prediction without a labelled
/// article is counted and ignored; of two predictions of one id the later counts. The misses are those of the
/// articles where something was missed or added, in the order of `gold`.
pub fn score(gold: &[GoldRecord], predictions: &[Prediction]) -> (Figures, Vec<Misses>) {
    let by_id: BTreeMap<&str, &Prediction> =
        predictions.iter().map(|prediction| (prediction.key(), prediction)).collect();
    let labelled: BTreeSet<&str> = gold.iter().map(|record| record.id.as_str()).collect();
    let unknown = by_id.keys().filter(|id| !labelled.contains(*id)).count();
    let mut scorer = Scorer::default();
    let misses = gold.iter().filter_map(|record| scorer.add(record, by_id.get(record.id.as_str()).copied()));
    let misses = misses.collect();
    (scorer.finish(unknown), misses)
}
