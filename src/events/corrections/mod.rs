//! The user's word on facts: `corrections.toml`, replayed on every reading.
//!
//! A correction of one article names its fact by the article's address (or id), the kind of fact and its normalised
//! value, never by a row, so it holds in any library that reads the same page. A correction of organisations has no
//! article and holds for all of them.
//!
//! - `entry`: one block of the file; `blocks`: the file's text, changed a block at a time;
//! - `facts`: what is said of one article's facts; `event_name`: how an event is called there; `slot_value`: what is put
//!   into a slot of one;
//! - `printed`: where a name stands in a text; `organisations`: who is called so, and on which side.

mod blocks;
mod entry;
mod event_name;
mod facts;
mod organisations;
mod printed;
mod slot_value;

use std::collections::HashMap;

use crate::article::Article;
use crate::entities::Mentions;
use crate::events::Facts;
pub use blocks::{with_block, without_block};
pub use entry::{
    Correction, CorrectionAction, CorrectionKind, DEAL_STATUSES, NameError, Verdict, article_key, event_at,
};
pub use event_name::EventName;
pub use facts::Unmet;
use organisations::NameFix;
pub use organisations::{Called, called};
pub use slot_value::{read_value, written_value};

/// All corrections of a library.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    entries: Vec<Correction>,
    /// Places in `entries`, by the article they are about.
    by_article: HashMap<String, Vec<usize>>,
    /// Those about organisations, in the order of the file: the later word counts.
    organisations: Vec<NameFix>,
    digest: String,
}

/// What is wrong in a `corrections.toml`.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CorrectionsError(String);

impl Corrections {
    /// Reads the text of a `corrections.toml`.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key, or an entry lacks what its action needs.
    pub fn parse(text: &str) -> Result<Self, CorrectionsError> {
        let mut all = Self::of(entry::entries(text)?)?;
        crate::base::sha256_hex(text.trim().as_bytes())[..12].clone_into(&mut all.digest);
        Ok(all)
    }

    /// These corrections, as if they stood in a file.
    ///
    /// # Errors
    /// When an entry lacks what its action needs.
    pub fn of(entries: Vec<Correction>) -> Result<Self, CorrectionsError> {
        let mut all = Self::default();
        for (place, entry) in entries.iter().enumerate() {
            entry.check().map_err(|what| CorrectionsError(format!("correction {}: {what}", place + 1)))?;
            match &entry.article {
                Some(article) => all.by_article.entry(article_key(article)).or_default().push(place),
                None => all.organisations.extend(NameFix::new(entry)),
            }
        }
        all.entries = entries;
        Ok(all)
    }

    /// Every correction, in the order of the file.
    pub fn entries(&self) -> &[Correction] {
        &self.entries
    }

    /// Tells one state of the file from another.
    pub fn version(&self) -> &str {
        if self.entries.is_empty() { "none" } else { &self.digest }
    }

    /// Applies what the user said of organisations to what was found, before anything is told by it.
    pub fn correct_names(&self, article: &Article, mentions: &mut Mentions) {
        for fix in &self.organisations {
            fix.apply(&article.title, article.body.text(), mentions);
        }
    }

    /// Whether one of these corrections is about this article: its own, or one of a name that it prints or was found
    /// to speak of.
    pub fn are_about(&self, article: &Article, facts: &Facts) -> bool {
        !self.places_of(article).is_empty()
            || self
                .organisations
                .iter()
                .any(|fix| fix.is_about(&article.title, article.body.text(), &facts.mentions))
    }

    /// Applies what the user said of this article, and of organisations where its events were told by another way than
    /// that of news.
    pub fn apply(&self, article: &Article, facts: &mut Facts) {
        self.apply_names(article, facts);
        let own = self.places_of(article);
        // Facts that nobody has said anything of stay as they are.
        if !own.is_empty() {
            facts::apply(own.iter().filter_map(|place| self.entries.get(*place)), facts);
        }
    }

    /// As [`Corrections::apply`], without what was said of this very article: its facts as they were found.
    pub fn apply_names(&self, article: &Article, facts: &mut Facts) {
        self.correct_names(article, &mut facts.mentions);
        for fix in &self.organisations {
            facts.events.iter_mut().for_each(|event| {
                fix.apply_to_event(&article.title, article.body.text(), event);
            });
        }
    }

    /// The entries about this article that do nothing to its facts, which are given as they were found: their places in
    /// the file, and why.
    pub fn unmet(&self, article: &Article, found: &Facts) -> Vec<(usize, Unmet)> {
        let places = self.places_of(article);
        let entries = places.iter().filter_map(|place| Some((*place, self.entries.get(*place)?)));
        let mut left = found.clone();
        facts::drop_events(entries.clone().map(|(_, entry)| entry), &mut left);
        entries.filter_map(|(place, entry)| Some((place, facts::unmet(entry, found, &left)?))).collect()
    }

    /// Every entry that bears on deals, with its place in the file.
    pub fn of_deals(&self) -> impl Iterator<Item = (usize, &Correction)> {
        self.entries.iter().enumerate().filter(|(_, entry)| entry.action.is_of_deal())
    }

    /// The places in the file of what was said of this article, in order.
    pub fn places_of(&self, article: &Article) -> Vec<usize> {
        let url = article.url.as_ref().map(|url| url.canonical().to_string());
        let keys = [url, Some(article.id.to_string())];
        let mut places: Vec<usize> =
            keys.iter().flatten().filter_map(|key| self.by_article.get(key)).flatten().copied().collect();
        places.sort_unstable();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::read_record;
    use crate::events::{read_corrected_facts, read_facts};

    const LINE: &str = r#"{"url": "http://a.example/1", "title": "", "text": "The Army awarded Larkfield Analytics Inc. a $40 million contract for AI software."}"#;

    fn corrected(toml: &str) -> Facts {
        let article = read_record(LINE).unwrap();
        let mut facts = read_facts(&article);
        Corrections::parse(toml).unwrap().apply(&article, &mut facts);
        facts
    }

    #[test]
    fn the_users_word_wins() {
        assert_eq!(corrected("").mentions.vendors.len(), 1);
        let head = "[[correction]]\narticle = 'http://a.example/1?utm_source=x'\n";
        let facts =
            corrected(&format!("{head}action = 'drop'\nkind = 'vendor'\nvalue = 'larkfield analytics'"));
        assert!(facts.mentions.vendors.is_empty());
        let facts = corrected(&format!("{head}action = 'drop'\nkind = 'amount'\nvalue = 'USD 40000000'"));
        assert!(facts.mentions.amounts.is_empty() && facts.events.iter().all(|e| e.value.is_none()));
        assert!(!corrected(&format!("{head}action = 'irrelevant'")).relevant);
        let other = "[[correction]]\narticle = 'http://a.example/2'\naction = 'irrelevant'";
        assert!(corrected(other).relevant);
    }

    /// The facts of a text read with the user's word on organisations.
    fn read(text: &str, toml: &str) -> Facts {
        let line = serde_json::json!({"title": "", "text": text}).to_string();
        let article = read_record(&line).unwrap();
        let corrections = Corrections::parse(toml).unwrap();
        let mut facts = read_corrected_facts(&article, &corrections);
        let once = facts.clone();
        corrections.apply(&article, &mut facts);
        assert_eq!(facts, once, "a second time changes nothing");
        facts
    }

    fn names(list: &[crate::entities::Organisation]) -> Vec<&str> {
        list.iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn another_name_is_read_as_the_organisation() {
        let text = "The DoWX awarded Larkfield Analytics Inc. a $40 million contract for AI software. Dowx Co. is elsewhere.";
        let toml = "[[correction]]\naction = 'alias'\nkind = 'agency'\nvalue = 'DoWX'\nof = 'us/dod'";
        assert!(!names(&read(text, "").mentions.agencies).contains(&"Department of Defense"));
        let facts = read(text, toml);
        assert_eq!(names(&facts.mentions.agencies), ["Department of Defense"]);
        assert_eq!(facts.mentions.agencies[0].mentions.len(), 1, "letters count in a short name");
        assert_eq!(facts.events[0].buyers[0].name, "Department of Defense");
    }

    #[test]
    fn an_organisation_is_put_on_its_side_or_taken_out() {
        let text =
            "The Army awarded a $40 million contract for AI software to Zorblat, which is based in Ohio.";
        let add = "[[correction]]\naction = 'add'\nkind = 'vendor'\nvalue = 'Zorblat'\n";
        let facts = read(text, add);
        assert_eq!(names(&facts.mentions.vendors), ["Zorblat"]);
        assert_eq!(facts.events[0].vendors[0].name, "Zorblat");
        let drop = add.replace("add", "drop");
        assert!(read(text, &drop).mentions.vendors.is_empty());
        assert!(read(text, &format!("{add}\n{drop}")).mentions.vendors.is_empty(), "the later word counts");
        let agency = add.replace("vendor", "agency").replace("Zorblat", "zorblat inc");
        assert!(read(text, &agency).mentions.vendors.is_empty());
    }

    const TWO: &str = r#"{"url": "http://a.example/1", "title": "", "text": "The Army awarded Larkfield Analytics Inc. a $40 million contract for AI software. On May 4, 2026, the Navy awarded Quillon Systems LLC a $7 million contract for machine learning."}"#;

    /// The events of [`TWO`] in words, corrected.
    fn events_of_two(toml: &str) -> Vec<String> {
        let article = read_record(TWO).unwrap();
        let corrections = Corrections::parse(toml).unwrap();
        let mut facts = read_corrected_facts(&article, &corrections);
        corrections.apply(&article, &mut facts);
        let once = facts.clone();
        corrections.apply(&article, &mut facts);
        assert_eq!(facts, once, "a second time changes nothing");
        let in_words = |event: &crate::events::Event| {
            let status = event.review_status().map_or("-", crate::events::ReviewStatus::as_str);
            let names =
                |orgs: &[OrgRef]| orgs.iter().map(|org| org.name.clone()).collect::<Vec<_>>().join("+");
            let value = event.value.as_ref().map(written_value).unwrap_or_default();
            format!(
                "{} {} {} {value} {status}",
                event.kind.as_str(),
                names(&event.buyers),
                names(&event.vendors)
            )
        };
        facts.events.iter().map(in_words).collect()
    }
    use crate::events::OrgRef;

    #[test]
    fn the_word_on_an_event_finds_it_by_its_name() {
        let entry = |value: &str, rest: &str| {
            format!("[[correction]]\narticle = 'http://a.example/1'\nvalue = '{value}'\n{rest}\n")
        };
        let accepted = "action = 'reviewed'\nverdict = 'accepted'";
        let (one, two) = (
            "award Army Larkfield Analytics USD 40000000 award -",
            "award Navy Quillon Systems USD 7000000 award -",
        );
        let reviewed = |event: &str, status: &str| event.replace(" -", &format!(" {status}"));
        for (toml, events) in [
            (String::new(), vec![one.to_owned(), two.to_owned()]),
            (entry("award: Quillon Systems", accepted), vec![one.to_owned(), reviewed(two, "accepted")]),
            // Two are called so: nothing is said of either.
            (entry("award", accepted), vec![one.to_owned(), two.to_owned()]),
            (entry("award: USD 7000000", "action = 'reviewed'\nverdict = 'dropped'"), vec![one.to_owned()]),
            (entry("award", "action = 'drop'\nkind = 'event'"), vec![]),
            (
                entry("award: Quillon Systems", "action = 'set'\nslot = 'value'\nto = '$9M ceiling'")
                    // The name holds although the sum is another now.
                    + &entry("award: Quillon Systems; USD 7000000", accepted),
                vec![
                    one.to_owned(),
                    reviewed(two, "corrected").replace("USD 7000000 award", "USD 9000000 ceiling"),
                ],
            ),
            (
                // Once the other is dropped, the kind alone is name enough.
                entry("award", accepted)
                    + &entry("award: Larkfield Analytics", "action = 'drop'\nkind = 'event'"),
                vec![reviewed(two, "accepted")],
            ),
            (
                entry(
                    "award: Larkfield Analytics",
                    "action = 'set'\nslot = 'buyers'\nto = 'us/dod/navy; The Zorb'",
                ),
                vec![reviewed(&one.replace("Army", "Navy+The Zorb"), "corrected"), two.to_owned()],
            ),
        ] {
            assert_eq!(events_of_two(&toml), events, "{toml}");
        }
    }

    #[test]
    fn what_an_entry_no_longer_meets_is_told() {
        let article = read_record(TWO).unwrap();
        let found = read_facts(&article);
        for (rest, why) in [
            ("action = 'drop'\nkind = 'vendor'\nvalue = 'Larkfield Analytics'", None),
            ("action = 'drop'\nkind = 'vendor'\nvalue = 'Zorblat'", Some(Unmet::Gone)),
            ("action = 'drop'\nkind = 'event'\nvalue = 'award'", None),
            ("action = 'drop'\nkind = 'event'\nvalue = 'protest'", Some(Unmet::Gone)),
            ("action = 'reviewed'\nverdict = 'unsure'\nvalue = 'award'", Some(Unmet::Several(2))),
            ("action = 'status'\nto = 'ended'\nvalue = 'award: Quillon Systems'", None),
            ("action = 'relevant'", Some(Unmet::Same)),
            ("action = 'irrelevant'", None),
        ] {
            let toml = format!("[[correction]]\narticle = 'http://a.example/1'\n{rest}");
            let unmet = Corrections::parse(&toml).unwrap().unmet(&article, &found);
            assert_eq!(unmet.first().map(|(_, why)| *why), why, "{rest}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (toml, words) in [
            ("[[correction]]\narticle = 'x'\naction = 'drop'", "give kind and value"),
            ("[[correction]]\narticle = 'x'\nacton = 'drop'", "line"),
            ("x", "line 1"),
            ("[[correction]]\naction = 'irrelevant'", "give the article"),
            ("[[correction]]\naction = 'drop'\nkind = 'amount'\nvalue = 'USD 1'", "give the article"),
            ("[[correction]]\naction = 'alias'\nkind = 'agency'\nvalue = 'X'", "give kind, value and of"),
            ("[[correction]]\naction = 'add'\nkind = 'vendor'\nvalue = 'X'\narticle = 'a'", "every article"),
            ("[[correction]]\naction = 'add'\nkind = 'vendor'\nvalue = ' '", "no letter or digit"),
            ("[[correction]]\naction = 'merge'\nvalue = 'award'", "give the article"),
            ("[[correction]]\naction = 'merge'\nvalue = 'award'\narticle = 'a'", "the other events in with"),
            (
                "[[correction]]\naction = 'part'\nvalue = 'award'\narticle = 'a'\nwith = ['b']",
                "the other events",
            ),
            (
                "[[correction]]\naction = 'status'\nvalue = 'award'\narticle = 'a'\nto = 'won'",
                "sought, awarded",
            ),
            (
                "[[correction]]\naction = 'value'\nvalue = 'award'\narticle = 'a'\nto = 'much'",
                "a sum with its role",
            ),
            (
                "[[correction]]\naction = 'set'\nvalue = 'award'\narticle = 'a'\nslot = 'date'\nto = 'soon'",
                "date takes",
            ),
            ("[[correction]]\naction = 'reviewed'\nvalue = 'award'\narticle = 'a'", "give a verdict"),
            ("[[correction]]\naction = 'reviewed'\nvalue = 'won'\narticle = 'a'", "give an event as value"),
        ] {
            let error = Corrections::parse(toml).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
