//! What a document says of itself: the core properties (ECMA-376 part 2, 11).

use super::markup::{Markup, Piece};
use crate::article::date::stamp;
use crate::article::page::clean;
use crate::article::published::{DateOrigin, Published};

/// Title, author, time and language as the file has them.
#[derive(Default)]
pub(super) struct Properties {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    pub(super) created: Option<Published>,
}

impl Properties {
    /// Reads the part.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut markup = Markup::new(text);
        let mut value = String::new();
        while let Some(piece) = markup.next_piece() {
            match piece {
                Piece::Start(_) => value.clear(),
                Piece::Text(text) => value.push_str(&text),
                Piece::End(name) => {
                    let value = Some(clean(&std::mem::take(&mut value))).filter(|value| !value.is_empty());
                    match name.as_str() {
                        "title" => found.title = value,
                        "creator" => found.author = value,
                        "language" => found.language = value,
                        "created" => {
                            found.created = value.and_then(|text| stamp(&text, DateOrigin::FileProperties));
                        }
                        _ => {}
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read() {
        let found = Properties::of(
            "<cp:coreProperties><dc:title>Army &amp; Acme</dc:title><dc:creator>Jane Roe</dc:creator>\
             <dcterms:created xsi:type='dcterms:W3CDTF'>2026-03-03T09:30:00Z</dcterms:created></cp:coreProperties>",
        );
        assert_eq!(
            (found.title.as_deref(), found.author.as_deref()),
            (Some("Army & Acme"), Some("Jane Roe"))
        );
        assert_eq!(found.created.unwrap().date.to_string(), "2026-03-03");
    }
}
