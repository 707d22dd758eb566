//! How well the reader does against labelled articles.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::article::{Article, read_record};
use crate::base::DealId;
use crate::deals::{DealEvent, settle_all};
use crate::events::{Corrections, Facts};
use crate::export::{Options, Record};
use crate::library::LibraryError;
use crate::pipeline::{
    Document, DocumentKind, ExtractOptions, InputError, read_document, read_document_whole,
    read_documents_in_order, read_in_order,
};
use crate::report::eval::{
    Calibration, Figures, GoldRecord, Misses, Prediction, SummaryFigures, SummaryMiss, calibration, score,
    score_summaries,
};

/// Figures by field, and what was missed and added in each article.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The figures.
    pub figures: Figures,
    /// The articles where something was missed or added.
    pub misses: Vec<Misses>,
    /// How far confidence says how often the reader is right.
    pub calibration: Calibration,
}

/// Reads every labelled article of a JSON lines file as `extract --deals` does, and scores what is found.
///
/// # Errors
/// When the file or a line of it cannot be read.
pub fn evaluate(path: &Path) -> Result<Evaluation, LibraryError> {
    let (gold, read) = labelled(path)?;
    let deals = deals_of(&read);
    let predictions: Vec<Prediction> = read
        .iter()
        .zip(&deals)
        .map(|((article, facts), deals)| Prediction::new(article, facts, deals))
        .collect();
    let (figures, misses) = score(&gold, &predictions);
    let calibration = calibration(&gold, &predictions);
    Ok(Evaluation { figures, misses, calibration })
}

/// Summarises every relevant labelled article of a JSON lines file, and asks what of its main event the summary says.
///
/// # Errors
/// When the file or a line of it cannot be read.
pub fn evaluate_summaries(path: &Path) -> Result<(SummaryFigures, Vec<SummaryMiss>), LibraryError> {
    let (gold, read) = labelled(path)?;
    Ok(score_summaries(&gold, &read))
}

/// Labels, and what is read in their articles.
type Labelled = (Vec<GoldRecord>, Vec<(Article, Facts)>);

/// The labels of a JSON lines file, and what is read in its articles.
fn labelled(path: &Path) -> Result<Labelled, LibraryError> {
    let place = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|error| LibraryError::Gold { place: place.clone(), reason: error.to_string() })?;
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    if lines.is_empty() {
        return Err(LibraryError::Gold { place, reason: "no labelled articles in it".to_owned() });
    }
    let at = |number: usize| format!("{place}:{number}");
    let mut gold = Vec::with_capacity(lines.len());
    for (number, line) in &lines {
        let record = GoldRecord::parse_line(line)
            .map_err(|error| LibraryError::Gold { place: at(*number), reason: error.to_string() })?;
        // The text may be missing even where the labels are right.
        read_record(line)
            .map_err(|error| LibraryError::Gold { place: at(*number), reason: error.to_string() })?;
        gold.push(record);
    }
    let corrections = Corrections::default();
    let mut read = Vec::with_capacity(lines.len());
    let documents = lines
        .iter()
        .map(|(number, line)| Document::new(at(*number), DocumentKind::Record, line.as_bytes().to_vec()));
    read_in_order(
        documents,
        |document| read_document(&document, &corrections),
        |result| {
            read.push(result);
            Ok::<(), LibraryError>(())
        },
    )?;
    Ok((gold, read.into_iter().flatten().collect()))
}

/// As [`crate::pipeline::extract`], but reads all input first and fills in the deal of each event; gives back how many
/// documents were read and how many could not be. What is less relevant than asked is no part of any deal.
///
/// # Errors
/// When `out` cannot be written to.
pub fn extract_with_deals(
    inputs: impl Iterator<Item = Result<Document, InputError>> + Send,
    asked: ExtractOptions,
    out: &mut dyn Write,
    complain: &mut dyn FnMut(&str),
) -> io::Result<(u64, u64)> {
    let corrections = Corrections::default();
    let mut read = Vec::new();
    let (mut documents, mut failed) = (0, 0);
    read_documents_in_order(
        inputs,
        |input| {
            let document = input.map_err(|error| error.to_string())?;
            let read = read_document_whole(&document, &corrections);
            read.map_err(|why| format!("{}: {why}", document.place)).map(|read| (document.place, read))
        },
        |result| {
            match result {
                Ok((place, contents)) => {
                    documents += u64::from(!contents.articles.is_empty());
                    failed += contents.refused.len() as u64;
                    contents.refused.iter().for_each(|why| complain(&format!("{place}: {why}")));
                    let kept = contents
                        .articles
                        .into_iter()
                        .filter(|(_, facts)| facts.relevance >= asked.min_relevance);
                    read.extend(kept);
                }
                Err(why) => {
                    complain(&why);
                    failed += 1;
                }
            }
            Ok::<(), io::Error>(())
        },
    )?;
    let options = Options { all_events: asked.all_events, ..Options::default() };
    let deals = deals_of(&read);
    for ((article, facts), deals) in read.iter().zip(&deals) {
        Record::new(article, facts, Some(deals), options).write_line(out)?;
    }
    Ok((documents, failed))
}

/// The deal of every event of these articles, settled among themselves.
fn deals_of(read: &[(Article, Facts)]) -> Vec<Vec<Option<DealId>>> {
    let mut told = Vec::new();
    for (article, facts) in read.iter().filter(|(_, facts)| facts.relevant) {
        told.extend(DealEvent::all_of(article, facts));
    }
    let deals = settle_all(told);
    let mut found: Vec<Vec<Option<DealId>>> =
        read.iter().map(|(_, facts)| vec![None; facts.events.len()]).collect();
    let places: std::collections::HashMap<_, _> =
        read.iter().enumerate().map(|(i, (a, _))| (&a.id, i)).collect();
    for deal in &deals {
        for event in &deal.events {
            if let Some(slot) =
                places.get(&event.article).and_then(|i| found[*i].get_mut(event.ordinal as usize))
            {
                *slot = Some(deal.id.clone());
            }
        }
    }
    found
}
