//! A workbook for spreadsheets (Office Open XML): typed cells, a sheet a kind, and one that says what the file is.
//!
//! Rows go to temporary files as they come, so memory stays the same however many there are. No cell is ever a formula:
//! what comes from outside is written as text. It must not know what the columns mean, beyond how wide they are best shown.

mod about;
mod cells;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;

use std::io::{self, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use self::about::About;
use self::sheet::Table;
use self::styles::Styles;
use super::{Closing, Exporter, Format, Item, Kind, Preface};

/// Of nine: more of it makes files of a hundred thousand rows little smaller and much slower to write.
const COMPRESSION: u8 = 3;

/// What Excel takes.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Rows of a sheet, its header among them.
    rows: u32,
    /// Links of a sheet.
    links: usize,
    /// UTF-16 units of a cell.
    letters: usize,
}

impl Limits {
    /// As Microsoft states them ("Excel specifications and limits"); of links 65,530.
    const EXCEL: Self = Self { rows: 1_048_576, links: 65_530, letters: 32_767 };
}

/// Writes a sheet for each kind of item, and one about the file.
pub(super) struct XlsxExporter {
    limits: Limits,
    book: Workbook,
    styles: Styles,
    tables: Vec<Table>,
    about: About,
}

impl Default for XlsxExporter {
    fn default() -> Self {
        Self::within(Limits::EXCEL)
    }
}

impl XlsxExporter {
    fn within(limits: Limits) -> Self {
        Self {
            limits,
            book: Workbook::new(),
            styles: Styles::default(),
            tables: Vec::new(),
            about: About::default(),
        }
    }

    fn fill(&mut self, item: &Item<'_>) -> Result<(), XlsxError> {
        match self.tables.iter_mut().find(|table| table.kind() == item.kind()) {
            Some(table) => table.add(&item.cells(), &mut self.book, &mut self.styles),
            None => Ok(()),
        }
    }

    fn finish(&mut self, closing: Closing) -> Result<(), XlsxError> {
        for table in &mut self.tables {
            table.finish(&mut self.book)?;
        }
        self.about.write(&self.tables, closing, &mut self.book, &self.styles)
    }
}

impl Exporter for XlsxExporter {
    fn begin(&mut self, preface: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        *self = Self::within(self.limits);
        self.about = About::new(preface);
        let properties = DocProperties::new().set_title(cells::fit(&preface.title(), 200).0);
        let (book, styles, limits) = (&mut self.book, &self.styles, self.limits);
        let mut kinds: Vec<Kind> = vec![preface.kind];
        kinds.extend(Format::Xlsx.companions(preface.kind));
        self.tables = guarded(|| {
            // The time of its making is that of the file's contents, not of the machine.
            book.set_properties(&properties.set_creation_datetime(&styles::serial(preface.made)?));
            book.set_zip_compression_level(COMPRESSION);
            kinds.into_iter().map(|kind| Table::begin(kind, limits, book, styles)).collect()
        })?;
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, _: &mut dyn Write) -> io::Result<()> {
        guarded(|| self.fill(item))
    }

    fn end(&mut self, closing: Closing, out: &mut dyn Write) -> io::Result<()> {
        // The target may be a pipe or a device; and the workbook's writer must be able to cross threads.
        let mut whole = tempfile::tempfile()?;
        guarded(|| {
            self.finish(closing)?;
            self.book.save_to_writer(io::BufWriter::new(&whole))
        })?;
        whole.rewind()?;
        io::copy(&mut whole, out)?;
        Ok(())
    }
}

/// Hands on an error of the workbook's writer, which panics where its own temporary files cannot be written.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| match error {
            XlsxError::IoError(error) => error,
            other => io::Error::other(format!("the workbook cannot be written: {other}")),
        }),
        Err(_) => Err(io::Error::other(
            "the workbook's temporary files cannot be written: make room in the folder for temporary files",
        )),
    }
}
