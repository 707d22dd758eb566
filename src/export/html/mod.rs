//! A report of deals as one page to hand over: charts, a table, and every figure with the sentence that says it.
//!
//! The page loads nothing and runs only the script that stands in it, by its digest; without script it is read whole all the same.
//! Sums must be known before the first line is written, so this format keeps its deals. What is not confirmed is marked and
//! in no headline sum. It must not know how sums are made.

mod charts;
mod page;
mod policy;
mod sources;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::{self, Write};

use self::page::Heading;
use super::deal_facts::PageProof;
use super::{Closing, Exporter, Item, Preface};
use crate::base::ArticleId;
use crate::deals::Deal;
use crate::report::Coverage;

/// Keeps the deals and writes the page at the end.
#[derive(Default)]
pub(super) struct HtmlExporter {
    heading: Heading,
    coverage: Coverage,
    deals: Vec<Deal>,
    proofs: HashMap<ArticleId, PageProof>,
}

impl Exporter for HtmlExporter {
    fn begin(&mut self, preface: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        *self = Self { heading: Heading::of(preface), coverage: preface.coverage.clone(), ..Self::default() };
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, _: &mut dyn Write) -> io::Result<()> {
        let Item::Deal(record) = item else { return Ok(()) };
        for source in &record.sources {
            if let Some(proof) = &source.proof {
                self.proofs.insert(source.article.clone(), proof.clone());
            }
        }
        self.deals.push(record.deal.clone());
        Ok(())
    }

    fn end(&mut self, closing: Closing, out: &mut dyn Write) -> io::Result<()> {
        page::write(self, closing, out)
    }
}
