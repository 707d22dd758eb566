//! The patterns that are asked of whole texts: one look at a text tells where each of them may begin.

use std::sync::LazyLock;

use super::{dates, local, name_cues, numbers};
use crate::base::{Family, Member, Openings};

static FAMILY: LazyLock<Family> = LazyLock::new(|| {
    let single = [numbers::pattern(), local::of_place(), name_cues::before_supplier()];
    Family::of(single.into_iter().chain(dates::patterns()))
});

/// An official number.
pub(super) static NUMBER: Member = Member::new(&FAMILY, 0);

/// A town or council that only its role names.
pub(super) static OF_PLACE: Member = Member::new(&FAMILY, 1);

/// Words that are followed by a supplier.
pub(super) static BEFORE_SUPPLIER: Member = Member::new(&FAMILY, 2);

/// The number of the first form of dates.
pub(super) const DATES: usize = 3;

/// Where in a text the patterns may begin.
pub(super) fn openings(text: &str) -> Openings<'_> {
    FAMILY.openings(text)
}
