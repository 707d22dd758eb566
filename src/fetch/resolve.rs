//! From host names to network addresses, with the private ones kept out.
//!
//! It is asked for every new connection, and the connection goes to what it answers and nowhere else. So a name that is
//! public when it is looked at and private when it is connected to (DNS rebinding) gains nothing.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use crate::base::Address;
use crate::fetch::{FetchError, guard};

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// Who knows names, and what is private: the system and the registries, but for tests.
#[derive(Clone)]
pub(super) struct Net {
    pub(super) lookup: Arc<dyn Fn(String) -> Found + Send + Sync>,
    pub(super) refusal: fn(IpAddr) -> Option<&'static str>,
}

impl Net {
    pub(super) fn system() -> Self {
        let lookup = |host: String| -> Found {
            Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.collect()) })
        };
        Self { lookup: Arc::new(lookup), refusal: guard::refusal }
    }
}

impl fmt::Debug for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Net")
    }
}

/// Finds where hosts lie.
#[derive(Debug)]
pub(super) struct Resolver {
    /// Hosts that are served from this socket whatever names say.
    pub(super) connect_to: HashMap<String, SocketAddr>,
    /// Hosts that may lie at private addresses.
    pub(super) allow_private: HashSet<String>,
    pub(super) net: Net,
}

impl Resolver {
    /// Where a connection to this host may go.
    ///
    /// # Errors
    /// What the system says, and [`FetchError::PrivateAddress`].
    pub(super) async fn find(
        &self,
        host: String,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        if let Some(socket) = self.connect_to.get(&host) {
            return Ok(vec![*socket]);
        }
        let found = (self.net.lookup)(host.clone()).await?;
        let refused = found.iter().find_map(|socket| Some((socket.ip(), (self.net.refusal)(socket.ip())?)));
        // One private address among public ones is how DNS rebinding looks, so it spoils them all.
        match refused {
            Some((ip, kind)) if !self.allow_private.contains(&host) => {
                Err(FetchError::PrivateAddress { host, ip, kind }.into())
            }
            _ => Ok(found),
        }
    }

    /// A host written as a number is never looked up, so it is checked here.
    ///
    /// # Errors
    /// [`FetchError::PrivateAddress`].
    pub(super) fn check_literal(&self, address: &Address) -> Result<(), FetchError> {
        let ip: IpAddr = match address.url().host() {
            Some(url::Host::Ipv4(ip)) => ip.into(),
            Some(url::Host::Ipv6(ip)) => ip.into(),
            _ => return Ok(()),
        };
        match (self.net.refusal)(ip) {
            Some(kind) if !self.allow_private.contains(address.host()) => {
                Err(FetchError::PrivateAddress { host: address.host().to_owned(), ip, kind })
            }
            _ => Ok(()),
        }
    }
}
