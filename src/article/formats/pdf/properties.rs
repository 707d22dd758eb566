//! What a PDF says of itself: the document information dictionary (ISO 32000-1, 14.3.3).

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use hayro_interpret::hayro_syntax::metadata::Metadata;
use hayro_interpret::hayro_syntax::object::DateTime;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::paragraphs::SizedBlock;
use crate::article::authors;
use crate::article::body::BlockKind;
use crate::article::date::is_plausible;
use crate::article::formats::draft::Draft;
use crate::article::formats::{marks, wire};
use crate::article::page::clean;
use crate::article::published::{DateOrigin, Published};
use crate::base::PartialDate;

/// Title, author and time as the file has them.
pub(super) struct Properties {
    title: Option<String>,
    author: Option<String>,
    created: Option<DateTime>,
}

/// A title has at most this many bytes.
const LONGEST_TITLE: usize = 300;

impl Properties {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let text = |bytes: &Option<Box<[u8]>>| {
            bytes.as_deref().map(text_string).map(|text| clean(&text)).filter(|text| !text.is_empty())
        };
        Self {
            title: text(&metadata.title).filter(|title| is_title(title)),
            author: text(&metadata.author),
            created: metadata.creation_date,
        }
    }

    /// The blocks with a title: the file's own where the first page shows it, else the largest text there, else the
    /// file's own after all.
    pub(super) fn draft(&self, blocks: Vec<SizedBlock>, latest: Option<Date>) -> Draft {
        let mut draft = Draft::default();
        let squeezed = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let own = self.title.as_deref().map(|title| (title, squeezed(title)));
        let first_page = || blocks.iter().filter(|block| block.page == 0);
        let is_shown =
            own.as_ref().is_some_and(|(_, own)| first_page().any(|block| squeezed(&block.text) == *own));
        let largest = largest(&blocks);
        draft.title = if is_shown {
            own.map(|(title, _)| title.to_owned())
        } else {
            largest
                .and_then(|at| blocks.get(at))
                .map(|block| clean(&block.text))
                .or_else(|| own.map(|(title, _)| title.to_owned()))
                .or_else(|| first_line(&blocks, latest))
        };
        draft.authors = self.author.iter().filter(|author| is_person(author)).cloned().collect();
        draft.authors = authors::declared(&draft.authors);
        draft.blocks = blocks.into_iter().map(|block| (block.kind, block.text)).collect();
        draft
    }

    /// The day the file was made, where the text has none.
    pub(super) fn date(&self, draft: &mut Draft, latest: Option<Date>) {
        if draft.published.is_none() {
            draft.published = self.created.and_then(published).filter(|found| is_plausible(found, latest));
        }
    }
}

/// The block on the first page whose letters are much larger than the text's; of equals the first.
fn largest(blocks: &[SizedBlock]) -> Option<usize> {
    const LARGER: f64 = 1.14;
    let mut best: Option<(usize, f64)> = None;
    for (at, block) in blocks.iter().enumerate().take_while(|(_, block)| block.page == 0) {
        let words = block.text.split_whitespace().count();
        let may_be = block.kind != BlockKind::TableRow
            && words >= 3
            && block.text.len() <= LONGEST_TITLE
            && marks::mark(&block.text).is_none();
        if may_be && block.scale > LARGER && best.is_none_or(|(_, scale)| block.scale > scale * 1.03) {
            best = Some((at, block.scale));
        }
    }
    best.map(|(at, _)| at)
}

/// A short line at the head of the text that is no sentence, below what press releases begin with.
fn first_line(blocks: &[SizedBlock], latest: Option<Date>) -> Option<String> {
    const AMONG: usize = 6;
    let mut rest = Draft {
        blocks: blocks.iter().take(AMONG).map(|block| (block.kind, block.text.clone())).collect(),
        ..Draft::default()
    };
    wire::settle(&mut rest, latest);
    let is_headline = |text: &str| {
        text.split_whitespace().count() >= 4
            && text.len() <= LONGEST_TITLE
            && !text.ends_with(['.', ',', ';', ':'])
            && marks::dateline(text).is_none()
    };
    let may_stand_above = |text: &str| text.len() < 60;
    let mut above = rest.blocks.iter().take_while(|(_, text)| is_headline(text) || may_stand_above(text));
    let is_title = |kind: BlockKind| matches!(kind, BlockKind::Heading | BlockKind::Paragraph);
    above.find(|(kind, text)| is_title(*kind) && is_headline(text)).map(|(_, text)| text.clone())
}

/// Whether what a file calls its title is one: programs write file names and their own names there.
pub(crate) fn is_title(title: &str) -> bool {
    const NONE: &[&str] =
        &["untitled", "microsoft", "document", "press release", "slide 1", "powerpoint", "layout 1"];
    const ENDS: &[&str] =
        &[".doc", ".docx", ".pdf", ".indd", ".rtf", ".txt", ".dotx", ".odt", ".qxd", ".html", ".htm"];
    let lower = title.to_lowercase();
    title.len() <= LONGEST_TITLE
        && title.split_whitespace().count() >= 3
        && !NONE.iter().any(|none| lower.starts_with(none) && lower.split_whitespace().count() < 4)
        && !lower.starts_with("microsoft word")
        && !ENDS.iter().any(|end| lower.ends_with(end))
}

/// Whether an author is a person's name rather than a login or a program.
pub(crate) fn is_person(author: &str) -> bool {
    let words = author.split_whitespace().count();
    (2..=12).contains(&words)
        && !author.contains(['@', '\\', '_'])
        && !author.contains(|c: char| c.is_ascii_digit())
}

/// A text string: UTF-16 or UTF-8 by its mark, else an encoding near to Windows' (ISO 32000-1, 7.9.2.2).
fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        UTF_16BE.decode_without_bom_handling(rest).0.into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        UTF_16LE.decode_without_bom_handling(rest).0.into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    }
}

fn published(time: DateTime) -> Option<Published> {
    let year = i16::try_from(time.year).ok()?;
    let day = PartialDate::of_day(year, i8::try_from(time.month).ok()?, i8::try_from(time.day).ok()?)?;
    let mut published = Published::on(day, DateOrigin::FileProperties);
    let minutes = i32::from(time.utc_offset_minute);
    let hours = i32::from(time.utc_offset_hour) * 3600;
    let seconds = if hours < 0 { hours - minutes * 60 } else { hours + minutes * 60 };
    let clock = jiff::civil::Time::new(
        i8::try_from(time.hour).ok()?,
        i8::try_from(time.minute).ok()?,
        i8::try_from(time.second).ok()?,
        0,
    );
    if let (Ok(offset), Ok(clock)) = (Offset::from_seconds(seconds), clock) {
        published.offset_seconds = Some(seconds);
        published.instant = offset.to_timestamp(day.first_day().to_datetime(clock)).ok();
    }
    Some(published)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_programs_are_none() {
        for title in [
            "Microsoft Word - release final.docx",
            "release_final.pdf",
            "Untitled",
            "Press Release",
            "Slide 1",
        ] {
            assert!(!is_title(title), "{title}");
        }
        assert!(is_title("Army awards Acme an AI contract"));
        assert!(is_person("Jane Roe") && !is_person("jroe") && !is_person("jane.roe@army.example x"));
    }

    #[test]
    fn strings_and_times_are_read() {
        assert_eq!(text_string(b"\xfe\xff\0\xe9"), "é");
        assert_eq!(text_string(b"caf\xe9"), "café");
        let time = DateTime {
            year: 2026,
            month: 3,
            day: 3,
            hour: 9,
            minute: 30,
            second: 0,
            utc_offset_hour: -5,
            utc_offset_minute: 0,
        };
        let found = published(time).unwrap();
        assert_eq!(found.instant.unwrap().to_string(), "2026-03-03T14:30:00Z");
        assert_eq!(found.date.to_string(), "2026-03-03");
        assert_eq!(published(DateTime { month: 13, ..time }), None);
    }
}
