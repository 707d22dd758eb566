//! What a dealing is for, as it stands in a sentence: a bare noun in the singular takes an article.
//!
//! Must not know deals.

use crate::report::naming::{MONTHS, clean, with_a};

/// Nouns of things that can be counted, so that one alone cannot stand without an article.
const COUNTED: &[&str] = &[
    "agent",
    "algorithm",
    "app",
    "application",
    "assistant",
    "camera",
    "centre",
    "center",
    "chatbot",
    "computer",
    "database",
    "dashboard",
    "device",
    "drone",
    "engine",
    "facility",
    "framework",
    "hub",
    "laboratory",
    "library",
    "machine",
    "model",
    "network",
    "pilot",
    "pipeline",
    "platform",
    "portal",
    "program",
    "programme",
    "project",
    "prototype",
    "robot",
    "satellite",
    "scanner",
    "sensor",
    "store",
    "suite",
    "supercomputer",
    "system",
    "tool",
    "toolkit",
    "vehicle",
];
/// Words that already say which, how many or whose.
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "your", "my",
    "one", "each", "every", "any", "some", "no", "another", "all", "both", "either", "what", "which",
];
/// Words at which the thing itself has been named: "a system for …", "a chatbot to …".
const AFTER_HEAD: &[&str] = &[
    "for", "of", "to", "that", "which", "with", "in", "on", "at", "by", "from", "using", "and", "or", "as",
    "under", "across", "behind", "called", "named", "based",
];

/// Words with which a clause of its own begins that tells something of the thing.
const FINITE: &[&str] = &[
    "has", "have", "had", "is", "are", "was", "were", "will", "would", "can", "could", "may", "might",
    "does", "did",
];
/// Verbs that need an object, so that "to take" at the end is the beginning of more.
const NEED_MORE: &[&str] = &[
    "allow", "be", "bring", "build", "deliver", "do", "enable", "ensure", "find", "get", "give", "have",
    "help", "identify", "improve", "keep", "let", "make", "provide", "put", "replace", "take", "turn", "use",
];
/// Those for whom something is bought are not what is bought.
const BODIES: &[&str] = &[
    "agencies",
    "agency",
    "army",
    "department",
    "departments",
    "force",
    "forces",
    "government",
    "governments",
    "military",
    "ministries",
    "ministry",
    "navy",
    "office",
    "offices",
];

/// Words before a date.
const TO_DATES: &[&str] =
    &["in", "on", "by", "from", "until", "since", "through", "during", "before", "after"];

/// Whether a word is a month or a year.
fn is_of_date(word: &str) -> bool {
    MONTHS.contains(&word)
        || (word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year)))
}

/// The subject up to where it says more than what the thing is: a clause, or the beginning of one.
fn bare(subject: &str) -> String {
    let clean = clean(subject);
    let words: Vec<&str> = clean.split(' ').collect();
    let says_more = |(place, word): (usize, &&str)| {
        let next = words.get(place + 1);
        FINITE.contains(word) || (TO_DATES.contains(word) && next.is_some_and(|next| is_of_date(next)))
    };
    let end = words.iter().enumerate().position(says_more).unwrap_or(words.len());
    let mut kept = words.get(..end).unwrap_or_default();
    while let [rest @ .., to, verb] = kept {
        if *to != "to" || !NEED_MORE.contains(verb) {
            break;
        }
        kept = rest;
    }
    kept.join(" ")
}

/// The thing with the article that it lacks: "an AI system", "the Army's chatbot", "machine learning models". A name in
/// capitals stays as it is. Empty where it is none: "the Dutch government".
pub(super) fn thing(subject: &str) -> String {
    let subject = bare(subject);
    let words: Vec<&str> = subject.split(' ').collect();
    let end = words.iter().position(|word| AFTER_HEAD.contains(word)).unwrap_or(words.len());
    let Some((head, before)) = words.get(..end).and_then(<[&str]>::split_last) else { return subject };
    if BODIES.contains(&head.to_lowercase().as_str()) {
        return String::new();
    }
    // A comma or a bracket ends the name of the thing in a way that is not looked into.
    let is_determined =
        words.first().is_some_and(|first| DETERMINERS.contains(&first.to_lowercase().as_str()))
            || before.iter().any(|word| {
                word.ends_with("\'s") || word.ends_with("’s") || word.ends_with("s\'") || word.ends_with("s’")
            })
            || before
                .iter()
                .any(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<u32>().is_ok());
    if !COUNTED.contains(head) || is_determined {
        return subject;
    }
    // A thing with a name of its own is a certain one: the Grok chatbot.
    let mut letters = subject.chars();
    let is_named =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    if is_named { format!("the {subject}") } else { with_a(&subject) }
}

/// Whether a thing is no more than a program's name in other words: "Investigative Case Management system" is ICE
/// Investigative Case Management.
pub(super) fn is_named_by(subject: &str, program: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words
            .filter(|word| {
                let word = word.as_str();
                !word.is_empty() && !DETERMINERS.contains(&word) && !COUNTED.contains(&word)
            })
            .collect()
    };
    let (subject, program) = (words(subject), words(program));
    let holds = |whole: &[String], part: &[String]| {
        !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
    };
    holds(&subject, &program) || (subject.len() > 1 && holds(&program, &subject))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_takes_an_article() {
        for (subject, shown) in [
            ("artificial intelligence system", "an artificial intelligence system"),
            ("AI system", "an AI system"),
            ("Grok chatbot to federal agencies", "the Grok chatbot to federal agencies"),
            ("fleet data platform for unmanned vessels", "a fleet data platform for unmanned vessels"),
            ("the AI system", "the AI system"),
            ("Tyler's Resident tool", "Tyler's Resident tool"),
            ("machine learning models", "machine learning models"),
            ("software", "software"),
            ("X-ray software", "X-ray software"),
            ("Investigative Case Management system", "the Investigative Case Management system"),
            ("X-ray scanner", "an X-ray scanner"),
            ("U.S. network", "a U.S. network"),
            ("Army Data Platform", "Army Data Platform"),
            ("what it calls automated plan review", "what it calls automated plan review"),
            ("10 sensor", "10 sensor"),
            ("open-source models for researchers has been announced", "open-source models for researchers"),
            ("algorithm to take", "an algorithm"),
            ("access to data", "access to data"),
            ("Dutch government", ""),
            ("planning tool in July 2026", "a planning tool"),
            ("software in use by 2028", "software in use"),
            ("AI tools in schools", "AI tools in schools"),
            ("AI agents for the military", "AI agents for the military"),
            ("", ""),
        ] {
            assert_eq!(thing(subject), shown);
        }
    }

    #[test]
    fn a_program_in_other_words_is_known() {
        for (subject, program, is_same) in [
            ("Joint Warfighting Cloud Capability", "Joint Warfighting Cloud Capability", true),
            ("Investigative Case Management system", "ICE Investigative Case Management", true),
            ("cloud services on Project Nimbus", "Project Nimbus", true),
            ("AI system", "AI Tech Sprint", false),
            ("thermal sights", "SEWP", false),
        ] {
            assert_eq!(is_named_by(subject, program), is_same, "{subject}");
        }
    }
}
