//! The weights by which an article is relevant (`data/relevance.weights`).

use std::error::Error;
use std::io::{self, Write};

use awardwire::article::read_record;
use awardwire::events::{EventKind, relevance_evidence, relevance_features};
use serde_json::Value;

use crate::events::{Corpus, FOLDS};
use crate::logistic::{Example, fit, probabilities};
use crate::phrases;
use crate::vocabulary::Vocabulary;

const PENALTY: f64 = 1.5;
const ROUNDS: usize = 400;
/// How much an article that is not relevant counts: few are labelled.
const RARE: f64 = 1.5;
/// A word of fewer articles says nothing of others.
const LEAST: usize = 4;

/// Prints the weights made from `paths` to standard output, and to standard error how well weights made without an
/// article do on it. How likely each sentence tells a dealing comes from weights made without its article, too.
pub(crate) fn train(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = relevance_features().into_iter().map(|(name, _)| name).collect();
    let mut vocabulary = Vocabulary::of(&names);
    let corpus = Corpus::read(paths)?;
    let held = corpus.out_of_fold();
    let mut examples: Vec<Example<1>> = Vec::new();
    let mut group = 0;
    for path in paths {
        let text = std::fs::read_to_string(path)?;
        let is_table = phrases::is_table(path);
        for line in text.lines().skip(usize::from(is_table)).filter(|line| !line.trim().is_empty()) {
            if !is_table {
                let record: Value = serde_json::from_str(line)?;
                let answer = if record["relevant"].as_bool() == Some(true) { 1.0 } else { 0.0 };
                let readings = corpus.examples.iter().zip(&corpus.sentences).zip(&held);
                let mut dealings: Vec<f32> = Vec::new();
                for ((example, sentence), held) in readings.filter(|((example, _), _)| example.group == group)
                {
                    let _ = example;
                    dealings.resize(dealings.len().max(sentence + 1), 0.0);
                    for kind in EventKind::ALL.into_iter().filter(|kind| *kind != EventKind::Investment) {
                        dealings[*sentence] = dealings[*sentence].max(held[kind as usize] as f32);
                    }
                }
                let (mut features, words) = relevance_evidence(&read_record(line)?, &dealings);
                features.extend(vocabulary.numbers(words));
                examples.push(Example {
                    group,
                    features,
                    answers: [answer],
                    counts: [if answer > 0.5 { 1.0 } else { RARE }],
                });
            }
            group += 1;
        }
    }
    for example in &mut examples {
        example.features.retain(|f| (*f as usize) < names.len() || vocabulary.is_common(*f, LEAST));
    }
    let mut leans: Vec<[f64; 1]> = relevance_features().iter().map(|(_, lean)| [f64::from(*lean)]).collect();
    leans.resize(vocabulary.len(), [0.0; 1]);
    let mut counts = [[0_usize; 2]; 2];
    for fold in 0..FOLDS {
        let seen: Vec<&Example<1>> =
            examples.iter().filter(|example| example.group % FOLDS != fold).collect();
        let weights = fit(&seen, &leans, PENALTY, ROUNDS);
        for example in examples.iter().filter(|example| example.group % FOLDS == fold) {
            let guess = probabilities(&weights, &example.features)[0] >= 0.5;
            counts[usize::from(example.answers[0] > 0.5)][usize::from(guess)] += 1;
        }
    }
    let [[_, added], [missed, right]] = counts;
    let f1 = 2.0 * right as f64 / (2 * right + added + missed).max(1) as f64;
    writeln!(
        io::stderr(),
        "{} articles, each fold left out in turn: {right} rightly relevant, {missed} missed, {added} added, F1 {f1:.3}",
        examples.len()
    )?;
    let seen: Vec<&Example<1>> = examples.iter().collect();
    let mut out = io::stdout().lock();
    writeln!(out, "feature\tweight")?;
    for (name, [weight]) in vocabulary.names().iter().zip(fit(&seen, &leans, PENALTY, ROUNDS)) {
        writeln!(out, "{name}\t{weight:.3}")?;
    }
    Ok(())
}
