//! What may be meant by names in a query that nobody has.

use awardwire::export::entity_hits::kind_word;
use awardwire::library::{Library, Misnamed};

use crate::cli::output::one_line;
use crate::cli::settings::Settings;

/// Says it for each name of a query that found nothing. A hint that cannot be had is none: the answer stands without it.
pub fn tell_of(library: &Library, query: &str, settings: &Settings) {
    tell(&library.misnamed(query, settings.today()).unwrap_or_default(), settings);
}

/// Says it for each of these names.
pub fn tell(misnamed: &[Misnamed], settings: &Settings) {
    for name in misnamed {
        let (kind, written) = (kind_word(name.kind), one_line(&name.written));
        let instead = one_line(&name.instead.join(" or "));
        settings.say(&format!("no {kind} is called \"{written}\"; did you mean {instead}?"));
    }
}

/// Says it for the name of an agency or vendor that was asked for by itself.
pub fn tell_name(library: &Library, name: &str, settings: &Settings) {
    let near = library.nearly_named(name).unwrap_or_default();
    if !near.is_empty() {
        let instead: Vec<String> = near.iter().map(|name| format!("\"{}\"", one_line(name))).collect();
        settings.say(&format!("did you mean {}?", instead.join(" or ")));
    }
}
