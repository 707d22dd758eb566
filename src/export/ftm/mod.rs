//! FollowTheMoney: entities as JSON lines, for Aleph and what else reads them (docs/standards.md).
//!
//! - `entity`: one entity: its schema, its properties, its id.
//! - `deal`: a deal as contract, awards, organisations and what documents it.
//! - `article`: an article and whom it names.
//!
//! An entity that stands in several deals is written once. What is doubtful has "unconfirmed" as its status or summary,
//! and no amount. This module must not know the library.

mod article;
mod deal;
mod entity;

use std::collections::BTreeSet;
use std::io::{self, Write};

use entity::Entity;

use super::{Closing, Exporter, Item, Preface, safe_json};

/// Writes one entity a line. It remembers the ids of organisations and articles it has written.
#[derive(Default)]
pub(super) struct FtmExporter {
    written: BTreeSet<String>,
    is_sample: bool,
}

impl Exporter for FtmExporter {
    fn begin(&mut self, preface: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        self.is_sample = preface.sample;
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        match item {
            Item::Deal(told) => self.write(deal::entities(told), out),
            Item::Article(record) => self.write(article::entities(record), out),
            _ => Ok(()),
        }
    }

    fn end(&mut self, _: Closing, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl FtmExporter {
    fn write(&mut self, entities: Vec<Entity>, out: &mut dyn Write) -> io::Result<()> {
        for mut entity in entities {
            if entity.is_shared() && !self.written.insert(entity.id().to_owned()) {
                continue;
            }
            if self.is_sample {
                entity.mark_as_sample();
            }
            safe_json::write(&entity, out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
