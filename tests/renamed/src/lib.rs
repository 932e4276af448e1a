//! Handlers in a crate of edition 2021 that knows `jwt-router` by another name, and forbids what
//! careful crates forbid.

#![forbid(unsafe_code)]
#![deny(
    missing_debug_implementations,
    missing_docs,
    rust_2018_idioms,
    rust_2024_compatibility,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]

use axum::extract::{Path, State};
use jr::prelude::*;

/// A row.
#[entity(table = "users", key = "user_id", roles = Self::roles)]
#[derive(Clone, Debug)]
pub struct User {
    /// The key.
    pub user_id: i64,
}

impl User {
    fn roles(&self) -> Option<Role> {
        (self.user_id == 1).then_some(Role::Admin)
    }
}

/// The one role.
#[derive(Clone, Copy, Debug, jr::RoleName)]
pub enum Role {
    /// Whoever was there first.
    Admin,
}

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct Greeting(pub String);

/// Greets everybody.
#[whitelist(GET, "/hello")]
pub async fn hello(State(greeting): State<Greeting>) -> String {
    greeting.0
}

/// Greets the caller.
#[protected(GET, "/hello/{name}", crate = ::jr)]
pub async fn hello_caller(g: G<User>, Path(name): Path<String>) -> String {
    format!("{name} is {}", g.users().user_id)
}

/// Shuts down.
#[protected(POST, "/shutdown", role = Role::Admin, fresh = "15m")]
pub async fn shut_down() {}

/// What only administrators may do.
pub mod admin {
    use jr::prelude::*;

    use super::Role;

    jr::defaults! { prefix = "/admin", role = Role::Admin }

    /// Restarts.
    #[protected(POST, "/admin/restart", crate = ::jr)]
    pub async fn restart() {}
}

/// The application of all.
///
/// # Errors
///
/// When it cannot be built.
pub fn app(jwt: &JwtRoutes) -> Result<jr::App, jr::BuildError> {
    jwt.app().state(Greeting("hello".to_owned())).build()
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Request, request::Builder},
    };
    use tower::ServiceExt as _;

    use super::*;

    async fn status(path: &str, token: Option<&Token>) -> u16 {
        answer(Request::get(path), token).await
    }

    async fn answer(mut request: Builder, token: Option<&Token>) -> u16 {
        let users = [1, 2].map(|user_id| User { user_id });
        let users = MemoryStore::new(users);
        let jwt = JwtRoutes::builder()
            .secret(concat!("k9wQ2xV7bN4mZ8cR", "1tY6uP3sD5fG0hJL"))
            .entity::<User>(users)
            .build()
            .unwrap();
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {}", token.as_str()));
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = app(&jwt).unwrap().oneshot(request).await.unwrap();
        answer.status().as_u16()
    }

    fn token(user_id: i64) -> Token {
        let jwt = JwtRoutes::builder().secret(concat!("k9wQ2xV7bN4mZ8cR", "1tY6uP3sD5fG0hJL"));
        jwt.build()
            .unwrap()
            .create_token(&User { user_id })
            .unwrap()
    }

    #[tokio::test]
    async fn a_public_route_of_a_renamed_crate_answers() {
        assert_eq!(status("/hello", None).await, 200);
    }

    #[tokio::test]
    async fn a_protected_route_of_a_renamed_crate_is_guarded() {
        assert_eq!(status("/hello/ada", None).await, 401);
        assert_eq!(status("/hello/ada", Some(&token(1))).await, 200);
    }

    #[tokio::test]
    async fn roles_of_a_renamed_crate_are_demanded() {
        for path in ["/shutdown", "/admin/restart"] {
            assert_eq!(answer(Request::post(path), None).await, 401);
            assert_eq!(answer(Request::post(path), Some(&token(1))).await, 200);
            assert_eq!(answer(Request::post(path), Some(&token(2))).await, 403);
        }
    }
}
