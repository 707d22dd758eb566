//! The fields of the index, and the version by which an older index is told.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::query::{AmountRange, NameKind};
use super::tokens;
use crate::base::{Currency, Money};
use crate::entities::AmountRole;

/// Raised whenever fields, terms or the cutting of words change.
pub(super) const SCHEMA_VERSION: u32 = 4;

/// The fields.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    pub(super) id: Field,
    pub(super) title: Field,
    pub(super) body: Field,
    pub(super) evidence: Field,
    pub(super) title_exact: Field,
    pub(super) body_exact: Field,
    /// Ids of each kind: the organisation's own as `=id`, and without the sign those of all it belongs to.
    ids: [Field; 4],
    /// Names of each kind, as text.
    names: [Field; 4],
    pub(super) via_ids: Field,
    pub(super) via_names: Field,
    pub(super) kinds: Field,
    pub(super) statuses: Field,
    pub(super) traits: Field,
    pub(super) numbers: Field,
    pub(super) publisher: Field,
    pub(super) country: Field,
    pub(super) amounts: Field,
    /// First day of each date on which something told took place, as days since 1970.
    pub(super) happened: Field,
    /// First day of the publication date, as days since 1970; absent where unknown.
    pub(super) day: Field,
    /// By the id: settles what is equal in all else, whatever the order of writing.
    pub(super) tie: Field,
}

/// Name of the field of days, by which answers are sorted.
pub(super) const DAY: &str = "day";
/// Name of the field that settles ties.
pub(super) const TIE: &str = "tie";

impl Fields {
    pub(super) fn new() -> Self {
        let mut builder = Schema::builder();
        let stemmed = words(tokens::STEMMED, IndexRecordOption::WithFreqsAndPositions, true);
        // Prefix, fuzzy and "written exactly so" need neither places nor counts.
        let exact = words(tokens::EXACT, IndexRecordOption::Basic, false);
        let names = words(tokens::STEMMED, IndexRecordOption::WithFreqsAndPositions, false);
        let fast = NumericOptions::default().set_fast();
        Self {
            id: builder.add_text_field("id", STRING | STORED),
            title: builder.add_text_field("title", stemmed.clone()),
            body: builder.add_text_field("body", stemmed.clone()),
            evidence: builder.add_text_field("evidence", stemmed),
            title_exact: builder.add_text_field("title_exact", exact.clone()),
            body_exact: builder.add_text_field("body_exact", exact),
            ids: ["agency_id", "vendor_id", "product_id", "program_id"]
                .map(|name| builder.add_text_field(name, STRING | FAST)),
            names: ["agency_name", "vendor_name", "product_name", "program_name"]
                .map(|name| builder.add_text_field(name, names.clone())),
            via_ids: builder.add_text_field("via_id", STRING),
            via_names: builder.add_text_field("via_name", names.clone()),
            kinds: builder.add_text_field("kind", STRING | FAST),
            statuses: builder.add_text_field("status", STRING | FAST),
            traits: builder.add_text_field("trait", STRING),
            numbers: builder.add_text_field("number", STRING),
            publisher: builder.add_text_field("publisher", names.set_fast("raw")),
            country: builder.add_text_field("country", STRING | FAST),
            amounts: builder.add_bytes_field("amount", tantivy::schema::INDEXED),
            happened: builder.add_i64_field("happened", fast.clone()),
            day: builder.add_i64_field(DAY, fast.clone()),
            tie: builder.add_u64_field(TIE, fast),
            schema: builder.build(),
        }
    }

    pub(super) fn ids(&self, kind: NameKind) -> Field {
        self.ids[position(kind)]
    }

    pub(super) fn names(&self, kind: NameKind) -> Field {
        self.names[position(kind)]
    }
}

fn position(kind: NameKind) -> usize {
    match kind {
        NameKind::Agency => 0,
        NameKind::Vendor => 1,
        NameKind::Product => 2,
        NameKind::Program => 3,
    }
}

fn words(tokenizer: &str, record: IndexRecordOption, norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(norms),
    )
}

/// A contract number as it is compared: letters and digits, upper case.
pub fn number_key(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    // A difference of two dates in days always has a value; the two ends of jiff's range are 7 million days apart.
    epoch.until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// Set in the tie of an id that is not the usual `a` and 15 hexadecimal digits.
const UNUSUAL: u64 = 1 << 63;

/// What settles ties: the digits of a usual id, from which it can be told again; of another one a hash (FNV-1a, 63 bits).
pub(super) fn tie_of(id: &str) -> u64 {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let digits = id.strip_prefix('a').filter(|digits| digits.len() == 15 && digits.bytes().all(is_digit));
    if let Some(tie) = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok()) {
        return tie;
    }
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    id.bytes().fold(0xcbf2_9ce4_8422_2325, hash) | UNUSUAL
}

/// The id that a tie is of; `None` where it cannot be told.
pub(super) fn id_of_tie(tie: u64) -> Option<String> {
    (tie & UNUSUAL == 0).then(|| format!("a{tie:015x}"))
}

/// A sum as a term that sorts by currency, then by size in thousandths.
pub(super) fn amount_term(money: &Money) -> Option<Vec<u8>> {
    Some(sortable(money.currency, money.thousandths()?))
}

/// The term of a sum as one of this role. Its first byte keeps it apart from the plain terms, which begin with a letter.
pub(super) fn of_role(role: AmountRole, term: &[u8]) -> Vec<u8> {
    [&[role as u8], term].concat()
}

/// The first and the last term within the bounds; `None` when no sum can lie there.
pub(super) fn amount_bounds(range: &AmountRange) -> Option<(Vec<u8>, Vec<u8>)> {
    let thousand = rust_decimal::Decimal::from(1000);
    let low = match range.low {
        None => i64::MIN,
        Some((low, closed)) => {
            let exact = low.checked_mul(thousand)?;
            let least = exact.ceil();
            let open = !closed && least == exact;
            least.to_i64()?.checked_add(i64::from(open))?
        }
    };
    let high = match range.high {
        None => i64::MAX,
        Some((high, closed)) => match high.checked_mul(thousand) {
            None => i64::MAX,
            Some(exact) => {
                let most = exact.floor();
                let open = !closed && most == exact;
                most.to_i64().map_or(Some(i64::MAX), |most| most.checked_sub(i64::from(open)))?
            }
        },
    };
    (low <= high).then(|| (sortable(range.currency, low), sortable(range.currency, high)))
}

/// Whether a sum lies within the bounds, to the thousandth of its unit.
pub fn lies_within(money: &Money, range: &AmountRange) -> bool {
    let (term, bounds) = (amount_term(money), amount_bounds(range));
    term.zip(bounds).is_some_and(|(term, (low, high))| low <= term && term <= high)
}

fn sortable(currency: Currency, thousandths: i64) -> Vec<u8> {
    // Flipping the sign bit makes the order of the bytes that of the numbers.
    let ordered = (thousandths as u64) ^ (1 << 63);
    [currency.code().as_bytes(), &ordered.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    #[test]
    fn sums_sort_by_size_within_their_currency() {
        let term = |text: &str| amount_term(&Money::new(text.parse().unwrap(), Currency::USD)).unwrap();
        assert!(term("-1") < term("0") && term("0.999") < term("1") && term("1") < term("5000000000"));
        let bounds = |low, high| amount_bounds(&AmountRange { currency: Currency::USD, low, high });
        let (low, high) = bounds(Some((Decimal::ONE, false)), Some((Decimal::TWO, true))).unwrap();
        assert!(term("1") < low && term("1.001") >= low && term("2") <= high && term("2.001") > high);
        assert_eq!(bounds(Some((Decimal::ONE, false)), Some((Decimal::ONE, true))), None);
        assert!(bounds(None, Some((Decimal::MAX, true))).is_some());
    }

    #[test]
    fn usual_ids_are_told_by_their_ties() {
        for id in ["a000000000000000", "a0123456789abcdef"[..16].as_ref(), "afffffffffffffff"] {
            assert_eq!(id_of_tie(tie_of(id)).as_deref(), Some(id));
        }
        for id in ["a1", "", "aABCDEF012345678", "b000000000000000", "a+00000000000000", "a0000000000000000"]
        {
            assert_eq!(id_of_tie(tie_of(id)), None, "{id}");
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day_number(Date::constant(1970, 1, 2)), 1);
        assert_eq!(day_number(Date::constant(1969, 12, 31)), -1);
        assert_eq!(number_key("fa8615-19-C-6058"), "FA861519C6058");
    }
}
