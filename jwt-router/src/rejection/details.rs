//! The details of a rejection: the sentence that an application sets, and the method and path for `on_reject`.

use axum::extract::MatchedPath;
use http::{HeaderValue, Method};

use super::{Rejection, format::Words};

/// The parts of a [`Rejection`] that most rejections do not have. They are in one box, so that a rejection is small.
#[derive(Clone, Default)]
pub(super) struct More {
    /// The detail that the application has written, with the body that contains it; `None` for the usual detail.
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

    /// Sets the detail, which is the sentence for people in the default body. Without this call, the kind of the
    /// rejection determines the detail.
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

    /// Returns the detail, which is the sentence for people in the default body. The kind of the rejection determines
    /// it, unless [`with_detail`](Self::with_detail) has set another one.
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
    /// table](crate::guide::tokens#refusals). A rejection that [`JwtRoutes::reject`](crate::JwtRoutes::reject) made
    /// has no such event, so its code is the `error` of the default body.
    ///
    /// The code is meant for logs and metrics. The default body does not contain it, so that a client does not learn
    /// the exact reason.
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

    /// Returns the method of the refused request, for [`on_reject`](crate::JwtRoutesBuilder::on_reject). Returns
    /// `None` for a rejection that a handler made, and in an application without `on_reject`.
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

    /// Returns the path pattern of the request's route, such as `/articles/{slug}`, for
    /// [`on_reject`](crate::JwtRoutesBuilder::on_reject). The pattern is axum's `MatchedPath`, which includes the API
    /// prefix. Returns `None` for a fallback, and where [`method`](Self::method) is `None`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.more.as_ref()?.path.as_ref().map(MatchedPath::as_str)
    }

    /// Marks the rejection as one that the guard has logged with this code, and adds the request's method and path
    /// pattern if the application has an `on_reject`.
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

    /// Returns the detail that the application has written; `None` if the kind of the rejection determines it.
    pub(crate) fn own_detail(&self) -> Option<&str> {
        let words = self.more.as_ref()?.words.as_ref()?;
        Some(&words.detail)
    }
}
