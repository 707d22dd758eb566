//! Whether a record is what was written: its digests.

use std::path::Path;

use crate::base::sha256_hex;
use crate::fetch::warc::reader::{field_of, head_lines, parse, split_head, unpack_at};
use crate::fetch::warc::{Location, WarcError, WarcRecord};

/// Reads the record at this place and compares its block and payload with the digests in its header; one that carries
/// none, or one of another kind than SHA-256 in hexadecimal, is taken as it is.
///
/// # Errors
/// As [`read_at`](crate::fetch::read_at), and [`WarcError::Broken`] where a digest is another.
pub fn check_at(dir: &Path, location: &Location) -> Result<WarcRecord, WarcError> {
    let bytes = unpack_at(dir, location)?;
    let record = parse(&bytes).map_err(|reason| location.broken(reason))?;
    match wrong_digest(&bytes, &record) {
        Some(reason) => Err(location.broken(reason)),
        None => Ok(record),
    }
}

pub(super) fn wrong_digest(bytes: &[u8], record: &WarcRecord) -> Option<&'static str> {
    let (head, rest) = split_head(bytes)?;
    let (_, fields) = head_lines(head);
    let length: usize = field_of(&fields, "content-length")?.parse().ok()?;
    let block = rest.get(..length)?;
    let differs = |name: &str, bytes: &[u8]| {
        let written = field_of(&fields, name).and_then(|digest| digest.strip_prefix("sha256:"));
        written.is_some_and(|digest| digest.len() == 64 && !digest.eq_ignore_ascii_case(&sha256_hex(bytes)))
    };
    if differs("warc-block-digest", block) {
        Some("its content is not what its digest says")
    } else if record.kind != crate::fetch::WarcKind::Revisit
        && differs("warc-payload-digest", &record.payload)
    {
        Some("its payload is not what its digest says")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};

    use jiff::Timestamp;
    use tempfile::TempDir;

    use super::*;
    use crate::base::Address;
    use crate::fetch::{Fetched, WarcWriter};

    #[test]
    fn a_record_whose_bytes_were_changed_is_told() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        let address = Address::parse("https://news.example/a").unwrap();
        let place = writer.append_response(&Fetched::new(address, at, b"one page".to_vec())).unwrap();
        assert_eq!(check_at(dir.path(), &place).unwrap().payload, b"one page");

        let path = dir.path().join(&place.file);
        let file = fs::read(&path).unwrap();
        let mut text = Vec::new();
        let member = &file[place.offset as usize..][..place.length as usize];
        flate2::read::GzDecoder::new(member).read_to_end(&mut text).unwrap();
        for (old, new, reason) in [
            ("one page", "two page", "its content is not what its digest says"),
            ("WARC-Payload-Digest: sha256:", "WARC-Payload-Digest: sha256:0", ""),
            ("WARC-Block-Digest: ", "X-Block-Digest: ", ""),
        ] {
            let changed = String::from_utf8(text.clone()).unwrap().replace(old, new);
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            gzip.write_all(changed.as_bytes()).unwrap();
            let bytes = gzip.finish().unwrap();
            fs::write(dir.path().join("x.warc.gz"), &bytes).unwrap();
            let place = Location { file: "x.warc.gz".into(), offset: 0, length: bytes.len() as u64 };
            match check_at(dir.path(), &place) {
                Err(WarcError::Broken { reason: found, .. }) => assert_eq!(found, reason),
                other => assert!(other.is_ok() && reason.is_empty(), "{other:?}"),
            }
        }
    }
}
