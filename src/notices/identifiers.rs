//! By which numbers a register knows the organisations of a dealing.

use serde_json::Value;

use super::json::{at, first_name, list, name, word};
use super::listed;
use crate::base::OrgId;
use crate::events::PartyIdentifier;

/// No more parties of one record are asked for their numbers.
const MOST_PARTIES: usize = 100;
/// The Unique Entity ID of SAM.gov, and the CAGE code: two lists that the register of lists, org-id.guide, does not have.
const UEI: &str = "US-UEI";
const CAGE: &str = "US-CAGE";

/// The numbers that a federal register of the United States gives a supplier.
pub(super) fn of_supplier(
    printed: Option<&str>,
    uei: Option<String>,
    cage: Option<String>,
) -> Vec<PartyIdentifier> {
    let Some(printed) = printed else { return Vec::new() };
    let given = [(UEI, 12, uei), (CAGE, 5, cage)].into_iter().filter_map(|(scheme, length, id)| {
        let id = id?.trim().to_ascii_uppercase();
        let is_one = id.len() == length && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_one.then(|| (scheme.to_owned(), id))
    });
    let party = listed::registered_vendor(printed).id;
    given.map(|given| identifier(&party, printed, given)).collect()
}

/// The numbers that a release gives its buyers and suppliers, each by the list that it is of.
pub(super) fn of_parties(parties: &[&Value], country: Option<&'static str>) -> Vec<PartyIdentifier> {
    let mut found = Vec::new();
    for party in parties.iter().take(MOST_PARTIES) {
        let Some(printed) = first_name(party, &["name", "identifier.legalName"]) else { continue };
        let numbers =
            std::iter::once(at(party, "identifier")).chain(list(at(party, "additionalIdentifiers")));
        let numbers: Vec<(String, String)> =
            numbers.filter_map(|one| Some((name(at(one, "scheme"))?, number(at(one, "id"))?))).collect();
        let roles: Vec<String> = list(at(party, "roles")).into_iter().map(word).collect();
        let has = |wanted: &[&str]| roles.iter().any(|role| wanted.contains(&role.as_str()));
        let mut orgs: Vec<OrgId> = Vec::new();
        if has(&["supplier", "tenderer", "payee"]) {
            orgs.push(listed::registered_vendor(&printed).id);
        }
        if has(&["buyer", "procuringentity", "payer", "funder"]) {
            orgs.push(listed::registered_agency(&printed, country).id);
        }
        for org in orgs {
            found.extend(numbers.iter().map(|given| identifier(&org, &printed, given.clone())));
        }
    }
    found
}

fn number(value: &Value) -> Option<String> {
    name(value).or_else(|| value.as_u64().map(|number| number.to_string()))
}

fn identifier(party: &OrgId, printed: &str, (scheme, id): (String, String)) -> PartyIdentifier {
    PartyIdentifier { party: party.clone(), name: printed.to_owned(), scheme, id }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(found: &[PartyIdentifier]) -> Vec<String> {
        found.iter().map(|one| format!("{} {}:{}", one.party, one.scheme, one.id)).collect()
    }

    #[test]
    fn a_supplier_has_the_numbers_of_the_register() {
        let given = |uei: &str, cage: &str| {
            shown(&of_supplier(Some("Quillon Systems LLC"), Some(uei.to_owned()), Some(cage.to_owned())))
        };
        assert_eq!(
            given("qx3klm7np2z5", "7Z9Q2"),
            ["x/quillon-systems US-UEI:QX3KLM7NP2Z5", "x/quillon-systems US-CAGE:7Z9Q2"]
        );
        assert!(given("NOT GIVEN", "none").is_empty());
        assert!(of_supplier(None, Some("QX3KLM7NP2Z5".into()), None).is_empty());
    }

    #[test]
    fn parties_keep_the_lists_that_their_numbers_are_of() {
        let parties = json!([
            {"name": "Kestrel Gully Software Ltd", "roles": ["supplier"],
             "identifier": {"scheme": "GB-COH", "id": "04336774"},
             "additionalIdentifiers": [{"scheme": "XI-LEI", "id": "213800LH1BZH3DI6G760"}, {"id": "5"}]},
            {"name": "Ashenwick Borough Council", "roles": ["buyer"], "identifier": {"scheme": "GB-PPON", "id": 12}},
            {"name": "Nobody", "roles": ["reviewBody"], "identifier": {"scheme": "GB-COH", "id": "1"}}
        ]);
        let parties: Vec<&Value> = parties.as_array().unwrap().iter().collect();
        let found = shown(&of_parties(&parties, Some("gb")));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].ends_with("GB-COH:04336774") && found[1].ends_with("XI-LEI:213800LH1BZH3DI6G760"));
        assert!(found[2].ends_with("GB-PPON:12"));
    }
}
