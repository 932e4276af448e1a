//! The responses by which predicates and handlers refuse a request as the guard does.

use super::JwtRoutes;
use crate::rejection::{Rejection, RejectionKind};

impl JwtRoutes {
    /// Returns the response by which a handler or a predicate refuses a request, after a check of its own.
    ///
    /// The response has the same status, challenge and body as a refusal by the guard. If
    /// [`JwtRoutesBuilder::on_reject`](crate::JwtRoutesBuilder::on_reject) is set, it makes this response too.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{Rejection, RejectionKind, prelude::*};
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

    /// Returns the 403 with this sentence for the client, as the `detail` of its body.
    ///
    /// A predicate refuses with it: see [`Loaded`](crate::Loaded) for an example. A handler can respond with it, too.
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

    /// Returns the 404 with this sentence for the client, as the `detail` of its body.
    ///
    /// A predicate refuses with it where the resource does not exist, or where the caller must not learn that it does.
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
