//! The inventory of AI use cases that U.S. agencies report to the Office of Management and Budget, as a table.
//!
//! Its columns are found by their headings: those of the inventory of 2025, and of the years before as far as they say the
//! same. What a year does not ask for is left open.

use crate::fetch::decode;

/// One use of AI as an agency reports it, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedUse {
    /// The agency's name.
    pub agency: String,
    /// Its short name: `DHS`.
    pub agency_code: Option<String>,
    /// The office of the agency.
    pub bureau: Option<String>,
    /// The number of the use: `DHS-2705`.
    pub use_id: Option<String>,
    /// What it is called.
    pub name: String,
    /// Which problem it solves.
    pub purpose: Option<String>,
    /// How far it has come.
    pub stage: Option<String>,
    /// Its field.
    pub topic: Option<String>,
    /// Whose it is; often several names in one text.
    pub vendor: Option<String>,
    /// Whether it is of high impact.
    pub high_impact: Option<String>,
    /// Since when it is in use.
    pub operational: Option<String>,
}

/// What an inventory's file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The uses, in the file's order.
    pub uses: Vec<ReportedUse>,
    /// Rows without an agency, or with nothing that tells what the use is.
    pub incomplete: usize,
}

/// Reads an inventory.
///
/// # Errors
/// Why the file is none, in one line.
pub fn read_inventory(bytes: &[u8]) -> Result<Inventory, String> {
    let (text, _) = decode(bytes, Some("text/csv"));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings: Vec<String> = reader.headers().map_err(|error| broken(&error))?.iter().map(plain).collect();
    let columns = Columns::of(&headings)?;
    let mut inventory = Inventory::default();
    for row in reader.records() {
        let row = row.map_err(|error| broken(&error))?;
        match columns.read(&row) {
            Some(one) => inventory.uses.push(one),
            None if row.iter().all(|cell| cell.trim().is_empty()) => {}
            None => inventory.incomplete += 1,
        }
    }
    if inventory.uses.is_empty() {
        return Err("the inventory has headings, but no use of AI with its agency and name".to_owned());
    }
    Ok(inventory)
}

fn broken(error: &csv::Error) -> String {
    format!("not a table of comma-separated values: {}", crate::base::printable(&error.to_string()))
}

/// A heading as it is compared: `Use Case Name` and `use_case_name` are one.
fn plain(heading: &str) -> String {
    let words = heading.trim_start_matches('\u{feff}').split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The places of the columns.
struct Columns {
    agency: usize,
    name: usize,
    agency_code: Option<usize>,
    bureau: Option<usize>,
    use_id: Option<usize>,
    purpose: Option<usize>,
    stage: Option<usize>,
    topic: Option<usize>,
    vendor: Option<usize>,
    high_impact: Option<usize>,
    operational: Option<usize>,
}

impl Columns {
    fn of(headings: &[String]) -> Result<Self, String> {
        let whole = |names: &[&str]| {
            names.iter().find_map(|name| headings.iter().position(|heading| heading == name))
        };
        // Some years print the whole question.
        let column = |names: &[&str]| {
            whole(names).or_else(|| {
                names.iter().find_map(|name| headings.iter().position(|heading| heading.contains(name)))
            })
        };
        let agency = whole(&["agency name", "agency", "department", "department agency"]);
        let name = whole(&["use case name", "ai use case name", "use case title", "title", "ai use case"]);
        let (Some(agency), Some(name)) = (agency, name) else {
            return Err(
                "not an inventory of AI uses: its first line must name the columns agency_name (or agency) \
                        and use_case_name"
                    .to_owned(),
            );
        };
        let code = whole(&["agency abbreviation", "agency abbr", "agency code", "agency"]);
        Ok(Self {
            agency,
            name,
            agency_code: code.filter(|place| *place != agency),
            bureau: whole(&[
                "agency bureau",
                "bureau",
                "sub agency",
                "component",
                "office",
                "bureau component",
            ]),
            use_id: whole(&["id", "use case id", "inventory id"]),
            purpose: column(&[
                "problem solved",
                "intended purpose",
                "purpose",
                "summary",
                "use case summary",
            ]),
            stage: column(&["development stage", "stage of development", "stage", "lifecycle stage"]),
            topic: column(&["topic area", "use case topic area"]),
            vendor: column(&["vendor name", "vendor", "vendors", "supplier", "contractor"]),
            high_impact: column(&["is high impact", "high impact", "rights impacting"]),
            operational: column(&["operational date", "date implemented", "implementation date"]),
        })
    }

    fn read(&self, row: &csv::StringRecord) -> Option<ReportedUse> {
        let cell = |place: usize| {
            let text = row.get(place).unwrap_or_default().trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let maybe = |place: Option<usize>| place.and_then(cell);
        Some(ReportedUse {
            agency: cell(self.agency)?,
            name: cell(self.name).or_else(|| maybe(self.use_id)).or_else(|| maybe(self.purpose))?,
            agency_code: maybe(self.agency_code),
            bureau: maybe(self.bureau),
            use_id: maybe(self.use_id),
            purpose: maybe(self.purpose),
            stage: maybe(self.stage),
            topic: maybe(self.topic),
            vendor: maybe(self.vendor),
            high_impact: maybe(self.high_impact),
            operational: maybe(self.operational),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_headings() {
        let of_2025 = "\u{feff}agency,agency_name,id,use_case_name,vendor_name,development_stage\r\n\
                       DHS,Department of Homeland Security,DHS-1,\"Maps, read\nby machine\",Larkfield,Pilot\r\n,,,,,\r\n\
                       DHS,,DHS-2,No agency,,\r\nDHS,Department of Homeland Security,DHS-3,,,\r\n";
        let read = read_inventory(of_2025.as_bytes()).unwrap();
        assert_eq!((read.uses.len(), read.incomplete), (2, 1));
        assert_eq!(read.uses[1].name, "DHS-3");
        let one = &read.uses[0];
        assert_eq!(one.name, "Maps, read\nby machine");
        assert_eq!((one.agency_code.as_deref(), one.use_id.as_deref()), (Some("DHS"), Some("DHS-1")));
        assert_eq!((one.vendor.as_deref(), one.stage.as_deref()), (Some("Larkfield"), Some("Pilot")));
        assert_eq!((one.bureau.as_deref(), one.purpose.as_deref()), (None, None));

        let of_2024 = "Use Case Name,Agency,Agency Abbreviation,Bureau,Use Case Topic Area,What is the intended purpose \
                       and expected benefits of the AI?,Stage of Development\nA,Department of Energy,DOE,NNSA,Science,Saves time,Operation";
        let read = read_inventory(of_2024.as_bytes()).unwrap();
        let one = &read.uses[0];
        assert_eq!((one.agency.as_str(), one.agency_code.as_deref()), ("Department of Energy", Some("DOE")));
        assert_eq!((one.purpose.as_deref(), one.stage.as_deref()), (Some("Saves time"), Some("Operation")));
    }

    #[test]
    fn what_is_no_inventory_is_told() {
        for (bytes, why) in [
            (&b"a,b\n1,2\n"[..], "not an inventory of AI uses"),
            (b"Agency,Use Case Name\n", "no use of AI"),
            (b"", "not an inventory"),
        ] {
            let error = read_inventory(bytes).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
