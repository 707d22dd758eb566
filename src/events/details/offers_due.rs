//! By when offers, bids or answers to a request are due.
//!
//! Only what is said of offers counts: questions, comments, decisions, payments and reports fall due too.

use std::sync::LazyLock;

use super::Read;
use super::completion::ahead;
use crate::base::{PartialDate, Pattern};
use crate::entities::DateMention;

/// What is handed in.
const OFFERS: &str = r"(?:(?:proposals?|bids?|offers?|quotes?|quotations?|responses?|submissions?|tenders?|applications?|abstracts?|pitches)\b|(?:white|concept|solution|position)\spapers?\b|(?:capabilit(?:y|ies)|qualifications?)\sstatements?\b|statements?\sof\s(?:interest|qualifications?|capabilit(?:y|ies))\b|expressions?\sof\sinterest\b|letters?\sof\s(?:interest|intent)\b)";
/// Who hands it in.
const BIDDERS: &str = r"(?:companies|vendors?|firms?|bidders?|offerors?|contractors?|suppliers?|businesses|industry|start-?ups?|respondents?|applicants?|proposers?|teams|parties|organi[sz]ations|providers|manufacturers|universities|those\sinterested|anyone\sinterested)";
/// What somebody who hands something in does.
const HAND_IN: &str = r"(?:submit|respond|apply|bid|reply|propose|(?:turn|hand|send|get|put)\s(?:in|their|its)|offer|quote|tender|enter)";
/// What somebody is asked to keep to.
const BY: &str = r"(?:by|no\slater\sthan|not\slater\sthan|before|until|till|through|on\sor\sbefore)";
/// "5 p.m. Eastern time on ", between a word of the deadline and its day.
const TIME: &str = r"(?:\s?\(?(?:noon|midnight|close\sof\sbusiness|cob|the\send\sof|(?:at\s)?\d{1,2}(?:[:.]\d\d)?\s?(?:hours|hrs|o[’']clock|[ap]\.?\s?m\b\.?)?(?:\s(?:\(?[a-z]{2,4}t?\)?|eastern|central|mountain|pacific|local|standard|daylight|zulu|time)){0,3})\)?,?(?:\son)?)?(?:\s(?:on|mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,?)?(?:\sthe)?\s?\(?$";

fn pattern(text: &str) -> Pattern {
    let text = text.replace("<BIDDERS>", BIDDERS).replace("<HAND_IN>", HAND_IN).replace("<BY>", BY);
    Pattern::new(format!("(?i){}", text.replace("<OFFERS>", OFFERS).replace("<TIME>", TIME)))
}

/// What stands right before the day.
static DUE: LazyLock<[Pattern; 9]> = LazyLock::new(|| {
    [
        // "Proposals for the first phase are due by noon on", "Responses due:".
        r"\b<OFFERS>[^.;]{0,60}?\bdue(?:\s(?:back|in|at|by|on|no\slater\sthan|not\slater\sthan|before|date|is|was|to\sthe\s(?:agency|office|department|command|army|navy|city|county|state))|:){0,3}<TIME>",
        // "Proposals must be submitted by", "bids will be accepted until".
        r"\b<OFFERS>[^.;]{0,40}?\b(?:(?:must|should|shall|will|may|can|had|have|has|are|is|were)\s(?:only\s)?(?:to\s)?be(?:en)?\s(?:accepted|received|submitted|returned|filed|sent|delivered|lodged|made|in)|(?:are|is|were)\s(?:being\s)?accepted)\b[^.;]{0,40}?\b<BY>\b<TIME>",
        // "It accepts bids through", "asks industry for proposals by".
        r"\b(?:accept(?:s|ed|ing)?|tak(?:es?|ing)|receiv(?:es?|ing)|collect(?:s|ing)?)\s(?:[\w’'-]+\s){0,4}?<OFFERS>(?:\sfrom\s[^.;]{1,40}?)?\s(?:until|till|through|by)\b<TIME>",
        r"\b(?:ask(?:s|ed|ing)?|invit(?:es?|ed|ing)|seek(?:s|ing)?|sought|wants?|wanted|solicit(?:s|ed|ing)?|request(?:s|ed|ing)?|call(?:s|ed|ing)?\sfor)\b[^.;]{0,60}?\b<OFFERS>(?:\sfrom\s[^.;]{1,40}?)?\s(?:by|no\slater\sthan|not\slater\sthan|before)\b<TIME>",
        // "Interested vendors must respond by", "companies can apply until".
        r"\b<BIDDERS>\b[^.;]{0,80}?\b(?:must|should|shall|can|may|could|will|need\sto|have\sto|are\sto|(?:were|are|is|was)?\s?(?:asked|invited|required|expected|encouraged|urged|told)\sto)\s<HAND_IN>\b[^.;]{0,80}?\b<BY>\b<TIME>",
        // "The deadline for submitting proposals is", "response deadline was extended to".
        r"\b(?:(?:proposal|bid|bidding|submission|response|application|tender|solicitation|offer|quote|quotation|rf[piq]|closing)s?\s(?:deadline|due\sdate|closing\sdate|cut-?off\sdate|cut-?off|date)|(?:deadline|due\sdate|closing\sdate|cut-?off\sdate|cut-?off)\s(?:for|to|on|of)\s(?:[\w’'-]+\s){0,5}?(?:<OFFERS>|<BIDDERS>\b|(?:bid|bidding|respond|responding|apply|applying|tender|tendering|submit|submitting)\b)(?:\s(?:to|for|on|under|in)\s(?:[\w’'-]+\s?){1,5})?)(?:\s(?:is|was|are|were|will\sbe|has\sbeen|had\sbeen|now|set|of|at|on|to|for|by|falls|extended|moved|pushed|back|fixed|scheduled|remains|again)|:|\sfrom\s(?:[\w]+\.?\s\d{1,2}|\d{1,2}\s\w+)(?:,?\s\d{4})?){1,6}<TIME>",
        // "The tender closes on", "the window stays open until".
        r"\b(?:solicitation|tender|competition|rf[piq]|request|call|bidding|window|notice|procurement|invitation|submissions?|applications?|opportunity|portal|announcement)\b[^.;]{0,50}?\b(?:(?:closes?|closed|closing|will\sclose)(?:\s(?:on|at|in|to\s(?:bids|offers|proposals|responses|submissions|applications)(?:\son)?))?|(?:remains?|is|are|was|were|stays?|will\s(?:be|remain))\sopen(?:\s[\w’'-]+){0,3}?\s(?:until|till|through))<TIME>",
        // "It opened bidding on a framework, with four lots and a deadline of".
        r"\b(?:bids?|bidding|tenders?|competition|solicitation|request|procurement|call|framework)\b[^.;]{0,140}?\bdeadline\s(?:of|is|for\s<BIDDERS>\sis)<TIME>",
        // A line of a form.
        r"^\W*(?:(?:response|submission|proposal|bid|offer|tender)s?\s)?(?:deadline|closing\sdate|due\sdate|closes)(?:\s(?:for|of)\s[^.;:]{1,40})?\s?(?::|\s[–—-])<TIME>",
    ]
    .map(pattern)
});

/// "… questions are due by one day and proposals by": the word stands only once.
static DUE_ONCE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\bdue\b[^.;]{0,60}?\b(?:and|with|while|but)\s(?:the\s|full\s|final\s|written\s)*<OFFERS>\s(?:by|on|no\slater\sthan)<TIME>",
    )
});

/// "Companies have until … to respond."
static UNTIL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\b<BIDDERS>\b[^.;]{0,40}?\b(?:have|has|had|given|get|got)\s(?:only\s)?(?:until|till|through)<TIME>",
    )
});
static UNTIL_TO: LazyLock<Pattern> = LazyLock::new(|| pattern(r"^,?\s(?:\([^)]{1,30}\)\s)?to\s<HAND_IN>\b"));

/// "A Nov. 14 deadline for proposals", "the Nov. 14 bid deadline".
static DEADLINE_AFTER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"^,?\s(?:(?:proposal|bid|bidding|submission|response|application|tender|closing|offer)\s(?:deadline|due\sdate|date|cut-?off)\b|(?:deadline|due\sdate|closing\sdate|cut-?off)\s(?:for|to|on)\s(?:[\w’'-]+\s){0,5}?(?:<OFFERS>|(?:bid|respond|apply|tender|submit)\b))",
    )
});

/// Words with which another thing is due, or the day of another thing is told.
static OTHER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\b(?:questions?|comments?|inquiries|queries|feedback|protests?|lawsuits?|complaints?|subpoenas?|court|judge|congress|lawmakers|senators?|decisions?|decide[sd]?|awards?\s(?:is|are|was|were|decisions?|will|expected)|(?:be|been)\s(?:awarded|selected|evaluated|deployed|delivered)|selections?|selected|winners?|payments?|results?|evaluat\w+|freedom\sof\sinformation|job|jobs|visa)\b",
    )
});
/// "Questions about the proposals are due".
static QUESTIONS_ON: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\b(?:questions?|comments?|inquiries|queries|feedback|objections|answers|decisions?|reports?|reviews?|rulings?|votes?|evaluations?)\s(?:on|of|about|regarding|concerning|for|to|from)\s(?:[\w’'-]+\s){0,3}$",
    )
});
/// What tells that the day has been.
static PAST: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:was|were|had|closed|asked|invited|sought|accepted|received)\b"));
/// What follows a day on which questions end, not offers.
static OF_QUESTIONS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)^[^.;,]{0,30}\b(?:questions?|comments?|inquiries|queries|protests?)\b")
});

/// By when offers are due, by one sentence; `start` is its place and `dates` what stands in it. A day named without its
/// year is the next one, but where it is told as past.
pub(super) fn read(
    text: &str,
    start: usize,
    dates: &[&DateMention],
    published: Option<PartialDate>,
) -> Option<Read<PartialDate>> {
    dates.iter().find_map(|mention| {
        let (from, to) = (mention.span.start.checked_sub(start)?, mention.span.end.checked_sub(start)?);
        let (before, after) = (text.get(..from)?, text.get(to..)?);
        mention.date.month()?;
        let lead = lead(text, before, after)?;
        let is_told_as_past = PAST.is_match(lead);
        let value =
            if is_told_as_past { mention.date } else { ahead(mention, text.get(from..to)?, published) };
        let is_past = published.is_some_and(|published| value.last_day() < published.first_day());
        (!is_past || is_told_as_past).then_some(Read { value, start: from, end: to })
    })
}

/// The words that make the day one by which offers are due.
fn lead<'t>(text: &'t str, before: &'t str, after: &str) -> Option<&'t str> {
    if OF_QUESTIONS.is_match(after) {
        return None;
    }
    let is_offers = |start: usize, words: &str| {
        !OTHER.is_match(words) && !before.get(..start).is_some_and(|head| QUESTIONS_ON.is_match(head))
    };
    let told = DUE.iter().filter_map(|pattern| last_find(pattern, before));
    if let Some(words) = told.filter(|(start, words)| is_offers(*start, words)).map(|(_, words)| words).next()
    {
        return Some(words);
    }
    if let Some(found) = DUE_ONCE.find(before) {
        return Some(found.as_str());
    }
    if let Some(found) = UNTIL.find(before).filter(|_| UNTIL_TO.is_match(after)) {
        return Some(found.as_str());
    }
    DEADLINE_AFTER.is_match(after).then_some(text)
}

/// Where a pattern that ends with the text begins last: of two things in a sentence the nearer is meant.
fn last_find<'t>(pattern: &Pattern, text: &'t str) -> Option<(usize, &'t str)> {
    let mut last = None;
    let mut from = 0;
    while let Some(found) = pattern.find_at(text, from) {
        last = Some((found.start(), found.as_str()));
        from = found.start() + text.get(found.start()..)?.chars().next()?.len_utf8();
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{read_record, sentence_spans};
    use crate::entities::find;

    /// By when offers are due, by a text published on 15 March 2026.
    fn due(text: &str) -> Option<String> {
        let record = serde_json::json!({"id": "x", "title": "", "text": text, "published": "2026-03-15"});
        let article = read_record(&record.to_string()).unwrap();
        let sentences = sentence_spans(&article);
        let mentions = find(&article, &sentences);
        let found = sentences.iter().find_map(|sentence| {
            let dates: Vec<&DateMention> =
                mentions.dates.iter().filter(|date| sentence.contains(&date.span)).collect();
            read(sentence.of("", article.body.text()), sentence.start, &dates, "2026-03-15".parse().ok())
        });
        found.map(|read| read.value.to_string())
    }

    #[test]
    fn offers_are_due_in_many_words() {
        for (text, expected) in [
            ("Proposals are due by April 30.", "2026-04-30"),
            ("Proposals for the first phase are due by noon on April 30, 2026.", "2026-04-30"),
            ("Bids are due no later than 2 p.m. Eastern time on Tuesday, April 14, 2026.", "2026-04-14"),
            ("White papers are due to the agency by 5:00 p.m. EDT May 1.", "2026-05-01"),
            ("Responses due: 14 April 2026", "2026-04-14"),
            ("Responses to the request for information are due April 3.", "2026-04-03"),
            ("Quotes must be submitted by April 10, 2026.", "2026-04-10"),
            ("Tenders will be accepted until 12:00 on 20 April 2026.", "2026-04-20"),
            ("Statements of interest should be received no later than April 22.", "2026-04-22"),
            ("The city is accepting proposals through May 8.", "2026-05-08"),
            ("The Army is asking industry for white papers by April 17.", "2026-04-17"),
            ("Interested vendors must respond by April 6, according to the notice.", "2026-04-06"),
            ("Companies can apply until May 31.", "2026-05-31"),
            ("Firms were invited to submit capability statements before April 12.", "2026-04-12"),
            ("The deadline for submitting proposals is May 4, 2026.", "2026-05-04"),
            ("The deadline to respond is April 29.", "2026-04-29"),
            ("The response deadline was extended from April 3 to April 24, 2026.", "2026-04-24"),
            ("The deadline for bids has been extended to May 15, 2026.", "2026-05-15"),
            ("The solicitation closes on April 21, 2026.", "2026-04-21"),
            ("The tender closes 2026-04-28.", "2026-04-28"),
            ("The competition remains open for submissions until June 1, 2026.", "2026-06-01"),
            ("Vendors have until April 9 to submit proposals.", "2026-04-09"),
            ("The notice sets an April 27 deadline for proposals.", "2026-04-27"),
            ("Closing date: 30 April 2026", "2026-04-30"),
            ("Response deadline: Jul 18, 2026 5:00 PM EDT.", "2026-07-18"),
            ("The deadline for companies is May 9.", "2026-05-09"),
            (
                "It opened bidding on a framework for hospitals, with four lots and a deadline of 27 April 2026.",
                "2026-04-27",
            ),
            (
                "Firms that believe they can supply an equal product may submit a statement of no more than five pages by 2:00 PM Eastern, 16 April.",
                "2026-04-16",
            ),
            ("The tender, worth £3m, closes in April.", "2026-04"),
            ("Questions are due by March 27 and proposals by April 30.", "2026-04-30"),
            ("Proposals were due on March 2, 2026, and an award is expected in June.", "2026-03-02"),
            ("The agency plans an award in June; proposals are due in May.", "2026-05"),
        ] {
            assert_eq!(due(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_things_fall_due_too() {
        for text in [
            "Questions are due by March 27.",
            "Questions about the proposals are due by March 27.",
            "Comments on the draft solicitation are due April 2, 2026.",
            "A decision on the proposals is due by May 1.",
            "The first payment is due on April 1, 2026.",
            "The agency must submit a report to Congress by May 1, 2026.",
            "The company has until April 4 to respond to the lawsuit.",
            "Proposals will be evaluated and an award is due in June.",
            "The Army seeks proposals for a system that is to be deployed by September 2027.",
            "The contract closes out on April 30, 2026.",
            "The company will close its office on April 30, 2026.",
            "It won the bid on March 2, 2026.",
            "The agency opened bids on March 3, 2026.",
            "Protests must be filed by April 6, 2026.",
            "Work is due to be completed by May 2028.",
            "The department received 12 proposals in February.",
            "The request for proposals was released on March 10, 2026.",
            "An industry day is set for April 8, 2026, to prepare for the request for proposals.",
            "The deadline for questions is March 30, 2026.",
            "The offer, made on March 3, 2026, was rejected.",
            "The program must be in place by October 1, 2026, under the deadline that Congress set.",
        ] {
            assert_eq!(due(text), None, "{text}");
        }
    }
}
