//! What a register's record says, before it is written out: lines with a label each, and what each of them is.

use super::json;
use crate::article::Published;
use crate::base::{Address, Money};
use crate::entities::{AmountRole, NumberKind};
use crate::events::{Certainty, Competition, ContractType, EventKind, OfficialRecord, Register};

/// What a line says of a dealing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// Nothing that has a slot.
    Text,
    /// What happened.
    Kind,
    /// Who buys.
    Buyer,
    /// A body that is named without buying.
    Body,
    /// Who supplies.
    Vendor,
    /// Through whom.
    Via,
    /// A company that is named without supplying: a parent.
    Company,
    /// A sum; whether it is the dealing's own.
    Sum { money: Money, low: Option<Money>, role: AmountRole, is_own: bool },
    /// A number; whether it is the dealing's own.
    Number { kind: NumberKind, is_own: bool },
    /// When it took place.
    Date(Published),
    /// Another date.
    OtherDate(Published),
    /// When it is to be done.
    Completion(Published),
    /// By when offers are due.
    OffersDue(Published),
    /// Where it is worked on.
    Place,
    /// The form or pricing of the contract.
    ContractType(ContractType),
    /// How it was competed.
    Competition(Competition),
    /// How many offers came in.
    Offers(u32),
}

/// "Supplier: Quibble Dynamics Inc."
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub label: &'static str,
    pub text: String,
    pub said: Said,
}

/// Lines as they are put together; what is not there gives none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lines(pub Vec<Line>);

impl Lines {
    pub fn push(&mut self, label: &'static str, text: impl Into<String>, said: Said) {
        self.0.push(Line { label, text: text.into(), said });
    }

    /// A line without a slot.
    pub fn say(&mut self, label: &'static str, text: Option<String>) {
        self.name(label, text, Said::Text);
    }

    pub fn name(&mut self, label: &'static str, text: Option<String>, said: Said) {
        if let Some(text) = text {
            self.push(label, text, said);
        }
    }

    /// A sum in its role.
    pub fn sum(&mut self, label: &'static str, money: Option<Money>, role: AmountRole, is_own: bool) {
        self.range(label, money, None, role, is_own);
    }

    /// A sum that may have a lower end.
    pub fn range(
        &mut self,
        label: &'static str,
        money: Option<Money>,
        low: Option<Money>,
        role: AmountRole,
        is_own: bool,
    ) {
        let Some(money) = money else { return };
        let low = low.filter(|low| low.currency == money.currency && low.amount < money.amount);
        let text = match low {
            Some(low) => format!("{} to {}", exact(&low), exact(&money)),
            None => exact(&money),
        };
        self.push(label, text, Said::Sum { money, low, role, is_own });
    }

    pub fn day(&mut self, label: &'static str, day: Option<Published>, said: impl FnOnce(Published) -> Said) {
        if let Some(day) = day {
            self.push(label, day.date.to_string(), said(day));
        }
    }

    /// How many offers came in, where it is a number of them.
    pub fn offers(&mut self, value: &serde_json::Value) {
        let count = json::number(value).and_then(|count| u32::try_from(count).ok());
        if let Some(count) = count.filter(|count| (1..100_000).contains(count)) {
            self.push("Offers received", count.to_string(), Said::Offers(count));
        }
    }

    /// A number of the register; whether it is the dealing's own.
    pub fn number(&mut self, label: &'static str, text: Option<String>, kind: NumberKind, is_own: bool) {
        self.name(label, text, Said::Number { kind, is_own });
    }
}

/// A sum as it is written out: `£1,234,567.50`.
fn exact(money: &Money) -> String {
    let printed = money.amount.normalize().to_string();
    let (whole, rest) = printed.split_once('.').map_or((printed.as_str(), None), |(a, b)| (a, Some(b)));
    let mut figure = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            figure.push(',');
        }
        figure.push(digit);
    }
    if let Some(rest) = rest {
        figure.push('.');
        figure.push_str(rest);
        if rest.len() == 1 {
            figure.push('0');
        }
    }
    format!("{}{figure}", money.currency.sign())
}

/// One dealing of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dealing {
    pub kind: EventKind,
    pub certainty: Certainty,
    /// What is written of it, what happened first.
    pub lines: Lines,
    pub official: OfficialRecord,
}

/// What a register's record says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub register: Register,
    /// The record's own id, unlike that of any other record of the register.
    pub id: Option<String>,
    /// What names the article where no address of its own does.
    pub identity: Option<String>,
    pub url: Option<Address>,
    pub publisher: String,
    pub published: Option<Published>,
    pub country: Option<&'static str>,
    pub language: Option<String>,
    pub title: String,
    /// Whether the register has more to say of it elsewhere.
    pub is_partial: bool,
    /// What it is about, in paragraphs.
    pub description: Vec<String>,
    /// What kind of thing is bought.
    pub classification: Lines,
    /// Each in a block of its own.
    pub dealings: Vec<Dealing>,
    /// What else the record says, a block each.
    pub others: Vec<Lines>,
}

/// A headline is cut after this many bytes.
const LONGEST_HEADLINE: usize = 160;

/// A text as a headline: its beginning up to a whole word.
pub(super) fn headline(text: &str) -> String {
    if text.len() <= LONGEST_HEADLINE {
        return text.to_owned();
    }
    let end = (0..=LONGEST_HEADLINE).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let cut = text.get(..end).unwrap_or_default();
    let cut = cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole);
    format!("{} …", cut.trim_end_matches([',', ';', ':', '.', '-', ' ']))
}

/// Whether a number is long enough to name one thing in the world: "101" and "2025-3" are many buyers' numbers.
pub(super) fn is_telling(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let letters = number.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_one_word = !number.contains(char::is_whitespace) && number.len() <= 80;
    is_one_word && (letters > 0 && (digits >= 5 || digits >= 4 && digits + letters >= 8) || digits >= 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Currency;

    #[test]
    fn sums_and_numbers_as_they_are_written() {
        let money = |text: &str| Money::new(text.parse().unwrap(), Currency::GBP);
        assert_eq!(exact(&money("1234567.5")), "£1,234,567.50");
        assert_eq!(exact(&money("999")), "£999");
        assert!(
            is_telling("W90XX1-26-C-0029") && is_telling("DN749116") && is_telling("20250311121031-104514")
        );
        assert!(!is_telling("101") && !is_telling("547054") && !is_telling("Rope 2025 award notice"));
        assert!(headline(&"rope ".repeat(60)).ends_with(" rope …"));
    }
}
