//! A pattern as steps, and what each place of it may go on with.

use std::sync::Arc;

use super::syntax::{First, Node, Set, parse};

/// One step. Numbers are places of steps.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// One character of a class.
    Set(usize),
    /// Characters of a class, at least and at most so many.
    Run {
        set: usize,
        least: u32,
        most: u32,
        is_lazy: bool,
        is_final: bool,
    },
    /// The first of two that fits.
    Either(usize, usize),
    /// The first of several that fits, by the next byte.
    Choice(usize),
    Jump(usize),
    /// Notes the place: twice the number of a group at its beginning, one more at its end.
    Note(usize),
    Boundary,
    Start,
    LineStart,
    End,
    Match,
}

/// Which of several ways may fit, by the next byte: a list of them for each ASCII character, for all others (128), and for
/// the end of the text (129).
#[derive(Clone, Debug)]
pub(super) struct Choice {
    lists: Vec<Vec<u32>>,
    of: [u8; 130],
}

impl Choice {
    /// The ways that may fit before `next`.
    pub fn ways(&self, next: Option<u8>) -> &[u32] {
        let list = self.of[next.map_or(129, |byte| usize::from(byte.min(128)))];
        self.lists.get(usize::from(list)).map_or(&[], Vec::as_slice)
    }

    /// Every way that may fit before anything.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        let mut all: Vec<usize> = self.lists.iter().flatten().map(|way| *way as usize).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }
}

/// The steps of a pattern.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    pub sets: Vec<Set>,
    pub choices: Vec<Choice>,
    pub firsts: Vec<First>,
    /// The names of groups, empty where they have none; the first is the whole.
    pub groups: Arc<[String]>,
    /// For each step the letter that it takes, and how many steps from it on take one letter each.
    pub letters: Vec<([u8; 2], usize)>,
    waiting: Vec<(usize, Vec<usize>)>,
    /// The first step whose `firsts` are known.
    known_from: usize,
}

/// More steps than any pattern of the program has.
const MOST_STEPS: usize = 6000;

impl Program {
    /// The steps of a pattern; `None` where it uses what is not known here.
    pub fn of(pattern: &str) -> Option<Self> {
        let mut program = Self::default();
        let (node, groups) = parse(pattern)?;
        program.groups = groups.into();
        program.put(&node)?;
        program.steps.push(Step::Match);
        program.letters = vec![([0; 2], 0); program.steps.len()];
        for at in (0..program.steps.len()).rev() {
            if let Step::Set(set) = program.steps[at]
                && let Some(letter) = program.sets[set].letter()
            {
                let after = program.letters.get(at + 1).map_or(0, |(_, count)| *count);
                program.letters[at] = (letter, after + 1);
            }
        }
        // From the last step to the first: what follows is mostly known already.
        let count = program.steps.len();
        let mut seen = vec![0; count];
        program.firsts = vec![First::default(); count];
        program.known_from = count;
        for at in (0..count).rev() {
            program.firsts[at] = program.first(at, at + 1, &mut seen);
            program.known_from = at;
        }
        for at in 0..program.steps.len() {
            if let Step::Run { set, is_lazy: false, .. } = program.steps[at] {
                let is_apart = program.sets[set].is_apart(&program.firsts[at + 1]);
                if let Step::Run { is_final, .. } = &mut program.steps[at] {
                    *is_final = is_apart;
                }
            }
        }
        for (at, ways) in std::mem::take(&mut program.waiting) {
            program.steps[at] = Step::Choice(program.choices.len());
            let choice = program.choice(&ways);
            program.choices.push(choice);
        }
        Some(program)
    }

    fn put(&mut self, node: &Node) -> Option<()> {
        if self.steps.len() > MOST_STEPS {
            return None;
        }
        match node {
            Node::Set(set) => {
                let set = self.set(set);
                self.steps.push(Step::Set(set));
            }
            Node::Row(row) => row.iter().try_for_each(|node| self.put(node))?,
            Node::Group(number, node) => {
                self.steps.push(Step::Note(number * 2));
                self.put(node)?;
                self.steps.push(Step::Note(number * 2 + 1));
            }
            Node::Boundary => self.steps.push(Step::Boundary),
            Node::Start => self.steps.push(Step::Start),
            Node::LineStart => self.steps.push(Step::LineStart),
            Node::End => self.steps.push(Step::End),
            // A choice has a bit for each way.
            Node::Either(all) if all.len() > 128 => return None,
            Node::Either(all) => {
                let at = self.steps.len();
                self.steps.push(Step::Match);
                let (mut ways, mut ends) = (Vec::new(), Vec::new());
                for one in all {
                    ways.push(self.steps.len());
                    self.put(one)?;
                    ends.push(self.steps.len());
                    self.steps.push(Step::Match);
                }
                let end = self.steps.len();
                for jump in ends {
                    self.steps[jump] = Step::Jump(end);
                }
                self.steps[at] = Step::Choice(usize::MAX);
                self.waiting.push((at, ways));
            }
            Node::Repeat { node, least, most, is_lazy } => self.repeat(node, *least, *most, *is_lazy)?,
        }
        Some(())
    }

    fn set(&mut self, set: &Set) -> usize {
        self.sets.iter().position(|known| known == set).unwrap_or_else(|| {
            self.sets.push(set.clone());
            self.sets.len() - 1
        })
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, is_lazy: bool) -> Option<()> {
        if let Node::Set(set) = node {
            let set = self.set(set);
            let most = most.unwrap_or(u32::MAX);
            self.steps.push(Step::Run { set, least, most, is_lazy, is_final: false });
            return Some(());
        }
        for _ in 0..least {
            self.put(node)?;
        }
        let either =
            |on: usize, out: usize| if is_lazy { Step::Either(out, on) } else { Step::Either(on, out) };
        let Some(most) = most else {
            let at = self.steps.len();
            self.steps.push(Step::Match);
            self.put(node)?;
            if is_nullable(node) {
                return None;
            }
            self.steps.push(Step::Jump(at));
            self.steps[at] = either(at + 1, self.steps.len());
            return Some(());
        };
        let mut places = Vec::new();
        for _ in least..most {
            places.push(self.steps.len());
            self.steps.push(Step::Match);
            self.put(node)?;
        }
        for at in places {
            self.steps[at] = either(at + 1, self.steps.len());
        }
        Some(())
    }

    /// What may follow from a step on. `seen` holds `mark` where a step has been visited.
    fn first(&self, at: usize, mark: usize, seen: &mut [usize]) -> First {
        if at >= self.known_from {
            return self.firsts[at];
        }
        if std::mem::replace(&mut seen[at], mark) == mark {
            return First::default();
        }
        let mut join = |ways: &[usize]| {
            ways.iter().fold(First::default(), |all, way| {
                let one = self.first(*way, mark, seen);
                First {
                    ascii: all.ascii | one.ascii,
                    others: all.others | one.others,
                    end: all.end | one.end,
                }
            })
        };
        let of = |set: usize| {
            let set = &self.sets[set];
            First { ascii: set.ascii, others: set.has_others(), end: false }
        };
        match &self.steps[at] {
            Step::Set(set) => of(*set),
            Step::Run { set, least, .. } => {
                let own = of(*set);
                if *least > 0 {
                    return own;
                }
                let rest = join(&[at + 1]);
                First { ascii: own.ascii | rest.ascii, others: own.others | rest.others, end: rest.end }
            }
            Step::Either(a, b) => join(&[*a, *b]),
            Step::Choice(_) => {
                let ways =
                    self.waiting.iter().find(|(place, _)| *place == at).map(|(_, ways)| ways.as_slice());
                join(ways.unwrap_or_default())
            }
            Step::Jump(to) => join(&[*to]),
            Step::Boundary | Step::Start | Step::LineStart | Step::Note(_) => join(&[at + 1]),
            Step::End | Step::Match => First { ascii: u128::MAX, others: true, end: true },
        }
    }

    fn choice(&self, ways: &[usize]) -> Choice {
        // A bit for each way, for each byte.
        let mut fitting = [0_u128; 130];
        for (number, way) in ways.iter().enumerate() {
            let (first, bit) = (&self.firsts[*way], 1_u128 << number);
            let mut bytes = first.ascii;
            while bytes != 0 {
                fitting[bytes.trailing_zeros() as usize] |= bit;
                bytes &= bytes - 1;
            }
            fitting[128] |= if first.others { bit } else { 0 };
            fitting[129] |= if first.end { bit } else { 0 };
        }
        let mut known: Vec<u128> = Vec::new();
        let mut choice = Choice { lists: Vec::new(), of: [0; 130] };
        for (list, fitting) in choice.of.iter_mut().zip(fitting) {
            let place = known.iter().position(|known| *known == fitting).unwrap_or_else(|| {
                known.push(fitting);
                known.len() - 1
            });
            *list = place as u8;
        }
        let list = |fitting: &u128| {
            let fits = |(number, _): &(usize, &usize)| fitting >> number & 1 == 1;
            ways.iter().enumerate().filter(fits).map(|(_, way)| *way as u32).collect()
        };
        choice.lists = known.iter().map(list).collect();
        choice
    }
}

/// Whether a part may fit nothing.
fn is_nullable(node: &Node) -> bool {
    match node {
        Node::Set(_) => false,
        Node::Row(row) => row.iter().all(is_nullable),
        Node::Either(all) => all.iter().any(is_nullable),
        Node::Group(_, node) => is_nullable(node),
        Node::Repeat { node, least, .. } => *least == 0 || is_nullable(node),
        Node::Boundary | Node::Start | Node::LineStart | Node::End => true,
    }
}
