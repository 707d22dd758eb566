//! The sample site: every file below `data/sample/`, compiled in.

/// A file of the sample site.
#[derive(Clone, Copy, Debug)]
pub struct SampleFile {
    /// Host and path: `defense-ledger.example/feed.xml`.
    pub path: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

/// The sources of the sample library.
pub const SOURCES: &str = include_str!("../../../data/sample/sources.toml");

macro_rules! sample_files {
    ($($path:literal)*) => {
        &[$(SampleFile { path: $path, bytes: include_bytes!(concat!("../../../data/sample/", $path)) }),*]
    };
}

/// All files; a test holds the list against the folder.
pub const FILES: &[SampleFile] = sample_files! {
    "avis-publics.example/atom.xml"
    "avis-publics.example/en/2026/01/new-avalon-wildfire.html"
    "avis-publics.example/fr/2025/09/piscine-tilleuls.html"
    "avis-publics.example/fr/2025/12/montbreval-courriers.html"
    "avis-publics.example/fr/2026/03/openai-amazon.html"
    "avis-publics.example/fr/2026/04/montbreval-avenant.html"
    "avis-publics.example/index.html"
    "avis-publics.example/robots.txt"
    "capitol-circuit.example/contracts/larkfield-ceiling-explained.html"
    "capitol-circuit.example/contracts/marrow-pike-protest.html"
    "capitol-circuit.example/contracts/quillon-harbors-award.html"
    "capitol-circuit.example/index.html"
    "capitol-circuit.example/news-sitemap.xml"
    "capitol-circuit.example/policy/anthropic-designation-aftermath.html"
    "capitol-circuit.example/robots.txt"
    "county-courier.example/index.html"
    "county-courier.example/news-sitemap.xml"
    "county-courier.example/news/2025/0917-culverts.html"
    "county-courier.example/news/2025/1120-larkfield.html"
    "county-courier.example/news/2026/0114-answerline.html"
    "county-courier.example/news/2026/0303-ashenwick.html"
    "county-courier.example/news/2026/0408-answerline-languages.html"
    "county-courier.example/news/2026/0520-ostrander.html"
    "county-courier.example/robots.txt"
    "defense-ledger.example/2025/10/review-fieldbook-9.html"
    "defense-ledger.example/2025/11/larkfield-rail-safety.html"
    "defense-ledger.example/2026/02/gao-quillon-decision.html"
    "defense-ledger.example/2026/03/openai-aws.html"
    "defense-ledger.example/2026/06/freedonia-inland-waters.html"
    "defense-ledger.example/feed.xml"
    "defense-ledger.example/index.html"
    "defense-ledger.example/robots.txt"
    "defense-ledger.example/special/army-palantir-explainer.html"
    "press-wire.example/2025/07/wcdh-rfp-118.html"
    "press-wire.example/2025/10/larkfield-third-quarter.html"
    "press-wire.example/2025/11/larkfield-crsa-sightline.html"
    "press-wire.example/2026/02/ashenwick-contract-award-notice.html"
    "press-wire.example/2026/04/wirrandoo-kestrel-gully.html"
    "press-wire.example/2026/05/wcdh-modification-p00002.html"
    "press-wire.example/feed.xml"
    "press-wire.example/index.html"
    "press-wire.example/private/embargoed-quillon.html"
    "press-wire.example/robots.txt"
    "press-wire.example/sitemap.xml"
};

/// The file at this host and path; a path that ends in `/` is the folder's index page.
pub fn find(host: &str, path: &str) -> Option<&'static SampleFile> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let index = if path.ends_with('/') { "index.html" } else { "" };
    let wanted = format!("{host}{path}{index}");
    FILES.iter().find(|file| file.path == wanted)
}

/// The media type of a file; pages say their own charset.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("xml") => "application/xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "text/html",
    }
}

/// The hosts of the site.
pub fn hosts() -> Vec<&'static str> {
    let mut hosts: Vec<&str> = FILES.iter().filter_map(|file| file.path.split('/').next()).collect();
    hosts.dedup();
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_served() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
        let mut folders = vec![root.clone()];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                if let Some((host, rest)) = relative.split_once('/') {
                    assert!(find(host, &format!("/{rest}")).is_some(), "{relative} is not in the list");
                    count += 1;
                }
            }
        }
        assert_eq!(count, FILES.len());
        assert!(find("press-wire.example", "/").is_some());
        assert_eq!(hosts().len(), 5);
    }
}
