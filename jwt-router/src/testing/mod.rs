//! Helpers for the tests of applications, with the feature `testing`.
//!
//! The helpers sign tokens for any entity and stop the clock, so they must not be part of a released program.
//! Therefore, the feature `testing` does not compile in a profile without `debug_assertions`, such as the release
//! profile, unless `--cfg jwt_router_i_want_test_logins_in_release` is set. This check is not complete: with
//! `debug-assertions = true` under `[profile.release]`, the feature compiles in release builds too. Therefore,
//! enable the feature under `[dev-dependencies]` only: `cargo build` leaves dev-dependencies out.

mod caller;
#[cfg(feature = "google")]
mod fake_google;
mod fixed_clock;
#[cfg(feature = "google")]
pub(crate) mod google;
mod lock;
mod matrix;
mod review;
mod session_store;

pub use caller::{TestCaller, TestCallerError, caller, g};
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
pub use session_store::session_store;

/// Asserts that the policy of an application (who may call each route) equals the policy in a lock file:
/// `assert_policy_lock!(app.policy(), "routes.lock")`. The lock file is a committed text file with a line for each
/// route, so that a change of the policy shows in a review.
///
/// The path of the file is relative to the `Cargo.toml` of the calling package. If the environment variable
/// `JWT_ROUTER_BLESS` is `1` and `CI` is not set, the macro writes the file instead of comparing it. See
/// [the guide](crate::guide::policy).
///
/// # Panics
///
/// Panics if the policy differs from the file. The message lists every difference, starting with the routes that
/// lost their protection. Also panics if the file is missing or malformed, or if `JWT_ROUTER_BLESS` is `1` and
/// `CI` is set.
///
/// # Examples
///
/// ```no_run
/// # use jwt_router::{App, JwtRoutes, Secret};
/// # fn app() -> Result<App, Box<dyn std::error::Error>> {
/// #     Ok(JwtRoutes::builder().secret(Secret::random()?).build()?.app().build()?)
/// # }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // In a test:
/// let app = app()?;
/// jwt_router::testing::assert_policy_lock!(app.policy(), "routes.lock");
/// # Ok(())
/// # }
/// ```
#[doc(inline)]
pub use crate::__assert_policy_lock as assert_policy_lock;

/// Creates a [`Matrix`], a test that calls every route of an application with every kind of caller, such as one
/// without a token, and compares the responses with the policy (who may call each route):
/// `authz_matrix!(app, "routes.lock").entity(&ann).run().await`.
///
/// The policy is that in the lock file, which [`assert_policy_lock!`] describes. The path of the file is relative
/// to the `Cargo.toml` of the calling package. Without a file, as in `authz_matrix!(app)`, the responses are
/// compared with the policy of the application itself, which its attributes declare. The matrix then finds a guard
/// that does not enforce its policy, but it cannot find an attribute that was changed by mistake.
/// [The guide](crate::guide::policy) lists the kinds of caller.
///
/// **Handlers run** for callers whom the guard lets in. The body of a request is empty, unless
/// [`json_body`](Matrix::json_body) sets it. Use an application with a test database, or call
/// [`only_refusals`](Matrix::only_refusals).
///
/// # Examples
///
/// ```
/// use jwt_router::{prelude::*, testing::authz_matrix};
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
/// // In a test, with the lock file as the second argument.
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

/// Returns the headers of a request from this entity, with a new access token: `Authorization: Bearer <token>`, or
/// with the application's [scheme](JwtRoutes::scheme) in place of `Bearer`.
///
/// # Errors
///
/// Returns the errors of [`JwtRoutes::create_token`].
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
        authorization(jwt, &jwt.create_token(entity)?),
    )]))
}

/// Returns the value of an `Authorization` header with this token and the application's
/// [scheme](JwtRoutes::scheme), marked as sensitive.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, Secret, entity, testing::authorization};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).scheme("Token").build()?;
/// let token = jwt.create_token(&User { id: 42 })?;
/// assert!(authorization(&jwt, &token).to_str()?.starts_with("Token "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn authorization(jwt: &JwtRoutes, token: &Token) -> HeaderValue {
    credentials(jwt.scheme(), token)
}

/// Returns the value of an `Authorization` header with this token and the scheme `Bearer`, marked as sensitive.
///
/// For an application with another scheme, see [`authorization`].
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, Secret, entity, testing::bearer};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let token = jwt.create_token(&User { id: 42 })?;
/// assert!(bearer(&token).to_str()?.starts_with("Bearer "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn bearer(token: &Token) -> HeaderValue {
    credentials("Bearer", token)
}

fn credentials(scheme: &str, token: &Token) -> HeaderValue {
    let text = format!("{scheme} {}", token.as_str());
    // A scheme and a token have no character that a header cannot have.
    let value = HeaderValue::try_from(text);
    let mut value = value.unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    value
}
