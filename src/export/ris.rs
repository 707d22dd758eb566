//! RIS: tagged lines per article, for reference managers.

use std::io::{self, Write};

use super::citation::Citation;
use super::{Closing, Exporter, Item, Preface};
use crate::base::PartialDate;

/// Writes one reference an article.
#[derive(Default)]
pub(super) struct RisExporter {
    is_sample: bool,
}

impl Exporter for RisExporter {
    fn begin(&mut self, preface: &Preface<'_>, _: &mut dyn Write) -> io::Result<()> {
        self.is_sample = preface.sample;
        Ok(())
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        match item {
            Item::Article(record) => write_reference(&Citation::of(record, self.is_sample), out),
            _ => Ok(()),
        }
    }

    fn end(&mut self, _: Closing, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Every value stands on one line, so none can begin another tag.
fn write_reference(cited: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut tag = |name: &str, value: &str| write!(out, "{name}  - {value}\r\n");
    tag("TY", "ELEC")?;
    tag("ID", cited.key)?;
    tag("TI", &cited.title)?;
    for author in &cited.authors {
        tag("AU", author)?;
    }
    if let Some(publisher) = &cited.publisher {
        tag("T2", publisher)?;
        tag("PB", publisher)?;
    }
    if let Some(date) = cited.published {
        tag("PY", &format!("{:04}", date.year()))?;
        tag("DA", &slashed(date))?;
    }
    if let Some(url) = cited.url {
        tag("UR", url)?;
    }
    if let Some(day) = cited.accessed {
        tag("Y2", &slashed(day))?;
    }
    if let Some(language) = &cited.language {
        tag("LA", language)?;
    }
    tag("N1", &cited.note)?;
    tag("ER", "")?;
    out.write_all(b"\r\n")
}

/// `2025/07/14/`: year, month, day and a remark, of which what is not known stays empty.
fn slashed(date: PartialDate) -> String {
    let two = |part: Option<i8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year(), two(date.month()), two(date.day()))
}
