//! An agency or vendor as the user calls it.

use awardwire::library::{Choice, Library, Named, Subject};

use crate::cli::ending::Ending;
use crate::cli::output::{count, one_line};

/// Whom the name stands for; `None` where nobody is so called.
///
/// # Errors
/// When it stands for several, or the library fails.
pub fn named(library: &Library, name: &str) -> Result<Option<Subject>, Ending> {
    match library.named(name)? {
        Named::Nobody => Ok(None),
        Named::One(subject) => Ok(Some(*subject)),
        Named::Several(choices) => {
            let each: Vec<String> = choices.iter().map(choice).collect();
            Err(Ending::usage(format!(
                "{:?} may stand for several; ask with the id of one:\n  {}",
                one_line(name),
                each.join("\n  ")
            )))
        }
    }
}

/// `us/dod/army  Army (agency, 3 deals)`.
fn choice(choice: &Choice) -> String {
    let deals = count(choice.deals, "deal");
    let (id, name) = (one_line(choice.id.as_str()), one_line(&choice.name));
    format!("{id}  {name} ({}, {deals})", choice.side.as_str())
}
