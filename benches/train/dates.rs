//! The weights by which a day that an article names is the day of a dealing (`data/date.weights`).

use std::error::Error;
use std::io::{self, Write};

use awardwire::article::read_record;
use awardwire::base::PartialDate;
use awardwire::events::{DateEvidence, EventKind, date_evidence};
use awardwire::report::eval::is_same_name;
use serde_json::Value;

use crate::logistic::{Example, fit, probabilities};
use crate::vocabulary::Vocabulary;

const PENALTY: f64 = 2.0;
const ROUNDS: usize = 300;
const FOLDS: usize = 5;
/// Words around fewer days say nothing of others.
const LEAST: usize = 3;

/// A labelled event, found by the program, with its days.
struct Dated {
    article: usize,
    label: Option<PartialDate>,
    days: Vec<(PartialDate, Example<1>)>,
}

/// Prints the weights made from `paths` (labelled articles as JSON lines) to standard output, and to standard error how
/// often weights made without an article tell the right month of its events.
pub(crate) fn train(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let mut vocabulary = Vocabulary::of(&[]);
    let mut events: Vec<Dated> = Vec::new();
    let mut articles = 0;
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            events.extend(read(line, articles, &mut vocabulary)?);
            articles += 1;
        }
    }
    for (_, example) in events.iter_mut().flat_map(|event| &mut event.days) {
        example.features.retain(|f| vocabulary.is_common(*f, LEAST));
    }
    let leans = vec![[0.0; 1]; vocabulary.len()];
    let made_of = |is_seen: &dyn Fn(usize) -> bool| {
        let seen: Vec<&Example<1>> = (events.iter())
            .filter(|event| is_seen(event.article))
            .flat_map(|event| event.days.iter().map(|(_, example)| example))
            .collect();
        fit(&seen, &leans, PENALTY, ROUNDS)
    };
    let mut likeliest: Vec<(usize, Option<(f64, PartialDate)>)> = Vec::new();
    for fold in 0..FOLDS {
        let weights = made_of(&|article| article % FOLDS != fold);
        for (number, event) in events.iter().enumerate().filter(|(_, event)| event.article % FOLDS == fold) {
            let days = event.days.iter().map(|(day, e)| (probabilities(&weights, &e.features)[0], *day));
            likeliest.push((number, days.max_by(|a, b| a.0.total_cmp(&b.0))));
        }
    }
    let mut talk = io::stderr().lock();
    for threshold in [0.25, 0.3, 0.35, 0.4, 0.45, 0.5] {
        let told =
            |best: &Option<(f64, PartialDate)>| best.filter(|(p, _)| *p >= threshold).map(|(_, day)| day);
        let right =
            likeliest.iter().filter(|(number, best)| is_same(events[*number].label, told(best))).count();
        let share = right as f64 / events.len().max(1) as f64;
        writeln!(talk, "told from {threshold}: {right} of {} events dated right, {share:.3}", events.len())?;
    }
    let mut out = io::stdout().lock();
    writeln!(out, "feature\tweight")?;
    for (name, [weight]) in vocabulary.names().iter().zip(made_of(&|_| true)) {
        if weight.abs() >= 0.015 {
            writeln!(out, "{name}\t{weight:.2}")?;
        }
    }
    Ok(())
}

/// Whether a day is the labelled one, to the month (to the year where the label is a year).
fn is_same(label: Option<PartialDate>, day: Option<PartialDate>) -> bool {
    match (label, day) {
        (None, None) => true,
        (Some(label), Some(day)) if label.month().is_none() => label.year() == day.year(),
        (Some(label), Some(day)) => label.to_month() == day.to_month(),
        _ => false,
    }
}

/// The events of a labelled article that the program finds too.
fn read(line: &str, article: usize, vocabulary: &mut Vocabulary) -> Result<Vec<Dated>, Box<dyn Error>> {
    let record: Value = serde_json::from_str(line)?;
    let read = read_record(line)?;
    let mut found = date_evidence(&read);
    let mut events = Vec::new();
    for label in record["events"].as_array().into_iter().flatten() {
        let evidence = label["evidence"].as_str().unwrap_or_default().trim();
        let fits = |event: &DateEvidence| {
            let said = event.sentence.of(&read.title, read.body.text()).trim();
            is_of(label, event).then_some(u8::from(said.contains(evidence) || evidence.contains(said)))
        };
        let best = (found.iter().enumerate())
            .filter_map(|(i, event)| Some((fits(event)?, i)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, best)) = best else { continue };
        let event = found.remove(best);
        let date = label["date"].as_str().map(str::parse::<PartialDate>).transpose()?;
        let days = (event.days.into_iter())
            .map(|(day, names)| {
                let features = vocabulary.numbers(names).into_iter().collect();
                let answer = f64::from(u8::from(date.is_some() && is_same(date, Some(day))));
                (day, Example { group: article, features, answers: [answer], counts: [1.0] })
            })
            .collect();
        events.push(Dated { article, label: date, days });
    }
    Ok(events)
}

/// Whether the event is of the label's kind and of one of its suppliers.
fn is_of(label: &Value, event: &DateEvidence) -> bool {
    let named: Vec<&str> =
        label["vendors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    label["type"].as_str().and_then(EventKind::from_word) == Some(event.kind)
        && (named.is_empty() && event.vendors.is_empty()
            || named.iter().any(|name| event.vendors.iter().any(|vendor| is_same_name(name, vendor))))
}
