//! A run of watches: which alerts wait for which output, and what becomes of them.
//!
//! An alert is closed once every output of its watch has it, the terminal among them. Where one fails, the others have it
//! noted that they were given it, and the next run tries the failed one alone. What is noted is noted after the delivery: a
//! process killed in between delivers twice rather than never.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::library::{Library, LibraryError, Watch};
use crate::pipeline::delivery::Output;
use crate::store::{AlertRow, DeliveryClaim};

/// At most so many alerts of each watch are shown by what shows those of all runs.
const MOST_SHOWN: usize = 1000;
/// How long to wait for another run.
const CLAIM_WAIT: Duration = Duration::from_secs(10);

/// What a run is to deliver.
#[derive(Clone, Debug)]
pub struct AlertRun {
    /// The watches it is of.
    pub watches: Vec<Watch>,
    /// What each output waits for; the terminal first, whether it waits for anything or not.
    pub deliveries: Vec<Delivery>,
    /// Every alert, with the outputs that it waits for.
    open: BTreeMap<i64, BTreeSet<String>>,
}

/// What one output waits for.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Where it goes; the terminal where there is none.
    pub output: Option<Output>,
    /// The watches that name the output.
    pub watches: Vec<Watch>,
    /// The alerts.
    pub rows: Vec<AlertRow>,
    key: String,
}

impl Library {
    /// Takes the right to deliver alerts, until it is dropped.
    ///
    /// # Errors
    /// When another process delivers all the time that is waited.
    pub fn claim_delivery(&self) -> Result<DeliveryClaim, LibraryError> {
        Ok(self.store.claim_delivery("awardwire watch run", CLAIM_WAIT)?)
    }

    /// What waits to be delivered of these watches: to the terminal, to the outputs of each, and to `further` of them all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alert_run(&self, watches: Vec<Watch>, further: &[Output]) -> Result<AlertRun, LibraryError> {
        let terminal =
            Delivery { output: None, watches: watches.clone(), rows: Vec::new(), key: "terminal".to_owned() };
        let mut deliveries = vec![terminal];
        let mut open: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for watch in &watches {
            let rows = self.store.open_alerts(&watch.name)?;
            let mut wanted = vec![0];
            for output in watch.outputs.iter().chain(further) {
                let known = deliveries.iter().position(|one| one.output.as_ref() == Some(output));
                let place = if let Some(place) = known {
                    place
                } else {
                    let key = output.key().map_err(|error| LibraryError::Output(error.into()))?;
                    let output = Some(output.clone());
                    deliveries.push(Delivery { output, watches: Vec::new(), rows: Vec::new(), key });
                    deliveries.len() - 1
                };
                if !wanted.contains(&place) {
                    wanted.push(place);
                }
            }
            for row in rows {
                let has = self.store.alert_deliveries(row.id)?;
                for place in &wanted {
                    let Some(delivery) = deliveries.get_mut(*place) else { continue };
                    if !has.contains(&delivery.key) {
                        open.entry(row.id).or_default().insert(delivery.key.clone());
                        delivery.rows.push(row.clone());
                    }
                }
                open.entry(row.id).or_default();
            }
            for place in wanted.into_iter().filter(|place| *place > 0) {
                deliveries.get_mut(place).into_iter().for_each(|one| one.watches.push(watch.clone()));
            }
        }
        for delivery in &mut deliveries {
            delivery.rows.sort_by_key(|row| row.id);
        }
        Ok(AlertRun { watches, deliveries, open })
    }

    /// The watches of which an output shows the alerts of all runs: those of the delivery, and all others of the library that
    /// name the output, by name. A run of some of them leaves what the others gave.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watches_shown_by(&self, delivery: &Delivery, today: Date) -> Result<Vec<Watch>, LibraryError> {
        let Some(output) = &delivery.output else { return Ok(delivery.watches.clone()) };
        let mut watches = self.watches(today)?;
        let is_of_run = |watch: &Watch| delivery.watches.iter().any(|one| one.name == watch.name);
        watches.retain(|watch| watch.outputs.contains(output) || is_of_run(watch));
        Ok(watches)
    }

    /// The newest alerts of these watches, given or not: for what shows those of all runs, such as a feed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_alerts(&self, watches: &[Watch]) -> Result<Vec<AlertRow>, LibraryError> {
        let mut rows = Vec::new();
        for watch in watches {
            rows.extend(self.store.newest_alerts(&watch.name, MOST_SHOWN)?);
        }
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    /// Notes that an output has what it waited for. To be called after it was delivered whole.
    ///
    /// # Errors
    /// When the library cannot be written; it is delivered again then.
    pub fn note_delivered(&self, run: &mut AlertRun, delivery: &Delivery) -> Result<(), LibraryError> {
        let ids: Vec<i64> = delivery.rows.iter().map(|row| row.id).collect();
        if !ids.is_empty() {
            self.write("awardwire watch run", |batch| batch.note_alert_delivery(&ids, &delivery.key))?;
        }
        for id in ids {
            run.open.entry(id).or_default().remove(&delivery.key);
        }
        Ok(())
    }

    /// Closes what every output has, and notes when the watches were run.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn finish_run(&self, run: &AlertRun, now: Timestamp) -> Result<(), LibraryError> {
        let done: Vec<i64> =
            run.open.iter().filter(|(_, outputs)| outputs.is_empty()).map(|(id, _)| *id).collect();
        let names: Vec<String> = run.watches.iter().map(|watch| watch.name.clone()).collect();
        self.write("awardwire watch run", |batch| {
            batch.close_alerts(&done, now)?;
            batch.note_watch_run(&names, now)
        })
    }
}
