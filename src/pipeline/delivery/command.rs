//! A command that is given the alerts on its standard input.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A command that takes longer is ended.
const LONGEST: Duration = Duration::from_mins(5);
/// How often it is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(20);
/// Of awardwire's own variables, which hold passwords and keys of services, it sees this one.
const LIBRARY: &str = "AWARDWIRE_LIBRARY";

/// Runs a command, as the system's shell reads it, with `input` on its standard input. What it prints is left out, so that
/// it does not get among the data; what it says on stderr is shown.
///
/// # Errors
/// In one line, when it cannot be run, takes too long, or ends with another code than 0.
pub fn run_command(line: &str, input: Vec<u8>) -> Result<(), String> {
    let mut command = shell(line);
    let names = std::env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| is_withheld(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    let started = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut child = started.map_err(|error| format!("it cannot be run: {error}"))?;
    // A command that does not read all of it is no failure: its code says whether it has done its work.
    let mut stdin = child.stdin.take();
    let writer = std::thread::spawn(move || {
        if let Some(stdin) = &mut stdin {
            let _ = stdin.write_all(&input);
        }
    });
    let ended = wait(&mut child);
    if ended.is_ok() {
        let _ = writer.join();
    }
    ended
}

/// Whether a command is not given this variable of the environment.
fn is_withheld(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    name.starts_with("AWARDWIRE_") && name != LIBRARY
}

fn wait(child: &mut Child) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(match status.code() {
                    Some(code) => format!("it ended with code {code}"),
                    None => "it was killed".to_owned(),
                });
            }
            Ok(None) if begun.elapsed() < LONGEST => std::thread::sleep(PAUSE),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it took more than {} s and was ended", LONGEST.as_secs()));
            }
            Err(error) => return Err(format!("it cannot be waited for: {error}")),
        }
    }
}

#[cfg(windows)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.args(["/C", line]);
    command
}

#[cfg(not(windows))]
fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    command
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_given_its_input_and_judged_by_its_code() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("got");
        run_command(&format!("cat > '{}'", file.display()), b"{\"a\":1}".to_vec()).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"{\"a\":1}");
        assert_eq!(run_command("exit 7", vec![b'x'; 1 << 20]), Err("it ended with code 7".to_owned()));
        assert_eq!(run_command("true", vec![b'x'; 1 << 20]), Ok(()));
    }
}
