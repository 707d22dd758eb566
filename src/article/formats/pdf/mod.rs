//! PDF (ISO 32000): the text in reading order, from where its letters stand on the pages.
//!
//! A PDF has no paragraphs, and mostly no lines: only letters and their places. A kept library says which letters are
//! drawn where; from there on it is geometry:
//!
//! - `guard`: what a file may unpack to;
//! - `fragments`: letters to pieces of lines;
//! - `repeats`: running heads and feet, page numbers;
//! - `layout`: pieces of lines to lines, column after column, rows of tables with their cells;
//! - `paragraphs`: lines to paragraphs, headings and list items;
//! - `properties`: what the file says of itself.

mod fragments;
mod guard;
mod layout;
mod paragraphs;
mod properties;
mod repeats;

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};
use jiff::civil::Date;

use crate::article::Refusal;
use crate::article::formats::draft::Draft;
use crate::article::formats::{bad, wire};

use fragments::Canvas;
use guard::Harm;
use properties::Properties;
pub(super) use properties::{is_person, is_title};
use repeats::DrawnPage;

/// Pages after these are not read; a note says so.
const MOST_PAGES: usize = 500;
/// A file that takes longer than this is given up.
const LONGEST: Duration = Duration::from_mins(1);
/// The library follows nested objects by recursion.
const STACK_BYTES: usize = 32 << 20;

/// What was found on the pages.
struct Pages {
    drawn: Vec<DrawnPage>,
    properties: Properties,
    letters: u32,
    unknown: u32,
    has_pictures: bool,
    are_all: bool,
}

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], latest: Option<Date>) -> Result<Draft, Refusal> {
    let pages = pages_of(bytes)?;
    if pages.letters == 0 && pages.has_pictures {
        return Err(bad("the PDF holds pictures of pages, no text: have its text recognised (OCR) first"));
    }
    if pages.letters == 0 {
        return Err(bad("the PDF holds no text"));
    }
    if pages.unknown * 3 > pages.letters {
        return Err(bad(
            "the PDF does not say which letters its fonts draw: have its text recognised (OCR) first",
        ));
    }
    let text_size = repeats::size_of_text(&pages.drawn);
    let lines = repeats::without_repeats(pages.drawn).into_iter().map(layout::lines).collect();
    let blocks = paragraphs::blocks(lines, text_size);
    let mut draft = pages.properties.draft(blocks, latest);
    wire::settle(&mut draft, latest);
    pages.properties.date(&mut draft, latest);
    if !pages.are_all {
        draft.notes.push(format!("only the first {MOST_PAGES} pages were read"));
    }
    Ok(draft)
}

/// Opens the file in a thread of its own, so that neither depth nor time nor a fault of the library ends the run.
fn pages_of(bytes: &[u8]) -> Result<Pages, Refusal> {
    guard::before(bytes).map_err(harm)?;
    let bytes = bytes.to_vec();
    let (send, received) = sync_channel(1);
    let spawned = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        let _ = send.send(draw(bytes));
    });
    if spawned.is_err() {
        return Err(bad("the PDF could not be read: no thread for it"));
    }
    match received.recv_timeout(LONGEST) {
        Ok(pages) => pages,
        Err(RecvTimeoutError::Timeout) => Err(bad("the PDF takes too long to read: print it to a new PDF")),
        Err(RecvTimeoutError::Disconnected) => {
            Err(bad("the PDF is damaged, or draws without end: print it to a new PDF"))
        }
    }
}

fn harm(harm: Harm) -> Refusal {
    match harm {
        Harm::TooMuch => bad("the PDF unpacks to more than a document of text does: print it to a new PDF"),
        Harm::Encrypted => bad("the PDF is encrypted: save a copy without protection"),
    }
}

fn draw(bytes: Vec<u8>) -> Result<Pages, Refusal> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => harm(Harm::Encrypted),
        LoadPdfError::Invalid => bad("the PDF is damaged: print it to a new PDF"),
    })?;
    guard::after(&pdf).map_err(harm)?;
    let settings =
        InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let cache = InterpreterCache::new();
    let mut canvas = Canvas::default();
    let mut drawn = Vec::new();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        drawn.push(draw_page(page, &cache, &settings, &mut canvas));
    }
    Ok(Pages {
        drawn,
        properties: Properties::of(pdf.metadata()),
        letters: canvas.letters,
        unknown: canvas.unknown,
        has_pictures: canvas.pictures > 0,
        are_all: pdf.pages().len() <= MOST_PAGES,
    })
}

fn draw_page<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    canvas: &mut Canvas,
) -> DrawnPage {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let start = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(start, area, cache, page.xref(), settings.clone());
    interpret_page(page, &mut context, canvas);
    canvas.keep_within(area);
    DrawnPage { fragments: canvas.take_page(), height: f64::from(height) }
}
