//! `awardwire show --page`: a page byte by byte.

use std::io::{self, Write};

use awardwire::base::printable;
use awardwire::library::RawPage;

use crate::cli::ending::{DONE, Ending};
use crate::cli::settings::Settings;

/// Writes the page to stdout: its bytes, or on a terminal its text without what a terminal would obey.
pub fn print(page: &RawPage, headers: bool, settings: &Settings) -> Result<u8, Ending> {
    let kind = page.content_type.as_deref();
    if settings.is_terminal() && !is_text(kind, &page.bytes) {
        return Err(Ending::usage(format!(
            "the page is not text ({}): write it to a file or another program, as in `awardwire show … --page > page`",
            printable(kind.unwrap_or("of no kind that it says"))
        )));
    }
    if page.others > 0 {
        settings
            .say(&format!("{} more of the library's pages stand in this record of the archive", page.others));
    }
    if !page.is_intact {
        settings.say("the page in the archive has another digest than when it came: it was changed since");
    }
    let mut out = io::stdout().lock();
    if headers {
        out.write_all(head(page).as_bytes())?;
    }
    if settings.is_terminal() {
        out.write_all(printable(&page.text()).as_bytes())?;
    } else {
        out.write_all(&page.bytes)?;
    }
    out.flush()?;
    Ok(DONE)
}

/// The status and headers as they came, and an empty line.
fn head(page: &RawPage) -> String {
    let mut lines = Vec::new();
    if let Some((status, headers)) = &page.answer {
        lines.push(format!("HTTP/1.1 {status}"));
        lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    } else {
        lines.extend(page.content_type.as_ref().map(|kind| format!("Content-Type: {kind}")));
        lines.push(format!("Content-Length: {}", page.bytes.len()));
    }
    let line = |line: &String| printable(line).replace('\n', " ");
    let lines: Vec<String> = lines.iter().map(line).chain([String::new(), String::new()]).collect();
    lines.join("\n")
}

/// Whether it is text, by what it says of itself and by its bytes.
fn is_text(kind: Option<&str>, bytes: &[u8]) -> bool {
    let kind = kind.unwrap_or("text/plain").to_ascii_lowercase();
    let is_named_text =
        ["text/", "json", "xml", "message/", "javascript"].iter().any(|word| kind.contains(word));
    is_named_text && !bytes.contains(&0)
}
