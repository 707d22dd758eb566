//! Words whose full stop does not end a sentence, and words that only begin one.

/// How an abbreviation stands in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// A title or link that something always follows: "Lt. Gen. Smith", "vs.".
    BeforeName,
    /// A label of a number: "No. 5"; without one, the word "No".
    BeforeNumber,
    /// A suffix that may end a sentence: "Inc.", "Va.".
    AfterName,
    /// A month: "Sept. 30".
    Month,
}

const BEFORE_NAME: &[&str] = &[
    "adm", "amb", "approx", "assoc", "asst", "atty", "bgen", "brig", "ca", "capt", "cf", "cllr", "cmdr",
    "col", "comdr", "cpl", "cpt", "dr", "e.g", "ed", "eds", "est", "ft", "gen", "gov", "hon", "i.e", "insp",
    "lt", "ltg", "lt.gen", "maj", "messrs", "mgr", "mr", "mrs", "ms", "msgr", "mt", "mx", "pres", "prof",
    "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "spc", "st", "sta", "ste", "supt", "treas", "v",
    "viz", "vs", // German, French, Spanish
    "bzw", "d.h", "dgl", "dipl", "ggf", "mio", "mme", "mlle", "mrd", "sog", "sr", "sra", "u.a", "vgl", "z.b",
];
const BEFORE_NUMBER: &[&str] = &[
    "art", "arts", "bldg", "ch", "cl", "fig", "figs", "no", "nos", "nr", "op", "p", "para", "pp", "pt", "rm",
    "sec", "sect", "vol", "vols",
];
const AFTER_NAME: &[&str] = &[
    "a.m", "assn", "assocs", "ave", "bhd", "blvd", "bros", "cie", "co", "corp", "cos", "ctr", "dept",
    "depts", "dist", "div", "etc", "hq", "inc", "intl", "jr", "llc", "ltd", "mfg", "natl", "p.m", "plc",
    "pte", "pty", "pvt", "rd", "univ", "usd", // Postal and press style for the states of the USA
    "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la",
    "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "penn", "tenn",
    "tex", "va", "vt", "wash", "wis", "wyo",
];
const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

/// Months of the languages that write a day as "14." before them.
const MONTHS_AFTER_ORDINAL: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jahrhundert",
];

/// Words that, written large after a full stop, begin a sentence rather than go on with a name.
const STARTERS: &[&str] = &[
    "A",
    "About",
    "Across",
    "According",
    "After",
    "Again",
    "All",
    "Already",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "Are",
    "As",
    "At",
    "Because",
    "Before",
    "Below",
    "Both",
    "But",
    "By",
    "Can",
    "Could",
    "Currently",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Earlier",
    "Either",
    "Even",
    "Every",
    "Finally",
    "First",
    "Following",
    "For",
    "Founded",
    "From",
    "Further",
    "Had",
    "Has",
    "Have",
    "He",
    "Headquartered",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "It's",
    "It’s",
    "Just",
    "Last",
    "Later",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "My",
    "Neither",
    "No",
    "Nor",
    "Not",
    "Now",
    "Of",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "Rather",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Today",
    "Two",
    "Under",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "Will",
    "With",
    "Within",
    "Without",
    "Work",
    "Would",
    "Yet",
    "You",
    "Your", // German
    "Das",
    "Der",
    "Die",
    "Ein",
    "Eine",
    "Es",
    "Er",
    "Im",
    "Sie",
    "Und",
    "Wir", // French, Spanish, Italian
    "Cette",
    "Ces",
    "El",
    "Elle",
    "En",
    "Il",
    "Ils",
    "La",
    "Las",
    "Le",
    "Les",
    "Los",
    "Mais",
    "Nous",
];

/// What kind of abbreviation this word (without its last full stop) is, if any.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    // "Col" and "col" alike, but "IND" and "LA" are no states in press style and "NO" is no label.
    let is_shouted = word.len() > 1 && word.chars().all(char::is_uppercase);
    if is_shouted && !matches!(word, "LLC" | "INC" | "CORP" | "LTD" | "CO" | "PLC" | "VS") {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let begins_large = word.starts_with(char::is_uppercase);
    let in_list = |list: &[&str]| list.contains(&lower.as_str());
    if in_list(BEFORE_NAME) {
        Some(Abbreviation::BeforeName)
    } else if in_list(BEFORE_NUMBER) {
        Some(Abbreviation::BeforeNumber)
    } else if begins_large && in_list(MONTHS) {
        Some(Abbreviation::Month)
    } else if (begins_large || word.contains('.') || lower == "etc") && in_list(AFTER_NAME) {
        Some(Abbreviation::AfterName)
    } else {
        None
    }
}

/// Whether a word is the name of a month before which a day is written with a full stop ("14. Juli").
pub(crate) fn is_month_after_ordinal(word: &str) -> bool {
    MONTHS_AFTER_ORDINAL.contains(&word)
}

/// Whether a word, written large after an abbreviation, begins a new sentence.
pub(crate) fn starts_sentence(word: &str) -> bool {
    STARTERS.contains(&word)
}
