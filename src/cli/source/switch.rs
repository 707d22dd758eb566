//! `awardwire source enable`, `disable`, `remove` and `accept`.

use awardwire::pipeline::{Folder, Switched, accept_moves, disable_sources, enable_sources, remove_sources};
use clap::Args;

use crate::cli::ending::{DONE, Ending, SOME_FAILED, USAGE};
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;

/// Turn sources on, by name or group
///
/// A source marked unverified stays off until `awardwire source check` found it good, or with --yes.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire source enable us-oversight\n  awardwire source enable 'GAO reports' DefenseScoop --yes"
)]
pub struct EnableArguments {
    /// Names or groups
    #[arg(value_name = "NAME|GROUP", required = true, add = crate::cli::complete::sources_and_groups())]
    sources: Vec<String>,
    /// Also those that nobody has seen answer
    #[arg(long, short)]
    yes: bool,
}

/// Turn sources off, by name or group; what they gave stays
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  awardwire source disable DefenseScoop\n  awardwire source disable uk")]
pub struct DisableArguments {
    /// Names or groups
    #[arg(value_name = "NAME|GROUP", required = true, add = crate::cli::complete::sources_and_groups())]
    sources: Vec<String>,
}

/// Take your own sources out of sources.toml; what they gave stays
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  awardwire source remove www.example.gov")]
pub struct RemoveArguments {
    /// Their names
    #[arg(value_name = "NAME", required = true, add = crate::cli::complete::sources())]
    sources: Vec<String>,
}

/// Take over the new address of a source that says it has moved for good
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  awardwire source accept 'GAO reports'")]
pub struct AcceptArguments {
    /// Its name
    #[arg(value_name = "NAME", required = true, add = crate::cli::complete::sources())]
    sources: Vec<String>,
}

/// Turns on.
pub fn enable(arguments: &EnableArguments, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    let switched = enable_sources(&folder, &arguments.sources, arguments.yes)?;
    tell(&switched, "on", settings);
    let is_new = |(_, verdict): &&(String, Option<String>)| verdict.is_none();
    for (name, verdict) in &switched.unchecked {
        if let Some(verdict) = verdict {
            settings.say(&format!("off {}: its check found: {}", one_line(name), one_line(verdict)));
        }
    }
    let new: Vec<String> = switched.unchecked.iter().filter(is_new).map(|(name, _)| one_line(name)).collect();
    if !new.is_empty() {
        settings.say(&format!(
            "off {}: nobody has seen {} answer yet",
            new.join(", "),
            if new.len() == 1 { "it" } else { "them" }
        ));
    }
    if switched.unchecked.is_empty() {
        return Ok(DONE);
    }
    settings.say(
        "run `awardwire source check` on what is unverified first, or turn it on all the same with --yes",
    );
    Ok(if switched.changed.is_empty() && switched.known.is_empty() { USAGE } else { SOME_FAILED })
}

/// Turns off.
pub fn disable(arguments: &DisableArguments, settings: &Settings) -> Result<u8, Ending> {
    tell(&disable_sources(&Folder::new(&settings.library), &arguments.sources)?, "off", settings);
    Ok(DONE)
}

fn tell(switched: &Switched, word: &str, settings: &Settings) {
    for name in &switched.changed {
        settings.say(&format!("{word} {}", one_line(name)));
    }
    if !switched.known.is_empty() {
        settings.say(&format!("{} {word} already", count(switched.known.len(), "source")));
    }
}

/// Takes out.
pub fn remove(arguments: &RemoveArguments, settings: &Settings) -> Result<u8, Ending> {
    for name in remove_sources(&Folder::new(&settings.library), &arguments.sources)? {
        settings.say(&format!("removed {}", one_line(&name)));
    }
    Ok(DONE)
}

/// Takes over new addresses.
pub fn accept(arguments: &AcceptArguments, settings: &Settings) -> Result<u8, Ending> {
    for (name, old, new) in accept_moves(&Folder::new(&settings.library), &arguments.sources)? {
        settings.say(&format!(
            "{}: {} → {}",
            one_line(&name),
            one_line(old.as_str()),
            one_line(new.as_str())
        ));
    }
    Ok(DONE)
}
