//! Tokens of other issuers: where their keys are, and which of their tokens are good.
//!
//! This room does I/O, in a task of its own: a request finds the keys in memory, or waits for one
//! fetch that it shares with all others.

mod authenticator;
mod configured;
mod discovery;
mod entra;
mod fetch;
mod held;
#[cfg(feature = "google")]
mod id_token;
mod names;
mod oidc;
mod refresh;
mod remote;
mod report;
mod source;
mod trusted;

#[cfg(feature = "google")]
pub(crate) use self::id_token::verify_id_token;
pub use self::oidc::OidcIssuer;
pub(crate) use self::{
    fetch::Fetcher,
    held::KeyLifetime,
    names::IssuerNames,
    remote::{JwsError, RemoteKeys},
    source::Source,
    trusted::{Issuer, Issuers, Unverified},
};

pub(crate) use crate::jwt::verify::Header;

#[cfg(test)]
mod tests;
