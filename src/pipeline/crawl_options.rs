//! What a crawl is asked to do.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::Duration;

use jiff::civil::Date;

use crate::pipeline::notice_request::ServiceKeys;

/// What a crawl is asked to do.
#[derive(Clone, Debug, Default)]
pub struct CrawlOptions {
    /// Only these sources, by name; all enabled ones when empty.
    pub only: Vec<String>,
    /// At most so many pages.
    pub limit: Option<usize>,
    /// Look back to this day, in place of the settings' own.
    pub since: Option<Date>,
    /// Hosts asked at the same time, in place of the settings' own.
    pub jobs: Option<NonZeroUsize>,
    /// Whether pages are only named: services whose answers are records are left alone too.
    pub dry_run: bool,
    /// No page is begun after so long.
    pub time: Option<Duration>,
    /// Whether pages that robots.txt did not allow are asked for now rather than after their week.
    pub disallowed: bool,
    /// Hosts that are served from this socket (the demo's loopback server).
    pub connect_to: HashMap<String, SocketAddr>,
    /// Keys for services that ask for one.
    pub keys: ServiceKeys,
    /// Pause between two requests to one server, in place of the settings' own.
    pub delay: Option<Duration>,
}
