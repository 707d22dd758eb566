//! The parameters of an address: the user's are kept, what is missing is added.

use crate::base::Address;

/// The address with these parameters; one that it has already stays as the user wrote it.
pub(super) fn with_missing(address: &Address, missing: &[(&str, &str)]) -> Address {
    let mut url = address.url().clone();
    let known: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    for (name, value) in missing {
        if !known.iter().any(|known| known == name) {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
    readable(address, url.as_str())
}

/// The address with these parameters in the place of those of the same names.
pub(super) fn with(address: &Address, set: &[(&str, &str)]) -> Address {
    let kept: Vec<&str> = set.iter().map(|(name, _)| *name).collect();
    with_missing(&without(address, &kept), set)
}

/// The address without the parameters of these names, whatever their case.
pub(super) fn without(address: &Address, names: &[&str]) -> Address {
    let mut url = address.url().clone();
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !names.iter().any(|other| name.eq_ignore_ascii_case(other)))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    readable(address, url.as_str())
}

/// The value of the first parameter of this name.
pub(super) fn value(address: &Address, name: &str) -> Option<String> {
    address.url().query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// All values of the parameters of this name, each cut at its commas.
pub(super) fn values(address: &Address, name: &str) -> Vec<String> {
    let pairs = address.url().query_pairs().filter(|(known, _)| known == name);
    let cut = |value: String| value.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    pairs.flat_map(|(_, value)| cut(value.into_owned())).filter(|part| !part.is_empty()).collect()
}

/// Brackets and commas as services document them, rather than escaped.
fn readable(address: &Address, text: &str) -> Address {
    let text = text.replace("%5B", "[").replace("%5D", "]").replace("%2C", ",").replace("%3A", ":");
    Address::parse(&text).unwrap_or_else(|_| address.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_parameters_stay() {
        let address = Address::parse("https://api.example/x?q=a+b&conditions[term]=%22ai%22").unwrap();
        let full = with_missing(&address, &[("q", "no"), ("page", "1"), ("at", "2026-01-01T00:00:00")]);
        assert_eq!(
            full.as_str(),
            "https://api.example/x?q=a+b&conditions[term]=%22ai%22&page=1&at=2026-01-01T00:00:00"
        );
        assert_eq!(with(&full, &[("page", "2")]).as_str().matches("page=").count(), 1);
        assert_eq!(value(&with(&full, &[("page", "2")]), "page").as_deref(), Some("2"));
        assert_eq!(without(&address, &["Q", "conditions[term]"]).as_str(), "https://api.example/x");
        assert_eq!(values(&Address::parse("https://a.example/?k=a,b&k=c").unwrap(), "k"), ["a", "b", "c"]);
    }
}
