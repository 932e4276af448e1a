//! For the tests of applications: feature `testing`.
//!
//! It signs tokens in anybody's name and stops the clock, so it refuses to build into a release
//! profile: one without `debug_assertions`. A crate cannot know more of a profile than that. With
//! `debug-assertions = true` under `[profile.release]` it builds, so name the feature under
//! `[dev-dependencies]` only: no program is built with those.

#[cfg(feature = "google")]
mod fake_google;
mod fixed_clock;
#[cfg(feature = "google")]
pub(crate) mod google;
mod lock;
mod matrix;
mod review;

#[cfg(feature = "google")]
pub use fake_google::{FakeAccount, FakeFault, FakeGoogle, FakeGoogleBuilder, FakeRequest};
pub use fixed_clock::FixedClock;
#[cfg(feature = "google")]
pub use google::{GoogleTestError, GoogleTestLogin, google_test_headers, google_test_headers_of};
#[doc(hidden)]
pub use lock::assert_policy_lock as check_policy_lock;
#[doc(hidden)]
pub use matrix::fail;
pub use matrix::{Grid, Matrix};

/// Checks that the routes of an application are those of a lock file, which is committed beside
/// `Cargo.toml`: `assert_policy_lock!(app.policy(), "routes.lock")`.
///
/// The path is relative to the `Cargo.toml` of the package that calls. With `JWT_ROUTER_BLESS=1`
/// in the environment the file is written instead, but not where `CI` is set too. See [the guide](crate::guide::policy).
///
/// # Panics
///
/// When a route is not what the file says, with every difference: what lost its protection comes
/// first. When the file is missing or malformed.
///
/// # Examples
///
/// ```no_run
/// # use jwt_router::{App, JwtRoutes, Secret};
/// # fn app() -> Result<App, Box<dyn std::error::Error>> {
/// #     Ok(JwtRoutes::builder().secret(Secret::random()?).build()?.app().build()?)
/// # }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // In a test of yours:
/// let app = app()?;
/// jwt_router::testing::assert_policy_lock!(app.policy(), "routes.lock");
/// # Ok(())
/// # }
/// ```
#[doc(inline)]
pub use crate::__assert_policy_lock as assert_policy_lock;

/// Sends every kind of caller to every route of an application, and compares the answers with the
/// policy: `authz_matrix!(app, "routes.lock").entity(&ann).run().await`.
///
/// What the routes are to demand stands in the lock file, whose path is relative to the
/// `Cargo.toml` of the package that calls. Without one, `authz_matrix!(app)`, it is what the
/// application says itself: then a changed attribute is not seen, and a guard that does not hold
/// is. It makes a [`Matrix`], which says who calls and is run; [the guide](crate::guide::policy)
/// lists the callers.
///
/// **Handlers run**, for callers that are let in, with an empty body: the application is one with
/// a test's database, or the matrix is one of [`only_refusals`](Matrix::only_refusals).
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, MemoryStore, Secret, prelude::*, testing::authz_matrix};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// #[protected(GET, "/me", register = false)]
/// async fn me(_g: G<User>) -> &'static str { "it is you" }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ann = User { id: 1 };
/// let app = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(MemoryStore::new([ann.clone()]))
///     .build()?
///     .app_with((), routes![me])
///     .build()?;
/// // In a test of yours, with a second argument: the lock file.
/// authz_matrix!(app).entity(&ann).run().await;
/// # Ok(())
/// # }
/// ```
#[doc(inline)]
pub use crate::__authz_matrix as authz_matrix;

use http::{HeaderMap, HeaderValue, header};

use crate::{
    auth::JwtRoutes,
    entity::Entity,
    jwt::sign::{SignError, Token},
};

#[cfg(all(
    not(debug_assertions),
    not(doc),
    not(jwt_router_i_want_test_logins_in_release)
))]
compile_error!(
    "the feature `testing` of `jwt-router` lets tests log in as anybody, and this is a release build: move it to `[dev-dependencies]` and run the tests without `--release`, or set `--cfg jwt_router_i_want_test_logins_in_release`"
);

/// The headers of a request in this entity's name: `Authorization: Bearer <token>`.
///
/// # Errors
///
/// As [`JwtRoutes::create_token`].
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, Secret, entity, testing::test_headers};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let headers = test_headers(&jwt, &User { id: 42 })?;
/// assert!(headers.contains_key("authorization"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn test_headers<E: Entity>(jwt: &JwtRoutes, entity: &E) -> Result<HeaderMap, SignError> {
    Ok(HeaderMap::from_iter([(
        header::AUTHORIZATION,
        bearer(&jwt.create_token(entity)?),
    )]))
}

/// A token as the value of an `Authorization` header.
#[must_use]
pub fn bearer(token: &Token) -> HeaderValue {
    let text = format!("Bearer {}", token.as_str());
    let mut value =
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    value
}
