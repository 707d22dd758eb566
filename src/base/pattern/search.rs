//! One try of a pattern at one place, by backtracking.

use super::program::{Program, Step};
use super::syntax::Set;

/// Steps beyond which another engine is quicker.
const MOST: usize = 20_000;

/// The pattern goes on for too long.
#[derive(Debug)]
pub(super) struct TooLong;

/// What to try next where the present way fails.
#[derive(Clone, Copy)]
struct Way {
    step: u32,
    at: u32,
    /// Of a run: where it has taken the least it may take (greedy), or how many more it may take (lazy).
    left: u32,
}

/// Room for the ways of one try after the other.
#[derive(Default)]
pub(super) struct Ways(Vec<Way>);

/// Of a way that is no run.
const PLAIN: u32 = u32::MAX;

/// A way that only puts back what was noted of a group before.
const NOTE: u32 = u32::MAX;

/// Where a match that begins at `start` ends. `notes` are the places of groups, twice as many as there are; none where
/// nobody asks for them.
pub(super) fn end(
    program: &Program,
    text: &str,
    start: usize,
    notes: &mut [Option<u32>],
    Ways(ways): &mut Ways,
) -> Result<Option<usize>, TooLong> {
    let bytes = text.as_bytes();
    ways.clear();
    let (mut step, mut at) = (0, start);
    let mut taken = 0;
    loop {
        taken += 1;
        if taken > MOST {
            return Err(TooLong);
        }
        let fits = match &program.steps[step] {
            Step::Set(_) if program.letters[step].1 > 1 => {
                let count = program.letters[step].1;
                let here = bytes.get(at..at + count).unwrap_or_default();
                let word = &program.letters[step..step + count];
                let fits = !here.is_empty()
                    && here.iter().zip(word).all(|(byte, (letter, _))| letter.contains(byte));
                at += count;
                step += count;
                fits
            }
            Step::Set(set) => match one(&program.sets[*set], text, at) {
                Some(length) => {
                    at += length;
                    step += 1;
                    true
                }
                None => false,
            },
            Step::Run { set, least, most, is_lazy, is_final } => {
                let set = &program.sets[*set];
                let goal = if *is_lazy { *least } else { *most };
                let (mut count, mut low, mut to) = (0, at, at);
                while count < goal
                    && let Some(length) = one(set, text, to)
                {
                    to += length;
                    count += 1;
                    if count == *least {
                        low = to;
                    }
                }
                taken += count as usize / 8;
                at = to;
                if count < *least {
                    false
                } else {
                    if *is_lazy {
                        if most > least {
                            ways.push(Way {
                                step: step as u32,
                                at: to as u32,
                                left: (most - least).min(PLAIN - 1),
                            });
                        }
                    } else if !is_final && to > low {
                        ways.push(Way { step: step as u32, at: to as u32, left: low as u32 });
                    }
                    step += 1;
                    true
                }
            }
            Step::Either(a, b) => {
                let next = bytes.get(at).copied();
                match (may(program, *a, next), may(program, *b, next)) {
                    (true, true) => {
                        ways.push(Way { step: *b as u32, at: at as u32, left: PLAIN });
                        step = *a;
                        true
                    }
                    (true, false) => {
                        step = *a;
                        true
                    }
                    (false, true) => {
                        step = *b;
                        true
                    }
                    (false, false) => false,
                }
            }
            Step::Choice(choice) => {
                let list = program.choices[*choice].ways(bytes.get(at).copied());
                match list.split_first() {
                    Some((first, rest)) => {
                        ways.extend(rest.iter().rev().map(|way| Way {
                            step: *way,
                            at: at as u32,
                            left: PLAIN,
                        }));
                        step = *first as usize;
                        true
                    }
                    None => false,
                }
            }
            Step::Jump(to) => {
                step = *to;
                true
            }
            Step::Note(slot) => {
                if let Some(note) = notes.get_mut(*slot) {
                    let before = note.replace(at as u32).map_or(PLAIN, |before| before);
                    ways.push(Way { step: NOTE, at: before, left: *slot as u32 });
                }
                step += 1;
                true
            }
            Step::Boundary => {
                step += 1;
                is_boundary(bytes, at)
            }
            Step::Start => {
                step += 1;
                at == 0
            }
            Step::LineStart => {
                step += 1;
                at == 0 || bytes.get(at - 1) == Some(&b'\n')
            }
            Step::End => {
                step += 1;
                at == bytes.len()
            }
            Step::Match => return Ok(Some(at)),
        };
        if fits {
            continue;
        }
        match back(program, text, ways, notes) {
            Some((to, place)) => (step, at) = (to, place),
            None => return Ok(None),
        }
    }
}

/// The next way to try: a step and a place.
fn back(
    program: &Program,
    text: &str,
    ways: &mut Vec<Way>,
    notes: &mut [Option<u32>],
) -> Option<(usize, usize)> {
    loop {
        let way = ways.pop()?;
        if way.step == NOTE {
            notes[way.left as usize] = Some(way.at).filter(|at| *at != PLAIN);
            continue;
        }
        let (step, at) = (way.step as usize, way.at as usize);
        let Step::Run { set, is_lazy, .. } = &program.steps[step] else { return Some((step, at)) };
        if way.left == PLAIN {
            return Some((step, at));
        }
        if *is_lazy {
            let Some(length) = one(&program.sets[*set], text, at) else { continue };
            if way.left > 1 {
                ways.push(Way { step: way.step, at: (at + length) as u32, left: way.left - 1 });
            }
            return Some((step + 1, at + length));
        }
        let mut less = at - 1;
        while !text.is_char_boundary(less) {
            less -= 1;
        }
        if less > way.left as usize {
            ways.push(Way { step: way.step, at: less as u32, left: way.left });
        }
        return Some((step + 1, less));
    }
}

fn may(program: &Program, step: usize, next: Option<u8>) -> bool {
    let first = &program.firsts[step];
    match next {
        None => first.end,
        Some(byte) if byte < 128 => first.ascii >> byte & 1 == 1,
        Some(_) => first.others,
    }
}

/// The length of the character at a place, if the class has it.
fn one(set: &Set, text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at)? {
        byte if *byte < 128 => set.has_byte(*byte).then_some(1),
        _ => {
            let c = text.get(at..)?.chars().next()?;
            set.has(c).then_some(c.len_utf8())
        }
    }
}

/// Whether a word of ASCII begins or ends at a place.
pub(super) fn is_boundary(bytes: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    is_word(at.checked_sub(1).and_then(|i| bytes.get(i))) != is_word(bytes.get(at))
}
