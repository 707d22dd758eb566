//! Signs, codes and words of currencies (ISO 4217), and words of scale.

use rust_decimal::Decimal;

use crate::base::Currency;

/// What a sign, code or word before or after a figure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// This currency.
    Of(Currency),
    /// A hundredth of the story's dollar, or of this currency.
    Hundredth(Option<Currency>),
    /// A bare dollar sign or the word: the story's country tells which.
    Dollar,
    /// A bare pound.
    Pound,
}

/// Currency codes read as such when written in capitals beside a figure.
pub(super) const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "AUD", "CAD", "NZD", "SGD", "HKD", "INR", "JPY", "CNY", "RMB", "KRW", "TWD", "CHF",
    "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "UAH", "TRY", "ILS", "AED", "SAR", "QAR", "KWD",
    "BHD", "OMR", "EGP", "ZAR", "NGN", "KES", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "IDR", "MYR", "THB",
    "VND", "PHP", "PKR", "BDT", "LKR", "KZT",
];

/// The unit that a sign, code or word means; `None` for what is no unit of money.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let lower = word.trim().trim_end_matches('.').to_lowercase().replace(['.', ' '], "");
    let of = |code: &str| Currency::from_code(code).map(Unit::Of);
    match lower.as_str() {
        "$" | "dollar" | "dollars" => Some(Unit::Dollar),
        "us$" | "usdollar" | "usdollars" | "us" | "$us" => of("USD"),
        "a$" | "au$" | "australiandollar" | "australiandollars" => of("AUD"),
        "c$" | "ca$" | "canadiandollar" | "canadiandollars" => of("CAD"),
        "nz$" | "newzealanddollar" | "newzealanddollars" => of("NZD"),
        "s$" | "sg$" | "singaporedollar" | "singaporedollars" => of("SGD"),
        "hk$" | "hongkongdollars" => of("HKD"),
        "nt$" | "newtaiwandollars" => of("TWD"),
        "r$" | "real" | "reais" | "brazilianreais" => of("BRL"),
        "£" | "pound" | "pounds" => Some(Unit::Pound),
        "sterling" | "poundssterling" | "britishpounds" => of("GBP"),
        "€" | "euro" | "euros" => of("EUR"),
        "₹" | "rs" | "rupee" | "rupees" | "indianrupees" => of("INR"),
        "¥" | "yen" | "japaneseyen" => of("JPY"),
        "yuan" | "renminbi" | "rmb" | "cn¥" => of("CNY"),
        "₩" | "won" | "koreanwon" => of("KRW"),
        "₪" | "shekel" | "shekels" | "nis" => of("ILS"),
        "₴" | "hryvnia" | "hryvnias" => of("UAH"),
        "zł" | "zloty" | "zlotys" | "zlotych" => of("PLN"),
        "₺" | "lira" | "liras" => of("TRY"),
        "dirham" | "dirhams" => of("AED"),
        "riyal" | "riyals" => of("SAR"),
        "francs" | "swissfrancs" => of("CHF"),
        "kronor" => of("SEK"),
        "kroner" => of("NOK"),
        "rand" => of("ZAR"),
        "rupiah" => of("IDR"),
        "ringgit" => of("MYR"),
        "baht" => of("THB"),
        "cent" | "cents" | "¢" => Some(Unit::Hundredth(None)),
        "pence" => Some(Unit::Hundredth(Some(Currency::GBP))),
        _ => {
            let code = word.trim();
            CODES.contains(&code).then(|| of(if code == "RMB" { "CNY" } else { code }))?
        }
    }
}

/// What a word of scale multiplies by; Indian lakh and crore, French and German words among them.
pub(super) fn scale(word: &str) -> Option<Decimal> {
    let lower = word.trim().trim_matches(['-', '.']).to_lowercase();
    let thousand = Decimal::from(1_000);
    Some(match lower.as_str() {
        "k" | "thousand" | "grand" => thousand,
        "lakh" | "lakhs" | "lac" => Decimal::from(100_000),
        "m" | "mm" | "mn" | "mln" | "mil" | "million" | "millions" | "millionen" | "millones" | "milioni" => {
            Decimal::from(1_000_000)
        }
        "crore" | "crores" | "cr" => Decimal::from(10_000_000),
        "b" | "bn" | "bln" | "billion" | "billions" | "milliard" | "milliards" | "milliarden"
        | "miliardi" => Decimal::from(1_000_000_000),
        "lakh crore" | "t" | "tn" | "trn" | "trillion" | "trillions" => Decimal::from(1_000_000_000_000_i64),
        _ => return None,
    })
}

/// The dollar of a country; the United States' where it has none of its own.
pub(super) fn dollar_of(country: &str) -> Currency {
    let code = match country {
        "au" => "AUD",
        "ca" => "CAD",
        "nz" => "NZD",
        "sg" => "SGD",
        "hk" => "HKD",
        _ => "USD",
    };
    Currency::from_code(code).unwrap_or(Currency::USD)
}
