//! Many queries, asked of one thing at once.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::search::{NameKind, NameTable, Query, WordCutter};
use crate::watch::Plain;
use crate::watch::anchors::{Table, cover};
use crate::watch::clause::{self, Clause};
use crate::watch::cutter::with_cutter;
use crate::watch::evaluation::holds;
use crate::watch::subject::{Part, Subject};

/// Queries of watches, in the order they were given. Plain words are required.
#[derive(Debug, Default)]
pub struct Watches {
    /// What each asks, with all that it names looked up; nothing of those that ask nothing.
    asked: Vec<Option<Clause>>,
    /// In each table the places of the queries that have an anchor there.
    tables: [HashMap<String, Vec<usize>, RandomState>; Table::ALL.len()],
    /// The places of those that may hold for anything.
    always: Vec<usize>,
}

impl Watches {
    /// These queries. `names` says what the names in them stand for.
    pub fn new(queries: &[Query], names: &NameTable) -> Self {
        let mut watches = Self::default();
        for (at, query) in queries.iter().enumerate() {
            let read = with_cutter(|cutter| clause::read(&query.root, names, Plain::All, cutter));
            match read.as_ref().map(cover) {
                None => {}
                Some(None) => watches.always.push(at),
                Some(Some(anchors)) => {
                    for anchor in anchors {
                        if let Some(table) = watches.tables.get_mut(anchor.table as usize) {
                            table.entry(anchor.key).or_default().push(at);
                        }
                    }
                }
            }
            watches.asked.push(read);
        }
        watches
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// The places of the queries that the thing matches, in order.
    pub fn matching(&self, subject: &impl Subject) -> Vec<usize> {
        with_cutter(|cutter| {
            let mut matching = self.candidates(subject, cutter);
            matching.retain(|at| {
                let asked = self.asked.get(*at).and_then(Option::as_ref);
                asked.is_some_and(|asked| holds(asked, subject, cutter))
            });
            matching
        })
    }

    /// The places of the queries that may hold, in order.
    fn candidates(&self, subject: &impl Subject, cutter: &mut WordCutter) -> Vec<usize> {
        let mut found = self.always.clone();
        let mut look = |table: Table, key: &str| {
            found.extend(self.table(table).get(key).into_iter().flatten());
        };
        if self.has(Table::Word) {
            for part in [Part::Title, Part::Body, Part::Evidence] {
                subject.zone(part).each_stem(cutter).for_each(|stem| look(Table::Word, stem));
            }
        }
        let kinds = [NameKind::Agency, NameKind::Vendor, NameKind::Product, NameKind::Program];
        let things = kinds.into_iter().flat_map(|kind| subject.things(kind)).chain(subject.via());
        for carried in things {
            carried.thing.found_by().for_each(|id| look(Table::Thing, id));
            if self.has(Table::NameWord) {
                carried.name.each_stem(cutter).for_each(|stem| look(Table::NameWord, stem));
            }
        }
        subject.numbers().iter().for_each(|number| look(Table::Number, &number.key));
        if self.has(Table::Publisher) {
            for outlet in subject.publishers() {
                outlet.each_stem(cutter).for_each(|stem| look(Table::Publisher, stem));
            }
        }
        subject.kinds().into_iter().for_each(|kind| look(Table::Kind, kind.as_str()));
        if self.has(Table::Country) {
            subject.countries().into_iter().for_each(|code| look(Table::Country, &code.to_lowercase()));
        }
        subject.statuses().into_iter().for_each(|status| look(Table::Status, status.as_str()));
        let own = self.table(Table::Own).iter().filter(|(id, _)| subject.is_called(id));
        found.extend(own.flat_map(|(_, places)| places));
        found.sort_unstable();
        found.dedup();
        found
    }

    fn has(&self, table: Table) -> bool {
        !self.table(table).is_empty()
    }

    fn table(&self, table: Table) -> &HashMap<String, Vec<usize>, RandomState> {
        // Each table has its place.
        &self.tables[table as usize]
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::base::{ArticleId, Currency, Money};
    use crate::deals::Status;
    use crate::entities::AmountRole;
    use crate::events::EventKind;
    use crate::search::{Document, NameEntry, NamedThing};
    use crate::watch::{ArticleSubject, matches};

    fn names() -> NameTable {
        let entry = |kind, id, name, aliases: &[&'static str], parent| NameEntry {
            kind,
            id,
            name,
            aliases: aliases.to_vec(),
            parent,
        };
        NameTable::new([
            entry(NameKind::Agency, "us/dod", "Department of Defense", &["Pentagon", "DoD"], None),
            entry(NameKind::Agency, "us/dod/army", "Army", &[], None),
            entry(NameKind::Vendor, "openai", "OpenAI", &["Open AI"], None),
            entry(NameKind::Product, "maven", "Maven Smart System", &["Maven"], None),
        ])
    }

    /// Parts that name, miss or negate what the documents below may have.
    fn part() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "drone",
            "drones",
            "contract",
            "the",
            "&",
            "tank",
            "pentagon",
            "open ai",
            "maven",
            "W9-1",
            "army",
            "\"supply chain\"",
            "\"drone contract\"~3",
            "proc*",
            "dronw~1",
            "title:army",
            "body:chain",
            "+drone",
            "agency:pentagon",
            "agency:=dod",
            "agency:army",
            "vendor:openai",
            "vendor:larkfield",
            "product:maven",
            "product:gizmo",
            "via:openai",
            "program:x",
            "id:W9-1",
            "id:a1",
            "type:award",
            "type:protest",
            "status:awarded",
            "publisher:reuters",
            "country:us",
            "amount:>50M",
            "after:2026",
            "has:amount",
            "is:disputed",
            "-opinion",
            "-drone",
            "-vendor:openai",
            "*",
        ])
    }

    fn query() -> impl Strategy<Value = String> {
        let leaf = part().prop_map(str::to_owned);
        leaf.prop_recursive(3, 10, 3, |inner| {
            (prop::collection::vec(inner, 1..4), 0..4_u8).prop_map(|(parts, how)| match how {
                0 => parts.join(" "),
                1 => format!("({})", parts.join(" OR ")),
                2 => format!("({})", parts.join(" AND ")),
                _ => format!("-({})", parts.join(" ")),
            })
        })
    }

    fn words() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "Army",
            "drone",
            "drones",
            "contracts",
            "supply",
            "chain",
            "of",
            "the",
            "OpenAI",
            "Open",
            "AI",
            "Pentagon",
            "Maven",
            "Larkfield",
            "opinion",
            "procurement",
            "W9-1",
            "gizmo",
        ]);
        prop::collection::vec(word, 0..10).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn what_is_passed_over_would_not_have_matched(
            queries in prop::collection::vec(query(), 1..12),
            title in words(),
            body in words(),
            evidence in words(),
            has in prop::collection::vec(any::<bool>(), 10),
        ) {
            let names = names();
            let id = ArticleId::from_stored("a1");
            let thing = |id, name, ancestors: &[&'static str]| NamedThing { id, name, ancestors: ancestors.to_vec() };
            let mut document = Document::bare(&id);
            document.title = &title;
            document.body = &body;
            document.evidence = vec![&evidence];
            if has[0] { document.agencies = vec![thing("us/dod/army", "Army", &[])]; }
            if has[1] { document.vendors = vec![thing("openai", "OpenAI", &[])]; }
            if has[2] { document.vendors.push(thing("x/larkfield", "Larkfield Analytics", &[])); }
            if has[3] { document.products = vec![thing("maven", "Maven Smart System", &[])]; }
            if has[4] { document.via = vec![thing("openai", "OpenAI", &[])]; }
            if has[5] { document.kinds = vec![EventKind::Award]; }
            if has[6] { document.numbers = vec!["W9-1"]; }
            if has[7] { document.publisher = Some("Reuters"); document.country = Some("us"); }
            if has[8] {
                document.sums = vec![(AmountRole::Award, Money::new(60_000_000.into(), Currency::USD))];
                document.amounts = vec![document.sums[0].1];
            }
            if has[9] { document.statuses = vec![Status::Awarded]; }
            let subject = ArticleSubject::new(&document);
            let queries: Vec<Query> =
                queries.iter().filter_map(|text| Query::parse(text, date(2026, 3, 17)).ok()).collect();
            let all: Vec<usize> = (0..queries.len())
                .filter(|at| matches(&queries[*at], &subject, &names, Plain::All))
                .collect();
            let watches = Watches::new(&queries, &names);
            prop_assert_eq!(watches.matching(&subject), all);
        }
    }

    #[test]
    fn few_of_many_are_looked_at() {
        let names = names();
        let queries: Vec<Query> = (0..500)
            .map(|n| {
                Query::parse(&format!("vendor:supplier{n} drone type:award"), date(2026, 3, 17)).unwrap()
            })
            .collect();
        let watches = Watches::new(&queries, &names);
        let id = ArticleId::from_stored("a1");
        let mut document = Document::bare(&id);
        document.title = "A drone award";
        document.kinds = vec![EventKind::Award];
        document.vendors = vec![NamedThing { id: "x/supplier7", name: "Supplier7", ancestors: vec![] }];
        let subject = ArticleSubject::new(&document);
        assert_eq!(watches.candidates(&subject, &mut WordCutter::default()), [7]);
        assert_eq!(watches.matching(&subject), [7]);
    }
}
