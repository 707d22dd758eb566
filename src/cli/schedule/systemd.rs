//! A service and a timer of systemd, for the user (systemd.service(5), systemd.timer(5)).

use super::plan::{Plan, Rhythm};
use super::{MARK, Unit};

/// The service and its timer.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let command: Vec<String> = plan.words().map(quoted).collect();
    let service = format!(
        "# {MARK}
[Unit]
Description=awardwire: read the sources, ask the watches, write the digest

[Service]
Type=oneshot
EnvironmentFile=-%h/.config/awardwire/environment
ExecStart={}
Nice=10
",
        command.join(" ")
    );
    let when = match &plan.rhythm {
        Rhythm::Daily(times) => times
            .iter()
            .map(|time| format!("OnCalendar=*-*-* {}:00\n", time.strftime("%H:%M")))
            .collect::<Vec<_>>()
            .concat(),
        Rhythm::Every(pause) => {
            format!("OnBootSec=5min\nOnUnitActiveSec={}min\n", pause.as_secs() / 60)
        }
    };
    let timer = format!(
        "# {MARK}
[Unit]
Description=awardwire, {}

[Timer]
{when}Persistent=true
RandomizedDelaySec=3min

[Install]
WantedBy=timers.target
",
        plan.in_words()
    );
    vec![
        Unit { name: format!("{}.service", plan.name), text: service },
        Unit { name: format!("{}.timer", plan.name), text: timer },
    ]
}

/// A word of ExecStart: `%` begins a specifier there, `$` a variable, and `\` and `"` are the quoting's own.
fn quoted(word: &str) -> String {
    let word = word.replace('%', "%%").replace('$', "$$");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word
    } else {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::civil::Time;

    use super::*;
    use crate::cli::schedule::plan::sample;

    #[test]
    fn a_timer_starts_the_service() {
        let units = units(&sample(Rhythm::Daily(vec![Time::constant(6, 30, 0, 0)])));
        assert_eq!(units[0].name, "awardwire-update.service");
        assert!(units[0].text.contains(
            "\nExecStart=/usr/bin/awardwire --library \"/home/a b/lib%%1\" update --new \"it's \\\"<x>\\\" & $$HOME\"\n"
        ));
        assert!(
            units[1].text.contains("\nOnCalendar=*-*-* 06:30:00\nPersistent=true\n"),
            "{}",
            units[1].text
        );
        let units = super::units(&sample(Rhythm::Every(Duration::from_hours(6))));
        assert!(units[1].text.contains("\nOnUnitActiveSec=360min\n"));
    }
}
