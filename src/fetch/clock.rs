//! The only place that asks the system what time it is.

use jiff::Timestamp;

/// Where the present comes from. Held by `cli`, `pipeline` and `fetch`; every other room is given time as a value.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Always this instant: for tests and for reproducible output.
    Fixed(Timestamp),
}

impl Clock {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
            Self::System => Timestamp::now(),
            Self::Fixed(instant) => *instant,
        }
    }
}
