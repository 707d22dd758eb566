//! HTTP messages as the archive keeps them.

use crate::base::Address;
use crate::fetch::{Exchange, Fetched};

pub(super) const RESPONSE: &str = "application/http; msgtype=response";
pub(super) const REQUEST: &str = "application/http; msgtype=request";
/// These tell how the body was sent, which the archive's body no longer is.
const OF_TRANSFER: &[&str] = &["content-encoding", "transfer-encoding", "content-length"];

/// The answer with this body: its headers as they came where they are known, else made anew from what [`Fetched`] keeps.
pub(super) fn response(fetched: &Fetched, body: Option<&[u8]>) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 {} {}\r\n", fetched.status, reason_phrase(fetched.status)).into_bytes();
    match &fetched.exchange {
        Some(exchange) => {
            for (name, value) in &exchange.received {
                if OF_TRANSFER.contains(&name.to_ascii_lowercase().as_str()) {
                    push_header(&mut block, &format!("X-Crawler-{name}"), value);
                } else {
                    push_header(&mut block, name, value);
                }
            }
        }
        None => {
            for (name, value) in [
                ("Content-Type", &fetched.content_type),
                ("ETag", &fetched.etag),
                ("Last-Modified", &fetched.last_modified),
                ("X-Robots-Tag", &fetched.robots_tag),
                ("tdm-reservation", &fetched.tdm_reservation),
                ("tdm-policy", &fetched.tdm_policy),
            ] {
                if let Some(value) = value {
                    push_header(&mut block, name, value);
                }
            }
        }
    }
    if let Some(body) = body {
        push_header(&mut block, "Content-Length", &body.len().to_string());
    }
    block.extend_from_slice(b"\r\n");
    block.extend_from_slice(body.unwrap_or_default());
    block
}

/// The request to this address, in the form of HTTP/1.1 whatever it was sent by.
pub(super) fn request(address: &Address, exchange: &Exchange) -> Vec<u8> {
    let mut block = format!("{} {} HTTP/1.1\r\n", exchange.method, address.path_and_query()).into_bytes();
    for (name, value) in &exchange.sent {
        push_header(&mut block, name, value);
    }
    if !exchange.form.is_empty() {
        push_header(&mut block, "Content-Length", &exchange.form.len().to_string());
    }
    block.extend_from_slice(b"\r\n");
    block.extend_from_slice(&exchange.form);
    block
}

pub(super) fn push_header(block: &mut Vec<u8>, name: &str, value: &str) {
    block.extend_from_slice(format!("{name}: {}\r\n", one_line(value)).as_bytes());
}

/// A header value without what could begin another header.
pub(super) fn one_line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
