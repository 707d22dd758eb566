//! Sums of money: an exact decimal and an ISO 4217 currency, never a float.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");

    /// The currency of a three-letter code in either case; `None` when it is not three ASCII letters.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        // The constructor admits ASCII letters only.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// The sign a reader expects before a figure: `$`, `£`, `€`, else the code and a space.
    pub fn sign(&self) -> String {
        match self.code() {
            "USD" => "$".into(),
            "GBP" => "£".into(),
            "EUR" => "€".into(),
            "INR" => "₹".into(),
            "JPY" => "¥".into(),
            "AUD" => "A$".into(),
            "CAD" => "C$".into(),
            "NZD" => "NZ$".into(),
            "SGD" => "S$".into(),
            code => format!("{code} "),
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(format!("not a currency code: {code}")))
    }
}

/// A sum in units of its currency.
///
/// Serialised as `{"amount": "1.5", "currency": "USD"}`: exact in every store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Units, not thousands or millions.
    pub amount: Decimal,
    /// The currency the units are in.
    pub currency: Currency,
}

impl Money {
    /// A sum of `amount` units.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount: amount.normalize(), currency }
    }

    /// The sum in thousandths of the unit, as the store keeps it; `None` when it does not fit 64 bits.
    pub fn thousandths(&self) -> Option<i64> {
        self.amount.checked_mul(Decimal::from(1000))?.round().to_i64()
    }

    /// The sum that [`Money::thousandths`] wrote down.
    pub fn from_thousandths(thousandths: i64, currency: Currency) -> Self {
        Self::new(Decimal::new(thousandths, 3), currency)
    }

    /// Whether both are in one currency and within `share` (0.02 is two per cent) of the larger.
    pub fn is_near(&self, other: &Money, share: f64) -> bool {
        let (a, b) = (self.amount.to_f64().unwrap_or(0.0), other.amount.to_f64().unwrap_or(0.0));
        self.currency == other.currency && (a - b).abs() <= share * a.abs().max(b.abs())
    }
}

/// For people: `$200 million`, `£15.5 million`, `$0.42`; at most four significant digits after scaling.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.amount.abs();
        let (divisor, word) = if magnitude >= Decimal::from(1_000_000_000_000_i64) {
            (1_000_000_000_000_i64, " trillion")
        } else if magnitude >= Decimal::from(1_000_000_000) {
            (1_000_000_000, " billion")
        } else if magnitude >= Decimal::from(1_000_000) {
            (1_000_000, " million")
        } else {
            (1, "")
        };
        let sign = if self.amount.is_sign_negative() { "-" } else { "" };
        let scaled = magnitude / Decimal::from(divisor);
        let places = if divisor == 1 { u32::from(!scaled.fract().is_zero()) * 2 } else { 2 };
        let rounded = scaled.round_dp(places);
        let digits = if divisor == 1 {
            grouped(&format!("{rounded:.*}", places as usize))
        } else {
            rounded.normalize().to_string()
        };
        write!(f, "{sign}{}{digits}{word}", self.currency.sign())
    }
}

/// Puts commas between groups of three digits before the decimal point.
fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Money {
        Money::new(text.parse().unwrap(), Currency::USD)
    }

    #[test]
    fn people_read_scaled_figures() {
        for (amount, shown) in [
            ("200000000", "$200 million"),
            ("252458698", "$252.46 million"),
            ("50000000000", "$50 billion"),
            ("0.42", "$0.42"),
            ("25000", "$25,000"),
            ("-1500000", "-$1.5 million"),
        ] {
            assert_eq!(usd(amount).to_string(), shown);
        }
    }

    #[test]
    fn thousandths_refuse_what_does_not_fit() {
        assert_eq!(usd("0.42").thousandths(), Some(420));
        assert_eq!(usd("99999999999999999999").thousandths(), None);
        assert_eq!(Money::from_thousandths(420, Currency::USD), usd("0.42"));
    }
}
