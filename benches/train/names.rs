//! The weights by which a name that no list holds is a government body's, a supplier's or neither (`data/name.weights`).

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, Write};

use awardwire::article::read_record;
use awardwire::entities::{NameEvidence, name_evidence};
use awardwire::report::eval::is_same_name;
use serde_json::Value;

use crate::logistic::{Example, fit, probabilities};
use crate::phrases;
use crate::vocabulary::Vocabulary;

const FOLDS: usize = 5;
const PENALTY: f64 = 0.5;
const ROUNDS: usize = 250;
/// A feature of fewer names says nothing of others.
const LEAST: usize = 2;
/// A name likelier than this is taken for an organisation, in the figures printed.
const THRESHOLD: f64 = 0.45;
const KINDS: [&str; 2] = ["agency", "vendor"];

/// Prints the weights made from `paths` to standard output, and to standard error how well weights made without an
/// article do on it.
pub(crate) fn train(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let mut vocabulary = Vocabulary::default();
    let mut examples: Vec<Example<2>> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut group = 0;
    let mut is_article: Vec<bool> = Vec::new();
    for path in paths {
        let is_table = phrases::is_table(path);
        let text = std::fs::read_to_string(path)?;
        for line in text.lines().skip(usize::from(is_table)).filter(|line| !line.trim().is_empty()) {
            let record: Value = if is_table { marked(line)? } else { serde_json::from_str(line)? };
            for evidence in name_evidence(&read_record(&record.to_string())?) {
                let Some(answers) = answers(&record, &evidence) else { continue };
                // What a passage says of the whole article is nothing.
                let mut evidence = evidence;
                evidence.features.retain(|name| !is_table || !OF_AN_ARTICLE.contains(&name.as_str()));
                names.push(format!("{} {}", record["id"], evidence.name));
                let features = vocabulary.numbers(evidence.features);
                examples.push(Example { group, features, answers, counts: [1.0; 2] });
            }
            is_article.push(!is_table);
            group += 1;
        }
    }
    for example in &mut examples {
        example.features.retain(|feature| vocabulary.is_common(*feature, LEAST));
    }
    let leans = vec![[0.0; 2]; vocabulary.len()];
    let weights = |is_seen: &dyn Fn(usize) -> bool| {
        let seen: Vec<&Example<2>> = examples.iter().filter(|example| is_seen(example.group)).collect();
        fit(&seen, &leans, PENALTY, ROUNDS)
    };
    let mut counts: HashMap<(usize, usize), usize> = HashMap::new();
    let is_talkative = std::env::args().any(|word| word == "--misses");
    for fold in 0..FOLDS {
        let weights = weights(&|group| group % FOLDS != fold);
        for (example, name) in examples
            .iter()
            .zip(&names)
            .filter(|(example, _)| example.group % FOLDS == fold && is_article[example.group])
        {
            let [agency, vendor] = probabilities(&weights, &example.features);
            let guess = match (agency >= vendor, agency.max(vendor) >= THRESHOLD) {
                (_, false) => 2,
                (is_agency, true) => usize::from(!is_agency),
            };
            let truth = example.answers.iter().position(|answer| *answer > 0.5).unwrap_or(2);
            *counts.entry((truth, guess)).or_default() += 1;
            if is_talkative && truth != guess {
                writeln!(io::stderr(), "{truth} {guess} {agency:.2} {vendor:.2} {name}")?;
            }
        }
    }
    let count = |truth: usize, guess: usize| counts.get(&(truth, guess)).copied().unwrap_or_default();
    writeln!(io::stderr(), "{group} articles, {} names, each fold left out in turn", examples.len())?;
    for (kind, word) in KINDS.iter().enumerate() {
        let right = count(kind, kind) as f64;
        let claimed: usize = (0..3).map(|truth| count(truth, kind)).sum();
        let labelled: usize = (0..3).map(|guess| count(kind, guess)).sum();
        let (p, r) = (right / claimed.max(1) as f64, right / labelled.max(1) as f64);
        let f1 = 2.0 * p * r / (p + r).max(1e-9);
        writeln!(io::stderr(), "{word:<8} P {p:.3} R {r:.3} F1 {f1:.3} of {labelled}")?;
    }
    let mut rows: Vec<(&String, [f64; 2])> = vocabulary
        .names()
        .iter()
        .zip(weights(&|_| true))
        .filter(|(_, row)| row.iter().any(|w| w.abs() >= 0.03))
        .collect();
    rows.sort_by(|a, b| a.0.cmp(b.0));
    let mut out = io::stdout().lock();
    writeln!(out, "feature\t{}", KINDS.join("\t"))?;
    for (name, [agency, vendor]) in rows {
        writeln!(out, "{name}\t{agency:.2}\t{vendor:.2}")?;
    }
    Ok(())
}

/// What is seen of a name only in a whole article.
const OF_AN_ARTICLE: [&str; 4] = ["named once", "named twice", "named more often", "in the title"];

/// A passage with its names marked in place, `[V Tern & Hollis] won the order of the [A Home Office]`, as a record.
fn marked(line: &str) -> Result<Value, Box<dyn Error>> {
    let mut text = String::with_capacity(line.len());
    let mut named: [Vec<Value>; 2] = Default::default();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (inside, after) = after.split_once(']').ok_or_else(|| format!("no end of a mark: {line}"))?;
        rest = after;
        match inside.split_once(' ') {
            Some((kind @ ("A" | "V"), name)) => {
                named[usize::from(kind == "V")]
                    .push(serde_json::json!({"canonical": name, "surfaces": [name]}));
                text.push_str(name);
            }
            _ => text.push_str(inside),
        }
    }
    text.push_str(rest);
    let [agencies, vendors] = named;
    Ok(serde_json::json!({"title": "", "text": text, "agencies": agencies, "vendors": vendors}))
}

/// What the labels say of a name; `None` where it is only a part of a labelled one, or more than it.
fn answers(record: &Value, evidence: &NameEvidence) -> Option<[f64; 2]> {
    let mut answers = [0.0; 2];
    let mut is_part = false;
    for (kind, key) in ["agencies", "vendors"].into_iter().enumerate() {
        for organisation in record[key].as_array().into_iter().flatten() {
            let canonical = organisation["canonical"].as_str().unwrap_or_default();
            let surfaces =
                organisation["surfaces"].as_array().into_iter().flatten().filter_map(Value::as_str);
            for surface in surfaces.chain([canonical]) {
                let is_its = is_same_name(surface, &evidence.name)
                    || is_same_name(canonical, &evidence.canonical[kind]);
                if is_its {
                    answers[kind] = 1.0;
                }
                is_part |= holds(surface, &evidence.name) || holds(&evidence.name, surface);
            }
        }
    }
    let is_known = answers.iter().any(|answer| *answer > 0.5);
    (is_known || !is_part).then_some(answers)
}

/// Whether a name holds another one's words.
fn holds(longer: &str, shorter: &str) -> bool {
    let (longer, shorter) = (format!(" {} ", longer.to_lowercase()), format!(" {} ", shorter.to_lowercase()));
    longer.len() > shorter.len() && longer.contains(&shorter)
}
