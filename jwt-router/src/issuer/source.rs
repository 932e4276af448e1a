//! Where the keys of an issuer are.

use super::{IssuerNames, discovery};
use crate::http_client::{Endpoint, PlainHosts};

/// Where the keys of an issuer are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// In the discovery document of this issuer.
    Discovery {
        names: IssuerNames,
        document: Endpoint,
        plain: PlainHosts,
    },
    /// Here.
    Keys { names: IssuerNames, keys: Endpoint },
}

impl Source {
    /// Finds the keys by the discovery document of the issuer, which is below its first name.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the issuer's URL.
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

    pub(super) fn issuer(&self) -> &str {
        match self {
            Self::Discovery { names, .. } | Self::Keys { names, .. } => names.first(),
        }
    }
}
