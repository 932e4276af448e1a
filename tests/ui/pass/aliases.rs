//! Types behind aliases.

use axum::{
    Json,
    extract::{Path, State},
};
use jwt_router::prelude::*;

/// A row.
#[entity(table = "users")]
#[derive(Clone)]
pub(crate) struct User {
    id: i64,
}

/// A state.
#[derive(Clone)]
pub(crate) struct Database;

type Me = G<User>;
type Maybe<T> = Option<G<T>>;
type Id = Path<i64>;
type Answer = Result<Json<i64>, String>;

#[protected(GET, "/aliases/direct")]
async fn direct(me: Me) -> Answer {
    Ok(Json(me.users().id))
}

#[whitelist(GET, "/aliases/maybe")]
async fn maybe(me: Maybe<User>, _: Option<Me>) -> Json<Option<i64>> {
    Json(me.map(|me| me.id))
}

#[protected(GET, "/aliases/{id}/state", claims_only)]
async fn state(State(_): State<Database>, Path(id): Id, _: G) -> Json<i64> {
    Json(id)
}
