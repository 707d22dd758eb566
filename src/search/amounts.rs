//! Sums in a query: `>200M`, `>=$1.5bn`, `<£15m`, `1M..50M`.

use super::query::AmountRange;
use crate::base::{Currency, Sum, read_sum};

/// Why a text is no range of sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AmountError {
    NotASum,
    TwoCurrencies,
    Empty,
}

/// Reads a bound (`>1M`), a range (`1M..50M`, either end may be left out) or one sum.
pub(super) fn read_amounts(text: &str) -> Result<AmountRange, AmountError> {
    let text = text.trim();
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (read_end(low)?, read_end(high)?);
        let currency = match (low.and_then(|l| l.1), high.and_then(|h| h.1)) {
            (Some(a), Some(b)) if a != b => return Err(AmountError::TwoCurrencies),
            (a, b) => a.or(b).unwrap_or(Currency::USD),
        };
        if low.is_none() && high.is_none() {
            return Err(AmountError::NotASum);
        }
        if low.zip(high).is_some_and(|(low, high)| low.0 > high.0) {
            return Err(AmountError::Empty);
        }
        return Ok(AmountRange { currency, low: low.map(|l| (l.0, true)), high: high.map(|h| (h.0, true)) });
    }
    for (sign, is_low, closed) in [
        (">=", true, true),
        ("≥", true, true),
        ("<=", false, true),
        ("≤", false, true),
        (">", true, false),
        ("<", false, false),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            let (sum, currency) = read_sum(rest).ok_or(AmountError::NotASum)?;
            let currency = currency.unwrap_or(Currency::USD);
            let bound = Some((sum, closed));
            let (low, high) = if is_low { (bound, None) } else { (None, bound) };
            return Ok(AmountRange { currency, low, high });
        }
    }
    let (sum, currency) = read_sum(text).ok_or(AmountError::NotASum)?;
    let bound = Some((sum, true));
    Ok(AmountRange { currency: currency.unwrap_or(Currency::USD), low: bound, high: bound })
}

/// One end of a range; left out, it is open.
fn read_end(text: &str) -> Result<Option<Sum>, AmountError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    read_sum(text).map(Some).ok_or(AmountError::NotASum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    #[test]
    fn sums_bounds_and_ranges() {
        let shown = |text: &str| {
            read_amounts(text).map(|range| {
                let end = |end: Option<(Decimal, bool)>| {
                    end.map_or("-".into(), |(sum, closed)| format!("{sum}{}", if closed { "=" } else { "" }))
                };
                format!("{} {} {}", range.currency, end(range.low), end(range.high))
            })
        };
        for (text, expected) in [
            (">200M", "USD 200000000 -"),
            (">=$1.5bn", "USD 1500000000.0= -"),
            ("<£15m", "GBP - 15000000"),
            ("1M..50M", "USD 1000000= 50000000="),
            ("€1M..", "EUR 1000000= -"),
            ("..5k", "USD - 5000="),
            ("1,250,000", "USD 1250000= 1250000="),
            ("200 million EUR", "EUR 200000000= 200000000="),
            ("AUD 3M..4M", "AUD 3000000= 4000000="),
            ("≤1t", "USD - 1000000000000="),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(expected), "{text}");
        }
        for text in
            ["", ">", "..", "M", "1.2.3", "five", ">1x", "$5 EUR", "99999999999999999999999999t", "$", "ü"]
        {
            assert_eq!(shown(text), Err(AmountError::NotASum), "{text}");
        }
        assert_eq!(shown("$1M..£2M"), Err(AmountError::TwoCurrencies));
        assert_eq!(shown("5M..1M"), Err(AmountError::Empty));
    }
}
