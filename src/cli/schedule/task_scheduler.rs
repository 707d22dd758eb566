//! A task of the Task Scheduler of Windows, as `schtasks /create /xml` takes it (Task Scheduler Schema 1.2).

use super::launchd::xml;
use super::plan::{Plan, Rhythm};
use super::{MARK, Unit};

/// The task.
pub(super) fn unit(plan: &Plan) -> Unit {
    let arguments: Vec<String> = plan.arguments.iter().map(|word| quoted(word)).collect();
    let triggers = match &plan.rhythm {
        Rhythm::Daily(times) => times
            .iter()
            .map(|time| {
                format!(
                    "    <CalendarTrigger><StartBoundary>2026-01-01T{}:00</StartBoundary><ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>\n",
                    time.strftime("%H:%M")
                )
            })
            .collect::<Vec<_>>()
            .concat(),
        Rhythm::Every(pause) => format!(
            "    <TimeTrigger><StartBoundary>2026-01-01T00:00:00</StartBoundary><Repetition><Interval>PT{}M</Interval></Repetition></TimeTrigger>\n",
            pause.as_secs() / 60
        ),
    };
    let text = format!(
        "<?xml version=\"1.0\"?>
<!-- {MARK} -->
<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">
  <RegistrationInfo><Description>awardwire: read the sources, ask the watches, write the digest</Description></RegistrationInfo>
  <Triggers>
{triggers}  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec><Command>{}</Command><Arguments>{}</Arguments></Exec>
  </Actions>
</Task>
",
        xml(&plan.program),
        xml(&arguments.join(" "))
    );
    Unit { name: format!("{}.xml", plan.name), text }
}

/// A word as programs of Windows take their command line apart: backslashes count only before a quotation mark.
fn quoted(word: &str) -> String {
    if !word.is_empty() && !word.contains([' ', '\t', '"']) {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    let mut backslashes = 0;
    for c in word.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                text.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        text.push(c);
    }
    text.push_str(&"\\".repeat(backslashes));
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cli::schedule::plan::sample;

    #[test]
    fn words_stay_whole() {
        for (word, expected) in [
            ("plain", "plain"),
            ("a b", "\"a b\""),
            ("", "\"\""),
            ("say \"x\"", "\"say \\\"x\\\"\""),
            ("C:\\a b\\", "\"C:\\a b\\\\\""),
            ("a\\\"b", "\"a\\\\\\\"b\""),
        ] {
            assert_eq!(quoted(word), expected, "{word}");
        }
        let unit = unit(&sample(Rhythm::Every(Duration::from_hours(6))));
        assert!(unit.text.contains("<Interval>PT360M</Interval>"));
        assert!(unit.text.contains(
            "<Command>/usr/bin/awardwire</Command><Arguments>--library &quot;/home/a b/lib%1&quot; update"
        ));
    }
}
