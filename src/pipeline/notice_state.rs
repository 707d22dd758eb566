//! Where the reading of a service stands: which days are taken, and the question that comes next.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::Address;
use crate::sources::{Ask, Service, Window};

/// Days before the last one taken that are asked for again: services add records to days that are over.
const OVERLAP_DAYS: i32 = 2;

/// Where it stands with one source. Kept in the library beside the records of each answer, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    /// The address in the catalog: with another one it begins anew.
    of: Address,
    /// The days that were taken whole.
    taken: Option<Window>,
    /// The days in hand, and the next question about them.
    open: Option<(Window, Ask)>,
}

impl Standing {
    /// The name of the cursor of a source.
    pub(super) fn cursor(source: &str) -> String {
        format!("source pages: {source}")
    }

    /// Before anything was asked.
    pub(super) fn new(of: &Address) -> Self {
        Self { of: of.clone(), taken: None, open: None }
    }

    /// The question to ask now for records of these days, with `known`, where it stood before.
    pub(super) fn begin(known: Option<Self>, of: &Address, service: &dyn Service, wanted: Window) -> Self {
        let mut standing = known.filter(|known| known.of == *of).unwrap_or_else(|| Self::new(of));
        // What was begun is ended first, unless more is wanted.
        if standing.open.as_ref().is_none_or(|(window, _)| wanted.since < window.since) {
            let window = standing.rest_of(wanted);
            standing.open = Some((window, service.first(window)));
        }
        standing
    }

    /// What of the wanted days is to be asked for: all of them, or those that came since.
    fn rest_of(&self, wanted: Window) -> Window {
        let again = self.taken.filter(|taken| taken.since <= wanted.since).and_then(|taken| {
            let since = taken.until.checked_sub(OVERLAP_DAYS.days()).ok()?;
            Some(since.max(wanted.since).min(wanted.until))
        });
        Window { since: again.unwrap_or(wanted.since), until: wanted.until }
    }

    /// The days in hand and the next question.
    pub(super) fn now(&self) -> Option<&(Window, Ask)> {
        self.open.as_ref()
    }

    /// Asks for the days in hand from their first question on.
    pub(super) fn begin_anew(&mut self, service: &dyn Service) {
        if let Some((window, ask)) = &mut self.open {
            *ask = service.first(*window);
        }
    }

    /// After an answer: `next` is the question for what follows it. With none the days in hand are taken; if there are
    /// later ones, they are next.
    pub(super) fn advance(&mut self, next: Option<Ask>, service: &dyn Service, wanted: Window) {
        let Some((window, _)) = self.open.take() else { return };
        if let Some(next) = next {
            self.open = Some((window, next));
            return;
        }
        let joined = self.taken.filter(|taken| taken.until >= window.since && taken.since <= window.until);
        self.taken = Some(joined.map_or(window, |taken| Window {
            since: taken.since.min(window.since),
            until: taken.until.max(window.until),
        }));
        if window.until < wanted.until {
            let rest = self.rest_of(Window { since: wanted.since.max(window.since), ..wanted });
            self.open = Some((rest, service.first(rest)));
        }
    }
}

/// The days from one on to today.
pub(super) fn days_until(since: Date, today: Date) -> Window {
    Window { since: since.min(today), until: today }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::civil::date;

    use super::*;
    use crate::fetch::Fetched;
    use crate::sources::{AnswerPage, ListingError};

    struct Days;

    impl Service for Days {
        fn first(&self, window: Window) -> Ask {
            ask(&format!("{}..{}", window.since, window.until))
        }
        fn read(&self, _: &Ask, _: Window, _: &Fetched) -> Result<AnswerPage, ListingError> {
            unimplemented!("not asked in these tests")
        }
        fn pause(&self) -> Option<Duration> {
            None
        }
        fn gives_all(&self) -> bool {
            true
        }
    }

    fn ask(words: &str) -> Ask {
        Ask { address: Address::parse(&format!("https://api.example/{words}")).unwrap(), body: None }
    }

    fn question(standing: &Standing) -> String {
        standing.now().map_or_else(|| "-".to_owned(), |(_, ask)| ask.address.url().path()[1..].to_owned())
    }

    #[test]
    fn days_are_taken_once_and_what_was_begun_is_ended() {
        let of = Address::parse("https://api.example/").unwrap();
        let june = days_until(date(2026, 6, 1), date(2026, 6, 30));
        let mut standing = Standing::begin(None, &of, &Days, june);
        assert_eq!(question(&standing), "2026-06-01..2026-06-30");
        standing.advance(Some(ask("page2")), &Days, june);
        // Stopped here; three days later it goes on with the second page, then with what came since.
        let later = days_until(date(2026, 6, 4), date(2026, 7, 3));
        let mut standing = Standing::begin(Some(standing), &of, &Days, later);
        assert_eq!(question(&standing), "page2");
        standing.advance(None, &Days, later);
        assert_eq!(question(&standing), "2026-06-28..2026-07-03");
        standing.advance(None, &Days, later);
        assert_eq!(question(&standing), "-");
        // The next day only what is new; when more is wanted, all of it; at another address, anew.
        let next = days_until(date(2026, 6, 5), date(2026, 7, 4));
        assert_eq!(
            question(&Standing::begin(Some(standing.clone()), &of, &Days, next)),
            "2026-07-01..2026-07-04"
        );
        let more = days_until(date(2026, 1, 1), date(2026, 7, 4));
        assert_eq!(
            question(&Standing::begin(Some(standing.clone()), &of, &Days, more)),
            "2026-01-01..2026-07-04"
        );
        let other = Address::parse("https://api.example/?x").unwrap();
        assert_eq!(question(&Standing::begin(Some(standing), &other, &Days, next)), "2026-06-05..2026-07-04");
    }
}
