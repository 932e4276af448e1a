//! For the tests of applications: feature `testing`.
//!
//! It signs tokens in anybody's name and stops the clock, so it refuses to build into a release
//! profile.

mod fixed_clock;

pub use fixed_clock::FixedClock;

use http::{HeaderMap, HeaderValue, header};

use crate::{Entity, JwtRoutes, SignError, Token};

#[cfg(all(
    not(debug_assertions),
    not(doc),
    not(jwt_router_i_want_test_logins_in_release)
))]
compile_error!(
    "the feature `testing` of `jwt-router` lets tests log in as anybody, and this is a release build: move it to `[dev-dependencies]`, or set `--cfg jwt_router_i_want_test_logins_in_release`"
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
