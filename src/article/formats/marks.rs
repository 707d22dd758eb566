//! The lines around the text of wire copy and press releases, each told by its form.
//!
//! Wire services and press offices share conventions that are older than the web: a release label, a date, a byline, a
//! dateline ("WASHINGTON, March 3 (Reuters) - "), an end mark ("###", "-30-"). The AP Stylebook names them (*datelines*,
//! *bylines*); IPTC 7901 has the fields they came from.

use jiff::civil::Date;

use crate::article::date::{in_words, is_plausible};
use crate::article::page::clean;
use crate::article::published::{DateOrigin, Published};

/// Agencies as datelines and sign-offs name them, in lower case, and what they are called.
const AGENCIES: &[(&str, &str)] = &[
    ("accesswire", "ACCESSWIRE"),
    ("aap", "Australian Associated Press"),
    ("afp", "Agence France-Presse"),
    ("agence france-presse", "Agence France-Presse"),
    ("ansa", "ANSA"),
    ("ap", "Associated Press"),
    ("associated press", "Associated Press"),
    ("bloomberg", "Bloomberg"),
    ("business wire", "Business Wire"),
    ("businesswire", "Business Wire"),
    ("dow jones", "Dow Jones"),
    ("dpa", "dpa"),
    ("efe", "EFE"),
    ("globe newswire", "GlobeNewswire"),
    ("globenewswire", "GlobeNewswire"),
    ("kyodo", "Kyodo"),
    ("newsfile corp.", "Newsfile"),
    ("pa media", "PA Media"),
    ("pr newswire", "PR Newswire"),
    ("prnewswire", "PR Newswire"),
    ("reuters", "Reuters"),
    ("tass", "TASS"),
    ("the associated press", "Associated Press"),
    ("the canadian press", "The Canadian Press"),
    ("united press international", "United Press International"),
    ("upi", "United Press International"),
    ("xinhua", "Xinhua"),
    ("yonhap", "Yonhap"),
];

/// What a line at the head of a text is, when it is not the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// "FOR IMMEDIATE RELEASE", with a date or without.
    Label(Option<Date>),
    /// A date alone.
    Date(Date),
    /// Whom the press may ask.
    Contact,
    /// Who wrote it.
    Byline(Vec<String>),
    /// The agency alone.
    Agency(&'static str),
}

/// What this line is; `None` for text and headlines.
pub(super) fn mark(line: &str) -> Option<Mark> {
    const LONGEST: usize = 120;
    let line = line.trim().trim_matches(['*', '_', '|']).trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let lower = line.to_lowercase();
    if is_label(&lower) {
        return Some(Mark::Label(in_words(line).map(|(date, _)| date)));
    }
    if let Some(agency) = agency_named(lower.trim_matches(['(', ')', '/', '.'])) {
        return Some(Mark::Agency(agency));
    }
    if let Some(date) = lone_date(line) {
        return Some(Mark::Date(date));
    }
    if let Some(names) = byline(line) {
        return Some(Mark::Byline(names));
    }
    is_contact(&lower).then_some(Mark::Contact)
}

fn is_label(lower: &str) -> bool {
    const LABELS: &[&str] = &[
        "for immediate release",
        "for immediate publication",
        "immediate release",
        "for release",
        "embargoed until",
        "press release",
        "news release",
        "media release",
        "media advisory",
        "press statement",
        "communiqué de presse",
        "pressemitteilung",
        "nota de prensa",
    ];
    let shouted = lower.trim_start_matches(['*', '#', ' ']);
    LABELS.iter().any(|label| {
        shouted.strip_prefix(label).is_some_and(|rest| {
            let rest = rest.trim_start();
            // "Press release templates win award" is a headline.
            rest.is_empty()
                || rest.starts_with([':', '-', '–', '—', '|', ',', '/', '*', '('])
                || in_words(rest).is_some()
                || rest.starts_with(|c: char| c.is_ascii_digit())
                || rest.starts_with("no.")
        })
    })
}

/// The agency of this name.
fn agency_named(lower: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|(name, _)| *name == lower.trim()).map(|(_, agency)| *agency)
}

/// A line that is a date, with weekday, time or "Published:" around it and nothing else.
fn lone_date(line: &str) -> Option<Date> {
    const LONGEST: usize = 60;
    const AROUND: &[&str] = &[
        "published",
        "posted",
        "released",
        "release date",
        "date",
        "issued",
        "on",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "am",
        "pm",
        "a",
        "p",
        "m",
        "at",
        "est",
        "edt",
        "et",
        "gmt",
        "utc",
        "cet",
        "the",
        "st",
        "nd",
        "rd",
        "th",
    ];
    if line.len() > LONGEST {
        return None;
    }
    let (date, end) = in_words(line)?;
    let is_around = |word: &str| {
        word.is_empty()
            || word.bytes().all(|b| b.is_ascii_digit())
            || AROUND.contains(&word.to_lowercase().as_str())
            || crate::article::months::month_of(word).is_some()
    };
    let words = line.split(|c: char| !c.is_alphanumeric());
    let left_over = words.filter(|word| !is_around(word)).count();
    // Dates with letters of other scripts hold words of their own.
    (left_over == 0 || (end == line.len() && line.chars().all(|c| !c.is_ascii_alphabetic()))).then_some(date)
}

/// The names in "By JANE ROE and John Doe", with or without the agency after them.
fn byline(line: &str) -> Option<Vec<String>> {
    let rest = ["By ", "BY ", "by ", "Von ", "Par ", "Por "].iter().find_map(|by| line.strip_prefix(by))?;
    if rest.ends_with(['.', '?', '!']) || rest.len() > 100 || rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let names: Vec<String> = rest
        .replace(" and ", ",")
        .replace(" und ", ",")
        .replace(" et ", ",")
        .replace([';', '|', '–', '—', '/'], ",")
        .split(',')
        .map(clean)
        .filter(|name| !name.is_empty() && agency_named(&name.to_lowercase()).is_none())
        .collect();
    let is_name = |name: &String| {
        let words: Vec<&str> = name.split(' ').collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| {
                word.starts_with(char::is_uppercase) || matches!(*word, "de" | "van" | "von" | "der" | "la")
            })
    };
    // What follows the names ("Washington Bureau Chief") may be longer.
    let people: Vec<String> =
        names.iter().take_while(|name| is_name(name)).map(|n| natural_case(n)).collect();
    (!people.is_empty()).then_some(people)
}

/// "JANE ROE" as "Jane Roe"; other names as they are.
fn natural_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut was_letter = false;
    name.chars()
        .flat_map(|c| {
            let lower = was_letter;
            was_letter = c.is_alphabetic();
            if lower { c.to_lowercase().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

fn is_contact(lower: &str) -> bool {
    const CONTACTS: &[&str] = &[
        "contact:",
        "contacts:",
        "media contact",
        "press contact",
        "for more information",
        "media inquiries",
        "press office",
        "media relations",
        "phone:",
        "tel:",
        "tel.",
        "e-mail:",
        "email:",
        "fax:",
        "telephone:",
    ];
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    CONTACTS.iter().any(|contact| lower.starts_with(contact))
        || (lower.contains('@') && !lower.contains(". ") && lower.split_whitespace().count() <= 6)
        || (digits >= 7 && letters == 0)
}

/// Whether this line says that the text is over: "###", "# # #", "-30-", "-END-", "ENDS", "XXX".
pub(super) fn is_end(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let core = bare.trim_matches(['-', '–', '—', '*', '/', '.', '(', ')']);
    let is_dashed = bare.starts_with(['-', '–', '—']) && bare.ends_with(['-', '–', '—']);
    (bare.len() >= 3 && bare.bytes().all(|b| b == b'#'))
        || (is_dashed && matches!(core.to_ascii_lowercase().as_str(), "30" | "0" | "end" | "ends" | "more"))
        || matches!(core, "ENDS" | "END" | "XXX" | "NNNN")
}

/// What a dateline says before the text begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dateline {
    /// The agency in parentheses or between slashes.
    pub(super) agency: Option<&'static str>,
    /// The day, where the year stands with it.
    pub(super) date: Option<Date>,
}

/// Reads "WASHINGTON, March 3, 2026 (Reuters) - " at the head of a paragraph; `None` where there is no dateline.
pub(super) fn dateline(paragraph: &str) -> Option<Dateline> {
    const LONGEST: usize = 140;
    let mut end = LONGEST.min(paragraph.len());
    while !paragraph.is_char_boundary(end) {
        end -= 1;
    }
    let head = paragraph.get(..end)?;
    let dash = [" — ", " – ", " -- ", " - ", "—", "--", "– ", "- "]
        .iter()
        .filter_map(|dash| head.find(dash))
        .min()?;
    let before = head.get(..dash)?.trim();
    let agency = before
        .split_inclusive([')', '/'])
        .filter_map(|part| part.trim_end_matches([')', '/']).rsplit(['(', '/']).next())
        .find_map(|name| agency_named(&name.to_lowercase()));
    let place = before.split([',', '(', '/']).next().unwrap_or_default().trim();
    let letters: Vec<char> = place.chars().filter(|c| c.is_alphabetic()).collect();
    let is_place = letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase());
    if !is_place && agency.is_none() {
        return None;
    }
    Some(Dateline { agency, date: in_words(before).map(|(date, _)| date) })
}

/// A date in the text as a day of publication, if it may be one.
pub(super) fn published(date: Date, latest: Option<Date>) -> Option<Published> {
    Some(Published::on(date.into(), DateOrigin::VisibleText)).filter(|found| is_plausible(found, latest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_a_text_are_told() {
        let day = |text: &str| in_words(text).unwrap().0;
        let march = day("March 3, 2026");
        for (line, expected) in [
            ("FOR IMMEDIATE RELEASE", Some(Mark::Label(None))),
            ("For Immediate Release: March 3, 2026", Some(Mark::Label(Some(march)))),
            ("Press release templates win award", None),
            ("PRESS RELEASE", Some(Mark::Label(None))),
            ("March 3, 2026", Some(Mark::Date(march))),
            ("Tuesday, March 3, 2026 at 5:00 p.m. EST", Some(Mark::Date(march))),
            ("Army to field it by March 3, 2026", None),
            (
                "By JANE ROE and John van Doe",
                Some(Mark::Byline(vec!["Jane Roe".into(), "John van Doe".into()])),
            ),
            ("By Jane Roe, Associated Press", Some(Mark::Byline(vec!["Jane Roe".into()]))),
            ("By the end of the year it will be done", None),
            ("Reuters", Some(Mark::Agency("Reuters"))),
            ("(AP)", Some(Mark::Agency("Associated Press"))),
            ("Media Contact: Jane Roe", Some(Mark::Contact)),
            ("jane.roe@army.example", Some(Mark::Contact)),
            ("(703) 555-0100", Some(Mark::Contact)),
            ("Army awards Acme AI contract", None),
        ] {
            assert_eq!(mark(line), expected, "{line}");
        }
        for end in ["###", "# # #", "-30-", "– 30 –", "-END-", "ENDS", "--ends--"] {
            assert!(is_end(end), "{end}");
        }
        for text in ["#", "30", "End", "-", "", "The end."] {
            assert!(!is_end(text), "{text}");
        }
    }

    #[test]
    fn datelines_are_told() {
        let full = dateline("WASHINGTON, March 3, 2026 (Reuters) - The Army said").unwrap();
        assert_eq!(full.agency, Some("Reuters"));
        assert_eq!(full.date.unwrap().to_string(), "2026-03-03");
        let release = dateline("ARLINGTON, Va., March 3, 2026 /PRNewswire/ -- Acme today").unwrap();
        assert_eq!((release.agency, release.date.is_some()), (Some("PR Newswire"), true));
        assert_eq!(dateline("WASHINGTON (AP) — It").unwrap().agency, Some("Associated Press"));
        assert_eq!(dateline("BERLIN – Das Amt").unwrap(), Dateline::default());
        assert_eq!(dateline("The Army - which"), None);
        assert_eq!(dateline("U.S. - Japan"), None);
        assert_eq!(dateline("no dash"), None);
    }
}
