//! The URLs from which the keys of an issuer are fetched.

use super::{IssuerNames, discovery};
use crate::http_client::{Endpoint, PlainHosts};

/// Where the keys of an issuer are published.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// At the `jwks_uri` of the issuer's discovery document.
    Discovery {
        names: IssuerNames,
        document: Endpoint,
        plain: PlainHosts,
    },
    /// At the URL `keys`.
    Keys { names: IssuerNames, keys: Endpoint },
}

impl Source {
    /// Returns the source for an issuer with a discovery document, whose URL is the issuer's first name and a
    /// path.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the issuer's URL.
    pub(crate) fn discover(names: &IssuerNames, plain: &PlainHosts) -> Result<Self, &'static str> {
        let issuer = names.first();
        Endpoint::parse_issuer(issuer, plain)?;
        if issuer.ends_with(discovery::DOCUMENT) {
            return Err(
                "it is the URL of a discovery document: write what stands before `/.well-known`, which is the `iss` of the tokens",
            );
        }
        Ok(Self::Discovery {
            names: names.clone(),
            document: discovery::document_of(issuer, plain)?,
            plain: plain.clone(),
        })
    }

    /// Returns the first name of the issuer.
    pub(super) fn issuer(&self) -> &str {
        match self {
            Self::Discovery { names, .. } | Self::Keys { names, .. } => names.first(),
        }
    }
}
