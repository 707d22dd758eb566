//! A versioned release as the release it comes to: of every field its last value
//! (OCDS 1.1, "Merging: versioned releases").

use serde_json::{Map, Value};

/// The last values.
pub(super) fn compiled(value: &Value) -> Value {
    match value {
        Value::Array(versions) if versions.iter().all(is_version) && !versions.is_empty() => {
            versions.last().and_then(|last| last.get("value")).cloned().unwrap_or_default()
        }
        Value::Array(entries) => Value::Array(entries.iter().map(compiled).collect()),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), compiled(value)));
            Value::Object(fields.collect::<Map<String, Value>>())
        }
        other => other.clone(),
    }
}

fn is_version(value: &Value) -> bool {
    let is_dated = ["releaseID", "releaseDate", "releaseTag"].iter().any(|key| value.get(key).is_some());
    is_dated && value.get("value").is_some()
}
