//! The walk of `awardwire review`: one event after the other, one line read for each.

use std::io::{self, BufRead, Write};

use awardwire::library::{ReviewItem, Verdict};
use awardwire::pipeline::{FactFix, FixNote, Fixed, Folder, PipelineError, fix_fact};

use crate::cli::ending::Ending;
use crate::cli::fix::slot_of;
use crate::cli::output::{count, eprint_line};
use crate::cli::review::print;
use crate::cli::settings::Settings;

const KEYS: &str = "accept, correct, drop, unsure, skip, quit [a/c/d/u/s/q/?] ";
const HELP: &str = "  a  it is right, and counts from now on
  c  it is right but for a slot: asks for slots, or `c value $40M ceiling` at once
  d  it is wrong, and goes
  u  it cannot be told; it is not asked again
  s  ask another time
  q  end here; what was said stays said
What stands after a, d or u is kept as the reason.";
const SLOTS: &str = "slot and what it is, such as `value $40M ceiling` (type, buyers, vendors, value, date, certainty); an empty line ends ";

/// What was said so far.
#[derive(Default)]
struct Tally {
    fixes: Vec<Fixed>,
    accepted: usize,
    corrected: usize,
    dropped: usize,
    unsure: usize,
}

/// What a line of the user's asks for.
enum Answer<'a> {
    Verdict(Verdict, &'a str),
    Correct(&'a str),
    Skip,
    Quit,
    Help,
}

/// Asks for each event in turn; what is said is written at once. An end of the input is the end of the walk.
pub fn walk(
    folder: &Folder,
    items: &[ReviewItem],
    total: usize,
    note: &FixNote,
    settings: &Settings,
) -> Result<Vec<Fixed>, Ending> {
    let mut lines = io::stdin().lock().lines();
    let mut tally = Tally::default();
    'items: for (place, item) in items.iter().enumerate() {
        let mut out = io::stdout().lock();
        writeln!(out, "{}", settings.stdout.faint(&format!("{} of {total}", place + 1)))?;
        print(item, settings.stdout, &mut out)?;
        out.flush()?;
        drop(out);
        loop {
            let Some(line) = ask(KEYS, &mut lines)? else { break 'items };
            match answer(&line) {
                None | Some(Answer::Help) => eprint_line(HELP),
                Some(Answer::Skip) => break,
                Some(Answer::Quit) => break 'items,
                Some(Answer::Verdict(verdict, reason)) => {
                    let note = with_reason(note, reason);
                    let fix = FactFix::Reviewed(item.ordinal, verdict);
                    if let Some(fixed) = written(folder, item, &fix, &note)? {
                        tally.note(fixed, verdict);
                        break;
                    }
                }
                Some(Answer::Correct(first)) => {
                    let set = correct(folder, item, first, note, &mut lines)?;
                    if !set.is_empty() {
                        tally.corrected += 1;
                        tally.fixes.extend(set);
                        break;
                    }
                }
            }
        }
    }
    settings.say(&tally.in_words(total));
    Ok(tally.fixes)
}

/// Reads slots and what they are until a line is empty; what was given with the letter comes first.
fn correct(
    folder: &Folder,
    item: &ReviewItem,
    first: &str,
    note: &FixNote,
    lines: &mut impl Iterator<Item = io::Result<String>>,
) -> Result<Vec<Fixed>, Ending> {
    let mut set = Vec::new();
    let mut given = Some(first.to_owned()).filter(|first| !first.is_empty());
    let is_alone = given.is_some();
    loop {
        let line = match given.take() {
            Some(line) => line,
            // What was given with the letter is all, unless it could not be understood.
            None if is_alone && !set.is_empty() => return Ok(set),
            None => match ask(SLOTS, lines)? {
                Some(line) if !line.trim().is_empty() => line,
                _ => return Ok(set),
            },
        };
        let (slot, to) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        match slot_of(slot) {
            Ok(slot) => {
                let fix = FactFix::Set(item.ordinal, slot, to.trim().to_owned());
                set.extend(written(folder, item, &fix, note)?);
            }
            Err(_) => eprint_line("no such slot: type, buyers, vendors, value, date or certainty"),
        }
    }
}

/// Writes what was said; what cannot be said is told, and asked again.
fn written(
    folder: &Folder,
    item: &ReviewItem,
    fix: &FactFix,
    note: &FixNote,
) -> Result<Option<Fixed>, Ending> {
    match fix_fact(folder, item.article.as_str(), fix, note) {
        Ok(fixed) => Ok(Some(fixed)),
        Err(PipelineError::Correction(why)) => {
            eprint_line(&awardwire::base::printable(&why));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn ask(
    question: &str,
    lines: &mut impl Iterator<Item = io::Result<String>>,
) -> Result<Option<String>, Ending> {
    // A stderr that is closed is nobody's business.
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question}");
    let _ = err.flush();
    drop(err);
    Ok(lines.next().transpose()?)
}

fn answer(line: &str) -> Option<Answer<'_>> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    Some(match word.to_lowercase().as_str() {
        "a" | "accept" | "y" | "yes" => Answer::Verdict(Verdict::Accepted, rest),
        "d" | "drop" => Answer::Verdict(Verdict::Dropped, rest),
        "u" | "unsure" => Answer::Verdict(Verdict::Unsure, rest),
        "c" | "correct" => Answer::Correct(rest),
        "s" | "skip" => Answer::Skip,
        "q" | "quit" => Answer::Quit,
        "?" | "h" | "help" => Answer::Help,
        _ => return None,
    })
}

fn with_reason(note: &FixNote, reason: &str) -> FixNote {
    let told: String = reason.chars().filter(|c| !c.is_control()).take(1_000).collect();
    let told = Some(told).filter(|told| !told.is_empty());
    FixNote { reason: told.or_else(|| note.reason.clone()), ..note.clone() }
}

impl Tally {
    fn note(&mut self, fixed: Fixed, verdict: Verdict) {
        self.fixes.push(fixed);
        match verdict {
            Verdict::Accepted => self.accepted += 1,
            Verdict::Corrected => self.corrected += 1,
            Verdict::Dropped => self.dropped += 1,
            Verdict::Unsure => self.unsure += 1,
        }
    }

    fn in_words(&self, total: usize) -> String {
        let said = self.accepted + self.corrected + self.dropped + self.unsure;
        format!(
            "\n{} accepted, {} corrected, {} dropped, {} unsure; {} left",
            self.accepted,
            self.corrected,
            self.dropped,
            self.unsure,
            count(total.saturating_sub(said), "event")
        )
    }
}
