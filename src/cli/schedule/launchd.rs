//! An agent of launchd, which macOS runs for the user (launchd.plist(5)).

use super::plan::{Plan, Rhythm};
use super::{MARK, Unit};

/// The agent.
pub(super) fn unit(plan: &Plan) -> Unit {
    let word = |word: &str| format!("    <string>{}</string>\n", xml(word));
    let words = plan.words().map(word).collect::<Vec<_>>().concat();
    let when = match &plan.rhythm {
        Rhythm::Daily(times) => {
            let times = times
                .iter()
                .map(|time| {
                    format!(
                        "    <dict><key>Hour</key><integer>{}</integer><key>Minute</key><integer>{}</integer></dict>\n",
                        time.hour(),
                        time.minute()
                    )
                })
                .collect::<Vec<_>>()
                .concat();
            format!("  <key>StartCalendarInterval</key>\n  <array>\n{times}  </array>")
        }
        Rhythm::Every(pause) => {
            format!("  <key>StartInterval</key>\n  <integer>{}</integer>", pause.as_secs())
        }
    };
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<!-- {MARK} -->
<plist version=\"1.0\">
<dict>
  <key>Label</key>
  <string>{}</string>
  <key>ProgramArguments</key>
  <array>
{words}  </array>
{when}
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
",
        label(plan)
    );
    Unit { name: format!("{}.plist", label(plan)), text }
}

/// What launchd calls it.
pub(super) fn label(plan: &Plan) -> String {
    format!("awardwire.{}", plan.name)
}

/// Text in XML.
pub(super) fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::civil::Time;

    use super::*;
    use crate::cli::schedule::plan::sample;

    #[test]
    fn an_agent_has_each_argument_for_itself() {
        let unit = unit(&sample(Rhythm::Daily(vec![Time::constant(6, 30, 0, 0)])));
        assert_eq!(unit.name, "awardwire.awardwire-update.plist");
        assert!(unit.text.contains("    <string>it's &quot;&lt;x&gt;&quot; &amp; $HOME</string>\n"));
        assert!(
            unit.text.contains("<key>Hour</key><integer>6</integer><key>Minute</key><integer>30</integer>")
        );
        let every = super::unit(&sample(Rhythm::Every(Duration::from_mins(30))));
        assert!(every.text.contains("<key>StartInterval</key>\n  <integer>1800</integer>"));
    }
}
