//! Whether two texts say the same, whatever their signs and capitals.

/// Letters and digits only, lower case.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The same letters and digits.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let letters = |text| str::chars(text).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters(a).eq(letters(b))
}

/// Whether one text is the beginning of the other or stands in it, in at least forty letters.
pub(super) fn begins_alike(a: &str, b: &str) -> bool {
    const ENOUGH_LETTERS: usize = 40;
    let (a, b) = (bare(a), bare(b));
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    if a_len.min(b_len) < ENOUGH_LETTERS {
        return false;
    }
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    (common >= ENOUGH_LETTERS && common + 4 >= a_len.min(b_len)) || (a_len <= 2 * b_len && a.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_capitals_do_not_matter() {
        assert!(same_words("Army picks “Acme”!", "ARMY PICKS ACME"));
        assert!(!same_words("Army", "Army picks"));
        let long = "The Army awarded the company a contract worth $100 million";
        assert!(begins_alike(long, &format!("{long} for software.")));
        assert!(!begins_alike("Short", "Short"));
    }
}
