//! The weights by which two events are one deal (`data/deal.weights`), and how many articles have a word
//! (`data/word_rarity.tsv`).

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{self, Write};

use awardwire::article::{Article, read_record};
use awardwire::base::plain_words;
use awardwire::deals::{DealEvent, Features, pair_evidence};
use awardwire::events::EventKind;
use awardwire::notices::read_facts;
use awardwire::report::eval::is_same_name;
use serde_json::Value;

use crate::logistic::{Example, fit, probabilities};
use crate::vocabulary::Vocabulary;

const PENALTY: f64 = 1.5;
const ROUNDS: usize = 400;
/// How much a pair that is one deal counts: a deal is found by its best pairs, and a wrong join is prevented by others.
const ONE_DEAL: f64 = 2.0;
const FOLDS: usize = 5;
/// Evidence that fewer pairs have says nothing of others.
const LEAST: usize = 4;
/// A word of fewer articles is as good as unknown.
const LEAST_ARTICLES: u32 = 3;

/// An event and what it is compared by.
type Told = (DealEvent, Features);

/// Prints the weights made from `paths` (labelled articles as JSON lines, the deals of a file being its own) to standard
/// output, and to standard error how well weights made without the articles of a pair do on it.
pub(crate) fn train(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let mut vocabulary = Vocabulary::of(&[]);
    let mut examples: Vec<Example<1>> = Vec::new();
    for path in paths {
        let mut told: Vec<(Told, String)> = Vec::new();
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            told.extend(labelled(line)?);
        }
        let deals: Vec<&str> = told.iter().map(|(_, deal)| deal.as_str()).collect();
        // Deals of one story are held out together: neighbours of a deal tell of it.
        let groups = stories(&told);
        let events: Vec<Told> = told.iter().map(|(event, _)| event.clone()).collect();
        for (one, other, evidence) in pair_evidence(&events) {
            let answer = f64::from(u8::from(deals[one] == deals[other]));
            examples.push(Example {
                group: groups[one],
                features: vocabulary.numbers(evidence),
                answers: [answer],
                counts: [if answer > 0.5 { ONE_DEAL } else { 1.0 }],
            });
        }
    }
    for example in &mut examples {
        example.features.retain(|feature| vocabulary.is_common(*feature, LEAST));
    }
    let leans = vec![[0.0; 1]; vocabulary.len()];
    let mut talk = io::stderr().lock();
    let mut held: Vec<(f64, f64)> = Vec::new();
    for fold in 0..FOLDS {
        let seen: Vec<&Example<1>> = examples.iter().filter(|e| e.group % FOLDS != fold).collect();
        let weights = fit(&seen, &leans, PENALTY, ROUNDS);
        let unseen = examples.iter().filter(|e| e.group % FOLDS == fold);
        held.extend(unseen.map(|e| (probabilities(&weights, &e.features)[0], e.answers[0])));
    }
    let all = held.iter().filter(|(_, answer)| *answer > 0.5).count();
    writeln!(talk, "{} pairs, {all} of them one deal", held.len())?;
    for threshold in [0.3, 0.4, 0.5, 0.6, 0.7] {
        let told = held.iter().filter(|(p, _)| *p >= threshold);
        let right = told.clone().filter(|(_, answer)| *answer > 0.5).count();
        let f1 = 2.0 * right as f64 / (told.count() + all) as f64;
        writeln!(talk, "one deal from {threshold}: F1 {f1:.3} of pairs")?;
    }
    let every: Vec<&Example<1>> = examples.iter().collect();
    let mut out = io::stdout().lock();
    writeln!(out, "feature\tweight")?;
    for (name, [weight]) in vocabulary.names().iter().zip(fit(&every, &leans, PENALTY, ROUNDS)) {
        if weight.abs() >= 0.015 {
            writeln!(out, "{name}\t{weight:.2}")?;
        }
    }
    Ok(())
}

/// The events found in a labelled article that are labelled too, and their deals.
fn labelled(line: &str) -> Result<Vec<(Told, String)>, Box<dyn Error>> {
    let record: Value = serde_json::from_str(line)?;
    let article = read_record(line)?;
    let mut found = DealEvent::all_of(&article, &read_facts(&article));
    let mut told = Vec::new();
    for label in record["events"].as_array().into_iter().flatten() {
        let Some(deal) = label["deal"].as_str() else { continue };
        let evidence = label["evidence"].as_str().unwrap_or_default().trim();
        let fits = |(event, _): &Told| {
            let said = event.sentence.trim();
            is_of(label, event).then_some(u8::from(said.contains(evidence) || evidence.contains(said)))
        };
        let best = (found.iter().enumerate())
            .filter_map(|(i, event)| Some((fits(event)?, i)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((_, best)) = best {
            told.push((found.remove(best), deal.to_owned()));
        }
    }
    Ok(told)
}

/// Whether the event is of the label's kind and of one of its suppliers.
fn is_of(label: &Value, told: &DealEvent) -> bool {
    let named: Vec<&str> =
        label["vendors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let vendors = &told.event.vendors;
    label["type"].as_str().and_then(EventKind::from_word) == Some(told.event.kind)
        && (named.is_empty() && vendors.is_empty()
            || named.iter().any(|name| vendors.iter().any(|vendor| is_same_name(name, &vendor.name))))
}

/// For each event a number that it shares with the events of its deal and of its supplier.
fn stories(told: &[(Told, String)]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..told.len()).collect();
    let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
    for (place, (event, deal)) in told.iter().enumerate() {
        let suppliers = event.0.event.vendors.iter().map(|vendor| format!("v {}", vendor.id));
        for name in suppliers.chain([format!("d {deal}")]) {
            let first = *first_of.entry(name).or_insert(place);
            let (old, new) = (group[place].max(group[first]), group[place].min(group[first]));
            group.iter_mut().filter(|known| **known == old).for_each(|known| *known = new);
        }
    }
    group
}

/// Prints in how many of the articles of `paths` each plain word stands; the whole number by `*`.
pub(crate) fn rarity(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut articles = 0;
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            let article: Article = read_record(line)?;
            articles += 1;
            let words: BTreeSet<String> = [article.title.as_str(), article.body.text()]
                .iter()
                .flat_map(|text| plain_words(text, &[]))
                .map(|word| word.text.into_owned())
                .filter(|word| word.len() >= 4)
                .collect();
            for word in words {
                *counts.entry(word).or_insert(0) += 1;
            }
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "*\t{articles}")?;
    for (word, count) in counts.iter().filter(|(_, count)| **count >= LEAST_ARTICLES) {
        writeln!(out, "{word}\t{count}")?;
    }
    Ok(())
}

/// Prints, for each file, its events and the evidence of their pairs.
pub(crate) fn pairs(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for path in paths {
        let mut events: Vec<Told> = Vec::new();
        let mut names = Vec::new();
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            let record: Value = serde_json::from_str(line)?;
            let article = read_record(line)?;
            let facts = read_facts(&article);
            if !facts.relevant {
                continue;
            }
            for told in DealEvent::all_of(&article, &facts) {
                names.push(serde_json::json!([record["id"], told.0.ordinal, told.0.published, told.0.url]));
                events.push(told);
            }
        }
        let pairs = pair_evidence(&events);
        writeln!(out, "{}", serde_json::json!({"file": path, "events": names, "pairs": pairs}))?;
    }
    Ok(())
}
