//! How far apart two spellings are.

/// The optimal string alignment distance (letters other, missing, added, or two neighbours swapped),
/// or `None` when it is above `most`. Takes time in the product of the lengths, which `most` keeps alike.
pub fn distance_within(a: &str, b: &str, most: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

/// The word of `known` that `written` most likely stands for.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let most = if written.chars().count() <= 3 { 1 } else { 2 };
    known
        .into_iter()
        .filter_map(|word| Some((distance_within(&written, word, most)?, word)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters() {
        for (a, b, expected) in [
            ("palantir", "palantir", Some(0)),
            ("palntir", "palantir", Some(1)),
            ("paalntir", "palantir", Some(1)),
            ("plntr", "palantir", None),
            ("", "ab", Some(2)),
            ("größe", "grosse", None),
        ] {
            assert_eq!(distance_within(a, b, 2), expected, "{a} {b}");
        }
        assert_eq!(nearest("Vender", ["agency", "vendor"]), Some("vendor"));
        assert_eq!(nearest("colour", ["agency", "vendor"]), None);
    }
}
