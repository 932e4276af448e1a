//! Fixtures of the tests: two entities, a configuration with a fixed clock, requests, responses and forged
//! tokens.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a fixture that cannot be made is a failed test"
)]

mod answer;
mod clock;
mod forge;
#[cfg(feature = "jwks")]
#[expect(
    clippy::indexing_slicing,
    reason = "a fixture that cannot be made is a failed test"
)]
mod issuer;
mod request;
mod skip;

pub use answer::{Answer, Refusal};
pub use clock::FixedClock;
pub use forge::{claims_of, forge, forge_raw, header_of, parts_of};
#[cfg(feature = "jwks")]
pub use issuer::{Keys, TestIssuer, TestKey};
pub use request::{RequestExt, block_on, get, request};
pub use skip::skip;

use jwt_router::{Entity, JwtRoutes, JwtRoutesBuilder, MemoryStore, entity, prelude::G};

/// The time of the tests' clocks, in seconds since 1970: 2023-11-14T22:13:20Z.
pub const NOW: u64 = 1_700_000_000;
/// The secret of [`builder`].
pub const SECRET: &str = concat!("q7yR2mXw9tKc4vZp", "8bNd3sGh6jLf1aEu");
/// A good secret that is not the one of [`builder`].
pub const OTHER_SECRET: &str = concat!("Zk3vQ8nT5xB1cM7w", "R9pL2dF6hJ4gS0yA");

/// The entity of most tokens in the tests.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct User {
    /// The key.
    pub user_id: i64,
    /// A name.
    pub name: String,
}

/// An entity of another table, with the same ids.
#[entity(table = "teachers")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Teacher {
    /// The key.
    pub id: i64,
    /// A name.
    pub name: String,
}

/// Returns the user 1.
#[must_use]
pub fn ada() -> User {
    User {
        user_id: 1,
        name: "Ada".to_owned(),
    }
}

/// Returns the user 2.
#[must_use]
pub fn grace() -> User {
    User {
        user_id: 2,
        name: "Grace".to_owned(),
    }
}

/// Returns the teacher 1.
#[must_use]
pub fn emmy() -> Teacher {
    Teacher {
        id: 1,
        name: "Emmy".to_owned(),
    }
}

/// Returns a configuration with the secret, the clock, and the users 1 and 2.
pub fn users_only() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<User>(MemoryStore::new([ada(), grace()]))
}

/// Returns a configuration with the secret, the clock, the users 1 and 2, and the teacher 1.
pub fn builder() -> JwtRoutesBuilder {
    users_only().entity::<Teacher>(MemoryStore::new([emmy()]))
}

/// Builds the configuration of [`builder`].
#[must_use]
pub fn jwt() -> JwtRoutes {
    builder().build().expect("the configuration is good")
}

/// Mints a token for an entity, with the secret of [`builder`].
#[must_use]
pub fn token<E: Entity>(entity: &E) -> String {
    jwt()
        .create_token(entity)
        .expect("the entity has a key")
        .into_string()
}

/// Describes the caller, for handlers that respond with it: `users Ada`, or `nobody` without a token.
#[must_use]
pub fn who(g: Option<&G>) -> String {
    let Some(g) = g else {
        return "nobody".to_owned();
    };
    match (g.get::<User>(), g.get::<Teacher>()) {
        (Some(user), None) => format!("{} {}", g.table(), user.name),
        (None, Some(teacher)) => format!("{} {}", g.table(), teacher.name),
        (None, None) => format!("{} not loaded", g.table()),
        (Some(_), Some(_)) => panic!("one caller is two entities"),
    }
}
