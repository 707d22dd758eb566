//! Dates against the table of `../shared/dates`, where that folder lies beside the project.

use std::io::{self, Write};
use std::path::Path;

use awardwire::article::{read_record, sentence_spans};
use awardwire::entities::find;
use serde_json::{Value, json};

/// How much of the tier `news` must be right.
const MARK: f64 = 0.92;

/// The dates found in `text`, published on the day of reference.
fn dates(text: &str, reference: &str) -> Vec<String> {
    let record = json!({"id": "case", "title": "", "text": text, "published": reference}).to_string();
    let Ok(article) = read_record(&record) else { return Vec::new() };
    let sentences = sentence_spans(&article);
    find(&article, &sentences).dates.iter().map(|mention| mention.date.to_string()).collect()
}

#[test]
fn the_table_of_dates_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dates/dev.jsonl");
    let Ok(table) = std::fs::read_to_string(&path) else {
        // Not by a macro, whose words the test harness keeps to itself.
        writeln!(
            io::stderr(),
            "SKIPPED: there is no ../shared/dates/dev.jsonl, so no date is compared with its table"
        )
        .unwrap();
        return;
    };
    for tier in ["news", "other"] {
        let (mut right, mut all) = (0_u32, 0_u32);
        for case in table.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            if case["tier"] != tier {
                continue;
            }
            let (text, reference) = (case["text"].as_str().unwrap(), case["reference"].as_str().unwrap());
            let found = dates(text, reference);
            let accepted: Vec<&str> = case["expect"]
                .as_str()
                .into_iter()
                .chain(case["alternatives"].as_array().into_iter().flatten().filter_map(Value::as_str))
                .collect();
            all += 1;
            // One date stands in each text; a second one found is wrong.
            if matches!(found.as_slice(), [only] if accepted.contains(&only.as_str())) {
                right += 1;
                continue;
            }
            eprintln!("{tier}: {text:?} on {reference}: {accepted:?} but found {found:?}");
        }
        let share = f64::from(right) / f64::from(all.max(1));
        writeln!(io::stderr(), "dates, tier {tier}: {right} of {all} right, {share:.3}").unwrap();
        assert!(tier != "news" || (all > 0 && share >= MARK), "{tier}: {share:.3} of {all}, below {MARK}");
    }
}
