//! Our own guard: claims only, without and with an argument that takes them, and with an entity
//! from memory.

use axum::body::Body;
use jwt_router::prelude::*;
use jwt_router::{App, Routes, routes};

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

pub(crate) fn contenders() -> [Contender; 3] {
    let row = |name, routes| Contender {
        name,
        kind: Kind::Ours,
        axum: Axum::V08,
        app: Box::new(InProcess::<_, Body>::new(app(routes).into_router())),
    };
    [
        row("jwt-router, claims_only", routes![claims_only]),
        row("jwt-router, claims_only, `g: G`", routes![claims_taken]),
        row("jwt-router, `g: G<User>` from memory", routes![with_entity]),
    ]
}

fn app(routes: Routes<()>) -> App {
    JwtRoutes::builder()
        .secret(SECRET)
        .entity::<User>(MemoryStore::new([User { user_id: 42 }]))
        .build()
        .expect("the configuration is right")
        .app_with((), routes)
        .build()
        .expect("the routes can be mounted")
}
