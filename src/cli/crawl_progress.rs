//! How far a crawl has come: a line that is written anew on a terminal, or a line now and then.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use awardwire::pipeline::Progress;
use clap::ValueEnum;

use crate::cli::settings::Settings;

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// One line, written anew.
    Live,
    /// A line every ten seconds.
    Plain,
    /// Not at all.
    None,
}

/// Shows it.
pub struct Shown {
    view: View,
    begun: Instant,
    last: Option<Instant>,
    is_written: bool,
}

impl Shown {
    /// As asked for, else live where stderr is a terminal.
    pub fn new(asked: Option<View>, settings: &Settings) -> Self {
        let usual = if io::stderr().is_terminal() && !settings.quiet { View::Live } else { View::None };
        Self { view: asked.unwrap_or(usual), begun: Instant::now(), last: None, is_written: false }
    }

    /// Shows it, unless it was shown a moment ago.
    pub fn show(&mut self, progress: &Progress) {
        let pause = match self.view {
            View::Live => Duration::from_millis(200),
            View::Plain => Duration::from_secs(10),
            View::None => return,
        };
        let is_soon = self.last.is_some_and(|last| last.elapsed() < pause);
        if is_soon && progress.fetched < progress.due {
            return;
        }
        self.last = Some(Instant::now());
        let line = line(progress, self.begun.elapsed());
        // Who does not see it misses nothing.
        let _ = match self.view {
            View::Live => write!(io::stderr(), "\r\x1b[K{line}").and_then(|()| io::stderr().flush()),
            _ => writeln!(io::stderr(), "{line}"),
        };
        self.is_written = self.view == View::Live;
    }

    /// Takes the live line away.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.is_written) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn line(progress: &Progress, elapsed: Duration) -> String {
    let Progress { due, fetched, new, refused, failed } = progress;
    let seconds = elapsed.as_secs_f64().max(0.001);
    let rate = *fetched as f64 / seconds;
    let left = due.saturating_sub(*fetched) as f64 / rate.max(1e-6);
    let rest = match left as u64 {
        0 => String::new(),
        seconds @ 1..120 => format!(", {seconds} s left"),
        seconds @ 120..7200 => format!(", {} min left", seconds / 60),
        seconds => format!(", {:.1} h left", seconds as f64 / 3600.0),
    };
    format!("{fetched} of {due} pages, {new} new, {refused} in vain, {failed} failed, {rate:.1}/s{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_reckoned_from_the_pace_so_far() {
        let progress = Progress { due: 100, fetched: 20, new: 15, refused: 4, failed: 1 };
        for (seconds, expected) in
            [(10, "2.0/s, 40 s left"), (100, "0.2/s, 6 min left"), (7200, "0.0/s, 8.0 h left")]
        {
            let line = line(&progress, Duration::from_secs(seconds));
            assert!(line.ends_with(expected) && line.starts_with("20 of 100 pages, 15 new"), "{line}");
        }
        let done = Progress { due: 5, fetched: 5, ..Progress::default() };
        assert!(line(&done, Duration::from_secs(1)).ends_with("5.0/s"));
    }
}
