//! Fetches the documents of an issuer, such as its keys, over HTTP.

use std::time::Duration;

use http::StatusCode;

use crate::http_client::{
    Endpoint, HttpClient, HttpError, HttpSetupError, Limits, RootCertificates,
};

/// The HTTP client that fetches discovery documents and key sets. It is created once, at start-up.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher(HttpClient);

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(3),
    total: Duration::from_secs(5),
    // Discovery documents and key sets are shorter.
    maximum_length: 512 * 1024,
    // A connection would stay idle for an hour, until the next fetch.
    keeps_connections: false,
};

/// The reason why a document could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The status of the response is not 200. Redirects are not followed, so they are this error too.
    #[error("it answers {0}, and not 200")]
    Status(StatusCode),
}

impl Fetcher {
    /// Creates the client, which trusts the certificate authorities of `roots` and of the system.
    ///
    /// # Errors
    ///
    /// Returns [`HttpSetupError`] when the system has no root certificates, or the environment names a proxy
    /// that cannot be used.
    pub(crate) fn new(roots: &RootCertificates) -> Result<Self, HttpSetupError> {
        HttpClient::new(LIMITS, roots).map(Self)
    }

    /// Fetches a document of at most 512 KiB, within five seconds.
    ///
    /// # Errors
    ///
    /// Returns [`FetchError`] when the status is not 200 or the request fails; the error holds no text of the
    /// response.
    pub(super) async fn get(&self, endpoint: &Endpoint) -> Result<Vec<u8>, FetchError> {
        let answer = self.0.get(endpoint).send().await?;
        if answer.status() != StatusCode::OK {
            return Err(FetchError::Status(answer.status()));
        }
        Ok(answer.body().await?)
    }
}
