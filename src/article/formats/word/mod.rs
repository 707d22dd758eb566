//! Word's documents of today, `.docx` (ECMA-376, part 1 "WordprocessingML", part 2 "Open Packaging Conventions").
//!
//! - `package`: the parts of the ZIP archive, unpacked within limits;
//! - `markup`: XML, piece by piece;
//! - `document`: paragraphs, headings, lists and rows of tables;
//! - `properties`: title, author and time.

mod document;
mod markup;
mod package;
mod properties;

use jiff::civil::Date;

use crate::article::Refusal;
use crate::article::authors;
use crate::article::body::BlockKind;
use crate::article::date::is_plausible;
use crate::article::formats::draft::Draft;
use crate::article::formats::pdf::{is_person, is_title};
use crate::article::formats::{bad, marks, wire};
use crate::article::page::clean;

use document::{Paragraph, Role};
use package::{Package, PackageError};
use properties::Properties;

/// Reads a Word document.
pub(super) fn read(bytes: &[u8], latest: Option<Date>) -> Result<Draft, Refusal> {
    let mut package = Package::open(bytes).map_err(refusal)?;
    let main = package.main_part().map_err(refusal)?;
    let text = package.part(&main).map_err(refusal)?;
    let styles = package.sibling(&main, "styles.xml").unwrap_or_default();
    let paragraphs = document::paragraphs(&text, &styles);
    let properties =
        package.part(package::CORE_PROPERTIES).map(|text| Properties::of(&text)).unwrap_or_default();
    if paragraphs.is_empty() {
        return Err(bad("the Word document holds no text"));
    }
    Ok(draft(paragraphs, properties, latest))
}

fn refusal(error: PackageError) -> Refusal {
    bad(match error {
        PackageError::Damaged => "the Word document is damaged: open it in Word and save it anew",
        PackageError::NoDocument => {
            "a ZIP archive without a Word document in it: unpack it, or save the file as .docx or PDF"
        }
        PackageError::TooLarge => "the Word document unpacks to more than 64 MiB of text",
        PackageError::Encrypted => "the Word document is encrypted: save a copy without a password",
    })
}

fn draft(paragraphs: Vec<Paragraph>, properties: Properties, latest: Option<Date>) -> Draft {
    let mut draft = Draft { language: properties.language, ..Draft::default() };
    let titled = paragraphs.iter().find(|paragraph| paragraph.role == Role::Title);
    let heading = || headline(&paragraphs);
    let own = properties.title.filter(|title| is_title(title));
    draft.title = titled.or_else(heading).map(|paragraph| clean(&paragraph.text)).or(own);
    draft.blocks = paragraphs.into_iter().map(|paragraph| (paragraph.role.kind(), paragraph.text)).collect();
    wire::settle(&mut draft, latest);
    if draft.authors.is_empty() {
        let people: Vec<String> = properties.author.into_iter().filter(|author| is_person(author)).collect();
        draft.authors = authors::declared(&people);
    }
    if draft.published.is_none() {
        draft.published = properties.created.filter(|found| is_plausible(found, latest));
    }
    draft
}

/// The first heading, if no running text stands before it; else a short first paragraph.
fn headline(paragraphs: &[Paragraph]) -> Option<&Paragraph> {
    const LONGEST: usize = 200;
    let mut candidates = paragraphs.iter().filter(|p| marks::mark(&p.text).is_none());
    let first = candidates.next()?;
    let second = candidates.next();
    if first.role.kind() == BlockKind::Heading {
        return Some(first);
    }
    // The office's name, then the headline.
    if let Some(second) = second
        && second.role.kind() == BlockKind::Heading
        && first.text.len() < 60
    {
        return Some(second);
    }
    let is_short = first.text.len() <= LONGEST && !first.text.ends_with(['.', ',', ';', ':']);
    let is_followed = second.is_some_and(|second| second.text.len() > first.text.len());
    (is_short && is_followed && first.role == Role::Text && marks::dateline(&first.text).is_none())
        .then_some(first)
}
