//! Our own guard: claims only, without and with an argument that takes them, and with an entity
//! from memory, which a store or a cache keeps.

use std::time::Duration;

use axum::body::Body;
use jwt_router::prelude::*;
use jwt_router::{App, EntityStore, Routes, routes};

use crate::case::SECRET;
use crate::contender::{Axum, Contender, Kind};
use crate::in_process::InProcess;

#[entity(table = "users", key = "user_id")]
#[derive(Clone)]
struct User {
    user_id: i64,
}

#[protected(GET, "/me", entity = User, claims_only, register = false)]
async fn claims_only() -> &'static str {
    "ok"
}

#[protected(GET, "/me", entity = User, claims_only, register = false)]
async fn claims_taken(g: G) -> &'static str {
    assert_eq!(g.table(), "users");
    "ok"
}

#[protected(GET, "/me", register = false)]
async fn with_entity(g: G<User>) -> &'static str {
    assert_eq!(g.users().user_id, 42);
    "ok"
}

pub(crate) fn contenders() -> [Contender; 4] {
    let row = |name, app: App| Contender {
        name,
        kind: Kind::Ours,
        axum: Axum::V08,
        app: Box::new(InProcess::<_, Body>::new(app.into_router())),
    };
    let users = MemoryStore::new([User { user_id: 42 }]);
    // Longer than a run.
    let cached = users.clone().cached(Duration::from_secs(30 * 60), 100);
    [
        row(
            "jwt-router, claims_only",
            app(users.clone(), routes![claims_only]),
        ),
        row(
            "jwt-router, claims_only, `g: G`",
            app(users.clone(), routes![claims_taken]),
        ),
        row(
            "jwt-router, `g: G<User>` from memory",
            app(users, routes![with_entity]),
        ),
        row(
            "jwt-router, `g: G<User>` cached",
            app(cached, routes![with_entity]),
        ),
    ]
}

fn app(store: impl EntityStore<User>, routes: Routes<()>) -> App {
    JwtRoutes::builder()
        .secret(SECRET)
        .entity::<User>(store)
        .build()
        .expect("the configuration is right")
        .app_with((), routes)
        .build()
        .expect("the routes can be mounted")
}
