//! Names and addresses of this machine, which plain HTTP is allowed to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

/// Returns whether the host of a URL is this machine: a loopback address, `localhost` or a name below it.
pub(super) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = address.parse();
    address.map_or_else(|_| is_localhost(host), |address| address.is_loopback())
}

/// Returns whether a name is `localhost` or ends in `.localhost` ([RFC 6761, section 6.3]).
///
/// [RFC 6761, section 6.3]: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
fn is_localhost(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Resolves `localhost` and the names below it to loopback addresses, and all other names as the system does.
///
/// The system may resolve `localhost` to any address, by its `hosts` file or by DNS. A request over plain HTTP
/// would then leave this machine. RFC 6761, section 6.3 requires loopback addresses for such names, without a
/// look-up.
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // reqwest replaces the port 0 by the URL's.
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

/// The addresses of `localhost` and of the names below it.
const LOOPBACK: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

#[cfg(test)]
mod tests;
