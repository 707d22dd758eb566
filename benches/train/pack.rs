//! Lays out a table of weights as the program reads it.
//!
//! The other tasks print tables for people: a header, then a line a feature, its name and its weights separated by tabs.
//! `cargo bench --bench train -- pack events TABLE > data/event.weights` makes of one what is shipped.

use std::error::Error;
use std::fs;
use std::io::{self, Write};

use awardwire::base::pack_weights;
use awardwire::entities::role_features;
use awardwire::events::{EventKind, event_features, relevance_features};

/// Prints the table at the second of `paths`, one of the task that the first names, as bytes.
pub(crate) fn pack(paths: &[String]) -> Result<(), Box<dyn Error>> {
    let [task, path] = paths else { return Err("pack needs a task and its table".into()) };
    let table = fs::read_to_string(path)?;
    let bytes = match task.as_str() {
        "events" => pack_weights(&rows::<{ EventKind::ALL.len() }>(&table)?, &event_features())?,
        "roles" => {
            let names: Vec<String> = role_features().into_iter().map(|(name, _)| name).collect();
            pack_weights(&rows::<8>(&table)?, &names)?
        }
        "relevance" => {
            let names: Vec<String> = relevance_features().into_iter().map(|(name, _)| name).collect();
            pack_weights(&rows::<1>(&table)?, &names)?
        }
        "days" | "buyers" | "values" | "deals" => pack_weights(&rows::<1>(&table)?, &[])?,
        "names" => pack_weights(&rows::<2>(&table)?, &[])?,
        other => return Err(format!("there is no table of {other:?} to pack").into()),
    };
    io::stdout().lock().write_all(&bytes)?;
    Ok(())
}

/// A feature and its weights.
type Row<const K: usize> = (String, [f32; K]);

fn rows<const K: usize>(table: &str) -> Result<Vec<Row<K>>, Box<dyn Error>> {
    let row = |line: &str| -> Result<Row<K>, Box<dyn Error>> {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or_default().to_owned();
        let weights: Vec<f32> = cells.map(str::parse).collect::<Result<_, _>>()?;
        let weights = weights.try_into().map_err(|_| format!("{name:?} has not {K} weights"))?;
        Ok((name, weights))
    };
    table.lines().skip(1).map(row).collect()
}
