//! JSON Lines: one object a line.

use std::io::{self, Write};

use super::{Closing, DealRecord, Exporter, Item, Preface, item};

/// Writes one JSON object a line.
#[derive(Default)]
pub(super) struct JsonLinesExporter {
    is_sample: bool,
}

impl Exporter for JsonLinesExporter {
    fn begin(&mut self, preface: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        self.is_sample = preface.sample;
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        item::write_json(item, self.is_sample, out)?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: Closing, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a list of deals, a line each.
///
/// # Errors
/// When `out` fails.
pub fn write_deals(deals: &[DealRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    deals.iter().try_for_each(|deal| JsonLinesExporter::default().item(&Item::Deal(deal), out))
}
