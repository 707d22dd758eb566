//! Plain text files as articles.

use crate::article::body::{BlockKind, Body};
use crate::article::examine::{empty_article, finish};
use crate::article::page::clean;
use crate::article::read::{Hints, refused};
use crate::article::{Reading, Refusal};

/// Reads plain text: the first line is the title when it is short and more follows it.
pub fn read_text(text: &str, hints: &Hints) -> Reading {
    let text = crate::base::printable(&text.replace("\r\n", "\n"));
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return refused(Refusal::Empty);
    }
    let (headline, rest) = first_line_as_title(trimmed);
    let body = body_of_text(rest);
    let mut article = empty_article(hints);
    article.title = headline.map(str::to_owned).or_else(|| hints.title.clone()).unwrap_or_default();
    article.published = hints.published;
    article.body = body;
    finish(&mut article, None);
    Reading { articles: vec![article], ..Reading::default() }
}

/// The first line, if it is a title: short, no sentence, and followed by a blank line or by longer text.
fn first_line_as_title(text: &str) -> (Option<&str>, &str) {
    const LONGEST_TITLE: usize = 200;
    let Some((first, rest)) = text.split_once('\n') else { return (None, text) };
    let next = rest.trim_start_matches([' ', '\t']);
    let is_set_apart = next.starts_with('\n');
    let next_line = rest.trim_start().split('\n').next().unwrap_or_default();
    let is_title = first.len() <= LONGEST_TITLE
        && !first.trim_end().ends_with(['.', ',', ';'])
        && (is_set_apart || next_line.len() > first.len());
    if is_title { (Some(first.trim()), rest.trim_start()) } else { (None, text) }
}

/// Blank lines part paragraphs; without any, every line is one. Lines of wrapped text are joined.
fn body_of_text(text: &str) -> Body {
    let has_blank_lines = text.contains("\n\n");
    if !has_blank_lines {
        return Body::from_blocks(text.lines().map(|line| (BlockKind::Paragraph, line)));
    }
    let mut body = Body::default();
    for paragraph in text.split("\n\n") {
        let lists = Body::verbatim(paragraph.to_owned());
        let is_list = lists.blocks().iter().any(|block| block.kind == BlockKind::ListItem);
        if is_list {
            for block in lists.blocks() {
                body.push(block.kind, &clean(lists.block_text(block)));
            }
        } else {
            body.push(BlockKind::Paragraph, &clean(paragraph));
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_its_title_in_the_first_line() {
        for (text, title, body) in [
            (
                "Army picks Acme\n\nWASHINGTON (AP) - The Army\nawarded it.\n\n- one\n- two",
                "Army picks Acme",
                "WASHINGTON (AP) - The Army awarded it.\n\n- one\n\n- two",
            ),
            ("Title\nA longer line follows it.\nEnd.", "Title", "A longer line follows it.\n\nEnd."),
            (
                "WASHINGTON - The Army awarded it.\nSo it goes.",
                "",
                "WASHINGTON - The Army awarded it.\n\nSo it goes.",
            ),
            ("One line", "", "One line"),
        ] {
            let found = read_text(text, &Hints::default()).articles.remove(0);
            assert_eq!((found.title.as_str(), found.body.text()), (title, body));
        }
    }
}
