//! Documents of an issuer, over HTTP.

use std::time::Duration;

use http::StatusCode;
use reqwest::{Client, redirect};

use super::Endpoint;

/// Fetches small documents; made once, at start-up.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher(Client);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(5);
/// No discovery document and no key set is longer, in bytes.
const MAXIMUM_LENGTH: usize = 512 * 1024;

/// Why a document was not fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// No connection, no answer in time, or none in HTTP.
    #[error("{}", words(.0))]
    Transport(reqwest::Error),
    /// Redirects are not followed: they would lead where nobody looked.
    #[error("it answers {0}, and not 200")]
    Status(StatusCode),
    #[error("its answer has more than {MAXIMUM_LENGTH} bytes")]
    TooLong,
}

impl Fetcher {
    /// Makes the client.
    ///
    /// # Errors
    ///
    /// When the system has no certificates to check servers with.
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(redirect::Policy::none())
            .referer(false)
            // One fetch an hour has no use for a connection that waits.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("jwt-router/", env!("CARGO_PKG_VERSION")))
            .build()
            .map(Self)
    }

    /// Fetches a document: 200, at most 512 KiB, within five seconds.
    ///
    /// # Errors
    ///
    /// Says what was wrong, and nothing of what was in the answer.
    pub(super) async fn get(&self, endpoint: &Endpoint) -> Result<Vec<u8>, FetchError> {
        let request = self.0.get(endpoint.url().clone());
        let mut answer = request.send().await.map_err(FetchError::Transport)?;
        if answer.status() != StatusCode::OK {
            return Err(FetchError::Status(answer.status()));
        }
        let mut body = Vec::new();
        // The announced length may be wrong or missing: what comes is counted.
        while let Some(chunk) = answer.chunk().await.map_err(FetchError::Transport)? {
            if body.len().saturating_add(chunk.len()) > MAXIMUM_LENGTH {
                return Err(FetchError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

fn words(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "it does not answer in time"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "it does not answer in HTTP"
    }
}
