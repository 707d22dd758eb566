//! Reading one record back.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use crate::fetch::warc::record::ASIDE_FIELD;
use crate::fetch::warc::{Location, RecordHead, WarcError, WarcKind, WarcRecord};

/// No record is read beyond this, whatever its headers say.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Reads the record at this place of an archive's folder.
///
/// # Errors
/// When the file cannot be opened, or no whole record of at most 256 MiB lies there.
pub fn read_at(dir: &Path, location: &Location) -> Result<WarcRecord, WarcError> {
    parse(&unpack_at(dir, location)?).map_err(|reason| location.broken(reason))
}

/// The record at this place, unpacked.
pub(super) fn unpack_at(dir: &Path, location: &Location) -> Result<Vec<u8>, WarcError> {
    let broken = |reason| location.broken(reason);
    // The name comes from a database, and must not lead out of the folder.
    if Path::new(&location.file).file_name() != Some(location.file.as_ref()) {
        return Err(broken("its file name is a path"));
    }
    let path = dir.join(&location.file);
    let mut file = File::open(&path).map_err(WarcError::io("open", &path))?;
    file.seek(SeekFrom::Start(location.offset)).map_err(WarcError::io("read", &path))?;
    let mut bytes = Vec::new();
    GzDecoder::new(BufReader::new(file.take(location.length)))
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| broken("it is truncated or damaged"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(broken("it is larger than 256 MiB"));
    }
    Ok(bytes)
}

impl Location {
    /// What lies here is no whole record.
    pub(super) fn broken(&self, reason: &'static str) -> WarcError {
        WarcError::Broken { file: self.file.clone(), offset: self.offset, reason }
    }
}

/// Takes an unpacked record apart.
pub(super) fn parse(bytes: &[u8]) -> Result<WarcRecord, &'static str> {
    let (head, rest) = split_head(bytes).ok_or("its header does not end")?;
    let (first, fields) = head_lines(head);
    if !first.starts_with("WARC/") {
        return Err("it does not begin with WARC");
    }
    let field = |name: &str| field_of(&fields, name);
    let length: usize = field("content-length").and_then(|n| n.parse().ok()).ok_or("it has no length")?;
    let block = rest.get(..length).ok_or("it is shorter than it says")?;
    let block_type = field("content-type").unwrap_or_default();
    let mut record = WarcRecord {
        kind: kind_of(&fields),
        target_uri: target_of(&fields),
        date: field("warc-date").and_then(|date| date.parse().ok()).ok_or("it has no date")?,
        content_type: Some(block_type.to_owned()).filter(|text| !text.is_empty()),
        status: None,
        headers: Vec::new(),
        payload: Vec::new(),
        is_aside: field(ASIDE_FIELD).is_some(),
    };
    if matches!(record.kind, WarcKind::Response | WarcKind::Revisit)
        && block_type.starts_with("application/http")
    {
        let (http_head, body) = split_head(block).ok_or("its HTTP header does not end")?;
        let (status_line, headers) = head_lines(http_head);
        record.status = status_line.split_whitespace().nth(1).and_then(|status| status.parse().ok());
        record.content_type = field_of(&headers, "content-type").map(str::to_owned);
        record.headers = headers;
        record.payload = body.to_vec();
    } else {
        record.payload = block.to_vec();
    }
    Ok(record)
}

/// What tells a record, of its beginning; `None` where that holds no header of one.
pub(super) fn head_of(bytes: &[u8]) -> Option<RecordHead> {
    let (head, _) = split_head(bytes)?;
    let (first, fields) = head_lines(head);
    first.starts_with("WARC/").then(|| RecordHead {
        kind: kind_of(&fields),
        target_uri: target_of(&fields),
        id: field_of(&fields, "warc-record-id").unwrap_or_default().to_owned(),
        with: field_of(&fields, "warc-concurrent-to").map(str::to_owned),
        date: field_of(&fields, "warc-date").unwrap_or_default().to_owned(),
        refers_to: refers_to(&fields),
    })
}

/// The address and date of the answer that a revisit refers to.
fn refers_to(fields: &[(String, String)]) -> Option<(String, String)> {
    let field = |name: &str| field_of(fields, name).map(str::to_owned);
    Some((field("warc-refers-to-target-uri")?, field("warc-refers-to-date")?))
}

fn kind_of(fields: &[(String, String)]) -> WarcKind {
    match field_of(fields, "warc-type").unwrap_or_default() {
        "response" => WarcKind::Response,
        "request" => WarcKind::Request,
        "revisit" => WarcKind::Revisit,
        "resource" => WarcKind::Resource,
        "warcinfo" => WarcKind::Info,
        _ => WarcKind::Other,
    }
}

/// WARC 1.0 files of other makers may put the address in angle brackets.
fn target_of(fields: &[(String, String)]) -> String {
    field_of(fields, "warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned()
}

/// What stands before the first empty line, and what after it.
pub(super) fn split_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some((bytes.get(..end)?, bytes.get(end + 4..)?))
}

pub(super) fn head_lines(head: &[u8]) -> (String, Vec<(String, String)>) {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let fields = lines.filter_map(|line| line.split_once(':'));
    (first, fields.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect())
}

pub(super) fn field_of<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_refused(record: &str, reason: &str) {
        assert_eq!(parse(record.as_bytes()).unwrap_err(), reason, "{record:?}");
    }

    #[test]
    fn damaged_records_are_refused_with_a_reason() {
        check_refused("", "its header does not end");
        check_refused("GET / HTTP/1.1\r\n\r\n", "it does not begin with WARC");
        check_refused("WARC/1.1\r\nWARC-Type: resource\r\n\r\n", "it has no length");
        check_refused("WARC/1.1\r\nContent-Length: 5\r\n\r\nabc", "it is shorter than it says");
        check_refused("WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "it has no date");
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for file in ["../secret", "/etc/hostname", "a/b", "..", ""] {
            let location = Location { file: file.into(), offset: 0, length: 10 };
            let error = read_at(Path::new("."), &location).unwrap_err();
            assert!(matches!(error, WarcError::Broken { .. }), "{file}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_record_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
            let framed = [b"WARC/1.1\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 9\r\n", bytes.as_slice()].concat();
            let _ = parse(&framed);
        }
    }
}
