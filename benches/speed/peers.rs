//! What others need for a part of the same work, on the same texts: a bare pass of an automaton over the names, and
//! SQLite's full-text search.

use std::path::Path;

use aho_corasick::AhoCorasick;
use awardwire::entities::Lists;

use crate::Outcome;
use crate::archive::Article;

/// All listed names as one automaton: what any gazetteer has to do at least.
pub struct NamePass(AhoCorasick);

impl NamePass {
    pub fn new() -> Outcome<Self> {
        let names = Lists::bundled().aliases().iter().map(|alias| &alias.text);
        Ok(Self(AhoCorasick::builder().ascii_case_insensitive(true).build(names)?))
    }

    pub fn count(&self, text: &str) -> usize {
        self.0.find_overlapping_iter(text).count()
    }
}

/// A table of SQLite's FTS5 with English stems.
#[expect(clippy::disallowed_types, reason = "a peer to compare with, not the library's store")]
pub struct Fts5(rusqlite::Connection);

#[expect(clippy::disallowed_types, reason = "a peer to compare with, not the library's store")]
impl Fts5 {
    pub fn create(path: &Path, records: &[String]) -> Outcome<Self> {
        let mut connection = rusqlite::Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE VIRTUAL TABLE articles USING fts5(title, body, tokenize = 'porter unicode61')",
        )?;
        // Batches as large as those of `add`.
        for batch in records.chunks(256) {
            let step = connection.transaction()?;
            for record in batch {
                let record: serde_json::Value = serde_json::from_str(record)?;
                let text = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
                step.prepare_cached("INSERT INTO articles VALUES (?1, ?2)")?
                    .execute([text("title"), text("text")])?;
            }
            step.commit()?;
        }
        Ok(Self(connection))
    }

    pub fn open(path: &Path) -> Outcome<Self> {
        Ok(Self(rusqlite::Connection::open(path)?))
    }

    /// As small and quick as it gets.
    pub fn optimize(self) -> Outcome<()> {
        self.0.execute_batch(
            "INSERT INTO articles(articles) VALUES ('optimize'); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);",
        )?;
        Ok(())
    }

    /// The ten best with their snippets.
    pub fn search(&self, query: &str) -> Outcome<Vec<(String, String)>> {
        let sql = "SELECT title, snippet(articles, 1, '[', ']', '…', 40) FROM articles
                   WHERE articles MATCH ?1 ORDER BY bm25(articles) LIMIT 10";
        let mut statement = self.0.prepare(sql)?;
        let rows = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// tantivy as its guide shows it: titles and texts stemmed and stored, any of the words, its own snippets.
#[expect(clippy::disallowed_types, reason = "a peer to compare with, not the library's index")]
pub struct Tantivy {
    reader: tantivy::IndexReader,
    parser: tantivy::query::QueryParser,
    title: tantivy::schema::Field,
    text: tantivy::schema::Field,
}

#[expect(clippy::disallowed_types, reason = "a peer to compare with, not the library's index")]
impl Tantivy {
    fn fields() -> (tantivy::schema::Schema, tantivy::schema::Field, tantivy::schema::Field) {
        let mut schema = tantivy::schema::Schema::builder();
        let words = tantivy::schema::TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(tantivy::schema::IndexRecordOption::WithFreqsAndPositions);
        let options = tantivy::schema::TextOptions::default().set_indexing_options(words).set_stored();
        let title = schema.add_text_field("title", options.clone());
        let text = schema.add_text_field("text", options);
        (schema.build(), title, text)
    }

    pub fn create(folder: &Path, articles: &[Article]) -> Outcome<()> {
        std::fs::create_dir_all(folder)?;
        let (schema, title, text) = Self::fields();
        let mut writer = tantivy::Index::create_in_dir(folder, schema)?.writer(200 << 20)?;
        for article in articles {
            writer.add_document(
                tantivy::doc!(title => article.title.as_str(), text => article.text.as_str()),
            )?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(())
    }

    pub fn open(folder: &Path) -> Outcome<Self> {
        let index = tantivy::Index::open_in_dir(folder)?;
        let (_, title, text) = Self::fields();
        let parser = tantivy::query::QueryParser::for_index(&index, vec![title, text]);
        Ok(Self { reader: index.reader()?, parser, title, text })
    }

    /// The ten best with their snippets.
    pub fn search(&self, query: &str) -> Outcome<Vec<(String, String)>> {
        use tantivy::schema::Value as _;
        let searcher = self.reader.searcher();
        let query = self.parser.parse_query(query)?;
        let top = tantivy::collector::TopDocs::with_limit(10).order_by_score();
        let found = searcher.search(&query, &top)?;
        let snippets = tantivy::snippet::SnippetGenerator::create(&searcher, &*query, self.text)?;
        let mut shown = Vec::new();
        for (_, address) in found {
            let document: tantivy::TantivyDocument = searcher.doc(address)?;
            let title = document.get_first(self.title).and_then(|value| value.as_str()).unwrap_or_default();
            shown.push((title.to_owned(), snippets.snippet_from_doc(&document).to_html()));
        }
        Ok(shown)
    }
}
