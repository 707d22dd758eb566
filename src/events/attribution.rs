//! Whom an article cites for an event, by the words of the event's own sentence.

use crate::base::{Family, Member, Pattern};
use std::sync::LazyLock;

use crate::events::event::{Attribution, AttributionKind};
use crate::events::story::{Sentence, Side};

fn compile(pattern: &str) -> Pattern {
    Pattern::new(format!("(?x){pattern}"))
}

static FAMILY: LazyLock<Family> = LazyLock::new(|| {
    Family::of([
        // People who are not named.
        compile(
            r"(?i)\b(?:people|persons?|sources?|officials?|executives?|someone|employees)\s(?:\w+\s){0,3}?(?:familiar\swith|briefed\son|close\sto|with\s(?:direct\s)?knowledge\sof|who\s(?:asked|spoke|declined|requested))|\b(?:sources|insiders)\s(?:say|said|tell|told)\b|\bon\s(?:the\s)?condition\sof\sanonymity\b",
        ),
        // A paper that shows it.
        compile(
            r"(?i)\b(?:notices?|filings?|documents?|records?|e-?mails?|memos?|dashboard|database|register|listings?|court\spapers|budget\spapers|minutes|decision|contract)\b(?:\s[\w.,]+){0,6}?\s(?:shows?|showed|says?|said|states?|stated|reveals?|lists?|suggests?|reads?|indicates?)\b|\b(?:according\sto|citing|seen\sin|published\sin|in)\s(?:[\w’'-]+\s){0,5}?(?:notices?|filings?|documents?|records?|e-?mails?|memos?|dashboard|database|register|court\spapers)\b",
        ),
        // Another outlet, named after or before the verb.
        compile(
            r"\b(?:[Aa]ccording\sto|[Rr]eported\sby|[Ss]een\sby|[Oo]btained\sby|[Rr]eviewed\sby|[Rr]eports?\s(?:from|in|by)|told)\s(?:reports?\s(?:from|by|in)\s)?(?:the\s)?(?P<after>(?:[A-Z][\w.’&-]+\s?){1,3})|(?P<before>(?:[A-Z][\w.’&-]+\s?){1,3}?)\s(?:first\s)?(?:reported|reports|has\sreported|was\sfirst\sto\sreport)\b",
        ),
        // Verbs of saying.
        compile(
            r"(?i)\b(?:said|says|announced|announces|confirmed|confirms|stated|told|wrote|noted|disclosed|according\sto)\b",
        ),
    ])
});

/// People who are not named.
static ANONYMOUS: Member = Member::new(&FAMILY, 0);
/// A paper that shows it.
static DOCUMENT: Member = Member::new(&FAMILY, 1);
/// Another outlet, named after or before the verb.
static OUTLET: Member = Member::new(&FAMILY, 2);
/// Verbs of saying.
static SAYS: Member = Member::new(&FAMILY, 3);

/// Whom `sentence` cites; `None` where it speaks in the article's own voice.
pub(super) fn attribution(sentence: &Sentence<'_>) -> Option<Attribution> {
    let text = sentence.text;
    let cited = |kind, name: Option<&str>| {
        Some(Attribution {
            kind,
            name: name
                .map(|name| name.trim_matches([' ', '.', ',']).to_owned())
                .filter(|name| !name.is_empty()),
        })
    };
    let openings = FAMILY.openings(sentence.text);
    if ANONYMOUS.is_in(&openings) {
        return cited(AttributionKind::Anonymous, None);
    }
    let outlet = OUTLET.captures_in(&openings).and_then(|c| c.name("after").or(c.name("before")));
    if let Some(name) = outlet {
        let span = sentence.span_of(name.start(), name.end());
        if !sentence.parties.iter().any(|party| party.span.overlaps(&span)) {
            return cited(AttributionKind::Outlet, Some(name.as_str()));
        }
    }
    if DOCUMENT.is_in(&openings) {
        return cited(AttributionKind::Document, None);
    }
    let verb = SAYS.find_in(&openings)?;
    let at = sentence.span.start + verb.start();
    // Who says it stands right before the verb, or right after "according to" and "said".
    let speaker = sentence
        .parties
        .iter()
        .filter(|party| !party.by_product)
        .min_by_key(
            |party| if party.span.end <= at { at - party.span.end } else { party.span.start - at + 6 },
        )
        .filter(|party| party.span.end.abs_diff(at) < 60 || party.span.start.abs_diff(at) < 30);
    if text.to_lowercase().contains("officials said") || text.to_lowercase().contains("officials say") {
        return cited(AttributionKind::Agency, None);
    }
    let lower = text.to_lowercase();
    let before = lower.get(..verb.start()).unwrap_or_default();
    let speaks = |nouns: &[&str]| {
        nouns.iter().any(|noun| before.ends_with(noun) || lower.contains(&format!("according to {noun}")))
    };
    if speaks(&["the company ", "the firm ", "the startup ", "the start-up ", "the vendor "]) {
        let name = sentence.focus_supplier.as_ref().map(|party| party.org.name.as_str());
        return cited(AttributionKind::Company, name);
    }
    if speaks(&[
        "the department ",
        "the agency ",
        "the ministry ",
        "the council ",
        "the center ",
        "the city ",
    ]) {
        let name = sentence.focus_buyer.as_ref().map(|party| party.org.name.as_str());
        return cited(AttributionKind::Agency, name);
    }
    let speaker = speaker?;
    let kind =
        if speaker.side == Side::Supplier { AttributionKind::Company } else { AttributionKind::Agency };
    cited(kind, Some(&speaker.org.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Field, Span};

    fn read(text: &str) -> Option<(AttributionKind, Option<String>)> {
        let sentence = Sentence {
            span: Span::new(Field::Body, 0, text.len()),
            text,
            openings: crate::events::words::openings(text),
            points_back: std::cell::OnceCell::new(),
            parties: Vec::new(),
            amounts: Vec::new(),
            dates: Vec::new(),
            numbers: Vec::new(),
            programs: Vec::new(),
            cues: Vec::new(),
            focus_supplier: None,
            focus_buyer: None,
            is_focus_near: false,
        };
        attribution(&sentence).map(|a| (a.kind, a.name))
    }

    #[test]
    fn sources_are_told_apart() {
        use AttributionKind::{Agency, Anonymous, Company, Document, Outlet};
        for (text, kind, name) in [
            ("The order was placed in May, according to two people briefed on it.", Anonymous, None),
            ("The order was placed in May, a procurement notice shows.", Document, None),
            ("The order was placed in May, according to court papers.", Document, None),
            ("The order was placed in May, according to Reuters.", Outlet, Some("Reuters")),
            ("Bloomberg first reported the order.", Outlet, Some("Bloomberg")),
            ("The company said it had won the order.", Company, None),
            ("The order was placed in May, officials said.", Agency, None),
        ] {
            assert_eq!(read(text), Some((kind, name.map(str::to_owned))), "{text}");
        }
        assert_eq!(read("The order was placed in May."), None);
    }
}
