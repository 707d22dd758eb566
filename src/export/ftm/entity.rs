//! One entity: a schema, an id, and lists of texts by property.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::{ArticleId, DealId, OrgId, sha256_hex};

/// How many digits of a hash stand in an id.
const DIGITS: usize = 20;

/// The schemata of FollowTheMoney that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Schema {
    Company,
    PublicBody,
    CallForTenders,
    Contract,
    ContractAward,
    Article,
    Documentation,
    Mention,
}

/// An entity as others read it.
#[derive(Debug, Serialize)]
pub(super) struct Entity {
    id: String,
    schema: Schema,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    pub(super) fn new(id: String, schema: Schema) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn schema(&self) -> Schema {
        self.schema
    }

    /// Whether other deals and articles lead to the same entity.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self.schema, Schema::Company | Schema::PublicBody)
    }

    /// Adds a value, unless it is empty or there already.
    pub(super) fn add(&mut self, property: &'static str, value: impl Into<String>) {
        let value = value.into();
        if value.trim().is_empty() {
            return;
        }
        let values = self.properties.entry(property).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    pub(super) fn add_all<T: ToString>(
        &mut self,
        property: &'static str,
        values: impl IntoIterator<Item = T>,
    ) {
        for value in values {
            self.add(property, value.to_string());
        }
    }

    /// Says that it is made up. Every schema that is written has a summary, but mentions, which say nothing themselves.
    pub(super) fn mark_as_sample(&mut self) {
        if self.schema != Schema::Mention {
            self.add("summary", "Made-up sample data");
        }
    }
}

/// The id of a thing that is known by several of ours: the same in every export.
pub(super) fn hashed(kind: &str, parts: &[&str]) -> String {
    let hash = sha256_hex(parts.join("\u{1f}").as_bytes());
    format!("awardwire-{kind}-{}", &hash[..DIGITS])
}

pub(super) fn article_id(id: &ArticleId) -> String {
    safe("article", id.as_str())
}

pub(super) fn contract_id(id: &DealId) -> String {
    safe("contract", id.as_str())
}

pub(super) fn call_id(id: &DealId) -> String {
    safe("call", id.as_str())
}

/// An agency or a supplier. What the lists have is told apart by its path: bodies have a country before a slash.
pub(super) fn organisation(id: &OrgId, name: &str, is_body: bool) -> Entity {
    let text = id.as_str();
    let is_listed = !text.starts_with("x/");
    let schema = match (is_listed, text.contains('/'), is_body) {
        (true, true, _) | (false, _, true) => Schema::PublicBody,
        (true, false, _) | (false, _, false) => Schema::Company,
    };
    let kind = if schema == Schema::PublicBody { "body" } else { "company" };
    let mut entity = Entity::new(safe(kind, text), schema);
    entity.add("name", if name.trim().is_empty() { text } else { name });
    // The first part of a listed body's path is its country; "xx" stands for several.
    if is_listed
        && let Some((country, _)) = text.split_once('/')
        && country.len() == 2
        && country != "xx"
    {
        entity.add("country", country);
    }
    entity
}

/// An id in the characters that ids may have: as it stands where it has no others, else its hash.
fn safe(kind: &str, id: &str) -> String {
    let dotted = id.replace('/', ".");
    let is_plain = !id.contains('.') && !id.starts_with("x/");
    let is_plain = is_plain && dotted.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    let is_plain = is_plain && dotted.ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_plain { format!("awardwire-{kind}-{dotted}") } else { hashed(kind, &[id]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_within_their_characters() {
        for (id, is_body, expected, schema) in [
            ("us/dod/army", true, "awardwire-body-us.dod.army", Schema::PublicBody),
            ("us/dod/army", false, "awardwire-body-us.dod.army", Schema::PublicBody),
            ("xx/nato", true, "awardwire-body-xx.nato", Schema::PublicBody),
            ("palantir", false, "awardwire-company-palantir", Schema::Company),
            ("x/é b", false, "awardwire-company-", Schema::Company),
            ("x/é b", true, "awardwire-body-", Schema::PublicBody),
        ] {
            let entity = organisation(&OrgId::from_stored(id), "A", is_body);
            assert!(entity.id.starts_with(expected), "{}", entity.id);
            assert_eq!(entity.schema, schema);
            let country = entity.properties.get("country").map(|countries| countries.join(" "));
            assert_eq!(country.as_deref(), id.starts_with("us/").then_some("us"), "{id}");
            assert!(entity.id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')));
        }
    }
}
