//! The names in the text of a list, and the keys by which each is found. The build script reads the lists by this very
//! file, so it must know nothing but text.

use crate::base::comparison_key;

/// A name where it stands in the text of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedName<'a> {
    /// The byte at which its row begins.
    pub row: usize,
    /// The byte at which it begins itself.
    pub start: usize,
    /// The name: the row's id, its canonical name, or another without the rule in brackets.
    pub text: &'a str,
    /// The id of its row.
    pub id: &'a str,
}

impl ListedName<'_> {
    /// Whether it is the id of its row, which stands first there.
    pub fn is_id(&self) -> bool {
        self.start == self.row
    }

    /// The keys that find it; none without a letter or digit.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let keys = if self.is_id() {
            // The last segment of a path is how people write it: `dod` for `us/dod`.
            let last = self.text.rsplit_once('/').map(|(_, last)| comparison_key(last));
            [Some(self.text.to_lowercase()), last]
        } else {
            [Some(comparison_key(self.text)), None]
        };
        keys.into_iter().flatten().filter(|key| !key.is_empty())
    }
}

/// The names of a list, row by row, the id first; its line of headings is left out.
pub fn listed_names(text: &str) -> impl Iterator<Item = ListedName<'_>> {
    let mut next = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let row = next;
        next += line.len();
        (row, line)
    });
    lines.skip(1).flat_map(|(row, line)| names_of_row(row, line))
}

/// The name that begins at this byte of a list; `None` where none does.
pub fn name_at(text: &str, start: usize) -> Option<ListedName<'_>> {
    let row = text.get(..start)?.rfind('\n')? + 1;
    let line = text.get(row..)?.split_inclusive('\n').next()?;
    names_of_row(row, line).find(|name| name.start == start)
}

/// A row is its cells with tabs between: id, canonical name, …, other names with `|` between.
fn names_of_row(row: usize, line: &str) -> impl Iterator<Item = ListedName<'_>> {
    let line = line.lines().next().unwrap_or_default();
    let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
    let (name, rest) = rest.split_once('\t').unwrap_or((rest, ""));
    let others = rest.rsplit_once('\t').map_or(rest, |(_, last)| last);
    let mut next = line.len() - others.len();
    let others = others.split('|').map(move |other| {
        let start = next;
        next += other.len() + 1;
        // The rule in brackets is no part of the name.
        (start, other.split_once(" [").map_or(other, |(name, _)| name))
    });
    let names = [(0, id), (id.len() + 1, name)].into_iter().chain(others);
    let names = names.filter(|(_, text)| !text.is_empty());
    names.map(move |(start, text)| ListedName { row, start: row + start, text, id })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "id\tname\tparent\taliases\nus/dod\tDefense\t\tPentagon [weak]|DoD||W [a]\r\n\nx\ty\n\tz\t\nus/a\tA";

    #[test]
    fn every_name_is_listed_with_its_row() {
        let names: Vec<_> = listed_names(TEXT).map(|name| (name.id, name.text, name.is_id())).collect();
        let expected = [
            ("us/dod", "us/dod", true),
            ("us/dod", "Defense", false),
            ("us/dod", "Pentagon", false),
            ("us/dod", "DoD", false),
            ("us/dod", "W", false),
            ("x", "x", true),
            ("x", "y", false),
            ("", "z", false),
            ("us/a", "us/a", true),
            ("us/a", "A", false),
        ];
        assert_eq!(names, expected);
        for nothing in ["", "\n", "id\tname", "id\tname\n"] {
            assert_eq!(listed_names(nothing).count(), 0, "{nothing:?}");
        }
    }

    #[test]
    fn an_id_is_found_whole_and_by_its_end() {
        let keys: Vec<Vec<String>> = listed_names(TEXT).take(2).map(|name| name.keys().collect()).collect();
        assert_eq!(keys, [vec!["us/dod", "dod"], vec!["defense"]]);
    }

    proptest::proptest! {
        #[test]
        fn a_name_is_found_again_where_it_begins(text in "id\tname\n([a-cé/]{0,2}[\t\n|]| \\[|\\PC){0,30}") {
            let names: Vec<ListedName<'_>> = listed_names(&text).collect();
            for name in &names {
                proptest::prop_assert_eq!(name_at(&text, name.start), Some(*name));
                proptest::prop_assert!(text[name.start..].starts_with(name.text));
            }
            for start in (0..text.len() + 2).filter(|start| names.iter().all(|name| name.start != *start)) {
                let found = name_at(&text, start);
                // Headings are no row, and are asked for by nobody.
                proptest::prop_assert!(found.is_none(), "{start}: {found:?}");
            }
        }
    }
}
