//! Creates values of `G`, the argument by which a handler takes the authenticated caller, for tests that call a
//! handler as a function.

use std::{fmt, sync::Arc};

use http::Request;

use crate::{
    auth::{Authentication, Head, JwtRoutes, RouteGuard, TokenBuilder},
    entity::{AnyEntity, Caller, Entity, EntityRegistry, EntityStore, G, StoreError},
    jwt::sign::SignError,
    policy::{self, ArgIdentity, Method, Requirements},
    rejection::{Rejection, RejectionKind},
};

use super::authorization;

/// Returns a `G<E>` with this entity as the authenticated caller, so that a test can call a protected handler as a
/// function. The call `g(jwt, entity)` is short for [`caller(jwt, entity).g()`](caller).
///
/// # Errors
///
/// Returns the errors of [`TestCaller::g`].
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::{prelude::*, testing};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, name: String }
///
/// #[protected(GET, "/me")]
/// async fn me(g: G<User>) -> String { g.name.clone() }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // In a test:
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let ann = User { id: 1, name: "Ann".to_owned() };
/// assert_eq!(me(testing::g(&jwt, &ann)?).await, "Ann");
/// # Ok(())
/// # }
/// ```
pub fn g<E: Entity>(jwt: &JwtRoutes, entity: &E) -> Result<G<E>, TestCallerError> {
    caller(jwt, entity).g()
}

/// Returns a [`TestCaller`], which creates the argument `G` (the authenticated caller) for a test that calls a
/// handler as a function. Unlike with [`g`], the test can [change the caller's token](TestCaller::with_token).
///
/// `jwt` mints a token for `entity` and verifies the token, as for a request, so that the claims, the table, the
/// expiry and the entity of the resulting `G` are consistent. `jwt` needs a signing key, but no store, because the
/// test passes the entity itself.
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::{prelude::*, testing};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// #[protected(GET, "/scopes")]
/// async fn scopes(g: G) -> Result<String, SignError> {
///     #[derive(serde::Deserialize)]
///     struct Claims { scope: String }
///     g.claims().map(|claims: Claims| claims.scope).map_err(|_| SignError::ExtraClaims)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // In a test:
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let g = testing::caller(&jwt, &User { id: 1 })
///     .with_token(|token| token.scopes(["posts:write"]))
///     .any()?;
/// assert_eq!(g.table(), "users");
/// assert_eq!(scopes(g).await?, "posts:write");
/// # Ok(())
/// # }
/// ```
pub fn caller<E: Entity>(jwt: &JwtRoutes, entity: &E) -> TestCaller<E> {
    TestCaller {
        token: jwt.token_of(entity),
        jwt: jwt.clone(),
        entity: entity.clone(),
    }
}

/// An entity and its token, from which [`g`](Self::g), [`any`](Self::any) and [`claims_only`](Self::claims_only)
/// create the argument `G` (the authenticated caller) of a handler that a test calls as a function. The function
/// [`caller`] returns this type.
///
/// To a handler that takes `Option<G<E>>`, a test passes `Some(caller.g()?)`, or `None` for a request without a
/// token.
///
/// # Examples
///
/// ```
/// # use jwt_router::{JwtRoutes, Secret, entity, testing};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let ann = testing::caller(&jwt, &User { id: 1 }).with_token(|token| token.expires_in("1m"));
/// assert_eq!(ann.g()?.id, 1);
///
/// let unloaded = testing::caller(&jwt, &User { id: 1 }).claims_only()?;
/// assert!(unloaded.get::<User>().is_none());
/// assert_eq!(unloaded.key::<User>(), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "`g` or `any` returns the caller"]
pub struct TestCaller<E: Entity> {
    jwt: JwtRoutes,
    token: TokenBuilder,
    entity: E,
}

impl<E: Entity> TestCaller<E> {
    /// Changes the token of the caller by the methods of [`TokenBuilder`]: its scopes, extra claims, lifetime,
    /// authentication level and more.
    pub fn with_token(mut self, change: impl FnOnce(TokenBuilder) -> TokenBuilder) -> Self {
        self.token = change(self.token);
        self
    }

    /// Returns the caller as the argument `G<E>` of a handler.
    ///
    /// # Errors
    ///
    /// Returns [`TestCallerError::Sign`] if the token cannot be minted, and [`TestCallerError::Refused`] if a
    /// guard would refuse the token, for example because its lifetime is zero and the application has a leeway of
    /// zero.
    pub fn g(self) -> Result<G<E>, TestCallerError> {
        let (caller, guard) = self.verified(false)?;
        // The entity was loaded from `Only`, which has an `E`.
        G::typed(caller, guard).ok_or(TestCallerError::Refused(RejectionKind::Unguarded))
    }

    /// Returns the caller as a `G` without a type parameter: the argument of a handler that accepts callers of any
    /// entity type. The `G` contains the entity, which [`G::get`] returns.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`g`](Self::g).
    pub fn any(self) -> Result<G, TestCallerError> {
        let (caller, guard) = self.verified(false)?;
        Ok(G::<AnyEntity>::any(caller, guard))
    }

    /// Returns the caller as the argument `G` of a handler whose attribute has the argument `claims_only`. The `G`
    /// contains the claims, but no entity, so [`G::get`] returns `None`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`g`](Self::g).
    pub fn claims_only(self) -> Result<G, TestCallerError> {
        let (caller, guard) = self.verified(true)?;
        Ok(G::<AnyEntity>::any(caller, guard))
    }

    /// Mints the token, and verifies it with the guard of a route without requirements. Returns the caller whom
    /// the guard admits, and the guard, because a `G` contains both. If `claims_only` is `true`, the caller has no
    /// entity.
    fn verified(self, claims_only: bool) -> Result<(Caller, Arc<RouteGuard>), TestCallerError> {
        let token = self.token.sign()?;
        let mut entities = EntityRegistry::default();
        entities.add::<E>(Only(Arc::new(self.entity)));
        let meta = policy::protected(Method::Get, "/", module_path!(), "caller");
        let mut meta = meta.arguments(vec![ArgIdentity::CALLER]);
        meta.claims_only = claims_only;
        let requirements = Requirements::default();
        let guard = RouteGuard::of(&self.jwt, &Arc::new(entities), &meta, &requirements);
        let mut request = Request::new(axum::body::Body::empty());
        let headers = request.headers_mut();
        headers.insert(
            http::header::AUTHORIZATION,
            authorization(&self.jwt, &token),
        );
        let guard = Arc::new(guard);
        match guard.authenticate(Head::from(&request)) {
            Ok(Authentication::Known(caller)) => Ok((caller, guard)),
            Err(refusal) => Err(TestCallerError::Refused(refusal.kind)),
            // This does not occur, because `Only` loads the entity without waiting.
            Ok(Authentication::Waiting(_)) => {
                Err(TestCallerError::Refused(RejectionKind::Unavailable))
            }
        }
    }
}

/// An [`EntityStore`] that contains only the entity of a [`TestCaller`].
struct Only<E>(Arc<E>);

impl<E: Entity> EntityStore<E> for Only<E> {
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        Ok((self.0.key() == key).then(|| E::clone(&self.0)))
    }

    fn load_now(&self, key: &E::Key) -> Option<Result<Option<Arc<E>>, StoreError>> {
        Some(Ok((self.0.key() == key).then(|| Arc::clone(&self.0))))
    }
}

/// The error of a test that creates a caller with [`TestCaller`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TestCallerError {
    /// The token cannot be minted.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A guard would refuse the token, for example because its lifetime is zero and the application has a leeway
    /// of zero. The field is the kind of the refusal.
    #[error("a guard refuses this token: {}", Rejection::new(*.0, None))]
    Refused(RejectionKind),
}

impl<E: Entity> fmt::Debug for TestCaller<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestCaller")
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}
