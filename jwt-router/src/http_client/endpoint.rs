//! URLs of other servers, checked before a request is sent to them.

use std::fmt;

use reqwest::Url;

use super::{PlainHosts, loopback::is_loopback};

/// A URL that requests may be sent to: `https`, or `http` to this machine and to the hosts of [`PlainHosts`].
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Endpoint(Url);

/// What is wrong with a URL, as the text of an error message.
pub(crate) type EndpointFault = &'static str;

impl Endpoint {
    /// Parses a URL, which may be `http` to this machine only.
    ///
    /// An attacker who can change responses on the network could replace an issuer's keys and then sign tokens,
    /// so plain HTTP is for tests on this machine.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the URL.
    #[cfg(any(feature = "google", test))]
    pub(crate) fn parse(text: &str) -> Result<Self, EndpointFault> {
        let url = Self::parse_url(text)?;
        if !is_safe(&url) {
            return Err("its scheme has to be `https`; `http` is for this machine only");
        }
        Ok(Self(url))
    }

    /// Parses a URL, which may be `http` to this machine and to the hosts of `plain`.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the URL.
    pub(crate) fn parse_with(text: &str, plain: &PlainHosts) -> Result<Self, EndpointFault> {
        let url = Self::parse_url(text)?;
        let is_allowed = url.scheme() == "http" && plain.has_host_of(&url);
        if !is_safe(&url) && !is_allowed {
            return Err(
                "its scheme has to be `https`; `http` is for this machine, and for a host of a private network that `.insecure_http(\"host:port\")` names",
            );
        }
        Ok(Self(url))
    }

    /// Parses a URL of any scheme, and rejects user names, passwords and fragments.
    fn parse_url(text: &str) -> Result<Url, EndpointFault> {
        let url =
            Url::parse(text).map_err(|_| "it is not a URL, such as `https://login.example.com`")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it must have no user name and no password");
        }
        if url.fragment().is_some() {
            return Err("it must have no fragment (`#..`)");
        }
        Ok(url)
    }

    /// Parses the URL of an issuer, which has no query ([OpenID Connect Discovery 1.0, section 3]).
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the URL.
    ///
    /// [OpenID Connect Discovery 1.0, section 3]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
    pub(crate) fn parse_issuer(text: &str, plain: &PlainHosts) -> Result<Self, EndpointFault> {
        let endpoint = Self::parse_with(text, plain)?;
        if endpoint.0.query().is_some() {
            return Err("it must have no query (`?..`)");
        }
        Ok(endpoint)
    }

    /// Returns whether the scheme is `https`, which protects the response on its way.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

/// Returns whether a response from this URL is protected by TLS or does not leave this machine.
fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests;
