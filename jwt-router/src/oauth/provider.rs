//! Sends requests to a login provider.

use std::time::Duration;

use http::StatusCode;
use serde::{Serialize, de::DeserializeOwned};

use crate::http_client::{
    Endpoint, HttpClient, HttpError, HttpSetupError, Limits, Request, RootCertificates,
};

/// The HTTP client for requests to one provider.
#[derive(Clone, Debug)]
pub(crate) struct ProviderClient(HttpClient);

/// The default limits of requests to a provider.
pub(crate) const LIMITS: Limits = Limits {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
    // The longest response of a provider, a key set, has some 4 KiB.
    maximum_length: 256 * 1024,
    keeps_connections: true,
};

/// The response of a provider, with its whole body.
pub(crate) struct Answer {
    status: StatusCode,
    body: Vec<u8>,
}

/// The reason why a provider gave no usable response.
///
/// The error holds no text that the provider or a client sent, since it goes to the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum ProviderError {
    #[error("the provider cannot be reached")]
    Unreachable,
    #[error("the certificate of the provider is not trusted: {0}")]
    Certificate(&'static str),
    #[error("the provider did not respond in time")]
    Timeout,
    #[error("the provider answered with the status {0}")]
    Status(u16),
    #[error("the provider's answer is too long")]
    TooLong,
    #[error("the provider's answer is not the JSON it should be")]
    Malformed,
    #[error("the keys of the provider cannot be fetched")]
    NoKeys,
    #[error(
        "the provider does not know this client: check client id, client secret and redirect URI"
    )]
    Client,
}

impl ProviderClient {
    /// Creates a client with these limits.
    ///
    /// # Errors
    ///
    /// See [`HttpClient::new`].
    pub(crate) fn new(limits: Limits) -> Result<Self, HttpSetupError> {
        HttpClient::new(limits, &RootCertificates::default()).map(Self)
    }

    /// Sends a GET request with one of the provider's tokens in the `Authorization` header, never in the URL.
    pub(crate) async fn get_with(
        &self,
        endpoint: &Endpoint,
        token: &str,
    ) -> Result<Answer, ProviderError> {
        Self::send(self.0.get(endpoint).bearer(token)).await
    }

    /// Sends a POST request with an empty form, and with one of the provider's tokens in the `Authorization`
    /// header.
    pub(crate) async fn post_with(
        &self,
        endpoint: &Endpoint,
        token: &str,
    ) -> Result<Answer, ProviderError> {
        let empty: [(&str, &str); 0] = [];
        Self::send(self.0.post(endpoint).form(&empty).bearer(token)).await
    }

    /// Sends a POST request with a form. A code, the client secret and tokens are sent in the body and never in
    /// the URL (SECURITY.md, rule 10).
    pub(crate) async fn post(
        &self,
        endpoint: &Endpoint,
        form: &(impl Serialize + ?Sized),
    ) -> Result<Answer, ProviderError> {
        Self::send(self.0.post(endpoint).form(form)).await
    }

    async fn send(request: Request) -> Result<Answer, ProviderError> {
        let response = request.accept("application/json").send().await?;
        Ok(Answer {
            status: response.status(),
            body: response.body().await?,
        })
    }
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Deserializes the body of a response with the status 200.
    ///
    /// # Errors
    ///
    /// Returns [`ProviderError::Status`] for another status, and [`ProviderError::Malformed`] for another body.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        match self.status.as_u16() {
            200 => self.any_json(),
            status => Err(ProviderError::Status(status)),
        }
    }

    /// Deserializes the body of a response with any status.
    ///
    /// # Errors
    ///
    /// Returns [`ProviderError::Malformed`] when the body is not the expected JSON.
    pub(crate) fn any_json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|_| ProviderError::Malformed)
    }
}

impl From<HttpError> for ProviderError {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Timeout => Self::Timeout,
            HttpError::Unreachable | HttpError::NotHttp => Self::Unreachable,
            HttpError::Certificate(fault) => Self::Certificate(fault),
            HttpError::TooLong { .. } => Self::TooLong,
        }
    }
}
