//! Which of several patterns may begin at a place of a text, told letter by letter for all of them at once.
//!
//! A deterministic automaton, cut off after a few letters: what it lets pass is tried by backtracking. Each of its nodes is
//! made when a text first leads there, as there are far more than news ever asks for.

use std::sync::OnceLock;

use super::program::{Program, Step};

/// A bit for each pattern.
pub(super) type Which = u128;

/// How many letters are looked at, at most.
const DEEPEST: usize = 10;

/// A class of more characters than this (`\w`, anything but a space) tells words apart no longer.
const WIDEST: u32 = 48;

/// A bit for each ASCII character that makes words, as `\b` has it.
const WORD: u128 = {
    let mut bits = 1 << b'_';
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            bits |= 1 << byte;
        }
        byte += 1;
    }
    bits
};

/// The same for each byte, quicker to ask.
const MAKES_WORDS: [bool; 256] = {
    let mut makes = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        makes[byte] = WORD >> byte & 1 == 1;
        byte += 1;
    }
    makes
};

/// Whether a byte makes words.
pub(super) fn is_word(byte: u8) -> bool {
    MAKES_WORDS[usize::from(byte)]
}

/// A step of a pattern that takes the next character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Thread {
    pattern: usize,
    step: usize,
    /// How many characters its run has taken.
    taken: u32,
    /// The ASCII characters that it can take here.
    ascii: u128,
    /// Whether it can take others.
    others: bool,
}

/// What stands before a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// The text begins there.
    Nothing,
    /// A character of words.
    Word,
    Other,
}

/// What is known of the next character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Any,
    /// One of words.
    Word,
    /// None of words, or none at all.
    Other,
}

/// For each ASCII character a number, nothing for none.
#[derive(Debug)]
struct Ways([u8; 128]);

impl Default for Ways {
    fn default() -> Self {
        Self([0; 128])
    }
}

/// All that the letters read so far may be the beginning of.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The patterns that may match whatever comes next.
    sure: Which,
    next: Box<[OnceLock<Box<Node>>]>,
    /// For each ASCII character which of `next` it leads to, counted from one; nothing where no pattern goes on.
    ways: Ways,
    /// Whether any of the three that `rest` begins with is of use.
    asks_on: bool,
    /// What is seldom asked, apart from what every step reads.
    rest: Box<Rest>,
}

/// What else is known of a node.
#[derive(Debug, Default)]
struct Rest {
    /// The patterns that may match before a character of words.
    before_word: Which,
    /// Those that may match where none of words comes next.
    before_other: Which,
    /// Those that may go on with a character beyond ASCII.
    beyond: Which,
    threads: Vec<Thread>,
}

impl Node {
    /// What patterns may begin with, given what stands before. One whose steps are not known may begin anywhere.
    pub fn root<'p>(programs: impl Iterator<Item = Option<&'p Program>>, before: Before) -> Self {
        let mut node = Self::default();
        for (pattern, program) in programs.enumerate() {
            match program {
                Some(program) => node.follow(program, pattern, 0, before),
                None => node.sure |= 1 << pattern,
            }
        }
        node.settle(0);
        node
    }

    /// The patterns that may begin at a place.
    pub fn at<'p>(
        &self,
        bytes: &[u8],
        place: usize,
        program: impl Fn(usize) -> Option<&'p Program>,
    ) -> Which {
        let mut node = self;
        let mut found = node.sure;
        for at in place.. {
            let byte = bytes.get(at).copied();
            if node.asks_on {
                let goes_on = byte.is_some_and(is_word);
                found |= if goes_on { node.rest.before_word } else { node.rest.before_other };
                found |= if byte.is_some_and(|byte| byte >= 128) { node.rest.beyond } else { 0 };
            }
            let Some(byte) = byte else { break };
            let way = node.ways.0.get(usize::from(byte)).map_or(0, |way| usize::from(*way));
            let Some(next) = node.next.get(way.wrapping_sub(1)) else { break };
            node = next.get_or_init(|| Box::new(node.after(byte, at + 1 - place, &program)));
            found |= node.sure;
        }
        found
    }

    /// The node that one more character leads to.
    fn after<'p>(&self, byte: u8, depth: usize, program: impl Fn(usize) -> Option<&'p Program>) -> Self {
        let mut node = Self::default();
        for thread in self.rest.threads.iter().filter(|thread| thread.ascii >> byte & 1 == 1) {
            let Some(program) = program(thread.pattern) else { continue };
            let before = if is_word(byte) { Before::Word } else { Before::Other };
            if let Step::Run { least, most, .. } = program.steps[thread.step] {
                // Beyond the least it only matters that there may be more.
                let taken = if most == u32::MAX { least.min(thread.taken + 1) } else { thread.taken + 1 };
                if taken < most {
                    node.take(program, Thread { taken, ..*thread }, Next::Any);
                }
                if taken < least {
                    continue;
                }
            }
            node.follow(program, thread.pattern, thread.step + 1, before);
        }
        node.settle(depth);
        node
    }

    /// Adds the steps that take the next character from a step on.
    fn follow(&mut self, program: &Program, pattern: usize, step: usize, before: Before) {
        let mut seen: Vec<(usize, Next)> = Vec::new();
        let mut open = vec![(step, Next::Any)];
        while let Some((step, next)) = open.pop() {
            if seen.contains(&(step, next)) {
                continue;
            }
            seen.push((step, next));
            match &program.steps[step] {
                Step::Set(_) => self.take(program, Thread::new(pattern, step), next),
                Step::Run { least, .. } => {
                    self.take(program, Thread::new(pattern, step), next);
                    if *least == 0 {
                        open.push((step + 1, next));
                    }
                }
                Step::Either(a, b) => open.extend([(*a, next), (*b, next)]),
                Step::Choice(choice) => open.extend(program.choices[*choice].all().map(|way| (way, next))),
                Step::Jump(to) => open.push((*to, next)),
                Step::Start if before != Before::Nothing => {}
                Step::LineStart if before == Before::Word => {}
                Step::Note(_) | Step::Start | Step::LineStart => open.push((step + 1, next)),
                Step::Boundary => {
                    let here = if before == Before::Word { Next::Other } else { Next::Word };
                    if next == Next::Any || next == here {
                        open.push((step + 1, here));
                    }
                }
                // Where a text ends is not asked here.
                Step::End => self.sure |= 1 << pattern,
                Step::Match => match next {
                    Next::Any => self.sure |= 1 << pattern,
                    Next::Word => self.rest.before_word |= 1 << pattern,
                    Next::Other => self.rest.before_other |= 1 << pattern,
                },
            }
        }
    }

    /// Adds a step that takes the next character.
    fn take(&mut self, program: &Program, thread: Thread, next: Next) {
        let set = match program.steps[thread.step] {
            Step::Set(set) | Step::Run { set, .. } => &program.sets[set],
            _ => return,
        };
        if set.ascii.count_ones() > WIDEST {
            self.sure |= 1 << thread.pattern;
            return;
        }
        let fitting = match next {
            Next::Any => u128::MAX,
            Next::Word => WORD,
            Next::Other => !WORD,
        };
        let others = set.has_others() && next != Next::Word;
        self.rest.threads.push(Thread { ascii: set.ascii & fitting, others, ..thread });
    }

    /// Finds out which characters lead on, once all steps are there.
    fn settle(&mut self, depth: usize) {
        if depth >= DEEPEST {
            self.rest.threads.drain(..).for_each(|thread| self.sure |= 1 << thread.pattern);
        }
        let sure = self.sure;
        self.rest.threads.retain(|thread| sure >> thread.pattern & 1 == 0);
        self.rest.threads.sort_unstable();
        self.rest.threads.dedup();
        for thread in self.rest.threads.iter().filter(|thread| thread.others) {
            self.rest.beyond |= 1 << thread.pattern;
        }
        self.asks_on = self.rest.before_word | self.rest.before_other | self.rest.beyond != 0;
        // Characters that the same steps take lead to the same node.
        let mut masks: Vec<u128> = self.rest.threads.iter().map(|thread| thread.ascii).collect();
        masks.sort_unstable();
        masks.dedup();
        let all = masks.iter().fold(0, |all, mask| all | mask);
        if all == 0 {
            return;
        }
        let mut parts = vec![all];
        for mask in masks.into_iter().filter(|mask| *mask != all) {
            let split = |part: u128| [part & mask, part & !mask].into_iter().filter(|part| *part != 0);
            parts = parts.into_iter().flat_map(split).collect();
        }
        for (number, part) in parts.iter().enumerate() {
            let mut left = *part;
            while left != 0 {
                self.ways.0[left.trailing_zeros() as usize] = number as u8 + 1;
                left &= left - 1;
            }
        }
        self.next = parts.iter().map(|_| OnceLock::new()).collect();
    }
}

impl Thread {
    fn new(pattern: usize, step: usize) -> Self {
        Self { pattern, step, taken: 0, ascii: 0, others: false }
    }
}
