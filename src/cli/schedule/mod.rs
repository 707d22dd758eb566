//! `awardwire schedule`: has the operating system run `awardwire update` by itself.

mod install;
mod launchd;
mod plan;
mod systemd;
mod task_scheduler;

use std::io::{self, BufWriter, Write};
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::SignedDuration;
use jiff::civil::Time;

use crate::cli::ending::{DONE, Ending};
use crate::cli::settings::Settings;
use plan::{Plan, Rhythm};

/// Print, or put in place, what has the system run `awardwire update` regularly
///
/// A systemd timer on Linux, a launchd agent on macOS, a task of the Task Scheduler on Windows, or a line for cron. It runs as
/// you, with this program and this library, and catches up after the machine was off (cron does not). What follows `--` goes to
/// `awardwire update`. Secrets are not written into it: systemd reads them from ~/.config/awardwire/environment (lines
/// NAME=value), elsewhere they must be in the environment that the system gives.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire schedule                                    see it: every day at 06:30
  awardwire schedule --install
  awardwire schedule --every 6h --install
  awardwire schedule --at 07:00 --at 17:00 --install -- --new morning -o ~/awardwire.md
  awardwire schedule --system cron
  awardwire schedule --remove")]
pub struct Arguments {
    /// Every day at this time; several may be given [default: 06:30]
    #[arg(long, value_name = "HH:MM", value_parser = read_time)]
    at: Vec<Time>,
    /// Again after so long: 30m, 6h
    #[arg(long, value_name = "TIME", value_parser = read_pause, conflicts_with = "at")]
    every: Option<Duration>,
    /// For which system [default: the one it runs on]
    #[arg(long, value_enum, value_name = "SYSTEM")]
    system: Option<System>,
    /// What it is called there, for a second one of another library
    #[arg(long, default_value = "awardwire-update", value_name = "NAME", value_parser = read_name)]
    name: String,
    /// Put it in place and turn it on
    #[arg(long, conflicts_with = "remove")]
    install: bool,
    /// Turn it off and take it away
    #[arg(long)]
    remove: bool,
    /// Arguments for `awardwire update`
    #[arg(last = true, value_name = "ARGUMENT")]
    update: Vec<String>,
}

/// What runs things at given times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum System {
    /// Timers of systemd, for the user.
    Systemd,
    /// Agents of launchd (macOS).
    Launchd,
    /// Tasks of the Task Scheduler (Windows).
    TaskScheduler,
    /// A line for `crontab -e`.
    Cron,
}

impl System {
    /// What the machine this runs on has.
    fn here() -> Self {
        if cfg!(windows) {
            Self::TaskScheduler
        } else if cfg!(target_os = "macos") {
            Self::Launchd
        } else {
            Self::Systemd
        }
    }
}

/// Stands in every file that is put in place, so that nothing else of its name is replaced or removed.
const MARK: &str = "Written by `awardwire schedule`";

/// A file to put in place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Unit {
    /// Its name, without folder.
    name: String,
    /// What stands in it.
    text: String,
}

/// Prints it, puts it in place or takes it away.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let system = arguments.system.unwrap_or_else(System::here);
    let plan = plan(arguments, settings)?;
    if arguments.remove {
        return install::remove(&plan, system, settings);
    }
    if arguments.install {
        return install::install(&plan, system, settings);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for unit in units(&plan, system) {
        if system != System::Cron {
            writeln!(out, "# {}", unit.name)?;
        }
        writeln!(out, "{}", unit.text)?;
    }
    out.flush()?;
    settings.say(&match system {
        System::Cron => "put this line into `crontab -e`".to_owned(),
        _ => "`awardwire schedule --install` with the same arguments puts it in place".to_owned(),
    });
    Ok(DONE)
}

fn units(plan: &Plan, system: System) -> Vec<Unit> {
    match system {
        System::Systemd => systemd::units(plan),
        System::Launchd => vec![launchd::unit(plan)],
        System::TaskScheduler => vec![task_scheduler::unit(plan)],
        System::Cron => vec![plan.cron_line()],
    }
}

fn plan(arguments: &Arguments, settings: &Settings) -> Result<Plan, Ending> {
    let program = std::env::current_exe()
        .map_err(|error| Ending::library(format!("the place of this program is not known: {error}")))?;
    let library = std::path::absolute(&settings.library)
        .map_err(|error| Ending::usage(format!("{}: {error}", settings.library.display())))?;
    let text = |path: &std::path::Path| -> Result<String, Ending> {
        let text = path.to_str().filter(|text| !text.chars().any(char::is_control));
        text.map(str::to_owned).ok_or_else(|| {
            Ending::usage(format!("{}: not a path that can be written into a schedule", path.display()))
        })
    };
    let update = &arguments.update;
    if update.iter().any(|argument| argument.chars().any(char::is_control)) {
        return Err(Ending::usage("arguments with control characters cannot be written into a schedule"));
    }
    crate::cli::check_update(update)?;
    let mut words = vec!["--library".to_owned(), text(&library)?, "update".to_owned()];
    words.extend(with_whole_paths(update)?);
    let rhythm = match arguments.every {
        Some(pause) => Rhythm::Every(pause),
        None if arguments.at.is_empty() => Rhythm::Daily(vec![Time::constant(6, 30, 0, 0)]),
        None => Rhythm::Daily(arguments.at.clone()),
    };
    Ok(Plan { name: arguments.name.clone(), program: text(&program)?, arguments: words, rhythm })
}

/// The arguments with the file of `-o` by its whole path: each system runs things in a folder of its own.
fn with_whole_paths(update: &[String]) -> Result<Vec<String>, Ending> {
    let mut is_file = false;
    let whole = |word: &String| -> Result<String, Ending> {
        let (flag, file) = match word.as_str() {
            file if std::mem::take(&mut is_file) => ("", file),
            "-o" | "--output" => {
                is_file = true;
                return Ok(word.clone());
            }
            word => match (word.strip_prefix("--output="), word.strip_prefix("-o")) {
                (Some(file), _) => ("--output=", file),
                (_, Some(file)) => ("-o", file),
                _ => return Ok(word.to_owned()),
            },
        };
        if file.is_empty() || file == "-" {
            return Ok(word.clone());
        }
        let path = std::path::absolute(file).map_err(|error| Ending::usage(format!("{file}: {error}")))?;
        Ok(format!("{flag}{}", path.display()))
    };
    update.iter().map(whole).collect()
}

fn read_time(text: &str) -> Result<Time, String> {
    let parsed = text.split_once(':').and_then(|(hour, minute)| {
        let is_short = hour.len() <= 2 && minute.len() == 2;
        is_short.then_some(())?;
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    });
    parsed.ok_or_else(|| "write a time of the day such as 06:30".to_owned())
}

fn read_pause(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().ok().and_then(|pause| Duration::try_from(pause).ok());
    let pause = parsed.ok_or_else(|| "write a time such as 30m or 6h".to_owned())?;
    let is_right = pause >= Duration::from_mins(5) && pause <= Duration::from_hours(24 * 7);
    if is_right { Ok(pause) } else { Err("between 5m and a week (168h)".to_owned()) }
}

/// A name that is a file's name everywhere.
fn read_name(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_right = (1..=60).contains(&text.len()) && text.chars().all(is_plain);
    if is_right { Ok(text.to_owned()) } else { Err("letters, digits, - and _, at most 60".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_where_it_was_meant_to_be() {
        let here = std::env::current_dir().unwrap();
        let whole = here.join("a.md").display().to_string();
        for (given, meant) in [
            (vec!["-o", "a.md"], vec!["-o".to_owned(), whole.clone()]),
            (vec!["--output=a.md"], vec![format!("--output={whole}")]),
            (vec!["-oa.md", "--new", "-o"], vec![format!("-o{whole}"), "--new".to_owned(), "-o".to_owned()]),
            (vec!["-o", "-", "a.md"], vec!["-o".to_owned(), "-".to_owned(), "a.md".to_owned()]),
        ] {
            let given: Vec<String> = given.into_iter().map(str::to_owned).collect();
            assert_eq!(with_whole_paths(&given).map_err(|_| ()).unwrap(), meant);
        }
    }
}
