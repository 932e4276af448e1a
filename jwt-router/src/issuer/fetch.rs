//! Documents of an issuer, over HTTP.

use std::time::Duration;

use http::StatusCode;

use crate::http_client::{
    Endpoint, HttpClient, HttpError, HttpSetupError, Limits, RootCertificates,
};

/// Fetches small documents; made once, at start-up.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher(HttpClient);

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(3),
    total: Duration::from_secs(5),
    // No discovery document and no key set is longer.
    maximum_length: 512 * 1024,
    // One fetch an hour has no use for a connection that waits.
    keeps_connections: false,
};

/// Why a document was not fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error(transparent)]
    Http(#[from] HttpError),
    /// Not 200; a redirect neither.
    #[error("it answers {0}, and not 200")]
    Status(StatusCode),
}

impl Fetcher {
    /// Makes the client, which trusts these authorities besides those of the system.
    ///
    /// # Errors
    ///
    /// When the system has no certificates to check servers with.
    pub(crate) fn new(roots: &RootCertificates) -> Result<Self, HttpSetupError> {
        HttpClient::new(LIMITS, roots).map(Self)
    }

    /// Fetches a document: 200, at most 512 KiB, within five seconds.
    ///
    /// # Errors
    ///
    /// Says what was wrong, and nothing of what was in the answer.
    pub(super) async fn get(&self, endpoint: &Endpoint) -> Result<Vec<u8>, FetchError> {
        let answer = self.0.get(endpoint).send().await?;
        if answer.status() != StatusCode::OK {
            return Err(FetchError::Status(answer.status()));
        }
        Ok(answer.body().await?)
    }
}
