//! JSON Lines: one object a line.

use std::io::{self, Write};

use super::{Closing, DealRecord, Exporter, Item, Preface, safe_json};

/// Writes one JSON object a line.
pub(super) struct JsonLinesExporter;

impl Exporter for JsonLinesExporter {
    fn begin(&mut self, _: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(item, out)?;
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
    deals.iter().try_for_each(|deal| JsonLinesExporter.item(&Item::Deal(deal), out))
}
