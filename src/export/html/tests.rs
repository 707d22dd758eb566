//! The page of a report.

use super::HtmlExporter;
use super::page::{SCRIPT, STYLE};
use crate::deals::Deal;
use crate::export::{Closing, DealRecord, Exporter, Item, Kind, PageProof, sample};
use crate::report::Coverage;

fn page(deals: &[Deal]) -> String {
    let mut exporter = HtmlExporter::default();
    let mut out = Vec::new();
    let coverage = Coverage::default();
    let preface = sample::preface(Kind::Deals, &coverage);
    exporter.begin(&crate::export::Preface { sample: true, ..preface }, &mut out).unwrap();
    for deal in deals {
        let record = DealRecord::new(deal).with_proofs(|_| {
            Some(PageProof {
                text_digest: "sha256:abcd".into(),
                page_digest: "cd".into(),
                fetched: "2025-07-15T02:00:00Z".parse().unwrap(),
                archived: true,
            })
        });
        exporter.item(&Item::Deal(&record), &mut out).unwrap();
    }
    let closing = Closing { written: deals.len(), left_out: 3, withheld: 0 };
    exporter.end(closing, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_figure_leads_to_the_sentence_that_says_it() {
    let page = page(&[sample::deal()]);
    assert!(page.contains("ceiling $252.46 million <i>sources disagree</i> <a href=#s1>[1]</a>"), "{page}");
    assert!(page.contains("<i>unconfirmed</i> <i>sources disagree</i>"));
    assert!(page.contains("<li><q id=s1>The Army awarded Palantir up to $252,458,698"));
    assert!(page.contains(
        "<cite><a href=\"https://news.example/a\" rel=\"noopener noreferrer nofollow\">Army picks Palantir</a>, Example News, 2025-07-14</cite> <code>abcd</code>"
    ));
    for target in page.split("href=#").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        assert!(
            page.contains(&format!("id={target}>")) || page.contains(&format!("id={target} ")),
            "{target}"
        );
    }
    for said in ["Sample data", "3 more were left out", "Coverage", "Asked: maven"] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn doubt_is_in_no_headline_sum() {
    let page = page(&[sample::deal()]);
    let (sums, _) = page.split_once("</table>").unwrap();
    let confirmed = sums.split("<th scope=row>confirmed<td>").nth(1).unwrap().split("<tr>").next().unwrap();
    assert!(confirmed.contains("$252.46 million") && !confirmed.contains("$150"), "{confirmed}");
}

#[test]
fn the_page_runs_only_its_own_script_and_nothing_from_outside() {
    let hostile = "</title></script><script>alert(1)</script>\"'><img src=x onerror=y> =1\u{1b}[2J\u{202e}😀";
    let mut deal = sample::deal();
    deal.name = hostile.repeat(100);
    deal.buyers = vec![sample::org("x/x", hostile)];
    deal.vendors = vec![sample::org("x/y", hostile)];
    for told in &mut deal.events {
        told.sentence = hostile.repeat(200);
        told.title = hostile.into();
        told.publisher = Some(hostile.into());
        told.url = Some(format!("javascript:alert(1)//{hostile}"));
    }
    let page = page(&[deal]);
    assert_eq!(page.matches("<script").count(), 1, "only ours");
    assert!(
        page.contains(&format!("<script>{SCRIPT}</script>"))
            && page.contains(&format!("<style>{STYLE}</style>"))
    );
    assert!(!page.contains("<img") && !page.contains("href=\"javascript") && !page.contains(" style="));
    assert!(!page.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("eval"));
}

#[test]
fn a_report_of_nothing_says_so() {
    let page = page(&[]);
    assert!(page.contains("No deal passes.") && page.contains("0 deals") && page.ends_with("</html>\n"));
}

#[test]
fn a_row_is_small() {
    let one = page(&[sample::deal()]).len();
    let deals: Vec<Deal> = (0..100)
        .map(|number| {
            let mut deal = sample::deal();
            deal.id = crate::base::DealId::from_stored(format!("d{number:012}"));
            for told in &mut deal.events {
                told.article = crate::base::ArticleId::from_stored(format!("{}-{number}", told.article));
            }
            deal
        })
        .collect();
    let each = (page(&deals).len() - one) / 99;
    assert!(each < 1_500, "{each} bytes a deal: 2,000 must fit in 3 MB");
}
