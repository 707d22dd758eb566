//! What agencies have reported of their own use of AI, as a profile tells it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::events::OrgRef;

/// What agencies have reported of their own use of AI (the inventory of the U.S. Office of Management and Budget).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AiUses {
    /// The inventory and its year, for people.
    pub source: String,
    /// The uses that concern the subject: by agency, those with a supplier first.
    pub uses: Vec<AiUse>,
}

/// One reported use of AI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AiUse {
    /// The year of the inventory, else the name of its file.
    pub inventory: String,
    /// Who uses it.
    pub agency: OrgRef,
    /// Its office, as reported.
    pub bureau: Option<String>,
    /// The number that the agency gave it.
    pub id: Option<String>,
    /// What it is called.
    pub name: String,
    /// Which problem it solves, as reported.
    pub purpose: Option<String>,
    /// Whose it is, as reported.
    pub vendor: Option<String>,
    /// The suppliers named there; `x/…` where no list knows one.
    pub vendors: Vec<OrgRef>,
    /// How far it has come, as reported.
    pub stage: Option<String>,
    /// Its field, as reported.
    pub topic: Option<String>,
    /// Whether it is of high impact, as reported.
    pub high_impact: Option<String>,
    /// Since when it is in use, as reported.
    pub operational: Option<String>,
}

impl AiUses {
    /// Puts the uses in order: by agency, those with a supplier first, then by name.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.uses.sort_by(|a, b| {
            let rank = |one: &AiUse| (one.agency.name.clone(), one.vendor.is_none(), one.name.to_lowercase());
            rank(a).cmp(&rank(b)).then_with(|| a.id.cmp(&b.id))
        });
        self
    }

    /// The uses of each agency, most uses first.
    pub fn by_agency(&self) -> Vec<(&OrgRef, Vec<&AiUse>)> {
        let mut groups: BTreeMap<&str, (&OrgRef, Vec<&AiUse>)> = BTreeMap::new();
        for one in &self.uses {
            groups.entry(one.agency.id.as_str()).or_insert_with(|| (&one.agency, Vec::new())).1.push(one);
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by(|(a, one), (b, other)| other.len().cmp(&one.len()).then_with(|| a.name.cmp(&b.name)));
        groups
    }
}

impl AiUse {
    /// "Radar maps (DHS-7), CBP: Larkfield; Pilot; high-impact; since 2025-03".
    pub fn in_words(&self) -> String {
        let id = self.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        let bureau = self.bureau.as_ref().map(|bureau| format!(", {bureau}")).unwrap_or_default();
        let impact = self.high_impact.as_deref().filter(|said| said.eq_ignore_ascii_case("high-impact"));
        let parts = [
            self.vendor.clone(),
            self.stage.clone(),
            impact.map(str::to_lowercase),
            self.operational.as_ref().map(|day| format!("since {}", day.trim_end_matches(" 00:00:00"))),
        ];
        let said = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let colon = if said.is_empty() { "" } else { ": " };
        format!("{}{id}{bureau}{colon}{said}", self.name)
    }
}

/// "14 uses, 9 with a supplier: 8 Deployed, 6 Pilot".
pub fn counted_uses(uses: &[&AiUse]) -> String {
    let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
    for one in uses {
        *stages.entry(one.stage.as_deref().unwrap_or("stage not told")).or_default() += 1;
    }
    let mut stages: Vec<(&str, usize)> = stages.into_iter().collect();
    stages.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    let stages: Vec<String> = stages.into_iter().map(|(stage, count)| format!("{count} {stage}")).collect();
    let with_vendor = uses.iter().filter(|one| !one.vendors.is_empty()).count();
    let named =
        if with_vendor == uses.len() { String::new() } else { format!(", {with_vendor} with a supplier") };
    format!("{} use{}{named}: {}", uses.len(), if uses.len() == 1 { "" } else { "s" }, stages.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::OrgId;

    fn one(agency: &str, name: &str, vendor: Option<&str>, stage: Option<&str>) -> AiUse {
        let org = |name: &str| OrgRef { id: OrgId::unlisted(name), name: name.into() };
        AiUse {
            inventory: "2025".into(),
            agency: org(agency),
            bureau: None,
            id: None,
            name: name.into(),
            purpose: None,
            vendor: vendor.map(Into::into),
            vendors: vendor.into_iter().map(org).collect(),
            stage: stage.map(Into::into),
            topic: None,
            high_impact: Some("High-impact".into()),
            operational: Some("2025-02-01 00:00:00".into()),
        }
    }

    #[test]
    fn uses_stand_by_agency_and_are_counted_by_stage() {
        let uses = vec![
            one("Navy", "Tides", None, Some("Pilot")),
            one("Navy", "Waves", Some("Larkfield"), Some("Deployed")),
            one("Army", "Maps", None, None),
        ];
        let uses = AiUses { source: String::new(), uses }.sorted();
        let groups = uses.by_agency();
        let names: Vec<&str> =
            groups.iter().flat_map(|(_, uses)| uses).map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Waves", "Tides", "Maps"]);
        assert_eq!(counted_uses(&groups[0].1), "2 uses, 1 with a supplier: 1 Deployed, 1 Pilot");
        assert_eq!(counted_uses(&groups[1].1), "1 use, 0 with a supplier: 1 stage not told");
        assert_eq!(groups[0].1[0].in_words(), "Waves: Larkfield; Deployed; high-impact; since 2025-02-01");
    }
}
