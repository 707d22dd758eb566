//! Open Contracting Data Standard 1.1: a release package with one release per deal (docs/ocds.md).
//!
//! - `release`: the parts of a release, as the schema names them.
//! - `mapping`: which facts of a deal go where, and which stage of a contracting process a deal has reached.
//! - `documents`: the articles as documents.
//!
//! Only confirmed events make a tender, award or contract, and only confirmed sums a value; what is doubtful is told in
//! words. This module must not know the library.

mod documents;
mod mapping;
mod release;

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use super::urn::urn;
use super::{Closing, Exporter, Item, Preface, moments, safe_json};

/// The version of the standard.
const VERSION: &str = "1.1";

/// Writes a release package, a release a line.
#[derive(Default)]
pub(super) struct OcdsExporter {
    made: Timestamp,
    has_releases: bool,
}

#[derive(Serialize)]
struct Publisher {
    name: &'static str,
}

/// What a package says of itself beyond the standard.
#[derive(Serialize)]
struct PackageNote<'a> {
    query: &'a str,
    sample: bool,
    statement: &'static str,
}

impl Exporter for OcdsExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.made = moments::to_second(preface.made);
        let note = PackageNote {
            query: preface.query,
            sample: preface.sample,
            statement: if preface.sample {
                "Made-up sample data."
            } else {
                "Read by a program from news and public records: no statement of a buyer."
            },
        };
        let name = format!("{} {}", self.made, preface.query);
        write!(out, "{{\"uri\":\"{}\",\"version\":\"{VERSION}\",", urn("ocds package", &name))?;
        write!(out, "\"publishedDate\":\"{}\",\"publisher\":", self.made)?;
        let name =
            if preface.sample { "a library of awardwire (sample data)" } else { "a library of awardwire" };
        safe_json::write(&Publisher { name }, out)?;
        out.write_all(b",\"awardwire\":")?;
        safe_json::write(&note, out)?;
        out.write_all(b",\"releases\":[")
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Item::Deal(deal) = item else { return Ok(()) };
        out.write_all(if self.has_releases { b",\n" } else { b"\n" })?;
        self.has_releases = true;
        safe_json::write(&mapping::release(deal, self.made)?, out)
    }

    fn end(&mut self, closing: Closing, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n],\"awardwire_omissions\":")?;
        safe_json::write(&closing.omissions(), out)?;
        out.write_all(b"}\n")
    }
}
