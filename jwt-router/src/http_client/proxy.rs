//! Reads the proxy for requests over `https` from the environment.

use reqwest::{NoProxy, Proxy};

use super::HttpSetupError;

/// The environment variables that name a proxy, in order: the first one that is set wins.
///
/// The list leaves out `HTTP_PROXY`, since a request over plain HTTP never goes through a proxy.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The hosts of this machine, as a `NO_PROXY` list: a proxy on another machine cannot reach them.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// Returns the proxy for requests over `https` to other machines, or `None` when no variable names one.
///
/// Only requests over `https` go through a proxy, which then passes on bytes that TLS protects (`CONNECT`). With plain
/// HTTP, the proxy could replace the keys in an issuer's response by its own, and then sign tokens.
///
/// # Errors
///
/// Returns [`HttpSetupError::Proxy`] when the value is not the URL of an HTTP proxy.
pub(super) fn from_variables(
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, HttpSetupError> {
    let set = |name: &'static str| {
        let value = variable(name).filter(|value| !value.trim().is_empty())?;
        Some((name, value))
    };
    let Some((name, value)) = VARIABLES.into_iter().find_map(set) else {
        return Ok(None);
    };
    let url = url(value.trim()).ok_or(HttpSetupError::Proxy { variable: name })?;
    let proxy = Proxy::https(url).map_err(|_| HttpSetupError::Proxy { variable: name })?;
    let mut direct = LOOPBACK.to_owned();
    if let Some(names) = set("NO_PROXY").or_else(|| set("no_proxy")) {
        direct = format!("{direct},{}", names.1);
    }
    Ok(Some(proxy.no_proxy(NoProxy::from_string(&direct))))
}

/// Returns the URL of an HTTP proxy, with `http` where the scheme is left out (`proxy.example.com:3128`).
///
/// Returns `None` for other schemes, such as `socks5`.
fn url(value: &str) -> Option<String> {
    match value.split_once("://") {
        None => Some(format!("http://{value}")),
        Some((scheme, _)) => {
            let is_http = ["http", "https"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            is_http.then(|| value.to_owned())
        }
    }
}

#[cfg(test)]
mod tests;
