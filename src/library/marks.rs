//! Tags and notes: what has them in this library, and those whose thing is gone.

use std::collections::BTreeMap;

use crate::base::{Address, ArticleId, DealId, OrgId, printable};
use crate::entities::{EntryKind as ListKind, Lists};
use crate::library::{Library, LibraryError, Named, Shown};
use crate::notebook::{EntryKind, Notebook, NotebookEntry, OrgSide, Target, name_key};
use crate::pipeline::{PipelineError, Thing, target_of_article, target_of_deal, thing_of};
use crate::report::Side;

/// The tags and notes of one thing, in the order they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The tags, each once.
    pub tags: Vec<String>,
    /// The notes, each once.
    pub notes: Vec<String>,
}

/// An entry of the notebook that puts a tag or note on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The entry.
    pub entry: NotebookEntry,
    /// What it is on; an error says why nothing of the library goes by its name any more.
    pub thing: Result<Thing, String>,
}

/// All tags and notes of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    marks: BTreeMap<Thing, Mark>,
    none: Mark,
}

impl Marks {
    /// Those of a deal.
    pub fn of_deal(&self, id: &DealId) -> &Mark {
        self.of(&Thing::Deal(id.clone()))
    }

    /// Those of an article.
    pub fn of_article(&self, id: &ArticleId) -> &Mark {
        self.of(&Thing::Article(id.clone()))
    }

    /// Those of a thing.
    pub fn of(&self, thing: &Thing) -> &Mark {
        self.marks.get(thing).unwrap_or(&self.none)
    }

    fn new(all: &[Marked]) -> Self {
        let mut marks = Self::default();
        for one in all {
            let Ok(thing) = &one.thing else { continue };
            let mark = marks.marks.entry(thing.clone()).or_default();
            let (list, text) = match one.entry.kind {
                EntryKind::Tag => (&mut mark.tags, one.entry.name.as_deref().map(name_key)),
                _ => (&mut mark.notes, one.entry.value.clone()),
            };
            list.extend(text.filter(|text| !list.contains(text)));
        }
        marks
    }
}

impl Library {
    /// The tags and notes of everything.
    ///
    /// # Errors
    /// When the notebook is not right, or the database fails.
    pub fn marks(&self) -> Result<Marks, LibraryError> {
        Ok(Marks::new(&self.resolved(&self.notebook()?)?))
    }

    /// Every entry that puts a tag or note on something, in the order of the file; also those that match nothing any more.
    ///
    /// # Errors
    /// When the notebook is not right, or the database fails.
    pub fn marked(&self) -> Result<Vec<Marked>, LibraryError> {
        let mut all = self.resolved(&self.notebook()?)?;
        for one in &mut all {
            let Ok(Thing::Organisation(side, id)) = &one.thing else { continue };
            if Self::listed_name(*side, id).is_none() && self.deals_of(side_of(*side), id)?.is_empty() {
                one.thing = Err("no deal of the library names it".to_owned());
            }
        }
        Ok(all)
    }

    /// What the user calls so - an id or its beginning, an article's address, a name - as the notebook names it, and as the
    /// library does.
    ///
    /// # Errors
    /// When nothing or several go by it, or the database fails.
    pub fn target(&self, called: &str) -> Result<(Target, Thing), LibraryError> {
        let called = called.trim();
        if called.contains("://") {
            let id = Address::parse(called).ok().map(|url| ArticleId::of_url(url.canonical().as_str()));
            let article = id.map(|id| self.store.article(&id)).transpose()?.flatten();
            let (article, _) = article.ok_or_else(|| LibraryError::UnknownId(printable(called)))?;
            return Ok((target_of_article(&article), Thing::Article(article.id)));
        }
        if is_like_an_id(called) {
            match self.show(called) {
                Ok(Shown::Article(shown)) => {
                    let target = target_of_article(&shown.article);
                    return Ok((target, Thing::Article(shown.article.id)));
                }
                Ok(Shown::Deal(shown)) => {
                    let target = target_of_deal(&self.store, &shown.deal)?;
                    return Ok((target, Thing::Deal(shown.deal.id)));
                }
                Err(LibraryError::UnknownId(_)) => {}
                Err(error) => return Err(error),
            }
        }
        match self.named(called)? {
            Named::One(subject) => {
                let side = match subject.side {
                    Side::Agency => OrgSide::Agency,
                    Side::Vendor => OrgSide::Vendor,
                };
                let target = Target::Organisation(side, subject.id.to_string());
                Ok((target, Thing::Organisation(side, subject.id)))
            }
            Named::Nobody => Err(notebook(format!(
                "nothing goes by {:?}: give the id of an article (a…) or deal (d…), an article's address, or the name of an agency or vendor",
                printable(called)
            ))),
            Named::Several(choices) => {
                let each: Vec<String> =
                    choices.iter().map(|one| format!("{} ({})", one.id, one.name)).collect();
                Err(notebook(format!(
                    "{:?} may stand for several; give the id of one: {}",
                    printable(called),
                    each.join(", ")
                )))
            }
        }
    }

    /// What a thing is called, to be read.
    ///
    /// # Errors
    /// When the database fails.
    pub fn name_of(&self, thing: &Thing) -> Result<String, LibraryError> {
        Ok(match thing {
            Thing::Article(id) => {
                self.store.article(id)?.map_or_else(String::new, |(article, _)| article.title)
            }
            Thing::Deal(id) => self.store.deal(id)?.map_or_else(String::new, |deal| deal.name),
            Thing::Organisation(side, id) => Self::listed_name(*side, id)
                .map_or_else(|| id.as_str().trim_start_matches("x/").replace('-', " "), str::to_owned),
        })
    }

    fn resolved(&self, notebook: &Notebook) -> Result<Vec<Marked>, LibraryError> {
        let mut known: BTreeMap<Target, Result<Thing, String>> = BTreeMap::new();
        let mut all = Vec::new();
        for entry in notebook.entries() {
            let Some(target) = entry.target().filter(|_| is_mark(entry)) else { continue };
            let thing = match known.get(&target) {
                Some(thing) => thing.clone(),
                None => thing_of(&self.store, &target)?,
            };
            known.insert(target, thing.clone());
            all.push(Marked { entry: entry.clone(), thing });
        }
        Ok(all)
    }

    fn listed_name(side: OrgSide, id: &OrgId) -> Option<&'static str> {
        let kind = if side == OrgSide::Agency { ListKind::Agency } else { ListKind::Vendor };
        Lists::bundled().entry(kind, id.as_str()).map(|entry| entry.name)
    }
}

fn is_mark(entry: &NotebookEntry) -> bool {
    matches!(entry.kind, EntryKind::Tag | EntryKind::Note)
}

/// An id or its beginning, and no word: `a90c2`, `d01`.
fn is_like_an_id(text: &str) -> bool {
    text.strip_prefix(['a', 'd', 'A', 'D'])
        .is_some_and(|rest| rest.len() >= 2 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn side_of(side: OrgSide) -> Side {
    match side {
        OrgSide::Agency => Side::Agency,
        OrgSide::Vendor => Side::Vendor,
    }
}

fn notebook(message: String) -> LibraryError {
    PipelineError::Notebook(message).into()
}
