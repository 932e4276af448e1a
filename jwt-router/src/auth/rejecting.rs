//! The responses by which predicates and handlers refuse a request as the guard does.

use super::JwtRoutes;
use crate::rejection::{Rejection, RejectionKind};

impl JwtRoutes {
    /// Returns the response by which a handler or a predicate refuses a request, after a check of its own.
    ///
    /// The response has the same status, challenge and body as a refusal by the guard. If the application has set
    /// [`JwtRoutesBuilder::on_reject`](crate::JwtRoutesBuilder::on_reject), that closure creates this response too.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{RejectionKind, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64, is_admin: bool }
    ///
    /// #[protected(DELETE, "/everything")]
    /// async fn delete_everything(g: G<User>, jwt: JwtRoutes) -> Result<(), Rejection> {
    ///     if !g.is_admin {
    ///         return Err(jwt.reject(RejectionKind::InsufficientScope)); // 403
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    pub fn reject(&self, kind: RejectionKind) -> Rejection {
        Rejection::new(kind, self.config().rejections.as_ref())
    }

    /// Returns a 403 response whose problem details body (RFC 9457) contains `detail`, a sentence for the client.
    ///
    /// A predicate returns the response to refuse a request; [`Loaded`](crate::Loaded) has an example. A handler can
    /// return it, too.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let rejection = jwt.forbidden("not your article");
    /// assert_eq!(rejection.status().as_u16(), 403);
    /// assert_eq!(rejection.to_string(), "not your article");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn forbidden(&self, detail: impl Into<String>) -> Rejection {
        self.reject(RejectionKind::InsufficientScope)
            .with_detail(detail)
    }

    /// Returns a 404 response whose problem details body (RFC 9457) contains `detail`, a sentence for the client.
    ///
    /// A predicate returns the response if the requested resource does not exist, or if the caller must not learn that
    /// it exists.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// assert_eq!(jwt.not_found("no such article").status().as_u16(), 404);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn not_found(&self, detail: impl Into<String>) -> Rejection {
        self.reject(RejectionKind::NotFound).with_detail(detail)
    }
}
