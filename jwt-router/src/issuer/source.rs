//! The URLs from which the keys of an issuer are fetched.

use super::{IssuerNames, discovery};
use crate::http_client::{Endpoint, PlainHosts};

/// The place where an issuer publishes its keys.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The URL `jwks_uri` in the issuer's discovery document.
    Discovery {
        names: IssuerNames,
        document: Endpoint,
        plain: PlainHosts,
    },
    /// The URL `keys`, which the application has configured.
    Keys { names: IssuerNames, keys: Endpoint },
}

impl Source {
    /// Returns the source for an issuer that has a discovery document. The URL of the document begins with the
    /// issuer's first name.
    ///
    /// # Errors
    ///
    /// Returns the text of an error message when the issuer's URL cannot be used.
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

    /// Returns the first name of the issuer, which identifies it.
    pub(super) fn issuer(&self) -> &str {
        match self {
            Self::Discovery { names, .. } | Self::Keys { names, .. } => names.first(),
        }
    }
}
