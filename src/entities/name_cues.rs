//! What the words around a capitalised run say of it: a supplier at work, a place, a person, a heading.

use super::patterns::BEFORE_SUPPLIER;
use crate::base::{Family, Member, Openings, Pattern, Span};
use std::sync::LazyLock;

/// Compiles a pattern of the program, white space in it ignored.
fn compile(pattern: &str) -> Pattern {
    Pattern::new(format!("(?ix){pattern}"))
}

/// A legal form right after a name.
pub(super) static SUFFIX: LazyLock<Pattern> = LazyLock::new(|| {
    let forms = r"Incorporated|INC|Inc|L\.?L\.?C|Corporation|CORP|Corp|Limited|LTD|Ltd|GmbH|PLC|plc|P(?:te|ty)\.?\s(?:Ltd|LTD|Limited)|S\.A\.S?|SAS?|AG|N\.?V|B\.?V|S\.?p\.?A|Company|Co|Oy|AB|K\.?K";
    Pattern::new(format!(r"^,?\s(?:{forms})\b\.?"))
});

/// Words that are followed by a supplier.
pub(super) fn before_supplier() -> Pattern {
    compile(
        r"(?:\b(?:awarded|award|awards|given|gives|gave|handed|issued|went|goes|go|contracts?|orders?|deals?|agreements?|grants?|subcontract|license)\s(?:[\w$€£.,%-]+\s){0,4}?(?:to|with)
          |\b(?:startup|start-up|company|firm|contractor|vendor|developer|maker|supplier|integrator|reseller|provider|manufacturer|subsidiary|incumbent|bidder|rival|competitor)s?,?
          |\b(?:contractor|recipient|awardee|vendor|supplier|prime|reseller)\s?:
          |\b(?:bought|purchased|licensed|licenses|procured|sourced|hired|hires|tapped|selected|picked|chose)\s(?:[\w$.,%'’-]+\s){0,5}?(?:from|by)
          |\b(?:hired|hires|acquired|acquires|acquire|tapped|taps|picked|picks|selected|selects|chose|chooses|chosen|contracted|pays|outbid)
          |\bpartner(?:ed|s|ing|ship)?\swith|\bteam(?:ed|ing)\s(?:up\s)?with|\bthrough\s(?:reseller|its\sreseller|distributor)|\b(?:supplied|developed|built|made|provided|run|operated|delivered|proposed|protest|bids?)\s(?:by|of)
          |\b(?:attribué|confié|passé|notifié)e?s?\s(?:\w+\s){0,2}?(?:à|avec)|\b(?:l['’]entreprise|la\ssociété|le\sfournisseur|l['’]éditeur|la\sjeune\spousse)
          )\s$",
    )
}

/// Patterns of the words that follow a name.
static TRAILS: LazyLock<Family> = LazyLock::new(|| {
    // Words that follow a supplier.
    let after = compile(
        r"^(?:
          ,?\s(?:has\s|have\s|had\s|also\s)?(?:won|wins|landed|lands|secured|secures|clinched|bagged|bags|was\sawarded|were\sawarded|been\sawarded|been\schosen|received\sa|captured|nabbed|protested|protests|lodged|filed\sa\s(?:bid\s)?protest|outbid|underbid|will\s(?:supply|provide|deliver|build|develop|furnish)|is\sto\s(?:supply|provide|deliver|build)|supplies|sells|makes\s|develops)\b
          |,?\*?\sof\s[A-Z][\w.\s]{2,24},\s[A-Z][\w.]+
          |,?\*?\s(?:an?|the)\s(?:[\w.-]+[\s-]){0,5}?(?:company|firm|startup|start-up|contractor|provider|maker|developer|subsidiary|unit|reseller|integrator|vendor|manufacturer|supplier|nonprofit|consultancy|business|spinout|spin-off|lab)(?:[\s,.;]|$)
          |['’]s\s(?:[\w-]+\s){0,2}?(?:software|platform|contract|bid|proposal|product|products|system|tool|tools|chief\sexecutive|ceo|founder|technology|models?|chatbot|drones?|cameras?|service|services|shares|stock)\b
          |\s(?:CEO|chief\sexecutive|founder|co-founder|spokesperson|spokeswoman|spokesman|executives?|shares)\b
          |\s(?:a\s(?:remporté|obtenu|décroché)|s['’]engage)\b
          )",
    );
    // A person at work, or the words between a name and a noun of trade speak of one.
    let person = compile(
        r"^(?:,?\s(?:an?|the)\s(?:former|spokes|founder|chief|head|professor|analyst|lawyer|director|lawmaker|senator|veteran|senior)|,\s(?:an?\s|the\s)?(?:[\w'’-]+\s){0,5}?(?:who|whose|founder|chief|director|president|executive|officer|spokes\w+|professor|analyst)\b|,\s\d\d,)",
    );
    // Lawyers, lobbyists, analysts and unions work for suppliers and are none.
    let no_supplier = compile(
        r"^(?:,?\s(?:as\s)?(?:an?|its|the|their)\s(?:[\w-]+\s){0,4}?(?:lobby\w*|law\sfirm|analysts?|think\stank|watchdog|advocacy|union|newspaper|website|trade\sgroup|publication|research\sfirm|market\sresearcher|investment\sbank)\b)",
    );
    Family::of([after, person, no_supplier])
});

static AFTER: Member = Member::new(&TRAILS, 0);
static PERSON_AFTER: Member = Member::new(&TRAILS, 1);
static NO_SUPPLIER: Member = Member::new(&TRAILS, 2);

/// Nouns that "AI" goes before: "the Lux AI cluster" names a cluster, not a supplier.
static AI_OF: LazyLock<Pattern> = LazyLock::new(|| {
    compile(
        r"^\s(?:\w+\s)?(?:compan(?:y|ies)|start-?ups?|firms?|chiefs?|clusters?|super\w+|models?|tools?|systems?|platforms?|software|technolog\w+|programs?|offers?|chatbots?|assistants?|agents?|deals?|contracts?|use|work|researchers?|polic(?:y|ies)|safety|chips?|push|strategy|giants?|products?|services?|access|strikes?|labs?|makers?|capabilit\w+|applications?|initiatives?|projects?)\b",
    )
});

/// What the words around a name say of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// They lead to a supplier.
    pub is_met: bool,
    /// A supplier is at work.
    is_doing: bool,
    /// What follows shows a person.
    pub is_person: bool,
    /// They make it a law firm, a lobbyist, an analyst or a newspaper.
    pub is_no_supplier: bool,
}

impl Around {
    /// What the words around a place of a text say.
    pub fn of(openings: &Openings<'_>, place: Span) -> Self {
        const NONE_BEFORE: &[&str] = &[
            "law firm ",
            "lobbyist ",
            "lobbying firm ",
            "think tank ",
            "analysts at ",
            "analyst at ",
            "newspaper ",
            "union ",
        ];
        let text = openings.text();
        let (before, after) =
            (text.get(..place.start).unwrap_or_default(), text.get(place.end..).unwrap_or_default());
        let trail = TRAILS.opening(clip(after));
        let is_person = PERSON_AFTER.is_in(&trail);
        Self {
            is_met: BEFORE_SUPPLIER
                .is_within(openings, before.len() - last_bytes(before, 70).len()..before.len()),
            is_doing: AFTER.is_in(&trail) && !is_person,
            is_person,
            is_no_supplier: NONE_BEFORE.iter().any(|words| before.ends_with(words))
                || NO_SUPPLIER.is_in(&trail),
        }
    }

    /// Whether a supplier is at work after a name of so many words.
    pub fn is_doing(self, after: &str, words: usize) -> bool {
        const GOODS: &[&str] = &[" cameras", " software", " products", " drones", " sensors", " chatbot"];
        self.is_doing || (words == 1 && GOODS.iter().any(|goods| after.starts_with(goods)))
    }
}

/// The end of a text, at most so many bytes.
fn last_bytes(text: &str, length: usize) -> &str {
    let mut start = text.len().saturating_sub(length);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Whether the words right before are a verb of hiring with the name as its object.
pub(super) fn is_hired(before: &str) -> bool {
    const VERBS: &[&str] = &[
        "hired ",
        "hires ",
        "tapped ",
        "taps ",
        "picked ",
        "picks ",
        "selected ",
        "selects ",
        "chose ",
        "chooses ",
        "outbid ",
        "protest by ",
        "protest of ",
        "bid of ",
        "made by ",
        "built by ",
        "contract with ",
        "acquired ",
        "acquires ",
        "acquire ",
        "deal with ",
        "agreement with ",
    ];
    VERBS.iter().any(|verb| before.ends_with(verb))
}

/// Whether a title stands before a name: "Sen. ", "chief executive ".
pub(super) fn is_titled(before: &str) -> bool {
    const TITLES: &[&str] = &[
        "Mr. ",
        "Mrs. ",
        "Ms. ",
        "Dr. ",
        "Sen. ",
        "Rep. ",
        "Gov. ",
        "Gen. ",
        "Col. ",
        "Lt. ",
        "Maj. ",
        "Capt. ",
        "Adm. ",
        "Secretary ",
        "President ",
        "Minister ",
        "Judge ",
        "Mayor ",
        "Chief ",
        "Officer ",
        "CEO ",
        "CTO ",
        "executive ",
        "spokesman ",
        "spokeswoman ",
        "spokesperson ",
        "director ",
        "Director ",
        "founder ",
        "president ",
        "Councilman ",
        "Councilwoman ",
        "Commissioner ",
        "Sheriff ",
        "Attorney ",
        "analyst ",
    ];
    TITLES.iter().any(|title| before.ends_with(title))
}

/// Whether an "AI" at the end of a run belongs to the noun after it.
pub(super) fn is_ai_of_noun(after: &str) -> bool {
    AI_OF.is_match(clip(after))
}

fn clip(after: &str) -> &str {
    let mut end = after.len().min(90);
    while !after.is_char_boundary(end) {
        end -= 1;
    }
    &after[..end]
}

/// Whether a title is printed with capitals on nearly every word, so that capitals say nothing in it.
pub(super) fn is_headline_case(title: &str) -> bool {
    let long = title.split_whitespace().filter(|word| word.chars().count() > 3);
    let (mut capitals, mut count) = (0, 0);
    for word in long {
        count += 1;
        capitals += usize::from(word.chars().next().is_some_and(|c| !c.is_lowercase()));
    }
    count > 3 && capitals * 10 >= count * 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Field;
    use crate::entities::patterns::openings;

    fn around(text: &str, name: &str) -> Around {
        let start = text.find(name).unwrap();
        Around::of(&openings(text), Span::new(Field::Body, start, start + name.len()))
    }

    #[test]
    fn words_around_a_name() {
        assert!(around("The county handed the order to Corvid", "Corvid").is_met);
        assert!(around("the board hired Corvid", "Corvid").is_met);
        assert!(!around("He walked to Corvid", "Corvid").is_met);
        let is_doing = |after: &str| around(&format!("Corvid Labs{after}"), "Corvid Labs").is_doing(after, 2);
        assert!(is_doing(", a Boise-based maker of sensors, said"));
        assert!(is_doing(" won the work"));
        assert!(!is_doing(", a former colonel who runs the company's office, said"));
        assert!(around("Pell, the company's founder and chief executive, said", "Pell").is_person);
        assert!(is_ai_of_noun(" supercomputer will stand"));
        assert!(!is_ai_of_noun(" said the supercomputer"));
    }

    #[test]
    fn headlines_in_capitals_are_known() {
        assert!(is_headline_case("Harbor Board Selects Bright Kelp Systems for Dredging Robots"));
        assert!(!is_headline_case("Harbor board selects Bright Kelp Systems for its dredging robots"));
    }
}
