//! The reference data of `data/`: who exists, under which names, and when a name counts.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::base::{Fnv, OrgId};

/// What kind of thing a row of the lists is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A government body.
    Agency,
    /// A supplier.
    Vendor,
    /// A product of a vendor.
    Product,
    /// A program, contract vehicle or authorization scheme.
    Program,
    /// A word of the field.
    Term,
}

/// One row of the lists.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// The id in the file.
    pub id: &'static str,
    /// The canonical name.
    pub name: &'static str,
    /// The parent's id; a product's vendor; a program's owner.
    pub parent: Option<&'static str>,
    /// ISO 3166-1 alpha-2 in lower case, `xx` or `eu`; empty where the file has no country.
    pub country: &'static str,
    /// The file's `kind` column; for a term `strong` or `weak`.
    pub class: &'static str,
}

/// When an alias counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// Only in a story of one of these countries.
    pub countries: Vec<String>,
    /// Only where the entry is also named in full.
    pub full: bool,
    /// Only where one of these words stands in the article (lower case).
    pub with: Vec<String>,
    /// An ordinary word besides: only where the words around it show an organisation.
    pub weak: bool,
}

impl Rule {
    /// Whether the alias counts wherever it stands.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A name of an entry.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Index of its entry.
    pub entry: usize,
    /// The name.
    pub text: &'static str,
    /// When it counts; nothing where that is wherever it stands, as most do.
    rule: Option<Box<Rule>>,
}

impl Alias {
    /// When it counts.
    pub fn rule(&self) -> &Rule {
        self.rule.as_deref().unwrap_or(&ANYWHERE)
    }
}

static ANYWHERE: Rule = Rule { countries: Vec::new(), full: false, with: Vec::new(), weak: false };

/// All rows and their names.
#[derive(Debug, Default)]
pub struct Lists {
    entries: Vec<Entry>,
    aliases: Vec<Alias>,
    by_id: HashMap<(EntryKind, &'static str), usize, BuildHasherDefault<Fnv>>,
}

/// The bundled files, in the order of [`Lists::parse`].
const BUNDLED: [(&str, &str); 5] = [
    ("agencies.tsv", include_str!("../../data/agencies.tsv")),
    ("vendors.tsv", include_str!("../../data/vendors.tsv")),
    ("products.tsv", include_str!("../../data/products.tsv")),
    ("programs.tsv", include_str!("../../data/programs.tsv")),
    ("ai_terms.tsv", include_str!("../../data/ai_terms.tsv")),
];

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists::parse(BUNDLED.map(|(_, text)| text)));

impl Lists {
    /// The lists that come with the program.
    pub fn bundled() -> &'static Self {
        &LISTS
    }

    /// The bundled list of this kind as it is written: a line of headings, then a row a line; id and canonical name in the
    /// first two cells, the other names in the last. For who looks for one name only.
    pub const fn text(kind: EntryKind) -> &'static str {
        let [agencies, vendors, products, programs, terms] = BUNDLED;
        match kind {
            EntryKind::Agency => agencies.1,
            EntryKind::Vendor => vendors.1,
            EntryKind::Product => products.1,
            EntryKind::Program => programs.1,
            EntryKind::Term => terms.1,
        }
    }

    /// A fingerprint of the bundled data (FNV-1a), so that facts found with other lists are known as such.
    pub fn version() -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in BUNDLED.iter().flat_map(|(_, text)| text.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }

    /// Reads the five files: agencies, vendors, products, programs, AI terms. Rows with missing columns are passed
    /// over (a test of the project keeps the bundled files whole).
    fn parse([agencies, vendors, products, programs, terms]: [&'static str; 5]) -> Self {
        let mut lists = Self::default();
        let lines = |text: &str| text.len() / 80;
        let count = lines(agencies) + lines(vendors);
        lists.entries.reserve(count * 2);
        lists.aliases.reserve(count * 4);
        // Not twice as many: what is put by its hash comes to lie on every page of the table.
        lists.by_id.reserve(count);
        for [id, name, parent, country, class, aliases] in rows(agencies).flatten() {
            lists.add(EntryKind::Agency, [id, name, parent, country, class], aliases);
        }
        for [id, name, parent, country, class, aliases] in rows(vendors).flatten() {
            lists.add(EntryKind::Vendor, [id, name, parent, country, class], aliases);
        }
        for [id, name, vendor, aliases] in rows(products).flatten() {
            lists.add(EntryKind::Product, [id, name, vendor, "", ""], aliases);
        }
        for [id, name, class, owner, aliases] in rows(programs).flatten() {
            lists.add(EntryKind::Program, [id, name, owner, "", class], aliases);
        }
        for [term, _kind, weight] in rows(terms).flatten() {
            lists.add(EntryKind::Term, [term, term, "", "", weight], "");
        }
        lists
    }

    fn add(
        &mut self,
        kind: EntryKind,
        [id, name, parent, country, class]: [&'static str; 5],
        aliases: &'static str,
    ) {
        let entry = self.entries.len();
        self.by_id.insert((kind, id), entry);
        let parent = (!parent.is_empty()).then_some(parent);
        self.entries.push(Entry { kind, id, name, parent, country, class });
        // "Ministry of Defence (UK)" is printed without its qualifier, and then only its country tells which.
        match name.split_once(" (") {
            Some((plain, _)) => {
                let rule = Rule { countries: vec![country.to_owned()], ..Rule::default() };
                self.aliases.push(Alias { entry, text: plain, rule: Some(Box::new(rule)) });
            }
            None => self.aliases.push(Alias { entry, text: name, rule: None }),
        }
        for alias in aliases.split('|').filter(|alias| !alias.is_empty()) {
            let (text, rule) = parse_alias(alias);
            let rule = (!rule.is_plain()).then(|| Box::new(rule));
            self.aliases.push(Alias { entry, text, rule });
        }
    }

    /// Every row.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every name of every row, the canonical ones among them.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// The row with this id.
    pub fn entry(&self, kind: EntryKind, id: &str) -> Option<&Entry> {
        self.by_id.get(&(kind, id)).map(|index| &self.entries[*index])
    }

    /// The organisation and its parents, nearest first; the chain ends at a missing parent and cannot run in a circle.
    pub fn ancestry(&self, id: &OrgId) -> Vec<&Entry> {
        let mut chain = Vec::new();
        let mut next = Some(id.as_str());
        while let Some(id) = next {
            let entry = self.entry(EntryKind::Agency, id).or_else(|| self.entry(EntryKind::Vendor, id));
            let Some(entry) = entry.filter(|_| chain.len() < 12) else { break };
            chain.push(entry);
            next = entry.parent;
        }
        chain
    }
}

/// The rows of a table; `None` for one that has not `K` cells.
fn rows<const K: usize>(text: &'static str) -> impl Iterator<Item = Option<[&'static str; K]>> {
    text.lines().skip(1).filter(|line| !line.is_empty()).map(|line| {
        let mut cells = line.split('\t');
        let mut row = [""; K];
        for cell in &mut row {
            *cell = cells.next()?;
        }
        cells.next().is_none().then_some(row)
    })
}

/// Splits `State [full;country:us,gb]` into the name and its rule.
fn parse_alias(alias: &str) -> (&str, Rule) {
    let mut rule = Rule::default();
    let Some((text, rest)) = alias.split_once(" [") else { return (alias, rule) };
    for part in rest.trim_end_matches(']').split(';') {
        let (word, values) = part.split_once(':').unwrap_or((part, ""));
        let values = values.split(',').map(|value| value.trim().to_lowercase()).filter(|v| !v.is_empty());
        match word.trim() {
            "country" => rule.countries.extend(values),
            "with" => rule.with.extend(values),
            "full" => rule.full = true,
            "weak" => rule.weak = true,
            _ => {}
        }
    }
    (text, rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_carries_its_rule() {
        let (text, rule) = parse_alias("State [full;with:diplomat, embassy;country:us]");
        assert_eq!(text, "State");
        assert!(rule.full && !rule.weak);
        assert_eq!(rule.with, ["diplomat", "embassy"]);
        assert_eq!(rule.countries, ["us"]);
        assert!(parse_alias("Pentagon").1.is_plain());
    }

    #[test]
    fn parents_are_found() {
        let lists = Lists::bundled();
        let chain = lists.ancestry(&OrgId::from_stored("us/dod/army"));
        assert_eq!(chain.iter().map(|e| e.name).collect::<Vec<_>>(), ["Army", "Department of Defense"]);
    }
}
