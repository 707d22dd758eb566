//! What a file says of itself before its first item and after its last.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Kind;
use crate::report::Coverage;

/// What is known before the first item is written.
#[derive(Clone, Copy, Debug)]
pub struct Preface<'a> {
    /// What kind of items follows.
    pub kind: Kind,
    /// The query they answer, as it was asked; empty for everything.
    pub query: &'a str,
    /// When the file is made.
    pub made: Timestamp,
    /// When the newest page of the library was fetched or added; `None` where it has none, or the format does not say.
    pub newest: Option<Timestamp>,
    /// The day it is made on, in the user's zone.
    pub today: Date,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
    /// What the library rests on.
    pub coverage: &'a Coverage,
}

impl Preface<'_> {
    /// "Deals: agency:army", "Deals (sample data)".
    pub(super) fn title(&self) -> String {
        let sample = if self.sample { " (sample data)" } else { "" };
        let query = if self.query.is_empty() { String::new() } else { format!(": {}", self.query) };
        format!("{}{sample}{query}", self.kind.heading())
    }
}

/// What is known after the last item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// How many items of the kind that was asked for were written.
    pub written: usize,
    /// How many a limit has left out.
    pub left_out: usize,
    /// Of how many articles the text was withheld, since their source does not allow handing it on, or is no longer known.
    pub withheld: usize,
}

impl Closing {
    /// What the file does not have, for its reader; nothing where it has all.
    pub(super) fn omissions(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.left_out > 0 {
            said.push(format!("{} more were left out by a limit.", self.left_out));
        }
        if self.withheld > 0 {
            said.push(format!(
                "Texts withheld, since the source does not allow handing them on or is no longer known: {}.",
                self.withheld
            ));
        }
        said
    }
}
