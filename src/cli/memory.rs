//! `--new NAME` and `--peek`: what a name has not been given yet.

use awardwire::library::{Deal, Library, Memory, Revision};
use clap::Args;

use crate::cli::ending::Ending;
use crate::cli::output::one_line;

/// A named cursor.
#[derive(Args, Debug, Clone, Default)]
pub struct Remembered {
    /// Only what this name has not been given yet: new deals, and deals that new or edited articles tell of. What was
    /// printed whole counts as given; a re-reading makes nothing new
    #[arg(long, value_name = "NAME", value_parser = read_name)]
    new: Option<String>,
    /// With --new: look without taking, the next time gives the same
    #[arg(long, requires = "new")]
    peek: bool,
}

impl Remembered {
    /// What the name was given, where one is asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn memory(&self, library: &Library) -> Result<Option<Memory>, Ending> {
        self.new.as_deref().map(|name| Ok(library.memory(name)?)).transpose()
    }

    /// Notes what was given, unless it was only looked at. To be called once the output has left whole.
    ///
    /// # Errors
    /// When the library cannot be written; what was printed is then given again.
    pub fn remember<'a>(
        &self,
        library: &Library,
        memory: &Memory,
        delivered: impl IntoIterator<Item = &'a Deal>,
    ) -> Result<(), Ending> {
        if self.peek { Ok(()) } else { Ok(library.remember(memory, delivered)?) }
    }

    /// As [`Remembered::remember`] after a digest, with the figures it gave and those it corrected.
    ///
    /// # Errors
    /// As [`Remembered::remember`].
    pub fn remember_digest(
        &self,
        library: &Library,
        memory: &Memory,
        delivered: &[Deal],
        revisions: &[Revision],
    ) -> Result<(), Ending> {
        if self.peek { Ok(()) } else { Ok(library.remember_digest(memory, delivered, revisions)?) }
    }

    /// Asks for what this name has not been given, where no other name was given.
    pub fn name_if_none(&mut self, name: &str) {
        self.new.get_or_insert_with(|| name.to_owned());
    }

    /// The name for a message.
    pub fn shown_name(&self) -> String {
        self.new.as_deref().map(one_line).unwrap_or_default()
    }
}

fn read_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let is_plain = !name.is_empty() && name.chars().count() <= 80 && !name.chars().any(char::is_control);
    if is_plain { Ok(name.to_owned()) } else { Err("write a name of at most 80 letters".to_owned()) }
}
