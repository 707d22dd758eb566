//! Makes the weights that awardwire ships in `data/` from labelled articles.
//!
//! `cargo bench --bench train -- TASK FILE… > TASK.tsv` reads articles labelled like those of tests/gold (JSON lines) and
//! tables of sentences (tests/gold/README.md). It prints weights for people to standard output and, to standard error, how
//! well weights made without an article do on it; `-- pack TASK TASK.tsv > data/….weights` makes of them what is shipped.
//! The tasks are names, roles, events, days, buyers, values, relevance, rarity and deals; each rests on what the one before finds. Nothing random is in it: the
//! same articles give the same weights. Without a task it does nothing, so that a plain `cargo bench` measures speed only.

mod deals;
mod events;
mod logistic;
mod names;
mod pack;
mod phrases;
mod relevance;
mod roles;
mod slots;
mod vocabulary;

use std::error::Error;

use awardwire::events::Slot;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.split_first() {
        Some((task, paths)) if task == "roles" => roles::train(paths),
        Some((task, paths)) if task == "names" => names::train(paths),
        Some((task, paths)) if task == "events" => events::train(paths),
        Some((task, paths)) if task == "pack" => pack::pack(paths),
        Some((task, paths)) if task == "days" => slots::train(Slot::Day, paths),
        Some((task, paths)) if task == "buyers" => slots::train(Slot::Buyer, paths),
        Some((task, paths)) if task == "values" => slots::train(Slot::Value, paths),
        Some((task, paths)) if task == "rarity" => deals::rarity(paths),
        Some((task, paths)) if task == "pairs" => deals::pairs(paths),
        Some((task, paths)) if task == "deals" => deals::train(paths),
        Some((task, paths)) if task == "relevance" => relevance::train(paths),
        _ => Ok(()),
    }
}
