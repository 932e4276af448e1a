//! The URLs of an issuer.

use std::fmt;

use reqwest::Url;

use super::{PlainHosts, loopback::is_loopback};

/// A URL that keys may come from: `https`, or `http` on this machine and on hosts that allow it.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Endpoint(Url);

/// What is wrong with the URL of an issuer, in the words of an error message.
pub(crate) type EndpointFault = &'static str;

impl Endpoint {
    /// Checks a URL.
    ///
    /// # Errors
    ///
    /// Says what is wrong: whoever can change an answer on its way can sign tokens, so `http` is
    /// for tests on this machine.
    #[cfg(any(feature = "google", test))]
    pub(crate) fn parse(text: &str) -> Result<Self, EndpointFault> {
        let url = Self::parse_url(text)?;
        if !is_safe(&url) {
            return Err("its scheme has to be `https`; `http` is for this machine only");
        }
        Ok(Self(url))
    }

    /// Checks a URL, which may be `http` on these hosts.
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

    fn parse_url(text: &str) -> Result<Url, EndpointFault> {
        let url =
            Url::parse(text).map_err(|_| "it is no URL, such as `https://login.example.com`")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it must have no user name and no password");
        }
        if url.fragment().is_some() {
            return Err("it must have no fragment (`#..`)");
        }
        Ok(url)
    }

    /// Checks the URL of an issuer, which has no query ([OpenID Connect Discovery 1.0, section 3]).
    ///
    /// [OpenID Connect Discovery 1.0, section 3]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
    pub(crate) fn parse_issuer(text: &str, plain: &PlainHosts) -> Result<Self, EndpointFault> {
        let endpoint = Self::parse_with(text, plain)?;
        if endpoint.0.query().is_some() {
            return Err("it must have no query (`?..`)");
        }
        Ok(endpoint)
    }

    /// Whether what stands here was protected on its way.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

/// Returns whether what a URL names is protected on its way, or does not leave this machine.
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
