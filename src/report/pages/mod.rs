//! How well pages are read, against pages whose articles are known.
//!
//! The definitions are those of Scrapinghub's article-extraction-benchmark where it has one: a body is the multiset of its
//! runs of four words, precision and recall are averaged over the pages, F1 is the harmonic mean of the two averages. A
//! page of which nothing was read is left out of the mean precision and counts 0 in the mean recall, as there; `f1_macro`,
//! the mean of the pages' own F1, cannot be gained by silence. docs/pages.md says the rest.

mod excerpt;
mod figures;
mod names;
mod shingles;
mod truth;
mod words;

pub use figures::{
    AuthorFigures, BodyFigures, DateFigures, PageFigures, PageMisses, SnippetFigures, TitleFigures,
};
pub use truth::{KnownDate, Names, PageRead, PageTruth};

use figures::Counts;

/// Scores what was read of each page; a page of which nothing was read has an empty [`PageRead`]. The misses are those of
/// the pages where anything is wrong, the worst body first.
pub fn score_pages(pages: &[(String, PageTruth, PageRead)]) -> (PageFigures, Vec<PageMisses>) {
    let mut counts = Counts::default();
    let mut misses: Vec<PageMisses> =
        pages.iter().filter_map(|(id, truth, read)| counts.add(id, truth, read)).collect();
    misses.sort_by(|a, b| a.rank().total_cmp(&b.rank()).then_with(|| a.id.cmp(&b.id)));
    (counts.figures(pages), misses)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(truth: &str, read: &PageRead) -> (String, PageTruth, PageRead) {
        ("one".to_owned(), serde_json::from_str(truth).unwrap(), read.clone())
    }

    /// By hand: "a b c d e" has two runs of four words, of which "a b c d" is found, and "b c d x" is too much.
    #[test]
    fn bodies_are_runs_of_four_words() {
        let read = PageRead { body: "a b c d x".to_owned(), ..PageRead::default() };
        let silent = PageRead::default();
        let truth = r#"{"articleBody": "A\u00ad b c d e"}"#;
        let (figures, misses) = score_pages(&[page(&truth.replace('A', "a"), &read), page(truth, &silent)]);
        let body = figures.body.unwrap();
        assert_eq!((body.precision, body.recall, body.f1, body.f1_macro), (0.5, 0.25, 0.3333, 0.25));
        assert_eq!((body.n, body.empty, body.exact), (2, 1, 0.0));
        assert_eq!(misses.len(), 2);
        assert_eq!(misses[1].missed, ["e"]);
        assert_eq!(misses[1].added, ["x"]);
    }

    #[test]
    fn titles_authors_and_dates() {
        let read = PageRead {
            title: "Army: picks Acme".to_owned(),
            authors: vec!["Jane Roe".to_owned(), "John Doe".to_owned()],
            date: Some("2025-07-14T08:00:00Z".to_owned()),
            ..PageRead::default()
        };
        let (figures, misses) = score_pages(&[
            page(
                r#"{"title": "Army picks ACME!", "authors": "By John Doe and JANE ROE", "date": "2025-07-14"}"#,
                &read,
            ),
            page(r#"{"title": "Army picks another", "authors": ["Jane Roe"], "date": null}"#, &read),
            page(r#"{"date": "2025-07-13"}"#, &read),
            page(r#"{"date": "2025-07-13"}"#, &PageRead::default()),
        ]);
        let title = figures.title.unwrap();
        assert_eq!((title.n, title.exact, title.token_f1), (2, 0.5, 0.8333));
        let authors = figures.authors.unwrap();
        assert_eq!((authors.n, authors.exact, authors.precision, authors.recall), (2, 0.5, 0.75, 1.0));
        let date = figures.date.unwrap();
        assert_eq!((date.n, date.correct, date.wrong, date.missing), (3, 1, 1, 1));
        assert_eq!((date.null_truth, date.invented_on_null), (1, 1));
        assert_eq!(misses.len(), 3);
    }

    #[test]
    fn pages_without_a_date_alone_are_counted() {
        let invented = PageRead { date: Some("2025-07-14".to_owned()), ..PageRead::default() };
        let pages = [page(r#"{"date": null}"#, &invented), page(r#"{"date": null}"#, &PageRead::default())];
        let date = score_pages(&pages).0.date.unwrap();
        assert_eq!((date.n, date.null_truth, date.invented_on_null), (0, 2, 1));
    }

    #[test]
    fn snippets_are_present_or_absent() {
        let read = PageRead { body: "One two".to_owned(), ..PageRead::default() };
        let (figures, _) =
            score_pages(&[page(r#"{"with": ["One", "three"], "without": ["two", "four"]}"#, &read)]);
        let snippets = figures.snippets.unwrap();
        assert_eq!((snippets.precision, snippets.recall, snippets.accuracy), (0.5, 0.5, 0.5));
    }
}
