//! JSON: one array, an object a line.

use std::io::{self, Write};

use super::{Closing, Exporter, Item, Preface, item};

/// Writes one JSON array.
#[derive(Default)]
pub(super) struct JsonExporter {
    is_begun: bool,
    is_sample: bool,
}

impl Exporter for JsonExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        (self.is_begun, self.is_sample) = (false, preface.sample);
        out.write_all(b"[")
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.is_begun { b",\n" } else { b"\n" })?;
        self.is_begun = true;
        item::write_json(item, self.is_sample, out)
    }

    fn end(&mut self, _: Closing, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}
