//! Graded queries over articles, asked of a library as a user asks.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use awardwire::base::ArticleId;
use awardwire::fetch::Clock;
use awardwire::library::{Library, SearchOrder, SearchQuestion};
use awardwire::pipeline::{AddOptions, Folder, add};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::measures::Judged;
use crate::{DEPTH, Outcome};

#[derive(Deserialize)]
struct Asked {
    query: String,
    relevant: HashMap<String, u32>,
}

/// Reads the articles into a library, and asks.
pub fn ask(articles: &[PathBuf], queries: &Path) -> Outcome<Vec<Judged>> {
    let place = tempfile::tempdir()?;
    let folder = Folder::new(place.path().join("library"));
    add(&folder, articles, &AddOptions::default(), Clock::System, |_| {})?;
    let library = Library::open(folder.path())?;
    // The queries name articles by the ids of their file.
    let mut name_of: HashMap<ArticleId, String> = HashMap::new();
    for path in articles {
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            let record: Value = serde_json::from_str(line)?;
            let article = awardwire::article::read_record(line)?;
            if let Some(id) = record.get("id").and_then(Value::as_str) {
                name_of.insert(article.id, id.to_owned());
            }
        }
    }
    let mut judged = Vec::new();
    for line in std::fs::read_to_string(queries)?.lines().filter(|line| !line.trim().is_empty()) {
        let Asked { query, relevant } = serde_json::from_str(line)?;
        let question = SearchQuestion {
            query: query.clone(),
            limit: DEPTH,
            offset: 0,
            order: SearchOrder::Relevance,
            today: Date::constant(2026, 7, 1),
            snippet_chars: 200,
            expand: true,
            explain: false,
            count_all: false,
            facets: Vec::new(),
        };
        let answer = library.search(&question)?;
        let found = answer.hits.into_iter().filter_map(|hit| name_of.get(&hit.id).cloned()).collect();
        let grades = relevant.into_iter().filter(|(_, grade)| *grade > 0).collect();
        judged.push(Judged { query, found, grades });
    }
    Ok(judged)
}
