//! What a query says of the deals it can pass, for the store to leave most of the others unread.

use crate::base::OrgId;
use crate::entities::{EntryKind, Lists};
use crate::search::{Filter, Name, NameKind, NameTable, Node};
use crate::store::{DealHints, OrgHint};

/// The hints of a query.
pub(super) fn hints(root: &Node, names: &NameTable) -> DealHints {
    let mut hints = DealHints::default();
    note(root, names, &mut hints);
    hints
}

/// Of parts that must all hold each is a hint. The parser bounds the depth.
fn note(node: &Node, names: &NameTable, hints: &mut DealHints) {
    match node {
        Node::List(clauses) => clauses.iter().for_each(|clause| note(&clause.node, names, hints)),
        Node::And(nodes) => nodes.iter().for_each(|node| note(node, names, hints)),
        Node::Filter(Filter::Status(status)) => hints.statuses = Some(vec![*status]),
        Node::Filter(Filter::Published { from, to }) => {
            hints.since = hints.since.max(*from);
            hints.until = match (hints.until, *to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        Node::Filter(Filter::Named(..)) | Node::Or(_) => {
            hints.organisations.extend(one_of(node, names));
        }
        _ => {}
    }
}

/// The organisations of which one must stand in the deal; `None` where something else may serve as well.
fn one_of(node: &Node, names: &NameTable) -> Option<Vec<OrgHint>> {
    match node {
        Node::Filter(Filter::Named(kind @ (NameKind::Agency | NameKind::Vendor), name)) => {
            of_name(*kind, name, names)
        }
        Node::Or(nodes) => {
            let each: Option<Vec<Vec<OrgHint>>> = nodes.iter().map(|node| one_of(node, names)).collect();
            Some(each?.concat())
        }
        _ => None,
    }
}

fn of_name(kind: NameKind, name: &Name, names: &NameTable) -> Option<Vec<OrgHint>> {
    let ids = names.ids(kind, &name.text);
    // A name that no list knows is looked for in the names themselves.
    if ids.is_empty() {
        return None;
    }
    Some(ids.into_iter().flat_map(|id| of_id(kind, &OrgId::from_stored(id), name.exact)).collect())
}

/// An organisation and, unless it alone is meant, what belongs to it.
pub(super) fn of_id(kind: NameKind, id: &OrgId, exact: bool) -> Vec<OrgHint> {
    if exact {
        return vec![OrgHint::Is(id.clone())];
    }
    let entry_kind = if kind == NameKind::Agency { EntryKind::Agency } else { EntryKind::Vendor };
    let lists = Lists::bundled();
    let belongs = |entry: &&crate::entities::Entry| {
        let own = OrgId::from_stored(entry.id);
        entry.kind == entry_kind
            && !own.is_within(id)
            && lists.ancestry(&own).iter().any(|above| above.id == id.as_str())
    };
    let units = lists.entries().iter().filter(belongs).map(|entry| OrgHint::Is(OrgId::from_stored(entry.id)));
    // The ids of an agency's offices begin with its own; of those that merely begin alike the filter takes care.
    std::iter::once(OrgHint::Begins(id.clone())).chain(units).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::deals::Status;
    use crate::search::{NameEntry, Query};

    #[test]
    fn only_what_must_hold_is_a_hint() {
        let entry = |kind, id, name| NameEntry { kind, id, name, aliases: vec![], parent: None };
        let names = NameTable::new([
            entry(NameKind::Agency, "us/dod", "Pentagon"),
            entry(NameKind::Vendor, "x-ray-labs", "X-Ray Labs"),
        ]);
        let read = |text: &str| hints(&Query::parse(text, date(2026, 3, 17)).unwrap().root, &names);
        let dod = vec![OrgHint::Begins(OrgId::from_stored("us/dod"))];
        let both = [dod.clone(), vec![OrgHint::Begins(OrgId::from_stored("x-ray-labs"))]].concat();
        for (text, hints) in [
            ("", DealHints::default()),
            ("drone OR status:barred", DealHints::default()),
            ("-agency:pentagon", DealHints::default()),
            ("agency:nobody", DealHints::default()),
            ("agency:pentagon OR drone", DealHints::default()),
            (
                "drone agency:pentagon status:barred after:2026 until:2026-02 before:2026-05",
                DealHints {
                    statuses: Some(vec![Status::Barred]),
                    since: Some(date(2026, 1, 1)),
                    until: Some(date(2026, 2, 28)),
                    organisations: vec![dod],
                    ..DealHints::default()
                },
            ),
            (
                "(agency:pentagon OR vendor:\"x-ray labs\") type:award",
                DealHints { organisations: vec![both], ..DealHints::default() },
            ),
            (
                "agency:=pentagon",
                DealHints {
                    organisations: vec![vec![OrgHint::Is(OrgId::from_stored("us/dod"))]],
                    ..DealHints::default()
                },
            ),
        ] {
            assert_eq!(read(text), hints, "{text}");
        }
    }
}
