//! Instants as headers write them (RFC 9110 section 5.6.7): in the form that is to be sent, and in the two older ones that
//! are still to be understood.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::base::squeeze;

/// The older forms, without the weekday that they begin with: RFC 850 with its two-digit year, and asctime.
const OLDER: [&str; 2] = ["%d-%b-%y %H:%M:%S", "%b %d %H:%M:%S %Y"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The instant that a header names; `None` where it names none.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let text = squeeze(text);
    // Where the weekday is wrong the date still says what is meant.
    let rest = match text.split_once(' ') {
        Some((first, rest)) if is_weekday(first) => rest,
        _ => text.as_str(),
    };
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(rest) {
        return Some(zoned.timestamp());
    }
    let rest = rest.strip_suffix(" GMT").unwrap_or(rest);
    let date = OLDER.iter().find_map(|form| DateTime::strptime(form, rest).ok())?;
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn is_weekday(word: &str) -> bool {
    word.get(..3).is_some_and(|start| WEEKDAYS.contains(&start.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_three_forms_are_one_instant() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Wed, 06 Nov 1994 08:49:37 GMT",
            "06 Nov 1994 08:49:37 GMT",
            " Sun,  6 Nov 1994 08:49:37 +0000 ",
            "Sun, 06 Nov 1994 09:49:37 +0100",
        ] {
            assert_eq!(http_date(text).map(Timestamp::as_second), Some(784_111_777), "{text}");
        }
        for text in
            ["", "soon", "7", "-1", "06/11/1994", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, ", "日曜日 6"]
        {
            assert_eq!(http_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,40}", near in "(Sun, )?[0-9A-Za-z :-]{0,30}( GMT)?") {
            let _ = http_date(&text);
            let _ = http_date(&near);
        }
    }
}
