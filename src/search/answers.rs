//! Tables of queries over a small corpus: what is found, and in which order.

use jiff::civil::{Date, date};
use tempfile::TempDir;

use super::{
    Document, Index, NameEntry, NameKind, NameTable, NamedThing, Query, SearchError, SearchOptions, Sort,
};
use crate::base::{ArticleId, Currency, Money};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::EventKind;

const TODAY: Date = date(2026, 3, 17);

fn names() -> NameTable {
    let entry = |kind, id, name, aliases: &[&'static str], parent| NameEntry {
        kind,
        id,
        name,
        aliases: aliases.to_vec(),
        parent,
    };
    NameTable::new([
        entry(NameKind::Agency, "us/dod", "Department of Defense", &["Pentagon", "Department of War"], None),
        entry(NameKind::Agency, "us/dod/army", "Army", &["U.S. Army"], Some("us/dod")),
        entry(NameKind::Vendor, "alphabet", "Alphabet", &[], None),
        entry(NameKind::Vendor, "google", "Google", &["Google Public Sector"], Some("alphabet")),
        entry(NameKind::Vendor, "openai", "OpenAI", &[], None),
    ])
}

fn thing<'a>(id: &'a str, name: &'a str, ancestors: &[&'a str]) -> NamedThing<'a> {
    NamedThing { id, name, ancestors: ancestors.to_vec() }
}

fn blank<'a>(id: &'a ArticleId, title: &'a str, body: &'a str) -> Document<'a> {
    Document { title, body, ..Document::bare(id) }
}

fn money(amount: i64, currency: Currency) -> Money {
    Money::new(amount.into(), currency)
}

/// Five articles: a, b, c, d and e.
fn corpus() -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::create_or_open(folder.path()).unwrap();
    let mut writer = index.writer(15_000_000, 1).unwrap();
    let ids = ["a", "b", "c", "d", "e"].map(ArticleId::from_stored);
    let [risk, award, protest, opinion, pentagon] = &ids;
    writer
        .put(&Document {
            published: Some("2026-03-16".parse().unwrap()),
            publisher: Some("Reuters"),
            country: Some("us"),
            agencies: vec![thing("us/dod", "Department of Defense", &[])],
            vendors: vec![thing("anthropic", "Anthropic", &[])],
            kinds: vec![EventKind::Exclusion],
            ..blank(
                risk,
                "Anthropic named a supply chain risk",
                "The department called Anthropic a supply chain risk. The company will sue.",
            )
        })
        .unwrap();
    writer
        .put(&Document {
            published: Some("2025-07-14".parse().unwrap()),
            publisher: Some("DefenseScoop"),
            agencies: vec![thing("us/dod/army", "Army", &[])],
            vendors: vec![thing("openai", "OpenAI", &[]), thing("google", "Google", &["alphabet"])],
            kinds: vec![EventKind::Award],
            numbers: vec!["FA8615-19-C-6058"],
            amounts: vec![money(200_000_000, Currency::USD), money(1_000_000, Currency::USD)],
            sums: vec![(AmountRole::Ceiling, money(200_000_000, Currency::USD))],
            happened: vec!["2025-07-04".parse().unwrap(), "2025-09".parse().unwrap()],
            statuses: vec![Status::Awarded],
            ..blank(award, "Army awards prototypes", "Contracts for frontier models went to four vendors.")
        })
        .unwrap();
    writer
        .put(&Document {
            published: Some("2026-01".parse().unwrap()),
            agencies: vec![thing("x/ministry-of-drones", "Ministry of Drones", &[])],
            vendors: vec![thing("palantir", "Palantir Technologies", &[])],
            via: vec![thing("aws", "Amazon Web Services", &[])],
            kinds: vec![EventKind::Award, EventKind::Protest],
            amounts: vec![money(15_000_000, Currency::GBP)],
            statuses: vec![Status::Protested],
            disputed: true,
            country: Some("gb"),
            ..blank(
                protest,
                "Palantir contract under protest",
                "The chain of supply holds a risk. Procurement was rushed.",
            )
        })
        .unwrap();
    writer
        .put(&blank(opinion, "Opinion: on risk", "Anthropic and the chain. An opinion on Société matters."))
        .unwrap();
    writer
        .put(&Document {
            published: Some("2024-02-29".parse().unwrap()),
            amounts: vec![money(50_000_000, Currency::USD)],
            ..blank(pentagon, "Pentagon buys a procurer", "Procured: one contract, opened.")
        })
        .unwrap();
    writer.commit().unwrap();
    writer.finish().unwrap();
    (folder, index)
}

fn options() -> SearchOptions {
    SearchOptions {
        limit: 10,
        offset: 0,
        sort: Sort::Relevance,
        today: TODAY,
        freshness: true,
        expand: true,
        explain: false,
        count_all: true,
    }
}

fn found(index: &Index, query: &str, options: &SearchOptions) -> String {
    let parsed = Query::parse(query, TODAY).unwrap();
    let hits = index.search(&parsed, &names(), options).unwrap();
    assert!(hits.hits.len() <= hits.total);
    hits.hits.iter().map(|hit| hit.id.as_str()).collect()
}

#[test]
fn queries_find_what_they_ask_for() {
    let (_folder, index) = corpus();
    for (query, expected) in [
        ("", "abcde"),
        ("anthropic \"supply chain risk\" -opinion", "a"),
        ("\"chain supply\"", ""),
        ("\"chain supply\"~2", "ac"),
        ("\"supply chain\"~3 -title:anthropic", "c"),
        ("\"chain supply risk\"~2", "a"),
        ("\"supply of chain\"~1", ""),
        ("-\"supply chain\"", "bcde"),
        ("risk -\"supply chain risk\"~1", "cd"),
        ("+anthropic risk", "ad"),
        ("+anthropic +risk +chain -opinion", "a"),
        ("-anthropic", "bce"),
        ("NOT (anthropic OR contract)", ""),
        ("procure*", "ce"),
        ("palntir~1", "c"),
        ("title:risk", "ad"),
        ("body:contracts", "be"),
        ("title:(risk opinion)", "d"),
        ("societe", "d"),
        ("agency:dod", "ab"),
        ("agency:pentagon", "ab"),
        ("agency:\"Department of War\"", "ab"),
        ("agency:=dod", "a"),
        ("agency:army", "b"),
        ("agency:us/dod/army", "b"),
        ("agency:\"ministry of drones\"", "c"),
        ("agency:drones", "c"),
        ("agency:unheard", ""),
        ("vendor:alphabet", "b"),
        ("vendor:=alphabet", ""),
        ("vendor:palantir", "c"),
        ("vendor:(openai OR anthropic)", "ab"),
        ("vendor:(openai anthropic) -type:award", "a"),
        ("via:aws", "c"),
        ("via:\"amazon web\"", "c"),
        ("type:award", "bc"),
        ("type:(award exclusion) agency:dod", "ab"),
        ("status:protested", "c"),
        ("is:disputed", "c"),
        ("has:amount", "bce"),
        ("has:amount -has:event", "e"),
        ("publisher:reuters", "a"),
        ("country:uk", "c"),
        ("id:FA8615-19-C-6058", "b"),
        ("id:fa861519c6058", "b"),
        ("id:d", "d"),
        ("amount:>100M", "b"),
        ("amount:>=200M", "b"),
        ("amount:>200M", ""),
        // One sum below and one above are not one within.
        ("amount:2M..100M", "e"),
        ("amount:<=1M", "b"),
        ("amount:>£10m", "c"),
        ("amount:>10M", "be"),
        ("after:2026", "ac"),
        ("after:7d", "a"),
        ("before:2025", "e"),
        ("date:2025", "b"),
        ("date:2025-07..2026-01", "bc"),
        ("has:date -after:2025", "e"),
        ("ceiling:>100M", "b"),
        ("award:>100M", ""),
        ("ceiling:£200M", ""),
        ("happened:2025-07", "b"),
        ("happened:2025-08..", "b"),
        ("happened:..2025-06", ""),
        ("&", ""),
        ("the", "acd"),
        ("FA8615-19-C-6058", "b"),
        ("agency:dod OR amount:50M", "abe"),
        ("(type:award AND after:2026) OR title:pentagon", "ce"),
    ] {
        let mut ids: Vec<char> = found(&index, query, &options()).chars().collect();
        ids.sort_unstable();
        assert_eq!(ids.into_iter().collect::<String>(), expected, "{query}");
    }
}

#[test]
fn answers_are_in_order() {
    let (_folder, index) = corpus();
    let newest = SearchOptions { sort: Sort::Newest, ..options() };
    let oldest = SearchOptions { sort: Sort::Oldest, ..options() };
    for (query, options, expected) in [
        // All words first, however rare the words of the others are.
        ("anthropic supply chain risk", options(), "adc"),
        ("opinion chain anthropic", options(), "dac"),
        // A name finds what is called otherwise in the text; the word itself comes first.
        ("pentagon", options(), "eab"),
        ("department of war", options(), "ab"),
        ("type:award", options(), "cb"),
        ("-opinion", options(), "acbe"),
        ("", newest, "acbed"),
        ("", oldest, "ebcad"),
        ("", SearchOptions { limit: 2, offset: 1, ..newest }, "cb"),
        ("", SearchOptions { limit: 9, offset: 99, ..newest }, ""),
        ("", SearchOptions { limit: 0, ..newest }, ""),
    ] {
        assert_eq!(found(&index, query, &options), expected, "{query}");
    }
    let all = index.search(
        &Query::parse("", TODAY).unwrap(),
        &names(),
        &SearchOptions { limit: usize::MAX, ..options() },
    );
    assert_eq!(all.unwrap().total, 5);
}

#[test]
fn an_article_put_again_is_replaced_and_can_be_removed() {
    let (folder, index) = corpus();
    let id = ArticleId::from_stored("a");
    let mut writer = index.writer(0, 0).unwrap();
    assert!(matches!(index.writer(0, 1), Err(SearchError::Locked(_))));
    writer.put(&blank(&id, "Quantum", "news")).unwrap();
    writer.remove(&ArticleId::from_stored("b"));
    writer.remove(&ArticleId::from_stored("never there"));
    assert_eq!(index.len().unwrap(), 5, "nothing shows before the commit");
    writer.commit().unwrap();
    writer.finish().unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.len().unwrap(), 4);
    assert_eq!(found(&index, "quantum", &options()), "a");
    assert_eq!(found(&index, "\"supply chain risk\"", &options()), "");
}

#[test]
fn an_index_of_another_kind_is_told_apart() {
    let (folder, index) = corpus();
    drop(index);
    let path = folder.path();
    assert!(matches!(Index::open(&path.join("none")), Err(SearchError::Missing(_))));

    std::fs::write(path.join("notes.txt"), "mine").unwrap();
    std::fs::write(path.join("version.txt"), "awardwire index 0").unwrap();
    let error = Index::create_or_open(path).err().unwrap();
    assert!(matches!(error, SearchError::OtherVersion { .. }) && error.asks_for_rebuild(), "{error}");

    let index = Index::create(path).unwrap();
    assert!(index.is_empty().unwrap());
    assert!(path.join("notes.txt").exists(), "only the index's own files are removed");
    drop(index);

    std::fs::write(path.join("meta.json"), "{").unwrap();
    assert!(matches!(Index::open(path), Err(SearchError::Unreadable { .. })));
}

#[test]
fn hostile_queries_are_answered() {
    let (_folder, index) = corpus();
    for query in [
        "word ".repeat(5_000),
        (0..3_000).fold(String::new(), |all, n| format!("{all} w{n}")),
        format!("\"{}\"", "risk ".repeat(2_000)),
        format!("{}~2 {}* a~2 é*", "x".repeat(300), "y".repeat(300)),
        format!("{}risk{}", "(".repeat(50), ")".repeat(50)),
        "a-b-c-d-e-f".repeat(500),
        "amount:>79228162514264337593543950335".into(),
    ] {
        found(&index, &query, &options());
    }
}
