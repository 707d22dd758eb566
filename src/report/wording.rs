//! The words for each kind of event: who did what to whom, as sure as the article is.

use crate::entities::AmountRole;
use crate::events::{Certainty, Event, EventKind};
use crate::report::naming::{dated, listed, with_a};

/// What a main clause is made from.
pub(super) struct Parties {
    /// The government side, with articles.
    pub buyers: Vec<String>,
    /// The suppliers.
    pub vendors: Vec<String>,
    /// "contract", "grant", …: what the sentence calls it.
    pub noun: &'static str,
    /// Whether each supplier has one of its own.
    pub is_apiece: bool,
    pub certainty: Certainty,
    /// Whether it lay ahead of those who tell it as settled.
    pub is_ahead: bool,
    /// Whether its day has gone by since it was told as something to come.
    pub is_overdue: bool,
}

/// A verb in the forms that certainty asks for.
struct Verb {
    past: &'static str,
    base: &'static str,
    participle: &'static str,
}

const fn verb(past: &'static str, base: &'static str) -> Verb {
    Verb { past, base, participle: past }
}

/// What a dealing may be called, the more exact before the plainer.
const NOUNS: [&str; 15] = [
    "task order",
    "delivery order",
    "purchase order",
    "enterprise agreement",
    "framework agreement",
    "cooperative agreement",
    "purchase agreement",
    "transaction agreement",
    "license agreement",
    "enterprise license",
    "subcontract",
    "contract",
    "grant",
    "agreement",
    "lease",
];

/// What the dealing is called by the sentence that tells it; the first of these words that stands there.
pub(super) fn noun(sentence: &str) -> &'static str {
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_same = |word: &str, part: &str| {
        let one = word.strip_suffix(['s', 'S']).unwrap_or(word);
        word.eq_ignore_ascii_case(part) || one.eq_ignore_ascii_case(part)
    };
    let has = |name: &str| {
        let mut windows = words.windows(name.split(' ').count());
        windows.any(|window| window.iter().zip(name.split(' ')).all(|(word, part)| is_same(word, part)))
    };
    NOUNS.into_iter().find(|name| has(name)).unwrap_or("deal")
}

/// The main clause, without a full stop.
pub(super) fn main_clause(kind: EventKind, parties: &Parties) -> String {
    let (buyers, vendors) = (listed(&parties.buyers), listed(&parties.vendors));
    let (has_buyer, has_vendor) = (!buyers.is_empty(), !vendors.is_empty());
    let a_noun = if parties.is_apiece { format!("{}s", parties.noun) } else { with_a(parties.noun) };
    let by_buyers = |verb: Verb| active(&parties.buyers, &verb, parties, true);
    let by_vendors = |verb: Verb| active(&parties.vendors, &verb, parties, false);
    let undergone = |what: &str, verb: Verb| passive(what, false, &verb, parties);
    let its = if parties.buyers.len() > 1 { "their" } else { "its" };
    match kind {
        EventKind::Award => match (has_buyer, has_vendor) {
            (true, true) => format!("{} {vendors} {a_noun}", by_buyers(verb("awarded", "award"))),
            (true, false) => format!("{} {a_noun}", by_buyers(verb("awarded", "award"))),
            (false, true) => format!("{} {a_noun}", by_vendors(verb("won", "win"))),
            (false, false) => undergone(&a_noun, verb("awarded", "award")),
        },
        EventKind::Modification | EventKind::Termination => {
            let change = || {
                if kind == EventKind::Termination { verb("ended", "end") } else { verb("modified", "modify") }
            };
            match (has_buyer, has_vendor) {
                (true, true) => format!("{} {its} {} with {vendors}", by_buyers(change()), parties.noun),
                (true, false) => format!("{} {}", by_buyers(change()), with_a(parties.noun)),
                (false, true) => undergone(&format!("{} with {vendors}", with_a(parties.noun)), change()),
                (false, false) => undergone(&with_a(parties.noun), change()),
            }
        }
        EventKind::Solicitation if has_buyer => {
            format!("{} a solicitation", by_buyers(verb("opened", "open")))
        }
        EventKind::Solicitation => undergone("a solicitation", verb("opened", "open")),
        EventKind::Protest => {
            let decision =
                if has_buyer { format!("a decision of {buyers}") } else { "a decision".to_owned() };
            if has_vendor {
                format!(
                    "{} {decision}",
                    active(&parties.vendors, &verb("protested", "protest"), parties, true)
                )
            } else {
                undergone(&decision, verb("protested", "protest"))
            }
        }
        EventKind::Exclusion => {
            let bar = Verb { past: "barred", base: "bar", participle: "barred" };
            match (has_buyer, has_vendor) {
                (true, true) => format!("{} {vendors}", by_buyers(bar)),
                (true, false) => format!("{} a supplier", by_buyers(bar)),
                (false, true) => passive(&vendors, parties.vendors.len() > 1, &bar, parties),
                (false, false) => undergone("a supplier", bar),
            }
        }
        EventKind::Deployment => {
            let what =
                if has_vendor { format!("technology from {vendors}") } else { "technology".to_owned() };
            if has_buyer {
                format!("{} {what}", by_buyers(verb("deployed", "deploy")))
            } else {
                undergone(&what, verb("deployed", "deploy"))
            }
        }
        EventKind::Authorization if has_vendor => {
            let from = if has_buyer { format!(" from {buyers}") } else { String::new() };
            format!("{} an authorization{from}", by_vendors(verb("received", "receive")))
        }
        EventKind::Authorization if has_buyer => {
            format!("{} an authorization", by_buyers(verb("granted", "grant")))
        }
        EventKind::Authorization => undergone("an authorization", verb("granted", "grant")),
        EventKind::Partnership => {
            let to_serve = if has_buyer { format!(" to serve {buyers}") } else { String::new() };
            if has_vendor {
                let formed = active(&parties.vendors, &verb("formed", "form"), parties, true);
                format!("{formed} a partnership{to_serve}")
            } else {
                format!("{}{to_serve}", undergone("a partnership", verb("formed", "form")))
            }
        }
        EventKind::Investment if has_vendor => {
            let took_part = Verb { past: "took part in", base: "take part in", participle: "taken part in" };
            format!("{} a private investment", by_vendors(took_part))
        }
        EventKind::Investment => undergone("a private investment", verb("made", "make")),
    }
}

/// `intends`: whether what is planned is the agent's own plan, not what others will do for it.
fn active(agents: &[String], verb: &Verb, parties: &Parties, intends: bool) -> String {
    let agent = listed(agents);
    let is_one = agents.len() <= 1;
    let (is, was, plans) = if is_one { ("is", "was", "plans") } else { ("are", "were", "plan") };
    let stands = if parties.is_overdue { was } else { is };
    match parties.certainty {
        Certainty::Announced if parties.is_ahead => format!("{agent} {stands} to {}", verb.base),
        Certainty::Reported if parties.is_ahead => format!("{agent} {stands} reportedly to {}", verb.base),
        Certainty::Announced => format!("{agent} {}", verb.past),
        Certainty::Reported => format!("{agent} reportedly {}", verb.past),
        Certainty::Planned if intends && parties.is_overdue => format!("{agent} planned to {}", verb.base),
        Certainty::Planned if intends => format!("{agent} {plans} to {}", verb.base),
        Certainty::Planned => format!("{agent} {stands} to {}", verb.base),
        Certainty::Possible if parties.is_overdue => format!("{agent} {was} possibly to {}", verb.base),
        Certainty::Possible => format!("{agent} may {}", verb.base),
    }
}

fn passive(what: &str, is_plural: bool, verb: &Verb, parties: &Parties) -> String {
    let (was, is) = if is_plural { ("were", "are") } else { ("was", "is") };
    let stands = if parties.is_overdue { was } else { is };
    let done = verb.participle;
    match parties.certainty {
        Certainty::Announced if parties.is_ahead => format!("{what} {stands} to be {done}"),
        Certainty::Reported if parties.is_ahead => format!("{what} {stands} reportedly to be {done}"),
        Certainty::Announced => format!("{what} {was} {done}"),
        Certainty::Reported => format!("{what} {was} reportedly {done}"),
        Certainty::Planned => format!("{what} {stands} to be {done}"),
        Certainty::Possible if parties.is_overdue => format!("{what} {was} possibly to be {done}"),
        Certainty::Possible => format!("{what} may be {done}"),
    }
}

/// What a sum says of the dealing, with the comma it needs; `None` for a sum that is none of the dealing's own.
pub(super) fn value_clause(
    kind: EventKind,
    role: AmountRole,
    sum: &str,
    is_doubtful: bool,
) -> Option<String> {
    let reportedly = if is_doubtful { "reportedly " } else { "" };
    let comma = if is_doubtful || kind != EventKind::Award { "," } else { "" };
    Some(match (role, kind) {
        (AmountRole::Ceiling, EventKind::Modification) => format!(", {reportedly}with a ceiling of {sum}"),
        // A change may add the sum, take it off or come to it: no word here says which.
        (AmountRole::Award, EventKind::Modification) | (AmountRole::Modification, _) => {
            format!(", {reportedly}with a figure of {sum} given")
        }
        (AmountRole::Ceiling | AmountRole::Award, EventKind::Protest) => {
            format!(", over a dealing {reportedly}worth {}", of_role(role, sum))
        }
        (AmountRole::Ceiling | AmountRole::Award, _) => {
            format!("{comma} {reportedly}worth {}", of_role(role, sum))
        }
        (AmountRole::Obligated, _) => format!(", {reportedly}with {sum} obligated"),
        (AmountRole::Price, _) => format!(", {reportedly}at a price of {sum}"),
        (AmountRole::Budget, _) => format!(", {reportedly}with a budget of {sum}"),
        (AmountRole::Investment, EventKind::Investment) if !is_doubtful => format!(" of {sum}"),
        (AmountRole::Investment, _) => format!(", {reportedly}with an investment of {sum}"),
        (AmountRole::Other, _) => return None,
    })
}

/// " over 5 years", " over one year with 4 options of one year each", " until September 2027": for how long, as told.
pub(super) fn running(event: &Event) -> Option<String> {
    let term = event.details.term.as_ref()?;
    if let Some(base) = term.base.as_ref().or(term.length.as_ref()) {
        let options = term.options.as_ref().map(|told| told.value).map(|options| {
            let noun = if options.count == 1 { "option" } else { "options" };
            let each = if options.count == 1 { "" } else { " each" };
            let count = if options.count == 1 { "one".to_owned() } else { options.count.to_string() };
            match options.months {
                0 => format!(" with {count} {noun}"),
                months => format!(" with {count} {noun} of {}{each}", months_in_words(months)),
            }
        });
        return Some(format!(" over {}{}", months_in_words(base.value), options.unwrap_or_default()));
    }
    if let Some(total) = &term.total {
        return Some(format!(" over up to {}", months_in_words(total.value)));
    }
    let end = term.end.as_ref()?;
    Some(match &term.start {
        Some(start) => format!(" from {} to {}", dated(start.value), dated(end.value)),
        None => format!(" until {}", dated(end.value)),
    })
}

fn months_in_words(months: u32) -> String {
    let (count, unit) =
        if months > 0 && months.is_multiple_of(12) { (months / 12, "year") } else { (months, "month") };
    if count == 1 { format!("one {unit}") } else { format!("{count} {unit}s") }
}

/// "up to $10 billion" for a ceiling, else the sum alone.
pub(super) fn of_role(role: AmountRole, sum: &str) -> String {
    if role == AmountRole::Ceiling { format!("up to {sum}") } else { sum.to_owned() }
}
