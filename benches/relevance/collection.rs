//! A public collection: every document a plain article, every question free text.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use awardwire::article::{Article, Body, Details};
use awardwire::base::ArticleId;
use awardwire::entities::Mentions;
use awardwire::events::{Corrections, Facts};
use awardwire::pipeline::name_table;
use awardwire::search::{Document, Index, Query, SearchOptions, Sort};
use flate2::read::GzDecoder;
use jiff::civil::Date;
use serde::Deserialize;

use crate::measures::Judged;
use crate::{DEPTH, Outcome};

#[derive(Deserialize)]
struct Doc {
    id: String,
    title: String,
    body: String,
}

/// Indexes the documents, and asks what is judged.
pub fn ask(folder: &Path) -> Outcome<Vec<Judged>> {
    let names = name_table(&Corrections::default());
    let place = tempfile::tempdir()?;
    let index = Index::create(place.path())?;
    let mut writer = index.writer(96 << 20, 2)?;
    let facts = Facts { relevant: false, relevance: 0.0, mentions: Mentions::default(), events: Vec::new() };
    for line in BufReader::new(GzDecoder::new(File::open(folder.join("docs.jsonl.gz"))?)).lines() {
        let doc: Doc = serde_json::from_str(&line?)?;
        let article = Article {
            id: ArticleId::from_stored(doc.id),
            source_id: None,
            url: None,
            publisher: None,
            published: None,
            title: doc.title,
            authors: Vec::new(),
            language: None,
            country: None,
            body: Body::verbatim(doc.body),
            partial: false,
            details: Details::default(),
            notes: Vec::new(),
        };
        writer.put(&Document::new(&article, &facts, &names))?;
    }
    writer.commit()?;
    writer.finish()?;
    let mut grades: HashMap<String, HashMap<String, u32>> = HashMap::new();
    for row in rows(&folder.join("qrels.tsv"))? {
        if let [query, document, grade] = &row[..]
            && let Ok(grade @ 1..) = grade.parse()
        {
            grades.entry(query.clone()).or_default().insert(document.clone(), grade);
        }
    }
    let today = Date::constant(2026, 1, 1);
    let options = SearchOptions {
        limit: DEPTH,
        offset: 0,
        sort: Sort::Relevance,
        today,
        freshness: true,
        expand: true,
        explain: false,
        count_all: false,
    };
    let mut judged = Vec::new();
    for row in rows(&folder.join("queries.tsv"))? {
        let [id, text] = &row[..] else { continue };
        let Some(grades) = grades.remove(id) else { continue };
        // A question is words, whatever marks stand in it.
        let words: String =
            text.chars().map(|c| if c.is_alphanumeric() || ".'’".contains(c) { c } else { ' ' }).collect();
        let query = Query::parse(&words.replace(" OR ", " or ").replace(" AND ", " and "), today)
            .map_err(|error| error.render(&words))?;
        let hits = index.search(&query, &names, &options)?.hits;
        let found = hits.into_iter().map(|hit| hit.id.to_string()).collect();
        judged.push(Judged { query: text.clone(), found, grades });
    }
    Ok(judged)
}

fn rows(path: &Path) -> Outcome<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}
