//! Facts of documents as records, streaming, without a library.

use std::io::{self, Write};

use crate::events::Corrections;
use crate::export::{Options, Record};
use crate::pipeline::inputs::{Document, InputError};
use crate::pipeline::reading::{read_document_whole, read_documents_in_order};

/// What is asked of an extraction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExtractOptions {
    /// Keep the events of articles that are not relevant.
    pub all_events: bool,
    /// Leave out articles that are less relevant than this, from 0 to 1.
    pub min_relevance: f32,
}

/// Writes one JSON record a line for every article, in the order of the input; gives back how many documents were read and
/// how many could not be. `complain` hears of each of these.
///
/// # Errors
/// When `out` cannot be written to.
pub fn extract(
    inputs: impl Iterator<Item = Result<Document, InputError>> + Send,
    asked: ExtractOptions,
    out: &mut dyn Write,
    complain: &mut dyn FnMut(&str),
) -> io::Result<(u64, u64)> {
    let corrections = Corrections::default();
    let options = Options { all_events: asked.all_events, ..Options::default() };
    let (mut read, mut failed) = (0, 0);
    read_documents_in_order(
        inputs,
        |input| -> Result<(Vec<u8>, Vec<String>, bool), String> {
            let document = input.map_err(|error| error.to_string())?;
            let read = read_document_whole(&document, &corrections)
                .map_err(|why| format!("{}: {why}", document.place))?;
            let mut lines = Vec::with_capacity(4096);
            for (article, facts) in
                read.articles.iter().filter(|(_, facts)| facts.relevance >= asked.min_relevance)
            {
                Record::new(article, facts, None, options)
                    .write_line(&mut lines)
                    .map_err(|error| error.to_string())?;
            }
            let refused = read.refused.iter().map(|why| format!("{}: {why}", document.place)).collect();
            Ok((lines, refused, read.articles.is_empty()))
        },
        |result| {
            match result {
                Ok((lines, refused, are_none)) => {
                    out.write_all(&lines)?;
                    read += u64::from(!are_none);
                    failed += refused.len() as u64;
                    for why in &refused {
                        complain(why);
                    }
                }
                Err(why) => {
                    complain(&why);
                    failed += 1;
                }
            }
            Ok::<(), io::Error>(())
        },
    )?;
    Ok((read, failed))
}
