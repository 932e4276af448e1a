//! Names and addresses of this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

/// Returns whether the host of a URL is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = address.parse();
    address.map_or_else(|_| is_localhost(host), |address| address.is_loopback())
}

/// Returns whether a name is `localhost` or below it ([RFC 6761, section 6.3]).
///
/// [RFC 6761, section 6.3]: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
fn is_localhost(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Resolves names as the system does, except for those of this machine.
///
/// The system may resolve `localhost` to any address, by its `hosts` file or by DNS, and plain HTTP is
/// allowed to `localhost`. RFC 6761, section 6.3: such names get loopback addresses and are not looked up.
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is the URL's, which replaces this one.
            let addresses: Vec<SocketAddr> = if is_localhost(name.as_str()) {
                LOOPBACK.map(|address| SocketAddr::new(address, 0)).to_vec()
            } else {
                lookup_host((name.as_str(), 0)).await?.collect()
            };
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

const LOOPBACK: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

#[cfg(test)]
mod tests;
