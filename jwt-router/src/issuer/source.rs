//! Where the keys of an issuer are.

use super::discovery;
use crate::http_client::Endpoint;

/// Where the keys of an issuer are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// In the discovery document of this issuer.
    Discovery { issuer: String, document: Endpoint },
    /// Here.
    Keys { issuer: String, keys: Endpoint },
}

impl Source {
    /// Finds the keys by the discovery document of the issuer.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the issuer's URL.
    pub(crate) fn discover(issuer: &str) -> Result<Self, &'static str> {
        Endpoint::parse_issuer(issuer)?;
        if issuer.ends_with(discovery::DOCUMENT) {
            return Err(
                "it is the URL of a discovery document: write what stands before `/.well-known`, which is the `iss` of the tokens",
            );
        }
        Ok(Self::Discovery {
            issuer: issuer.to_owned(),
            document: discovery::document_of(issuer)?,
        })
    }

    pub(super) fn issuer(&self) -> &str {
        match self {
            Self::Discovery { issuer, .. } | Self::Keys { issuer, .. } => issuer,
        }
    }
}
