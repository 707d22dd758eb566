//! Single sentences that tell events, with marks for the names: `award V<TAB>{A} has picked {V}`. What stands before
//! ` || ` is only there to be pointed back at.

use std::error::Error;
use std::path::Path;

use awardwire::events::EventKind;

const SUPPLIERS: [&str; 8] = [
    "Palantir",
    "Tarnhelm AI",
    "Scale AI",
    "Corvid Labs",
    "Booz Allen Hamilton",
    "Quillon Systems",
    "Anduril",
    "Larkfield Analytics",
];
const BODIES: [&str; 8] = [
    "the Department of Veterans Affairs",
    "the Home Office",
    "the General Services Administration",
    "the Ministry of Justice",
    "the City of Denver",
    "NASA",
    "the Cabinet Office",
    "the Department of Energy",
];
const SERVICES: [&str; 4] = ["Army", "Navy", "Air Force", "Space Force"];
const MARKS: [(&str, &[&str]); 5] =
    [("V", &SUPPLIERS), ("W", &SUPPLIERS), ("X", &SUPPLIERS), ("A", &BODIES), ("B", &SERVICES)];

/// What of a sentence is known without an article around it.
const OF_A_SENTENCE: [&str; 16] = [
    "always",
    "named",
    "by product",
    "pointed at",
    "absent",
    "nobody",
    "opens its sentence",
    "possessive",
    "one of two",
    "one of several",
    "cited",
    "compared",
    "no body in the sentence",
    "several suppliers in the sentence",
    "a question",
    "a quotation",
];

/// A sentence with its names filled in, and what it tells of which supplier.
pub(crate) struct Phrase {
    pub text: String,
    /// Where the labelled part of the text begins, in bytes.
    pub from: usize,
    pub events: Vec<(EventKind, Option<String>)>,
}

/// Whether a file holds sentences, not articles.
pub(crate) fn is_table(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "tsv")
}

/// Reads a row; `number` says which names are filled in.
pub(crate) fn read(line: &str, number: usize) -> Result<Phrase, Box<dyn Error>> {
    let (events, phrase) = line.split_once('\t').ok_or_else(|| format!("no tab in {line:?}"))?;
    let name_of = |mark: &str| {
        let at = MARKS.iter().position(|(known, _)| *known == mark)?;
        Some(MARKS[at].1[(number + 3 * at) % MARKS[at].1.len()])
    };
    let mut text = phrase.to_owned();
    for (mark, _) in MARKS {
        text = text.replace(&format!("{{{mark}}}"), name_of(mark).unwrap_or_default());
    }
    let mut letters = text.chars();
    let text: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let (context, labelled) = text.rsplit_once(" || ").unwrap_or(("", &text));
    let context = context.replace(" || ", " ");
    let from = if context.is_empty() { 0 } else { context.len() + 1 };
    let text = format!("{context} {labelled}").trim_start().to_owned();
    let events = events
        .split("; ")
        .filter(|event| !event.is_empty())
        .map(|event| {
            let (kind, mark) = event.split_once(' ').unwrap_or((event, "-"));
            let kind = EventKind::from_word(kind).ok_or_else(|| format!("no kind {kind:?}: {line}"))?;
            Ok((kind, name_of(mark).map(str::to_owned)))
        })
        .collect::<Result<_, String>>()?;
    Ok(Phrase { text, from, events })
}

/// Whether the feature of this name means the same in a sentence by itself.
pub(crate) fn counts(name: &str) -> bool {
    name.contains(", ")
        || name.contains(" then ")
        || name.contains('"')
        || name.starts_with("heard as")
        || OF_A_SENTENCE.contains(&name)
}
