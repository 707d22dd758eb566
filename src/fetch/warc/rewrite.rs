//! An archive file written anew without some of its records.
//!
//! The new file has a name of its own (`….r1.warc.gz`, then `….r2.warc.gz`), so that until a database has taken over where
//! records stand there, the old one holds good: no moment at which a kill could leave places that are wrong. What is left of
//! a rewriting that was cut off is told by names alone ([`former_name`]).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use flate2::bufread::GzDecoder;

use crate::fetch::warc::reader::{head_of, parse};
use crate::fetch::warc::{WarcError, WarcKind, WarcRecord};

const ENDING: &str = ".warc.gz";
/// No more of a record is looked at.
const MOST_BYTES: u64 = 256 << 20;
/// How an unfinished file is called.
const UNFINISHED: &str = ".part";

/// What tells a record, without its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHead {
    /// What kind of record it is.
    pub kind: WarcKind,
    /// `WARC-Target-URI`; empty where it has none.
    pub target_uri: String,
    /// `WARC-Record-ID`.
    pub id: String,
    /// `WARC-Concurrent-To`: the record that it came with.
    pub with: Option<String>,
    /// `WARC-Date`, as written.
    pub date: String,
    /// Of a revisit: the address of the answer that it refers to, and its date as written.
    pub refers_to: Option<(String, String)>,
}

/// A record that no page stands in: a request, a listing, an error, a note that something came again, what a killed
/// writer has left.
#[derive(Clone, Copy, Debug)]
pub struct LooseRecord<'a> {
    /// What tells it.
    pub head: &'a RecordHead,
    /// All of it that could be unpacked.
    bytes: &'a [u8],
}

impl LooseRecord<'_> {
    /// The record as read; `None` where it is not whole.
    pub fn read(&self) -> Option<WarcRecord> {
        parse(self.bytes).ok()
    }

    /// All of it that could be unpacked, header and block.
    pub fn bytes(&self) -> &[u8] {
        self.bytes
    }
}

/// A file that was written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// Its name.
    pub file: String,
    /// Where each record that stays began and begins now.
    pub moved: Vec<(u64, u64)>,
    /// How many records were left out.
    pub removed: usize,
    /// How many bytes it is shorter.
    pub removed_bytes: u64,
}

/// Writes a file of the folder anew without the records that begin at `doomed`, those that came with them, and of those
/// that are not in `kept` (where records begin that must stay, and their lengths in bytes) the ones that `is_doomed` names.
/// Gives back `None`, and writes nothing, where the file has none of them. The old file is left as it is.
///
/// # Errors
/// When a file cannot be read or written.
pub fn rewrite_without(
    dir: &Path,
    file: &str,
    kept: &BTreeMap<u64, u64>,
    doomed: &BTreeSet<u64>,
    is_doomed: &mut dyn FnMut(LooseRecord<'_>) -> bool,
) -> Result<Option<Rewritten>, WarcError> {
    let path = dir.join(file);
    let members = members(&path, kept, doomed, is_doomed)?;
    if members.iter().all(|member| !member.is_doomed) {
        return Ok(None);
    }
    let unfinished = dir.join(format!("{file}{UNFINISHED}"));
    let new_file = next_name(file);
    let copied = copy(&path, &unfinished, &members);
    let moved = copied.map_err(WarcError::io("write", &unfinished))?;
    let target = dir.join(&new_file);
    std::fs::rename(&unfinished, &target).map_err(WarcError::io("rename", &unfinished))?;
    // That the name outlasts a loss of power; where a folder cannot be opened as a file, the system sees to it.
    if let Ok(folder) = File::open(dir) {
        let _ = folder.sync_all();
    }
    let left_out = members.iter().filter(|member| !member.is_copied());
    Ok(Some(Rewritten {
        file: new_file,
        moved,
        removed: members.iter().filter(|member| member.is_doomed).count(),
        removed_bytes: left_out.map(|member| member.end - member.begin).sum(),
    }))
}

/// How many records [`rewrite_without`] would leave out; nothing is written.
///
/// # Errors
/// When the file cannot be read.
pub fn count_without(
    dir: &Path,
    file: &str,
    kept: &BTreeMap<u64, u64>,
    doomed: &BTreeSet<u64>,
    is_doomed: &mut dyn FnMut(LooseRecord<'_>) -> bool,
) -> Result<usize, WarcError> {
    let members = members(&dir.join(file), kept, doomed, is_doomed)?;
    Ok(members.iter().filter(|member| member.is_doomed).count())
}

/// The name that a rewritten file had before; `None` for the name of one that was not rewritten.
pub fn former_name(file: &str) -> Option<String> {
    let (stem, number) = generation(file)?;
    Some(if number == 1 { format!("{stem}{ENDING}") } else { format!("{stem}.r{}{ENDING}", number - 1) })
}

/// Whether it is what a rewriting has left that was cut off.
pub fn is_unfinished(file: &str) -> bool {
    file.ends_with(&format!("{ENDING}{UNFINISHED}"))
}

fn next_name(file: &str) -> String {
    match generation(file) {
        Some((stem, number)) => format!("{stem}.r{}{ENDING}", number + 1),
        None => format!("{}.r1{ENDING}", file.strip_suffix(ENDING).unwrap_or(file)),
    }
}

/// The name before `.rN`, and N.
fn generation(file: &str) -> Option<(&str, u32)> {
    let (stem, number) = file.strip_suffix(ENDING)?.rsplit_once(".r")?;
    Some((stem, number.parse().ok().filter(|number| *number > 0)?))
}

/// One member of a file.
struct Member {
    begin: u64,
    end: u64,
    is_doomed: bool,
    /// Whether it could not be unpacked, and nobody says that it stands there: the end of a file whose writer was killed.
    is_broken: bool,
}

impl Member {
    fn is_copied(&self) -> bool {
        !self.is_doomed && !self.is_broken
    }
}

fn members(
    path: &Path,
    kept: &BTreeMap<u64, u64>,
    doomed: &BTreeSet<u64>,
    is_doomed: &mut dyn FnMut(LooseRecord<'_>) -> bool,
) -> Result<Vec<Member>, WarcError> {
    let file = File::open(path).map_err(WarcError::io("open", path))?;
    let length = file.metadata().map_err(WarcError::io("read", path))?.len();
    let mut reader = BufReader::new(file);
    let mut found = Vec::new();
    let mut gone: HashSet<String> = HashSet::new();
    let mut begin = 0;
    while begin < length {
        let known = kept.get(&begin).map(|bytes| begin.saturating_add(*bytes));
        if let Some(end) = known.filter(|end| *end > begin && *end <= length) {
            found.push(Member { begin, end, is_doomed: false, is_broken: false });
            begin = end;
            continue;
        }
        reader.seek(SeekFrom::Start(begin)).map_err(WarcError::io("read", path))?;
        let (bytes, end) = unpack(&mut reader);
        let next_kept = || kept.range(begin + 1..).next().map_or(length, |(next, _)| (*next).min(length));
        let is_whole = end.is_some_and(|end| end > begin);
        let end = end.filter(|_| is_whole).unwrap_or_else(next_kept);
        let head = head_of(&bytes);
        // Asked of each, since it may look for others that refer to this one.
        let is_named = head.as_ref().is_some_and(|head| {
            let came_with = head.with.as_ref().is_some_and(|with| gone.contains(with));
            is_doomed(LooseRecord { head, bytes: &bytes }) || came_with
        });
        let is_doomed = is_named || doomed.contains(&begin);
        if is_doomed {
            gone.extend(head.map(|head| head.id));
        }
        found.push(Member { begin, end, is_doomed, is_broken: !is_whole });
        begin = end;
    }
    Ok(found)
}

/// The member where the reader stands, and where it ends; `None` for one that is not whole.
fn unpack(reader: &mut BufReader<File>) -> (Vec<u8>, Option<u64>) {
    let mut bytes = Vec::new();
    let mut gzip = GzDecoder::new(&mut *reader);
    let read = (&mut gzip).take(MOST_BYTES).read_to_end(&mut bytes);
    let is_whole = read.is_ok() && std::io::copy(&mut gzip, &mut std::io::sink()).is_ok();
    (bytes, is_whole.then(|| reader.stream_position().ok()).flatten())
}

/// Copies the members that stay as they are, byte by byte; gives back where each began and begins.
fn copy(from: &Path, to: &Path, members: &[Member]) -> std::io::Result<Vec<(u64, u64)>> {
    let mut source = BufReader::new(File::open(from)?);
    let mut target = BufWriter::new(File::create(to)?);
    let mut moved = Vec::new();
    let mut at = 0;
    for member in members.iter().filter(|member| member.is_copied()) {
        source.seek(SeekFrom::Start(member.begin))?;
        let length = member.end - member.begin;
        if std::io::copy(&mut (&mut source).take(length), &mut target)? != length {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        moved.push((member.begin, at));
        at += length;
    }
    target.flush()?;
    target.get_ref().sync_all()?;
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;
    use crate::base::Address;
    use crate::fetch::warc::{Location, WarcWriter, read_at};
    use crate::fetch::{Exchange, Fetched};

    fn fetched(path: &str, body: &[u8]) -> Fetched {
        let address = Address::parse("https://news.example/").unwrap().join(path).unwrap();
        let exchange = Exchange {
            method: "GET".into(),
            sent: vec![("Host".into(), "news.example".into())],
            form: Vec::new(),
            received: vec![("content-type".into(), "text/html".into())],
            protocol: "h2",
            ip: None,
        };
        Fetched {
            exchange: Some(Box::new(exchange)),
            ..Fetched::new(address, "2026-03-17T12:30:00Z".parse().unwrap(), body)
        }
    }

    fn text(dir: &Path, file: &str) -> String {
        let mut out = String::new();
        let bytes = std::fs::read(dir.join(file)).unwrap();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn names_tell_what_a_file_was_written_from() {
        for (file, next, former) in [
            ("a-1.warc.gz", "a-1.r1.warc.gz", None),
            ("a-1.r1.warc.gz", "a-1.r2.warc.gz", Some("a-1.warc.gz")),
            ("a-1.r9.warc.gz", "a-1.r10.warc.gz", Some("a-1.r8.warc.gz")),
            ("a.rx.warc.gz", "a.rx.r1.warc.gz", None),
        ] {
            assert_eq!(next_name(file), next);
            assert_eq!(former_name(file).as_deref(), former, "{file}");
            assert_eq!(former_name(next).as_deref(), Some(file));
        }
        assert!(is_unfinished("a.warc.gz.part") && !is_unfinished("a.warc.gz"));
    }

    #[test]
    fn a_truncated_end_is_left_out_and_the_page_in_it_is_told_by_its_head() {
        let dir = TempDir::new().unwrap();
        let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
        let first = writer.append_response(&fetched("/a", b"first")).unwrap();
        let noise: Vec<u8> = (0..90_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let last = writer.append_response(&fetched("/b", &noise)).unwrap();
        drop(writer);
        let path = dir.path().join(&last.file);
        File::options().write(true).open(&path).unwrap().set_len(last.offset + last.length - 9).unwrap();
        let kept = BTreeMap::from([(first.offset, first.length)]);
        let mut is_b = |record: LooseRecord<'_>| record.head.target_uri.ends_with("/b");
        let mut is_c = |record: LooseRecord<'_>| record.head.target_uri.ends_with("/c");
        assert_eq!(
            rewrite_without(dir.path(), &first.file, &kept, &BTreeSet::new(), &mut is_c).unwrap(),
            None
        );
        let done =
            rewrite_without(dir.path(), &first.file, &kept, &BTreeSet::new(), &mut is_b).unwrap().unwrap();
        assert_eq!(done.removed, 1);
        let whole = text(dir.path(), &done.file);
        assert!(whole.contains("first") && !whole.contains("news.example/b"), "{whole}");
    }

    proptest! {
        #[test]
        fn what_stays_is_read_at_its_new_place_and_what_goes_is_gone(
            doomed in proptest::collection::vec(any::<bool>(), 1..12), again in any::<bool>()
        ) {
            let dir = TempDir::new().unwrap();
            let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
            let body = |n: usize| format!("<p>secret number {n} of many</p>");
            let places: Vec<Location> = (0..doomed.len())
                .map(|n| writer.append_response(&fetched(&format!("/{n}"), body(n).as_bytes())).unwrap())
                .collect();
            drop(writer);
            let of = |is: bool| places.iter().zip(&doomed).filter(move |(_, goes)| **goes == is).map(|(p, _)| p);
            let kept: BTreeMap<u64, u64> = of(false).map(|place| (place.offset, place.length)).collect();
            let gone: BTreeSet<u64> = of(true).map(|place| place.offset).collect();
            let file = places[0].file.clone();
            let done = rewrite_without(dir.path(), &file, &kept, &gone, &mut |_| false).unwrap();
            prop_assert_eq!(done.is_some(), !gone.is_empty());
            let Some(done) = done else { return Ok(()) };
            // Each answer has a request beside it, which goes with it.
            prop_assert_eq!(done.removed, 2 * gone.len());
            let mut now: BTreeMap<u64, u64> = done.moved.iter().copied().collect();
            let whole = text(dir.path(), &done.file);
            for (n, (place, goes)) in places.iter().zip(&doomed).enumerate() {
                let path = format!("GET /{n} ");
                prop_assert_eq!(whole.contains(&body(n)), !goes);
                prop_assert_eq!(whole.contains(&path), !goes);
                let to = now.remove(&place.offset);
                prop_assert_eq!(to.is_none(), *goes);
                if let Some(offset) = to {
                    let place = Location { file: done.file.clone(), offset, length: place.length };
                    prop_assert_eq!(read_at(dir.path(), &place).unwrap().payload, body(n).into_bytes());
                }
            }
            if again {
                std::fs::remove_file(dir.path().join(&file)).unwrap();
                let mut writer = WarcWriter::open(dir.path(), "awardwire/1").unwrap();
                let next = writer.append_response(&fetched("/n", b"next")).unwrap();
                prop_assert_eq!(next.file, "awardwire-20260317-00002.warc.gz", "a rewritten file is never appended to");
            }
        }

        #[test]
        fn any_bytes_are_copied_or_left_out(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let dir = TempDir::new().unwrap();
            std::fs::write(dir.path().join("x.warc.gz"), &bytes).unwrap();
            let doomed = BTreeSet::from([0]);
            let done = rewrite_without(dir.path(), "x.warc.gz", &BTreeMap::new(), &doomed, &mut |_| false).unwrap();
            prop_assert_eq!(done.is_some(), !bytes.is_empty());
        }
    }
}
