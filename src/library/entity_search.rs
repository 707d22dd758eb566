//! Agencies, vendors, products and programs by name: those of the lists, and those that only the articles name.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::base::{OrgId, comparison_key};
use crate::deals::Deal;
use crate::entities::{EntryKind, Lists};
use crate::events::Facts;
use crate::library::{DealFilter, Library, LibraryError};
use crate::pipeline::is_index_behind;
use crate::search::{Index, Likeness, NameKind, NameTable, Named, Sought};
use crate::store::DealHints;

use super::narrowing::of_id;
use super::searching::in_capitals;

/// Every kind, in the order in which those of equal worth are shown.
pub(super) const KINDS: [NameKind; 4] =
    [NameKind::Agency, NameKind::Vendor, NameKind::Product, NameKind::Program];

/// Whom or what is sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityQuestion {
    /// A name, alias, acronym or id, or a part of one; without letters, all that the library's articles name.
    pub text: String,
    /// Only of this kind.
    pub kind: Option<NameKind>,
    /// At most so many hits.
    pub limit: usize,
    /// Leave out so many of the first.
    pub offset: usize,
}

/// What answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityAnswer {
    /// How many answer in all.
    pub total: usize,
    /// Those asked for, in order.
    pub hits: Vec<EntityHit>,
    /// Whether the index was missing or out of date and has been built again for this answer.
    pub rebuilt: bool,
    /// Whether the library holds articles that the index does not have yet.
    pub behind: bool,
}

/// One that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityHit {
    /// What it is.
    pub kind: NameKind,
    /// Its id: `us/dod/army`, `palantir`; `x/…` where no list has it.
    pub id: String,
    /// Its canonical name, or as an article calls it.
    pub name: String,
    /// The alias or id that answered, where it was not the name itself.
    pub matched: Option<String>,
    /// How it answered; nothing where nothing in particular was sought.
    pub likeness: Option<Likeness>,
    /// What it belongs to: id and name. A product's vendor; a program's owner.
    pub parent: Option<(String, String)>,
    /// How many of the library's articles name it or what belongs to it.
    pub articles: u64,
    /// In how many of the library's deals it or what belongs to it stands.
    pub deals: usize,
    /// The earliest day one of the articles was published on.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
}

/// One that answers, before all that is told of it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: NameKind,
    pub(super) id: String,
    /// The name, alias or id that answered.
    pub(super) matched: String,
    pub(super) likeness: Option<Likeness>,
    pub(super) articles: u64,
    pub(super) is_listed: bool,
}

impl Library {
    /// Agencies, vendors, products and programs by name: exact names first, then what begins so, what has the words, and
    /// whose initials they are; of equals what more articles name. Near spellings answer only where nothing else does.
    ///
    /// # Errors
    /// When index or database fail.
    pub fn entities(&self, question: &EntityQuestion) -> Result<EntityAnswer, LibraryError> {
        let (index, rebuilt) = self.index()?;
        let kinds = question.kind.map_or(KINDS.to_vec(), |kind| vec![kind]);
        let found = if question.text.trim().is_empty() {
            self.all_named(index, &kinds)?
        } else {
            self.called(index, &kinds, &Sought::new(&question.text))?
        };
        let total = found.len();
        let asked: Vec<Found> = found.into_iter().skip(question.offset).take(question.limit).collect();
        let deals = self.count_deals_of(&asked)?;
        let mut hits = Vec::with_capacity(asked.len());
        for (found, deals) in asked.into_iter().zip(deals) {
            hits.push(self.entity_hit(index, found, deals)?);
        }
        Ok(EntityAnswer { total, hits, rebuilt, behind: is_index_behind(&self.folder) })
    }

    /// All that articles name, the most frequent first.
    fn all_named(&self, index: &Index, kinds: &[NameKind]) -> Result<Vec<Found>, LibraryError> {
        let mut found = Vec::new();
        for ((kind, id), articles) in counted(index, self.names(), kinds)? {
            let is_listed = self.names().name(kind, &id).is_some();
            found.push(Found { kind, matched: id.clone(), id, likeness: None, articles, is_listed });
        }
        sort(&mut found);
        Ok(found)
    }

    /// What is called so or nearly so, the best first.
    pub(super) fn called(
        &self,
        index: &Index,
        kinds: &[NameKind],
        sought: &Sought,
    ) -> Result<Vec<Found>, LibraryError> {
        let mut best = Best::default();
        let answers = |name: &str| sought.of_name(name).or_else(|| sought.near(name));
        for name in self.names().each_name().filter(|name| kinds.contains(&name.kind)) {
            let likeness = if name.is_id { sought.of_id(name.text) } else { answers(name.text) };
            best.note(name.kind, name.id, name.text, likeness);
        }
        let mut counts = HashMap::new();
        for kind in kinds {
            let is_organisation = matches!(kind, NameKind::Agency | NameKind::Vendor);
            let start = if is_organisation { UNLISTED } else { "" };
            let unlisted = index.things_where(*kind, start, |id| {
                // The dashes of an id are compared as spaces.
                let by_name = answers(id.strip_prefix(UNLISTED).unwrap_or(id));
                let by_id = sought.of_id(id);
                let is_wanted =
                    (by_name.is_some() || by_id.is_some()) && self.names().name(*kind, id).is_none();
                if is_wanted {
                    best.note(*kind, id, &words_of(id), by_name);
                    best.note(*kind, id, id, by_id);
                }
                is_wanted
            })?;
            counts.extend(unlisted.into_iter().map(|(id, count)| ((*kind, id), count)));
        }
        let mut found = Vec::new();
        for ((kind, id), (likeness, matched)) in best.in_the_end() {
            let is_listed = self.names().name(kind, &id).is_some();
            let articles = if is_listed {
                index.count_of(kind, &id)?
            } else {
                // Of one that all articles of which were taken out nothing is left.
                let Some(count) = counts.remove(&(kind, id.clone())) else { continue };
                count
            };
            found.push(Found { kind, id, matched, likeness: Some(likeness), articles, is_listed });
        }
        sort(&mut found);
        Ok(found)
    }

    /// In how many deals each of these stands, or what belongs to it.
    fn count_deals_of(&self, found: &[Found]) -> Result<Vec<usize>, LibraryError> {
        let mut counts = vec![0; found.len()];
        if found.is_empty() {
            return Ok(counts);
        }
        let places: HashMap<(NameKind, &str), usize> =
            found.iter().enumerate().map(|(place, one)| ((one.kind, one.id.as_str()), place)).collect();
        let is_organisation = |one: &Found| matches!(one.kind, NameKind::Agency | NameKind::Vendor);
        let mut hints = DealHints::default();
        // What a deal's text says of a product is not told by its columns.
        if found.iter().all(is_organisation) {
            let ids = found.iter().flat_map(|one| of_id(one.kind, &OrgId::from_stored(&one.id), false));
            hints.organisations.push(ids.collect());
        }
        let products = products_of(found)?;
        self.store.for_each_deal_like(&hints, |deal| -> Result<(), LibraryError> {
            for thing in things_of(&deal, self.names()) {
                if let Some(count) = places.get(&(thing.0, thing.1)).and_then(|place| counts.get_mut(*place))
                {
                    *count += 1;
                }
            }
            for (place, filter) in &products {
                counts[*place] += usize::from(filter.passes(&deal, self.names()));
            }
            Ok(())
        })?;
        Ok(counts)
    }

    fn entity_hit(&self, index: &Index, found: Found, deals: usize) -> Result<EntityHit, LibraryError> {
        let Found { kind, id, matched, likeness, articles, .. } = found;
        let named = if articles > 0 { index.named(kind, &id)? } else { Named::default() };
        let name = if let Some(name) = self.names().name(kind, &id) {
            name.to_owned()
        } else {
            let example = named.example.as_ref();
            let article = example.map(|article| self.store.article(article)).transpose()?.flatten();
            let printed = article.and_then(|(_, facts)| printed_name(&facts, kind, &id));
            printed.unwrap_or_else(|| in_capitals(id.strip_prefix("x/").unwrap_or(&id)))
        };
        let is_own = !matched.contains('/') && comparison_key(&matched) == comparison_key(&name);
        let matched = (likeness.is_some() && !is_own && matched != name).then_some(matched);
        let parent = parent_of(kind, &id);
        Ok(EntityHit {
            kind,
            id,
            name,
            matched,
            likeness,
            parent,
            articles,
            deals,
            first: named.first,
            last: named.last,
        })
    }
}

/// What articles name, each with how many do.
pub(super) fn counted(
    index: &Index,
    names: &NameTable,
    kinds: &[NameKind],
) -> Result<HashMap<(NameKind, String), u64>, LibraryError> {
    let mut counts = HashMap::new();
    for kind in kinds {
        let is_organisation = matches!(kind, NameKind::Agency | NameKind::Vendor);
        for (id, count) in index.things(*kind, "")? {
            // The first segment of a path, such as the country of an agency, is nobody.
            if !is_organisation || id.starts_with(UNLISTED) || names.name(*kind, &id).is_some() {
                counts.insert((*kind, id), count);
            }
        }
    }
    Ok(counts)
}

/// Of each thing the name that answers best.
#[derive(Default)]
struct Best(HashMap<(NameKind, String), (Likeness, String)>);

impl Best {
    fn note(&mut self, kind: NameKind, id: &str, name: &str, likeness: Option<Likeness>) {
        let Some(likeness) = likeness else { return };
        let known = self.0.entry((kind, id.to_owned())).or_insert_with(|| (likeness, name.to_owned()));
        if likeness < known.0 {
            *known = (likeness, name.to_owned());
        }
    }

    /// Near spellings answer only where nothing else does.
    fn in_the_end(self) -> impl Iterator<Item = ((NameKind, String), (Likeness, String))> {
        let is_near = |likeness: Likeness| matches!(likeness, Likeness::Near(_));
        let only_near = self.0.values().all(|(likeness, _)| is_near(*likeness));
        self.0.into_iter().filter(move |(_, (likeness, _))| only_near || !is_near(*likeness))
    }
}

/// How the ids of organisations begin that no list has.
const UNLISTED: &str = "x/";

/// The words of the id of something that no list has, which are those of its name.
pub(super) fn words_of(id: &str) -> String {
    id.strip_prefix(UNLISTED).unwrap_or(id).replace('-', " ")
}

fn sort(found: &mut [Found]) {
    found.sort_by(|a, b| {
        // Of names that go on from one, the shorter is nearer to it.
        let length = |one: &Found| if one.likeness.is_some() { one.matched.len() } else { 0 };
        let order = |one: &Found| (one.likeness, Reverse(one.articles), length(one), one.kind);
        order(a).cmp(&order(b)).then_with(|| a.id.cmp(&b.id))
    });
}

/// The parties and the program of a deal, with all they belong to, each once.
fn things_of<'a>(deal: &'a Deal, names: &'a NameTable) -> HashSet<(NameKind, &'a str)> {
    let buyers = deal.buyers.iter().map(|org| (NameKind::Agency, org.id.as_str()));
    let vendors = deal.vendors.iter().chain(&deal.via).map(|org| (NameKind::Vendor, org.id.as_str()));
    let mut things: HashSet<(NameKind, &str)> = buyers.chain(vendors).collect();
    let above: Vec<(NameKind, &str)> = things
        .iter()
        .flat_map(|(kind, id)| names.ancestors(*kind, id).into_iter().map(|above| (*kind, above)))
        .collect();
    things.extend(above);
    things.extend(deal.program.as_deref().map(|program| (NameKind::Program, program)));
    things
}

/// A question for each product: a deal does not keep which products are named, but its text tells.
fn products_of(found: &[Found]) -> Result<Vec<(usize, DealFilter)>, LibraryError> {
    let products = found.iter().enumerate().filter(|(_, one)| one.kind == NameKind::Product);
    products
        .map(|(place, one)| {
            let id = one.id.replace(['"', '\\'], " ");
            // No date is in it.
            Ok((place, DealFilter::parse(&format!("product:\"{id}\""), Date::constant(1970, 1, 1))?))
        })
        .collect()
}

/// What the lists say that it belongs to.
fn parent_of(kind: NameKind, id: &str) -> Option<(String, String)> {
    let lists = Lists::bundled();
    let (own, above) = match kind {
        NameKind::Agency => (EntryKind::Agency, [EntryKind::Agency, EntryKind::Vendor]),
        NameKind::Vendor => (EntryKind::Vendor, [EntryKind::Vendor, EntryKind::Agency]),
        NameKind::Product => (EntryKind::Product, [EntryKind::Vendor, EntryKind::Agency]),
        NameKind::Program => (EntryKind::Program, [EntryKind::Agency, EntryKind::Vendor]),
    };
    let parent = lists.entry(own, id)?.parent?;
    let entry = above.into_iter().find_map(|kind| lists.entry(kind, parent));
    Some((parent.to_owned(), entry.map_or(parent, |entry| entry.name).to_owned()))
}

/// How an article calls it.
fn printed_name(facts: &Facts, kind: NameKind, id: &str) -> Option<String> {
    let mentions = &facts.mentions;
    let organisations = match kind {
        NameKind::Agency => &mentions.agencies,
        NameKind::Vendor => &mentions.vendors,
        NameKind::Product | NameKind::Program => return None,
    };
    let mentioned = organisations.iter().find(|org| org.id.as_str() == id).map(|org| org.name.clone());
    mentioned.or_else(|| {
        let parties = facts.events.iter().flat_map(|event| match kind {
            NameKind::Agency => event.buyers.iter().chain(&[]),
            _ => event.vendors.iter().chain(&event.via),
        });
        parties.filter(|org| org.id.as_str() == id).map(|org| org.name.clone()).next()
    })
}
