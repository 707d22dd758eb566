//! A bare word of a query: plain, `prefix*` or `fuzzy~1`.

use std::ops::Range;

use super::query::{Form, Node, Text, TextField};
use super::query_error::QueryError;

/// The farthest a phrase's words may be moved: more is a list of words, not a phrase.
pub(super) const MAX_SLOP: u32 = 100;

/// The part of the tree that a word without quotes stands for. `place` is its bytes in the query.
pub(super) fn read_word(field: TextField, word: &str, place: Range<usize>) -> Result<Node, QueryError> {
    let text = |form| Ok(Node::Text(Text { field, form }));
    if word == "*" && field == TextField::Any {
        return Ok(Node::Everything);
    }
    if let Some((before, after)) = word.rsplit_once('~')
        && !before.is_empty()
        && after.bytes().all(|b| b.is_ascii_digit())
    {
        return match after {
            "" | "1" => text(Form::Fuzzy { word: before.to_owned(), distance: 1 }),
            "2" => text(Form::Fuzzy { word: before.to_owned(), distance: 2 }),
            "0" => text(Form::Word(before.to_owned())),
            _ => {
                Err(QueryError::new("a word may differ by at most 2 letters", place)
                    .hint(format!("{before}~2")))
            }
        };
    }
    match word.find('*') {
        None => text(Form::Word(word.to_owned())),
        Some(star) if star > 0 && star + 1 == word.len() => text(Form::Prefix(word[..star].to_owned())),
        Some(star) => Err(QueryError::new("a star may stand only at the end of a word", place).hint(
            match word[..star].trim() {
                "" => "write the beginning of the word, as in procure*".to_owned(),
                start => format!("{start}*"),
            },
        )),
    }
}

/// The slop written after a phrase (`~3`); `digits` is what follows the tilde.
pub(super) fn read_slop(digits: &str, place: Range<usize>) -> Result<u32, QueryError> {
    let slop = if digits.is_empty() { Some(1) } else { digits.parse().ok() };
    slop.filter(|slop| *slop <= MAX_SLOP).ok_or_else(|| {
        QueryError::new(format!("words of a phrase may be moved by at most {MAX_SLOP}"), place)
            .hint("write a small number, as in \"task order\"~3")
    })
}
