//! Who is awarded: "Name, City, State (NUMBER); Name, City, State (NUMBER); and …".

use crate::base::Pattern;
use std::ops::Range;
use std::sync::LazyLock;

use super::places::{is_region, region_at_end, regions_at_end};

/// One name of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Awardee {
    /// The name, without stars, brackets and what it does business as.
    pub name: Range<usize>,
    /// Whether a place stands after it.
    pub has_place: bool,
    /// The sum that stands with this name alone.
    pub sum: Option<Range<usize>>,
}

/// What stands in brackets: a number, a short name, a sum.
static BRACKETS: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\s*\(([^()]*)\)"));

static SUM: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"\$\s?\d[\d,]*(?:\.\d+)?(?:\s(?:thousand|million|billion))?"));

/// A number in brackets and the comma that ends the name's entry, where no semicolons are printed.
static ENTRY_END: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"\([A-Z0-9][A-Z0-9‑–-]{9,}[^()]*\),?\s(?:and\s)?"));

/// "… and Name, City, State" after a region.
static AND: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r",?\sand\s"));

/// What follows is another name of the same firm.
static ALIAS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i),?\*?\s(?:doing\sbusiness\s(?:as|under)|d/b/a|dba|formerly(?:\sknown\sas)?|also\sknown\sas|operating\sas)\b",
    )
});

/// Ends of a name that a comma may stand before.
static LEGAL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:inc|l\.?l\.?c|l\.?l\.?p|l\.?p|ltd|limited|corp|corporation|co|company|p\.?c|p\.?l\.?l\.?c|plc|gmbh|s\.?a|s\.?p\.?a|pte|n\.?v|b\.?v|a\.?g)\.?(?:\s(?:ltd|co|kg)\.?)?\*?$",
    )
});

/// The names before the verb. `offset` is where `head` begins in the paragraph.
pub(super) fn awardees(head: &str, offset: usize) -> Vec<Awardee> {
    let entries = entries(head);
    let mut found: Vec<Awardee> = entries.into_iter().filter_map(|entry| awardee(head, entry)).collect();
    for one in &mut found {
        one.name = one.name.start + offset..one.name.end + offset;
        one.sum = one.sum.take().map(|sum| sum.start + offset..sum.end + offset);
    }
    found
}

/// The parts of the list.
fn entries(head: &str) -> Vec<Range<usize>> {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    cuts.extend(head.match_indices(';').map(|(at, _)| at..at + 1));
    // Where a semicolon is missing, a number in brackets or "and" after a place ends an entry.
    let ends = ENTRY_END.find_iter(head).filter(|m| {
        // "Name (NUMBER), City, State": the entry goes on.
        let before = head[..m.start()].trim_end_matches([',', ' ']);
        before.rsplit(", ").next().is_some_and(is_region) && m.end() < head.len()
    });
    cuts.extend(ends.map(|m| m.start() + m.as_str().rfind(')').map_or(0, |at| at + 1)..m.end()));
    cuts.extend(AND.find_iter(head).filter(|m| joins_entries(head, m.start(), m.end())).map(|m| m.range()));
    cuts.sort_by_key(|cut| cut.start);
    let mut entries = Vec::new();
    let mut start = 0;
    for cut in cuts {
        if cut.start >= start {
            entries.push(start..cut.start);
            start = cut.end;
        }
    }
    entries.push(start..head.len());
    entries
}

/// "…, Virginia and Orbis Inc., Pell, Utah": a region before, a whole entry after.
fn joins_entries(head: &str, before: usize, after: usize) -> bool {
    let (before, after) = (&head[..before], &head[after..]);
    let is_after_place = before.rsplit(", ").next().is_some_and(is_region) && before.contains(", ");
    is_after_place && after.trim_end_matches([',', ' ']).matches(", ").count() >= 2
}

fn awardee(head: &str, entry: Range<usize>) -> Option<Awardee> {
    let text = &head[entry.clone()];
    let sum = BRACKETS.captures_iter(text).filter_map(|c| c.get(1)).find_map(|inside| {
        SUM.find(inside.as_str()).map(|sum| inside.start() + sum.start()..inside.start() + sum.end())
    });
    // Parts between commas, brackets passed over, each with its place.
    let mut parts: Vec<(usize, &str)> = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ',')]) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 || at == text.len() => {
                parts.push((start, &text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    let mut parts: Vec<(usize, usize)> = parts
        .into_iter()
        .filter_map(|(at, part)| trimmed(part).map(|r| (at + r.start, at + r.end)))
        .collect();
    let first = parts.first_mut()?;
    if let Some(rest) = text.get(first.0..first.1)?.strip_prefix("and ") {
        first.0 = first.1 - rest.len();
    }
    let part = |(start, end): (usize, usize)| &text[start..end];
    let regions = regions_at_end(&parts.iter().map(|range| part(*range)).collect::<Vec<_>>());
    parts.truncate(parts.len() - regions);
    let mut has_place = regions > 0;
    if parts.len() > 1 && !parts.last().is_some_and(|last| LEGAL.is_match(part(*last))) {
        let last = *parts.last()?;
        let is_known = has_place || region_at_end(part(last)).is_some();
        if is_known || parts.len() > 2 {
            parts.pop();
            has_place |= is_known;
        }
        // "Name, City, Elsewhere": a country of no list.
        if !is_known && parts.len() > 1 && !LEGAL.is_match(part(*parts.last()?)) {
            parts.pop();
            has_place = true;
        }
    }
    let (start, end) = (parts.first()?.0, parts.last()?.1);
    let name = &text[start..end];
    let name = ALIAS.find(name).map_or(name, |alias| &name[..alias.start()]);
    let name = name.trim_end_matches(['*', ',', ' ', '†']);
    let is_name = name.chars().any(char::is_alphabetic)
        && name.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || name.contains(' '));
    is_name.then(|| Awardee {
        name: entry.start + start..entry.start + start + name.len(),
        has_place,
        sum: sum.map(|sum| entry.start + sum.start..entry.start + sum.end),
    })
}

/// A part without stars, white space and brackets at its ends; `None` where nothing is left.
fn trimmed(part: &str) -> Option<Range<usize>> {
    let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '†' | '.' | ',');
    let start =
        part.len() - part.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '†')).len();
    let mut end = part.len();
    loop {
        let kept = part[..end].trim_end_matches(|c: char| marks(c) && c != '.');
        let cut = BRACKETS.find_iter(kept).last().filter(|b| b.end() == kept.len() && b.start() > 0);
        let next = cut.map_or(kept.len(), |b| b.start());
        if next == end {
            break;
        }
        end = next;
    }
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_their_places() {
        for (head, names) in [
            ("Quibble Dynamics Inc.,* Tarrow Springs, Ohio, ", vec!["Quibble Dynamics Inc."]),
            (
                "The Ovenbird Co., Defense, Sea & Air Systems, Pell, Utah, ",
                vec!["The Ovenbird Co., Defense, Sea & Air Systems"],
            ),
            ("Marrow, LLC,* Pell, Utah ", vec!["Marrow, LLC"]),
            ("Tallow Pte Ltd., Singapore, ", vec!["Tallow Pte Ltd."]),
            ("Brindle Corp. (BRC), Ames, Iowa, ", vec!["Brindle Corp."]),
            ("Dace Inc., doing business as Dace Marine,* Ames, Iowa, ", vec!["Dace Inc."]),
            ("Elver Co., Ottawa, Ontario, Canada, ", vec!["Elver Co."]),
            (
                "Brindle LLC,* Pell, Utah (N00000-26-D-0001); and Ovenbird Corp., Ames, Iowa (N00000-26-D-0002), ",
                vec!["Brindle LLC", "Ovenbird Corp."],
            ),
            (
                "Brindle JLT (FA0000-26-D-0002), Dubai, United Arab Emirates; Dace LLC (FA0000-26-D-0004), Pell, Utah, ",
                vec!["Brindle JLT", "Dace LLC"],
            ),
            (
                "Brindle LLC, Pell, Utah (W00000-26-D-0001), Dace Inc., Ames, Iowa (W00000-26-D-0002), and Elver, Lund, Ohio (W00000-26-D-0003), ",
                vec!["Brindle LLC", "Dace Inc.", "Elver"],
            ),
            (
                "Brindle LLC, Pell, Utah (W00000-26-D-0001); Dace Inc., Ames, Iowa (W00000-26-D-0002) and Elver Co., Lund, Ohio (W00000-26-D-0003), ",
                vec!["Brindle LLC", "Dace Inc.", "Elver Co."],
            ),
            ("Brindle LLC, Reston, Virginia and Dace, Inc., Ames, Iowa, ", vec!["Brindle LLC", "Dace, Inc."]),
            ("Brindle and Dace Joint Venture, Pell, Utah, ", vec!["Brindle and Dace Joint Venture"]),
        ] {
            let found: Vec<&str> = awardees(head, 0).iter().map(|one| &head[one.name.clone()]).collect();
            assert_eq!(found, names, "{head}");
            assert!(awardees(head, 0).iter().all(|one| one.has_place), "{head}");
        }
    }

    #[test]
    fn each_may_have_its_own_sum() {
        let head = "Brindle LLC, Pell, Utah (N00000-26-D-0001, $4,000,000); Dace, Ames, Iowa (N00000-26-D-0002, $6,500,000), ";
        let sums: Vec<&str> = awardees(head, 0).into_iter().filter_map(|one| head.get(one.sum?)).collect();
        assert_eq!(sums, ["$4,000,000", "$6,500,000"]);
    }

    proptest::proptest! {
        #[test]
        fn any_head_is_read_without_a_panic(head in "([A-Z][a-zé]{0,6}|, |; |and |\\(|\\)|\\*|Ohio|Inc\\.|\\$1,0){0,30}") {
            for one in awardees(&head, 0) {
                proptest::prop_assert!(head.get(one.name.clone()).is_some());
            }
        }
    }
}
