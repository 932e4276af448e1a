//! The one way out to other servers: bounded in time and size, and never redirected.
//!
//! Plain HTTP goes straight to its server, and `https` through the proxy of the environment, if there is one.

mod certificates;
mod endpoint;
mod loopback;
mod plain_hosts;
mod proxy;

pub(crate) use self::{
    certificates::RootCertificates, endpoint::Endpoint, plain_hosts::PlainHosts,
};

use std::{fmt, time::Duration};

use http::StatusCode;
use reqwest::{Client, RequestBuilder, redirect::Policy};

/// A client whose requests have the same limits; made once, at start-up.
#[derive(Clone)]
pub(crate) struct HttpClient {
    client: Client,
    maximum_length: usize,
}

/// What a server may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    /// From the first byte that is sent to the last that is read.
    pub(crate) total: Duration,
    /// The longest body that is read, in bytes.
    pub(crate) maximum_length: usize,
    /// Whether connections are kept for later requests.
    pub(crate) keeps_connections: bool,
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpSetupError {
    /// The system has no TLS, or no certificates to check servers with.
    #[error("no HTTPS client can be made, perhaps for want of root certificates: {0}")]
    Client(reqwest::Error),
    /// The value is left out of the message: it may have a password.
    #[error(
        "the environment variable `{variable}` is not the URL of an HTTP proxy, such as `http://proxy.example.com:3128`"
    )]
    Proxy { variable: &'static str },
}

/// Why there is no usable answer of a server; it holds nothing that the server sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("it does not answer in time")]
    Timeout,
    #[error("it cannot be reached")]
    Unreachable,
    /// It is there, and may be another server than the one that it says it is.
    #[error("its certificate is not trusted: {0}")]
    Certificate(&'static str),
    #[error("it does not answer in HTTP")]
    NotHttp,
    #[error("its answer has more than {maximum} bytes")]
    TooLong { maximum: usize },
}

impl HttpClient {
    /// Makes a client with these limits, which trusts these authorities besides those of the system.
    ///
    /// # Errors
    ///
    /// Returns [`HttpSetupError`] when TLS cannot be set up, and when the environment names a proxy that
    /// cannot be used.
    pub(crate) fn new(limits: Limits, roots: &RootCertificates) -> Result<Self, HttpSetupError> {
        let mut client = Client::builder()
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            // A redirect would lead where nobody looked.
            .redirect(Policy::none())
            .referer(false)
            // The client's own reading of the environment would send plain HTTP to a proxy too.
            .no_proxy()
            .dns_resolver(loopback::Resolver)
            .user_agent(concat!("jwt-router/", env!("CARGO_PKG_VERSION")));
        if !roots.is_empty() {
            client = client.tls_certs_merge(roots.certificates());
        }
        if let Some(proxy) = proxy::from_variables(|name| std::env::var(name).ok())? {
            client = client.proxy(proxy);
        }
        if !limits.keeps_connections {
            client = client.pool_max_idle_per_host(0);
        }
        Ok(Self {
            client: client.build().map_err(HttpSetupError::Client)?,
            maximum_length: limits.maximum_length,
        })
    }

    pub(crate) fn get(&self, endpoint: &Endpoint) -> Request {
        self.request(self.client.get(endpoint.url().clone()))
    }

    #[cfg(feature = "google")]
    pub(crate) fn post(&self, endpoint: &Endpoint) -> Request {
        self.request(self.client.post(endpoint.url().clone()))
    }

    const fn request(&self, builder: RequestBuilder) -> Request {
        Request {
            builder,
            maximum_length: self.maximum_length,
        }
    }
}

/// A request to be sent.
#[must_use = "a request does nothing until it is sent"]
pub(crate) struct Request {
    builder: RequestBuilder,
    maximum_length: usize,
}

#[cfg(feature = "google")]
impl Request {
    /// Puts a token into the `Authorization` header.
    pub(crate) fn bearer(mut self, token: &str) -> Self {
        self.builder = self.builder.bearer_auth(token);
        self
    }

    /// Puts a form into the body.
    pub(crate) fn form(mut self, form: &(impl serde::Serialize + ?Sized)) -> Self {
        self.builder = self.builder.form(form);
        self
    }

    pub(crate) fn accept(mut self, media_type: &'static str) -> Self {
        self.builder = self.builder.header(http::header::ACCEPT, media_type);
        self
    }
}

impl Request {
    /// Sends the request, and waits for the head of the answer.
    ///
    /// # Errors
    ///
    /// Returns [`HttpError`] when there is none.
    pub(crate) async fn send(self) -> Result<Response, HttpError> {
        Ok(Response {
            response: self.builder.send().await?,
            maximum_length: self.maximum_length,
        })
    }
}

/// The head of an answer, whose body is still to be read.
pub(crate) struct Response {
    response: reqwest::Response,
    maximum_length: usize,
}

impl Response {
    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Reads the body chunk by chunk, up to the longest that is allowed.
    ///
    /// # Errors
    ///
    /// Returns [`HttpError`] when the body is longer, or breaks off.
    pub(crate) async fn body(mut self) -> Result<Vec<u8>, HttpError> {
        let maximum = self.maximum_length;
        let mut body = Vec::new();
        // The announced length may be wrong or missing: the bytes that arrive are counted.
        while let Some(chunk) = self.response.chunk().await? {
            if body.len().saturating_add(chunk.len()) > maximum {
                return Err(HttpError::TooLong { maximum });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

impl From<reqwest::Error> for HttpError {
    fn from(error: reqwest::Error) -> Self {
        if let Some(fault) = certificates::fault(&error) {
            Self::Certificate(fault)
        } else if error.is_timeout() {
            Self::Timeout
        } else if error.is_connect() {
            Self::Unreachable
        } else {
            Self::NotHttp
        }
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HttpClient")
    }
}
