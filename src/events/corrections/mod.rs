//! The user's word on facts: `corrections.toml`, replayed on every reading.
//!
//! A correction names its fact by the article's address (or id), the kind of fact and its normalised value, never by a
//! row, so it holds in any library that reads the same page.

use std::collections::HashMap;

use serde::Deserialize;

use crate::article::Article;
use crate::base::{Address, comparison_key};
use crate::events::Facts;

/// All corrections of a library, by the article they are about.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    by_article: HashMap<String, Vec<Correction>>,
    digest: String,
}

/// What is wrong in a `corrections.toml`.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CorrectionsError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<Correction>,
}

/// One block of the file. Author, time and reason are for people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    article: String,
    action: Action,
    kind: Option<Kind>,
    value: Option<String>,
    #[expect(dead_code, reason = "kept in the file for people; read so that a misspelt key is told")]
    author: Option<String>,
    #[expect(dead_code, reason = "as author")]
    time: Option<String>,
    #[expect(dead_code, reason = "as author")]
    reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Drop,
    Relevant,
    Irrelevant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Agency,
    Vendor,
    Amount,
    Number,
    Event,
}

impl Corrections {
    /// Reads the text of a `corrections.toml`.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key, or a `drop` lacks its kind or value.
    pub fn parse(text: &str) -> Result<Self, CorrectionsError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            CorrectionsError(format!("line {line}: {}", error.message()))
        })?;
        let mut by_article: HashMap<String, Vec<Correction>> = HashMap::new();
        for correction in file.correction {
            if correction.action == Action::Drop && (correction.kind.is_none() || correction.value.is_none())
            {
                let article = &correction.article;
                return Err(CorrectionsError(format!(
                    "the correction of {article} drops nothing: give kind and value"
                )));
            }
            let key = Address::parse(&correction.article)
                .map_or(correction.article.clone(), |a| a.canonical().to_string());
            by_article.entry(key).or_default().push(correction);
        }
        Ok(Self { by_article, digest: crate::base::sha256_hex(text.trim().as_bytes())[..12].to_owned() })
    }

    /// Tells one state of the file from another.
    pub fn version(&self) -> &str {
        if self.by_article.is_empty() { "none" } else { &self.digest }
    }

    /// Applies what the user said of this article.
    pub fn apply(&self, article: &Article, facts: &mut Facts) {
        let url = article.url.as_ref().map(|url| url.canonical().to_string());
        let keys = [url.as_deref(), Some(article.id.as_str())];
        for correction in keys.into_iter().flatten().filter_map(|key| self.by_article.get(key)).flatten() {
            correction.apply(facts);
        }
    }
}

impl Correction {
    fn apply(&self, facts: &mut Facts) {
        match (self.action, self.kind, &self.value) {
            (Action::Relevant, ..) => (facts.relevant, facts.relevance) = (true, 1.0),
            (Action::Irrelevant, ..) => (facts.relevant, facts.relevance) = (false, 0.0),
            (Action::Drop, Some(kind), Some(value)) => drop_fact(facts, kind, value),
            (Action::Drop, ..) => {}
        }
    }
}

fn drop_fact(facts: &mut Facts, kind: Kind, value: &str) {
    let key = comparison_key(value);
    let is_named = |name: &str| comparison_key(name) == key;
    match kind {
        Kind::Agency => {
            facts.mentions.agencies.retain(|o| !is_named(&o.name));
            facts.events.iter_mut().for_each(|e| e.buyers.retain(|o| !is_named(&o.name)));
        }
        Kind::Vendor => {
            facts.mentions.vendors.retain(|o| !is_named(&o.name));
            for event in &mut facts.events {
                event.vendors.retain(|o| !is_named(&o.name));
                event.via.retain(|o| !is_named(&o.name));
            }
        }
        Kind::Amount => {
            let is_sum = |money: &crate::base::Money| format!("{} {}", money.currency, money.amount) == value;
            facts.mentions.amounts.retain(|a| !is_sum(&a.money));
            for event in facts.events.iter_mut().filter(|e| e.value.is_some_and(|v| is_sum(&v.money))) {
                event.value = None;
                event.spans.value.clear();
            }
        }
        Kind::Number => {
            facts.mentions.numbers.retain(|n| n.number != value);
            facts.events.iter_mut().for_each(|e| e.contract_ids.retain(|n| n != value));
        }
        Kind::Event => facts.events.retain(|e| e.kind.as_str() != value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::read_record;
    use crate::events::read_facts;

    const LINE: &str = r#"{"url": "http://a.example/1", "title": "", "text": "The Army awarded Larkfield Analytics Inc. a $40 million contract for AI software."}"#;

    fn corrected(toml: &str) -> Facts {
        let article = read_record(LINE).unwrap();
        let mut facts = read_facts(&article);
        Corrections::parse(toml).unwrap().apply(&article, &mut facts);
        facts
    }

    #[test]
    fn the_users_word_wins() {
        assert_eq!(corrected("").mentions.vendors.len(), 1);
        let head = "[[correction]]\narticle = 'http://a.example/1?utm_source=x'\n";
        let facts =
            corrected(&format!("{head}action = 'drop'\nkind = 'vendor'\nvalue = 'larkfield analytics'"));
        assert!(facts.mentions.vendors.is_empty());
        let facts = corrected(&format!("{head}action = 'drop'\nkind = 'amount'\nvalue = 'USD 40000000'"));
        assert!(facts.mentions.amounts.is_empty() && facts.events.iter().all(|e| e.value.is_none()));
        assert!(!corrected(&format!("{head}action = 'irrelevant'")).relevant);
        let other = "[[correction]]\narticle = 'http://a.example/2'\naction = 'irrelevant'";
        assert!(corrected(other).relevant);
    }

    #[test]
    fn mistakes_are_told() {
        for (toml, words) in [
            ("[[correction]]\narticle = 'x'\naction = 'drop'", "give kind and value"),
            ("[[correction]]\narticle = 'x'\nacton = 'drop'", "line"),
            ("x", "line 1"),
        ] {
            let error = Corrections::parse(toml).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
