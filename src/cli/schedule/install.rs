//! Puts a schedule in place, and takes it away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use directories::BaseDirs;

use super::plan::Plan;
use super::{MARK, System, Unit, launchd, units};
use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::settings::Settings;
use crate::cli::whole_file::failed;

/// Writes the files and turns them on.
pub(super) fn install(plan: &Plan, system: System, settings: &Settings) -> Result<u8, Ending> {
    let folder = folder(system)?;
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let files = units(plan, system);
    for unit in &files {
        let path = folder.join(&unit.name);
        refuse_strange(&path)?;
        fs::write(&path, &unit.text).map_err(|error| failed(&path, &error))?;
        settings.say(&format!("wrote {}", path.display()));
    }
    let mut is_on = true;
    for command in commands_on(plan, system, &folder, &files) {
        is_on &= call(&command, settings);
    }
    if !is_on {
        return Err(Ending::library(format!("{} is written, but not turned on", plan.name)));
    }
    settings.say(&format!("{} runs {}", plan.name, plan.in_words()));
    Ok(DONE)
}

/// Turns it off and deletes the files.
pub(super) fn remove(plan: &Plan, system: System, settings: &Settings) -> Result<u8, Ending> {
    let folder = folder(system)?;
    let files: Vec<PathBuf> = units(plan, system).iter().map(|unit| folder.join(&unit.name)).collect();
    if !files.iter().any(|path| path.exists()) {
        settings.say(&format!("{} is not in place in {}", plan.name, folder.display()));
        return Ok(NOTHING);
    }
    for command in commands_off(plan, system, &folder) {
        call(&command, settings);
    }
    for path in files.iter().filter(|path| path.exists()) {
        refuse_strange(path)?;
        fs::remove_file(path).map_err(|error| failed(path, &error))?;
        settings.say(&format!("removed {}", path.display()));
    }
    if system == System::Systemd {
        call(&words(["systemctl", "--user", "daemon-reload"]), settings);
    }
    Ok(DONE)
}

fn folder(system: System) -> Result<PathBuf, Ending> {
    let places = BaseDirs::new().ok_or_else(|| Ending::library("your home folder is not known"))?;
    match system {
        System::Systemd => Ok(places.config_dir().join("systemd").join("user")),
        System::Launchd => Ok(places.home_dir().join("Library").join("LaunchAgents")),
        System::TaskScheduler => Ok(places.data_local_dir().join("awardwire")),
        System::Cron => Err(Ending::usage(
            "a crontab is yours to edit: `awardwire schedule --system cron` prints the line for `crontab -e`",
        )),
    }
}

fn refuse_strange(path: &Path) -> Result<(), Ending> {
    let is_ours = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).contains(MARK),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(failed(path, &error)),
    };
    if is_ours {
        return Ok(());
    }
    Err(Ending::usage(format!(
        "{} was not written by `awardwire schedule`: choose another --name, or move it away",
        path.display()
    )))
}

fn commands_on(plan: &Plan, system: System, folder: &Path, files: &[Unit]) -> Vec<Vec<String>> {
    match system {
        System::Systemd => vec![
            words(["systemctl", "--user", "daemon-reload"]),
            words(["systemctl", "--user", "enable", "--now", &format!("{}.timer", plan.name)]),
        ],
        System::Launchd => files
            .iter()
            .map(|unit| words(["launchctl", "load", "-w", &folder.join(&unit.name).to_string_lossy()]))
            .collect(),
        System::TaskScheduler => files
            .iter()
            .map(|unit| {
                let file = folder.join(&unit.name);
                words(["schtasks", "/create", "/f", "/tn", &plan.name, "/xml", &file.to_string_lossy()])
            })
            .collect(),
        System::Cron => Vec::new(),
    }
}

fn commands_off(plan: &Plan, system: System, folder: &Path) -> Vec<Vec<String>> {
    match system {
        System::Systemd => {
            vec![words(["systemctl", "--user", "disable", "--now", &format!("{}.timer", plan.name)])]
        }
        System::Launchd => {
            let file = folder.join(format!("{}.plist", launchd::label(plan)));
            vec![words(["launchctl", "unload", "-w", &file.to_string_lossy()])]
        }
        System::TaskScheduler => vec![words(["schtasks", "/delete", "/f", "/tn", &plan.name])],
        System::Cron => Vec::new(),
    }
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// Calls a program of the system; where that fails, the user is told what to call. Whether it worked.
fn call(command: &[String], settings: &Settings) -> bool {
    let Some((program, arguments)) = command.split_first() else { return true };
    let answer = Command::new(program).args(arguments).output();
    let is_done = answer.is_ok_and(|answer| answer.status.success());
    if !is_done {
        let shown: Vec<String> = command.iter().map(|word| super::plan::shell_quoted(word)).collect();
        settings.say(&format!("this did not work here, do it by hand: {}", shown.join(" ")));
    }
    is_done
}
