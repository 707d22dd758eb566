//! The user's word on organisations, written into `corrections.toml` and taken back; what was read is left to a reread.

use crate::base::{ArticleId, comparison_key};
use crate::events::{
    Called, Correction, CorrectionAction, CorrectionKind, Corrections, article_key, called, event_at,
};
use crate::pipeline::fix_file::{FixNote, Fixed, append, meant, take_out};
use crate::pipeline::rulings::article_of;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, Store};

/// Organisations named where several go by one name.
const MOST_NAMED: usize = 5;

/// What the user says of a name, and who says it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixWish {
    /// What is so called, or is not.
    pub word: FixWord,
    /// The name.
    pub name: String,
    /// Who says so, when and why.
    pub note: FixNote,
}

/// What a name is, or is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixWord {
    /// Another name of this organisation: a name or id.
    AliasOf(String),
    /// A name on this side.
    Is(CorrectionKind),
    /// No name on this side.
    IsNot(CorrectionKind),
}

/// Writes a correction at the end of the file.
///
/// # Errors
/// When the name is none, is there already, or nobody is called so; and when a file cannot be read or written.
pub fn fix(folder: &Folder, wish: &FixWish) -> Result<Fixed, PipelineError> {
    let mut correction = wish.note.entry(CorrectionAction::Add);
    correction.value = Some(wish.name.trim().to_owned());
    // Names are tried before anything is looked up by them.
    correction.kind = Some(CorrectionKind::Agency);
    if let FixWord::AliasOf(of) = &wish.word {
        correction.action = CorrectionAction::Alias;
        correction.of = Some(of.trim().to_owned());
    }
    correction.check().map_err(PipelineError::Correction)?;
    let store = Store::open(folder.path(), Access::Read)?;
    let known = folder.read_corrections()?;
    match &wish.word {
        FixWord::AliasOf(of) => {
            let (kind, of) = organisation(&store, &known, of.trim())?;
            let meant = meant(kind, &of);
            if comparison_key(&wish.name) == comparison_key(&meant) {
                return Err(PipelineError::Correction(format!("{meant:?} is its own name already")));
            }
            correction.kind = Some(kind);
            correction.of = Some(of);
        }
        FixWord::Is(kind) => correction.kind = Some(*kind),
        FixWord::IsNot(kind) => {
            correction.kind = Some(*kind);
            correction.action = CorrectionAction::Drop;
        }
    }
    if let Some(place) = known.entries().iter().position(|one| one.says_the_same(&correction)) {
        return Err(PipelineError::Correction(format!("correction {} says so already", place + 1)));
    }
    let alone = alone(&correction)?;
    let mut articles = Vec::new();
    store.for_each_article(|article, facts| -> Result<(), PipelineError> {
        let mut mentions = facts.mentions.clone();
        alone.correct_names(&article, &mut mentions);
        if mentions != facts.mentions {
            articles.push(article.id);
        }
        Ok(())
    })?;
    let corrections = append(folder, &[correction])?;
    Ok(Fixed { corrections, articles, settled: Vec::new() })
}

/// Takes the correction of this number, from 1, out of the file.
///
/// # Errors
/// When there is none, its lines cannot be told from others, or a file cannot be read or written.
pub fn undo_fix(folder: &Folder, number: usize) -> Result<Fixed, PipelineError> {
    let store = Store::open(folder.path(), Access::Read)?;
    let taken = take_out(folder, number)?;
    let entry = &taken.correction;
    let mut fixed = Fixed::default();
    if entry.action.is_of_deal() {
        let others = entry.with.iter().filter_map(|other| event_at(other)).map(|(article, _)| article);
        for article in entry.article.as_deref().map(article_key).into_iter().chain(others) {
            fixed.settled.extend(articles_called(&store, &article)?);
        }
    } else if let Some(article) = &entry.article {
        fixed.articles = articles_called(&store, &article_key(article))?;
    } else {
        let alone = alone(entry)?;
        store.for_each_article(|article, facts| -> Result<(), PipelineError> {
            if alone.are_about(&article, &facts) {
                fixed.articles.push(article.id);
            }
            Ok(())
        })?;
    }
    fixed.corrections.push(taken);
    Ok(fixed)
}

/// The articles of the library that an entry names by this address or id.
pub(super) fn articles_called(store: &Store, key: &str) -> Result<Vec<ArticleId>, PipelineError> {
    let id = article_of(key);
    if store.article(&id)?.is_some() {
        return Ok(vec![id]);
    }
    let mut found = Vec::new();
    store.for_each_article(|article, _| -> Result<(), PipelineError> {
        if article.url.as_ref().is_some_and(|url| url.canonical().to_string() == key) {
            found.push(article.id);
        }
        Ok(())
    })?;
    Ok(found)
}

fn alone(correction: &Correction) -> Result<Corrections, PipelineError> {
    Corrections::of(vec![correction.clone()]).map_err(|error| PipelineError::Correction(error.to_string()))
}

/// The side of an organisation and how it is written in the file: its id in the lists, else its name in the library.
fn organisation(
    store: &Store,
    known: &Corrections,
    name: &str,
) -> Result<(CorrectionKind, String), PipelineError> {
    match called(name).as_slice() {
        [] => {}
        [one] => return Ok((one.kind, one.id.to_owned())),
        several => {
            let ids: Vec<&str> = several.iter().map(|Called { id, .. }| *id).take(MOST_NAMED).collect();
            let more = if several.len() > ids.len() { ", …" } else { "" };
            return Err(PipelineError::Correction(format!(
                "several organisations are called {name:?}: give the id of one ({}{more})",
                ids.join(", ")
            )));
        }
    }
    let key = comparison_key(name);
    // What the articles of the library call so: how many on each side, and as it is written there.
    let mut agencies = (0_u64, None);
    let mut vendors = (0_u64, None);
    store.for_each_article(|_, facts| -> Result<(), PipelineError> {
        for (list, found) in
            [(facts.mentions.agencies, &mut agencies), (facts.mentions.vendors, &mut vendors)]
        {
            if let Some(one) = list.into_iter().find(|one| comparison_key(&one.name) == key) {
                found.0 += 1;
                found.1.get_or_insert(one.name);
            }
        }
        Ok(())
    })?;
    let found = if agencies.0 > vendors.0 {
        agencies.1.map(|name| (CorrectionKind::Agency, name))
    } else {
        vendors.1.map(|name| (CorrectionKind::Vendor, name))
    };
    let added = || {
        let says = |one: &&Correction| {
            one.action == CorrectionAction::Add
                && one.value.as_deref().is_some_and(|value| comparison_key(value) == key)
        };
        let one = known.entries().iter().rfind(says)?;
        Some((one.kind?, one.value.clone()?))
    };
    found.or_else(added).ok_or_else(|| {
        PipelineError::Correction(format!(
            "nobody is called {name:?}, in the lists or in the library's articles; `fix vendor` and `fix agency` add a name"
        ))
    })
}
