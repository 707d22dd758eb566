//! The user's word on organisations, written into `corrections.toml` and taken back; what was read is left to a reread.

use std::fs;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::base::comparison_key;
use crate::events::{
    Called, Correction, CorrectionAction, CorrectionKind, Corrections, called, with_block, without_block,
};
use crate::pipeline::folder::io;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, Store};

/// How long it waits for another writer.
const WAIT: Duration = Duration::from_secs(5);
/// Organisations named where several go by one name.
const MOST_NAMED: usize = 5;

/// What the user says of a name, and who says it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixWish {
    /// What is so called, or is not.
    pub word: FixWord,
    /// The name.
    pub name: String,
    /// Who says so.
    pub author: Option<String>,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub reason: Option<String>,
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

/// A correction with its number in the file, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberedCorrection {
    /// Its number.
    pub number: usize,
    /// What it says.
    #[serde(flatten)]
    pub correction: Correction,
    /// With an alias, the canonical name of the organisation that is meant.
    pub meant: Option<String>,
}

/// A correction that was written or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The correction.
    pub correction: NumberedCorrection,
    /// How many articles of the library a reread would change by it; of one taken back, how many it is about.
    pub articles: u64,
}

/// Every correction of a library, numbered.
///
/// # Errors
/// When there is no library, or the file is not right.
pub fn corrections(folder: &Folder) -> Result<Vec<NumberedCorrection>, PipelineError> {
    Store::open(folder.path(), Access::Read)?;
    let corrections = folder.read_corrections()?;
    Ok(corrections.entries().iter().enumerate().map(|(place, one)| numbered(place, one.clone())).collect())
}

/// Writes a correction at the end of the file.
///
/// # Errors
/// When the name is none, is there already, or nobody is called so; and when a file cannot be read or written.
pub fn fix(folder: &Folder, wish: &FixWish) -> Result<Fixed, PipelineError> {
    let mut correction = Correction {
        value: Some(wish.name.trim().to_owned()),
        author: wish.author.clone(),
        time: Some(wish.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        reason: wish.reason.clone(),
        ..Correction::new(CorrectionAction::Add)
    };
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
    let mut articles = 0;
    store.for_each_article(|article, facts| -> Result<(), PipelineError> {
        let mut mentions = facts.mentions.clone();
        alone.correct_names(&article, &mut mentions);
        articles += u64::from(mentions != facts.mentions);
        Ok(())
    })?;
    let place = rewrite(folder, |text, _| Ok(with_block(text, &correction)))?.entries().len() - 1;
    Ok(Fixed { correction: numbered(place, correction), articles })
}

/// Takes the correction of this number, from 1, out of the file.
///
/// # Errors
/// When there is none, its lines cannot be told from others, or a file cannot be read or written.
pub fn undo_fix(folder: &Folder, number: usize) -> Result<Fixed, PipelineError> {
    let store = Store::open(folder.path(), Access::Read)?;
    let mut taken = None;
    rewrite(folder, |text, known| {
        let entries = known.entries();
        let Some(correction) = number.checked_sub(1).and_then(|place| entries.get(place)) else {
            return Err(PipelineError::Correction(match entries.len() {
                0 => "there are no corrections".to_owned(),
                all => format!("there is no correction {number}: `awardwire fix list` shows all {all}"),
            }));
        };
        let shorter = without_block(text, number - 1).filter(|text| {
            let rest = entries.iter().enumerate().filter(|(place, _)| place + 1 != number);
            Corrections::parse(text).is_ok_and(|found| rest.map(|(_, one)| one).eq(found.entries()))
        });
        taken = Some(correction.clone());
        shorter.ok_or_else(|| {
            PipelineError::Correction(format!(
                "the lines of correction {number} cannot be told from the others: take it out of {} by hand",
                folder.corrections().display()
            ))
        })
    })?;
    let Some(correction) = taken else {
        return Err(PipelineError::Correction("there are no corrections".to_owned()));
    };
    let alone = alone(&correction)?;
    let mut articles = 0;
    store.for_each_article(|article, facts| -> Result<(), PipelineError> {
        articles += u64::from(alone.are_about(&article, &facts));
        Ok(())
    })?;
    Ok(Fixed { correction: numbered(number - 1, correction), articles })
}

/// Changes the text of the file, no other writer being at it; gives back what it says now.
fn rewrite(
    folder: &Folder,
    change: impl FnOnce(&str, &Corrections) -> Result<String, PipelineError>,
) -> Result<Corrections, PipelineError> {
    let mut store = Store::open(folder.path(), Access::Write { wait: WAIT })?;
    store.name_task("awardwire fix");
    store.batch(|_| {
        let known = folder.read_corrections()?;
        let path = folder.corrections();
        let text = if path.exists() { io(&path, fs::read_to_string(&path))? } else { String::new() };
        let text = change(&text, &known)?;
        let changed = Corrections::parse(&text)
            .map_err(|error| PipelineError::Settings { path: path.clone(), message: error.to_string() })?;
        // Whole or not at all: the file is written beside the old one and takes its place. Where the user has put a
        // link there, the file that it leads to is changed.
        let target = fs::canonicalize(&path).unwrap_or(path);
        let beside = target.with_extension("toml.new");
        io(&beside, fs::write(&beside, text))?;
        io(&target, fs::rename(&beside, &target))?;
        Ok(changed)
    })
}

fn alone(correction: &Correction) -> Result<Corrections, PipelineError> {
    Corrections::of(vec![correction.clone()]).map_err(|error| PipelineError::Correction(error.to_string()))
}

fn numbered(place: usize, correction: Correction) -> NumberedCorrection {
    let meant = match (&correction.of, correction.kind) {
        (Some(of), Some(kind)) => Some(meant(kind, of)),
        _ => None,
    };
    NumberedCorrection { number: place + 1, correction, meant }
}

/// The canonical name of who is written so in the file.
fn meant(kind: CorrectionKind, of: &str) -> String {
    let listed = called(of).into_iter().find(|one| one.kind == kind && one.id == of);
    listed.map_or_else(|| of.to_owned(), |one| one.name.to_owned())
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
