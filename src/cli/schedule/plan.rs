//! What is to run, and when.

use std::time::Duration;

use jiff::civil::Time;

use super::Unit;

/// When it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// Every day at these times.
    Daily(Vec<Time>),
    /// Again after so long.
    Every(Duration),
}

/// What is to run, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// What it is called.
    pub(super) name: String,
    /// This program's file.
    pub(super) program: String,
    /// Its arguments.
    pub(super) arguments: Vec<String>,
    /// When.
    pub(super) rhythm: Rhythm,
}

impl Plan {
    /// Program and arguments.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.program.as_str()).chain(self.arguments.iter().map(String::as_str))
    }

    /// "every day at 06:30", "every 6h".
    pub(super) fn in_words(&self) -> String {
        match &self.rhythm {
            Rhythm::Daily(times) => {
                let times: Vec<String> =
                    times.iter().map(|time| time.strftime("%H:%M").to_string()).collect();
                format!("every day at {}", times.join(" and "))
            }
            Rhythm::Every(pause) => format!("every {} minutes", pause.as_secs() / 60),
        }
    }

    /// A line of crontab(5). A `%` there ends the command, and a time that is no part of an hour or day cannot be said: the
    /// nearest one that can be is.
    pub(super) fn cron_line(&self) -> Unit {
        let command: Vec<String> = self.words().map(|word| shell_quoted(word).replace('%', "\\%")).collect();
        let command = command.join(" ");
        let lines: Vec<String> = match &self.rhythm {
            Rhythm::Daily(times) => times
                .iter()
                .map(|time| format!("{} {} * * * {command}", time.minute(), time.hour()))
                .collect(),
            Rhythm::Every(pause) => {
                let minutes = pause.as_secs() / 60;
                let fields = match minutes {
                    ..60 => format!("*/{minutes} * * * *"),
                    60..1_440 => format!("0 */{} * * *", minutes / 60),
                    _ => format!("0 0 */{} * *", minutes / 1_440),
                };
                vec![format!("{fields} {command}")]
            }
        };
        Unit { name: "crontab".to_owned(), text: lines.join("\n") }
    }
}

/// A word as a POSIX shell reads it whole.
pub(super) fn shell_quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
pub(super) fn sample(rhythm: Rhythm) -> Plan {
    let words = ["--library", "/home/a b/lib%1", "update", "--new", "it's \"<x>\" & $HOME"];
    Plan {
        name: "awardwire-update".into(),
        program: "/usr/bin/awardwire".into(),
        arguments: words.map(str::to_owned).to_vec(),
        rhythm,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cron_has_a_line_for_each_time() {
        let daily = sample(Rhythm::Daily(vec![Time::constant(6, 30, 0, 0), Time::constant(17, 5, 0, 0)]));
        let text = daily.cron_line().text;
        let command =
            r#"/usr/bin/awardwire --library '/home/a b/lib\%1' update --new 'it'\''s "<x>" & $HOME'"#;
        assert_eq!(text, format!("30 6 * * * {command}\n5 17 * * * {command}"));
        for (minutes, fields) in [(30, "*/30 * * * *"), (360, "0 */6 * * *"), (2_880, "0 0 */2 * *")] {
            let plan = sample(Rhythm::Every(Duration::from_mins(minutes)));
            assert!(plan.cron_line().text.starts_with(&format!("{fields} /usr")), "{minutes}");
        }
        assert_eq!(daily.in_words(), "every day at 06:30 and 17:05");
    }
}
