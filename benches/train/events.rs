//! The weights by which the words of a sentence tell what happened to a supplier (`data/event.weights`): one logistic
//! regression a kind of event, drawn towards what `data/event_leans.tsv` says of each class of words.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::io::{self, Write};

use awardwire::article::read_record;
use awardwire::events::{EventKind, event_evidence, event_features, event_leans};
use awardwire::report::eval::is_same_name;
use serde_json::Value;

use crate::logistic::{Example, fit, probabilities};
use crate::phrases;
use crate::vocabulary::Vocabulary;

pub(crate) const KINDS: usize = EventKind::ALL.len();
pub(crate) const FOLDS: usize = 5;
const PENALTY: f64 = 2.0;
/// Wording of fewer sentences says nothing of others.
const LEAST: usize = 3;
const ROUNDS: usize = 200;
/// How much an event of a kind counts, next to a sentence that tells none: the rare kinds would drown else.
const RARE: f64 = 2.0;
/// An event likelier than this is claimed, in the figures printed.
const THRESHOLD: f64 = 0.2;

/// A labelled event.
pub(crate) struct Label {
    article: usize,
    kind: EventKind,
    vendors: Vec<String>,
}

/// What the program finds in the labelled articles, and the labels.
#[derive(Default)]
pub(crate) struct Corpus {
    pub articles: usize,
    pub examples: Vec<Example<KINDS>>,
    /// The number of each example's sentence in its article.
    pub sentences: Vec<usize>,
    /// The supplier of each example.
    pub vendors: Vec<Option<String>>,
    pub labels: Vec<Label>,
    /// Whether each group has its events labelled.
    is_relevant: Vec<bool>,
    /// Whether each group is an article, not a sentence by itself.
    is_article: Vec<bool>,
    /// Numbers of features, those of the program first.
    vocabulary: Vocabulary,
}

/// Prints the weights made from `paths` to standard output, and to standard error how well weights made without an
/// article do on it.
pub(crate) fn train(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let corpus = Corpus::read(paths)?;
    let held: Vec<[f64; KINDS]> = corpus.out_of_fold();
    let mut talk = io::stderr().lock();
    corpus.compare(&held, &mut talk)?;
    let weights = corpus.weights(|_| true);
    let mut out = io::stdout().lock();
    writeln!(out, "feature\t{}", EventKind::ALL.map(EventKind::as_str).join("\t"))?;
    for (name, row) in corpus.vocabulary.names().iter().zip(&weights) {
        if row.iter().any(|weight| weight.abs() >= 0.015) {
            let cells: Vec<String> = row.iter().map(|weight| format!("{weight:.2}")).collect();
            writeln!(out, "{name}\t{}", cells.join("\t"))?;
        }
    }
    Ok(())
}

impl Corpus {
    /// Reads articles as JSON lines, and tables of single sentences.
    pub(crate) fn read(paths: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut corpus = Self::default();
        let names = event_features();
        corpus.vocabulary = Vocabulary::of(&names);
        for path in paths {
            let text = std::fs::read_to_string(path)?;
            let is_table = phrases::is_table(path);
            for line in text.lines().skip(usize::from(is_table)).filter(|line| !line.trim().is_empty()) {
                if is_table {
                    corpus.add_phrase(line, &names)?;
                } else {
                    corpus.add_article(line)?;
                }
                corpus.is_article.push(!is_table);
                corpus.articles += 1;
            }
        }
        // In every second article what the rules heard is hidden, so that the words of the clause learn to stand for
        // themselves: the rules were written with some of these articles in view.
        let heard: HashSet<u32> =
            (0..).zip(&names).filter(|(_, name)| name.starts_with("heard as")).map(|(i, _)| i).collect();
        for example in corpus.examples.iter_mut().filter(|example| example.group % 2 == 0) {
            example.features.retain(|feature| !heard.contains(feature));
        }
        for example in &mut corpus.examples {
            let is_known = |feature: u32| (feature as usize) < names.len();
            example.features.retain(|f| is_known(*f) || corpus.vocabulary.is_common(*f, LEAST));
            for (kind, count) in example.counts.iter_mut().enumerate() {
                if example.answers[kind] > 0.5 {
                    *count *= if kind == EventKind::Award as usize { RARE.sqrt() } else { RARE };
                }
            }
        }
        Ok(corpus)
    }

    fn add_article(&mut self, line: &str) -> Result<(), Box<dyn Error>> {
        let record: Value = serde_json::from_str(line)?;
        let article = read_record(line)?;
        // An article that is not relevant has no events labelled, whatever it tells: it teaches nothing of them.
        let is_relevant = record["relevant"].as_bool() != Some(false);
        self.is_relevant.push(is_relevant);
        let mut events = Vec::new();
        for event in record["events"].as_array().into_iter().flatten() {
            let word = event["type"].as_str().unwrap_or_default();
            let kind = EventKind::from_word(word).ok_or_else(|| format!("no kind {word:?}: {line}"))?;
            let named = event["vendors"].as_array().into_iter().flatten();
            let vendors: Vec<String> = named.filter_map(|name| name.as_str().map(str::to_owned)).collect();
            let evidence = event["evidence"].as_str().unwrap_or_default().trim().to_owned();
            self.labels.push(Label { article: self.articles, kind, vendors: vendors.clone() });
            events.push((kind, vendors, evidence));
        }
        for found in event_evidence(&article) {
            let sentence = found.sentence.of(&article.title, article.body.text()).trim();
            let mut features = found.features;
            features.extend(self.vocabulary.numbers(found.wording));
            let mut example = self.example(features, 1.0);
            for (kind, named, evidence) in &events {
                let is_here = sentence.contains(evidence.as_str()) || evidence.contains(sentence);
                let is_its = match &found.vendor {
                    Some(vendor) => named.iter().any(|name| is_same_name(name, vendor)),
                    None => named.is_empty(),
                };
                let kind = *kind as usize;
                if is_its && is_here {
                    example.answers[kind] = 1.0;
                    example.counts[kind] = 1.0;
                } else if is_its && example.answers[kind] < 0.5 {
                    // It may tell the event again, or not.
                    example.counts[kind] = 0.0;
                }
            }
            if !is_relevant {
                example.counts = [0.0; KINDS];
            }
            self.examples.push(example);
            self.sentences.push(found.index);
            self.vendors.push(found.vendor);
        }
        Ok(())
    }

    fn add_phrase(&mut self, line: &str, names: &[String]) -> Result<(), Box<dyn Error>> {
        self.is_relevant.push(true);
        let phrase = phrases::read(line, self.articles)?;
        let article = read_record(&serde_json::json!({"title": "", "text": phrase.text}).to_string())?;
        for found in event_evidence(&article).into_iter().filter(|found| found.sentence.start >= phrase.from)
        {
            let mut features = found.features;
            // A sentence by itself has no place in an article.
            features.retain(|feature| phrases::counts(&names[*feature as usize]));
            features.extend(self.vocabulary.numbers(found.wording));
            let mut example = self.example(features, 1.0);
            for (kind, name) in &phrase.events {
                let is_its = match (&found.vendor, name) {
                    (Some(vendor), Some(name)) => is_same_name(vendor, name),
                    (None, None) => true,
                    _ => false,
                };
                if is_its {
                    example.answers[*kind as usize] = 1.0;
                }
            }
            self.examples.push(example);
            self.sentences.push(found.index);
            self.vendors.push(found.vendor);
        }
        for (kind, name) in phrase.events {
            self.labels.push(Label { article: self.articles, kind, vendors: name.into_iter().collect() });
        }
        Ok(())
    }

    fn example(&self, features: Vec<u32>, count: f64) -> Example<KINDS> {
        Example { group: self.articles, features, answers: [0.0; KINDS], counts: [count; KINDS] }
    }

    fn weights(&self, is_seen: impl Fn(usize) -> bool) -> Vec<[f64; KINDS]> {
        let mut leans: Vec<[f64; KINDS]> = event_leans().into_iter().map(|row| row.map(f64::from)).collect();
        leans.resize(self.vocabulary.len(), [0.0; KINDS]);
        let seen: Vec<&Example<KINDS>> = self.examples.iter().filter(|e| is_seen(e.group)).collect();
        fit(&seen, &leans, PENALTY, ROUNDS)
    }

    /// The probabilities of each example by weights made without its fold.
    pub(crate) fn out_of_fold(&self) -> Vec<[f64; KINDS]> {
        let mut held = vec![[0.0; KINDS]; self.examples.len()];
        for fold in 0..FOLDS {
            let weights = self.weights(|group| group % FOLDS != fold);
            for (held, example) in held.iter_mut().zip(&self.examples) {
                if example.group % FOLDS == fold {
                    *held = probabilities(&weights, &example.features);
                }
            }
        }
        held
    }

    /// Prints how many of the labelled events are claimed of one of their vendors somewhere in their article, and how many
    /// claims no label backs.
    fn compare(&self, held: &[[f64; KINDS]], talk: &mut impl Write) -> io::Result<()> {
        writeln!(
            talk,
            "{} articles and sentences, {} readings, each fold left out in turn",
            self.articles,
            held.len()
        )?;
        writeln!(talk, "{:<14} {:>6} {:>6} {:>6} {:>6}", "kind", "P", "R", "F1", "labels")?;
        let mut all = [0_usize; 4];
        for kind in EventKind::ALL {
            let mut claimed: HashMap<(usize, Option<&String>), bool> = HashMap::new();
            for ((example, vendor), held) in self.examples.iter().zip(&self.vendors).zip(held) {
                let can_be = vendor.is_some() || kind == EventKind::Solicitation;
                if can_be
                    && self.is_article[example.group]
                    && self.is_relevant[example.group]
                    && held[kind as usize] >= THRESHOLD
                {
                    let is_right =
                        example.answers[kind as usize] > 0.5 || example.counts[kind as usize] == 0.0;
                    *claimed.entry((example.group, vendor.as_ref())).or_default() |= is_right;
                }
            }
            let labels: Vec<&Label> = self
                .labels
                .iter()
                .filter(|label| label.kind == kind && self.is_article[label.article])
                .collect();
            let is_found = |label: &&&Label| {
                claimed.keys().any(|(article, vendor)| {
                    *article == label.article
                        && vendor.map_or(label.vendors.is_empty(), |vendor| {
                            label.vendors.iter().any(|name| is_same_name(name, vendor))
                        })
                })
            };
            let right = claimed.values().filter(|right| **right).count();
            let counts = [right, claimed.len(), labels.iter().filter(is_found).count(), labels.len()];
            all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
            line(talk, kind.as_str(), counts)?;
        }
        line(talk, "all", all)
    }
}

fn line(talk: &mut impl Write, name: &str, [right, claimed, found, labels]: [usize; 4]) -> io::Result<()> {
    let precision = right as f64 / claimed.max(1) as f64;
    let recall = found as f64 / labels.max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    writeln!(talk, "{name:<14} {precision:>6.3} {recall:>6.3} {f1:>6.3} {labels:>6}")
}
