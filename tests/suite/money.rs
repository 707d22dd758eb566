//! Sums of money against the table of `../shared/money`, where that folder lies beside the project.

use std::io::{self, Write};
use std::path::Path;

use awardwire::article::{read_record, sentence_spans};
use awardwire::entities::{Amount, Qualifier, find};
use serde_json::{Value, json};

/// How much of each of the tiers `news` and `basic` must be right.
const MARK: f64 = 0.97;

/// A case is right where the sums found are those expected, in order and none besides: the same value and currency; for a
/// range its lower end is `value` and its upper `value_to`; `under` is a sum said to be at most or less than, `above` one
/// said to be more. The cases of price-parser name only the first price (the lower end where it is a range), so that one
/// is compared and the others are not.
fn is_right(case: &Value, found: &[Amount]) -> bool {
    let expected = case["expect"].as_array().unwrap();
    let is_first_only = case["source"].as_str().unwrap_or_default().starts_with("price-parser");
    let found = if is_first_only { &found[..found.len().min(1)] } else { found };
    found.len() == expected.len()
        && expected.iter().zip(found).all(|(expected, found)| {
            let number =
                |value: &Value| value.to_string().parse().ok().map(|d: rust_decimal::Decimal| d.normalize());
            let (low, high) = (found.low.map(|low| low.normalize()), Some(found.money.amount));
            let is_value = match expected.get("value_to") {
                Some(to) => low == number(&expected["value"]) && high == number(to),
                None if is_first_only => low.or(high) == number(&expected["value"]),
                None => low.is_none() && high == number(&expected["value"]),
            };
            let is_bound = match expected["bound"].as_str() {
                Some("under") => matches!(found.qualifier, Some(Qualifier::UpTo | Qualifier::LessThan)),
                Some("above") => found.qualifier == Some(Qualifier::MoreThan),
                _ => true,
            };
            is_value && is_bound && expected["currency"] == found.money.currency.code()
        })
}

fn amounts(text: &str) -> Vec<Amount> {
    let record = json!({"id": "case", "title": "", "text": text}).to_string();
    let Ok(article) = read_record(&record) else { return Vec::new() };
    let sentences = sentence_spans(&article);
    find(&article, &sentences).amounts
}

#[test]
fn the_table_of_sums_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/money/dev.jsonl");
    let Ok(table) = std::fs::read_to_string(&path) else {
        // Not by a macro, whose words the test harness keeps to itself.
        writeln!(
            io::stderr(),
            "SKIPPED: there is no ../shared/money/dev.jsonl, so no sum is compared with its table"
        )
        .unwrap();
        return;
    };
    let mut failures = Vec::new();
    for tier in ["news", "basic", "exotic"] {
        let (mut right, mut all) = (0_u32, 0_u32);
        for case in table.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            if case["tier"] != tier {
                continue;
            }
            let text = case["text"].as_str().unwrap();
            let found = amounts(text);
            all += 1;
            if is_right(&case, &found) {
                right += 1;
                continue;
            }
            let found: Vec<String> = found.iter().map(|a| format!("{:?} {:?}", a.low, a.money)).collect();
            eprintln!("{tier}: {text:?}: {} but found {found:?}", case["expect"]);
        }
        let share = f64::from(right) / f64::from(all.max(1));
        writeln!(io::stderr(), "sums of money, tier {tier}: {right} of {all} right, {share:.3}").unwrap();
        if tier != "exotic" && (all == 0 || share < MARK) {
            failures.push(format!("{tier}: {share:.3} of {all}"));
        }
    }
    assert!(failures.is_empty(), "below {MARK}: {failures:?}");
}
