//! How a run ends: the one place that turns an error into words, a hint and an exit code.

use std::process::ExitCode;

use awardwire::library::{LibraryError, Remedy};
use awardwire::pipeline::PipelineError;

use crate::cli::output::{Style, eprint_line};
use awardwire::base::printable;

/// Done.
pub const DONE: u8 = 0;
/// Nothing found.
pub const NOTHING: u8 = 1;
/// Wrong use or settings.
pub const USAGE: u8 = 2;
/// Done, but some sources or documents failed.
pub const SOME_FAILED: u8 = 3;
/// Interrupted.
pub const INTERRUPTED: u8 = 4;
/// Library or I/O error.
pub const LIBRARY: u8 = 5;

/// A run that could not be finished.
#[derive(Debug)]
pub struct Ending {
    code: u8,
    message: String,
}

impl Ending {
    /// The user wrote something wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: message.into() }
    }

    /// The library, a file or the disk failed.
    pub fn library(message: impl Into<String>) -> Self {
        Self { code: LIBRARY, message: message.into() }
    }

    /// Whether the user has to write something else.
    pub fn is_usage(&self) -> bool {
        self.code == USAGE
    }

    /// Says it on stderr and gives back the code. A reader that went away is no error.
    pub fn tell(&self, style: Style) -> ExitCode {
        if self.code != DONE {
            eprint_line(&format!("{} {}", style.bad("error:"), printable(&self.message)));
        }
        ExitCode::from(self.code)
    }
}

impl From<LibraryError> for Ending {
    fn from(error: LibraryError) -> Self {
        let code = match error.remedy() {
            Remedy::Usage => USAGE,
            Remedy::Library => LIBRARY,
            Remedy::BrokenPipe => DONE,
        };
        let message = match &error {
            LibraryError::Query { error, text } => error.render(text),
            other => other.to_string(),
        };
        Self { code, message }
    }
}

impl From<PipelineError> for Ending {
    fn from(error: PipelineError) -> Self {
        LibraryError::from(error).into()
    }
}

impl From<std::io::Error> for Ending {
    fn from(error: std::io::Error) -> Self {
        LibraryError::from(error).into()
    }
}

/// The end of a run whose arguments could not be read, or that only asked for help.
pub fn of_arguments(error: &clap::Error) -> ExitCode {
    // A closed pipe while printing help is a quiet end.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { USAGE } else { DONE })
}
