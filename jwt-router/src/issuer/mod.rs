//! Tokens of other issuers: where their keys are, and which of their tokens are good.
//!
//! This room does I/O, in a task of its own: a request finds the keys in memory, or waits for one
//! fetch that it shares with all others.

mod discovery;
mod endpoint;
mod fetch;
#[cfg(feature = "google")]
mod id_token;
mod jws;
mod remote;

#[cfg(feature = "google")]
pub(crate) use self::id_token::{IdTokenRules, verify_id_token};
pub(crate) use self::{
    endpoint::Endpoint,
    fetch::Fetcher,
    jws::{JwsError, verify_jws},
    remote::{RemoteKeys, Source},
};

#[cfg(test)]
mod tests;
