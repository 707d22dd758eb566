//! Which register a JSON value comes from, told by its shape, and its records one by one.

use serde_json::Value;

use super::json::{at, first_name, list, name};
use super::notice::{Notice, notice};
use super::record::Record;
use super::versioned::compiled;
use super::{federal_register, ocds, sam, sam_awards, usaspending};

/// What a JSON value of a register holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// Its records as articles, in their order.
    pub notices: Vec<Notice>,
    /// The records that cannot be used: which, and why.
    pub refused: Vec<String>,
}

/// The records of an official register; the value itself, where it has the shape of none.
///
/// Known are releases, release packages and record packages of the Open Contracting Data Standard, awards and searches of
/// USAspending, contract opportunities and contract awards of SAM.gov, documents and searches of the Federal Register, and
/// lists of such records.
///
/// # Errors
/// The value, unchanged, where no register writes such.
pub fn read_records(mut value: Value) -> Result<Records, Value> {
    let Some((reader, place)) = shape(&value) else { return Err(value) };
    let publisher = name(at(&value, "publisher.name"));
    let entries = match (place, &mut value) {
        (Place::Under(key), Value::Object(fields)) => fields.remove(key).unwrap_or_default(),
        _ => value,
    };
    let entries = match entries {
        Value::Array(entries) => entries,
        one => vec![one],
    };
    let mut records = Records::default();
    // Each is let go once it is read: a package is many times larger in memory than what it says.
    for (place, entry) in entries.into_iter().enumerate() {
        let reader = if reader == Reader::Record { reader } else { of_one(&entry).unwrap_or(reader) };
        records.take(reader, &entry, place, publisher.as_deref());
    }
    Ok(records)
}

/// Where the records of a value stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is one, or a list of them.
    Itself,
    /// Under this key.
    Under(&'static str),
}

/// How one record is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Release,
    Record,
    Award,
    Row,
    Opportunity,
    Action,
    Document,
}

/// The reader of a value's records, and where they stand.
fn shape(value: &Value) -> Option<(Reader, Place)> {
    if let Value::Array(entries) = value {
        return Some((entries.iter().find_map(of_one)?, Place::Itself));
    }
    let packages = [
        ("releases", Reader::Release),
        ("records", Reader::Record),
        ("opportunitiesData", Reader::Opportunity),
        ("awardSummary", Reader::Action),
    ];
    let entries = |key: &str| value.get(key).and_then(Value::as_array);
    // A record of a package has its own `releases`.
    if at(value, "ocid").is_null() {
        for (key, reader) in packages {
            if entries(key).is_some_and(|entries| is_package(value, reader, entries)) {
                return Some((reader, Place::Under(key)));
            }
        }
    }
    if let Some(results) = entries("results") {
        let reader = results.iter().find_map(of_one)?;
        return matches!(reader, Reader::Row | Reader::Document | Reader::Award)
            .then_some((reader, Place::Under("results")));
    }
    Some((of_one(value)?, Place::Itself))
}

/// Whether what is called so is a package: other data have `records` and `releases` too.
fn is_package(value: &Value, reader: Reader, entries: &[Value]) -> bool {
    let is_ocds = ["version", "publishedDate", "uri", "publisher"].iter().any(|key| value.get(key).is_some());
    match reader {
        Reader::Opportunity | Reader::Action => true,
        _ => entries.iter().any(|entry| !at(entry, "ocid").is_null()) || is_ocds && entries.is_empty(),
    }
}

/// The reader of one record.
fn of_one(value: &Value) -> Option<Reader> {
    let has_releases =
        ["compiledRelease", "versionedRelease", "releases"].iter().any(|key| value.get(key).is_some());
    if at(value, "ocid").is_string() && has_releases {
        Some(Reader::Record)
    } else if ocds::is_release(value) {
        Some(Reader::Release)
    } else if usaspending::is_award(value) {
        Some(Reader::Award)
    } else if sam::is_opportunity(value) {
        Some(Reader::Opportunity)
    } else if sam_awards::is_action(value) {
        Some(Reader::Action)
    } else if federal_register::is_document(value) {
        Some(Reader::Document)
    } else if usaspending::is_row(value) {
        Some(Reader::Row)
    } else {
        None
    }
}

impl Records {
    fn take(&mut self, reader: Reader, value: &Value, place: usize, publisher: Option<&str>) {
        if !value.is_object() {
            return self.refuse(value, place, "it is no JSON object");
        }
        let publisher = || publisher.map(str::to_owned);
        match reader {
            Reader::Release => self.add(ocds::record(value, publisher()), value, place),
            Reader::Award => self.add(usaspending::award(value), value, place),
            Reader::Row => self.add(usaspending::row(value), value, place),
            Reader::Opportunity => self.add(sam::record(value), value, place),
            Reader::Action => self.add(sam_awards::record(value), value, place),
            Reader::Document => self.add(federal_register::record(value), value, place),
            Reader::Record => {
                // What the releases come to; without it, each of them; a link to one cannot be followed.
                let whole = at(value, "compiledRelease");
                let embedded: Vec<&Value> =
                    list(at(value, "releases")).into_iter().filter(|one| ocds::is_release(one)).collect();
                let versioned = at(value, "versionedRelease");
                if whole.is_object() {
                    self.add(ocds::record(whole, publisher()), value, place);
                } else if !embedded.is_empty() {
                    for release in embedded {
                        self.add(ocds::record(release, publisher()), release, place);
                    }
                } else if versioned.is_object() {
                    self.add(ocds::record(&compiled(versioned), publisher()), value, place);
                } else {
                    self.refuse(value, place, "it has no release in it, at most links to releases");
                }
            }
        }
    }

    fn add(&mut self, record: Result<Record, &'static str>, value: &Value, place: usize) {
        match record.and_then(notice) {
            Ok(notice) => self.notices.push(notice),
            Err(why) => self.refuse(value, place, why),
        }
    }

    fn refuse(&mut self, value: &Value, place: usize, why: &str) {
        let ids =
            ["id", "ocid", "generated_unique_award_id", "noticeId", "document_number", "contractId.piid"];
        let id = first_name(value, &ids).or_else(|| name(value.get("Award ID").unwrap_or(&Value::Null)));
        let id = id.map(|id| format!(" ({id})")).unwrap_or_default();
        self.refused.push(format!("record {}{id}: {why}", place + 1));
    }
}
