//! The records of a WARC file of any maker, one after the other (Common Crawl's, warcio's, Wget's, Heritrix's).

use std::io::{self, BufRead, Read};

use crate::fetch::Fetched;
use crate::fetch::unpack::{UnpackError, unpack};
use crate::fetch::warc::reader::parse;
use crate::fetch::warc::{WarcKind, WarcRecord};

/// A record's own header may be so long.
const LONGEST_HEAD: usize = 64 << 10;
/// A record with more in it is passed over.
const LARGEST_BLOCK: u64 = 64 << 20;

/// What is wrong with one record, or with all that follows.
#[derive(Debug, thiserror::Error)]
pub enum WarcStreamError {
    /// The file could not be read on.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// What comes is no record, so nothing after it can be found.
    #[error("what follows is no WARC record")]
    NotWarc,
    /// One record is no good; the next one may be.
    #[error("a damaged record: {0}")]
    Broken(&'static str),
    /// One record is larger than any page.
    #[error("a record of {0} bytes is passed over")]
    TooLarge(u64),
    /// A body is not packed as its headers say.
    #[error("{url}: {reason}")]
    Packed {
        /// Of which page.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads the records of an unpacked WARC file. It ends at the end of the file, and after an error from which it cannot go on.
#[derive(Debug)]
pub struct WarcStream<R> {
    reader: R,
    has_ended: bool,
}

impl<R: BufRead> WarcStream<R> {
    /// The records of this file, which is not packed any more.
    pub fn new(reader: R) -> Self {
        Self { reader, has_ended: false }
    }

    fn read(&mut self) -> Result<Option<WarcRecord>, WarcStreamError> {
        let Some(mut bytes) = self.head()? else { return Ok(None) };
        let length = length_of(&bytes).ok_or(WarcStreamError::NotWarc)?;
        if length > LARGEST_BLOCK {
            io::copy(&mut (&mut self.reader).take(length), &mut io::sink())?;
            return Err(WarcStreamError::TooLarge(length));
        }
        (&mut self.reader).take(length).read_to_end(&mut bytes)?;
        parse(&bytes).map(Some).map_err(WarcStreamError::Broken)
    }

    /// The header of the next record, with the empty line at its end; `None` at the end of the file.
    fn head(&mut self) -> Result<Option<Vec<u8>>, WarcStreamError> {
        let mut head = Vec::new();
        loop {
            let begun = head.len();
            let room = (LONGEST_HEAD - begun) as u64;
            (&mut self.reader).take(room).read_until(b'\n', &mut head)?;
            let line = head.get(begun..).unwrap_or_default();
            match (begun, line) {
                // Two empty lines stand between records.
                (0, b"\r\n" | b"\n") => head.clear(),
                (0, b"") => return Ok(None),
                (0, line) if !line.starts_with(b"WARC/") => return Err(WarcStreamError::NotWarc),
                (_, b"\r\n") => return Ok(Some(head)),
                // The file ends, or the header does not.
                (_, line) if !line.ends_with(b"\n") => return Err(WarcStreamError::NotWarc),
                _ => {}
            }
        }
    }
}

fn length_of(head: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(head);
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"))?.1.trim().parse().ok()
}

impl<R: BufRead> Iterator for WarcStream<R> {
    type Item = Result<WarcRecord, WarcStreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let read = self.read().transpose();
        let goes_on =
            matches!(read, Some(Ok(_) | Err(WarcStreamError::Broken(_) | WarcStreamError::TooLarge(_))));
        self.has_ended = !goes_on;
        read
    }
}

impl WarcRecord {
    /// The page of a record: of a response its body as readers see it, with what the transfer put around it taken off; `None`
    /// for records without a page (requests, notes, answers other than 200, what our own crawl met on its way to pages).
    ///
    /// # Errors
    /// When the body is not packed as its headers say, or comes to more than 64 MiB.
    pub fn into_page(mut self) -> Result<Option<Fetched>, WarcStreamError> {
        let is_page = match self.kind {
            WarcKind::Response => self.status == Some(200),
            WarcKind::Resource => true,
            _ => false,
        };
        if !is_page || self.is_aside {
            return Ok(None);
        }
        let fail = |reason: String| WarcStreamError::Packed { url: self.target_uri.clone(), reason };
        let is_chunked =
            self.header("transfer-encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
        let mut payload = std::mem::take(&mut self.payload);
        if is_chunked {
            // Some makers keep the header and not the chunks.
            payload = unchunked(&payload).unwrap_or(payload);
        }
        let is_gzip = payload.starts_with(&[0x1f, 0x8b]);
        let encoding = self.header("content-encoding").filter(|name| !name.contains("gzip") || is_gzip);
        let payload =
            unpack(payload, encoding, LARGEST_BLOCK as usize, false).map_err(|error| match error {
                UnpackError::TooLarge => fail("larger than 64 MiB".to_owned()),
                UnpackError::Broken(reason) => fail(reason),
            })?;
        Ok(Self { payload, ..self }.into_fetched())
    }
}

/// A body without its chunks (RFC 9112 section 7.1); `None` where it has none.
fn unchunked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 2..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://wire.example/a>\r\nWARC-Date: 2026-03-01T10:00:00Z\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn pages(file: &[u8]) -> Vec<Result<String, String>> {
        let pages = WarcStream::new(file).filter_map(|record| match record.and_then(WarcRecord::into_page) {
            Ok(page) => {
                page.map(|page| Ok(format!("{} {}", page.address, String::from_utf8_lossy(&page.body))))
            }
            Err(error) => Some(Err(error.to_string())),
        });
        pages.collect()
    }

    #[test]
    fn pages_are_read_with_what_the_transfer_put_around_them_taken_off() {
        let gzip = {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            io::Write::write_all(&mut encoder, b"packed").unwrap();
            encoder.finish().unwrap()
        };
        let packed = [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".as_slice(), &gzip].concat();
        let file = [
            record("warcinfo", b"software: x\r\n"),
            record("request", b"GET /a HTTP/1.1\r\n\r\n"),
            record(
                "response",
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
            ),
            record("response", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot in chunks"),
            record("response", &packed),
            record("response", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot packed"),
            record("response", b"HTTP/1.1 404 Not Found\r\n\r\nno"),
        ]
        .concat();
        let expected = ["abcde", "not in chunks", "packed", "not packed"];
        assert_eq!(pages(&file), expected.map(|body| Ok(format!("http://wire.example/a {body}"))));
    }

    #[test]
    fn damage_ends_it_where_the_next_record_cannot_be_found() {
        let good = record("response", b"HTTP/1.1 200 OK\r\n\r\nyes");
        let undated = b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n".to_vec();
        let read = pages(&[undated, good.clone(), b"<html>".to_vec(), good.clone()].concat());
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[0].is_err() && read[1].is_ok());
        assert_eq!(read[2], Err("what follows is no WARC record".to_owned()));
        let cut = pages(good.get(..good.len() - 6).unwrap());
        assert_eq!(cut, [Err("a damaged record: it is shorter than it says".to_owned())]);
        let endless = [b"WARC/1.0\r\n".as_slice(), &vec![b'a'; LONGEST_HEAD * 2]].concat();
        assert_eq!(pages(&endless).len(), 1);
        assert!(pages(b"").is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = pages(&bytes);
            let _ = pages(&record("response", &[b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", bytes.as_slice()].concat()));
            let _ = unchunked(&bytes);
        }
    }
}
