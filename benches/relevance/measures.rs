//! How good an order of answers is, by grades (linear gain, as trec_eval's `ndcg_cut`).

use std::collections::HashMap;

/// What was answered to a query, and what should have been.
pub struct Judged {
    /// The query.
    pub query: String,
    /// The answers' ids, the best first.
    pub found: Vec<String>,
    /// The grade of each article that has one above 0.
    pub grades: HashMap<String, u32>,
}

/// The measures of one query, or their means.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    pub ndcg: f64,
    pub mrr: f64,
    pub recall: f64,
}

impl Judged {
    pub fn measures(&self) -> Measures {
        let gain = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
            grades.take(10).enumerate().map(|(at, grade)| f64::from(grade) / (at as f64 + 2.0).log2()).sum()
        };
        let grade = |id: &String| self.grades.get(id).copied().unwrap_or(0);
        let mut best: Vec<u32> = self.grades.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let ideal = gain(&mut best.into_iter());
        let first = self.found.iter().take(10).position(|id| grade(id) > 0);
        let recalled = self.found.iter().take(100).filter(|id| grade(id) > 0).count();
        Measures {
            ndcg: gain(&mut self.found.iter().map(grade)) / ideal,
            mrr: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
            recall: recalled as f64 / self.grades.len() as f64,
        }
    }
}

impl Measures {
    pub fn mean(judged: &[Judged]) -> Self {
        let count = judged.len().max(1) as f64;
        let mut sum = Self::default();
        for one in judged.iter().map(Judged::measures) {
            sum.ndcg += one.ndcg / count;
            sum.mrr += one.mrr / count;
            sum.recall += one.recall / count;
        }
        sum
    }
}
