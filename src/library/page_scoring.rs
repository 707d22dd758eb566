//! How well pages are read, against a folder of pages whose articles are known.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use serde::Serialize;

use super::processor::Stopwatch;
use crate::article::{Hints, read_html};
use crate::base::Address;
use crate::fetch::decode;
use crate::library::LibraryError;
use crate::report::pages::{PageFigures, PageMisses, PageRead, PageTruth, score_pages};

/// Figures of a folder of pages, what went wrong on which page, and how fast they were read.
#[derive(Clone, Debug, Serialize)]
pub struct PageEvaluation {
    /// The figures.
    #[serde(flatten)]
    pub figures: PageFigures,
    /// How fast.
    pub speed: PageSpeed,
    /// The pages where anything is wrong, the worst body first.
    pub misses: Vec<PageMisses>,
}

/// How fast pages were read: from bytes to article, in one thread.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageSpeed {
    /// Pages in a second of one processor.
    pub pages_per_cpu_second: f64,
    /// The page that took longest.
    pub slowest: String,
    /// How long it took, in milliseconds.
    pub slowest_ms: f64,
}

/// Reads every page of `folder` (`truth.json`, `html/ID.html.gz` or `html/ID.html`) and scores what is found.
///
/// # Errors
/// When the truth or a page cannot be read.
pub fn evaluate_pages(folder: &Path) -> Result<PageEvaluation, LibraryError> {
    let truth = read_truth(&folder.join("truth.json"))?;
    let mut pages = Vec::with_capacity(truth.len());
    let mut busy = Duration::ZERO;
    let mut slowest = (Duration::ZERO, String::new());
    for (id, truth) in truth {
        let bytes = page_bytes(folder, &id)?;
        let address = truth.url.as_deref().and_then(|url| Address::parse(url).ok());
        let watch = Stopwatch::start();
        let read = page_read(&bytes, address.as_ref());
        let took = watch.elapsed();
        busy += took;
        if took > slowest.0 {
            slowest = (took, id.clone());
        }
        pages.push((id, truth, read));
    }
    let (figures, misses) = score_pages(&pages);
    let rounded = |value: f64| (value * 10.0).round() / 10.0;
    let speed = PageSpeed {
        pages_per_cpu_second: rounded(pages.len() as f64 / busy.as_secs_f64().max(1e-9)),
        slowest: slowest.1,
        slowest_ms: rounded(slowest.0.as_secs_f64() * 1000.0),
    };
    Ok(PageEvaluation { figures, speed, misses })
}

fn read_truth(path: &Path) -> Result<BTreeMap<String, PageTruth>, LibraryError> {
    let fail = |reason: String| LibraryError::Gold { place: path.display().to_string(), reason };
    let text = fs::read_to_string(path)
        .map_err(|error| fail(format!("{error}; name a folder with truth.json and html/ (docs/pages.md)")))?;
    let truth: BTreeMap<String, PageTruth> =
        serde_json::from_str(&text).map_err(|error| fail(error.to_string()))?;
    if truth.is_empty() { Err(fail("no pages in it".to_owned())) } else { Ok(truth) }
}

fn page_bytes(folder: &Path, id: &str) -> Result<Vec<u8>, LibraryError> {
    let plain = folder.join("html").join(format!("{id}.html"));
    let packed = folder.join("html").join(format!("{id}.html.gz"));
    let fail = |path: &Path, error: std::io::Error| LibraryError::Gold {
        place: path.display().to_string(),
        reason: error.to_string(),
    };
    if plain.exists() {
        return fs::read(&plain).map_err(|error| fail(&plain, error));
    }
    let mut bytes = Vec::new();
    fs::File::open(&packed)
        .and_then(|file| MultiGzDecoder::new(file).read_to_end(&mut bytes))
        .map_err(|error| fail(&packed, error))?;
    Ok(bytes)
}

fn page_read(bytes: &[u8], address: Option<&Address>) -> PageRead {
    let html = decode(bytes, None).0;
    let Some(article) = read_html(&html, address, &Hints::default()).articles.into_iter().next() else {
        return PageRead::default();
    };
    PageRead {
        body: article.body.text().to_owned(),
        title: article.title,
        authors: article.authors,
        date: article.published.map(|published| published.date.to_string()),
    }
}
