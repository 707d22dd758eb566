//! The text of `corrections.toml`, changed a block at a time.

use super::entry::Correction;
use crate::base;

/// What opens a block.
const HEADER: &str = "[[correction]]";
/// The keys of a block, in the order in which they are written.
const KEYS: [&str; 12] =
    ["article", "action", "kind", "value", "of", "with", "slot", "to", "verdict", "author", "time", "reason"];

/// The text with one more block at its end.
pub fn with_block(text: &str, correction: &Correction) -> String {
    base::with_block(text, HEADER, &KEYS, correction)
}

/// The text without its block of this place, from 0, and without the blank line before it. `None` where the blocks
/// cannot be told apart.
pub fn without_block(text: &str, place: usize) -> Option<String> {
    base::without_block(text, HEADER, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Corrections;

    const FILE: &str = "# mine\n\n[[correction]] # first\narticle = \"a\" # why\naction = 'irrelevant'\n\n# about the second\n[[ correction ]]\n\
        article = 'b'\naction = \"relevant\"\nreason = \"\"\"\n[[correction]]\n# no comment\n\"\"\"\n# the end\n";

    #[test]
    fn a_block_is_added_and_taken_out_again() {
        let entries = Corrections::parse(FILE).unwrap().entries().to_vec();
        assert_eq!(entries.len(), 2);
        for text in ["", "# only\r\n# comments\r\n", FILE, "x = 1 # no line end"] {
            let mut one = entries[0].clone();
            one.reason = Some("said \"so\" \\ and 'so'".into());
            one.with = vec!["http://a.example/[x] award: A \"B\"".into(), "http://b.example/ award".into()];
            let longer = with_block(text, &one);
            assert!(longer.starts_with(text));
            let back = (0..3).rev().find_map(|place| without_block(&longer, place)).unwrap();
            assert_eq!(back.trim_end(), text.trim_end());
        }
        let longer = with_block(FILE, &entries[0]);
        assert_eq!(Corrections::parse(&longer).unwrap().entries()[2], entries[0]);
        assert_eq!(without_block(&longer, 2).unwrap(), FILE);
    }

    #[test]
    fn every_kind_of_entry_is_read_as_it_was_written() {
        use crate::events::{CorrectionAction, CorrectionKind, EventSlot, Verdict};

        let of = |action| Correction {
            article: Some("http://a.example/?x=\u{e9}\"1".into()),
            kind: Some(CorrectionKind::Event),
            value: Some("award: Palantir; Army; USD 40000000 #2".into()),
            author: Some("Ada".into()),
            time: Some("2026-06-30T12:00:00Z".into()),
            ..Correction::new(action)
        };
        let with = vec!["http://b.example/2 protest: O'Hara \"Labs\"".to_owned(); 3];
        let entries = [
            of(CorrectionAction::Drop),
            Correction { kind: None, value: None, ..of(CorrectionAction::Relevant) },
            Correction { with: with.clone(), ..of(CorrectionAction::Merge) },
            Correction { with, ..of(CorrectionAction::Part) },
            Correction { to: Some("barred".into()), ..of(CorrectionAction::Status) },
            Correction { to: Some("GBP 1..2.5 budget".into()), ..of(CorrectionAction::Value) },
            Correction {
                slot: Some(EventSlot::Certainty),
                to: Some("planned".into()),
                ..of(CorrectionAction::Set)
            },
            Correction { verdict: Some(Verdict::Unsure), ..of(CorrectionAction::Reviewed) },
        ];
        let text = entries.iter().fold(String::new(), |text, one| with_block(&text, one));
        assert_eq!(Corrections::parse(&text).unwrap().entries(), entries, "{text}");
        let mut left = entries.to_vec();
        let mut text = text;
        for place in [5, 2, 2, 0] {
            left.remove(place);
            text = without_block(&text, place).unwrap();
            assert_eq!(Corrections::parse(&text).unwrap().entries(), left, "{text}");
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        let without = without_block(FILE, 0).unwrap();
        assert!(without.starts_with("# mine\n\n# about the second\n[[ correction ]]"), "{without}");
        assert_eq!(Corrections::parse(&without).unwrap().entries().len(), 1);
        let without = without_block(FILE, 1).unwrap();
        assert!(without.ends_with("# about the second\n# the end\n"), "{without}");
        assert_eq!(without_block(FILE, 2), None);
    }
}
