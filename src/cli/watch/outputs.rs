//! The flags that name where alerts go.

use std::path::PathBuf;

use awardwire::pipeline::delivery::{FileKind, Output};
use clap::Args;

use crate::cli::ending::Ending;
use crate::cli::output::one_line;

/// Where alerts go beside the terminal.
#[derive(Args, Debug, Clone, Default)]
pub struct OutputFlags {
    /// A file, in the form that its name ends with: .atom (or .xml) and .ics show the newest alerts of all runs; .json, .md
    /// and .txt those of the last
    #[arg(long, value_name = "FILE")]
    to: Vec<PathBuf>,
}

impl OutputFlags {
    /// The outputs, each once.
    ///
    /// # Errors
    /// When one cannot be used.
    pub fn outputs(&self) -> Result<Vec<Output>, Ending> {
        let mut outputs = Vec::new();
        for path in &self.to {
            if FileKind::of(path).is_none() {
                return Err(Ending::usage(format!(
                    "--to {}: the name ends with .atom, .ics, .json, .md or .txt",
                    one_line(&path.display().to_string())
                )));
            }
            outputs.push(Output::File { path: absolute(path)? });
        }
        outputs.sort();
        outputs.dedup();
        Ok(outputs)
    }
}

/// The watch may be run from another folder.
fn absolute(path: &std::path::Path) -> Result<PathBuf, Ending> {
    std::path::absolute(path)
        .map_err(|error| Ending::usage(format!("{}: {error}", one_line(&path.display().to_string()))))
}
