//! The one way out to a provider: bounded in time and size, and never redirected.

use std::{fmt, time::Duration};

use reqwest::{Client, RequestBuilder, Response, header, redirect::Policy};
use serde::{Serialize, de::DeserializeOwned};

use crate::issuer::Endpoint;

/// The largest answer that is read; a provider's key set, the largest there is, has some 4 KiB.
const MAXIMUM_LENGTH: usize = 256 * 1024;

/// A client of one provider.
#[derive(Clone)]
pub(crate) struct HttpClient(Client);

/// How long a provider may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    /// From the first byte that is sent to the last that is read.
    pub(crate) total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(10),
        }
    }
}

/// What a provider answered.
pub(crate) struct Answer {
    status: u16,
    body: Vec<u8>,
}

/// Why there is no usable answer of a provider.
///
/// It says nothing that the provider or a client sent: it goes to the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum ProviderError {
    #[error("the provider cannot be reached")]
    Unreachable,
    #[error("the provider did not answer in time")]
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

impl HttpClient {
    /// Makes the client; `None` when TLS cannot be set up.
    pub(crate) fn new(timeouts: Timeouts) -> Option<Self> {
        Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .user_agent(concat!("jwt-router/", env!("CARGO_PKG_VERSION")))
            .build()
            .ok()
            .map(Self)
    }

    /// Asks with a token of the provider's, which stands in a header and never in the URL.
    pub(crate) async fn get_with(
        &self,
        endpoint: &Endpoint,
        token: &str,
    ) -> Result<Answer, ProviderError> {
        Self::send(self.0.get(endpoint.url().clone()).bearer_auth(token)).await
    }

    /// As [`get_with`](Self::get_with), with a form that is empty.
    pub(crate) async fn post_with(
        &self,
        endpoint: &Endpoint,
        token: &str,
    ) -> Result<Answer, ProviderError> {
        let empty: [(&str, &str); 0] = [];
        let request = self.0.post(endpoint.url().clone()).form(&empty);
        Self::send(request.bearer_auth(token)).await
    }

    /// Sends a form: `code`, `client_secret` and tokens belong into a body (SECURITY.md, rule 10).
    pub(crate) async fn post(
        &self,
        endpoint: &Endpoint,
        form: &(impl Serialize + ?Sized),
    ) -> Result<Answer, ProviderError> {
        Self::send(self.0.post(endpoint.url().clone()).form(form)).await
    }

    async fn send(request: RequestBuilder) -> Result<Answer, ProviderError> {
        let request = request.header(header::ACCEPT, "application/json");
        let response = request.send().await.map_err(ProviderError::from)?;
        Ok(Answer {
            status: response.status().as_u16(),
            body: read(response).await?,
        })
    }
}

/// Reads a body chunk by chunk, and no further than it may be long.
async fn read(mut response: Response) -> Result<Vec<u8>, ProviderError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len().saturating_add(chunk.len()) > MAXIMUM_LENGTH {
            return Err(ProviderError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

impl Answer {
    pub(crate) const fn status(&self) -> u16 {
        self.status
    }

    /// The body of an answer that is a success.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        match self.status {
            200 => self.any_json(),
            status => Err(ProviderError::Status(status)),
        }
    }

    /// The body, whatever the status.
    pub(crate) fn any_json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|_| ProviderError::Malformed)
    }
}

impl From<reqwest::Error> for ProviderError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Unreachable
        }
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpClient")
    }
}
