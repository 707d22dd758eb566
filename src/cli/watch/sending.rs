//! One output is given its alerts.

use awardwire::export::alerts::{write_json, write_markdown, write_text};
use awardwire::library::{AlertReport, Delivery, Library};
use awardwire::pipeline::delivery::{FileKind, Output, write_file};

use crate::cli::settings::Settings;

/// Gives an output what it waits for; says on one line why it could not.
pub fn send(
    output: &Output,
    report: &AlertReport,
    _delivery: &Delivery,
    _library: &Library,
    _settings: &Settings,
) -> Result<(), String> {
    match output {
        Output::File { path } => {
            let mut bytes = Vec::new();
            let written = match FileKind::of(path) {
                Some(FileKind::Json) => write_json(report, &mut bytes),
                Some(FileKind::Markdown) => write_markdown(report, &mut bytes),
                _ => write_text(report, &mut bytes),
            };
            written.map_err(|error| error.to_string())?;
            write_file(path, &bytes)
        }
        _ => Err("this version does not know such an output".to_owned()),
    }
}
