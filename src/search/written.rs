//! A part of a query, written down again.

use std::fmt;

use super::query::{AmountRange, Filter, Form, NameKind, Node, Text, TextField, Trait};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("*"),
            Self::Text(text) => text.fmt(f),
            Self::Filter(filter) => filter.fmt(f),
            Self::List(clauses) => {
                f.write_str("(")?;
                for (at, clause) in clauses.iter().enumerate() {
                    let sign = if clause.must { "+" } else { "" };
                    write!(f, "{}{sign}{}", if at == 0 { "" } else { " " }, clause.node)?;
                }
                f.write_str(")")
            }
            Self::And(nodes) => joined(f, nodes, " AND "),
            Self::Or(nodes) => joined(f, nodes, " OR "),
            Self::Not(node) => write!(f, "-{node}"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, nodes: &[Node], word: &str) -> fmt::Result {
    f.write_str("(")?;
    for (at, node) in nodes.iter().enumerate() {
        write!(f, "{}{node}", if at == 0 { "" } else { word })?;
    }
    f.write_str(")")
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.field {
            TextField::Any => "",
            TextField::Title => "title:",
            TextField::Body => "body:",
        })?;
        match &self.form {
            Form::Word(word) => f.write_str(word),
            Form::Phrase { words, slop: 0 } => write!(f, "\"{words}\""),
            Form::Phrase { words, slop } => write!(f, "\"{words}\"~{slop}"),
            Form::Prefix(start) => write!(f, "{start}*"),
            Form::Fuzzy { word, distance } => write!(f, "{word}~{distance}"),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(kind, name) => {
                let field = match kind {
                    NameKind::Agency => "agency",
                    NameKind::Vendor => "vendor",
                    NameKind::Product => "product",
                    NameKind::Program => "program",
                };
                write!(f, "{field}:{}{}", if name.exact { "=" } else { "" }, quoted(&name.text))
            }
            Self::Via(name) => write!(f, "via:{}{}", if name.exact { "=" } else { "" }, quoted(&name.text)),
            Self::Kind(kind) => write!(f, "type:{}", kind.as_str()),
            Self::Status(status) => write!(f, "status:{}", status.as_str()),
            Self::Publisher(name) => write!(f, "publisher:{}", quoted(name)),
            Self::Id(id) => write!(f, "id:{}", quoted(id)),
            Self::Country(code) => write!(f, "country:{code}"),
            Self::Published { from, to } => days(f, "date", *from, *to),
            Self::Happened { from, to } => days(f, "happened", *from, *to),
            Self::Amount(range) => write!(f, "amount:{range}"),
            Self::Sum(role, range) => write!(f, "{}:{range}", role.as_str()),
            Self::Kept { written, .. } => f.write_str(written),
            Self::Has(sort) => {
                let is = Trait::IS.contains(sort);
                write!(f, "{}:{}", if is { "is" } else { "has" }, sort.as_str())
            }
        }
    }
}

fn days(
    f: &mut fmt::Formatter<'_>,
    field: &str,
    from: Option<jiff::civil::Date>,
    to: Option<jiff::civil::Date>,
) -> fmt::Result {
    match (from, to) {
        (Some(from), None) if field == "date" => write!(f, "after:{from}"),
        (None, Some(to)) if field == "date" => write!(f, "until:{to}"),
        (Some(from), Some(to)) if from == to => write!(f, "{field}:{from}"),
        (Some(from), Some(to)) => write!(f, "{field}:{from}..{to}"),
        (Some(from), None) => write!(f, "{field}:{from}.."),
        (None, Some(to)) => write!(f, "{field}:..{to}"),
        (None, None) => write!(f, "{field}:*"),
    }
}

impl fmt::Display for AmountRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.currency.code();
        match (self.low, self.high) {
            (Some((low, _)), Some((high, _))) => write!(f, "{code}{}..{}", low.normalize(), high.normalize()),
            (Some((low, closed)), None) => {
                write!(f, ">{}{code}{}", if closed { "=" } else { "" }, low.normalize())
            }
            (None, Some((high, closed))) => {
                write!(f, "<{}{code}{}", if closed { "=" } else { "" }, high.normalize())
            }
            (None, None) => write!(f, ">=0"),
        }
    }
}

/// A value as it must be written: in quotes where it has spaces or marks.
fn quoted(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "-_./&".contains(c));
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "")) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::search::Query;

    #[test]
    fn what_is_written_again_reads_the_same() {
        let today = date(2026, 3, 1);
        for text in [
            "agency:dod vendor:(openai OR \"scale ai\") amount:>100M after:2025-07 type:award",
            "title:maven \"task order\"~3 procure* palntir~1 status:protested via:aws id:FA8615-19-C-6058",
            "+drone -opinion has:amount is:disputed country:gb ceiling:1M..£2M date:2026-03-17",
            "a AND (b OR NOT c)",
        ] {
            let Ok(query) = Query::parse(text, today) else { continue };
            let written = query.root.to_string();
            let again = Query::parse(&written, today).unwrap_or_else(|e| panic!("{}", e.render(&written)));
            assert_eq!(again.root.to_string(), written, "{text}");
        }
    }
}
