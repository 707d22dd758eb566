//! The text of a `sources.toml` as the program changes it: keys of one entry are set, entries are put at the end or taken
//! out; comments, order and all else stay as the user wrote them.
//!
//! This file must not know where the text lies, nor what a source gives.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

/// What a key is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyValue {
    /// Words.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Several words.
    Words(Vec<String>),
}

/// Why the text cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It is no TOML.
    #[error("{0}")]
    NoToml(String),
    /// The sources do not stand under `[[source]]`.
    #[error("the sources are not written as [[source]] tables: change them by hand")]
    NotTables,
    /// The settings do not stand under `[settings]`.
    #[error("the settings are not written as a [settings] table: change them by hand")]
    NotSettings,
}

/// The text with these keys of the entry of this name; an entry that is not there yet is put at the end.
///
/// # Errors
/// [`EditError`], when the text is no TOML or its sources stand in an inline array.
pub fn with_keys(text: &str, name: &str, keys: &[(&str, KeyValue)]) -> Result<String, EditError> {
    let mut document = read(text)?;
    let Some(at) = tables(&document)?.and_then(|tables| place_of(tables, name)) else {
        let mut out = text.to_owned();
        push_block(&mut out, name, keys);
        return Ok(out);
    };
    if let Some(table) = tables_mut(&mut document).and_then(|tables| tables.get_mut(at)) {
        for (key, value) in keys {
            set(table, key, value);
        }
    }
    Ok(document.to_string())
}

/// A new entry: its name and its other keys.
pub type NewEntry = (String, Vec<(&'static str, KeyValue)>);

/// The text with these entries at its end, none of which is there yet.
///
/// # Errors
/// As [`with_keys`].
pub fn with_new_entries(text: &str, entries: &[NewEntry]) -> Result<String, EditError> {
    tables(&read(text)?)?;
    let mut out = text.to_owned();
    for (name, keys) in entries {
        push_block(&mut out, name, keys);
    }
    Ok(out)
}

/// The text with this key in its `[settings]`, which are put at the end where they are missing.
///
/// # Errors
/// [`EditError`], when the text is no TOML or its settings are no table.
pub fn with_setting(text: &str, key: &str, value: &KeyValue) -> Result<String, EditError> {
    let mut document = read(text)?;
    match document.get_mut("settings") {
        Some(Item::Table(table)) => {
            set(table, key, value);
            Ok(document.to_string())
        }
        None | Some(Item::None) => {
            let mut out = text.trim_end().to_owned();
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            Ok(format!("{out}[settings]\n{key} = {}\n", value_of(value).to_string().trim()))
        }
        Some(_) => Err(EditError::NotSettings),
    }
}

/// The text without the entry of this name and the comment right above it; `None` when there is no such entry.
///
/// # Errors
/// As [`with_keys`].
pub fn without_entry(text: &str, name: &str) -> Result<Option<String>, EditError> {
    let mut document = read(text)?;
    let Some(at) = tables(&document)?.and_then(|tables| place_of(tables, name)) else { return Ok(None) };
    let mut kept = String::new();
    if let Some(tables) = tables_mut(&mut document) {
        let above =
            tables.get(at).and_then(|table| table.decor().prefix()).and_then(|prefix| prefix.as_str());
        // What an empty line parts from the entry is not about it.
        let apart = above.and_then(|above| above.rfind("\n\n").and_then(|cut| above.get(..=cut)));
        kept.push_str(apart.unwrap_or(""));
        tables.remove(at);
        if let Some(next) = tables.get_mut(at) {
            let below = next.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned();
            next.decor_mut().set_prefix(format!("{kept}{below}"));
            kept.clear();
        }
    }
    if !kept.is_empty() {
        let trailing = document.trailing().as_str().unwrap_or("").to_owned();
        document.set_trailing(format!("{kept}{trailing}"));
    }
    Ok(Some(document.to_string()))
}

fn read(text: &str) -> Result<DocumentMut, EditError> {
    let whole = |error: toml_edit::TomlError| error.message().lines().collect::<Vec<_>>().join("; ");
    text.parse::<DocumentMut>().map_err(|error| EditError::NoToml(whole(error)))
}

/// The `[[source]]` tables; `None` where there is no source at all.
fn tables(document: &DocumentMut) -> Result<Option<&ArrayOfTables>, EditError> {
    match document.get("source") {
        None | Some(Item::None) => Ok(None),
        Some(Item::ArrayOfTables(tables)) => Ok(Some(tables)),
        Some(_) => Err(EditError::NotTables),
    }
}

fn tables_mut(document: &mut DocumentMut) -> Option<&mut ArrayOfTables> {
    document.get_mut("source").and_then(Item::as_array_of_tables_mut)
}

fn place_of(tables: &ArrayOfTables, name: &str) -> Option<usize> {
    let wanted = name.to_lowercase();
    let is_meant = |table: &Table| {
        table.get("name").and_then(Item::as_str).is_some_and(|name| name.to_lowercase() == wanted)
    };
    tables.iter().position(is_meant)
}

fn set(table: &mut Table, key: &str, value: &KeyValue) {
    let mut new = value_of(value);
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        // The comment behind it stays.
        *new.decor_mut() = old.decor().clone();
    }
    if let Some(place) = table.get_mut(key) {
        *place = Item::Value(new);
    } else {
        table.insert(key, Item::Value(new));
    }
}

fn value_of(value: &KeyValue) -> Value {
    match value {
        KeyValue::Text(text) => Value::from(text.as_str()),
        KeyValue::Flag(flag) => Value::from(*flag),
        KeyValue::Words(words) => words.iter().map(String::as_str).collect(),
    }
}

/// Puts a new entry below all else, so that no comment changes its place.
fn push_block(out: &mut String, name: &str, keys: &[(&str, KeyValue)]) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    let line = |key: &str, value: &KeyValue| format!("{key} = {}\n", value_of(value).to_string().trim());
    out.push_str("[[source]]\n");
    out.push_str(&line("name", &KeyValue::Text(name.to_owned())));
    out.extend(keys.iter().map(|(key, value)| line(key, value)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::Catalog;

    const TEXT: &str = "# mine\n\n[settings]\ndelay_ms = 500 # slow\n\n# the first\n[[source]]\nname = \"One\"\nkind = 'feed' # rss\nurl = \"https://one.example/f\"\nenabled = true # for now\n\n# kept\n\n# the second\n[[source]]\nname = \"Two\"\nkind = \"page\"\nurl = \"https://two.example/\"\n\n# the end\n";

    #[test]
    fn a_key_is_set_where_it_stands() {
        let text = with_keys(TEXT, "one", &[("enabled", KeyValue::Flag(false))]).unwrap();
        assert_eq!(text, TEXT.replace("enabled = true", "enabled = false"));
        let text = with_keys(TEXT, "Two", &[("enabled", KeyValue::Flag(false))]).unwrap();
        assert_eq!(
            text,
            TEXT.replace("https://two.example/\"\n", "https://two.example/\"\nenabled = false\n")
        );
    }

    #[test]
    fn a_new_entry_stands_at_the_end() {
        let text = with_keys(TEXT, "Three \"3\"", &[("enabled", KeyValue::Flag(true))]).unwrap();
        assert!(text.starts_with(TEXT.trim_end()), "{text}");
        assert!(text.ends_with("# the end\n\n[[source]]\nname = 'Three \"3\"'\nenabled = true\n"), "{text}");
        let only = with_keys("", "A", &[("topics", KeyValue::Words(vec!["ai".into(), "b".into()]))]).unwrap();
        assert_eq!(only, "[[source]]\nname = \"A\"\ntopics = [\"ai\", \"b\"]\n");
    }

    #[test]
    fn an_entry_goes_with_its_own_comment_only() {
        let text = without_entry(TEXT, "TWO").unwrap().unwrap();
        assert!(text.contains("# kept") && text.contains("# the end"), "{text}");
        assert!(!text.contains("second") && !text.contains("Two"), "{text}");
        let text = without_entry(TEXT, "One").unwrap().unwrap();
        assert!(
            text.contains("# kept") && text.contains("# the second") && !text.contains("the first"),
            "{text}"
        );
        assert_eq!(without_entry(TEXT, "Three").unwrap(), None);
    }

    #[test]
    fn a_setting_is_set_where_it_stands_or_at_the_end() {
        let delay = KeyValue::Text("x\"y".into());
        let text = with_setting(TEXT, "delay_ms", &delay).unwrap();
        assert_eq!(text, TEXT.replace("500 #", "'x\"y' #"));
        let contact = KeyValue::Text("me@example.org".into());
        let text = with_setting(
            "# mine\n[[source]]\nname = 'A'\nkind = 'page'\nurl = 'https://a.example/'\n",
            "contact",
            &contact,
        )
        .unwrap();
        assert!(text.ends_with("\n\n[settings]\ncontact = \"me@example.org\"\n"), "{text}");
        assert_eq!(Catalog::parse(&text).unwrap().settings.contact.as_deref(), Some("me@example.org"));
        assert_eq!(with_setting("settings = 3", "a", &contact), Err(EditError::NotSettings));
    }

    #[test]
    fn what_cannot_be_changed_is_told() {
        assert_eq!(with_keys("source = [{name = 'a'}]", "a", &[]), Err(EditError::NotTables));
        assert_eq!(without_entry("source = 3", "a"), Err(EditError::NotTables));
        assert!(matches!(without_entry("[", "a"), Err(EditError::NoToml(_))));
    }

    proptest! {
        #[test]
        fn any_name_and_text_can_be_written_and_read_again(name in "[ -~äß€]{1,20}", why in "\\PC{0,30}") {
            prop_assume!(!name.trim().is_empty());
            let keys = [
                ("kind", KeyValue::Text("feed".into())),
                ("url", KeyValue::Text("https://a.example/".into())),
                ("why", KeyValue::Text(why.clone())),
            ];
            let text = with_keys(TEXT, &name, &keys).unwrap();
            let catalog = Catalog::parse(&text).unwrap();
            prop_assert_eq!(catalog.find(&name).unwrap().why.as_deref(), Some(why.as_str()));
            let again = without_entry(&text, &name).unwrap().unwrap();
            prop_assert!(Catalog::parse(&again).unwrap().find(&name).is_none());
        }
    }
}
