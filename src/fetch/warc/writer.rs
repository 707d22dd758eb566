//! Appending records to the archive.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;
use jiff::Timestamp;

use crate::fetch::warc::record::{ASIDE_FIELD, Record, seed, warc_date};
use crate::fetch::warc::{Location, Revisited, WarcError, WarcRecord, former_name, http, read_at};
use crate::fetch::{Aside, AsideBody, AsideKind, Fetched};

/// A file that has grown to this is closed and a next one begun (the usual size of WARC files).
const ROLL_AT_BYTES: u64 = 1_000_000_000;
/// How far back from a file's end its last member is looked for.
const TAIL_BYTES: u64 = 64 * 1024 * 1024;
/// How every member of ours begins: gzip, deflate, no flags, no time, no extra flags, unknown system (RFC 1952).
const MEMBER_START: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// What came is what the archive has (ISO 28500 section 6.7.2).
const IDENTICAL_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
/// The server said so itself, by a 304 (section 6.7.3).
const SERVER_NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// Appends records to the files of one folder. There must be only one writer at a time.
#[derive(Debug)]
pub struct WarcWriter {
    dir: PathBuf,
    software: String,
    roll_at_bytes: u64,
    /// The file in hand; none before the first record and after a failed write.
    open: Option<OpenFile>,
}

#[derive(Debug)]
struct OpenFile {
    name: String,
    file: File,
    length: u64,
}

impl WarcWriter {
    /// A writer into this folder, which is made if it is not there. It goes on with the newest file when that one is
    /// whole, not full, and neither was nor is being written anew without some of its records. `software` (name and version) goes into each file's first record.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(dir: &Path, software: &str) -> Result<Self, WarcError> {
        Self::open_with(dir, software, ROLL_AT_BYTES)
    }

    fn open_with(dir: &Path, software: &str, roll_at_bytes: u64) -> Result<Self, WarcError> {
        std::fs::create_dir_all(dir).map_err(WarcError::io("make the folder", dir))?;
        let mut writer =
            Self { dir: dir.to_owned(), software: software.to_owned(), roll_at_bytes, open: None };
        if let Some(name) = writer.newest()?.and_then(Newest::into_unfinished) {
            let path = dir.join(&name);
            let file = OpenOptions::new().read(true).append(true).open(&path);
            let mut file = file.map_err(WarcError::io("open", &path))?;
            let length = whole_length(&mut file).map_err(WarcError::io("read", &path))?;
            writer.open = length.map(|length| OpenFile { name, file, length });
        }
        Ok(writer)
    }

    /// Appends an answer, and the request beside it where it is known (ISO 28500 section 6.3.3); gives back where the answer
    /// lies. The body is kept as it was decoded, so headers that tell how it was packed have `X-Crawler-` before their names.
    ///
    /// # Errors
    /// When the file cannot be written; nothing half-written is left then.
    pub fn append_response(&mut self, fetched: &Fetched) -> Result<Location, WarcError> {
        let block = http::response(fetched, Some(&fetched.body));
        let record = Record {
            content_type: http::RESPONSE,
            block: &block,
            payload: Some(&fetched.body),
            ..Record::of_exchange("response", fetched)
        };
        self.append_with_request(&record, fetched)
    }

    /// Appends an answer that is no page, as much of it as is kept, and the request beside it. It says what it is, so that
    /// nobody takes it for an article; what was left out is told (ISO 28500 section 5.13, `WARC-Truncated`).
    ///
    /// # Errors
    /// As [`WarcWriter::append_response`].
    pub fn append_aside(&mut self, aside: &Aside) -> Result<Location, WarcError> {
        let block = http::response(&aside.fetched, Some(aside.kept()));
        let mut record = Record {
            content_type: http::RESPONSE,
            block: &block,
            payload: Some(aside.kept()),
            ..Record::of_exchange("response", &aside.fetched)
        };
        record.fields.push((ASIDE_FIELD, aside.kind.as_str().to_owned()));
        match aside.body {
            AsideBody::Whole => {}
            AsideBody::Cut => record.fields.push(("WARC-Truncated", "length".to_owned())),
            AsideBody::Withheld => record.fields.push(("WARC-Truncated", "unspecified".to_owned())),
        }
        self.append_with_request(&record, &aside.fetched)
    }

    /// Appends that an answer was the same as one that is in the archive already: its head without its body, for what
    /// came unchanged as well as for a 304 (ISO 28500 section 6.7).
    ///
    /// # Errors
    /// As [`WarcWriter::append_response`].
    pub fn append_revisit(&mut self, fetched: &Fetched, known: &Revisited) -> Result<Location, WarcError> {
        self.revisit(fetched, known, None)
    }

    /// The same, of an answer that is no page.
    ///
    /// # Errors
    /// As [`WarcWriter::append_response`].
    pub fn append_aside_revisit(&mut self, aside: &Aside, known: &Revisited) -> Result<Location, WarcError> {
        self.revisit(&aside.fetched, known, Some(aside.kind))
    }

    fn revisit(
        &mut self,
        fetched: &Fetched,
        known: &Revisited,
        kind: Option<AsideKind>,
    ) -> Result<Location, WarcError> {
        let block = http::response(fetched, None);
        let profile = if fetched.is_unchanged() { SERVER_NOT_MODIFIED } else { IDENTICAL_PAYLOAD };
        let mut record =
            Record { content_type: http::RESPONSE, block: &block, ..Record::of_exchange("revisit", fetched) };
        record.fields.extend([
            ("WARC-Profile", profile.to_owned()),
            ("WARC-Refers-To-Target-URI", known.address.as_str().to_owned()),
            ("WARC-Refers-To-Date", warc_date(known.fetched_at)),
            ("WARC-Payload-Digest", format!("sha256:{}", known.content_sha256)),
        ]);
        record.fields.extend(kind.map(|kind| (ASIDE_FIELD, kind.as_str().to_owned())));
        self.append_with_request(&record, fetched)
    }

    fn append_with_request(&mut self, answer: &Record<'_>, fetched: &Fetched) -> Result<Location, WarcError> {
        let location = self.append(answer)?;
        if let Some(exchange) = &fetched.exchange {
            let block = http::request(&fetched.address, exchange);
            let answered = answer.id(&location.seed());
            let payload = (!exchange.form.is_empty()).then_some(exchange.form.as_slice());
            let mut record = Record {
                content_type: http::REQUEST,
                block: &block,
                payload,
                ..Record::of_exchange("request", fetched)
            };
            record.fields.push(("WARC-Concurrent-To", answered));
            self.append(&record)?;
        }
        Ok(location)
    }

    /// Appends a file or record that came without HTTP.
    ///
    /// # Errors
    /// As [`WarcWriter::append_response`].
    pub fn append_resource(
        &mut self,
        target_uri: &str,
        content_type: &str,
        bytes: &[u8],
        at: Timestamp,
    ) -> Result<Location, WarcError> {
        self.append(&Record {
            kind: "resource",
            target_uri: Some(target_uri),
            content_type,
            block: bytes,
            payload: Some(bytes),
            at,
            fields: Vec::new(),
        })
    }

    /// Reads a record of the folder, also one that was appended just now.
    ///
    /// # Errors
    /// When it cannot be read or is damaged.
    pub fn read_at(&self, location: &Location) -> Result<WarcRecord, WarcError> {
        read_at(&self.dir, location)
    }

    /// Makes what was appended outlast a loss of power.
    ///
    /// # Errors
    /// When the system cannot.
    pub fn sync(&mut self) -> Result<(), WarcError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let path = self.dir.join(&open.name);
        open.file.flush().and_then(|()| open.file.sync_data()).map_err(WarcError::io("save", &path))
    }

    fn append(&mut self, record: &Record) -> Result<Location, WarcError> {
        if self.open.as_ref().is_some_and(|open| open.length >= self.roll_at_bytes) {
            self.sync()?;
            self.open = None;
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.begin_file(record.at)?,
        };
        let written = open.write(&self.dir, record);
        // After a failed write that could not be taken back, the file is never touched again.
        if written.is_ok() || open.file.set_len(open.length).is_ok() {
            self.open = Some(open);
        }
        written
    }

    fn begin_file(&self, at: Timestamp) -> Result<OpenFile, WarcError> {
        let number = self.newest()?.map_or(1, |newest| newest.number.saturating_add(1));
        let name = format!("awardwire-{}-{number:05}.warc.gz", at.strftime("%Y%m%d"));
        let path = self.dir.join(&name);
        let file = OpenOptions::new().read(true).append(true).create_new(true).open(&path);
        let mut open = OpenFile { name, file: file.map_err(WarcError::io("make", &path))?, length: 0 };
        let about = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
            http::one_line(&self.software)
        );
        open.write(
            &self.dir,
            &Record {
                kind: "warcinfo",
                target_uri: None,
                content_type: "application/warc-fields",
                block: about.as_bytes(),
                payload: None,
                at,
                fields: Vec::new(),
            },
        )?;
        Ok(open)
    }

    /// The files with the highest number.
    fn newest(&self) -> Result<Option<Newest>, WarcError> {
        let mut newest: Option<Newest> = None;
        for entry in std::fs::read_dir(&self.dir).map_err(WarcError::io("list", &self.dir))? {
            let entry = entry.map_err(WarcError::io("list", &self.dir))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(number) = number_of(&name) else { continue };
            match &mut newest {
                Some(known) if known.number == number => known.names.push(name),
                Some(known) if known.number > number => {}
                _ => newest = Some(Newest { number, names: vec![name] }),
            }
        }
        Ok(newest)
    }
}

/// The files of one number: several while one is written anew, or after that was cut off.
struct Newest {
    number: u32,
    names: Vec<String>,
}

impl Newest {
    /// The name of the one that may be gone on with: a file that stands for itself.
    fn into_unfinished(self) -> Option<String> {
        let [name] = self.names.try_into().ok()?;
        former_name(&name).is_none().then_some(name)
    }
}

impl OpenFile {
    /// Writes one member at the end.
    fn write(&mut self, dir: &Path, record: &Record) -> Result<Location, WarcError> {
        let path = dir.join(&self.name);
        let member = record.packed(&seed(&self.name, self.length));
        let member = member.map_err(WarcError::io("pack a record for", &path))?;
        self.file.write_all(&member).map_err(WarcError::io("write", &path))?;
        let location = Location { file: self.name.clone(), offset: self.length, length: member.len() as u64 };
        self.length += location.length;
        Ok(location)
    }
}

fn number_of(name: &str) -> Option<u32> {
    let middle = name.strip_prefix("awardwire-")?.strip_suffix(".warc.gz")?;
    let number = middle.split_once('-')?.1;
    // One that was written anew has `.r1` behind its number.
    number.split_once('.').map_or(number, |(number, _)| number).parse().ok()
}

/// The file's length, when it ends with a whole member of ours or is empty.
fn whole_length(file: &mut File) -> std::io::Result<Option<u64>> {
    let length = file.seek(SeekFrom::End(0))?;
    // Most members are small, and this is done for every batch of pages.
    for tail_bytes in [TAIL_BYTES / 1024, TAIL_BYTES / 32, TAIL_BYTES] {
        file.seek(SeekFrom::Start(length.saturating_sub(tail_bytes)))?;
        let mut tail = Vec::new();
        file.take(tail_bytes).read_to_end(&mut tail)?;
        if let Some(is_whole) = ends_whole(&tail) {
            return Ok(is_whole.then_some(length));
        }
        if tail_bytes >= length {
            break;
        }
    }
    Ok((length == 0).then_some(0))
}

/// Whether the last member in the tail of a file reaches to its end and no further; `None` where no whole one is in it.
fn ends_whole(tail: &[u8]) -> Option<bool> {
    let mut end = tail.len();
    // The same ten bytes may also stand inside a member, so earlier places are tried as well.
    while let Some(at) = tail.get(..end).and_then(last_member_start) {
        let mut rest = tail.get(at..).unwrap_or_default();
        if std::io::copy(&mut GzDecoder::new(&mut rest), &mut std::io::sink()).is_ok() {
            return Some(rest.is_empty());
        }
        end = at;
    }
    None
}

fn last_member_start(bytes: &[u8]) -> Option<usize> {
    bytes.windows(MEMBER_START.len()).rposition(|window| window == MEMBER_START)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::base::Address;
    use crate::fetch::Exchange;
    use crate::fetch::warc::{WarcKind, read_at};

    fn fetched(path: &str, body: &[u8]) -> Fetched {
        let address = Address::parse("https://news.example/").unwrap().join(path).unwrap();
        Fetched {
            content_type: Some("text/html; charset=utf-8".into()),
            etag: Some("\"a\"".into()),
            robots_tag: Some("noarchive".into()),
            ..Fetched::new(address, "2026-03-17T12:30:00Z".parse().unwrap(), body)
        }
    }

    /// Bytes that do not compress, always the same.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn what_was_fetched_comes_back_the_same() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let pages = [fetched("/a", b"<p>one"), fetched("/b", &noise(70_000)), fetched("/c", b"")];
        let places: Vec<_> = pages.iter().map(|page| writer.append_response(page).unwrap()).collect();
        writer.sync().unwrap();
        assert_eq!(places[0].file, "awardwire-20260317-00001.warc.gz");
        for (page, place) in pages.iter().zip(&places).rev() {
            let record = read_at(dir.path(), place).unwrap();
            assert_eq!((record.kind, record.status), (WarcKind::Response, Some(200)));
            assert_eq!(record.into_fetched().as_ref(), Some(page));
        }
    }

    #[test]
    fn a_file_is_one_gzip_of_records_with_their_lengths() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let at = "2026-03-17T12:30:00.75Z".parse().unwrap();
        let place = writer.append_resource("file:///a.txt", "text/plain", b"abc", at).unwrap();
        let bytes = std::fs::read(dir.path().join(&place.file)).unwrap();
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        assert!(text.starts_with("WARC/1.1\r\nWARC-Type: warcinfo\r\n"), "{text}");
        assert!(
            text.ends_with(
                "WARC-Date: 2026-03-17T12:30:00Z\r\nWARC-Target-URI: file:///a.txt\r\nWARC-Payload-Digest: \
                 sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\r\nWARC-Block-Digest: \
                 sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\r\n\
                 Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
            ),
            "{text}"
        );
        let record = read_at(dir.path(), &place).unwrap();
        assert_eq!((record.kind, record.payload.as_slice()), (WarcKind::Resource, b"abc".as_slice()));
        assert_eq!(record.content_type.as_deref(), Some("text/plain"));
    }

    fn exchanged(path: &str, body: &[u8]) -> Fetched {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Fetched {
            exchange: Some(Box::new(Exchange {
                method: "GET".into(),
                sent: vec![pair("Host", "news.example"), pair("accept", "*/*\r\nX: y")],
                form: Vec::new(),
                received: vec![
                    pair("content-type", "text/html; charset=utf-8"),
                    pair("content-encoding", "gzip"),
                    pair("content-length", "17"),
                    pair("etag", "\"a\""),
                    pair("x-robots-tag", "noarchive"),
                ],
                protocol: "h2",
                ip: Some([93, 184, 216, 34].into()),
            })),
            ..fetched(path, body)
        }
    }

    /// All records of a folder's one file, unpacked.
    fn records(dir: &Path) -> Vec<String> {
        let file = std::fs::read_dir(dir).unwrap().next().unwrap().unwrap().path();
        let bytes = std::fs::read(file).unwrap();
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        text.split("WARC/1.1\r\n").skip(1).map(str::to_owned).collect()
    }

    fn field<'a>(record: &'a str, name: &str) -> &'a str {
        let mut lines = record.split("\r\n").take_while(|line| !line.is_empty());
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
    }

    #[test]
    fn request_and_answer_stand_beside_each_other() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let page = exchanged("/a?b", b"<p>one");
        let place = writer.append_response(&page).unwrap();
        let records = records(dir.path());
        let [_, response, request] = records.as_slice() else { panic!("{records:?}") };
        assert_eq!(field(request, "WARC-Type"), "request");
        assert_eq!(field(request, "WARC-Concurrent-To"), field(response, "WARC-Record-ID"));
        assert_eq!(field(response, "WARC-IP-Address"), "93.184.216.34");
        assert_eq!(field(response, "WARC-Protocol"), "h2");
        let head = "GET /a?b HTTP/1.1\r\nHost: news.example\r\naccept: */*  X: y\r\n\r\n";
        assert!(request.ends_with(&format!("{head}\r\n\r\n")), "{request}");
        assert_eq!(field(request, "Content-Length"), head.len().to_string());
        assert!(response.contains("X-Crawler-content-encoding: gzip\r\n"), "{response}");
        let read = read_at(dir.path(), &place).unwrap().into_fetched();
        assert_eq!(read, Some(Fetched { exchange: None, ..page }));
    }

    #[test]
    fn what_is_unchanged_is_noted_without_its_body() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let page = fetched("/a", b"<p>one");
        writer.append_response(&page).unwrap();
        let known = Revisited {
            address: page.address.clone(),
            fetched_at: page.fetched_at,
            content_sha256: crate::base::sha256_hex(&page.body),
        };
        let again = Fetched { fetched_at: "2026-03-18T12:30:00Z".parse().unwrap(), ..page };
        let unchanged = Fetched { status: 304, body: Vec::new(), ..again.clone() };
        let place = writer.append_revisit(&again, &known).unwrap();
        writer.append_revisit(&unchanged, &known).unwrap();
        assert_eq!(read_at(dir.path(), &place).unwrap().kind, WarcKind::Revisit);
        let records = records(dir.path());
        let [_, first, same, not_modified] = records.as_slice() else { panic!("{records:?}") };
        assert!(field(same, "WARC-Profile").ends_with("/identical-payload-digest"), "{same}");
        assert!(field(not_modified, "WARC-Profile").ends_with("/server-not-modified"), "{not_modified}");
        for revisit in [same, not_modified] {
            assert_eq!(field(revisit, "WARC-Payload-Digest"), field(first, "WARC-Payload-Digest"));
            assert_eq!(field(revisit, "WARC-Refers-To-Date"), "2026-03-17T12:30:00Z");
            assert_eq!(field(revisit, "WARC-Refers-To-Target-URI"), "https://news.example/a");
            assert!(!revisit.contains("<p>one"), "{revisit}");
        }
    }

    #[test]
    fn headers_from_outside_stay_on_their_line() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "a\r\nb").unwrap();
        let mut page = fetched("/a", b"body");
        page.content_type = Some("text/html\r\n\r\nWARC-Type: metadata".into());
        let place = writer.append_response(&page).unwrap();
        let record = read_at(dir.path(), &place).unwrap();
        assert_eq!(record.payload, b"body");
        assert_eq!(record.content_type.as_deref(), Some("text/html    WARC-Type: metadata"));
    }

    #[test]
    fn files_roll_over_and_writing_goes_on_in_the_newest() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open_with(dir.path(), "awardwire/1", 5_000).unwrap();
        let names: Vec<_> =
            (0..4).map(|_| writer.append_response(&fetched("/a", &noise(3_000))).unwrap().file).collect();
        assert_eq!(names[0], names[1]);
        assert_eq!(names[2], "awardwire-20260317-00002.warc.gz");
        drop(writer);
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        assert_eq!(writer.append_response(&fetched("/a", b"")).unwrap().file, names[2]);
    }

    #[test]
    fn a_killed_writer_loses_its_last_record_only() {
        for cut in [1, 9, 30, 600] {
            let dir = TempDir::new().unwrap();
            let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
            let first = writer.append_response(&fetched("/a", b"first")).unwrap();
            let last = writer.append_response(&fetched("/b", &noise(1_000))).unwrap();
            drop(writer);
            let path = dir.path().join(&last.file);
            let file = OpenOptions::new().write(true).open(&path).unwrap();
            file.set_len(last.offset + last.length - cut).unwrap();

            let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
            let next = writer.append_response(&fetched("/c", b"next")).unwrap();
            assert_eq!(next.file, "awardwire-20260317-00002.warc.gz", "cut by {cut}");
            assert_eq!(read_at(dir.path(), &first).unwrap().payload, b"first");
            assert_eq!(read_at(dir.path(), &next).unwrap().payload, b"next");
            assert!(matches!(read_at(dir.path(), &last), Err(WarcError::Broken { .. })), "cut by {cut}");
        }
    }
}
