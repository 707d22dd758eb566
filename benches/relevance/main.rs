//! How well answers are ordered: nDCG@10, MRR@10 and Recall@100 of graded queries, printed as a table.
//!
//! `cargo bench --bench relevance` asks the queries of this project over its sample articles;
//! `-- --articles FILE.jsonl --queries FILE.jsonl` others like them (`{"query", "relevant": {ID: GRADE}}` a line); `-- DIR...` public
//! collections of `docs.jsonl.gz` (`{id, title, body}`), `queries.tsv` (`QID TAB TEXT`) and `qrels.tsv` (`QID TAB ID TAB GRADE`), indexed and
//! asked with the settings of the product. `--each` prints every query. What the figures are is said in docs/ranking.md.

mod collection;
mod measures;
mod own;

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use measures::{Judged, Measures};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// So many answers of each query are looked at.
const DEPTH: usize = 100;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let all_of = |name: &str| -> Vec<PathBuf> {
        let pairs = arguments.windows(2).filter(|pair| pair[0] == name);
        pairs.map(|pair| PathBuf::from(&pair[1])).collect()
    };
    let each = arguments.iter().any(|argument| argument == "--each");
    let mut skip = false;
    let mut folders: Vec<&Path> = Vec::new();
    for argument in &arguments {
        if std::mem::take(&mut skip) {
            continue;
        }
        match argument.as_str() {
            "--articles" | "--queries" => skip = true,
            "--each" => {}
            folder => folders.push(Path::new(folder)),
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "| collection | queries | nDCG@10 | MRR@10 | Recall@100 |\n|---|---|---|---|---|")?;
    let mut print = |name: &str, judged: &[Judged]| -> Outcome<()> {
        if each {
            for one in judged {
                writeln!(out, "{:.3}  {}", one.measures().ndcg, one.query)?;
            }
        }
        let Measures { ndcg, mrr, recall } = Measures::mean(judged);
        writeln!(out, "| {name} | {} | {ndcg:.3} | {mrr:.3} | {recall:.3} |", judged.len())?;
        Ok(())
    };
    for folder in &folders {
        print(&folder.display().to_string(), &collection::ask(folder)?)?;
    }
    let (mut articles, mut queries) = (all_of("--articles"), all_of("--queries"));
    if folders.is_empty() && queries.is_empty() {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        queries.push(tests.join("queries.jsonl"));
        articles.extend(["sample.jsonl", "second.jsonl"].map(|name| tests.join("gold").join(name)));
    }
    for file in &queries {
        print(&file.display().to_string(), &own::ask(&articles, file)?)?;
    }
    Ok(())
}
