//! Facts of documents as records, streaming, without a library.

use std::io::{self, Write};

use crate::events::Corrections;
use crate::export::{Options, Record};
use crate::pipeline::inputs::{Document, InputError};
use crate::pipeline::reading::{read_document, read_in_order};

/// What is asked of an extraction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExtractOptions {
    /// Keep the events of articles that are not relevant.
    pub all_events: bool,
    /// Leave out articles that are less relevant than this, from 0 to 1.
    pub min_relevance: f32,
}

/// Writes one JSON record a line for every document, in the order of the input; gives back how many were read and how
/// many could not be. `complain` hears of each of these.
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
    read_in_order(
        inputs,
        |input| -> Result<Vec<u8>, String> {
            let document = input.map_err(|error| error.to_string())?;
            let (article, facts) =
                read_document(&document, &corrections).map_err(|why| format!("{}: {why}", document.place))?;
            if facts.relevance < asked.min_relevance {
                return Ok(Vec::new());
            }
            let mut line = Vec::with_capacity(4096);
            Record::new(&article, &facts, None, options)
                .write_line(&mut line)
                .map_err(|error| error.to_string())?;
            Ok(line)
        },
        |result| {
            match result {
                Ok(line) => {
                    out.write_all(&line)?;
                    read += 1;
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
