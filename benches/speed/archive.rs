//! A large archive for searches: short articles that mix the sentences of the labelled ones.
//!
//! The commonest words are as frequent as in the news that the sentences come from. So that the vocabulary grows with the
//! archive as it does in real ones, names within a sentence are mostly other ones, and one plain word in five is made up; both
//! are drawn by Zipf's law. (The same few sentences and dealings, thousands of times, would be as unlike real news, where
//! each is told a few times.) Five articles of six are of other business than AI.

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde_json::{Value, json};

use crate::Outcome;
use crate::random::Random;

/// Bytes of text of an article, more or less.
pub const USUAL_BYTES: usize = 1500;

/// One article.
pub struct Article {
    pub id: String,
    pub title: String,
    pub text: String,
    pub publisher: String,
    /// A day, as `2024-05-06`.
    pub published: String,
}

impl Article {
    /// As a line for `awardwire add`.
    pub fn record(&self) -> String {
        json!({
            "id": self.id,
            "url": format!("https://archive.example/{}", self.id),
            "publisher": self.publisher,
            "published": self.published,
            "title": self.title,
            "text": self.text,
        })
        .to_string()
    }
}

/// Words of sentences about AI, parts of others among them.
const OF_AI: &[&str] = &[
    " ai ",
    " ai-",
    "intelligence",
    "machine",
    "learning",
    "model",
    "algorithm",
    "autonom",
    "recognition",
    "chatbot",
    "neural",
    "gpt",
    "claude",
    "gemini",
    "drone",
    "robot",
    "software",
    "data",
    "assistant",
    "vision",
    "language",
    "cloud",
];
/// Of so many articles one tells dealings in AI.
const TELLING: usize = 6;

#[derive(Clone, Copy)]
enum Pool {
    Titles,
    All,
    Others,
}

/// What articles are mixed from.
pub struct Archive {
    sentences: Vec<String>,
    /// Those that say nothing of AI.
    others: Vec<String>,
    titles: Vec<String>,
    random: Random,
    bytes: usize,
    made: usize,
}

impl Archive {
    /// Articles of about `bytes` of text from the sentences of `tests/gold`, the same ones each time.
    pub fn new(bytes: usize) -> Outcome<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
        let (mut sentences, mut titles) = (Vec::new(), Vec::new());
        for file in ["sample.jsonl", "second.jsonl"] {
            for line in fs::read_to_string(folder.join(file))?.lines() {
                let record: Value = serde_json::from_str(line)?;
                titles.extend(record["title"].as_str().map(str::to_owned));
                let text = record["text"].as_str().unwrap_or_default();
                sentences.extend(sentences_of(text).map(|range| text[range].to_owned()));
            }
        }
        let says_ai = |sentence: &&String| OF_AI.iter().any(|word| sentence.to_lowercase().contains(word));
        let others = sentences.iter().filter(|sentence| !says_ai(sentence)).cloned().collect();
        Ok(Self { sentences, others, titles, random: Random::new(20_261_128), bytes, made: 0 })
    }

    /// Two words of an article, of any frequency: what someone may ask for.
    pub fn question(&mut self) -> String {
        let sentence = self.random.pick(&self.sentences).clone();
        let words: Vec<&str> = sentence
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .collect();
        if words.len() < 2 {
            return self.question();
        }
        let first = self.random.below(words.len() - 1);
        let second = first + 1 + self.random.below(words.len() - first - 1);
        format!("{} {}", words[first], words[second])
    }

    fn sentence(&mut self, pool: Pool) -> String {
        let pool = match pool {
            Pool::Titles => &self.titles,
            Pool::All => &self.sentences,
            Pool::Others => &self.others,
        };
        let sentence = self.random.pick(pool).clone();
        let mut words: Vec<String> = Vec::new();
        for (at, word) in sentence.split(' ').enumerate() {
            let is_plain = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            let is_name = at > 0
                && word.len() > 2
                && word.bytes().all(|byte| byte.is_ascii_alphabetic())
                && word.starts_with(|c: char| c.is_ascii_uppercase());
            words.push(if is_name && self.random.below(10) > 0 {
                invented(self.random.zipf(200_000), true)
            } else if is_plain && self.random.below(5) == 0 {
                invented(self.random.zipf(500_000), false)
            } else {
                word.to_owned()
            });
        }
        words.join(" ")
    }
}

impl Iterator for Archive {
    type Item = Article;

    fn next(&mut self) -> Option<Article> {
        self.made += 1;
        let title = self.sentence(Pool::Titles);
        let pool = if self.made.is_multiple_of(TELLING) { Pool::All } else { Pool::Others };
        let mut text = String::new();
        while text.len() < self.bytes * 9 / 10 {
            let gap = match text.len() {
                0 => "",
                _ if self.random.below(3) == 0 => "\n\n",
                _ => " ",
            };
            text.push_str(gap);
            text.push_str(&self.sentence(pool));
        }
        let day = self.random.below(1200);
        Some(Article {
            id: format!("s{:07}", self.made),
            title,
            text,
            publisher: format!("{} Post", invented(self.random.zipf(400), true)),
            published: format!("{}-{:02}-{:02}", 2023 + day / 336, day % 336 / 28 + 1, day % 28 + 1),
        })
    }
}

/// Where sentences stand, roughly: up to a full stop before a space and a capital, or the end of a line.
fn sentences_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let mut out = Vec::new();
    for (at, _) in text.match_indices(['.', '\n']) {
        let mut after = text[at + 1..].chars();
        let ends = text[at..].starts_with('\n')
            || after.next() == Some(' ') && after.next().is_some_and(char::is_uppercase);
        if ends {
            out.push(start..at + 1);
            start = at + 1;
        }
    }
    out.push(start..text.len());
    out.into_iter().filter_map(move |range| {
        let trimmed = text[range.clone()].trim();
        let start = range.start + text[range].find(trimmed).unwrap_or(0);
        (trimmed.len() > 20).then(|| start..start + trimmed.len())
    })
}

/// The `n`th made-up word; low numbers are short.
fn invented(mut n: usize, is_name: bool) -> String {
    const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
    const VOWELS: &[u8] = b"aeiou";
    let mut word = String::from(if is_name { "V" } else { "qu" });
    loop {
        let pair = n % (CONSONANTS.len() * VOWELS.len());
        word.push(char::from(VOWELS[pair % VOWELS.len()]));
        word.push(char::from(CONSONANTS[pair / VOWELS.len()]));
        n /= CONSONANTS.len() * VOWELS.len();
        if n == 0 {
            return word;
        }
    }
}
