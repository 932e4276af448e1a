//! Attributes that authenticate and authorize the routes of an axum application with JSON Web Tokens. A handler's
//! attribute declares its policy: public, or the requirements of its callers. Every route that is not declared public
//! refuses requests without a valid token, and the entity that the token identifies (a user, an API key) is loaded
//! before the handler runs.
//!
//! | attribute | on | meaning |
//! | --- | --- | --- |
//! | [`#[protected]`](macro@protected) | a handler | only for callers with a valid token who meet the requirements in the attribute |
//! | [`#[whitelist]`](macro@whitelist) | a handler | public, under the API prefix |
//! | [`#[ignored]`](macro@ignored) | a handler | public, outside the API prefix |
//! | [`#[entity]`](macro@entity) | a struct | a type such as a user, whose values tokens identify by table and key |
//! | [`defaults!`] | a module | sets requirements for every handler in the module |
//! | [`#[derive(RoleName)]`](derive@RoleName), [`#[derive(ScopeName)]`](derive@ScopeName) | an enum | its variants are roles or scopes |
//!
//! A [`JwtRoutes`] has the configuration of an application: keys, stores and the API prefix. It mounts the handlers,
//! and a handler takes it as an argument to mint tokens. [`G`] is the argument by which a handler takes its caller.
//!
//! ```standalone_crate
//! use axum::Json;
//! use jwt_router::prelude::*;
//!
//! #[entity(table = "users", key = "user_id")] // the struct that a token names
//! #[derive(Clone, serde::Serialize)]
//! struct User { user_id: i64, name: String }
//!
//! #[ignored(GET, "/")] // public, outside the API prefix
//! async fn home() -> &'static str { "hello" }
//!
//! #[whitelist(POST)] // public: POST /api/v1/login
//! async fn login(jwt: JwtRoutes) -> Result<Token, SignError> {
//!     // .. check a password first ..
//!     jwt.create_token_for::<User>(&42)
//! }
//!
//! #[protected(GET, "/me")] // 401 without a good token, 403 with another entity's
//! async fn me(g: G<User>) -> Json<User> { Json(g.into_inner()) }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let ann = User { user_id: 42, name: "ann".to_owned() };
//! let app = JwtRoutes::builder()
//!     .secret(Secret::random()?)
//!     .api_name("/api/v1")
//!     .entity::<User>(MemoryStore::new([ann])) // or `SqlxStore`, or a closure
//!     .build()?
//!     .app() // every annotated handler of the program
//!     .build()?; // every mistake at once, each with handler and file:line
//! println!("{}", app.policy());
//! // axum::serve(listener, app).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # The checks of a request
//!
//! The guard of a protected route makes these checks in this order, before any argument of the handler is extracted:
//!
//! 1. **The token** is in one place, well-formed, signed with a configured key, valid at this time, and meant for this
//!    application. Otherwise the response is 401 (400 if the request is malformed).
//! 2. **The table** of the token is one that the route accepts. Otherwise the response is 403.
//! 3. **The entity** of the token exists. Otherwise the response is 401 (503 if the store fails).
//! 4. **The requirements** are met. Otherwise the response is 403 (scopes, roles) or 401 (strength, age of the login).
//! 5. **The predicate** of the route, the function in `guard = ..`, returns `true`. Otherwise the response is 403.
//!
//! # Guides
//!
//! - [`guide::handlers`]: the attributes and arguments of handlers, their state, and how they are mounted.
//! - [`guide::requirements`]: entities, scopes, roles, the strength and age of a login, and predicates.
//! - [`guide::tokens`]: the claims of a token, how to mint one, the refusals that a client sees.
//! - [`guide::sessions`]: sessions with refresh tokens, logout and cookies; links, such as for a new password; tickets.
//! - [`guide::policy`]: the policy of an application as a table, as a hash, and as a file that a test compares; a test
//!   that sends every kind of caller to every route.
//! - [`guide::databases`]: stores of entities: sqlx, sea-orm, diesel, tokio-postgres; pools, migrations, a cache.
//! - [`guide::configuration`]: the settings and environment variables, and how to change a secret.
//! - [`guide::migration`]: how to replace a Python program with flask-jwt-router.
#![cfg_attr(
    feature = "jwks",
    doc = "- [`guide::issuers`], with the feature `jwks`: tokens of other issuers; key pairs.
- [`guide::providers`], with the feature `jwks`: the configuration for Keycloak, Auth0, Entra ID and others."
)]
#![cfg_attr(
    not(feature = "jwks"),
    doc = "- `guide::issuers`, with the feature `jwks`: tokens of other issuers; key pairs.
- `guide::providers`, with the feature `jwks`: the configuration for Keycloak, Auth0, Entra ID and others."
)]
#![cfg_attr(
    feature = "google",
    doc = "- [`guide::google`], with the feature `google`: sign in with Google."
)]
#![cfg_attr(
    not(feature = "google"),
    doc = "- `guide::google`, with the feature `google`: sign in with Google."
)]
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `asymmetric` | `SigningKey` and `PublicKey`: sign tokens with a key pair (RS256, PS256, ES256, EdDSA and their like), and publish the public key; needs a C compiler |
//! | `jwks` | `OidcIssuer`: accept tokens of any OpenID issuer, whose keys are found by discovery and JSON Web Key Sets; implies `asymmetric`, so needs a C compiler |
//! | `sqlx-sqlite`, `sqlx-postgres`, `sqlx-mysql` | `SqlxStore` and `SqlxSessions`: entities and sessions in SQLite, in PostgreSQL, in MySQL and MariaDB; needs Rust 1.94 |
//! | `sea-orm` | `SeaOrmStore` for the models of sea-orm 2; needs Rust 1.94 |
//! | `redis` | `RedisSessions`: sessions in Redis or Valkey, shared by all instances |
//! | `cookies` | `Cookies`: sessions in cookies, which no page of another origin can use |
//! | `cache` | `EntityStore::cached`: a store that keeps entities in memory for a while |
//! | `google` | sign in with Google, for the React client and on the server; implies `jwks`, so needs a C compiler |
//! | `testing` | the module `testing`: headers for tests, a clock that does not move, the test of the lock file, the matrix of callers; does not compile in release builds |
//!
//! All features are off by default.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub mod __private;
mod app;
mod auth;
mod bounded;
mod clock;
mod config;
#[cfg(feature = "cookies")]
mod cookies;
mod duration;
mod endpoint;
mod entity;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "jwks")]
mod http_client;
#[cfg(feature = "jwks")]
mod issuer;
mod jwt;
mod location;
#[cfg(feature = "google")]
mod oauth;
mod policy;
mod problem;
mod rejection;
mod session;
mod store;
#[cfg(feature = "testing")]
pub mod testing;

pub use app::{App, AppBuilder};
#[cfg(feature = "cookies")]
pub use auth::StartSession;
pub use auth::{
    EndSession, JwtRoutes, LinkBuilder, Refresh, RefreshToken, SessionBuilder, SessionError,
    SessionErrorKind, TokenBuilder, TokenPair,
};
pub use clock::{Clock, SystemClock};
pub use config::{Check, JwtRoutesBuilder};
pub use duration::Period;
pub use endpoint::{Loaded, NeedsToken, Routes};
#[cfg(feature = "cache")]
pub use entity::Cached;
pub use entity::{
    AnyEntity, CallerEntity, ClaimsError, Ended, Entity, EntityField, EntityStore, FindBy, G, Link,
    MemoryStore, MintedByKey, StoreError, Ticket, TimeLimited, UntilEnd,
};
#[doc = include_str!("docs/defaults.md")]
pub use jwt_router_macros::defaults;

#[doc = include_str!("docs/entity.md")]
pub use jwt_router_macros::entity;

#[doc = include_str!("docs/ignored.md")]
pub use jwt_router_macros::ignored;

#[doc = include_str!("docs/protected.md")]
pub use jwt_router_macros::protected;

#[doc = include_str!("docs/role_name.md")]
pub use jwt_router_macros::RoleName;

#[doc = include_str!("docs/scope_name.md")]
pub use jwt_router_macros::ScopeName;

#[doc = include_str!("docs/whitelist.md")]
pub use jwt_router_macros::whitelist;

#[cfg(feature = "cookies")]
pub use cookies::Cookies;
#[cfg(feature = "jwks")]
pub use entity::IssuerClaims;
#[cfg(feature = "jwks")]
pub use issuer::{ClaimCondition, OidcIssuer};
#[cfg(feature = "asymmetric")]
pub use jwt::key::{Algorithm, JwkSet, KeyError, PemFault, PublicKey, SigningKey};
pub use jwt::{
    claims::TokenVersion,
    key::{Secret, SecretError},
    sign::{LinkToken, SignError, TicketToken, Token},
    token_use::TokenUse,
};
pub use location::SourceLocation;
#[cfg(feature = "google")]
pub use oauth::{
    EndedLogin, GoogleToken, LoginCallback, LoginError, LoginErrorKind, LoginRedirect,
    google::{Google, GoogleBuilder, GoogleEndpoints, GoogleLogin, GoogleProfile},
};
pub use policy::{
    Access, PolicyTable, Requirement, Requirements, RoleName, RoutePolicy, ScopeName,
    TokenTransports,
};
#[cfg(feature = "cookies")]
pub use problem::CookieProblem;
pub use problem::{
    BuildError, BuildProblem, ConfigError, ConfigProblem, PublicPathProblem, RequirementProblem,
    TokenUseProblem,
};
pub use rejection::{Rejection, RejectionKind};
pub use session::{
    InvalidSessionId, MemorySessions, NewSession, ReusedToken, SessionId, SessionInfo,
    SessionOwner, SessionState, SessionStore, Spending, Spent, Verdict,
};
#[cfg(feature = "redis")]
pub use store::RedisSessions;
#[cfg(feature = "sea-orm")]
pub use store::SeaOrmStore;
#[cfg(any(
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite"
))]
pub use store::{Dialect, SqlxSessions, SqlxStore};

/// Lists annotated handlers for [`JwtRoutes::app_with`].
///
/// Each entry is the path of a function, as in `routes![login, users::show]`. The path has to name the module
/// that defines the function; a re-export is not enough.
///
/// [`build`](crate::AppBuilder::build) returns an error if the policy that the list finds belongs to another function.
/// This happens if `use that::*` brings the policy of `that::login` into scope, and the importing module has a function
/// `login` without a policy. A local variable with the name of a handler hides it: write `self::login`.
#[macro_export]
macro_rules! routes {
    ($($handler:tt)*) => {
        $crate::__private::__routes!([$crate] $($handler)*)
    };
}

/// The items that most files with handlers need, for `use jwt_router::prelude::*;`.
pub mod prelude {
    pub use crate::{
        EndSession, Entity, EntityStore, G, JwtRoutes, JwtRoutesBuilder, Link, Loaded, MemoryStore,
        Refresh, Rejection, RoleName, ScopeName, Secret, SessionError, SignError, Ticket, Token,
        TokenPair, defaults, entity, ignored, protected, routes, whitelist,
    };

    #[cfg(any(
        feature = "sqlx-mysql",
        feature = "sqlx-postgres",
        feature = "sqlx-sqlite"
    ))]
    pub use crate::SqlxStore;
}

/// Guides to this crate. Each module here is a page about one topic, and contains no items.
pub mod guide {
    #[doc = include_str!("docs/handlers.md")]
    pub mod handlers {}

    #[doc = include_str!("docs/requirements.md")]
    pub mod requirements {}

    #[doc = include_str!("docs/tokens.md")]
    pub mod tokens {}

    #[doc = include_str!("docs/sessions.md")]
    pub mod sessions {}

    #[doc = include_str!("docs/databases.md")]
    pub mod databases {}

    #[doc = include_str!("docs/configuration.md")]
    pub mod configuration {}

    #[cfg(feature = "jwks")]
    #[doc = include_str!("docs/issuers.md")]
    pub mod issuers {}

    #[cfg(feature = "jwks")]
    #[doc = include_str!("docs/providers.md")]
    pub mod providers {}

    #[doc = include_str!("docs/policy.md")]
    pub mod policy {}

    #[cfg(feature = "google")]
    #[doc = include_str!("docs/google.md")]
    pub mod google {}

    #[doc = include_str!("docs/migration.md")]
    pub mod migration {}
}

/// Compiles the program in the README as a documentation test.
#[cfg(all(doctest, feature = "sqlx-sqlite"))]
#[doc = include_str!("../README.md")]
mod readme {}
