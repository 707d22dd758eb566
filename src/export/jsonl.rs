//! JSON Lines: one object a line.

use std::io::{self, Write};

use super::{Exporter, Item, Kind, safe_json};

/// Writes one JSON object a line.
pub(super) struct JsonLinesExporter;

impl Exporter for JsonLinesExporter {
    fn begin(&mut self, _: Kind, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(item, out)?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
