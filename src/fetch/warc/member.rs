//! One record as the packed bytes that it is, on its way from one file to another.
//!
//! What is copied so keeps its id, its date and its digests.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;
use jiff::Timestamp;

use crate::fetch::warc::check::{check_at, wrong_digest};
use crate::fetch::warc::reader::parse;
use crate::fetch::warc::record::Record;
use crate::fetch::warc::{Location, WarcError, WarcRecord, http};

/// No record of a file from elsewhere is unpacked beyond this.
const MOST_BYTES: u64 = 64 << 20;

/// The record at this place as the archive has it, and its gzip member as it is.
///
/// # Errors
/// As [`check_at`]: when no whole record lies there, or its digests are others.
pub fn member_at(dir: &Path, location: &Location) -> Result<(WarcRecord, Vec<u8>), WarcError> {
    let record = check_at(dir, location)?;
    let path = dir.join(&location.file);
    let mut file = File::open(&path).map_err(WarcError::io("open", &path))?;
    file.seek(SeekFrom::Start(location.offset)).map_err(WarcError::io("read", &path))?;
    let mut member = Vec::new();
    file.take(location.length).read_to_end(&mut member).map_err(WarcError::io("read", &path))?;
    Ok((record, member))
}

/// The record that these bytes are: one gzip member, whole, with the digests that its header says.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read_member(member: &[u8]) -> Result<WarcRecord, &'static str> {
    let mut rest = member;
    let mut bytes = Vec::new();
    let unpacked = GzDecoder::new(&mut rest).take(MOST_BYTES + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > MOST_BYTES {
        return Err("it is larger than 64 MiB");
    }
    unpacked.map_err(|_| "it is truncated or damaged")?;
    if !rest.is_empty() {
        return Err("it goes on after its end");
    }
    let record = parse(&bytes)?;
    wrong_digest(&bytes, &record).map_or(Ok(record), Err)
}

/// The first record of a file: by what software it was written, when, and what it is (ISO 28500 section 6.2).
///
/// # Errors
/// Never in practice: it is packed in memory.
pub fn info_member(software: &str, about: &str, at: Timestamp) -> io::Result<Vec<u8>> {
    let block = format!(
        "software: {}\r\nformat: WARC File Format 1.1\r\ndescription: {}\r\n",
        http::one_line(software),
        http::one_line(about)
    );
    let record = Record {
        kind: "warcinfo",
        target_uri: None,
        content_type: "application/warc-fields",
        block: block.as_bytes(),
        payload: None,
        at,
        fields: Vec::new(),
    };
    record.packed(about)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Address;
    use crate::fetch::{Fetched, WarcWriter};

    fn member() -> Vec<u8> {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let address = Address::parse("https://news.example/a").unwrap();
        let page = Fetched::new(address, "2026-03-17T12:30:00Z".parse().unwrap(), b"<p>one".to_vec());
        let place = writer.append_response(&page).unwrap();
        let (record, member) = member_at(dir.path(), &place).unwrap();
        assert_eq!(record.payload, b"<p>one");
        member
    }

    #[test]
    fn a_record_is_the_same_elsewhere() {
        let member = member();
        assert_eq!(read_member(&member).unwrap().payload, b"<p>one");
        assert_eq!(read_member(&[member.as_slice(), b"x"].concat()).unwrap_err(), "it goes on after its end");
        assert!(read_member(&member[..member.len() - 9]).is_err());
        let info = info_member("awardwire/1", "a bundle\r\nx: y", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(read_member(&info).unwrap().kind, crate::fetch::WarcKind::Info);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_record_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_member(&bytes);
        }
    }
}
