//! `SqlxStore` on each of its databases.

mod bad_input;
mod changes;
mod collations;
mod connections;
mod keys;
mod selects;
mod server;
mod sessions;
#[cfg(feature = "sqlx-postgres")]
mod statements;

use jwt_router::{App, EntityStore, JwtRoutes, MintedByKey, prelude::*};
use jwt_router_tests::{Answer, FixedClock, NOW, RequestExt as _, SECRET, get};
use serde_json::Value;

use crate::log::logged_during;

/// Defines the test of a sentence on each database.
macro_rules! on_each_database {
    ($(#[$attribute:meta])* async fn $sentence:ident($db:ident) $body:block) => {
        $(#[$attribute])*
        mod $sentence {
            #[allow(unused_imports, reason = "not every test has them")]
            use super::*;

            #[cfg(feature = "sqlx-sqlite")]
            #[test]
            fn sqlite() {
                crate::databases::server::run::<sqlx::Sqlite, _>(|$db| async move $body);
            }

            #[cfg(feature = "sqlx-postgres")]
            #[test]
            fn postgres() {
                crate::databases::server::run::<sqlx::Postgres, _>(|$db| async move $body);
            }

            #[cfg(feature = "sqlx-mysql")]
            #[test]
            fn mysql() {
                crate::databases::server::run::<sqlx::MySql, _>(|$db| async move $body);
            }
        }
    };
}
use on_each_database;

/// Responds with the caller's table; `G` takes every entity.
#[protected(GET, "/any", register = false)]
async fn any(g: G) -> String {
    g.table().to_owned()
}

#[ignored(GET, "/public", register = false)]
async fn public() -> &'static str {
    "public"
}

/// An application with one entity.
struct Service {
    jwt: JwtRoutes,
    app: App,
}

impl Service {
    fn new<E: Entity>(store: impl EntityStore<E>) -> Self {
        let jwt = JwtRoutes::builder()
            .secret(SECRET)
            .clock(FixedClock::at_unix(NOW))
            .entity::<E>(store)
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![any, public]).build().unwrap();
        Self { jwt, app }
    }

    /// Sends a token of the entity with this key.
    async fn ask<E: Entity + MintedByKey>(&self, key: &E::Key) -> Answer {
        let token = self.jwt.create_token_for::<E>(key).unwrap();
        self.send(token.as_str()).await
    }

    async fn send(&self, token: &str) -> Answer {
        get("/any").bearer(token).sent_to(&self.app).await
    }

    /// Sends a token of the entity with this key, and returns the status, the code and the error of the log.
    async fn reason<E: Entity + MintedByKey>(&self, key: &E::Key) -> (u16, String, String) {
        let mut status = 0;
        let log = logged_during(async { status = self.ask::<E>(key).await.status }).await;
        let mut refused = log.iter().map(|event| &event["fields"]);
        let Some(fields) = refused.find(|fields| fields["code"].is_string()) else {
            return (status, String::new(), String::new());
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (status, text(&fields["code"]), text(&fields["error"]))
    }
}

/// Checks that a request is 503, and that the log has the reason.
#[track_caller]
fn check_unavailable((status, code, error): (u16, String, String), reason: &str) {
    assert_eq!(
        (status, code.as_str()),
        (503, "store_unavailable"),
        "{error}"
    );
    assert!(error.contains(reason), "{error}");
}
