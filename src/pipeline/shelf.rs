//! What a query may name of the user's own, found in the notebook and the library.

use std::collections::BTreeMap;

use crate::notebook::{EntryKind, Notebook, OrgSide, Target, name_key};
use crate::pipeline::marking::{Thing, thing_of};
use crate::pipeline::{Folder, PipelineError};
use crate::search::{Kept, NameKind, Shelf};
use crate::store::Store;

/// What these queries may name. The notebook is not even read where none names anything of the user's own, nor is it looked
/// up what has tags and notes where that is not asked for.
///
/// # Errors
/// When the notebook is not right, or the database fails.
pub fn shelf_for<'q>(
    folder: &Folder,
    store: &Store,
    queries: impl IntoIterator<Item = &'q str>,
) -> Result<Shelf, PipelineError> {
    let names_marks = |text: &str| ["tag:", "note"].iter().any(|sign| text.contains(sign));
    let (mut names_own, mut with_marks) = (false, false);
    for text in queries {
        let text = text.to_lowercase();
        names_own |= names_marks(&text) || ["@", "saved:"].iter().any(|sign| text.contains(sign));
        with_marks |= names_marks(&text);
    }
    if !names_own {
        return Ok(Shelf::default());
    }
    let notebook = folder.read_notebook()?;
    with_marks |= notebook.saved().values().any(|query| names_marks(&query.to_lowercase()));
    shelf_of(store, &notebook, with_marks)
}

/// Lists and saved queries, and what has tags and notes where that is wanted.
///
/// # Errors
/// When the database fails.
pub fn shelf_of(store: &Store, notebook: &Notebook, with_marks: bool) -> Result<Shelf, PipelineError> {
    let mut shelf = Shelf { lists: notebook.lists(), saved: notebook.saved(), ..Shelf::default() };
    if !with_marks {
        return Ok(shelf);
    }
    let mut known: BTreeMap<Target, Option<Thing>> = BTreeMap::new();
    for entry in notebook.entries() {
        let is_mark = matches!(entry.kind, EntryKind::Tag | EntryKind::Note);
        let Some(target) = entry.target().filter(|_| is_mark) else { continue };
        let thing = match known.get(&target) {
            Some(thing) => thing.clone(),
            None => thing_of(store, &target)?.ok(),
        };
        known.insert(target, thing.clone());
        let kept = match (entry.kind, &entry.name) {
            (EntryKind::Tag, Some(name)) => shelf.tags.entry(name_key(name)).or_default(),
            _ => &mut shelf.noted,
        };
        if let Some(thing) = thing {
            keep(store, kept, thing)?;
        }
    }
    Ok(shelf)
}

fn keep(store: &Store, kept: &mut Kept, thing: Thing) -> Result<(), PipelineError> {
    match thing {
        Thing::Article(id) => {
            kept.articles.insert(id);
        }
        Thing::Deal(id) => {
            if let Some(deal) = store.deal(&id)? {
                kept.telling.extend(deal.events.into_iter().map(|told| told.article));
            }
            kept.deals.insert(id);
        }
        Thing::Organisation(side, id) => {
            let kind = if side == OrgSide::Agency { NameKind::Agency } else { NameKind::Vendor };
            kept.organisations.insert((kind, id));
        }
    }
    Ok(())
}
