//! What people call the columns of a spreadsheet of deals, and in which units a heading says that sums are.

use super::tracker::TrackerColumn;
use crate::base::Currency;

/// In which units the sums of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Whose they are, where the heading says so.
    pub(super) currency: Option<Currency>,
    /// How many of them a one is: a million in `Value ($M)`.
    pub(super) scale: i64,
}

/// A heading as it is compared: `Contract_No.` is "contract no".
pub(super) fn plain(heading: &str) -> String {
    let words = heading.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What a heading of sums says without its unit, and the unit: `Value, in USD`, `Ceiling ($M)`, `Amount GBP thousands`.
pub(super) fn without_unit(heading: &str) -> (String, Unit) {
    let plain = plain(heading);
    let mut words: Vec<&str> = plain.split(' ').collect();
    let sign = [('$', "USD"), ('£', "GBP"), ('€', "EUR"), ('¥', "JPY"), ('₹', "INR")];
    let sign = sign.iter().find(|(sign, _)| heading.contains(*sign));
    let mut unit = Unit { currency: sign.and_then(|(_, code)| Currency::from_code(code)), scale: 1 };
    while words.len() > 1 {
        let Some(last) = words.last() else { break };
        if let Some(scale) = scale(last) {
            unit.scale = scale;
        } else if let Some(currency) = Currency::from_code(&last.to_uppercase()) {
            unit.currency = Some(currency);
        } else if *last != "in" {
            break;
        }
        words.pop();
    }
    (words.join(" "), unit)
}

fn scale(word: &str) -> Option<i64> {
    match word {
        "k" | "thousand" | "thousands" => Some(1_000),
        "m" | "mn" | "mm" | "mio" | "million" | "millions" => Some(1_000_000),
        "b" | "bn" | "billion" | "billions" => Some(1_000_000_000),
        _ => None,
    }
}

impl TrackerColumn {
    /// Headings that mean it, in lower case with single spaces; those before mean it more surely.
    pub(super) fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Vendor => &[
                "vendor",
                "vendors",
                "vendor name",
                "supplier",
                "suppliers",
                "supplier name",
                "contractor",
                "contractor name",
                "prime contractor",
                "prime",
                "awardee",
                "awardee name",
                "recipient",
                "recipient name",
                "company",
                "company name",
                "winner",
                "seller",
                "provider",
                "firm",
            ],
            Self::Agency => &[
                "agency",
                "agencies",
                "awarding agency",
                "awarding agency name",
                "awarding sub agency",
                "buyer",
                "buyer name",
                "contracting authority",
                "contracting agency",
                "customer",
                "client",
                "department",
                "funding agency",
                "government body",
                "public body",
                "authority",
                "organisation",
                "organization",
                "office",
                "end user",
            ],
            Self::Number => &[
                "piid",
                "contract number",
                "contract no",
                "contract id",
                "contract",
                "award id",
                "award id piid",
                "award number",
                "solicitation number",
                "solicitation",
                "order number",
                "task order",
                "task order number",
                "reference number",
                "reference",
                "notice id",
                "ocid",
            ],
            Self::Currency => &["currency", "currency code", "ccy"],
            Self::Value => &[
                "value",
                "contract value",
                "total value",
                "total contract value",
                "tcv",
                "ceiling",
                "ceiling value",
                "award amount",
                "award value",
                "amount",
                "potential value",
                "total obligation",
                "obligation",
                "obligated amount",
                "total obligated amount",
                "price",
                "estimated value",
                "sum",
                "worth",
            ],
            Self::Date => &[
                "award date",
                "date awarded",
                "awarded",
                "awarded on",
                "date",
                "date signed",
                "signed",
                "action date",
                "announced",
                "date announced",
                "announcement date",
                "start date",
                "start",
                "published",
                "publication date",
            ],
            Self::Title => &[
                "title",
                "deal",
                "deal name",
                "name",
                "contract name",
                "contract title",
                "opportunity",
                "opportunity name",
                "project",
                "project name",
                "program",
                "programme",
                "program name",
                "description",
                "subject",
                "requirement",
                "scope",
                "product",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_may_say_in_which_units_sums_are() {
        for (heading, name, code, scale) in [
            ("Value", "value", None, 1),
            ("Value, in USD", "value", Some("USD"), 1),
            ("Contract Value ($M)", "contract value", Some("USD"), 1_000_000),
            ("Amount (GBP thousands)", "amount", Some("GBP"), 1_000),
            ("Ceiling €mn", "ceiling", Some("EUR"), 1_000_000),
            ("USD", "usd", None, 1),
        ] {
            let unit = Unit { currency: code.and_then(Currency::from_code), scale };
            assert_eq!(without_unit(heading), (name.to_owned(), unit), "{heading}");
        }
    }
}
