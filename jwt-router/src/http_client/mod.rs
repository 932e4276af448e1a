//! The HTTP client for all requests to other servers: bounded in time and size, and never redirected.
//!
//! Requests over plain HTTP go straight to the server. Requests over `https` go through the proxy that the
//! environment names, if it names one.

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

/// An HTTP client whose requests all have the same [`Limits`]; made once, at start-up.
#[derive(Clone)]
pub(crate) struct HttpClient {
    client: Client,
    maximum_length: usize,
}

/// The limits of each request to a server, in time and in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The time to connect, TLS included.
    pub(crate) connect: Duration,
    /// The time from the start of the connection to the last byte of the body.
    pub(crate) total: Duration,
    /// The maximum length of a response's body, in bytes.
    pub(crate) maximum_length: usize,
    /// Whether idle connections are kept for later requests.
    pub(crate) keeps_connections: bool,
}

/// The reason why an [`HttpClient`] cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpSetupError {
    /// The system has no TLS, or no root certificates to verify servers with.
    #[error("no HTTPS client can be made, perhaps for want of root certificates: {0}")]
    Client(reqwest::Error),
    /// The value of the environment variable is not the URL of an HTTP proxy. The message leaves out the value, which
    /// may hold a password.
    #[error(
        "the environment variable `{variable}` is not the URL of an HTTP proxy, such as `http://proxy.example.com:3128`"
    )]
    Proxy { variable: &'static str },
}

/// The reason why a request got no usable response. It holds no data that the server sent, since it is logged.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("it does not answer in time")]
    Timeout,
    #[error("it cannot be reached")]
    Unreachable,
    /// A server responded, but it cannot prove that it is the server of the URL.
    #[error("its certificate is not trusted: {0}")]
    Certificate(&'static str),
    #[error("it does not respond in HTTP")]
    NotHttp,
    #[error("its response has more than {maximum} bytes")]
    TooLong { maximum: usize },
}

impl HttpClient {
    /// Makes a client with these limits, which trusts the certificate authorities of `roots` and of the system.
    ///
    /// # Errors
    ///
    /// Returns [`HttpSetupError`] when TLS cannot be set up, and when the environment names a proxy that
    /// cannot be used.
    pub(crate) fn new(limits: Limits, roots: &RootCertificates) -> Result<Self, HttpSetupError> {
        let mut client = Client::builder()
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            // The URL of a request was checked (`Endpoint`); the target of a redirect would not be.
            .redirect(Policy::none())
            .referer(false)
            // By default, reqwest reads the environment itself and sends plain HTTP through a proxy too.
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

    /// Returns a GET request, not yet sent.
    pub(crate) fn get(&self, endpoint: &Endpoint) -> Request {
        self.request(self.client.get(endpoint.url().clone()))
    }

    /// Returns a POST request without a body, not yet sent.
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

/// A request that is not sent yet.
#[must_use = "a request does nothing until it is sent"]
pub(crate) struct Request {
    builder: RequestBuilder,
    maximum_length: usize,
}

#[cfg(feature = "google")]
impl Request {
    /// Puts a bearer token into the `Authorization` header.
    pub(crate) fn bearer(mut self, token: &str) -> Self {
        self.builder = self.builder.bearer_auth(token);
        self
    }

    /// Sets the body to a form (`application/x-www-form-urlencoded`).
    pub(crate) fn form(mut self, form: &(impl serde::Serialize + ?Sized)) -> Self {
        self.builder = self.builder.form(form);
        self
    }

    /// Sets the `Accept` header.
    pub(crate) fn accept(mut self, media_type: &'static str) -> Self {
        self.builder = self.builder.header(http::header::ACCEPT, media_type);
        self
    }
}

impl Request {
    /// Sends the request, and waits for the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// Returns [`HttpError`] when the status and the headers do not arrive within the limits.
    pub(crate) async fn send(self) -> Result<Response, HttpError> {
        Ok(Response {
            response: self.builder.send().await?,
            maximum_length: self.maximum_length,
        })
    }
}

/// A response whose body is not read yet.
pub(crate) struct Response {
    response: reqwest::Response,
    maximum_length: usize,
}

impl Response {
    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Reads the body chunk by chunk, up to [`Limits::maximum_length`].
    ///
    /// # Errors
    ///
    /// Returns [`HttpError::TooLong`] when the body is longer, and another [`HttpError`] when the body is cut off or
    /// does not arrive in time.
    pub(crate) async fn body(mut self) -> Result<Vec<u8>, HttpError> {
        let maximum = self.maximum_length;
        let mut body = Vec::new();
        // `Content-Length` may be wrong or missing, so the bytes that arrive are counted.
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
