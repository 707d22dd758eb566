//! Numbered menus on a terminal.

use std::io::{self, BufRead as _};

use crate::cli::ending::Ending;
use crate::cli::output::eprint_line;

/// So many answers that cannot be read end it.
const TRIES: usize = 3;

/// Asks which of several are wanted; gives back their places. An empty answer is the first, or all of them where `all`.
pub fn choose(question: &str, choices: &[String], all: bool) -> Result<Vec<usize>, Ending> {
    let default = if all { "all" } else { "1" };
    eprint_line(question);
    for (n, choice) in choices.iter().enumerate() {
        eprint_line(&format!("  {:>2}  {choice}", n + 1));
    }
    for _ in 0..TRIES {
        eprint_line(&format!("numbers or names, parted by commas, or all [{default}]:"));
        match chosen(&answer()?, default, choices) {
            Ok(places) => return Ok(places),
            Err(why) => eprint_line(&why),
        }
    }
    Err(Ending::usage("no choice was made; nothing was changed"))
}

/// A line that the user types.
pub fn answer() -> Result<String, Ending> {
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Err(Ending::usage("no answer was given; nothing was changed"));
    }
    Ok(line.trim().to_owned())
}

/// The places that an answer names, in order and each once: by number from 1, by the first word of a choice, or all.
fn chosen(answer: &str, default: &str, choices: &[String]) -> Result<Vec<usize>, String> {
    let answer = if answer.is_empty() { default } else { answer };
    if answer.eq_ignore_ascii_case("all") {
        return Ok((0..choices.len()).collect());
    }
    let mut places = Vec::new();
    for word in answer.split([',', ' ', ';']).filter(|word| !word.is_empty()) {
        let by_number =
            word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < choices.len());
        let is_meant =
            |choice: &String| choice.split(' ').next().is_some_and(|name| name.eq_ignore_ascii_case(word));
        let place = by_number.or_else(|| choices.iter().position(is_meant));
        places.push(place.ok_or_else(|| format!("{word:?} is none of them: write 1 to {}", choices.len()))?);
    }
    places.sort_unstable();
    places.dedup();
    if places.is_empty() { Err("nothing was chosen".to_owned()) } else { Ok(places) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_numbers_names_or_all() {
        let choices = ["us  8 ready", "uk  10 ready", "eu  1 ready"].map(str::to_owned);
        for (answer, expected) in [
            ("", Some(vec![0])),
            ("all", Some(vec![0, 1, 2])),
            ("2", Some(vec![1])),
            ("3, UK 3", Some(vec![1, 2])),
            ("us;eu", Some(vec![0, 2])),
            ("0", None),
            ("4", None),
            ("mars", None),
            (",", None),
            ("-1", None),
        ] {
            assert_eq!(chosen(answer, "1", &choices).ok(), expected, "{answer:?}");
        }
    }
}
