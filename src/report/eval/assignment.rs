//! The best one-to-one pairing (Kuhn and Munkres; the form with potentials, cubic in the larger side).

/// Pairs rows with columns so that the sum of the weights is greatest, and drops pairs of weight 0.
///
/// Rows of `weights` must be equally long. Weights are zero or positive.
pub(super) fn assign(weights: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let rows = weights.len();
    let columns = weights.first().map_or(0, Vec::len);
    if columns == 0 {
        return Vec::new();
    }
    let weight = |row: usize, column: usize| weights.get(row).and_then(|row| row.get(column)).copied();
    let greatest = weights.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let size = rows.max(columns);
    // Counted from 1: row and column 0 stand for "not paired yet".
    let cost = |row: usize, column: usize| greatest - weight(row - 1, column - 1).unwrap_or(0.0);
    let mut row_potential = vec![0.0; size + 1];
    let mut column_potential = vec![0.0; size + 1];
    let mut row_of = vec![0_usize; size + 1];
    let mut came_from = vec![0_usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut slack = vec![f64::INFINITY; size + 1];
        let mut is_used = vec![false; size + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let current = row_of[column];
            let (mut least, mut next) = (f64::INFINITY, 0);
            for other in (1..=size).filter(|other| !is_used[*other]) {
                let reduced = cost(current, other) - row_potential[current] - column_potential[other];
                if reduced < slack[other] {
                    slack[other] = reduced;
                    came_from[other] = column;
                }
                if slack[other] < least {
                    least = slack[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if is_used[other] {
                    row_potential[row_of[other]] += least;
                    column_potential[other] -= least;
                } else {
                    slack[other] -= least;
                }
            }
            column = next;
        }
        while column != 0 {
            let before = came_from[column];
            row_of[column] = row_of[before];
            column = before;
        }
    }
    (1..=size)
        .map(|column| (row_of[column] - 1, column - 1))
        .filter(|&(row, column)| weight(row, column).is_some_and(|weight| weight > 0.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn total(weights: &[Vec<f64>], pairs: &[(usize, usize)]) -> f64 {
        pairs.iter().map(|&(row, column)| weights[row][column]).sum()
    }

    /// The best sum by trying everything.
    fn best(weights: &[Vec<f64>], row: usize, taken: u32) -> f64 {
        let Some(cells) = weights.get(row) else { return 0.0 };
        let skipped = best(weights, row + 1, taken);
        let paired = cells.iter().enumerate().filter(|(column, _)| taken >> column & 1 == 0);
        paired
            .map(|(column, weight)| weight + best(weights, row + 1, taken | 1 << column))
            .fold(skipped, f64::max)
    }

    #[test]
    fn nothing_is_paired_with_nothing() {
        assert_eq!(assign(&[]), []);
        assert_eq!(assign(&[vec![]]), []);
        assert_eq!(assign(&[vec![0.0, 0.0]]), []);
        assert_eq!(assign(&[vec![0.0, 3.0]]), [(0, 1)]);
    }

    proptest! {
        #[test]
        fn no_other_pairing_is_better(weights in (1_usize..5, 1_usize..5).prop_flat_map(|(rows, columns)| {
            prop::collection::vec(prop::collection::vec((0_u16..6).prop_map(f64::from), columns), rows)
        })) {
            let pairs = assign(&weights);
            let mut columns: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), pairs.len());
            prop_assert!((total(&weights, &pairs) - best(&weights, 0, 0)).abs() < 1e-9);
        }
    }
}
