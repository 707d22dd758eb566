//! Alerts as the chats of others take them.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::text::{MOST_FOUND, cut, line, subject};
use crate::base::Address;
use crate::export::{markdown_text, safe_json};
use crate::report::{Alert, AlertReport};

/// At most so many alerts in one message; the rest is counted.
const MOST: usize = 20;

/// Writes the alerts as a message for an incoming webhook of Slack (`{"text": …}` in its mrkdwn).
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_slack(report: &AlertReport, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![format!("*awardwire: {}*", slack_text(&heading(report)))];
    for alert in report.alerts.iter().take(MOST) {
        lines.push(String::new());
        lines.push(format!("*{}*: {}", alert.news_in_words(), slack_text(alert.title())));
        lines.extend(facts(alert).iter().map(|words| slack_text(words)));
        let first = slack_text(&alert.first_article());
        lines.push(match address(alert) {
            Some(address) => format!("<{}|{}>", slack_address(&address), first.replace('|', "¦")),
            None => first,
        });
        lines.extend(why(alert).iter().map(|words| format!("_{}_", slack_text(words))));
    }
    lines.extend(more(report));
    let text = lines.join("\n");
    safe_json::write(&json!({ "text": text }), out)
}

/// Writes the alerts as a message with a card, as an incoming webhook of Microsoft Teams takes it (Adaptive Cards 1.4).
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_teams(report: &AlertReport, out: &mut dyn Write) -> io::Result<()> {
    let block = |text: String| json!({"type": "TextBlock", "text": text, "wrap": true});
    let title = markdown_text::text(&format!("awardwire: {}", heading(report)));
    let mut body: Vec<Value> =
        vec![json!({"type": "TextBlock", "text": title, "wrap": true, "size": "Large", "weight": "Bolder"})];
    for alert in report.alerts.iter().take(MOST) {
        let name = markdown_text::text(&format!("{}: {}", alert.news_in_words(), alert.title()));
        body.push(json!({
            "type": "TextBlock", "text": name, "wrap": true, "weight": "Bolder", "separator": true,
        }));
        body.extend(facts(alert).iter().map(|words| block(markdown_text::text(words))));
        let first = alert.first_article();
        body.push(block(match address(alert) {
            Some(address) => markdown_text::link(&first, address.as_str()),
            None => markdown_text::text(&first),
        }));
        body.extend(why(alert).iter().map(|words| block(markdown_text::text(words))));
    }
    body.extend(more(report).map(block));
    let card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    });
    let message = json!({
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    });
    safe_json::write(&message, out)
}

fn heading(report: &AlertReport) -> String {
    format!("{}{}", subject(report), if report.sample { " (sample data)" } else { "" })
}

fn facts(alert: &Alert) -> Vec<String> {
    let changes = alert.changes.iter().map(crate::report::AlertChange::words);
    let sentence = alert.deal.as_ref().and_then(|deal| deal.sentence.as_deref()).map(|text| cut(&line(text)));
    changes.chain(alert.standing()).chain(sentence).collect()
}

fn why(alert: &Alert) -> Vec<String> {
    let words = |caught: &crate::report::Caught| {
        let parts: Vec<String> = caught.because.iter().map(|one| one.words(MOST_FOUND)).collect();
        format!("watch {}: {}", caught.watch, parts.join("; "))
    };
    alert.watches.iter().map(words).collect()
}

fn address(alert: &Alert) -> Option<Address> {
    Address::parse(alert.articles.first()?.url.as_deref()?).ok()
}

fn more(report: &AlertReport) -> Option<String> {
    let more = report.alerts.len().saturating_sub(MOST);
    (more > 0).then(|| format!("and {more} more"))
}

/// Text in which nothing is a link, a mention or a mark: Slack acts on `<…>` and on signs beside words.
fn slack_text(raw: &str) -> String {
    let escaped = line(raw).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // Slack has no escape for its marks, so look-alikes stand for them; an address keeps its underscores.
    escaped.replace('*', "∗").replace('~', "∼").replace('`', "'")
}

/// An address within `<…|…>`.
fn slack_address(address: &Address) -> String {
    address.as_str().replace('&', "&amp;").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_is_told_nothing_it_would_act_on() {
        let shown = slack_text("<!channel> & <https://evil.example|x> *b* `c`\n~d~");
        assert_eq!(shown, "&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt; ∗b∗ 'c' ∼d∼");
    }
}
