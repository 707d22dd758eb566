//! Files, folders and lines that a user supplies, one document after the other.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::de::IgnoredAny;

use crate::article::{FileFormat, begins_as_html, foreign};
use crate::base::printable;
use crate::fetch::{Fetched, WarcRecord, WarcStream, WarcStreamError};

/// A document larger than this is refused.
const LARGEST_BYTES: u64 = 64 << 20;
/// Folders deeper than this are not entered (a link may lead back up).
const DEEPEST: usize = 32;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A page of HTML.
    Html,
    /// Plain text.
    Text,
    /// One JSON record with `text` or `html`.
    Record,
    /// A document, mail or saved page.
    File(FileFormat),
    /// A page as a server answered with it, from the archive of a crawler.
    Page,
}

/// One document of the user's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it stands: `news.jsonl:17`, `page.html`, `standard input`.
    pub place: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// For [`DocumentKind::Page`]: the answer without its body, which is in `bytes`.
    pub answer: Option<Box<Fetched>>,
}

impl Document {
    /// A document that no server answered with.
    pub fn new(place: String, kind: DocumentKind, bytes: Vec<u8>) -> Self {
        Self { place, kind, bytes, answer: None }
    }

    /// The answer that it came with, whole.
    pub(super) fn fetched(&self) -> Option<Fetched> {
        let answer = self.answer.as_deref()?;
        Some(Fetched { body: self.bytes.clone(), ..answer.clone() })
    }
}

/// Why a document could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file cannot be opened or read.
    #[error("{place}: {source}")]
    Io {
        /// The file.
        place: String,
        /// The system's answer.
        source: io::Error,
    },
    /// It is no format that is read.
    #[error(
        "{0}: not text (awardwire reads HTML, plain text, JSON lines, PDF, .docx, .eml, .mhtml, .webarchive and .warc)"
    )]
    Binary(String),
    /// It is of a format that is not read.
    #[error("{place}: {what}")]
    Foreign {
        /// The file.
        place: String,
        /// What it is, and what to do.
        what: &'static str,
    },
    /// A record of a crawler's archive cannot be read.
    #[error("{place}: {source}")]
    Archive {
        /// The file.
        place: String,
        /// Why.
        source: WarcStreamError,
    },
    /// It holds nothing.
    #[error("{0}: empty")]
    Empty(String),
    /// It is larger than any article.
    #[error("{0}: larger than {limit} MiB", limit = LARGEST_BYTES >> 20)]
    TooLarge(String),
}

type Item = Result<Document, InputError>;

/// The documents of `path`: a file, a folder with everything below it in order of name, or `-` for standard input.
/// Read one at a time; what cannot be read is an item of its own.
pub fn documents(path: &Path) -> Box<dyn Iterator<Item = Item> + Send> {
    if path == Path::new("-") {
        return of_stream("standard input".to_owned(), Box::new(io::stdin()), None);
    }
    let mut files = Vec::new();
    let walked = if path.is_dir() {
        walk(path, 0, &mut files)
    } else {
        files.push(path.to_owned());
        Ok(())
    };
    let failed = walked.err().map(Err);
    Box::new(files.into_iter().flat_map(|file| of_file(&file)).chain(failed))
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), InputError> {
    let fail = |source| InputError::Io { place: folder.display().to_string(), source };
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(fail)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(fail)?;
    entries.sort();
    for entry in entries {
        let is_hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden {
            continue;
        }
        if entry.is_dir() {
            if depth < DEEPEST {
                walk(&entry, depth + 1, files)?;
            }
        } else if extension(&entry).is_some() {
            files.push(entry);
        }
    }
    Ok(())
}

/// The kind that a file's name tells; in a folder, files of other names are passed over.
fn extension(path: &Path) -> Option<Extension> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "html" | "htm" | "xhtml" => Some(Extension::Html),
        "txt" | "text" | "md" => Some(Extension::Text),
        "jsonl" | "ndjson" | "json" => Some(Extension::Records),
        "warc" => Some(Extension::Archive),
        end => FileFormat::of_extension(end).map(Extension::File),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extension {
    Html,
    Text,
    Records,
    /// A WARC file.
    Archive,
    File(FileFormat),
}

fn of_file(path: &Path) -> Box<dyn Iterator<Item = Item> + Send> {
    let place = path.display().to_string();
    match File::open(path) {
        Ok(file) => {
            let is_packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
            let stream: Box<dyn Read + Send> =
                if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
            of_stream(place, stream, extension(path))
        }
        Err(source) => Box::new(std::iter::once(Err(InputError::Io { place, source }))),
    }
}

/// Documents of a stream. Its first bytes say what it is; where they do not, its name does.
fn of_stream(
    place: String,
    stream: Box<dyn Read + Send>,
    extension: Option<Extension>,
) -> Box<dyn Iterator<Item = Item> + Send> {
    let mut reader = BufReader::with_capacity(1 << 16, stream);
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(source) => return Box::new(std::iter::once(Err(InputError::Io { place, source }))),
    };
    if let Some(what) = foreign(head) {
        return Box::new(std::iter::once(Err(InputError::Foreign { place, what })));
    }
    let kind = match told(head, extension) {
        Extension::Records => {
            return Box::new(Lines { reader, place, number: 0, ended: false, has_begun: false });
        }
        Extension::Archive => return Box::new(pages_of(reader, place)),
        Extension::Html => DocumentKind::Html,
        Extension::Text => DocumentKind::Text,
        Extension::File(format) => DocumentKind::File(format),
    };
    Box::new(std::iter::once_with(move || whole(reader, place, kind)))
}

/// What the first bytes tell for certain; else what the name says; else what the first bytes look like.
fn told(head: &[u8], named: Option<Extension>) -> Extension {
    if head.starts_with(b"WARC/") {
        return Extension::Archive;
    }
    let is_record = named == Some(Extension::Records);
    if let Some(format) = FileFormat::of_content(head).filter(|_| !is_record) {
        return Extension::File(named_otherwise(format, named));
    }
    if begins_as_html(head) && !is_record {
        return Extension::Html;
    }
    named.unwrap_or_else(|| sniff(head))
}

/// Mails and saved pages begin alike; between these the name decides.
fn named_otherwise(format: FileFormat, named: Option<Extension>) -> FileFormat {
    let alike = [FileFormat::Mail, FileFormat::SavedPage];
    match named {
        Some(Extension::File(name)) if alike.contains(&format) && alike.contains(&name) => name,
        _ => format,
    }
}

fn sniff(head: &[u8]) -> Extension {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut signs = text.iter().filter(|b| !b.is_ascii_whitespace());
    match (signs.next(), signs.next()) {
        // A list of records is no JSON lines; read as such, it is told what to write instead.
        (Some(b'{'), _) | (Some(b'['), Some(b'{')) => Extension::Records,
        (Some(b'<'), _) => Extension::Html,
        _ => Extension::Text,
    }
}

fn whole(reader: impl Read, place: String, kind: DocumentKind) -> Item {
    let mut bytes = Vec::new();
    match reader.take(LARGEST_BYTES + 1).read_to_end(&mut bytes) {
        Err(source) => Err(InputError::Io { place, source }),
        Ok(_) if bytes.len() as u64 > LARGEST_BYTES => Err(InputError::TooLarge(place)),
        Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => Err(InputError::Empty(place)),
        Ok(_) if !matches!(kind, DocumentKind::File(_)) && is_binary(&bytes) => {
            Err(InputError::Binary(place))
        }
        Ok(_) => Ok(Document::new(place, kind, bytes)),
    }
}

/// Zero bytes in the first kilobytes of what is no UTF-16 (WHATWG MIME sniffing, section 7.2, shortened).
fn is_binary(bytes: &[u8]) -> bool {
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    !is_utf16 && bytes.iter().take(4096).any(|b| matches!(b, 0 | 0x01..=0x06 | 0x0e..=0x1a))
}

/// The pages in a WARC file; records without one are passed over, and so are pictures, scripts and the like.
fn pages_of(reader: impl BufRead, place: String) -> impl Iterator<Item = Item> {
    WarcStream::new(reader).filter_map(move |record| match record.and_then(WarcRecord::into_page) {
        Ok(page) => page.filter(may_be_read).map(|mut answer| {
            let place = format!("{place} ({})", printable(answer.address.as_str()));
            let bytes = std::mem::take(&mut answer.body);
            Ok(Document { place, kind: DocumentKind::Page, bytes, answer: Some(Box::new(answer)) })
        }),
        Err(source) => Some(Err(InputError::Archive { place: place.clone(), source })),
    })
}

/// Whether a page is of a type that is read, or of none that is told, and not for crawlers.
fn may_be_read(page: &Fetched) -> bool {
    let path = page.address.path_and_query();
    if path == "/robots.txt" || path.starts_with("/.well-known/") {
        return false;
    }
    let told = page.content_type.as_deref().map(|name| name.split(';').next().unwrap_or_default().trim());
    told.is_none_or(|name| {
        let is_text = ["html", "text/plain"].iter().any(|part| name.to_ascii_lowercase().contains(part));
        is_text || FileFormat::of_media_type(name).is_some()
    })
}

/// JSON lines: one record a line, blank lines passed over. A file with one record over many lines is taken whole.
struct Lines {
    reader: BufReader<Box<dyn Read + Send>>,
    place: String,
    number: usize,
    ended: bool,
    /// Whether a line that is not blank was read.
    has_begun: bool,
}

impl Lines {
    /// The next line with its end; empty at the end of the file.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.reader).take(LARGEST_BYTES + 1).read_until(b'\n', &mut bytes)?;
        Ok(bytes)
    }

    /// A line that only begins a JSON value, with all that follows, if together they are one value; else what follows is
    /// put back, and the line stands alone.
    fn whole(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let is_begun =
            serde_json::from_slice::<IgnoredAny>(unmarked(line)).is_err_and(|error| error.is_eof());
        if !is_begun {
            return Ok(false);
        }
        let mut rest = Vec::new();
        let most = LARGEST_BYTES.saturating_sub(line.len() as u64);
        (&mut self.reader).take(most + 1).read_to_end(&mut rest)?;
        let length = line.len();
        line.extend_from_slice(&rest);
        // The two opening brackets alone say that more belongs to them, whether that is right or not.
        let opening = unmarked(line.get(..length).unwrap_or_default()).trim_ascii();
        if matches!(opening, b"{" | b"[") || serde_json::from_slice::<IgnoredAny>(unmarked(line)).is_ok() {
            return Ok(true);
        }
        line.truncate(length);
        let after = std::mem::replace(&mut self.reader, BufReader::new(Box::new(io::empty())));
        self.reader = BufReader::new(Box::new(io::Cursor::new(rest).chain(after)));
        Ok(false)
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let line = self.line();
            self.number += 1;
            let place = format!("{}:{}", self.place, self.number);
            let mut bytes = match line {
                Ok(bytes) => bytes,
                Err(source) => {
                    self.ended = true;
                    return Some(Err(InputError::Io { place: self.place.clone(), source }));
                }
            };
            if bytes.is_empty() {
                self.ended = true;
                let was_empty = self.number == 1;
                return was_empty.then(|| Err(InputError::Empty(self.place.clone())));
            }
            let is_blank = bytes.iter().all(u8::is_ascii_whitespace);
            if !is_blank && !std::mem::replace(&mut self.has_begun, true) {
                match self.whole(&mut bytes) {
                    Ok(is_whole) => self.ended = is_whole,
                    Err(source) => {
                        self.ended = true;
                        return Some(Err(InputError::Io { place, source }));
                    }
                }
            }
            if bytes.len() as u64 > LARGEST_BYTES {
                self.ended = true;
                return Some(Err(InputError::TooLarge(place)));
            }
            if !is_blank {
                return Some(Ok(Document::new(place, DocumentKind::Record, bytes)));
            }
        }
        None
    }
}

/// Without the mark that some put before UTF-8.
fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(name: &str, bytes: &[u8]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        documents(&path)
            .map(|item| match item {
                Ok(document) => format!("{:?} {}", document.kind, document.bytes.len()),
                Err(error) => error.to_string().replace(&format!("{}/", folder.path().display()), ""),
            })
            .collect()
    }

    #[test]
    fn every_input_is_a_document_or_a_clear_line() {
        assert_eq!(kinds("a.html", b"<p>x"), ["Html 4"]);
        assert_eq!(kinds("a.dat", b"  {\"text\": 1}\n\n{}\n"), ["Record 14", "Record 3"]);
        assert_eq!(kinds("a.json", b"{\n \"text\": \"x\"\n}\n"), ["Record 17"]);
        assert_eq!(kinds("a.json", b"\n{\"text\":\n \"x\"}\n"), ["Record 15"]);
        assert_eq!(kinds("a.json", b"[{\"ocid\": 1},\n {}]"), ["Record 18"]);
        assert_eq!(kinds("a.json", b"\xef\xbb\xbf{\"text\":\n \"x\"}\n"), ["Record 18"]);
        // A broken line hides none of those after it.
        assert_eq!(kinds("a.jsonl", b"{\"text\": \n{}\n\n{}"), ["Record 10", "Record 3", "Record 2"]);
        assert_eq!(
            kinds("a.txt", b"\0\x01\x02"),
            [
                "a.txt: not text (awardwire reads HTML, plain text, JSON lines, PDF, .docx, .eml, .mhtml, .webarchive and .warc)"
            ]
        );
        assert_eq!(kinds("a.txt", b"%PDF-1.7\n\0"), ["File(Pdf) 10"]);
        assert_eq!(kinds("a.txt", b"<!DOCTYPE html><p>"), ["Html 18"]);
        assert_eq!(kinds("a.eml", b"PK\x03\x04"), ["File(Word) 4"]);
        assert_eq!(kinds("a.pdf", b"no PDF at all"), ["File(Pdf) 13"]);
        assert_eq!(kinds("a.dat", b"MIME-Version: 1.0\nSubject: x\n\nText"), ["File(Mail) 34"]);
        assert_eq!(
            kinds("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ["a.doc: an old Word or Office file; save it as .docx or PDF"]
        );
        assert_eq!(kinds("a.txt", b" \n"), ["a.txt: empty"]);
        assert_eq!(kinds("a.jsonl", b""), ["a.jsonl: empty"]);
    }
}
