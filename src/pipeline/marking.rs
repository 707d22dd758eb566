//! Tags and notes: what they are on, by what lasts of it, and what goes by that in the library now.

use crate::article::Article;
use crate::base::{ArticleId, DealId, OrgId};
use crate::deals::{Deal, EventRef};
use crate::events::EventName;
use crate::notebook::{EntryKind, NotebookEntry, OrgSide, Target};
use crate::pipeline::applying::deal_of_event;
use crate::pipeline::fix_file::FixNote;
use crate::pipeline::fixing_deals::name_of;
use crate::pipeline::notebook_file::write;
use crate::pipeline::rulings::{article_of, written_article};
use crate::pipeline::{Folder, PipelineError, Written};
use crate::store::Store;

/// Something of the library that a tag or note is on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// An article.
    Article(ArticleId),
    /// A deal.
    Deal(DealId),
    /// A government body or supplier.
    Organisation(OrgSide, OrgId),
}

/// How a tag or note names an article.
pub fn target_of_article(article: &Article) -> Target {
    let url = article.url.as_ref().map(ToString::to_string);
    Target::Article(written_article(&article.id, url.as_deref()))
}

/// How a tag or note names a deal: by its first event, so that it stays with it when its id changes.
///
/// # Errors
/// When the deal is just being made anew, or the database fails.
pub fn target_of_deal(store: &Store, deal: &Deal) -> Result<Target, PipelineError> {
    let told = deal.anchor().ok_or_else(|| {
        PipelineError::Notebook(format!("the deal {} holds no event to name it by", deal.id))
    })?;
    let article = written_article(&told.article, told.url.as_deref());
    Ok(Target::Deal(article, name_of(store, told)?))
}

/// What the library has under this name; the error within says why nothing goes by it any more.
///
/// # Errors
/// When the database fails.
pub fn thing_of(store: &Store, target: &Target) -> Result<Result<Thing, String>, PipelineError> {
    let article = match target {
        Target::Organisation(side, id) => {
            return Ok(Ok(Thing::Organisation(*side, OrgId::from_stored(id.as_str()))));
        }
        Target::Article(key) | Target::Deal(key, _) => article_of(key),
    };
    if store.article(&article)?.is_none() {
        return Ok(Err("the library does not hold the article".to_owned()));
    }
    let Target::Deal(_, name) = target else { return Ok(Ok(Thing::Article(article))) };
    let events = store.events_of_article(&article)?;
    let places = EventName::parse(name)
        .map(|name| name.places(events.iter().map(|told| &told.event)))
        .unwrap_or_default();
    let told = match places.as_slice() {
        [one] => events.get(*one),
        [] => return Ok(Err("the article tells no such event any more".to_owned())),
        several => {
            let all = several.len();
            return Ok(Err(format!(
                "the article tells {all} such events now: which is meant cannot be told"
            )));
        }
    };
    let deal = told.map(|told| deal_of_event(store, &EventRef::of(told))).transpose()?.flatten();
    Ok(deal.map(Thing::Deal).ok_or_else(|| "the event is in no deal".to_owned()))
}

/// Puts tags on something.
///
/// # Errors
/// When a tag cannot be called so, or the file cannot be read or written.
pub fn add_tags(
    folder: &Folder,
    target: &Target,
    tags: &[String],
    note: &FixNote,
) -> Result<Written, PipelineError> {
    let entry = |tag: &String| {
        NotebookEntry { name: Some(tag.clone()), ..note.notebook_entry(EntryKind::Tag) }.on(target)
    };
    write(folder, &tags.iter().map(entry).collect::<Vec<_>>())
}

/// Puts a note on something.
///
/// # Errors
/// When the text is no line, or the file cannot be read or written.
pub fn add_note(
    folder: &Folder,
    target: &Target,
    text: &str,
    note: &FixNote,
) -> Result<Written, PipelineError> {
    let entry = NotebookEntry { value: Some(text.trim().to_owned()), ..note.notebook_entry(EntryKind::Note) };
    write(folder, &[entry.on(target)])
}
