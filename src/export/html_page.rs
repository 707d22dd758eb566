//! The frame of a page that is handed over: nothing is loaded, nothing runs, light or dark as the reader likes, fit to print.

use std::io::{self, Write};

use super::html_text::text;

pub(super) const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}h1{margin-bottom:0}h2{margin-top:2rem;border-bottom:1px solid #d5dae0;font-size:1.15rem}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #eceff2;vertical-align:top}th{color:#5a6572;font-weight:600}.n{text-align:right;white-space:nowrap}.faint{color:#5a6572}.doubt{color:#8a5a00;background:#fff6e0;padding:0 .3em;border-radius:.2em}.sample{background:#fff6e0;padding:.5rem 1rem}.quote{color:#5a6572;font-size:.9rem}li{margin:.35rem 0}a{color:#0b57a4}@media(prefers-color-scheme:dark){body{color:#e6e9ec;background:#14171a}.faint,.quote,th{color:#9aa5b1}th,td,h2{border-color:#2b3138}.doubt,.sample{color:#f0c36a;background:#2f2711}a{color:#7db7f0}}@media print{@page{margin:14mm}body{margin:0;max-width:none;color:#000;background:#fff}.faint,.quote,th{color:#444}th,td,h2{border-color:#bbb}.doubt,.sample{color:#000;background:#fff;border:1px solid #777}a{color:#000}thead{display:table-header-group}tr,li{break-inside:avoid}h2,h3{break-after:avoid}a[href^=http]::after{content:\" <\" attr(href) \">\";font-size:.85em;overflow-wrap:anywhere}}";
/// The only thing the page may use: the style above, by its digest (CSP level 2).
pub(super) const POLICY: &str = "default-src 'none'; style-src 'sha256-mP3wU2ZDo+vD8QeGsqF6LCGUftqFLw7wlFlt0iCSdz0='; base-uri 'none'; form-action 'none'";

/// Writes what stands before the content: the head, and the heading.
///
/// # Errors
/// When `out` cannot be written to.
pub(super) fn begin(title: &str, heading: &str, out: &mut dyn Write) -> io::Result<()> {
    let (title, heading) = (text(title), text(heading));
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{heading}</h1>"
    )
}

/// Writes what stands behind it.
///
/// # Errors
/// When `out` cannot be written to.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</body>\n</html>")
}
