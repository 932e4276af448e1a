//! Settings about requests: where they may hold the token, how long a predicate may take, and how they are refused.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::JwtRoutesBuilder;
use crate::{duration::Period, policy::TokenTransports, rejection::Rejection};

impl JwtRoutesBuilder {
    /// Accepts tokens in this query parameter on *every* guarded route, for GET and HEAD; off by default.
    ///
    /// This setting is meant for services that migrate from flask-jwt-router, and is less secure: URLs are written
    /// to logs and browser histories ([RFC 6750, section 2.3]). Prefer `query = ".."` in the attribute of the route
    /// that needs it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).query_token("auth").build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 6750, section 2.3]: https://www.rfc-editor.org/rfc/rfc6750#section-2.3
    pub fn query_token(mut self, parameter: impl Into<String>) -> Self {
        self.query_token = Some(parameter.into());
        self
    }

    /// Sets the time limit for the predicate of a route (`guard = ..`), including the extraction of its
    /// arguments, such as `500ms`; five seconds by default.
    ///
    /// If a predicate takes longer, the response is 503. The limit uses tokio's timer, which `#[tokio::main]`
    /// starts. Stores have a separate limit: see [`TimeLimited`](crate::TimeLimited).
    pub fn predicate_timeout(mut self, limit: impl Into<Period>) -> Self {
        let limit = self.duration("predicate_timeout", &limit.into());
        self.predicate_timeout = limit.unwrap_or(self.predicate_timeout);
        self
    }

    /// Sets a closure that returns the body of the response when a guard refuses a request.
    ///
    /// The response uses the body and the `Content-Type` of the closure's result. The closure cannot change the
    /// status, `WWW-Authenticate` and `Cache-Control`, which the refusal determines.
    ///
    /// The closure also returns the body if a handler responds with a [`Rejection`], a
    /// [`SessionError`](crate::SessionError), or [`SignError::SessionExpired`](crate::SignError::SessionExpired).
    ///
    /// # Examples
    ///
    /// ```
    /// # use axum::Json;
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .on_reject(|rejection| Json(serde_json::json!({ "status": rejection.status().as_u16() })))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_reject<R: IntoResponse>(
        mut self,
        body: impl Fn(&Rejection) -> R + Send + Sync + 'static,
    ) -> Self {
        self.on_reject = Some(Arc::new(move |rejection| -> Response {
            body(rejection).into_response()
        }));
        self
    }

    /// Returns where requests may hold the token besides the `Authorization` header, on routes whose attribute does
    /// not set that.
    pub(super) fn transports(&self) -> TokenTransports {
        TokenTransports {
            query: self.query_token.clone(),
            #[cfg(feature = "cookies")]
            cookie: self.cookies.is_some(),
            ..TokenTransports::default()
        }
    }
}
