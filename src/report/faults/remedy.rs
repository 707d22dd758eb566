//! What to do about a fault.

use crate::report::faults::fault::{Fault, FaultKind, Teller};

impl Fault {
    /// What to look at, and which word of the user's settles it.
    pub fn remedy(&self) -> String {
        let deal = self.deal.as_ref().map_or("DEAL", |id| id.as_str());
        let event = self.first_event();
        match self.kind {
            FaultKind::RangeReversed | FaultKind::SumTooLarge => {
                format!("read the sentence; `awardwire fix set {event} value SUM` sets what it says")
            }
            FaultKind::SumOutOfProportion | FaultKind::ObligatedAboveCeiling => format!(
                "compare the units in the sentences; `awardwire fix set {event} value SUM` mends one article, \
                 `awardwire fix value {deal} SUM` the deal"
            ),
            FaultKind::SumsDisagree => format!(
                "`awardwire fix value {deal} SUM --role {}` settles it; \
                 `awardwire fix split {deal} ARTICLE:N` where an article tells of another deal",
                self.role()
            ),
            FaultKind::SuppliersDisagree => format!(
                "`awardwire fix split {deal} {}` where it is another deal; \
                 `awardwire fix set {event} vendors NAMES`, or `fix alias`, where it is not",
                self.last_event()
            ),
            FaultKind::DateInFuture | FaultKind::EndBeforeStart => format!(
                "read the sentence; `awardwire fix set {event} date DATE` sets the day, \
                 `awardwire fix set {event} certainty planned` says that it is a plan"
            ),
            FaultKind::AwardBeforeSolicitation | FaultKind::ProtestBeforeAward => format!(
                "`awardwire fix split {deal} {}` where that is about another contract; \
                 `awardwire fix set {event} date DATE` where the day is wrong",
                self.last_event()
            ),
            FaultKind::DatesDisagree => format!(
                "`awardwire fix split {deal} {}` where it is an earlier or later deal; \
                 `awardwire fix set {event} date DATE` where the day is wrong",
                self.last_event()
            ),
            FaultKind::FactEdited => format!(
                "what is told now counts; look at it with `awardwire show {}`, and warn those who were given the former",
                self.tellers().next().map_or("ARTICLE", |teller| teller.article.as_str())
            ),
            FaultKind::StaleCorrection => match self.correction {
                Some(number) => {
                    format!("`awardwire fix undo {number}` takes it back; `awardwire fix list` shows it")
                }
                None => "`awardwire fix list` shows it".to_owned(),
            },
        }
    }

    fn role(&self) -> &'static str {
        self.tellings.iter().find_map(|telling| telling.value).map_or("award", |value| value.role.as_str())
    }

    fn tellers(&self) -> impl DoubleEndedIterator<Item = &Teller> {
        self.tellings.iter().flat_map(|telling| &telling.tellers)
    }

    fn first_event(&self) -> String {
        self.tellers().next().map_or_else(|| "ARTICLE:N".to_owned(), Teller::event)
    }

    fn last_event(&self) -> String {
        self.tellers().next_back().map_or_else(|| "ARTICLE:N".to_owned(), Teller::event)
    }
}

impl Teller {
    /// The event as the user names it: "a29639:0"; the article alone where no event is meant.
    pub fn event(&self) -> String {
        match self.ordinal {
            Some(ordinal) => format!("{}:{ordinal}", self.article),
            None => self.article.to_string(),
        }
    }
}
