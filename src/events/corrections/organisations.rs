//! The user's word on organisations: who is called so, and on which side it stands.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::entry::{Correction, CorrectionAction, CorrectionKind};
use super::printed::PrintedName;
use crate::base::{Field, OrgId, Span, comparison_key, without_legal_suffix};
use crate::entities::{Entry, EntryKind, Lists, Mentions, Organisation};
use crate::events::{Event, OrgRef};

/// A listed organisation that goes by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// On which side it stands.
    pub kind: CorrectionKind,
    /// Its id in the lists.
    pub id: &'static str,
    /// Its canonical name.
    pub name: &'static str,
}

static BY_KEY: LazyLock<HashMap<String, Vec<&'static Entry>>> = LazyLock::new(|| {
    let lists = Lists::bundled();
    let mut found: HashMap<String, Vec<&'static Entry>> = HashMap::new();
    for alias in lists.aliases() {
        let entry = &lists.entries()[alias.entry];
        if kind_of(entry).is_some() {
            let entries = found.entry(comparison_key(alias.text)).or_default();
            if !entries.iter().any(|known| (known.kind, known.id) == (entry.kind, entry.id)) {
                entries.push(entry);
            }
        }
    }
    found
});

fn kind_of(entry: &Entry) -> Option<CorrectionKind> {
    match entry.kind {
        EntryKind::Agency => Some(CorrectionKind::Agency),
        EntryKind::Vendor => Some(CorrectionKind::Vendor),
        _ => None,
    }
}

/// The listed organisations that this is the id or a name of. Where one of them has it for its canonical name, that one.
pub fn called(name: &str) -> Vec<Called> {
    let lists = Lists::bundled();
    let by_id = [EntryKind::Agency, EntryKind::Vendor].map(|kind| lists.entry(kind, name));
    let mut found: Vec<&Entry> = by_id.into_iter().flatten().collect();
    if found.is_empty() {
        found = BY_KEY.get(&comparison_key(name)).cloned().unwrap_or_default();
        // "Ministry of Defence (UK)" in full is one of many ministries of defence.
        for is_it in [
            &(|entry: &Entry| entry.name.eq_ignore_ascii_case(name.trim())) as &dyn Fn(&Entry) -> bool,
            &|entry: &Entry| comparison_key(entry.name) == comparison_key(name),
        ] {
            if found.iter().filter(|entry| is_it(entry)).count() == 1 {
                found.retain(|entry| is_it(entry));
            }
        }
    }
    let called = |entry: &Entry| Some(Called { kind: kind_of(entry)?, id: entry.id, name: entry.name });
    found.into_iter().filter_map(called).collect()
}

/// One correction about a name.
#[derive(Clone, Debug)]
pub(super) struct NameFix {
    action: CorrectionAction,
    kind: CorrectionKind,
    name: PrintedName,
    /// Who is meant, as written.
    meant: String,
    /// Who is meant: looked up in the lists when the first article is read.
    target: OnceLock<(OrgRef, Option<OrgId>)>,
}

impl NameFix {
    /// `None` for an entry that is about no name.
    pub fn new(entry: &Correction) -> Option<Self> {
        let (Some(kind), Some(value)) = (entry.kind, &entry.value) else { return None };
        let meant = entry.of.as_ref().unwrap_or(value).clone();
        let name = PrintedName::new(value);
        Some(Self { action: entry.action, kind, name, meant, target: OnceLock::new() })
    }

    fn target(&self) -> &(OrgRef, Option<OrgId>) {
        self.target.get_or_init(|| {
            let found = listed(self.kind, &self.meant);
            let parent = found.and_then(|entry| entry.parent).map(OrgId::from_stored);
            (found.map_or_else(|| unlisted(self.kind, &self.meant), of_entry), parent)
        })
    }

    /// Whether the article prints the name, or what was found in it is called so.
    pub fn is_about(&self, title: &str, body: &str, mentions: &Mentions) -> bool {
        let organisations = mentions.agencies.iter().chain(&mentions.vendors);
        organisations.into_iter().any(|one| self.name.is(&one.name))
            || !self.name.places(title).is_empty()
            || !self.name.places(body).is_empty()
    }

    /// Applies it to what was found in an article.
    pub fn apply(&self, title: &str, body: &str, mentions: &mut Mentions) {
        let is_it = |span: &Span| self.name.is(span.of(title, body));
        if self.action == CorrectionAction::Drop {
            self.own(mentions).retain_mut(|one| {
                one.mentions.retain(|span| !is_it(span));
                !one.mentions.is_empty() && !self.name.is(&one.name)
            });
            return;
        }
        let (target, parent) = self.target();
        let mut places: Vec<Span> = Vec::new();
        for (kind, list) in [
            (CorrectionKind::Agency, &mut mentions.agencies),
            (CorrectionKind::Vendor, &mut mentions.vendors),
        ] {
            list.retain_mut(|one| {
                if kind == self.kind && one.id == target.id {
                    return true;
                }
                let is_whole = self.name.is(&one.name);
                let (moved, kept) = one.mentions.drain(..).partition(|span| is_whole || is_it(span));
                places.extend::<Vec<Span>>(moved);
                one.mentions = kept;
                !one.mentions.is_empty()
            });
        }
        for (field, text) in [(Field::Title, title), (Field::Body, body)] {
            for (start, end) in self.name.places(text) {
                let place = Span::new(field, start, end);
                if make_way(mentions, &place) && !places.iter().any(|known| known.overlaps(&place)) {
                    places.push(place);
                }
            }
        }
        if places.is_empty() {
            return;
        }
        let list = self.own(mentions);
        match list.iter_mut().find(|one| one.id == target.id) {
            Some(one) => one.mentions.extend(places),
            None => list.push(Organisation {
                id: target.id.clone(),
                name: target.name.clone(),
                parent: parent.clone(),
                mentions: places,
                confidence: 1.0,
            }),
        }
        for one in list.iter_mut() {
            one.mentions.sort_unstable();
            one.mentions.dedup();
        }
        list.sort_by_key(|one| one.mentions.first().copied());
    }

    fn own<'m>(&self, mentions: &'m mut Mentions) -> &'m mut Vec<Organisation> {
        if self.kind == CorrectionKind::Agency { &mut mentions.agencies } else { &mut mentions.vendors }
    }

    /// Applies it to an event that was told before the name was corrected.
    pub fn apply_to_event(&self, title: &str, body: &str, event: &mut Event) {
        let spans = &mut event.spans;
        let mut slots = if self.kind == CorrectionKind::Agency {
            vec![(&mut event.buyers, Some(&mut spans.buyers))]
        } else {
            vec![(&mut event.vendors, Some(&mut spans.vendors)), (&mut event.via, None)]
        };
        for (orgs, spans) in &mut slots {
            if !orgs.iter().any(|org| self.name.is(&org.name)) {
                continue;
            }
            if self.action == CorrectionAction::Drop {
                orgs.retain(|org| !self.name.is(&org.name));
                if let Some(spans) = spans {
                    spans.retain(|span| !self.name.is(span.of(title, body)));
                }
                continue;
            }
            let (target, _) = self.target();
            let is_there = orgs.iter().any(|org| org.id == target.id);
            if is_there {
                orgs.retain(|org| org.id == target.id || !self.name.is(&org.name));
            } else if let Some(org) = orgs.iter_mut().find(|org| self.name.is(&org.name)) {
                org.clone_from(target);
            }
        }
    }
}

/// The organisation that the user names on this side: as the article calls it, else by the lists, else an unlisted one.
pub(super) fn org_ref(kind: CorrectionKind, name: &str, mentions: &Mentions) -> OrgRef {
    let found = if kind == CorrectionKind::Agency { &mentions.agencies } else { &mentions.vendors };
    let key = comparison_key(name);
    match found.iter().find(|one| one.id.as_str() == name || comparison_key(&one.name) == key) {
        Some(one) => OrgRef { id: one.id.clone(), name: one.name.clone() },
        None => listed(kind, name).map_or_else(|| unlisted(kind, name), of_entry),
    }
}

/// The one listed organisation on this side that goes by the name.
fn listed(kind: CorrectionKind, name: &str) -> Option<&'static Entry> {
    let found: Vec<Called> = called(name).into_iter().filter(|one| one.kind == kind).collect();
    let [one] = found.as_slice() else { return None };
    let kind = if kind == CorrectionKind::Agency { EntryKind::Agency } else { EntryKind::Vendor };
    Lists::bundled().entry(kind, one.id)
}

fn of_entry(entry: &'static Entry) -> OrgRef {
    OrgRef { id: OrgId::from_stored(entry.id), name: entry.name.to_owned() }
}

fn unlisted(kind: CorrectionKind, name: &str) -> OrgRef {
    let name = name.trim();
    let name = if kind == CorrectionKind::Vendor { without_legal_suffix(name) } else { name };
    OrgRef { id: OrgId::unlisted(&comparison_key(name)), name: name.to_owned() }
}

/// Takes out shorter names within this place; `false` where a name covers it, or goes beyond it.
fn make_way(mentions: &mut Mentions, place: &Span) -> bool {
    let mut all = mentions.agencies.iter().chain(&mentions.vendors).flat_map(|one| &one.mentions);
    if all.any(|span| span.overlaps(place) && (span == place || !place.contains(span))) {
        return false;
    }
    for list in [&mut mentions.agencies, &mut mentions.vendors] {
        list.retain_mut(|one| {
            one.mentions.retain(|span| !place.contains(span));
            !one.mentions.is_empty()
        });
    }
    true
}
