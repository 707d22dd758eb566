//! How bash is answered.
//!
//! Bash cuts a line at colons and equal signs, so `vendor:pal` comes as three words, and only the last of them is put in
//! anew. The words are put together again before they are completed, and what stands before the cut is left out after. An
//! at sign comes as a word of its own and once more before the word after it.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::engine::complete;
use clap_complete::env::EnvCompleter;

use crate::cli::settings::completion_index;

/// What parts the ids and names of one answer from each other.
const BETWEEN: &str = "\u{b}";

/// Bash, as the program answers it.
#[derive(Clone, Copy, Debug)]
pub struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut script = Vec::new();
        clap_complete::env::Bash.write_registration(var, name, bin, completer, &mut script)?;
        // Behind a colon bash tells of an empty word, and the colon must not be lost for it.
        let script = String::from_utf8_lossy(&script).replace(
            "words[COMP_CWORD]=\"$2\"",
            "[[ \"${words[COMP_CWORD]}\" == [:=] ]] || words[COMP_CWORD]=\"$2\"",
        );
        out.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (words, index, cut) = put_together(words, completion_index());
        let found = complete(command, words, index, folder)?;
        for (place, candidate) in found.iter().enumerate() {
            let value = candidate.get_value().to_string_lossy();
            let value = value.get(cut..).unwrap_or_default();
            write!(out, "{}{value}", if place > 0 { BETWEEN } else { "" })?;
        }
        Ok(())
    }
}

/// The words up to the one that is completed, those that bash has cut put together; its place, and how many of its bytes
/// stand before the last cut.
fn put_together(words: Vec<OsString>, index: usize) -> (Vec<OsString>, usize, usize) {
    let is_cut = |word: &OsString| {
        word.to_str().is_some_and(|word| !word.is_empty() && word.chars().all(|c| matches!(c, ':' | '=')))
    };
    let mut whole: Vec<OsString> = Vec::new();
    let (mut goes_on, mut cut) = (false, 0);
    let last = index.min(words.len().saturating_sub(1));
    for (place, word) in words.into_iter().take(last + 1).enumerate() {
        let joins = is_cut(&word);
        let is_at_sign = whole.last().is_some_and(|before| before == "@");
        if is_at_sign && word.to_str().is_some_and(|word| word.starts_with('@')) {
            whole.pop();
        }
        if let Some(before) = whole.last_mut().filter(|_| place > 1 && (goes_on || joins)) {
            cut = before.len() + if joins { word.len() } else { 0 };
            before.push(&word);
        } else {
            cut = 0;
            whole.push(word);
        }
        goes_on = joins;
    }
    let index = whole.len().saturating_sub(1);
    (whole, index, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_words_are_put_together() {
        for (words, index, expected, cut) in [
            (
                &["awardwire", "search", "vendor", ":", "pal"][..],
                4,
                &["awardwire", "search", "vendor:pal"][..],
                7,
            ),
            (&["awardwire", "search", "vendor", ":"], 3, &["awardwire", "search", "vendor:"], 7),
            (&["awardwire", "deals", "--agency", "=", "def"], 4, &["awardwire", "deals", "--agency=def"], 9),
            (&["awardwire", "profile", "pal", "later"], 2, &["awardwire", "profile", "pal"], 0),
            (
                &["awardwire", "deals", "--vendor", "@", "@acc"],
                4,
                &["awardwire", "deals", "--vendor", "@acc"],
                0,
            ),
            (&["awardwire", ""], 1, &["awardwire", ""], 0),
            (&["awardwire", "search", "a", ":", "b", "c"], 5, &["awardwire", "search", "a:b", "c"], 0),
            (&[], 3, &[], 0),
        ] {
            let words = words.iter().map(OsString::from).collect();
            let (whole, at, bytes) = put_together(words, index);
            assert_eq!(whole, expected.iter().map(OsString::from).collect::<Vec<_>>());
            assert_eq!((at, bytes), (expected.len().saturating_sub(1), cut), "{expected:?}");
        }
    }
}
