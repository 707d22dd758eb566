//! Independent logistic regressions over one set of features that hold or do not.

/// What is known of one example: the features that hold, and of each question its answer and how much that counts.
pub(crate) struct Example<const K: usize> {
    pub group: usize,
    pub features: Vec<u32>,
    pub answers: [f64; K],
    pub counts: [f64; K],
}

pub(crate) fn scores<const K: usize>(weights: &[[f64; K]], features: &[u32]) -> [f64; K] {
    let mut scores = [0.0; K];
    for feature in features {
        for (score, weight) in scores.iter_mut().zip(&weights[*feature as usize]) {
            *score += weight;
        }
    }
    scores
}

pub(crate) fn probabilities<const K: usize>(weights: &[[f64; K]], features: &[u32]) -> [f64; K] {
    scores(weights, features).map(|score| 1.0 / (1.0 + (-score).exp()))
}

/// Accelerated descent on the likelihood with a quadratic penalty on each weight's distance from its lean; each weight's step is what bounds its
/// curvature, so that no round overshoots.
pub(crate) fn fit<const K: usize>(
    examples: &[&Example<K>],
    leans: &[[f64; K]],
    penalty: f64,
    rounds: usize,
) -> Vec<[f64; K]> {
    let mut bounds = vec![[penalty; K]; leans.len()];
    for example in examples {
        for feature in &example.features {
            for (bound, count) in bounds[*feature as usize].iter_mut().zip(&example.counts) {
                *bound += 0.25 * count * example.features.len() as f64;
            }
        }
    }
    let mut weights = leans.to_vec();
    let mut ahead = weights.clone();
    for round in 0..rounds {
        let pull =
            |(row, lean): (&[f64; K], &[f64; K])| std::array::from_fn(|k| (row[k] - lean[k]) * penalty);
        let mut slope: Vec<[f64; K]> = ahead.iter().zip(leans).map(pull).collect();
        for example in examples {
            let guess = probabilities(&ahead, &example.features);
            let error: [f64; K] =
                std::array::from_fn(|k| (guess[k] - example.answers[k]) * example.counts[k]);
            for feature in &example.features {
                for (slope, error) in slope[*feature as usize].iter_mut().zip(&error) {
                    *slope += error;
                }
            }
        }
        let momentum = round as f64 / (round as f64 + 3.0);
        for feature in 0..leans.len() {
            for k in 0..K {
                let next = ahead[feature][k] - slope[feature][k] / bounds[feature][k];
                ahead[feature][k] = next + momentum * (next - weights[feature][k]);
                weights[feature][k] = next;
            }
        }
    }
    weights
}
