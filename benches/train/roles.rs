//! The weights by which the words around a sum of money tell what it is for (`data/role.weights`): a multinomial
//! logistic regression, drawn towards what `data/role_cues.tsv` says of each class of words.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use awardwire::article::{read_record, sentence_spans};
use awardwire::entities::{AmountRole, ROLES, find, role_evidence, role_features};
use serde_json::Value;

use crate::vocabulary::Vocabulary;

/// How strongly weights are drawn towards what the table of cues says of them.
const PENALTY: f64 = 3.0;
const ROUNDS: usize = 400;
const FOLDS: usize = 10;

/// Wording around fewer sums says nothing of others.
const LEAST: usize = 3;

/// One telling of a labelled sum.
struct Example {
    article: usize,
    /// The labelled sum of its article that it tells.
    sum: usize,
    features: Vec<usize>,
    role: usize,
    is_sentence: bool,
    /// All tellings of one sum weigh together as one.
    weight: f64,
}

type Weights = Vec<[f64; 8]>;

/// Prints the weights made from `paths` (labelled articles as JSON lines, or tables of sentences) to standard output, and to
/// standard error how well weights made without an article do on it.
pub(crate) fn train(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let (names, leans): (Vec<String>, Weights) =
        role_features().into_iter().map(|(name, lean)| (name, lean.map(f64::from))).unzip();
    let mut vocabulary = Vocabulary::of(&names);
    let mut examples = Vec::new();
    let mut articles = 0;
    for path in paths {
        let is_table = Path::new(path).extension().is_some_and(|extension| extension == "tsv");
        let text = std::fs::read_to_string(path)?;
        for line in text.lines().skip(usize::from(is_table)).filter(|line| !line.trim().is_empty()) {
            examples.extend(if is_table {
                read_phrase(line, articles, &mut vocabulary)?
            } else {
                read(line, articles, &mut vocabulary)?
            });
            articles += 1;
        }
    }
    let first = names.len();
    for example in &mut examples {
        example.features.retain(|f| *f < first || vocabulary.is_common(*f as u32, LEAST));
    }
    let mut leans = leans;
    leans.resize(vocabulary.len(), [0.0; 8]);
    // Of articles and of single sentences.
    let (mut right, mut all) = ([0_u32; 2], [0_u32; 2]);
    let mut by_role: HashMap<(usize, usize), u32> = HashMap::new();
    for fold in 0..FOLDS {
        let (held, seen): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|example| example.article % FOLDS == fold);
        let weights = fit(&seen, &leans);
        let sums: BTreeSet<(usize, usize)> = held.iter().map(|e| (e.article, e.sum)).collect();
        for sum in sums {
            // The surest telling speaks for the sum, as when articles are read.
            let told = held.iter().filter(|e| (e.article, e.sum) == sum);
            let best = told
                .map(|e| {
                    let p = probabilities(&weights, &e.features);
                    let guess = (0..8).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap_or(7);
                    (p[guess], guess, e.role, usize::from(e.is_sentence))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, guess, role, kind)) = best {
                all[kind] += 1;
                right[kind] += u32::from(guess == role);
                *by_role.entry((role, guess)).or_default() += 1;
            }
        }
    }
    let mut talk = io::stderr().lock();
    for (kind, right, all) in [("articles", right[0], all[0]), ("sentences", right[1], all[1])] {
        let share = f64::from(right) / f64::from(all.max(1));
        writeln!(talk, "sums of {kind}, each left out in turn: {right} of {all} right, {share:.3}")?;
    }
    writeln!(talk, "rows: labelled; columns: {}", ROLES.map(AmountRole::as_str).join(" "))?;
    for (role, name) in ROLES.map(AmountRole::as_str).into_iter().enumerate() {
        let row: Vec<String> = (0..8)
            .map(|guess| by_role.get(&(role, guess)).copied().unwrap_or_default().to_string())
            .collect();
        writeln!(talk, "{:>13} {}", name, row.join(" "))?;
    }
    let weights = fit(&examples.iter().collect::<Vec<_>>(), &leans);
    let mut out = io::stdout().lock();
    writeln!(out, "feature\t{}", ROLES.map(AmountRole::as_str).join("\t"))?;
    for (name, row) in vocabulary.names().iter().zip(&weights) {
        if row.iter().any(|weight| weight.abs() >= 0.02) {
            let cells: Vec<String> = row.iter().map(|weight| format!("{weight:.2}")).collect();
            writeln!(out, "{name}\t{}", cells.join("\t"))?;
        }
    }
    Ok(())
}

/// The numbers of features of the program and of wording.
fn numbered(mut features: Vec<usize>, wording: Vec<String>, vocabulary: &mut Vocabulary) -> Vec<usize> {
    features.extend(vocabulary.numbers(wording).into_iter().map(|number| number as usize));
    features
}

/// The sums of one line of a table of sentences: their roles in order, a tab, the sentence.
fn read_phrase(
    line: &str,
    article: usize,
    vocabulary: &mut Vocabulary,
) -> Result<Vec<Example>, Box<dyn Error>> {
    let (roles, sentence) = line.split_once('\t').ok_or_else(|| format!("no tab in {line:?}"))?;
    let roles: Vec<usize> =
        roles.split(',').filter_map(|name| ROLES.iter().position(|role| role.as_str() == name)).collect();
    let text = read_record(&serde_json::json!({"title": "", "text": sentence}).to_string())?;
    let sentences = sentence_spans(&text);
    let mentions = find(&text, &sentences);
    let evidence = role_evidence(&text, &sentences, &mentions);
    if evidence.len() != roles.len() {
        writeln!(io::stderr(), "passed over, {} sums, {} roles: {line}", evidence.len(), roles.len())?;
        return Ok(Vec::new());
    }
    let examples = evidence.into_iter().zip(roles).enumerate().map(|(sum, (evidence, role))| Example {
        article,
        sum,
        features: numbered(evidence.features, evidence.wording, vocabulary),
        role,
        is_sentence: true,
        weight: 1.0,
    });
    Ok(examples.collect())
}

/// The tellings of the labelled sums of one article. A sum that is labelled with two roles teaches nothing.
fn read(line: &str, article: usize, vocabulary: &mut Vocabulary) -> Result<Vec<Example>, Box<dyn Error>> {
    let labels: Value = serde_json::from_str(line)?;
    let mut roles: HashMap<(String, String), BTreeSet<usize>> = HashMap::new();
    for label in labels["amounts"].as_array().into_iter().flatten() {
        let value: rust_decimal::Decimal = label["value"].to_string().parse()?;
        let key = (value.normalize().to_string(), label["currency"].as_str().unwrap_or_default().to_owned());
        if let Some(role) = ROLES.iter().position(|role| Some(role.as_str()) == label["role"].as_str()) {
            roles.entry(key).or_default().insert(role);
        }
    }
    let mut keys: Vec<_> = roles.keys().cloned().collect();
    keys.sort();
    let text = read_record(line)?;
    let sentences = sentence_spans(&text);
    let mentions = find(&text, &sentences);
    let mut found = Vec::new();
    for evidence in role_evidence(&text, &sentences, &mentions) {
        let key = (evidence.money.amount.normalize().to_string(), evidence.money.currency.code().to_owned());
        if let Some(roles) = roles.get(&key)
            && roles.len() == 1
            && let (Some(role), Some(sum)) = (roles.first(), keys.iter().position(|k| *k == key))
        {
            found.push(Example {
                article,
                sum,
                features: numbered(evidence.features, evidence.wording, vocabulary),
                role: *role,
                is_sentence: false,
                weight: 1.0,
            });
        }
    }
    let mut tellings: HashMap<usize, f64> = HashMap::new();
    for example in &found {
        *tellings.entry(example.sum).or_default() += 1.0;
    }
    for example in &mut found {
        example.weight = 1.0 / tellings[&example.sum].sqrt();
    }
    Ok(found)
}

fn probabilities(weights: &Weights, features: &[usize]) -> [f64; 8] {
    let mut scores = [0.0; 8];
    for feature in features {
        for (score, weight) in scores.iter_mut().zip(&weights[*feature]) {
            *score += weight;
        }
    }
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let all: f64 = scores.iter().map(|score| (score - top).exp()).sum();
    scores.map(|score| (score - top).exp() / all)
}

/// Accelerated descent; each weight's step is what bounds its curvature, so that no round overshoots.
fn fit(examples: &[&Example], leans: &Weights) -> Weights {
    let mut bounds = vec![PENALTY; leans.len()];
    for example in examples {
        for feature in &example.features {
            bounds[*feature] += 0.5 * example.weight * example.features.len() as f64;
        }
    }
    let mut weights = leans.clone();
    let mut ahead = weights.clone();
    for round in 0..ROUNDS {
        let pull =
            |row: &[f64; 8], lean: &[f64; 8]| std::array::from_fn(|role| (row[role] - lean[role]) * PENALTY);
        let mut slope: Weights = ahead.iter().zip(leans).map(|(row, lean)| pull(row, lean)).collect();
        for example in examples {
            let guess = probabilities(&ahead, &example.features);
            for feature in &example.features {
                for role in 0..8 {
                    let truth = f64::from(u8::from(role == example.role));
                    slope[*feature][role] += (guess[role] - truth) * example.weight;
                }
            }
        }
        let momentum = round as f64 / (round as f64 + 3.0);
        for feature in 0..leans.len() {
            for role in 0..8 {
                let next = ahead[feature][role] - slope[feature][role] / bounds[feature];
                ahead[feature][role] = next + momentum * (next - weights[feature][role]);
                weights[feature][role] = next;
            }
        }
    }
    weights
}
