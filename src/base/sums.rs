//! One sum of money as people type it.

use rust_decimal::Decimal;

use super::money::Currency;

/// A figure, and the currency where one is written.
pub type Sum = (Decimal, Option<Currency>);

/// Signs and codes before a figure, longer ones first.
const SIGNS: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("nz$", "NZD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("s$", "SGD"),
    ("$", "USD"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("₹", "INR"),
    ("¥", "JPY"),
    ("₩", "KRW"),
];

/// Words and letters after a figure.
const SCALES: &[(&str, i64)] = &[
    ("", 1),
    ("k", 1_000),
    ("thousand", 1_000),
    ("m", 1_000_000),
    ("mn", 1_000_000),
    ("million", 1_000_000),
    ("b", 1_000_000_000),
    ("bn", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("t", 1_000_000_000_000),
    ("tn", 1_000_000_000_000),
    ("trillion", 1_000_000_000_000),
];

/// One sum as people type it (`$1.5bn`, `200 million EUR`, `1,250,000`), with its currency where it has a sign or a code
/// before or after it.
pub fn read_sum(text: &str) -> Option<Sum> {
    let text = text.trim().to_lowercase();
    let (currency, rest) = leading_currency(&text);
    let figure_ends =
        rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    let (figure, tail) = rest.split_at(figure_ends);
    let (scale, code) = match tail.trim() {
        tail if scale(tail).is_some() => (scale(tail)?, None),
        tail => {
            let cut = tail.len().checked_sub(3)?;
            let code = tail.get(cut..).and_then(Currency::from_code)?;
            (scale(tail.get(..cut)?.trim())?, Some(code))
        }
    };
    let digits = with_decimal_point(figure);
    let well_formed = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.ends_with(|c: char| c.is_ascii_digit());
    if !well_formed || (currency.is_some() && code.is_some()) {
        return None;
    }
    let sum = digits.parse::<Decimal>().ok()?.checked_mul(Decimal::from(scale))?;
    Some((sum, currency.or(code)))
}

/// A figure without what groups its digits: `1,250,000.5`, and `1.250.000,5` as most of Europe writes it. Of both marks the last
/// begins the fraction; alone, a comma before other than three digits does, and a point that stands there once.
fn with_decimal_point(figure: &str) -> String {
    let is_comma_last = figure.rfind(',') > figure.rfind('.');
    let fraction = figure.rsplit(',').next().unwrap_or_default().len();
    let is_comma_decimal =
        is_comma_last && figure.matches(',').count() == 1 && (figure.contains('.') || fraction != 3);
    let whole =
        if is_comma_decimal { figure.rsplit_once(',').map_or(figure, |(whole, _)| whole) } else { figure };
    let is_grouped = whole.split('.').skip(1).all(|group| group.len() == 3);
    if is_comma_decimal && is_grouped {
        figure.replace('.', "").replace(',', ".")
    } else if figure.matches('.').count() > 1 && is_grouped {
        figure.replace('.', "")
    } else if is_comma_decimal {
        // No sum: it is left as it cannot be read.
        figure.to_owned()
    } else {
        figure.replace(',', "")
    }
}

fn leading_currency(text: &str) -> (Option<Currency>, &str) {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return (Currency::from_code(code), rest.trim_start());
        }
    }
    if let Some(currency) = text.get(..3).and_then(Currency::from_code) {
        return (Some(currency), text[3..].trim_start());
    }
    (None, text)
}

fn scale(word: &str) -> Option<i64> {
    SCALES.iter().find(|(known, _)| *known == word).map(|(_, scale)| *scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_typed() {
        for (text, sum) in [
            ("$1.5bn", Some((1_500_000_000_i64, "USD"))),
            ("USD 40000000", Some((40_000_000, "USD"))),
            ("200 million EUR", Some((200_000_000, "EUR"))),
            ("£15m", Some((15_000_000, "GBP"))),
            ("€1,5m", Some((1_500_000, "EUR"))),
            ("1.250.000,00 EUR", Some((1_250_000, "EUR"))),
            ("EUR 1.250.000", Some((1_250_000, "EUR"))),
            ("USD 1,250,000.00", Some((1_250_000, "USD"))),
            ("$1,250", Some((1_250, "USD"))),
            ("1.2.3", None),
            ("1.25,5", None),
            ("$5 EUR", None),
            ("many", None),
        ] {
            let read =
                read_sum(text).map(|(sum, currency)| (sum.normalize(), currency.unwrap_or(Currency::USD)));
            let meant = sum.and_then(|(sum, code)| Some((Decimal::from(sum), Currency::from_code(code)?)));
            assert_eq!(read, meant, "{text}");
        }
    }
}
