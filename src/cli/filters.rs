//! One set of filters everywhere: a query and flags, made one query.

use awardwire::library::{Certainty, DealFilter, Library};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::cli::complete;
use crate::cli::ending::Ending;
use crate::cli::settings::share;

/// A query and the flags that narrow it.
#[derive(Args, Debug, Clone, Default)]
pub struct Filters {
    /// Words, "phrases" and fields (docs/query.md)
    #[arg(value_name = "QUERY", add = complete::query())]
    pub query: Vec<String>,
    #[command(flatten)]
    pub flags: Flags,
}

/// What narrows a query: repeated flags are alternatives, different flags all hold.
#[derive(Args, Debug, Clone, Default)]
pub struct Flags {
    /// A government body, by any of its names; what lies below it is included; @NAME is any of a list of yours
    #[arg(long, value_name = "NAME", add = complete::agencies())]
    agency: Vec<String>,
    /// A supplier, by any of its names; its units are included; @NAME is any of a list of yours
    #[arg(long, value_name = "NAME", add = complete::vendors())]
    vendor: Vec<String>,
    /// A program or contract vehicle
    #[arg(long, value_name = "NAME", add = complete::programs())]
    program: Vec<String>,
    /// award, modification, solicitation, termination, protest, exclusion, deployment, authorization, partnership, investment
    #[arg(long = "type", value_name = "TYPE")]
    kind: Vec<String>,
    /// Where its deal stands: sought, awarded, changed, protested, ended, barred
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// A country's two letters
    #[arg(long, value_name = "CC")]
    country: Vec<String>,
    /// A sum: `>200M`, `$1.5bn..$3bn`, `<£15m`; one of a role: `ceiling:>200M`, also award, obligated, modification, price,
    /// budget, investment
    #[arg(long, value_name = "RANGE")]
    value: Vec<String>,
    /// Published on this day or later: 2026-03-17, 2026-03, friday, 7d, "last month"
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Published in this year, month or on this day
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["since", "until"])]
    pub period: Option<String>,
    /// What is told took place then, whenever it was published: 2025, 2025-07..2026-01
    #[arg(long, value_name = "PERIOD")]
    happened: Option<String>,
}

/// How sure what is told must be to count.
#[derive(Args, Debug, Clone, Default)]
pub struct Sureness {
    /// Only what was found with at least this confidence (0 to 1) counts
    #[arg(long, default_value_t = 0.0, value_name = "C", value_parser = share)]
    min_confidence: f32,
    /// Only what its article tells so counts: announced, reported, planned, possible
    #[arg(long, value_enum, value_name = "CERTAINTY")]
    certainty: Vec<Told>,
}

/// How sure an article itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Told {
    Announced,
    Reported,
    Planned,
    Possible,
}

impl Sureness {
    /// The filter of a query with this in it.
    ///
    /// # Errors
    /// When the query has a mistake, or names a list, saved query or tag that is not there.
    pub fn filter(&self, library: &Library, query: &str, today: Date) -> Result<DealFilter, Ending> {
        let mut filter = library.filter(query, today)?;
        filter.min_confidence = self.min_confidence;
        filter.certainties = self.certainties();
        Ok(filter)
    }

    /// The least confidence that counts.
    pub fn min_confidence(&self) -> f32 {
        self.min_confidence
    }

    /// The certainties that count; all where there are none.
    pub fn certainties(&self) -> Vec<Certainty> {
        let certainty = |told: &Told| match told {
            Told::Announced => Certainty::Announced,
            Told::Reported => Certainty::Reported,
            Told::Planned => Certainty::Planned,
            Told::Possible => Certainty::Possible,
        };
        self.certainty.iter().map(certainty).collect()
    }
}

impl Filters {
    /// All of it as one query text.
    pub fn text(&self) -> String {
        self.flags.text_with(&self.query.join(" "))
    }

    /// All of it, and a condition that holds too.
    pub fn text_and(&self, condition: &str) -> String {
        match self.text() {
            text if text.trim().is_empty() => condition.to_owned(),
            text => format!("({text}) {condition}"),
        }
    }

    /// All of it but the dates, which a digest reckons itself.
    pub fn text_without_dates(&self) -> String {
        let flags = Flags { since: None, until: None, period: None, ..self.flags.clone() };
        flags.text_with(&self.query.join(" "))
    }
}

impl Flags {
    /// The same, with these kinds of event too.
    pub fn with_kinds(mut self, kinds: &[String]) -> Self {
        self.kind.extend(kinds.iter().map(|kind| kind.trim().to_owned()).filter(|kind| !kind.is_empty()));
        self
    }

    /// Words and the flags as one query text.
    pub fn text_with(&self, words: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (field, values) in [
            ("agency", &self.agency),
            ("vendor", &self.vendor),
            ("program", &self.program),
            ("type", &self.kind),
            ("status", &self.status),
            ("country", &self.country),
            ("amount", &self.value),
        ] {
            let each: Vec<String> = values.iter().map(|value| clause(field, value)).collect();
            match each.as_slice() {
                [] => {}
                [one] => parts.push(one.clone()),
                several => parts.push(format!("({})", several.join(" OR "))),
            }
        }
        for (field, value) in [
            ("after", &self.since),
            ("until", &self.until),
            ("date", &self.period),
            ("happened", &self.happened),
        ] {
            parts.extend(value.iter().map(|value| format!("{field}:{}", quoted(field, value))));
        }
        if parts.is_empty() {
            return words.to_owned();
        }
        if !words.trim().is_empty() {
            // Kept first, so that a mistake in it is shown at its own place.
            parts.insert(0, format!("({words})"));
        }
        parts.join(" ")
    }
}

/// The roles of sums, which are fields of the query language too.
const ROLES: [&str; 7] = ["ceiling", "award", "obligated", "modification", "price", "budget", "investment"];

/// `field:value`; a sum may name its own field.
pub fn clause(field: &str, value: &str) -> String {
    let of_role = value.split_once(':').filter(|(role, _)| field == "amount" && ROLES.contains(role));
    let (field, value) = of_role.unwrap_or((field, value));
    format!("{field}:{}", quoted(field, value))
}

/// A value as the query language takes it; an `=` for "itself alone" and the signs of ranges stay outside the quotes.
fn quoted(field: &str, value: &str) -> String {
    let (sign, rest) = match value.strip_prefix('=') {
        Some(rest) if matches!(field, "agency" | "vendor") => ("=", rest),
        _ => ("", value),
    };
    // A list of the user's; whether it is one is found where the query is read.
    let list = rest.strip_prefix('@').filter(|_| matches!(field, "agency" | "vendor" | "program"));
    if let Some(list) = list
        && list.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    {
        return format!("{sign}@{list}");
    }
    let is_plain = !rest.is_empty()
        && rest
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '$' | '£' | '€' | '<' | '>' | '='));
    if is_plain { format!("{sign}{rest}") } else { format!("{sign}\"{}\"", rest.replace(['"', '\\'], " ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_become_one_query() {
        let filters = Filters {
            query: vec!["maven".into(), "smart".into()],
            flags: Flags {
                agency: vec!["department of war".into(), "=army".into(), "@my_list".into(), "@a b".into()],
                kind: vec!["award".into()],
                since: Some("last month".into()),
                ..Flags::default()
            },
        };
        assert_eq!(
            filters.text(),
            "(maven smart) (agency:\"department of war\" OR agency:=army OR agency:@my_list OR agency:\"@a b\") type:award after:\"last month\""
        );
        assert_eq!(Filters::default().text(), "");
        let sums =
            Flags { value: vec![">1M".into(), "ceiling:>200M".into(), "x:1".into()], ..Flags::default() };
        assert_eq!(sums.text_with(""), "(amount:>1M OR ceiling:>200M OR amount:\"x:1\")");
    }
}
