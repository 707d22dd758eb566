//! The weights by which what an article names fills a slot of an event: its day (`data/day.weights`), its buyers
//! (`data/buyer.weights`), its value (`data/value.weights`).

use std::error::Error;
use std::io::{self, Write};

use awardwire::article::read_record;
use awardwire::base::PartialDate;
use awardwire::events::{EventKind, Slot, SlotEvidence, slot_evidence};
use awardwire::report::eval::is_same_name;
use serde_json::Value;

use crate::logistic::{Example, fit, probabilities};
use crate::vocabulary::Vocabulary;

const PENALTY: f64 = 2.0;
const ROUNDS: usize = 300;
const FOLDS: usize = 5;
/// Words around fewer answers say nothing of others.
const LEAST: usize = 3;

/// A labelled event, found by the program, with what may fill the slot.
struct Filled {
    article: usize,
    /// How many answers are right; of a day or a sum one is.
    right: usize,
    options: Vec<Example<1>>,
}

/// Prints the weights made from `paths` (labelled articles as JSON lines) to standard output, and to standard error how
/// well weights made without an article fill the slots of its events.
pub(crate) fn train(slot: Slot, paths: &[String]) -> Result<(), Box<dyn Error>> {
    let mut vocabulary = Vocabulary::of(&[]);
    let mut events: Vec<Filled> = Vec::new();
    let mut articles = 0;
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            events.extend(read(slot, line, articles, &mut vocabulary)?);
            articles += 1;
        }
    }
    for example in events.iter_mut().flat_map(|event| &mut event.options) {
        example.features.retain(|f| vocabulary.is_common(*f, LEAST));
    }
    let leans = vec![[0.0; 1]; vocabulary.len()];
    let made_of = |is_seen: &dyn Fn(usize) -> bool| {
        let seen: Vec<&Example<1>> =
            events.iter().filter(|event| is_seen(event.article)).flat_map(|event| &event.options).collect();
        fit(&seen, &leans, PENALTY, ROUNDS)
    };
    let mut held: Vec<(&Filled, Vec<f64>)> = Vec::new();
    for fold in 0..FOLDS {
        let weights = made_of(&|article| article % FOLDS != fold);
        for event in events.iter().filter(|event| event.article % FOLDS == fold) {
            held.push((
                event,
                event.options.iter().map(|e| probabilities(&weights, &e.features)[0]).collect(),
            ));
        }
    }
    let mut talk = io::stderr().lock();
    for threshold in [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55] {
        let score = if slot == Slot::Buyer { each(&held, threshold) } else { likeliest(&held, threshold) };
        writeln!(talk, "told from {threshold}: {score:.3} of {} events", events.len())?;
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

/// The share of events whose likeliest answer, if any is likely enough, is right.
fn likeliest(held: &[(&Filled, Vec<f64>)], threshold: f64) -> f64 {
    let is_right = |(event, p): &&(&Filled, Vec<f64>)| {
        let best = p.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, p)| **p >= threshold);
        best.map_or(event.right == 0, |(i, _)| event.options[i].answers[0] > 0.5)
    };
    held.iter().filter(is_right).count() as f64 / held.len().max(1) as f64
}

/// F1 of all answers that are likely enough.
fn each(held: &[(&Filled, Vec<f64>)], threshold: f64) -> f64 {
    let (mut right, mut told, mut labelled) = (0, 0, 0);
    for (event, p) in held {
        labelled += event.right;
        for (option, _) in event.options.iter().zip(p).filter(|(_, p)| **p >= threshold) {
            told += 1;
            right += usize::from(option.answers[0] > 0.5);
        }
    }
    2.0 * right as f64 / (told + labelled).max(1) as f64
}

/// The events of a labelled article that the program finds too.
fn read(
    slot: Slot,
    line: &str,
    article: usize,
    vocabulary: &mut Vocabulary,
) -> Result<Vec<Filled>, Box<dyn Error>> {
    let record: Value = serde_json::from_str(line)?;
    let read = read_record(line)?;
    let mut found = slot_evidence(&read, slot);
    let mut events = Vec::new();
    for label in record["events"].as_array().into_iter().flatten() {
        let evidence = label["evidence"].as_str().unwrap_or_default().trim();
        let fits = |event: &SlotEvidence| {
            let said = event.sentence.of(&read.title, read.body.text()).trim();
            is_of(label, event).then_some(u8::from(said.contains(evidence) || evidence.contains(said)))
        };
        let best = (found.iter().enumerate())
            .filter_map(|(i, event)| Some((fits(event)?, i)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, best)) = best else { continue };
        let event = found.remove(best);
        let options = (event.options.into_iter())
            .map(|(answer, names)| {
                let features = vocabulary.numbers(names).into_iter().collect();
                let is_right = f64::from(u8::from(is_answer(slot, label, &answer)));
                Example { group: article, features, answers: [is_right], counts: [1.0] }
            })
            .collect();
        events.push(Filled { article, right: answers(slot, label), options });
    }
    Ok(events)
}

/// How many answers the label has.
fn answers(slot: Slot, label: &Value) -> usize {
    match slot {
        Slot::Day => usize::from(!label["date"].is_null()),
        Slot::Buyer => label["buyers"].as_array().map_or(0, Vec::len),
        Slot::Value => usize::from(!label["value"].is_null()),
    }
}

/// Whether the label has this answer: a day to the month (to the year where the label is a year), a name, an exact sum.
fn is_answer(slot: Slot, label: &Value, answer: &str) -> bool {
    match slot {
        Slot::Day => {
            let date = |text: &str| text.parse::<PartialDate>().ok();
            match (label["date"].as_str().and_then(date), date(answer)) {
                (Some(label), Some(day)) if label.month().is_none() => label.year() == day.year(),
                (Some(label), Some(day)) => label.to_month() == day.to_month(),
                _ => false,
            }
        }
        Slot::Buyer => {
            let mut buyers = label["buyers"].as_array().into_iter().flatten().filter_map(Value::as_str);
            buyers.any(|buyer| is_same_name(buyer, answer))
        }
        Slot::Value => answer.split_once(' ').is_some_and(|(amount, currency)| {
            let amount: f64 = amount.parse().unwrap_or(f64::NAN);
            label["currency"].as_str() == Some(currency)
                && label["value"]
                    .as_f64()
                    .is_some_and(|value| (value - amount).abs() <= 1e-6 * value.abs().max(1e-3))
        }),
    }
}

/// Whether the event is of the label's kind and of one of its suppliers.
fn is_of(label: &Value, event: &SlotEvidence) -> bool {
    let named: Vec<&str> =
        label["vendors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    label["type"].as_str().and_then(EventKind::from_word) == Some(event.kind)
        && (named.is_empty() && event.vendors.is_empty()
            || named.iter().any(|name| event.vendors.iter().any(|vendor| is_same_name(name, vendor))))
}
