//! Names as registers print them, written as names are.

/// "TRANSPORTATION, DEPARTMENT OF" as "DEPARTMENT OF TRANSPORTATION"; "DEPT OF" spelled out.
pub(super) fn body_name(printed: &str) -> String {
    let upright = match printed.rsplit_once(", ") {
        Some((what, form))
            if ["department of", "office of", "department of the", "bureau of"]
                .contains(&form.trim().to_lowercase().as_str()) =>
        {
            format!("{} {what}", form.trim())
        }
        _ => printed.to_owned(),
    };
    let spelled = ["DEPT OF ", "Dept of ", "DEPT. OF ", "Dept. of "]
        .iter()
        .find_map(|short| upright.strip_prefix(short))
        .map(|rest| format!("Department of {rest}"));
    in_capitals_as_written(&spelled.unwrap_or(upright))
}

/// A name printed in capitals only, as a name is written: "QUIBBLE DYNAMICS LLC" is "Quibble Dynamics LLC". Short words and
/// words without a vowel may be letters of their own.
pub(super) fn in_capitals_as_written(printed: &str) -> String {
    let words = printed.split(' ').filter(|word| word.chars().any(char::is_alphabetic));
    let shouted = words.clone().filter(|word| is_shouted(word)).count();
    let long = words.filter(|word| is_shouted(word) && word.len() > 4).count();
    let all =
        printed.split(' ').filter(|word| word.chars().any(char::is_lowercase) && word.len() > 3).count();
    if shouted == 0 || long == 0 || all > 1 {
        return printed.to_owned();
    }
    let written = printed.split(' ').enumerate().map(|(place, word)| written(word, place == 0));
    written.collect::<Vec<_>>().join(" ")
}

/// A place printed in capitals, as a place is written; two letters are those of a state.
pub(super) fn place_as_written(printed: &str) -> String {
    let words = printed.split(' ').enumerate().map(|(place, word)| {
        if word.len() > 2 && is_shouted(word) { capitalised(word) } else { written(word, place == 0) }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_shouted(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

fn written(word: &str, is_first: bool) -> String {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let has_vowel = letters.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
    match letters.as_str() {
        "OF" | "AND" | "THE" | "FOR" | "IN" | "ON" | "TO" if !is_first => return word.to_lowercase(),
        "OF" | "AND" | "THE" | "FOR" | "INC" | "LTD" | "CORP" | "CO" => {}
        _ if letters.chars().count() <= 3 || !has_vowel || !is_shouted(word) => return word.to_owned(),
        _ => {}
    }
    capitalised(word)
}

fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut begins = true;
    for c in word.chars() {
        if begins {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric() && !matches!(c, '\'' | '’');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_written_as_names() {
        for (printed, expected) in [
            ("QUIBBLE DYNAMICS LLC", "Quibble Dynamics LLC"),
            ("OVENBIRD-MARROW OF OHIO, INC.", "Ovenbird-Marrow of Ohio, Inc."),
            ("IBM", "IBM"),
            ("Quibble Dynamics PLC", "Quibble Dynamics PLC"),
            ("SAIC", "SAIC"),
        ] {
            assert_eq!(in_capitals_as_written(printed), expected);
        }
        assert_eq!(place_as_written("TARROW SPRINGS"), "Tarrow Springs");
        assert_eq!((place_as_written("OHIO"), place_as_written("WI")), ("Ohio".into(), "WI".into()));
        assert_eq!(body_name("TRANSPORTATION, DEPARTMENT OF"), "Department of Transportation");
        assert_eq!(body_name("DEPT OF DEFENSE"), "Department of Defense");
        assert_eq!(body_name("Department of Defense"), "Department of Defense");
    }
}
