//! Terms as articles of many kinds tell them, and stretches that are none.

use super::{OptionPeriods, Term, TermSentence, read};
use crate::article::{read_record, sentence_spans};
use crate::base::PartialDate;
use crate::entities::find;

fn term(text: &str) -> Term {
    let published: PartialDate = "2026-03-15".parse().unwrap();
    let record = serde_json::json!({"id": "x", "title": "", "text": text, "published": "2026-03-15"});
    let article = read_record(&record.to_string()).unwrap();
    let sentences = sentence_spans(&article);
    let mentions = find(&article, &sentences);
    let sentences: Vec<TermSentence<'_>> = sentences
        .iter()
        .map(|sentence| TermSentence {
            span: *sentence,
            text: sentence.of("", article.body.text()),
            dates: mentions.dates.iter().filter(|d| sentence.contains(&d.span)).collect(),
        })
        .collect();
    let mut spans = Vec::new();
    let term = read(&sentences, Some(published), &mut spans).unwrap_or_default();
    assert!(spans.iter().all(|span| !span.of("", text).is_empty()), "{text}");
    term
}

/// "base 12, 4×12, start 2026-04-01": what is told, in short.
fn short(text: &str) -> String {
    let term = term(text);
    let mut parts: Vec<String> = Vec::new();
    let mut add =
        |name: &str, value: Option<String>| parts.extend(value.map(|value| format!("{name} {value}")));
    add("start", term.start.map(|told| told.value.to_string()));
    add("end", term.end.map(|told| told.value.to_string()));
    add("length", term.length.map(|told| told.value.to_string()));
    add("base", term.base.map(|told| told.value.to_string()));
    let options = |OptionPeriods { count, months }: OptionPeriods| format!("{count}×{months}");
    add("options", term.options.map(|told| options(told.value)));
    add("total", term.total.map(|told| told.value.to_string()));
    add("until", term.end_with_options.map(|told| told.value.to_string()));
    let exercised = |told: super::Exercised| {
        let text = |n: Option<u32>| n.map_or("?".to_owned(), |n| n.to_string());
        format!("{}/{}", text(told.number), text(told.months))
    };
    add("exercised", term.exercised.map(|told| exercised(told.value)));
    add("extension", term.extension.map(|told| told.value.to_string()));
    parts.join(", ")
}

#[test]
fn terms_as_they_are_told() {
    let mut faults: Vec<String> = Vec::new();
    for (text, expected) in [
        // Of the contract as a whole.
        ("The Army awarded Corvid a five-year contract worth $40 million.", "length 60"),
        ("It is a three-year, $9.5 million production agreement.", "length 36"),
        ("The 36-month subscription costs $2 million.", "length 36"),
        ("The council approved a two-year Flock lease.", "length 24"),
        ("A 10-year, up to $90 million contract went to the firm.", "length 120"),
        ("The contract runs for four years.", "length 48"),
        ("The deal, which runs for 30 months, covers drones.", "length 30"),
        ("The agency signed a contract worth $30 million over three years.", "length 36"),
        ("The agreement has a term of five (5) years.", "length 60"),
        ("The period of performance is 24 months.", "length 24"),
        ("Duration of the contract: 48 months.", "length 48"),
        ("The vehicle has an ordering period of ten years.", "length 120"),
        ("It is an IDIQ contract with a five-year ordering period.", "length 60"),
        ("The framework lasts four years.", "length 48"),
        // Base and options.
        ("The order has a 12-month base period and four one-year options.", "base 12, options 4×12"),
        ("The contract has a base year and four option years.", "base 12, options 4×12"),
        ("It carries one base year plus two six-month option periods.", "base 12, options 2×6"),
        ("The award has a base period of two years and three one-year options.", "base 24, options 3×12"),
        ("The contract has a five-year base period and a five-year option.", "base 60, options 1×60"),
        (
            "The deal is for an initial term of three years with two one-year renewals.",
            "base 36, options 2×12",
        ),
        (
            "The county signed a three-year agreement with two optional one-year extensions.",
            "length 36, options 2×12",
        ),
        ("The contract is for two years, with an extension of up to 24 months.", "length 24, options 1×24"),
        (
            "The ministry's initial two-year contract may be extended by up to 12 months.",
            "base 24, options 1×12",
        ),
        ("The agreement can be renewed for up to three additional one-year terms.", "options 3×12"),
        ("The state may renew the contract for two more two-year periods.", "options 2×24"),
        ("The trust signed a 3+1+1 year contract.", "base 36, options 2×12"),
        ("The contract runs three years plus two option years.", "length 36, options 2×12"),
        ("The order has a base year and four options.", "base 12, options 4×0"),
        ("The contract includes four options of one year each.", "options 4×12"),
        ("It was let with a base plus four option years.", "base 12, options 4×12"),
        ("The one-year contract has an option to extend for another two years.", "length 12, options 1×24"),
        ("The deal covers option years one through four.", "options 4×12"),
        (
            "The IDIQ comprises a five-year base ordering period and a five-year optional ordering period.",
            "base 60, options 1×60",
        ),
        // With everything.
        ("If all options are exercised, the contract would run for seven years.", "total 84"),
        ("The contract could last up to ten years.", "total 120"),
        ("It is a potential five-year contract.", "total 60"),
        ("The task order runs five years, including options.", "total 60"),
        ("The deal could be worth $90 million over ten years if all options are exercised.", "total 120"),
        ("The agreement is for up to four years.", "total 48"),
        ("The contract could be worth as much as $84 million over five years.", "total 60"),
        // Days.
        ("The contract has options that could extend it to 2031.", "until 2031"),
        ("If all options are exercised, work will continue through September 2030.", "until 2030-09"),
        ("Work could run until May 2032 if all options are exercised.", "until 2032-05"),
        ("The contract starts on 1 April 2026 and runs for three years.", "start 2026-04-01, length 36"),
        ("The contract runs from 1 April 2026 to 31 March 2029.", "start 2026-04-01, end 2029-03-31"),
        ("The four-year deal is effective July 1, 2026.", "start 2026-07-01, length 48"),
        ("Work is to begin in June 2026 under the order.", "start 2026-06"),
        // What changes it.
        ("The Navy exercised a one-year option on the contract.", "exercised ?/12"),
        ("The agency exercised the second option year of the deal.", "exercised 2/12"),
        ("Corvid is having Option Year Two exercised on its task order.", "exercised 2/12"),
        ("The command exercised the first of four one-year options.", "options 4×12, exercised 1/12"),
        ("The city signed a two-year extension with the firm.", "extension 24"),
        ("The council extended its contract with Corvid by another 18 months.", "extension 18"),
    ] {
        let found = short(text);
        if found != expected {
            faults.push(format!("{text}\n  found    {found}\n  expected {expected}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_not_the_contracts_is_none() {
    for text in [
        "The company was founded five years ago.",
        "The contract went to a ten-year-old company.",
        "Over the past two years the agency bought drones.",
        "The award follows a three-year pilot that ended in May.",
        "A three-year study of the contract found waste.",
        "The firm has 20 years of experience with the agency.",
        "The five-year plan sets aside $8 billion.",
        "It replaces a five-year contract with another vendor.",
        "The previous three-year contract was held by Tidewell.",
        "The company pays $4 million a year under the contract.",
        "The contract has no option years.",
        "The three-year contract that expired in May was let in haste.",
        "The mayor won a four-year term.",
        "The contract was signed two years after the breach.",
        "The agency had two options: buy or build.",
        "The software is used under a contract that has drawn fire for three years.",
        "The contract was delayed for two years.",
        "The judge handed down a six-year sentence in the contract fraud case.",
        "In five years the contract may look cheap.",
        "The firm must decide within two years.",
        "If exercised, the options would bring its value to $90 million.",
        "The Army could exercise a one-year option, though it declined to exercise the option.",
        "The agency expects savings of $90 million over 10 years.",
        "The bill passed in fiscal year 2026.",
        "The agency expects orders of $60 billion over ten years.",
        "The contract is an order of magnitude of $30 million over six years.",
        "The contract follows a pilot that began in 2024.",
        "The award ends a competition that began in July 2025 with a contract notice.",
        "The firm goes to a center under a contract signed in 2025 for a one-year pilot.",
        "The commission told it of a contract extension signed in December 2026.",
        "It replaces 75 contracts, and over ten years it could be worth $9 billion.",
        "The contract notice pushes its end date out from June 2025 to December 2027.",
        "A contract for software that tracked people for five years.",
        "The startup raised money in a two-year fundraising campaign.",
        "The contract builds on almost three years of work.",
    ] {
        let mut found = term(text);
        // An option that may be taken is a fact of the contract; that it was taken is not told.
        assert_eq!(found.exercised, None, "{text}");
        if text.contains("could exercise") {
            found.options = None;
        }
        assert_eq!(found, Term::default(), "{text}");
    }
}
