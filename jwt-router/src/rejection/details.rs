//! The details of a rejection: what an application says in it, and what `on_reject` learns of the request.

use axum::extract::MatchedPath;
use http::{HeaderValue, Method};

use super::{Rejection, format::Words};

/// Details that most rejections do not have.
#[derive(Clone, Default)]
pub(super) struct More {
    /// The detail that the application has written, with the body that contains it.
    pub(super) words: Option<Words>,
    /// The request's method and the pattern of its route, for `on_reject`.
    method: Option<Method>,
    path: Option<MatchedPath>,
    /// The `Set-Cookie` header that removes the refused cookie.
    pub(super) removed: Option<HeaderValue>,
}

impl Rejection {
    /// Adds the `Set-Cookie` header that removes the refused cookie from the browser.
    #[cfg(feature = "cookies")]
    pub(crate) fn with_removed(mut self, cookie: Option<HeaderValue>) -> Self {
        if cookie.is_some() {
            self.more.get_or_insert_default().removed = cookie;
        }
        self
    }

    /// Sets the detail: the sentence for people in the default body. By default, it depends on the kind alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{JwtRoutes, RejectionKind, Secret};
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let rejection = jwt.reject(RejectionKind::InsufficientScope).with_detail("not your article");
    /// assert_eq!(rejection.detail(), "not your article");
    /// assert!(rejection.problem().contains(r#""detail":"not your article""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        let words = Words::new(self.kind, detail.into());
        self.more.get_or_insert_default().words = Some(words);
        self
    }

    /// Returns the detail: the sentence for people in the default body. [`with_detail`](Self::with_detail) sets it; by
    /// default, it depends on the kind alone.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, RejectionKind, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let rejection = jwt.reject(RejectionKind::MissingToken);
    /// assert_eq!(rejection.detail(), "this route needs a bearer token");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn detail(&self) -> &str {
        let words = self.words();
        words.map_or(self.kind.details().detail, |words| &words.detail)
    }

    /// Returns the code of the guard's log event, such as `missing_role`: see [the
    /// table](crate::guide::tokens#refusals). For a rejection that [`JwtRoutes::reject`](crate::JwtRoutes::reject)
    /// made, it is the `error` of the default body.
    ///
    /// It is meant for logs and metrics. The default body does not have it, so that a client does not learn the exact
    /// reason.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, RejectionKind, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// assert_eq!(jwt.reject(RejectionKind::InvalidToken).code(), "invalid_token");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code.unwrap_or(self.kind.details().error)
    }

    /// Returns the method of the refused request, for
    /// [`on_reject`](crate::JwtRoutesBuilder::on_reject). It is `None` elsewhere, and for a rejection that a handler
    /// made.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{JwtRoutes, Secret};
    ///
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .on_reject(|rejection| match (rejection.method(), rejection.path()) {
    ///         (Some(method), Some(path)) => format!("{method} {path}: {}", rejection.detail()),
    ///         _ => rejection.detail().to_owned(),
    ///     })
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.more.as_ref()?.method.as_ref()
    }

    /// Returns the pattern of the route, such as `/articles/{slug}`, for
    /// [`on_reject`](crate::JwtRoutesBuilder::on_reject). It is that of axum's `MatchedPath`: it includes the API
    /// prefix, and it is `None` for a fallback. As [`method`](Self::method), it is `None` elsewhere.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.more.as_ref()?.path.as_ref().map(MatchedPath::as_str)
    }

    /// Marks the rejection as one that the guard has logged with this code, and adds the route for `on_reject`.
    pub(crate) fn of_guard<'p>(
        mut self,
        code: &'static str,
        method: &Method,
        path: impl FnOnce() -> Option<&'p MatchedPath>,
    ) -> Self {
        self.code = Some(code);
        if self.on_reject().is_some() {
            let more = self.more.get_or_insert_default();
            more.method = Some(method.clone());
            more.path = path().cloned();
        }
        self
    }

    /// Returns whether the guard made the rejection, and not the application.
    pub(crate) const fn is_of_guard(&self) -> bool {
        self.code.is_some()
    }

    /// Returns the detail that the application has written.
    pub(crate) fn own_detail(&self) -> Option<&str> {
        let words = self.more.as_ref()?.words.as_ref()?;
        Some(&words.detail)
    }
}
