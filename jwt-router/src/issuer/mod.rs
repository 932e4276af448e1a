//! Verifies the tokens of other issuers, and keeps the issuers' keys up to date.
//!
//! One task for each issuer fetches the keys. A request finds the keys in memory, or waits for a fetch that it
//! shares with all other requests.

mod authenticator;
mod choice;
mod choice_faults;
mod condition;
mod configured;
mod discovery;
mod entra;
mod faults;
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

pub use self::condition::ClaimCondition;
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
