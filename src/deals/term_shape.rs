//! Lengths told by different words, put together: "a five-year contract", "a base year", "four options".

use crate::base::PartialDate;
use crate::deals::support::Supported;
use crate::events::OptionPeriods;

/// The lengths of a contract that fit each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    pub base: Option<Supported<u32>>,
    /// Their months are 0 where nobody says how long they are.
    pub options: Option<Supported<OptionPeriods>>,
    /// With all options.
    pub total: Option<Supported<u32>>,
    /// Whether the base is called so, and not only a length.
    pub is_base_said: bool,
    /// What was taken for granted.
    pub note: Option<String>,
}

impl Shape {
    /// Base and options together, else the total told.
    pub fn total_months(&self) -> Option<u32> {
        let options = self.options.as_ref().map(|told| told.value).filter(|told| told.months > 0);
        let summed =
            self.base.as_ref().zip(options).map(|(base, told)| base.value + told.count * told.months);
        summed.or(self.total.as_ref().map(|total| total.value))
    }

    pub fn has_options(&self) -> bool {
        let base = self.base.as_ref().map(|base| base.value);
        self.total_months().is_some_and(|total| base.is_none_or(|base| total > base))
    }

    /// Whether options were read, by their name or as what a base is the base of; a length alone says nothing of them.
    pub fn tells_options(&self) -> bool {
        let is_of_options = self.total.as_ref().is_some_and(|total| quotes_options(&total.source));
        self.options.is_some() || self.is_base_said || is_of_options
    }

    /// The end with all options where the base ends then.
    pub fn after_base(&self, base_end: PartialDate) -> Option<PartialDate> {
        let options = self.options.as_ref().map(|told| told.value).filter(|told| told.months > 0)?;
        base_end.plus_months((options.count * options.months) as i32)
    }
}

/// Whether the words that a line quotes are of options. (The Ledger, 2024-03-14: “five years, including options”)
pub(super) fn quotes_options(line: &str) -> bool {
    line.split('“').skip(1).filter_map(|rest| rest.split('”').next()).any(|words| {
        let words = words.to_lowercase();
        ["option", "extension", "renew", "extend"].iter().any(|word| words.contains(word))
    })
}

/// Puts the lengths together. A length that is not said to be of the base holds the options where the numbers fit only so:
/// five years with four one-year options are a year and four options.
pub(super) fn shape(
    length: Option<Supported<u32>>,
    base: Option<Supported<u32>>,
    options: Option<Supported<OptionPeriods>>,
    total: Option<Supported<u32>>,
) -> Shape {
    let is_base_said = base.is_some();
    let mut shape = Shape { base, options, total, is_base_said, note: None };
    let told_options = shape.options.as_ref().map(|told| told.value);
    match (&shape.base, length) {
        (Some(base), Some(length)) if length.value > base.value => {
            shape.total = shape.total.or(Some(length));
        }
        (None, Some(length)) => {
            let sum = told_options.map_or(0, |told| told.count * told.months);
            let each = told_options.map_or(0, |told| told.months);
            let holds_options = told_options.is_some_and(|told| told.count > 1)
                && each > 0
                && sum < length.value
                && length.value - sum == each;
            if holds_options {
                shape.note = Some(format!("the {} months are taken to hold the options", length.value));
                let source = length.source.clone();
                shape.base = Some(Supported { value: length.value - sum, source });
                shape.total = shape.total.or(Some(length));
            } else {
                shape.base = Some(length);
            }
        }
        _ => {}
    }
    let base_months = shape.base.as_ref().map(|base| base.value);
    if let Some(options) = shape.options.as_mut().filter(|told| told.value.months == 0) {
        // "A base year and four options" are option years.
        if base_months == Some(12) && shape.note.is_none() {
            options.value.months = 12;
            shape.note =
                Some("how long an option is nobody says: taken to be a year, as the base".to_owned());
        }
    }
    shape
}
