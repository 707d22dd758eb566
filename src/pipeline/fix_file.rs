//! `corrections.toml` as the program changes it: blocks are put at its end or taken out, all else stays as the user wrote it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::base::ArticleId;
use crate::events::{
    Correction, CorrectionAction, CorrectionKind, Corrections, called, with_block, without_block,
};
use crate::pipeline::folder::io;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, Store};

/// How long it waits for another writer.
pub(super) const WAIT: Duration = Duration::from_secs(5);

/// Who says it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixNote {
    /// Who says so.
    pub author: Option<String>,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub reason: Option<String>,
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

/// Corrections that were written or taken back, and what has to be made anew by them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The corrections.
    pub corrections: Vec<NumberedCorrection>,
    /// The articles of the library to read again.
    pub articles: Vec<ArticleId>,
    /// The articles whose deals are to be settled again.
    pub settled: Vec<ArticleId>,
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

impl FixNote {
    /// The time as it is written into a file.
    pub(super) fn written_time(&self) -> String {
        self.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// An entry with this note on it, which says nothing more yet.
    pub(super) fn entry(&self, action: CorrectionAction) -> Correction {
        Correction {
            author: self.author.clone(),
            time: Some(self.written_time()),
            reason: self.reason.clone(),
            ..Correction::new(action)
        }
    }
}

/// Writes corrections at the end of the file.
///
/// # Errors
/// When one lacks something or is there already; and when a file cannot be read or written.
pub(super) fn append(
    folder: &Folder,
    entries: &[Correction],
) -> Result<Vec<NumberedCorrection>, PipelineError> {
    for entry in entries {
        entry.check().map_err(PipelineError::Correction)?;
    }
    let written = rewrite(folder, |text, known| {
        let mut longer = text.to_owned();
        for entry in entries {
            // Said again after something else was said, it counts again.
            let same = known.entries().iter().rposition(|one| one.says_the_same(entry));
            let is_last = |place: usize| {
                !known.entries()[place + 1..].iter().any(|later| is_on_one_thing(later, entry))
            };
            if let Some(place) = same.filter(|place| is_last(*place)) {
                return Err(PipelineError::Correction(format!("correction {} says so already", place + 1)));
            }
            longer = with_block(&longer, entry);
        }
        Ok(longer)
    })?;
    let first = written.entries().len() - entries.len();
    Ok(entries.iter().enumerate().map(|(place, one)| numbered(first + place, one.clone())).collect())
}

/// Whether both are about one fact, whatever they say of it.
fn is_on_one_thing(one: &Correction, other: &Correction) -> bool {
    (&one.article, &one.value, one.slot) == (&other.article, &other.value, other.slot)
}

/// Takes the correction of this number, from 1, out of the file.
///
/// # Errors
/// When there is none, its lines cannot be told from others, or a file cannot be read or written.
pub(super) fn take_out(folder: &Folder, number: usize) -> Result<NumberedCorrection, PipelineError> {
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
    let taken = taken.ok_or_else(|| PipelineError::Correction("there are no corrections".to_owned()))?;
    Ok(numbered(number - 1, taken))
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
        let text = change(&Folder::text(&path)?, &known)?;
        let changed = Corrections::parse(&text)
            .map_err(|error| PipelineError::Settings { path: path.clone(), message: error.to_string() })?;
        replace_text(path, &text)?;
        Ok(changed)
    })
}

/// Writes an editable file, whole or not at all: it is written beside the old one and takes its place. Where the user has
/// put a link there, the file that it leads to is changed.
pub(super) fn replace_text(path: PathBuf, text: &str) -> Result<(), PipelineError> {
    let target = fs::canonicalize(&path).unwrap_or(path);
    let beside = target.with_extension("toml.new");
    io(&beside, fs::write(&beside, text))?;
    io(&target, fs::rename(&beside, &target))
}

/// A correction as it is shown.
pub(super) fn numbered(place: usize, correction: Correction) -> NumberedCorrection {
    let meant = match (&correction.of, correction.kind) {
        (Some(of), Some(kind)) => Some(meant(kind, of)),
        _ => None,
    };
    NumberedCorrection { number: place + 1, correction, meant }
}

/// The canonical name of who is written so in the file.
pub(super) fn meant(kind: CorrectionKind, of: &str) -> String {
    let listed = called(of).into_iter().find(|one| one.kind == kind && one.id == of);
    listed.map_or_else(|| of.to_owned(), |one| one.name.to_owned())
}
