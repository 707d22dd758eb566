//! What watches cost: `cargo bench --bench speed -- watch`.
//!
//! A thousand watches of all sorts are asked of each article: all at once, as when it comes in, and one after the other.

use std::io::Write;
use std::time::Instant;

use awardwire::article::read_record;
use awardwire::entities::{EntryKind, Lists};
use awardwire::events::Corrections;
use awardwire::notices::read_facts;
use awardwire::pipeline::name_table;
use awardwire::search::{Document, Query};
use awardwire::watch::{ArticleSubject, Plain, Watches, matches};
use jiff::civil::date;

use crate::random::Random;
use crate::table::Table;
use crate::words::{PRODUCTS, SYSTEMS, USES};
use crate::{Outcome, corpus};

/// So many watches.
const WATCHES: usize = 1000;

/// Measures on so many articles.
pub fn measure(articles: usize, rounds: usize) -> Outcome<()> {
    let names = name_table(&Corrections::default());
    let mut read = Vec::with_capacity(articles);
    for record in corpus::records(articles) {
        let article = read_record(&record)?;
        let facts = read_facts(&article);
        read.push((article, facts));
    }
    let texts = watches(WATCHES);
    let mut table = Table::default();
    let begun = Instant::now();
    let queries: Vec<Query> =
        texts.iter().map(|text| Query::parse(text, date(2026, 6, 30))).collect::<Result<_, _>>()?;
    let all = Watches::new(&queries, &names);
    table.add("1,000 watches read", "ms", "", vec![begun.elapsed().as_secs_f64() * 1000.0])?;

    let (mut at_once, mut singly, mut caught) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        caught = 0;
        let begun = Instant::now();
        for (article, facts) in &read {
            let document = Document::new(article, facts, &names);
            caught += all.matching(&ArticleSubject::new(&document)).len();
        }
        at_once.push(begun.elapsed().as_secs_f64() * 1e6 / read.len() as f64);
    }
    let few = read.get(..read.len().min(20)).unwrap_or_default();
    let begun = Instant::now();
    for (article, facts) in few {
        let document = Document::new(article, facts, &names);
        let subject = ArticleSubject::new(&document);
        let one_by_one: Vec<usize> = (0..queries.len())
            .filter(|at| queries.get(*at).is_some_and(|query| matches(query, &subject, &names, Plain::All)))
            .collect();
        if one_by_one != all.matching(&subject) {
            return Err(format!("asked at once, other watches match {}", article.id).into());
        }
    }
    singly.push(begun.elapsed().as_secs_f64() * 1e6 / few.len().max(1) as f64);
    table.add("an article, all watches at once", "us", "< 1000", at_once)?;
    table.add("an article, one watch after the other", "us", "", singly)?;
    table.print()?;
    writeln!(std::io::stdout(), "{} articles, {caught} alerts", read.len())?;
    Ok(())
}

/// Watches as people may write them: of names, words, numbers, kinds and sums, alone and together.
fn watches(count: usize) -> Vec<String> {
    let mut random = Random::new(20_260_801);
    let named = |kind| -> Vec<&'static str> {
        let of_kind = Lists::bundled().entries().iter().filter(|entry| entry.kind == kind);
        of_kind.map(|entry| entry.name).filter(|name| !name.contains('"')).collect()
    };
    let (agencies, vendors) = (named(EntryKind::Agency), named(EntryKind::Vendor));
    let kinds = ["award", "protest", "modification", "solicitation", "termination"];
    (0..count)
        .map(|n| {
            let (agency, vendor) = (random.pick(&agencies), random.pick(&vendors));
            let (word, other) = (random.word(SYSTEMS), random.word(USES));
            let word = format!("\"{}\"", word.replace('"', ""));
            match n % 12 {
                0 | 1 => format!("vendor:\"{vendor}\""),
                2 => format!("agency:\"{agency}\" amount:>{}M", random.below(200) + 1),
                3 => format!("vendor:\"{vendor}\" type:{}", random.pick(&kinds)),
                4 => format!("{word} agency:\"{agency}\""),
                5 => other.replace(['"', ':', '(', ')', '-'], " "),
                6 => format!("{word} -opinion type:award"),
                7 => format!("vendor:(\"{vendor}\" OR \"{}\") after:2025", random.pick(&vendors)),
                8 => format!("id:W{:04}-26-C-{:04}", random.below(10_000), random.below(10_000)),
                9 => format!("\"{}\" OR product:\"{}\"", vendor, random.word(PRODUCTS).replace('"', "")),
                10 if n % 60 == 10 => {
                    format!("amount:>{}M type:{}", random.below(900) + 100, random.pick(&kinds))
                }
                10 => format!("agency:\"{agency}\" vendor:\"{vendor}\""),
                _ => format!("{vendor} {}", random.pick(&["contract", "protest", "pilot", "lawsuit"]))
                    .replace(['"', ':', '(', ')', '-', '&', '\'', '/'], " "),
            }
        })
        .collect()
}
