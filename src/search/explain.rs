//! How a query was understood, and why each hit ranks where it does.

use serde::Serialize;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, Searcher};

use super::plan::Planned;
use super::query::NameKind;

/// How a part of a query was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Understood {
    /// A plain word.
    Word {
        /// As written.
        written: String,
        /// What stands for all its grammatical forms.
        stem: String,
        /// Whether it says nothing of the subject, and is passed over where other words stand beside it.
        is_function_word: bool,
    },
    /// Plain words that are a name.
    Name {
        /// As written.
        words: String,
        /// What it may stand for.
        things: Vec<(NameKind, String)>,
    },
    /// The value of a field that names somebody or something.
    Field {
        /// As written.
        name: String,
        /// What it stands for; none where no list knows it, so that it is looked for as text.
        things: Vec<(NameKind, String)>,
    },
    /// A word or phrase for which others of nearly the same meaning are looked for too.
    Related {
        /// As written, in lower case.
        written: String,
        /// The others.
        others: Vec<&'static str>,
    },
}

/// A part of a hit's score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScorePart {
    /// What it is for.
    pub what: String,
    /// How much it adds.
    pub score: f32,
}

/// What each part adds to the score of one article; those that add nothing are left out.
pub(super) fn score_parts(
    searcher: &Searcher,
    parts: &[(String, Planned)],
    address: DocAddress,
) -> tantivy::Result<Vec<ScorePart>> {
    let mut found = Vec::new();
    for (what, query) in parts {
        let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let mut scorer = weight.scorer(searcher.segment_reader(address.segment_ord), 1.0)?;
        if scorer.doc() <= address.doc_id && scorer.seek(address.doc_id) == address.doc_id {
            let score = scorer.score();
            if score > 0.0 {
                found.push(ScorePart { what: what.clone(), score });
            }
        }
    }
    Ok(found)
}
