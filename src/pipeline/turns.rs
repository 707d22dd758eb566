//! Work of several threads that comes together again in order.

use std::sync::{Condvar, Mutex, PoisonError};

/// Whose turn it is: first the one with place 0, then the others one after the other.
#[derive(Debug, Default)]
pub struct Turns {
    next: Mutex<usize>,
    passed: Condvar,
}

/// A place in the row. Every place must be taken once, and what takes it must not wait for a later one: those after it come
/// when it is dropped.
#[derive(Debug)]
pub struct Turn<'t> {
    turns: &'t Turns,
    place: usize,
}

impl Turns {
    /// Takes a place.
    pub fn take(&self, place: usize) -> Turn<'_> {
        Turn { turns: self, place }
    }
}

impl Turn<'_> {
    /// Waits until all before it are done.
    pub fn wait(&self) {
        let mut next = self.turns.next.lock().unwrap_or_else(PoisonError::into_inner);
        while *next < self.place {
            next = self.turns.passed.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // Also where it gave up, by an error or a panic: those after it must not wait for ever.
        self.wait();
        *self.turns.next.lock().unwrap_or_else(PoisonError::into_inner) = self.place + 1;
        self.turns.passed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::read_in_order;

    #[test]
    fn each_waits_for_those_before_it_whatever_they_end_with() {
        let (turns, told) = (Turns::default(), Mutex::new(Vec::new()));
        let work = |place: usize| {
            let turn = turns.take(place);
            if place % 3 == 1 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_micros((7 - place as u64 % 7) * 50));
            turn.wait();
            told.lock().unwrap().push(place);
        };
        read_in_order(0..200, work, |()| Ok::<(), ()>(())).unwrap();
        let told = told.into_inner().unwrap();
        assert_eq!(told, (0..200).filter(|place| place % 3 != 1).collect::<Vec<_>>());
    }
}
