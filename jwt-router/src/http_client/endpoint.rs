//! The URLs of an issuer.

use std::fmt;

use reqwest::Url;

use super::loopback::is_loopback;

/// A URL that keys may come from: `https`, or `http` on this machine.
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
    pub(crate) fn parse(text: &str) -> Result<Self, EndpointFault> {
        let url =
            Url::parse(text).map_err(|_| "it is no URL, such as `https://login.example.com`")?;
        match url.scheme() {
            "https" => {}
            "http" if url.host_str().is_some_and(is_loopback) => {}
            _ => return Err("its scheme has to be `https`; `http` is for this machine only"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it must have no user name and no password");
        }
        if url.fragment().is_some() {
            return Err("it must have no fragment (`#..`)");
        }
        Ok(Self(url))
    }

    /// Checks the URL of an issuer, which has no query ([OpenID Connect Discovery 1.0, section 3]).
    ///
    /// [OpenID Connect Discovery 1.0, section 3]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
    pub(crate) fn parse_issuer(text: &str) -> Result<Self, EndpointFault> {
        let endpoint = Self::parse(text)?;
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

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests;
