//! What a watch says of one article in memory, and what the index answers: the same, for any query.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use awardwire::base::{ArticleId, Currency, Money};
use awardwire::deals::Status;
use awardwire::entities::AmountRole;
use awardwire::events::EventKind;
use awardwire::search::{
    Document, Index, NameEntry, NameKind, NameTable, NamedThing, Query, SearchOptions, Sort, Trait,
};
use awardwire::watch::{self, ArticleSubject, Found, Plain};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 3, 17);

/// What titles and bodies are made of: forms of one word, names, abbreviations, numbers, accents, joined words.
const WORDS: &[&str] = &[
    "contract",
    "contracts",
    "contracting",
    "supply",
    "chain",
    "risk",
    "risks",
    "drone",
    "drones",
    "procure",
    "procured",
    "procurement",
    "the",
    "of",
    "it",
    "its",
    "The",
    "U.S.",
    "us",
    "Army",
    "army's",
    "Pentagon",
    "Department",
    "War",
    "of War",
    "Department of War",
    "Google",
    "google",
    "public",
    "sector",
    "OpenAI",
    "e-mail",
    "mail",
    "O'Brien",
    "O’Brien’s",
    "Société",
    "societe",
    "1,000",
    "1000",
    "1.5",
    "FA8615-19-C-6058",
    "FA8615",
    "19",
    "c",
    "AT&T",
    "t",
    "Straße",
    "日本",
    "palantir",
    "Palantir,",
    "plantir.",
    "Scale",
    "scale AI",
    "ai",
    "⑴",
    "½",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "—",
    "(who)",
    "who",
    "&",
];

struct World {
    index: Index,
    names: NameTable,
    documents: Vec<Document<'static>>,
    _folder: tempfile::TempDir,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let documents = documents();
        let index = indexed(folder.path(), &documents);
        World { index, names: names(), documents, _folder: folder }
    })
}

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
        entry(NameKind::Agency, "un/who", "World Health Organization", &["WHO"], None),
        entry(NameKind::Vendor, "alphabet", "Alphabet", &[], None),
        entry(NameKind::Vendor, "google", "Google", &["Google Public Sector"], Some("alphabet")),
        entry(NameKind::Vendor, "openai", "OpenAI", &[], None),
        entry(NameKind::Vendor, "scale-ai", "Scale AI", &["Scale"], None),
        entry(NameKind::Program, "maven", "Maven", &["Project Maven"], None),
        entry(NameKind::Product, "scale-donovan", "Donovan", &["Scale"], None),
    ])
}

/// A source of choices that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn of<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn some<T: Clone>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| self.of(from)).collect()
    }

    fn text(&mut self, most: usize) -> &'static str {
        let between = [" ", " ", " ", ", ", ". ", "\n\n", " - "];
        let words = self.some(WORDS, most);
        words.iter().fold(String::new(), |text, word| text + word + self.of(&between)).leak()
    }
}

fn documents() -> Vec<Document<'static>> {
    let mut dice = Dice(7);
    let thing = |id, name, ancestors: &[&'static str]| NamedThing { id, name, ancestors: ancestors.to_vec() };
    let agencies = [
        thing("us/dod", "Department of Defense", &[]),
        thing("us/dod/army", "Army", &["us/dod"]),
        thing("us/dod/army/acc", "Army Contracting Command", &[]),
        thing("un/who", "World Health Organization", &[]),
        thing("x/ministry-of-drones", "Ministry of Drones", &[]),
    ];
    let vendors = [
        thing("google", "Google", &["alphabet"]),
        thing("alphabet", "Alphabet", &[]),
        thing("openai", "OpenAI", &[]),
        thing("scale-ai", "Scale AI", &[]),
        thing("palantir", "Palantir Technologies", &[]),
        thing("x/acme", "Acme Drones", &[]),
    ];
    let products = [thing("scale-donovan", "Donovan", &[]), thing("x/mail", "e-mail", &[])];
    let programs = [thing("maven", "Maven", &[]), thing("supply chain", "supply chain", &[])];
    let dates = ["2024-02-29", "2025", "2025-07", "2025-07-14", "2026-01", "2026-03-16"];
    let mut dates: Vec<_> = dates.iter().map(|date| date.parse().unwrap()).collect();
    dates.sort_unstable();
    let money = |amount: &str, currency| Money::new(amount.parse().unwrap(), currency);
    let sums = [
        money("200000000", Currency::USD),
        money("50000000", Currency::USD),
        money("1000000", Currency::USD),
        money("999999.9996", Currency::USD),
        money("0", Currency::USD),
        money("15000000", Currency::GBP),
        money("99999999999999999999", Currency::USD),
    ];
    let mut all = Vec::new();
    for number in 0..40 {
        let id: &'static ArticleId = Box::leak(Box::new(ArticleId::from_stored(format!("a{number}"))));
        let amounts = dice.some(&sums, 3);
        all.push(Document {
            id,
            title: dice.text(7),
            body: dice.text([0, 4, 12, 40][number % 4]),
            evidence: (0..dice.below(3)).map(|_| dice.text(6)).collect(),
            publisher: dice.of(&[
                None,
                Some("Reuters"),
                Some("The Supply Chain Risks Daily"),
                Some("Société"),
            ]),
            country: dice.of(&[None, Some("us"), Some("GB")]),
            published: dice.of(&[None, Some(dates[0]), Some(dates[1]), Some(dates[3]), Some(dates[5])]),
            agencies: dice.some(&agencies, 2),
            vendors: dice.some(&vendors, 2),
            via: dice.some(&vendors, 1),
            products: dice.some(&products, 1),
            programs: dice.some(&programs, 1),
            kinds: dice.some(&[EventKind::Award, EventKind::Protest, EventKind::Exclusion], 2),
            numbers: dice.some(&["FA8615-19-C-6058", "w911 qx", "-"], 1),
            sums: amounts.iter().map(|sum| (dice.of(&AmountRole::ALL), *sum)).collect(),
            amounts,
            happened: dice.some(&dates, 2),
            statuses: dice.some(&[Status::Awarded, Status::Protested], 1),
            disputed: dice.below(4) == 0,
            reviews: dice.some(&[Trait::Reviewed, Trait::Unsure, Trait::Unreviewed], 1),
        });
    }
    all
}

/// Several segments, so that words are of other frequency in each.
fn indexed(folder: &Path, documents: &[Document<'_>]) -> Index {
    let index = Index::create_or_open(folder).unwrap();
    let mut writer = index.writer(15_000_000, 1).unwrap();
    for part in documents.chunks(15) {
        for document in part {
            writer.put(document).unwrap();
        }
        writer.commit().unwrap();
    }
    writer.finish().unwrap();
    Index::open(folder).unwrap()
}

fn answered(world: &World, query: &Query) -> BTreeSet<String> {
    let options = SearchOptions {
        limit: world.documents.len(),
        offset: 0,
        sort: Sort::Relevance,
        today: TODAY,
        freshness: true,
        expand: false,
        explain: false,
        count_all: true,
    };
    let hits = world.index.search(query, &world.names, &options).unwrap();
    let ids: BTreeSet<String> = hits.hits.iter().map(|hit| hit.id.to_string()).collect();
    assert_eq!(ids.len(), hits.total, "the count is that of the hits");
    let count = world.index.search(query, &world.names, &SearchOptions { limit: 0, ..options }).unwrap();
    assert_eq!(count.total, ids.len(), "counted alone it is the same");
    ids
}

fn check(text: &str) {
    let Ok(query) = Query::parse(text, TODAY) else { return };
    let world = world();
    let answered = answered(world, &query);
    for document in &world.documents {
        let subject = ArticleSubject::new(document);
        let any = watch::matches(&query, &subject, &world.names, Plain::Any);
        let told = || format!("{text:?}: {:#?}\n{:?}", query.root, document);
        assert_eq!(any, answered.contains(document.id.as_str()), "{}", told());
        let all = watch::matches(&query, &subject, &world.names, Plain::All);
        assert!(any || !all, "a watch finds what no search does: {}", told());
        for (plain, holds) in [(Plain::Any, any), (Plain::All, all)] {
            let why = watch::why(&query, &subject, &world.names, plain);
            assert_eq!(!why.is_empty(), holds, "{}", told());
            for found in why.iter().flat_map(|reason| &reason.found) {
                let shown = match found {
                    Found::Words(span) => span.of(document.title, document.body),
                    Found::Said { text, start, end } => text.get(*start..*end).unwrap_or_default(),
                    _ => continue,
                };
                assert!(!shown.is_empty(), "{found:?} {}", told());
            }
        }
    }
}

/// A word of the corpus, also with a letter other, missing or swapped, or cut short.
fn word() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS).prop_map(|word| word.replace([' ', '(', ')'], "-"));
    (word, 0..12_usize, any::<prop::sample::Index>()).prop_map(|(word, change, at)| {
        let mut letters: Vec<char> = word.chars().collect();
        let at = at.index(letters.len());
        match change {
            0 => letters[at] = 'q',
            1 if letters.len() > 1 => drop(letters.remove(at)),
            2 if at > 0 => letters.swap(at, at - 1),
            3 => letters.truncate(at + 1),
            4 => letters.insert(at, 'z'),
            _ => {}
        }
        letters.into_iter().collect()
    })
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => word(),
        1 => word().prop_map(|word| format!("{word}*")),
        1 => (word(), 0..3).prop_map(|(word, far)| format!("{word}~{far}")),
        3 => (prop::collection::vec(word(), 1..4), prop_oneof![Just(String::new()), (0..9).prop_map(|n| format!("~{n}"))])
            .prop_map(|(words, slop)| format!("\"{}\"{slop}", words.join(" "))),
    ]
}

fn field() -> impl Strategy<Value = String> {
    let names = [
        "dod",
        "pentagon",
        "\"Department of War\"",
        "army",
        "us/dod/army",
        "us",
        "x",
        "who",
        "google",
        "alphabet",
        "openai",
        "scale",
        "scale-ai",
        "drones",
        "acme",
        "\"acme drones\"",
        "\"x/acme\"",
        "\"=google\"",
        "unheard",
        "maven",
        "donovan",
        "e-mail",
        "\"supply chain\"",
        "&",
    ];
    let roles = ["amount", "ceiling", "award", "obligated", "price", "investment"];
    let sums = [
        ">1M",
        ">=1M",
        "<1M",
        "1M..50M",
        "50M",
        "£1M..",
        "..0",
        ">100000000000000000000",
        "<-5",
        "999999.9996",
        "0.001..",
    ];
    let dates = ["2025", "2025-07", "2025-07-14", "2026-03", "7d", "2026..", "2025-07..2026-01", "..2024"];
    let others = [
        "type:award",
        "type:protest",
        "type:modification",
        "status:awarded",
        "status:ended",
        "has:amount",
        "has:agency",
        "has:vendor",
        "has:product",
        "has:program",
        "has:event",
        "has:number",
        "has:date",
        "is:disputed",
        "is:reviewed",
        "is:unsure",
        "is:unreviewed",
        "country:us",
        "country:uk",
        "publisher:reuters",
        "publisher:\"chain risk\"",
        "publisher:societe",
        "publisher:daily",
        "publisher:&",
        "id:a3",
        "id:A3",
        "id:fa861519c6058",
        "id:W911QX",
        "id:-",
        "*",
    ];
    prop_oneof![
        (
            prop::sample::select(vec!["agency", "vendor", "via", "product", "program"]),
            any::<bool>(),
            prop::sample::select(names.to_vec()).prop_map(str::to_owned)
        )
            .prop_map(|(field, exact, name)| format!("{field}:{}{name}", if exact { "=" } else { "" })),
        (prop::sample::select(roles.to_vec()), prop::sample::select(sums.to_vec()))
            .prop_map(|(role, sum)| format!("{role}:{sum}")),
        (
            prop::sample::select(vec!["after", "before", "until", "date", "happened"]),
            prop::sample::select(dates.to_vec())
        )
            .prop_map(|(field, date)| format!("{field}:{date}")),
        prop::sample::select(others.to_vec()).prop_map(str::to_owned),
        (prop::sample::select(vec!["title", "body"]), words())
            .prop_map(|(field, words)| format!("{field}:{words}")),
        (prop::sample::select(vec!["title", "body"]), prop::collection::vec(words(), 1..3))
            .prop_map(|(field, words)| format!("{field}:({})", words.join(" "))),
    ]
}

fn query() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![3 => words(), 2 => field()];
    leaf.prop_recursive(4, 24, 5, |part| {
        prop_oneof![
            4 => prop::collection::vec(part.clone(), 1..5).prop_map(|parts| format!("({})", parts.join(" "))),
            1 => prop::collection::vec(part.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            1 => prop::collection::vec(part.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" AND "))),
            1 => part.clone().prop_map(|part| format!("-{part}")),
            1 => part.prop_map(|part| format!("+{part}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_memory_an_article_matches_as_in_the_index(text in query()) {
        check(&text);
    }
}

#[test]
fn queries_that_were_hard_to_agree_on() {
    for text in [
        "",
        "&",
        "& -drone",
        "-&",
        "the",
        "the drone",
        "-(drone risk)",
        "-(-(drone risk))",
        "\"risk risk\"~1",
        "\"contract supply chain\"~3",
        "\"of the drone risk\"~9",
        "FA8615-19-C-6058",
        "who",
        "who drone",
        "⑴*",
        "½~1",
        "t~1",
        "ai~2",
        "e-mail~1",
        "e-ma*",
        "\"Department of War\"",
        "department of war drone",
    ] {
        check(text);
    }
}
