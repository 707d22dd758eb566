//! One set of filters everywhere: a query and flags, made one query.

use clap::Args;

/// A query and the flags that narrow it: repeated flags are alternatives, different flags all hold.
#[derive(Args, Debug, Clone, Default)]
pub struct Filters {
    /// Words, "phrases" and fields (docs/query.md)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// A government body, by any of its names; what lies below it is included
    #[arg(long, value_name = "NAME")]
    agency: Vec<String>,
    /// A supplier, by any of its names; its units are included
    #[arg(long, value_name = "NAME")]
    vendor: Vec<String>,
    /// A program or contract vehicle
    #[arg(long, value_name = "NAME")]
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
    /// A sum: `>200M`, `$1.5bn..$3bn`, `<£15m`
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
}

impl Filters {
    /// All of it as one query text.
    pub fn text(&self) -> String {
        let words = self.query.join(" ");
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
            let quoted: Vec<String> = values.iter().map(|value| quoted(field, value)).collect();
            match quoted.as_slice() {
                [] => {}
                [one] => parts.push(format!("{field}:{one}")),
                several => {
                    let each: Vec<String> = several.iter().map(|value| format!("{field}:{value}")).collect();
                    parts.push(format!("({})", each.join(" OR ")));
                }
            }
        }
        for (field, value) in [("after", &self.since), ("until", &self.until), ("date", &self.period)] {
            parts.extend(value.iter().map(|value| format!("{field}:{}", quoted(field, value))));
        }
        if parts.is_empty() {
            return words;
        }
        if !words.trim().is_empty() {
            // Kept first, so that a mistake in it is shown at its own place.
            parts.insert(0, format!("({words})"));
        }
        parts.join(" ")
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
        Self { since: None, until: None, period: None, ..self.clone() }.text()
    }
}

/// A value as the query language takes it; an `=` for "itself alone" and the signs of ranges stay outside the quotes.
fn quoted(field: &str, value: &str) -> String {
    let (sign, rest) = match value.strip_prefix('=') {
        Some(rest) if matches!(field, "agency" | "vendor") => ("=", rest),
        _ => ("", value),
    };
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
            agency: vec!["department of war".into(), "=army".into()],
            kind: vec!["award".into()],
            since: Some("last month".into()),
            ..Filters::default()
        };
        assert_eq!(
            filters.text(),
            "(maven smart) (agency:\"department of war\" OR agency:=army) type:award after:\"last month\""
        );
        assert_eq!(Filters::default().text(), "");
    }
}
