//! Appending records to the archive.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use crate::base::sha256_hex;
use crate::fetch::Fetched;
use crate::fetch::warc::{Location, WarcError};

/// A file that has grown to this is closed and a next one begun (the usual size of WARC files).
const ROLL_AT_BYTES: u64 = 1_000_000_000;
/// How far back from a file's end its last member is looked for.
const TAIL_BYTES: u64 = 64 * 1024 * 1024;
/// How every member of ours begins: gzip, deflate, no flags, no time, no extra flags, unknown system (RFC 1952).
const MEMBER_START: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

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
    /// whole and not full. `software` (name and version) goes into each file's first record.
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
        if let Some((_, name)) = writer.newest()? {
            let path = dir.join(&name);
            let file = OpenOptions::new().read(true).append(true).open(&path);
            let mut file = file.map_err(WarcError::io("open", &path))?;
            let length = whole_length(&mut file).map_err(WarcError::io("read", &path))?;
            writer.open = length.map(|length| OpenFile { name, file, length });
        }
        Ok(writer)
    }

    /// Appends an HTTP response. Its header block is made anew from what [`Fetched`] keeps, since the body was decoded.
    ///
    /// # Errors
    /// When the file cannot be written; nothing half-written is left then.
    pub fn append_response(&mut self, fetched: &Fetched) -> Result<Location, WarcError> {
        let mut block =
            format!("HTTP/1.1 {} {}\r\n", fetched.status, reason_phrase(fetched.status)).into_bytes();
        for (name, value) in [
            ("Content-Type", &fetched.content_type),
            ("ETag", &fetched.etag),
            ("Last-Modified", &fetched.last_modified),
            ("X-Robots-Tag", &fetched.robots_tag),
        ] {
            if let Some(value) = value {
                push_header(&mut block, name, value);
            }
        }
        push_header(&mut block, "Content-Length", &fetched.body.len().to_string());
        block.extend_from_slice(b"\r\n");
        block.extend_from_slice(&fetched.body);
        self.append(&Record {
            kind: "response",
            target_uri: Some(fetched.address.as_str()),
            content_type: "application/http; msgtype=response",
            block: &block,
            payload: &fetched.body,
            at: fetched.fetched_at,
        })
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
            payload: bytes,
            at,
        })
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
        let number = self.newest()?.map_or(1, |(number, _)| number.saturating_add(1));
        let name = format!("awardwire-{}-{number:05}.warc.gz", at.strftime("%Y%m%d"));
        let path = self.dir.join(&name);
        let file = OpenOptions::new().read(true).append(true).create_new(true).open(&path);
        let mut open = OpenFile { name, file: file.map_err(WarcError::io("make", &path))?, length: 0 };
        let about = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
            one_line(&self.software)
        );
        open.write(
            &self.dir,
            &Record {
                kind: "warcinfo",
                target_uri: None,
                content_type: "application/warc-fields",
                block: about.as_bytes(),
                payload: about.as_bytes(),
                at,
            },
        )?;
        Ok(open)
    }

    /// The file with the highest number.
    fn newest(&self) -> Result<Option<(u32, String)>, WarcError> {
        let mut newest = None;
        for entry in std::fs::read_dir(&self.dir).map_err(WarcError::io("list", &self.dir))? {
            let entry = entry.map_err(WarcError::io("list", &self.dir))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            newest = newest.max(number_of(&name).map(|number| (number, name)));
        }
        Ok(newest)
    }
}

impl OpenFile {
    /// Writes one member at the end.
    fn write(&mut self, dir: &Path, record: &Record) -> Result<Location, WarcError> {
        let path = dir.join(&self.name);
        let member = record.packed(&format!("{}\n{}", self.name, self.length));
        let member = member.map_err(WarcError::io("pack a record for", &path))?;
        self.file.write_all(&member).map_err(WarcError::io("write", &path))?;
        let location = Location { file: self.name.clone(), offset: self.length, length: member.len() as u64 };
        self.length += location.length;
        Ok(location)
    }
}

fn number_of(name: &str) -> Option<u32> {
    let middle = name.strip_prefix("awardwire-")?.strip_suffix(".warc.gz")?;
    middle.split_once('-')?.1.parse().ok()
}

/// The file's length, when it ends with a whole member of ours or is empty.
fn whole_length(file: &mut File) -> std::io::Result<Option<u64>> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail_start = length.saturating_sub(TAIL_BYTES);
    file.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut tail)?;
    let mut end = tail.len();
    // The same ten bytes may also stand inside a member, so earlier places are tried as well.
    while let Some(at) = tail.get(..end).and_then(last_member_start) {
        let mut rest = tail.get(at..).unwrap_or_default();
        let read_whole = std::io::copy(&mut GzDecoder::new(&mut rest), &mut std::io::sink()).is_ok();
        if read_whole {
            return Ok(rest.is_empty().then_some(length));
        }
        end = at;
    }
    Ok((length == 0).then_some(0))
}

fn last_member_start(bytes: &[u8]) -> Option<usize> {
    bytes.windows(MEMBER_START.len()).rposition(|window| window == MEMBER_START)
}

/// A record about to be written.
struct Record<'a> {
    kind: &'static str,
    target_uri: Option<&'a str>,
    content_type: &'a str,
    block: &'a [u8],
    payload: &'a [u8],
    at: Timestamp,
}

impl Record<'_> {
    /// The record as one gzip member. `seed` makes its id unlike that of an equal record elsewhere.
    fn packed(&self, seed: &str) -> std::io::Result<Vec<u8>> {
        let payload_digest = sha256_hex(self.payload);
        let date = self.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let id =
            record_id(&format!("{seed}\n{date}\n{}\n{payload_digest}", self.target_uri.unwrap_or_default()));
        let mut head = b"WARC/1.1\r\n".to_vec();
        push_header(&mut head, "WARC-Type", self.kind);
        push_header(&mut head, "WARC-Record-ID", &id);
        push_header(&mut head, "WARC-Date", &date);
        if let Some(uri) = self.target_uri {
            push_header(&mut head, "WARC-Target-URI", uri);
            push_header(&mut head, "WARC-Payload-Digest", &format!("sha256:{payload_digest}"));
        }
        push_header(&mut head, "Content-Type", self.content_type);
        push_header(&mut head, "Content-Length", &self.block.len().to_string());
        head.extend_from_slice(b"\r\n");
        let packed = Vec::with_capacity(self.block.len() / 3 + 1024);
        let mut gzip = flate2::GzBuilder::new().operating_system(255).write(packed, Compression::default());
        write_all(&mut gzip, &[&head, self.block, b"\r\n\r\n"])?;
        gzip.finish()
    }
}

fn write_all(gzip: &mut GzEncoder<Vec<u8>>, parts: &[&[u8]]) -> std::io::Result<()> {
    parts.iter().try_for_each(|part| gzip.write_all(part))
}

/// A UUID of version 8 (RFC 9562 section 5.8) from a hash, so that the same archive is written the same way twice.
fn record_id(seed: &str) -> String {
    let hash = sha256_hex(seed.as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!("<urn:uuid:{}-{}-8{}-8{}-{}>", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

fn push_header(block: &mut Vec<u8>, name: &str, value: &str) {
    block.extend_from_slice(format!("{name}: {}\r\n", one_line(value)).as_bytes());
}

/// A header value without what could begin another header.
fn one_line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        206 => "Partial Content",
        304 => "Not Modified",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::base::Address;
    use crate::fetch::warc::{WarcKind, read_at};

    fn fetched(path: &str, body: &[u8]) -> Fetched {
        let address = Address::parse("https://news.example/").unwrap().join(path).unwrap();
        Fetched {
            requested: address.clone(),
            address,
            status: 200,
            fetched_at: "2026-03-17T12:30:00Z".parse().unwrap(),
            content_type: Some("text/html; charset=utf-8".into()),
            etag: Some("\"a\"".into()),
            last_modified: None,
            robots_tag: Some("noarchive".into()),
            body: body.to_vec(),
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
                 sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\r\n\
                 Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
            ),
            "{text}"
        );
        let record = read_at(dir.path(), &place).unwrap();
        assert_eq!((record.kind, record.payload.as_slice()), (WarcKind::Resource, b"abc".as_slice()));
        assert_eq!(record.content_type.as_deref(), Some("text/plain"));
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
