//! The tables for spreadsheets have as many rows as the records beside them.

use std::io::BufReader;

use super::lines::Known;
use super::{BundlePart, Found};
use crate::bundle::{BundleError, BundleReader};

/// Compares each table with the records of its name.
pub(super) fn check(reader: &mut BundleReader, known: &Known, found: &mut Found) -> Result<(), BundleError> {
    for (name, part, records) in [
        ("claims.csv", BundlePart::Claims, known.rows.claims),
        ("events.csv", BundlePart::Events, known.rows.events),
        ("deals.csv", BundlePart::Deals, found.proofs.deals),
    ] {
        // A table that is not there is no fault: its list would say so.
        if !reader.names().contains(name) {
            continue;
        }
        let mut table = csv::Reader::from_reader(BufReader::new(reader.file(name)?));
        let mut row = csv::ByteRecord::new();
        let mut rows = 0;
        let read = loop {
            match table.read_byte_record(&mut row) {
                Ok(true) => rows += 1,
                Ok(false) => break true,
                Err(_) => break false,
            }
        };
        if !read || rows != records {
            found.fault(part, &format!("{name} has {rows} rows for {records} records"));
        }
    }
    Ok(())
}
