//! One lying bar beside a figure that is told in words.

/// As wide as the longest one.
const LONGEST: f64 = 160.0;

/// A bar of a share from 0 to 1; hidden from those who are read the figure.
pub(in crate::export) fn bar(share: f64) -> String {
    let width = (share.clamp(0.0, 1.0) * LONGEST).max(1.0).round();
    format!(
        "<svg width=\"{LONGEST}\" height=\"12\" aria-hidden=\"true\"><rect class=\"b\" width=\"{width}\" height=\"12\"/></svg>"
    )
}
