//! How long a crawl waits between two requests to each host.

use std::collections::HashMap;
use std::time::Duration;

use crate::sources::{Catalog, SourceEntry};

/// The pauses of a crawl.
pub(super) struct Paces {
    /// Between two requests to a host that no source says anything of.
    pub(super) usual: Duration,
    /// The same for hosts of sources that say something, by host without port.
    pub(super) hosts: HashMap<String, Duration>,
}

impl Paces {
    /// The pauses that the settings and sources ask for; `delay` takes the place of the settings' own. Where several sources
    /// lie on one host, the one that wants the longest pause has its way, be it by saying nothing.
    pub(super) fn of(catalog: &Catalog, chosen: &[SourceEntry], delay: Option<Duration>) -> Self {
        let usual = delay.unwrap_or(Duration::from_millis(catalog.settings.delay_ms.into()));
        let enabled = catalog.sources.iter().filter(|entry| entry.enabled);
        let mut hosts: HashMap<String, Duration> = HashMap::new();
        for entry in enabled.chain(chosen) {
            let wanted = entry.delay_ms.map_or(usual, |delay| Duration::from_millis(delay.into()));
            let pause = hosts.entry(entry.url.host().to_owned()).or_default();
            *pause = (*pause).max(wanted);
        }
        Self { usual, hosts }
    }

    /// The pause between two requests to this host.
    pub(super) fn at(&self, host: &str) -> Duration {
        self.hosts.get(host).copied().unwrap_or(self.usual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_sources_on_a_host_the_slowest_has_its_way() {
        let source = |name: &str, host: &str, more: &str| {
            format!("[[source]]\nname = '{name}'\nkind = 'feed'\nurl = 'https://{host}/{name}'\n{more}\n")
        };
        let text = [
            source("a", "slow.example", "delay_ms = 9000"),
            source("b", "slow.example", "delay_ms = 100"),
            source("c", "quick.example", "delay_ms = 100"),
            source("d", "mixed.example", "delay_ms = 100"),
            source("e", "mixed.example", ""),
            source("f", "off.example", "delay_ms = 7000\nenabled = false"),
        ];
        let catalog = Catalog::parse(&text.concat()).unwrap();
        let check = |chosen: &[SourceEntry], host: &str, millis: u64| {
            let paces = Paces::of(&catalog, chosen, None);
            assert_eq!(paces.at(host), Duration::from_millis(millis), "{host}");
        };
        check(&[], "slow.example", 9_000);
        check(&[], "quick.example", 100);
        check(&[], "mixed.example", 1_000);
        check(&[], "off.example", 1_000);
        check(&[], "other.example", 1_000);
        // One that is named is read though it is off.
        check(&catalog.sources[5..], "off.example", 7_000);
        assert_eq!(Paces::of(&catalog, &[], Some(Duration::ZERO)).at("other.example"), Duration::ZERO);
    }
}
